#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup report: the national forms, the panel, the note of a visit;
# forms typed and asked; advice.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex M --birth 1950-03-02 -p htn --dx 高血压 \
		--start 2026-08-20 --name 王某 --doctor 李医生 --village 东村 >/dev/null
}

visit() {
	"$CLIN" followup add P1 visit bp 148/92 hr 76 wt 70 height 165 \
		method=门诊 symptoms=头痛头晕、心悸胸闷 smoke=10/0 salt=中/轻 adherence=1
}

# cell FILE HEADING: the value under a heading of a form in CSV, last row.
cell() {
	python3 - "$1" "$2" <<-'PY'
		import csv, sys
		rows = list(csv.reader(open(sys.argv[1], encoding="utf-8")))
		print(rows[-1][rows[0].index(sys.argv[2])])
	PY
}

@test "the hypertension form, field by field, in the official words" {
	"$CLIN" followup med P1 add '氨氯地平 5mg qd' >/dev/null
	visit >/dev/null
	"$CLIN" followup report htn --quarter 2026Q4 -f csv --with-names >h.csv
	[ "$(cell h.csv 姓名)" = 王某 ]
	[ "$(cell h.csv 随访日期)" = 2026-11-21 ]
	[ "$(cell h.csv 随访方式)" = 门诊 ]
	[ "$(cell h.csv 症状)" = 头痛头晕、心悸胸闷 ]
	[ "$(cell h.csv '血压（mmHg）')" = 148/92 ]
	[ "$(cell h.csv '体质指数（BMI）（kg/m²）')" = 25.7 ]
	[ "$(cell h.csv '日吸烟量（支）')" = 10/0 ]
	[ "$(cell h.csv '摄盐情况（咸淡）')" = 中/轻 ]
	[ "$(cell h.csv 服药依从性)" = 规律 ]
	[ "$(cell h.csv 药物名称1)" = 氨氯地平 ]
	[ "$(cell h.csv 用法用量1)" = '5mg qd' ]
	[ "$(cell h.csv 此次随访分类)" = 控制不满意 ]
	[ "$(cell h.csv 下次随访日期)" = 2026-12-05 ]
	[ "$(cell h.csv 随访医生签名)" = 李医生 ]
	# what was not recorded stays empty
	[ -z "$(cell h.csv 药物不良反应)" ]
	"$CLIN" followup report htn --quarter 2026Q4 | grep -q '未记录：.*药物不良反应\|药物不良反应'
	"$CLIN" followup report htn -f csv >no.csv
	run ! grep -q 王某 no.csv
}

@test "a quarter holds its own visits, and names who has none" {
	visit >/dev/null
	run_split "$CLIN" followup report htn --quarter 2026Q3 -f csv
	[ "${#lines[@]}" -eq 1 ]
	[[ "$stderr" == *"1 人没有记录：P1"* ]]
	for bad in 2026Q5 2026 Q3 2026Q33; do
		run_split "$CLIN" followup report htn --quarter "$bad"
		[ "$status" -eq 2 ]
	done
	run_split "$CLIN" followup report nosuch
	[ "$status" -eq 2 ]
}

@test "controlled only by readings of the day; a typed class wins" {
	"$CLIN" followup add P1 visit bp 138/84 >/dev/null
	"$CLIN" followup report htn -f csv >a.csv
	[ "$(cell a.csv 此次随访分类)" = 控制满意 ]
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup add P1 visit hr 70 >/dev/null
	"$CLIN" followup report htn -f csv >b.csv
	[ -z "$(cell b.csv 此次随访分类)" ]
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup add P1 visit bp 138/84 class=并发症 >/dev/null
	"$CLIN" followup report htn -f csv >c.csv
	[ "$(cell c.csv 此次随访分类)" = 并发症 ]
}

