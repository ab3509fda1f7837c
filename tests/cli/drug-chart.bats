#!/usr/bin/env bats
# shellcheck disable=SC2154
# drug-check --patient: the chart's list, person and values; what a finding
# must say.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	{
		"$CLIN" followup enrol P012 --sex F --birth 1948-03-02 -p htn \
			--dx 高血压 --dx 房颤 --allergy 青霉素
		"$CLIN" followup med P012 add '华法林 2.5mg qd' \
			'螺内酯 20mg qd' '依那普利 10mg bid'
		"$CLIN" followup add P012 K 5.9 --at '2026-11-10 08:00'
		"$CLIN" followup add P012 INR 2.8 --at '2026-06-01 08:00'
		"$CLIN" followup add P012 crea 110 --at '2026-11-01 08:00'
		"$CLIN" followup add P012 bw 52 --at '2026-11-01 08:00'
	} >/dev/null
}

# d ARG…: run with nothing on standard input
d() {
	run_split timeout 60 "$CLIN" drug-check "$@" </dev/null
}

# py EXPRESSION: over r, the result, and f, its findings
py() {
	printf '%s' "$output" | python3 -c "
import json, sys
r = json.load(sys.stdin)['results'][0]
f = r['findings']
assert $1, r"
}

@test "the chart's list, age, sex, allergies, values; a typed order is new" {
	d --patient P012 --format json '头孢氨苄 0.5g tid'
	[ "$status" -eq 0 ]
	py "[(m['chart'], m['new']) for m in r['medications']] == [(True, False)] * 3 + [(False, True)]"
	py "r['patient']['sex'] == 'F' and r['patient']['age']['value'] == 78"
	py "any(x['check'] == 'allergy' and x['new'] for x in f)"
	py "any(x['check'] == 'lab' and 'spironolactone' in x['drugs'] for x in f)"
	py "r['chart']['patient'] == 'P012' and r['chart']['orders'] == 3"
	py "29 < r['crcl'] < 31"
	d --patient P012 '头孢氨苄 0.5g tid'
	[[ $output == *"病历 P012：在用 3 条；过敏 青霉素；钾 5.9 mmol/L（2026-11-10）"* ]]
}

@test "a value that is too old counts as missing, and its date is shown" {
	d --patient P012 --format json
	py "[v['used'] for v in r['chart']['values'] if v['code'] == 'INR'] == [False]"
	py "any(m == {'code': 'INR', 'state': 'stale'} for n in r['not_checked'] for m in n['missing'])"
	py "not any(x['id'].startswith('lab.warfarin') for x in f)"
	d --patient P012
	# wherever the lines are broken
	output=$(tr -d ' \n' <<<"$output")
	[[ $output == *"过期未用：国际标准化比值2.8（2026-06-01，已过30天）"* ]]
	[[ $output == *"缺国际标准化比值〔2.8（2026-06-01，已过30天）〕"* ]]
	# potassium, on its 31st day
	export CLIN_NOW=2026-12-11T09:00:00+08:00
	d --patient P012 --format json
	py "[v['used'] for v in r['chart']['values'] if v['code'] == 'K'] == [False]"
	py "not any(x['check'] == 'lab' for x in f)"
	export CLIN_NOW=2026-12-10T07:00:00+08:00
	d --patient P012 --format json
	py "[v['used'] for v in r['chart']['values'] if v['code'] == 'K'] == [True]"
}

@test "what is given counts before the chart; the person must be the same" {
	d --patient P012 --lab K=4.1mmol/L --weight 60 --format json
	py "not any(x['check'] == 'lab' for x in f) and 34 < r['crcl'] < 36"
	py "[v['used'] for v in r['chart']['values'] if v['code'] in ('K', 'BW')] == [False, False]"
	d --patient P012 -a 8
	[ "$status" -eq 2 ]
	d --patient P999
	[ "$status" -eq 1 ]
	[[ "$stderr" == *P999* ]]
}

