#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup import: what makers' services answer, clocks of places, and
# headings of further languages; files of our own in the shape of theirs.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export CLIN_NOW=2026-11-30T09:00:00+08:00
	"$CLIN" followup enrol P1 --sex F --birth 1958-03-02 >/dev/null
}

# The course of a code, "time value" each.
readings() {
	"$CLIN" followup trend P1 "$1" --days 3000 -f csv | tail -n +2 | tr -d '\r' | cut -d, -f1,3 | tr ',\n' '  '
}

# What a file has besides readings is exit status 4.
take() { "$CLIN" followup import P1 "$1" >out || [ $? -eq 4 ]; }

@test "the Dexcom API, versions 3 and 2: offsets, UTC that is not marked, beyond the range, calibrations" {
	cat >v3.json <<-'JSON'
		{"recordType":"egv","recordVersion":"3.0","userId":"u","records":[
		{"systemTime":"2026-11-18T06:00:00Z","displayTime":"2026-11-18T14:00:00+08:00","value":112,"status":"ok","unit":"mg/dL"},
		{"systemTime":"2026-11-18T06:05:00","displayTime":"2026-11-18T06:05:00","value":5.5,"status":"ok","unit":"mmol/L"},
		{"systemTime":"2026-11-18T06:10:00","displayTime":"2026-11-18T06:10:00","value":39,"status":"low","unit":"mg/dL"},
		{"systemTime":"2026-11-18T06:15:00","displayTime":"2026-11-18T06:15:00","value":138,"status":"high","unit":"mg/dL"},
		{"systemTime":"2026-11-18T06:20:00","displayTime":"2026-11-18T06:20:00","value":120,"status":"ok","unit":"unknown"}]}
	JSON
	take v3.json
	grep -q 'dexcom：取入 4 条' out
	grep -q '未取 1 条：单位不认识' out
	[ "$(readings CGM | grep -o '<' | wc -l)" -eq 1 ]
	[[ "$(readings CGM)" == "2026-11-18T14:00:00 6.2"*" 2026-11-18T14:05:00 5.5 "*"2026-11-18T14:15:00 7.6"* ]]
	printf '{"unit":"mg/dL","egvs":[{"systemTime":"2026-11-19T06:00:00","displayTime":"2026-11-18T22:00:00","value":112}]}' >v2.json
	take v2.json
	readings CGM | grep -q '2026-11-19T14:00:00'
	printf '{"recordType":"calibration","records":[{"systemTime":"2026-11-19T07:00:00","value":110,"unit":"mg/dL"}]}' >c.json
	take c.json
	grep -q '未取 1 条：校准' out
	printf '{"recordType":"event","records":[{"systemTime":"2026-11-19T07:00:00","eventType":"carbs","value":40,"unit":"grams"},{"systemTime":"2026-11-19T07:30:00","eventType":"bloodGlucose","value":110,"unit":"mg/dL"}]}' >e.json
	take e.json
	[[ "$(readings GLU)" == "2026-11-19T15:30:00 6.1"* ]]
}

@test "Dexcom Share: milliseconds in words, old and new; low and high" {
	cat >s.json <<-'JSON'
		[{"WT":"Date(1795154400000)","ST":"Date(1795154400000)","DT":"Date(1795154400000+0800)","Value":112,"Trend":"Flat"},
		{"DT":"\/Date(1795154700000+0800)\/","ST":"\/Date(1795183500000)\/","Trend":4,"Value":39,"WT":"\/Date(1795154700000)\/"},
		{"WT":"Date(1795155000000)","Value":401,"Trend":"None"},{"WT":"Date(1795155300000)","Value":5,"Trend":"None"}]
	JSON
	take s.json
	grep -q 'dexcom-share：取入 3 条' out
	[[ "$(readings CGM)" == "2026-11-20T14:00:00 6.2"*" 2026-11-20T14:05:00 <2.2"*" 2026-11-20T14:10:00 >22.2"* ]]
}

@test "LibreLinkUp: the graph, the unit it names, low and high, alarms are none, months first" {
	cat >l.json <<-'JSON'
		{"status":0,"data":{"connection":{"uom":1,"glucoseMeasurement":{"FactoryTimestamp":"11/2/2026 6:30:00 AM","Timestamp":"11/2/2026 2:30:00 PM","type":1,"ValueInMgPerDl":115,"GlucoseUnits":0,"Value":6.4,"isHigh":false,"isLow":false}},
		"graphData":[{"FactoryTimestamp":"11/2/2026 6:00:00 AM","Timestamp":"11/2/2026 2:00:00 PM","type":0,"ValueInMgPerDl":112,"GlucoseUnits":1,"Value":112,"isHigh":false,"isLow":false},
		{"FactoryTimestamp":"11/2/2026 6:15:00 AM","Timestamp":"11/2/2026 2:15:00 PM","type":0,"ValueInMgPerDl":40,"GlucoseUnits":1,"Value":40,"isHigh":false,"isLow":true}]},"ticket":{"token":"x"}}
	JSON
	take l.json
	grep -q 'librelinkup：取入 3 条' out
	[[ "$(readings CGM)" == "2026-11-02T14:00:00 6.2"*" 2026-11-02T14:15:00 <2.2"*" 2026-11-02T14:30:00 6.4"* ]]
	printf '{"status":0,"result":[{"FactoryTimestamp":"2/13/2026 5:29:23 PM","ValueInMgPerDl":296,"GlucoseUnits":1,"Value":296},{"FactoryTimestamp":"2/13/2026 5:12:57 PM","alarmType":1}]}' >o.json
	take o.json
	grep -q '取入 1 条' out
	grep -q '未取 1 条：报警' out
	readings CGM | grep -q 2026-02-14T01:29:23
}

