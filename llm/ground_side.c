#include "llm/ground_side.h"

#include <string.h>

#define DEEDS                                                                  \
	(SAYS(SAY_START) | SAYS(SAY_GO) | SAYS(SAY_CHANGE) | SAYS(SAY_TEST) |  \
	 SAYS(SAY_AGAIN) | SAYS(SAY_THEN) | SAYS(SAY_IF) | SAYS(SAY_ASK) |     \
	 SAYS(SAY_STOP) | SAYS(SAY_BEFORE) | SAYS(SAY_NOW) | SAYS(SAY_TODAY) | \
	 SAYS(SAY_SOON))
#define WAYS                                                            \
	(SAYS(SAY_UP) | SAYS(SAY_DOWN) | SAYS(SAY_NORMAL) |             \
	 SAYS(SAY_ABNORMAL) | SAYS(SAY_POSITIVE) | SAYS(SAY_NEGATIVE) | \
	 SAYS(SAY_WITH) | SAYS(SAY_SEVERE))

static bool same_text(const struct side *s, const struct token *t,
		      const char *word)
{
	size_t n = strlen(word);

	return t->end - t->start == n &&
	       strncasecmp(s->text + t->start, word, n) == 0;
}

/* "A, B, C and D": does the clause behind the comma only name more things? */
static bool goes_on(const struct side *s, size_t k)
{
	bool things = false;

	if (s->text[s->t.at[k].start] != ',')
		return false;
	for (size_t i = k + 1; i < s->t.n; i++) {
		const struct token *t = &s->t.at[i];
		if (t->kind == TOKEN_CUT || t->kind == TOKEN_STOP)
			break;
		if (t->kind == TOKEN_NUMBER ||
		    (t->kind == TOKEN_SAY && !(t->says & SAYS(SAY_PLAIN))))
			return false;
		things |= t->kind == TOKEN_THING;
	}
	return things;
}

static bool ends_scope(const struct side *s, size_t i, bool things)
{
	const struct token *t = &s->t.at[i];

	if (t->kind == TOKEN_STOP)
		return true;
	if (t->kind == TOKEN_CUT)
		return !goes_on(s, i);
	/* （如支架）: an example */
	if (side_says(t, SAYS(SAY_IF)) && i > 0 && t[-1].kind == TOKEN_LIST)
		return false;
	/* "not given before it is excluded" */
	if (side_says(t, SAYS(SAY_BEFORE)) && t->latin)
		return true;
	return things && side_says(t, DEEDS);
}

/* "should be stopped while": what is spoken of stands before. */
static bool passive(const struct side *s, size_t k)
{
	const struct token *t = &s->t.at[k];
	const char *end = s->text + t->end;

	if (!t->latin || t->end - t->start < 4 ||
	    (strncasecmp(end - 2, "ed", 2) != 0 &&
	     strncasecmp(end - 4, "held", 4) != 0) ||
	    !k)
		return false;
	return same_text(s, t - 1, "be") || same_text(s, t - 1, "is") ||
	       same_text(s, t - 1, "are") || same_text(s, t - 1, "been");
}

bool side_left(const struct side *s, size_t k, size_t *lo, size_t *hi)
{
	bool things = false;

	*hi = *lo = k;
	while (*lo > 0) {
		const struct token *t = &s->t.at[*lo - 1];
		if (t->kind == TOKEN_STOP || t->kind == TOKEN_CUT ||
		    (t->kind == TOKEN_SAY && (t->says & SAYS(SAY_IF))))
			break;
		things |= t->kind == TOKEN_THING;
		--*lo;
	}
	return things;
}

bool side_right(const struct side *s, size_t k, size_t *lo, size_t *hi)
{
	bool things = false;
	size_t i = k + 1;

	for (; i < s->t.n && !ends_scope(s, i, things); i++)
		things |= s->t.at[i].kind == TOKEN_THING;
	*lo = k + 1;
	*hi = i;
	return things;
}

bool side_scope(const struct side *s, size_t k, size_t *lo, size_t *hi)
{
	if (passive(s, k))
		return side_left(s, k, lo, hi);
	return side_right(s, k, lo, hi) || side_left(s, k, lo, hi);
}

/* "not be": what stands before is denied, too. */
static bool both_ways(const struct side *s, const struct token *t)
{
	return t->latin && t->end - t->start > 4 &&
	       strncasecmp(s->text + t->end - 3, " be", 3) == 0;
}

/* "not high", "not together": that is what is denied, no thing. */
static size_t denied_word(const struct side *s, size_t k)
{
	size_t i = k + 1;

	while (i < s->t.n && side_says(&s->t.at[i], SAYS(SAY_PLAIN)) &&
	       !(s->t.at[i].says & WAYS))
		i++;
	return i < s->t.n && side_says(&s->t.at[i], WAYS) ? i : 0;
}

static void turn_range(struct side *s, size_t lo, size_t hi)
{
	for (size_t i = lo; i < hi; i++)
		s->t.at[i].turned ^= true;
}

