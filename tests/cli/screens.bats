#!/usr/bin/env bats
# Screens: nothing wider than the window, in either language.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

@test "findings keep to the width, titles too, with colours and without" {
	printf '%s\n' '乙肝表面抗原 阳性(+) 阴性' '乙肝表面抗体 阴性(-) 阴性' \
		'乙肝e抗原 阴性(-) 阴性' '乙肝e抗体 阳性(+) 阴性' '乙肝核心抗体 阳性(+) 阴性' \
		'ALT 420 U/L 7-40' '总胆红素 88 umol/L 3.4-20.5' '直接胆红素 60 umol/L 0-6.8' \
		'钾 7.2 mmol/L 3.5-5.3' '肌酐 420 umol/L 45-84' '尿素 30 mmol/L 2.6-7.5' \
		'血红蛋白 62 g/L 115-150' 'MCV 71 fL 82-100' '铁蛋白 6.2 ng/mL 13-150' >r
	local lang width
	for lang in zh en; do
		for width in 60 80; do
			COLUMNS=$width "$CLIN" --lang $lang interpret-report -a 60 -s F --all r >plain
			[ "$(widest <plain)" -le $width ]
			[ "$(widest <plain)" -gt $((width - 20)) ]
			COLUMNS=$width CLIN_COLOUR=always "$CLIN" --lang $lang interpret-report -a 60 -s F --all r |
				sed 's/\x1b\[[0-9;]*m//g' >coloured
			cmp plain coloured
		done
	done
}

@test "lists and states keep to the width" {
	local lang width
	for lang in zh en; do
		for width in 60 80; do
			[ "$(COLUMNS=$width "$CLIN" --lang $lang calc | widest)" -le $width ]
		done
		[ "$("$CLIN" --lang $lang kb status | widest)" -le 80 ]
	done
}

@test "a long note of a table is broken between words" {
	printf '血红蛋白 92 g/L ↓\n' >r
	COLUMNS=64 "$CLIN" --lang en interpret-report r >out
	grep -q 'interval depends on age: not *$' out
	grep -q '^ *given *$' out
	[ "$(widest <out)" -le 64 ]
}

@test "a group of findings is labelled by its gravest member" {
	run bash -c "printf 'INR 8.4 0.8-1.2 H\n' | '$CLIN' interpret-report --lang zh -a 78 -s F --on warfarin -"
	[ "$status" -eq 0 ]
	grep -q '^\[危急\] 华法林过量' <<<"$output"
	grep -q '   + \[危急\] 危急值' <<<"$output"
	run ! grep -q '^\[今日\] 华法林过量' <<<"$output"
	run bash -c "printf 'INR 8.4 0.8-1.2 H\n' | '$CLIN' interpret-report --lang en -f md -a 78 -s F --on warfarin -"
	grep -q '^- \*\*\[CRITICAL\]' <<<"$output"
}
