/* clin.drug-check/1 (clin-output(5)). */
#include "commands/drug-check/chart.h"

#include <math.h>
#include <string.h>

static void quantity_json(struct jw *j, const char *key,
			  const struct quantity *q)
{
	if (isnan(q->value)) {
		jw_null(j, key);
		return;
	}
	jw_object(j, key);
	jw_num(j, "value", q->value);
	jw_str(j, "unit", q->unit);
	jw_end(j);
}

static void drug_name(struct jw *j, const struct app *app, const struct drug *d)
{
	jw_object(j, NULL);
	jw_str(j, "code", d->code);
	jw_str(j, "name", d->name.in[app->ui->lang]);
	const char *atc = d->atc;
	jw_strn(j, "atc", atc, strcspn(atc, "\x1f"));
	jw_end(j);
}

/* The first ingredient's dose a day, over this order alone. */
static void daily_json(struct jw *j, const struct order *o)
{
	const char *unit = NULL;
	const struct drug *one = !o->drug ? NULL
				 : o->drug->n_ingredients == 1
					 ? o->drug->ingredients[0].drug
				 : o->drug->n_ingredients ? NULL
							  : o->drug;
	struct quantity q = {NAN, NULL};

	if (one) {
		q.value = order_daily(o, one, &unit);
		q.unit = unit;
	}
	quantity_json(j, "daily_dose", &q);
}

static void medication_json(struct jw *j, const struct app *app,
			    const struct order *o)
{
	static const char *const states[] = {"resolved", "ambiguous",
					     "unresolved"};

	jw_object(j, NULL);
	jw_int(j, "line", o->line);
	jw_str(j, "printed", o->printed);
	jw_str(j, "text", o->text);
	jw_bool(j, "new", o->is_new);
	jw_bool(j, "chart", o->chart);
	jw_str(j, "status", states[o->status]);
	jw_bool(j, "repeated", o->repeated);
	jw_bool(j, "stopped", o->stopped);
	jw_str(j, "name", o->drug ? o->drug->name.in[app->ui->lang] : NULL);
	jw_array(j, "ingredients");
	if (o->drug && o->drug->kind != DRUG_PRODUCT)
		drug_name(j, app, o->drug);
	for (size_t i = 0; o->drug && i < o->drug->n_ingredients; i++)
		if (o->drug->ingredients[i].drug)
			drug_name(j, app, o->drug->ingredients[i].drug);
	jw_end(j);
	jw_str(j, "form", o->form);
	jw_str(j, "release", o->release);
	quantity_json(j, "strength", &o->strength);
	jw_array(j, "parts");
	for (size_t i = 0; i < o->parts.n; i++)
		jw_num(j, NULL, o->parts.at[i]);
	jw_end(j);
	quantity_json(j, "dose", &o->dose);
	jw_object(j, "frequency");
	jw_num(j, "per_day", o->per_day);
	jw_str(j, "printed", o->frequency);
	jw_bool(j, "prn", o->prn);
	jw_bool(j, "once", o->once);
	jw_end(j);
	jw_str(j, "route", o->route);
	jw_num(j, "days", o->days);
	daily_json(j, o);
	jw_array(j, "candidates");
	for (size_t i = 0; i < o->n_candidates; i++)
		drug_name(j, app, o->candidates[i]);
	jw_end(j);
	jw_end(j);
}

static void list_or_empty(struct jw *j, const char *key, const char *text)
{
	jw_array(j, key);
	if (text && *text)
		jw_str(j, NULL, text);
	jw_end(j);
}

/* The model of a drug interaction wants these said: nobody has counted. */
static void known_or_unknown(struct jw *j, const char *key, const char *text)
{
	jw_str(j, key, text && *text ? text : "unknown");
}

static void modifiers_json(struct jw *j, const struct drug_finding *x,
			   enum lang lang)
{
	jw_array(j, "modifiers");
	for (size_t i = 0; i < x->n_modifiers; i++) {
		const struct modifier *m = &x->modifiers[i];
		jw_object(j, NULL);
		jw_str(j, "condition", m->condition.in[lang]);
		jw_str(j, "when", m->when);
		if (isnan(m->met))
			jw_null(j, "met");
		else
			jw_bool(j, "met", m->met != 0);
		jw_str(j, "effect",
		       m->tier >= 0 ? drug_tier_name((enum drug_tier)m->tier)
				    : NULL);
		jw_end(j);
	}
	jw_end(j);
}

static void extra_json(struct jw *j, const struct app *app,
		       const struct finding *f)
{
	static const char *const reasons[] = {
		"benefit-outweighs-risk", "monitoring-in-place",
		"tolerated-before", "no-alternative", "not-applicable"};
	const struct drug_finding *x = f->extra;
	enum lang lang = app->ui->lang;

	jw_str(j, "check", drug_aspect_name(x->aspect));
	jw_str(j, "tier", drug_tier_name(x->tier));
	jw_str(j, "display",
	       drug_finding_interrupts(x) ? "interruptive" : "passive");
	jw_bool(j, "new", x->is_new);
	jw_array(j, "drugs");
	for (size_t i = 0; i < x->n_drugs; i++)
		jw_str(j, NULL, x->drugs[i]->code);
	jw_end(j);
	jw_str(j, "consequence", x->consequence.in[lang]);
	jw_str(j, "mechanism", x->mechanism.in[lang]);
	list_or_empty(j, "monitor", x->monitor.in[lang]);
	list_or_empty(j, "alternatives", x->alternatives.in[lang]);
	modifiers_json(j, x, lang);
	jw_str(j, "evidence_level", x->evidence ? x->evidence : "unknown");
	known_or_unknown(j, "frequency_of_exposure", x->exposure.in[lang]);
	known_or_unknown(j, "frequency_of_harm", x->harm.in[lang]);
	jw_array(j, "override_reasons");
	for (size_t i = 0;
	     drug_finding_interrupts(x) && i < sizeof reasons / sizeof *reasons;
	     i++)
		jw_str(j, NULL, reasons[i]);
	jw_end(j);
}

void drug_json(struct strbuf *out, const struct app *app,
	       const struct drug_result *d)
{
	struct jw j = jw_to(out);
	struct result r = d->result;
	size_t counts[TIERS] = {0};

	r.finding_json = extra_json;
	drug_count(d, counts);
	result_json(&j, app, &r, "m");
	jw_object(&j, "summary");
	jw_int(&j, "stop", (int64_t)counts[TIER_CONTRAINDICATED]);
	jw_int(&j, "change", (int64_t)counts[TIER_MAJOR]);
	jw_int(&j, "check", (int64_t)counts[TIER_MODERATE]);
	jw_int(&j, "hidden", (int64_t)d->hidden);
	jw_end(&j);
	jw_num(&j, "crcl", d->crcl);
	drug_chart_json(&j, app, d);
	jw_array(&j, "medications");
	for (size_t i = 0; i < d->orders.n; i++)
		medication_json(&j, app, &d->orders.at[i]);
	jw_end(&j);
	jw_end(&j);
}
