#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup add: what is typed in a hurry, at a desk.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export CLIN_NOW=2026-11-30T09:00:00+08:00
	"$CLIN" followup enrol P1 --sex F --birth 1958-03-02 -p htn >/dev/null
}

# typed WORDS READING…: the words are these readings and no others. The words
# are parted at blanks, as a shell does.
typed() {
	local words whole=$1
	read -ra words <<<"$1"
	shift
	"$CLIN" followup add P1 "${words[@]}" --dry-run >out 2>err || true
	"$CLIN" followup add P1 "$whole" --dry-run 2>err | diff out - # one word or many
	printf '%s\n' "$@" >expected
	sed -n '2,$p' out | grep -E '^  [^ ]' | grep -vE '^  (下次|未记)' | sed 's/^  //' >found || true
	diff expected found || { cat out err; false; }
}

# on DAY WORDS: when they were taken
on() {
	local words
	read -ra words <<<"$2"
	"$CLIN" followup add P1 "${words[@]}" --dry-run >out 2>err || { cat err; false; }
	[ "$(head -1 out)" = "P1  $1" ] || { cat out; false; }
}

@test "a pressure in all its forms" {
	for words in 'bp 148/92' '血压 148/92' '血压148/92' BP148/92 148/92 'bp 148/92mmHg' '高压148 低压92' \
		'收缩压 148 舒张压 92' '血压：148/92' 'bp=148/92' 'bp １４８／９２' '血压(148/92)'; do
		typed "$words" '收缩压 148 mmHg' '舒张压 92 mmHg'
	done
	typed 'bp 18.0/11.3 kPa' '收缩压 18 kPa' '舒张压 11.3 kPa'
	for words in 'bp 138/86 home' '家测血压 138/86' '家测 138/86' '自测血压138/86' '家里量的血压 138/86'; do
		typed "$words" '收缩压 138 mmHg (home)' '舒张压 86 mmHg (home)'
	done
}

@test "several in one line, with any punctuation, or none" {
	for words in 'bp 132/78 hr 70 wt 68.5' '血压132/78，心率70，体重68.5' '血压132/78、心率70、体重68.5kg' \
		'血压132/78心率70体重68.5' 'bp 132/78, hr 70, wt 68.5' 'BP：132/78；HR：70；体重：68.5公斤'; do
		typed "$words" '收缩压 132 mmHg' '舒张压 78 mmHg' '心率 70 /min' '体重 68.5 kg'
	done
	typed 'T36.5 P72 R18 BP132/78' '体温 36.5 °C' '心率 72 /min' '呼吸频率 18 /min' '收缩压 132 mmHg' '舒张压 78 mmHg'
	typed '体温36.5℃ 脉搏72次/分 SpO2：98%' '体温 36.5 °C' '心率 72 /min' '指脉氧饱和度 98 %'
}

@test "a glucose and how it was taken, before it and behind it" {
	for words in 'glu 8.1 空腹' 'glu 8.1 fasting' '空腹血糖8.1' '空腹 8.1' 空腹8.1 'fbg 8.1' '血糖8.1mmol/L空腹'; do
		"$CLIN" followup add P1 "$words" --dry-run | grep -q '^  空腹血糖 8.1 mmol/L' || { echo "$words"; false; }
	done
	typed 'glu 8.1 空腹 11.2 餐后' '空腹血糖 8.1 mmol/L (fasting)' '餐后2小时血糖 11.2 mmol/L (post-prandial)'
	typed '空腹7.1 餐后10.2' '空腹血糖 7.1 mmol/L (fasting)' '餐后2小时血糖 10.2 mmol/L (post-prandial)'
	typed '睡前血糖 8.0' '葡萄糖 8 mmol/L (bedtime)'
	typed 'glu 146mg/dL fasting' '空腹血糖 146 mg/dL (fasting)'
	run_split "$CLIN" followup add P1 glu 146 fasting # mg/dL, or a typing error
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"mg/dL"* ]]
	[ -z "$output" ]
}

@test "results by the names a ward uses: blood, not urine; creatinine, not chromium; temperature, not testosterone" {
	typed 'K 5.1 Cr 142' '钾 5.1 mmol/L' '肌酐 142 umol/L'
	typed '钾4.6 钠138 尿素 5.6' '钾 4.6 mmol/L' '钠 138 mmol/L' '尿素 5.6 mmol/L'
	typed '肌酐 88 尿酸 520' '肌酐 88 umol/L' '尿酸 520 umol/L'
	typed 't 36.8' '体温 36.8 °C'
	typed 'inr2.6 hba1c7.2%' '国际标准化比值 2.6' '糖化血红蛋白 7.2 %'
	typed 'TSH 0.05 FT4 18' '促甲状腺激素 0.05 mIU/L' '游离甲状腺素 18 pmol/L'
	typed '糖化 7.2' '糖化血红蛋白 7.2 %'
}

