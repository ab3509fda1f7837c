#!/usr/bin/env bats
# What senders of many countries and analysers really emit: the shapes of their
# messages, with values of our own.

setup() {
	load helper
	common_setup
	f=$BATS_TEST_TMPDIR/input
}

# rows FILE: code, value, text, unit, interval, flag, status of every result;
# then what was set aside, withdrawn or not read.
rows() {
	"$CLIN" interpret-report --lang en --format json "$1" | python3 -c '
import json, sys
for r in json.load(sys.stdin)["results"]:
    print("patient", r["patient"]["sex"], (r["patient"]["age"] or {}).get("value"))
    for o in r["observations"]:
        if not o["derived"]:
            print(o["code"], (o["comparator"] or "") + str(o["value"]), o["text"], o["unit"],
                  o["range"]["low"], o["range"]["high"], o["flag"], o["status"], sep="|")
    for s in r["not_interpreted"]: print("aside", s["section"], s["text"])
    for n in r["notes"]: print("note", n)
    for u in r["unread"]: print("unread", u["text"])'
}

# message SEGMENT…: lines end as HL7 says.
message() {
	printf '%s\r' 'MSH|^~\&|LAB|H|HIS|H|20261120083000||ORU^R01|1|P|2.5' \
		'PID|1||T7||TEST^A||19710304|M' 'OBR|1||L1|X|||20261120' "$@" >"$f"
}

has() { [[ $output == *"$1"* ]] || { echo "no '$1' in:"; echo "$output"; return 1; }; }
lacks() { [[ $output != *"$1"* ]] || { echo "'$1' in:"; echo "$output"; return 1; }; }

@test "a haematology analyser: signs of life before the frame, alarms, stars, two flags" {
	{
		printf '\002\002\v'
		printf '%s\r' 'MSH|^~\&|||||20260307172730||ORU^R01|1|P|2.3.1||||||UNICODE' \
			'PID|1||^^^^MR||^测试|||Female' 'OBR|1||180|00001^Automated Count^99MRC|||20260307' \
			'OBX|1|IS|08001^Take Mode^99MRC||O||||||F' \
			'OBX|2|IS|01002^Ref Group^99MRC||通用||||||F' \
			'OBX|3|NM|30525-0^Age^LN||41|yr|||||F' \
			'OBX|4|IS|6690-2^WBC^LN||18.2|10*9/L|4.0-10.0|H~N|||F' \
			'OBX|5|IS|731-0^LYM#^LN||*****|10*9/L|0.8-4.0|N|||F' \
			'OBX|6|NM|787-2^MCV^LN||86.3|fL|80.0-100.0|~A|||F' \
			'OBX|7|NM|777-3^PLT^LN||84|10*9/L|100-300|L~A|||F' \
			'OBX|8|IS|12002^Leucocytosis^99MRC||T||||||F' \
			'OBX|9|NM|15001^WBC Histogram. Left Line^99MRC||13||||||F' \
			'OBX|10|ED|15008^WBC Histogram. BMP^99MRC||^Image^BMP^Base64^Qk1j||||||F'
		printf '\034\r'
	} >"$f"
	run rows "$f"
	has 'patient F 41'
	has 'WBC|18.2|None|10*9/L|4|10|H|ok'
	has 'LYM|None|None|10*9/L|0.8|4|N|value-unreadable'
	has 'MCV|86.3|None|fL|80|100|N|ok'
	has 'PLT|84|None|10*9/L|100|300|L|ok'
	has 'aside Leucocytosis T'
	has 'aside WBC Histogram. Left Line 13'
	lacks code-unknown
}

@test "decimal commas; a name as OBX-4; a second triplet; 10^9/L without escapes" {
	message 'OBX|1|NM|731-0^LYM#^LN||2,31|10*9/L|1,10-3,20|~N|||F' \
		'OBX|2|NM|777-3^PLT^LN||1,234|10*9/L|100-300||||F' \
		'OBX|3|NM|322|CRP|0.11218|mg/L|0~5|N|||||' \
		'OBX|4|SN|IMO0002^Potassium measurement^LN^K^POTASSIUM^L||=^5.4|mEq/L^mEq/L^L|3.5-5.0|H^High^HL70078|||F' \
		'OBX|5|NM|WBC^백혈구^LOCAL||8.7|10^3/μL|4.0-10.0|N|||F' \
		'OBX|6|NM|RBC^RBC^L||4.01|/pl|4.07-4.92|L|||F' \
		'OBX|7|NM|20490^^99ROC^2160-0^Creatinine^LN|1|88.4|umol/L^^99ROC|^^|N|||F'
	run rows "$f"
	has 'LYM|2.31|None|10*9/L|1.1|3.2|N|ok'
	has 'PLT|1234|None|10*9/L|100|300|HH|ok'
	has 'CRP|0.11218|None|mg/L|0|5|N|ok'
	has 'K|5.4|None|meq/L|3.5|5|H|ok'
	has 'WBC|8.7|None|10*3/uL|4|10|N|ok'
	has 'RBC|4.01|None|/pL|4.07|4.92|L|ok'
	has 'CREA|88.4|None|umol/L|None|None|N|ok'
}

