#!/usr/bin/env bats
# shellcheck disable=SC2154
# drug-check: orders as they are written, names, checks, contexts, formats.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

d() {
	run_split timeout 60 "$CLIN" drug-check "$@"
}

# py EXPRESSION: over the one result r and its medications m.
py() {
	printf '%s' "$output" | python3 -c "
import json, sys
r = json.load(sys.stdin)['results'][0]
m = r['medications']
f = r['findings']
def codes(x): return [i['code'] for i in x['ingredients']]
def q(x): return (x['value'], x['unit']) if x else None
assert $1, json.dumps(r, ensure_ascii=False, indent=1)"
}

@test "strength, specification, dose, frequency, route in any order" {
	d --format json '阿司匹林肠溶片 100mg*30片 sig:100mg qd po'
	py "codes(m[0]) == ['aspirin'] and q(m[0]['dose']) == (100, 'mg') and m[0]['route'] == 'oral' and m[0]['release'] == 'enteric'"
	d --format json '美托洛尔 25mg*20 6.25 MG bid'
	py "q(m[0]['daily_dose']) == (12.5, 'mg')"
	d --format json '硝苯地平控释片 30mg*7T 半片 qd'
	py "q(m[0]['daily_dose']) == (15, 'mg') and m[0]['release'] == 'extended'"
	d --format json '肝素钠注射液 2ml:1.25万iu*10 5000u 1次/12小时 ih'
	py "q(m[0]['strength']) == (12500, 'IU') and q(m[0]['daily_dose']) == (10000, 'IU') and m[0]['route'] == 'sc'"
	d --format json '阿莫西林胶囊 0.25g×24粒 2粒 一日三次 口服'
	py "q(m[0]['daily_dose']) == (1500, 'mg') and m[0]['days'] is None"
	d --format json '头孢呋辛酯片 0.25g 1次/12小时 ×7天'
	py "m[0]['frequency']['per_day'] == 2 and m[0]['days'] == 7"
	d --format json 'Metformin hydrochloride 500mg 1 tablet twice daily'
	py "q(m[0]['daily_dose']) == (1000, 'mg')"
}

@test "frequencies: weekly, named days, as needed, not filled in, once" {
	d --format json '甲氨蝶呤片 2.5mg*16 10mg QW(1,3)'
	py "abs(m[0]['frequency']['per_day'] - 2 / 7) < 1e-9"
	d --format json '布洛芬缓释胶囊 0.3g Q6HPRN'
	py "m[0]['frequency'] == {'per_day': 4, 'printed': 'Q6HPRN', 'prn': True, 'once': False}"
	d --format json '地西泮片 2.5mg QxHPRN'
	py "m[0]['frequency']['per_day'] is None and m[0]['frequency']['prn']"
	d --format json '呋塞米 20mg 立即使用'
	py "m[0]['frequency']['once']"
}

@test "marks and makers are no names; the typed name stays" {
	d --format json '似*阿托伐他汀钙片（嘉林） 20mg qn'
	py "codes(m[0]) == ['atorvastatin'] and '嘉林' in m[0]['printed']"
	d --format json '危！硫酸氢氯吡格雷片 75mg*7片 75mg qd'
	py "codes(m[0]) == ['clopidogrel']"
	d --format json '1、卡托普利 12.5mg tid'
	py "len(m) == 1 and codes(m[0]) == ['captopril']"
}

@test "unknown and misspelt names: listed, offered, never taken; status 4" {
	d --format json '不存在的药 5mg qd' '肝素纳注射液 5000u q12h'
	[ "$status" -eq 4 ]
	py "m[0]['status'] == 'unresolved' and m[1]['status'] == 'ambiguous'"
	py "m[1]['ingredients'] == [] and 'heparin' in [c['code'] for c in m[1]['candidates']]"
	py "4 in r['exit_reasons'] and len(r['errors']) == 2"
	d '不存在的药 5mg qd'
	[[ $output == *"不存在的药：药名不识"* && $output == *"不等于安全"* ]]
	d --format json 'amoxicillin/nosuchthing 625mg tid'
	[ "$status" -eq 4 ]
}

