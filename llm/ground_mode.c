/* What holds only under a condition, or is only possible, is told so. */
#include "llm/ground_agree.h"

#include <string.h>
#include <strings.h>

#define ORDERS                                                                 \
	(SAYS(SAY_START) | SAYS(SAY_TEST) | SAYS(SAY_AGAIN) | SAYS(SAY_STOP) | \
	 SAYS(SAY_CHANGE) | SAYS(SAY_FIRST) | SAYS(SAY_NOW) | SAYS(SAY_TODAY))

/* "Correct slowly: …" */
static bool commands(const struct side *s, const struct token *t)
{
	/* 一次结果不能诊断…: …, "do not chase it: …" */
	static const char *const bans[] = {"不能诊断", "不能判断", "不能说明",
					   "do not"};
	for (size_t i = 0; i < sizeof bans / sizeof *bans; i++)
		if (strncasecmp(s->text + t->start, bans[i], strlen(bans[i])) ==
		    0)
			return true;
	static const char *const verbs[] = {
		"correct", "lower", "treat", "look", "think", "note",
		"assess",  "raise", "keep",  "比较", "核对",  "区分"};

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (t->end - t->start == strlen(verbs[i]) &&
		    strncasecmp(s->text + t->start, verbs[i],
				t->end - t->start) == 0)
			return true;
	return false;
}

static bool orders(const struct side *s, size_t lo, size_t hi)
{
	for (size_t i = lo; i < hi; i++)
		if (commands(s, &s->t.at[i]) || side_says(&s->t.at[i], ORDERS))
			return true;
	return false;
}

bool side_is_order(const struct side *s, const struct ground_line *line)
{
	return orders(s, line->first, line->head);
}

static void mark(struct side *s, size_t lo, size_t hi, unsigned mode)
{
	for (size_t i = lo; i < hi; i++)
		s->t.at[i].mode |= (unsigned char)mode;
}

