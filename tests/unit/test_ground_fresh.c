/* A second hundred lies and sixty honest claims, written before they were run
 * (first run: see the commit), over findings of other kinds. */
#include "cli/embedded.h"
#include "kb/kb.h"
#include "llm/ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static const struct ground_fact given[] = {
	{"F1",
	 "华法林过量：INR 4.5～10\n服华法林，INR 5.2\n停华法林，当日查出血（含头痛、黑便）、"
	 "肝肾功能与用药\n无出血：停药、次日复查，高出血风险者由医生决定小剂量口服维生素 K\n任何"
	 "大出血：急诊，静脉维生素 K＋凝血酶原复合物\n",
	 false},
	{"F2",
	 "重度低钠血症（＜125）\n血钠 118 mmol/L\n有抽搐、嗜睡、呕吐：立即急诊高渗盐水\n当日"
	 "查血渗透压、尿渗透压、尿钠、血糖、肾功能，评估容量\n低钠纠正 24 小时内不超过 10 "
	 "mmol/L，防渗透性脱髓鞘\n",
	 false},
	{"F3",
	 "重度贫血\n血红蛋白 62 g/L，低于成人重度贫血界值 80 "
	 "g/L\n当日评估：活动性出血、胸痛、气促、晕厥、心率血压\n有症状、持续出血或心脏病者转急"
	 "诊或住院\n",
	 false},
	{"F4",
	 "原发性甲状腺功能减退\nTSH 12.5 mIU/L 升高，游离 T4 8.1 pmol/L 降低\n开始左甲状腺"
	 "素替代，6～8 周复查 TSH\n妊娠或备孕者当日联系医生\n",
	 false},
	{"F5",
	 "eGFR 15～29（G4 范围）\neGFR 26.8 mL/min/1.73m2，较 3 个月前下降 30%\n转肾内科，准备"
	 "肾替代治疗选择\n无旧值：数日内复查以除外急性肾损伤\n避免 NSAID\n",
	 false},
	{"F6",
	 "克拉霉素 + 辛伐他汀：禁用\n横纹肌溶解风险增加\n服克拉霉素期间暂停辛伐他汀\n肌痛、尿色"
	 "深：立即停药并查肌酸激酶\n",
	 false},
	{"F7",
	 "Severe hyponatraemia (<125)\nSodium 118 mmol/L\nSeizure, drowsiness or "
	 "vomiting: emergency hypertonic saline now\nSame-day serum and urine "
	 "osmolality, urine sodium, glucose\nCorrect by no more than 10 mmol/L in "
	 "24 hours\n",
	 false},
	{"F8",
	 "Clarithromycin + simvastatin: do not combine\nRhabdomyolysis risk is "
	 "increased\nSuspend simvastatin while on clarithromycin\nMuscle pain or "
	 "dark urine: stop at once and check creatine kinase\n",
	 false},
	{"F9",
	 "Primary hypothyroidism\nTSH 12.5 mIU/L is raised, free T4 8.1 pmol/L is "
	 "low\nStart levothyroxine; recheck TSH in 6 to 8 weeks\n",
	 false},
	{"F10",
	 "Blood pressure 186/112 mmHg\nSystolic 186 mmHg is above 180 mmHg\nRepeat "
	 "after 5 minutes of rest\nChest pain, breathlessness or visual loss: "
	 "emergency department now\n",
	 false},
};

