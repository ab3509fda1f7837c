#include "commands/chart_context.h"

#include "chart/access.h"

#include "base/date.h"
#include "base/num.h"
#include "chart/medication.h"
#include "chart/plan.h"
#include "commands/order.h"
#include "kb/analyte.h"
#include "kb/protocol.h"

#include <math.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

int64_t app_today(const struct app *app)
{
	int64_t local = app->ui->now + app->ui->zone;

	return (local - (local < 0 ? DATE_DAY - 1 : 0)) / DATE_DAY;
}

static bool find_place(const struct app *app, bool create,
		       struct chart_place *ret, struct err *err)
{
	const struct config *config = app->config;
	const struct passwd *user = getpwuid(geteuid());

	*ret = (struct chart_place){
		.path = config->chart_path,
		.group = config->chart_mode == CONFIG_CHART_GROUP
				 ? config->chart_group
				 : NULL,
		.actor = user ? user->pw_name : "?",
		.now = app->ui->now,
		.zone = app->ui->zone,
		.create = create,
	};
	return ret->path || ERR(err, ERR_CHART, "chart.path",
				"not configured; see clin-config(5)");
}

bool chart_context_open(const struct app *app, bool create, struct chart **ret,
			struct err *err)
{
	struct chart_place place;

	return find_place(app, create, &place, err) &&
	       chart_open(&place, ret, err);
}

bool chart_context_set_aside(const struct app *app, const char *copy,
			     struct strbuf *ret, struct err *err)
{
	struct chart_place place;

	return find_place(app, false, &place, err) &&
	       chart_set_aside(&place, copy, ret, err);
}

void chart_context_age(struct patient *p, int64_t birth, bool exact,
		       int64_t today)
{
	double days = (double)(today - birth);
	int years = date_age_years(date_civil(birth), date_civil(today));

	p->age.days = days;
	if (years >= 2 || !exact) {
		p->age.value = years;
		p->age.unit = "y";
	} else if (days >= 60) {
		p->age.value = floor(days / 30.4375);
		p->age.unit = "mo";
	} else {
		p->age.value = days;
		p->age.unit = "d";
	}
}

/* A drug, or what is in a product, as treatments (ON.x). */
static bool note_drug(struct kb *kb, const struct drug *d, struct patient *p)
{
	bool found = false;

	for (size_t i = 0; i < d->n_ingredients; i++)
		found |= note_drug(kb, d->ingredients[i].drug, p);
	for (int lang = 0; lang < 2 && !found; lang++)
		found = d->name.in[lang] &&
			patient_note_context(p, kb, "ON", d->name.in[lang],
					     false);
	return found;
}

/* What is taken now. */
static bool note_medication(const struct app *app, struct chart *c,
			    const char *id, struct arena *a,
			    struct patient *ret, struct err *err)
{
	struct chart_medication_vec list = {0};
	struct order_vec orders = {0};

	if (!chart_medication_list(c, id, a, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const char *text = list.at[i].text;
		if (list.at[i].stop != DATE_NONE &&
		    list.at[i].stop <= app_today(app))
			continue;
		patient_note_context(ret, app->kb, "ON", text, true);
		orders_from_text(app->kb, text, strlen(text), a, &orders);
	}
	orders_resolve(app->kb, &orders, a);
	for (size_t i = 0; i < orders.n; i++)
		if (orders.at[i].status == ORDER_RESOLVED && orders.at[i].drug)
			note_drug(app->kb, orders.at[i].drug, ret);
	vec_free(&orders);
	vec_free(&list);
	return true;
}

/* A running plan that counts from the last period says: pregnant, and since
 * when. */
static bool note_pregnancy(const struct app *app, struct chart *c,
			   const char *id, struct arena *a, struct patient *ret,
			   struct err *err)
{
	struct chart_plan_vec plans = {0};
	struct err gone;