@test "the first line counts; contraindicated interrupts, --min-tier hides" {
	d '硝酸甘油片 0.5mg 舌下 prn' '西地那非片 50mg prn'
	[[ ${output%%$'\n'*} == "停 1，改 "* ]]
	d --lang en '硝酸甘油片 0.5mg 舌下 prn' '西地那非片 50mg prn'
	[[ ${output%%$'\n'*} == "stop 1, change "* ]]
	d --format json '硝酸甘油片 0.5mg 舌下 prn' '西地那非片 50mg prn'
	py "any(x['tier'] == 'contraindicated' and x['display'] == 'interruptive' and x['check'] == 'interaction' for x in f)"
	d --min-tier contraindicated --format json '华法林 2.5mg qd'
	py "all(x['tier'] == 'contraindicated' for x in f) and r['summary']['hidden'] > 0"
}

@test "a new order's findings come first and the others are folded" {
	d '华法林 2.5mg qd' '阿司匹林 100mg qd' '辛伐他汀 40mg qn' '+克拉霉素 0.5g bid'
	[[ $output == *"[禁忌] + 辛伐他汀 + 克拉霉素"* ]]
	[[ $output == *"原有医嘱之间"* ]]
	d --format json '华法林 2.5mg qd' '阿司匹林 100mg qd' '+克拉霉素 0.5g bid'
	py "[x['new'] for x in f] == sorted((x['new'] for x in f), reverse=True)"
}

@test "one mechanism is one finding; food is advice and never interrupts" {
	d --format json -a 70 -s F '氟西汀 20mg qd' '曲马多 50mg tid' '利奈唑胺 0.6g q12h'
	py "sum(x['display'] == 'interruptive' for x in f) == 1"
	py "any(x['check'] == 'stacking' and x['explains'] for x in f)"
	py "all(x['display'] == 'passive' for x in f if x['check'] == 'food')"
	py "r['summary']['change'] == 1"
}

@test "the Pharmacopoeia's incompatible herbs, in one line of a prescription" {
	d --format json '附子10g 法半夏9g 炙甘草6g 海藻10g'
	py "len(m) == 4 and sum(x['check'] == 'herb' and len(x['drugs']) == 2 for x in f) == 2"
}

@test "drugs by pinyin; initials of several are candidates" {
	d --format json 'huafalin 2.5mg qd' 'klms 0.5g bid'
	py "codes(m[0]) == ['warfarin'] and m[1]['status'] == 'ambiguous' and len(m[1]['candidates']) > 1"
}

@test "one ingredient twice is a duplicate; the same order twice is not" {
	d --format json '对乙酰氨基酚片 0.5g tid' '对乙酰氨基酚缓释片 0.65g bid'
	py "any(x['id'] == 'duplicate.ingredient.paracetamol' for x in f)"
	d --format json '对乙酰氨基酚片 0.5g tid' '对乙酰氨基酚片 0.5g tid'
	py "not any(x['check'] == 'duplicate' for x in f) and m[1]['repeated']"
}

@test "kidney: eGFR where the label says eGFR, never for clearance" {
	d --format json --egfr 25 '二甲双胍 0.5g tid'
	py "any(x['check'] == 'renal' and x['tier'] == 'contraindicated' for x in f)"
	d --format json --egfr 90 '二甲双胍 0.5g tid'
	py "not any(x['check'] == 'renal' for x in f)"
	d --format json -a 70 -s M --egfr 25 '达比加群酯 150mg bid'
	py "any(n['check'] == 'renal' and {'code': 'CRCL', 'state': 'absent'} in n['missing'] for n in r['not_checked'])"
	d --format json -a 80 -s F --weight 50 --creatinine 200 '达比加群酯 150mg bid'
	py "15 < r['crcl'] < 16 and any(x['check'] == 'renal' for x in f)"
}

@test "what is not given is not checked, and said" {
	d --format json '二甲双胍 0.5g tid'
	py "any(n['check'] == 'renal' and 'EGFR' in [c['code'] for c in n['missing']] for n in r['not_checked'])"
	py "not any(x['check'] == 'renal' for x in f)"
}

