#!/usr/bin/env bats
# clin triage: emergencies in lay words must not be under-triaged, and
# ordinary complaints must not be over-triaged. One table each, whole.

load helper

setup() {
	common_setup
	tables="$BATS_TEST_DIRNAME"
}

# level_of LANG OPTIONS TEXT: level and disposition, "none" where not graded.
level_of() {
	# shellcheck disable=SC2086 # the options are words
	"$CLIN" --lang "$1" triage $2 --format json "$3" </dev/null |
		jq -r '.results[0] | "\(.level.value // "none") \(.disposition)"'
}

@test "every emergency of the table is as urgent as it must be, in both languages" {
	wrong=() n=0
	while IFS='|' read -r max options text; do
		for lang in zh en; do
			got=$(level_of "$lang" "$options" "$text") || got="none"
			[[ "${got%% *}" =~ ^[1-4]$ && ${got%% *} -le $max &&
				"$got" != *self-care* ]] ||
				wrong+=("$lang: $got, not $max: $options $text")
		done
		n=$((n + 1))
	done <"$tables/triage-emergencies.txt"
	printf '%s\n' "${wrong[@]}"
	[ "$n" -ge 60 ]
	[ "${#wrong[@]}" -eq 0 ]
}

@test "every ordinary complaint of the table stays at level 4" {
	wrong=() n=0
	while IFS='|' read -r options text; do
		got=$(level_of zh "$options" "$text") || got="none"
		[ "${got%% *}" = 4 ] || wrong+=("$got: $options $text")
		n=$((n + 1))
	done <"$tables/triage-ordinary.txt"
	printf '%s\n' "${wrong[@]}"
	[ "$n" -ge 30 ]
	[ "${#wrong[@]}" -eq 0 ]
}

@test "a baby's bare months are an age; an adult's stay a duration" {
	age_of() {
		"$CLIN" triage --format json "$1" |
			jq -r '.results[0].patient.age | "\(.value) \(.unit)"'
	}
	[ "$(age_of '8个月 发烧39.2 不吃奶')" = "8 mo" ]
	[ "$(age_of '宝宝2个月，发烧38.3')" = "60.875 d" ]
	[ "$(age_of '3个月，腹痛')" = "null null" ]
}

@test "self-care is not offered while an emergency is undecided" {
	[ "$(level_of zh "-a 30 -s M" '流鼻涕两天')" = "4 self-care" ]
	[ "$(level_of zh "-a 70 -s M" '喉咙痛两天')" = "4 non-emergency" ]
	[ "$(level_of zh "-a 30 -s M" '喉咙痛两天，张不开嘴')" = "3 non-emergency" ]
	[ "$(level_of en "-a 30 -s M" 'headache since yesterday')" = "4 non-emergency" ]
	[ "$(level_of zh "-a 3y" '孩子发烧一天，38.5度')" = "4 non-emergency" ]
}

@test "what the come-back advice tells of need not be asked first" {
	[ "$(level_of zh "-a 30 -s M" '喉咙痛两天')" = "4 self-care" ]
	[ "$(level_of en "-a 30 -s M" 'sore throat and a cough for two days')" = "4 self-care" ]
	[ "$(level_of zh "-a 26 -s F" '痛经')" = "4 self-care" ]
	[ "$(level_of zh "-a 35 -s M" '昨天搬东西闪了腰')" = "4 self-care" ]
	[ "$(level_of zh "-a 35 -s M" '闪了腰，尿不出来')" != "4 self-care" ]
}

@test "a name before a word that could make it a longer name is still read" {
	for text in 'fever since yesterday' 'headache since monday' 'cough since 3 days'; do
		[ "$("$CLIN" triage -a 30 --format json "$text" | jq -r '.results[0].evidence[0].code')" = "${text%% *}" ]
	done
	[ "$(level_of zh "-a 30" '没有呼吸困难，流鼻涕')" != "1 emergency" ]
	[ "$(level_of zh "-a 30" '他没有呼吸')" = "1 emergency" ]
}

@test "a measured pressure or glucose counts as the word for it does" {
	local r
	r=$(printf '产后三天，头痛得厉害，血压170/110' | "$CLIN" triage --format json |
		jq -r '.results[0] | "\(.level.value) \(.evidence | map(.code) | contains(["high_bp"]))"')
	[ "$r" = "2 true" ]
	r=$(printf '咳嗽' | "$CLIN" triage --format json --vitals 'T=38.9' |
		jq -r '.results[0].evidence | map(.code) | contains(["fever"])')
	[ "$r" = true ]
	# 84 mmHg is low at 40, not at four
	r=$(printf '头晕' | "$CLIN" triage --format json --vitals 'BP=84/50' -a 40 |
		jq -r '.results[0].evidence | map(.code) | contains(["low_bp"])')
	[ "$r" = true ]
	r=$(printf '头晕' | "$CLIN" triage --format json --vitals 'BP=84/50' -a 4 |
		jq -r '.results[0].evidence | map(.code) | contains(["low_bp"])')
	[ "$r" = false ]
}

disposition_of() {
	printf '%s' "$1" | "$CLIN" triage --format json | jq -r '.results[0].disposition'
}

@test "who finds a patient is not the patient" {
	[ "$(disposition_of '女，75岁，有房颤史。家人发现其1小时前突然左侧肢体不能动，口角歪斜')" = emergency ]
	[ "$(disposition_of 'A 75-year-old woman. Her daughter noticed that her left arm will not move and her mouth droops since an hour ago.')" = emergency ]
}

@test "what the sex rules out is not left open" {
	[ "$(disposition_of '男，24岁，昨晚吃烧烤后腹泻4次，稀水样便，轻微肚子痛，无发热，无血便，能喝水，尿量正常')" = self-care ]
	[ "$(disposition_of '女，24岁，停经50天，右下腹痛')" = emergency ]
	[ "$(disposition_of '女，22岁，月经第一天下腹部坠痛，与以往痛经一样，非孕期')" = self-care ]
}

@test "one word of redness or an age is no infection, no fever and no overdose" {
	[ "$(disposition_of 'A 22-year-old man twisted his left ankle this morning. The outer side is slightly swollen but he can walk on it.')" = self-care ]
	[ "$(disposition_of 'A 41-year-old woman was stung by a bee an hour ago: a red itchy patch. She has no trouble breathing and no swelling of the face.')" = self-care ]
	[ "$(disposition_of 'A 47-year-old woman has a red, warm, swollen area on her lower leg spreading from a scratch for two days')" = non-emergency ]
}
