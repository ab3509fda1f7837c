#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2030,SC2031,SC2094
# clin ask, clin kb search and clin kb add.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export XDG_RUNTIME_DIR=$T/run
	mkdir -m 700 "$T/run"
}

# terminal COMMAND: in a session with a terminal of its own.
terminal() {
	script -qec "$1" /dev/null </dev/null | tr -d '\r'
}

@test "a question is answered by the passages it cites, by any name, in both languages" {
	run "$CLIN" ask 服用华法林可以吃阿司匹林吗
	[ "$status" -eq 0 ]
	[[ "$output" == *"[K1]"*"ddi.vka.aspirin"* ]]
	run "$CLIN" --lang en ask can I take Bayaspirin with Coumadin
	[[ "$output" == *"[K1]"*"ddi.vka.aspirin"* ]]
	run "$CLIN" ask -f json 孕妇能不能吃布洛芬
	[[ "$output" == *'"id":"pregnancy.nsaid"'* ]]
}

@test "what the knowledge base does not know, it says, with status 4" {
	for question in 火星上有没有氧气 明天天气怎么样 'who won the football cup'; do
		run "$CLIN" ask "$question"
		[ "$status" -eq 4 ]
		[[ "$output" == *不作答* ]]
		[[ "$output" != *"[K1]"* ]]
	done
}

@test "about a result: whom first, the findings it is about, and every critical one" {
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\nMCV 71 fL 82-100\n铁蛋白 6.2 ng/mL 13-150\n' >r.txt
	"$CLIN" i -a 34 -s F -f json r.txt >r.json
	run "$CLIN" ask --about r.json 为什么要查铁蛋白
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == *女*34*化验单*r.txt* ]]
	[[ "$output" == *"[F"*缺铁性贫血* ]]
	[[ "$output" == *危急* ]]
	run "$CLIN" ask --about r.json 有没有外星人
	[ "$status" -eq 4 ]
	echo '{"a":1}' >x.json
	run_split "$CLIN" ask --about x.json 为什么
	[ "$status" -eq 2 ]
}

@test "last is this terminal's, private, for 30 minutes" {
	printf '血钾 7.2 mmol/L 3.5-5.3\n' >r.txt
	run terminal "sh -c '$CLIN i -a 34 -s F r.txt >/dev/null; stat -c %a run/clin/last-*; $CLIN ask --about last 这要紧吗'"
	[[ "$output" == *600*"女  34岁"*本终端*"[F1]"*高钾血症* || "$output" == *600*"女  34y"*本终端*"[F1]"* ]]
	# another terminal has none, and the first one's is not taken
	run terminal "$CLIN ask --about last 这要紧吗"
	[[ "$output" == *没有可用的上一个结果* ]]
	# too old, or from the future
	run terminal "sh -c '$CLIN i -a 34 -s F r.txt >/dev/null; CLIN_NOW=2026-11-21T09:31:00+08:00 $CLIN ask --about last 这要紧吗'"
	[[ "$output" == *30* && "$output" != *F1* ]]
	run terminal "sh -c '$CLIN i -a 34 -s F r.txt >/dev/null; CLIN_NOW=2026-11-21T08:59:00+08:00 $CLIN ask --about last 这要紧吗'"
	[[ "$output" != *F1* ]]
}

@test "nothing is kept without a terminal, in a batch, or when switched off" {
	printf '血钾 7.2 mmol/L 3.5-5.3\n' >r.txt
	setsid "$CLIN" i -a 34 -s F r.txt >/dev/null </dev/null
	terminal "sh -c 'echo \"{\\\"text\\\":\\\"血钾 7.2 mmol/L 3.5-5.3\\\"}\" | $CLIN i --batch >/dev/null'"
	terminal "sh -c 'CLIN_KEEP_LAST=false $CLIN i -a 34 -s F r.txt >/dev/null'"
	[ -z "$(find run -name 'last-*')" ]
	run_split setsid -w "$CLIN" ask --about last 这要紧吗 </dev/null
	[ "$status" -eq 1 ]
	[[ "$stderr" == *--about* ]]
}

@test "the site's documents are found and cited; the shipped knowledge stays" {
	printf 'kb: {site: %s/site.db, overlay: %s/kb.d}\n' "$T" "$T" >xdg/clin/config.yaml
	printf '# 本院高钾血症流程\n\n血钾 6.5 以上拨 8120。\n\n## 透析室\n\n夜间透析联系 *6633*。\033[31m\n' >hyperk.md
	run "$CLIN" kb add hyperk.md
	[ "$status" -eq 0 ]
	run "$CLIN" ask 夜间透析联系谁
	[[ "$output" == *6633*doc.hyperk.2* ]]
	[[ "$output" != *$'\033'* ]]
	run "$CLIN" ask 服用华法林可以吃阿司匹林吗
	[[ "$output" == *ddi.vka.aspirin* ]]
	echo x >bad.txt
	run_split "$CLIN" kb add bad.txt
	[ "$status" -ne 0 ]
}