@test "Health Auto Export: JSON and table; minima and averages of an hour are no readings" {
	printf '{"data":{"metrics":[{"name":"blood_glucose","units":"mmol/L","data":[{"date":"2026-11-18 08:00:00 +0800","qty":6.4}]},{"name":"blood_pressure","units":"mmHg","data":[{"date":"2026-11-18 08:05:00 +0800","systolic":128,"diastolic":82}]},{"name":"step_count","units":"count","data":[{"date":"2026-11-18 08:05:00 +0800","qty":100}]}]}}' >h.json
	take h.json
	[ "$(readings SBP)$(readings DBP)$(readings GLU)" = '2026-11-18T08:05:00 128 2026-11-18T08:05:00 82 2026-11-18T08:00:00 6.4 ' ]
	grep -q '未取 1 条：项目不认识' out
	printf 'Date/Time,Blood Pressure [Systolic] (mmHg),Blood Pressure [Diastolic] (mmHg),Heart Rate [Min] (count/min),Heart Rate [Max] (count/min),Weight & Body Mass (kg)\n2026-11-19 08:00:00,126,80,60,90,70.2\n' >h.csv
	take h.csv
	grep -q '取入 3 条' out
	[ "$(readings HR)$(readings BW)" = '2026-11-19T08:00:00 70.2 ' ]
}

@test "a column names the place whose clock it is" {
	cat >o.csv <<-'CSV'
		Measurement Date,Time Zone,SYS(mmHg),DIA(mmHg),Pulse(bpm),Irregular heartbeat detected,Body Movement,Device
		2026/11/18 08:05,Europe/Berlin,128,82,66,,,HEM
		2026/07/17 21:12,Europe/Berlin,131,84,70,,,HEM
		2026/11/19 08:05,Asia/Shanghai,127,81,65,,,HEM
		2026/11/20 08:05,GMT+09:00,126,80,64,,,HEM
		2026/11/21 08:05,Nowhere/Atlantis,125,79,63,,,HEM
	CSV
	run_split "$CLIN" followup import P1 o.csv
	[[ "$output" == *"omron：取入 12 条"*"未取 3 条：时间读不出"* ]]
	"$CLIN" followup export P1 -f fhir >b.json 2>/dev/null || "$CLIN" followup export -f fhir >b.json
	for at in 2026-11-18T08:05:00+01:00 2026-07-17T21:12:00+02:00 2026-11-19T08:05:00+08:00 2026-11-20T08:05:00+09:00; do
		grep -q "$at" b.json || { echo "$at"; grep -o '"effectiveDateTime": *"[^"]*"' b.json; false; }
	done
	run ! grep -q 2026-11-21T b.json
	# the host's own clock is as it was
	TZ=America/New_York CLIN_NOW=2026-11-30T09:00:00-05:00 "$CLIN" followup import P1 o.csv >again || [ $? -eq 4 ]
	grep -q '取入 0 条，已有 12 条' again
}

@test "headings of further languages" {
	printf 'Dane,Wygenerowano,20-11-2026\nUrządzenie,Numer seryjny,Sygnatura czasowa urządzenia,Typ rekordu,Historyczna wartość glukozy mg/dL,Skan glukozy mg/dL,Pasek glukozy mg/dL,Keton mmol/L\nL,A,18-11-2026 23:58,0,101,,,\nL,A,19-11-2026 00:13,1,,99,,\nL,A,19-11-2026 07:13,2,,,110,\n' >pl.csv
	take pl.csv
	grep -q 'libreview：取入 3 条' out
	printf 'Enhet;Serienummer;Enhetens tidsstämpel;Registertyp;Historiskt glukosvärde mmol/L;Skanna glukosvärde mmol/L\nL;A;2026-11-20 23:58;0;"5,4";\nL;A;2026-11-21 00:13;1;;Hög\n' >sv.csv
	take sv.csv
	grep -q 'libreview：取入 2 条' out
	readings CGM | grep -q '2026-11-21T00:13:00 >27.8'
	printf 'インデックス,タイムスタンプ（YYYY-MM-DDThh:mm:ss）,イベントタイプ,グルコース値（mg/dL）,グルコース変化率（mg/dL/min）,トランスミッターID\n1,2026-11-22T06:00:00,EGV,112,,8X\n2,2026-11-22T06:05:00,EGV,低,,8X\n' >jp.csv
	take jp.csv
	grep -q 'clarity：取入 2 条' out
	printf 'Data,Ora,Tag,Misurazione della glicemia (mmol/L),Peso corporeo (kg)\n"18 nov 2026",08:05:12,Prima di colazione,"6,2","70,5"\n' >it.csv
	take it.csv
	[ "$(readings BW)$(readings FPG)" = '2026-11-18T08:05:12 70.5 2026-11-18T08:05:12 6.2 ' ]
}

