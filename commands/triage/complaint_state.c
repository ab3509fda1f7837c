/* Negation and its scope, questions, suppositions, what was and is no more. */
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* The negation in force while the tokens are walked. */
struct scope {
	bool on, question, past, suppose;
	double reach; /* value of the cue */
	size_t end;   /* of the cue, or of the last thing it denied */
	int clause, sentence;
	int supposed; /* clause of the supposition */
};

bool complaint_finding(const struct complaint_token *t)
{
	return t->kind == TOKEN_SYMPTOM || t->kind == TOKEN_CONTEXT ||
	       token_complaint(t) >= 0;
}

/* A clause of nothing but findings and "or", "and", "any". */
static bool pure_clause(const struct reading *r, int clause)
{
	static const char *const glue[] = {"or", "and", "any", "nor", "的",
					   "及", "和",  "或",  "等"};
	const struct clause *c = &r->clauses.at[clause];
	size_t at = c->start;
	bool found = false;

	while (at < c->end) {
		bool moved = false;
		for (size_t i = 0; i < r->tokens.n && !moved; i++)
			if (r->tokens.at[i].start == at &&
			    complaint_finding(&r->tokens.at[i])) {
				at = r->tokens.at[i].end;
				moved = found = true;
			}
		for (size_t i = 0; !moved && i < sizeof glue / sizeof *glue;
		     i++)
			if (strncasecmp(r->s + at, glue[i], strlen(glue[i])) ==
			    0) {
				at += strlen(glue[i]);
				moved = true;
			}
		if (!moved && (unsigned char)r->s[at] >= 0x80 &&
		    (strncmp(r->s + at, "，", 3) == 0 ||
		     strncmp(r->s + at, "。", 3) == 0 ||
		     strncmp(r->s + at, "、", 3) == 0 ||
		     strncmp(r->s + at, "；", 3) == 0))
			at += 3;
		else if (!moved && !isalnum((unsigned char)r->s[at]) &&
			 (unsigned char)r->s[at] < 0x80)
			at++;
		else if (!moved)
			return false;
	}
	return found;
}

/* "no weakness, numbness or bladder problem": an English clause that goes on
 * with a finding and says of nobody that he has it. */
static bool goes_on(const struct reading *r, int clause)
{
	const struct clause *c = &r->clauses.at[clause];
	size_t at = c->start;
	bool first = false;

	while (at < c->end && (r->s[at] == ' ' || r->s[at] == ','))
		at++;
	for (int glue = 0; glue < 2; glue++)
		for (size_t w = 0; w < 3; w++) {
			static const char *const words[] = {"or ", "and ",
							    "any "};
			if (strncasecmp(r->s + at, words[w],
					strlen(words[w])) == 0)
				at += strlen(words[w]);
		}
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->clause != clause)
			continue;
		first |= t->start == at && complaint_finding(t) &&
			 isalpha((unsigned char)r->s[at]);
		/* what is not there has not lasted a week */
		if (t->kind == TOKEN_DURATION || token_means(t, "affirm") ||
		    token_means(t, "self") || token_means(t, "relative") ||
		    token_means(t, "stop"))
			return false;
	}
	return first;
}

static bool semicolon(const struct reading *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (r->s[i] == ';' || text_starts(r->s + i, "；"))
			return true;
	return false;
}

/* "no pain, tired": one is tired; one has no tired. */
static bool predicative(const struct reading *r,
			const struct complaint_token *t)
{
	static const char *const words[] = {
		"tired",     "exhausted",  "dizzy",   "nauseous",
		"nauseated", "breathless", "bloated", "constipated",
		"feverish",  "depressed",  "anxious", "lightheaded",
		"confused",  "sleepy",     "sick",    "always",
		"often",     "feel",       "felt",    NULL};

	for (size_t i = 0; words[i]; i++)
		if (strncasecmp(r->s + t->start, words[i], strlen(words[i])) ==
		    0)
			return true;
	return false;
}

