#!/usr/bin/env bats
# shellcheck disable=SC2154
# Picking a command and parsing its options.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

@test "bare clin shows how to start each job, in the language of the locale" {
	run "$CLIN"
	[ "$status" -eq 0 ]
	[[ $output == *"clin interpret-report"* && $output == *"化验单"* ]]
	LANG=en_GB.UTF-8 run "$CLIN"
	[[ $output == *"clin interpret-report"* && $output == *"reports"* ]]
	LANG=C run "$CLIN"
	[[ $output == *"化验单"* ]]
}

@test "the language: LC_ALL before LC_MESSAGES before LANG, --lang before all" {
	LC_MESSAGES=en_US.UTF-8 run "$CLIN" config check
	[ "$output" = "configuration: ok" ]
	LC_ALL=zh_CN.UTF-8 LC_MESSAGES=en_US.UTF-8 run "$CLIN" config check
	[ "$output" = "配置无误" ]
	run "$CLIN" --lang en config check
	[ "$output" = "configuration: ok" ]
	CLIN_LANG=en run "$CLIN" config --lang zh check
	[ "$output" = "配置无误" ]
	LC_ALL=de_DE.UTF-8 run "$CLIN" config check
	[ "$output" = "configuration: ok" ]
}

@test "a command may be cut to a unique beginning" {
	run "$CLIN" conf check
	[ "$status" -eq 0 ]
	run_split "$CLIN" --lang en c check
	[ "$status" -eq 2 ]
	[[ $stderr == *"'c' may be "*config* ]]
}

@test "an unknown command names the nearest and exits with 2" {
	run_split "$CLIN" --lang en confgi
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == "clin: there is no command 'confgi'; did you mean 'config'?; see 'clin --help'" ]]
}

@test "abbreviated long options are refused, with the full name" {
	run_split "$CLIN" --lang en interpret-report --form json x
	[ "$status" -eq 2 ]
	[[ $stderr == *"'--form'; did you mean '--format'?"* ]]
}

@test "an option misspelt names the nearest" {
	run_split "$CLIN" --lang en config show --orgin
	[ "$status" -eq 2 ]
	[[ $stderr == *"'--orgin'; did you mean '--origin'?"* ]]
}

@test "a value that is no choice lists the choices" {
	run_split "$CLIN" --lang en i -f xml x
	[ "$status" -eq 2 ]
	[[ $stderr == *"'--format' does not take 'xml'; expected text|json|ndjson|md"* ]]
}

@test "an option given twice is refused" {
	run_split "$CLIN" --lang en i -a 34 --age 43 x
	[ "$status" -eq 2 ]
	[[ $stderr == *"'--age' conflicts: twice"* ]]
}

@test "global options stand before or after the command, also after words" {
	run "$CLIN" config check --lang en
	[ "$output" = "configuration: ok" ]
	run "$CLIN" --lang=en config check
	[ "$output" = "configuration: ok" ]
	POSIXLY_CORRECT=1 run "$CLIN" config check --lang en
	[ "$output" = "configuration: ok" ]
}

@test "errors go to standard error, one line, with the program's name" {
	run_split "$CLIN" config nonsense
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == "clin: "* && ${#stderr_lines[@]} -eq 1 ]]
}

@test "--version prints the version and the knowledge digest" {
	run "$CLIN" --lang en --version
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "clin $(cat "$ROOT/VERSION")" ]
	[[ ${lines[1]} =~ ^knowledge\ .*sha256:[0-9a-f]{64}$ ]]
}

@test "an error in an argument cannot play with the terminal" {
	run_split "$CLIN" $'x\033]0;boo\007\033[31my'
	[ "$status" -eq 2 ]
	[[ $stderr != *$'\033'* && $stderr != *$'\007'* ]]
}
