/* Elements in whole blood. A panel of trace elements prints 铜 锌 钙 镁 铁 with
 * intervals of whole blood, whose iron and zinc are many times serum's, under
 * the plain names: a run of such rows is told by what its intervals and units
 * can only be, or by its heading. */
#include "commands/interpret-report/observe_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static const struct element {
	const char *serum, *whole;
	/* canonical unit: an interval's upper end above `least`, or a whole
	 * interval within `from` … `to`, is whole blood's; 0: none is */
	double least, from, to;
} elements[] = {{"ZN", "WB_ZN", 40, 0, 0},      {"FE", "WB_FE", 1000, 0, 0},
		{"CA", "WB_CA", 0, 1.35, 2.15}, {"ICA", "WB_CA", 0, 1.35, 2.15},
		{"MG", "WB_MG", 1.3, 0, 0},     {"CU", "WB_CU", 0, 0, 0}};
enum { N_ELEMENTS = sizeof elements / sizeof *elements, RUN_GAP = 3 };

/* What a row says of its run. */
enum says { SAYS_NOTHING, SAYS_WHOLE, SAYS_SERUM };

/* The element the row is of, by its analyte or by what its name may be. */
static const struct element *element_of(struct kb *kb, const struct work *w)
{
	const struct analyte *a = w->analyte;

	for (size_t i = 0; i < N_ELEMENTS; i++) {
		if (a && strcmp(a->code, elements[i].serum) == 0)
			return &elements[i];
		for (size_t k = 0; !a && k < w->match.n; k++) {
			const struct analyte *c =
				kb_analyte(kb, w->match.ids[k]);
			if (c && strcmp(c->code, elements[i].serum) == 0)
				return &elements[i];
		}
	}
	return NULL;
}

static bool is_toxic(const struct work *w)
{
	return w->analyte && strcmp(w->analyte->panel, "trace") == 0;
}

static enum says row_says(struct kb *kb, const struct work *w,
			  const struct element *e)
{
	enum { FAR_BEYOND = 10 }; /* no serum has that much */
	const struct analyte *a = kb_analyte_by_code(kb, e->serum);
	double low, high, x = w->value.number;

	if (w->match.specimen)
		return strcmp(w->match.specimen, "serum") == 0 ? SAYS_SERUM
							       : SAYS_NOTHING;
	if (!a || !w->ucum)
		return SAYS_NOTHING;
	if (e->least > FAR_BEYOND && analyte_convert(kb, a, w->ucum, x, &x) &&
	    x > e->least)
		return SAYS_WHOLE;
	if (!w->range.found || isnan(w->range.high) ||
	    !analyte_convert(kb, a, w->ucum, w->range.high, &high))
		return SAYS_NOTHING;
	if (isnan(w->range.low) ||
	    !analyte_convert(kb, a, w->ucum, w->range.low, &low))
		low = NUM_NONE;
	if ((e->least > 0 && high > e->least) ||
	    (e->to > 0 && low >= e->from && high <= e->to))
		return SAYS_WHOLE;
	return e->least > 0 || (e->to > 0 && low > e->from) ? SAYS_SERUM
							    : SAYS_NOTHING;
}

/* "全血微量元素", or a panel of trace elements drawn as blood. */
static bool heading_says(const struct report *r, const struct work *w)
{
	const char *specimen =
		w->raw->specimen ? w->raw->specimen : r->specimen;

	return w->raw->panel && strcmp(w->raw->panel, "trace") == 0 &&
	       specimen && strcmp(specimen, "blood") == 0;
}

/* No interval, no heading: zinc and copper of a trace panel may be either. */
static void leave_open(struct work *w, const struct analyte *whole)
{
	w->candidates[0] = w->analyte;
	w->candidates[1] = whole;
	w->n_candidates = 2;
	w->analyte = NULL;
}

static void settle_run(struct kb *kb, const struct report *r, struct work *w,
		       const size_t *rows, size_t n)
{
	size_t whole = 0, serum = 0;
	bool heading = false, panel = false;

	for (size_t i = 0; i < n; i++) {
		const struct work *row = &w[rows[i]];
		enum says says = row_says(kb, row, element_of(kb, row));
		whole += says == SAYS_WHOLE;
		serum += says == SAYS_SERUM;
		heading |= heading_says(r, row);
		panel |= row->raw->panel &&
			 strcmp(row->raw->panel, "trace") == 0;
	}
	if (serum > whole || (serum && !heading && serum == whole) ||
	    (!whole && !panel))
		return;
	for (size_t i = 0; i < n; i++) {
		struct work *row = &w[rows[i]];
		const struct element *e = element_of(kb, row);
		const struct analyte *to = kb_analyte_by_code(kb, e->whole);
		if (!to || row_says(kb, row, e) == SAYS_SERUM ||
		    (row->ucum && !analyte_unit_fits(kb, to, row->ucum)))
			continue;
		if (whole || heading) {
			row->analyte = to;
			row->n_candidates = 0;
			row->fluid_assumed = false;
		} else if (row->analyte && !row->raw->specimen &&
			   !r->specimen) {
			leave_open(row, to);
		}
	}
}

void observe_whole_blood(struct kb *kb, const struct report *r, struct work *w,
			 size_t n)
{
	size_t run[16], found = 0, last = 0;

	for (size_t i = 0; i < n; i++) {
		if (w[i].raw->loinc ||
		    (!element_of(kb, &w[i]) && !is_toxic(&w[i])))
			continue;
		if (found &&
		    (i - last > RUN_GAP || found == sizeof run / sizeof *run)) {
			settle_run(kb, r, w, run, found);
			found = 0;
		}
		last = i;
		if (element_of(kb, &w[i]))
			run[found++] = i;
	}
	if (found)
		settle_run(kb, r, w, run, found);
}
