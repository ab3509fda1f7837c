#!/usr/bin/env bats
# Machine formats through the binary: odd HL7 and FHIR, and what text must not
# confuse.

# rows FILE: line, code, value, text, status of every observation.
rows() {
	"$CLIN" interpret-report --lang en --format json "$1" | python3 -c '
import json, sys
for r in json.load(sys.stdin)["results"]:
    for o in r["observations"]:
        if not o["derived"]:
            print(o["code"], o["comparator"] or "", o["value"], o["text"], o["status"], sep="|")
    for n in r["notes"]: print("note", n)
    for u in r["unread"]: print("unread", u["text"])'
}

setup() {
	load helper
	common_setup
	f=$BATS_TEST_TMPDIR/input
}

header='MSH|^~\\&|L|L|||20260301080000||ORU^R01|1|P|2.5\rPID|1||P1||A||19600215|M\rOBR|1||L1|C|||20260301073000\r'

@test "HL7: a status padded with blanks still withdraws; a correction supersedes" {
	printf '%b' "$header"'OBX|1|NM|1742-6^ALT^LN||33|U/L||||| W\rOBX|2|NM|2823-3^K^LN||5.9|mmol/L|||||P\rOBX|2|NM|2823-3^K^LN||4.9|mmol/L|||||C \r' >"$f"
	run rows "$f"
	[[ $output == *"K||4.9|None|ok"* ]]
	[[ $output != *"5.9"* && $output != *"ALT|"* ]]
	[[ $output == *"note line 4: ALT: withdrawn or not obtained (OBX-11 W)"* ]]
}

@test "CSV: dates with dots have the day first; a series is told in the units of the print" {
	printf 'patient;test;result;unit;low;high;date\n1;Creatinine;0,9;mg/dL;0,6;1,2;01.03.2026\n1;Creatinine;2,1;mg/dL;0,6;1,2;02.03.2026\n' >c.csv
	run "$CLIN" interpret-report --lang en c.csv
	[[ $output == *"Acute kidney injury (KDIGO stage 2)"* ]]
	[[ $output == *"from 0.9 mg/dL to 2.1 mg/dL"* ]]
	[[ $output != *"not read"* ]]
	# a note that is too long goes on below, nothing of it is lost
	[[ $(tr -d '\n ' <<<"$output") == *"referencechangevalue±"* ]]
}

@test "HL7: SN in its odd shapes, a date that is no number" {
	printf '%b' "$header"'OBX|1|SN|1988-5^CRP^LN||>=^32|mg/L|||||F\rOBX|2|SN|777-3^PLT^LN||^182|10*9/L|||||F\rOBX|3|SN|789-8^RBC^LN||^4^-^5|10*12/L|||||F\rOBX|4|SN|2345-7^GLU^LN||=^5.5|mmol/L|||||F\rOBX|5|DT|X9^Collected^L||20260301||||||F\r' >"$f"
	run rows "$f"
	[[ $output == *"CRP|>=|32.0|"* || $output == *"CRP|>=|32|"* ]]
	[[ $output == *"PLT||182|"* && $output == *"GLU||5.5|"* ]]
	[[ $output == *"RBC||None|4-5|"* ]]
	[[ $output == *"2026-03-01"* && $output != *"20260301"* ]]
}

@test "HL7: many messages without results between are no end" {
	awk 'BEGIN {
		result = "\rOBR|1||L|C\rOBX|1|NM|2823-3^K^LN||4.4|mmol/L|3.5-5.3||||F\r"
		m = "MSH|^~\\&|L|L|||20260301||ADT^A08|1|P|2.5\r"
		for (i = 0; i < 9000; i++) out = out m
		printf "%s%s%s", m result, out, m result }' >"$f"
	run bash -c "'$CLIN' interpret-report --format ndjson '$f' | grep -c '\"value\":4.4'"
	[ "$output" = 2 ]
}

observation() { # ID SUBJECT VALUE
	printf '{"resource":{"resourceType":"Observation","id":"%s","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},"subject":{"reference":"%s"},"valueQuantity":{"value":%s,"unit":"g/L"}}}' "$@"
}

@test "FHIR: Bundles with the same local ids stay apart" {
	for sex in male female; do
		printf '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"1","gender":"%s"}},%s]}\n' \
			$sex "$(observation o1 Patient/1 120)"
	done >"$f"
	run bash -c "'$CLIN' interpret-report --format ndjson '$f' | grep -o '\"sex\":\"[MF]\"'"
	[ "$output" = $'"sex":"M"\n"sex":"F"' ]
}

