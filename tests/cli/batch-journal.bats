#!/usr/bin/env bats
# A batch on a disk that fills up, and how far it is on a terminal.
# shellcheck disable=SC2016

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

requests() { # N
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf "{\"id\":%d,\"text\":\"血红蛋白 %d g/L 115-150\\n铁蛋白 6.2 ng/mL 13-150\",\"patient\":{\"age\":\"34\",\"sex\":\"F\"}}\n", i, 80 + i % 60 }'
}

@test "a journal that cannot grow: an error that names it, and nothing lost" {
	requests 6000 >in
	"$CLIN" interpret-report --batch --summary none in >whole
	# a limit on the size of a file, met by the journal alone
	mkfifo pipe
	cat pipe >out &
	run bash -c 'trap "" XFSZ; ulimit -f 0
		exec "$0" interpret-report --batch --journal j --output pipe in' "$CLIN"
	wait
	[ "$status" -eq 1 ]
	[[ $output == *"'j'：文件超过允许的大小"* ]]
}

# shellcheck disable=SC2016
# on_small_disk COMMAND: on a disk of 256 KiB, ./disk.
on_small_disk() {
	mkdir -p disk
	unshare -rm true 2>/dev/null || skip "no mount namespaces here"
	unshare -rm bash -c 'mount -t tmpfs -o size=256k none disk || exit 77; '"$1" "$CLIN"
}

@test "a disk full under the journal: said, and the same command finishes when there is room" {
	requests 6000 >in
	"$CLIN" interpret-report --batch --summary none in >whole
	for lang in zh en; do
		for jobs in 1 2; do
			rm -f out
			# the journal's last page has room for half a line
			run on_small_disk '
				{ echo "clin-journal 1"; head -c 4076 /dev/zero | tr "\0" "#"; echo; } >disk/j
				dd if=/dev/zero of=disk/fill bs=1k count=400 2>/dev/null
				"$0" interpret-report --lang '"$lang"' --batch --jobs '"$jobs"' --journal disk/j --output out in
				echo "status $?"
				tail -c 4 disk/j | od -An -c >torn
				rm disk/fill
				"$0" interpret-report --batch --summary none --jobs '"$jobs"' --journal disk/j --output out in
				echo "status $?"
				tail -n 1 disk/j >last'
			((status == 77)) && skip "cannot mount here"
			[[ $output == *"status 1"*"status 0" ]]
			if [ $lang = zh ]; then
				[[ $output == *"无法写入 'disk/j'：磁盘已满"* ]]
			else
				[[ $output == *"cannot write 'disk/j': No space left on device"* ]]
			fi
			cmp whole out
			[ "$(cut -d ' ' -f 1,2 last)" = "6000 $(wc -c <whole)" ]
		done
	done
}

@test "a disk full under the results: said, and the same command finishes when there is room" {
	requests 3000 >in
	"$CLIN" interpret-report --batch --summary none in >whole
	run on_small_disk '
		"$0" interpret-report --batch --jobs 2 --journal j --output disk/out in
		echo "status $?"
		mount -o remount,size=64m disk
		"$0" interpret-report --batch --summary none --jobs 2 --journal j --output disk/out in
		echo "status $?"
		cp disk/out out'
	((status == 77)) && skip "cannot mount here"
	[[ $output == *"无法写入 'disk/out'：磁盘已满"*"status 1"*"status 0" ]]
	cmp whole out
}

@test "a disk full in the middle of one file of many reports: none twice" {
	awk 'BEGIN { for (i = 0; i < 3000; i++)
		printf "MSH|^~\\&|L|H|||20260105||ORU^R01|%d|P|2.5\rPID|1||P%d\rOBR|1\rOBX|1|NM|2823-3^K^LN||%.1f|mmol/L|3.5-5.3||||F\r", i, i, 3 + i % 40 / 10 }' >m
	cp "$SAMPLES/cbc.txt" a.txt
	"$CLIN" interpret-report --summary none -f json a.txt m >whole
	run on_small_disk '
		"$0" interpret-report -f json --journal j --output disk/out a.txt m
		echo "status $?"
		mount -o remount,size=64m disk
		for i in 1 2; do # the second time nothing is left to do
			"$0" interpret-report -f json --summary none --journal j --output disk/out a.txt m
			echo "status $?"
		done
		cp disk/out out'
	((status == 77)) && skip "cannot mount here"
	[[ $output == *"磁盘已满"*"status 1"*"status 0"*"status 0" ]]
	cmp whole out
}

