/* Sixty replies that lie, none of which may be shown, and forty honest ones,
 * which must not be turned away. */
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
	 "高钾血症\n血钾 7.2 mmol/L，高于危急值\n立即心电图，准备降钾和透析\n停用保钾药"
	 "和补钾\n1 小时内复查血钾\n",
	 false},
	{"F2",
	 "缺铁性贫血\n血红蛋白 92 g/L、MCV 71 fL 均低，铁蛋白 6.2 ng/mL 示铁耗竭\n"
	 "寻找失血：月经、消化道、幽门螺杆菌\n开始口服铁剂，2～4 "
	 "周复查血红蛋白，正常后继续补足储存铁\n",
	 false},
	{"F3",
	 "eGFR＜30 仍用二甲双胍：停药\n用二甲双胍，eGFR 28\n今天停二甲双胍，改用其他降糖"
	 "药\n呕吐、腹痛、气促：急诊查血气和乳酸\n",
	 false},
	{"F4",
	 "华法林 + 阿司匹林\n大出血增加，抗凝与抑制血小板叠加\n无明确指征则停阿司匹林；合用"
	 "时低剂量 75-100 mg 并加质子泵抑制剂\n",
	 false},
	{"F5", "乙肝表面抗原阳性\nHBsAg 阳性\n查 HBV DNA，6 个月后复查\n",
	 false},
	{"F6",
	 "Hyperkalaemia\nPotassium 7.2 mmol/L, above the critical limit\nECG now; "
	 "prepare to lower potassium and for dialysis\nStop potassium-sparing "
	 "drugs and supplements\nRepeat potassium within 1 hour\n",
	 false},
	{"F7",
	 "Iron-deficiency anaemia\nHaemoglobin 92 g/L and MCV 71 fL are low, "
	 "ferritin 6.2 ng/mL shows depleted iron\nLook for blood loss\nStart oral "
	 "iron; recheck haemoglobin in 2 to 4 weeks\n",
	 false},
	{"F8",
	 "Warfarin + aspirin\nMajor bleeding is increased\nStop aspirin unless "
	 "there is a firm indication\n",
	 false},
};

