#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin followup trend: charts, profiles, pages.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	"$CLIN" followup enrol P1 --sex F --birth 1958-03-02 -p htn --dx 高血压 --name 王某
}

# pressures DAY…: morning and evening at home, two readings each
pressures() {
	local day value=150
	for day in "$@"; do
		for clock in 07:00 07:02 20:00 20:02; do
			"$CLIN" followup add P1 bp $value/80 home --at "2026-11-$day $clock" >/dev/null
		done
		value=140
	done
}

sensor() { # DAYS
	python3 - "$1" <<-'PY'
		import datetime, math, sys
		print('Timestamp,Sensor Glucose (mg/dL)')
		t = datetime.datetime(2026, 11, 6)
		for i in range(int(sys.argv[1]) * 96):
		    v = 120 + 45 * math.sin(2 * math.pi * i / 96)
		    print(f'{t.isoformat()},{v:.0f}')
		    t += datetime.timedelta(minutes=15)
	PY
}

@test "a chart in Braille with its target, limits and changes of medication; 80 columns" {
	pressures 05 06 07
	"$CLIN" followup med P1 add '氨氯地平 5mg qd' --start 2026-11-06
	for lang in zh en; do
		"$CLIN" followup trend P1 SBP --lang $lang >chart
		[ "$(widest <chart)" -le 80 ]
		LC_ALL=C.UTF-8 grep -qP '[\x{2801}-\x{28FF}]' chart
		grep -q '140│.*┄' chart
		grep -q '1 2026-11-06 + 氨氯地平 5mg qd' chart
	done
	grep -q 'target <140 (knowledge base): 12 readings, 12 of them outside' chart
}

@test "no Braille where the encoding has none" {
	pressures 05 06
	for encoding in ASCII GB18030; do
		LANG=C "$CLIN" followup trend P1 SBP --lang en --output-encoding $encoding >chart
		run ! grep -qP '[^\x00-\x7F]' chart
		grep -q '140|.*-----' chart
		grep -q '\*' chart
	done
}

@test "a target of this patient's own counts instead; a bad one is refused" {
	pressures 05 06
	"$CLIN" followup trend P1 SBP --target -145 -f json >t.json
	grep -q '"target":{"low":null,"high":145,"high_strict":false,"origin":"option"},"outside_target":4' t.json
	for bad in 145 - 3-2 a-b; do
		run_split "$CLIN" followup trend P1 SBP --target "$bad"
		[ "$status" -eq 2 ]
	done
}

@test "nothing within the days looked at: the last earlier reading is named" {
	"$CLIN" followup add P1 wt 70 --at '2026-03-01 08:00'
	"$CLIN" followup trend P1 BW | grep -q '这段时间没有读数；最近一次 2026-03-01'
	"$CLIN" followup trend P1 HR | grep -qx '这段时间没有读数'
}

@test "home 722: the first day is dropped; four days are needed" {
	pressures 05 06 07
	"$CLIN" followup trend P1 SBP -f json | grep -q '"home722":{"days":3,"n":8,"occasions":4,"short_occasions":0,"sufficient":false,"sbp":140'
	pressures 08
	run_split "$CLIN" followup trend P1 SBP
	[[ "$output" == *"家测 722：2026-11-05 至 2026-11-08，4 天"* ]]
	[[ "$output" != *"不下结论"* ]]
}

@test "all analytes as a table with sparklines, and as one JSON line each" {
	pressures 05 06
	"$CLIN" followup trend P1 >table
	grep -q '收缩压 .*[▁▂▃▄▅▆▇█].*<140' table
	[ "$("$CLIN" followup trend P1 -f ndjson | wc -l)" -eq 2 ]
}

@test "sensor: 14 days suffice, 13 of 14 do at 70 %, 9 do not; figures as in the source" {
	sensor 14 >s.csv
	"$CLIN" followup import P1 s.csv
	"$CLIN" followup trend P1 CGM >t
	grep -q '有效 100.0%，占 14 天的 100.0%：够' t
	grep -q '3.9-10.0  TIR  100.0%  目标 >70% 达到' t
	grep -q 'GMI 6.2%' t # 3.31 + 0.02392 × 120
	grep -q 'CV 26.5%' t # SD 45/√2
	grep -q 'AGP' t
	"$CLIN" followup enrol P2 --sex M -a 60
	sensor 9 >s.csv
	"$CLIN" followup import P2 s.csv
	"$CLIN" followup trend P2 CGM >t
	grep -q '不下结论' t
	run ! grep -q '达到' t
}

