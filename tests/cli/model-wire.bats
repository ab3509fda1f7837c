#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2094
# The wire: pieces of any size, TLS, proxies, floods; and the terminal.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	model_setup 8
	export CLIN_CACHE_PATH='~'
	printf '血钾 7.2 mmol/L 3.5-5.3\n' >r.txt
}

teardown() {
	model_teardown
}

# many MODEL COUNT: as often, a result a line, findings in one file.
many() {
	for _ in $(seq "$2"); do echo '{"text":"血钾 7.2 mmol/L 3.5-5.3","patient":{"age":34,"sex":"F"}}'; done >in
	CLIN_MODEL_MODEL=$1 CLIN_MODEL_CONCURRENCY=6 "$CLIN" i --batch --jobs 6 --explain llm <in >out 2>/dev/null
	python3 - <<-'PY'
		import json
		rows = [json.loads(line) for line in open("out")]
		assert len({json.dumps([r["findings"], r["observations"], r["not_checked"]]) for r in rows}) == 1
	PY
}

# authority: a private CA, a server's and a client's certificate.
authority() {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=hospital 2>/dev/null
	local name
	for name in server client; do
		openssl req -newkey rsa:2048 -nodes -keyout $name.key -out $name.csr -subj /CN=$name 2>/dev/null
		printf 'subjectAltName=DNS:localhost,DNS:llm.hospital.test,IP:127.0.0.1\n' >ext
		openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out $name.pem 2>/dev/null
	done
	chmod 600 ./*.key
}

@test "a stream in two pieces gives the same answer wherever they meet" {
	ask_model split >/dev/null
	read -r length _ <stream-bytes
	many split $((length + 1)) || true
	[ "$(wc -l <out)" -eq $((length + 1)) ]
	[ "$(grep -c '"origin":"llm"' out)" -eq $((length + 1)) ]
}

@test "a stream cut off at any byte before its end is never an answer" {
	ask_model cut-at >/dev/null 2>&1 || true
	read -r length finish <stream-bytes
	# each place once: what was cut behind the end of the answer may be shown
	many cut-at $((length + 1)) || true
	[ "$(grep -c '"origin":"llm"' out)" -eq $((length - finish + 1)) ]
	[ "$(grep -c '"origin":"kb"' out)" -eq "$finish" ]
}

@test "characters cut between chunks are whole again; bytes that are none are replaced; a BOM is skipped" {
	for model in split-char bom; do
		ask_model $model >out
		grep -q '"origin":"llm"' out
		grep -q '高钾血症' out
	done
	ask_model invalid-utf8 >out 2>/dev/null || true
	python3 -c 'open("out", encoding="utf-8").read()'
}

@test "a slow answer is waited for; one without end, and a flood, are not" {
	ask_model drip | grep -q '"origin":"llm"'
	for model in drip-forever huge huge-line; do
		start=$SECONDS
		run_split ask_model $model
		[ "$status" -eq 5 ] || { echo "$model $status"; false; }
		[ $((SECONDS - start)) -le 11 ]
	done
}

@test "TLS: a private authority is trusted when named, nobody else is; a client shows its certificate" {
	authority
	serve_model tls server.pem server.key
	serve_model mutual server.pem server.key ca.pem
	CLIN_MODEL_ENDPOINT=https://localhost:$(cat tls.port)/v1 run_split ask_model good
	[ "$status" -eq 5 ]
	[ ! -e tls.log ]
	CLIN_MODEL_CA_FILE=$T/ca.pem CLIN_MODEL_ENDPOINT=https://localhost:$(cat tls.port)/v1 ask_model good | grep -q '"origin":"llm"'
	CLIN_MODEL_CA_FILE=$T/ca.pem CLIN_MODEL_ENDPOINT=https://localhost:$(cat mutual.port)/v1 run_split ask_model good
	[ "$status" -eq 5 ]
	export CLIN_MODEL_CLIENT_CERT=$T/client.pem CLIN_MODEL_CLIENT_KEY=$T/client.key
	CLIN_MODEL_CA_FILE=$T/ca.pem CLIN_MODEL_ENDPOINT=https://localhost:$(cat mutual.port)/v1 ask_model good | grep -q '"origin":"llm"'
}

@test "a proxy is used for other hosts, in full and by CONNECT, and never for this one" {
	authority
	serve_model tls server.pem server.key
	cp tls.port TUNNEL
	CLIN_MODEL_PROXY=http://127.0.0.1:$(cat port)
	export CLIN_MODEL_PROXY CLIN_MODEL_ALLOW_HOSTS='[llm.hospital.test]'
	CLIN_MODEL_ALLOW_PLAIN_HTTP=true CLIN_MODEL_ENDPOINT=http://llm.hospital.test/v1 ask_model good | grep -q '"origin":"llm"'
	grep -q '^POST http://llm.hospital.test/v1/chat/completions' log.requests
	CLIN_MODEL_CA_FILE=$T/ca.pem CLIN_MODEL_ENDPOINT=https://llm.hospital.test/v1 ask_model good | grep -q '"origin":"llm"'
	grep -q '^CONNECT llm.hospital.test:443' log.requests
	CLIN_MODEL_CA_FILE=$T/ca.pem CLIN_MODEL_ENDPOINT=https://localhost:$(cat tls.port)/v1 ask_model good | grep -q '"origin":"llm"'
	[ "$(grep -c CONNECT log.requests)" -eq 1 ]
}

@test "on a terminal the findings stand first, claims follow as they pass, a lie ends it" {
	run "$ROOT/tests/tools/in-terminal" env CLIN_MODEL_MODEL=good "$CLIN" i -a 34 -s F --explain llm r.txt
	[ "$status" -eq 0 ]
	[[ "$output" == *处理*"AI 草稿 good"*高钾血症*草稿完* ]]
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\nMCV 71 fL 82-100\n铁蛋白 6.2 ng/mL 13-150\n' >r.txt
	run "$ROOT/tests/tools/in-terminal" env CLIN_MODEL_MODEL=half-lie "$CLIN" i -a 34 -s F --explain llm r.txt
	[ "$status" -eq 5 ]
	[[ "$output" == *"AI 草稿 half-lie"*高钾血症*草稿完* ]]
	[[ "$output" != *不要紧，* && "$output" != *"血钾正常，不要紧
"* ]]
	[[ "$output" == *未通过核对* ]]
}

@test "Ctrl-C ends the wait: the findings stay, the rest of the report follows, status 5" {
	CLIN_MODEL_TIMEOUTS_FIRST_BYTE=20 run "$ROOT/tests/tools/in-terminal" --interrupt 2.5 \
		env CLIN_MODEL_MODEL=hang "$CLIN" i -a 34 -s F --explain llm r.txt
	[ "$status" -eq 5 ]
	[[ "$output" == *处理*"等待模型"*"读入 1 行"* ]]
	# a screen reader is not told every second
	run "$ROOT/tests/tools/in-terminal" env TERM=dumb CLIN_MODEL_MODEL=hang "$CLIN" i -a 34 -s F --explain llm r.txt
	[ "$status" -eq 5 ]
	[[ "$output" != *等待模型* ]]
}

@test "Ctrl-C at any time: while text comes, before a retry, and twice, the findings stay" {
	local at
	for at in 0.4 0.9 1.5 2.1; do
		run "$ROOT/tests/tools/in-terminal" --interrupt $at \
			env CLIN_MODEL_MODEL=drip "$CLIN" i -a 34 -s F --explain llm r.txt
		# a fast machine may have ended before
		[ "$status" -eq 5 ] || [[ "$output" == *草稿完* ]] || { echo "$at: $status $output"; false; }
		[[ "$output" == *高钾血症*处理*"读入 1 行"* ]]
	done
	run "$ROOT/tests/tools/in-terminal" --interrupt 1.5 \
		env CLIN_MODEL_MODEL=patient "$CLIN" i -a 34 -s F --explain llm r.txt
	[ "$status" -eq 5 ]
	[[ "$output" == *处理*"读入 1 行"* ]]
	for at in 0.5 1.2; do
		run "$ROOT/tests/tools/in-terminal" --interrupt $at --interrupt $at \
			env CLIN_MODEL_TIMEOUTS_FIRST_BYTE=20 CLIN_MODEL_MODEL=hang "$CLIN" i -a 34 -s F --explain llm r.txt
		[[ "$output" == *高钾血症*处理* ]]
	done
}
