#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup: what the chart withstands: kills, many writers, groups, copies.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	CHART=$T/.local/share/clin/chart.db
}

enrol() {
	"$CLIN" followup enrol P012 --sex F --birth 1958-03-02 -p htn -p t2dm --dx 高血压 \
		--allergy 青霉素 --start 2026-08-20 --village 东村 --doctor 李 --phone 138 --name 王某 >/dev/null
}

dump() {
	sqlite3 "$1" "SELECT * FROM $2 ORDER BY id"
}

# every row of the exported tables, without numbers of rows and batches
rows() {
	sqlite3 "$1" "SELECT id, name, sex, birth, birth_exact, doctor, village, phone, ended, outcome, reason
		FROM patient ORDER BY 1;
		SELECT patient, kind, text, code FROM context ORDER BY 1, 2, 3;
		SELECT patient, code, value, comparator, text, unit, canonical, canonical_unit, at, zone, timed,
		context, source, row FROM observation ORDER BY 1, 2, 9, 3;
		SELECT p.patient, protocol, version, start, p.ended, reason, kind, planned, first, last, lost,
		sequence, done, outcome, note, cancelled FROM visit v JOIN plan p ON p.id = v.plan
		ORDER BY 1, 2, 7, 8;
		SELECT patient, text, start, stop, reason FROM medication ORDER BY 1, 2, 3;
		SELECT patient, form, item, value, at, zone FROM answer ORDER BY 1, 2, 5, 3"
}

@test "kill -9 during 500 writes loses nothing that was acknowledged" {
	enrol
	killed=0
	for ((i = 0; i < 500; i++)); do
		at=$(printf '2026-10-%02dT%02d:00:00' $((1 + i / 24)) $((i % 24)))
		"$CLIN" followup add P012 hr 70 --at "${at/T/ }" >/dev/null 2>&1 &
		pid=$!
		if ((i % 2)); then
			sleep 0.00$((RANDOM % 9))
			kill -9 $pid 2>/dev/null || true
		fi
		status=0
		wait $pid 2>/dev/null || status=$?
		# acknowledged: the command ended well
		if [ $status -eq 0 ]; then echo "$at" >>acknowledged; fi
		if [ $status -eq 137 ]; then killed=$((killed + 1)); fi
	done 2>/dev/null
	echo "killed $killed, acknowledged $(wc -l <acknowledged)"
	[ "$killed" -ge 20 ]
	[ "$(wc -l <acknowledged)" -ge 250 ]
	"$CLIN" followup trend P012 HR --days 1000 -f csv | tail -n +2 | cut -d, -f1 | sort >there
	[ "$(sort acknowledged | comm -23 - there | wc -l)" -eq 0 ]
	[ "$(sqlite3 "$CHART" 'PRAGMA integrity_check')" = ok ]
}

@test "50 people write at once: all succeed, nothing is lost" {
	enrol
	for ((i = 0; i < 50; i++)); do
		("$CLIN" followup add P012 hr $((50 + i)) --at "2026-11-20 08:$((10 + i % 50))" >/dev/null 2>"e$i" &&
			touch "ok$i") &
	done
	wait
	[ "$(find . -name 'ok*' | wc -l)" -eq 50 ]
	[ "$("$CLIN" followup trend P012 HR -f csv | grep -c HR)" -eq 50 ]
}

@test "a restored copy is the chart as it was; what stood there is kept" {
	enrol
	"$CLIN" followup add P012 visit bp 148/92
	"$CLIN" followup export --backup copy.db
	dump "$CHART" observation >before
	"$CLIN" followup add P012 bp 150/90 --at '2026-11-20 08:00'
	run_split "$CLIN" followup restore copy.db
	[ "$status" -eq 0 ]
	[[ "$output" == *"逐行核对：1 人，2 条读数"* ]]
	dump "$CHART" observation | cmp - before
	kept=$(ls "$CHART".before-restore-*)
	[ "$(stat -c %a "$kept")" = 600 ]
	[ "$(sqlite3 "$kept" 'SELECT count(*) FROM observation')" -eq 4 ]
	rm "$CHART"*
	"$CLIN" followup restore copy.db
	dump "$CHART" observation | cmp - before
	[ "$(stat -c %a "$CHART")" = 600 ]
	"$CLIN" followup add P012 hr 70
}

