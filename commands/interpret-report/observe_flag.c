#include "commands/interpret-report/observe_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

enum side { SIDE_UNSURE, SIDE_BELOW, SIDE_WITHIN, SIDE_ABOVE };

/* A result as the interval it can be: low … high; open ends strict. */
struct extent {
	double low, high;
	bool low_open, high_open; /* the end itself is impossible */
};

static struct extent extent_of(const struct work *w)
{
	double x = w->value.number;
	const char *c = w->value.comparator;

	if (w->value.kind == VALUE_INTERVAL)
		return (struct extent){w->value.low, w->value.high, false,
				       false};
	if (!c)
		return (struct extent){x, x, false, false};
	if (c[0] == '<')
		return (struct extent){-INFINITY, x, true, c[1] != '='};
	return (struct extent){x, INFINITY, c[1] != '=', true};
}

static enum side side_of(struct extent e, double low, double high,
			 bool low_strict, bool high_strict)
{
	/* nothing measured is below zero unless the interval goes there */
	bool has_low = !isnan(low) && !(low <= 0 && isinf(e.low));
	bool below = has_low && (e.high < low || (e.high == low &&
						  (low_strict || e.high_open)));
	bool not_below = !has_low || e.low > low ||
			 (e.low == low && (!low_strict || e.low_open));
	bool above = !isnan(high) &&
		     (e.low > high ||
		      (e.low == high && (high_strict || e.low_open)));
	bool not_above = isnan(high) || e.high < high ||
			 (e.high == high && (!high_strict || e.high_open));

	if (below)
		return SIDE_BELOW;
	if (above)
		return SIDE_ABOVE;
	return not_below && not_above ? SIDE_WITHIN : SIDE_UNSURE;
}

static enum flag flag_of(enum side side)
{
	return side == SIDE_BELOW    ? FLAG_L
	       : side == SIDE_ABOVE  ? FLAG_H
	       : side == SIDE_WITHIN ? FLAG_N
				     : FLAG_NONE;
}

/* The bounds are printed in another unit than the value: into the value's. */
static bool convert_bound(struct kb *kb, const struct observation *o,
			  const char *from, double *bound)
{
	double canonical;

	if (isnan(*bound))
		return true;
	return analyte_convert(kb, o->analyte, from, *bound, &canonical) &&
	       analyte_convert_to(kb, o->analyte, canonical, o->unit, bound);
}

static void use_printed(struct kb *kb, const struct work *w,
			struct observation *o)
{
	const struct range *r = &w->range;
	char buf[UNIT_SIZE];
	const char *unit = r->unit ? unit_normalise(r->unit, strlen(r->unit),
						    buf, sizeof buf)
				   : NULL;

	o->range_origin = RANGE_REPORT;
	o->range_text = r->words;
	o->interval_state = r->state;
	if (!r->found)
		return;
	o->low = r->low;
	o->high = r->high;
	o->low_strict = r->low_strict;
	o->high_strict = r->high_strict;
	o->range_ordinal = r->ordinal;
	if (unit && o->unit && o->analyte && strcmp(unit, o->unit) != 0 &&
	    (!convert_bound(kb, o, unit, &o->low) ||
	     !convert_bound(kb, o, unit, &o->high))) {
		o->low = o->high = NUM_NONE;
		o->doubt |= DOUBT_UNIT;
	}
}

static void use_kb(struct kb *kb, const struct report *r, struct observation *o)
{
	struct interval i = {NUM_NONE, NUM_NONE, false, false, NUM_NONE, NULL};
	const struct analyte *a = o->analyte;

	if (!a)
		return;
	o->interval_state = analyte_interval(kb, a, &r->patient, &i);
	if (o->interval_state != INTERVAL_FOUND)
		return;
	if (a->unit && o->unit && !isnan(o->canonical)) {
		if ((!isnan(i.low) &&
		     !analyte_convert_to(kb, a, i.low, o->unit, &o->low)) ||
		    (!isnan(i.high) &&
		     !analyte_convert_to(kb, a, i.high, o->unit, &o->high)))
			return;
	} else if (!a->unit) {
		o->low = i.low;
		o->high = i.high;
	} else if (isnan(i.normal)) {
		return; /* no number to compare */
	}
	o->low_strict = i.low_strict;
	o->high_strict = i.high_strict;
	o->range_ordinal = i.normal;
	o->range_origin = RANGE_KB;
}

/* The knowledge base's interval is compared in the canonical unit: a bound
 * converted into mg/dL is no number of the source. */
static enum side kb_side(struct kb *kb, const struct report *r,
			 const struct observation *o, const struct work *w)
{
	struct interval i = {NUM_NONE, NUM_NONE, false, false, NUM_NONE, NULL};
	struct extent e = extent_of(w);

	if (analyte_interval(kb, o->analyte, &r->patient, &i) != INTERVAL_FOUND)
		return SIDE_UNSURE;
	if (o->analyte->unit && o->unit) {
		if (!isinf(e.low) &&
		    !analyte_convert(kb, o->analyte, o->unit, e.low, &e.low))
			return SIDE_UNSURE;
		if (!isinf(e.high) &&
		    !analyte_convert(kb, o->analyte, o->unit, e.high, &e.high))
			return SIDE_UNSURE;
	}
	return side_of(e, i.low, i.high, i.low_strict, i.high_strict);
}

static bool has_number(const struct work *w)
{
	return w->value.kind == VALUE_NUMBER ||
	       w->value.kind == VALUE_INTERVAL || w->value.kind == VALUE_TITRE;
}

static bool is_titre(const struct work *w)
{
	return w->value.kind == VALUE_TITRE;
}

