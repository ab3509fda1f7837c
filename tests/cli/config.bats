#!/usr/bin/env bats
# shellcheck disable=SC2154
# Layers, origins, refusals of the configuration.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	USER_FILE=$XDG_CONFIG_HOME/clin/config.yaml
}

@test "each layer wins over the one before, and show --origin says which" {
	run "$CLIN" config show --origin
	[ "$status" -eq 0 ]
	[[ $output == *"fail_on: never  # built-in"* ]]

	echo 'fail_on: info' >"$CLIN_ETC/config.yaml"
	run "$CLIN" config show --origin
	[[ $output == *"fail_on: info  # system $CLIN_ETC/config.yaml:1"* ]]

	printf '# mine\nfail_on: soon\n' >"$USER_FILE"
	run "$CLIN" config show --origin
	[[ $output == *"fail_on: soon  # user $USER_FILE:2"* ]]

	echo 'fail_on: urgent' >more.yaml
	run "$CLIN" config show --origin --config more.yaml
	[[ $output == *"fail_on: urgent  # file more.yaml:1"* ]]

	CLIN_FAIL_ON=critical run "$CLIN" config show --origin --config more.yaml
	[[ $output == *"fail_on: critical  # environment CLIN_FAIL_ON"* ]]

	CLIN_LANG=zh run "$CLIN" config show --origin --lang en
	[[ $output == *"lang: en  # option --lang"* ]]
}

@test "an unknown key is an error with file, line and the nearest key" {
	printf 'lang: en\nmodel:\n  endpiont: http://127.0.0.1/\n' >"$USER_FILE"
	run_split "$CLIN" interpret-report "$SAMPLES/cbc.txt"
	[ "$status" -eq 6 ]
	[ -z "$output" ]
	[ "$stderr" = "clin: configuration '$USER_FILE': line 3: there is no key 'model.endpiont'; did you mean 'model.endpoint'?; see clin-config(5)" ]
}

@test "a key that stands twice is an error that names it, not the first or the last of the two" {
	printf 'lang: zh\nfail_on: soon\nlang: en\n' >"$USER_FILE"
	run "$CLIN" config check
	[ "$status" -eq 6 ]
	[[ $output == *"$USER_FILE"*"3"*"lang"*"已写过"* ]]
}

@test "check lists every mistake and exits with 6" {
	printf 'lang: en\nexplain: maybe\nmodel: {timeouts: {total: 0}}\n' >"$USER_FILE"
	run "$CLIN" config check
	[ "$status" -eq 6 ]
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == *"line 2: explain must be kb|llm|off"* ]]
	[[ ${lines[1]} == *"line 3: model.timeouts.total must be 1..86400"* ]]
}

@test "check refuses a key file that others can read" {
	echo secret >key
	chmod 644 key
	printf 'lang: en\nmodel: {api_key_file: %s/key}\n' "$T" >"$USER_FILE"
	run "$CLIN" config check
	[ "$status" -eq 6 ]
	[[ $output == *"key file '$T/key' is refused: mode 0644"* ]]
	chmod 600 key
	run "$CLIN" config check
	[ "$status" -eq 0 ]
}

@test "a key in the file itself is no key" {
	printf 'lang: en\nmodel: {api_key: abc}\n' >"$USER_FILE"
	run "$CLIN" config check
	[ "$status" -eq 6 ]
	[[ $output == *"no key 'model.api_key'"* ]]
}

@test "show hides header contents and proxy credentials" {
	printf 'model: {proxy: "http://u:pw1@p:1", extra_headers: {X-K: pw2}}\n' >"$USER_FILE"
	run "$CLIN" config show
	[ "$status" -eq 0 ]
	[[ $output != *pw1* && $output != *pw2* ]]
	run "$CLIN" config show --format json
	[[ $output != *pw1* && $output != *pw2* ]]
}

@test "JSON output parses and names its schema" {
	"$CLIN" config show -f json | python3 -c '
import json, sys
d = json.load(sys.stdin)
assert d["schema"] == "clin.config.show/1"
keys = {s["key"]: s for s in d["settings"]}
assert keys["lang"]["origin"]["layer"] == "built-in"
assert d["errors"] == []'
	echo 'x: 1' >"$USER_FILE"
	run "$CLIN" config check -f json
	[ "$status" -eq 6 ]
	python3 -c '
import json, sys
d = json.loads(sys.argv[1])
assert d["errors"][0]["code"] == "config-key"' "$output"
}

@test "the shipped file is what the built-in layer says, and every key is in it" {
	run "$CLIN" config show
	for key in $("$CLIN" config show | sed 's/:.*//'); do
		grep -qE "^ *${key##*.}:" "$ROOT/config/config.yaml"
	done
	"$BUILD_DIR/docgen" splice <"$ROOT/man/clin-config.5" |
		sed -nE 's/^\.It Cm ([a-z_.]+)$/\1/p' | sort >documented
	"$CLIN" config show | sed 's/:.*//' | sort | diff documented -
}

@test "a folder, binary or endless configuration is refused" {
	mkdir dir
	run "$CLIN" --config dir config check
	[ "$status" -eq 6 ]
	head -c 100000 /dev/urandom >noise
	run "$CLIN" --config noise config check
	[ "$status" -eq 6 ]
	yes 'a: b' | head -c 3000000 >big
	run timeout 10 "$CLIN" --config big config check
	[ "$status" -eq 6 ]
}
