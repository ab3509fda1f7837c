#!/usr/bin/env bats
# clin triage --interview: through a terminal (script) and through a pipe.

load helper

setup() {
	common_setup
}

# ask COMPLAINT ANSWER…: the interview as JSON, piped.
ask() {
	printf '%s\n' "$@" | "$CLIN" triage --interview --format json 2>/dev/null | jq -c '.results[0]'
}

@test "piped: the first line is the complaint, the others answer; age and sex come first" {
	got=$(ask 胸闷两天 58 男 没有 没有 q)
	[ "$(jq -c '[.patient.age.value, .patient.sex]' <<<"$got")" = '[58,"M"]' ]
	[ "$(jq -r '.transcript[0].id + " " + .transcript[1].id' <<<"$got")" = 'AGE SEX' ]
	[ "$(jq '.transcript | length' <<<"$got")" -eq 4 ]
	[[ "$(jq -r .record.present_illness <<<"$got")" == *否认* ]]
}

@test "it stops at level 1 or 2 and says what to do now" {
	got=$(ask 胸闷两天 58 男 有 有 有 有)
	[ "$(jq .level.value <<<"$got")" -le 2 ]
	[ "$(jq '.transcript | length' <<<"$got")" -le 4 ]
	run bash -c "printf '%s\n' 胸闷两天 58 男 有 有 有 | '$CLIN' triage --interview 2>/dev/null"
	[[ "${lines[1]}" == [12]\ 级* ]]
	[[ "$output" == *→*心电图* ]]
}

@test "no question at all when the words alone make an emergency" {
	run bash -c "printf '胸口压榨样疼，出冷汗\n' | '$CLIN' triage --interview 2>&1 >/dev/null"
	[[ "$output" != *1.* ]]
}

@test "back asks the same question again, and the answer taken back is gone" {
	first=$(ask 头晕三天 30 女 没有 q | jq -c '[.transcript[].id]')
	got=$(ask 头晕三天 30 女 有 b 没有 q)
	[ "$(jq -c '[.transcript[].id]' <<<"$got")" = "$first" ]
	[ "$(jq -r '.transcript[2].answer' <<<"$got")" = 没有 ]
}

@test "skip and not known leave a thing unknown; 3 is an age where an age is asked" {
	got=$(ask 咳嗽一周 '' '' '' 不知道 q)
	[ "$(jq -c '[.patient.age.value, .patient.sex]' <<<"$got")" = '[null,null]' ]
	[ "$(jq '[.evidence[] | select(.state == "absent")] | length' <<<"$got")" -eq 0 ]
	[ "$(ask 咳嗽一周 3 q | jq .patient.age.value)" = 3 ]
}

@test "words to a yes-or-no question are read: a little is yes, 38.5 is a temperature" {
	got=$(ask 咽痛两天 30 男 q)
	id=$(jq -r '.questions[0].id' <<<"$(ask 咽痛两天 30 男)")
	[ -n "$id" ]
	got=$(ask 咽痛两天 30 男 有一点 q)
	[ "$(jq -r '.transcript[2].answer' <<<"$got")" = 有一点 ]
	[ "$(jq '[.evidence[] | select(.state == "present")] | length' <<<"$got")" -ge 2 ]
}

@test "the end of input ends the interview with what is known" {
	got=$(ask 咳嗽一周)
	[ "$(jq .level.value <<<"$got")" = 4 ]
	[ "$(jq -c .transcript <<<"$got")" = '[]' ]
}

@test "in a terminal the questions stand in plain lines and the answer follows" {
	command -v script >/dev/null || skip "script (util-linux) is not installed"
	run bash -c "(sleep 0.3; printf '58\n'; sleep 0.2; printf '1\n'; sleep 0.2; printf 'q\n') |
		LC_ALL=C.UTF-8 script -qec \"'$CLIN' --lang en triage --interview chest tightness for two days\" /dev/null"
	[[ "$output" == *'1. How old is the patient?'* ]]
	[[ "$output" == *'1 male  2 female'* ]]
	[[ "$output" == *'Enter skips, b back, q ends'* ]]
	[[ "$output" == *'male  58 years'* ]]
	[[ "$output" == *'Level'* ]]
	[[ "$output" != *$'\e[2J'* ]]
}