# metrics UNIT SEED: a record of our own, and its figures worked out apart,
# by the definitions of the consensus, of GMI, of GRI and of MAGE
metrics() {
	python3 - "$1" "$2" <<-'PY'
		import datetime, json, math, random, statistics, sys
		unit, seed = sys.argv[1], int(sys.argv[2])
		rnd, v, values = random.Random(seed), 140.0, []
		for i in range(14 * 288):
		    v += rnd.gauss(0, 7) + (135 + 45 * math.sin(i / 40) - v) * 0.04
		    v = min(max(v, 41), 399)
		    values.append(round(v) if unit == 'mg/dL' else round(v / 18.016, 1))
		t = datetime.datetime(2026, 11, 7)
		with open('s.csv', 'w') as out:
		    print(f'Timestamp,Sensor Glucose ({unit})', file=out)
		    for i, x in enumerate(values):
		        print(f'{(t + datetime.timedelta(minutes=5 * i)).isoformat()},{x}', file=out)
		low = (54, 70, 180, 250) if unit == 'mg/dL' else (3.0, 3.9, 10.0, 13.9)
		share = lambda f: 100 * sum(map(f, values)) / len(values)
		r = {'very_low': share(lambda x: x < low[0]), 'low': share(lambda x: low[0] <= x < low[1]),
		     'tir': share(lambda x: low[1] <= x <= low[2]), 'high': share(lambda x: low[2] < x <= low[3]),
		     'very_high': share(lambda x: x > low[3])}
		mg = [x if unit == 'mg/dL' else x * 18.016 for x in values]
		mean, sd = statistics.fmean(mg), statistics.stdev(mg)
		r |= {'mean_mg_dl': mean, 'sd_mg_dl': sd, 'cv': 100 * sd / mean, 'gmi': 3.31 + 0.02392 * mean,
		      'gri': min(100, 3 * r['very_low'] + 2.4 * r['low'] + 1.6 * r['very_high'] + 0.8 * r['high'])}
		# the turning points lie between the crossings of two moving averages; swings
		# of one SD, the mean of up and down; the grid begins at 00:05
		y = mg[1:]
		sd = statistics.stdev(y)
		ma = lambda i, w: statistics.fmean(y[max(i, w - 1) - w + 1:max(i, w - 1) + 1])
		d = [ma(i, 5) - ma(i, 32) for i in range(len(y))]
		cross = [(0, d[0] > 0)]
		for i in range(1, len(d)):
		    if d[i] * d[i - 1] < 0 or d[i] * d[cross[-1][0]] < 0:
		        cross.append((i, d[i] > d[i - 1]))
		cross.append((len(y) - 1, d[-1] > 0))
		points, start = [], 0
		for (_, high), (stop, _) in zip(cross, cross[1:]):
		    part = y[start:stop + 1]
		    points.append(max(part) if high else min(part))
		    start += part.index(points[-1])
		def swings(q, up):
		    found, begin, j = [], 0, 0
		    while j < len(q):
		        foot = min(q[begin:j + 1])
		        if q[j] - foot < sd:
		            j += 1
		            continue
		        top = j
		        for k in range(j, len(q)):
		            top = k if q[k] > q[top] else top
		            if q[k] - q[top] < -sd or k == len(q) - 1:
		                break
		        found.append(q[top] - foot)
		        if k == len(q) - 1:
		            break
		        begin, j = (k if up else top), k
		    return statistics.fmean(found)
		r['mage_mg_dl'] = (swings(points, True) + swings([-x for x in points], False)) / 2
		json.dump(r, open('expected.json', 'w'))
	PY
}

@test "sensor: every figure as worked out apart, in either unit" {
	patient=10
	for unit in mg/dL mmol/L; do
		for seed in 1 2 3; do
			metrics "$unit" "$seed"
			"$CLIN" followup enrol M$patient --sex F -a 50 >/dev/null
			"$CLIN" followup import M$patient s.csv >/dev/null || true
			"$CLIN" followup trend M$patient CGM -f json >t.json
			python3 - <<-'PY'
				import json
				got, expected = json.load(open('t.json'))['cgm'], json.load(open('expected.json'))
				for key, value in expected.items():
				    assert abs(got[key] - value) < 0.02, (key, got[key], value)
				assert got['sufficient'] and 1 < expected['tir'] < 99 and expected['high'] > 1
			PY
			patient=$((patient + 1))
		done
	done
}

# Bergenstal 2018, the table of the mean glucose and its GMI
@test "sensor: GMI as printed in the paper" {
	for pair in 100=5.7 125=6.3 150=6.9 175=7.5 200=8.1 225=8.7 250=9.3 275=9.9 300=10.5 350=11.7; do
		mean=${pair%=*}
		"$CLIN" followup enrol "G$mean" --sex F -a 50 >/dev/null
		{
			echo 'Timestamp,Sensor Glucose (mg/dL)'
			for minute in 00 05 10 15 20 25; do
				echo "2026-11-18T08:$minute:00,$((mean + 10#$minute % 2 * 4 - 2))"
			done
		} >g.csv
		"$CLIN" followup import "G$mean" g.csv >/dev/null || true
		"$CLIN" followup trend "G$mean" CGM -f csv >/dev/null
		"$CLIN" followup trend "G$mean" CGM | grep -q "GMI ${pair#*=}%"
	done
}