@test "a stopped order is no longer there; orders may come by a pipe" {
	"$CLIN" followup med P012 stop 1 --reason 出血 >/dev/null
	d --patient P012 --format json
	py "[m['printed'] for m in r['medications']] == ['螺内酯', '依那普利']"
	echo '氯化钾缓释片 1g tid' >new.txt
	run_split timeout 60 "$CLIN" drug-check --patient P012 --format json <new.txt
	py "[m['printed'] for m in r['medications']][2:] == ['氯化钾缓释片']"
	py "any(x['new'] and x['check'] == 'stacking' or 'potassium_chloride' in x['drugs'] for x in f)"
}

@test "what the chart says and nobody knows is said" {
	"$CLIN" followup enrol P013 --sex M -a 60 -p htn --dx 怪病 \
		--allergy 怪物 --allergy 无 >/dev/null
	"$CLIN" followup med P013 add '怪药 1片 qd' >/dev/null || [ $? -eq 4 ]
	d --patient P013 --format json
	[ "$status" -eq 4 ]
	py "[e['code'] for e in r['errors']] == ['dx-unknown', 'allergy-unknown', 'drug-unknown']"
	d --patient P013
	[[ $output == *"病历 怪药：药名不识"* ]]
}

@test "an unknown laboratory item is not used, and that is said" {
	d --format json --lab FOO=3 --lab K=6.2mmol/L '螺内酯 20mg qd'
	[ "$status" -eq 4 ]
	py "[e['code'] for e in r['errors']] == ['lab-unknown'] and any(x['check'] == 'lab' for x in f)"
	d --lab FOO=3 '螺内酯 20mg qd'
	[[ $output == *"未使用: FOO=3"* ]]
}

@test "one allergy and one drug are one finding, the worst" {
	d --format json --allergy 阿莫西林 '头孢氨苄 0.5g tid'
	py "len([x for x in f if x['check'] == 'allergy']) == 1"
	py "[x['tier'] for x in f if x['check'] == 'allergy'] == ['contraindicated']"
}

@test "a finding says the ten items; what nobody counted is unknown" {
	d --format json '华法林 2.5mg qd' '阿司匹林 0.3g tid'
	py "all(x['frequency_of_exposure'] == 'unknown' and x['frequency_of_harm'] == 'unknown' for x in f)"
	py "all(k in x for x in f for k in ('drugs', 'consequence', 'urgency', 'tier', 'actions', 'mechanism', 'modifiers', 'evidence_level'))"
	py "all(len(x['override_reasons']) == 5 for x in f if x['display'] == 'interruptive')"
	d '华法林 2.5mg qd' '阿司匹林 0.3g tid'
	[[ $output == *"证据已确立，频度未知"* ]]
	[[ $output == *"仍用时记录理由："* ]]
	d --lang en '华法林 2.5mg qd' '阿司匹林 0.3g tid'
	[[ $output == *"if kept, record why:"* ]]
}

@test "a pair whose harm a stack covers stands under it and is not counted" {
	d --lang en 'aspirin 100mg qd' 'clopidogrel 75mg qd' 'ibuprofen 300mg bid'
	[[ $output == "stop 0, change 1, "* ]]
	[[ $output == *"- Clopidogrel + Ibuprofen"* || $output == *"- "*"lopidogrel + "*"buprofen"* ]]
	d --format json 'aspirin 100mg qd' 'clopidogrel 75mg qd' 'ibuprofen 300mg bid'
	py "any(set(x['drugs']) == {'clopidogrel', 'ibuprofen'} for x in f)"
}

@test "a line of a batch names a patient of the chart" {
	printf '%s\n' '{"id":1,"orders":["头孢氨苄 0.5g tid"],"patient":"P012"}' \
		'{"id":2,"orders":["布洛芬 0.3g bid"],"patient":{"chart":"P012"}}' \
		'{"id":3,"orders":["布洛芬 0.3g bid"]}' \
		'{"id":4,"orders":["布洛芬 0.3g bid"],"patient":"P999"}' >lines.ndjson
	run_split "$CLIN" drug-check --batch --jobs 2 lines.ndjson
	printf '%s\n' "$output" | python3 -c "
import json, sys
r = [json.loads(line) for line in sys.stdin]
assert [len(x['medications']) for x in r] == [4, 4, 1, 0], r
assert [x['patient'].get('sex') for x in r[:3]] == ['F', 'F', None], r
assert r[0]['medications'][3]['new'] and not r[2]['medications'][0]['new']
assert r[3]['errors'][0]['code'] == 'chart-patient', r[3]"
}
