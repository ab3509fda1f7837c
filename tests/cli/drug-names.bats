#!/usr/bin/env bats
# shellcheck disable=SC2154
# Names of digestive, blood, heart, skin, hormone and diabetes drugs as orders
# print them, and what stands behind them; class duplications. The tables are
# kb/drugs/substances-*.yaml, products-*.yaml and classes-*.yaml.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

# table: lines "order | code code …" on standard input; every line is read so.
table() {
	local rows
	rows=$(cat)
	cut -d"|" -f1 <<<"$rows" >"$BATS_TEST_TMPDIR/orders"
	run_split timeout 60 "$CLIN" drug-check --format json -i "$BATS_TEST_TMPDIR/orders"
	printf '%s' "$output" | ROWS="$rows" python3 -c "
import json, os, sys
m = json.load(sys.stdin)['results'][0]['medications']
want = [l.split('|') for l in os.environ['ROWS'].splitlines() if l]
assert len(m) == len(want), (len(m), len(want))
bad = []
for x, (order, codes) in zip(m, want):
    got = [i['code'] for i in x['ingredients']]
    if x['status'] != 'resolved' or got != codes.split():
        bad.append((order, x['status'], got))
assert not bad, bad"
}

dups() {
	run_split timeout 60 "$CLIN" drug-check --format json --min-tier minor "$@"
	IDS=$(printf '%s' "$output" | python3 -c "
import json, sys
for f in json.load(sys.stdin)['results'][0]['findings']:
    if f['id'].startswith('duplicate.'): print(f['id'])")
}

@test "names: heart and vessels" {
	table <<-'END'
	倍他乐克 47.5mg qd | metoprolol
	苯磺酸左氨氯地平片 2.5mg qd | levamlodipine
	盐酸地尔硫卓缓释胶囊 90mg qd | diltiazem
	安博诺 1片 qd | irbesartan hydrochlorothiazide
	北京降压0号 1片 qd | reserpine triamterene hydrochlorothiazide dihydralazine
	沙库巴曲缬沙坦钠片 50mg bid | sacubitril valsartan
	多达一 1片 qd | amlodipine atorvastatin
	消心痛 10mg tid | isosorbide_dinitrate
	心痛定 10mg tid | nifedipine
	Amlodipine/benazepril 1 tab | amlodipine benazepril
	END
}

@test "names: diabetes and hormones" {
	table <<-'END'
	诺和锐 8u tid | insulin_aspart
	德谷门冬双胰岛素注射液 12u qd | insulin_degludec insulin_aspart
	诺和灵30R 14u bid | insulin_human insulin_isophane
	西格列汀二甲双胍片(Ⅱ) 1片 bid | sitagliptin metformin
	优降糖 2.5mg bid | glibenclamide
	他巴唑 10mg qd | thiamazole
	强的松 10mg qd | prednisone
	得宝松 1ml im | betamethasone
	优思明 1片 qd | drospirenone ethinylestradiol
	芬吗通 1片 qd | estradiol dydrogesterone
	END
}

@test "names: digestion, blood, fluids, skin" {
	table <<-'END'
	654-2 10mg im | anisodamine
	胃舒平 2片 tid | aluminium_hydroxide magnesium_trisilicate belladonna
	复方地芬诺酯片 1片 | diphenoxylate atropine
	盐酸小檗碱片 0.3g tid | berberine
	羟乙基淀粉130/0.4氯化钠注射液 500ml | hydroxyethyl_starch sodium_chloride
	低分子肝素钠注射液 0.4ml q12h | low_molecular_heparin
	甲硝唑氯化钠注射液 0.5g | metronidazole
	5%GNS 500ml | glucose sodium_chloride
	派瑞松 外用 | econazole triamcinolone_acetonide
	皮炎平 外用 | dexamethasone camphor menthol
	END
}

@test "a name of several products is not chosen among them" {
	run_split timeout 60 "$CLIN" drug-check --format json '诺和灵 10u bid'
	[ "$status" -eq 4 ]
	[[ $output == *'"ambiguous"'* && $output == *p.novolin_30r* && $output == *p.novolin_n* ]]
}

@test "class duplications speak once, through combinations too" {
	dups '厄贝沙坦片 150mg qd' '倍博特 1片 qd'
	[ "$IDS" = duplicate.class.arb ]
	dups '奥美拉唑肠溶胶囊 20mg bid' '富马酸伏诺拉生片 20mg qd'
	[ "$IDS" = duplicate.class.ppi_or_pcab ]
	dups '双氯芬酸钠缓释片 75mg qd' '塞来昔布胶囊 200mg qd'
	[ "$IDS" = duplicate.class.nsaid_any ]
	dups '碳酸钙D3片 1片 qd' '骨化三醇胶丸 0.25ug qd'
	[ -z "$IDS" ]
}

@test "bags of salt and sugar are no duplicates" {
	dups '0.9%氯化钠注射液 500ml qd' '林格液 500ml qd' '5%GNS 500ml qd'
	[ -z "$IDS" ]
}

@test "what is nearly a name is asked about, never taken" {
	cat >near <<-'EOF'
		叶酸钙
		美托洛尔氯噻嗪片
		碘钾
		黄连颗粒
		柴胡冲剂
		克拉林霉素
		克林拉霉素
		阿糖苷
		拜阿司匹
		氯毗格雷
		硝苯地乎
		倍他洛克
		ASS
		PTs
		SMZ/TPM
		hydroxazine
		hydralizine
		Lasec
		Losex
		clonazapam
		metropolol
		lisinipril
		Celebrax
		Zyprexia
	EOF
	run_split "$CLIN" drug-check --format json -i near
	[ "$status" -eq 4 ]
	printf '%s' "$output" | python3 -c "
import json, sys
m = json.load(sys.stdin)['results'][0]['medications']
assert len(m) == 24, len(m)
bad = [x['printed'] for x in m if x['status'] != 'ambiguous' or not x['candidates']]
assert not bad, bad"
}

@test "look-alike and sound-alike names are each their own" {
	table <<-'EOF'
		拜新同 | nifedipine
		拜阿司匹灵 | aspirin
		拜唐苹 | acarbose
		阿糖腺苷 | vidarabine
		阿糖胞苷 | cytarabine
		克拉霉素 | clarithromycin
		克林霉素 | clindamycin
		消心痛 | isosorbide_dinitrate
		消炎痛 | indometacin
		他巴唑 | thiamazole
		Losec | omeprazole
		Lasix | furosemide
		hydralazine | hydralazine
		hydroxyzine | hydroxyzine
		Celebrex | celecoxib
		Celexa | citalopram
		Tylenol 325mg 2 tabs q6h | paracetamol
		脈優錠 5mg QD | amlodipine
		贊安諾 0.25mg HS | alprazolam
	EOF
}
