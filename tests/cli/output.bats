#!/usr/bin/env bats
# shellcheck disable=SC2154
# The JSON contract: real output against the installed schema.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	python3 -c 'import jsonschema' 2>/dev/null || PY=/usr/bin/python3
	PY=${PY:-python3}
	$PY -c 'import jsonschema' 2>/dev/null || skip "no python3-jsonschema"
}

# validate FILE: every line, or the whole, is what the schema says.
validate() {
	$PY - "$ROOT/man/schema/clin.report-1.schema.json" "$1" <<-'PY'
		import json, sys
		import jsonschema
		schema = json.load(open(sys.argv[1], encoding="utf-8"))
		jsonschema.Draft202012Validator.check_schema(schema)
		part = lambda name: jsonschema.Draft202012Validator(
		    {**schema, "oneOf": [{"$ref": "#/$defs/" + name}]})
		text = open(sys.argv[2], encoding="utf-8").read()
		try:
		    todo = [(json.loads(text), "document")]
		except json.JSONDecodeError:
		    todo = [(json.loads(line), "result") for line in text.splitlines()]
		if "results" not in todo[0][0]:
		    todo = [(todo[0][0], "result")] + todo[1:]
		bad = 0
		for value, name in todo:
		    for e in part(name).iter_errors(value):
		        bad += 1
		        print("/".join(map(str, e.absolute_path)), e.message[:300])
		sys.exit(bad != 0)
	PY
}

@test "json and ndjson of every sample fit the schema, in both languages" {
	for lang in zh en; do
		for sample in "$SAMPLES"/*.txt; do
			"$CLIN" --lang $lang interpret-report -f json "$sample" >out.json || [ $? -eq 4 ]
			validate out.json
		done
		"$CLIN" --lang $lang interpret-report -f ndjson "$SAMPLES"/*.txt >out.ndjson || [ $? -eq 4 ]
		[ "$(wc -l <out.ndjson)" -ge 4 ]
		validate out.ndjson
	done
}

@test "results with errors, unread rows and unknown codes fit the schema" {
	printf '血常规\n不存在的项目  5.2  g/L  3-8\n血红蛋白(HGB) 9?2 g/L 115-150\n%%%%## 12 34\n' >odd.txt
	"$CLIN" interpret-report -f json odd.txt >out.json || [ $? -eq 4 ]
	validate out.json
	echo '没有任何结果的一段文字' >none.txt
	"$CLIN" interpret-report -f json none.txt >out.json || [ $? -eq 4 ]
	validate out.json
}

@test "a file that cannot be read is a result that fits the schema" {
	"$CLIN" interpret-report -f ndjson "$SAMPLES/cbc.txt" nowhere.txt >out.ndjson || [ $? -eq 1 ]
	[ "$(wc -l <out.ndjson)" -eq 2 ]
	validate out.ndjson
}

@test "the patient's context stands in the result" {
	"$CLIN" interpret-report -f json -a 8mo -s F --dx 透析 --on 华法林 --setting ward \
		"$SAMPLES/bench-25-rows.txt" >out.json || true
	if [ -s out.json ]; then validate out.json; fi
	printf '血红蛋白(HGB) 92 g/L 115-150\n' >plain.txt
	"$CLIN" interpret-report -f json -a 61 -s M --dx 透析 --setting dialysis plain.txt >out.json
	validate out.json
	$PY - <<-'PY'
		import json
		p = json.load(open("out.json"))["results"][0]["patient"]
		assert p["age"] == {"value": 61, "unit": "y"}, p
		assert p["sex"] == "M" and p["setting"] == "dialysis", p
		assert "DX.dialysis" in p["context"], p
	PY
}

@test "the same input gives the same bytes" {
	"$CLIN" interpret-report -f json "$SAMPLES/demo-cbc.txt" >one
	"$CLIN" interpret-report -f json "$SAMPLES/demo-cbc.txt" >two
	cmp one two
}

@test "the language changes words, not findings" {
	for lang in zh en; do
		"$CLIN" --lang $lang interpret-report -f json "$SAMPLES/demo-cbc.txt" |
			$PY -c '
import json, sys
r = json.load(sys.stdin)["results"][0]
print([(f["id"], f["urgency"], f["rank"]) for f in r["findings"]])
print([(o["code"], o["value"], o["flag"]) for o in r["observations"]])' >"findings.$lang"
	done
	diff findings.zh findings.en
}
