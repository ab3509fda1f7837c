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

@test "several files as one JSON document, with workers and without" {
	cp "$SAMPLES/cbc.txt" a.txt
	printf 'MSH|^~\\&|L|H|||20260105||ORU^R01|1|P|2.5\rPID|1||1\rOBR|1\rOBX|1|NM|718-7^Hb^LN||92|g/L|||||F\rMSH|^~\\&|L|H|||20260105||ORU^R01|2|P|2.5\rPID|1||2\rOBR|1\rOBX|1|NM|718-7^Hb^LN||93|g/L|||||F\r' >b.hl7
	printf '{"resourceType": "Bundle", "type"' >c.json
	run "$CLIN" interpret-report --summary none -f json a.txt b.hl7 c.json a.txt
	[ "$status" -eq 1 ] || [ "$status" -eq 4 ]
	"$CLIN" interpret-report --summary none -f json a.txt b.hl7 c.json a.txt >one 2>/dev/null ||
		true
	"$CLIN" interpret-report --summary none -f json -j 2 a.txt b.hl7 c.json a.txt >two 2>/dev/null ||
		true
	cmp one two
	[ "$(jq '.results | length' one)" -eq 5 ]
	[ "$(jq '[.results[] | select(.errors | length > 0)] | length' one)" -ge 1 ]
}

# messages N: HL7 messages, six results each.
messages() {
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++) {
			printf "MSH|^~\\&|L|H|||20260105||ORU^R01|%d|P|2.5\rPID|1||P%d|||19600101|M\rOBR|1\r", i, i
			for (k = 1; k < 7; k++)
				printf "OBX|%d|NM|2823-3^K^LN|%d|%.1f|mmol/L|3.5-5.3||||F\r", k, k, 3 + (i + k) % 40 / 10
		}}'
}

@test "one file of many messages: the same in parts, with workers, one of them killed" {
	messages 3000 >m
	messages 20 >n
	"$CLIN" interpret-report --summary none -f json m n >one
	[ "$(jq '.results | length' one)" -eq 3020 ]
	"$CLIN" interpret-report --summary none -f json -j 2 m n >two
	cmp one two
	messages 30000 >m
	"$CLIN" interpret-report --summary none -f ndjson m n >one
	"$CLIN" interpret-report --summary none -f ndjson -j 2 m n >two &
	local run=$! worker=
	for ((i = 0; i < 100; i++)); do
		worker=$(ps -o pid= --ppid $run | head -n 1)
		[ -s two ] && break
		sleep 0.02
	done
	[ -z "$worker" ] || kill -9 "$worker" 2>/dev/null || true
	wait $run
	cmp one two
}

@test "memory does not grow with one file's reports, in any mode" {
	[[ ${BUILD:-build} != *san* ]] || skip "a sanitizer build"
	/usr/bin/env time -f %M true 2>/dev/null || skip "no time(1) here"
	messages 30000 >m
	for mode in '-f ndjson' '-f json' '-f json -j 2' '-f text -j 2'; do
		# shellcheck disable=SC2086
		/usr/bin/env time -f %M -o rss "$CLIN" interpret-report \
			--summary none $mode m >/dev/null
		[ "$(tail -n 1 rss)" -lt 40000 ]
	done
}

