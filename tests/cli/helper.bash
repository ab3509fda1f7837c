# Loaded by every file: a clean environment and where things are.
# shellcheck shell=bash disable=SC2034
common_setup() {
	ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	BUILD_DIR=$ROOT/${BUILD:-build}
	CLIN=$BUILD_DIR/clin
	SAMPLES=$ROOT/tests/samples
	T=$BATS_TEST_TMPDIR
	unset RESULTS LC_ALL LC_CTYPE LC_MESSAGES LANGUAGE COLUMNS NO_COLOR
	local name
	for name in ${!CLIN_*}; do unset "$name"; done
	export LANG=zh_CN.UTF-8 TERM=xterm HOME=$T XDG_CONFIG_HOME=$T/xdg
	export CLIN_ETC=$T/etc CLIN_NOW=2026-11-21T09:00:00+08:00
	mkdir -p "$T/etc" "$T/xdg/clin"
	PATH=$BUILD_DIR:$PATH
	cd "$T" || return 1
}

# run_split COMMAND…: like run, with $output and $stderr apart.
run_split() {
	run --separate-stderr "$@"
}

# Columns of the widest line of standard input.
widest() {
	LC_ALL=C.UTF-8 wc -L
}
