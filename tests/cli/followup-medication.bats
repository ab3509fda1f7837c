#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup med: the list, its check, adherence, the calendar of taking.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex M --birth 1950-03-02 --dx 房颤 --name 王某 >/dev/null
	"$CLIN" followup med P1 add '华法林 3mg qd' --start 2026-06-01 >/dev/null
}

@test "a new drug is checked against what is taken, and taken up all the same" {
	run_split "$CLIN" followup med P1 add '布洛芬 0.4g tid'
	[ "$status" -eq 0 ]
	[[ "$output" == *"华法林 + 布洛芬"* ]]
	"$CLIN" followup med P1 | grep -q '布洛芬 0.4g tid'
	run_split "$CLIN" followup med P1 add 怪药片
	[ "$status" -eq 4 ]
	[[ "$output" == *"怪药片：药名不识"* ]]
}

@test "a change ends the old order and is checked without it; undo takes both back" {
	"$CLIN" followup med P1 add '布洛芬 0.4g tid' >/dev/null
	"$CLIN" followup med P1 change 2 '对乙酰氨基酚 0.5g bid' --reason 出血风险 >out
	run ! grep -q '布洛芬：' out
	grep -q '对乙酰氨基酚 0.5g bid' out
	"$CLIN" followup med P1 --all | grep -q '布洛芬 0.4g tid.*停.*出血风险'
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup med P1 -f ndjson >m
	grep -q '"text":"布洛芬 0.4g tid","name":"布洛芬","dose":{"value":400,"unit":"mg"},"per_day":3,"start":"2026-11-21","stop":null' m
	run ! grep -q 对乙酰氨基酚 m
}

@test "refills: covered days, supplies that overlap follow each other, gaps" {
	# 28 days from 9-01; 28 more on 9-20 last until 10-26; none until today, 11-21
	"$CLIN" followup med P1 refill 1 28 --start 2026-09-01 >/dev/null
	"$CLIN" followup med P1 refill 1 28 --start 2026-09-20 >/dev/null
	"$CLIN" followup med P1 -f ndjson >m
	# 9-01 … 11-21 are 82 days, 56 of them covered
	grep -q '"pdc":68.29' m
	# 28 days for the 19 from the first to the second
	grep -q '"mpr":147.36' m
	grep -q '"gap_days":26,"runs_out":"2026-10-27"' m
}

@test "takes recorded, and refused for another's medication or no number" {
	for at in 2026-11-18 2026-11-19 2026-11-20; do
		"$CLIN" followup med P1 take 1 --at "$at 08:00" >/dev/null
	done
	"$CLIN" followup med P1 miss 1 --at '2026-11-21 08:00' | grep -q '记录服药 75%'
	"$CLIN" followup enrol P2 --sex F -a 50 >/dev/null
	for bad in 'P2 take 1' 'P1 take 9' 'P1 take x' 'P1 refill 1 0' 'P1 refill 1 x' 'P1 fly 1'; do
		# shellcheck disable=SC2086
		run_split "$CLIN" followup med $bad
		[ "$status" -ne 0 ]
	done
}

@test "the calendar: an alarm for each hour, no name, what cannot be placed is said" {
	"$CLIN" followup med P1 add '二甲双胍 0.5g bid' '对乙酰氨基酚 0.5g prn' >/dev/null
	run_split "$CLIN" followup med P1 -f ics
	[ "$status" -eq 4 ]
	[[ "$stderr" == *"对乙酰氨基酚"* ]]
	printf '%s\n' "$output" >m.ics
	[ "$(grep -c BEGIN:VALARM m.ics)" -eq 3 ]
	grep -q 'DTSTART:20261121T200000' m.ics
	grep -q 'UID:dose-2-1@clin' m.ics
	run ! grep -q 王某 m.ics
	"$CLIN" followup med P1 -f ics --times 07:30 >one.ics || [ $? -eq 4 ]
	grep -q 'T073000' one.ics
	run_split "$CLIN" followup med P1 -f ics --times 25:00
	[ "$status" -eq 2 ]
}

@test "an order in several words is one order; so is a changed one" {
	"$CLIN" followup enrol M9 --sex F --birth 1958-03-02 >/dev/null
	"$CLIN" followup med M9 add 氨氯地平片 5mg qd 二甲双胍片 0.5g bid >/dev/null
	[ "$("$CLIN" followup med M9 | awk '{print $1, $2, $3, $4}' | tr '\n' ';')" = '2 氨氯地平片 5mg qd;3 二甲双胍片 0.5g bid;' ]
	"$CLIN" followup med M9 change 2 氨氯地平片 10mg qd >/dev/null
	"$CLIN" followup med M9 | grep -q '4  氨氯地平片 10mg qd'
	run_split "$CLIN" followup med M9 change 3 美托洛尔 阿司匹林 # two orders for one
	[ "$status" -eq 2 ]
	"$CLIN" followup med M9 | grep -q '3  二甲双胍片 0.5g bid'
}
