# Loaded by every file: a clean environment and where things are.
# shellcheck shell=bash disable=SC2034
common_setup() {
	ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	BUILD_DIR=$ROOT/${BUILD:-build}
	CLIN=$BUILD_DIR/clin
	SAMPLES=$ROOT/tests/samples
	T=$BATS_TEST_TMPDIR
	unset RESULTS LC_ALL LC_CTYPE LC_MESSAGES LANGUAGE COLUMNS NO_COLOR
	local name
	for name in ${!CLIN_*}; do unset "$name"; done
	export LANG=zh_CN.UTF-8 TERM=xterm HOME=$T XDG_CONFIG_HOME=$T/xdg
	export CLIN_ETC=$T/etc CLIN_NOW=2026-11-21T09:00:00+08:00
	mkdir -p "$T/etc" "$T/xdg/clin"
	PATH=$BUILD_DIR:$PATH
	cd "$T" || return 1
}

# run_split COMMAND…: like run, with $output and $stderr apart.
run_split() {
	run --separate-stderr "$@"
}

# Columns of the widest line of standard input.
widest() {
	LC_ALL=C.UTF-8 wc -L
}

# serve_model [NAME [CERTIFICATE KEY [CLIENT_CA]]]: a chat server with scripted
# faults (tests/tools/model-server); its port is in NAME.port, what it was sent
# in NAME.log; without a name in port and log.
# shellcheck disable=SC2120
serve_model() {
	local base=$T/${1:+$1.}
	[ $# -eq 0 ] || shift
	PYTHONDONTWRITEBYTECODE=1 python3 "$ROOT/tests/tools/model-server" "${base}port" "${base}log" "$@" 3>&- &
	SERVERS+=($!)
	for _ in $(seq 200); do
		[ -s "${base}port" ] && return
		sleep 0.05
	done
	return 1
}

# model_setup [TOTAL]: a server, asked by default; with TOTAL, limits short enough
# for tests, the whole answer within so many seconds.
model_setup() {
	SERVERS=()
	serve_model
	CLIN_MODEL_ENDPOINT=http://127.0.0.1:$(cat "$T/port")/v1
	export CLIN_MODEL_ENDPOINT
	[ $# -gt 0 ] || return 0
	export CLIN_MODEL_TIMEOUTS_CONNECT=2 CLIN_MODEL_TIMEOUTS_FIRST_BYTE=2
	export CLIN_MODEL_TIMEOUTS_IDLE=2 CLIN_MODEL_TIMEOUTS_TOTAL=$1
}

model_teardown() {
	local server
	for server in "${SERVERS[@]}"; do
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	done
}

# ask_model MODEL: r.txt through it, as NDJSON.
ask_model() {
	CLIN_MODEL_MODEL=$1 "$CLIN" interpret-report -a 34 -s F --explain llm -f ndjson r.txt
}

# What no explanation may change, of a result on standard input.
all_but_words() {
	python3 -c 'import json,sys; r=json.loads(sys.stdin.read()); print(json.dumps([r["findings"], r["observations"], r["not_checked"]]))'
}
