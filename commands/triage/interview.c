/* --interview: one question at a time, plain lines, in any terminal. It stops
 * as soon as level 1 or 2 stands: then there are things to do, not to ask. */
#include "commands/triage/triage.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcasecmp(s, *words) == 0)
			return true;
	return false;
}

static bool asked_before(const struct triage_answer_vec *list, const char *id)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->at[i].id, id) == 0)
			return true;
	return false;
}

enum answer_kind { ANSWER_GIVEN, ANSWER_BACK, ANSWER_STOP };

static enum answer_kind read_answer(const char *text, struct triage_answer *ret,
				    struct arena *a)
{
	static const char *const yes[] = {"y",    "yes", "有", "是",
					  "是的", "对",  "1",  NULL};
	static const char *const no[] = {"n",    "no", "没有", "无", "不",
					 "不是", "没", "0",    NULL};
	static const char *const unknown[] = {"",       "?",       "？",
					      "skip",   "跳过",    "不知道",
					      "不清楚", "unknown", NULL};
	static const char *const back[] = {"b", "back", "返回", "上一题", NULL};
	static const char *const stop[] = {"q", "quit", "结束", "退出", NULL};

	ret->state = STATE_UNKNOWN;
	ret->text = "";
	if (is_one_of(text, back))
		return ANSWER_BACK;
	if (is_one_of(text, stop))
		return ANSWER_STOP;
	if (ret->symptom && is_one_of(text, yes))
		ret->state = STATE_PRESENT;
	else if (ret->symptom && is_one_of(text, no))
		ret->state = STATE_ABSENT;
	else if (!is_one_of(text, unknown))
		ret->text = arena_strdup(a, text);
	return ANSWER_GIVEN;
}

/* The complaint with what was answered in words behind it. */
static void join(struct triage_input *in, const char *text, size_t n,
		 const struct triage_answer_vec *answers, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add(&sb, text, n);
	for (size_t i = 0; i < answers->n; i++) {
		const struct triage_answer *answer = &answers->at[i];
		static const struct {
			const char *id, *before, *after;
		} words[] = {{"AGE", "", "岁"},     {"AGE_D", "", "岁"},
			     {"TEMP", "体温", "℃"}, {"HR", "心率", ""},
			     {"RR", "呼吸", ""},    {"SPO2", "血氧", ""},
			     {"GLU", "血糖", ""},   {"PAIN", "", "/10"},
			     {"SBP", "血压", ""}};
		if (!*answer->text)
			continue;
		const char *before = "", *after = "";
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (strcmp(words[k].id, answer->id) == 0 &&
			    answer->text[strspn(answer->text, "0123456789.")] ==
				    '\0') {
				before = words[k].before;
				after = words[k].after;
			}
		strbuf_addf(&sb, "。%s%s%s", before, answer->text, after);
	}
	in->text = arena_strndup(a, sb.buf, sb.len);
	in->n = sb.len;
	strbuf_release(&sb);
}

static const struct triage_question *next_question(
	const struct triage *t, const struct triage_answer_vec *answers)
{
	for (size_t i = 0; i < t->n_questions; i++)
		if (!asked_before(answers, t->questions[i].id))
			return &t->questions[i];
	return NULL;
}

bool triage_interview(struct app *app, struct triage_input *in, struct arena *a,
		      struct triage *ret, struct err *err)
{
	struct triage_answer_vec answers = {0};
	struct strbuf typed = STRBUF_INIT;
	struct ui *ui = app->ui;
	const char *text = in->text;
	size_t n = in->n;

	in->answers = &answers;
	bool ok = triage_judge(app, in, a, ret, err);
	while (ok && ret->level > 2 && answers.n < TRIAGE_ASKED_MAX) {
		const struct triage_question *q = next_question(ret, &answers);
		strbuf_clear(&typed);
		if (!q)
			break;
		const char *prompt = arena_printf(
			a, "%s %s ", q->ask.in[ui->lang],
			SAY(ui, "[y 有/n 无/回车 不知道/b 返回/q 结束]",
			    "[y/n/Enter unknown/b back/q end]"));
		if (!ui->ask(ui, prompt, &typed))
			break;
		struct triage_answer answer = {.id = arena_strdup(a, q->id),
					       .symptom = q->symptom};
		enum answer_kind kind = read_answer(typed.buf, &answer, a);
		if (kind == ANSWER_STOP)
			break;
		if (kind == ANSWER_BACK)
			answers.n -= answers.n > 0;
		else
			vec_push(&answers, answer);
		join(in, text, n, &answers, a);
		triage_release(ret);
		ok = triage_judge(app, in, a, ret, err);
	}
	in->answers = NULL;
	vec_free(&answers);
	strbuf_release(&typed);
	return ok;
}
