/* How well a candidate analyte goes with what is printed in a row: unit, kind
 * of value, size of the interval, specimen, heading, the rows around. */
#include "commands/interpret-report/observe_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

/* Blood, serum, plasma and what is taken for them are one fluid here. */
static bool is_blood(const char *specimen)
{
	switch (*specimen) {
	case 'b':
		return strcmp(specimen, "blood") == 0;
	case 's':
		return strcmp(specimen, "serum") == 0 ||
		       strcmp(specimen, "swab") == 0;
	case 'p':
		return strcmp(specimen, "plasma") == 0;
	case 'g':
		return strcmp(specimen, "gas") == 0;
	case 'a':
		return strcmp(specimen, "any") == 0;
	default:
		return false;
	}
}

static bool same_fluid(const char *a, const char *b)
{
	return (is_blood(a) && is_blood(b)) || strcmp(a, b) == 0;
}

static bool same_specimen(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

enum { DISJOINT = -8 };

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void score_look_around(const struct work *w, size_t n, size_t i,
		       struct neighbours *ret)
{
	size_t from = i > NEAR ? i - NEAR : 0;
	size_t to = i + NEAR + 1 < n ? i + NEAR + 1 : n;

	ret->n = ret->blood = 0;
	for (size_t k = from; k < to; k++) {
		const struct analyte *a = w[k].analyte;
		if (k == i || !a || w[k].raw->when != w[i].raw->when ||
		    !same_text(w[k].raw->panel, w[i].raw->panel))
			continue;
		ret->blood += is_blood(a->specimen);
		ret->analyte[ret->n++] = a;
	}
}

double score_neighbours(const struct neighbours *around,
			const struct analyte *c)
{
	size_t panel = 0, fluids = around->blood, n = around->n;

	if (!n)
		return 0;
	if (!is_blood(c->specimen))
		fluids = 0;
	for (size_t k = 0; k < n; k++) {
		const struct analyte *a = around->analyte[k];
		panel += *a->panel == *c->panel &&
			 strcmp(a->panel, c->panel) == 0;
		if (around->blood < n && !is_blood(c->specimen))
			fluids += strcmp(a->specimen, c->specimen) == 0;
	}
	double score = 2.0 * (double)panel / (double)n;
	return score + (fluids * 2 >= n ? 1.5 : -2.5);
}

static bool has_unit(const struct analyte *a, const char *ucum)
{
	size_t n = strlen(ucum);

	for (const char *u = a->units; u && *u;) {
		size_t len = strcspn(u, " ");
		if (len == n && memcmp(u, ucum, n) == 0)
			return true;
		u += len + (u[len] == ' ');
	}
	return false;
}

double score_unit(struct kb *kb, const struct work *w, const struct analyte *c)
{
	if (!w->ucum) {
		if (w->unit_text)
			return 0;
		bool bare = !c->unit || strcmp(c->unit, "1") == 0 ||
			    c->scale != SCALE_QUANTITATIVE;
		return bare ? 1 : 0;
	}
	if (has_unit(c, w->ucum))
		return 5;
	if (c->unit && analyte_unit_fits(kb, c, w->ucum))
		return 3;
	return c->unit ? -6 : -2;
}

static double scale_score(const struct work *w, const struct analyte *c)
{
	const struct value *v = &w->value;
	bool words = v->kind == VALUE_ORDINAL || v->kind == VALUE_WORDS;
	bool number = v->kind == VALUE_NUMBER || v->kind == VALUE_INTERVAL;

	switch (c->scale) {
	case SCALE_QUANTITATIVE:
		if (v->kind == VALUE_ORDINAL)
			return -3;
		return words ? -2 : number ? 1 : 0;
	case SCALE_ORDINAL:
		if (v->kind == VALUE_ORDINAL || !isnan(v->ordinal))
			return 2;
		/* a bare number with an interval of numbers is measured */
		return number && !isnan(w->range.high) ? -2 : number ? -1 : 0;
	case SCALE_TITRE:
	case SCALE_RISK:
		return v->kind == VALUE_TITRE ? 2 : 0;
	case SCALE_NOMINAL:
		return words ? 1 : -3;
	}
	return 0;
}

/* The printed interval, in this unit, lies wholly and clearly outside c's own:
 * ionised calcium 1.15–1.29 beside total calcium 2.11–2.52. */
static bool is_outside(struct kb *kb, const struct work *w,
		       const struct analyte *c, const struct interval *own,
		       const char *ucum)
{
	double low, high;

	return analyte_convert(kb, c, ucum, w->range.low, &low) &&
	       analyte_convert(kb, c, ucum, w->range.high, &high) &&
	       (high * 1.3 < own->low || low > own->high * 1.3);
}

/* The unit printed, or else whichever it might be. */
static bool is_disjoint(struct kb *kb, const struct report *r,
			const struct work *w, const struct analyte *c)
{
	struct interval own;
	char ucum[UNIT_SIZE];
	bool any = false;

	if (isnan(w->range.low) || w->range.low <= 0 || !c->unit ||
	    analyte_interval(kb, c, &r->patient, &own) == INTERVAL_NONE)
		return false;
	if (w->ucum)
		return is_outside(kb, w, c, &own, w->ucum);
	for (const char *u = w->unit_text ? NULL : c->units; u && *u;) {
		size_t len = strcspn(u, " ");
		if (len < sizeof ucum) {
			memcpy(ucum, u, len);
			ucum[len] = '\0';
			if (!is_outside(kb, w, c, &own, ucum))
				return false;
			any = true;
		}
		u += len + (u[len] == ' ');
	}
	return any;
}

/* Is the lower end c's own as well, and above zero? */
static bool has_own_low(struct kb *kb, const struct report *r,
			const struct work *w, const struct analyte *c)
{
	struct interval own;
	double low = w->range.low;

	if (analyte_interval(kb, c, &r->patient, &own) == INTERVAL_NONE ||
	    !(own.low > 0) || !(low > 0) ||
	    !analyte_convert(kb, c, w->ucum, low, &low))
		return false;
	return observe_magnitude(low, own.low) < 0.1;
}

/* Does the printed interval have the size of c's own? With the unit unknown,
 * in whichever unit it would. */
double score_size(struct kb *kb, const struct report *r, const struct work *w,
		  const struct analyte *c)
{
	double usual,
		printed = isnan(w->range.high) ? w->range.low : w->range.high;

	if (c->scale != SCALE_QUANTITATIVE || isnan(printed) || !w->range.found)
		return 0;
	usual = observe_usual(kb, c, &r->patient);
	if (isnan(usual))
		return 0;
	if (w->ucum && !analyte_convert(kb, c, w->ucum, printed, &printed))
		return 0;
	double apart = observe_magnitude(printed, usual);
	if (isnan(apart))
		return 0;
	if (is_disjoint(kb, r, w, c))
		return DISJOINT;
	/* "137-147" among a urine's results that say so is still serum sodium;
	 * with the fluid said, serum intervals may be printed all the same */
	if (score_unsaid(r, w) && w->ucum && apart < 0.05 &&
	    has_own_low(kb, r, w, c))
		return 6;
	if (apart < 0.35)
		return 2.5;
	return apart > 1 ? (w->ucum ? -3 : -1.5) : 0;
}

double score_specimen(const struct report *r, const struct work *w,
		      const struct analyte *c)
{
	const char *said = w->match.specimen  ? w->match.specimen
			   : w->raw->specimen ? w->raw->specimen
					      : r->specimen;
	double weight = w->match.specimen ? 2 : w->raw->specimen ? 1 : 0.6;

	if (!said || strcmp(c->specimen, "any") == 0)
		return 0;
	if (same_specimen(said, c->specimen))
		return 3 * weight;
	return same_fluid(said, c->specimen) ? 2 * weight
	       : w->match.specimen           ? -20
					     : -5 * weight;
}

static double panel_score(const struct work *w, const struct analyte *c)
{
	const char *panel = w->raw->panel;

	if (!panel) /* "Cr" is hardly ever chromium */
		return strcmp(c->panel, "trace") == 0 ? -1.5 : 0;
	if (strcmp(panel, c->panel) == 0)
		return 3;
	return strcmp(panel, "chemistry") == 0 &&
			       same_fluid("serum", c->specimen)
		       ? 1
		       : -0.5;
}

static double plausible_score(struct kb *kb, const struct work *w,
			      const struct analyte *c)
{
	double x = w->value.number;

	if (isnan(x) || w->value.kind != VALUE_NUMBER ||
	    isnan(c->plausible_low))
		return 0;
	if (w->ucum && !analyte_convert(kb, c, w->ucum, x, &x))
		return 0;
	return x < c->plausible_low || x > c->plausible_high ? -1.5 : 0.3;
}

/* The laboratory's code for it is the one it is known by here: D.BIL. */
static double code_score(const struct work *w, const struct analyte *c)
{
	const char *s = w->raw->abbrev ? w->raw->abbrev : w->raw->name;
	const char *code = c->code;

	for (; s && *s; s++) {
		if (strchr(".-_ ", *s) || (*s == '+' && !s[1]))
			continue;
		if (*s != *code && (*s & ~0x20) != *code)
			return 0;
		code++;
	}
	return s && !*code ? 1.2 : 0;
}

/* "Ca++", "Ca2+": the ion, which a blood gas analyser measures. */
static double ion_score(const struct work *w, const struct analyte *c)
{
	const char *s = w->raw->name;
	size_t n = s ? strlen(s) : 0;

	return n > 2 && s[n - 1] == '+' &&
			       (s[n - 2] == '+' || s[n - 2] == '2') &&
			       strcmp(c->panel, "gas") == 0
		       ? 0.5
		       : 0;
}

bool score_unsaid(const struct report *r, const struct work *w)
{
	return !w->match.specimen && !w->raw->specimen && !r->specimen &&
	       !w->raw->panel;
}

/* Without a word of the specimen, it is blood. */
static double unsaid_score(const struct report *r, const struct work *w,
			   const struct analyte *c)
{
	return !score_unsaid(r, w) || same_fluid(c->specimen, "serum") ? 0
								       : -1.5;
}

double score_alone(struct kb *kb, const struct report *r, const struct work *w,
		   const struct analyte *c)
{
	double unit = score_unit(kb, w, c);
	double score = unit + scale_score(w, c) + score_specimen(r, w, c) +
		       panel_score(w, c) + code_score(w, c) + ion_score(w, c) +
		       unsaid_score(r, w, c);

	/* numbers in a unit that cannot be say nothing */
	if (!w->ucum || !c->unit || unit > 0)
		score += score_size(kb, r, w, c) + plausible_score(kb, w, c);
	return score;
}

bool score_same_fluid(const struct analyte *a, const struct analyte *b)
{
	return same_fluid(a->specimen, b->specimen);
}
