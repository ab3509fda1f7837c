/* What a number says as well as a word does: a thermometer fever, a cuff a high
 * blood pressure. A finding begins at 37.3 °C, 180/120 mmHg, in pregnancy and
 * after birth 140/90, below 90 mmHg (children as PALS: 70 + 2 × age),
 * at glucose 13.9 mmol/L, where ketones are looked for, and below 3.9 in diabetes,
 * 2.8 in others (Chinese guideline on type 2 diabetes 2020). */
#include "commands/triage/triage.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static bool has(const struct triage *t, const char *code)
{
	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (strcmp(e->symptom->code, code) == 0 &&
		    e->state == STATE_PRESENT)
			return true;
	}
	return false;
}

static void say(struct triage *t, const char *code, const char *printed)
{
	int id = triage_symptom_id(t->k, code);

	if (!id || has(t, code))
		return;
	struct complaint_evidence e = {.symptom = &t->k->symptoms[id],
				       .state = STATE_PRESENT,
				       .hours = NUM_NONE,
				       .severity = NUM_NONE,
				       .printed = printed};
	vec_push(&t->complaint.evidence, e);
}

/* Systolic pressure below which it is low. */
static double low_pressure(const struct patient *p)
{
	double years = p->age.days / 365.25;

	return years < 1 ? 70 : years < 10 ? 70 + 2 * years : 90;
}

static bool high_pressure(const struct triage *t)
{
	const struct vitals *v = &t->vitals;
	bool birth =
		t->patient.pregnant == TRI_YES || has(t, "postpartum_problem");

	return birth ? v->sbp >= 140 || v->dbp >= 90
		     : v->sbp >= 180 || v->dbp >= 120;
}

static const char *pressure(char buf[NUM_SIZE], double x)
{
	return isnan(x) ? "?" : num_format(buf, x);
}

void triage_measured(struct triage *t)
{
	const struct vitals *v = &t->vitals;
	struct arena *a = t->arena;
	char x[NUM_SIZE], y[NUM_SIZE];

	if (v->temp >= 37.3)
		say(t, "fever",
		    arena_printf(a, "%s °C", num_format_fixed(x, v->temp, 1)));
	bool low = v->sbp < low_pressure(&t->patient);
	if (high_pressure(t) || low)
		say(t, low ? "low_bp" : "high_bp",
		    arena_printf(a, "%s/%s mmHg", pressure(x, v->sbp),
				 pressure(y, v->dbp)));
	bool diabetes = patient_has(&t->patient, t->app->kb, "DX.diabetes");
	low = v->glu < (diabetes ? 3.9 : 2.8);
	if (v->glu >= 13.9 || low)
		say(t, low ? "low_glucose" : "high_glucose",
		    arena_printf(a, "%s mmol/L", num_format(x, v->glu)));
}