@test "the diabetes form: glucose, the last HbA1c with its date, insulin apart" {
	"$CLIN" followup enrol P1 -p t2dm --dx 2型糖尿病 --start 2026-08-20 >/dev/null
	"$CLIN" followup add P1 hba1c 7.8 --at 2026-06-10 >/dev/null
	"$CLIN" followup med P1 add '二甲双胍 0.5g bid' '甘精胰岛素 12U qn' >/dev/null
	"$CLIN" followup add P1 visit glu 8.1 fasting bp 130/80 foot_pulse=触及正常 hypo=偶尔 >/dev/null
	"$CLIN" followup report t2dm -f csv >d.csv
	[ "$(cell d.csv '空腹血糖值（mmol/L）')" = 8.1 ]
	[ "$(cell d.csv '糖化血红蛋白（%）')" = 7.8 ]
	[ "$(cell d.csv 检查日期)" = 2026-06-10 ]
	[ "$(cell d.csv 足背动脉搏动)" = 触及正常 ]
	[ "$(cell d.csv 低血糖反应)" = 偶尔 ]
	# by the numbers of the printed form: 1 normal, 2 weak, 3 absent, and the side
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup add P1 visit glu 8.1 fasting bp 130/80 足背动脉 3 hypo=偶尔 症状 多饮 其他症状 乏力 >/dev/null
	"$CLIN" followup report t2dm -f csv >d.csv
	[ "$(cell d.csv 足背动脉搏动)" = 消失 ]
	[ "$(cell d.csv 其他症状)" = 乏力 ]
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup add P1 visit glu 8.1 fasting bp 130/80 足背动脉 2-2 hypo=偶尔 >/dev/null
	"$CLIN" followup report t2dm -f csv >d.csv
	[ "$(cell d.csv 足背动脉搏动)" = 减弱（左侧） ]
	[ "$(cell d.csv 药物名称1)" = 二甲双胍 ]
	[ -z "$(cell d.csv 药物名称2)" ]
	[ "$(cell d.csv 胰岛素)" = '甘精胰岛素 12U qn' ]
	[ "$(cell d.csv 此次随访分类)" = 控制不满意 ]
}

@test "the yearly check of those from 65 on, with scales and constitution" {
	# shellcheck disable=SC2046
	"$CLIN" followup scale P1 tcm-constitution 5 $(yes 1 | head -32) >/dev/null
	"$CLIN" followup scale P1 elder-selfcare 3 0 0 0 1 >/dev/null
	"$CLIN" followup add P1 check bp 140/80 height 165 wt 70 waist 90 HGB 132 self_rated=基本满意 teeth=缺齿、义齿（假牙） guidance=1,2 >/dev/null
	"$CLIN" followup enrol Y1 --sex F --birth 1990-01-01 >/dev/null
	"$CLIN" followup report elder --year 2026 -f csv >e.csv
	[ "$(wc -l <e.csv)" -eq 2 ]
	[ "$(cell e.csv 老年人健康状态自我评估)" = 基本满意 ]
	[ "$(cell e.csv 老年人生活自理能力自我评估)" = '轻度依赖（4～8分）' ]
	[ "$(cell e.csv 齿列)" = '缺齿、义齿（假牙）' ]
	[ "$(cell e.csv '血红蛋白（g/L）')" = 132 ]
	[ "$(cell e.csv 中医体质辨识)" = '平和质（是）' ]
	[ -z "$(cell e.csv 心电图)" ]
}

@test "a field that no form has, and a choice that is none, are refused" {
	for bad in foo=3 method=9 symptoms=头痛头晕、飞; do
		run_split "$CLIN" followup add P1 bp 130/80 $bad
		[ "$status" -eq 2 ]
		[ -z "$output" ]
	done
	[ "$("$CLIN" followup trend P1 SBP -f csv | grep -c ,SBP,)" -eq 0 ]
}

