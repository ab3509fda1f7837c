#!/usr/bin/env bats
# shellcheck disable=SC2154
# In a real pseudo-terminal (tmux), as over SSH.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	command -v tmux >/dev/null || skip "no tmux"
	SOCKET=$T/tmux0
	SERVERS=0
	# a process whose number the test knows
	echo "echo \$\$ >pid; exec $CLIN interpret-report" >run.sh
	KEEP="HOME=$HOME XDG_CONFIG_HOME=$XDG_CONFIG_HOME CLIN_ETC=$CLIN_ETC CLIN_NOW=$CLIN_NOW"
}

teardown() {
	[[ -n ${SOCKET:-} ]] || return 0
	local socket
	for socket in "$T"/tmux*; do
		tmux -S "$socket" kill-server 2>/dev/null || true
	done
}

# start ENVIRONMENT COMMAND: a window of 80 by 24 that stays open at the end.
start() {
	# a server of its own: the one just killed may still be going down
	SERVERS=$((SERVERS + 1))
	SOCKET=$T/tmux$SERVERS
	LC_ALL=C.UTF-8 tmux -u -S "$SOCKET" -f /dev/null new-session -d -x 80 -y 24 \
		"cd '$T'; env -u LC_ALL $KEEP $1 sh -c '$2; echo status=\$? >status; stty -a >stty; sleep 60'"
	tmux -S "$SOCKET" set-option -g history-limit 50000
}

screen() {
	tmux -S "$SOCKET" capture-pane -p -S -2000
}

# wait_for PATTERN: until the screen shows it.
wait_for() {
	for _ in $(seq 100); do
		screen | grep -qE "$1" && return 0
		sleep 0.1
	done
	screen
	return 1
}

# paste_file FILE: bracketed when the program asked for it.
paste_file() {
	tmux -S "$SOCKET" load-buffer -b b "$1"
	tmux -S "$SOCKET" paste-buffer -p -b b
}

keys() {
	tmux -S "$SOCKET" send-keys "$@"
}

ended() {
	for _ in $(seq 150); do
		[[ -s stty ]] && return 0
		sleep 0.1
	done
	screen
	return 1
}

@test "a report is pasted, Ctrl-D ends it, the screen fits 80 columns" {
	start LANG=zh_CN.UTF-8 "$CLIN interpret-report"
	wait_for 'Ctrl-D'
	paste_file "$SAMPLES/cbc.txt"
	wait_for '血小板'
	keys C-d
	ended
	wait_for '血红蛋白.*92'
	grep -q 'status=0' status
	[ "$(screen | widest)" -le 80 ]
	[[ $(screen) != *'[200~'* ]]
}

@test "a line of 10,000 characters survives the paste" {
	{
		printf '血红蛋白(HGB)'
		printf '%*s' 10000 ''
		printf '92  g/L  115-150\n血小板计数(PLT)  386  10^9/L  125-350\n'
	} >long.txt
	start LANG=zh_CN.UTF-8 "$CLIN interpret-report --format json >out.json"
	wait_for 'Ctrl-D'
	paste_file long.txt
	wait_for '血小板计数'
	keys C-d
	ended
	python3 - <<-'PY'
		import json
		text = open("out.json", encoding="utf-8").read()
		json.loads(text)
		assert '"PLT"' in text, text[:500]
		assert '"HGB"' in text and '92' in text, text[:500]
	PY
}

@test "typing: backspace and Ctrl-U edit, Chinese too" {
	start LANG=zh_CN.UTF-8 "$CLIN interpret-report --format json >out.json"
	wait_for 'Ctrl-D'
	keys -l 'garbage 12'
	keys C-u
	keys -l '血红蛋白(HGB) 93错'
	keys BSpace
	keys BSpace
	keys -l '2 g/L 115-150'
	keys Enter C-d
	ended
	python3 - <<-'PY'
		import json
		d = json.load(open("out.json", encoding="utf-8"))
		o = d["results"][0]["observations"]
		assert [(x["code"], x["value"]) for x in o] == [("HGB", 92)], o
		assert d["results"][0]["unread"] == []
	PY
}

@test "the terminal is as before, after the end and after Ctrl-C" {
	start LANG=zh_CN.UTF-8 "stty -a >before; trap : INT; $CLIN interpret-report"
	wait_for 'Ctrl-D'
	keys C-c
	ended
	grep -q 'status=130' status
	diff before stty
	tmux -S "$SOCKET" kill-server
	rm -f stty status
	start LANG=zh_CN.UTF-8 "stty -a >before; $CLIN interpret-report"
	wait_for 'Ctrl-D'
	keys C-d
	ended
	diff before stty
	grep -qE 'status=[14]' status
}

