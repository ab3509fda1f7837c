#include "commands/interpret-report/observe_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* Slow look-ups of misread names per report. */
enum { NEAR_LOOKUPS = 8 };

/* Fluids that are not each other; blood, serum, plasma are one here. */
static const char *fluid(const char *specimen)
{
	static const char *const blood[] = {"blood", "serum", "plasma",
					    "gas",   "any",   "swab"};

	for (size_t i = 0; specimen && i < sizeof blood / sizeof *blood; i++)
		if (strcmp(specimen, blood[i]) == 0)
			return "blood";
	return specimen;
}

static bool same_fluid(const char *a, const char *b)
{
	return strcmp(fluid(a), fluid(b)) == 0;
}

static bool same_specimen(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* What the rows around say: how many stand in c's panel and fluid. */
static double neighbour_score(const struct work *w, size_t n, size_t i,
			      const struct analyte *c)
{
	int panel = 0, fluids = 0, known = 0;
	size_t from = i > 12 ? i - 12 : 0, to = i + 13 < n ? i + 13 : n;

	for (size_t k = from; k < to; k++) {
		const struct analyte *a = w[k].analyte;
		if (k == i || !a ||
		    !same_text(w[k].raw->panel, w[i].raw->panel) ||
		    w[k].raw->when != w[i].raw->when)
			continue;
		known++;
		panel += strcmp(a->panel, c->panel) == 0;
		fluids += same_fluid(a->specimen, c->specimen);
	}
	if (!known)
		return 0;
	double score = 2.0 * panel / known;
	score += fluids * 2 >= known ? 1.5 : -2.5;
	return score;
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

static double unit_score(struct kb *kb, const struct work *w,
			 const struct analyte *c)
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
		return v->kind == VALUE_TITRE ? 2 : 0;
	case SCALE_NOMINAL:
		return words ? 1 : -3;
	}
	return 0;
}

/* The printed interval lies wholly, and clearly, outside c's own: ionised
 * calcium 1.15–1.29 beside total calcium 2.11–2.52. */
static bool is_disjoint(struct kb *kb, const struct report *r,
			const struct work *w, const struct analyte *c)
{
	struct interval own;
	double low, high;

	return w->ucum && !isnan(w->range.low) && w->range.low > 0 &&
	       analyte_interval(kb, c, &r->patient, &own) != INTERVAL_NONE &&
	       analyte_convert(kb, c, w->ucum, w->range.low, &low) &&
	       analyte_convert(kb, c, w->ucum, w->range.high, &high) &&
	       (high * 1.3 < own.low || low > own.high * 1.3);
}

/* Does the printed interval have the size of c's own? With the unit unknown,
 * in whichever unit it would. */
static double size_score(struct kb *kb, const struct report *r,
			 const struct work *w, const struct analyte *c)
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
		return -8;
	if (apart < 0.35)
		return 2.5;
	return apart > 1 ? (w->ucum ? -3 : -1.5) : 0;
}

static double specimen_score(const struct report *r, const struct work *w,
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
	return same_fluid(said, c->specimen) ? 2 * weight : -5 * weight;
}

static double panel_score(const struct work *w, const struct analyte *c)
{
	const char *panel = w->raw->panel;

	if (!panel)
		return 0;
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
		if (strchr(".-_ ", *s))
			continue;
		if (*s != *code && (*s & ~0x20) != *code)
			return 0;
		code++;
	}
	return s && !*code ? 1.2 : 0;
}

static double score(struct kb *kb, const struct report *r, const struct work *w,
		    size_t n, size_t i, const struct analyte *c)
{
	return unit_score(kb, &w[i], c) + scale_score(&w[i], c) +
	       size_score(kb, r, &w[i], c) + specimen_score(r, &w[i], c) +
	       panel_score(&w[i], c) + code_score(&w[i], c) +
	       plausible_score(kb, &w[i], c) + neighbour_score(w, n, i, c);
}

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
	double specimen = specimen_score(r, w, w->analyte);

	if (specimen >= 0 ||
	    (!w->match.specimen &&
	     names_its_fluid(w->raw->name, w->analyte->specimen)))
		return;
	/* a table of blood results under a heading misread as urine: the size
	 * of the interval can still settle it, but not silently */
	if (w->match.specimen || unit_score(kb, w, w->analyte) < 3 ||
	    size_score(kb, r, w, w->analyte) <= 0) {
		w->candidates[w->n_candidates++] = w->analyte;
		w->analyte = NULL;
	} else {
		w->doubt |= DOUBT_NAME;
	}
}

static void choose(struct kb *kb, const struct report *r, struct work *w,
		   size_t n, size_t i)
{
	const struct analyte *best = NULL;
	double top = -100, second = -100;

	for (size_t k = 0; k < w[i].match.n; k++) {
		const struct analyte *c = kb_analyte(kb, w[i].match.ids[k]);
		if (!c)
			continue;
		double s = score(kb, r, w, n, i, c) +
			   (k < w[i].match.n_exact ? 0.7 : 0);
		if (s > top) {
			second = top;
			top = s;
			best = c;
		} else if (s > second) {
			second = s;
		}
		if (w[i].n_candidates < 4)
			w[i].candidates[w[i].n_candidates++] = c;
	}
	if (!best || top < -2 || top - second < 1)
		return;
	w[i].analyte = best;
	w[i].n_candidates = 0;
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
	/* those whose place is told by their neighbours */
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < n; i++)
			if (!w[i].analyte && w[i].match.n > 1) {
				w[i].n_candidates = 0;
				choose(kb, r, w, n, i);
			}
}
