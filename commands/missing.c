/* What was not given, in the reader's words; JSON keeps the codes. */
#include "commands/result.h"

#include <string.h>

static const struct {
	const char *code;
	struct text name;
} own[] = {
	{"AGE", TEXT("年龄", "age")},
	{"AGE_D", TEXT("年龄", "age")},
	{"SEX", TEXT("性别", "sex")},
	{"PREGNANT", TEXT("是否妊娠", "whether pregnant")},
	{"GA", TEXT("孕周", "weeks of pregnancy")},
	{"LACTATING", TEXT("是否哺乳", "whether breastfeeding")},
	{"WEIGHT", TEXT("体重", "weight")},
	{"CRCL", TEXT("肌酐清除率（肌酐、体重、年龄、性别）",
		      "creatinine clearance (creatinine, weight, age, "
		      "sex)")},
	{"CHILD_PUGH", TEXT("Child-Pugh分级", "Child-Pugh class")},
	{"A.daily_mg", TEXT("日剂量", "daily dose")},
	{"A.daily_g", TEXT("日剂量", "daily dose")},
	{"A.single_mg", TEXT("单次剂量", "single dose")},
	{"DOSE", TEXT("剂量与用法", "dose and frequency")},
	{"DOSE_UNIT", TEXT("以上限的单位（如 mg）写的剂量",
			   "the dose in the unit of the limit (mg)")},
	{"B.daily_mg", TEXT("日剂量", "daily dose")},
	{"B.single_mg", TEXT("单次剂量", "single dose")},
};

struct text missing_name(struct kb *kb, const char *code)
{
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i].code, code) == 0)
			return own[i].name;
	const struct context *x = kb_context_by_code(kb, code);
	if (x)
		return x->name;
	const struct analyte *a = kb_analyte_by_code(kb, code);
	return a ? a->name : (struct text){{code, code}};
}

static const char *state_word(const struct ui *ui, const char *state)
{
	static const struct {
		const char *state;
		struct text word;
	} list[] = {
		{"censored", TEXT("（只知界限）", " (only a limit is known)")},
		{"unreadable", TEXT("（读不出）", " (unreadable)")},
		{"unit-unknown", TEXT("（单位不明）", " (unit unknown)")},
		{"conflict", TEXT("（几个值不一致）", " (values disagree)")}};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (strcmp(list[i].state, state) == 0)
			return list[i].word.in[ui->lang];
	return "";
}

void missing_add(struct strbuf *out, const struct app *app,
		 const struct missing *m)
{
	const struct ui *ui = app->ui;
	size_t n = strlen(m->code), dot = strcspn(m->code, ".");
	bool earlier = strncmp(m->code + dot, ".prev", 5) == 0;
	struct text name = missing_name(app->kb, m->code);
	char code[64];

	/* an attribute of an analyte: "K.prev" */
	if (name.in[ui->lang] == m->code && dot < n && dot < sizeof code) {
		memcpy(code, m->code, dot);
		code[dot] = '\0';
		const struct analyte *a = kb_analyte_by_code(app->kb, code);
		if (a)
			name = a->name;
	}
	strbuf_addf(out, "%s%s%s", earlier ? SAY(ui, "以前的", "earlier ") : "",
		    name.in[ui->lang], state_word(ui, m->state));
}
