#include "commands/interpret-report/range_private.h"

#include "base/num.h"
#include "commands/interpret-report/lines.h"
#include "kb/memo.h"

#include <math.h>
#include <string.h>

static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static bool same_interval(const struct entry *a, const struct entry *b)
{
	return same(a->low, b->low) && same(a->high, b->high) &&
	       a->low_strict == b->low_strict &&
	       a->high_strict == b->high_strict;
}

/* Is the interval for this patient? NEEDS_… when that is not known. */
static enum interval_state applies(const struct who *who,
				   const struct patient *p)
{
	bool aged = !isnan(who->age_low) || !isnan(who->age_high);

	if (who->special || (who->pregnant && p->pregnant != TRI_YES))
		return INTERVAL_NONE;
	if (!who->pregnant && who->given && p->pregnant == TRI_YES &&
	    who->sex == SEX_MALE)
		return INTERVAL_NONE;
	if (who->sex && p->sex && who->sex != p->sex)
		return INTERVAL_NONE;
	if (who->grown && p->age.days < 18 * 365.25)
		return INTERVAL_NONE;
	if (aged && !isnan(p->age.days) &&
	    ((!isnan(who->age_low) && p->age.days < who->age_low) ||
	     (!isnan(who->age_high) && p->age.days >= who->age_high + 365.25)))
		return INTERVAL_NONE;
	if (who->sex && !p->sex)
		return INTERVAL_NEEDS_SEX;
	if (aged && isnan(p->age.days))
		return INTERVAL_NEEDS_AGE;
	return INTERVAL_FOUND;
}

static void take(struct range *ret, const struct entry *e)
{
	ret->found = true;
	ret->low = e->low;
	ret->high = e->high;
	ret->low_strict = e->low_strict;
	ret->high_strict = e->high_strict;
	ret->titre = e->titre;
	ret->state = INTERVAL_FOUND;
}

/* The patient's interval among those read: all that apply must agree. */
static void choose(const struct reading *r, const struct patient *p,
		   struct range *ret)
{
	const struct entry *chosen = NULL;
	enum interval_state doubt = INTERVAL_NONE;
	bool labelled = false, differ = false;

	for (size_t i = 0; i < r->n; i++) {
		labelled |= r->entry[i].who.ordinal == 0;
		if (r->entry[i].who.ordinal != ORDINAL_TRACE)
			continue;
		ret->grey_low = r->entry[i].low;
		ret->grey_high = r->entry[i].high;
	}
	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = &r->entry[i];
		if (labelled && e->who.ordinal != 0)
			continue;
		enum interval_state state = applies(&e->who, p);
		if (state == INTERVAL_NONE)
			continue;
		if (state != INTERVAL_FOUND)
			doubt = state;
		/* an interval for pregnancy goes before the general one */
		if (chosen && e->who.pregnant && !chosen->who.pregnant)
			chosen = NULL, differ = false;
		if (chosen && chosen->who.pregnant && !e->who.pregnant)
			continue;
		differ |= chosen && !same_interval(chosen, e);
		chosen = chosen ? chosen : e;
	}
	if (!chosen)
		return;
	/* one interval, for the other kind of people only: not ours */
	if (!differ && (doubt == INTERVAL_NONE || r->n > 1))
		take(ret, chosen);
	else if (doubt != INTERVAL_NONE)
		ret->state = doubt;
	else
		ret->doubt |= DOUBT_RANGE;
}

static const char *kept_text(struct arena *keep, const char *s)
{
	return s ? arena_strdup(keep, s) : NULL;
}

/* The cell as read, for any patient. */
struct read_cell {
	struct reading reading;
	struct range range;
	const char *text; /* normalised */
};

static void read_cell(struct kb *kb, const char *text, struct arena *a,
		      struct read_cell *ret)
{
	const char *s = text_normalise(text, a);

	*ret = (struct read_cell){
		.range = {.low = NUM_NONE,
			  .high = NUM_NONE,
			  .grey_low = NUM_NONE,
			  .grey_high = NUM_NONE,
			  .ordinal = NUM_NONE},
		.reading = {.v = view_make(kb, s, strlen(s), a), .arena = a},
		.text = s};
	ret->reading.range = &ret->range;
	range_read(&ret->reading);
}

/* The cell read, now or earlier; in *space when it is not kept. */
static const struct read_cell *recall_cell(struct kb *kb, const char *text,
					   struct arena *a,
					   struct read_cell *space)
{
	const void *kept;
	size_t n = strlen(text);

	if (kb_recall(kb, KB_MEMO_PRINTED_RANGE, text, n, &kept))
		return kept;
	read_cell(kb, text, a, space);
	struct arena *keep = kb_may_keep(kb, KB_MEMO_PRINTED_RANGE, n);
	if (!keep)
		return space;
	struct read_cell *copy = arena_new(keep, struct read_cell);
	*copy = *space;
	copy->text = kept_text(keep, space->text);
	copy->range.unit = kept_text(keep, space->range.unit);
	copy->range.words = kept_text(keep, space->range.words);
	kb_keep(kb, KB_MEMO_PRINTED_RANGE, text, n, copy);
	return copy;
}

void range_parse(struct kb *kb, const char *text, const struct patient *p,
		 struct arena *a, struct range *ret)
{
	struct read_cell space;

	*ret = (struct range){.low = NUM_NONE,
			      .high = NUM_NONE,
			      .grey_low = NUM_NONE,
			      .grey_high = NUM_NONE,
			      .ordinal = NUM_NONE};
	if (!text)
		return;
	const struct read_cell *cell = recall_cell(kb, text, a, &space);
	const struct reading *r = &cell->reading;
	*ret = cell->range;
	choose(r, p, ret);
	if (!isnan(ret->ordinal) && !ret->found)
		ret->found = true;
	if (r->overflow)
		ret->found = false;
	if (!ret->found && (r->other || r->n || *cell->text))
		ret->words = cell->text;
	/* words beside an interval for everybody (a grade list, a remark) do
	 * not make the interval wrong, but a list of grades is none */
	bool expected = false;
	for (size_t i = 0; i < r->n; i++)
		expected |= r->entry[i].who.expected;
	if (ret->found && r->n > 1 && r->entry[0].who.special && !expected)
		ret->found = false, ret->words = cell->text;
}
