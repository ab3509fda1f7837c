#!/usr/bin/env bats
# shellcheck disable=SC2154
# One reading from two sources; pressures measured at home and in the clinic.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export CLIN_NOW=2026-11-30T22:00:00+08:00
	"$CLIN" followup enrol P1 --sex F --birth 1966-03-02 -p htn --dx 高血压 --start 2026-08-20 >/dev/null
}

count() {
	"$CLIN" followup trend P1 "$1" --days 3000 -f csv | tail -n +2 | wc -l
}

@test "one reading of a device's table, of FHIR and typed is kept once, and that is said" {
	printf 'Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm)\n2026-11-18,08:00,142,88,70\n2026-11-19,08:00,144,86,71\n' >o.csv
	"$CLIN" followup import P1 o.csv | grep -q 'omron：取入 6 条'
	cat >b.json <<-'JSON'
		{"resourceType":"Bundle","type":"collection","entry":[
		{"resource":{"resourceType":"Observation","status":"final","effectiveDateTime":"2026-11-18T08:00:37+08:00",
		"code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"component":[
		{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":142,"unit":"mmHg","code":"mm[Hg]"}},
		{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":89,"unit":"mmHg","code":"mm[Hg]"}}]}}]}
	JSON
	"$CLIN" followup import P1 b.json >out
	grep -q 'fhir：取入 1 条，已有 0 条' out
	grep -q '未取 1 条：与其他来源的读数相同' out
	[ "$(count SBP)" -eq 2 ]
	# another value of the same minute is another reading
	[ "$(count DBP)" -eq 3 ]
	"$CLIN" followup add P1 bp 144/86 --at '2026-11-19 08:00' | grep -c '其他来源已有，未重复记' | grep -qx 2
	"$CLIN" followup add P1 bp 144/86 --at '2026-11-19 08:01' >/dev/null
	[ "$(count SBP)" -eq 3 ]
	# nothing new at all is no failure
	run_split "$CLIN" followup import P1 o.csv
	[ "$status" -eq 0 ]
	[[ "$output" == *"已有 6 条"* ]]
}

@test "another unit, another context: another reading" {
	"$CLIN" followup add P1 glu 7.0mmol/L fasting --at '2026-11-19 08:00' >/dev/null
	printf '时间,血糖(mg/dL),时段\n2026-11-19 08:00,126,空腹\n' >g.csv
	"$CLIN" followup import P1 g.csv | grep -q '取入 1 条'
	[ "$(count FPG)" -eq 2 ]
	"$CLIN" followup add P1 bp 150/80 clinic --at '2026-11-20 08:00' >/dev/null
	printf 'Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm)\n2026-11-20,08:00,150,80,70\n' >o.csv
	"$CLIN" followup import P1 o.csv | grep -q '取入 3 条'
	[ "$(count SBP)" -eq 2 ]
}

@test "138/86 at home is above 135/85, in the clinic it is controlled" {
	"$CLIN" followup add P1 bp 138/86 clinic --at '2026-11-29 08:00' >out
	run ! grep -q '血压' <(grep '^\[' out)
	"$CLIN" followup add P1 bp 138/86 home --at '2026-11-29 20:00' >out
	grep -q '家测血压一次偏高，按平均值判断' out
	run ! grep -q '血压控制不满意' out
}

home() { # DAY SBP DBP: morning and evening, twice each
	for hour in 07:00 07:01 20:00 20:01; do
		"$CLIN" followup add P1 bp "$2/$3" home --at "2026-11-$1 $hour" >last
	done
}

@test "the mean over days decides at home; four days or no verdict" {
	home 25 160 99
	home 26 138 80
	home 27 134 80
	"$CLIN" followup alerts P1 >out || true
	run ! grep -q '家测血压均值未达标' out
	home 28 136 80
	"$CLIN" followup alerts P1 >out || true
	# the first day is left out: (138 + 134 + 136) / 3
	grep -q '家测血压均值未达标' out
	grep -q '家测均值 136/80 mmHg' out
	run ! grep -q '血压控制不满意' out
	"$CLIN" followup due -w month | grep -q 'P1.*recheck\|P1.*复查'
	home 29 132 80
	"$CLIN" followup alerts P1 >out || true
	grep -q '家测均值 135/80 mmHg' out
	home 30 130 80
	"$CLIN" followup alerts P1 >out || true
	run ! grep -q '家测血压均值未达标' out
}

@test "184 at home is urgent at once; in pregnancy 146/88 is" {
	"$CLIN" followup add P1 bp 184/96 home >out || true
	grep -q '家测血压达到紧急转诊标准' out
	"$CLIN" followup enrol P2 --sex F --birth 1996-03-02 --dx 妊娠 -p antenatal --start 2026-06-01 >/dev/null
	"$CLIN" followup add P2 bp 146/88 home >out || true
	grep -q '妊娠期家测血压' out
}

@test "the quarter's control: clinic readings count; home alone needs its days" {
	control() { "$CLIN" followup report panel -f csv | tr -d '\r' | python3 -c '
import csv, sys
rows = list(csv.reader(sys.stdin))
at = {h: i for i, h in enumerate(rows[0])}
row = [r for r in rows if r[0] in ("htn", "高血压患者健康管理")][0]
print(row[at["达标"]], row[at["未达标"]] if "未达标" in at else "")'; }
	"$CLIN" followup add P1 bp 132/80 home --at '2026-11-20 08:00' >/dev/null
	[ "$(control | cut -d' ' -f1)" = 0 ]
	for day in 21 22 23 24; do home $day 130 80; done
	[ "$(control | cut -d' ' -f1)" = 1 ]
	"$CLIN" followup add P1 bp 148/92 --at '2026-11-29 08:00' >/dev/null || true
	[ "$(control | cut -d' ' -f1)" = 0 ]
}