static const struct ground_claim lies[] = {
	/* numbers */
	{"INR 为 2.5，处于治疗范围。", "F1"},
	{"INR 高达 52，须立即处理。", "F1"},
	{"血钠 181 mmol/L，需要处理。", "F2"},
	{"血钠为１１５ mmol/L。", "F2"},
	{"24 小时内纠正不超过 12 mmol/L。", "F2"},
	{"48 小时内纠正不超过 10 mmol/L。", "F2"},
	{"血红蛋白六十五克每升，属重度贫血。", "F3"},
	{"血红蛋白只有 62 g/L，不到 70 g/L 的界值。", "F3"},
	{"TSH 是正常上限的三倍。", "F4"},
	{"TSH 升高了两倍多。", "F4"},
	{"三个月后复查 TSH。", "F4"},
	{"6～12 周复查 TSH。", "F4"},
	{"eGFR 26.8，三个月内下降了一半。", "F5"},
	{"eGFR 较 3 个月前下降 30 mL/min。", "F5"},
	{"eGFR 较 13 个月前下降 30%。", "F5"},
	{"肾功能只剩百分之十。", "F5"},
	{"Sodium is 128 mmol/L, moderately low.", "F7"},
	{"Correct by no more than 10 mmol/L in 12 hours.", "F7"},
	{"Correct sodium by up to ten mmol/L every hour.", "F7"},
	{"Recheck TSH in six months.", "F9"},
	{"TSH is five times the upper limit.", "F9"},
	{"Systolic pressure is 168 mmHg.", "F10"},
	{"Repeat after 50 minutes of rest.", "F10"},
	{"The pressure was 186/121 mmHg.", "F10"},
	{"血红蛋白在 2026-10-03 为 62 g/L。", "F3"},
	/* units */
	{"血钠 118 mg/dL，明显偏低。", "F2"},
	{"血红蛋白 62 mg/L，重度贫血。", "F3"},
	{"血红蛋白 62 g/dL。", "F3"},
	{"TSH 12.5 mmol/L 升高。", "F4"},
	{"游离 T4 8.1 ng/dL 降低。", "F4"},
	{"Free T4 is low at 8.1 mg/L.", "F9"},
	{"24 天内血钠纠正不超过 10 mmol/L。", "F2"},
	{"6～8 天复查 TSH。", "F4"},
	{"Recheck TSH in 6 to 8 days.", "F9"},
	{"Repeat after 5 hours of rest.", "F10"},
	/* the right number at the wrong analyte */
	{"血钾 118 mmol/L，重度降低。", "F2"},
	{"TSH 8.1 pmol/L，游离 T4 12.5 mIU/L。", "F4"},
	{"TSH 为 8.1，偏低；游离 T4 为 12.5，偏高。", "F4"},
	{"尿钠 118 mmol/L，提示肾性失钠。", "F2"},
	{"血红蛋白 5.2 g/L，重度贫血。", "F1 F3"},
	{"INR 62，存在出血风险。", "F1 F3"},
	{"Free T4 is 12.5 mIU/L and TSH is 8.1 pmol/L.", "F9"},
	{"Urine sodium is 118 mmol/L.", "F7"},
	/* directions */
	{"血钠升高，应限制盐的摄入。", "F2"},
	{"高钠血症需要补水。", "F2"},
	{"血红蛋白偏高。", "F3"},
	{"TSH 降低，提示甲状腺功能亢进。", "F4"},
	{"游离 T4 升高。", "F4"},
	{"甲状腺功能亢进需要治疗。", "F4"},
	{"eGFR 上升，肾功能好转。", "F5"},
	{"横纹肌溶解风险降低。", "F6"},
	{"INR 偏低，抗凝不足。", "F1"},
	{"Hypernatraemia needs water.", "F7"},
	{"Sodium is high.", "F7"},
	{"TSH is low and free T4 is raised.", "F9"},
	{"The risk of rhabdomyolysis is reduced.", "F8"},
	{"The blood pressure is low.", "F10"},
	{"This fits hyperthyroidism.", "F9"},
	{"INR 不高，可以观察。", "F1"},
	{"未见贫血。", "F3"},
	{"No hyponatraemia is seen.", "F7"},
	/* what is to be done */
	{"继续服用华法林。", "F1"},
	{"华法林不必停。", "F1"},
	{"华法林可以加量。", "F1"},
	{"把华法林剂量加倍。", "F1"},
	{"华法林减半即可。", "F1"},
	{"可以服用 NSAID 止痛。", "F5"},
	{"NSAID 可以放心用。", "F5"},
	{"辛伐他汀可以和克拉霉素一起吃。", "F6"},
	{"克拉霉素期间辛伐他汀照常服用。", "F6"},
	{"停克拉霉素，继续辛伐他汀。", "F6"},
	{"肌痛时不用停药。", "F6"},
	{"出现呕吐不必急诊。", "F2"},
	{"不需要复查 TSH。", "F4"},
	{"无需转肾内科。", "F5"},
	{"Simvastatin may be continued.", "F8"},
	{"Double the dose of levothyroxine.", "F9"},
	{"Halve the dose of warfarin.", "F1"},
	{"There is no need to repeat the blood pressure.", "F10"},
	{"Do not go to the emergency department.", "F10"},
	{"Take an extra tablet tonight.", "F9"},
	{"今晚多吃一片。", "F4"},
	{"漏服时下次吃双倍的量。", "F4"},
	{"左甲状腺素每天一次，每次一片。", "F4"},
	{"左甲状腺素 50 微克，每日一次。", "F4"},
	{"Levothyroxine 50 micrograms once daily.", "F9"},
	/* names */
	{"可改用瑞舒伐他汀。", "F6"},
	{"建议口服立普妥。", "F6"},
	{"可加用赛治。", "F4"},
	{"应检查血钾。", "F3"},
	{"提示肝硬化。", "F2"},
	{"提示肾上腺皮质功能减退。", "F2"},
	{"Switch to pravastatin.", "F8"},
	{"Give tolvaptan.", "F7"},
	{"This may be Addison disease.", "F7"},
	{"Start amlodipine.", "F10"},
	{"多半是肺癌引起的。", "F2"},
	/* calm, cites */
	{"血钠略低，不严重。", "F2"},
	{"这个结果不必担心。", "F3"},
	{"The pressure is nothing to worry about.", "F10"},
	{"属于轻度贫血。", "F3"},
	{"Mild hyponatraemia.", "F7"},
	{"INR 5.2。", "F11"},
	{"血钠 118 mmol/L。", ""},
	/* a third set */
	{"血红蛋白 62 g/L，INR 也是 62。", "F1 F3"},
	{"血钠 118，血糖也是 118。", "F2"},
	{"尿渗透压 118 mmol/L。", "F2"},
	{"24 小时内至少纠正 10 mmol/L。", "F2"},
	{"血钠可以快速纠正。", "F2"},
	{"INR 5.2 属于理想范围。", "F1"},
	{"服药半年后复查。", "F4"},
	{"八至十周复查 TSH。", "F4"},
	{"TSH 正常。", "F4"},
	{"游离 T4 过高，TSH 过低。", "F4"},
	{"甲亢可能性大。", "F4"},
	{"肾功能已恢复。", "F5"},
	{"eGFR 26.8%。", "F5"},
	{"eGFR 低于 15，属 G5 范围。", "F5"},
	{"建议服用 NSAID。", "F5"},
	{"辛伐他汀换成双倍剂量的克拉霉素。", "F6"},
	{"肌酸激酶升高，提示横纹肌溶解。", "F6"},
	{"克拉霉素应终身服用。", "F6"},
	{"可饮酒。", "F6"},
	{"Sodium is 118 mg/dL.", "F7"},
	{"Glucose is 118 mmol/L.", "F7"},
	{"Correct by at least 10 mmol/L in 24 hours.", "F7"},
	{"There is no hyponatraemia.", "F7"},
	{"Sodium is normal.", "F7"},
	{"Keep taking simvastatin.", "F8"},
	{"Simvastatin and clarithromycin can be taken together.", "F8"},
	{"Stop clarithromycin and keep simvastatin.", "F8"},
	{"Free T4 is raised.", "F9"},
	{"Recheck TSH weekly.", "F9"},
	{"Take levothyroxine twice a day.", "F9"},
	{"Wait 50 minutes.", "F10"},
	{"Diastolic pressure is 186 mmHg.", "F10"},
	{"Systolic pressure is below 180 mmHg.", "F10"},
	{"Chest pain can wait until tomorrow.", "F10"},
};

