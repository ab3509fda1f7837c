#!/usr/bin/env bats
# clin triage: which ordinary complaints may be cared for at home, and what a
# word inside another word must not do.

bats_require_minimum_version 1.5.0
load helper

setup() {
	common_setup
	tables="$BATS_TEST_DIRNAME"
}

level_of() {
	"$CLIN" triage --format json "$@" </dev/null | jq -r '.results[0].level.value // "none"'
}

# triage-ordinary-care.txt: S (self-care) or N|OPTIONS|TEXT.
@test "ordinary complaints: at home or to be seen, none an emergency" {
	jq -Rc 'split("|") | .[1] as $o | {id: (input_line_number | tostring),
		text: (.[2:] | join("|")),
		patient: ((($o | capture("-a (?<age>\\S+)")) // {}) +
			(($o | capture("-s (?<sex>\\S+)")) // {}))}' \
		"$tables/triage-ordinary-care.txt" >"$BATS_TEST_TMPDIR/in"
	"$CLIN" triage --batch <"$BATS_TEST_TMPDIR/in" 2>/dev/null |
		jq -r '.disposition // "none"' >"$BATS_TEST_TMPDIR/got"
	cut -d'|' -f1 "$tables/triage-ordinary-care.txt" |
		sed 's/S/self-care/; s/N/non-emergency/' |
		paste - "$BATS_TEST_TMPDIR/got" >"$BATS_TEST_TMPDIR/both"
	n=$(wc -l <"$BATS_TEST_TMPDIR/both")
	[ "$n" -ge 150 ]
	run ! grep emergency$ <(sed 's/non-emergency$/seen/' "$BATS_TEST_TMPDIR/both")
	[ "$(awk '$1 == $2' "$BATS_TEST_TMPDIR/both" | wc -l)" -ge $((n * 9 / 10)) ]
}

@test "an age given beside the words counts as one in them" {
	[ "$(level_of -a 3 '把奶奶的降压药当糖吃了，不知道吃了几颗')" -le 2 ]
	[ "$(level_of -a 12d '不吃奶，皮肤发花')" -le 2 ]
	[ "$(level_of -a 4 'temperature 38.4 today with a runny nose, drinking well')" -ge 3 ]
}

@test "a mother is not in chemotherapy, and her child's age is not hers" {
	[ "$(level_of -a 55 -s F 'on chemotherapy for breast cancer, fever 38.6')" -le 2 ]
	[ "$(level_of -a 27 -s F '生完孩子一个月，老听见有声音叫我把孩子扔下楼')" -le 2 ]
	run "$CLIN" triage -a 27 -s F --format json '孩子8个月，我乳腺发炎发烧' </dev/null
	[ "$(jq -r '.results[0].patient.age.value' <<<"$output")" = 27 ]
	run "$CLIN" triage -a 29 -s F --format json 'painful red breast, temperature 38.2; breastfeeding a 3-week-old baby' </dev/null
	[ "$(jq -r '.results[0].level.value' <<<"$output")" -ge 3 ]
	# the age of the patient and no other is still a contradiction
	run "$CLIN" triage -a 27 '宝宝8个月发烧' </dev/null
	[ "$status" -eq 2 ]
}

@test "a long story does not hide what began suddenly" {
	[ "$(level_of -a 55 -s M 'belly went rigid like a board after sudden stabbing pain, on ibuprofen for months')" -le 2 ]
	[ "$(level_of -a 66 -s M '高血压二十年，一只眼睛突然一黑，什么都看不见')" -le 2 ]
	[ "$(level_of -a 60 -s M '一只眼睛看不清好几年了，白内障')" -ge 3 ]
}

@test "fear of death is no wish to die, and a wish to die is never lost" {
	state() {
		"$CLIN" triage -a 40 --format json "$1" </dev/null |
			jq -r '[.results[0].evidence[] | select(.state == "present") | .code] | join(" ")'
	}
	for text in '关灯害怕自己睡过去死掉' '总怕自己会死，心慌' 'scared I will die in my sleep'; do
		[[ "$(state "$text")" == *anxiety* ]]
		[[ "$(state "$text")" != *suicid* ]]
	done
	for text in '怕死又活不下去，想自杀' '想死又怕疼' '害怕，但是想去死' '怕自己控制不住去死' \
		"I'm scared but I want to die" '不怕死，活够了'; do
		[[ "$(state "$text")" == *suicid* ]]
	done
}
