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
		! grep -q 王某 out
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
