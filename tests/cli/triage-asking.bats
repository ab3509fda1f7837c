#!/usr/bin/env bats
# clin triage: what is asked. A few questions that may be news, in words a
# patient understands; what is told, or would have been, is not asked.

bats_require_minimum_version 1.5.0
load helper

setup() {
	common_setup
}

# asked TEXT OPTION…: the ids of the questions, in order.
asked() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq -r '[.results[0].questions[].id] | join(" ")'
}

@test "low mood asks for suicide first, sleeplessness for the mood" {
	[[ "$(asked '不想吃饭，情绪低落两个月' -a 18 -s F)" == S.suicidal_ideation* ]]
	[[ "$(asked "I've felt low and lost interest for two months" -a 30 -s F)" == S.suicidal_ideation* ]]
}

@test "alarm signs are asked beside ordinary complaints" {
	run asked '便秘半年' -a 70 -s F
	[[ "$output" == *S.blood_in_stool* && "$output" == *S.weight_loss* ]]
	[[ "$(asked '声音嘶哑一个月' -a 58 -s M)" == *S.neck_lump* ]]
	[[ "$(asked '口渴多尿，瘦了十斤' -a 42 -s M)" == *S.vomiting* ]]
	[[ "$(asked 'Heartburn for a month' -a 50 -s M)" == *S.dysphagia* ]]
}

@test "what is told already is not asked" {
	run asked '头晕，翻身时天旋地转' -a 35 -s F
	[[ "$output" != *S.positional_vertigo* ]]
	run asked '咳嗽痰里带血丝三天' -a 62 -s M
	[[ -n "$output" && "$output" != *S.chronic_cough* && "$output" != *S.haemoptysis* ]]
	run asked '怀孕20周，腿肿' -a 29 -s F
	[[ "$output" == *SBP* && "$output" != *S.missed_period* ]]
	# nor is the pregnancy a diagnosis to be made
	run bash -c "printf '怀孕20周，腿肿' | '$CLIN' triage -a 29 -s F --format json |
		jq -r '.results[0].differential[].icd10'"
	[[ "$output" != *Z33* ]]
}

@test "what the gravely ill show is no question of a cough of weeks, and one sign at most is for the examiner" {
	run asked '咳嗽三周，有痰' -a 45 -s M
	[[ "$output" == *S.fever* && "$output" != *S.confusion* && "$output" != *S.cyanosis* ]]
	for text in '右上腹隐痛一个月' '胃胀反酸半个月' '发烧两天，38.8度' '腰疼一周'; do
		run asked "$text" -a 44 -s F
		n=0
		for sign in murphy bowel_sounds new_murmur crepitus bp_arms_differ kernig flank_tenderness; do
			[[ "$output" != *"S.$sign"* ]] || n=$((n + 1))
		done
		[ "$n" -le 1 ]
	done
}

@test "next steps say what decides" {
	run bash -c "printf '翻身时天旋地转几十秒' | '$CLIN' --lang zh triage -a 58 -s F --format json |
		jq -r '.results[0].differential[0].next[0]'"
	[[ "$output" == *Dix-Hallpike* ]]
	run bash -c "printf 'tired all the time for three months' | '$CLIN' --lang en triage -a 45 -s F --format json |
		jq -r '.results[0].differential[].next[0]'"
	[[ "$output" == *'TSH first'* && "$output" == *ferritin* ]]
}
