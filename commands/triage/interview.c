/* --interview: one question at a time, plain lines, in any terminal or from a
 * pipe. It stops as soon as level 1 or 2 stands: then there are things to do,
 * not to ask. */
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

/* "有一点", "yes, a little": the word and more; "y" alone is one word. */
static bool begins(const char *text, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		bool wide = (unsigned char)**words >= 0x80;
		if (strncasecmp(text, *words, n) == 0 &&
		    (wide || (n > 1 && strchr(" ,.;", text[n]))))
			return true;
	}
	return false;
}

/* Sex and pregnancy as words that the complaint's reader knows; "" none. */
static const char *said(const char *id, const char *text, bool yes, bool no)
{
	static const char *const male[] = {"m",    "male", "man", "男",
					   "男性", "1",    NULL};
	static const char *const female[] = {"f",    "female", "woman", "女",
					     "女性", "2",      NULL};

	if (strcmp(id, "PREGNANT") == 0)
		return yes ? "怀孕了" : no ? "没有怀孕" : "";
	if (is_one_of(text, male))
		return "男性";
	return is_one_of(text, female) ? "女性" : "";
}

static enum answer_kind read_answer(const char *text, struct triage_answer *ret,
				    struct arena *a)
{
	static const char *const yes[] = {"y",    "yes", "有", "是",
					  "是的", "对",  "1",  NULL};
	static const char *const no[] = {"n",    "no", "没有", "无", "不",
					 "不是", "没", "2",    NULL};
	static const char *const unknown[] = {
		"",       "?",      "？",     "s",        "跳",
		"skip",   "跳过",   "不知道", "不清楚",   "unknown",
		"不一定", "说不好", "不确定", "not sure", NULL};
	static const char *const back[] = {"b", "back", "返回", "上一题", NULL};
	static const char *const stop[] = {"q", "quit", "结束", "退出", NULL};

	ret->state = STATE_UNKNOWN;
	ret->text = "";
	if (is_one_of(text, back))
		return ANSWER_BACK;
	if (is_one_of(text, stop))
		return ANSWER_STOP;
	ret->printed = arena_strdup(a, text);
	if (strcmp(ret->id, "SEX") == 0 || strcmp(ret->id, "PREGNANT") == 0) {
		ret->text = said(ret->id, text, is_one_of(text, yes),
				 is_one_of(text, no));
		return ANSWER_GIVEN;
	}
	bool closed = ret->symptom || ret->context;
	if (closed && strcmp(text, "3") == 0)
		return ANSWER_GIVEN; /* the third choice: not known */
	if (closed && is_one_of(text, yes))
		ret->state = STATE_PRESENT;
	else if (closed && is_one_of(text, no))
		ret->state = STATE_ABSENT;
	else if (closed && !is_one_of(text, unknown) && begins(text, yes))
		ret->state = STATE_PRESENT;
	else if (closed && !is_one_of(text, unknown) && begins(text, no))
		ret->state = STATE_ABSENT;
	if (ret->state == STATE_UNKNOWN && !is_one_of(text, unknown))
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
			     {"TEMP", "体温", "℃"}, {"S.fever", "体温", "℃"},
			     {"HR", "心率", ""},    {"RR", "呼吸", ""},
			     {"SPO2", "血氧", ""},  {"GLU", "血糖", ""},
			     {"PAIN", "", "/10"},   {"SBP", "血压", ""}};
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

/* The question taken back, when it is still one of the questions; else the
 * best that was not asked. NULL: none is left. */
static const struct triage_question *next_question(
	const struct triage *t, const struct triage_answer_vec *answers,
	const char *again)
{
	for (size_t i = 0; again && i < t->n_questions; i++)
		if (strcmp(t->questions[i].id, again) == 0)
			return &t->questions[i];
	for (size_t i = 0; i < t->n_questions; i++)
		if (!asked_before(answers, t->questions[i].id))
			return &t->questions[i];
	return NULL;
}

/* "3. Any fever, and how high?" and what may be typed, in plain lines. */
static const char *prompt_of(struct triage *t, const struct triage_question *q,
			     size_t number)
{
	const struct ui *ui = t->app->ui;
	const char *choices =
		strcmp(q->id, "SEX") == 0
			? SAY(ui, "1 男  2 女", "1 male  2 female")
		: q->symptom || q->context || strcmp(q->id, "PREGNANT") == 0
			? SAY(ui, "1 有  2 没有  3 不清楚",
			      "1 yes  2 no  3 not known")
			: SAY(ui, "写出来", "type it");

	return arena_printf(
		t->arena,
		SAY(ui, "%zu. %s\n   %s；回车跳过，b 上一题，q 结束：",
		    "%zu. %s\n   %s; Enter skips, b back, q ends: "),
		number, q->ask.in[ui->lang], choices);
}

/* One question put. False: the interview is over. */
static bool put_question(struct triage *t, struct triage_answer_vec *answers,
			 const char **again, struct strbuf *typed)
{
	const struct triage_question *q = next_question(t, answers, *again);
	struct ui *ui = t->app->ui;

	strbuf_clear(typed);
	if (!q || !ui->ask(ui, prompt_of(t, q, answers->n + 1), typed))
		return false;
	struct triage_answer answer = {
		.id = arena_strdup(t->arena, q->id),
		.asked = arena_strdup(t->arena, q->ask.in[ui->lang]),
		.symptom = q->symptom,
		.context = q->context};
	*again = NULL;
	switch (read_answer(typed->buf, &answer, t->arena)) {
	case ANSWER_STOP:
		return false;
	case ANSWER_BACK:
		if (answers->n)
			*again = answers->at[--answers->n].id;
		return true;
	default:
		vec_push(answers, answer);
		return true;
	}
}

bool triage_interview(struct app *app, struct triage_input *in, struct arena *a,
		      struct triage *ret, struct err *err)
{
	struct triage_answer_vec answers = {0};
	struct strbuf typed = STRBUF_INIT;
	const char *text = in->text, *again = NULL;
	size_t n = in->n;

	in->answers = &answers;
	bool ok = triage_judge(app, in, a, ret, err);
	while (ok && ret->level > 2 && answers.n < TRIAGE_ASKED_MAX &&
	       put_question(ret, &answers, &again, &typed)) {
		join(in, text, n, &answers, a);
		triage_release(ret);
		ok = triage_judge(app, in, a, ret, err);
	}
	in->answers = NULL;
	ret->transcript = arena_array(a, struct triage_answer, answers.n + 1);
	ret->n_transcript = answers.n;
	for (size_t i = 0; i < answers.n; i++)
		ret->transcript[i] = answers.at[i];
	vec_free(&answers);
	strbuf_release(&typed);
	return ok;
}
