#include "commands/interpret-report/observe_private.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/scope.h"

#include <math.h>
#include <string.h>

static void prepare(struct kb *kb, const struct report *r,
		    const struct raw_row *raw, struct work *w, struct arena *a)
{
	bool critical = false;

	*w = (struct work){.raw = raw, .doubt = raw->doubt};
	value_parse(kb, raw->value, r->arena, &w->value);
	range_parse(kb, raw->range, &r->patient, r->arena, &w->range);
	if (!w->range.found && (!isnan(raw->low) || !isnan(raw->high))) {
		w->range.found = true;
		w->range.low = raw->low;
		w->range.high = raw->high;
		w->range.words = NULL;
	}
	w->printed = observe_printed_flag(kb, raw->flag, r->star, a, &critical);
	if (w->printed == FLAG_NONE)
		w->printed = w->value.flag;
	if (w->printed == FLAG_NONE && w->value.star &&
	    r->star >= STAR_ABNORMAL) {
		w->printed = FLAG_A;
		critical = r->star == STAR_CRITICAL;
	}
	w->printed_critical = critical;
	w->doubt |= w->value.doubt;
	w->doubt |= w->range.doubt & (DOUBT_RANGE | DOUBT_DIGITS);
}

static const char *shown_flag(const struct work *w)
{
	return w->raw->flag ? w->raw->flag : w->value.flag_text;
}

static struct observation blank(const struct work *w)
{
	return (struct observation){.raw = w->raw,
				    .analyte = w->analyte,
				    .value = NUM_NONE,
				    .ordinal = NUM_NONE,
				    .from = NUM_NONE,
				    .to = NUM_NONE,
				    .canonical = NUM_NONE,
				    .low = NUM_NONE,
				    .high = NUM_NONE,
				    .range_ordinal = NUM_NONE,
				    .printed_flag = shown_flag(w),
				    .when = w->raw->when,
				    .doubt = w->doubt};
}

static void take_value(const struct work *w, struct observation *o)
{
	const struct value *v = &w->value;

	o->value = v->number;
	o->comparator = v->comparator;
	o->text = v->text;
	if (v->kind == VALUE_INTERVAL) {
		o->interval_result = true;
		o->text = w->raw->value; /* its ends have no field */
		o->from = v->low;
		o->to = v->high;
	}
}

/* A digit lost its point: a count without decimals, beside an interval with
 * them, that fits when divided by a power of ten ("1234" for 1.234). */
static bool lost_point(const struct work *w, const struct observation *o)
{
	const char *unit = o->analyte ? o->analyte->unit : NULL;

	if (!unit || strncmp(unit, "10*", 3) != 0 || isnan(o->high) ||
	    !w->raw->value || strchr(w->raw->value, '.') || !w->raw->range ||
	    !strchr(w->raw->range, '.') || o->value < 20 * o->high)
		return false;
	double by = 1;
	for (int digits = 1; digits <= 4; digits++) {
		by *= 10;
		if (o->value / by <= o->high * 1.5 &&
		    (isnan(o->low) || o->value / by >= o->low * 0.5))
			return true;
	}
	return false;
}

static bool is_implausible(const struct observation *o)
{
	const struct analyte *a = o->analyte;

	return a && !isnan(o->canonical) &&
	       (o->canonical < a->plausible_low ||
		o->canonical > a->plausible_high);
}

/* The printed interval is ten times off the analyte's own in the printed unit:
 * one of the three is misread. */
static bool has_odd_interval(struct kb *kb, const struct report *r,
			     const struct work *w, const struct observation *o)
{
	struct interval i;
	double low, high;

	if (!o->analyte || !o->unit ||
	    o->analyte->scale != SCALE_QUANTITATIVE || !w->range.found ||
	    w->range.titre || isnan(o->high) ||
	    analyte_interval(kb, o->analyte, &r->patient, &i) !=
		    INTERVAL_FOUND ||
	    !analyte_convert(kb, o->analyte, o->unit, o->high, &high))
		return false;
	double apart = observe_magnitude(high, i.high);
	if (isnan(apart) || apart < 0.9)
		return false;
	/* antibodies: every platform has its own, <4 or <115 */
	if (isnan(i.low) && strcmp(o->analyte->unit, "[IU]/mL") == 0)
		return false;
	if (isnan(o->low) || o->low <= 0 ||
	    !analyte_convert(kb, o->analyte, o->unit, o->low, &low))
		return apart > 1.4;
	double below = observe_magnitude(low, i.low);
	return isnan(below) ? apart > 1.4 : below > 0.7;
}

/* "+" for a quantity: more likely a piece of something else (Mg2+) than a
 * result, 3+ and 阳性 another test's; "阴性" can be one. */
static bool is_bare_sign(const struct work *w, const struct analyte *a)
{
	return a && a->scale == SCALE_QUANTITATIVE &&
	       w->value.kind == VALUE_ORDINAL && w->value.text &&
	       (w->value.ordinal > 0 || strchr("+-(", w->value.text[0]));
}

static bool is_unreadable(const struct work *w, const struct analyte *a)
{
	switch (w->value.kind) {
	case VALUE_NONE:
	case VALUE_PENDING:
	case VALUE_UNREADABLE:
		return true;
	case VALUE_WORDS:
		return a && a->scale != SCALE_NOMINAL && a->scale != SCALE_RISK;
	default:
		return false;
	}
}