@test "days as they are said" {
	on 2026-11-29 '昨天血压148/92'
	on 2026-11-29 'yesterday bp 148/92'
	on 2026-11-29T07:30 'bp 148/92 昨天 7:30'
	on 2026-11-29T21:00 '昨晚9点 血压138/84'
	on 2026-11-30T07:30 '今早7点半 bp 148/92'
	on 2026-11-30 'bp 148/92 早'
	on 2026-11-27 '3天前 bp 148/92'
	on 2026-11-27 '上周五 bp 148/92'
	on 2025-12-28 '12月28日 bp 148/92'
	for words in '2026-11-25 血压150/92' '2026.11.25 bp 150/92' '2026年11月25日 血压 150/92 心率 70' '20261125 血压150/92' \
		'25 Nov bp 150/92' 'bp 150/92 on Nov 25' '11/25 bp 150/92' '11-25 血压150/92' '上周三 血压150/92' '上个星期三 血压150/92' 'last wednesday bp 150/92' \
		'礼拜三 血压150/92' '五天前血压150/92' 'bp 150/92 5 days ago'; do
		on 2026-11-25 "$words"
	done
	on 2026-11-25T08:20 '2026-11-25 08:20 血压150/92'
	on 2026-11-27 '周五血压150/92'
	on 2026-11-30 '晨起血压 146/88'
	on 2026-11-29T23:30 '昨夜11点半 血压 160/95'
	on 2026-11-27 'bp 150/92 last friday'
	on 2026-11-16 '两周前 血压150/92'
	on 2026-11-16 'bp 150/92 two weeks ago'
	on 2026-11-30 '周一 血压150/92' # today is one
	on 2026-11-30T07:30 'bp 150/92 at 7:30am'
	on 2026-11-29T21:00 'bp 150/92 yesterday 9pm'
	on 2026-11-29 'last night bp 150/92'
	on 2026-11-30 'home bp 150/92 this morning'
	on 2026-11-29T15:45 '昨天下午3点三刻 血压150/92'
	for at in 2026-11-28 11-28 11月28日 前天 '2 days ago'; do
		"$CLIN" followup add P1 bp 148/92 --at "$at" --dry-run | grep -q '^P1  2026-11-28$'
	done
	"$CLIN" followup add P1 早餐前 6.8 --dry-run | grep -q '空腹血糖 6.8' # a meal, no morning
	for at in 明天 今晚8点 2027-01-01 31月2日; do
		run_split "$CLIN" followup add P1 bp 148/92 --at "$at"
		[ "$status" -eq 2 ]
		[[ "$stderr" == *"--at"*"3天前"* ]]
	done
	run_split "$CLIN" followup add P1 昨天 bp 148/92 --at 2026-11-28 # which?
	[ "$status" -eq 2 ]
}

@test "names, meals and pairs of several words" {
	for words in '血压158 / 96' 'bp 158 / 96' 'BP: 158 over 96' '血压158/ 96' '上压158 下压96'; do
		typed "$words" '收缩压 158 mmHg' '舒张压 96 mmHg'
	done
	typed 'heart rate 88 resp rate 18 O2 sat 96' '心率 88 /min' '呼吸频率 18 /min' '指脉氧饱和度 96 %'
	typed '150/95 80次' '收缩压 150 mmHg' '舒张压 95 mmHg' '心率 80 /min'
	typed '血脂 TC 5.2 LDL 3.4' '总胆固醇 5.2 mmol/L' '低密度脂蛋白胆固醇 3.4 mmol/L'
	typed 'temp 36.9 C' '体温 36.9 °C'
	typed '体温 36.5度' '体温 36.5 °C'
	typed 'systolic 140 diastolic 88' '收缩压 140 mmHg' '舒张压 88 mmHg'
	typed 'fasting sugar 8.3' '空腹血糖 8.3 mmol/L (fasting)'
	typed 'before breakfast 6.4' '空腹血糖 6.4 mmol/L (fasting)'
	typed 'pre-lunch glucose 7.2' '葡萄糖 7.2 mmol/L (pre-meal)'
	for words in '午餐后2小时血糖12.4' '早餐后2h 12.4' '2h after dinner 12.4' 'glu 12.4 2 hours after lunch' '餐后两个小时血糖 12.4'; do
		typed "$words" '餐后2小时血糖 12.4 mmol/L (post-prandial)'
	done
	typed '早饭后1小时 9.8' '餐后1小时血糖 9.8 mmol/L (post-prandial)'
	typed 'glu 6.1 before breakfast, 10.2 after lunch' '空腹血糖 6.1 mmol/L (fasting)' '餐后2小时血糖 10.2 mmol/L (post-prandial)'
	typed 'home bp 138/84' '收缩压 138 mmHg (home)' '舒张压 84 mmHg (home)'
	typed 'T36.5P72R18BP130/80' '体温 36.5 °C' '心率 72 /min' '呼吸频率 18 /min' '收缩压 130 mmHg' '舒张压 80 mmHg'
}

