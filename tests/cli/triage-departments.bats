#!/usr/bin/env bats
# clin triage: where to. Questions of patients as they write them
# (triage-questions.txt: codes that are right|options|text), and the rules of
# the order.

bats_require_minimum_version 1.5.0
load helper

setup() {
	common_setup
	tables=$BATS_TEST_DIRNAME
}

codes() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq -r '[.results[0].departments[].code] | join(" ")'
}

# All lines of a table: how many, how many right first, right among three,
# with three places.
measure() {
	jq -Rc 'split("|") | {id: (input_line_number | tostring), text: .[2]}' "$1" |
		"$CLIN" triage --batch 2>/dev/null |
		jq -r '[.departments[].code] | join(" ")' >"$BATS_TEST_TMPDIR/got" || true
	cut -d'|' -f1 "$1" | paste -d'|' - "$BATS_TEST_TMPDIR/got" |
		awk -F'|' '
		function fits(code, wanted, w, n, i) {
			n = split(wanted, w, " ")
			for (i = 1; i <= n; i++)
				if (code == w[i] || index(code, w[i] ".") == 1)
					return 1
			return 0
		}
		{ n = split($2, got, " "); all++; hit = 0; three += n == 3
		  for (i = 1; i <= n; i++) if (fits(got[i], $1)) { hit = 1; if (i == 1) first++ }
		  any += hit }
		END { print all, first, any, three }'
}

@test "questions of patients: the right department first and among the first three" {
	read -r all first any three < <(measure "$tables/triage-questions.txt")
	echo "$all $first $any $three"
	((all >= 885 && first * 100 >= all * 82 && any * 100 >= all * 95 &&
		three * 100 >= all * 95))
}

@test "long questions with histories, drugs and worries: likewise" {
	read -r all first any three < <(measure "$tables/triage-questions-long.txt")
	echo "$all $first $any $three"
	((all >= 790 && first * 100 >= all * 76 && any * 100 >= all * 95 &&
		three * 100 >= all * 95))
}

@test "questions in English: likewise" {
	read -r all first any three < <(measure "$tables/triage-questions-en.txt")
	echo "$all $first $any $three"
	((all >= 100 && first * 100 >= all * 80 && any * 100 >= all * 88))
}

@test "an angle is no temperature, a scab no last word, a name no wish to die" {
	run bash -c "printf '坐骨神经痛，直腿抬高30度，侧弯35度' | '$CLIN' triage --format json"
	[ "$(jq -r '.results[0].vitals.TEMP // .results[0].vitals.temp // "none"' <<<"$output")" = none ]
	[ "$(jq -r '.results[0].level.value' <<<"$output")" -ge 3 ]
	run bash -c "printf '水泡破了结痂，查出了结石' | '$CLIN' triage --format json"
	[[ "$output" != *suicidal* ]]
}

@test "a drug that is named speaks for its speciality" {
	[[ "$(codes '一直在吃左乙拉西坦，最近想换药')" == 03.03* ]]
	[[ "$(codes '吃着恩替卡韦，能停吗')" == 16* ]]
	[[ "$(codes '用拉坦前列素滴眼两年了')" == 10* ]]
	[[ "$(codes '在吃非那雄胺，要吃多久')" == 04.04* ]]
}

@test "words that name a speciality and no complaint: where to, but no level" {
	run bash -c "printf '眼底检查挂什么科' | '$CLIN' triage --format json"
	[ "$status" -eq 4 ]
	[ "$(jq -r '.results[0].level' <<<"$output")" = null ]
	[ "$(jq -r '.results[0].departments[0].code' <<<"$output")" = 10 ]
	[ "$(jq -r '.results[0].topics[0].printed' <<<"$output")" = 眼底 ]
	run bash -c "printf '眼底检查挂什么科' | '$CLIN' triage"
	[[ "$output" == *眼科* && "$output" == *不能分级* ]]
	[ "$(codes '啊啊啊')" = "" ]
	[ "$(codes '没有痔疮')" = "" ]
}

@test "a child goes to paediatrics, or to the speciality and paediatrics next" {
	[[ "$(codes '孩子咳嗽三天，有痰' -a 4)" == 07* ]]
	[[ "$(codes '牙疼，蛀牙' -a 6)" == "12"*" 07"* ]]
	[[ "$(codes '看黑板看不清，近视' -a 8)" == "10 07"* ]]
	[[ "$(codes '呼吸困难，嘴唇发紫' -a 2)" == "20 07"* ]]
	[[ "$(codes '咳嗽三天，有痰' -a 40)" != *07* ]]
	[[ "$(codes '咳嗽三天，有痰')" != *07* ]]
}

@test "the pregnant see an obstetrician; men no gynaecologist" {
	[[ "$(codes '怀孕16周，反酸烧心' -s F)" == *05.02* ]]
	[[ "$(codes '小腹疼，分泌物多' -s M)" != *05.* ]]
}

@test "three places whenever one has a reason, and --why says it" {
	[ "$(codes '耳鸣' -a 40 | wc -w)" -eq 3 ]
	run "$CLIN" triage --why -a 40 耳鸣
	[[ "$output" == *耳鼻咽喉科*+*耳鸣* ]]
	run "$CLIN" --lang en triage --why -a 3 cough and fever
	[[ "$output" == *"a child"* ]]
}

@test "what is told beside the complaint does not lead: other diseases, sound organs, fears, a child at home" {
	[[ "$(codes '我妈65岁，看东西像隔了一层雾，晚上看灯有一圈圈，糖尿病也有十年了')" == 10* ]]
	[[ "$(codes '早上翻身起床天旋地转，几十秒就好，做了头颅CT没事')" == 11* ]]
	[[ "$(codes '左边腰上起了一排水泡，火辣辣地疼，会不会传染给家里小孩')" == 13* ]]
	[[ "$(codes '哺乳期右边乳房有个硬块，又红又烫')" == 04.01* ]]
	[[ "$(codes '喝完啤酒第二天大脚趾红肿剧痛，尿酸580')" != 07* ]]
	[[ "$(codes '想给老人打带状疱疹疫苗，有高血压能不能打')" == 01* ]]
}

@test "ordinary words and old stories make no emergency" {
	for text in '查出肝硬化五年，脚有点肿' '剖腹产二十三天了，伤口那里有点硬硬的疼' \
		'脾气急，怕热出汗，脖子有点粗' '搬了一下煤气罐，现在翻身困难，右边屁股到小腿有点麻' \
		'声音嘶哑两个多月，一上完课就说不出话，喉镜说声带小结' '同房一两分钟就软，早上也没有反应'; do
		out=$("$CLIN" triage -a 35 --format json "$text")
		[ "$(jq '.results[0].level.value // 4' <<<"$out")" -ge 3 ] || { echo "$text"; false; }
	done
}
