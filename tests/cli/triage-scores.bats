#!/usr/bin/env bats
# clin triage: the early-warning scores, each with what it misses.

load helper

setup() {
	common_setup
}

# score ID TEXT OPTIONS…: that score as JSON.
score() {
	printf '%s' "$2" | "$CLIN" triage --format json "${@:3}" |
		jq -c --arg id "$1" '.results[0].scores[] | select(.id == $id)'
}
level() {
	printf '%s' "$1" | "$CLIN" triage --format json "${@:2}" |
		jq .results[0].level.value
}

# The chart of 2017 again, apart from the program: one line of vitals in, the
# total out.
news2_chart() {
	awk -F'|' '{
		rr = $1; sp = $2; o2 = $3; sbp = $4; hr = $5; a = $6; t = $7; sc = $8
		n = rr <= 8 || rr >= 25 ? 3 : rr <= 11 ? 1 : rr <= 20 ? 0 : 2
		if (sc == 1) n += sp <= 91 ? 3 : sp <= 93 ? 2 : sp <= 95 ? 1 : 0
		else if (sp <= 83) n += 3
		else if (sp <= 85) n += 2
		else if (sp <= 87) n += 1
		else if (sp >= 93 && o2) n += sp >= 97 ? 3 : sp >= 95 ? 2 : 1
		n += o2 ? 2 : 0
		n += sbp <= 90 || sbp >= 220 ? 3 : sbp <= 100 ? 2 : sbp <= 110 ? 1 : 0
		n += hr <= 40 || hr >= 131 ? 3 : hr >= 111 ? 2 : hr <= 50 || hr >= 91 ? 1 : 0
		n += a == "A" ? 0 : 3
		n += t <= 35.0 ? 3 : t >= 39.1 ? 2 : t <= 36.0 || t >= 38.1 ? 1 : 0
		print n
	}'
}

@test "NEWS2 agrees with its chart at every boundary, on both scales" {
	awk 'BEGIN {
		srand(7)
		nrr = split("4 8 9 11 12 20 21 24 25 40", rr); nsp = split("70 83 84 85 86 87 88 91 92 93 94 95 96 97 100", sp)
		nb = split("60 90 91 100 101 110 111 219 220 250", b); nh = split("30 40 41 50 51 90 91 110 111 130 131 180", h)
		nt = split("34.5 35.0 35.1 36.0 36.1 38.0 38.1 39.0 39.1 40.5", t); na = split("A C V P U", a)
		for (i = 0; i < 600; i++)
			printf "%s|%s|%d|%s|%s|%s|%s|%d\n", rr[int(rand() * nrr) + 1], sp[int(rand() * nsp) + 1], rand() < 0.5,
				b[int(rand() * nb) + 1], h[int(rand() * nh) + 1], a[int(rand() * na) + 1], t[int(rand() * nt) + 1], rand() < 0.5 ? 1 : 2
	}' >"$BATS_TEST_TMPDIR/vitals"
	news2_chart <"$BATS_TEST_TMPDIR/vitals" >"$BATS_TEST_TMPDIR/want"
	awk -F'|' '{
		printf "{\"id\":\"%d\",\"text\":\"\",\"patient\":{\"age\":50},\"vitals\":{\"RR\":%s,\"SPO2\":%s,\"O2\":\"%s\",\"BP\":\"%s/50\",\"HR\":%s,\"ACVPU\":\"%s\",\"T\":%s,\"SCALE\":%d}}\n",
			NR, $1, $2, $3 ? "2L/min" : "air", $4, $5, $6, $7, $8
	}' "$BATS_TEST_TMPDIR/vitals" | "$CLIN" triage --batch 2>/dev/null |
		jq '.scores[] | select(.id == "news2") | .value' >"$BATS_TEST_TMPDIR/got"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/got")" -eq 600 ]
	diff "$BATS_TEST_TMPDIR/want" "$BATS_TEST_TMPDIR/got"
}

@test "the second oxygen scale is chosen by SCALE=2 or the diagnosis, never by COPD alone" {
	vitals='HR=80 BP=120/70 RR=18 SPO2=89 O2=air T=37 ACVPU=A'
	[ "$(score news2 气短 -a 70 --vitals "$vitals" | jq -c '[.value, .spo2_scale]')" = '[3,1]' ]
	[ "$(score news2 气短 -a 70 --dx COPD --vitals "$vitals" | jq -c '[.value, .spo2_scale]')" = '[3,1]' ]
	[ "$(score news2 气短 -a 70 --vitals "$vitals SCALE=2" | jq -c '[.value, .spo2_scale]')" = '[0,2]' ]
	[ "$(score news2 气短 -a 70 --dx 'CO2 retention' --vitals "$vitals" | jq -c '[.value, .spo2_scale]')" = '[0,2]' ]
}

