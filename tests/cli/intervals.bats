#!/usr/bin/env bats
# Reference intervals of adults, line by line against the printed standards.

setup() {
	load helper
	common_setup
}

# requests COLUMN SEX: one request for a row and age, the row's limits in its id.
requests() {
	awk -F'\t' -v column="$1" -v sex="$2" '!/^#/ {
		n = split($3, ages, " ")
		for (i = 1; i <= n; i++)
			printf "{\"id\":\"%s %s %s %s\",\"text\":\"%s\",\"patient\":{\"age\":\"%s\",\"sex\":\"%s\"}}\n",
				$1, sex, ages[i], $column, $2, ages[i], sex
	}' "$BATS_TEST_DIRNAME/intervals.txt"
}

@test "every adult interval is the one the standard prints, at both ends of its ages" {
	{ requests 4 M; requests 5 F; } >requests.ndjson
	"$CLIN" interpret-report --batch requests.ndjson >results.ndjson
	[ "$(wc -l <results.ndjson)" -eq "$(wc -l <requests.ndjson)" ]
	python3 - >wrong <<-'PYTHON'
	import json
	for line in open("results.ndjson"):
	    result = json.loads(line)
	    code, sex, age, low, high = result["source"]["id"].split()
	    want = [None if x == "-" else float(x) for x in (low, high)]
	    rows = [o for o in result["observations"] if not o["derived"]]
	    got = [(o["code"], o["range"]["origin"], [o["range"]["low"], o["range"]["high"]]) for o in rows]
	    if got != [(code, "kb", want)]:
	        print(code, sex, age, "want", want, "got", got)
	PYTHON
	cat wrong
	[ ! -s wrong ]
}
