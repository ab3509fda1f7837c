#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup import: more applications and devices, files of our own in the
# shape of their exports.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex F --birth 1958-03-02 >/dev/null
}

readings() {
	"$CLIN" followup trend P1 "$1" --days 3000 -f csv | tail -n +2 | tr -d '\r'
}

take() { "$CLIN" followup import P1 "$1" >out || true; }

@test "Glooko: a name line above the headings; sensor and strip in files of their own" {
	printf 'Name:x,Date Range:2026-11-01 - 2026-11-14\nTimestamp,CGM Glucose Value (mmol/l),Serial Number\n2026-11-18 06:00,5.4,A\n2026-11-18 06:05,5.6,A\n' >cgm.csv
	printf 'Name:x,Date Range:2026-11-01 - 2026-11-14\nTimestamp,Glucose Value (mg/dl),Manual Reading,Serial Number\n11/18/2026 06:10,120,M,A\n' >bg.csv
	take cgm.csv
	[ "$(readings CGM | tr '\n' ' ')" = '2026-11-18T06:00:00,CGM,5.4,mmol/L, 2026-11-18T06:05:00,CGM,5.6,mmol/L, ' ]
	take bg.csv
	"$CLIN" followup show P1 | grep -q '2026-11-18T06:10.*120 mg/dL (capillary)'
}

@test "mySugr: one row of many columns; the tag is a meal's for the glucose alone" {
	cat >m.csv <<-'CSV'
		Date,Time,Tags,Blood Sugar Measurement (mg/dL),Insulin Injection Units (Pen),Temporary Basal Duration (minutes),"Meal Carbohydrates (Grams, Factor 1)",Activity Duration (minutes),Steps,Note,Blood Pressure,Body Weight (kg),HbA1c (Percent),Ketones (mmol/L)
		"Nov 18, 2026",08:05:12 AM,Before breakfast,112,,,,,,,120/80,70.5,,
		"Nov 18, 2026",12:10:00 PM,,143,2,,45,30,,,,,6.9,0.3
	CSV
	take m.csv
	grep -q '取入 6 条' out
	"$CLIN" followup show P1 >shown
	grep -q '2026-11-18T08:05.*112 mg/dL (fasting)' shown
	grep -q '2026-11-18T12:10.*143 mg/dL (capillary)' shown
	[ "$(readings SBP)" = '2026-11-18T08:05:12,SBP,120,mm[Hg],' ]
	[ "$(readings HBA1C | cut -d, -f2-4)" = HBA1C,6.9,% ]
}

@test "CareLink: preamble, parts with headings again, calibrations and targets are none" {
	heading='Index,Date,Time,New Device Time,BG Source,BG Reading (mg/dL),Linked BG Meter ID,Basal Rate (U/h),Temp Basal Duration (h:mm:ss),Bolus Volume Selected (U),BWZ Target High BG (mg/dL),BWZ BG Input (mg/dL),Alert,Sensor Calibration BG (mg/dL),Sensor Glucose (mg/dL),ISIG Value,Event Marker'
	cat >c.csv <<-CSV
		Last Name,First Name,Patient ID,System ID,Start Date,End Date,Device,MiniMed 670G,MMT-1780
		X,Y,"","","2026/11/18 00:00:00","2026/11/18 23:59:59",Serial Number,N1

		-------,MiniMed 670G MMT-1780,Pump,N1,-------
		$heading
		0.00000,2026/11/18,06:00:00,,,110,,,,,,,,,,,
		1.00000,2026/11/18,06:01:00,,,,,0.85,,,180,110,,,,,
		2.00000,2026/11/18,06:02:00,,,,,,,,,,ALERT BEFORE HIGH,,,,
		3.00000,2026/11/18,06:03:00,,,,,,,,,,,112,,,
		-------,MiniMed 670G MMT-1780,Sensor,N1,-------
		$heading
		0.00000,2026/11/18,06:05:00,,,,,,,,,,,,128,24.1,
		1.00000,2026/11/18,06:10:00,,,,,,,,,,,,130,24.3,
	CSV
	take c.csv
	"$CLIN" followup show P1 >shown
	grep -q '2026-11-18T06:00.*110 mg/dL (capillary)' shown
	grep -q '2026-11-18T06:05.*128 mg/dL' shown
	grep -q '2026-11-18T06:10.*130 mg/dL' shown
	[ "$(readings GLU | wc -l) $(readings CGM | wc -l)" = '1 2' ]
}

