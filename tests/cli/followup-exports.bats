#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup import: exports in other languages, of other programs, and
# what of a file is none of its readings. The headings are those that public
# samples and readers of these exports show; the rows are our own.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex F --birth 1958-03-02 >/dev/null
}

# read_back CODE: what the chart holds, one reading a word
read_back() {
	"$CLIN" followup trend P1 "$1" --days 3000 -f csv | tail -n +2 | tr -d '\r' |
		sed 's/^2026-11-18T//; s/\(\.[0-9]\{2\}\)[0-9]*/\1/' | cut -d, -f1,3,5 | tr '\n' ' '
}

# holds FILE CODE WORDS
holds() {
	"$CLIN" followup import P1 "$1" >out || true
	[ "$(read_back "$2")" = "$3 " ] || { cat out; read_back "$2"; false; }
}

@test "Clarity in Spanish, French, Italian, Dutch, Japanese, Portuguese" {
	printf '\357\273\277Índice;Marca temporal (AAAA-MM-DDThh:mm:ss);Tipo de evento;Subtipo de evento;Nivel de glucosa (mg/dl);Velocidad de cambio de la glucosa (mg/dl/min);Tiempo del transmisor (número entero largo)\n5;;Alerta;Alto;200;;\n13;2026-11-18T08:00:00;Niveles estimados de glucosa;;112;1;1\n14;2026-11-18T08:05:00;Niveles estimados de glucosa;Bajo;Bajo;;2\n15;2026-11-18T08:06:00;Calibración;;120;;2\n' >es.csv
	holds es.csv CGM '08:00:00,6.21, 08:05:00,<2.22,'
	printf 'Index;Horodatage (AAAA-MM-JJThh:mm:ss);Type d\342\200\231événement;Sous-type d\342\200\231événement;Valeur de glucose (mmol/l);Taux de variation du glucose (mmol/l/min);Heure du transmetteur (nombre entier long)\n12;2026-11-18T09:00:00;VGE;;6,2;0,1;1\n14;2026-11-18T09:06:00;Étalonnage;;6,1;;2\n' >fr.csv
	"$CLIN" followup undo >/dev/null
	holds fr.csv CGM '09:00:00,6.2,'
	"$CLIN" followup undo >/dev/null
	printf 'Index;Tijdstempel (JJJJ-MM-DDTuu:mm:ss);Type gebeurtenis;Subtype gebeurtenis;Glucosewaarde (mmol/L);Mate van glucoseverandering (mmol/L/min);Zendertijd (lang geheel getal)\n12;2026-11-18T10:00:00;EGV;;6,2;;1\n13;2026-11-18T10:05:00;EGV;Laag;Laag;;2\n14;2026-11-18T10:06:00;Kalibratie;;6,1;;2\n' >nl.csv
	holds nl.csv CGM '10:00:00,6.2, 10:05:00,<2.2,'
	"$CLIN" followup undo >/dev/null
	printf 'インデックス,タイムスタンプ (YYYY-MM-DDThh:mm:ss),イベントの種類,イベントのサブタイプ,グルコース値 (mg/dL),グルコース変化率 (mg/dL/分),トランスミッターID\n12,2026-11-18T11:00:00,EGV,,112,,8A\n14,2026-11-18T11:06:00,較正,,110,,8A\n' >ja.csv
	holds ja.csv CGM '11:00:00,6.21,'
	"$CLIN" followup undo >/dev/null
	printf 'Indice;Timestamp (AAAA-MM-GGThh:mm:ss);Tipo di evento;Sottotipo di evento;Valore glucosio (mg/dL);Velocità di variazione glucosio (mg/dL/min);ID trasmettitore\n12;2026-11-18T12:00:00;EGV;;112;;8A\n13;2026-11-18T12:06:00;Calibrazione;;110;;8A\n' >it.csv
	holds it.csv CGM '12:00:00,6.21,'
}

@test "Libre: the record's type tells sensor from strip where the heading does not" {
	printf 'X\nID;Hora;Tipo de registro;Histórico glucosa (mg/dL);Glucosa leída (mg/dL);Glucosa de la tira (mg/dL);Cetonas (mmol/L);Hora anterior\n1;2026/11/18 08:00;0;112;;;;\n2;2026/11/18 08:15;1;;115;;;\n3;2026/11/18 08:20;2;;;120;;\n' >es.txt
	holds es.txt CGM '08:00:00,6.21, 08:15:00,6.38,'
	[ "$(read_back GLU)" = '08:20:00,6.66,capillary ' ]
	"$CLIN" followup undo >/dev/null
	printf '氏名\nID\t時間\t記録タイプ\t過去のグルコース値 (mg/dL)\t血糖値 (mg/dL)\tケトン値 (mmol/L)\n1\t2026/11/18 08:00\t0\t112\t\t\n3\t2026/11/18 08:20\t2\t\t120\t\n' >ja.txt
	holds ja.txt CGM '08:00:00,6.21,'
	[ "$(read_back GLU)" = '08:20:00,6.66,capillary ' ]
}