@test "memory does not grow on a pipe, nor with the number of files" {
	[[ ${BUILD:-build} != *san* ]] || skip "a sanitizer build"
	/usr/bin/env time -f %M true 2>/dev/null || skip "no time(1) here"
	messages 30000 >m
	/usr/bin/env time -f %M -o rss "$CLIN" interpret-report --summary none -f ndjson - < <(cat m) >/dev/null
	[ "$(tail -n 1 rss)" -lt 40000 ]
	# Bundles a line, and printed reports, which are held as text alone
	for form in fhir text; do
		awk -v n=4000 -v form=$form -f "$ROOT/tests/bench/reports.awk" >r
		/usr/bin/env time -f %M -o rss "$CLIN" interpret-report --from $form --summary none -f ndjson - < <(cat r) >/dev/null
		[ "$(tail -n 1 rss)" -lt 40000 ]
	done
	mkdir d
	python3 -c 'for i in range(20000): open(f"d/{i:05}.txt", "w").write(f"钾 4.{i % 10} mmol/L 3.5-5.3\n")'
	/usr/bin/env time -f %M -o rss "$CLIN" interpret-report --summary none -f ndjson -r -j 2 d >out
	[ "$(wc -l <out)" -eq 20000 ]
	[ "$(tail -n 1 rss)" -lt 40000 ]
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

# Waits until the command (in words) holds, ten seconds at most.
await() {
	for ((i = 0; i < 200; i++)); do
		"$@" && return
		sleep 0.05
	done
	return 1
}
has_lines() { [ "$(wc -l <"$1" 2>/dev/null || echo 0)" -ge "$2" ]; }

@test "a line is answered when it comes, and its alert written, whatever follows" {
	for jobs in 1 2; do
		rm -f pipe a out
		mkfifo pipe
		"$CLIN" interpret-report --batch --jobs $jobs --alerts a pipe >out 2>/dev/null &
		exec 7>pipe
		echo '{"id":"first","text":"钾 7.2 mmol/L 3.5-5.3"}' >&7
		await has_lines a 1
		await has_lines out 1
		echo '{"id":"second","text":"钾 4.2 mmol/L 3.5-5.3"}' >&7
		await has_lines out 2
		exec 7>&-
		wait $!
		[ "$(grep -cv '"id":"first"' a)" -eq 0 ]
		[ "$(jq -r .source.id out)" = $'first\nsecond' ]
	done
}

@test "an interrupt finishes the items in hand and says where it stopped" {
	for jobs in 1 2; do
		rm -f pipe out j err
		mkfifo pipe
		requests 40 >in
		"$CLIN" interpret-report --batch in >whole
		# a terminal's Ctrl-C reaches a program in the foreground: not ignored
		env --default-signal=INT "$CLIN" interpret-report --batch --jobs $jobs \
			--journal j --output out pipe 2>err &
		run=$!
		exec 7>pipe
		head -n 25 in >&7
		await has_lines out 25
		kill -INT $run
		status=0
		wait $run || status=$?
		exec 7>&-
		[ "$status" -eq 1 ]
		grep -q '前 25 项已完成' err
		grep -q -- '--journal' err
		cmp <(head -n 25 whole) out
		# the same command goes on
		"$CLIN" interpret-report --batch --jobs $jobs --journal j --output out in 2>/dev/null
		cmp whole out
	done
}

@test "one JSON document, whichever worker is killed" {
	mkdir d
	for ((i = 0; i < 12; i++)); do messages 1500 >"d/$i"; done
	"$CLIN" interpret-report --summary none -f json -r d >one
	jq -e '.results | length == 18000' one >/dev/null
	for pause in 0.05 0.2; do
		"$CLIN" interpret-report --summary none -f json -j 2 -r d >two &
		run=$!
		sleep $pause
		worker=$(ps -o pid= --ppid $run | tail -n 1)
		[ -z "$worker" ] || kill -9 "$worker" 2>/dev/null || true
		wait $run
		cmp one two
	done
}

@test "kill -9 at twenty random moments over files: each report once" {
	mkdir d
	for ((i = 0; i < 60; i++)); do messages 40 >"d/$i"; done
	"$CLIN" interpret-report --summary none -f ndjson -r d >whole
	RANDOM=7
	for ((i = 0; i < 20; i++)); do
		"$CLIN" interpret-report --summary none -f ndjson -r --jobs 2 --journal j --output out d 2>/dev/null &
		sleep "0.0$((RANDOM % 9))"
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
	done
	"$CLIN" interpret-report --summary none -f ndjson -r --jobs 2 --journal j --output out d
	cmp whole out
}

@test "no room for results, alerts or the journal: an error that names the file" {
	requests 20 >in
	echo '{"text":"钾 7.2 mmol/L 3.5-5.3"}' >>in
	for jobs in 1 2; do
		run "$CLIN" interpret-report --batch --jobs $jobs --alerts /dev/full in
		[ "$status" -eq 1 ]
		[[ $output == *"无法写入 '/dev/full'：磁盘已满"* ]]
		run bash -c '"$0" interpret-report --lang en --batch --jobs "$1" in >/dev/full' "$CLIN" $jobs
		[ "$status" -eq 1 ]
		[[ $output == *"cannot write 'standard output': No space left on device"* ]]
	done
	run bash -c '"$0" interpret-report -f json "$1" >/dev/full' "$CLIN" "$SAMPLES/cbc.txt"
	[ "$status" -eq 1 ]
	[[ $output == *磁盘已满* ]]
	# a reader that goes away
	requests 2000 >in
	for jobs in 1 2; do
		run bash -c 'set -o pipefail; "$0" interpret-report --batch --jobs "$1" in | head -c 10 >/dev/null' "$CLIN" $jobs
		[ "$status" -eq 1 ]
		[[ $output == *"管道已关闭"* ]]
	done
}

@test "a line or a file too long for memory is an error that says what to do" {
	{ printf '{"text":"'; head -c 68000000 /dev/zero | tr '\0' 'x'; echo '"}'; } >long
	run "$CLIN" interpret-report --batch long
	[ "$status" -eq 1 ]
	[[ $output == *"超过 64 MiB；请拆分后再读"* ]]
	run "$CLIN" interpret-report --lang en --from text long
	[ "$status" -eq 1 ]
	[[ $output == *"more than 64 MiB; split it"* ]]
}
