#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup alerts: who has something to see to, and the command told of it;
# filters, reasons and states of the work list.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol A1 --sex F --birth 1960-01-01 -p htn --dx 高血压 --name 王某 --doctor 李 --village 东村 --start 2026-08-20 >/dev/null
	"$CLIN" followup enrol A2 --sex M --birth 1960-01-01 -p t2dm --dx 2型糖尿病 --doctor 张 --village 西村 --start 2026-08-20 >/dev/null
}

hook() {
	cat >"$T/hook" <<-'SH'
		#!/bin/sh
		printf '%s\n' "$#:$1" >>"$HOOK_DIR/args"
		cat >"$HOOK_DIR/json"
	SH
	chmod +x "$T/hook"
	export HOOK_DIR=$T
	printf 'followup:\n  notify: ["%s", "a b; touch %s/shell"]\n' "$T/hook" "$T" >"$T/xdg/clin/config.yaml"
}

@test "everybody: only those with something to see to; --protocol, --doctor, --village" {
	"$CLIN" followup add A1 bp 186/100 >/dev/null
	"$CLIN" followup alerts >out
	grep -q '^A1' out
	run ! grep -q '^A2' out
	[ -z "$("$CLIN" followup alerts --doctor 张)" ]
	[ -z "$("$CLIN" followup alerts -p t2dm)" ]
	"$CLIN" followup alerts --village 东村 | grep -q '^A1'
}

@test "--notify: argv and JSON, no shell, no name; nothing to tell runs nothing" {
	hook
	"$CLIN" followup alerts --notify >/dev/null
	[ ! -e args ]
	"$CLIN" followup add A1 bp 186/100 >/dev/null
	"$CLIN" followup alerts --notify >/dev/null
	[ "$(cat args)" = "1:a b; touch $T/shell" ]
	[ ! -e shell ]
	python3 - <<-'PY'
		import json
		told = json.load(open("json"))
		assert told["schema"] == "clin.followup.notify/1"
		assert [a["id"] for a in told["alerts"]] == ["A1"]
		assert told["alerts"][0]["findings"][0]["urgency"] == "urgent"
		assert "name" not in told["alerts"][0]
	PY
	"$CLIN" followup alerts --notify --fail-on critical >/dev/null
	[ "$(wc -l <args)" -eq 1 ]
	"$CLIN" followup alerts --notify --with-names >/dev/null
	grep -q 王某 json
}

@test "an open critical value is told, and exit status 3 for cron" {
	hook
	"$CLIN" followup add A2 K 7.1 >/dev/null
	run_split "$CLIN" followup alerts --notify --fail-on critical
	[ "$status" -eq 3 ]
	grep -q '"critical":\[{"number":1,"id":"A2","code":"K","value":"7.1 mmol/L"' json
}

@test "a hook that fails, is not there, or is not configured is an error" {
	"$CLIN" followup add A1 bp 186/100 >/dev/null
	run_split "$CLIN" followup alerts --notify
	[ "$status" -eq 2 ]
	printf 'followup:\n  notify: ["false"]\n' >"$T/xdg/clin/config.yaml"
	run_split "$CLIN" followup alerts --notify
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"status 1"* ]]
	printf 'followup:\n  notify: ["/nonexistent/x"]\n' >"$T/xdg/clin/config.yaml"
	run_split "$CLIN" followup alerts --notify
	[ "$status" -eq 1 ]
}

@test "due by doctor, protocol and village" {
	[ "$("$CLIN" followup due -f ndjson | wc -l)" -eq 2 ]
	"$CLIN" followup due --doctor 李 -f ndjson | grep -q '"id":"A1"'
	[ "$("$CLIN" followup due --doctor 李 -f ndjson | wc -l)" -eq 1 ]
	[ "$("$CLIN" followup due --village 西村 -f ndjson | wc -l)" -eq 1 ]
	[ "$("$CLIN" followup due -p t2dm -f ndjson | wc -l)" -eq 1 ]
}

@test "not reached: stays on the list with the reason, each try kept; undo brings the one before back" {
	run_split "$CLIN" followup add A1 missed
	[ "$status" -eq 2 ]
	"$CLIN" followup add A1 missed --reason 电话无人接 >/dev/null
	CLIN_NOW=2026-11-22T09:00:00+08:00 "$CLIN" followup add A1 missed --reason 外出务工 >/dev/null
	"$CLIN" followup due -f ndjson | grep -q '"id":"A1".*"state":"in-window".*"not_reached":"外出务工"'
	"$CLIN" followup due | grep -q 外出务工
	"$CLIN" followup due -f csv | grep -q '"外出务工"'
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup due -f ndjson | grep -q '"not_reached":"电话无人接"'
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup due -f ndjson | grep -q '"id":"A1".*"not_reached":null'
}

@test "a visit given up is missed, and the next is planned; it is no visit of the form" {
	"$CLIN" followup add A1 skip --reason 住院 >/dev/null
	[ "$("$CLIN" followup due -f ndjson | grep -c A1)" -eq 0 ]
	"$CLIN" followup show A1 >out
	grep -q '未访到' out
	grep -q '2027-02-20  htn' out
	[ "$("$CLIN" followup report htn -f csv 2>/dev/null | wc -l)" -eq 1 ]
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup due -f ndjson | grep -q A1
}

@test "dead, moved, refused: off the list, the history stays" {
	for outcome in dead moved refused; do
		"$CLIN" followup close A1 --outcome $outcome >/dev/null
		[ "$("$CLIN" followup due -f ndjson | grep -c A1)" -eq 0 ]
		"$CLIN" followup show A1 | grep -q "已结案：$outcome"
		"$CLIN" followup undo >/dev/null
	done
	"$CLIN" followup due -f ndjson | grep -q A1
}

@test "alerts and critical values as one document, as lines and as a table" {
	"$CLIN" followup add A1 bp 186/100 k 6.9 >/dev/null || true
	"$CLIN" followup alerts -f json | python3 -c 'import json, sys
r = json.load(sys.stdin)
assert r["schema"] == "clin.followup.alerts/1" and [x["source"]["id"] for x in r["results"]] == ["A1"]
assert {"fu.htn.urgent", "lab.critical.k.high"} <= {x["id"] for x in r["results"][0]["findings"]}'
	[ "$("$CLIN" followup alerts -f ndjson | wc -l)" -eq 1 ]
	"$CLIN" followup alerts -f csv >a.csv
	grep -q '^"A1","","李","urgent","fu.htn.urgent",' a.csv
	run ! grep -q 王某 a.csv
	"$CLIN" followup alerts -f csv --with-names | grep -q '^"A1","王某"'
	"$CLIN" followup critical -f json | python3 -c 'import json, sys
r = json.load(sys.stdin)["results"]
assert len(r) == 1 and r[0]["code"] == "K" and r[0]["closed"] is None'
	"$CLIN" followup critical A1 close 1 --told 张医生 --read-back >/dev/null
	[ "$("$CLIN" followup critical -f csv | wc -l)" -eq 1 ]
	"$CLIN" followup critical --all -f csv --lang en | tail -1 | grep -q '^"1","A1","K","6.9 mmol/L",.*,"张医生",.*,"yes",'
}
