#!/usr/bin/env bats
# Interactions through the binary: pairs that must interrupt, pairs that must
# not, limits of labels, and three drugs together.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

# tier A B: the gravest tier found between two drugs, or "none".
tier() {
	"$CLIN" drug-check -f json "$@" | jq -r '[.results[0].findings[]
		| select(.check != "food" and (.drugs | length) >= 2) | .tier] as $t
		| ["contraindicated", "major", "moderate", "minor"]
		| map(select(. as $x | $t | index($x))) | first // "none"'
}

@test "the high-priority class pairs interrupt" {
	while read -r a b; do
		t=$(tier "$a" "$b")
		[[ $t == contraindicated || $t == major ]] ||
			{ echo "$a + $b: $t"; return 1; }
	done <<-'PAIRS'
		methylphenidate selegiline
		atazanavir omeprazole
		febuxostat azathioprine
		fluoxetine moclobemide
		irinotecan ketoconazole
		pethidine selegiline
		amitriptyline moclobemide
		amiodarone haloperidol
		ramelteon fluvoxamine
		rifampicin lopinavir
		simvastatin clarithromycin
		ergotamine ritonavir
		tizanidine ciprofloxacin
		procarbazine moclobemide
		sumatriptan moclobemide
		硝酸甘油 西地那非
	PAIRS
}

@test "ordinary companions do not interrupt" {
	while read -r a b; do
		t=$(tier "$a" "$b")
		[[ $t != contraindicated && $t != major ]] ||
			{ echo "$a + $b: $t"; return 1; }
	done <<-'PAIRS'
		阿司匹林 阿托伐他汀
		缬沙坦 氨氯地平
		二甲双胍 瑞舒伐他汀
		氯吡格雷 泮托拉唑
		美托洛尔 氨氯地平
		阿莫西林 布洛芬
	PAIRS
}

@test "a label's limit changes the tier" {
	[ "$(tier '辛伐他汀 40mg qn' '氨氯地平 5mg qd')" = major ]
	[ "$(tier '辛伐他汀 20mg qn' '氨氯地平 5mg qd')" = minor ]
}

@test "NSAID, ACE inhibitor and diuretic are one finding" {
	run -0 "$CLIN" drug-check -f json 布洛芬 培哚普利 呋塞米
	jq -e '[.results[0].findings[] | select(.code == "stack.triple_whammy"
		or .id == "stack.triple_whammy")] | length == 1' <<<"$output"
}

@test "potassium that adds up interrupts once, whatever the sets that say so" {
	run -0 "$CLIN" drug-check -f json 缬沙坦 螺内酯 氯化钾缓释片
	[ "$(jq -r '[.results[0].findings[] | select(.display == "interruptive") | .id] | join(" ")' <<<"$output")" = stack.triple_potassium ]
	jq -e '.results[0].findings[] | select(.id == "stack.triple_potassium") | .explains | contains(["stack.hyperkalaemia"])' <<<"$output"
	# the larger sum says it when it holds more drugs; another harm stays
	run -0 "$CLIN" drug-check -f json 缬沙坦 螺内酯 氯化钾缓释片 布洛芬
	[ "$(jq -r '[.results[0].findings[] | select(.display == "interruptive") | .id] | sort | join(" ")' <<<"$output")" = "stack.hyperkalaemia stack.triple_whammy" ]
}

@test "a stack of one pair goes under the pair when that is graver" {
	run -0 "$CLIN" drug-check -f json 华法林 酮咯酸
	jq -e '.results[0].findings[] | select(.id == "ddi.vka.nsaid") | .tier == "major" and .explains == ["stack.bleeding"]' <<<"$output"
	run -0 "$CLIN" drug-check 华法林 酮咯酸
	[[ $output == *"- 华法林、酮咯酸"* ]]
	# a third drug: the stack says more, the pair stands under it
	run -0 "$CLIN" drug-check -f json 华法林 酮咯酸 氯吡格雷
	jq -e '.results[0].findings[] | select(.id == "stack.bleeding") | .explains | contains(["ddi.vka.nsaid"])' <<<"$output"
}

@test "a label's ban is for the drugs it names" {
	[ "$(tier 依来曲普坦 酮康唑)" = contraindicated ]
	[ "$(tier almotriptan 酮康唑)" = moderate ]
	[ "$(tier 雷诺嗪 奎尼丁)" = contraindicated ]
	[ "$(tier daridorexant 伊曲康唑)" = contraindicated ]
	[ "$(tier daridorexant 氟康唑)" = moderate ]
	[ "$(tier 司帕生坦 缬沙坦)" = contraindicated ]
	[ "$(tier 司帕生坦 依那普利)" = moderate ]
	[ "$(tier 玛巴洛沙韦 碳酸钙)" = moderate ]
	[ "$(tier 决奈达隆 阿米替林)" = contraindicated ]
	# molnupiravir has no enzyme to induce
	[ "$(tier molnupiravir 利福平)" = none ]
	[ "$(tier 磷苯妥英 多西环素)" = moderate ]
}

@test "what a label only advises against, or forbids by mouth alone, is not forbidden" {
	[ "$(tier '咪达唑仑注射液 5mg iv' 利托那韦)" = major ]
	[ "$(tier '咪达唑仑片 7.5mg qn' saquinavir)" = contraindicated ]
	[ "$(tier 伊曲康唑 利福平)" = major ]
	[ "$(tier 伏立康唑 利福平)" = contraindicated ]
	[ "$(tier 洛匹那韦利托那韦 圣约翰草)" = contraindicated ]
	[ "$(tier 达芦那韦 卡马西平)" = major ]
	[ "$(tier eliglustat 氟西汀)" = major ]
	[ "$(tier 非奈利酮 阿米洛利)" = major ]
	[ "$(tier 缬苯那嗪 利血平)" = moderate ]
}

@test "anticholinergics add up gravely in the old, and say so without an age" {
	run "$CLIN" drug-check --lang en --format json --age 75y '帕罗西汀 20mg qd' '氯苯那敏 4mg tid'
	[ "$(jq -r '.results[0].findings[] | select(.id == "stack.anticholinergic").tier' <<<"$output")" = major ]
	run "$CLIN" drug-check --lang en --format json --age 30y '帕罗西汀 20mg qd' '氯苯那敏 4mg tid'
	[ "$(jq -r '.results[0].findings[] | select(.id == "stack.anticholinergic").tier' <<<"$output")" = moderate ]
	run "$CLIN" drug-check --lang en --format json '帕罗西汀 20mg qd' '氯苯那敏 4mg tid'
	[ "$(jq -r '.results[0].findings[] | select(.id == "stack.anticholinergic") | .tier, .modifiers[0].met' <<<"$output")" = $'major\nnull' ]
}

@test "what the labels of newer drugs say of food and drink" {
	food() { "$CLIN" drug-check -f json "$1" | jq -r '.results[0].findings[] | select(.check == "food") | .id'; }
	food 玛巴洛沙韦 | grep -qx food.milk.baloxavir
	food ubrogepant | grep -qx food.grapefruit.label
	food 非奈利酮 | grep -qx food.grapefruit.label
	run ! grep -x food.grapefruit.label <<<"$(food 阿托吉泮)"
}