@test "a damaged, foreign or newer copy is refused; the chart stays" {
	enrol
	"$CLIN" followup export --backup copy.db
	cp copy.db damaged.db
	dd if=/dev/urandom of=damaged.db bs=1 seek=20000 count=8000 conv=notrunc 2>/dev/null
	cp copy.db newer.db
	sqlite3 newer.db 'PRAGMA user_version = 99'
	sqlite3 other.db 'CREATE TABLE x(y)'
	for bad in damaged.db newer.db other.db absent.db; do
		run_split "$CLIN" followup restore $bad
		[ "$status" -eq 1 ]
		[ -n "$stderr" ]
		"$CLIN" followup list -f ndjson | grep -q P012
	done
}

@test "a chart on a network file system: a warning" {
	[[ $BUILD_DIR != */san ]] || skip "the sanitizers want to be loaded first"
	cat >net.c <<-'C'
		#include <sys/vfs.h>
		int statfs(const char *path, struct statfs *s) { (void)path; s->f_type = 0x6969; return 0; }
	C
	read -ra cc <<<"${CC:-cc}"
	"${cc[@]}" -shared -fPIC -o net.so net.c
	enrol
	LD_PRELOAD=$T/net.so run_split "$CLIN" followup list
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"网络文件系统"* ]]
	run_split "$CLIN" followup list
	[ -z "$stderr" ]
}

@test "a group's chart: set-gid folder, closed to others, actor and readers noted" {
	group=$(id -gn)
	mkdir -p shared
	printf 'chart:\n  path: %s/shared/all/chart.db\n  mode: group\n  group: %s\n' "$T" "$group" >"$T/etc/config.yaml"
	enrol
	[ "$(stat -c %a shared/all)" = 2770 ]
	[ "$(stat -c %a shared/all/chart.db)" = 660 ]
	[ "$(stat -c %G shared/all/chart.db)" = "$group" ]
	[ "$(sqlite3 shared/all/chart.db 'SELECT DISTINCT actor FROM batch')" = "$(id -un)" ]
	"$CLIN" followup show P012
	"$CLIN" followup due
	"$CLIN" followup show --access >log
	grep -q "$(id -un) .*show .*P012" log
	grep -q "$(id -un) .*due" log
	"$CLIN" followup show P012 --access -f ndjson | grep -q '"what":"show","id":"P012"'
	[ "$("$CLIN" followup show P012 --access -f ndjson | grep -c '"what":"due"')" -eq 0 ]
	chmod 664 shared/all/chart.db
	run_split "$CLIN" followup list
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"chmod 660"* ]]
}