@test "an incomplete score says what is missing and at least how high it is" {
	got=$(score news2 发烧 -a 60 --vitals 'RR=25 SPO2=91 O2=2 HR=131')
	[ "$(jq -c '[.value, .complete, .at_least, .missing]' <<<"$got")" = '[null,false,11,["SBP","TEMP","ACVPU"]]' ]
	[ "$(level 发烧 -a 60 --vitals 'RR=25 SPO2=91 O2=2 HR=131')" = 2 ]
}

@test "qSOFA counts 22, 100 and below 15" {
	[ "$(score qsofa 发烧 -a 60 --vitals 'RR=22 BP=100/60 GCS=14' | jq .value)" = 3 ]
	[ "$(score qsofa 发烧 -a 60 --vitals 'RR=21 BP=101/60 ACVPU=A' | jq .value)" = 0 ]
	[ "$(score qsofa 发烧 -a 60 --vitals 'RR=22 BP=120/60 ACVPU=V' | jq .value)" = 2 ]
}

@test "a child has the Brighton PEWS, no NEWS2, and nothing of the kind by telephone" {
	got=$(score pews-brighton '发烧咳嗽，没有三凹征' -a 3 --vitals 'HR=160 RR=50 CRT=3 O2=air BEHAVIOUR=irritable')
	[ "$(jq -c '[.value, .missing]' <<<"$got")" = '[5,[]]' ]
	[ -z "$(score news2 发烧 -a 3 --vitals 'HR=160 RR=50')" ]
	[ "$(score pews-brighton 发烧 -a 3 --vitals 'HR=110' | jq -c .missing)" = '["BEHAVIOUR","CRT","RR","O2","S.chest_indrawing"]' ]
	[ -z "$(score pews-brighton 发烧 -a 3 --vitals 'HR=160 RR=50' --setting phone)" ]
}

@test "a pregnant or newly delivered woman has MEOWS, not NEWS2" {
	got=$(score meows 头晕 -a 30 -s F --pregnant=30 --vitals 'T=37 BP=120/70 HR=121 RR=16 SPO2=98 ACVPU=A')
	[ "$(jq -c '[.value, .complete]' <<<"$got")" = '[2,true]' ]
	[ -z "$(score news2 头晕 -a 30 -s F --pregnant=30 --vitals 'HR=121')" ]
	[ "$(score meows '产后10天，头晕' -a 30 -s F --vitals 'HR=121' | jq .at_least)" = 2 ]
	[ "$(level 头晕 -a 30 -s F --pregnant=30 --vitals 'HR=121')" -le 3 ]
}

@test "the coma scale adds its parts and names the one that cannot be tested" {
	[ "$(score gcs 摔伤头 -a 40 --vitals GCS=E3V4M5 | jq .value)" = 12 ]
	[ "$(score gcs 摔伤头 -a 40 --vitals 'E=4 V=5 M=6' | jq .value)" = 15 ]
	[ "$(score gcs 摔伤头 -a 40 --vitals GCS=E2VTM5 | jq -c '[.value, .at_least, .missing]')" = '[null,8,["V"]]' ]
	for wrong in GCS=E5V4M5 GCS=16 GCS=E3V4 E=1.5 SCALE=3 CRT=-1 O2=-3 LKW=25:00; do
		run bash -c "echo 摔伤 | '$CLIN' triage --vitals '$wrong'"
		[ "$status" -eq 2 ]
	done
}

@test "BE-FAST runs its clock from last known well" {
	[ "$(score be-fast 嘴歪 -a 70 --vitals LKW=2h | jq -c '[.at_least, .hours_since_known_well]')" = '[1,2]' ]
	export CLIN_NOW=2026-11-30T10:00:00+08:00
	[ "$(score be-fast 嘴歪 -a 70 --vitals LKW=08:30 | jq .hours_since_known_well)" = 1.5 ]
	[ "$(score be-fast 嘴歪 -a 70 --vitals LKW=23:00 | jq .hours_since_known_well)" = 11 ]
	[[ "$(score be-fast 嘴歪 -a 70 --vitals LKW=4.5h | jq -r .note)" == 在静脉溶栓* ]]
	[[ "$(score be-fast 嘴歪 -a 70 --vitals LKW=5h | jq -r .note)" == 过溶栓窗* ]]
	[[ "$(score be-fast 嘴歪 -a 70 --vitals LKW=7h | jq -r .note)" == 6–24* ]]
	got=$(score be-fast 早上醒来发现嘴歪 -a 70)
	[ "$(jq -c '[.hours_since_known_well, (.missing | index("LKW") != null)]' <<<"$got")" = '[null,true]' ]
	[ "$(level 嘴歪 -a 70 --vitals LKW=2h)" = 2 ]
}