@test "allergy: the class, its relatives; an unknown one is said" {
	d --format json --allergy 青霉素过敏 '阿莫西林胶囊 0.5g tid'
	py "any(x['check'] == 'allergy' and x['tier'] == 'contraindicated' for x in f)"
	d --format json --allergy 青霉素 '阿奇霉素 0.5g qd'
	py "not any(x['check'] == 'allergy' for x in f)"
	d --format json --allergy 外星人 '阿奇霉素 0.5g qd'
	[ "$status" -eq 4 ]
	py "any(e['code'] == 'allergy-unknown' for e in r['errors'])"
}

@test "pregnancy, lactation, laboratory values" {
	d --format json --pregnant=10 '华法林 2.5mg qd'
	py "any(x['check'] == 'pregnancy' for x in f)"
	d --format json --lab K=6.2mmol/L '螺内酯 20mg qd'
	py "any(x['check'] == 'lab' for x in f)"
	d --format json --lab K=4.0mmol/L '螺内酯 20mg qd'
	py "not any(x['check'] == 'lab' for x in f)"
	d --lab K=6.2mg/dL '螺内酯 20mg qd'
	[ "$status" -eq 2 ]
}

@test "a daily dose over the maximum is found, at the maximum not" {
	d --format json -a 40 '对乙酰氨基酚片 0.5g*12 3片 q6h'
	py "any(x['check'] == 'dose' and x['tier'] == 'major' for x in f)"
	d --format json -a 40 '对乙酰氨基酚片 0.5g*12 2片 q6h'
	py "not any(x['check'] == 'dose' and x['tier'] != 'minor' for x in f)"
}

@test "JSON objects, FHIR and CSV are read as orders" {
	printf '["华法林 2.5mg qd", {"name": "布洛芬", "dose": "0.3g", "frequency": "bid", "route": "口服"}]' |
		"$CLIN" drug-check --format json >out
	output=$(<out)
	py "codes(m[1]) == ['ibuprofen'] and q(m[1]['daily_dose']) == (600, 'mg') and m[1]['route'] == 'oral'"
	printf '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","status":"active","medicationCodeableConcept":{"text":"Warfarin 2.5 mg tablet"},"dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":2.5,"unit":"mg"}}]}]}},{"resource":{"resourceType":"MedicationStatement","status":"stopped","medicationCodeableConcept":{"text":"aspirin"}}}]}' |
		"$CLIN" drug-check --format json >out
	output=$(<out)
	py "len(m) == 1 and codes(m[0]) == ['warfarin'] and q(m[0]['daily_dose']) == (2.5, 'mg')"
	printf '药品名称,规格,单次剂量,剂量单位,频次,途径\n华法林钠片,2.5mg*60,2.5,mg,qd,口服\n' |
		"$CLIN" drug-check --format json >out
	output=$(<out)
	py "len(m) == 1 and r['source']['format'] == 'csv' and q(m[0]['daily_dose']) == (2.5, 'mg')"
}

@test "a batch answers every line, a bad one with an error" {
	printf '%s\n' '{"id":1,"orders":["华法林 2.5mg qd","布洛芬 0.3g bid"],"patient":{"age":"78y","sex":"M"}}' \
		'{"id":2' '{"id":3,"orders":["阿莫西林 0.5g tid"],"patient":{"allergies":["青霉素"]}}' >in.ndjson
	"$CLIN" drug-check --batch in.ndjson >out.ndjson 2>err || true
	[ "$(wc -l <out.ndjson)" -eq 3 ]
	python3 - <<-'PY'
		import json
		a, b, c = (json.loads(line) for line in open("out.ndjson"))
		assert a["source"]["id"] == "1" and a["findings"] and a["patient"]["sex"] == "M"
		assert b["errors"] and 4 in b["exit_reasons"]
		assert any(x["check"] == "allergy" for x in c["findings"])
	PY
}

