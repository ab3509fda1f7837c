#!/usr/bin/env bats
# shellcheck disable=SC2154
# Inputs that are no report, or a nasty one: a clear message, the right exit
# status, nothing hung.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export CLIN_LANG=en
}

clin_i() {
	run_split timeout 60 "$CLIN" interpret-report "$@"
}

@test "an empty file: said, status 4" {
	: >empty.txt
	clin_i empty.txt
	[ "$status" -eq 4 ]
	[[ $stderr == *"'empty.txt' is empty"* ]]
	printf ' \r\n\f\t\n' >blank.txt
	clin_i blank.txt
	[ "$status" -eq 4 ]
}

@test "a binary file: said, status 4" {
	head -c 5000 "$CLIN" >program
	clin_i program
	[ "$status" -eq 4 ]
	[[ $stderr == *"'program' is not text"* ]]
	[[ $output != *$'\033'* ]]
}

@test "a directory: said, status 1" {
	mkdir reports
	clin_i reports
	[ "$status" -eq 1 ]
	[[ $stderr == *"'reports': is a directory"* ]]
}

@test "a file that is not there, or not readable: said, status 1" {
	clin_i nowhere.txt
	[ "$status" -eq 1 ]
	[[ $stderr == *"cannot read 'nowhere.txt': No such file"* ]]
	cp "$SAMPLES/cbc.txt" closed.txt
	chmod 000 closed.txt
	# root reads everything: be somebody else
	local as=()
	[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	run_split "${as[@]}" cat closed.txt
	[ "$status" -ne 0 ] || skip "everybody reads everything here"
	run_split "${as[@]}" "$CLIN" interpret-report closed.txt
	[ "$status" -eq 1 ]
	[[ $stderr == *"Permission denied"* ]]
}

@test "in Chinese too" {
	run_split "$CLIN" --lang zh interpret-report nowhere.txt
	[ "$status" -eq 1 ]
	[ "$stderr" = "clin: 无法读取 'nowhere.txt'：文件不存在；请检查文件名和权限" ]
}

@test "100 MB of noise: refused in time, in little memory" {
	head -c 104857600 /dev/urandom >noise
	(
		[[ $BUILD == *san* ]] || ulimit -v 1500000
		run_split timeout 60 "$CLIN" interpret-report noise
		[ "$status" -eq 1 ] || [ "$status" -eq 4 ]
		[[ $stderr == *"'noise'"* ]]
	)
}

@test "a hundred thousand lines of text noise end in time" {
	base64 -w 70 /dev/urandom | head -n 100000 >text
	clin_i text
	[ "$status" -eq 4 ]
}

@test "a character cut off at the end harms no row before it" {
	head -c -1 "$SAMPLES/cbc.txt" >cut.txt
	printf '\xe8\xa1' >>cut.txt
	clin_i -f json cut.txt
	[[ $output == *'"code":"HGB"'* ]]
	python3 -c 'import json,sys; json.loads(sys.argv[1])' "$output"
}

@test "terminal escapes in a report do not reach the terminal" {
	{
		printf '\033]0;title\007\033[2J血红蛋白(HGB)\033[31m 92 g/L 115-150\n'
		printf '\302\233\061m\xe2\x80\xae血小板计数(PLT) 386 10^9/L 125-350\n'
	} >escapes.txt
	for format in text md json; do
		clin_i --all -f $format escapes.txt
		run ! grep -P '\x1b|\x07|\xc2\x9b|\xe2\x80\xae' <<<"$output$stderr"
	done
}

@test "one bad file among good ones: the good ones are read" {
	clin_i "$SAMPLES/cbc.txt" nowhere.txt "$SAMPLES/renal.txt" -f ndjson
	[ "$status" -eq 1 ]
	[[ $stderr == *"nowhere.txt"* ]]
	[ "${#lines[@]}" -eq 3 ]
	[[ ${lines[0]} == *'"code":"HGB"'* && ${lines[2]} == *'"code":"CREA"'* ]]
	[[ ${lines[1]} == *'"errors":[{'* ]]
}

@test "standard input, by no argument and by -" {
	[ "$("$CLIN" interpret-report <"$SAMPLES/cbc.txt")" = "$("$CLIN" interpret-report - <"$SAMPLES/cbc.txt")" ]
	run_split "$CLIN" interpret-report </dev/null
	[ "$status" -eq 4 ]
	[[ $stderr == *"standard input"*"empty"* ]]
}

@test "GB18030, UTF-16, a BOM and CRLF read alike" {
	"$CLIN" interpret-report --all <"$SAMPLES/cbc.txt" >want || true
	for encoding in GB18030 UTF-16; do
		iconv -f UTF-8 -t $encoding "$SAMPLES/cbc.txt" |
			"$CLIN" interpret-report --all | diff want -
	done
	{ printf '\xef\xbb\xbf'; cat "$SAMPLES/cbc.txt"; } |
		"$CLIN" interpret-report --all | diff want -
	sed 's/$/\r/' "$SAMPLES/cbc.txt" | "$CLIN" interpret-report --all | diff want -
}

@test "a row followed by ten thousand characters is not lost in silence" {
	{
		printf '血红蛋白(HGB)  92  g/L  115-150 '
		head -c 10000 /dev/zero | tr '\0' x
		printf '\n血小板计数(PLT)  386  10^9/L  125-350\n'
	} >long.txt
	clin_i -f json long.txt
	[[ $output == *'"code":"PLT"'* ]]
	[[ $output == *'"code":"HGB"'* || $output == *xxxxxxxxxx* ]]
}

@test "a row with a remark behind it is read or listed as unread" {
	printf '血红蛋白(HGB)  92  g/L  115-150  请结合临床，必要时复查，谢谢合作，本结果仅供参考，请及时就诊\n血小板计数(PLT)  386  10^9/L  125-350\n' >remark.txt
	clin_i -f json remark.txt
	[[ $output == *'"code":"PLT"'* ]]
	[[ $output == *'"code":"HGB"'* || $output == *'"unread":[{'* ]]
}

@test "a wrong --encoding is said" {
	clin_i --encoding nonsense "$SAMPLES/cbc.txt"
	[[ $stderr == *"nonsense"* ]]
	[ "$status" -ne 0 ]
}

@test "--fail-on: status 3, results printed all the same" {
	clin_i --fail-on info "$SAMPLES/cbc.txt"
	[ "$status" -eq 3 ]
	[ -n "$output" ]
	CLIN_FAIL_ON=info clin_i "$SAMPLES/cbc.txt"
	[ "$status" -eq 3 ]
	CLIN_FAIL_ON=info clin_i --fail-on never "$SAMPLES/cbc.txt"
	[ "$status" -eq 0 ]
}

@test "a culture's table is a section, never rows nor lost" {
	printf '细菌培养及药敏\n抗生素  MIC  敏感度\n氨苄西林  >=32 R\n亚胺培南 <=1 S\n' >culture.txt
	clin_i -f json culture.txt
	[ "$(jq -r '.results[0].observations | length' <<<"$output")" -eq 0 ]
	[[ $(jq -r '.results[0].not_interpreted[0].text' <<<"$output") == *亚胺培南* ]]
}

@test "every line of a table not understood is listed as unread" {
	printf '钾(K)  4.1  mmol/L  3.5-5.3\n甲乙丙  >=32 R\n丁戊己 >=64 R\n庚辛壬 <=1 S\n癸子丑 4 I\n寅卯辰 <=16 S\n' >odd.txt
	clin_i -f json odd.txt
	for word in 甲乙丙 丁戊己 庚辛壬 癸子丑 寅卯辰; do
		jq -e --arg w "$word" '.results[0] |
			[.unread[].text, .observations[].printed] |
			any(contains($w))' <<<"$output"
	done
}

@test "a name that says its fluid stands under another tube's heading" {
	printf '标本类型：静脉血\n肌酐(Cr)  156  ↑  41-81  μmol/L\n尿微量白蛋白/肌酐  356  ↑  0-30  mg/g\n' >mixed.txt
	clin_i -f json mixed.txt
	[ "$(jq -r '.results[0].observations[] | select(.code == "ACR") | .status' <<<"$output")" = ok ]
}

@test "an interval of 0 means none is normal" {
	printf 'Test    Result   Flag   Reference Range    Units\nWBC     0.9      LL     4.0 - 11.0         10*3/uL\nBlasts  22       H      0                  %%\n' >blasts.txt
	clin_i -f json blasts.txt
	jq -e '.results[0].observations[] | select(.code == "BLAST_PCT") |
		.status == "ok" and .flag == "H" and .range.high == 0' <<<"$output"
}

@test "a result alone is blood's, and the row says so" {
	run_split timeout 60 "$CLIN" interpret-report -f json <<<'Potassium 6.8 mmol/L'
	jq -e '.results[0].observations[0] |
		.code == "K" and .flag == "HH" and (.notes | any(test("blood")))' <<<"$output"
	printf '尿液检查\n钾 6.8 mmol/L\n' >urine.txt
	clin_i -f json urine.txt
	[ "$(jq -r '.results[0].observations[0].code' <<<"$output")" != K ]
	clin_i -f json - <<<'Sodium 30 mmol/L'
	[ "$(jq -r '.results[0].observations[0].status' <<<"$output")" = code-unknown ]
}

@test "a header line without labels: sex and age side by side" {
	for line in '李某某 男 71岁' '姓名 李** 男 71岁' 'John Smith  M  71 yrs' 'SMITH, Jan M/71Y' '71岁 男'; do
		printf '%s\n钾 4.1 mmol/L 3.5-5.3\n' "$line" >bare.txt
		clin_i -f json bare.txt
		jq -e '.results[0].patient | .sex == "M" and .age.value == 71' <<<"$output"
		[[ $output != *Smith* && $output != *李某某* ]]
	done
	printf '男 18-60岁 3-8\n钾 4.1 mmol/L 3.5-5.3\n' >range.txt
	clin_i -f json range.txt
	jq -e '.results[0].patient.sex == null' <<<"$output"
}

@test "results packed on one line: sodium is no 'not applicable'" {
	clin_i -f json - <<<'K+ 5.9  Na+ 130 Cl- 95'
	[ "$(jq -c '[.results[0].observations[] | [.code, .value]]' <<<"$output")" = '[["K",5.9],["NA",130],["CL",95]]' ]
	clin_i -f json - <<<'Potassium 5.9 mmol/L  NA'
	[ "$(jq -c '[.results[0].observations[].code]' <<<"$output")" = '["K"]' ]
}

@test "a value behind a name is not taken for the end of a longer name" {
	local row
	while read -r row; do
		echo "$row" >row.txt
		echo "$row: $("$CLIN" interpret-report -a 35 -s F -f ndjson row.txt |
			python3 -c 'import json, sys
for o in json.loads(sys.stdin.readline())["observations"]:
    print(o["code"], o["value"], o["status"])')"
	done >got <<-'ROWS'
	25-羟基维生素D 32 ng/mL
	25-羟基维生素D 20 ng/mL 30-100
	25-羟基维生素D 3 ng/mL 30-100
	25-羟基维生素D3 30 ng/mL
	IgG 4 g/L 7-16
	IgG 4 1.2 g/L 0.1-1.35
	CA 125 U/mL 12 0-35
	ROWS
	diff got - <<-'ROWS'
	25-羟基维生素D 32 ng/mL: VITD 32 ok
	25-羟基维生素D 20 ng/mL 30-100: VITD 20 ok
	25-羟基维生素D 3 ng/mL 30-100: VITD 3 ok
	25-羟基维生素D3 30 ng/mL: VITD3 30 ok
	IgG 4 g/L 7-16: IGG 4 ok
	IgG 4 1.2 g/L 0.1-1.35: IGG4 1.2 ok
	CA 125 U/mL 12 0-35: CA125 12 ok
	ROWS
}

@test "a positive word beside a number is the result, never its interval" {
	cat >positive.txt <<-'ROWS'
	快速血浆反应素试验(RPR) 阳性 1:16
	抗核抗体(ANA) 1:320 阳性
	HIV Ag/Ab 12.5 S/CO Reactive
	HCV-Ab 0.05 S/CO Non-reactive <1.0
	HBsAg 250 IU/mL 阳性
	HBsAb 120 mIU/mL 阳性
	尿葡萄糖 3+ 28 mmol/L
	甲流抗原 阳性 阴性
	ROWS
	"$CLIN" interpret-report -a 35 -s F -f ndjson positive.txt >got.ndjson
	python3 - >got <<-'PYTHON'
	import json
	result = json.loads(open("got.ndjson").readline())
	for o in result["observations"]:
	    if not o["derived"]:
	        print(o["code"], o["value"], o["flag"], o["status"])
	PYTHON
	diff got - <<-'ROWS'
	RPR 16 A ok
	ANA 320 A ok
	HIV_AB 12.5 A ok
	HCV_AB 0.05 N ok
	HBSAG 250 A ok
	HBSAB 120 None ok
	U_GLU 28 A ok
	FLUA None A ok
	ROWS
	grep -q lab.hiv.screen-reactive got.ndjson
	grep -q lab.hbv.hbsag-positive got.ndjson
}

@test "the cleanliness of the vagina in Roman numbers" {
	printf '阴道清洁度 II度\n' >two.txt
	printf '清洁度 Ⅲ度 I-II度\n' >three.txt
	"$CLIN" interpret-report -a 35 -s F -f ndjson two.txt | grep -q '"value":2,'
	"$CLIN" interpret-report -a 35 -s F -f ndjson three.txt | grep -q lab.vaginal.cleanliness
	run ! grep -q lab.vaginal.cleanliness <("$CLIN" interpret-report -a 35 -s F -f ndjson two.txt)
}

@test "signs glued to names, patterns joined by a plus, findings in words" {
	cat >signs.txt <<-'ROWS'
	新型冠状病毒ORF1ab 阴性 --
	新型冠状病毒核酸ORF1ab基因 阴性 阴性
	尿常规
	潜血+尿糖-尿蛋白++酮体-
	自身抗体
	抗核抗体(ANA) 阳性(1:1000) 核颗粒型+核仁型 <1:100
	抗CCP抗体 >200.0 RU/ml <5
	白带常规
	白细胞 +++/HP 0-15/HP
	真菌 检出假菌丝 未检出
	ROWS
	"$CLIN" interpret-report -a 35 -s F -f ndjson signs.txt >got.ndjson
	python3 - >got <<-'PYTHON'
	import json
	result = json.loads(open("got.ndjson").readline())
	for o in result["observations"]:
	    if not o["derived"]:
	        print(o["code"], o["value"], o["text"], o["flag"], o["status"])
	print(len(result["unread"]))
	PYTHON
	diff got - <<-'ROWS'
	COVID_RNA None 阴性 N ok
	COVID_RNA None 阴性 N ok
	U_BLD None + A ok
	U_GLU None - N ok
	U_PRO None ++ A ok
	U_KET None - N ok
	ANA 1000 阳性 H ok
	CCP 200 None H ok
	VAG_WBC None +++ None ok
	VAG_YEAST None 检出 A ok
	0
	ROWS
}

@test "a chance of 1:N: the larger the N, the rarer; a row never vanishes" {
	cat >chance.txt <<-'ROWS'
	21三体风险 1:180 <1:270
	18三体风险 <1:10000 <1:350
	神经管缺陷风险 1/25000 <1/1000
	抗核抗体 1:320 <1:100
	ROWS
	"$CLIN" interpret-report -a 30 -s F -f ndjson chance.txt >got.ndjson
	python3 - >got <<-'PYTHON'
	import json
	result = json.loads(open("got.ndjson").readline())
	for o in result["observations"]:
	    print(o["code"], o["comparator"], o["value"], o["flag"], o["status"])
	PYTHON
	diff got - <<-'ROWS'
	T21_RISK None 180 H ok
	T18_RISK > 10000 N ok
	NTD_RISK None 25000 N ok
	ANA None 320 H ok
	ROWS
	"$CLIN" interpret-report -a 30 -s F chance.txt >screen
	grep -q '1:180 *<1:270 ' screen
	run ! grep -q '1:1:180' screen
	printf '某某抗体 阳性 阴性\n' | "$CLIN" interpret-report -a 30 -s F - >lone ||
		[ $? -eq 4 ]
	grep -q '某某抗体 阳性 阴性' lone
}

@test "only the age is missing: said, not silent" {
	printf '血红蛋白 70 g/L 115-150\n' >hb.txt
	run "$CLIN" --lang en interpret-report hb.txt
	[[ $output == *"? Severe anaemia: needs age"* ]]
	run "$CLIN" --lang en interpret-report -a 40 -s F hb.txt
	[[ $output == *"[TODAY] Severe anaemia"* ]]
	printf '血红蛋白 118 g/L 115-150\n' >hb.txt
	run "$CLIN" --lang en interpret-report hb.txt
	[[ $output != *"Severe anaemia"* ]]
	printf 'Uric acid 560 umol/L 150-420\n' >ua.txt
	run "$CLIN" --lang en interpret-report ua.txt
	[[ $output == *"? Urate 540 µmol/L or more: needs age"* ]]
}

@test "a value and its interval without a name is said; a name may hold a comma" {
	printf 'Foo, bar and so on it goes. Well\n1.05 ng/dL 0.82-1.77\nTSH 2.5 uIU/mL 0.45-4.5\n' >r
	run "$CLIN" --lang en interpret-report r
	[ "$status" -eq 4 ]
	[[ $output == *"unread line 2: 1.05 ng/dL 0.82-1.77"* ]]
	printf 'Foo,Bar(Baz)\n1.05 ng/dL 0.82-1.77\nTSH 2.5 uIU/mL 0.45-4.5\n' >r
	run "$CLIN" --lang en interpret-report r
	[[ $output == *"Foo,Bar(Baz)"*"1.05 ng/dL"* ]]
}