@test "vital signs, questions of the order and susceptibilities are no results" {
	message 'OBX|1|ST|WEIGHT||71.5|Kg|||||F' \
		'OBX|2|NM|8867-4^heartrate^LN||60~120|beats/min^^ISO|70-80||||F' \
		'OBX|3|CWE|95418-0^Employed in healthcare^LN||N^No^HL70136||||||F||||||||||||||||||QST' \
		'OBX|4|SN|18906-8^Ciprofloxacin^LN|1|>=^4|ug/mL||R|||F' \
		'OBX|5|NM|2823-3^Potassium^LN||4.4|mmol/L|3.5-5.3|R|||F'
	run rows "$f"
	has 'aside WEIGHT 71.5 Kg'
	has 'aside heartrate 60 ~ 120 beats/min'
	has 'aside Employed in healthcare No'
	has 'aside Ciprofloxacin >=4 ug/mL R'
	has 'K|4.4|'
	lacks code-unknown
}

@test "every number of a repeated value is there" {
	message 'OBX|1|NM|2823-3^Potassium^LN||4.1~6.9|mmol/L|3.5-5.3||||F' \
		'OBX|2|NM|2951-2^Sodium^LN||139~139|mmol/L|136-145||||F'
	run rows "$f"
	has 'K|4.1|'
	has 'K|6.9|'
	[ "$(grep -c '^NA|139|' <<<"$output")" -eq 1 ]
}

@test "a flag of the sender beside no printed interval: its own interval is another" {
	message 'OBX|1|NM|789-8^RBC^LN||4.16|tera.l-1||N|||F' \
		'OBX|2|NM|2951-2^Na^LN||149|mmol/L||H|||F' \
		'OBX|3|NM|2823-3^K^LN||7.4|mmol/L||N|||F' \
		'OBX|4|NM|17861-6^Ca^LN||2.9|mmol/L||L|||F'
	run rows "$f"
	has 'RBC|4.16|None|10*12/L|None|None|N|ok'
	has 'NA|149|None|mmol/L|137|147|H|ok'
	has 'K|7.4|None|mmol/L|None|None|N|doubtful'
	[[ $output =~ CA\|2.9\|.*\|doubtful ]]
}

@test "Japan: the character set as second repetition, kanji in JIS" {
	printf '%s\r' 'MSH|^~\&|HIS|S|GW|R|20261220||OUL^R22^OUL_R22|1|P|2.5||||||~ISO IR87||ISO 2022-1994' \
		'PID|1||1^^^^PI||試験^太郎||19700405|M' 'SPM|1|1||023^血清^JC10' 'OBR|1|0|0|E001^生化学^99O03|||20261219' \
		'OBX|1|NM|3A016^A/G比^JC10||1.6||1.2-2.0||||F' | iconv -f UTF-8 -t ISO-2022-JP >"$f"
	run rows "$f"
	has 'ALB_GLO|1.6|None|1|1.2|2|N|ok'
}

@test "own delimiters that are none of the usual" {
	printf '%s\r' 'MSH:-+?*:L:L:::20261120::ORU-R01:1:P:2.5' 'PID:1::T7::A-B::19710304:M' \
		'OBR:1::1:X' 'OBX:1:NM:K-Potassium-L::5.9:mmol/L:3.5 to 5.1:H:::F' >"$f"
	run rows "$f"
	has 'patient M 55'
	has 'K|5.9|None|mmol/L|3.5|5.1|H|ok'
}

@test "corrected, wrong patient, deleted, not obtained" {
	message 'OBX|1|NM|2160-0^Creatinine^LN||1.9|mg/dL^^UCUM|0.7-1.3|H|||C' \
		'NTE|1|L|CORRECTED: PREVIOUSLY REPORTED AS 9.1 mg/dL' \
		'OBX|2|NM|2823-3^Potassium^LN||6.8|mmol/L|3.5-5.1|HH|||W' \
		'OBX|3|NM|2951-2^Sodium^LN||151|mmol/L|136-145|H|||D' \
		'OBX|4|ST|2345-7^Glucose^LN||QNS||70-99||||X' \
		'OBX|5|ST|1975-2^Bilirubin^LN||<0.2|mg/dL|0.2-1.2|L|||F'
	run rows "$f"
	has 'CREA|1.9|None|mg/dL|0.7|1.3|H|ok'
	has 'TBIL|<0.2|None|mg/dL|0.2|1.2|L|ok'
	lacks '6.8'
	lacks '151'
	lacks '9.1|'
	[ "$(grep -c 'withdrawn or not obtained' <<<"$output")" -eq 3 ]
}