	if (ret->sex == SEX_MALE)
		return true;
	if (!chart_plan_list(c, id, a, &plans, err))
		return false;
	for (size_t i = 0; i < plans.n; i++) {
		struct protocol p;
		double weeks = (double)(app_today(app) - plans.at[i].start) / 7;
		if (plans.at[i].ended != DATE_NONE || weeks < 0 || weeks > 43 ||
		    !protocol_find(app->kb, plans.at[i].protocol, a, &p,
				   &gone) ||
		    p.anchor != ANCHOR_LMP)
			continue;
		ret->pregnant = TRI_YES;
		ret->weeks = floor(weeks);
	}
	vec_free(&plans);
	return true;
}

bool chart_context_patient(const struct app *app, struct chart *c,
			   const struct chart_patient *p, struct arena *a,
			   struct patient *ret, struct err *err)
{
	struct chart_context_vec list = {0};

	if (p->birth != DATE_NONE)
		chart_context_age(ret, p->birth, p->birth_exact,
				  app_today(app));
	ret->sex = p->sex == 'F'   ? SEX_FEMALE
		   : p->sex == 'M' ? SEX_MALE
				   : SEX_UNKNOWN;
	if (!chart_context_list(c, p->id, a, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		if (strcmp(list.at[i].kind, "dx") == 0 &&
		    !patient_note_context(ret, app->kb, "DX", list.at[i].text,
					  false))
			patient_note_context(ret, app->kb, "DX",
					     list.at[i].text, true);
	vec_free(&list);
	return note_medication(app, c, p->id, a, ret, err) &&
	       note_pregnancy(app, c, p->id, a, ret, err);
}

static void set_value(struct fact *f, const struct chart_observation *o)
{
	if (isnan(o->canonical)) {
		f->state = f->analyte->unit && o->unit && !isnan(o->value)
				   ? FACT_UNIT_UNKNOWN
				   : FACT_UNREADABLE;
	} else if (!o->comparator) {
		f->value = o->canonical;
	} else {
		bool above = o->comparator[0] == '>';
		f->lo = above ? o->canonical : -INFINITY;
		f->hi = above ? INFINITY : o->canonical;
		f->lo_closed = above && o->comparator[1] == '=';
		f->hi_closed = !above && o->comparator[1] == '=';
	}
}

/* A pressure taken at home has limits of its own, and so a code of its own:
 * no rule on what was measured in the clinic sees it. */
static const char *fact_code(const struct chart_observation *o)
{
	if (!o->context || !strstr(o->context, "home"))
		return o->code;
	return strcmp(o->code, "SBP") == 0   ? "HOME_SBP"
	       : strcmp(o->code, "DBP") == 0 ? "HOME_DBP"
					     : o->code;
}

bool chart_context_fact(struct kb *kb, const struct patient *p,
			const struct chart_observation *o, int ref,
			struct arena *a, struct fact *ret)
{
	const struct analyte *analyte = kb_analyte_by_code(kb, fact_code(o));
	struct interval interval;
	char number[NUM_SIZE], unit[UNIT_SIZE];

	if (!analyte)
		return false;
	*ret = (struct fact){.analyte = analyte,
			     .state = FACT_PRESENT,
			     .value = NUM_NONE,
			     .lo = NUM_NONE,
			     .hi = NUM_NONE,
			     .number = NUM_NONE,
			     .low = NUM_NONE,
			     .high = NUM_NONE,
			     .unit = o->unit,
			     .when = o->at + o->zone,
			     .ref = ref};
	set_value(ret, o);
	const char *shown =
		o->unit ? unit_show(o->unit, unit, sizeof unit) : "";
	ret->printed =
		arena_printf(a, "%s%s%s%s", o->comparator ? o->comparator : "",
			     isnan(o->value) ? (o->text ? o->text : "")
					     : num_format(number, o->value),
			     *shown ? " " : "", shown);
	if (analyte_interval(kb, analyte, p, &interval) == INTERVAL_FOUND) {
		ret->low = interval.low;
		ret->high = interval.high;
	}
	return true;
}