static const struct ground_claim honest[] = {
	{"INR 5.2，超过华法林的安全范围，需要停华法林。", "F1"},
	{"服华法林者 INR 5.2，属于过量。", "F1"},
	{"今天就要查有没有出血，例如头痛、黑便。", "F1"},
	{"没有出血也要停药，并在次日复查。", "F1"},
	{"有大出血请立即去急诊。", "F1"},
	{"是否口服维生素 K 由医生决定。", "F1"},
	{"血钠 118 mmol/L，属于重度低钠血症。", "F2"},
	{"血钠明显偏低（118 mmol/L）。", "F2"},
	{"若出现抽搐、嗜睡或呕吐，须立即急诊。", "F2"},
	{"纠正不能太快：24 小时内不超过 10 mmol/L。", "F2"},
	{"二十四小时内血钠上升不要超过 10 mmol/L。", "F2"},
	{"当日查血渗透压、尿钠和血糖，找低钠的原因。", "F2"},
	{"过快纠正可能引起渗透性脱髓鞘。", "F2"},
	{"血红蛋白 62 g/L，低于 80 g/L，属于重度贫血。", "F3"},
	{"贫血较重，今天需要评估。", "F3"},
	{"有胸痛、气促或晕厥时应转急诊。", "F3"},
	{"持续出血者需要住院。", "F3"},
	{"TSH 12.5 mIU/L 偏高而游离 T4 8.1 pmol/L 偏低，符合甲减。", "F4"},
	{"TSH 升高、游离 T4 降低，提示原发性甲状腺功能减退。", "F4"},
	{"6～8 周后复查 TSH。", "F4"},
	{"六到八周复查 TSH。", "F4"},
	{"如已怀孕或备孕，当天联系医生。", "F4"},
	{"需要开始左甲状腺素替代治疗。", "F4"},
	{"eGFR 26.8，属 G4 范围，需转肾内科。", "F5"},
	{"肾功能较三个月前下降了 30%。", "F5"},
	{"肾功能比 3 个月前下降百分之三十。", "F5"},
	{"请避免使用 NSAID。", "F5"},
	{"没有旧值时，数日内复查，排除急性肾损伤。", "F5"},
	{"应准备肾替代治疗的选择。", "F5"},
	{"克拉霉素不能与辛伐他汀同用。", "F6"},
	{"两药同用会增加横纹肌溶解的风险。", "F6"},
	{"服克拉霉素期间请暂停辛伐他汀。", "F6"},
	{"出现肌痛或尿色变深，立即停药并查肌酸激酶。", "F6"},
	{"Sodium of 118 mmol/L is severely low.", "F7"},
	{"This is severe hyponatraemia.", "F7"},
	{"A seizure, drowsiness or vomiting needs emergency care now.", "F7"},
	{"Do not raise sodium by more than 10 mmol/L in 24 hours.", "F7"},
	{"Check serum and urine osmolality, urine sodium and glucose today.",
	 "F7"},
	{"Clarithromycin and simvastatin should not be combined.", "F8"},
	{"The combination raises the risk of rhabdomyolysis.", "F8"},
	{"Suspend simvastatin while taking clarithromycin.", "F8"},
	{"If muscles hurt or urine turns dark, stop at once and have creatine "
	 "kinase checked.",
	 "F8"},
	{"TSH is raised at 12.5 mIU/L and free T4 is low at 8.1 pmol/L.", "F9"},
	{"The thyroid is underactive.", "F9"},
	{"Recheck TSH in 6-8 weeks.", "F9"},
	{"Recheck TSH in six to eight weeks.", "F9"},
	{"Levothyroxine should be started.", "F9"},
	{"Blood pressure was 186/112 mmHg, above 180 mmHg.", "F10"},
	{"Rest for 5 minutes and measure again.", "F10"},
	{"Rest for five minutes, then repeat.", "F10"},
	{"Chest pain, breathlessness or loss of vision: go to the emergency "
	 "department now.",
	 "F10"},
	{"血钠 118 mmol/L 与血红蛋白 62 g/L 都需要今天处理。", "F2 F3"},
	{"INR 5.2 时贫血（血红蛋白 62 g/L）更要排查出血。", "F1 F3"},
	{"首先处理低钠血症，其次排查贫血的原因。", "F2 F3"},
	{"1. 停华法林。", "F1"},
	{"（2）当日查血糖。", "F2"},
	{"甲状腺功能不足，激素偏低。", "F4"},
	{"他汀可能伤肌肉，所以要暂停。", "F6"},
	{"肾功能不好，止痛药中的 NSAID 要避免。", "F5"},
	{"The blood pressure is too high.", "F10"},
	{"Both TSH and the pressure need follow-up.", "F9 F10"},
	/* a third set */
	{"华法林过量了，今天要停药。", "F1"},
	{"请留意头痛和黑便，这些可能是出血的信号。", "F1"},
	{"没有出血的，次日复查即可。", "F1"},
	{"血钠太低会引起抽搐和嗜睡。", "F2"},
	{"低钠的纠正要慢，24 小时不超过 10 mmol/L。", "F2"},
	{"今天抽血查血渗透压，同时留尿查尿钠。", "F2"},
	{"贫血到了重度，胸痛、气促者去急诊。", "F3"},
	{"血红蛋白比 80 g/L 的界值还低。", "F3"},
	{"甲状腺激素不够，需要补充左甲状腺素。", "F4"},
	{"备孕的话当天告诉医生。", "F4"},
	{"肾功能 3 个月内下降 30%，需要肾内科看。", "F5"},
	{"先别用 NSAID 类止痛药。", "F5"},
	{"这两种药一起吃可能伤肌肉。", "F6"},
	{"吃克拉霉素的时候不要吃辛伐他汀。", "F6"},
	{"Sodium must not be corrected too fast.", "F7"},
	{"Seizures need emergency treatment.", "F7"},
	{"Do not take simvastatin with clarithromycin.", "F8"},
	{"Dark urine or muscle pain: stop and get checked.", "F8"},
	{"An underactive thyroid explains the raised TSH and low free T4.",
	 "F9"},
	{"TSH should be checked again in 6 to 8 weeks.", "F9"},
	{"The systolic value of 186 mmHg is above the limit of 180 mmHg.",
	 "F10"},
	{"Go to the emergency department now if you have chest pain.", "F10"},
};

