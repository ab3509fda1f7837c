#include "commands/interpret-report/observe_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* Slow look-ups of misread names per report. */
enum { NEAR_LOOKUPS = 8 };

static void resolve(struct kb *kb, struct work *w, int *near_left,
		    struct arena *a)
{
	const struct raw_row *raw = w->raw;
	struct name_match other;

	if (raw->loinc && (w->analyte = kb_analyte_by_loinc(kb, raw->loinc)))
		return;
	name_resolve(kb, raw->name, false, a, &w->match);
	bool has_other =
		raw->abbrev && name_resolve(kb, raw->abbrev, false, a, &other);
	if (!w->match.n && !has_other && raw->name && *near_left > 0) {
		(*near_left)--;
		name_resolve(kb, raw->name, true, a, &w->match);
	}
	if (!w->match.n && has_other) {
		const char *specimen = w->match.specimen, *unit = w->match.unit;
		w->match = other;
		w->match.specimen = specimen ? specimen : other.specimen;
		w->match.unit = unit ? unit : other.unit;
	} else if (has_other && !name_intersect(&w->match, &other) &&
		   !(raw->doubt & DOUBT_NAME)) {
		w->doubt |= DOUBT_NAME; /* the two names contradict */
	}
	w->doubt |= w->match.doubt;
	if (w->match.n == 1)
		w->analyte = kb_analyte(kb, w->match.ids[0]);
}

/* 尿微量白蛋白, UACR: the printed name says its fluid itself, whatever the
 * sheet's heading says of the tube drawn for the rest. */
