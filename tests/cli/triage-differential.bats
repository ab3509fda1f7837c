#!/usr/bin/env bats
# clin triage: what it may be. Vignettes (gold diagnosis|options|text) and what
# cannot be in this patient.

load helper

setup() {
	common_setup
}

diseases() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq -r '.results[0].differential[].id'
}

@test "the gold diagnosis is among the first five of at least 75 % of the vignettes" {
	n=0 found=0
	while IFS='|' read -r gold options text; do
		n=$((n + 1))
		# shellcheck disable=SC2086 # the options are words
		if diseases "$text" $options | head -5 | grep -qx "dis.$gold"; then
			found=$((found + 1))
		else
			echo "missed: $gold: $text"
		fi
	done <"$BATS_TEST_DIRNAME/triage-vignettes.txt"
	echo "$found of $n"
	[ "$n" -ge 190 ]
	[ $((100 * found)) -ge $((75 * n)) ]
}

@test "nothing of the other sex, nothing of another age" {
	text='排尿困难，下腹痛，发热，停经，阴道出血，腰痛，睾丸痛'
	run diseases "$text" -a 40 -s F
	[[ ! "$output" =~ dis\.(bph|prostatitis|torsion|epididymitis|prostate_ca|hydrocele) ]]
	run diseases "$text" -a 40 -s M
	[[ ! "$output" =~ dis\.(ectopic|miscarriage|pid|endometriosis|preterm_labour|aub|fibroid) ]]
	run diseases '发烧，腹痛，咳嗽，哭闹' -a 40 -s M
	[[ ! "$output" =~ dis\.(neonatal_sepsis|kawasaki|intussusception|infant_colic|roseola|croup) ]]
	run diseases '胸痛，气短，头痛，健忘' -a 6
	[[ ! "$output" =~ dis\.(acs|angina|dementia|gca|copd) ]]
	run diseases '停经，下腹痛' -a 70 -s F
	[[ "$output" != *dis.ectopic* ]]
}

@test "at least 250 conditions, each with an ICD-10 code and a next step, none with a probability" {
	n=$(find "$ROOT/kb/triage" -name 'conditions-*.yaml' -exec cat {} + | grep -c '^- id: dis\.')
	[ "$n" -ge 250 ]
	[ "$(find "$ROOT/kb/triage" -name 'conditions-*.yaml' -exec cat {} + |
		grep -cE '^  icd10: [A-Z][0-9]{2}(\.[0-9])?$')" -eq "$n" ]
	[ "$(find "$ROOT/kb/triage" -name 'conditions-*.yaml' -exec cat {} + | grep -c '^  next: ')" -eq "$n" ]
	out=$(printf '胸痛' | "$CLIN" triage -a 60 -s M --format json)
	[ "$(jq '[.results[0].differential[] | has("probability")] | any' <<<"$out")" = false ]
	run bash -c "printf 胸痛 | '$CLIN' triage -a 60 -s M"
	[[ "$output" != *%* ]]
}

@test "what must not be missed is marked and comes with its next step" {
	out=$(printf '突然撕裂样胸痛，放射到后背' | "$CLIN" triage -a 60 -s M --format json)
	[ "$(jq '.results[0].differential[] | select(.id == "dis.dissection") | .must_not_miss' <<<"$out")" = true ]
	[ "$(jq '[.results[0].differential[].next | length > 0] | all' <<<"$out")" = true ]
}

@test "who is known to be pregnant need not say so again; one swollen leg is no kidney" {
	local first
	first=$(printf '孕32周，头痛眼花，脚肿' | "$CLIN" triage --format json |
		jq -r '.results[0].differential[0].icd10')
	[ "$first" = O14.9 ]
	first=$(printf '孕8周，恶心呕吐' | "$CLIN" triage --format json |
		jq -r '.results[0].differential | map(.icd10) |
			"\(index("O21.0") != null) \(index("A08.0") == null)"')
	[ "$first" = "true true" ]
	first=$(printf 'my left calf is swollen and painful after a long flight' |
		"$CLIN" triage --format json |
		jq -r '.results[0].departments[:3] | map(.code) | index("03.06") == null')
	[ "$first" = true ]
}

@test "what a red flag suspects is in the list, first when all else is alike" {
	[ "$(diseases '停经7周，右下腹痛，阴道少量出血' -a 28 -s F | head -1)" = dis.ectopic ]
	[ "$(diseases '头疼得像炸开，从来没这么疼过，吐了两次' -a 50 | head -1)" = dis.sah ]
	# the flag is among the reasons
	run bash -c "printf '停经7周，右下腹痛，阴道少量出血' | '$CLIN' triage -a 28 -s F --format json |
		jq -r '.results[0].differential[0].for[0]'"
	[ "$output" = '疑似异位妊娠' ]
	# a red flag of the other sex suspects nothing
	run diseases '睾丸突然剧痛，肿了' -a 30 -s F
	[[ "$output" != *dis.torsion* ]]
}

@test "the pregnant: her own diseases, and the obstetrician first" {
	run diseases '怀孕34周，血压150/100，脚肿，尿蛋白1+' -s F
	[ "${lines[0]}" = dis.preeclampsia ]
	run diseases '怀孕20周，下腹坠痛，分泌物多' -s F
	[[ "$output" != *dis.dysmenorrhoea* && "$output" != *dis.menopause* ]]
	out=$(printf '怀孕34周，脚肿，尿蛋白1+' | "$CLIN" triage -s F --format json)
	[ "$(jq -r '.results[0].departments[0].code' <<<"$out")" = 05.02 ]
}
