#!/usr/bin/env python3
"""odd_fhir.py make SEED N | check FILE RESULTS: FHIR R4 in the shapes of many
servers, one document a line, and an independent reading of it.

The reading goes through the JSON by itself: it collects the numbers of
laboratory Observations by name and compares the bags with those in RESULTS
(ndjson). Exit 1 names what differs."""
import collections
import json
import random
import sys

LOINC = "http://loinc.org"
CODES = [("718-7", "Hemoglobin", "g/L", (60, 180)), ("6690-2", "Leukocytes", "10*9/L", (1, 30)),
         ("777-3", "Platelets", "10*9/L", (20, 600)), ("2823-3", "Potassium", "mmol/L", (2.5, 7)),
         ("2951-2", "Sodium", "mmol/L", (120, 160)), ("2160-0", "Creatinine", "umol/L", (40, 500)),
         ("2345-7", "Glucose", "mmol/L", (3, 25)), ("1988-5", "CRP", "mg/L", (1, 200)),
         ("99999-X", "In-house marker", "AU/mL", (1, 9))]
VITALS = [("8867-4", "Heart rate", "/min", (40, 180)), ("8310-5", "Body temperature", "Cel", (35, 41)),
          ("8480-6", "Systolic blood pressure", "mm[Hg]", (80, 220))]


def category(r, lab):
    code = "laboratory" if lab else "vital-signs"
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    return r.choice([[{"coding": [{"system": system, "code": code}]}],
                     [{"coding": [{"system": system, "code": code, "display": code.title()}], "text": code}],
                     [{"text": "x"}, {"coding": [{"system": system, "code": code}]}]])


def concept(r, code):
    coding = {"system": LOINC, "code": code[0], "display": code[1]}
    local = {"system": "urn:oid:1.2.3", "code": "L" + code[0][:3], "display": "local " + code[1]}
    out = {"coding": r.choice([[coding], [local, coding], [coding, local]])}
    if r.random() < .6:
        out["text"] = code[1]
    return out


def quantity(r, code):
    low, high = code[3]
    x = round(r.uniform(low, high), r.choice([0, 1, 2]))
    q = {"value": x or 1}
    q.update(r.choice([{"unit": code[2], "system": "http://unitsofmeasure.org", "code": code[2]},
                       {"unit": code[2]}, {"system": "http://unitsofmeasure.org", "code": code[2]}, {}]))
    if r.random() < .05:
        q["comparator"] = r.choice(["<", "<=", ">", ">="])
    return q


def ranges(r, code):
    low, high = code[3]
    return r.choice([None, [{"low": {"value": low}, "high": {"value": high}}], [{"high": {"value": high, "unit": code[2]}}],
                     [{"text": f"{low} - {high}"}],
                     [{"low": {"value": low}, "high": {"value": high}, "appliesTo": [{"text": "female"}]},
                      {"low": {"value": low}, "high": {"value": high + 1}, "appliesTo": [{"text": "male"}]}],
                     [{"low": {"value": low}, "age": {"low": {"value": 18, "unit": "a"}}}]])


def observation(r, oid, subject, code, lab=True):
    o = {"resourceType": "Observation", "id": oid, "code": concept(r, code),
         "status": r.choice(["final"] * 8 + ["amended", "corrected", "preliminary", "entered-in-error", "cancelled"])}
    if not lab or r.random() < .8:
        o["category"] = category(r, lab)
    if subject:
        o["subject"] = {"reference": subject}
    if r.random() < .8:
        o[r.choice(["effectiveDateTime", "issued"])] = r.choice(["2026-03-01", "2026-03-01T07:30:00Z",
                                                                 "2026-03-01T07:30:00.123+08:00"])
    turn = r.random()
    if turn < .1:
        o["dataAbsentReason"] = {"text": "specimen clotted"}
    elif turn < .2:
        o["valueCodeableConcept"] = {"text": "Negative"}
    elif turn < .25:
        o["valueString"] = "see comment"
    else:
        o["valueQuantity"] = quantity(r, code)
    rr = ranges(r, code)
    if rr:
        o["referenceRange"] = rr
    if r.random() < .5:
        o["interpretation"] = [{"coding": [{"code": r.choice(["H", "L", "N", "HH", "A"])}]}]
    if r.random() < .1:
        o["note"] = [{"text": "repeat 4.5"}]
    return o


