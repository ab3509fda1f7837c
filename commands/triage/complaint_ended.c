/* What was and is no more: said again with a negation, or said to be over. */
#include "commands/triage/complaint_private.h"

#include <string.h>

/* Has the patient had something for the fever? Then it is masked, not over. */
static bool antipyretic(const struct reading *r)
{
	static const char *const words[] = {
		"退烧药",      "退热",   "美林",      "泰诺",   "布洛芬",
		"paracetamol", "calpol", "ibuprofen", "tylenol"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_find(r->s, words[i]))
			return true;
	return false;
}

/* What is said of the same finding before [.., upto) is over. */
static void is_over(struct reading *r, size_t upto, int id)
{
	for (size_t i = 0; i < upto; i++) {
		struct complaint_token *t = &r->tokens.at[i];
		if (t->kind == TOKEN_SYMPTOM && t->id == id &&
		    t->state == STATE_PRESENT)
			t->past = true;
	}
}

/* "昨天头疼，今天不疼了": the pain named last. */
static void pain_is_over(struct reading *r, size_t upto)
{
	for (size_t i = upto; i-- > 0;) {
		struct complaint_token *t = &r->tokens.at[i];
		const char *code = t->kind == TOKEN_SYMPTOM
					   ? r->k->symptoms[t->id].code
					   : "";
		if (t->state == STATE_PRESENT &&
		    (strstr(code, "pain") || strcmp(code, "headache") == 0)) {
			t->past = true;
			return;
		}
	}
}

/* What goes by itself and leaves nothing behind; a faint or a lame hand that
 * is over is still to be judged. */
static bool passes(const struct reading *r, const struct complaint_token *t)
{
	static const char *const codes[] = {
		"fever",    "diarrhoea",  "vomiting",         "nausea",
		"cough",    "runny_nose", "nasal_congestion", "sore_throat",
		"headache", "rash",       "constipation",     NULL};

	for (int i = 0; t->kind == TOKEN_SYMPTOM && codes[i]; i++)
		if (strcmp(r->k->symptoms[t->id].code, codes[i]) == 0)
			return true;
	return false;
}

/* "小时候经常流鼻血，现在没有了" */
static bool was_long_ago(const struct reading *r, int clause)
{
	static const char *const words[] = {"年前",   "年轻", "小时候", "前年",
					    "上学时", "曾",   "早年",   NULL};
	const struct clause *c = &r->clauses.at[clause];

	for (size_t i = c->start; i < c->end; i++)
		for (size_t k = 0; words[k]; k++)
			if (text_starts(r->s + i, words[k]))
				return true;
	return false;
}

/* "头疼昨天已经好了", "上个月发烧，已经退了": the finding before, in its clause
 * or the last of the one before, unless it came again. */
static void last_is_over(struct reading *r, size_t cue)
{
	int clause = r->tokens.at[cue].clause;

	for (size_t i = cue + 1; i < r->tokens.n; i++)
		if (token_means(&r->tokens.at[i], "again"))
			return;
	for (size_t i = cue; i-- > 0 && r->tokens.at[i].clause >= clause - 1;) {
		struct complaint_token *t = &r->tokens.at[i];
		if (!complaint_finding(t))
			continue;
		if ((passes(r, t) || was_long_ago(r, t->clause)) &&
		    t->state == STATE_PRESENT)
			is_over(r, cue, t->id);
		return;
	}
}

/* "三年前心慌过", "年轻时咳过血": once, long ago. "昨天晕倒过" is of now. */
static bool once_long_ago(const struct reading *r,
			  const struct complaint_token *t)
{
	static const char *const long_ago[] = {
		"年前", "以前",   "之前", "年轻", "小时候", "去年",
		"前年", "上学时", "曾",   "早年", NULL};
	static const char *const other[] = {"敏", "来", "去", "程", "度",
					    "后", "多", "重", NULL};
	const struct clause *c = &r->clauses.at[t->clause];
	size_t after = t->end;
	bool inside = false, old = false;

	for (size_t i = t->start; i + 3 <= t->end; i++)
		inside |= text_starts(r->s + i, "过");
	if (!inside && !text_starts(r->s + after, "过"))
		return false;
	for (size_t i = 0; !inside && other[i]; i++)
		if (text_starts(r->s + after + 3, other[i]))
			return false;
	for (size_t i = c->start; i < t->start; i++)
		for (size_t k = 0; long_ago[k]; k++)
			old |= text_starts(r->s + i, long_ago[k]);
	return old;
}

static bool heat(const struct reading *r, const struct complaint_token *t)
{
	return t->kind == TOKEN_SYMPTOM &&
	       strcmp(r->k->symptoms[t->id].code, "fever") == 0;
}

/* "昨天吐了，今天不吐了", "发烧三天，现在退烧了": no more. */
void complaint_ended(struct reading *r)
{
	bool masked = antipyretic(r);

	for (size_t i = 0; i < r->tokens.n; i++) {
		struct complaint_token *t = &r->tokens.at[i];
		if (t->kind == TOKEN_SYMPTOM && t->state == STATE_PRESENT &&
		    once_long_ago(r, t))
			t->past = true;
	}
	for (size_t i = 1; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->kind == TOKEN_SYMPTOM && t->state == STATE_ABSENT &&
		    (text_starts(r->s + t->end, "了") ||
		     (t->end >= 3 && text_starts(r->s + t->end - 3, "了"))) &&
		    !(masked && heat(r, t)))
			is_over(r, i, t->id);
		if (!token_means(t, "recovered") || masked ||
		    (complaint_finding(t - 1) && t[-1].clause == t->clause))
			continue;
		last_is_over(r, i);
		bool fever = text_starts(r->s + t->start, "体温"), pain = false;
		for (size_t k = t->start; k + 3 <= t->end; k++) {
			fever |= text_starts(r->s + k, "烧");
			pain |= text_starts(r->s + k, "疼") ||
				text_starts(r->s + k, "痛");
		}
		if (pain)
			pain_is_over(r, i);
		for (size_t k = i; fever && k-- > 0;)
			if (heat(r, &r->tokens.at[k]))
				is_over(r, i, r->tokens.at[k].id);
	}
}
