#!/usr/bin/env bats
# clin triage through the binary: the fifteen realities of complaints, levels,
# what is unknown, and what is no complaint.

bats_require_minimum_version 1.5.0

load helper

setup() {
	common_setup
}

# One line per piece of evidence: code state subject duration.
evidence() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq -r '.results[0].evidence[] |
			"\(.code) \(.state) \(.subject) \(.duration)"'
}
answer() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq -c ".results[0]"
}

@test "1 negation lists deny each of their members" {
	run evidence '否认胸痛、出汗，发烧两天'
	[[ "$output" == *'chest_pain absent patient'* ]]
	[[ "$output" == *'sweating absent patient'* ]]
	[[ "$output" == *'fever present patient 48'* ]]
}

@test "1 a denied degree is a mild symptom, not an absent one" {
	run bash -c "printf '胸口不是疼的特别厉害' | '$CLIN' triage --format json |
		jq -r '.results[0].evidence[0] | \"\(.state) \(.severity)\"'"
	[ "$output" = 'present 2' ]
}

@test "2 a contradiction is kept, and what is affirmed counts" {
	run evidence '不恶心，半夜里又恶心'
	[[ "$output" == *'nausea absent'* ]]
	[[ "$output" == *'nausea present'* ]]
}

@test "3 names with a negative in them are findings" {
	run evidence '喘不上气'
	[[ "$output" == *' present patient'* ]]
	[[ "$output" != *absent* ]]
}

@test "4 no cause and by chance deny no symptom" {
	run evidence '无诱因胸痛10天'
	[ "$output" = 'chest_pain present patient 240' ]
}

@test "5 durations in both languages" {
	run evidence '胸痛半小时'
	[ "$output" = 'chest_pain present patient 0.5' ]
	run evidence 'chest pain for 2 hours'
	[ "$output" = 'chest_pain present patient 2' ]
}

@test "6 of two timelines the present one counts" {
	run evidence '胸痛好了1个月可最近两天又发了胸痛'
	[[ "$output" == *'present patient 48'* ]]
}

@test "7 a comparison is a course" {
	run bash -c "printf '胸痛越来越重' | '$CLIN' triage --format json |
		jq -r '.results[0].record.present_illness'"
	[[ "$output" == *加重* ]]
}

@test "8 measurements in the words, a slash that was lost" {
	run bash -c "printf '血压14580，3天37度心律147' | '$CLIN' triage --format json |
		jq -c '.results[0].vitals | [.SBP, .DBP, .HR, .TEMP]'"
	[ "$output" = '[145,80,147,37]' ]
	run bash -c "printf 'fever 101F' | '$CLIN' triage --format json |
		jq -c '.results[0].vitals.TEMP > 38.3'"
	[ "$output" = true ]
}

@test "9 age and sex in the text" {
	run bash -c "printf '患者女，今年45岁，胸痛' | '$CLIN' triage --format json |
		jq -c '.results[0].patient | [.age.value, .sex]'"
	[ "$output" = '[45,"F"]' ]
}

@test "10 a relative who is ill is the patient" {
	run bash -c "printf '我父亲74岁，胸痛2天' | '$CLIN' triage --format json |
		jq -c '.results[0] | [.patient.age.value, .patient.sex, .evidence[0].subject]'"
	[ "$output" = '[74,"M","patient"]' ]
}

@test "11 a relative's symptom is not the patient's" {
	run evidence '我发烧两天，我妈妈胸痛'
	[[ "$output" == *'fever present patient'* ]]
	[[ "$output" == *'chest_pain present other'* ]]
}

@test "12 an uncertain question affirms nothing" {
	run evidence '是不是胸痛'
	[[ "$output" == 'chest_pain unknown'* ]]
}

@test "13 medicine taken stands in the record" {
	run bash -c "printf '胸痛两天，吃了布洛芬' | '$CLIN' triage --format json |
		jq -r '.results[0].record.present_illness'"
	[[ "$output" == *布洛芬* ]]
}

@test "14 lay words, sites and typing as people do" {
	run evidence '胸口这里有点疼'
	[[ "$output" == 'chest_pain present patient'* ]]
}

@test "15 suppositions, emptiness and other matters get no level" {
	for text in '如果胸痛怎么办' '窒息多久大脑会瘫痪' '' '挂号费多少钱' 'asdf qwer'; do
		run bash -c "printf '%s' '$text' | '$CLIN' triage --format json"
		[ "$status" -eq 4 ]
		[ "$(jq -c '.results[0].level' <<<"$output")" = null ]
	done
}

@test "English denials reach over or, and stop at but" {
	run evidence 'denies chest pain or sweating, but has fever'
	[[ "$output" == *'chest_pain absent'* ]]
	[[ "$output" == *'sweating absent'* ]]
	[[ "$output" == *'fever present'* ]]
}

