/* The options every command shares. A choice list whose first word is empty
 * has index 0 for "not given"; words after '|' are accepted, not shown. */
#include "commands/app.h"

#define AT(member) offsetof(struct common_params, member)

static const char *const formats[] = {"text", "json", "ndjson",
				      "md",   "fhir", NULL};
static const char *const explains[] = {"auto", "kb", "llm", "off", NULL};
static const char *const audiences[] = {"clinician|医生", "patient|患者", NULL};
const char *const fail_on_levels[] = {
	"never|off",    "critical|危急", "urgent|紧急", "soon|尽快",
	"routine|常规", "info|提示",     NULL};
static const char *const sexes[] = {"", "F|female|女", "M|male|男", NULL};
static const char *const settings[] = {"",
				       "gp|门诊|全科",
				       "ward|病房",
				       "dialysis|透析",
				       "emergency|急诊",
				       "phone|电话",
				       NULL};

/* What commands that a model may word for have in common. */
#define MODEL_OPTIONS                                                            \
	{"audience",                                                             \
	 0,                                                                      \
	 OPTION_CHOICE,                                                          \
	 AT(audience),                                                           \
	 TEXT("读者", "READER"),                                                 \
	 TEXT("解释写给谁看", "whom explanations are worded for"),               \
	 audiences},                                                             \
		{"dry-run",                                                      \
		 0,                                                              \
		 OPTION_FLAG,                                                    \
		 AT(dry_run),                                                    \
		 TEXT(NULL, NULL),                                               \
		 TEXT("只显示将发给模型的内容，不发送",                          \
		      "show what a model would be sent, and send nothing"),      \
		 NULL},                                                          \
	{                                                                        \
		"no-cache", 0, OPTION_FLAG, AT(no_cache), TEXT(NULL, NULL),      \
			TEXT("不用保存的模型回答，重新询问",                     \
			     "ask the model anew, whatever it answered before"), \
			NULL                                                     \
	}

const struct option model_options[] = {MODEL_OPTIONS, {0}};

const struct option output_options[] = {
	{"format", 'f', OPTION_CHOICE, AT(format), TEXT("格式", "FORMAT"),
	 TEXT("输出格式", "output format"), formats},
	{"explain", 0, OPTION_CHOICE, AT(explain), TEXT("方式", "MODE"),
	 TEXT("解释由谁措辞：知识库、模型，或不解释；auto 按配置",
	      "who words explanations: knowledge base, model or nobody; "
	      "auto is as configured"),
	 explains},
	MODEL_OPTIONS,
	{"fail-on", 0, OPTION_CHOICE, AT(fail_on), TEXT("级别", "LEVEL"),
	 TEXT("有此级别或更急的发现时以状态 3 退出",
	      "exit with status 3 when a finding is this urgent or more"),
	 fail_on_levels},
	{"all", 0, OPTION_FLAG, AT(all), TEXT(NULL, NULL),
	 TEXT("正常的结果和次要内容也显示",
	      "show normal rows and minor matters too"),
	 NULL},
	{0},
};

const struct option context_options[] = {
	{"age", 'a', OPTION_STRING, AT(age), TEXT("年龄", "AGE"),
	 TEXT("年龄，如 34、34y、8mo、12d；只写数字为岁",
	      "age, as 34, 34y, 8mo, 12d; a bare number is years"),
	 NULL},
	{"sex", 's', OPTION_CHOICE, AT(sex), TEXT("性别", "SEX"),
	 TEXT("性别", "sex"), sexes},
	{"pregnant", 0, OPTION_OPTIONAL, AT(pregnant), TEXT("孕周", "WEEKS"),
	 TEXT("妊娠，可注明孕周", "pregnant, with the week if known"), NULL},
	{"weight", 0, OPTION_STRING, AT(weight), TEXT("公斤", "KG"),
	 TEXT("体重（kg）", "body weight in kg"), NULL},
	{"dx", 0, OPTION_LIST, AT(dx), TEXT("诊断", "DIAGNOSIS"),
	 TEXT("已知诊断，可重复", "a known diagnosis; may be repeated"), NULL},
	{"on", 0, OPTION_LIST, AT(on), TEXT("用药", "DRUG"),
	 TEXT("正在用的药，可重复", "a drug being taken; may be repeated"),
	 NULL},
	{"setting", 0, OPTION_CHOICE, AT(setting), TEXT("场所", "SETTING"),
	 TEXT("诊疗场所", "where the patient is seen"), settings},
	{"patient", 0, OPTION_STRING, AT(patient), TEXT("编号", "ID"),
	 TEXT("病历库中的患者编号", "the patient's id in the chart"), NULL},
	{0},
};
