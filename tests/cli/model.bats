#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2094
# --explain llm against a server with scripted faults.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	model_setup 8
	printf '姓名：欧阳小明 电话：13912345678\n血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\nMCV 71 fL 82-100\n铁蛋白 6.2 ng/mL 13-150\n' >r.txt
}

teardown() {
	model_teardown
}

# plain: what stands without a model, in the file off.
plain() {
	"$CLIN" interpret-report -a 34 -s F --explain off -f ndjson r.txt >plain.json
	all_but_words <plain.json >off
}

@test "answers in every framing are taken, and change no finding" {
	plain
	for model in good bytewise cr crlf whole think think-close fenced old-server flaky; do
		ask_model $model >out || { echo "$model: $?"; cat out; false; }
		grep -q '"origin":"llm"' out || { echo "$model"; cat out; false; }
		all_but_words <out >on
		cmp off on
	done
	CLIN_MODEL_API=ollama ask_model ollama | grep -q '"origin":"llm"'
}

@test "an answer that lies, is cut off or fails is not shown; status 5; findings the same" {
	plain
	for model in lie-number lie-cite lie-direction lie-analyte lie-drug prescribe silent no-json \
		length cut unfinished error-200 html redirect status-401 status-500; do
		run_split ask_model $model
		[ "$status" -eq 5 ] || { echo "$model: $status"; false; }
		echo "$output" >out
		grep -q '"origin":"kb"' out || { echo "$model"; false; }
		run ! grep -q '"text":"[^"]*98765' out
		all_but_words <out >on
		cmp off on
		[ -n "$stderr" ]
	done
}

@test "no hang past the limits: silence, and pings without content" {
	for model in hang keep-alive-only; do
		start=$SECONDS
		run_split ask_model $model
		[ "$status" -eq 5 ]
		[ $((SECONDS - start)) -le 7 ]
		[[ "$stderr" == *timeouts* ]]
	done
}

@test "no identifier in what is sent; --dry-run prints it and sends nothing" {
	ask_model good >/dev/null
	[ "$(wc -l <log)" -eq 1 ]
	run ! grep -q '欧阳\|小明\|13912345678' log
	rm log
	CLIN_MODEL_MODEL=good "$CLIN" interpret-report -a 34 -s F --dry-run r.txt >dry
	grep -q '^POST http://127.0.0.1' dry
	grep -q '"messages"' dry
	[ ! -e log ]
}

@test "escape sequences in an answer do not reach the terminal" {
	CLIN_MODEL_MODEL=escape "$CLIN" interpret-report -a 34 -s F --explain llm r.txt >out
	grep -q 'AI 草稿' out
	run ! env LC_ALL=C grep -q "$(printf '\033')" out
}

@test "the key is sent, and never shown" {
	export SECRET=sk-0123456789abcdef CLIN_MODEL_API_KEY_ENV=SECRET
	run_split ask_model key-echo
	[ "$status" -eq 5 ]
	[[ "$stderr" == *"HTTP 401"* ]]
	[[ "$output$stderr" != *"$SECRET"* ]]
}

@test "a remote host that is not listed, and plain HTTP, are refused before anything is sent" {
	CLIN_MODEL_ENDPOINT=https://llm.example.org/v1 run_split ask_model good
	[ "$status" -eq 5 ]
	[[ "$stderr" == *allow_hosts* ]]
	CLIN_MODEL_ENDPOINT=http://llm.example.org/v1 CLIN_MODEL_ALLOW_HOSTS=llm.example.org run_split ask_model good
	[ "$status" -eq 5 ]
	[[ "$stderr" == *https* ]]
}

@test "the binary does not need libcurl to start" {
	readelf -d "$CLIN" | grep NEEDED >needed
	run ! grep -q curl needed
}

@test "every call is in the ledger; a changed line is found" {
	ask_model good >/dev/null
	ask_model lie-number >/dev/null || true
	"$CLIN" audit verify
	[ "$("$CLIN" audit list -f ndjson | wc -l)" -eq 3 ]
	[ "$(stat -c %a "$T/.local/share/clin/ledger.jsonl")" = 600 ]
	run ! grep -q '血钾\|欧阳' "$T/.local/share/clin/ledger.jsonl"
	id=$("$CLIN" audit list -f ndjson | head -1 | python3 -c 'import json,sys; print(json.loads(sys.stdin.read())["hash"][:12])')
	"$CLIN" audit rate "$id" accept
	"$CLIN" audit list | grep -q accept
	sed -i '1s/"redacted":[0-9]*/"redacted":99/' "$T/.local/share/clin/ledger.jsonl"
	run_split "$CLIN" audit verify
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"第 1 行"* ]]
}