@test "Tidepool: sensor and strip, beyond the range; instants shown by the clinic's clock" {
	cat >t.json <<-'JSON'
		[{"type":"cbg","units":"mmol/L","value":6.10605,"time":"2026-11-18T06:00:00.000Z","timezoneOffset":480},
		{"type":"cbg","units":"mmol/L","value":2.16492,"time":"2026-11-18T06:05:00.000Z","annotations":[{"code":"bg/out-of-range","value":"low","threshold":40}]},
		{"type":"smbg","units":"mmol/L","value":7.2,"time":"2026-11-18T06:30:00.000Z","subType":"manual"},
		{"type":"basal","rate":0.8,"time":"2026-11-18T06:00:00.000Z"},{"type":"upload","time":"2026-11-18T06:00:00.000Z"}]
	JSON
	take t.json
	grep -q 'tidepool：取入 3 条' out
	grep -q '未取 2 条：报警、设置等' out
	[ "$(readings CGM | tr '\n' ' ')" = '2026-11-18T14:00:00,CGM,6.10605,mmol/L, 2026-11-18T14:05:00,CGM,<2.16492,mmol/L, ' ]
	[ "$(readings GLU)" = 2026-11-18T14:30:00,GLU,7.2,mmol/L,capillary ]
}

@test "Nightscout's treatments: what was checked with a strip" {
	cat >n.json <<-'JSON'
		[{"eventType":"BG Check","glucose":6.4,"glucoseType":"Finger","units":"mmol","created_at":"2026-11-18T08:00:00.000Z"},
		{"eventType":"Correction Bolus","insulin":2,"created_at":"2026-11-18T08:10:00Z"},
		{"eventType":"BG Check","glucose":112,"glucoseType":"Sensor","units":"mg/dl","created_at":"2026-11-18T09:00:00.000Z"}]
	JSON
	take n.json
	grep -q '取入 1 条' out
	[ "$(readings GLU)" = 2026-11-18T16:00:00,GLU,6.4,mmol/L,capillary ]
}

@test "a table of items, of which only the glucose is known; none is dropped in silence" {
	cat >o.csv <<-'CSV'
		Item Type,Date and Time,Value,Unit,Notes
		Blood Sugar Reading,18 Nov 2026 08:00 AM,6.4,mmol/L,
		Carbs,18 Nov 2026 08:05 AM,40,g,
	CSV
	take o.csv
	grep -q '取入 1 条' out
	grep -q '未取 1 条：项目不认识' out
	printf 'Date and Time,Value,Unit\n18 Nov 2026 08:00 AM,6.4,mmol/L\n' >v.csv
	run_split "$CLIN" followup import P1 v.csv
	[ "$status" -eq 4 ]
	[[ "$output" == *"未取 1 条：项目不认识"* ]]
}

@test "iHealth and Contour; seconds since 1970; a state column that says calibration" {
	printf 'Date,Time,SYS(mmHg),DIA(mmHg),Pulse(Beats/Min),Note\n2026-11-18,08:00:00,132,84,70,\n' >i.csv
	take i.csv
	[ "$(readings SBP)" = '2026-11-18T08:00:00,SBP,132,mm[Hg],home' ]
	printf '"Date and Time","Timezone","Blood Glucose[mmol/L]","Meal Marker"\n"2026-11-18 08:00","Asia/Shanghai",6.4,"Before Breakfast"\n' >c.csv
	take c.csv
	[ "$(readings FPG)" = 2026-11-18T08:00:00,FPG,6.4,mmol/L,fasting ]
	printf 'timestamp,weight,height,bmi,fatRate,muscleRate\n1795075200,70.3,170.0,24.3,21.1,-1\n1795075200123,70.4,170.0,24.3,21.1,-1\n' >w.csv
	CLIN_NOW=2026-11-29T09:00:00+08:00 take w.csv
	[ "$(readings BW | cut -d, -f1,3 | tr '\n' ' ')" = '2026-11-19T16:00:00,70.3 2026-11-19T16:00:00,70.4 ' ]
	printf '时间,葡萄糖值（mmol/L）,事件\n2026-11-17 08:00:00,6.1,\n2026-11-17 08:05:00,6.4,校准\n' >s.csv
	take s.csv
	grep -q '未取 1 条：校准' out
}
