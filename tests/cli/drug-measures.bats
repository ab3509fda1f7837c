#!/usr/bin/env bats
# What the issue must show, on the tables of tests/samples/drugs: pairs that
# sources list and pairs they do not, prescribed names, lists of every day,
# facts as a clinician would ask them. The tables were written from labels,
# guidelines and the Pharmacopoeia, not from the program's answers.

setup() {
	load helper
	common_setup
	drugs=$SAMPLES/drugs
	export LANG=C.UTF-8
}

measure() {
	"$ROOT/tests/tools/drug-measure" "$CLIN" "$1" "$drugs/$2" >figures 2>rows ||
		return 1
	cat figures
	head -40 rows
}

# value NAME: the figure of that name.
value() {
	awk -v n="$1" '$1 == n { print $2; found = 1 } END { exit !found }' figures
}

# at_least NAME LIMIT, at_most NAME LIMIT
at_least() {
	awk -v v="$(value "$1")" -v l="$2" 'BEGIN { exit !(v != "" && v + 0 >= l) }'
}

at_most() {
	awk -v v="$(value "$1")" -v l="$2" 'BEGIN { exit !(v != "" && v + 0 <= l) }'
}

@test "serious interactions that sources list are found" {
	measure pairs pairs.txt
	at_least severe 0.98
	at_least two-sources 0.98
	at_least severe-at-major 0.82
}

@test "pairs of labels, read section by section, are found" {
	for table in "$drugs"/pairs-labels-*.txt; do
		measure pairs "${table##*/}"
		at_least severe 0.98
		at_least two-sources 0.98
	done
}

@test "pairs of a national interaction table are found" {
	measure pairs pairs-ansm.txt
	at_least severe 0.98
	measure pairs pairs-ansm-more.txt
	at_least severe 0.98
	measure pairs pairs-ansm-third.txt
	at_least severe 0.98
	measure pairs pairs-ansm-fourth.txt
	at_least severe 0.98
}

@test "everyday pairs that no source lists do not interrupt" {
	measure none pairs-none.txt
	at_least specificity 0.98
	measure none pairs-none-more.txt
	at_least specificity 0.98
	measure none pairs-none-labels.txt
	at_least specificity 1
	for table in "$drugs"/pairs-none-near*.txt; do
		measure none "${table##*/}"
		at_least specificity 0.98
	done
}

@test "what an opened label forbids is forbidden" {
	measure pairs pairs-contraindicated.txt
	at_least contraindicated 1
}

@test "every high-priority class pair interrupts" {
	measure pairs pairs-high-priority.txt
	at_least severe-at-major 1
}

@test "every incompatible pair of herbs interrupts, by every prescription name" {
	measure pairs pairs-herbs.txt
	at_least severe-at-major 1
}

@test "prescribed names resolve, none wrongly" {
	measure names names.tsv
	at_least resolved 0.995
	at_most wrong 0
}

@test "lists of every day seldom interrupt" {
	measure lists lists-five.txt
	at_most alerts 1
	at_most unread 0
	measure lists lists-nine.txt
	at_most alerts 2
	at_most unread 1
	measure lists lists-five-more.txt
	at_most alerts 0.3
	measure lists lists-nine-more.txt
	at_most alerts 0.6
	measure lists lists-five-third.txt
	at_most alerts 0.3
	measure lists lists-nine-third.txt
	at_most alerts 0.6
}

@test "renal, hepatic, pregnancy, age, dose, disease, laboratory, allergy and herb facts" {
	measure facts facts.ndjson
	at_least facts 1
	measure facts facts-more.ndjson
	at_least facts 1
	measure facts facts-labels.ndjson
	at_least facts 1
	measure facts facts-labels-more.ndjson
	at_least facts 1
	measure facts facts-labels-third.ndjson
	at_least facts 1
	measure facts facts-patient.ndjson
	at_least facts 1
}