@test "FHIR: a value that is no result is said, an interval in another unit converted" {
	cat >"$f" <<-'END'
	{"resourceType":"Bundle","type":"searchset","entry":[
	{"resource":{"resourceType":"Observation","status":"final","code":{"text":"Fasting"},"valuePeriod":{"start":"2020-01-01"}}},
	{"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2345-7"}]},"valueQuantity":{"value":5.5,"unit":"mmol/L"},"referenceRange":[{"low":{"value":70,"unit":"mg/dL"},"high":{"value":110,"unit":"mg/dL"}}]}}]}
	END
	run rows "$f"
	[[ $output == *"unread Fasting: valuePeriod"* ]]
	[[ $output == *"GLU||5.5|None|ok"* ]]
	run bash -c "'$CLIN' interpret-report --format json '$f' | grep -o '\"flag\":\"[A-Z]*\"'"
	[ "$output" = '"flag":"N"' ]
}

@test "text: the interval tells ionised calcium, a charge is no sign" {
	printf '%s\n' 'Electrolytes' 'Na+ 138 mmol/L 135-145' \
		'K+ 4.1 mmol/L 3.5-5.1' 'Cl- 102 mmol/L 98-107' \
		'Ca++ 1.18 mmol/L (1.15-1.29)' 'HCO3- 22.5 mmol/L 22-28' >"$f"
	run rows "$f"
	[[ $output == *"ICA||1.18|None|ok"* && $output == *"CL||102|None|ok"* ]]
	run "$CLIN" interpret-report --lang en --all "$f"
	[[ $output != *"CRITICAL"* && $output != *"- 22.5"* ]]
}

# calcium FORMAT NAME VALUE LOW HIGH: one row of that name in that format.
calcium() {
	case $1 in
	text) printf '%s  %s  mmol/L  %s-%s\n钾  4.2  mmol/L  3.5-5.3\n' "${@:2}" ;;
	hl7) printf '%b' "$header"'OBX|1|NM|L7^'"$2^L||$3|mmol/L|$4-$5||||F\r" ;;
	csv) printf '项目,结果,单位,参考区间\n%s,%s,mmol/L,%s-%s\n' "${@:2}" ;;
	fhir) printf '{"resourceType":"Observation","status":"final","code":{"text":"%s"},"valueQuantity":{"value":%s,"unit":"mmol/L"},"referenceRange":[{"low":{"value":%s},"high":{"value":%s}}]}' "${@:2}" ;;
	esac >"$f"
}

@test "a name of two analytes: the printed interval chooses, in every format" {
	local form name
	for form in text hl7 csv fhir; do
		for name in 钙 Ca Calcium; do
			calcium $form $name 1.18 1.15 1.29
			run rows "$f"
			[[ $output == *"ICA||1.18|None|ok"* ]]
			run "$CLIN" interpret-report --lang en "$f"
			[[ $output != *"[CRITICAL]"* ]]
			calcium $form $name 1.18 2.11 2.52
			run rows "$f"
			[[ $output == *"CA||1.18|None|ok"* && $output != *ICA* ]]
			run "$CLIN" interpret-report --lang en "$f"
			[[ $output == *"[CRITICAL]"* ]]
		done
	done
}

@test "a name of two analytes without an interval is either; a total inside an ionised interval is doubtful" {
	printf '%s\n' 'Ca 1.18 mmol/L' 'K 4.2 mmol/L' >"$f"
	run rows "$f"
	[[ $output == *"None||1.18|None|code-unknown"* ]]
	printf '%s\n' '总钙 1.18 mmol/L 1.15-1.29' >"$f"
	run rows "$f"
	[[ $output == *"CA||1.18|None|doubtful"* ]]
}

@test "values alone: an ion's charge, its unit by what is usual" {
	printf '%s\n' 'pH 7.40' 'Ca++ 1.18' 'Cl- 102' 'HCO3- 22.5' >"$f"
	run rows "$f"
	[[ $output == *"ICA||1.18|None|ok"* && $output == *"CL||102|None|ok"* ]]
	[[ $output == *"HCO3||22.5|None|ok"* && $output != *unread* ]]
	# either unit makes sense, or none does: not taken
	printf '%s\n' 'CRP 5' 'TBIL 15' 'Cl-102' >"$f"
	run rows "$f"
	[[ $output == *"CRP||5|None|unit-unknown"* ]]
	[[ $output == *"TBIL||15|None|unit-unknown"* ]]
	[[ $output != *"CL||102|None|ok"* ]]
}

