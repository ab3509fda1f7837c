#!/usr/bin/env bats
# clin triage: the feverish child, at the desk and by telephone.

load helper

setup() {
	common_setup
}

answer() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq -c '.results[0]'
}
light() {
	answer "$@" | jq -c '.scores[] | select(.id == "nice-ng143") | [.value, .at_least]'
}

@test "doses go by weight, from the option or the words" {
	got=$(answer '孩子发烧一天，38.5度' -a 3y --weight 14)
	[ "$(jq '.antipyretics | length' <<<"$got")" -eq 2 ]
	[[ "$(jq -r '.antipyretics[0]' <<<"$got")" == *' 210 mg'* ]]
	[[ "$(jq -r '.antipyretics[1]' <<<"$got")" == *' 140 mg'* ]]
	[[ "$(answer '孩子发烧，体重28斤' -a 3y | jq -r '.antipyretics[0]')" == *' 210 mg'* ]]
	[[ "$(answer 'fever, weighs 14 kg' -a 3y --setting phone | jq -r '.antipyretics[0]')" == *' 210 mg'* ]]
}

@test "no dose without a weight, and ibuprofen neither under six months nor in chickenpox nor when dry" {
	[[ "$(answer '孩子发烧' -a 3y | jq -r '.antipyretics[]')" == *体重* ]]
	[[ "$(answer '孩子发烧' -a 4mo --weight 6 | jq -r '.antipyretics[]')" != *布洛芬* ]]
	[[ "$(answer '孩子出水痘，发烧' -a 5y --weight 18 | jq -r '.antipyretics[]')" == *水痘时不用布洛芬* ]]
	[ "$(answer '孩子发烧' -a 40d --weight 4 | jq '.antipyretics | length')" -eq 0 ]
	[ "$(answer '发烧' -a 40 --weight 60 | jq '.antipyretics | length')" -eq 0 ]
}

@test "the traffic light of NG143: red, amber, and green only when all is denied" {
	[ "$(light '发烧，身上有紫色的斑点' -a 3y)" = '[2,2]' ]
	[ "$(light '发烧，尿少' -a 3y | jq '.[1]')" = 1 ]
	[ "$(light '发烧' -a 3y | jq '.[0]')" = null ]
	[ -z "$(light '发烧' -a 7y)" ]
	[ "$(answer '发烧39.5度' -a 5mo | jq .level.value)" -le 3 ]
}

@test "by telephone only what a caller can tell is asked" {
	got=$(answer '孩子发烧' -a 3y --setting phone)
	[ "$(jq '[.scores[].id] | index("pews-brighton")' <<<"$got")" = null ]
	[ "$(jq '[.questions[].id | select(. == "HR" or . == "SPO2" or . == "SBP" or . == "CRT" or . == "GCS")] | length' <<<"$got")" -eq 0 ]
	[ "$(jq '[.scores[].id] | index("nice-ng143") != null' <<<"$got")" = true ]
}
