#include "kb/fact.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "kb/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void facts_init(struct facts *f, struct kb *kb, const struct patient *p,
		struct arena *a)
{
	*f = (struct facts){
		.kb = kb, .patient = p, .arena = a, .now = DATE_NONE};
	f->latest_n = kb->n_analytes;
	f->latest = mem_alloc(f->latest_n * sizeof *f->latest);
	memset(f->latest, 0xFF, f->latest_n * sizeof *f->latest);
}

void facts_release(struct facts *f)
{
	vec_free(&f->list);
	free(f->latest);
	f->latest = NULL;
}

void facts_add(struct facts *f, const struct fact *fact)
{
	vec_push(&f->list, *fact);
}

/* A result without a time is the present one. */
static int64_t time_of(const struct fact *fact)
{
	return fact->when == DATE_NONE ? INT64_MAX : fact->when;
}

static bool same_number(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static bool contradicts(const struct fact *a, const struct fact *b)
{
	return time_of(a) == time_of(b) &&
	       !(same_number(a->value, b->value) && same_number(a->lo, b->lo) &&
		 same_number(a->hi, b->hi));
}

void facts_settle(struct facts *f)
{
	bool single = true;

	for (size_t i = 0; i < f->list.n; i++) {
		struct fact *fact = &f->list.at[i];
		int *latest = &f->latest[fact->analyte->id];
		if (*latest == (int)i)
			continue;
		if (*latest < 0) {
			*latest = (int)i;
			continue;
		}
		single = false;
		struct fact *held = &f->list.at[*latest];
		if (held->state == FACT_UNREADABLE &&
		    time_of(fact) >= time_of(held))
			*latest = (int)i;
		else if (fact->state == FACT_PRESENT && contradicts(held, fact))
			held->state = FACT_CONFLICT;
		else if (time_of(fact) > time_of(held))
			*latest = (int)i;
	}
	f->n_single = single ? f->list.n : 0;
}

/* The cut-off stated in the unit the fact was printed in; else in the
 * canonical one; else the first that converts. In the canonical unit. */
static double cutoff_value(const struct facts *f, const struct name *name)
{
	const struct fact *fact = facts_latest(f, name->analyte->id);
	const char *wanted[] = {fact ? fact->unit : NULL, name->analyte->unit};
	double x;

	for (size_t w = 0; w < 2; w++)
		for (size_t i = 0; wanted[w] && i < name->n_cutoff; i++)
			if (strcmp(name->cutoff[i].unit, wanted[w]) == 0 &&
			    analyte_convert(f->kb, name->analyte,
					    name->cutoff[i].unit,
					    name->cutoff[i].value, &x))
				return x;
	for (size_t i = 0; i < name->n_cutoff; i++)
		if (analyte_convert(f->kb, name->analyte, name->cutoff[i].unit,
				    name->cutoff[i].value, &x))
			return x;
	return name->cutoff[0].value; /* ordinal or titre: no unit */
}

/* Over all readable results of the analyte within the window that ends at
 * the latest. A result without time counts as the latest. */
static double window_value(const struct facts *f, const struct name *name,
			   const struct fact *latest)
{
	double sum = 0, low = INFINITY, high = -INFINITY;
	int n = 0;

	for (size_t i = 0; i < f->list.n; i++) {
		const struct fact *fact = &f->list.at[i];
		if (fact->analyte != name->analyte || isnan(fact->value))
			continue;
		if (fact != latest &&
		    (fact->when == DATE_NONE || latest->when == DATE_NONE ||
		     (double)(latest->when - fact->when) >
			     name->argument * 3600))
			continue;
		sum += fact->value;
		low = fmin(low, fact->value);
		high = fmax(high, fact->value);
		n++;
	}
	if (name->attribute == ATTR_COUNT)
		return n;
	if (!n)
		return NUM_NONE;
	return name->attribute == ATTR_MIN   ? low
	       : name->attribute == ATTR_MAX ? high
					     : sum / n;
}

static const struct fact *previous(const struct facts *f,
				   const struct fact *latest)
{
	const struct fact *best = NULL;

	if (f->n_single == f->list.n)
		return NULL;
	for (size_t i = 0; i < f->list.n; i++) {
		const struct fact *fact = &f->list.at[i];
		if (fact->analyte == latest->analyte && fact != latest &&
		    time_of(fact) < time_of(latest) && !isnan(fact->value) &&
		    (!best || time_of(fact) > time_of(best)))
			best = fact;
	}
	return best;
}

static double series_value(const struct facts *f, const struct name *name,
			   const struct fact *latest)
{
	if (name->attribute == ATTR_DAYS_SINCE)
		return f->now == DATE_NONE || latest->when == DATE_NONE
			       ? NUM_NONE
			       : (double)(f->now - latest->when) / DATE_DAY;
	if (name->attribute != ATTR_PREV && name->attribute != ATTR_PREV_DAYS)
		return window_value(f, name, latest);
	const struct fact *earlier = previous(f, latest);
	if (!earlier)
		return NUM_NONE;
	if (name->attribute == ATTR_PREV)
		return earlier->value;
	if (latest->when == DATE_NONE || earlier->when == DATE_NONE)
		return NUM_NONE;
	return (double)(latest->when - earlier->when) / DATE_DAY;
}

/* A name of the drug checks; NaN where there is no drug. */
static double drug_value(const struct drug_facts *d, const struct name *name)
{
	int i = (int)name->argument;

	if (!d || name->attribute >= ATTR_SYMPTOM)
		return NUM_NONE;
	switch (name->attribute) {
	case ATTR_LACTATING:
		return d->lactating;
	case ATTR_CHILD_PUGH:
		return d->child_pugh;
	case ATTR_CRCL:
		return d->crcl;
	default:
		return d->amount[i / DRUG_AMOUNTS][i % DRUG_AMOUNTS];
	}
}

static double patient_value(const struct facts *f, const struct name *name)
{
	const struct patient *p = f->patient;

	switch (name->attribute) {
	case ATTR_AGE:
		return p->age.days / 365.25;
	case ATTR_AGE_D:
		return p->age.days;
	case ATTR_SEX:
		return p->sex == SEX_UNKNOWN ? NUM_NONE : (double)p->sex;
	case ATTR_PREGNANT:
		/* a man is not pregnant; otherwise only what was said */
		if (p->pregnant == TRI_UNKNOWN)
			return p->sex == SEX_MALE ? 0 : NUM_NONE;
		return p->pregnant == TRI_YES;
	case ATTR_GA:
		return p->weeks;
	case ATTR_WEIGHT:
		return p->weight;
	case ATTR_SETTING:
		if (p->setting == SETTING_UNKNOWN)
			return NUM_NONE;
		return p->setting == (enum setting)name->argument;
	case ATTR_CONTEXT:
		for (size_t i = 0; i < p->context.n; i++)
			if (p->context.at[i] == (int)name->argument)
				return 1;
		return NUM_NONE;
	case ATTR_SEX_F:
	case ATTR_SEX_M:
		if (p->sex == SEX_UNKNOWN)
			return NUM_NONE;
		return (p->sex == SEX_FEMALE) ==
		       (name->attribute == ATTR_SEX_F);
	case ATTR_SYMPTOM:
		return f->triage ? f->triage->symptom[(int)name->argument]
				 : NUM_NONE;
	case ATTR_TRIAGE:
		return f->triage ? f->triage->number[(int)name->argument]
				 : NUM_NONE;
	default:
		return drug_value(f->drug, name);
	}
}

/* The limit as a bound that belongs to the critical side, so that conditions
 * can say <= and >= whatever the table prints. */
static double critical_limit(const struct facts *f, const struct name *name)
{
	struct critical limit;

	if (!analyte_critical(f->kb, name->analyte, f->patient, &limit))
		return NUM_NONE;
	if (name->attribute == ATTR_CRIT_LOW)
		return limit.low_inclusive ? limit.low
					   : nextafter(limit.low, -INFINITY);
	return limit.high_inclusive ? limit.high
				    : nextafter(limit.high, INFINITY);
}

static double fact_value(const struct facts *f, const struct name *name,
			 const struct fact *fact)
{
	double x = fact->value;

	switch (name->attribute) {
	case ATTR_VALUE:
		if (fact->state != FACT_PRESENT)
			return NUM_NONE;
		if (name->unit && !isnan(x) &&
		    !analyte_convert_to(f->kb, fact->analyte, x, name->unit,
					&x))
			return NUM_NONE;
		return x;
	case ATTR_NUMBER:
		return fact->state == FACT_PRESENT ? fact->number : NUM_NONE;
	case ATTR_LOW:
		return fact->low;
	case ATTR_HIGH:
		return fact->high;
	default:
		return series_value(f, name, fact);
	}
}

double facts_value(const struct facts *f, const struct name *name,
		   enum fact_state *ret_why, bool *ret_absent)
{
	*ret_why = FACT_PRESENT;
	*ret_absent = false;
	if (name->attribute == ATTR_LITERAL)
		return name->argument;
	if (!name->analyte) {
		double x = patient_value(f, name);
		*ret_absent = isnan(x);
		return x;
	}
	if (name->attribute == ATTR_CUTOFF)
		return cutoff_value(f, name);
	if (name->attribute == ATTR_CRIT_LOW ||
	    name->attribute == ATTR_CRIT_HIGH)
		return critical_limit(f, name);
	const struct fact *fact = facts_latest(f, name->analyte->id);
	if (!fact) {
		*ret_absent = true;
		return NUM_NONE;
	}
	*ret_why = fact->state;
	double x = fact_value(f, name, fact);
	*ret_absent =
		isnan(x) && fact->state == FACT_PRESENT && isnan(fact->lo);
	return x;
}