@test "HL7: LOINC 3094-0 (urea nitrogen, mg/dL) with mmol/L is urea" {
	printf '%b' "$header"'OBX|1|NM|3094-0^BUN^LN||5.4|mmol/L|2.5-7.5||||F\rOBX|2|NM|3094-0^^LN||35.4|mmol/L|||||F\rOBX|3|NM|3094-0^BUN^LN||15|mg/dL|7-20||||F\rOBX|4|NM|22664-7^Urea^LN||15|mg/dL|7-20||||F\r' >"$f"
	run rows "$f"
	[[ $output == *"UREA||5.4|None|ok"* && $output == *"UREA||35.4|None|ok"* ]]
	[[ $output == *"UREA_N||15|None|ok"* ]]
	[[ $output == *"UREA||15|None|unit-unknown"* ]]
}

@test "HL7: final replaces preliminary, an order corrected or withdrawn as a whole" {
	printf '%b' "$header"'OBX|1|NM|2823-3^K^LN||5.9|mmol/L|||||P\rOBX|1|NM|2823-3^K^LN||4.1|mmol/L|||||F\rOBX|2|NM|2951-2^Na^LN||151|mmol/L|||||F\rOBX|3|NM|2075-0^Cl^LN||99|mmol/L|||||P\rOBR|1||L1|C|||20260301073000||||||||||||||||||C\rOBX|2|NM|2951-2^Na^LN||141|mmol/L|||||F\rOBR|2||L2|D|||20260301080000||||||||||||||||||X\rOBX|1|NM|718-7^Hb^LN||92|g/L|||||F\r' >"$f"
	run rows "$f"
	[[ $output == *"K||4.1|None|ok"* && $output != *"5.9"* ]]
	[[ $output == *"NA||141|None|ok"* && $output != *"151"* ]]
	[[ $output == *"CL||99|None|ok"* && $output != *"HGB"* ]]
	[[ $output == *"(OBR-25 X)"* ]]
}

@test "HL7: sentences, times and inequalities are no results" {
	printf '%b' "$header"'OBX|1|TX|2345-7^Glu^LN||Patient said glucose was 5.6 yesterday|mmol/L|||||F\rOBX|2|TM|X^time^L||0830||||||F\rOBX|3|SN|777-3^PLT^LN||<>^5|10*9/L|||||F\rOBX|4|TX|2823-3^K^LN||标本溶血，钾7.9仅供参考|mmol/L|||||F\rOBX|5|ST|2951-2^Na^LN||141 mmol/L||||||F\r' >"$f"
	run rows "$f"
	[[ $output == *"GLU||None|Patient said"* && $output == *"|value-unreadable"* ]]
	[[ $output != *"||5.6|"* && $output != *"||7.9|"* && $output != *"||830|"* ]]
	[[ $output == *"PLT||None|"* && $output == *"NA||141|None|ok"* ]]
}

@test "HL7: intervals in two parts, units of ISO+, flags of laboratories, remarks" {
	printf '%b' "$header"'NTE|1||sample was\rNTE|2||late~very\rOBX|1|NM|718-7^Hb^LN||92|G/L^gram per litre^ISO+|115^150|CL|||F\rNTE|1||one~two\rOBX|2|NM|2823-3^K^LN||5.9|mmol/L|3.5~5.3|N~H|||F\r' >"$f"
	run bash -c '"$0" interpret-report --lang en -f json "$1" | jq -r ".results[0] | (.observations[] | [.code, .range.low, .range.high, .flag, .status, (.notes | join(\"/\"))] | @csv), .notes[]"' "$CLIN" "$f"
	[[ $output == *'"HGB",115,150,"LL","ok","one'* && $output == *two* ]]
	[[ $output == *'"K",3.5,5.3,"H","ok"'* ]]
	[[ $output == *"sample was"* && $output == *very* ]]
}

# charset NAME ENCODING: a message that names one and is written in another.
charset() {
	printf 'MSH|^~\\&|L|检验科|H|W|20260301||ORU^R01|1|P|2.5|||||CHN|%s\rPID|1||P1||张三||19600215|M\rOBR|1||L1|C\rOBX|1|NM|HB^血红蛋白^L||92|g/L|115-150|L|||F\r' "$1" |
		iconv -f UTF-8 -t "$2"
}