/* Does the negation reach the token? */
static bool reaches(const struct reading *r, const struct scope *n,
		    const struct complaint_token *t)
{
	size_t gap = t->start > n->end ? t->start - n->end : 0;
	bool latin = isalpha((unsigned char)r->s[t->start]);

	if (!n->on || n->sentence != t->sentence)
		return false;
	if (n->clause != t->clause)
		return n->reach == 2 && !predicative(r, t) &&
		       !semicolon(r, n->end, t->start) &&
		       (pure_clause(r, t->clause) || goes_on(r, t->clause));
	/* 不痛不痒的包块: there is a lump */
	if (n->reach == 0 || n->reach == 3)
		return gap <= (latin ? 5 : 3) &&
		       !(gap == 3 && text_starts(r->s + n->end, "的"));
	return gap <= (latin ? 28 : 12);
}

/* "不是疼的特别厉害": the clause speaks of a degree. */
static bool has_degree(const struct reading *r, size_t from)
{
	for (size_t i = from + 1;
	     i < r->tokens.n &&
	     r->tokens.at[i].clause == r->tokens.at[from].clause;
	     i++)
		if (token_means(&r->tokens.at[i], "severe"))
			return true;
	return false;
}

/* Does s[at, end) hold nothing but words of the list (to NULL)? */
static bool only(const struct reading *r, size_t at, size_t end,
		 const char *const *words)
{
	while (at < end) {
		size_t n = 0;
		for (size_t i = 0; words[i] && !n; i++)
			if (text_starts(r->s + at, words[i]))
				n = strlen(words[i]);
		if (!n)
			return false;
		at += n;
	}
	return at == end;
}

/* "胸痛与活动无关" denies what brings it on, not the pain. */
static bool denies_relation(const struct reading *r,
			    const struct complaint_token *t)
{
	static const char *const words[] = {"与", "跟", "和"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_starts(r->s + t->start, words[i]))
			return true;
	return false;
}

/* "咳嗽没有", "发烧倒是没有", "恶心(-)": the negation stands behind, at the
 * clause's end. */
static bool stands_behind(const struct reading *r, size_t i)
{
	static const char *const between[] = {"倒是", "倒", "也", "都",
					      "是",   "就", " ",  NULL};
	const struct complaint_token *t = &r->tokens.at[i];
	const struct clause *c = &r->clauses.at[t->clause];

	if (i == 0 || denies_relation(r, t) || !complaint_finding(t - 1) ||
	    t[-1].clause != t->clause ||
	    (t->start - t[-1].end > 1 &&
	     !only(r, t[-1].end, t->start, between)))
		return false;
	if (i + 1 < r->tokens.n && t[1].clause == t->clause)
		return false;
	return c->end - t->end <= 4;
}

/* "a 3-day history of cough" is of now. */
static bool counts_days(const struct reading *r, size_t i)
{
	const struct complaint_token *t = &r->tokens.at[i];

	return i > 0 && t[-1].kind == TOKEN_DURATION &&
	       t->start - t[-1].end <= 1;
}

/* What a clause asks about is nobody's. */
static void suppose_clause(struct reading *r, int clause)
{
	for (size_t i = 0; i < r->tokens.n; i++)
		if (r->tokens.at[i].clause == clause)
			r->tokens.at[i].state = STATE_UNKNOWN;
}

/* "咳嗽、咳痰都没有": all of the list. */
static void deny_list_before(struct reading *r, size_t i)
{
	static const char *const glue[] = {"、", "和", "跟", "或", "及",
					   "与", " ",  "/",  NULL};

	for (size_t k = i; k-- > 0;) {
		struct complaint_token *t = &r->tokens.at[k];
		if (t->clause != r->tokens.at[i].clause ||
		    !complaint_finding(t))
			return;
		t->state = STATE_ABSENT;
		if (k > 0 && t[-1].end <= t->start &&
		    !only(r, t[-1].end, t->start, glue))
			return;
	}
}