/* 者, 时, 的话: what stands before is the condition. */
static bool stands_behind(const struct side *s, const struct token *t)
{
	static const char *const words[] = {
		"者",     "时",     "的话",   "的时候", "的人",
		"的病人", "的患者", "情况时", "风险",   "待排",
		"待查",   "待除外", "可能"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (t->end - t->start == strlen(words[i]) &&
		    strncmp(s->text + t->start, words[i], t->end - t->start) ==
			    0)
			return true;
	return false;
}

static void mark_words(struct side *s)
{
	for (size_t k = 0; k < s->t.n; k++) {
		const struct token *t = &s->t.at[k];
		unsigned mode = 0;
		size_t lo, hi;
		if (side_says(t, SAYS(SAY_OVER) | SAYS(SAY_UNDER)) &&
		    k + 1 < s->t.n && t[1].kind == TOKEN_THING)
			mark(s, k + 1, k + 2, MODE_BEYOND);
		if (side_says(t, SAYS(SAY_IF)))
			mode |= MODE_IF;
		if (side_says(t, SAYS(SAY_MAYBE) | SAYS(SAY_RISK) |
					 SAYS(SAY_PREVENT)))
			mode |= MODE_MAYBE;
		if (!mode)
			continue;
		bool found = stands_behind(s, t) && side_left(s, k, &lo, &hi);
		if (found || side_scope(s, k, &lo, &hi))
			mark(s, lo, hi, mode);
	}
}

/* "Belly pain? If so …": what is asked is a condition, too. */
static void mark_questions(struct side *s)
{
	for (size_t k = 0; k < s->t.n; k++) {
		size_t lo = k;
		const struct token *t = &s->t.at[k];
		if (t->kind != TOKEN_STOP ||
		    (t->value != '?' && t->value != 0xFF1F))
			continue;
		while (lo > 0 && s->t.at[lo - 1].kind != TOKEN_STOP)
			lo--;
		mark(s, lo, k, MODE_IF);
	}
}

/* 脱水、嗜睡急诊补液: what an emergency is called for. */
static void mark_emergencies(struct side *s, const struct ground_line *line)
{
	size_t begin = line->first;

	for (size_t i = line->first; i < line->last; i++) {
		const struct token *t = &s->t.at[i];
		if (t->kind == TOKEN_CUT || t->kind == TOKEN_STOP)
			begin = i + 1;
		else if (side_says(t, SAYS(SAY_NOW)) && !t->latin && t->same &&
			 s->t.at[begin].kind == TOKEN_THING)
			mark(s, begin, i, MODE_IF);
	}
}

/* A 即 B: both only where A is. */
static void mark_whenever(struct side *s)
{
	for (size_t k = 1; k + 1 < s->t.n; k++) {
		const struct token *t = &s->t.at[k];
		size_t lo = k, hi = k;
		size_t n = t->end - t->start;
		if (n != 3 || (strncmp(s->text + t->start, "即", n) != 0 &&
			       strncmp(s->text + t->start, "则", n) != 0))
			continue;
		while (lo > 0 && s->t.at[lo - 1].clause == t->clause)
			lo--;
		while (hi < s->t.n && s->t.at[hi].clause == t->clause)
			hi++;
		mark(s, lo, hi, MODE_IF);
	}
}

/* A thing that is named again, is told in the same mode. */
static void mark_same(struct side *s, size_t lo, size_t hi, size_t from,
		      size_t to, unsigned mode)
{
	for (size_t i = lo; i < hi; i++)
		for (size_t k = from; k < to; k++) {
			const struct token *t = &s->t.at[i], *h = &s->t.at[k];
			if (t->kind == TOKEN_THING && h->kind == TOKEN_THING &&
			    ground_same_word(s->text, t, s->text, h))
				mark(s, i, i + 1, mode);
		}
}

static bool is_colon(const struct token *t)
{
	return t->kind == TOKEN_CUT && (t->value == ':' || t->value == 0xFF1A);
}

/* "A, B: do C; D: do E": of every sentence of a line, what stands before its
 * colon. */
static void mark_heads(struct side *s, const struct ground_line *line)
{
	for (size_t lo = line->first, hi; lo < line->last; lo = hi + 1) {
		size_t colon = lo;
		for (hi = lo; hi < line->last; hi++)
			if (s->t.at[hi].kind == TOKEN_STOP)
				break;
		while (colon < hi && !is_colon(&s->t.at[colon]))
			colon++;
		if (colon == hi || orders(s, lo, colon))
			continue;
		mark(s, lo, colon, MODE_IF);
		mark_same(s, colon, hi, lo, colon, MODE_IF);
	}
}

/* "Drug: harm": what may come of it, and the reason where it says it again. */
static void mark_harm(struct side *s, int n)
{
	const struct ground_line *title = &s->line[n];
	bool drug = false;

	for (size_t i = title->first; i < title->head; i++) {
		const struct token *t = &s->t.at[i];
		drug |= t->name[0].len > 0;
		/* only names: "ALT 1200: …" is no drug */
		if (t->kind == TOKEN_NUMBER ||
		    (t->kind == TOKEN_SAY && !(t->says & SAYS(SAY_PLAIN))))
			return;
		if (t->kind != TOKEN_THING)
			continue;
		if (t->span && !t->name[0].len)
			return;
	}
	/* what is known of the patient is no warning */
	for (size_t i = title->head; i < title->last; i++)
		drug &= strncmp(s->text + s->t.at[i].start, "已知", 6) != 0 &&
			strncasecmp(s->text + s->t.at[i].start, "known", 5) !=
				0;
	if (!drug)
		return;
	mark(s, title->head, title->last, MODE_HARM);
	if (n + 1 < s->n_lines && s->line[n + 1].asserted &&
	    !s->line[n + 1].title)
		mark_same(s, s->line[n + 1].first, s->line[n + 1].last,
			  title->head, title->last, MODE_HARM);
}

void side_modes(struct side *s)
{
	mark_words(s);
	mark_questions(s);
	mark_whenever(s);
	for (int i = 0; i < s->n_lines; i++) {
		const struct ground_line *line = &s->line[i];
		if (line->title)
			mark_harm(s, i);
		if (line->asserted)
			continue;
		mark_heads(s, line);
		mark_emergencies(s, line);
	}
}

/* What a clause says, and the clauses before it in its sentence. */
static uint64_t said_so_far(const struct side *claim, const struct token *t,
			    bool whole)
{
	uint64_t says = 0;

	for (size_t i = 0; i < claim->t.n; i++) {
		const struct token *o = &claim->t.at[i];
		if (o->clause == t->clause ||
		    (whole && o->sentence == t->sentence &&
		     o->clause < t->clause))
			says |= o->kind == TOKEN_SAY ? o->says : 0;
	}
	return says;
}

/* 出现发热、烦躁，应…: a sentence that begins so is a condition. */
static bool begins_with_case(const struct side *claim, const struct token *t)
{
	for (size_t i = 0; i < claim->t.n; i++) {
		const struct token *o = &claim->t.at[i];
		if (o->sentence != t->sentence)
			continue;
		if (side_says(o, SAYS(SAY_PLAIN)))
			continue;
		return side_says(o, SAYS(SAY_IS)) && !o->latin;
	}
	return false;
}

/* Somebody: what is told of them is told as so. */
static bool is_person(const struct side *s, const struct token *t)
{
	static const char *const words[] = {"患者",    "病人",   "您",    "你",
					    "patient", "you",    "your",  "he",
					    "she",     "该患者", "该病人"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (t->end - t->start == strlen(words[i]) &&
		    strncasecmp(s->text + t->start, words[i],
				t->end - t->start) == 0)
			return true;
	return false;
}

/* "Seizures or vomiting need emergency care", "A, B: emergency now": of whoever
 * has them, not of this patient. */
static bool in_general(const struct side *claim, size_t k)
{
	size_t i = k;

	while (i > 0 && claim->t.at[i - 1].kind != TOKEN_STOP) {
		const struct token *t = &claim->t.at[--i];
		if (is_person(claim, t) ||
		    (t->kind == TOKEN_SAY && !(t->says & SAYS(SAY_PLAIN))))
			return false;
	}
	for (i = k + 1; i < claim->t.n; i++) {
		const struct token *t = &claim->t.at[i];
		if (t->kind == TOKEN_STOP ||
		    (t->kind == TOKEN_CUT && t->value == 0xFF0C))
			return false;
		if (t->kind == TOKEN_CUT &&
		    (t->value == ':' || t->value == 0xFF1A))
			return true;
		if (t->kind == TOKEN_SAY && !(t->says & SAYS(SAY_PLAIN)))
			return t->says & SAYS(SAY_ASK);
	}
	return false;
}

/* Of somebody: "the patient has", 患者已有. */
static bool states(const struct side *claim, const struct token *t)
{
	for (size_t i = 0; i < claim->t.n; i++) {
		const struct token *o = &claim->t.at[i];
		if (o->clause == t->clause &&
		    (side_says(o, SAYS(SAY_IS) | SAYS(SAY_DONE)) ||
		     is_person(claim, o)))
			return true;
	}
	return false;
}

bool ground_open(const struct side *claim, size_t k, unsigned mode)
{
	static const uint64_t open = SAYS(SAY_IF) | SAYS(SAY_MAYBE) |
				     SAYS(SAY_RISK) | SAYS(SAY_PREVENT);
	const struct token *t = &claim->t.at[k];
	uint64_t here = said_so_far(claim, t, false);

	if ((t->mode & (MODE_IF | MODE_MAYBE)) ||
	    (said_so_far(claim, t, true) & open))
		return true;
	if (mode & MODE_HARM)
		return !states(claim, t) ||
		       (here & (SAYS(SAY_CAUSE) | SAYS(SAY_TEST) |
				SAYS(SAY_ALLOW) | SAYS(SAY_STOP)));
	/* "A and B should be excluded" */
	if ((mode & MODE_MAYBE) && !states(claim, t) &&
	    (ground_sentence_says(claim, t->sentence) & open))
		return true;
	return (here & SAYS(SAY_TEST)) ||
	       ((mode & MODE_MAYBE) && (here & SAYS(SAY_ASK))) ||
	       begins_with_case(claim, t) || in_general(claim, k);
}

const char *ground_modes(const struct side *claim, const struct pieces *pieces,
			 const struct token **ret_at)
{
	static const uint64_t beyond = SAYS(SAY_OVER) | SAYS(SAY_UNDER) |
				       SAYS(SAY_UP) | SAYS(SAY_DOWN) |
				       SAYS(SAY_ABNORMAL);

	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		const struct token *t = &claim->t.at[p->token];
		unsigned mode = p->mode & ~(unsigned)MODE_BEYOND;
		*ret_at = t;
		if ((p->mode & MODE_BEYOND) &&
		    !(said_so_far(claim, t, false) & beyond))
			return "without what is beyond it";
		if (mode && !ground_open(claim, p->token, mode))
			return "without its condition";
	}
	return NULL;
}