@test "what is coded is typed as readings are, and stands on the form" {
	"$CLIN" followup enrol P1 -p t2dm --dx 2型糖尿病 --start 2026-08-20 >/dev/null
	"$CLIN" followup add P1 visit bp 138/88 fpg 6.1 不吸烟 足背动脉 触及正常 规律 salt 中/轻 电话 低血糖反应 无 drink none hr 70 >out
	grep -q '表单 7 项' out
	"$CLIN" followup report htn >form.txt
	for line in 随访方式：电话 '日吸烟量：0 支' 摄盐情况（咸淡）：中/轻 服药依从性：规律 '日饮酒量：0 两'; do
		grep -q "$line" form.txt
	done
	"$CLIN" followup report t2dm | grep -q 足背动脉搏动：触及正常
	"$CLIN" followup add P1 visit foot normal smoking no adherence irregular >out
	grep -q '表单 3 项' out
	"$CLIN" followup add P1 check oedema none 从不吸烟 lips pink >out
	grep -q '表单 3 项' out
	# a context is none of the choices, a reading no field
	"$CLIN" followup add P1 bp 138/82 home k 4.1 >out
	grep -q '收缩压 138 mmHg (home)' out
	run ! grep -q '表单' out
	for bad in 'foo 3' smoke 'salt 5' 'adherence often' 无; do
		# shellcheck disable=SC2086
		run_split "$CLIN" followup add P1 $bad
		[ "$status" -eq 2 ]
	done
}

@test "add without readings at a terminal asks: wrong answers again, empty ones skipped" {
	python3 - "$CLIN" >out <<-'PY'
		import os, pty, subprocess, sys
		master, slave = pty.openpty()
		p = subprocess.Popen([sys.argv[1], "followup", "add", "P1"], stdin=slave,
		    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
		os.write(master, b"80/120\n148/92\n76\n\n3\n2,3\nq\n")
		print(p.communicate(timeout=20)[0].decode())
	PY
	grep -q '收缩压 148 mmHg' out
	grep -q '心率 76' out
	grep -q '表单 2 项' out
}

@test "the note of a visit: measured, recorded, findings as of that day, advice, next" {
	visit >/dev/null
	CLIN_NOW=2026-12-05T09:00:00+08:00 "$CLIN" followup add P1 visit bp 130/80 >/dev/null
	CLIN_NOW=2026-12-06T09:00:00+08:00 "$CLIN" followup report note P1 --at 2026-11-21 >n
	grep -q '收缩压 148 mmHg' n
	grep -q '血压控制不满意' n
	grep -q '日吸烟量 10/0 支' n
	grep -q '下次随访 2026-12-05' n
	grep -q '^宣教 少盐' n
	CLIN_NOW=2026-12-06T09:00:00+08:00 LANG=en_US.UTF-8 "$CLIN" followup report note P1 >m
	grep -q 'follow-up note  2026-12-05' m
	run ! grep -q 'not controlled' m
	run_split "$CLIN" followup report note P1 --at 2026-10-01
	[ "$status" -ne 0 ]
}

@test "the panel: completion, control rate, who has no reading" {
	visit >/dev/null
	"$CLIN" followup enrol P2 --sex F --birth 1970-01-01 -p htn --dx 高血压 --start 2026-08-20 >/dev/null
	"$CLIN" followup add P2 visit bp 130/80 >/dev/null
	"$CLIN" followup enrol P3 --sex F --birth 1970-01-01 -p htn --dx 高血压 --start 2026-08-20 >/dev/null
	"$CLIN" followup report panel -f csv >p.csv
	[ "$(cell p.csv 在管)" = 3 ]
	[ "$(cell p.csv 应访)" = 3 ]
	[ "$(cell p.csv 完成)" = 2 ]
	[ "$(cell p.csv 完成率)" = 66.7% ]
	[ "$(cell p.csv 达标)" = 1 ]
	[ "$(cell p.csv 无读数)" = 1 ]
	[ "$(cell p.csv 控制率)" = 33.3% ]
	"$CLIN" followup report panel --village 西村 -f csv >q.csv
	[ "$(wc -l <q.csv)" -eq 1 ]
	[ "$("$CLIN" followup report panel | widest)" -le 80 ]
}

@test "a fast pulse is urgent in diabetes, and says nothing of the control of glucose" {
	"$CLIN" followup enrol D1 --sex F --birth 1970-01-01 -p t2dm --dx 2型糖尿病 --start 2026-08-20 >/dev/null
	"$CLIN" followup add D1 visit glu 6.2 fasting bp 120/70 hr 112 >out
	grep -q '心率 >100' out
	"$CLIN" followup due -w month -f ndjson | grep -q '"id":"D1".*"recheck":true'
	"$CLIN" followup report t2dm -f csv >d.csv
	[ "$(cell d.csv 此次随访分类)" = 控制满意 ]
}

@test "import judges what it took: an alarm at entry, a critical value opened" {
	printf '时间,收缩压,舒张压\n2026-11-20 08:00,186,100\n' >i.csv
	"$CLIN" followup import P1 i.csv >out
	grep -q '血压达到紧急转诊标准' out
	[ "$(grep -c 批次 out)" -eq 1 ]
	run_split "$CLIN" followup import P1 i.csv --fail-on urgent
	[ "$status" -eq 0 ]
}

@test "one word for two forms: each gets the symptoms it has" {
	"$CLIN" followup enrol P1 -p t2dm >/dev/null
	"$CLIN" followup add P1 visit bp 132/80 glu 6.1 fasting 症状 头痛头晕、多饮 >/dev/null
	"$CLIN" followup report htn -f csv >h.csv
	"$CLIN" followup report t2dm -f csv >d.csv
	[ "$(cell h.csv 症状)" = 头痛头晕 ]
	[ "$(cell d.csv 症状)" = 多饮 ]
	"$CLIN" followup undo >/dev/null
	"$CLIN" followup add P1 visit bp 132/80 glu 6.1 fasting 无症状 >/dev/null
	"$CLIN" followup report t2dm -f csv >d.csv
	[ "$(cell d.csv 症状)" = 无症状 ]
	run_split "$CLIN" followup add P1 visit bp 132/80 症状 头疼
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"头痛头晕"* ]]
}

