#!/usr/bin/env bats
# clin triage: the Emergency Severity Index over a table of cases written from
# its decision rules (esi|options|vitals|text).

load helper

setup() {
	common_setup
}

esi() {
	printf '%s' "$1" | "$CLIN" --lang en triage --format json "${@:2}" |
		jq -c '.results[0].esi | [.value, .point]'
}

# The table as a batch; "wanted got" a line.
judged() {
	local n=0
	while IFS='|' read -r want options vitals text; do
		n=$((n + 1))
		# shellcheck disable=SC2086 # the options are words
		printf '%s %s\n' "$want" "$("$CLIN" --lang en triage $options \
			${vitals:+--vitals "$vitals"} --format json "$text" </dev/null |
			jq '.results[0].esi.value')"
	done <"$BATS_TEST_DIRNAME/triage-esi.txt"
}

@test "ESI cases: exact 70 %, within one 97 %, under-triage at most 5 %" {
	judged >"$BATS_TEST_TMPDIR/esi"
	run awk '{ n++; d = $2 - $1; exact += d == 0; near += d <= 1 && d >= -1; under += d > 0 }
		END { printf "%d %.1f %.1f %.1f\n", n, 100 * exact / n, 100 * near / n, 100 * under / n
			exit !(n >= 80 && exact / n >= 0.7 && near / n >= 0.97 && under / n <= 0.05) }' "$BATS_TEST_TMPDIR/esi"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "each decision point says so" {
	[ "$(esi 'no pulse')" = '[1,"A"]' ]
	[ "$(esi 'crushing chest pain' -a 60)" = '[2,"B"]' ]
	[ "$(esi 'right lower abdominal pain with vomiting' -a 30 --vitals 'HR=84 RR=16 SPO2=98')" = '[3,"C"]' ]
	[ "$(esi 'right lower abdominal pain with vomiting' -a 30 --vitals 'HR=114 RR=24 SPO2=98')" = '[2,"D"]' ]
	[ "$(esi 'twisted ankle' -a 30)" = '[4,"C"]' ]
	[ "$(esi 'runny nose' -a 30)" = '[5,"C"]' ]
}

@test "what was not understood is not level 5" {
	[ "$(esi 'something odd' -a 30 --vitals HR=80)" = '[4,"C"]' ]
}

@test "no pulse and no breathing are readings, too" {
	run "$CLIN" triage -a 70 --vitals 'HR=0 RR=0' --format json 'collapsed at home' </dev/null
	[ "$status" -eq 0 ]
	[ "$(jq -c '.results[0] | [.level.value, .esi.value]' <<<"$output")" = '[1,1]' ]
	run "$CLIN" triage -a 70 --vitals 'HR=5' 'collapsed at home' </dev/null
	[ "$status" -eq 2 ]
}
