#!/usr/bin/env bats
# --help: complete, at 80 columns, in both languages.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	mapfile -t COMMANDS < <("$CLIN" --lang en | sed -nE 's/^ +clin ([a-z-]+).*/\1/p')
}

@test "every page fits 80 columns, Chinese counted double" {
	[ "${#COMMANDS[@]}" -ge 3 ]
	for lang in zh en; do
		[ "$("$CLIN" --lang $lang | widest)" -le 80 ]
		for command in "${COMMANDS[@]}"; do
			width=$("$CLIN" --lang $lang "$command" --help | widest)
			echo "$command $lang $width"
			[ "$width" -le 80 ]
		done
	done
}

@test "a wider terminal is used, a narrower one respected" {
	[ "$(COLUMNS=60 "$CLIN" --lang zh config --help | widest)" -le 60 ]
	[ "$(COLUMNS=120 "$CLIN" --lang en interpret-report --help | widest)" -gt 80 ]
}

@test "help names every option that completion offers" {
	for command in "${COMMANDS[@]}"; do
		"$CLIN" "$command" --help >help
		while read -r option; do
			grep -qe "$option" help
		done < <(sed -nE "/\|$command\)/,/words=/s/.*options='(.*)'/\1/p" \
			"$ROOT/completions/clin.bash" | tr ' ' '\n' | grep .)
	done
}

@test "help works with a broken configuration" {
	echo 'lagn: zh' >"$XDG_CONFIG_HOME/clin/config.yaml"
	run "$CLIN" config --help
	[ "$status" -eq 0 ]
}

@test "-h is --help, and so is help" {
	[ "$("$CLIN" help config)" = "$("$CLIN" config --help)" ]
	[ "$("$CLIN" help)" = "$("$CLIN")" ]
	[ "$("$CLIN" config -h)" = "$("$CLIN" config --help)" ]
}
