#!/usr/bin/env bats
# clin triage: whole tables of complaints in lay words, each table one batch.
# triage-lay-emergencies.txt: LEVEL|OPTIONS|TEXT, to be LEVEL or more urgent.
# triage-lay-ordinary.txt: OPTIONS|TEXT, never level 1 or 2.

bats_require_minimum_version 1.5.0
load helper

setup() {
	common_setup
	tables="$BATS_TEST_DIRNAME"
}

# requests_of FIELDS FILE: the lines of a table as a batch.
requests_of() {
	jq -Rc --argjson fields "$1" '
		split("|") | .[$fields - 2] as $o | .[$fields - 1:] as $t |
		{id: (input_line_number | tostring), text: ($t | join("|")),
		 patient: ((($o | capture("-a (?<age>\\S+)")) // {}) +
			(($o | capture("-s (?<sex>\\S+)")) // {}))}' "$2"
}

@test "emergencies in lay words are not under-triaged" {
	requests_of 3 "$tables/triage-lay-emergencies.txt" >"$BATS_TEST_TMPDIR/in"
	"$CLIN" triage --batch <"$BATS_TEST_TMPDIR/in" 2>/dev/null |
		jq -r '.level.value // 9' >"$BATS_TEST_TMPDIR/levels"
	paste -d'|' "$BATS_TEST_TMPDIR/levels" "$tables/triage-lay-emergencies.txt" |
		awk -F'|' '$1 > $2' >"$BATS_TEST_TMPDIR/wrong"
	cat "$BATS_TEST_TMPDIR/wrong"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/levels")" -ge 140 ]
	[ ! -s "$BATS_TEST_TMPDIR/wrong" ]
}

@test "ordinary complaints in lay words are not over-triaged" {
	requests_of 2 "$tables/triage-lay-ordinary.txt" >"$BATS_TEST_TMPDIR/in"
	"$CLIN" triage --batch <"$BATS_TEST_TMPDIR/in" 2>/dev/null |
		jq -r '.level.value // 9' >"$BATS_TEST_TMPDIR/levels"
	paste -d'|' "$BATS_TEST_TMPDIR/levels" "$tables/triage-lay-ordinary.txt" |
		awk -F'|' '$1 <= 2' >"$BATS_TEST_TMPDIR/wrong"
	cat "$BATS_TEST_TMPDIR/wrong"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/levels")" -ge 140 ]
	[ ! -s "$BATS_TEST_TMPDIR/wrong" ]
}

@test "a phrase denied is absent, and a long-standing one is no stroke" {
	state_of() {
		"$CLIN" triage -a 50 --format json "$1" |
			jq -r --arg c "$2" '[.results[0].evidence[] | select(.code == $c) | .state][0] // "none"'
	}
	[ "$(state_of '今天突然左边胳膊动不了' acute_neuro_deficit)" = present ]
	[ "$(state_of '今天头晕，左边胳膊没有动不了' acute_neuro_deficit)" != present ]
	[ "$(state_of '肩周炎三个月，胳膊抬不起来' arm_weakness)" = none ]
	[ "$(state_of '没有呼吸困难' not_breathing)" = none ]
}

@test "ordinary words that hold a site, a week, a machine make no emergency" {
	level() { "$CLIN" triage --format json "$1" | jq -r '.results[0].level.value'; }
	codes() { "$CLIN" triage --format json "$1" | jq -r '[.results[0].evidence[] | select(.state == "present") | .code] | join(" ")'; }
	[[ $(codes '手术疼不疼，刀口疼') != *hand_pain* ]]
	[[ $(codes '脚肿得像馒头，疼') != *headache* ]]
	[[ $(codes '嗓子痒') == *throat* ]]
	[[ $(codes '胸痛与活动无关') == *chest_pain* ]]
	[ "$(level '打篮球崴了脚，外脚踝肿得像馒头，现在一周了走路还疼，片子说没骨折')" -ge 3 ]
	[ "$(level '晚上打呼噜像打雷，还会憋住不喘气，白天开车犯困，要不要戴呼吸机')" -ge 3 ]
	[[ $(codes '爸爸胃癌术后化疗第三次，白细胞1.8，发烧没有') != *fever* ]]
	# a list behind something that is no finding is not denied
	[ "$(level "insulin then no lunch, sweaty, talking rubbish, won't swallow juice")" -le 2 ]
}

@test "a test strip is no pregnancy, two lines are; bleeding of a pregnant woman has its place" {
	pregnant() { "$CLIN" triage --format json "$1" | jq -c '.results[0].patient | [.pregnant, .weeks]'; }
	codes() { "$CLIN" triage --format json "$1" | jq -r '[.results[0].evidence[] | select(.state == "present") | .code] | join(" ")'; }
	[ "$(pregnant '月经推迟了12天，验孕棒是一条杠')" = '[null,null]' ]
	[ "$(pregnant '月经推迟了12天，验孕棒两条杠' | jq -c '.[0]')" = true ]
	[ "$(pregnant '怀上二胎12周了，头疼')" = '[true,12]' ]
	[[ $(codes '怀上二胎12周了，出血') == *pregnancy_bleeding* ]]
	[[ $(codes 'pregnant 9 weeks, spotting since this morning') == *pregnancy_bleeding* ]]
	for text in '怀孕20周，牙龈出血' '怀孕大便出血' '怀孕25周，抽血血红蛋白98' '备孕半年，月经期外出血'; do
		[[ $(codes "$text") != *pregnancy_bleeding* ]]
	done
}

@test "vignettes in the third person: three dispositions, no emergency missed" {
	jq -Rc 'split("|") | {id: (input_line_number | tostring), text: .[1]}' \
		"$tables/triage-dispositions.txt" >"$BATS_TEST_TMPDIR/in"
	"$CLIN" triage --batch <"$BATS_TEST_TMPDIR/in" 2>/dev/null |
		jq -r '.disposition // "none"' >"$BATS_TEST_TMPDIR/got"
	sed 's/^E|.*/emergency/; s/^N|.*/non-emergency/; s/^S|.*/self-care/' \
		"$tables/triage-dispositions.txt" >"$BATS_TEST_TMPDIR/due"
	paste "$BATS_TEST_TMPDIR/due" "$BATS_TEST_TMPDIR/got" >"$BATS_TEST_TMPDIR/both"
	cat "$BATS_TEST_TMPDIR/both"
	n=$(wc -l <"$BATS_TEST_TMPDIR/both")
	[ "$n" -ge 45 ]
	[ "$(awk '$1 == $2' "$BATS_TEST_TMPDIR/both" | wc -l)" -ge $((n * 8 / 10)) ]
	run ! grep -E '^emergency	(non-emergency|self-care|none)' "$BATS_TEST_TMPDIR/both"
}

@test "questions of patients reach their department" {
	requests_of 3 "$tables/triage-departments.txt" >"$BATS_TEST_TMPDIR/in"
	"$CLIN" triage --batch <"$BATS_TEST_TMPDIR/in" 2>/dev/null |
		jq -r '[.departments[].code] | join(" ")' >"$BATS_TEST_TMPDIR/got"
	cut -d'|' -f1 "$tables/triage-departments.txt" | paste -d'|' - "$BATS_TEST_TMPDIR/got" |
		awk -F'|' '
		function fits(code, wanted, w, n, i) {
			n = split(wanted, w, " ")
			for (i = 1; i <= n; i++)
				if (code == w[i] || index(code, w[i] ".") == 1)
					return 1
			return 0
		}
		{ n = split($2, got, " "); all++; hit = 0
		  for (i = 1; i <= n; i++) if (fits(got[i], $1)) { hit = 1; if (i == 1) first++ }
		  any += hit }
		END { print all, first, any; exit !(all >= 170 && first >= all * 0.85 && any >= all * 0.95) }'
}

# triage-states.txt: TEXT|CODE=STATE[@HOURS] …, p present, a absent, u and o not
# the patient's (unknown, another's), - not now.
@test "negation, subject and duration of a hundred sentences" {
	jq -Rc 'split("|") | {id: (input_line_number | tostring), text: (.[:-1] | join("|"))}' \
		"$tables/triage-states.txt" >"$BATS_TEST_TMPDIR/in"
	CLIN_NOW=2026-11-30T10:00:00 "$CLIN" triage --batch <"$BATS_TEST_TMPDIR/in" 2>/dev/null \
		>"$BATS_TEST_TMPDIR/out" || [ "$?" -eq 4 ]
	jq -Rc 'split("|") | .[-1] | split(" ")' "$tables/triage-states.txt" |
		jq -c --slurpfile got "$BATS_TEST_TMPDIR/out" -n '
		[inputs] | to_entries | map(
			. as $row | $got[$row.key].evidence as $all |
			$row.value | all(
				capture("(?<code>[^=]+)=(?<state>.)(@(?<hours>.*))?") as $w |
				[$all[] | select(.code == $w.code and .subject == "patient")] as $own |
				[$own[] | select(.state == "present" and (.past | not))] as $now |
				if $w.state == "p" then
					($now | length) > 0 and ($w.hours == null or
						($now | any(.duration != null and
						 ((.duration - ($w.hours | tonumber)) | fabs) <=
						 0.12 * ($w.hours | tonumber) + 0.05)))
				elif $w.state == "a" then
					($own | any(.state == "absent")) and ($now | length) == 0
				else ($now | length) == 0 end)) |
		{all: length, right: (map(select(.)) | length)}' >"$BATS_TEST_TMPDIR/sum"
	cat "$BATS_TEST_TMPDIR/sum"
	[ "$(jq -r '.all >= 120 and .right >= .all * 0.95' "$BATS_TEST_TMPDIR/sum")" = true ]
}

@test "what the record knows of the patient raises the level" {
	level() { "$CLIN" triage -a 50 --format json "$@" | jq '.results[0].level.value'; }
	[ "$(level '摔到头')" = 3 ]
	[ "$(level --on warfarin '摔到头')" = 2 ]
	[ "$(level --dx 透析 '心慌')" = 2 ]
	[ "$(level --on chemo '发烧')" = 2 ]
	[ "$(level --history 肾移植 '发烧')" = 2 ]
}
