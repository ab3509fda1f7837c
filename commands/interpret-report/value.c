#include "commands/interpret-report/value_private.h"

#include "base/num.h"
#include "commands/interpret-report/lines.h"
#include "commands/interpret-report/token.h"
#include "kb/memo.h"

#include <math.h>
#include <string.h>

static struct value value_none(void)
{
	return (struct value){.number = NUM_NONE,
			      .low = NUM_NONE,
			      .high = NUM_NONE,
			      .ordinal = NUM_NONE,
			      .power = NUM_NONE};
}

/* A sentence with a number in it ("patient says 5.6 yesterday", "102, repeat
 * 104") or with a word that would be a result alone: none of it is the
 * result. A remark behind the number leaves that what it is. */
static bool is_prose(const struct cell *c)
{
	enum { LEAD = 3, SENTENCE = 30 };
	const struct value *v = c->value;

	if (!c->words_end)
		return false;
	if (c->numbers > 1)
		return true;
	if (c->numbers)
		return c->words_start + LEAD < c->number_at;
	return !isnan(v->ordinal) && c->words_start < c->ordinal_at &&
	       c->words > SENTENCE;
}

static void settle(struct cell *c)
{
	struct value *v = c->value;

	if (is_prose(c)) {
		*v = value_none();
		v->kind = VALUE_WORDS;
		v->text = arena_strndup(c->arena, c->v.s, c->v.n);
		return;
	}
	if (c->words_end && (!v->text || v->kind == VALUE_TITRE))
		v->text = arena_strndup(c->arena, c->v.s + c->words_start,
					c->words_end - c->words_start);
	if (c->words_end && v->kind == VALUE_NUMBER)
		v->doubt |= DOUBT_DIGITS; /* "25-OH": what are the words? */
	if (v->comparator && v->kind != VALUE_NUMBER && v->kind != VALUE_TITRE)
		v->comparator = NULL;
	if (v->kind == VALUE_NONE && !isnan(v->ordinal))
		v->kind = VALUE_ORDINAL;
	else if (v->kind == VALUE_NONE && v->text)
		v->kind = VALUE_WORDS;
	if (v->kind == VALUE_ORDINAL && !v->text)
		v->text = arena_strndup(c->arena, c->v.s, c->v.n);
}

static void read_cell(struct kb *kb, const char *text, struct arena *a,
		      struct value *ret)
{
	const char *s = text_normalise(text, a);
	struct cell c = {
		.v = view_make(kb, s, strlen(s), a), .arena = a, .value = ret};
	const struct word *w = view_word_exact(&c.v, 0, c.v.n, "pending");

	if (w && !strpbrk(s, "0123456789")) {
		ret->kind = VALUE_PENDING;
		ret->text = s;
		return;
	}
	/* "III" alone; a single I is no grade */
	if (strlen(s) > 1 &&
	    scan_grade(s, strlen(s), &ret->number) == strlen(s)) {
		ret->kind = VALUE_NUMBER;
		return;
	}
	if (scan_parted(s, strlen(s), &ret->number) == strlen(s) && *s) {
		ret->kind = VALUE_NUMBER;
		ret->doubt = DOUBT_DIGITS;
		return;
	}
	ret->number = NUM_NONE;
	while (c.i < c.v.n)
		value_read_piece(&c);
	settle(&c);
}

/* "5.6", "140": nothing but a plain number. */
static bool is_plain(const char *s, double *ret)
{
	size_t whole = strspn(s, "0123456789");
	size_t part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;

	return whole > 0 && whole + part < 15 && (part > 0 || !s[whole]) &&
	       s[whole + (part > 0) + part] == '\0' && num_parse_all(s, ret);
}

static void keep_value(struct kb *kb, const char *text, size_t n,
		       const struct value *v)
{
	struct arena *keep = kb_may_keep(kb, KB_MEMO_PRINTED_VALUE, n);

	if (!keep)
		return;
	struct value *copy = arena_new(keep, struct value);
	*copy = *v;
	const char **texts[] = {&copy->unit, &copy->flag_text, &copy->text};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (*texts[i])
			*texts[i] = arena_strdup(keep, *texts[i]);
	kb_keep(kb, KB_MEMO_PRINTED_VALUE, text, n, copy);
}

void value_parse(struct kb *kb, const char *text, struct arena *a,
		 struct value *ret)
{
	const void *kept;

	*ret = value_none();
	if (!text)
		return;
	if (is_plain(text, &ret->number)) {
		ret->kind = VALUE_NUMBER;
		return;
	}
	size_t n = strlen(text);
	if (kb_recall(kb, KB_MEMO_PRINTED_VALUE, text, n, &kept)) {
		*ret = *(const struct value *)kept;
		return;
	}
	read_cell(kb, text, a, ret);
	keep_value(kb, text, n, ret);
}
