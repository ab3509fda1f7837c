#!/usr/bin/env bats
# Many reports: order, workers, journals, alerts, limits.

setup() {
	load helper
	common_setup
}

requests() { # N
	python3 - "$1" <<'PY'
import json, sys
cbc = "血红蛋白 %d g/L 115-150\nMCV 71 fL 82-100\n铁蛋白 6.2 ng/mL 13-150\n"
for i in range(int(sys.argv[1])):
    print(json.dumps({"id": i, "text": cbc % (80 + i % 60),
                      "patient": {"age": "34", "sex": "F"}}, ensure_ascii=False))
PY
}

@test "a request a line gives a result a line with its id, in order" {
	requests 200 >in
	"$CLIN" interpret-report --batch <in >out
	[ "$(wc -l <out)" -eq 200 ]
	python3 -c 'import json
for i, line in enumerate(open("out")):
    r = json.loads(line)
    assert r["source"]["id"] == str(i) and r["schema"] == "clin.report/1"
    assert r["observations"][0]["value"] == 80 + i % 60'
}

@test "workers change nothing but the time" {
	requests 300 >in
	"$CLIN" interpret-report --batch <in >one
	"$CLIN" interpret-report --batch --jobs 3 <in >three
	cmp one three
}

@test "a bad item answers with an error, the run goes on, the status is 4" {
	requests 3 >in
	sed -i '2s/.*/{"id": "broken", "text": /' in
	run "$CLIN" interpret-report --batch in
	[ "$status" -eq 4 ]
	[[ ${lines[1]} == *'"errors":[{"code":"json"'* ]]
	[[ ${lines[2]} == *'"id":"2"'* ]]
}


@test "killed at any moment, the same command finishes the rest, each once" {
	requests 3000 >in
	"$CLIN" interpret-report --batch in >whole
	for pause in 0.02 0.05 0.1 0.15 0.2; do
		"$CLIN" interpret-report --batch --jobs 2 --journal j --output out \
			--alerts a in 2>/dev/null &
		sleep "$pause"
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
	done
	"$CLIN" interpret-report --batch --jobs 2 --journal j --output out \
		--alerts a in
	cmp whole out
}

@test "folders are walked, files come in order of their names" {
	mkdir -p d/e
	cp "$SAMPLES/cbc.txt" d/b.txt
	cp "$SAMPLES/renal.txt" d/e/c.txt
	cp "$SAMPLES/cbc.txt" d/a.txt
	run "$CLIN" interpret-report --recursive --summary none -f ndjson d
	[[ ${lines[0]} == *'"file":"d/a.txt"'* ]]
	[[ ${lines[1]} == *'"file":"d/b.txt"'* ]]
	[[ ${lines[2]} == *'"file":"d/e/c.txt"'* ]]
}

@test "critical findings stand in the alerts file" {
	printf '钾 7.2 mmol/L 3.5-5.3\n' >k.txt
	run "$CLIN" interpret-report --alerts a --summary none -f ndjson k.txt "$SAMPLES/cbc.txt"
	[ "$(wc -l <a)" -ge 1 ]
	grep -q '"schema":"clin.alert/1"' a
	grep -q '"file":"k.txt"' a
}

@test "the summary counts, as text or JSON" {
	requests 5 >in
	"$CLIN" interpret-report --batch --summary json in 2>err >/dev/null
	sed 's/^clin: //' err | python3 -c 'import json,sys
s = json.load(sys.stdin)
assert s["items"] == 5 and s["failed"] == 0, s'
}

@test "a full disk and a closed pipe are errors that say so" {
	requests 50 >in
	run "$CLIN" interpret-report --batch --output /dev/full in
	[ "$status" -eq 1 ]
	[[ $output == */dev/full* ]]
	run bash -c '"$0" interpret-report --batch in | head -c 10' "$CLIN"
	[ "$status" -eq 0 ]
}

@test "a journal needs an output file" {
	requests 2 >in
	run "$CLIN" interpret-report --batch --journal j in
	[ "$status" -ne 0 ]
	[[ $output == *--journal* ]]
}

@test "memory does not grow with the number of reports" {
	[[ ${BUILD:-build} != *san* ]] || skip "a sanitizer build"
	requests 20000 >in
	/usr/bin/env time -f %M -o rss "$CLIN" interpret-report --batch in >/dev/null 2>&1 ||
		skip "no time(1) here"
	[ "$(tail -n 1 rss)" -lt 65536 ]
}

@test "one report as text, HL7, FHIR and CSV gives the same observations" {
	cat >r.txt <<-'T'
	血红蛋白   92    ↓  g/L    115-150
	MCV       71    ↓  fL     82-100
	铁蛋白     6.2   ↓  ng/mL  13-150
	T
	printf '项目,结果,单位,参考值,提示\n血红蛋白,92,g/L,115-150,L\nMCV,71,fL,82-100,L\n铁蛋白,6.2,ng/mL,13-150,L\n' >r.csv
	printf 'MSH|^~\\&|L|H|||20260105||ORU^R01|1|P|2.5\rPID|1||42\rOBR|1\rOBX|1|NM|718-7^Hb^LN||92|g/L|115-150|L|||F\rOBX|2|NM|787-2^MCV^LN||71|fL|82-100|L|||F\rOBX|3|NM|2276-4^Ferritin^LN||6.2|ng/mL|13-150|L|||F\r' >r.hl7
	python3 - >r.json <<'PY'
import json
rows = [("718-7", 92, "g/L", 115, 150), ("787-2", 71, "fL", 82, 100), ("2276-4", 6.2, "ng/mL", 13, 150)]
print(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [
    {"resource": {"resourceType": "Observation", "status": "final",
     "code": {"coding": [{"system": "http://loinc.org", "code": c}]},
     "valueQuantity": {"value": v, "unit": u},
     "referenceRange": [{"low": {"value": a}, "high": {"value": b}}]}} for c, v, u, a, b in rows]}))
PY
	for f in r.txt r.csv r.hl7 r.json; do
		"$CLIN" interpret-report -a 34 -s F -f json "$f" | python3 -c 'import json,sys
for r in json.load(sys.stdin)["results"]:
    for o in r["observations"]:
        if not o["derived"]:
            print(o["code"], o["value"], o["unit"], o["range"]["low"], o["range"]["high"], o["flag"], o["status"])
    for f in r["findings"]:
        print(f["id"], f["urgency"])' >"$f.out"
	done
	cmp r.txt.out r.csv.out
	cmp r.txt.out r.hl7.out
	cmp r.txt.out r.json.out
	grep -q lab.anaemia.iron-deficiency r.txt.out
}
