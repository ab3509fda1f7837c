#!/usr/bin/env bats
# clin triage: vital signs as people write and say them.

bats_require_minimum_version 1.5.0
load helper

setup() { common_setup; }

# read_as TEXT: the vital signs read from it.
read_as() {
	"$CLIN" triage -a 60 --format json "$1" </dev/null |
		jq -r '.results[0].vitals | to_entries | map(select(.value != null) |
			"\(.key)=\(.value)") | join(" ")'
}

@test "pressures without a slash, in words, by name" {
	[ "$(read_as 'bp 210 130，头疼')" = "SBP=210 DBP=130" ]
	[ "$(read_as '头疼，血压160-100')" = "SBP=160 DBP=100" ]
	[ "$(read_as 'dizzy, BP: 88 over 50')" = "SBP=88 DBP=50" ]
	[ "$(read_as '头晕，高压180低压110')" = "SBP=180 DBP=110" ]
	[ "$(read_as '头晕，上压170，下压100')" = "SBP=170 DBP=100" ]
	[ "$(read_as '头晕，血压七十四十')" = "SBP=70 DBP=40" ]
	[ "$(read_as '头晕，血压高压二百一')" = "SBP=210" ]
	[ "$(read_as '头晕，血压八十几')" = "SBP=84" ]
	[ "$(read_as '头疼，血压200多')" = "SBP=200" ]
	# years, tablets and what may be either number are none
	[ "$(read_as '高血压20年，头晕')" = "" ]
	[ "$(read_as '血压高10年，吃了2片药，头晕')" = "" ]
	[ "$(read_as '头晕，血压95左右')" = "" ]
}

@test "pulse, breaths, oxygen, temperature, coma score in words" {
	[ "$(read_as '今天晕倒，摸脉搏一分钟才三十几下')" = "HR=34" ]
	[ "$(read_as '心跳一百八九，头晕')" = "HR=185" ]
	[ "$(read_as '心慌，心率一百二')" = "HR=120" ]
	[ "$(read_as '喘，呼吸一分钟40次')" = "RR=40" ]
	[ "$(read_as '喘，指脉氧90')" = "SPO2=90" ]
	[ "$(read_as '喘，血氧93')" = "SPO2=93" ]
	[ "$(read_as '嗜睡，GCS 13分')" = "GCS=13" ]
	[ "$(read_as '体温三十九度二')" = "TEMP=39.2" ]
	[ "$(read_as '发烧38度5，咳嗽')" = "TEMP=38.5" ]
	[ "$(read_as '发烧38度5天了')" = "TEMP=38" ]
	[ "$(read_as 'T38.9 P120 R28 BP 90/60 SpO2 93%')" = \
		"HR=120 RR=28 SBP=90 DBP=60 SPO2=93 TEMP=38.9" ]
}

@test "the sex of a relative's word does not stand against the option" {
	run "$CLIN" triage -a 60 -s F --format json '听见老公过世的消息，胸口突然一紧疼得喘不上来' </dev/null
	[ "$status" -eq 0 ]
	[ "$(jq -r '.results[0].patient.sex' <<<"$output")" = F ]
	[ "$(jq -r '.results[0].level.value' <<<"$output")" -le 2 ]
}

@test "a batch takes vital signs as an object or as the option writes them, and loses none" {
	batch_of() {
		printf '{"text":"昏倒","vitals":%s}\n' "$1" | "$CLIN" triage --batch 2>/dev/null
	}
	[ "$(batch_of '{"BP":"82/50","HR":130}' | jq -c '[.vitals.SBP, .vitals.HR]')" = '[82,130]' ]
	[ "$(batch_of '"BP=82/50 HR=130"' | jq -c '[.vitals.SBP, .vitals.HR]')" = '[82,130]' ]
	[ "$(batch_of null | jq -c '[.vitals.SBP, .errors]')" = '[null,[]]' ]
	[ "$(batch_of '["BP=82/50"]' | jq -r '.errors[0].code')" = json ]
	[ "$(batch_of '{"BP":["82/50"]}' | jq -r '.errors[0].code')" = json ]
}