@test "FHIR: the chart out and in again, nothing lost, nothing twice" {
	enrol
	"$CLIN" followup enrol E_2 --sex M -a 71 -p htn >/dev/null
	"$CLIN" followup add P012 visit bp 20.0/12.0kPa glu 146mg/dL fasting
	"$CLIN" followup add P012 bp 148/92 home --at '2026-11-20 08:00'
	printf 'Timestamp,Sensor Glucose (mg/dL)\n2026-11-18T08:00:00,112\n2026-11-18T08:05:00,Low\n' >s.csv
	"$CLIN" followup import P012 s.csv
	"$CLIN" followup med P012 add '氨氯地平 5mg qd' --start 2026-10-01
	"$CLIN" followup med P012 stop 1 --reason 水肿
	"$CLIN" followup close E_2 --outcome moved --reason 迁出
	sqlite3 "$CHART" "INSERT INTO answer(patient, form, item, value, at, zone, batch) VALUES
		('P012', 'phq-9', 'item1', '2', 1795000000, 28800, 1), ('P012', 'phq-9', 'item9', '0', 1795000000, 28800, 1),
		('P012', 'visit', 'smoke', '每天 \"10\" 支', 1795000000, 28800, 1)"
	"$CLIN" followup export -f fhir --with-names >one.json
	"$CLIN" followup export P012 -f fhir >p.json
	run ! grep -qE '王某|138' p.json
	"$CLIN" followup show P012 --all >show.one
	rows "$CHART" >rows.one
	mv "$T/.local" "$T/first"
	"$CLIN" followup import one.json
	rows "$CHART" | diff rows.one -
	"$CLIN" followup export -f fhir --with-names >two.json
	cmp one.json two.json
	"$CLIN" followup show P012 --all | diff - show.one
	run_split "$CLIN" followup import one.json
	[[ "$output" == *"取入 0 条"* ]]
	"$CLIN" followup export -f fhir --with-names | cmp - one.json
	python3 - <<-'PY'
		import json
		b = json.load(open('one.json'))
		kinds = [e['resource']['resourceType'] for e in b['entry']]
		assert b['type'] == 'collection' and kinds.count('Patient') == 2 and kinds.count('CarePlan') == 3
		assert kinds.count('QuestionnaireResponse') == 2
		panels = [e['resource'] for e in b['entry'] if 'component' in e['resource']]
		assert len(panels) == 2
		for p in panels:
		    assert p['code']['coding'][0]['code'] == '85354-9'
		    assert [c['code']['coding'][0]['code'] for c in p['component']] == ['8480-6', '8462-4']
		assert {c['valueQuantity']['code'] for p in panels for c in p['component']} == {'kPa', 'mm[Hg]'}
	PY
}

# every row of every table but the log of readers, whatever counts, with the
# batch it came by: rows are named by what they say, not by their numbers
everything() {
	python3 - "$1" <<-'PY'
		import sqlite3, sys
		db = sqlite3.connect(sys.argv[1])
		b = {r[0]: r[1:6] + (r[6],) for r in db.execute('SELECT id, kind, source, at, actor, undone_at, undone_by FROM batch')}
		tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT IN ('batch', 'access')")]
		cols = {t: [c[1] for c in db.execute(f'PRAGMA table_info({t})')] for t in tables}
		refs = {t: {f[3]: f[2] for f in db.execute(f'PRAGMA foreign_key_list({t})')} for t in tables}
		rows = {t: {r[0]: dict(zip(cols[t], r[1:])) for r in db.execute(f"SELECT {'id' if t == 'patient' else 'rowid'}, * FROM {t}")} for t in tables}
		def says(t, key, deep=True):
		    out = []
		    for c, v in rows[t][key].items():
		        if c == 'id' and t != 'patient':
		            continue
		        if v is not None and refs[t].get(c) == 'batch':
		            v = b[v]
		        elif v is not None and c in refs[t] and refs[t][c] != 'patient':
		            v = says(refs[t][c], v, False) if deep else '+'
		        elif t == 'answer' and c == 'item' and rows[t][key]['form'] == 'attempt':
		            v = says('visit', int(v))
		        out.append((c, v))
		    return t, out
		for line in sorted(repr(says(t, k)) for t in tables for k in rows[t]):
		    print(line)
	PY
}

