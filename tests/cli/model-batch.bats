#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2094
# Batches, the cache, profiles, and what a model is sent.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	model_setup
	ENDPOINT=$CLIN_MODEL_ENDPOINT
	export CLIN_MODEL_MODEL=good
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\n' >r.txt
}

teardown() {
	model_teardown
}

asked() {
	if [ -e log ]; then wc -l <log; else echo 0; fi
}

@test "no identifier of 900 made-up reports is in any request" {
	"$ROOT/tests/tools/synthetic-reports" 900 20261130 requests secrets
	export CLIN_LEDGER=$T/ledger CLIN_MODEL_CONCURRENCY=4
	"$CLIN" i --batch --jobs 4 --explain llm --no-cache <requests >out 2>err || { s=$?; tail -3 err; grep -o "\"checks\":\[[^]]*" out | sort | uniq -c | head -5; [ $s -eq 4 ]; }
	[ "$(wc -l <out)" -eq 900 ]
	[ "$(asked)" -gt 800 ]
	tr '\t' '\n' <secrets | sort -u >patterns
	[ "$(wc -l <patterns)" -gt 3000 ]
	run ! grep -F -f patterns log
	[ "$(grep -c '"origin":"llm"' out)" -gt 800 ]
	"$CLIN" audit verify
	grep -q '令牌' err
}