@test "HL7: MSH-18 chooses the characters of each message, and is checked" {
	{
		charset 'GB 18030-2000' GB18030
		charset 'UNICODE UTF-8' UTF-8
		charset 8859/1 GB18030
		charset '' GB18030
	} >"$f"
	run bash -c '"$0" interpret-report -f ndjson --summary none "$1" | jq -r "[.source.encoding, .observations[0].printed, .notes[]] | join(\"|\")"' "$CLIN" "$f"
	[ "${lines[0]}" = "GB18030|血红蛋白" ]
	[ "${lines[1]}" = "UTF-8|血红蛋白" ]
	[ "${lines[2]}" = "GB18030|血红蛋白|MSH-18 says '8859/1', read as GB18030" ]
	[ "${lines[3]}" = "GB18030|血红蛋白" ]
}

@test "FHIR: contained results take their report's time and status, its text is shown" {
	cat >"$f" <<-'END'
	{"resourceType":"DiagnosticReport","status":"final","code":{"text":"CBC"},"subject":{"reference":"#p"},"effectiveDateTime":"2026-03-01","conclusion":"Microcytic",
	"presentedForm":[{"contentType":"application/pdf","data":"AAAA"}],"result":[{"reference":"#o"},{"reference":"Observation/gone"}],
	"contained":[{"resourceType":"Patient","id":"p","gender":"male","birthDate":"1950-01-01"},
	{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"718-7"}]},"valueQuantity":{"value":92,"unit":"g/L"}}]}
	END
	run bash -c '"$0" interpret-report --lang en -f json "$1" | jq -r ".results[0] | .patient.age.value, .observations[0].flag, .not_interpreted[].text, .notes[]"' "$CLIN" "$f"
	[[ $output == $'76\nL\n'* && $output == *Microcytic* ]]
	[[ $output == *application/pdf* && $output == *"1 of its results are not there"* ]]
	sed -i 's/"status":"final","code":{"text"/"status":"entered-in-error","code":{"text"/' "$f"
	run rows "$f"
	[[ $output != *HGB* && $output == *"withdrawn or not obtained (entered-in-error)"* ]]
}