@test "a possible infarction is level 2 and nothing more is asked" {
	out=$(answer '胸口闷痛半小时，出冷汗' -a 58 -s M --vitals 'BP=150/90 HR=96')
	[ "$(jq .level.value <<<"$out")" = 2 ]
	[ "$(jq .level.minutes <<<"$out")" = 10 ]
	[ "$(jq -r .disposition <<<"$out")" = emergency ]
	[ "$(jq '.questions | length' <<<"$out")" = 0 ]
}

@test "the level is the worst single vital sign; the missing ones are unknown" {
	out=$(answer '发烧' -a 40 --vitals 'HR=120 BP=65/40')
	[ "$(jq .level.value <<<"$out")" = 1 ]
	[ "$(jq .vitals.SPO2 <<<"$out")" = null ]
	[ "$(jq -c '.scores[] | select(.id == "news2") | .complete' <<<"$out")" = false ]
}

@test "NEWS2 is computed when it is complete" {
	out=$(answer '发烧' -a 60 --vitals 'HR=131 BP=90/50 RR=25 SPO2=91 O2=2L/min T=39.1 ACVPU=V')
	[ "$(jq '.scores[] | select(.id == "news2") | .value' <<<"$out")" = 19 ]
}

@test "vital signs that cannot be are refused" {
	run bash -c "echo 胸痛 | '$CLIN' triage --vitals 'HR=abc'"
	[ "$status" -eq 2 ]
}

@test "a fever under three months is level 2" {
	out=$(answer '发烧38.2度' -a 40d)
	[ "$(jq .level.value <<<"$out")" = 2 ]
}

@test "referral and FHIR" {
	run bash -c "echo '胸痛2天' | '$CLIN' triage --format fhir | jq -r .resourceType"
	[ "$output" = QuestionnaireResponse ]
	run bash -c "echo '胸痛2天' | '$CLIN' triage --format referral"
	[[ "$output" == *主诉* ]]
}

@test "a batch answers each line, a bad one with its error" {
	run bash -c "printf '%s\n' '{\"id\":1,\"text\":\"胸痛\"}' 'nonsense' |
		'$CLIN' triage --batch 2>/dev/null | jq -c '[.source.id, (.errors | length)]'"
	[ "${lines[0]}" = '["1",0]' ]
	[[ "${lines[1]}" == *',1]' ]]
}

@test "the chief complaint has at most twenty characters" {
	run bash -c "printf '胸痛、出汗、发烧、恶心半小时' | '$CLIN' triage --format json |
		jq '.results[0].record.chief_complaint | length'"
	[ "$output" -le 20 ]
}

@test "another language says so in both, asks, and is not judged" {
	while IFS='|' read -r name text; do
		run bash -c "printf '%s' \"$text\" | '$CLIN' triage --format json"
		[ "$status" -eq 4 ]
		[ "$(jq -c '.results[0].level' <<<"$output")" = null ]
		[ "$(jq -r '.results[0].errors[0].code' <<<"$output")" = foreign-language ]
		[[ "$(jq -r '.results[0].errors[0].message' <<<"$output")" == *"$name"*中文和英文*Chinese\ and\ English* ]] ||
			[[ "$(jq -r '.results[0].errors[0].message' <<<"$output")" == *中文和英文*"$name"* ]]
	done <<'TEXT'
French|J'ai mal à la tête depuis hier
Japanese|頭が痛いです
Russian|у меня болит голова
Korean|머리가 아파요
German|Kopfschmerzen seit gestern, ich habe Fieber
Spanish|me duele la cabeza desde ayer
Thai|ปวดหัวมาก
Arabic|عندي صداع
Vietnamese|tôi bị đau đầu
TEXT
	for text in '😀😀😀' 'asdkjfh asldkfj' '..., !!' '   ' '12345'; do
		run bash -c "printf '%s' '$text' | '$CLIN' triage --format json"
		[ "$status" -eq 4 ]
		[ "$(jq -c '[.results[0].level, .results[0].errors[0].code]' <<<"$output")" = '[null,"no-complaint"]' ]
	done
	# measured is measured, in any language; the words still count for nothing
	run bash -c "printf '頭が痛いです' | '$CLIN' triage -a 40 --vitals BP=65/40 --format json"
	[ "$status" -eq 4 ]
	[ "$(jq .results[0].level.value <<<"$output")" = 1 ]
	[ "$(jq '.results[0].evidence[0].state == "present"' <<<"$output")" = false ]
}