@test "Sibionics: the hospital's table, in GB 18030 too, and the application's workbook" {
	printf '血糖值(mmol/L),采集时间,机构名称：某医院,姓名：某人,设备名称：LT2309AB12\r\n6.4,2026-11-18 14:05:28,,,\r\n6.2,2026-11-18 14:00:28,,,\r\n' | iconv -f UTF-8 -t GB18030 >h.csv
	holds h.csv CGM '14:00:28,6.2, 14:05:28,6.4,'
	"$CLIN" followup undo >/dev/null
	python3 - <<-'PY'
		import zipfile
		row = lambda n, *v: '<row r="%d">%s</row>' % (n, ''.join('<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>' % ('AB'[i], n, x) for i, x in enumerate(v)))
		with zipfile.ZipFile('s.xls', 'w') as z:
		    z.writestr('xl/worksheets/sheet1.xml', '<worksheet><sheetData>' + row(1, 'see the next sheet') + '</sheetData></worksheet>')
		    z.writestr('xl/worksheets/sheet2.xml', '<worksheet><sheetData>' + row(1, 'Time', 'Sensor Reading(mg/dL)') +
		        row(2, '18-11-2026 08:00 GMT+8', '112') + row(3, '18-11-2026 01:05 GMT+0', '115') + '</sheetData></worksheet>')
	PY
	holds s.xls CGM '08:00:00,6.21, 01:05:00,6.38,'
}

@test "a part of the file with other headings is none of its readings" {
	printf 'DeviceType,SerialNumber,Description,EventDateTime,Readings (mg/dL)\nX2,1,EGV,2026-11-18T08:00:12,112\n\nDeviceType,SerialNumber,Description,EventDateTime,BG (mg/dL),Note\nX2,1,BG,2026-11-18T08:30:12,120,\n\nType,BolusType,BolusDeliveryMethod,BG (mg/dL),SerialNumber,CompletionDateTime,InsulinDelivered\nBolus,Carb,Standard,125,1,2026-11-18T08:31:12,3.2\n' >t.csv
	holds t.csv CGM '08:00:12,6.21,'
	[ "$(read_back GLU)" = '08:30:12,6.66,capillary ' ]
	grep -q '未取 1 条：其他种类的记录' out
	printf 'Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm)\n"Nov 18, 2026",07:14 am,128,82,70\n\nDate,Total steps,Distance\n"Nov 18, 2026",120,80\n' >o.csv
	holds o.csv SBP '07:14:00,128,home'
}

@test "Nightscout's CSV has no headings" {
	printf '"2026-11-18T00:05:00.000Z",1794960300000,115,"Flat","share2"\r\n"2026-11-18T00:00:00.000Z",1794960000000,112,"Flat","share2"' >n.csv
	holds n.csv CGM '08:00:00,6.21, 08:05:00,6.38,'
}

@test "meters and diaries: crosses for the meal, control solution, words of other languages" {
	printf 'Serial number;Download date;Download time;;;;;;;\nU1;20.11.2026;17:04;;;;;;;\nDate;Time;Result;Unit;Temperature warning;Out of target range;Other;Before meal;After meal;Control test\n18.11.2026;08:00;112;mg/dL;;;;X;;\n18.11.2026;10:10;143;mg/dL;;;;;X;\n18.11.2026;11:00;50;mg/dL;;;;;;X\n' >a.csv
	holds a.csv GLU '08:00:00,6.21,pre-meal 10:10:00,7.93,post-prandial'
	grep -q '未取 1 条：质控液' out
	"$CLIN" followup undo >/dev/null
	printf 'Datum,Zeit,Tags,Blutzuckermessung (mg/dL),Blutdruck,Körpergewicht (kg)\n18.11.2026,08:05:12,Vor dem Frühstück,112,120/80,"70,5"\n18.11.2026,12:10:00,"Mittagessen,Nach dem Essen",143,,\n' >m.csv
	holds m.csv FPG '08:05:12,6.21,fasting'
	[ "$(read_back GLU)" = '12:10:00,7.93,post-prandial ' ]
	[ "$(read_back DBP)$(read_back BW)" = '08:05:12,80, 08:05:12,70.5, ' ]
	"$CLIN" followup undo >/dev/null
	printf '日期,空腹,早餐后2小时,午餐后2小时,睡前\n2026-11-18,6.4,9.1,,7.0\n' >z.csv
	holds z.csv PPG2H '2026-11-18,9.1,'
	[ "$(read_back GLU)" = '2026-11-18,7,bedtime ' ]
}

@test "weights in pounds, both pressures in one column, the pulse in other languages" {
	printf 'Date,"Weight (lb)","Fat mass (lb)",Comments\n"2026-11-18 07:14:00",155.1,40,\n' >w.csv
	holds w.csv BW '07:14:00,70.35,'
	printf '日期,时间,高压/低压,脉搏\n2026-11-18,07:10,148/92,76\n' >b.csv
	holds b.csv DBP '07:10:00,92,'
	printf 'Datum,Hartslag,Systolisch,Diastolisch,Opmerkingen\n"2026-11-18 09:14:00",70,128,82,\n' >n.csv
	"$CLIN" followup import P1 n.csv >out
	[[ "$(read_back HR)" == *'09:14:00,70,'* ]]
}

@test "refused: glucose in a unit it is not in, times that may be local or UTC" {
	printf 'Time,Glucose (mmol/L)\n2026-11-18 08:00,112\n2026-11-18 08:05,115\n2026-11-18 08:10,118\n' >u.csv
	run_split "$CLIN" followup import P1 u.csv
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"--map"* ]]
	printf 'com.samsung.shealth.blood_pressure,1,1\ncom.samsung.health.blood_pressure.start_time,com.samsung.health.blood_pressure.time_offset,com.samsung.health.blood_pressure.systolic,com.samsung.health.blood_pressure.diastolic\n2026-11-18 00:00:00.000,UTC+0800,120,80\n' >s.csv
	run_split "$CLIN" followup import P1 s.csv
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"--map"* ]]
	printf 'name: samsung\ntime: com.samsung.health.blood_pressure.start_time\nzone: "+00:00"\nreadings:\n  - {column: com.samsung.health.blood_pressure.systolic, code: SBP, unit: mmHg}\n' >m.yaml
	"$CLIN" followup import P1 s.csv --map m.yaml >out
	[ "$(read_back SBP)" = '08:00:00,120, ' ]
}