@test "a journal that is none, or does not fit the output, is refused" {
	requests 20 >in
	echo "something else" >j
	run "$CLIN" interpret-report --batch --journal j --output out in
	[ "$status" -eq 1 ]
	[[ $output == *"日志 'j'：不是 clin 的日志"* ]]
	[ "$(cat j)" = "something else" ]
	run "$CLIN" interpret-report --batch --journal /dev/full --output out in
	[ "$status" -eq 1 ]
	[[ $output == *"日志 '/dev/full'：不是普通文件"* ]]
	rm j
	"$CLIN" interpret-report --batch --journal j --output out in 2>/dev/null
	rm out
	run "$CLIN" interpret-report --lang en --batch --journal j --output out in
	[ "$status" -eq 1 ]
	[[ $output == *"remove the journal to start over"* ]]
	[ ! -s out ]
}

@test "a torn line of the journal is not the beginning of the next" {
	requests 1200 >in
	"$CLIN" interpret-report --batch --summary none in >whole
	"$CLIN" interpret-report --batch --summary none --journal j --output out in
	first=$(sed -n 2p j)
	printf 'clin-journal 1\n%s\n9' "$first" >j
	"$CLIN" interpret-report --batch --summary none --journal j --output out in
	cmp whole out
	run ! grep -q '^9' j
}

# on_terminal COLUMNS COMMAND: what it writes to a terminal so wide, a line for
# each time it goes back to the first column.
on_terminal() {
	script -qec "stty cols $1; $2" /dev/null | tr '\r' '\n' | sed 's/\x1b\[K//g'
}

@test "progress on a terminal: items, part, rate and time that remains, in both languages" {
	command -v script >/dev/null || skip "no script(1) here"
	requests 20000 >in
	run on_terminal 80 "$CLIN interpret-report --batch --summary none --output out in"
	[[ $output =~ [0-9]+\ \ [0-9]+\ %\ \ 每秒\ [0-9]+\ 项\ \ 余约\ [0-9]+\ 秒 ]]
	run on_terminal 80 "$CLIN interpret-report --lang en --batch --summary none --output out in"
	[[ $output =~ [0-9]+\ \ [0-9]+\ %\ \ [0-9]+/s\ \ about\ [0-9]+\ s\ left ]]
	# not every item: ten lines a second at most are written
	[ "$(wc -l <<<"$output")" -lt 200 ]
	mkdir d
	for ((i = 0; i < 3000; i++)); do echo "钾 4.2 mmol/L 3.5-5.3" >d/$i; done
	run on_terminal 80 "$CLIN interpret-report --lang en -r -f ndjson --summary none --output out d"
	[[ $output =~ [0-9]+/3000\ \ [0-9]+\ % ]]
}

@test "progress: no line is longer than the window, which may be resized" {
	command -v script >/dev/null || skip "no script(1) here"
	requests 20000 >in
	run on_terminal 24 "$CLIN interpret-report --batch --summary none --output out in"
	[ "$(widest <<<"$output")" -le 23 ]
	[ "$(widest <<<"$output")" -gt 12 ]
	# what is written before and after the resizing is decided by the input,
	# not by the speed of the machine
	requests 300 >few
	cat >resized <<-'END'
		fed() { for k in 1 2 3; do cat few; sleep 0.2; done; }
		{ fed; stty cols 10 </dev/tty; fed; } |
			"$CLIN" interpret-report --batch --summary none --output out
	END
	export CLIN
	run on_terminal 80 "bash resized"
	[ "$(widest <<<"$output")" -gt 12 ]
	# the last lines keep to the narrow window
	[ "$(grep . <<<"$output" | tail -n 2 | widest)" -le 9 ]
}

@test "no progress when standard error is no terminal" {
	command -v script >/dev/null || skip "no script(1) here"
	requests 3000 >in
	run on_terminal 80 "$CLIN interpret-report --batch --summary none --output out in 2>err"
	[ -z "$output" ]
	[ ! -s err ]
}
