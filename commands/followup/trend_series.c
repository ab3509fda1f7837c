/* Readings of one analyte, its target, and the chart of both. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "base/num.h"
#include "chart/medication.h"
#include "kb/fact.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A cut-off of the knowledge base, in the canonical unit; NaN: none. */
double trend_limit(struct followup *f, const struct analyte *a,
		   const char *attribute)
{
	struct name name;
	double x;

	if (!name_parse(f->app->kb,
			arena_printf(&f->arena, "%s.%s", a->code, attribute),
			&name) ||
	    name.attribute != ATTR_CUTOFF)
		return NUM_NONE;
	for (size_t i = 0; i < name.n_cutoff; i++)
		if (analyte_convert(f->app->kb, a, name.cutoff[i].unit,
				    name.cutoff[i].value, &x))
			return x;
	return NUM_NONE;
}

/* "2.5-3.5", "-140", "60-" in the canonical unit. */
static bool read_target(const char *text, struct target *t, struct err *err)
{
	const char *dash = strchr(text, '-');
	size_t low = dash ? (size_t)(dash - text) : 0;
	bool ok = dash != NULL;

	if (ok && low)
		ok = num_parse(text, low, &t->low) == low;
	if (ok && dash[1])
		ok = num_parse_all(dash + 1, &t->high);
	if (!ok || (isnan(t->low) && isnan(t->high)) || t->low > t->high)
		return ERR(err, ERR_OPTION_VALUE, "--target", text,
			   "2-3, -140, 60-");
	t->origin = "option";
	return true;
}

bool target_of(struct followup *f, const struct analyte *a, struct target *ret,
	       struct err *err)
{
	*ret = (struct target){.low = NUM_NONE, .high = NUM_NONE};
	ret->alert_low = trend_limit(f, a, "alert_low");
	ret->alert_high = trend_limit(f, a, "alert_high");
	if (f->params->target)
		return read_target(f->params->target, ret, err);
	ret->low = trend_limit(f, a, "target_low");
	ret->high = trend_limit(f, a, "target_high");
	if (isnan(ret->high)) {
		ret->high = trend_limit(f, a, "target_below");
		ret->below = true;
	}
	if (!isnan(ret->low) || !isnan(ret->high))
		ret->origin = "kb";
	return true;
}

int target_side(const struct target *t, double x)
{
	if (x < t->low)
		return -1;
	return x > t->high || (t->below && x >= t->high) ? 1 : 0;
}

const char *target_text(struct followup *f, const struct target *t)
{
	char low[NUM_SIZE], high[NUM_SIZE];
	bool utf8 = f->app->ui->utf8;

	if (isnan(t->low) && isnan(t->high))
		return "";
	num_format(low, round(t->low * 1000) / 1000);
	num_format(high, round(t->high * 1000) / 1000);
	if (isnan(t->high))
		return arena_printf(&f->arena, "%s%s", utf8 ? "≥" : ">=", low);
	if (isnan(t->low))
		return arena_printf(&f->arena, "%s%s",
				    t->below ? "<"
				    : utf8   ? "≤"
					     : "<=",
				    high);
	return arena_printf(&f->arena, "%s-%s", low, high);
}

static void describe(struct trend *t)
{
	t->low = INFINITY;
	t->high = -INFINITY;
	for (size_t i = 0; i < t->list.n; i++) {
		const struct chart_observation *o = &t->list.at[i];
		if (isnan(o->canonical))
			continue;
		t->out += target_side(&t->target, o->canonical) != 0;
		if (o->comparator)
			continue;
		if (!t->used++)
			t->first = o->at + o->zone;
		t->last = o->at + o->zone;
		t->low = fmin(t->low, o->canonical);
		t->high = fmax(t->high, o->canonical);
		t->sum += o->canonical;
	}
}

void trend_retarget(struct followup *f, struct trend *t, const char *low,
		    const char *high)
{
	t->target.low = trend_limit(f, t->analyte, low);
	t->target.high = trend_limit(f, t->analyte, high);
	t->target.alert_high = NUM_NONE;
	t->target.below = false;
	t->used = t->out = 0;
	t->sum = 0;
	describe(t);
}

bool trend_load(struct followup *f, const struct chart_patient *p,
		const struct analyte *a, int64_t from, struct trend *ret,
		struct err *err)
{
	*ret = (struct trend){.analyte = a};
	if (!target_of(f, a, &ret->target, err) ||
	    !chart_observation_series(f->chart, p->id, a->code, from, &f->arena,
				      &ret->list, err) ||
	    (strcmp(a->code, "EGFR") == 0 &&
	     !trend_add_egfr(f, p, a, from, &ret->list, err))) {
		trend_release(ret);
		return false;
	}
	describe(ret);
	return true;
}