@test "clauses of a Chinese comma; choices that stand apart" {
	for words in '血压150/95，服药规律，无不适' '血压150/95，症状 头痛，头晕' '血压150/95 症状 头痛、头晕'; do
		"$CLIN" followup add P1 visit "$words" --dry-run | grep -q '收缩压 150'
	done
	"$CLIN" followup add P1 visit '血压150/95，服药规律，症状 头痛，头晕' >out
	grep -q '表单 2 项' out
	"$CLIN" followup report htn --format csv >form.csv
	grep -q 规律 form.csv
	grep -q 头痛头晕 form.csv

}

@test "a value and its target are no day" {
	"$CLIN" followup add P1 visit bp 148/92 smoke 10/5 exercise_times 3/5 --dry-run >out
	[ "$(head -1 out)" = P1 ]
	grep -q '表单 2 项' out
	on 2026-11-05 'visit 11/5 bp 148/92 smoke 10/5'
}

@test "what cannot be is named, and nothing is kept" {
	for words in 'bp 92/148' 'bp 148' '心率' 'hr abc' 'foo 12' 'wt 700' 'spo2 970' 'k 46' 't 368' '体重 140 斤' '血压 148-92-70' \
		'bp 1a8/90' '血压 1a8/90' home '空腹' 左臂 律齐 '血压 左臂' '11.28 bp 150/92' 'hr 1o2'; do
		run_split "$CLIN" followup add P1 "$words"
		[ "$status" -ne 0 ] || { echo "$words"; false; }
		[ -n "$stderr" ]
	done
	[ "$("$CLIN" followup trend P1 BW -f csv | wc -l)" -le 1 ]
	run_split "$CLIN" followup add P1 hr abc
	[[ "$stderr" == *"'abc'：应为 数字"* ]] # in the reader's language
	run_split "$CLIN" followup add P1 血压 1a8/90 # the whole of it, no arsenic
	[[ "$stderr" == *"'1a8/90'"* ]]
}

@test "correct takes the same words" {
	"$CLIN" followup add P1 血压148/92 >/dev/null
	"$CLIN" followup correct P1 2>/dev/null || true
	"$CLIN" followup add P1 correct 血压138/92 >out
	grep -q '138' out
	[ "$("$CLIN" followup trend P1 SBP -f csv | tail -n +2 | cut -d, -f3)" = 138 ]
}

@test "which arm, lying or standing, a rhythm: told as not recorded; fillers are nothing" {
	for words in '左臂血压150/95' '右上肢 BP 150/95 mmHg' '坐位血压150/95' 'bp 150/95 left arm' 'standing bp 150/95' 'BP sitting 150/95' \
		'血压：150/95（左）' '150-95' '血压150-95mmHg' 'BP is 150/95' '测血压150/95' '血压高，150/95' '血压一百五十/九十五'; do
		typed "$words" '收缩压 150 mmHg' '舒张压 95 mmHg'
	done
	"$CLIN" followup add P1 '左臂血压150/95 心率72次/分 律齐，头不晕' --dry-run | grep -q '^  未记：律齐、左臂、头不晕（'
	"$CLIN" followup add P1 'bp 150/95 left arm' --dry-run --lang en | grep -q 'not recorded: left arm ('
	"$CLIN" followup add P1 'pulse 76 regular' --dry-run >out # no adherence
	run ! grep -q '表单 [0-9]' out
	typed '自己在家测的血压138/84' '收缩压 138 mmHg (home)' '舒张压 84 mmHg (home)'
	typed 'home BP average 136/82' '收缩压 136 mmHg (home)' '舒张压 82 mmHg (home)'
	typed '高压一百五，低压九十' '收缩压 150 mmHg' '舒张压 90 mmHg'
	typed '血压一百零五/七十' '收缩压 105 mmHg' '舒张压 70 mmHg'
	typed '血糖（空腹）7.3' '空腹血糖 7.3 mmol/L (fasting)'
	typed 'CAT 12分 mMRC 2级' 'CAT 总分 12' 'mMRC 呼吸困难分级 2'
	typed 'HR irregular 88' '心率 88 /min'
	typed '体温37度2' '体温 37.2 °C'
	typed '体温三十六度五' '体温 36.5 °C'
	typed '身高1米68 体重72' '身高 168 cm' '体重 72 kg'
	typed '心率每分钟78次' '心率 78 /min'
	typed 'O2 97%' '指脉氧饱和度 97 %'
	typed 'weight 160 lb' '体重 160 lb'
	typed '2hr pp 9.8' '餐后2小时血糖 9.8 mmol/L (post-prandial)'
	typed 'fev1 1.62 fvc 2.9' '一秒用力呼气容积 1.62 L' '用力肺活量 2.9 L'
	typed 'fev1 58%' 'FEV1 占预计值 58 %'
	for words in 'bp 148/92 foo 12' '体重 140 石' 'weight 11 stone' '血压 左臂 律齐'; do # a unit, a name, nothing
		run_split "$CLIN" followup add P1 "$words"
		[ "$status" -ne 0 ] || { echo "$words"; false; }
	done
}
