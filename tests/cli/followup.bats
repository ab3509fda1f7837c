#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup: chart, plans, readings, work list.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

enrol() {
	"$CLIN" followup enrol P012 --sex F --birth 1958-03-02 -p htn -p t2dm \
		--dx 高血压 --dx 2型糖尿病 --start 2026-08-20 --village 东村 --name 王某
}

@test "no chart yet: said, and none is made" {
	run_split "$CLIN" followup due
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"followup enrol"* ]]
	[ ! -e "$T/.local/share/clin/chart.db" ]
}

@test "the chart is the owner's alone; one open to others is refused" {
	enrol
	[ "$(stat -c %a "$T/.local/share/clin/chart.db")" = 600 ]
	[ "$(stat -c %a "$T/.local/share/clin")" = 700 ]
	chmod 644 "$T/.local/share/clin/chart.db"
	run_split "$CLIN" followup list
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"chmod 600"* ]]
}

@test "a visit is done for every plan of the day; rechecks are brought forward" {
	enrol
	"$CLIN" followup add P012 bp 152/88 --at '2026-11-01 08:00'
	run_split "$CLIN" followup add P012 visit bp 148/92 glu 8.1 fasting
	[ "$status" -eq 0 ]
	[[ "$output" == *"连续两次血压控制不满意"* ]]
	[[ "$output" == *"空腹血糖控制不满意"* ]]
	"$CLIN" followup due -w month -f ndjson >due.ndjson
	[ "$(grep -c '"recheck":true' due.ndjson)" -eq 2 ]
	grep -q '"planned":"2026-12-05","first":"2026-11-22","last":"2026-12-05"' due.ndjson
	"$CLIN" followup show P012 --all | grep -q '2027-02-20  htn'
}

@test "a reading alone brings a recheck forward, once; undo takes it back" {
	"$CLIN" followup enrol R1 --sex M --birth 1958-03-02 -p htn --dx 高血压
	run_split "$CLIN" followup add R1 bp 168/98
	[[ "$output" == *"recheck"* ]]
	"$CLIN" followup add R1 bp 165/99
	"$CLIN" followup due -w month -f ndjson >due.ndjson
	[ "$(grep -c '"recheck":true' due.ndjson)" -eq 1 ]
	"$CLIN" followup undo
	"$CLIN" followup undo
	"$CLIN" followup due -w month -f ndjson >none.ndjson
	[ "$(grep -c '"recheck":true' none.ndjson)" -eq 0 ]
}

@test "windows: in it on its last day, overdue by one on the next" {
	enrol
	CLIN_NOW=2026-12-04T23:30:00+08:00 "$CLIN" followup due -f ndjson >in.ndjson
	[ "$(grep -c '"state":"in-window","days_overdue":0' in.ndjson)" -eq 2 ]
	CLIN_NOW=2026-12-05T00:10:00+08:00 "$CLIN" followup due -f ndjson >out.ndjson
	[ "$(grep -c '"state":"overdue","days_overdue":1' out.ndjson)" -eq 2 ]
	CLIN_NOW=2027-03-04T08:00:00+08:00 "$CLIN" followup due -f ndjson >lost.ndjson
	[ "$(grep -c '"state":"lost"' lost.ndjson)" -eq 2 ]
}

@test "a month's end stays one, also in a leap year" {
	"$CLIN" followup enrol L1 --sex M -a 60 -p htn --start 2027-11-30
	CLIN_NOW=2028-02-20T09:00:00+08:00 "$CLIN" followup due -f ndjson >leap.ndjson
	grep -q '"planned":"2028-02-29"' leap.ndjson
}

@test "undo takes the last batch back, and its visits with it" {
	enrol
	"$CLIN" followup add P012 visit bp 148/92
	"$CLIN" followup undo
	run_split "$CLIN" followup show P012
	[[ "$output" != *"148"* ]]
	[[ "$output" != *"已完成"* ]]
	run_split "$CLIN" followup undo 99
	[ "$status" -eq 1 ]
}

@test "the same reading twice is one" {
	enrol
	"$CLIN" followup add P012 bp 148/92 --at '2026-11-20 08:00'
	run_split "$CLIN" followup add P012 bp 148/92 --at '2026-11-20 08:00'
	[[ "$output" == *"未重复记"* ]]
	[ "$("$CLIN" followup trend P012 SBP -f csv | grep -c SBP)" -eq 1 ]
}

