#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031
# clin followup: protocols as knowledge, what their plans count from, and what
# the chart tells the other commands.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

due() {
	"$CLIN" followup due -w month -f ndjson
}

@test "a plan that counts from an operation wants its day; windows over are not planned" {
	run_split "$CLIN" followup enrol W1 --sex M -a 66 -p warfarin
	[ "$status" -ne 0 ]
	[[ "$stderr" == *"--start"* ]]
	"$CLIN" followup enrol W1 --sex M -a 66 -p postop --start 2026-11-18 >out
	grep -q '1 次随访的时间窗已过' out
	due >due.ndjson
	run ! grep -q '"visit":"t1"' due.ndjson
	grep -q '"visit":"t3","planned":"2026-11-21","first":"2026-11-20","last":"2026-11-22"' due.ndjson
	grep -q '"visit":"t7","planned":"2026-11-25"' due.ndjson
	grep -q '"visit":"t30","planned":"2026-12-18"' due.ndjson
}

@test "weeks of pregnancy plan the antenatal visits, and the chart then says pregnant" {
	"$CLIN" followup enrol A1 --sex F --birth 1996-03-01 -p antenatal --pregnant=30 --allergy 青霉素
	due | grep -q '"visit":"w28","planned":"2026-12-05","first":"2026-11-07","last":"2027-01-08"'
	"$CLIN" followup add A1 bp 164/100 | grep -q '妊娠期重度高血压'
	echo 头痛眼花半天 | "$CLIN" triage --patient A1 -f ndjson >t.ndjson
	grep -q '"pregnant":true,"weeks":30' t.ndjson
	grep -q '"allergies":"青霉素"' t.ndjson
}

@test "a child's checks count from the day of birth" {
	"$CLIN" followup enrol C1 --sex M --birth 2026-10-30 -p child
	due >due.ndjson
	grep -q '"visit":"month","planned":"2026-11-30"' due.ndjson
	run_split "$CLIN" followup enrol C2 --sex M -a 2mo -p child
	[ "$status" -ne 0 ]
}

@test "TSH 0.20 is on target for one patient and over-treatment for another" {
	"$CLIN" followup enrol T1 --sex F -a 45 -p dtc --start 2025-06-01 --dx dtc_high --dx tsh_side_high
	"$CLIN" followup enrol T2 --sex F -a 45 -p dtc --start 2025-06-01 --dx dtc_low --dx tsh_side_low
	"$CLIN" followup enrol T3 --sex F -a 45 -p dtc --start 2025-06-01 >out
	grep -q '请补一项 --dx' out
	for p in T1 T2 T3; do
		"$CLIN" followup med "$p" add '左甲状腺素 100ug qd' >/dev/null
		"$CLIN" followup add "$p" TSH 0.2 >"$p.out"
	done
	run ! grep -q '目标（' T1.out
	grep -q '低于目标' T2.out
	run ! grep -q '目标（' T3.out
}

@test "a finding calls for a protocol until it is followed" {
	"$CLIN" followup enrol F1 --sex M --birth 1966-03-01
	printf '大便隐血 阳性 阴性\n' | "$CLIN" interpret-report --patient F1 --save >/dev/null 2>&1
	"$CLIN" followup show F1 | grep -q 'enrol F1 -p recall-fit'
	"$CLIN" followup enrol F1 -p recall-fit --start 2026-11-21
	run_split "$CLIN" followup show F1
	[[ "$output" != *"enrol F1 -p recall-fit"* ]]
	[[ "$output" == *"粪便隐血阳性"* ]]
}

@test "what is taken now reaches the rules; a stop ends that" {
	"$CLIN" followup enrol M1 --sex M -a 66
	"$CLIN" followup med M1 add '华法林 3mg qd' >/dev/null
	"$CLIN" followup add M1 INR 3.6 | grep -q '华法林：INR'
	"$CLIN" followup med M1 stop 1 >/dev/null
	run_split "$CLIN" followup show M1
	[[ "$output" != *"华法林：INR"* ]]
}

@test "triage --patient: age, sex and diagnoses of the chart; the complaint's own words win" {
	"$CLIN" followup enrol P1 --sex F --birth 1950-01-01 --dx 糖尿病
	echo 头晕两天 | "$CLIN" triage --patient P1 -f ndjson >t.ndjson
	grep -q '"age":{"value":76,"unit":"y"},"sex":"F"' t.ndjson
	grep -q 'DX.diabetes' t.ndjson
	echo '{"id":7,"text":"头晕两天"}' | "$CLIN" triage --patient P1 --batch >b.ndjson
	grep -q 'DX.diabetes' b.ndjson
	run_split "$CLIN" triage --patient nobody 头晕
	[ "$status" -eq 1 ]
}

