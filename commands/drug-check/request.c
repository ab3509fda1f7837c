/* What is known of the patient: context, kidney, liver, laboratory values,
 * allergies. */
#include "commands/drug-check/chart.h"

#include "base/num.h"
#include "kb/fold.h"
#include "kb/rule.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* A value in a unit as a fact of the analyte. */
static bool add_fact(struct drug_run *run, struct facts *f,
		     const struct analyte *a, double x, const char *unit,
		     const char *printed)
{
	struct fact fact = {.analyte = a,
			    .value = x,
			    .lo = NUM_NONE,
			    .hi = NUM_NONE,
			    .number = NUM_NONE,
			    .low = NUM_NONE,
			    .high = NUM_NONE,
			    .unit = a->unit,
			    .printed = printed,
			    /* later than anything in the chart */
			    .when = run->app->ui->now + run->app->ui->zone,
			    .ref = -1};
	struct interval interval;
	char buf[UNIT_SIZE];

	if (unit && *unit) {
		const char *code =
			unit_normalise(unit, strlen(unit), buf, sizeof buf);
		if (!code ||
		    !analyte_convert(run->app->kb, a, code, x, &fact.value))
			return false;
		fact.unit = arena_strdup(&run->arena, code);
	}
	if (analyte_interval(run->app->kb, a, f->patient, &interval) ==
	    INTERVAL_FOUND) {
		fact.low = interval.low;
		fact.high = interval.high;
	}
	facts_add(f, &fact);
	return true;
}

static bool add_value(struct drug_run *run, struct facts *f, const char *option,
		      const char *code, const char *text, const char *unit,
		      struct err *err)
{
	const struct analyte *a = kb_analyte_by_code(run->app->kb, code);
	double x;
	size_t n = num_parse(text, strlen(text), &x);
	const char *rest = text + n;

	while (*rest == ' ')
		rest++;
	if (!a || !n || !num_is_finite(x) || x < 0 ||
	    !add_fact(run, f, a, x, *rest ? rest : unit, text))
		return ERR(err, ERR_OPTION_VALUE, option, text,
			   unit ? unit : "5.8mmol/L");
	if (!isnan(a->plausible_high) &&
	    (f->list.at[f->list.n - 1].value > a->plausible_high ||
	     f->list.at[f->list.n - 1].value < a->plausible_low))
		return ERR(err, ERR_OPTION_VALUE, option, text,
			   unit ? unit : a->unit);
	return true;
}

/* By code ("Na" is NA) or printed name; NULL: none. */
static const struct analyte *find_analyte(struct drug_run *run,
					  const char *name)
{
	struct kb *kb = run->app->kb;
	const struct analyte *a = kb_analyte_by_code(kb, name);

	if (!a) {
		char *upper = arena_strdup(&run->arena, name);
		for (char *c = upper; *c; c++)
			*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A'
							   : *c);
		a = kb_analyte_by_code(kb, upper);
	}
	if (!a) {
		struct folded n =
			fold_text(kb, name, strlen(name), &run->arena);
		struct term_match m = term_exact(kb, TERM_ANALYTE, n.s, n.n);
		a = m.len && m.n == 1 ? kb_analyte(kb, (int)m.targets[0])
				      : NULL;
	}
	return a;
}

/* Something the list came with that is not used: said, status 4. */
static void note_unused(struct drug_run *run, struct drug_result *d,
			const char *code, struct text what, const char *given)
{
	struct result_error e = {code,
				 arena_printf(&run->arena, "%s: %s",
					      what.in[run->app->ui->lang],
					      given),
				 0};

	vec_push(&d->result.errors, e);
	d->result.reasons |= 1u << EXIT_PARTIAL;
}

/* "K=5.8mmol/L", "INR=4.2", "血钾=5.8". */
static bool add_lab(struct drug_run *run, struct drug_result *d,
		    struct facts *f, const char *text, struct err *err)
{
	static const struct text unknown =
		TEXT("检验项目未能识别，未使用",
		     "laboratory item not recognised, not used");
	const char *eq = strchr(text, '=');

	if (!eq)
		return ERR(err, ERR_OPTION_VALUE, "--lab", text, "K=5.8mmol/L");
	const struct analyte *a = find_analyte(
		run, arena_strndup(&run->arena, text, (size_t)(eq - text)));
	if (!a) {
		note_unused(run, d, "lab-unknown", unknown, text);
		return true;
	}
	return add_value(run, f, "--lab", a->code, eq + 1, NULL, err);
}

/* Cockcroft and Gault, mL/min: only from creatinine, weight, age and sex. */
static double cockcroft_gault(const struct facts *f)
{
	const struct patient *p = f->patient;
	const struct analyte *a = kb_analyte_by_code(f->kb, "CREA");
	const struct fact *crea = a ? facts_latest(f, a->id) : NULL;
	double mg, age = p->age.days / 365.25;

	if (!crea || isnan(crea->value) || p->sex == SEX_UNKNOWN ||
	    isnan(p->weight) || !(age >= 18) ||
	    !analyte_convert_to(f->kb, a, crea->value, "mg/dL", &mg) || mg <= 0)
		return NUM_NONE;
	return (140 - age) * p->weight * (p->sex == SEX_FEMALE ? 0.85 : 1) /
	       (72 * mg);
}

static double tri_number(enum tri t)
{
	return t == TRI_UNKNOWN ? NUM_NONE : t == TRI_YES;
}

