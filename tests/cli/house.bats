#!/usr/bin/env bats
# What the binary is made of, and how the process behaves.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

needs_release() {
	[[ $BUILD_DIR != *san* ]] || skip "a sanitizer build"
}

@test "libcurl is not loaded at start" {
	run readelf -d "$CLIN"
	[[ $output == *"(NEEDED)"* && $output != *curl* ]]
}

@test "hardening: PIE, full RELRO, no executable stack, fortified, stack protector" {
	needs_release
	run readelf -hlW "$CLIN"
	[[ $output == *"DYN "* && $output == *GNU_RELRO* ]]
	[[ $output =~ GNU_STACK.*RW\  ]]
	run readelf -dW "$CLIN"
	[[ $output == *NOW* ]]
	run readelf -sW --dyn-syms "$CLIN"
	[[ $output == *__stack_chk_fail* ]]
	[[ $output == *_chk* ]]
}

@test "neither the network nor a shell is in reach" {
	run readelf -sW --dyn-syms "$CLIN"
	[[ ! $output =~ UND\ (connect|getaddrinfo|system|popen)@ ]]
}

@test "a crash leaves no core file, and files are private" {
	mkfifo pipe
	"$CLIN" interpret-report <pipe >/dev/null 2>&1 &
	pid=$!
	exec 7>pipe
	for _ in $(seq 50); do
		grep -q '^Max core file size  *0  *0 ' "/proc/$pid/limits" && break
		sleep 0.1
	done
	grep '^Max core file size  *0  *0 ' "/proc/$pid/limits"
	grep -E '^Umask:\s*0077' "/proc/$pid/status"
	exec 7>&-
	wait $pid || true
}

@test "arguments vanish from the process list" {
	mkfifo pipe
	"$CLIN" interpret-report --dx 原发性肝癌 -a 34 - <pipe >/dev/null 2>&1 &
	pid=$!
	exec 7>pipe
	for _ in $(seq 50); do
		tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 肝癌 || break
		sleep 0.1
	done
	run tr '\0' ' ' <"/proc/$pid/cmdline"
	exec 7>&-
	wait $pid || true
	[[ $output == *interpret-report* && $output != *肝癌* && $output != *34* ]]
}

@test "a full disk is an error, not silence" {
	run_split "$CLIN" --lang en config show >/dev/full
	run bash -c '"$1" --lang en config show >/dev/full' _ "$CLIN"
	[ "$status" -eq 1 ]
	[[ $output == *"cannot write"*"No space left"* ]]
}

@test "a reader that goes away ends it quietly" {
	run bash -c '"$1" config show | head -n 1' _ "$CLIN"
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "numbers do not follow the locale" {
	LC_ALL=de_DE.UTF-8 run "$CLIN" --lang en config show
	[[ $output == *"model.timeouts.total: 300"* ]]
}

@test "no file of the tree includes upwards or sideways" {
	cd "$ROOT"
	run tests/tools/check-layers "$T/layers"
	[ "$status" -eq 0 ]
}

@test "the check of layers finds what it should" {
	mkdir -p tree/{base,config,kb,chart,llm,commands/a,commands/b,cli}
	cd tree
	echo '#include "kb/kb.h"' >base/x.c
	run "$ROOT/tests/tools/check-layers" "$T/layers"
	[ "$status" -ne 0 ]
	echo '#include "config/config.h"' >base/../kb/x.c && rm base/x.c
	run "$ROOT/tests/tools/check-layers" "$T/layers"
	[[ $status -ne 0 && $output == *"runs sideways"* ]]
	rm kb/x.c
	echo '#include "commands/b/command.h"' >commands/a/x.c
	run "$ROOT/tests/tools/check-layers" "$T/layers"
	[[ $status -ne 0 && $output == *"runs sideways"* ]]
	echo '#include "commands/app.h"' >commands/a/x.c
	run "$ROOT/tests/tools/check-layers" "$T/layers"
	[ "$status" -eq 0 ]
}

@test "installing what is missing does nothing when all is there" {
	command -v dpkg-query >/dev/null || skip "not Debian"
	run timeout 20 "$ROOT/tests/tools/install-deps.sh" test
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}