static enum row_status status_of(const struct work *w,
				 const struct observation *o, bool unit_known)
{
	if (!o->analyte)
		return ROW_CODE_UNKNOWN;
	if (is_unreadable(w, o->analyte))
		return ROW_VALUE_UNREADABLE;
	if (!unit_known)
		return ROW_UNIT_UNKNOWN;
	return o->doubt ? ROW_DOUBTFUL : ROW_OK;
}

static void observe_row(struct kb *kb, struct report *r, const struct work *w)
{
	struct observation o = blank(w);
	bool unit_known;

	for (size_t i = 0; i < w->n_candidates; i++)
		o.candidates[o.n_candidates++] = w->candidates[i];
	take_value(w, &o);
	unit_known = observe_unit(kb, r, w, &o);
	observe_flag(kb, r, w, &o);
	/* a quantity is no positive or negative: the word stays text */
	if (o.analyte && o.analyte->scale == SCALE_QUANTITATIVE)
		o.ordinal = NUM_NONE;
	if (lost_point(w, &o))
		o.doubt |= DOUBT_DIGITS;
	if (has_odd_interval(kb, r, w, &o))
		o.doubt |= DOUBT_UNIT;
	/* "A POS" is a group of blood, no positive */
	if (o.analyte && o.analyte->scale == SCALE_NOMINAL && o.text &&
	    w->raw->value && isnan(o.value))
		o.text = w->raw->value;
	if (o.analyte && o.analyte->scale == SCALE_RISK && o.text &&
	    isnan(o.value) && o.flag == FLAG_NONE)
		o.flag = strstr(o.text, "高") || strstr(o.text, "igh") ? FLAG_A
								       : FLAG_N;
	if (is_bare_sign(w, o.analyte))
		o.doubt |= DOUBT_LAYOUT;
	if (is_implausible(&o))
		o.doubt |= DOUBT_PLAUSIBLE;
	o.fluid_assumed = w->fluid_assumed;
	o.status = status_of(w, &o, unit_known);
	if (o.status != ROW_OK && o.status != ROW_DOUBTFUL)
		o.doubt = w->doubt;
	vec_push(&r->observations, o);
}

/* The earlier result printed beside it, as an observation of its own. */
static void observe_previous(struct kb *kb, struct report *r,
			     const struct work *now)
{
	struct raw_row *raw;
	struct work w = *now;

	if (!now->raw->previous || !now->analyte)
		return;
	raw = arena_new(r->arena, struct raw_row);
	*raw = *now->raw;
	raw->value = now->raw->previous;
	raw->previous = NULL;
	raw->flag = NULL;
	raw->when = now->raw->previous_when;
	w.raw = raw;
	w.printed = FLAG_NONE;
	value_parse(kb, raw->value, r->arena, &w.value);
	w.doubt = raw->doubt | w.value.doubt;
	if (w.value.kind == VALUE_NONE || w.value.kind == VALUE_WORDS)
		return;
	observe_row(kb, r, &w);
	struct observation *o = &r->observations.at[r->observations.n - 1];
	o->previous = true;
	o->when = now->raw->previous_when;
}

/* A report that flags what is abnormal flags all of it: a lone row outside
 * its printed interval without a flag is a misread one, or the flag is. */
static void check_missing_flags(struct report *r, const struct work *w,
				size_t n)
{
	size_t agree = 0, bare = 0;

	for (int round = 0; round < 2; round++) {
		if (round == 1 && (agree < 3 || bare * 4 > agree))
			return;
		for (size_t i = 0, k = 0; i < n && k < r->observations.n; k++) {
			struct observation *o = &r->observations.at[k];
			if (o->previous)
				continue;
			bool outside = o->range_origin == RANGE_REPORT &&
				       o->flag != FLAG_N &&
				       o->flag != FLAG_NONE &&
				       o->flag != FLAG_A;
			bool flagged = w[i].printed != FLAG_NONE;
			/* titres, and counts of which none is normal, are
			 * often left without */
			bool spared =
				w[i].value.kind == VALUE_TITRE || o->high == 0;
			i++;
			if (!outside || (spared && !flagged))
				continue;
			if (round == 0) {
				agree +=
					flagged && !(o->doubt & DOUBT_CONFLICT);
				bare += !flagged;
			} else if (!flagged) {
				o->doubt |= DOUBT_CONFLICT;
				if (o->status == ROW_OK)
					o->status = ROW_DOUBTFUL;
			}
		}
	}
}

void report_observe(struct kb *kb, struct report *r)
{
	size_t n = r->rows.n;
	struct arena scratch = ARENA_INIT;
	struct work *w = arena_array(&scratch, struct work, n + 1);

	if (observe_uses_commas(r))
		observe_points(r);
	for (size_t i = 0; i < n; i++)
		prepare(kb, r, &r->rows.at[i], &w[i], &scratch);
	observe_names(kb, r, w, n, &scratch);
	for (size_t i = 0; i < n; i++) {
		observe_row(kb, r, &w[i]);
		observe_previous(kb, r, &w[i]);
	}
	check_missing_flags(r, w, n);
	scope_set_aside(r);
	arena_free(&scratch);
}
