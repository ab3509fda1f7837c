#!/usr/bin/env bats
# The privacy guard over records and clinical text written by hand
# (privacy-records-*.txt, privacy-clinical-*.txt), through the request's body.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

measure() {
	"$ROOT/tests/tools/privacy-measure" "$CLIN" "$T" "$@"
}

@test "no identifier of any class is left in a request" {
	for records in "$ROOT"/tests/cli/privacy-records-*.txt; do
		measure "$records"
	done
}

@test "drugs, values, eponyms and ordinary words are left alone" {
	for texts in "$ROOT"/tests/cli/privacy-clinical-*.txt; do
		measure --clinical "$texts"
	done
}
