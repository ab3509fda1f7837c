#!/usr/bin/env bats
# clin triage: the JSON contract (DESIGN, clin-output(5)) checked field by
# field, on complaints of every kind.

load helper

setup() {
	common_setup
	cat >"$BATS_TEST_TMPDIR/contract.jq" <<'JQ'
def text: type == "string";
def text_or_null: . == null or text;
def number: type == "number";
def number_or_null: . == null or number;
def flag: type == "boolean";
def texts: type == "array" and all(.[]; text);
def need($k; f): if has($k) then (.[$k] | f) else false end or error("field \($k): \(.[$k] | tojson)");
def known($names): (keys - $names) == [] or error("unknown fields \(keys - $names)");

def evidence:
	need("code"; test("^[a-z0-9_]+$")) and need("printed"; text)
	and need("state"; IN("present", "absent", "unknown")) and need("subject"; IN("patient", "other"))
	and need("onset"; text_or_null) and need("duration"; number_or_null) and need("severity"; number_or_null)
	and need("side"; IN(null, "left", "right", "both")) and need("character"; text_or_null)
	and need("trigger"; text_or_null) and need("relief"; text_or_null)
	and need("span"; type == "array" and length == 2 and all(.[]; number) and .[0] <= .[1])
	and known(["code", "name", "printed", "state", "subject", "past", "inferred", "sudden", "side", "character", "trigger", "relief", "onset", "duration", "severity", "span"]);
def score:
	need("id"; text) and need("value"; number_or_null) and need("complete"; flag) and need("missing"; texts)
	and need("at_least"; number_or_null) and (.complete == (.value != null)) and (.complete or (.missing | length > 0));
def level:
	. == null or (need("scale"; . == "cn-2018") and need("value"; IN(1, 2, 3, 4)) and need("minutes"; IN(0, 10, 30, 60)) and need("because"; texts)
		and known(["scale", "value", "minutes", "because"]));
def esi:
	. == null or (need("value"; IN(1, 2, 3, 4, 5)) and need("point"; IN("A", "B", "C", "D")) and need("because"; text) and need("resources"; texts));
def department: need("code"; test("^[0-9]{2}(\\.[0-9]{2})?$")) and need("name"; text) and need("score"; number) and need("because"; texts);
def disease:
	need("icd10"; test("^[A-Z][0-9]{2}(\\.[0-9])?$")) and need("name"; text) and need("must_not_miss"; flag)
	and need("for"; texts and length > 0) and need("against"; texts) and need("next"; texts and length > 0);
def question:
	need("id"; text) and need("ask"; text) and need("why"; text) and need("options"; texts)
	and need("changes"; type == "array" and all(.[]; IN("level", "department", "differential")));
def finding:
	need("id"; text) and need("urgency"; IN("critical", "urgent", "soon", "routine", "info")) and need("title"; text)
	and need("because"; text) and need("actions"; texts) and need("sources"; type == "array");

.schema == "clin.triage/1"
and need("kb"; has("version") and has("digest")) and need("source"; has("index") and has("id"))
and need("patient"; has("age") and has("sex") and has("pregnant"))
and need("findings"; all(.[]; finding)) and need("not_checked"; all(.[]; has("missing") and (has("rule") or has("check"))))
and need("explanation"; has("origin") and has("text")) and need("errors"; all(.[]; has("code") and has("message")))
and need("exit_reasons"; type == "array")
and need("evidence"; all(.[]; evidence)) and need("vitals"; all(.[]; number_or_null))
and need("scores"; all(.[]; score)) and need("level"; level) and need("esi"; esi)
and need("disposition"; IN(null, "emergency", "non-emergency", "self-care"))
and need("departments"; length <= 3 and all(.[]; department)) and ([.departments[].score] | . == (sort | reverse))
and need("differential"; all(.[]; disease)) and need("questions"; all(.[]; question))
and need("self_care"; texts) and need("antipyretics"; texts) and need("come_back_if"; texts) and need("transcript"; type == "array")
and need("record"; . as $all | (["chief_complaint", "present_illness", "past_history", "personal_history", "menstrual_history", "family_history", "allergies"]
	| all(.[]; . as $k | $all | need($k; text_or_null))) and need("missing"; texts)
	and need("treatment"; all(.[]; need("printed"; type == "string") and need("drug"; text_or_null)
		and need("effect"; IN(null, "relieved", "partial", "none", "worse", "recurred", "adverse")) and need("standing"; type == "boolean"))))
and ((.level == null) == (.disposition == null)) and ((.level == null) == (.esi == null))
and ((.level.value // 4) > 2 or .disposition == "emergency")
JQ
}

holds() {
	jq -e -f "$BATS_TEST_TMPDIR/contract.jq" >"$BATS_TEST_TMPDIR/verdict" 2>"$BATS_TEST_TMPDIR/why" || {
		cat "$BATS_TEST_TMPDIR/why" "$BATS_TEST_TMPDIR/verdict"
		return 1
	}
}

@test "every field of the contract, on complaints of every kind, in both languages" {
	n=0
	while IFS='|' read -r options text; do
		for lang in zh en; do
			# shellcheck disable=SC2086 # the options are words
			printf '%s' "$text" | "$CLIN" --lang $lang triage $options --format json | jq '.results[0]' | holds
			n=$((n + 1))
		done
	done <<'CASES'
-a 58 -s M --vitals BP=150/90|胸口闷痛半小时，出冷汗
-a 40 -s M|cough for 3 days with yellow sputum, no fever
-a 3y --weight 14|孩子发烧一天，38.5度
-a 30 -s F --pregnant=30 --vitals HR=121|头晕
-a 70 --vitals LKW=2h|嘴歪，说话不清
-a 25|流鼻涕打喷嚏两天
|腹痛
|如果胸痛怎么办
|
|頭が痛いです
-a 30 -s F|右下腹绞痛2天，吃油腻后加重，平躺就好些，对青霉素过敏，末次月经11月10日，我妈妈有高血压
--vitals HR=80|asdf
CASES
	[ "$n" -eq 24 ]
}

@test "the contract's check can fail" {
	printf '胸痛' | "$CLIN" triage --format json | jq '.results[0] | .level.value = 7' >"$BATS_TEST_TMPDIR/wrong"
	run holds <"$BATS_TEST_TMPDIR/wrong"
	[ "$status" -ne 0 ]
	printf '胸痛' | "$CLIN" triage --format json | jq '.results[0] | del(.record.allergies)' >"$BATS_TEST_TMPDIR/wrong"
	run holds <"$BATS_TEST_TMPDIR/wrong"
	[ "$status" -ne 0 ]
}

@test "a batch line and an interview keep the same contract" {
	printf '%s\n' '{"id":"a","text":"胸痛","patient":{"age":70},"vitals":{"HR":120}}' | "$CLIN" triage --batch 2>/dev/null | holds
	printf '%s\n' 胸闷两天 58 男 有 | "$CLIN" triage --interview --format json 2>/dev/null | jq '.results[0]' | holds
}

@test "a site's overlay sends patients to its own clinics" {
	export CLIN_KB_SITE=$BATS_TEST_TMPDIR/site.db CLIN_KB_OVERLAY=$BATS_TEST_TMPDIR/kb.d
	mkdir -p "$CLIN_KB_OVERLAY"
	cat >"$CLIN_KB_OVERLAY/clinics.yaml" <<'YAML'
- id: dep.03.02
  department: {zh: 胃肠门诊（二楼）, en: "Stomach clinic, second floor"}
  code: "03.02"
  ages: "14y-"
  scores: {diarrhoea: 9, abdominal_pain: 9}
  sources: [cn-departments]
YAML
	"$CLIN" kb build
	got=$(printf '腹泻两天' | "$CLIN" triage -a 40 -s M --format json | jq -c '.results[0].departments[0] | [.code, .name]')
	[ "$got" = '["03.02","胃肠门诊（二楼）"]' ]
	rm -r "$CLIN_KB_OVERLAY" "$CLIN_KB_SITE"
	got=$(printf '腹泻两天' | "$CLIN" triage -a 40 -s M --format json 2>/dev/null | jq -r '.results[0].departments[0].name')
	[ "$got" = 消化内科专业 ]
}