@test "FHIR: a history's latest version counts, several interpretations, nothing lost silently" {
	cat >"$f" <<-'END'
	{"resourceType":"Bundle","type":"history","entry":[
	{"resource":{"resourceType":"Observation","id":"k","meta":{"lastUpdated":"2026-03-01T09:00:00Z"},"status":"corrected","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"valueQuantity":{"value":5.9,"unit":"mmol/L"},"interpretation":[{"text":"abnormal"},{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"H"}]}]}},
	{"resource":{"resourceType":"Observation","id":"k","meta":{"lastUpdated":"2026-03-01T08:00:00Z"},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"valueQuantity":{"value":6.9,"unit":"mmol/L"}}},
	{"resource":{"resourceType":"Observation","id":"e","status":"final","code":{"text":"Empty"}}},
	{"resource":{"resourceType":"Observation","id":"t","status":"final","code":{"text":"Time"},"valueTime":"08:30:00"}}]}
	END
	run rows "$f"
	[[ $output == *"K||5.9|None|ok"* && $output != *"6.9"* ]]
	[[ $output == *"unread Empty: no value"* && $output != *"|8|"* ]]
	run bash -c '"$0" interpret-report -f json "$1" | jq -r ".results[0].observations[0].printed_flag"' "$CLIN" "$f"
	[ "$output" = H ]
}

@test "FHIR: a broken line of many takes no other with it, lines are counted from the start" {
	for i in 1 2 3; do
		printf '{"resourceType":"Bundle","type":"collection","entry":[%s]}\n' "$(observation o$i Patient/$i 12$i)"
	done >"$f"
	sed -i '2s/.*/{"resourceType":"Bundle","type":"collection","entry":[{/' "$f"
	run rows "$f"
	[[ $output == *"HGB||121|"* && $output == *"unread JSON"* && $output == *"HGB||123|"* ]]
	# the same behind a megabyte of others
	awk 'BEGIN {for (i = 0; i < 6000; i++) printf "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"x%d\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"718-7\"}]},\"valueQuantity\":{\"value\":120,\"unit\":\"g/L\"}}}]}\n", i}' >"$f.big"
	cat "$f" >>"$f.big"
	run bash -c '"$0" interpret-report --summary none -f ndjson "$1" | jq -r "select(.unread | length > 0) | .unread[0].line"' "$CLIN" "$f.big"
	[ "$output" = 6002 ]
}

@test "output as FHIR: every resource has what its definition asks for" {
	for i in "$SAMPLES/cbc.txt" "$SAMPLES/renal.txt" "$f.hl7"; do
		[ -e "$i" ] || printf '%b' "$header"'OBX|1|NM|2823-3^K^LN||<2.0|mmol/L|3.5-5.3|LL|||F\rOBX|2|ST|5196-1^HBsAg^LN||Positive||||||F\rOBX|3|NM|X^?^L||1|furlong|||||F\rOBX|4|TX|2345-7^Glu^LN||said 5.6 or so|mmol/L|||||F\r' >"$i"
		run bash -c '"$0" interpret-report --lang en -f fhir "$1" | python3 "$2"' "$CLIN" "$i" "$ROOT/tests/tools/fhir-structure"
		[ "$status" -eq 0 ]
		[[ $output == *"resources, 0 problems"* ]]
	done
}

@test "CSV: patients stay apart, a column nobody knows is said" {
	printf '%s\n' '病案号,性别,年龄,日期,血红蛋白(g/L),肌酐(μmol/L),某指标(x)' \
		'P1,女,34,2026-03-01,92,60,1' 'P1,女,34,2026-03-03,90,120,2' \
		'P2,男,50,2026-03-01,150,88,3' >"$f"
	run bash -c '"$0" interpret-report -f ndjson --summary none "$1" | jq -r "[.patient.sex, (.observations | map(select(.derived | not)) | length), .unread[].text] | @csv"' "$CLIN" "$f"
	[ "${lines[0]}" = '"F",4,"某指标"' ]
	[ "${lines[1]}" = '"M",2' ]
	# no column of patients: another sex is another person
	sed -i 's/病案号/来源/; s/^P[12]/a/' "$f"
	run bash -c '"$0" interpret-report -f ndjson --summary none "$1" | jq -r .patient.sex' "$CLIN" "$f"
	[ "$output" = $'F\nM' ]
}

@test "CSV: days as columns are a series, its acute kidney injury is staged" {
	printf '%s\n' '项目,单位,参考区间,2026-03-01,2026-03-02,2026-03-03' \
		'肌酐,μmol/L,57-97,88,120,180' '钾,mmol/L,3.5-5.3,4.1,,4.9' >"$f"
	run bash -c '"$0" interpret-report -a 60 -s M -f json "$1" | jq -r ".results[0] | (.observations[] | select(.derived | not) | [.code, .value, .time[0:10]] | @csv), .findings[].id"' "$CLIN" "$f"
	[[ $output == *'"CREA",88,"2026-03-01"'*'"CREA",180,"2026-03-03"'* ]]
	[[ $output == *'"K",4.1,"2026-03-01"'* && $output == *lab.renal.aki-2* ]]
}

@test "CSV: birth dates give the age, decimal commas are points" {
	printf '%s\n' 'patient_id;dob;test;value;units;ref range;date' \
		'A;1960-02-15;Potassium;5,9;mmol/L;3,5-5,3;2026-03-01' >"$f"
	run bash -c '"$0" interpret-report -f json "$1" | jq -r ".results[0] | .patient.age.value, (.observations[0] | .value, .range.high, .flag, .status)"' "$CLIN" "$f"
	[ "$output" = $'66\n5.9\n5.3\nH\nok' ]
}

@test "CSV: many patients take time by their number, not its square" {
	awk 'BEGIN {print "patient,test,value,unit"; for (i = 0; i < 20000; i++) printf "P%d,Potassium,4.%d,mmol/L\n", i, i % 10}' >"$f"
	# shellcheck disable=SC2016
	run timeout 60 bash -c '"$0" interpret-report -f ndjson --summary none "$1" | wc -l' "$CLIN" "$f"
	[ "$output" -eq 20000 ]
}

@test "FHIR: a bulk export in any order, by person, in little memory" {
	python3 - >"$f" <<'PY'
import json
LN = "http://loinc.org"
for part in range(3):
    for i in range(2500):
        if part == 1:
            print(json.dumps({"resourceType": "Patient", "id": f"p{i}", "gender": "female", "birthDate": "1990-01-01"}))
            continue
        code, value, unit = [("718-7", 92, "g/L"), None, ("787-2", 71, "fL")][part]
        print(json.dumps({"resourceType": "Observation", "id": f"o{part}-{i}", "status": "final",
                          "code": {"coding": [{"system": LN, "code": code}]}, "subject": {"reference": f"Patient/p{i}"},
                          "effectiveDateTime": "2026-03-01", "valueQuantity": {"value": value, "unit": unit}}))
    if part == 0:
        print('{"resourceType":"Observation","code":')
PY
	[ "$(stat -c %s "$f")" -gt 1048576 ]
	"$CLIN" interpret-report --summary none -f ndjson "$f" >out || [ $? -eq 4 ]
	run jq -s -r '([.[] | select(.observations | length == 2)] | length), ([.[] | select(.findings[]?.id == "lab.anaemia.microcytic")] | length), ([.[].unread[].line] | map(tostring) | join(","))' out
	[ "$output" = $'2500\n2500\n2501' ]
	# the same on a pipe, which is kept in a file without a name
	mkdir tmp
	TMPDIR=$PWD/tmp "$CLIN" interpret-report --summary none -f ndjson - < <(cat "$f") >piped || [ $? -eq 4 ]
	cmp <(jq -c 'del(.source.file)' out) <(jq -c 'del(.source.file)' piped)
	[ -z "$(ls -A tmp)" ]
}

@test "lines and spans count from the beginning of a long file" {
	awk -v n=400 -v form=hl7 -f "$ROOT/tests/bench/reports.awk" >many.hl7
	"$CLIN" interpret-report --format ndjson --summary none many.hl7 >out
	python3 - <<'PY'
import json
text = open("many.hl7", "rb").read()
lines = text.split(b"\r")
seen = 0
for line in open("out"):
    r = json.loads(line)
    rows = {o["ref"]: o for o in r["observations"]}
    for o in rows.values():
        assert o["derived"] or b"|%s^" % o["loinc"].encode() in lines[o["line"] - 1], o
    for e in (e for f in r["findings"] for e in f["evidence"] if e["span"]):
        segment = text[e["span"][0]:e["span"][1]]
        assert segment == lines[e["line"] - 1] and rows[e["ref"]]["loinc"].encode() in segment
        seen += 1
assert seen > 300, seen
PY
}

@test "a correction or withdrawal in a later message says what it makes void" {
	head='MSH|^~\\&|L|L|||20260301080000||ORU^R01|1|P|2.5\rPID|1||%s||A||19600215|M\rOBR|1||%s|C|||20260301073000\r'
	# shellcheck disable=SC2059
	{
		printf "$head"'OBX|1|NM|2823-3^K^LN||6.9|mmol/L|||||F\rOBX|2|NM|2951-2^Na^LN||151|mmol/L|||||F\r' P1 L1
		printf "$head"'OBX|1|NM|2823-3^K^LN||5.9|mmol/L|||||F\r' P2 L1
		printf "$head"'OBX|1|NM|2823-3^K^LN||4.1|mmol/L|||||C\rOBX|2|NM|2951-2^Na^LN||""|mmol/L|||||W\r' P1 L1
		printf "$head"'OBX|1|NM|2823-3^K^LN||4.4|mmol/L|||||C\r' P1 L9
	} >"$f"
	run bash -c '"$0" interpret-report -f ndjson "$1" | jq -c "[.observations[] | [.code, .value, .corrected, .replaces]], .notes"' "$CLIN" "$f"
	[ "${lines[4]}" = '[["K",4.1,true,{"index":0,"line":4,"value":"6.9"}]]' ]
	[[ ${lines[5]} == *"第 13 行 K"*"第 1 份结果中的 6.9 作废"*"第 14 行 Na"* || ${lines[5]} == *"151 作废"*"6.9 作废"* ]]
	[ "${lines[6]}" = '[["K",4.4,true,null]]' ]
	run "$CLIN" interpret-report --lang en -f json "$f"
	[[ $output == *"line 13: K: corrected, replaces what was sent before; result 1 of this input gave 6.9, now void"* ]]
	[[ $output == *"line 14: Na: withdrawn or not obtained (OBX-11 W); result 1 of this input gave 151, now void"* ]]
	# another input knows nothing of it
	run bash -c '"$0" interpret-report -f ndjson --jobs 2 "$1" "$1" | jq -c "[.observations[].replaces.index]" | sort | uniq -c' "$CLIN" "$f"
	[[ $output == *"2 [0]"* ]]
}

@test "FHIR and CSV: corrected takes the place of what came before, and says so" {
	obs='{"resourceType":"Observation","id":"k","status":"%s","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}],"text":"K"},"valueQuantity":{"value":%s,"unit":"mmol/L"}}'
	# shellcheck disable=SC2059
	printf '{"resourceType":"Bundle","type":"collection","entry":[{"resource":'"$obs"'}]}\n{"resourceType":"Bundle","type":"collection","entry":[{"resource":'"$obs"'}]}\n' final 6.9 amended 4.1 >"$f"
	run bash -c '"$0" interpret-report -f ndjson "$1" | jq -c "[.observations[] | [.value, .corrected, .replaces]]"' "$CLIN" "$f"
	[ "${lines[1]}" = '[[4.1,true,{"index":0,"line":null,"value":"6.9"}]]' ]
	run bash -c '"$0" interpret-report -f fhir "$1" | grep -c "\"status\":\"corrected\""' "$CLIN" "$f"
	[ "$output" = 1 ]
	printf '姓名,项目,结果,单位,采样时间,状态\n甲,钾,6.9,mmol/L,2026-03-01 08:00,F\n甲,钾,4.1,mmol/L,2026-03-01 08:00,更正\n甲,钠,151,mmol/L,2026-03-01 08:00,F\n甲,钠,,,2026-03-01 08:00,作废\n' >"$f"
	run bash -c '"$0" interpret-report --from csv -f ndjson "$1" | jq -c "[.observations[] | [.value, .corrected]], .notes"' "$CLIN" "$f"
	[ "${lines[0]}" = '[[4.1,true]]' ]
	[[ ${lines[1]} == *钾：更正后的结果*  && ${lines[1]} == *钠：已撤回* ]]
}

@test "messages and bundles of many senders: every number is there and equal" {
	for seed in 1 2 3 5; do
		for kind in hl7 fhir; do
			python3 "$ROOT/tests/tools/odd_$kind.py" make $seed 150 >in
			"$CLIN" interpret-report --summary none -f ndjson in >out || [ $? -eq 4 ]
			python3 "$ROOT/tests/tools/odd_$kind.py" check in out
		done
	done
}

@test "bytes changed at random in messages and bundles: no crash, no hang" {
	for kind in hl7 fhir; do
		python3 "$ROOT/tests/tools/odd_$kind.py" make 7 40 >in
		python3 - in "$kind" <<'PY'
import os, random, sys
r = random.Random(11)
data = open(sys.argv[1], "rb").read()
os.mkdir(sys.argv[2])
for i in range(150):
    b = bytearray(data)
    for _ in range(r.choice([1, 3, 30, 300])):
        at = r.randrange(len(b))
        b[at:at + r.choice([0, 1, 1, 1, 40])] = r.choice([b"", b"|", b"^", b"\\", b"\r", b"\n", b"MSH|", b"{", b"\"", b"[", b"\0",
                                                         bytes([r.randrange(256)]), b"1e400", b"\xe9\x92"])
    open(f"{sys.argv[2]}/{i}", "wb").write(b[:r.choice([len(b), len(b), r.randrange(1, len(b))])])
PY
		run timeout 60 "$CLIN" interpret-report --from "$kind" --recursive -f ndjson --summary json "$kind"
		[ "$status" -eq 0 ] || [ "$status" -eq 1 ] || [ "$status" -eq 4 ]
		[[ $output == *'"items":150'* ]]
		timeout 60 "$CLIN" interpret-report --from "$kind" --recursive -f ndjson --summary none "$kind" >out || true
		python3 -c 'import json, sys
for line in open("out"): json.loads(line)'
	done
}

@test "the week of pregnancy beside the age is read, without its days" {
	printf '性别：女 年龄：29岁 (孕32+3周)\n降钙素原 3.2 ng/mL 0-0.05\n血小板 72 10^9/L 125-350\n' >r.txt
	run "$CLIN" interpret-report -f json r.txt
	[[ $output == *'"weeks":32,'* ]]
	[[ $output == *lab.inflammation.maternal-sepsis* ]]
	sed -i 's/孕32+3周/产后2周/' r.txt
	run "$CLIN" interpret-report -f json r.txt
	[[ $output == *'"weeks":null,'* ]]
}