@test "order lists and complaints are worded, too, and their findings stay" {
	"$CLIN" drug-check -f ndjson --explain=off 阿司匹林 华法林 >plain.json || [ $? -eq 4 ]
	CLIN_MODEL_MODEL=good "$CLIN" drug-check -f ndjson --explain llm 阿司匹林 华法林 >on || [ $? -eq 4 ]
	grep -q '"origin":"llm"' on
	python3 - <<-'PY'
		import json
		a, b = (json.load(open(f)) for f in ("plain.json", "on"))
		assert a["findings"] == b["findings"]
	PY
	echo '胸口闷痛半小时，出冷汗' | CLIN_MODEL_MODEL=good "$CLIN" triage -a 58 -s M --explain llm >text || [ $? -eq 4 ]
	grep -q 'AI 草稿' text
}

@test "verdicts with CLEVER's dimensions are summed up by model and prompt" {
	ask_model good >/dev/null
	CLIN_MODEL_MODEL=bytewise "$CLIN" interpret-report -a 34 -s F --explain llm r.txt >text
	id=$(grep -o '#[0-9a-f]\{12\}' text | tr -d '#')
	"$CLIN" audit rate "$id" reject harm=1
	"$CLIN" audit rate "$id" edit comp=4 guide=5 reas=4 diff=3 acc=4 unf=5 bias=5 harm=4
	"$CLIN" audit rates -f ndjson >rates
	python3 - <<-'PY'
		import json
		rates = {r["model"]: r for r in map(json.loads, open("rates"))}
		assert rates["good"]["rated"] == 0, rates
		r = rates["bytewise"]
		assert (r["calls"], r["edit"], r["reject"]) == (1, 1, 0), r
		assert r["sheet"]["harm"] == 4 and len(r["sheet"]) == 8, r
	PY
	"$CLIN" audit verify
	for bad in harm=6 harm=0 nonsense=3 harm; do
		run_split "$CLIN" audit rate "$id" accept $bad
		[ "$status" -eq 2 ]
	done
	run_split "$CLIN" audit rate 000000000000 accept
	[ "$status" -eq 2 ]
}

# same COMMAND…: findings, status and all of the text but the explanation are
# those without a model, however it fares.
same() {
	local off=0 on model
	"$CLIN" "$@" --explain off -f ndjson >off.json 2>/dev/null || off=$?
	"$CLIN" "$@" --explain off >off.txt 2>/dev/null || true
	for model in good lie-number lie-direction half-lie silent empty no-json escape length cut \
		error-200 html redirect status-401 status-500 hang; do
		on=0
		CLIN_MODEL_TIMEOUTS_FIRST_BYTE=1 CLIN_MODEL_MODEL=$model "$CLIN" "$@" --explain llm --no-cache -f ndjson >on.json 2>/dev/null || on=$?
		# 5 tells only that there is no explanation; what outranks it stays
		[ "$on" -eq "$off" ] || { [ "$off" -eq 0 ] && [ "$on" -eq 5 ]; } || { echo "$1 $model: $off $on"; false; }
		CLIN_MODEL_TIMEOUTS_FIRST_BYTE=1 CLIN_MODEL_MODEL=$model "$CLIN" "$@" --explain llm --no-cache >on.txt 2>/dev/null || true
		MODEL=$model python3 - <<-'PY'
			import json, os, re
			off, on = (json.load(open(f)) for f in ("off.json", "on.json"))
			for r in (off, on):
			    r.pop("explanation")
			    r["exit_reasons"] = [x for x in r["exit_reasons"] if x != 5]
			assert json.dumps(off) == json.dumps(on), os.environ["MODEL"]
			text = re.sub(r"【AI 草稿.*\n(?:  .*\n)+\n?", "", open("on.txt").read())
			assert text == open("off.txt").read(), (os.environ["MODEL"], text)
		PY
	done
}

@test "findings, status and text are byte-identical however the model fares: all three commands" {
	same interpret-report -a 34 -s F r.txt
	printf '阿司匹林 100mg qd\n华法林 3mg qd\n' >orders
	same drug-check -a 70 -s M -i orders
	echo '胸口闷痛半小时，出冷汗' >complaint
	same triage -a 58 -s M -i complaint
}
