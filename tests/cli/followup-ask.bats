#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup ask: questionnaires out and in.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex M --birth 1950-03-02 -p htn --dx 高血压 --name 王某 >/dev/null
}

# fill FORM ANSWER…: the form as it comes back
fill() {
	python3 - "$@" <<-'PY'
		import sys
		text = open(sys.argv[1], encoding="utf-8").read()
		for mark in ("答：\n", "A:\n"):
		    parts = text.split(mark)
		    if len(parts) > 1:
		        out = "".join(p + mark.strip() + a + "\n" for p, a in zip(parts, sys.argv[2:] + [""] * 9) if p.strip())
		        sys.stdout.write(out)
	PY
}

@test "out as text in both languages, without a name; back: readings, answers, what to look at" {
	"$CLIN" followup ask P1 >form.txt
	grep -q '编号 P1-1' form.txt
	run ! grep -q 王某 form.txt
	fill form.txt 186/95 2,5 1 无 2 >back.txt
	run_split "$CLIN" followup ask reply back.txt
	[ "$status" -eq 0 ]
	[[ "$output" == *"读出 5 题，未答 0 题"* ]]
	[[ "$output" == *"! 这一周有哪些不舒服 看东西模糊"* ]]
	[[ "$output" == *"血压达到紧急转诊标准"* ]]
	"$CLIN" followup trend P1 SBP -f csv | grep -q ',SBP,186.*home'
	LANG=en_US.UTF-8 "$CLIN" followup ask P1 >form.en
	fill form.en 130/80 1 0 none light >back.en
	LANG=en_US.UTF-8 "$CLIN" followup ask reply back.en | grep -q '5 answers, 0 questions not answered'
}

@test "what cannot be read is named and not kept; the rest is" {
	"$CLIN" followup ask P1 >form.txt
	fill form.txt 80/120 9 1 >back.txt
	run_split "$CLIN" followup ask reply back.txt
	[ "$status" -eq 4 ]
	[[ "$output" == *"? 最近一次在家测的血压（如 138/85）：80/120"* ]]
	[[ "$output" == *"? 这一周有哪些不舒服：9"* ]]
	[[ "$output" == *"读出 1 题，未答 4 题"* ]]
	[ "$("$CLIN" followup trend P1 SBP -f csv | grep -c ,SBP,)" -eq 0 ]
}

@test "unanswered ones are on the list, with the completion rate; an empty reply leaves it open" {
	"$CLIN" followup ask P1 >one.txt
	"$CLIN" followup ask P1 >two.txt
	fill one.txt 130/80 >back.txt
	"$CLIN" followup ask reply back.txt >/dev/null
	CLIN_NOW=2026-12-02T09:00:00+08:00 "$CLIN" followup ask >list
	grep -q 'P1-2 .* 4$' list
	grep -q '发出 2 份，回收 1 份（50.0%）' list
	"$CLIN" followup due | grep -q '未回 1 份'
	run_split "$CLIN" followup ask reply two.txt
	[ "$status" -eq 4 ]
	"$CLIN" followup ask -f ndjson | grep -q '"ref":"P1-2".*"answered":null'
	run_split "$CLIN" followup ask reply back.txt
	[ "$status" -eq 1 ]
	"$CLIN" followup undo 4
	"$CLIN" followup ask -f ndjson | grep -q '"ref":"P1-1".*"answered":null'
}

@test "as a form file: JSON out, JSON back" {
	"$CLIN" followup ask P1 q-htn -f json >form.json
	python3 - <<-'PY'
		import json
		form = json.load(open("form.json"))
		assert form["schema"] == "clin.followup.form/1"
		form["answers"] = {"bp": "132/84", "symptoms": "1", "nosuch": "3"}
		json.dump(form, open("back.json", "w"))
	PY
	run_split "$CLIN" followup ask reply back.json
	[ "$status" -eq 4 ]
	[[ "$output" == *"? nosuch"* ]]
	"$CLIN" followup trend P1 SBP -f csv | grep -q ',SBP,132'
}

@test "a strange reference, another patient's number, no reference, rubbish: refused, nothing written" {
	"$CLIN" followup enrol P2 --sex F -a 50 >/dev/null
	"$CLIN" followup ask P1 >form.txt
	for ref in P2-1 P1-9 P1 -1 X-1; do
		sed "s/P1-1/$ref/" form.txt >bad.txt
		run_split "$CLIN" followup ask reply bad.txt
		[ "$status" -ne 0 ]
		[ -n "$stderr" ]
	done
	for bad in 'hello' '{' '{"answers":{"bp":"1"}}' '{"ref":[1]}'; do
		printf '%s' "$bad" >bad.txt
		run_split "$CLIN" followup ask reply bad.txt
		[ "$status" -ne 0 ]
		[ "$status" -lt 100 ]
	done
	run_split "$CLIN" followup ask P2
	[ "$status" -eq 2 ]
}