@test "a referral is one screen: why, what is known, what was done, red flags, the question" {
	text='女，62岁，胸口压榨样疼痛1小时，向左肩放射，出冷汗，恶心，含了硝酸甘油，吃了阿司匹林，有高血压糖尿病，对青霉素过敏，没有咳嗽没有发烧'
	for lang in zh en; do
		out=$(printf '%s' "$text" | COLUMNS=80 "$CLIN" --lang $lang triage --format referral --vitals 'BP=150/95 HR=96')
		[ "$(wc -l <<<"$out")" -le 24 ]
		[ "$(awk '{ if (length($0) > 120) n++ } END { print n + 0 }' <<<"$out")" -eq 0 ]
	done
	for part in Why To History Allergies Done 'To do now' 'Red flags' 'Please find or exclude' 'Not measured'; do
		[[ "$out" == *"$part"* ]]
	done
	[[ "$out" == *'Acute coronary syndrome'* ]]
}

@test "--why shows the points that moved departments and differential" {
	out=$(printf '腹泻两天，腹痛' | "$CLIN" triage -a 40 -s M --why)
	[[ "$out" =~ 消化内科专业\ .*\+腹泻\ [0-9.]+ ]]
	[[ "$out" =~ 急性胃肠炎.*\+腹泻\ [0-9.]+ ]]
	out=$(printf '腹泻两天，腹痛' | "$CLIN" triage -a 40 -s M)
	[[ ! "$out" =~ \+腹泻\ [0-9] ]]
}

@test "each limit of the consensus table, and the worse level where bands meet" {
	while read -r vital level; do
		got=$(printf '不适' | "$CLIN" triage -a 40 --vitals "$vital" --format json | jq .results[0].level.value)
		[ "$got" = "$level" ] || { echo "$vital: $got, not $level"; false; }
	done <<'TABLE'
HR=181 1
HR=180 2
HR=150 2
HR=149 3
HR=101 3
HR=100 4
HR=56 4
HR=55 3
HR=51 3
HR=50 2
HR=40 2
HR=39 1
SBP=201 2
SBP=200 3
SBP=180 3
SBP=179 4
SBP=91 4
SBP=90 3
SBP=81 3
SBP=80 2
SBP=70 2
SBP=69 1
SPO2=95 4
SPO2=94 3
SPO2=91 3
SPO2=90 2
SPO2=80 2
SPO2=79 1
T=41.1 1
T=36.8 4
GLU=3.3 1
GLU=3.4 4
TABLE
}

@test "triage: a file given as a word: says how to read it" {
	echo x >"$BATS_TEST_TMPDIR/case.txt"
	run -2 "$CLIN" --lang en triage "$BATS_TEST_TMPDIR/case.txt"
	[[ $output == *"case.txt' is a file; to read it: -i "* ]]
}

@test "ages as people tell them; what may be a duration or a temperature is none" {
	local text age seen=0
	while IFS='|' read -r text age; do
		[[ $text == '#'* ]] && continue
		run bash -c "printf '%s' \"\$1\" | '$CLIN' triage --format json |
			jq -r '.results[0].patient.age |
				if . then \"\\(.value) \\(.unit)\" else \"-\" end'" _ "${text% }"
		[[ $output == "${age# }" ]] || {
			echo "$text: $output, not$age"
			return 1
		}
		((++seen))
	done <"$BATS_TEST_DIRNAME/triage-ages.txt"
	((seen >= 40))
}

@test "words put into a name do not hide it, but 不太 is less than 不" {
	run bash -c "printf '意识不太清楚，反应慢' | '$CLIN' triage --format json |
		jq -r '.results[0].evidence[].code'"
	[[ "$output" != *unresponsive* ]]
	# not over a stop
	run bash -c "printf '肚子疼，就胀' | '$CLIN' triage --format json |
		jq -r '.results[0].evidence[].printed'"
	[[ "$output" != *"，"* ]]
}

@test "an advice to stay at home never stands beside a red flag" {
	run bash -c "printf 'constipated for 2 weeks, 70 years old, some blood mixed in the stool, lost weight' |
		'$CLIN' triage --format json | jq -r '.results[0].disposition'"
	[ "$output" = non-emergency ]
	# nor where the wound gapes
	run bash -c "printf 'cut my finger with a kitchen knife, bleeding stopped, edges gaping' |
		'$CLIN' triage --format json | jq -r '.results[0].disposition'"
	[ "$output" = non-emergency ]
}

@test "an arm that a painful shoulder keeps down is no stroke" {
	run bash -c "printf 'Shoulder pain and stiffness for four months, cannot raise the arm' |
		'$CLIN' triage --lang en"
	[[ "$output" == *"Level 4"* ]]
	run bash -c "printf 'suddenly cannot raise the arm, face drooping' | '$CLIN' triage --lang en"
	[[ "$output" == *"Level 2"* ]]
}

@test "no question is asked twice" {
	run bash -c "printf '68岁，高血压10年，这两天头晕，走路有点飘，没有吐' | '$CLIN' triage --format json |
		jq -r '.results[0].questions[].ask' | sort | uniq -d"
	[ "$output" = '' ]
}