static int open_kb(void **state)
{
	struct err err;
	struct kb *kb;

	sqlite3_initialize();
	if (!kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		return 1;
	*state = kb;
	return 0;
}

static int close_kb(void **state)
{
	kb_close(*state);
	return 0;
}

static size_t judge(struct kb *kb, const struct ground_claim *claims, size_t n,
		    bool fine)
{
	struct arena a = ARENA_INIT;
	struct ground_facts facts = {0};
	size_t bad = 0;

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		vec_push(&facts, given[i]);
	for (size_t i = 0; i < n; i++) {
		const char *wrong =
			ground_check_claim(kb, &facts, &claims[i], &a);
		if (!wrong == fine)
			continue;
		bad++;
		print_message("%s: %s (%s)%s%s\n",
			      fine ? "turned away" : "shown", claims[i].text,
			      claims[i].cites, wrong ? ": " : "",
			      wrong ? wrong : "");
	}
	vec_free(&facts);
	arena_free(&a);
	return bad;
}

static void no_lie_is_shown(void **state)
{
	assert_int_equal(judge(*state, lies, sizeof lies / sizeof *lies, false),
			 0);
}

static void no_honest_claim_is_turned_away(void **state)
{
	assert_int_equal(
		judge(*state, honest, sizeof honest / sizeof *honest, true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_lie_is_shown),
		cmocka_unit_test(no_honest_claim_is_turned_away),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
