/* eGFR worked out of creatinine, at the age of the day. */
#include "commands/followup/trend_extra.h"

#include "base/date.h"
#include "kb/rule.h"

#include <math.h>
#include <stdlib.h>

static bool derive(struct followup *f, const struct chart_patient *p,
		   const struct analyte *egfr,
		   const struct chart_observation *crea,
		   struct chart_observation *ret)
{
	struct patient patient = patient_unknown();
	struct facts facts;
	struct fact fact;
	struct err none;
	bool found = false;

	patient.sex = p->sex == 'F'   ? SEX_FEMALE
		      : p->sex == 'M' ? SEX_MALE
				      : SEX_UNKNOWN;
	if (p->birth != DATE_NONE)
		chart_context_age(&patient, p->birth, p->birth_exact,
				  (crea->at + crea->zone) / DATE_DAY);
	facts_init(&facts, f->app->kb, &patient, &f->arena);
	if (chart_context_fact(f->app->kb, &patient, crea, 0, &f->arena,
			       &fact)) {
		facts_add(&facts, &fact);
		if (facts_derive(&facts, &none))
			for (size_t i = 0; i < facts.list.n; i++)
				if (facts.list.at[i].analyte == egfr &&
				    !isnan(facts.list.at[i].value)) {
					*ret = *crea;
					ret->code = egfr->code;
					ret->value = facts.list.at[i].value;
					ret->canonical = ret->value;
					found = true;
				}
	}
	facts_release(&facts);
	patient_release(&patient);
	ret->unit = ret->canonical_unit = egfr->unit;
	ret->comparator = ret->text = NULL;
	ret->source = "derived from CREA";
	return found;
}

static int by_instant(const void *pa, const void *pb)
{
	const struct chart_observation *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

bool trend_add_egfr(struct followup *f, const struct chart_patient *p,
		    const struct analyte *egfr, int64_t from,
		    struct chart_observation_vec *list, struct err *err)
{
	struct chart_observation_vec crea = {0};
	size_t printed = list->n;

	if (!chart_observation_series(f->chart, p->id, "CREA", from, &f->arena,
				      &crea, err))
		return false;
	for (size_t i = 0; i < crea.n; i++) {
		struct chart_observation o;
		bool there = false;
		for (size_t k = 0; k < printed; k++)
			there |= list->at[k].at == crea.at[i].at;
		if (!there && derive(f, p, egfr, &crea.at[i], &o))
			vec_push(list, o);
	}
	if (list->n > printed)
		qsort(list->at, list->n, sizeof *list->at, by_instant);
	vec_free(&crea);
	return true;
}
