#!/usr/bin/env bats
# shellcheck disable=SC2154
# clin kb import: tables a site has licensed, and its formulary. The files are
# written here, in the columns their publishers use.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
	export CLIN_KB_SITE=$T/site.db CLIN_KB_OVERLAY=$T/kb.d
	cat >"$T/dd.csv" <<-'END'
	DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level
	DDInter1951,Warfarin,DDInter405,Clarithromycin,Minor
	DDInter405,Clarithromycin,DDInter1951,Warfarin,Minor
	DDInter1951,Warfarin,DDInter9999,Nosuchdrugol,Major
	DDInter20,Acarbose,DDInter1951,Warfarin,Major
	DDInter20,Acarbose,DDInter582,Diclofenac (ophthalmic),Moderate
	DDInter20,Acarbose,DDInter1150,Metformin,Unknown
	DDInter20,Acarbose,DDInter1150,Metformin,Enormous
	END
}

# findings ORDER…: id origin tier display of every finding that is not ours
findings() {
	run_split timeout 60 "$CLIN" drug-check --format json "$@"
	OURS=$(printf '%s' "$output" | python3 -c "
import json, sys
for f in json.load(sys.stdin)['results'][0]['findings']:
    if f['origin'] != 'base':
        print(f['id'], f['origin'], f['tier'], f['display'])")
}

# medications ORDER…: printed, codes and daily dose
medications() {
	run_split timeout 60 "$CLIN" drug-check --format json "$@"
	MEDS=$(printf '%s' "$output" | python3 -c "
import json, sys
for m in json.load(sys.stdin)['results'][0]['medications']:
    d = m['daily_dose']
    print(m['printed'], '+'.join(i['code'] for i in m['ingredients']),
          '%g%s' % (d['value'], d['unit']) if d else '-')")
}

@test "DDInter: new pairs speak, ours stand over theirs, both are shown" {
	run "$CLIN" kb import ddinter dd.csv
	[ "$status" -eq 4 ]
	[[ $output == *"读入 7 行，采用 3 行，得 2 个条目"* ]]
	[[ $output == *"Nosuchdrugol (不识)"* ]]
	[[ $output == *"Diclofenac (ophthalmic) (仅某一"* ]]
	[[ $output == *"克拉霉素 + 华法林：本库 moderate，导入 minor"* ]]
	[[ $output == *"读不出 1 行： 8"* ]]
	run "$CLIN" kb build
	[ "$status" -eq 0 ]
	findings '华法林 2.5mg qd' '克拉霉素 0.5g bid' '阿卡波糖 50mg tid'
	[[ $OURS == *"ddinter.acarbose.major ddinter major interruptive"* ]]
	[[ $OURS == *"ddinter.clarithromycin.minor ddinter minor passive"* ]]
	run "$CLIN" drug-check '华法林 2.5mg qd' '克拉霉素 0.5g bid'
	[[ $output == *"[中度] 华法林 + 克拉霉素"* ]]
	[[ $output == *"- 克拉霉素 + 华法林：DDInter 列为 Minor"*"来自 ddinter"* ]]
	[[ $output == "停 0，改 0，查 3"* ]]
}

@test "DDInter: a dry run writes nothing; importing again replaces" {
	run "$CLIN" kb import --dry-run ddinter dd.csv
	[[ $output == *"未写入"* ]]
	[ ! -e "$T/kb.d" ]
	"$CLIN" kb import ddinter dd.csv >/dev/null || [ $? -eq 4 ]
	printf '%s\n' 'DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level' \
		'DDInter20,Acarbose,DDInter1951,Warfarin,Moderate' >again.csv
	run "$CLIN" kb import ddinter again.csv
	[ "$status" -eq 0 ]
	"$CLIN" kb build
	findings '华法林 2.5mg qd' '克拉霉素 0.5g bid' '阿卡波糖 50mg tid'
	[ "$OURS" = "ddinter.acarbose.moderate ddinter moderate passive" ]
	run "$CLIN" kb lint
	[ "$status" -eq 0 ]
}

@test "ANSM: French names, classes, the gravest level, each pair once" {
	cat >thesaurus.json <<-'END'
	[{"main_drug": "FIBRATES", "between_main_and_plus_drug": "",
	  "plus_drug": "WARFARINE", "interaction_mechanism": "texte\nd'essai",
	  "severity_levels": [{"level": "Association DECONSEILLEE", "info": "a"}]},
	 {"main_drug": "WARFARINE", "between_main_and_plus_drug": "",
	  "plus_drug": "FIBRATES", "interaction_mechanism": "texte",
	  "severity_levels": [{"level": "Association DECONSEILLEE", "info": "a"}]},
	 {"main_drug": "ACIDE VALPROÏQUE", "between_main_and_plus_drug": "",
	  "plus_drug": "ACARBOSE", "interaction_mechanism": "z",
	  "severity_levels": [{"level": "A prendre en compte", "info": "b"},
	                      {"level": "CONTRE-INDICATION", "info": "c"}]},
	 {"main_drug": "WARFARINE", "between_main_and_plus_drug": "",
	  "plus_drug": "AUTRES XYZ", "interaction_mechanism": "y",
	  "severity_levels": [{"level": "CONTRE-INDICATION", "info": "d"}]},
	 {"main_drug": "WARFARINE", "plus_drug": "FIBRATES", "severity_levels": []}]
	END
	printf '%s\n' '[{"substance": "fénofibrate", "drug_classes": ["fibrates"]},' \
		'{"substance": "gemfibrozil", "drug_classes": ["fibrates"]}]' >index.json
	run "$CLIN" --lang en kb import ansm index.json thesaurus.json
	[ "$status" -eq 4 ]
	[[ $output == *"2 entries"* ]]
	[[ $output == *"AUTRES XYZ (a class without"* ]]
	[[ $output == *"1 rows unread"* ]]
	"$CLIN" kb build
	findings '丙戊酸钠 0.2g tid' '阿卡波糖 50mg tid' '华法林 3mg qd' '吉非罗齐 0.6g bid'
	[[ $OURS == *"ansm.acarbose.acide-valproique ansm contraindicated"* ]]
	[[ $OURS == *"ansm.fibrates.warfarine ansm major"* ]]
	run "$CLIN" kb import ansm dd.csv
	[ "$status" -eq 1 ]
}

@test "ATC: groups are classes; ours speak first" {
	cat >atc.csv <<-'END'
	atc_code,atc_name,ddd,uom,adm_r,note
	A10BF,Alpha glucosidase inhibitors,NA,NA,NA,NA
	A10BF01,acarbose,0.3,g,O,NA
	A10BF03,voglibose,0.6,mg,O,NA
	H03AA,Thyroid hormones,NA,NA,NA,NA
	H03AA01,levothyroxine sodium,0.15,mg,O,NA
	H03AA99,nosuchthyronine,0.15,mg,O,NA
	S01ED,Beta blocking agents,NA,NA,NA,NA
	S01ED01,timolol,NA,NA,NA,NA
	S01ED02,betaxolol,NA,NA,NA,NA
	broken,row,NA,NA,NA,NA
	END
	run "$CLIN" kb import atc atc.csv
	[ "$status" -eq 4 ]
	[[ $output == *"得 1 个条目"* ]]
	[[ $output == *"nosuchthyronine"* ]]
	"$CLIN" kb build
	run "$CLIN" kb show atc.a10bf
	[[ $output == *"acarbose, voglibose"* ]]
	run "$CLIN" drug-check --format json '阿卡波糖 50mg tid' '伏格列波糖 0.2mg tid'
	run ! grep -q "duplicate.class.atc" <<<"$output"
}

@test "RxNorm: brands of one and of several; ours stand" {
	local c='ENG||||||1|||1|RXNORM' x='CUI|RO'
	cat >RXNCONSO.RRF <<-END
	11289|$c|IN|1|warfarin||N||
	999001|$c|BN|1|Warfatest||N||
	999005|$c|BN|1|Tylenol||N||
	17767|$c|IN|1|amlodipine||N||
	83515|$c|IN|1|telmisartan||N||
	999002|$c|BN|1|Twotest||N||
	999003|$c|IN|1|fantasimab||N||
	855332|$c|SCD|1|warfarin sodium 5 MG Oral Tablet||N||
	END
	cat >RXNREL.RRF <<-END
	11289||$x|999001||CUI|tradename_of|1||RXNORM|RXNORM|||||
	999005||$x|11289||CUI|tradename_of|1||RXNORM|RXNORM|||||
	17767||$x|999002||CUI|tradename_of|1||RXNORM|RXNORM|||||
	83515||$x|999002||CUI|tradename_of|1||RXNORM|RXNORM|||||
	END
	run "$CLIN" kb import rxnorm RXNCONSO.RRF RXNREL.RRF
	[ "$status" -eq 4 ]
	[[ $output == *"新药名 2 个"* ]]
	[[ $output == *"fantasimab (不识)"* ]]
	[[ $output == *"Tylenol：本库 对乙酰氨基酚，导入 华法林"* ]]
	"$CLIN" kb build
	medications 'Warfatest 5 mg daily' 'Twotest 1 tab daily' 'Tylenol 500 mg tid'
	[[ $MEDS == *"Warfatest warfarin 5mg"* ]]
	[[ $MEDS == *"Twotest amlodipine+telmisartan -"* ]]
	[[ $MEDS == *"Tylenol paracetamol 1500mg"* ]]
}

@test "formulary: names, codes and tablets of the house, from GB18030" {
	cat >f.csv <<-'END'
	本院编码,药品名称,商品名,剂型,规格,医保编码
	XY1001,阿司匹林肠溶片,拜某某灵,片剂,100mg*30片,XB01ACA056A001010100001
	XY1002,阿司匹林肠溶片,,片剂,25mg*100片,XB01ACA056A001010200001
	1003,华法林钠片,泰诺林,片剂,2.5mg*80片,XB01AAH099A001010100001
	XY1004,某某某胶囊,,胶囊,0.25g,ZA01
	XY1005,二甲双胍片,,片剂,0.5g*48片,XJ01CAA
	END
	iconv -f utf-8 -t gb18030 f.csv >g.csv
	run "$CLIN" kb import formulary g.csv
	[ "$status" -eq 4 ]
	[[ $output == *"读入 5 行，采用 3 行"* ]]
	[[ $output == *"某某某胶囊 (不识)"* ]]
	[[ $output == *"二甲双胍片 XJ01CAA"* ]]
	[[ $output == *"泰诺林：本库 对乙酰氨基酚，导入 华法林"* ]]
	run "$CLIN" kb import formulary g.csv
	[ "$status" -eq 4 ]
	"$CLIN" kb build
	medications '拜某某灵 1片 qd' 'XY1002 1片 tid' '华法林钠片 2片 qd' \
		'阿司匹林肠溶片 1片 qd' '阿司匹林肠溶片 25mg*100片 sig:1片 qd'
	[[ $MEDS == *"拜某某灵 aspirin 100mg"* ]]
	[[ $MEDS == *"XY1002 aspirin 75mg"* ]]
	[[ $MEDS == *"华法林钠片 warfarin 5mg"* ]]
	# two strengths of one name: no tablet's amount is guessed
	[[ $MEDS == *"阿司匹林肠溶片 aspirin -"* ]]
	[[ $MEDS == *"阿司匹林肠溶片 aspirin 25mg"* ]]
}

@test "import: JSON; an unknown source; a table that is none" {
	run_split "$CLIN" kb import --dry-run --format json ddinter dd.csv
	[ "$status" -eq 4 ]
	printf '%s' "$output" | python3 -c "
import json, sys
r = json.load(sys.stdin)
assert r['schema'] == 'clin.kb.import/1' and r['origin'] == 'ddinter'
assert (r['rows'], r['used'], r['unread'], r['written']) == (7, 3, 1, None)
assert {u['why'] for u in r['unresolved']} == {'unknown', 'route'}
assert r['conflicts'][0]['ours'] == 'moderate'"
	run "$CLIN" kb import drugbank dd.csv
	[ "$status" -eq 2 ]
	echo 'a,b' >none.csv
	for source in ddinter atc rxnorm formulary ansm; do
		run "$CLIN" kb import "$source" none.csv
		[ "$status" -eq 1 ]
	done
	run "$CLIN" kb import ddinter absent.csv
	[ "$status" -eq 1 ]
	[ ! -e "$T/kb.d" ]
}

@test "lint: a key that stands twice in an entry is named with its line" {
	mkdir -p "$T/own"
	cat >"$T/own/own.yaml" <<-'END'
	- id: first_drug
	  substance: {zh: 甲药, en: First drug, en: Other drug}
	  sources: [fda-label]
	END
	LANG=en_US.UTF-8 run "$CLIN" kb lint "$T/own"
	[ "$status" -eq 6 ]
	[[ $output == *"line 2: "*"'en' stands twice"* ]]
}

@test "lint: Chinese in an English text is named with its line" {
	mkdir -p "$T/own"
	cat >"$T/own/own.yaml" <<-'END'
	- {id: first_drug, substance: {zh: 甲药, en: First drug}, atc: [], sources: [fda-label]}
	- {id: second_drug, substance: {zh: 乙药, en: Second 药}, atc: [], sources: [fda-label]}
	- {id: third_drug, substance: {zh: 丙药, en: Third drug（film）}, atc: [], sources: [fda-label]}
	END
	LANG=en_US.UTF-8 run "$CLIN" kb lint "$T/own"
	[ "$status" -eq 6 ]
	[[ $output == *"line 2: "*"Chinese in an English text: 'Second 药'"* ]]
	[[ $output == *"line 3: "*"Chinese in an English text"* ]]
	[[ $output != *first_drug* ]]
}