static bool has_titre_range(const struct work *w, const struct observation *o)
{
	return w->range.titre ||
	       (o->range_origin == RANGE_KB && analyte_is_titre(o->analyte));
}

static bool is_risk(const struct observation *o)
{
	return o->analyte && o->analyte->scale == SCALE_RISK;
}

/* 1:180 is a higher risk than 1:270; only "<1:270" is a limit. */
static enum side risk_side(const struct work *w, const struct observation *o)
{
	struct extent e = extent_of(w);

	if (!isnan(o->low) || !(o->high > 0) || !(e.high > 0))
		return SIDE_UNSURE;
	e.low = e.low > 0 ? 1 / e.low : 0;
	e.high = isinf(e.high) ? INFINITY : 1 / e.high;
	return side_of(e, NUM_NONE, 1 / o->high, false, o->high_strict);
}

/* Against the number's interval, or the word's. */
static enum flag judge(struct kb *kb, const struct report *r,
		       const struct work *w, const struct observation *o)
{
	bool bounds = !isnan(o->low) || !isnan(o->high);
	/* 阴性 against 阴性; 1:80 against 阴性 is reactive */
	double word = w->value.kind == VALUE_TITRE && !w->value.comparator &&
				      isnan(w->value.ordinal)
			      ? ORDINAL_POSITIVE
			      : w->value.ordinal;

	if (has_number(w) && bounds && is_titre(w) == has_titre_range(w, o)) {
		enum side side =
			o->range_origin == RANGE_KB ? kb_side(kb, r, o, w)
			: is_risk(o)                ? risk_side(w, o)
				     : side_of(extent_of(w), o->low, o->high,
					       o->low_strict, o->high_strict);
		/* low is reactive there: abnormal, not low */
		if (side == SIDE_BELOW && o->analyte && o->analyte->competitive)
			return FLAG_A;
		if (side != SIDE_UNSURE)
			return flag_of(side);
	}
	/* 低于检测下限 against "<500" */
	if (word == ORDINAL_NEGATIVE && isnan(o->range_ordinal) &&
	    isnan(o->low) && o->high > 0 && o->analyte &&
	    o->analyte->scale == SCALE_ORDINAL && !has_number(w))
		return FLAG_N;
	if (isnan(word) || isnan(o->range_ordinal))
		return FLAG_NONE;
	if (o->range_ordinal >= 1)
		return word >= 1 ? FLAG_N : FLAG_A;
	return word > o->range_ordinal ? FLAG_A : FLAG_N;
}

/* LL and HH by the table of critical values. */
static void grade(struct kb *kb, const struct report *r, struct observation *o)
{
	struct critical c;

	if (!o->analyte || isnan(o->canonical) ||
	    !analyte_critical(kb, o->analyte, &r->patient, &c))
		return;
	bool low = o->canonical < c.low ||
		   (c.low_inclusive && o->canonical == c.low);
	bool high = o->canonical > c.high ||
		    (c.high_inclusive && o->canonical == c.high);
	if (o->comparator && o->comparator[0] == '>')
		low = false; /* more than that */
	if (o->comparator && o->comparator[0] == '<')
		high = false;
	/* inside its printed interval, or flagged so: then name, unit or one of the numbers
	 * is not what it seems */
	if ((low || high) && o->flag == FLAG_N && o->range_origin != RANGE_KB)
		o->doubt |= DOUBT_CONFLICT;
	if (low && (o->flag == FLAG_L || o->flag == FLAG_NONE))
		o->flag = FLAG_LL;
	if (high && (o->flag == FLAG_H || o->flag == FLAG_NONE))
		o->flag = FLAG_HH;
}

/* What a number of an ordinal analyte says: by the printed word, the flag or
 * the interval; anything else stays undecided. */
static void decide_ordinal(const struct work *w, struct observation *o)
{
	const struct analyte *a = o->analyte;
	enum side side;

	o->ordinal = w->value.ordinal;
	if (!isnan(o->ordinal) || !a || a->scale != SCALE_ORDINAL ||
	    !has_number(w) ||
	    (o->range_origin != RANGE_REPORT && isnan(o->range_ordinal)) ||
	    (isnan(o->low) && isnan(o->high)))
		return;
	struct extent e = extent_of(w);
	side = side_of(e, o->low, o->high, o->low_strict, o->high_strict);
	if (side == SIDE_UNSURE)
		return;
	bool upper = !isnan(o->high);
	bool threshold = !upper && !a->competitive; /* ">=10": reactive from */
	bool inside = side == SIDE_WITHIN;
	o->ordinal = inside == threshold ? ORDINAL_POSITIVE : ORDINAL_NEGATIVE;
	if (e.low >= w->range.grey_low && e.high <= w->range.grey_high &&
	    o->ordinal == ORDINAL_POSITIVE)
		o->ordinal = ORDINAL_TRACE;
	/* the flag must say the same */
	if (observe_said(w) == FLAG_A && o->ordinal == ORDINAL_NEGATIVE)
		o->ordinal = NUM_NONE;
}

void observe_flag(struct kb *kb, const struct report *r, const struct work *w,
		  struct observation *o)
{
	if (w->range.found || w->range.words || w->range.state != INTERVAL_NONE)
		use_printed(kb, w, o);
	else
		use_kb(kb, r, o);
	o->flag = judge(kb, r, w, o);
	decide_ordinal(w, o);
	if (isnan(o->ordinal) && o->analyte &&
	    o->analyte->scale == SCALE_ORDINAL && observe_said(w) == FLAG_A &&
	    has_number(w))
		o->ordinal = ORDINAL_POSITIVE;
	observe_compare_flag(w, o);
	grade(kb, r, o);
}