@test "a long work list: columns stand below each other, empty ones are left out" {
	for i in $(seq -w 104); do
		name=王$i
		[ $((10#$i % 3)) -ne 0 ] || name=Abcdefgh
		[ $((10#$i % 7)) -ne 0 ] || name=欧阳小小明
		echo "INSERT INTO patient(id, name, sex, batch) VALUES('Q$i', '$name', 'F', 1);
			INSERT INTO plan(id, patient, protocol, version, start, batch) VALUES(1000 + $i, 'Q$i', 'htn', 'x', 20500, 1);
			INSERT INTO visit(plan, kind, planned, first, last, lost, batch) VALUES(1000 + $i, 'regular', 20500 + $i, 20400, 20500 + $i, 20900, 1);"
	done >sql
	enrol
	sqlite3 "$T/.local/share/clin/chart.db" <sql
	"$CLIN" followup due --with-names >names
	"$CLIN" followup due >plain
	run ! grep -qE '姓名|未访到' plain
	grep -q '姓名' names
	python3 - names plain <<-'PY'
		import re, sys, unicodedata
		def width(s):
		    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in s)
		for name in sys.argv[1:]:
		    lines = open(name, encoding="utf-8").read().splitlines()[:-1]
		    assert len(lines) > 104
		    head = width(lines[0][:lines[0].index("计划")])
		    kind = width(lines[0][:lines[0].index("方案")])
		    for line in lines[1:]:
		        assert width(line[:re.search(r"2026-", line).start()]) == head, line
		        assert width(line[:re.search("高血压|2型", line).start()]) == kind, line
		        assert width(line) <= 80
	PY
}

@test "a correction supersedes: the old reading stays and counts no more" {
	enrol
	"$CLIN" followup add P012 bp 184/92 --at '2026-11-19 08:00' >/dev/null
	"$CLIN" followup add P012 bp 136/84 --at '2026-11-20 08:00' >/dev/null
	"$CLIN" followup add P012 correct bp 148/92 --at '2026-11-19 08:00' >out
	grep -q '收缩压 148 mmHg  更正 收缩压 184 mmHg' out
	# the diastolic one was right
	run_split "$CLIN" followup trend P012 SBP -f csv
	[[ "$output" == *2026-11-19T08:00:00,SBP,148* && "$output" != *184* ]]
	"$CLIN" followup add P012 correct sbp 138 >out
	grep -q '更正 收缩压 136' out
	[ "$(sqlite3 "$T/.local/share/clin/chart.db" 'SELECT count(*) FROM observation WHERE superseded_by IS NOT NULL')" -eq 2 ]
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup trend P012 SBP -f csv | grep -q '2026-11-20T08:00:00,SBP,136'
	for bad in 'hr 70' 'sbp 136' visit; do
		# shellcheck disable=SC2086
		run_split "$CLIN" followup add P012 correct $bad
		[ "$status" -ne 0 ]
	done
	"$CLIN" followup add P012 sbp 150 --at '2026-11-20 09:00' >/dev/null
	run_split "$CLIN" followup add P012 correct sbp 120 --at 2026-11-20
	[ "$status" -eq 1 ]
	[[ "$stderr" == *--at* ]]
}

@test "impossible, unknown and ambiguous readings are refused, nothing written" {
	enrol
	for bad in 'bp 80/120' 'bp 148' 'glu 146' 'foo 3' 'glu 8.1furlong' 'bp 1480/92'; do
		# shellcheck disable=SC2086
		run_split "$CLIN" followup add P012 hr 70 $bad
		[ "$status" -ne 0 ]
		[ -n "$stderr" ]
	done
	run_split "$CLIN" followup trend P012 HR
	[[ "$output" == *"没有读数"* ]]
}

@test "kPa and mg/dL are converted; the reading is kept as entered" {
	enrol
	"$CLIN" followup add P012 bp 20.0/12.0kPa glu 146mg/dL fasting
	"$CLIN" followup show P012 -f ndjson >show.ndjson
	grep -q '"code":"SBP","value":20,"comparator":null,"text":null,"unit":"kPa","canonical":{"value":150.0' show.ndjson
	grep -q '"code":"FPG","value":146' show.ndjson
}

@test "no names unless asked for, in any form of the list" {
	enrol
	for format in text ndjson csv ics; do
		"$CLIN" followup due -f $format >out
		run ! grep -q 王某 out
		"$CLIN" followup due -f $format --with-names >out
		grep -q 王某 out
	done
}

@test "calendar: lines of at most 75 octets, whole characters, stable UID" {
	"$CLIN" followup enrol "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345" --sex F -a 70 \
		--name 欧阳很长的名字很长的名字很长的名字 -p htn --start 2026-08-20
	"$CLIN" followup due -f ics --with-names >one.ics
	[ "$(LC_ALL=C awk '{sub(/\r$/, ""); if (length > 75) n++} END {print n + 0}' one.ics)" -eq 0 ]
	iconv -f UTF-8 -t UTF-8 one.ics >/dev/null
	while IFS= read -r line; do
		printf '%s' "$line" | iconv -f UTF-8 -t UTF-8 >/dev/null
	done <one.ics
	CLIN_NOW=2026-11-22T09:00:00+08:00 "$CLIN" followup due -f ics --with-names >two.ics
	[ "$(grep UID one.ics)" = "$(grep UID two.ics)" ]
}

@test "calendar: text is escaped, lines end in CRLF, a cancelled visit is told with a higher sequence" {
	enrol
	"$CLIN" followup enrol P9 --sex M -a 60 -p htn --start 2026-08-20 --name '王,三;\\四'
	"$CLIN" followup due -f ics --with-names >one.ics
	grep -qF 'SUMMARY:P9 王\,三\;\\\\四 ' one.ics
	[ "$(grep -c $'\r$' one.ics)" -eq "$(wc -l <one.ics)" ]
	"$CLIN" followup close P9 --outcome moved
	"$CLIN" followup due -f ics | tr -d '\r' >two.ics
	[ "$(grep -c STATUS:CANCELLED two.ics)" -eq 1 ]
	uid=$(tr -d '\r' <one.ics | grep -B9 'SUMMARY:P9' | grep UID | tail -1)
	grep -A4 "^$uid\$" two.ics | grep -q 'SEQUENCE:1'
	CLIN_NOW=2027-04-01T09:00:00+08:00 "$CLIN" followup due -f ics >later.ics
	run ! grep -q CANCELLED later.ics
}

@test "who died leaves the lists; the history stays" {
	enrol
	"$CLIN" followup close P012 --outcome dead --reason 心梗
	[ -z "$("$CLIN" followup due -f ndjson)" ]
	[ -z "$("$CLIN" followup list -f ndjson)" ]
	"$CLIN" followup list --ended -f ndjson | grep -q '"outcome":"dead"'
}

@test "a backup is checked and never overwrites" {
	enrol
	"$CLIN" followup export --backup copy.db
	run_split "$CLIN" followup export --backup copy.db
	[ "$status" -eq 1 ]
	[ "$(stat -c %a copy.db)" = 600 ]
}

@test "alerts: exit status 3 from a level on" {
	enrol
	"$CLIN" followup add P012 bp 186/100
	run_split "$CLIN" followup alerts --fail-on urgent
	[ "$status" -eq 3 ]
	run_split "$CLIN" followup alerts --fail-on critical
	[ "$status" -eq 0 ]
}

clarity() {
	printf '\xef\xbb\xbf'
	echo 'Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,Source Device ID,Glucose Value (mg/dL),Insulin Value (u),Carb Value (grams),Duration (hh:mm:ss),Glucose Rate of Change (mg/dL/min),Transmitter Time (Long Integer),Transmitter ID'
	echo '1,,FirstName,,A,,,,,,,,,'
	echo '2,,Alert,Urgent Low,,G6,,55,,,00:30:00,,,'
	echo '3,2026-11-18T00:03:00,EGV,,,,X,112,,,,,100,T1'
	echo '4,2026-11-18T00:08:00,EGV,,,,X,Low,,,,,400,T1'
	echo '5,2026-11-18T00:09:00,Calibration,,,,X,118,,,,,,T1'
	echo '6,2026-11-18T00:13:00,EGV,,,,X,High,,,,,700,T1'
}

@test "import: Clarity's readings, not its alarms and calibrations; Low and High kept" {
	enrol
	clarity >c.csv
	run_split "$CLIN" followup import P012 c.csv --dry-run
	[ "$status" -eq 0 ]
	[[ "$output" == *"将取入 3 条"* && "$output" == *"校准"* ]]
	[ "$("$CLIN" followup trend P012 CGM -f csv | wc -l)" -eq 1 ]
	"$CLIN" followup import P012 c.csv
	"$CLIN" followup trend P012 CGM -f csv >t.csv
	grep -q ',<2.2' t.csv
	grep -q ',>22.2' t.csv
	run_split "$CLIN" followup import P012 c.csv
	[[ "$output" == *"取入 0 条，已有 3 条"* ]]
}

@test "import: LibreView with its title row; history, scan and strip apart" {
	enrol
	cat >l.csv <<-'CSV'
		Glucose Data,Generated on,18-11-2026 10:30 AM UTC,Generated by,x
		Device,Serial Number,Device Timestamp,Record Type,Historic Glucose mmol/L,Scan Glucose mmol/L,Non-numeric Rapid-Acting Insulin,Strip Glucose mmol/L,Ketone mmol/L
		Libre,S,18-11-2026 10:30,0,6.1,,,,
		Libre,S,18-11-2026 10:33,1,,6.4,,,
		Libre,S,18-11-2026 10:35,2,,,,6.9,
	CSV
	"$CLIN" followup import P012 l.csv
	[ "$("$CLIN" followup trend P012 CGM -f csv | grep -c CGM)" -eq 2 ]
	"$CLIN" followup trend P012 GLU -f csv | grep -q '2026-11-18T10:35:00,GLU,6.9,mmol/L,capillary'
}

@test "import: Omron, newest first, dashes for empty" {
	enrol
	cat >o.csv <<-'CSV'
		Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Notes
		Nov 18 2026,08:12 pm,142,88,71,-
		Nov 18 2026,07:02 am,138,86,-,-
	CSV
	"$CLIN" followup import P012 o.csv
	"$CLIN" followup trend P012 SBP -f csv | grep -q '2026-11-18T20:12:00,SBP,142'
	[ "$("$CLIN" followup trend P012 HR -f csv | grep -c HR)" -eq 1 ]
}

@test "import: day and month are settled by the whole file, or refused" {
	enrol
	printf 'Date,Systolic,Diastolic\n05/10/2026,140,80\n13/10/2026,142,82\n' >settled.csv
	"$CLIN" followup import P012 settled.csv
	"$CLIN" followup trend P012 SBP -f csv | grep -q '2026-10-05'
	printf 'Date,Systolic,Diastolic\n05/06/2026,140,80\n06/06/2026,142,82\n' >open.csv
	run_split "$CLIN" followup import P012 open.csv
	[ "$status" -ne 0 ]
	[[ "$stderr" == *"--date-order"* ]]
	"$CLIN" followup import P012 open.csv --date-order mdy --dry-run
}

@test "import: a table in Chinese; kPa; a wrong unit refuses the file" {
	enrol
	printf '测量时间,收缩压(kPa),舒张压(kPa),心率(次/分)\n2026-11-18 08:00,20.0,12.0,72\n' |
		iconv -f UTF-8 -t GB18030 >z.csv
	"$CLIN" followup import P012 z.csv
	"$CLIN" followup trend P012 SBP -f csv | grep -q ',SBP,150.0'
	printf '时间,血糖(mmol/L)\n2026-11-18 08:00,146\n2026-11-18 12:00,151\n' >w.csv
	run_split "$CLIN" followup import P012 w.csv
	[ "$status" -eq 1 ]
}

@test "import: Nightscout and Apple Health" {
	enrol
	echo '[{"type":"sgv","sgv":121,"date":1795046400000},{"type":"cal","date":1795046400000},{"type":"sgv","sgv":5,"date":1795046700000}]' >n.json
	run_split "$CLIN" followup import P012 n.json
	[ "$status" -eq 4 ]
	[[ "$output" == *"取入 1 条"* && "$output" == *"错误码"* ]]
	cat >a.xml <<-'XML'
		<HealthData><Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="x" unit="mmHg" startDate="2026-11-18 08:00:00 +0800" endDate="2026-11-18 08:00:00 +0800" value="133"/>
		<Record type="HKQuantityTypeIdentifierBloodGlucose" unit="mmol&lt;180.1558800000541&gt;/L" startDate="2026-11-18 08:00:00 -0500" value="6.2"/></HealthData>
	XML
	"$CLIN" followup import P012 a.xml
	"$CLIN" followup trend P012 SBP -f csv | grep -q '2026-11-18T08:00:00,SBP,133'
}

@test "CGM: percentages on the raw value's own thresholds, and no verdict below 14 days" {
	enrol
	{
		echo 'Timestamp,Sensor Glucose (mg/dL)'
		i=0
		for v in 53 54 69 70 180 181 250 251 100 100; do
			printf '2026-11-18T%02d:%02d:00,%s\n' $((i / 12)) $((i % 12 * 5)) $v
			i=$((i + 1))
		done
	} >g.csv
	"$CLIN" followup import P012 g.csv
	"$CLIN" followup trend P012 CGM -f json >g.json
	grep -q '"sufficient":false' g.json
	grep -q '"tir":40,"low":20,"very_low":10,"high":20,"very_high":10,"gri":100' g.json
}

@test "interpret-report --patient: age, sex, diagnoses and earlier results of the chart; --save" {
	enrol
	printf '肌酐 80 umol/L 41-73\n' >one.txt
	CLIN_NOW=2026-11-20T09:00:00+08:00 run_split "$CLIN" interpret-report --patient P012 --save one.txt
	[[ "$stderr" == *"1 项"* ]]
	printf '肌酐 130 umol/L 41-73\n' >two.txt
	"$CLIN" interpret-report --patient P012 -f ndjson two.txt >two.ndjson
	grep -q '"sex":"F"' two.ndjson
	grep -q 'lab.renal.aki-1' two.ndjson
	[ "$("$CLIN" followup trend P012 CREA -f csv | grep -c CREA)" -eq 1 ]
}

@test "interpret-report --save refuses another person's report, and needs a patient" {
	enrol
	printf '姓名：李强 性别：男 年龄：40岁\n肌酐 80 umol/L 57-97\n' >other.txt
	run_split "$CLIN" interpret-report --patient P012 --save other.txt
	[ "$status" -ne 0 ]
	[[ "$output$stderr" == *"未存入"* ]]
	[ "$("$CLIN" followup trend P012 CREA -f csv | grep -c CREA)" -eq 0 ]
	run_split "$CLIN" interpret-report --save other.txt
	[[ "$output$stderr" == *"--patient"* ]]
}

@test "interpret-report --save keeps only rows that were read with confidence" {
	enrol
	printf '肌酐 80 umol/L 41-73\n血钾 42 mmol/L 3.5-5.3\n不存在的项目 5 g/L\n' >odd.txt
	"$CLIN" interpret-report --patient P012 --save odd.txt || [ $? -eq 4 ]
	[ "$("$CLIN" followup show P012 -f ndjson | grep -o '"code":"[A-Z]*","value"' | sort -u | wc -l)" -eq 1 ]
}

@test "undo after close brings the patient, the plans and the visits back, and nothing else goes" {
	enrol
	"$CLIN" followup add P012 bp 148/92
	"$CLIN" followup due -f ndjson >before
	"$CLIN" followup close P012 --outcome moved
	[ -z "$("$CLIN" followup due -f ndjson)" ]
	"$CLIN" followup undo
	"$CLIN" followup due -f ndjson >after
	cmp before after
	[ "$("$CLIN" followup trend P012 SBP -f csv | grep -c SBP)" -eq 1 ]
}

@test "show: a pressure is one line, the latest last; trend takes the words of add" {
	"$CLIN" followup enrol P9 --sex F --birth 1958-03-02 -p htn >/dev/null
	CLIN_NOW=2026-11-01T08:00:00Z "$CLIN" followup add P9 bp 168/98 glu 8.1 fasting weight 68 >/dev/null
	CLIN_NOW=2026-11-02T08:00:00Z "$CLIN" followup add P9 bp 146/88 home >/dev/null
	run "$CLIN" --lang en followup show P9
	[[ $output == *"Blood pressure 168/98 mmHg"* ]]
	[[ ${lines[-1]} == *"Blood pressure 146/88 mmHg (home)"* ]]
	run ! grep -q Diastolic <<<"${output#*readings}"
	run "$CLIN" --lang en followup alerts P9
	[[ $output == *"Blood pressure 168/98 mmHg"* ]]
	run "$CLIN" --lang en followup trend P9 bp
	[ "$status" -eq 0 ]
	[[ $output == *Systolic*Diastolic* ]]
}

@test "a plan brings its diagnosis: its rules judge; without an age that is said" {
	run "$CLIN" --lang en followup enrol P10 --sex F -p htn
	[[ $output == *"diagnosis noted with the plan: Hypertension"* ]]
	run "$CLIN" --lang en followup add P10 bp 168/98 --at "2026-11-20 09:00"
	[[ $output == *"Blood pressure not controlled"* ]]
	run "$CLIN" --lang en followup add P10 bp 146/80
	[[ $output == *"? Blood pressure not controlled: needs age"* ]]
	run -2 "$CLIN" --lang en followup enrol P10 t2dm
	[[ $output == *"enrol P012 -p htn"* ]]
}
