/* What a person types to `clin ask`: names that are ordinary words do not
 * leave, what is asked does. */
#include "llm/privacy.h"
#include "tests/tools/with_kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *identifier, *text;
} persons[] = {
	{"黎明", "王黎明的血钾5.9为什么要紧？"},
	{"高兴", "高兴女士今天INR 3.8，华法林要不要停？"},
	{"白雪", "请问白雪的肌酐升高和二甲双胍有关系吗"},
	{"方圆", "方圆这次的甲功怎么解释"},
	{"安然", "安然能不能继续吃阿司匹林"},
	{"时光", "患者时光，血糖3.1，要不要停格列美脲？"},
	{"高远", "高远他爱人问氯吡格雷和奥美拉唑能不能一起吃"},
	{"温和", "温和老师的尿蛋白是什么意思"},
	{"陈阳光", "陈阳光的低钠怎么处理？"},
	{"乐天", "乐天昨天漏服了华法林，要补吗"},
	{"江山", "江山同志血压180/110，怎么办"},
	{"春花", "李春花的血红蛋白为什么低"},
	{"向往", "向往的肝功能异常和他汀有关吗？"},
	{"明亮", "明亮吃地高辛出现恶心，是中毒吗"},
	{"和平", "张和平住在胜利路18号，他的INR为什么高"},
	{"胜利路", "张和平住在胜利路18号，他的INR为什么高"},
	{"胜利", "胜利的检查结果严重吗"},
	{"田野", "田野说吃了头孢以后喝酒了，要紧吗"},
	{"阳光", "阳光小区的刘大爷血糖高怎么办"},
	{"朝阳", "朝阳医院开的药和这个有冲突吗"},
	{"人民", "市人民医院的化验说血小板 45，会出血吗"},
	{"红旗", "红旗厂的职工体检尿酸 560 要吃药吗"},
	{"文静", "文静怀孕12周，甲巯咪唑能吃吗"},
	{"伟大", "伟大的INR 2.1达标了吗"},
	{"平安", "平安保险单号要的报告，血钾高严重吗"},
	{"思想", "思想的血脂 LDL 4.9 为什么要吃药"},
	{"向阳", "我叫向阳，空腹血糖7.8是不是糖尿病"},
	{"晨光", "晨光幼儿园的孩子发烧39度能吃布洛芬吗"},
	{"天真", "天真的妈妈问哺乳期能不能吃左甲状腺素"},
	{"成功", "成功吃的胺碘酮和辛伐他汀能不能一起"},
	{"如意", "马如意透析，地高辛浓度2.5怎么办"},
	{"Mark Young", "Why is Mark Young's potassium 6.1 dangerous?"},
	{"Young", "Why is Mark Young's potassium 6.1 dangerous?"},
	{"Grace", "Grace Hill takes warfarin, is INR 4.2 urgent?"},
	{"Hill", "Grace Hill takes warfarin, is INR 4.2 urgent?"},
	{"Will", "Will Stone asks whether metformin should be stopped"},
	{"Stone", "Will Stone asks whether metformin should be stopped"},
	{"Rose", "Should Rose stop aspirin before surgery?"},
	{"rose white", "can rose white take ibuprofen with lisinopril"},
	{"Hope", "Hope King's creatinine rose, why?"},
	{"King", "Hope King's creatinine rose, why?"},
	{"Jack Frost", "Is Jack Frost's troponin normal?"},
	{"Summer", "Does Summer Winters need to fast before the lipid test?"},
	{"Winters", "Does Summer Winters need to fast before the lipid test?"},
	{"Bill", "Bill says his sugar is 2.9, what now"},
	{"Baker Street",
	 "He lives at 22 Baker Street and takes digoxin, is 2.4 toxic?"},
	{"Dr. Wise", "Dr. Wise wants to know if amiodarone raises the INR"},
	{"Lily Pond", "What does TSH 12 mean for Lily Pond?"},
	{"Sunny", "Sunny is pregnant, is methimazole safe?"},
	{"Max Power", "Is clarithromycin ok with simvastatin for Max Power"},
	{"Riverside", "The Riverside clinic says platelets 40, is it urgent"},
	{"faith brown", "faith brown has hb 7.1 does she need blood"},
	{"建华", "建华早上心梗了，能用瑞替普酶吗"},
	{"丽丽", "丽丽的妊娠反应能吃维生素B6吗"},
	{"小明", "小明发烧40度抽搐了怎么办"},
	{"阿花", "阿花的HCG 2万是宫外孕吗"},
	{"国强", "国强喝了百草枯，怎么处理"},
	{"东方红", "东方红小学的学生水痘能吃阿司匹林吗"},
	{"汇丰", "汇丰银行的客户经理血压高"},
	{"复兴路", "她家在复兴路88弄3号602，血糖 26，怎么办"},
	{"13912345678", "电话13912345678的病人血钾多少算高"},
	{"110101195001011234", "身份证110101195001011234的报告怎么看"},
	{"zhang wei", "why is zhang wei's platelet count 12"},
	{"Zhang Wei", "Zhang Wei has INR 9, what now"},
	{"john smith", "john smith on warfarin and amiodarone, ok?"},
	{"mary", "mary has a TSH of 40"},
	{"O'Brien", "Mrs O'Brien's sodium is 118, how fast to correct"},
	{"van der Berg", "Mr van der Berg takes digoxin and verapamil"},
	{"Ahmed", "Ahmed Khan's HbA1c is 12, start insulin?"},
	{"Sofia", "Sofía García is breastfeeding, is metronidazole safe?"},
	{"Chelsea", "The Chelsea surgery wants the ferritin explained"},
	{"NHS 943", "NHS 943 476 5919 potassium 6.8 is it real"},
	{"1952", "DOB 4/7/1952 woman with ferritin 5"},
	{"joy", "joy has itching on allopurinol, stop it?"},
	{"Angel", "Angel is 6 years old with fever 40, ibuprofen dose?"},
	{"Christian", "Is Christian allowed to take sildenafil with nitrates"},
};