/* The list itself says what is being taken. */
static void note_treatments(struct drug_run *run, struct drug_result *d)
{
	for (size_t i = 0; i < d->orders.n; i++) {
		const struct drug *drug = d->orders.at[i].drug;
		for (size_t k = 0; drug && k <= drug->n_ingredients; k++) {
			const struct drug *one =
				k < drug->n_ingredients
					? drug->ingredients[k].drug
					: drug;
			for (int l = 0; one && l < LANG_COUNT; l++)
				if (one->treatment[l])
					patient_note_context(
						&d->patient, run->app->kb, "ON",
						one->name.in[l], false);
		}
	}
}

/* A diagnosis nobody knows is no reason to check nothing: the rest is checked,
 * and this is said. */
static void note_given(struct drug_run *run, struct drug_result *d,
		       const struct string_vec *list, const char *kind)
{
	bool dx = strcmp(kind, "DX") == 0;

	static const struct text no_dx = TEXT("诊断未能识别，未据此核对",
					      "diagnosis not recognised, not "
					      "checked against");
	static const struct text no_on = TEXT("用药未能识别，未据此核对",
					      "treatment not recognised, not "
					      "checked against");

	for (size_t i = 0; i < list->n; i++) {
		const char *text = list->at[i];
		if (!patient_note_context(&d->patient, run->app->kb, kind, text,
					  false) &&
		    !patient_note_context(&d->patient, run->app->kb, kind, text,
					  true))
			note_unused(run, d, dx ? "dx-unknown" : "on-unknown",
				    dx ? no_dx : no_on, text);
	}
}

bool drug_facts_read(struct drug_run *run, const struct drug_request *q,
		     struct drug_result *d, struct facts *facts,
		     struct drug_facts *more, struct err *err)
{
	static const char *const classes[] = {"A", "B", "C"};

	struct common_params known = *q->common;
	known.dx = known.on = (struct string_vec){0};
	if (!context_apply(&known, run->app->kb, &d->patient, err))
		return false;
	note_given(run, d, &q->common->dx, "DX");
	note_given(run, d, &q->common->on, "ON");
	if (q->breastfeeding && d->patient.sex == SEX_UNKNOWN)
		d->patient.sex = SEX_FEMALE;
	note_treatments(run, d);
	*more = (struct drug_facts){.lactating =
					    q->breastfeeding ? 1 : NUM_NONE,
				    .child_pugh = NUM_NONE,
				    .crcl = NUM_NONE};
	if (isnan(more->lactating))
		more->lactating = d->patient.sex == SEX_MALE
					  ? tri_number(TRI_NO)
					  : tri_number(TRI_UNKNOWN);
	for (int i = 0; i < 2; i++)
		for (int k = 0; k < DRUG_AMOUNTS; k++)
			more->amount[i][k] = NUM_NONE;
	for (int i = 0; q->child_pugh && i < 3; i++)
		if (strcasecmp(q->child_pugh, classes[i]) == 0)
			more->child_pugh = i + 1;
	if (q->child_pugh && isnan(more->child_pugh))
		return ERR(err, ERR_OPTION_VALUE, "--child-pugh", q->child_pugh,
			   "A, B, C");
	facts_init(facts, run->app->kb, &d->patient, &run->arena);
	facts->drug = more;
	if (q->egfr &&
	    !add_value(run, facts, "--egfr", "EGFR", q->egfr, NULL, err))
		return false;
	if (q->creatinine && !add_value(run, facts, "--creatinine", "CREA",
					q->creatinine, "umol/L", err))
		return false;
	for (size_t i = 0; i < q->labs.n; i++)
		if (!add_lab(run, d, facts, q->labs.at[i], err))
			return false;
	drug_chart_facts(run, q, d, facts);
	if (!facts_derive(facts, err))
		return false;
	d->crcl = more->crcl = cockcroft_gault(facts);
	return true;
}

static struct allergy_given find_allergy(struct kb *kb, const char *text,
					 struct arena *a)
{
	static const char tail[] = "过敏";
	struct allergy_given g = {.printed = text};
	struct folded f = fold_text(kb, text, strlen(text), a);
	struct order_vec one = {0};
	struct order o = order_blank();
	size_t n = f.n;

	if (n > sizeof tail - 1 &&
	    memcmp(f.s + n - (sizeof tail - 1), tail, sizeof tail - 1) == 0)
		n -= sizeof tail - 1;
	struct term_match m = term_exact(kb, TERM_ALLERGY, f.s, n);
	for (size_t k = 0; k < m.n && g.n_rules < 4; k++)
		g.rules[g.n_rules++] = m.targets[k];
	o.text = o.printed = arena_strndup(a, f.s, n);
	vec_push(&one, o);
	orders_resolve(kb, &one, a);
	const struct drug *drug = one.at[0].drug;
	if (drug && drug->kind != DRUG_PRODUCT)
		g.drugs[g.n_drugs++] = drug;
	for (size_t k = 0; drug && k < drug->n_ingredients && g.n_drugs < 4;
	     k++)
		g.drugs[g.n_drugs++] = drug->ingredients[k].drug;
	vec_free(&one);
	return g;
}

void drug_allergies_read(struct drug_run *run, const struct drug_request *q,
			 struct drug_result *d, struct allergy_given **ret,
			 size_t *ret_n)
{
	static const struct text unknown =
		TEXT("过敏原未能识别，未核对",
		     "allergy not recognised, not checked");
	const struct string_vec *lists[] = {&q->allergies, &d->chart.allergies};
	size_t n = 0;

	*ret = arena_array(&run->arena, struct allergy_given,
			   q->allergies.n + d->chart.allergies.n);
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->n; i++) {
			const char *text = lists[l]->at[i];
			(*ret)[n] =
				find_allergy(run->app->kb, text, &run->arena);
			if (!(*ret)[n].n_rules && !(*ret)[n].n_drugs)
				note_unused(run, d, "allergy-unknown", unknown,
					    text);
			n++;
		}
	*ret_n = n;
}
