#include "commands/interpret-report/judge.h"

#include "base/date.h"
#include "base/num.h"
#include "kb/rule.h"

#include <math.h>
#include <string.h>

/* The value as the report shows it, for sentences. */
static const char *printed_value(struct arena *a, const struct observation *o)
{
	const char *value = o->raw->value ? o->raw->value : o->text;
	const char *unit = o->raw->unit;
	char number[NUM_SIZE];

	if (!value)
		value = num_format(number, o->value);
	if (!unit || !*unit)
		return arena_strdup(a, value);
	char *both = arena_alloc(a, strlen(value) + strlen(unit) + 2);
	char *end = stpcpy(both, value);
	*end++ = ' ';
	stpcpy(end, unit);
	return both;
}

static double to_canonical(struct kb *kb, const struct observation *o, double x)
{
	double canonical;

	if (isnan(x) || !o->unit)
		return o->analyte->unit ? NUM_NONE : x;
	return analyte_convert(kb, o->analyte, o->unit, x, &canonical)
		       ? canonical
		       : NUM_NONE;
}

static enum fact_state state_of(const struct observation *o)
{
	switch (o->status) {
	case ROW_OK:
		return FACT_PRESENT;
	case ROW_UNIT_UNKNOWN:
		return FACT_UNIT_UNKNOWN;
	default:
		return FACT_UNREADABLE;
	}
}

static void set_censored(struct fact *f, const char *comparator, double x)
{
	bool above = comparator[0] == '>';

	f->lo = above ? x : -INFINITY;
	f->hi = above ? INFINITY : x;
	f->lo_closed = above && comparator[1] == '=';
	f->hi_closed = !above && comparator[1] == '=';
}

static struct fact make_fact(struct kb *kb, const struct report *r,
			     const struct observation *o, int ref)
{
	struct fact f = {.analyte = o->analyte,
			 .state = state_of(o),
			 .value = NUM_NONE,
			 .lo = NUM_NONE,
			 .hi = NUM_NONE,
			 .number = NUM_NONE,
			 .unit = o->unit,
			 .printed = printed_value(r->arena, o),
			 .when = o->when,
			 .ref = ref,
			 .line = o->raw->line,
			 .start = o->raw->start,
			 .end = o->raw->end};

	f.low = to_canonical(kb, o, o->low);
	f.high = to_canonical(kb, o, o->high);
	if (f.state != FACT_PRESENT)
		return f;
	if (o->analyte->scale == SCALE_ORDINAL) {
		f.value = o->ordinal;
		f.number = o->canonical;
		if (isnan(f.value) && isnan(f.number))
			f.state = FACT_UNREADABLE;
	} else if (o->comparator && !isnan(o->canonical)) {
		set_censored(&f, o->comparator, o->canonical);
	} else {
		f.value = isnan(o->canonical) ? o->ordinal : o->canonical;
		if (isnan(f.value))
			f.state = FACT_UNREADABLE;
	}
	return f;
}

/* A derived fact becomes a row of its own, marked as derived. */
static void add_derived(struct kb *kb, struct report *r, struct fact *f)
{
	struct raw_row *raw = arena_new(r->arena, struct raw_row);
	struct observation o = {.raw = raw,
				.analyte = f->analyte,
				.value = f->value,
				.ordinal = NUM_NONE,
				.unit = f->analyte->unit,
				.canonical = f->value,
				.low = f->low,
				.high = f->high,
				.range_ordinal = NUM_NONE,
				.derived = true,
				.when = f->when,
				.status = ROW_OK};
	struct interval interval;

	raw->name = f->analyte->code;
	raw->value = f->printed;
	raw->low = raw->high = NUM_NONE;
	raw->when = raw->previous_when = DATE_NONE;
	o.interval_state =
		analyte_interval(kb, f->analyte, &r->patient, &interval);
	if (o.interval_state == INTERVAL_FOUND) {
		o.range_origin = RANGE_KB;
		o.low_strict = interval.low_strict;
		o.high_strict = interval.high_strict;
		o.flag = f->value < f->low ||
					 (o.low_strict && f->value == f->low)
				 ? FLAG_L
			 : f->value > f->high ||
					 (o.high_strict && f->value == f->high)
				 ? FLAG_H
				 : FLAG_N;
	}
	f->ref = (int)r->observations.n;
	vec_push(&r->observations, o);
}

bool report_judge(struct kb *kb, struct report *r, struct result *ret,
		  struct err *err)
{
	struct facts facts;

	facts_init(&facts, kb, &r->patient, r->arena);
	for (size_t i = 0; i < r->observations.n; i++)
		if (r->observations.at[i].analyte) {
			struct fact f = make_fact(kb, r, &r->observations.at[i],
						  (int)i);
			facts_add(&facts, &f);
		}
	for (size_t i = 0; i < r->past.n; i++)
		facts_add(&facts, &r->past.at[i]);
	size_t printed = facts.list.n;
	bool ok = facts_derive(&facts, err);
	for (size_t i = printed; ok && i < facts.list.n; i++)
		add_derived(kb, r, &facts.list.at[i]);
	ok = ok &&
	     rules_evaluate(&facts, &ret->findings, &ret->not_checked, err);
	facts_release(&facts);
	return ok;
}

/* The newest earlier readable result of the same analyte. */
static const struct observation *earlier(const struct report *r,
					 const struct observation *o)
{
	const struct observation *best = NULL;

	for (size_t i = 0; i < r->observations.n; i++) {
		const struct observation *p = &r->observations.at[i];
		bool before = p->previous && !o->previous;
		if (p->when != DATE_NONE && o->when != DATE_NONE)
			before = p->when < o->when;
		if (p != o && p->analyte == o->analyte && before &&
		    p->status == ROW_OK && !isnan(p->canonical) &&
		    (!best || p->when > best->when))
			best = p;
	}
	return best;
}

double observation_delta(const struct report *r, const struct observation *o,
			 double *ret_limit)
{
	if (!o->analyte || isnan(o->analyte->cvi) || isnan(o->canonical) ||
	    o->comparator || o->status != ROW_OK)
		return NUM_NONE;
	const struct observation *before = earlier(r, o);
	if (!before || before->comparator || before->canonical <= 0)
		return NUM_NONE;
	double cvi = o->analyte->cvi, cva = cvi / 2;
	double change = (o->canonical / before->canonical - 1) * 100;
	*ret_limit = 1.96 * sqrt(2) * sqrt(cvi * cvi + cva * cva);
	return fabs(change) > *ret_limit ? change : NUM_NONE;
}