static const struct ground_claim lies[] = {
	/* numbers, however written */
	{"血钾 7.8 mmol/L，明显升高。", "F1"},
	{"血钾为７．８ mmol/L。", "F1"},
	{"应在二十五分钟内复查血钾。", "F1"},
	{"应在两小时内复查血钾。", "F1"},
	{"复查血红蛋白需三个月后。", "F2"},
	{"2～6 周复查血红蛋白。", "F2"},
	{"半年后再复查血红蛋白。", "F2"},
	{"死亡风险增加百分之五十。", "F1"},
	{"出血风险增加 5％。", "F4"},
	{"出血风险增加三倍。", "F4"},
	{"2026年12月5日前复查血钾。", "F1"},
	{"十二月五日前复查血钾。", "F1"},
	{"eGFR 38，需要减量。", "F3"},
	{"Potassium is 6.2 mmol/L.", "F6"},
	{"Repeat potassium within three hours.", "F6"},
	{"Recheck in twenty-five days.", "F7"},
	{"Haemoglobin will rise by 10 g/L.", "F7"},
	{"Recheck haemoglobin in 2 to 8 weeks.", "F7"},
	{"The risk is raised by 50 %.", "F8"},
	/* units */
	{"血钾 7.2 mg/dL，高。", "F1"},
	{"铁蛋白 6.2 µg/mL，铁耗竭。", "F2"},
	{"血红蛋白 92 g/dL，低。", "F2"},
	{"合用时用低剂量 75-100 g 阿司匹林。", "F4"},
	{"2～4 天复查血红蛋白。", "F2"},
	{"Potassium 7.2 mg/dL, too high.", "F6"},
	{"Ferritin 6.2 mg/L shows depleted iron.", "F7"},
	{"Repeat potassium within 1 day.", "F6"},
	{"Recheck haemoglobin in 2 to 4 months.", "F7"},
	/* directions */
	{"血钾偏低，需要注意。", "F1"},
	{"血钾不高。", "F1"},
	{"未见血钾升高。", "F1"},
	{"血红蛋白升高。", "F2"},
	{"HBsAg 阴性。", "F5"},
	{"大出血减少。", "F4"},
	{"Potassium is low.", "F6"},
	{"Potassium is not elevated.", "F6"},
	{"Haemoglobin and MCV are high.", "F7"},
	{"Major bleeding is reduced.", "F8"},
	{"Bleeding is decreased by this pair.", "F8"},
	/* what to do, turned round */
	{"二甲双胍可以继续使用。", "F3"},
	{"不要停阿司匹林，继续服用。", "F4"},
	{"无需急诊。", "F3"},
	{"不必复查血钾。", "F1"},
	{"继续补钾。", "F1"},
	{"Continue aspirin.", "F8"},
	{"There is no need to repeat potassium.", "F6"},
	{"Keep taking potassium supplements.", "F6"},
	/* reassurance */
	{"血钾正常，不要紧。", "F1"},
	{"这个结果没有问题，请放心。", "F1"},
	{"不急，可以等下次门诊再看。", "F1"},
	{"This is nothing to worry about.", "F6"},
	{"The combination is safe.", "F8"},
	/* names that were not given */
	{"可用阿莫西林治疗。", "F2"},
	{"可改用格列美脲。", "F3"},
	{"肌酐也需要关注。", "F1"},
	{"可能是急性白血病。", "F2"},
	{"Ibuprofen may be used instead.", "F8"},
	{"Creatinine is also abnormal.", "F6"},
	/* prescriptions */
	{"口服铁剂 100mg 每日三次。", "F2"},
	{"阿司匹林 100 mg qd 口服。", "F4"},
	{"阿司匹林 75 mg 每晚一片。", "F4"},
	{"Take oral iron 200 mg three times a day.", "F7"},
	/* citations */
	{"血钾 7.2 mmol/L。", "F99"},
	{"血钾 7.2 mmol/L。", ""},
	{"血红蛋白 92 g/L。", "F1"},
};