void side_turn(struct side *s)
{
	for (size_t k = 0; k < s->t.n; k++) {
		size_t lo, hi;
		if (!side_says(&s->t.at[k], SAYS(SAY_NOT) | SAYS(SAY_STOP)))
			continue;
		size_t word =
			s->t.at[k].says & SAYS(SAY_NOT) ? denied_word(s, k) : 0;
		if (word) {
			s->t.at[word].turned ^= true;
			continue;
		}
		side_scope(s, k, &lo, &hi);
		/* 非糖尿病或有血尿: of the next word only */
		if (s->t.at[k].end - s->t.at[k].start == 3 &&
		    strncmp(s->text + s->t.at[k].start, "非", 3) == 0)
			for (hi = lo;
			     hi < s->t.n && s->t.at[hi].kind == TOKEN_THING;)
				hi++;
		turn_range(s, lo, hi);
		if (both_ways(s, &s->t.at[k]) && lo > k &&
		    side_left(s, k, &lo, &hi))
			turn_range(s, lo, hi);
	}
}

void side_of_claim(struct kb *kb, const char *text, struct arena *a,
		   struct side *ret)
{
	*ret = (struct side){.text = ground_plain(text, a)};
	ground_tokens(kb, ret->text, a, &ret->t);
	side_turn(ret);
	side_modes(ret);
}

void side_free(struct side *s)
{
	vec_free(&s->t);
}

static bool is_ideograph(const struct token *t)
{
	return t->kind == TOKEN_THING && !t->latin;
}

/* The same substance in urine is another analyte. */
static bool in_urine(const struct side *s, const struct token *t)
{
	const char *text = s->text + t->start;

	return strncasecmp(text, "urin", 4) == 0 ||
	       (strncmp(text, "尿", 3) == 0 && strncmp(text, "尿酸", 6) != 0 &&
		strncmp(text, "尿素", 6) != 0);
}

static bool same_name(const struct side *x, const struct token *p,
		      const struct side *y, const struct token *q)
{
	return ground_same_name(p, q) && in_urine(x, p) == in_urine(y, q);
}

/* Does a run name a drug or an analyte? */
static bool named(const struct side *s, size_t lo, size_t hi)
{
	for (size_t i = lo; i < hi; i++)
		if (s->t.at[i].kind == TOKEN_THING &&
		    (s->t.at[i].name[0].len || s->t.at[i].name[1].len))
			return true;
	return false;
}

/* Two ideographs in a row, or a word; one ideograph says little beside
 * others. */
static bool share_words(const struct side *x, size_t i, size_t lo, size_t hi,
			const struct side *y, size_t k, size_t to)
{
	const struct token *p = &x->t.at[i], *q = &y->t.at[k];

	if (!ground_same_word(x->text, p, y->text, q))
		return false;
	return !is_ideograph(p) || hi - lo == 1 ||
	       (i + 1 < hi && k + 1 < to &&
		ground_same_word(x->text, p + 1, y->text, q + 1));
}

bool side_share(const struct side *x, size_t lo, size_t hi,
		const struct side *y, size_t from, size_t to)
{
	bool names = named(x, lo, hi) && named(y, from, to);

	for (size_t i = lo; i < hi; i++)
		for (size_t k = from; k < to; k++) {
			const struct token *p = &x->t.at[i], *q = &y->t.at[k];
			if (p->kind == TOKEN_THING && same_name(x, p, y, q))
				return true;
			if (p->kind == TOKEN_THING && q->kind == TOKEN_THING &&
			    !names && share_words(x, i, lo, hi, y, k, to))
				return true;
		}
	return false;
}

/* The tokens that stand there as here. */
static size_t common(const struct side *x, size_t k, const struct side *y,
		     size_t i)
{
	size_t n = 0;

	while (k + n < x->t.n && i + n < y->t.n &&
	       x->t.at[k + n].kind == TOKEN_THING &&
	       y->t.at[i + n].kind == TOKEN_THING &&
	       (n == 0 || is_ideograph(&x->t.at[k])) &&
	       ground_same_word(x->text, &x->t.at[k + n], y->text,
				&y->t.at[i + n]))
		n++;
	return n;
}

size_t side_lines(const struct side *claim, size_t k, const struct side *facts,
		  uint64_t ret_lines[2], unsigned *ret_mode)
{
	unsigned mode[2] = {MODE_ALL, MODE_ALL};
	bool there[2] = {false, false}; /* by another name, in these words */
	size_t len = 0;

	ret_lines[0] = ret_lines[1] = 0;
	for (size_t i = 0; i < facts->t.n; i++) {
		const struct token *t = &facts->t.at[i];
		size_t n = common(claim, k, facts, i);
		bool exact = n > 0;
		if (t->kind != TOKEN_THING && !t->same)
			continue;
		if (claim->t.at[k].span > n &&
		    same_name(claim, &claim->t.at[k], facts, t))
			n = claim->t.at[k].span;
		if (!n || n < len)
			continue;
		if (n > len) {
			ret_lines[0] = ret_lines[1] = 0;
			mode[0] = mode[1] = MODE_ALL;
			there[0] = there[1] = false;
		}
		len = n;
		mode[exact] &= t->mode;
		there[exact] = true;
		ret_lines[t->turned] |= UINT64_C(1) << t->line;
		if (facts->line[t->line].stopped && t->name[0].len)
			ret_lines[1] |= UINT64_C(1) << t->line;
	}
	*ret_mode = there[1] ? mode[1] : there[0] ? mode[0] : 0;
	return len;
}