@test "sensor: a day's percentiles by the hour" {
	sensor 14 >s.csv
	"$CLIN" followup import P1 s.csv
	"$CLIN" followup trend P1 CGM -f json >t.json
	python3 - <<-'PY'
		import json
		cgm = json.load(open('t.json'))['cgm']
		assert len(cgm['agp']) == 24
		six = cgm['agp'][6] # the crest: 165 mg/dL is 9.16 mmol/L
		assert six['n'] == 56 and 9.0 < six['p50'] <= 9.16, six
		assert six['p5'] <= six['p25'] <= six['p50'] <= six['p75'] <= six['p95']
		# half a swing at an end, 13 whole ones, upwards as downwards
		assert abs(cgm['mage_mg_dl'] - (45 + 13 * 90) / 14) < 1, cgm['mage_mg_dl']
		assert cgm['gri_zone'] == 'A'
	PY
}

@test "sensor: in pregnancy other ranges and no risk index; goals of the frail from 65 on" {
	sensor 14 >s.csv
	"$CLIN" followup import P1 s.csv
	"$CLIN" followup trend P1 CGM | grep -q '老年或高危者的目标：TIR >50%、<3.9 <1%、>13.9 <10% 达到'
	"$CLIN" followup enrol P3 --sex F -a 30
	"$CLIN" followup import P3 s.csv
	"$CLIN" followup trend P3 CGM --pregnant=20 >t
	grep -q '3.5-7.8   TIR' t
	grep -q '目标 3.5-7.8' t
	run ! grep -qE '13.9|区）|老年' t
	"$CLIN" followup trend P3 CGM --pregnant=20 -f json | grep -q '"gri":null,"ranges":"pregnancy"'
}

@test "eGFR is worked out of creatinine at the age of the day; its slope a year" {
	for day in 2024-11-20=80 2025-05-20=95 2025-11-20=110 2026-05-20=125; do
		"$CLIN" followup add P1 crea "${day#*=}umol/L" --at "${day%=*} 08:00"
	done
	run_split "$CLIN" followup trend P1 EGFR --days 900
	[[ "$output" == *"斜率 -"*"4 次，1.5 年"* ]]
	[[ "$output" == *"快速进展"* ]]
	"$CLIN" followup trend P1 EGFR --days 900 -f json | grep -q '"slope":{"n":4,"years":1.49'
}

@test "INR: time in range after Rosendaal; a gap of more than 56 days is left out" {
	"$CLIN" followup add P1 inr 1.5 --at '2026-08-01 08:00'
	"$CLIN" followup add P1 inr 2.5 --at '2026-08-11 08:00'
	"$CLIN" followup add P1 inr 2.5 --at '2026-11-01 08:00'
	"$CLIN" followup trend P1 INR --days 200 -f json >t.json
	grep -q '"ttr":{"method":"rosendaal","n":3,"days":10,"days_left_out":82,"within":50,"below":50,"above":0}' t.json
}

@test "weight: the change over three days" {
	"$CLIN" followup add P1 wt 70 --at '2026-11-17 08:00'
	"$CLIN" followup add P1 wt 72.4 --at '2026-11-20 08:00'
	"$CLIN" followup trend P1 BW | grep -q '3 天内 +2.4 kg'
}

@test "html: one well-formed page without script or address, both languages, no name unless asked" {
	pressures 05 06 07 08
	sensor 14 >s.csv
	"$CLIN" followup import P1 s.csv
	"$CLIN" followup med P1 add '<b>&"药' --start 2026-11-06 || [ $? -eq 4 ]
	"$CLIN" followup trend P1 -f html >page.html
	python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse("page.html")'
	run ! grep -qiE '<script|<link|src=|url\(|@import|[ "]on[a-z]+=' page.html
	run ! grep -vE 'http://www.w3.org/(2000/svg|1999/xhtml)' <(grep -oE 'https?://[^" ]*' page.html)
	run ! grep -q '<b>' page.html
	run ! grep -q 王某 page.html
	grep -q '<svg' page.html
	grep -q 收缩压 page.html
	grep -q 'Systolic blood pressure' page.html
	grep -q "家测 722" page.html
	grep -q "home 722" page.html
	grep -q '@media print' page.html
	"$CLIN" followup trend P1 -f html --with-names | grep -q 王某
}