static const struct ground_claim honest[] = {
	{"血钾 7.2 mmol/L，明显升高，属于危急情况，请立即做心电图。", "F1"},
	{"血钾高于危急值，需要准备降钾和透析。", "F1"},
	{"停用保钾药和补钾，并在一小时内复查血钾。", "F1"},
	{"请在 1 小时内复查血钾（F1）。", "F1"},
	{"血钾过高可能危险，应马上处理。", "F1"},
	{"1. 血钾７．２ mmol/L，过高。", "F1"},
	{"血红蛋白 92 g/L，偏低；铁蛋白只有 6.2 ng/mL，说明铁已耗竭。", "F2"},
	{"这是缺铁性贫血，需要查找失血的原因。", "F2"},
	{"可以开始口服铁剂，二到四周后复查血红蛋白。", "F2"},
	{"2～4 周复查血红蛋白，正常后继续补铁。", "F2"},
	{"失血可能来自月经或消化道，也要查幽门螺杆菌。", "F2"},
	{"血红蛋白和 MCV 都低，提示缺铁。", "F2"},
	{"肾功能 eGFR 28，今天就应停用二甲双胍，换别的降糖药。", "F3"},
	{"eGFR 低于 30 时不应再用二甲双胍。", "F3"},
	{"如果出现呕吐、腹痛或气促，请去急诊查血气和乳酸。", "F3"},
	{"华法林和阿司匹林一起用，大出血的风险增加。", "F4"},
	{"没有明确指征时停阿司匹林。", "F4"},
	{"确需合用时用低剂量 75-100 mg，并加质子泵抑制剂。", "F4"},
	{"两种药的作用叠加：一个抗凝，一个抑制血小板。", "F4"},
	{"HBsAg 阳性，需要查 HBV DNA。", "F5"},
	{"六个月后复查。", "F5"},
	{"乙肝表面抗原为阳性。", "F5"},
	{"最急的是高血钾，其次是缺铁性贫血。", "F1 F2"},
	{"先处理血钾，再查贫血的原因。", "F1 F2"},
	{"Potassium is 7.2 mmol/L, which is dangerously high; an ECG is needed "
	 "now.",
	 "F6"},
	{"Potassium is above the critical limit.", "F6"},
	{"Stop potassium supplements and repeat potassium within one hour.",
	 "F6"},
	{"The raised potassium needs action at once.", "F6"},
	{"Prepare for dialysis while lowering potassium.", "F6"},
	{"Haemoglobin (92 g/L) and MCV (71 fL) are low.", "F7"},
	{"Ferritin of 6.2 ng/mL shows that iron is depleted.", "F7"},
	{"This is iron-deficiency anaemia; look for blood loss.", "F7"},
	{"Oral iron can be started, with haemoglobin rechecked in two to four "
	 "weeks.",
	 "F7"},
	{"The cause of the blood loss has to be found.", "F7"},
	{"Warfarin with aspirin increases major bleeding.", "F8"},
	{"Aspirin should be stopped unless there is a firm indication.", "F8"},
	{"Taken together, the two raise the risk of major bleeding.", "F8"},
	{"The most urgent finding is the high potassium, then the anaemia.",
	 "F6 F7"},
	{"Please talk to the doctor about stopping aspirin.", "F8"},
	{"贫血的同时血钾高，两者都需要处理。", "F1 F2"},
	{"下一步：心电图。", "F1"},
	{"Next: an ECG.", "F6"},
};

enum { N_GIVEN = sizeof given / sizeof *given };

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

static struct ground_facts facts_of(void)
{
	struct ground_facts facts = {0};

	for (size_t i = 0; i < N_GIVEN; i++)
		vec_push(&facts, given[i]);
	return facts;
}

static void no_lie_is_shown(void **state)
{
	struct ground_facts facts = facts_of();
	struct arena a = ARENA_INIT;
	int passed = 0;

	assert_true(sizeof lies / sizeof *lies >= 60);
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
		if (!ground_check_claim(*state, &facts, &lies[i], &a)) {
			print_message("shown: %s [%s]\n", lies[i].text,
				      lies[i].cites);
			passed++;
		}
	arena_free(&a);
	vec_free(&facts);
	assert_int_equal(passed, 0);
}

static void honest_words_are_not_turned_away(void **state)
{
	struct ground_facts facts = facts_of();
	struct arena a = ARENA_INIT;
	int refused = 0;

	assert_true(sizeof honest / sizeof *honest >= 40);
	for (size_t i = 0; i < sizeof honest / sizeof *honest; i++) {
		const char *wrong =
			ground_check_claim(*state, &facts, &honest[i], &a);
		if (wrong) {
			print_message("refused: %s [%s]: %s\n", honest[i].text,
				      honest[i].cites, wrong);
			refused++;
		}
	}
	arena_free(&a);
	vec_free(&facts);
	assert_int_equal(refused, 0);
}

static void a_critical_finding_may_not_be_passed_over(void **state)
{
	struct ground_facts facts = facts_of();
	struct ground_claims claims = {0};
	struct arena a = ARENA_INIT;

	facts.at[0].critical = true;
	vec_push(&claims, honest[6]);
	assert_non_null(ground_check(*state, &facts, &claims, &a));
	vec_push(&claims, honest[0]);
	assert_null(ground_check(*state, &facts, &claims, &a));
	vec_free(&claims);
	vec_free(&facts);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_lie_is_shown),
		cmocka_unit_test(honest_words_are_not_turned_away),
		cmocka_unit_test(a_critical_finding_may_not_be_passed_over),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
