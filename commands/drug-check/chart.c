#include "commands/drug-check/chart.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/chart_context.h"
#include "chart/medication.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { LOOK_BACK = 730 /* days */ };

static bool read_orders(struct drug_run *run, struct chart *chart,
			const char *id, int64_t without, struct drug_result *d,
			struct err *err)
{
	struct chart_medication_vec list = {0};
	struct order_vec all = {0};
	int64_t today = app_today(run->app);

	if (!chart_medication_list(chart, id, &run->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const char *text = list.at[i].text;
		if (list.at[i].id == without ||
		    (list.at[i].stop != DATE_NONE && list.at[i].stop <= today))
			continue;
		size_t before = all.n;
		orders_from_text(run->app->kb, text, strlen(text), &run->arena,
				 &all);
		for (size_t k = before; k < all.n; k++) {
			all.at[k].chart = true;
			all.at[k].is_new = false;
			all.at[k].line = 0;
		}
		d->chart.orders += all.n - before;
	}
	/* what stands in the chart comes first; what is typed is new */
	for (size_t i = 0; i < d->orders.n; i++) {
		d->orders.at[i].is_new = true;
		vec_push(&all, d->orders.at[i]);
	}
	vec_free(&d->orders);
	d->orders = all;
	vec_free(&list);
	return true;
}

static bool says_none(const char *text)
{
	static const char *const words[] = {
		"无", "否认", "无过敏", "无过敏史", "none",
		"no", "nil",  "nka",    "nkda",     NULL};

	for (int i = 0; words[i]; i++)
		if (strcasecmp(text, words[i]) == 0)
			return true;
	return false;
}

static void note_unknown_dx(struct drug_run *run, struct drug_result *d,
			    const char *text)
{
	struct result_error e = {
		"dx-unknown",
		arena_printf(&run->arena, "%s: %s",
			     SAY(run->app->ui,
				 "病历中的诊断未能识别，未据此核对",
				 "diagnosis of the chart not recognised, not "
				 "checked against"),
			     text),
		0};

	vec_push(&d->result.errors, e);
	d->result.reasons |= 1u << EXIT_PARTIAL;
}

static bool read_context(struct drug_run *run, struct chart *chart,
			 const char *id, struct drug_result *d, struct err *err)
{
	struct chart_context_vec list = {0};
	struct kb *kb = run->app->kb;

	if (!chart_context_list(chart, id, &run->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_context *x = &list.at[i];
		struct patient known = patient_unknown();
		if (strcmp(x->kind, "allergy") == 0) {
			if (!says_none(x->text))
				vec_push(&d->chart.allergies, x->text);
		} else if (strcmp(x->kind, "dx") == 0 &&
			   !patient_note_pregnancy(&d->patient, x->text) &&
			   !patient_note_context(&known, kb, "DX", x->text,
						 false) &&
			   !patient_note_context(&known, kb, "DX", x->text,
						 true)) {
			note_unknown_dx(run, d, x->text);
		}
		patient_release(&known);
	}
	vec_free(&list);
	return true;
}

/* The age in days a value of the analyte may have; NaN: any. */
static double days_current(struct kb *kb, const char *code, struct arena *a)
{
	struct name name;

	if (!name_parse(kb, arena_printf(a, "%s.stale", code), &name))
		return NUM_NONE;
	for (size_t i = 0; i < name.n_cutoff; i++)
		if (strcmp(name.cutoff[i].unit, "d") == 0)
			return name.cutoff[i].value;
	return NUM_NONE;
}

/* The last value of each code, and whether it is too old. */
static void note_values(struct drug_run *run, struct drug_result *d,
			const struct chart_observation_vec *list)
{
	struct kb *kb = run->app->kb;
	int64_t now = run->app->ui->now;

	for (size_t i = list->n; i-- > 0;) { /* oldest first: from the end */
		const struct chart_observation *o = &list->at[i];
		struct chart_value v = {.code = o->code, .at = o->at + o->zone};
		bool seen = false;
		for (size_t k = 0; k < d->chart.values.n && !seen; k++)
			seen = strcmp(d->chart.values.at[k].code, o->code) == 0;
		if (seen || !kb_analyte_by_code(kb, o->code))
			continue;
		v.limit = days_current(kb, o->code, &run->arena);
		v.stale = (double)(now - o->at) / DATE_DAY > v.limit;
		if (chart_context_fact(kb, &d->patient, o, -1, &run->arena,
				       &v.fact))
			vec_push(&d->chart.values, v);
	}
}

bool drug_chart_read(struct drug_run *run, const struct drug_request *q,
		     struct drug_result *d, struct err *err)
{
	const char *id = q->common->patient;
	int64_t from = run->app->ui->now - (int64_t)LOOK_BACK * DATE_DAY;
	struct chart_observation_vec list = {0};
	struct chart *chart = NULL;
	struct chart_patient p;

	bool ok = chart_context_open(run->app, false, &chart, err) &&
		  chart_patient_get(chart, id, &run->arena, &p, err) &&
		  chart_context_patient(run->app, chart, &p, &run->arena,
					&d->patient, err) &&
		  read_context(run, chart, id, d, err) &&
		  read_orders(run, chart, id, q->without, d, err) &&
		  chart_observation_series(chart, id, NULL, from, &run->arena,
					   &list, err) &&
		  chart_note_access(chart, "drug-check", id, err);
	if (ok) {
		d->chart.id = arena_strdup(&run->arena, p.id);
		note_values(run, d, &list);
	}
	vec_free(&list);
	chart_close(chart);
	return ok;
}

/* What was typed is today's: an older value of the same matter is passed by. */
static bool given(const struct drug_request *q, const struct facts *facts,
		  const struct analyte *a)
{
	bool kidney = q->creatinine || q->egfr;

	if (kidney &&
	    (strcmp(a->code, "EGFR") == 0 || strcmp(a->code, "CREA") == 0))
		return true;
	for (size_t i = 0; i < facts->list.n; i++)
		if (facts->list.at[i].analyte == a)
			return true;
	return false;
}

void drug_chart_facts(struct drug_run *run, const struct drug_request *q,
		      struct drug_result *d, struct facts *facts)
{
	for (size_t i = 0; i < d->chart.values.n; i++) {
		struct chart_value *v = &d->chart.values.at[i];
		bool weight = strcmp(v->code, "BW") == 0;
		v->passed = weight ? !isnan(d->patient.weight)
				   : given(q, facts, v->fact.analyte);
		if (v->passed || v->stale)
			continue;
		if (weight && v->fact.value > 0)
			d->patient.weight = v->fact.value;
		else if (!weight)
			facts_add(facts, &v->fact);
	}
	(void)run;
}

const struct chart_value *drug_chart_stale(const struct drug_result *d,
					   const char *code)
{
	/* the clearance lacks what creatinine or weight is too old */
	const char *codes[] = {strcmp(code, "WEIGHT") == 0 ? "BW" : code,
			       strcmp(code, "CRCL") == 0   ? "CREA"
			       : strcmp(code, "EGFR") == 0 ? "CREA"
							   : NULL,
			       strcmp(code, "CRCL") == 0 ? "BW" : NULL};

	for (size_t c = 0; c < sizeof codes / sizeof *codes; c++)
		for (size_t i = 0; codes[c] && i < d->chart.values.n; i++) {
			const struct chart_value *v = &d->chart.values.at[i];
			if (v->stale && !v->passed &&
			    strcmp(v->code, codes[c]) == 0)
				return v;
		}
	return NULL;
}
