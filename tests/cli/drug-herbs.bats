#!/usr/bin/env bats
# shellcheck disable=SC2154
# Herbs, Chinese patent medicines and injections through the binary: what is
# inside, whom a label excludes, opposite herbs under every prescription name.

bats_require_minimum_version 1.5.0

setup() {
	load helper
	common_setup
}

findings() {
	"$CLIN" drug-check -f json --explain off "$@" </dev/null |
		jq -r '.results[0].findings[] | "\(.id) \(.tier)"'
}

# The components of one order.
inside() {
	"$CLIN" drug-check -f json --explain off "$1" </dev/null |
		jq -r '.results[0].medications[0].ingredients | map(.code) | join(" ")'
}

@test "an injection's label excludes the child; the oral liquid's does not" {
	local f
	f=$(findings --age 3 '双黄连注射液 20ml ivgtt qd' || :)
	grep -qx 'age.tcmi.shuanghuanglian contraindicated' <<<"$f"
	f=$(findings --age 5 '双黄连注射液 20ml ivgtt qd' || :)
	run ! grep -q age.tcmi <<<"$f"
	f=$(findings --age 3 '双黄连口服液 10ml tid' || :)
	run ! grep -q age.tcmi <<<"$f"
	f=$(findings --age 10 '柴胡注射液 2ml im bid' || :)
	grep -qx 'age.tcmi.chaihu contraindicated' <<<"$f"
	f=$(findings --age 10 '小柴胡颗粒 1袋 tid' || :)
	run ! grep -q age.tcmi <<<"$f"
}

@test "injections in pregnancy and haemorrhagic stroke; two of them at once" {
	local f
	f=$(findings --age 30 --pregnant=20 '丹红注射液 20ml ivgtt qd' || :)
	grep -qx 'pregnancy.tcmi.forbidden.danhong contraindicated' <<<"$f"
	f=$(findings --age 60 --dx 脑出血 '注射用血塞通 400mg ivgtt qd' || :)
	grep -qx 'disease.tcmi.ich contraindicated' <<<"$f"
	f=$(findings --age 60 '参麦注射液 40ml ivgtt qd' '丹参注射液 20ml ivgtt qd' || :)
	grep -qx 'ddi.tcmi.two moderate' <<<"$f"
	f=$(findings --age 60 '参麦注射液 40ml ivgtt qd' '复方丹参滴丸 10丸 tid' || :)
	run ! grep -q ddi.tcmi.two <<<"$f"
}

@test "a name that says injection is none by mouth" {
	run -0 bash -c "\"$CLIN\" drug-check -f json --explain off \
		益母草注射液 康莱特软胶囊 鸦胆子油软胶囊 冠心宁片 脉络宁口服液 </dev/null |
		jq -r '.results[0].medications[] | \"\(.printed) \(.route)\"'"
	[ "$output" = '益母草注射液 im
康莱特软胶囊 oral
鸦胆子油软胶囊 oral
冠心宁片 oral
脉络宁口服液 oral' ]
}

@test "opposite herbs of one licensed formula are told, not held against it" {
	local f
	f=$(findings 内消瘰疬丸 || :)
	grep -qx 'herb.18.gancao.haizao.formula minor' <<<"$f"
	run ! grep -q major <<<"$f"
	f=$(findings '内消瘰疬丸 9g bid' '炙甘草 6g' || :)
	grep -qx 'herb.18.gancao.haizao major' <<<"$f"
	f=$(findings 定坤丹 || :)
	grep -qx 'herb.19.renshen.wulingzhi.formula minor' <<<"$f"
}

@test "prescription names of the opposite herbs; look-alikes are not" {
	local a b f
	while read -r a b; do
		f=$(findings "$a 3g" "$b 6g" || :)
		grep -Eq '^herb\.1[89]\.[a-z.]+ major$' <<<"$f" ||
			{ echo "silent: $a $b"; return 1; }
	done <<-'E'
		黑附片 京半夏
		淡附片 半夏曲
		制川乌 炉贝
		制草乌 象贝母
		附片 白敛
		炙甘草 海蒿子
		别直参 五灵脂
		人参叶 黎芦
		企边桂 赤石脂
		京三棱 玄明粉
		公丁香 黄郁金
	E
	while read -r a b; do
		f=$(findings "$a 3g" "$b 6g" || :)
		run ! grep -Eq '^herb\.1[89]\.' <<<"$f"
	done <<-'E'
		黑附片 水半夏
		制川乌 土贝母
		白附子 半夏
		党参 五灵脂
		太子参 藜芦
		桂枝 赤石脂
		炙甘草 昆布
		明党参 藜芦
	E
}

@test "raw aconite speaks at any dose, prepared aconite only over the limit" {
	local f
	f=$(findings '川乌 2g' || :)
	grep -qx 'dose.aconite.raw major' <<<"$f"
	f=$(findings '制川乌 3g' || :)
	run ! grep -q major <<<"$f"
}

@test "what patent medicines hide: poppy husk, paracetamol, chlorphenamine, aconite" {
	[[ " $(inside 枇杷止咳颗粒) " == *" yingsuqiao "* ]]
	[[ " $(inside 止咳宝片) " == *" yingsuqiao "*ammonium_chloride* ]]
	[[ " $(inside 腰息痛胶囊) " == *" paracetamol "* ]]
	[[ " $(inside 贯黄感冒颗粒) " == *" chlorphenamine "* ]]
	[[ " $(inside 活心丸) " == *" chansu fuzi "* ]]
	[[ " $(inside 复方芦荟胶囊) " == *" zhusha "* ]]
	[[ " $(inside 小儿至宝丸) " != *" shexiang "* ]]
	[[ " $(inside 同仁牛黄清心丸) " != *" zhusha "* ]]
}

@test "revised labels of oral patent medicines: infants, young children, the breastfed" {
	local f
	f=$(findings --age 2 '牛黄解毒片 1片 bid' || :)
	grep -qx 'age.tcmp.niuhuangjiedu contraindicated' <<<"$f"
	f=$(findings --age 8 '伤科接骨片 2片 tid' || :)
	grep -qx 'age.tcmp.shangkejiegu contraindicated' <<<"$f"
	f=$(findings --age 12 '牛黄上清片 2片 bid' || :)
	run ! grep -q tcmp <<<"$f"
	f=$(findings --age 30 --breastfeeding '牛黄解毒丸 1丸 bid' || :)
	grep -qx 'lactation.tcmp.niuhuangjiedu contraindicated' <<<"$f"
	f=$(findings --age 60 --dx 脑出血 '灯盏花素注射液 20mg ivgtt qd' || :)
	grep -qx 'disease.breviscapine.ich contraindicated' <<<"$f"
}
