#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup scale, critical: scales administered and kept; critical values
# open until they are closed.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex F --birth 1950-03-02 >/dev/null
}

@test "PHQ-9 by values in order: total, band, and item 9 is a finding whatever the total" {
	run_split "$CLIN" followup scale P1 phq-9 0 0 0 0 0 0 0 0 1
	[ "$status" -eq 0 ]
	[[ "$output" == *"无或极轻"* ]]
	[[ "$output" == *"[危急] PHQ-9 第 9 题阳性"* ]]
	"$CLIN" followup trend P1 PHQ9 -f csv | grep -q ',PHQ9,1'
	run_split "$CLIN" followup scale P1 phq-9 0 0 0 0 0 0 0 0 1 --fail-on critical
	[ "$status" -eq 3 ]
}

@test "an incomplete scale has no total, says what is missing, and item 9 still counts" {
	run_split "$CLIN" followup scale P1 phq-9 item1=3 item9=2
	[ "$status" -eq 4 ]
	[[ "$output" == *"未计分，缺： item2 item3"* ]]
	[[ "$output" == *"第 9 题阳性"* ]]
	[ "$("$CLIN" followup trend P1 PHQ9 -f csv | grep -c ,PHQ9,)" -eq 0 ]
}

@test "an answer outside the scale, an unknown item and no answers are refused" {
	for bad in 'item1=4' 'item99=1' '0 0 0 0 0 0 0 0 0 0'; do
		# shellcheck disable=SC2086
		run_split "$CLIN" followup scale P1 phq-9 $bad
		[ "$status" -ne 0 ]
		[ -z "$output" ]
	done
	run_split "$CLIN" followup scale P1 phq-9 </dev/null
	[ "$status" -eq 2 ]
	run_split "$CLIN" followup scale P1 nosuch 1
	[ "$status" -ne 0 ]
}

@test "answers may be words of either language; undo takes the scale back" {
	"$CLIN" followup scale P1 gad-7 几乎每天 'nearly every day' 3 3 3 3 3 | grep -q 'GAD-7.*21'
	"$CLIN" followup undo
	[ "$("$CLIN" followup trend P1 GAD7 -f csv | grep -c ,GAD7,)" -eq 0 ]
}

@test "the 33 items give nine constitutions; the balanced one depends on the others" {
	# shellcheck disable=SC2046
	"$CLIN" followup scale P1 tcm-constitution 5 $(yes 1 | head -32) >one
	grep -q '平和质：是（其他 8 种均 ≤8 分）' one
	# items 2, 3, 4, 14 say qi deficiency
	# shellcheck disable=SC2046
	"$CLIN" followup scale P1 tcm-constitution 5 1 5 1 $(yes 1 | head -9) 5 $(yes 1 | head -19) >two
	grep -q '气虚质  12  ≥ 11 分：是' two
	grep -q '平和质：否' two
}

@test "age and sex of the chart are not asked; licensed scales take the total" {
	"$CLIN" followup scale P1 findrisc bmi=26 waist=88 active=n vegetables=y bpdrug=y highglucose=n family=0 |
		grep -q 'FINDRISC）  12'
	"$CLIN" followup scale P1 cat 14 | grep -q 'CAT.*14'
	run_split "$CLIN" followup scale P1 cat 41
	[ "$status" -ne 0 ]
	"$CLIN" followup scale P1 mmse total=19 education=primary >/dev/null
	"$CLIN" followup trend P1 MMSE -f csv | grep -q ',MMSE,19'
}

@test "at a terminal the items are asked, in the language of the user" {
	for lang in zh en; do
		LANG=$lang python3 - "$CLIN" "$lang" >"$lang.out" <<-'PY'
			import os, pty, subprocess, sys
			master, slave = pty.openpty()
			lang = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[sys.argv[2]]
			p = subprocess.Popen([sys.argv[1], "followup", "scale", "P1", "phq-2"], stdin=slave,
			    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "LANG": lang})
			os.write(master, b"9\n2\n1\n")
			print(p.communicate(timeout=20)[0].decode())
		PY
	done
	grep -q '做事时提不起劲' zh.out
	grep -q 'little interest' en.out
	grep -q '^  PHQ-2.*  3  ' en.out
}

@test "a critical result of a saved report is open until told and read back" {
	printf '血钾 6.9 mmol/L 3.5-5.3\n' | "$CLIN" interpret-report --patient P1 --save >/dev/null 2>note
	grep -q '危急值记录已开 1 条' note
	"$CLIN" followup due | grep -q '危急值未闭环'
	"$CLIN" followup alerts | grep -q '危急值未闭环'
	run_split "$CLIN" followup critical P1 close 1 --told 李医生
	[ "$status" -eq 2 ]
	run_split "$CLIN" followup critical P1 close 1 --told 李医生 --read-back --at '2026-11-21 23:00'
	[ "$status" -eq 2 ]
	"$CLIN" followup critical P1 close 1 --told 李医生 --read-back --reason 停螺内酯 --at '2026-11-21 08:55'
	run_split "$CLIN" followup due
	[[ "$output" != *"危急值未闭环"* ]]
	"$CLIN" followup critical P1 --all -f ndjson | grep -q '"told":"李医生","told_at":"2026-11-21 08:55","read_back":true,"action":"停螺内酯"'
	run_split "$CLIN" followup critical P1 close 1 --told 李医生 --read-back
	[ "$status" -eq 1 ]
	"$CLIN" followup undo
	"$CLIN" followup due | grep -q '危急值未闭环'
}

@test "a typed critical reading opens a record; undo of the reading takes it away" {
	"$CLIN" followup add P1 K 7.1 | grep -q '危急值未闭环'
	"$CLIN" followup undo
	[ -z "$("$CLIN" followup critical -f ndjson)" ]
}

@test "a scale by its name without hyphens" {
	"$CLIN" followup enrol S9 --sex F --birth 1958-03-02 >/dev/null
	"$CLIN" followup scale S9 PHQ9 1 1 1 0 0 0 0 0 0 | grep -q 'PHQ-9 抑郁量表  3 '
	run_split "$CLIN" followup scale S9 phq99
	[ "$status" -ne 0 ]
	[[ "$stderr" == *"'phq99'"* ]]
}