@test "SIGHUP and SIGTERM end a waiting paste at once" {
	for signal in HUP TERM; do
		rm -f status stty
		start LANG=zh_CN.UTF-8 "stty -a >before; sh run.sh"
		wait_for 'Ctrl-D'
		kill -s $signal "$(cat pid)"
		ended
		diff before stty
		grep -qE 'status=(129|143)' status
		tmux -S "$SOCKET" kill-server
	done
}

@test "a closed window ends it" {
	start LANG=zh_CN.UTF-8 "sh run.sh"
	wait_for 'Ctrl-D'
	pid=$(cat pid)
	tmux -S "$SOCKET" kill-server
	for _ in $(seq 50); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	run ! kill -0 "$pid"
}

@test "LANG=C prints Chinese in UTF-8 and nothing as hexadecimal" {
	start LANG=C "$CLIN interpret-report $SAMPLES/cbc.txt"
	ended
	[[ $(screen) == *血红蛋白* && $(screen) != *'\x'* ]]
	[ "$(screen | widest)" -le 80 ]
}

@test "colour on a terminal; none for TERM=dumb, NO_COLOR, a pipe" {
	start LANG=zh_CN.UTF-8 "$CLIN interpret-report $SAMPLES/cbc.txt"
	ended
	tmux -S "$SOCKET" capture-pane -pe -S -100 | grep -q $'\033\\['
	tmux -S "$SOCKET" kill-server
	for setting in TERM=dumb NO_COLOR=1; do
		rm -f stty
		start "LANG=zh_CN.UTF-8 $setting" "$CLIN interpret-report $SAMPLES/cbc.txt"
		ended
		run ! grep -q $'\033\\[' <(tmux -S "$SOCKET" capture-pane -pe -S -100)
		tmux -S "$SOCKET" kill-server
	done
	run "$CLIN" interpret-report "$SAMPLES/cbc.txt"
	[[ $output != *$'\033'* ]]
}

@test "a GBK terminal gets GBK, by locale or by option" {
	LANG=zh_CN.GBK "$CLIN" interpret-report "$SAMPLES/cbc.txt" >gbk || true
	run ! iconv -f UTF-8 -t UTF-8 gbk
	iconv -f GBK -t UTF-8 gbk | grep -q 血红蛋白
	"$CLIN" interpret-report --output-encoding GBK "$SAMPLES/cbc.txt" | diff gbk -
	# nothing was lost: as many question marks as there were
	"$CLIN" interpret-report "$SAMPLES/cbc.txt" >utf8 || true
	[ "$(tr -dc '?' <utf8)" = "$(iconv -f GBK -t UTF-8 gbk | tr -dc '?')" ]
	LANG=zh_CN.GB18030 "$CLIN" --lang zh config check | iconv -f GB18030 -t UTF-8 | grep 配置无误
	LANG=zh_TW.Big5 "$CLIN" --lang zh --help | iconv -f BIG5 -t UTF-8 >/dev/null
}

@test "JSON stays UTF-8 under a GBK locale, unless asked" {
	LANG=zh_CN.GBK "$CLIN" interpret-report -f json "$SAMPLES/cbc.txt" | iconv -f UTF-8 -t UTF-8 >/dev/null
	"$CLIN" interpret-report -f json --output-encoding GBK "$SAMPLES/cbc.txt" | iconv -f GBK -t UTF-8 | grep -q 血红蛋白
}

@test "an encoding without Chinese: English, symbols in ASCII" {
	LANG=zh_CN.ISO-8859-1 run "$CLIN" config check
	[ "$output" = "configuration: ok" ]
	"$CLIN" interpret-report --lang en --output-encoding ASCII "$SAMPLES/cbc.txt" >ascii || true
	run ! grep -P '[^\x00-\x7F]' ascii
	grep -q '10^9\|10\*9' ascii
	run_split "$CLIN" --lang en --output-encoding nonsense config check
	[ "$status" -eq 2 ]
	[[ $stderr == *"there is no encoding 'nonsense'"* ]]
}

@test "an unknown charset in LANG is no reason to fail" {
	LANG=zh_CN.nonsense run "$CLIN" config check
	[ "$status" -eq 0 ]
	[ "$output" = 配置无误 ]
}