@test "FHIR: everything a chart holds, what was superseded and taken back with it" {
	enrol
	at() { CLIN_NOW=2026-11-$1+08:00 "$CLIN" followup "${@:2}" >out 2>&1 || [ $? -le 4 ] || { cat out; false; }; }
	at 21T10:00:00 enrol E_2 --sex M -a 71 -p htn
	at 21T10:00:01 enrol E-2 --sex M -a 72 -p htn
	at 21T10:00:02 enrol E.2 --sex F -a 73
	at 21T10:01:00 enrol GONE --sex F -a 50 --dx 高血压 -p htn --name 误建
	at 21T10:01:30 add GONE bp 150/90
	sqlite3 "$CHART" "SELECT max(batch) FROM patient" >gone
	at 21T10:02:00 undo "$(cat gone)"
	at 21T10:03:00 add P012 visit bp 148/92 smoke=10/0 adherence=1
	at 21T10:04:00 add P012 bp 230/140 clinic
	at 21T10:05:00 add P012 k 6.9
	at 21T10:06:00 critical P012 close 1 --told '王医生 8001' --read-back --reason 急诊
	at 21T10:07:00 add P012 glu 5.1 fasting
	at 21T10:08:00 undo
	at 21T10:09:00 med P012 add '氨氯地平 5mg qd' --start 2026-10-01
	at 21T10:10:00 med P012 add '二甲双胍 0.5g tid' --start 2026-10-01
	at 21T10:11:00 med P012 refill 1 30 --start 2026-10-01
	at 21T10:12:00 med P012 take 1 --at '2026-11-20 08:00'
	at 21T10:13:00 med P012 miss 2 --at '2026-11-20 08:00'
	at 21T10:14:00 med P012 stop 2 --reason 腹泻
	at 21T10:15:00 med P012 take 1 --at '2026-11-21 08:00'
	at 21T10:16:00 undo
	at 21T10:17:00 ask P012
	at 21T10:18:00 scale P012 phq-9 1 1 1 1 1 1 1 1 1
	at 21T10:19:00 add P012 correct bp 142/90 --at '2026-11-21 10:03'
	at 21T10:20:00 add E_2 missed --reason 外出
	at 21T10:20:30 add E-2 skip --reason 拒接
	at 21T10:21:00 close E_2 --outcome moved --reason 迁出
	at 21T10:22:00 close E-2 --outcome dead --reason 车祸
	at 21T10:23:00 undo
	printf '时间,体重(kg)\n2026-11-18 08:00,70.306816577911382\n' >w.csv
	at 21T10:24:00 import P012 w.csv
	sqlite3 "$CHART" "UPDATE batch SET actor = 'b' WHERE id % 3 = 0;
		SELECT count(*) FROM observation WHERE superseded_by IS NOT NULL" | grep -qx 2
	for table in critical take refill sent answer; do
		[ "$(sqlite3 "$CHART" "SELECT count(*) > 0 FROM $table")" = 1 ]
	done
	"$CLIN" followup export -f fhir --with-names >one.json
	"$ROOT/tests/tools/fhir-structure" <one.json
	everything "$CHART" >all.one
	[ "$(wc -l <all.one)" -gt 40 ]
	"$CLIN" followup show P012 --all >show.one
	mv "$T/.local" "$T/first"
	"$CLIN" followup import one.json | grep -q '已有 0 条'
	"$CLIN" followup export -f fhir --with-names | cmp - one.json
	everything "$CHART" | diff all.one -
	"$CLIN" followup show P012 --all | diff - show.one
	run_split "$CLIN" followup import one.json
	[ "$status" -eq 0 ]
	[[ "$output" == *"取入 0 条"* ]]
	everything "$CHART" | cmp - all.one
	# the import is one batch: its undo takes all of it back
	"$CLIN" followup undo
	[ -z "$("$CLIN" followup list -f ndjson)" ]
	"$CLIN" followup import one.json
	# the numbers of critical records go on
	"$CLIN" followup show P012 --all | sed 's/^  [0-9]*  P012/  2  P012/' | diff - show.one
	# one patient into the middle of others
	"$CLIN" followup export P012 -f fhir --with-names >p.json
	"$ROOT/tests/tools/fhir-structure" <p.json
	rm -rf "$T/.local"
	"$CLIN" followup enrol OTHER --sex F -a 60 -p htn
	"$CLIN" followup import p.json
	"$CLIN" followup export P012 -f fhir --with-names | cmp - p.json
}

@test "FHIR: another system's Bundle; what is not understood is counted" {
	cat >b.json <<-'JSON'
		{"resourceType":"Bundle","entry":[
		{"resource":{"resourceType":"Patient","id":"x1","gender":"female","birthDate":"1960-02-29"}},
		{"resource":{"resourceType":"CarePlan","subject":{"reference":"Patient/x1"},"status":"active","intent":"plan"}},
		{"resource":{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/x1"},"code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},"effectiveDateTime":"2026-11-18","valueQuantity":{"value":7.2,"code":"%"}}}]}
	JSON
	run_split "$CLIN" followup import b.json
	[ "$status" -eq 4 ]
	[[ "$output" == *"取入 2 条"* && "$output" == *"未取 1 条"* ]]
	"$CLIN" followup trend x1 HBA1C -f csv | grep -q '2026-11-18,HBA1C,7.2'
	echo '{"resourceType":"Bundle","entry":[]}' >e.json
	run_split "$CLIN" followup import e.json
	[ "$status" -eq 1 ]
}