@test "no visit done, none open: each is said as it is" {
	CLIN_NOW=2026-11-30T09:00:00+08:00 "$CLIN" followup enrol R9 --sex F --birth 1958-03-02 -p htn >/dev/null
	CLIN_NOW=2026-11-30T09:00:00+08:00 "$CLIN" followup add R9 bp 148/92 >/dev/null
	CLIN_NOW=2026-11-30T09:00:00+08:00 run_split "$CLIN" followup report note R9 --at 2026-11-01
	[[ "$stderr" == *"没有做过的随访"* ]]
	CLIN_NOW=2026-11-30T09:00:00+08:00 "$CLIN" followup add R9 visit bp 130/80 >/dev/null
	CLIN_NOW=2026-11-30T09:00:00+08:00 run_split "$CLIN" followup add R9 missed --reason 电话不通
	[[ "$stderr" == *"现在没有该做的随访"* ]]
}

@test "the COPD form, by the instructions for filling it in" {
	"$CLIN" followup enrol P2 --sex M --birth 1950-03-02 -p copd --name 张某 >/dev/null
	"$CLIN" followup add P2 visit spo2 94 fev1 1.62 fvc 2.9 fev1_fvc 56 'fev1 58%' wt 62 height 168 \
		symptoms_copd=咳嗽、咳痰 oedema=无 comorbid=高血压 smoke=5/0 obey=一般 vaccine=流感 mmrc 2 >/dev/null
	"$CLIN" followup report copd --quarter 2026Q4 -f csv --with-names >c.csv
	[ "$(cell c.csv 症状)" = 咳嗽、咳痰 ]
	[ "$(cell c.csv 外周水肿)" = 无 ]
	[ "$(cell c.csv '脉搏氧饱和度（SpO2）（%）')" = 94 ]
	[ "$(cell c.csv 'FEV1（L）')" = 1.62 ]
	[ "$(cell c.csv 'FVC（L）')" = 2.9 ]
	[ "$(cell c.csv 'FEV1占预计值百分比（%）')" = 58 ]
	[ "$(cell c.csv 疫苗免疫史)" = 流感 ]
	[ "$(cell c.csv 'mMRC 分级')" = 2 ]
}
