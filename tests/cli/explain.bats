#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2094
# The knowledge base's own words, for a clinician and for a patient.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	printf '血钾 7.2 mmol/L 3.5-5.3\n血红蛋白 92 g/L 115-150\nMCV 71 fL 82-100\n铁蛋白 6.2 ng/mL 13-150\n' >r.txt
}

@test "a patient reads plain words and when to seek care; findings are the same" {
	"$CLIN" i -a 34 -s F --audience patient r.txt >zh
	grep -q '^给患者' zh
	grep -q '何时就医：现在' zh
	"$CLIN" --lang en i -a 34 -s F --audience patient r.txt >en
	grep -q '^For the patient' en
	grep -q 'When to seek care: now' en
	"$CLIN" i -a 34 -s F -f json r.txt >a
	"$CLIN" i -a 34 -s F -f json --audience patient r.txt >b
	python3 -c '
import json
a, b = (json.load(open(f))["results"][0] for f in "ab")
assert a["findings"] == b["findings"]
assert a["explanation"]["text"] != b["explanation"]["text"]'
	run ! grep -q '给患者' <("$CLIN" i -a 34 -s F r.txt)
}

@test "medicines: nobody is told to stop by himself; a complaint has one advice" {
	run "$CLIN" --lang en d -a 78 --audience patient warfarin aspirin
	# lines are wrapped
	[[ "$(tr -s ' \n' ' ' <<<"$output")" == *"do not stop it yourself"*"When to seek care"* ]]
	# the pair is named once, without a colleague's words for the harm
	sed -n '/^For the patient/,/When to seek/p' <<<"$output" >told
	[ "$(grep -c Warfarin told)" -eq 1 ]
	run ! grep 'labile INR' told
	# what kills when it is taken daily: before the next dose
	"$CLIN" d -a 70 --audience patient '甲氨蝶呤 10mg qd' | sed -n '/^给患者/,/何时就医/p' >told
	grep -q 下一次服药之前 told
	run ! grep 死亡 told
	run "$CLIN" t -a 58 -s M --audience patient 胸口闷痛半小时，出冷汗
	[[ "$output" == *急诊*"何时就医：现在"* && "$output" != *请今天就到医院* ]]
}

@test "every rule tells a patient where to turn, and frightens nobody" {
	"$CLIN" kb status >/dev/null
	python3 - "$BUILD_DIR/kb.db" <<-'PY'
import json, re, sqlite3, sys
bad = []
for kind, text in sqlite3.connect(sys.argv[1]).execute("SELECT kind, json FROM entry WHERE kind IN (9, 23)"):
    e = json.loads(text)
    p = e.get("patient")
    if kind == 9 and not p:
        bad.append((e["id"], "none"))
        continue
    if not p:
        continue
    if e.get("urgency") == "critical":
        if not re.search("急诊|120|立即|立刻|马上|现在|抢救", p["zh"]):
            bad.append((e["id"], p["zh"]))
        if not re.search("emergency|now|at once|immediately|ambulance|right away", p["en"], re.I):
            bad.append((e["id"], p["en"]))
    if re.search("致命|死亡|猝死|滴度|溶栓|阴离子", p["zh"]) or re.search(
            r"fatal|you may die|death|\\btitre|ketoacid|haemolys|complements", p["en"], re.I):
        bad.append((e["id"], p["zh"], p["en"]))
assert not bad, bad
	PY
}