@test "a disk that is full: the entry is refused whole, what was there stays" {
	"$CLIN" followup enrol F1 --sex F --birth 1958-03-02 >/dev/null
	"$CLIN" followup add F1 bp 138/80 >/dev/null
	size=$(($(stat -c %s "$HOME/.local/share/clin/chart.db") / 1024 + 40))
	printf 'Time,CGM Glucose (mmol/L)\n' >big.csv
	for ((i = 0; i < 20000; i++)); do
		printf '2026-11-%02d %02d:%02d:%02d,%d.%d\n' $((i / 1440 + 1)) $((i / 60 % 24)) $((i % 60)) $((i % 59)) $((4 + i % 9)) $((i % 10))
	done >>big.csv
	# a file that may not grow: a write fails as on a full disk
	run_split bash -c "trap '' XFSZ; ulimit -f $size; exec '$CLIN' followup import F1 big.csv"
	[ "$status" -eq 1 ]
	[ -n "$stderr" ]
	[ "$("$CLIN" followup trend F1 CGM --days 3000 -f csv | wc -l)" -le 1 ]
	"$CLIN" followup show F1 | grep -q '血压 138/80'
	"$CLIN" followup import F1 big.csv | grep -q '取入 20000 条'
}

@test "a damaged or emptied chart is said, and a backup goes in its place; a link is followed" {
	db=$HOME/.local/share/clin/chart.db
	"$CLIN" followup enrol D1 --sex F --birth 1958-03-02 >/dev/null
	"$CLIN" followup export --backup b.db >/dev/null
	head -c 5000 /dev/urandom >"$db"
	run_split "$CLIN" followup list
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"已损坏"*"followup restore"* ]]
	head -c 3000 b.db >broken.db # no sound copy: nothing is moved
	run_split "$CLIN" followup restore broken.db
	[ "$status" -eq 1 ]
	run ! compgen -G "$db.damaged-*"
	"$CLIN" followup restore b.db >out
	grep -q '损坏的病历库移到' out
	"$CLIN" followup list | grep -q '^D1'
	truncate -s 20000 "$db"
	"$CLIN" followup restore b.db | grep -q '逐行核对：1 人'
	: >"$db"
	rm -f "$db"-wal "$db"-shm
	run_split "$CLIN" followup due # emptied: nobody is due is no answer
	[ "$status" -eq 1 ]
	[[ "$stderr" == *"followup restore"* ]]
	"$CLIN" followup restore b.db >/dev/null
	mv "$db" real.db
	ln -s "$PWD/real.db" "$db"
	"$CLIN" followup add D1 bp 138/80 >/dev/null
	[ -L "$db" ]
	"$CLIN" followup show D1 | grep -q '138/80'
}

@test "a clock that was put back: entries keep their own instants, nothing overwrites" {
	"$CLIN" followup enrol C1 --sex F --birth 1958-03-02 -p htn >/dev/null
	CLIN_NOW=2026-11-30T09:00:00+08:00 "$CLIN" followup add C1 bp 150/92 >/dev/null
	CLIN_NOW=2026-11-01T09:00:00+08:00 "$CLIN" followup add C1 bp 140/92 >/dev/null
	[ "$(CLIN_NOW=2026-11-30T10:00:00+08:00 "$CLIN" followup trend C1 SBP -f csv | tail -n +2 | cut -d, -f1,3 | tr '\n' ' ')" = '2026-11-01T09:00:00,140 2026-11-30T09:00:00,150 ' ]
	CLIN_NOW=2026-11-01T09:01:00+08:00 "$CLIN" followup undo >/dev/null # the last entered, not the latest day
	[ "$(CLIN_NOW=2026-11-30T10:00:00+08:00 "$CLIN" followup trend C1 SBP -f csv | tail -n +2 | cut -d, -f3)" = 150 ]
}