static bool names_its_fluid(const char *printed, const char *specimen)
{
	static const struct {
		const char *word, *specimen;
	} words[] = {{"尿", "urine"},   {"urine", "urine"}, {"uacr", "urine"},
		     {"脑脊液", "csf"}, {"csf", "csf"},     {"粪", "stool"},
		     {"便", "stool"},   {"stool", "stool"}, {"fecal", "stool"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (printed && strcmp(specimen, words[i].specimen) == 0 &&
		    strncasecmp(printed, words[i].word,
				strlen(words[i].word)) == 0)
			return true;
	return false;
}

/* The only candidate must not be of another fluid than the report's. */
static void check_only(struct kb *kb, const struct report *r, struct work *w)
{
	double specimen = score_specimen(r, w, w->analyte);

	if (specimen >= 0 ||
	    (!w->match.specimen &&
	     names_its_fluid(w->raw->name, w->analyte->specimen)))
		return;
	/* a table of blood results under a heading misread as urine: the size
	 * of the interval can still settle it, but not silently */
	if (w->match.specimen || score_unit(kb, w, w->analyte) < 3 ||
	    score_size(kb, r, w, w->analyte) <= 0) {
		w->candidates[w->n_candidates++] = w->analyte;
		w->analyte = NULL;
	} else {
		w->doubt |= DOUBT_NAME;
	}
}

/* "尿素氮（质量浓度）": 尿素氮 */
static const char *before_bracket(struct arena *a, const char *name)
{
	const char *bracket = strstr(name, "\xEF\xBC\x88"); /* （ */

	if (!bracket)
		bracket = strchr(name, '(');
	return bracket ? arena_strndup(a, name, (size_t)(bracket - name))
		       : name;
}

/* A LOINC whose analyte cannot have the printed unit: 3094-0 (urea nitrogen,
 * mg/dL) sent with mmol/L is urea. Another analyte of the same name whose
 * interval and value go with what is printed takes its place. */
static void check_loinc(struct kb *kb, const struct report *r, struct work *w,
			struct arena *a)
{
	const char *names[] = {w->raw->name,
			       before_bracket(a, w->analyte->name.in[LANG_ZH]),
			       before_bracket(a, w->analyte->name.in[LANG_EN])};
	const struct analyte *found = NULL;
	struct name_match m;
	double x;

	if (!w->ucum || !w->analyte->unit || isnan(w->value.number) ||
	    analyte_unit_fits(kb, w->analyte, w->ucum))
		return;
	for (size_t i = 0; i < 3; i++) {
		name_resolve(kb, names[i], false, a, &m);
		for (size_t k = 0; k < m.n; k++) {
			const struct analyte *c = kb_analyte(kb, m.ids[k]);
			if (!c || c == w->analyte || c == found ||
			    !score_same_fluid(c, w->analyte) || !c->unit ||
			    !analyte_convert(kb, c, w->ucum, w->value.number,
					     &x) ||
			    isnan(observe_usual(kb, c, &r->patient)) ||
			    x < c->plausible_low || x > c->plausible_high ||
			    (w->range.found && score_size(kb, r, w, c) <= 0))
				continue;
			if (found)
				return;
			found = c;
		}
	}
	if (found)
		w->analyte = found;
}

/* One row with several candidates: what speaks for each on its own. */
struct contest {
	size_t row;
	double alone[NAME_CANDIDATES];
};

static double canonical_of(struct kb *kb, const struct work *w,
			   const struct analyte *c)
{
	double x = w->value.number;

	if (isnan(x) || w->value.comparator || (!w->ucum && w->unit_text) ||
	    (w->ucum && !analyte_convert(kb, c, w->ucum, x, &x)))
		return NUM_NONE;
	return x;
}

/* Without a printed interval a value that would be critical for one analyte of
 * the name and is usual for the other ("Ca 1.18": total or ionised calcium?)
 * belongs to either. */
static bool is_either(struct kb *kb, const struct report *r,
		      const struct work *w, const struct analyte *best)
{
	struct critical limit;
	struct interval usual;
	double x = canonical_of(kb, w, best);

	if (w->range.found || w->printed != FLAG_NONE || isnan(x) ||
	    !analyte_critical(kb, best, &r->patient, &limit) ||
	    !(x <= limit.low || x >= limit.high))
		return false;
	for (size_t k = 0; k < w->match.n; k++) {
		const struct analyte *c = kb_analyte(kb, w->match.ids[k]);
		if (!c || c == best || !score_same_fluid(c, best) ||
		    analyte_interval(kb, c, &r->patient, &usual) ==
			    INTERVAL_NONE)
			continue;
		x = canonical_of(kb, w, c);
		if (x >= usual.low && x <= usual.high)
			return true;
	}
	return false;
}

/* The best candidate when it leads by `margin`. */
static void choose(struct kb *kb, const struct report *r, struct work *w,
		   size_t n, const struct contest *contest, double margin)
{
	struct work *row = &w[contest->row];
	struct neighbours around;
	const struct analyte *best = NULL;
	double top = -100, second = -100;

	score_look_around(w, n, contest->row, &around);
	row->n_candidates = 0;
	for (size_t k = 0; k < row->match.n; k++) {
		const struct analyte *c = kb_analyte(kb, row->match.ids[k]);
		if (!c)
			continue;
		double s = contest->alone[k] + score_neighbours(&around, c);
		if (s > top) {
			second = top;
			top = s;
			best = c;
		} else if (s > second) {
			second = s;
		}
		if (row->n_candidates < 4)
			row->candidates[row->n_candidates++] = c;
	}
	if (!best || top < -2 || top - second < margin ||
	    is_either(kb, r, row, best))
		return;
	row->analyte = best;
	row->n_candidates = 0;
	row->fluid_assumed =
		!row->range.found && score_unsaid(r, row) && around.n == 0;
}

/* The rows that tell most by themselves are settled first; their neighbours
 * then tell the others. */
static void settle(struct kb *kb, const struct report *r, struct work *w,
		   size_t n, struct arena *scratch)
{
	static const double margins[] = {4, 2, 1, 1};
	struct contest *all = NULL;
	size_t n_all = 0;

	for (size_t i = 0; i < n; i++) {
		if (w[i].analyte || w[i].match.n < 2)
			continue;
		if (!all)
			all = arena_array(scratch, struct contest, n - i);
		struct contest *c = &all[n_all++];
		c->row = i;
		for (size_t k = 0; k < w[i].match.n; k++) {
			const struct analyte *a =
				kb_analyte(kb, w[i].match.ids[k]);
			c->alone[k] = (a ? score_alone(kb, r, &w[i], a) : 0) +
				      (k < w[i].match.n_exact ? 0.7 : 0);
		}
	}
	for (size_t round = 0; round < 4; round++)
		for (size_t i = 0; i < n_all; i++)
			if (!w[all[i].row].analyte)
				choose(kb, r, w, n, &all[i], margins[round]);
}

/* A blood result without interval or specimen among rows that are all another
 * fluid's ("单核 12 %" in a spinal fluid's table) may be that fluid's. */
static void doubt_lone_blood(const struct report *r, struct work *w, size_t n,
			     size_t i)
{
	struct neighbours around;

	if (!w[i].analyte || w[i].range.found || w[i].raw->loinc ||
	    w[i].match.n != 1 || w[i].match.specimen || w[i].raw->specimen ||
	    r->specimen)
		return;
	score_look_around(w, n, i, &around);
	/* and "Bili 8" among blood results is hardly urine's */
	bool urine = strcmp(w[i].analyte->specimen, "urine") == 0 &&
		     around.blood == around.n &&
		     !names_its_fluid(w[i].raw->name, "urine");
	if (around.n >= 2 && (around.blood == 0 || urine) &&
	    !score_same_fluid(w[i].analyte, around.analyte[0]))
		w[i].doubt |= DOUBT_NAME;
}

void observe_names(struct kb *kb, const struct report *r, struct work *w,
		   size_t n, struct arena *scratch)
{
	int near_left = NEAR_LOOKUPS;

	for (size_t i = 0; i < n; i++) {
		resolve(kb, &w[i], &near_left, scratch);
		observe_printed_unit(kb, &w[i], r->arena);
	}
	for (size_t i = 0; i < n; i++)
		if (w[i].analyte && !w[i].raw->loinc)
			check_only(kb, r, &w[i]);
		else if (w[i].analyte)
			check_loinc(kb, r, &w[i], scratch);
	settle(kb, r, w, n, scratch);
	for (size_t i = 0; i < n; i++)
		doubt_lone_blood(r, w, n, i);
	observe_whole_blood(kb, r, w, n);
}