# observation JSON…: a Bundle of Observations: LOINC, then the rest.
bundle() {
	python3 - "$@" >"$f" <<-'PY'
	import json, sys
	entries = []
	for i, arg in enumerate(sys.argv[1:]):
	    loinc, rest = arg.split(" ", 1)
	    entries.append({"resource": {"resourceType": "Observation", "id": f"o{i}", "status": "final",
	        "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]}, **json.loads(rest)}})
	print(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
	PY
}

@test "FHIR: a code is no number, a ratio of quantities no titre, a group of blood keeps its letter" {
	snomed='"system": "http://snomed.info/sct"'
	bundle "2823-3 {\"valueCodeableConcept\": {\"coding\": [{$snomed, \"code\": \"118128002\"}]}}" \
		"5804-0 {\"valueCodeableConcept\": {\"coding\": [{$snomed, \"code\": \"441614007\"}]}}" \
		"882-1 {\"valueString\": \"A POS\"}" \
		'1755-8 {"valueRatio": {"numerator": {"value": 45, "unit": "mg"}, "denominator": {"value": 24, "unit": "h"}}}' \
		'9318-7 {"valueRatio": {"numerator": {"value": 120, "unit": "mg"}, "denominator": {"value": 1, "unit": "g"}}}' \
		'8061-4 {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 320}}}'
	run rows "$f"
	has 'K|None|code 118128002|None|None|None|None|value-unreadable'
	has 'U_PRO|None|1+|'
	has 'ABO|None|A POS|'
	has 'U_ALB24|45|None|mg/(24.h)|'
	has 'ACR|120|None|mg/g|'
	[[ $output =~ ANA\|320 ]]
}

@test "FHIR: withdrawn, absent, corrected; ranges by sex and in words" {
	bundle '2160-0 {"status": "entered-in-error", "valueQuantity": {"value": 88, "unit": "umol/L"}}' \
		'2345-7 {"dataAbsentReason": {"text": "not performed"}}' \
		'1988-5 {"status": "corrected", "valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/L"}}' \
		'10839-9 {"valueQuantity": {"value": 0.52, "unit": "ng/mL"}, "referenceRange": [{"text": "<0.04"}]}' \
		'49765-1 {"valueQuantity": {"value": 9.11, "unit": "mg/dL"}}'
	run rows "$f"
	lacks 'CREA|'
	has 'GLU' || has '2345-7: no value'
	has 'CRP|<5|None|mg/L|'
	has 'TNI|0.52|None|ng/mL|None|0.04|H|ok'
	has 'CA|9.11|None|mg/dL|'
}

@test "HL7 and FHIR of one report agree" {
	message 'OBX|1|NM|718-7^Hb^LN||92|g/L|115-150|L|||F' 'OBX|2|SN|3016-3^TSH^LN||<^0.01|mIU/L|0.27-4.2|L|||F' \
		'OBX|3|CWE|5196-1^HBsAg^LN||260373001^Detected^SCT||||||F' 'OBX|4|SN|8061-4^ANA^LN||^1^:^320||||||F' \
		'OBX|5|NM|2823-3^K^LN||5.9|mmol/L||H|||C' 'OBX|6|NM|17861-6^Ca^LN||2.2|mmol/L|||||D'
	run rows "$f"
	local hl7
	hl7=$(grep '|' <<<"$output" | grep -v '^note' | sort)
	bundle '718-7 {"valueQuantity": {"value": 92, "unit": "g/L"}, "referenceRange": [{"low": {"value": 115}, "high": {"value": 150}}], "interpretation": [{"text": "L"}]}' \
		'3016-3 {"valueQuantity": {"value": 0.01, "comparator": "<", "unit": "mIU/L"}, "referenceRange": [{"text": "0.27-4.2"}], "interpretation": [{"text": "L"}]}' \
		'5196-1 {"valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "260373001"}]}}' \
		'8061-4 {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 320}}}' \
		'2823-3 {"status": "corrected", "valueQuantity": {"value": 5.9, "unit": "mmol/L"}, "interpretation": [{"text": "H"}]}' \
		'17861-6 {"status": "entered-in-error", "valueQuantity": {"value": 2.2, "unit": "mmol/L"}}'
	run rows "$f"
	diff <(echo "$hl7") <(grep '|' <<<"$output" | grep -v '^note' | sort)
}