@test "two courses side by side, each with its clock" {
	printf 'PatientInfoField\tPatientInfoValue\tGlucoseInternalTime\tGlucoseDisplayTime\tGlucoseValue\tMeterInternalTime\tMeterDisplayTime\tMeterValue\nFirstName\tX\t2026-11-18 06:00:00\t2026-11-18 14:00:00\t112 mg/dL\t2026-11-18 06:30:00\t2026-11-18 14:30:00\t118 mg/dL\nLastName\tY\t2026-11-18 06:05:00\t2026-11-18 14:05:00\t115 mg/dL\t\t\t\n' >d.txt
	take d.txt
	[[ "$(readings CGM)" == "2026-11-18T14:00:00 6.2"*" 2026-11-18T14:05:00 6.3"* ]]
	[[ "$(readings GLU)" == "2026-11-18T14:30:00 6.5"* ]]
}

@test "a rate of change is no glucose; events in Swedish; an Italian cuff" {
	printf 'Index;Tidsstämpel (ÅÅÅÅ-MM-DDThh:mm:ss);Händelsetyp;Glukosvärde (mmol/L);Glukosförändringshastighet (mmol/L/min);Sändar-ID\n1;2026-11-18T06:00:00;EGV;6,4;0,1;8X\n2;2026-11-18T06:05:00;EGV;Lågt;;8X\n' >c.csv
	take c.csv
	grep -q 'clarity：取入 2 条' out
	[[ "$(readings CGM)" == '2026-11-18T06:00:00 6.4 2026-11-18T06:05:00 <2.2 ' ]]
	printf 'Data misurazione,Fuso orario,SYS(mmHg),DIA(mmHg),Pulsazioni(bpm),Dispositivo\n2026/11/18 08:05,Asia/Shanghai,128,82,66,HEM\n' >o.csv
	take o.csv
	[ "$(readings SBP)$(readings HR)" = '2026-11-18T08:05:00 128 2026-11-18T08:05:00 66 ' ]
}

@test "makers of whom there is no public sample: through a saved map, whatever their headings" {
	cat >eversense.yaml <<-'YAML'
		name: eversense
		time: Date Time
		readings:
		  - {column: Sensor Glucose Value, code: CGM, unit: mg/dL}
		low: {words: [LOW], limit: 40}
	YAML
	printf 'Date Time,Sensor Glucose Value,Event\n2026-11-18 06:00:00,112,\n2026-11-18 06:05:00,LOW,\n' >e.csv
	"$CLIN" followup import P1 e.csv --map eversense.yaml >out
	grep -q 'eversense：取入 2 条' out
	cat >aidex.yaml <<-'YAML'
		name: aidex
		time: 采集时刻
		readings:
		  - {column: 葡萄糖值, code: CGM, unit: mmol/L}
		skip: {column: 类型, values: [校准]}
	YAML
	printf '采集时刻\t葡萄糖值\t类型\n2026/11/19 06:00\t6.4\t监测\n2026/11/19 06:05\t6.9\t校准\n' | iconv -f utf-8 -t gb18030 >a.txt
	"$CLIN" followup import P1 a.txt --map aidex.yaml >out || [ $? -eq 4 ]
	grep -q 'aidex：取入 1 条' out
	cat >sinocare.yaml <<-'YAML'
		name: sinocare
		date: 日期
		clock: 时刻
		readings:
		  - {column: 数值, code: GLU, unit: mmol/L}
		context: {column: 时段, values: {空腹: fasting}}
	YAML
	printf '日期;时刻;数值;时段\n2026.11.18;08:05;6.4;空腹\n' >s.csv
	"$CLIN" followup import P1 s.csv --map sinocare.yaml >out
	[ "$(readings FPG)" = '2026-11-18T08:05:00 6.4 ' ]
	cat >yuwell.yaml <<-'YAML'
		name: yuwell
		time: 测量
		order: dmy
		readings:
		  - {column: 高, code: SBP, unit: kPa}
		  - {column: 低, code: DBP, unit: kPa}
	YAML
	printf '测量,高,低\n05/11/2026 08:05,17.1,10.9\n' >y.csv
	"$CLIN" followup import P1 y.csv --map yuwell.yaml >out
	[[ "$(readings SBP)" == '2026-11-05T08:05:00 128.2'* ]]
}
