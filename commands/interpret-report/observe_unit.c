#include "commands/interpret-report/observe_private.h"

#include "base/num.h"
#include "commands/interpret-report/lines.h"
#include "kb/memo.h"

#include <math.h>
#include <string.h>

static const char *code_of(struct kb *kb, const char *text, struct arena *a)
{
	char buf[UNIT_SIZE];
	const void *kept;

	if (!text)
		return NULL;
	size_t n = strlen(text);
	if (kb_recall(kb, KB_MEMO_PRINTED_UNIT, text, n, &kept))
		return kept;
	const char *s = text_normalise(text, a);
	const char *code = unit_normalise(s, strlen(s), buf, sizeof buf);
	struct arena *keep = kb_may_keep(kb, KB_MEMO_PRINTED_UNIT, n);
	code = code ? arena_strdup(keep ? keep : a, code) : NULL;
	if (keep)
		kb_keep(kb, KB_MEMO_PRINTED_UNIT, text, n, code);
	return code;
}

void observe_printed_unit(struct kb *kb, struct work *w, struct arena *a)
{
	/* beside the number, in its column, behind the interval, in the name */
	const char *texts[] = {w->value.unit, w->raw->unit, w->range.unit,
			       w->match.unit};
	const char *column = code_of(kb, w->raw->unit, a);

	for (size_t i = 0; i < 4 && !w->ucum; i++) {
		if (!texts[i] || (!*texts[i]))
			continue;
		if (i == 2 && w->value.kind == VALUE_ORDINAL)
			continue; /* "阴性(Ct>38)" measures nothing */
		w->unit_text = w->unit_text ? w->unit_text : texts[i];
		w->ucum = code_of(kb, texts[i], a);
		if (w->ucum)
			w->unit_text = texts[i];
	}
	if (w->value.unit && w->ucum && column && strcmp(column, w->ucum) != 0)
		w->doubt |= DOUBT_UNIT;
	/* "1.86×10^3 ↑ copies/mL": the power is the number's */
	if (w->ucum && !isnan(w->value.power) && !strstr(w->ucum, "10*")) {
		w->value.number *= w->value.power;
		w->value.power = NUM_NONE;
	}
	/* "5.6×10^9" with the "/L" lost */
	if (!w->ucum && !isnan(w->value.power)) {
		int power = (int)lround(log10(w->value.power));
		w->unit_text = arena_printf(a, "10^%d", power);
		const char *whole = arena_printf(a, "10*%d", power);
		bool counted = w->analyte && w->analyte->unit &&
			       strcmp(w->analyte->unit, whole) == 0;
		w->ucum = counted ? whole
				  : arena_printf(a,
						 power >= 9 ? "10*%d/L"
							    : "10*%d/uL",
						 power);
	}
}

double observe_magnitude(double a, double b)
{
	return a > 0 && b > 0 ? fabs(log10(a / b)) : NUM_NONE;
}

/* The analyte's interval for its size alone: of a grown woman when age and sex
 * decide it and are not known. */
static bool usual_interval(struct kb *kb, const struct analyte *a,
			   const struct patient *p, struct interval *ret)
{
	static const double forty = 40 * 365.25;
	struct patient adult = *p;

	*ret = (struct interval){NUM_NONE, NUM_NONE, false,
				 false,    NUM_NONE, NULL};
	if (isnan(adult.age.days))
		adult.age.days = forty;
	if (adult.sex == SEX_UNKNOWN)
		adult.sex = SEX_FEMALE;
	return analyte_interval(kb, a, p, ret) == INTERVAL_FOUND ||
	       analyte_interval(kb, a, &adult, ret) != INTERVAL_NONE;
}

double observe_usual(struct kb *kb, const struct analyte *a,
		     const struct patient *p)
{
	struct interval i;

	if (!usual_interval(kb, a, p, &i))
		return NUM_NONE;
	return isnan(i.high) ? i.low : i.high;
}

/* Would the row make sense in this unit? *ret_apart: how far the printed
 * interval is from the analyte's own then, in powers of ten; NaN unknown. */
static bool fits(struct kb *kb, const struct report *r, const struct work *w,
		 const char *ucum, double *ret_apart)
{
	const struct analyte *a = w->analyte;
	double x = w->value.number, printed;

	*ret_apart = NUM_NONE;
	if (!analyte_convert(kb, a, ucum, x, &x))
		return false;
	if (!isnan(a->plausible_low) && x < a->plausible_low)
		return false;
	if (!isnan(a->plausible_high) && x > a->plausible_high)
		return false;
	printed = isnan(w->range.high) ? w->range.low : w->range.high;
	if (!isnan(printed) && analyte_convert(kb, a, ucum, printed, &printed))
		*ret_apart = observe_magnitude(
			printed, observe_usual(kb, a, &r->patient));
	return isnan(*ret_apart) || *ret_apart < 0.7;
}

/* Do two units give the same numbers for this analyte? */
static bool same_scale(struct kb *kb, const struct analyte *a, const char *x,
		       const char *y)
{
	double p, q;

	return analyte_convert(kb, a, x, 1, &p) &&
	       analyte_convert(kb, a, y, 1, &q) && fabs(p / q - 1) < 1e-6;
}

/* In this unit, is the value far beyond a critical limit? */
static bool is_deadly(struct kb *kb, const struct analyte *an, const char *ucum,
		      double x, const struct critical *limit)
{
	return analyte_convert(kb, an, ucum, x, &x) &&
	       (x < limit->low / 1.25 || x > limit->high * 1.25);
}