@test "the same question is asked once; --no-cache, other data and another model ask again" {
	"$CLIN" i -a 34 -s F --explain llm -f ndjson r.txt >a
	"$CLIN" i -a 34 -s F --explain llm -f ndjson r.txt >b
	[ "$(asked)" -eq 1 ]
	grep -q '"cached":true' b
	diff <(sed 's/"id":"[0-9a-f]*",//;s/"cached":true,//' a) <(sed 's/"id":"[0-9a-f]*",//;s/"cached":true,//' b)
	[ "$(stat -c %a .cache/clin/model)" = 700 ]
	[ "$(stat -c %a .cache/clin/model/*)" = 600 ]
	"$CLIN" i -a 34 -s F --explain llm --no-cache -f ndjson r.txt >/dev/null
	[ "$(asked)" -eq 2 ]
	"$CLIN" i -a 35 -s F --explain llm -f ndjson r.txt >/dev/null
	[ "$(asked)" -eq 3 ]
	CLIN_MODEL_MODEL=bytewise "$CLIN" i -a 34 -s F --explain llm -f ndjson r.txt >/dev/null
	[ "$(asked)" -eq 4 ]
	# a month later it is too old, and a changed file is no answer
	CLIN_NOW=2027-01-30T09:00:00+08:00 "$CLIN" i -a 34 -s F --explain llm -f ndjson r.txt >/dev/null
	[ "$(asked)" -eq 5 ]
	for f in .cache/clin/model/*; do sed -i 's/F1/F9/g' "$f"; done
	"$CLIN" i -a 34 -s F --explain llm -f ndjson r.txt | grep -q '"origin":"llm"'
	[ "$(asked)" -eq 6 ]
}

@test "a wrong answer and one with privacy off are not kept" {
	CLIN_MODEL_MODEL=lie-number "$CLIN" i -a 34 -s F --explain llm r.txt >/dev/null 2>&1 || true
	CLIN_MODEL_PRIVACY=off "$CLIN" i -a 34 -s F --explain llm r.txt >/dev/null
	[ ! -e .cache/clin/model ]
}

@test "the cache stays within its size" {
	export CLIN_CACHE_MEGABYTES=1
	mkdir -p .cache/clin/model
	chmod 700 .cache/clin/model
	for i in 1 2 3; do
		head -c 600000 /dev/zero >.cache/clin/model/$i.answer
		touch -d "2020-01-0$i" .cache/clin/model/$i.answer
	done
	"$CLIN" i -a 34 -s F --explain llm r.txt >/dev/null
	[ "$(find .cache -name '[123].answer' | wc -l)" -eq 0 ]
	[ "$(find .cache -name '*.answer' | wc -l)" -eq 1 ]
}

@test "a named profile is used; a name that is none is an error" {
	unset CLIN_MODEL_ENDPOINT CLIN_MODEL_MODEL
	printf 'model:\n  endpoint: http://127.0.0.1:1/v1\n  model: none\n  profiles:\n    ward: {endpoint: "%s", model: good}\n    gp: {endpoint: "%s", model: whole}\n' "$ENDPOINT" "$ENDPOINT" >xdg/clin/config.yaml
	for profile in ward gp; do
		"$CLIN" i -a 34 -s F --model-profile $profile --explain llm -f ndjson r.txt >out
		grep -q '"origin":"llm"' out
	done
	grep -q '"model": "good"\|"model":"good"' log
	grep -q '"model": "whole"\|"model":"whole"' log
	run_split "$CLIN" i --model-profile nobody r.txt
	[ "$status" -eq 6 ]
	[[ "$stderr" == *gp* ]]
}

@test "a batch waits when the server says so, and drops nothing" {
	export CLIN_MODEL_MODEL=limited
	for i in 1 2 3 4 5 6; do echo "{\"id\":$i,\"text\":\"血钾 7.$i mmol/L 3.5-5.3\"}"; done >in
	start=$SECONDS
	"$CLIN" i --batch --jobs 3 --explain llm --summary json <in >out 2>err || [ $? -eq 4 ]
	[ $((SECONDS - start)) -ge 2 ]
	[ "$(grep -c '"origin":"llm"' out)" -eq 6 ]
	python3 - <<-'PY'
		import json
		summary = json.loads(open("err").read().split("clin: ", 1)[1])
		assert summary["model"]["unexplained"] == 0, summary
		assert summary["model"]["prompt_tokens"] >= 900 * 6, summary
	PY
}

@test "no more questions at once than configured" {
	export CLIN_MODEL_MODEL=crowd CLIN_MODEL_CONCURRENCY=2
	for i in 1 2 3 4 5 6 7 8; do echo "{\"id\":$i,\"text\":\"血钾 7.$i mmol/L 3.5-5.3\"}"; done >in
	"$CLIN" i --batch --jobs 6 --explain llm <in >out 2>/dev/null || [ $? -eq 4 ]
	[ "$(grep -c '"origin":"llm"' out)" -eq 8 ]
	grep -o 'at once [0-9]*' crowd | sort -u >seen
	run ! grep -q 'at once [3-9]' seen
	grep -q 'at once 2' seen
}

@test "a batch whose model fails says so per item and in its status" {
	export CLIN_MODEL_MODEL=lie-number
	for i in 1 2 3; do echo "{\"id\":$i,\"text\":\"血钾 7.$i mmol/L 3.5-5.3\",\"patient\":{\"age\":50,\"sex\":\"F\"}}"; done >in
	run_split "$CLIN" i --batch --explain llm --summary json <in
	[ "$status" -eq 5 ]
	[[ "$stderr" == *'"unexplained":3'* ]]
	[ "$(grep -c '"exit_reasons":\[5\]' <<<"$output")" -eq 3 ]
}

@test "ask: a model answers from what is cited; lies are not shown; nothing to answer from asks nobody" {
	run "$CLIN" ask --explain llm 服用华法林可以吃阿司匹林吗
	[ "$status" -eq 0 ]
	[[ "$output" == *"[K1]"*"AI 草稿"* ]]
	run_split "$CLIN" ask --explain llm --no-cache 火星上有没有氧气
	[ "$status" -eq 4 ]
	[ "$(asked)" -eq 1 ]
	CLIN_MODEL_MODEL=lie-number run_split "$CLIN" ask --explain llm 服用华法林可以吃阿司匹林吗
	[ "$status" -eq 5 ]
	[[ "$output" == *"[K1]"* && "$output" != *98765* && "$output" != *"AI 草稿"* ]]
	CLIN_MODEL_MODEL=empty run_split "$CLIN" ask --explain llm 服用华法林可以吃阿司匹林吗
	[ "$status" -eq 4 ]
	[[ "$output" == *不能回答* ]]
	rm log
	"$CLIN" ask --dry-run '患者张三，电话13912345678，吃华法林可以用阿司匹林吗' >dry
	grep -q '^POST' dry
	run ! grep -q '张三\|13912345678' dry
	[ ! -e log ]
	# local: this host's model may know; anybody else's may not
	CLIN_MODEL_PRIVACY=local "$CLIN" ask --dry-run '患者张三，吃华法林可以用阿司匹林吗' | grep -q 张三
	CLIN_MODEL_PRIVACY=local CLIN_MODEL_ENDPOINT=https://llm.example.org/v1 CLIN_MODEL_ALLOW_HOSTS=llm.example.org \
		"$CLIN" ask --dry-run '患者张三，吃华法林可以用阿司匹林吗' >dry
	run ! grep -q 张三 dry
	# a drug of the question may be named where its class is spoken of
	"$CLIN" ask --dry-run 孕妇能不能吃布洛芬 | grep -q 'also_about.*布洛芬'
}

@test "Ctrl-C in a batch gives up calls in flight; findings stay; the same command goes on" {
	export CLIN_MODEL_MODEL=hang CLIN_MODEL_TIMEOUTS_FIRST_BYTE=20
	for i in 1 2 3 4 5 6; do echo "{\"id\":$i,\"text\":\"血钾 7.$i mmol/L 3.5-5.3\",\"patient\":{\"age\":50,\"sex\":\"F\"}}"; done >in
	for jobs in 1 3; do
		start=$SECONDS
		"$CLIN" i --batch --jobs $jobs --explain llm <in >out 2>err &
		run_pid=$!
		sleep 2
		kill -INT $run_pid
		status=0
		wait $run_pid || status=$?
		[ $((SECONDS - start)) -le 6 ]
		[ "$status" -eq 1 ]
		[ "$(wc -l <out)" -eq $jobs ]
		[ "$(grep -c '高钾血症' out)" -eq $jobs ]
		[ "$(grep -c '"exit_reasons":\[5\]' out)" -eq $jobs ]
	done
	# in a terminal every process hears it
	start=$SECONDS
	run "$ROOT/tests/tools/in-terminal" --interrupt 2 "$CLIN" i --batch --jobs 3 --explain llm --output o3 in
	[ $((SECONDS - start)) -le 6 ]
	[ "$status" -eq 1 ]
	[ "$(grep -c '高钾血症' o3)" -eq 3 ]
	# with a journal what was given up is asked again
	"$CLIN" i --batch --jobs 3 --explain llm --journal j --output o <in 2>err &
	run_pid=$!
	sleep 2
	kill -INT $run_pid
	wait $run_pid || true
	CLIN_MODEL_MODEL=good "$CLIN" i --batch --jobs 3 --explain llm --journal j --output o <in
	[ "$(wc -l <o)" -eq 6 ]
	[ "$(grep -c '"origin":"llm"' o)" -eq 6 ]
}