@test "the JSON obeys its schema" {
	python3 -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema"
	d --format json --allergy 青霉素 -a 78 -s M '华法林 2.5mg qd' '阿莫西林 0.5g tid' '布洛芬缓释胶囊 0.3g bid' '没有的药'
	printf '%s' "$output" >out.json
	python3 - "$ROOT/man/schema/clin.drug-check-1.schema.json" <<-'PY'
		import json, sys, jsonschema
		jsonschema.validate(json.load(open("out.json")), json.load(open(sys.argv[1])))
	PY
}

@test "an unknown diagnosis is said and the rest is still checked" {
	d --format json --dx 怪病xyz --lab Na=127 '氢氯噻嗪片 25mg qd'
	[ "$status" -eq 4 ]
	py "[e['code'] for e in r['errors']] == ['dx-unknown'] and any(x['id'] == 'lab.thiazide.4' for x in f)"
	d --lang en --dx 怪病xyz '氢氯噻嗪片 25mg qd'
	[[ $output == *"diagnosis not recognised"*怪病xyz* ]]
}

@test "what is missing is named in the reader's words" {
	d --lang zh '利伐沙班片 20mg qd' '布洛芬片 0.3g'
	[[ $output == *肌酐清除率* && $output == *是否妊娠* ]]
	[[ $output != *DX.* && $output != *CRCL* && $output != *PREGNANT* ]]
	d --format json '利伐沙班片 20mg qd'
	py "any(m['code'] == 'CRCL' for n in r['not_checked'] for m in n['missing'])"
}

@test "a cross-reaction says itself whether the drug may be given" {
	d --format json --allergy 青霉素 '头孢呋辛酯片 0.25g bid'
	py "any(x['check'] == 'allergy' and '首剂观察' in x['actions'][0] and '不用；' not in x['actions'][0] for x in f)"
}

@test "no escape sequence of the input reaches the terminal" {
	printf '\033[31m阿司匹林\007 100mg qd\n\033]0;x\007\n' >bad.txt
	d -i bad.txt
	[[ $output != *$'\033'* && $output != *$'\007'* ]]
}

@test "combined strengths, uneven doses, grams left out, arguments of their own" {
	d --format json 'Lisinopril/HCTZ 20/12.5 mg 1 tab daily' 'Entresto 49/51 mg BID'
	py "[i['code'] for i in r['medications'][0]['ingredients']] == ['lisinopril', 'hydrochlorothiazide']"
	py "[m['parts'] for m in r['medications']] == [[20, 12.5], [49, 51]]"
	d --format json '诺和锐 早12u 晚10u' '二甲双胍 0.5 tid' '地高辛 0.25 qd'
	py "[m['daily_dose'] and m['daily_dose']['value'] for m in r['medications']] == [22, 1500, None]"
	d --format json 华法林 2.5mg qd '+克拉霉素 0.5g bid' 阿司匹林 100mg*30片 po
	py "[m['text'] for m in r['medications']] == ['华法林 2.5mg qd', '克拉霉素 0.5g bid', '阿司匹林 100mg*30片 po']"
	d --format json 'Enoxaparin 1 mg/kg SC q12h'
	py "r['medications'][0]['dose']['unit'] == 'mg/kg' and r['medications'][0]['daily_dose'] is None"
}

@test "a toxic herb called frost is no cream; a push of potassium stops" {
	d --format json '巴豆霜 1g' '砒霜 0.01g'
	py "[m['form'] for m in r['medications']] == [None, None]"
	py "any(x['id'] == 'herb.dose.badoushuang' for x in f)"
	d --format json 'KCl 10mEq IV push'
	py "any(x['id'] == 'route.potassium_chloride.push' for x in f)"
	d --format json '10%氯化钾注射液 10ml 静脉滴注'
	py "not any(x['id'] == 'route.potassium_chloride.push' for x in f)"
	d --format json '10%氯化钾注射液 10ml'
	py "not any(x['id'] == 'route.potassium_chloride.push' for x in f)"
}

@test "drug-check: a file given as a word: says how to read it" {
	echo x >"$BATS_TEST_TMPDIR/case.txt"
	run -2 "$CLIN" --lang en drug-check "$BATS_TEST_TMPDIR/case.txt"
	[[ $output == *"case.txt' is a file; to read it: -i "* ]]
}