/* Neither unit nor interval printed: the one unit in which the value is about
 * usual, when it is far beyond a critical limit in any other ("Ca++ 1.18",
 * "glucose 102"); or NULL. */
static const char *usual_unit(struct kb *kb, const struct report *r,
			      const struct work *w, struct arena *a)
{
	const struct analyte *an = w->analyte;
	const char *found = NULL;
	struct interval usual;
	struct critical limit;
	double x;

	if (!usual_interval(kb, an, &r->patient, &usual) ||
	    !analyte_critical(kb, an, &r->patient, &limit))
		return NULL;
	for (const char *u = an->units; u && *u;) {
		size_t len = strcspn(u, " ");
		const char *ucum = arena_strndup(a, u, len);
		u += len + (u[len] == ' ');
		if ((found && same_scale(kb, an, found, ucum)) ||
		    !analyte_convert(kb, an, ucum, w->value.number, &x) ||
		    is_deadly(kb, an, ucum, w->value.number, &limit))
			continue;
		if (found || !(x >= usual.low / 1.3 && x <= usual.high * 1.3))
			return NULL;
		found = ucum;
	}
	return found;
}

/* No unit printed: the only one in which value and interval make sense, or
 * NULL. Where several would do, the printed interval must be nearly the usual
 * one in one of them, and clearly not in the others. */
static const char *only_unit(struct kb *kb, const struct report *r,
			     const struct work *w, struct arena *a)
{
	const struct analyte *an = w->analyte;
	const char *found = NULL;
	double best = NUM_NONE, second = NUM_NONE;
	int scales = 0;

	for (const char *u = an->units; u && *u;) {
		size_t len = strcspn(u, " ");
		const char *ucum = arena_strndup(a, u, len);
		double apart;
		u += len + (u[len] == ' ');
		if (!fits(kb, r, w, ucum, &apart) ||
		    (found && same_scale(kb, an, found, ucum)))
			continue;
		scales++;
		if (!found || apart < best) {
			second = found ? best : second;
			best = apart;
			found = ucum;
		} else if (!(apart >= second)) {
			second = apart;
		}
	}
	if (scales <= 1)
		return found;
	if (isnan(best) && !w->range.found)
		return usual_unit(kb, r, w, a);
	return best < 0.2 && second - best > 0.12 ? found : NULL;
}

/* A number that has no unit by nature: pH, INR, ratios, indices. */
static bool is_bare(const struct analyte *a)
{
	static const char *const bare[] = {"1",      "{ratio}", "[pH]",
					   "{INR}",  "{index}", "{COI}",
					   "{S/CO}", "{titer}"};

	if (!a->unit)
		return true;
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		if (strcmp(a->unit, bare[i]) == 0)
			return true;
	return false;
}

static bool has_several_scales(struct kb *kb, const struct analyte *a,
			       struct arena *arena)
{
	for (const char *u = a->units; u && *u;) {
		size_t len = strcspn(u, " ");
		const char *ucum = arena_strndup(arena, u, len);
		double x;
		if (analyte_convert(kb, a, ucum, 1, &x) &&
		    !same_scale(kb, a, a->unit, ucum))
			return true;
		u += len + (u[len] == ' ');
	}
	return false;
}

/* Is it a unit the analyte is reported in, though it cannot be converted? */
static bool is_listed(const struct analyte *a, const char *ucum)
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

bool observe_unit(struct kb *kb, const struct report *r, const struct work *w,
		  struct observation *o)
{
	const struct analyte *a = w->analyte;
	bool number =
		!isnan(w->value.number) || w->value.kind == VALUE_INTERVAL;

	o->unit = w->ucum;
	if (!a || !number || analyte_is_titre(a) || a->scale == SCALE_NOMINAL ||
	    w->value.kind == VALUE_TITRE) {
		if (a && analyte_is_titre(a))
			o->canonical = w->value.number;
		/* a chance below 1:10000 has an N above 10000 */
		if (a && a->scale == SCALE_RISK && o->comparator)
			o->comparator = o->comparator[0] == '<'
						? o->comparator[1] ? ">=" : ">"
					: o->comparator[1] ? "<="
							   : "<";
		return true;
	}
	if (w->ucum) {
		if (!a->unit) {
			o->canonical = w->value.number;
			return true;
		}
		if (analyte_unit_fits(kb, a, w->ucum)) {
			if (!isnan(w->value.number))
				analyte_convert(kb, a, w->ucum, w->value.number,
						&o->canonical);
			return true;
		}
		/* the word decides an ordinal result, whatever its index; a
		 * platform's own unit goes with its printed interval alone */
		return a->scale == SCALE_ORDINAL || is_bare(a) ||
		       (w->range.found && is_listed(a, w->ucum));
	}
	if (is_bare(a)) {
		o->unit = w->unit_text ? NULL : a->unit;
		o->canonical = w->value.number;
		return true;
	}
	if (a->scale == SCALE_ORDINAL)
		return true; /* index of the platform; no canonical number */
	if (w->unit_text)
		return false;
	if (!has_several_scales(kb, a, r->arena)) {
		double apart;
		if (!isnan(w->value.number) && !fits(kb, r, w, a->unit, &apart))
			return false;
		o->unit = a->unit;
		o->canonical = w->value.number;
		o->unit_assumed = true;
		return true;
	}
	o->unit = isnan(w->value.number) ? NULL : only_unit(kb, r, w, r->arena);
	if (!o->unit)
		return false;
	o->unit_assumed = true;
	return analyte_convert(kb, a, o->unit, w->value.number, &o->canonical);
}
