#!/usr/bin/env bats
# shellcheck disable=SC2034
# Completions, as the shells would offer them.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

# offered WORD…: what bash offers for the last word.
offered() {
	bash -c 'source "$1/completions/clin.bash"; shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		_clin
		printf "%s\n" "${COMPREPLY[@]}"' _ "$ROOT" "$@"
}

@test "bash: commands, options, choices, verbs, files" {
	[[ $(offered clin '') == *interpret-report*config* ]]
	[ "$(offered clin conf)" = config ]
	[ "$(offered clin i --form)" = --format ]
	[ "$(offered clin i --format = n)" = ndjson ]
	[ "$(offered clin interpret-report -s F --setting ph)" = phone ]
	[ "$(offered clin --lang en conf s)" = show ]
	touch report.txt
	[ "$(offered clin i rep)" = report.txt ]
}

@test "fish: commands, options, choices, in the language of the locale" {
	command -v fish >/dev/null || skip "no fish"
	run fish -c "source $ROOT/completions/clin.fish; complete -C'clin config --o'"
	[[ $output == *--origin*哪一层* ]]
	LANG=en_GB.UTF-8 run fish -c "source $ROOT/completions/clin.fish; complete -C'clin config --o'"
	[[ $output == *--origin*"which layer"* ]]
	run fish -c "source $ROOT/completions/clin.fish; complete -C'clin config --format '"
	[[ $output == *json*text* ]]
}