@test "a site adds a protocol of its own" {
	printf 'kb:\n  overlay: %s\n  site: %s\n' "$T/etc/kb.d" "$T/site.db" >"$T/xdg/clin/config.yaml"
	mkdir -p "$T/etc/kb.d"
	cat >"$T/etc/kb.d/own.yaml" <<-'YAML'
		- id: own-gout
		  title: {zh: 本站痛风随访, en: Our gout follow-up}
		  version: "1"
		  visits:
		    - {id: month, name: {zh: 每月随访, en: monthly visit}, every: 1mo, from: planned, window: [-3d, 3d], lost: 2mo, record: [UA]}
		  sources: [cn-hyperuricaemia-2019]
	YAML
	"$CLIN" kb build
	"$CLIN" followup enrol G1 --sex M -a 50 -p own-gout --start 2026-10-31 | grep -q 本站痛风随访
	due | grep -q '"protocol":"own-gout","visit":"month","planned":"2026-11-30"'
}

@test "every protocol can be followed and shows its targets in both languages" {
	for p in htn t2dm gdm ckd gout levothyroxine osteoporosis copd asthma tb hbv \
		depression antenatal postnatal child postop hf chd stroke warfarin lipid dtc \
		gdm-postpartum recall-fit recall-polyp recall-lung-solid recall-lung-ggn \
		recall-thyroid recall-breast; do
		"$CLIN" followup enrol "X-$p" --sex F --birth 2024-01-05 -p "$p" --start 2026-11-21 >/dev/null
		"$CLIN" followup show "X-$p" | grep -q '^方案 '
		LANG=en_US.UTF-8 "$CLIN" followup show "X-$p" | grep -q '^protocol: '
	done
}

@test "seen long before the next visit: entered besides the plan, for every plan" {
	export CLIN_NOW=2026-11-30T09:00:00+08:00
	"$CLIN" followup enrol E1 --sex F --birth 1958-03-02 -p htn -p t2dm >/dev/null
	"$CLIN" followup add E1 visit bp 132/80 glu 6.1 fasting >out
	[ "$(grep -c '计划外，2027-02-28 的照旧' out)" -eq 2 ]
	"$CLIN" followup report htn 2>&1 | grep -q '：1 份'
	"$CLIN" followup report t2dm 2>&1 | grep -q '：1 份'
	"$CLIN" followup show E1 >out
	[ "$(grep -c '2027-02-28 .*未到期' out)" -eq 2 ]
	"$CLIN" followup undo >/dev/null
	[ "$("$CLIN" followup show E1 | grep -c '2026-11-30 .*已完成')" -eq 0 ]
	# three weeks ahead it is that visit
	CLIN_NOW=2027-02-07T09:00:00+08:00 "$CLIN" followup add E1 visit bp 132/80 >out
	[ "$(grep -c '随访已记：.*（计划 2027-02-28）' out)" -eq 2 ]
}

@test "a day of rest is not moved: the planned day stays, the window is said" {
	export CLIN_NOW=2026-11-30T09:00:00+08:00
	"$CLIN" followup enrol W1 --sex F --birth 1958-03-02 -p htn >/dev/null # Sunday 28 February 2027
	export CLIN_NOW=2027-02-27T09:00:00+08:00
	"$CLIN" followup due >out
	grep -q '^W1 .*2027-02-28' out
	grep -A1 '周末的不移动' out | grep -q 'W1  2027-02-14 – 2027-03-14'
	"$CLIN" followup due --lang en | grep -q 'planned on a weekend, not moved'
	"$CLIN" followup due -f csv | grep -q '"2027-02-28","2027-02-14","2027-03-14"'
	"$CLIN" followup due -f ics | grep -q 'DTSTART;VALUE=DATE:20270228'
	# neither Spring Festival (6 February 2027) nor a working day is marked
	CLIN_NOW=2026-11-08T09:00:00+08:00 "$CLIN" followup enrol W2 --sex M --birth 1950-01-01 -p htn >/dev/null
	CLIN_NOW=2027-02-07T09:00:00+08:00 "$CLIN" followup due >out
	grep -q '^W2 .*2027-02-08' out
	run ! grep -q 'W2  2027' out
}