def bundle(r, i):
    patient = {"resourceType": "Patient", "id": f"p{i}", "gender": r.choice(["male", "female", "unknown"]),
               "birthDate": r.choice(["1960-02-15", "1960", "1960-02"])}
    urn = r.random() < .3
    subject = f"urn:uuid:p{i}" if urn else f"Patient/p{i}"
    entries = [{"resource": patient, "fullUrl": subject if urn else f"https://x.example/fhir/{subject}"}]
    results = []
    for k, code in enumerate(r.sample(CODES, r.randrange(1, 7))):
        o = observation(r, f"o{i}-{k}", subject, code)
        results.append({"reference": f"Observation/o{i}-{k}"})
        entries.append({"resource": o})
    if r.random() < .3:
        entries.append({"resource": observation(r, f"v{i}", subject, r.choice(VITALS), False)})
    if r.random() < .3:
        entries.append({"resource": {"resourceType": "DiagnosticReport", "id": f"d{i}", "status": "final",
                                     "code": {"text": "Panel"}, "subject": {"reference": subject}, "result": results}})
    if r.random() < .2:
        o = {"resourceType": "Observation", "id": f"c{i}", "status": "final", "category": category(r, True),
             "subject": {"reference": subject}, "code": {"text": "Panel"},
             "component": [{"code": concept(r, c), "valueQuantity": quantity(r, c)} for c in r.sample(CODES, 2)]}
        entries.append({"resource": o})
    for kind in ("Encounter", "MedicationRequest", "Condition"):
        if r.random() < .2:
            entries.append({"resource": {"resourceType": kind, "id": f"{kind}{i}", "status": "finished"}})
    r.shuffle(entries)
    kind = r.choice(["collection", "searchset", "transaction", "batch", "document", "message", "history"])
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def contained(r, i):
    codes = r.sample(CODES, 3)
    inner = [observation(r, f"k{k}", None, c) for k, c in enumerate(codes)]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {
        "resourceType": "DiagnosticReport", "status": "final", "code": {"text": "CBC"}, "subject": {"reference": "#p"},
        "contained": [{"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1950-01-01"}] + inner,
        "result": [{"reference": f"#k{k}"} for k in range(3)]}}]}


def make(seed, count):
    r = random.Random(seed)
    for i in range(count):
        document = contained(r, i) if r.random() < .15 else bundle(r, i)
        print(json.dumps(document, ensure_ascii=r.random() < .5))


def observations(document):
    for entry in document.get("entry", []):
        resource = entry["resource"]
        for one in [resource] + resource.get("contained", []):
            if one["resourceType"] == "Observation":
                yield one


def name(code):
    return code.get("text") or next((c["display"] for c in code["coding"] if c.get("display")), None)


def is_vital(o):
    marks = [c.get("code") for g in o.get("category", []) for c in g.get("coding", [])]
    return "vital-signs" in marks


def reading(path):
    bag = collections.Counter()
    for line in open(path, encoding="utf-8"):
        for o in observations(json.loads(line)):
            if o["status"] in ("entered-in-error", "cancelled") or is_vital(o):
                continue
            for part in [o] + o.get("component", []):
                if "valueQuantity" in part:
                    bag[(part["valueQuantity"]["value"], part["valueQuantity"].get("comparator"))] += 1
    return bag


def check(path, results):
    wanted, given = reading(path), collections.Counter()
    for line in open(results, encoding="utf-8"):
        for o in json.loads(line)["observations"]:
            if not o["derived"] and not o["previous"] and o["value"] is not None:
                given[(o["value"], o["comparator"])] += 1
    missing, extra = wanted - given, given - wanted
    print("missing", list(missing.items())[:5], "extra", list(extra.items())[:5])
    print(sum(wanted.values()), "values,", sum(missing.values()) + sum(extra.values()), "differ")
    return 1 if missing or extra or not wanted else 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(check(sys.argv[2], sys.argv[3]))