void trend_release(struct trend *t)
{
	vec_free(&t->list);
}

bool trend_load_all(struct followup *f, const char *patient, int64_t from,
		    struct trend_vec *ret, struct err *err)
{
	struct chart_observation_vec all = {0};
	bool ok = chart_observation_series(f->chart, patient, NULL, from,
					   &f->arena, &all, err);

	for (size_t i = 0, next; ok && i < all.n; i = next) {
		const struct analyte *a =
			kb_analyte_by_code(f->app->kb, all.at[i].code);
		struct trend t = {.analyte = a};
		for (next = i; next < all.n &&
			       strcmp(all.at[next].code, all.at[i].code) == 0;
		     next++)
			if (a)
				vec_push(&t.list, all.at[next]);
		if (!a)
			continue;
		ok = target_of(f, a, &t.target, err);
		describe(&t);
		vec_push(ret, t);
	}
	vec_free(&all);
	return ok;
}

/* The longest gap that a line bridges: a sensor's readings are not joined
 * over an hour without, others over their whole course. */
static double bridge(const struct trend *t)
{
	return strcmp(t->analyte->code, "CGM") == 0 ? 3600 : INFINITY;
}

struct plot trend_plot(struct followup *f, const struct trend *t,
		       const struct plot_mark_vec *marks)
{
	struct plot p = {.title = t->analyte->name.in[f->app->ui->lang],
			 .unit = t->analyte->unit,
			 .target_low = t->target.low,
			 .target_high = t->target.high,
			 .alert_low = t->target.alert_low,
			 .alert_high = t->target.alert_high};
	struct plot_point *at =
		arena_array(&f->arena, struct plot_point, t->list.n + 1);
	struct plot_curve *curve = arena_array(&f->arena, struct plot_curve, 1);
	size_t n = 0;

	for (size_t i = 0; i < t->list.n; i++) {
		const struct chart_observation *o = &t->list.at[i];
		if (isnan(o->canonical) && !o->comparator)
			continue;
		at[n++] = (struct plot_point){
			.x = (double)(o->at + o->zone),
			.y = o->canonical,
			.beyond = !o->comparator            ? 0
				  : o->comparator[0] == '<' ? -1
							    : 1};
	}
	*curve = (struct plot_curve){at, n, bridge(t), false};
	p.curves = (struct plot_curve_vec){curve, 1, 1};
	p.x0 = n ? at[0].x : 0;
	p.x1 = n ? at[n - 1].x : 0;
	if (!(p.x1 > p.x0)) {
		p.x0 -= DATE_DAY / 2;
		p.x1 += DATE_DAY / 2;
	}
	if (marks) {
		struct plot_mark *in =
			arena_array(&f->arena, struct plot_mark, marks->n + 1);
		for (size_t i = 0; i < marks->n; i++)
			if (marks->at[i].x >= p.x0 && marks->at[i].x <= p.x1)
				in[p.marks.n++] = marks->at[i];
		p.marks.at = in;
	}
	plot_frame(&p);
	return p;
}

static int by_time(const void *pa, const void *pb)
{
	const struct plot_mark *a = pa, *b = pb;

	return (a->x > b->x) - (a->x < b->x);
}

bool trend_marks(struct followup *f, const char *patient, int64_t from,
		 struct plot_mark_vec *ret, struct err *err)
{
	struct chart_medication_vec list = {0};
	struct ui *ui = f->app->ui;
	int64_t since = from / DATE_DAY;

	if (!chart_medication_list(f->chart, patient, &f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_medication *m = &list.at[i];
		struct plot_mark mark = {.x = (double)(m->start * DATE_DAY)};
		if (m->start != DATE_NONE && m->start >= since) {
			mark.text = arena_printf(&f->arena, "+ %s", m->text);
			vec_push(ret, mark);
		}
		if (m->stop != DATE_NONE && m->stop >= since) {
			mark.x = (double)(m->stop * DATE_DAY);
			mark.text = arena_printf(&f->arena,
						 SAY(ui, "停 %s", "stopped %s"),
						 m->text);
			vec_push(ret, mark);
		}
	}
	if (ret->n)
		qsort(ret->at, ret->n, sizeof *ret->at, by_time);
	vec_free(&list);
	return true;
}
