#!/usr/bin/env bats
# clin triage: vignettes in the long style of symptom checkers, and what
# decides between emergency, doctor and home.
# triage-vignettes-long.txt: E (emergency), N (to be seen) or S (self-care)|TEXT.

bats_require_minimum_version 1.5.0
load helper

setup() {
	common_setup
	table=$BATS_TEST_DIRNAME/triage-vignettes-long.txt
}

@test "long vignettes: no emergency missed, nine in ten dispositions right" {
	jq -Rc '{id: (input_line_number | tostring), text: .[2:]}' "$table" |
		"$CLIN" triage --batch 2>/dev/null |
		jq -r '.disposition // "none"' >"$BATS_TEST_TMPDIR/got"
	cut -d'|' -f1 "$table" |
		sed 's/E/emergency/; s/N/non-emergency/; s/S/self-care/' |
		paste - "$BATS_TEST_TMPDIR/got" >"$BATS_TEST_TMPDIR/both"
	n=$(wc -l <"$BATS_TEST_TMPDIR/both")
	[ "$n" -ge 190 ]
	[ "$(awk '$1 == "emergency" && $2 != "emergency"' "$BATS_TEST_TMPDIR/both" | wc -l)" -eq 0 ]
	[ "$(awk '$1 == $2' "$BATS_TEST_TMPDIR/both" | wc -l)" -ge $((n * 9 / 10)) ]
}
