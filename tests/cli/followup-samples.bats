#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup import: an export of every program that is known, each in the
# layout, language and clock it really has, beside the readings that are in it.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export CLIN_NOW=2026-11-30T09:00:00+08:00 TZ=Asia/Shanghai
	folder=$BATS_TEST_DIRNAME/../samples/exports
}

# imported FILE: what the chart holds of it afterwards, as the sample says it
imported() {
	local readings=${1%.*}.readings code
	HOME=$(mktemp -d -p "$T")
	"$CLIN" followup enrol P1 --sex F --birth 1958-03-02 >/dev/null
	if [ "$(cat "$readings")" = refused ]; then
		run_split "$CLIN" followup import P1 "$1"
		[ "$status" -ne 0 ] && [[ "$output" != *取入\ [1-9]* ]]
		return
	fi
	"$CLIN" followup import P1 "$1" >out || true
	grep -q "取入 $(wc -l <"$readings") 条" out || return 1
	for code in $(cut -d, -f2 "$readings" | uniq); do
		"$CLIN" followup trend P1 "$code" --days 3000 -f csv | tail -n +2 | tr -d '\r'
	done >found
	diff "$readings" found
}

@test "every sample export is read as what is in it, and nothing else" {
	failed=0
	for file in "$folder"/*; do
		[[ $file == *.readings ]] && continue
		imported "$file" || { echo "# $(basename "$file")" >&3; failed=1; }
	done
	[ "$failed" -eq 0 ]
}