static const char *const questions[] = {
	"为什么要停阿司匹林？",
	"血钾6.2要怎么处理，多久复查一次？",
	"华法林和胺碘酮一起吃为什么INR会升高？",
	"二甲双胍在eGFR 28的时候还能继续用吗？",
	"肌钙蛋白高但是不胸痛，是心梗吗？",
	"这个结果严重吗？需要马上去急诊吗？",
	"阿托伐他汀引起的肌酸激酶升高要停药吗",
	"孕12周甲巯咪唑能不能换成丙硫氧嘧啶",
	"透析患者磷高，碳酸钙和司维拉姆怎么选",
	"小孩38.9℃，布洛芬和对乙酰氨基酚能交替吃吗",
	"白蛋白低、水肿，考虑肾病综合征还是肝硬化？",
	"TSH 0.01，FT4 35 pmol/L，是Graves病吗？",
	"老人夜里起来摔倒，跟唑吡坦有没有关系",
	"他昨天漏服了一次利伐沙班，需要补服吗？",
	"高血压合并痛风，氢氯噻嗪该换成什么？",
	"地高辛浓度 2.6 ng/mL，恶心、看东西发黄，是中毒吗",
	"白细胞 0.8，中性粒细胞 0.3，发热怎么办？",
	"左甲状腺素和钙片要隔开几个小时？",
	"血红蛋白 62 g/L，MCV 68，铁蛋白 5，最可能的原因是什么",
	"D-二聚体 5.6 mg/L，下肢肿，需要做什么检查",
	"糖化 9.8%，空腹 11.2，先用胰岛素还是口服药？",
	"头孢过敏的人能用阿莫西林吗",
	"甘草片吃久了为什么低钾",
	"附子和半夏能不能同用？",
	"尿蛋白 3+，尿红细胞 50/HP，提示什么",
	"Why should aspirin be stopped before surgery?",
	"Is potassium 6.4 mmol/L with haemolysis real?",
	"Can metformin be continued when eGFR is 28?",
	"Does clarithromycin interact with simvastatin, and what is safer?",
	"What does a TSH of 0.01 with FT4 35 pmol/L mean? Graves disease?",
	"How soon should INR be rechecked after starting amiodarone?",
	"My patient is 12 weeks pregnant, should methimazole be changed to propylthiouracil?",
	"Ferritin 5 ug/L, MCV 68 fL: what is the most likely cause?",
	"Is a troponin rise without chest pain still a heart attack?",
	"Which findings are critical and who must be told?",
	"How many hours apart should levothyroxine and calcium be taken?",
	"Digoxin 2.6 ng/mL, nausea and yellow vision: toxicity?",
	"Platelets 18 after heparin, could this be HIT?",
	"Why was the creatinine higher than last month?",
	"Should the Child-Pugh class change the dose of lorazepam?",
	"Is ibuprofen safe with lisinopril and hydrochlorothiazide?",
	"What is the evidence for statins in an 82-year-old woman?",
	"Parkinson disease and metoclopramide: why not?",
	"Can I give ceftriaxone to someone with a penicillin rash as a child?",
};

static void redact(const char *text, struct strbuf *ret, size_t *ret_redacted)
{
	struct privacy p;

	privacy_init(&p, kb);
	strbuf_clear(ret);
	privacy_redact_typed(&p, text, strlen(text), ret);
	*ret_redacted = p.redacted;
	privacy_release(&p);
}

static void names_of_ordinary_words_do_not_leave(void **state)
{
	struct strbuf out = STRBUF_INIT;
	size_t redacted;

	(void)state;
	for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
		redact(persons[i].text, &out, &redacted);
		if (strstr(out.buf, persons[i].identifier) || !redacted)
			fail_msg("%s → %s", persons[i].text, out.buf);
	}
	strbuf_release(&out);
}

static void what_is_asked_leaves(void **state)
{
	struct strbuf out = STRBUF_INIT;
	size_t redacted;

	(void)state;
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		redact(questions[i], &out, &redacted);
		assert_string_equal(out.buf, questions[i]);
	}
	strbuf_release(&out);
}

/* The words shared with the plain guard's list are a part of it. */
static void what_leaves_typed_leaves_otherwise(void **state)
{
	struct strbuf out = STRBUF_INIT;
	struct privacy p;

	(void)state;
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		privacy_init(&p, kb);
		strbuf_clear(&out);
		privacy_redact(&p, questions[i], strlen(questions[i]), &out);
		assert_string_equal(out.buf, questions[i]);
		privacy_release(&p);
	}
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_ordinary_words_do_not_leave),
		cmocka_unit_test(what_is_asked_leaves),
		cmocka_unit_test(what_leaves_typed_leaves_otherwise),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