static void take_cue(struct reading *r, size_t i, struct scope *n)
{
	struct complaint_token *t = &r->tokens.at[i];

	if (token_means(t, "negation")) {
		if (stands_behind(r, i)) {
			deny_list_before(r, i);
			n->on = false;
			return;
		}
		*n = (struct scope){.on = true,
				    .reach = t->word->value,
				    .end = t->end,
				    .clause = t->clause,
				    .sentence = t->sentence};
	} else if (token_means(t, "after") && stands_behind(r, i)) {
		t[-1].state = STATE_ABSENT;
	} else if (token_means(t, "recovered") && i > 0 &&
		   complaint_finding(t - 1) && t[-1].clause == t->clause) {
		t[-1].past = true;
	} else if (token_means(t, "affirm") || token_means(t, "stop") ||
		   token_means(t, "self") || token_means(t, "relative")) {
		if (n->on && n->reach != 2)
			n->on = false;
		if (token_means(t, "affirm"))
			n->past = false;
		if (token_means(t, "stop"))
			n->on = false;
		if (token_means(t, "stop"))
			n->question = false;
	} else if (token_means(t, "question")) {
		n->question = true;
		n->clause = t->clause;
	} else if (token_means(t, "past") && !counts_days(r, i)) {
		n->past = true;
		n->clause = t->clause;
	} else if (token_means(t, "suppose")) {
		r->out->supposed = true;
		if (t->word->value == 2) /* "发烧多少度需要吃药" */
			suppose_clause(r, t->clause);
		if (t->word->value == 1) {
			n->suppose = true;
			n->clause = n->supposed = t->clause;
			n->sentence = t->sentence;
		}
	} else if (token_means(t, "howlong") &&
		   complaint_asks_what_happens(r, t)) {
		r->out->supposed = true;
		suppose_clause(r, t->clause);
		n->suppose = true;
		n->clause = n->supposed = t->clause;
		n->sentence = t->sentence;
	}
}

/* 胸痛(-): a minus in brackets behind it. */
static bool minus_behind(const struct reading *r,
			 const struct complaint_token *t)
{
	static const char *const marks[] = {"(-)",  "（-）", "（－）",
					    "(－)", "(—)",   "（—）"};
	const char *s = r->s + t->end;

	s += strspn(s, " ");
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (text_starts(s, marks[i]))
			return true;
	return false;
}

static void take_finding(struct reading *r, size_t i, struct scope *n)
{
	struct complaint_token *t = &r->tokens.at[i];

	t->state = STATE_PRESENT;
	if (t->settled) {
		t->state = t->denied    ? STATE_ABSENT
			   : n->suppose ? STATE_UNKNOWN
					: STATE_PRESENT;
		return;
	}
	if (n->clause != t->clause)
		n->question = n->past = false;
	/* "如果还发烧怎么办，现在咳嗽两天" */
	if (n->suppose &&
	    (n->sentence != t->sentence ||
	     (n->supposed != t->clause && complaint_tells_now(r, t->clause))))
		n->suppose = false;
	if (n->question || n->suppose || complaint_asked(r, t))
		t->state = STATE_UNKNOWN;
	t->past = n->past;
	t->denied |= minus_behind(r, t);
	if (t->denied)
		t->state = STATE_ABSENT;
	if (t->denied || !reaches(r, n, t)) {
		if (n->clause != t->clause)
			n->on = false;
		return;
	}
	if (n->reach == 3 && has_degree(r, i)) {
		t->mild = true;
		n->on = false;
	} else if (n->reach == 3 && r->s[n->end - 3] != '\0' &&
		   strncmp(r->s + n->end - 3, "是", 3) != 0) {
		t->mild = true; /* 不太疼: it hurts a little */
	} else {
		t->state = STATE_ABSENT;
		n->end = t->end;
		n->clause = t->clause;
	}
}

void complaint_states(struct reading *r)
{
	struct scope n = {.clause = -1, .sentence = -1};

	for (size_t i = 0; i < r->tokens.n; i++) {
		if (r->tokens.at[i].kind == TOKEN_CUE &&
		    !complaint_finding(&r->tokens.at[i]))
			take_cue(r, i, &n);
		else if (complaint_finding(&r->tokens.at[i]))
			take_finding(r, i, &n);
	}
	complaint_ended(r);
	/* beside a supposition somebody may still be ill */
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->kind != TOKEN_CONTEXT && complaint_finding(t) &&
		    !t->past && t->state == STATE_PRESENT)
			r->out->supposed = false;
	}
}