@test "search finds words of two characters, whole numbers, names of either language" {
	for words in 缺铁 HbA1c 'iron deficiency' 肌酐 ddi.vka.aspirin; do
		run "$CLIN" kb search "$words"
		[ "$status" -eq 0 ] || { echo "$words"; false; }
	done
	[ "$("$CLIN" kb search Coumadin | cut -c1-40)" = "$("$CLIN" kb search 华法林 | cut -c1-40)" ]
	run "$CLIN" kb search 喵喵喵喵
	[ "$status" -eq 4 ]
}

@test "a result kept in one language is asked about in the other" {
	printf '血钾 7.2 mmol/L 3.5-5.3\n' >r.txt
	"$CLIN" i -a 34 -s F -f json r.txt >r.json
	run "$CLIN" --lang en ask --about r.json is the potassium dangerous
	[ "$status" -eq 0 ]
	[[ "$output" == *"[F1] [CRITICAL]"*hyperkalaemia*ECG* ]]
}

@test "a report itself is interpreted first: text, HL7, FHIR, CSV; several are parted by the asker" {
	printf '姓名：张三 性别：女 年龄：34岁\n血钾 7.2 mmol/L 3.5-5.3\n' >r.txt
	printf 'MSH|^~\\&|LAB||HIS||20261121||ORU^R01|1|P|2.5\rPID|1||1||A^B||19900101|F\rOBR|1|||CBC\rOBX|1|NM|2823-3^Potassium^LN||7.2|mmol/L|3.5-5.3|HH|||F\r' >r.hl7
	printf '{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"valueQuantity":{"value":7.2,"unit":"mmol/L","system":"http://unitsofmeasure.org","code":"mmol/L"}}' >r.json
	printf '项目,结果,单位,参考区间\n血钾,7.2,mmol/L,3.5-5.3\n' >r.csv
	local file
	for file in r.txt r.hl7 r.json r.csv; do
		run "$CLIN" ask --about $file 血钾危险吗
		[ "$status" -eq 0 ] || { echo "$file: $output"; false; }
		[[ "${lines[0]}" == 对象*$file* ]]
		[[ "$output" == *"[F1] [危急]"*高钾血症*7.2* ]] || { echo "$file: $output"; false; }
	done
	# the patient's name is not shown, and this run is no "last" result
	run "$CLIN" ask --about r.txt 血钾危险吗
	[[ "$output" != *张三* ]]
	run terminal "sh -c '$CLIN ask --about r.txt 血钾危险吗 >/dev/null; $CLIN ask --about last 这要紧吗'"
	[[ "$output" == *没有可用的上一个结果* ]]
	"$CLIN" i -f json r.txt r.csv >two.json
	run_split "$CLIN" ask --about two.json 血钾危险吗
	[ "$status" -eq 2 ]
	[[ "$stderr" == *多个结果*ndjson* ]]
	echo '今天天气不错' >none.txt
	run_split "$CLIN" ask --about none.txt 血钾危险吗
	[ "$status" -eq 2 ]
	[[ "$stderr" == *化验单* ]]
}

@test "kept in one language, all of a finding is told in the other, critical values too; passages have no gaps" {
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 62 g/L 115-150\nMCV 71 fL 82-100\n铁蛋白 6.2 ng/mL 13-150\n' >r.txt
	"$CLIN" --lang zh i -a 34 -s F -f json r.txt >zh.json
	"$CLIN" --lang en i -a 34 -s F -f json r.txt >en.json
	"$CLIN" --lang en ask -f json --about zh.json is the potassium dangerous, and the anaemia >a
	"$CLIN" --lang en ask -f json --about en.json is the potassium dangerous, and the anaemia >b
	"$CLIN" --lang zh ask -f json --about en.json 血钾危险吗，贫血呢 >c
	"$CLIN" --lang zh ask -f json --about zh.json 血钾危险吗，贫血呢 >d
	python3 - <<-'PY'
		import json
		for x, y in (("a", "b"), ("c", "d")):
		    one, two = (json.load(open(f))["findings"] for f in (x, y))
		    assert len(one) >= 4 and one == two, (x, one, two)
		assert any(f["id"].startswith("lab.critical.") for f in json.load(open("a"))["findings"])
	PY
	for question in 血钾高怎么办 贫血怎么办 'what if potassium is high'; do
		run "$CLIN" ask "$question"
		[[ "$output" == *"[K1]"* && "$output" != *" …"* && "$output" != *"PREGNANT"* ]]
	done
}

@test "topics of departments are words, no knowledge: never cited" {
	run "$CLIN" kb search 贫血
	[[ $output == *贫血* ]]
	[[ $output != *topic_* ]]
}

@test "a condition of a rule is said in words" {
	run -0 clin ask --lang zh '氯化钾 肾上腺皮质功能减退'
	[[ $output == *'氯化钾（疾病：肾上腺皮质功能减退）'* ]]
	run -0 clin ask --lang zh '恶拉戈利 肝功能'
	[[ $output == *'Child-Pugh 分级 = C'* ]]
	run -0 clin ask --lang en 'elagolix liver'
	[[ $output == *'Child-Pugh class = C'* ]]
	run ! grep -F CHILD_PUGH <<<"$output"
	run -0 clin ask --lang en 'isotretinoin pregnancy'
	run ! grep -E 'DX\.|SEX =|daily_mg|PREGNANT' <<<"$output"
}
