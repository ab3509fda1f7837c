#include "commands/chart_critical.h"

#include "base/num.h"
#include "chart/critical.h"
#include "kb/unit.h"

#include <math.h>

const char *chart_value_text(const struct chart_observation *o, struct arena *a)
{
	char number[NUM_SIZE], unit[UNIT_SIZE];

	const char *shown =
		o->unit ? unit_show(o->unit, unit, sizeof unit) : "";

	return arena_printf(a, "%s%s%s%s", o->comparator ? o->comparator : "",
			    isnan(o->value) ? (o->text ? o->text : "?")
					    : num_format(number, o->value),
			    *shown ? " " : "", shown);
}

static bool open_one(const struct app *app, struct chart *c,
		     const char *patient, const struct finding *finding,
		     const struct chart_observation *o, int64_t batch,
		     bool *ret_new, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct chart_critical x = {.patient = patient,
				   .observation = o->id,
				   .code = o->code,
				   .value = chart_value_text(o, &a),
				   .finding = finding->id,
				   .opened = app->ui->now};
	bool ok = chart_critical_open(c, &x, batch, ret_new, err);

	arena_free(&a);
	return ok;
}

bool chart_critical_note(const struct app *app, struct chart *c,
			 const char *patient,
			 const struct finding_vec *findings,
			 const struct chart_observation *list, size_t n,
			 int64_t batch, size_t *ret, struct err *err)
{
	*ret = 0;
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = &findings->at[i];
		if (f->urgency != URGENCY_CRITICAL)
			continue;
		for (size_t k = 0; k < f->n_evidence; k++) {
			int ref = f->evidence[k].ref;
			bool is_new;
			if (ref < 0 || (size_t)ref >= n || !list[ref].id ||
			    list[ref].batch != batch)
				continue;
			if (!open_one(app, c, patient, f, &list[ref], batch,
				      &is_new, err))
				return false;
			*ret += is_new;
		}
	}
	return true;
}
