/* report: forms of the national programme by quarter or year, the station's
 * panel, the note of a visit. */
#include "commands/followup/report.h"

#include "commands/followup/course.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t first_of(int year, int month)
{
	return date_days((struct date){year, month, 1});
}

static bool read_quarter(const char *text, struct period *ret)
{
	int year = 0, quarter = 0, n = 0;

	if (sscanf(text, "%4d%*1[Qq]%1d%n", &year, &quarter, &n) != 2 ||
	    text[n] || year < 1990 || year > 2200 || quarter < 1 || quarter > 4)
		return false;
	ret->from = first_of(year, 3 * quarter - 2);
	ret->until = quarter == 4 ? first_of(year + 1, 1)
				  : first_of(year, 3 * quarter + 1);
	return true;
}

static bool read_period(struct followup *f, bool by_year, struct period *ret,
			struct err *err)
{
	const struct followup_params *o = f->params;
	struct date today = date_civil(f->today);
	char text[16];

	if (o->quarter) {
		ret->text = o->quarter;
		return read_quarter(o->quarter, ret) ||
		       ERR(err, ERR_OPTION_VALUE, "--quarter", o->quarter,
			   "2026Q3");
	}
	int year = today.year;
	if (o->year) {
		char *end;
		long y = strtol(o->year, &end, 10);
		if (*end || y < 1990 || y > 2200)
			return ERR(err, ERR_OPTION_VALUE, "--year", o->year,
				   "2026");
		year = (int)y;
	}
	if (o->year || by_year) {
		ret->from = first_of(year, 1);
		ret->until = first_of(year + 1, 1);
		snprintf(text, sizeof text, "%d", year);
	} else {
		snprintf(text, sizeof text, "%dQ%d", year,
			 (today.month + 2) / 3);
		read_quarter(text, ret);
	}
	ret->text = arena_strdup(&f->arena, text);
	return true;
}

void report_as_of(const struct followup *f, int64_t day, struct as_of *ret)
{
	ret->f = *f;
	ret->app = *f->app;
	ret->ui = *f->app->ui;
	ret->ui.now = (day + 1) * DATE_DAY - 1 - f->app->ui->zone;
	if (ret->ui.now > f->app->ui->now)
		ret->ui.now = f->app->ui->now;
	ret->app.ui = &ret->ui;
	ret->f.app = &ret->app;
	ret->f.today = day < f->today ? day : f->today;
	ret->f.arena = (struct arena)ARENA_INIT;
}

/* A finding on something else says nothing of the control; nor does one on
 * readings at home where there is one of the clinic's (`at_home` false). */
static bool is_control(const struct protocol *p, const char *code, bool at_home)
{
	static const char home[] = "HOME_";

	if (strncmp(code, home, sizeof home - 1) == 0) {
		if (!at_home)
			return false;
		code += sizeof home - 1;
	}
	for (size_t i = 0; i < p->n_control; i++) {
		size_t n = strlen(p->control[i]);
		if (strncmp(code, p->control[i], n) == 0 &&
		    (code[n] == '\0' || code[n] == '.' ||
		     strcmp(code + n, "_MEAN") == 0))
			return true;
	}
	return false;
}

static bool rests_on_control(const struct protocol *p, const struct finding *x,
			     bool at_home)
{
	for (size_t k = 0; k < x->n_evidence; k++)
		if (is_control(p, x->evidence[k].code, at_home))
			return true;
	return false;
}

static bool lacks_control(const struct protocol *p, const struct not_checked *x,
			  bool at_home)
{
	for (size_t k = 0; k < x->n_missing; k++)
		if (is_control(p, x->missing[k].code, at_home) ||
		    strcmp(x->missing[k].code, "AGE") == 0)
			return true;
	return false;
}

/* What the findings that bring a visit forward say: 1, 0, -1. */
static int control_of(const struct protocol *p, const struct result *r,
		      bool at_home)
{
	int controlled = 1;

	for (size_t k = 0; k < p->n_rechecks; k++) {
		const char *id = p->rechecks[k].finding;
		for (size_t i = 0; i < r->findings.n; i++)
			if (strcmp(r->findings.at[i].id, id) == 0 &&
			    rests_on_control(p, &r->findings.at[i], at_home))
				return 0;
		for (size_t i = 0; i < r->not_checked.n; i++)
			if (r->not_checked.at[i].rule &&
			    strcmp(r->not_checked.at[i].rule, id) == 0 &&
			    lacks_control(p, &r->not_checked.at[i], at_home))
				controlled = -1;
	}
	return controlled;
}

/* Every reading of the period that the control is judged by was taken at
 * home. */
static bool only_at_home(const struct protocol *p,
			 const struct chart_observation_vec *list, int64_t from,
			 int64_t until)
{
	bool any = false;

	for (size_t i = 0; i < list->n; i++) {
		const struct chart_observation *o = &list->at[i];
		int64_t day = (o->at + o->zone) / DATE_DAY;
		if (day < from || day >= until ||
		    !is_control(p, o->code, false) ||
		    (strcmp(o->code, "SBP") != 0 &&
		     strcmp(o->code, "DBP") != 0))
			continue;
		any = true;
		if (!o->context || !strstr(o->context, "home"))
			return false;
	}
	return any;
}

bool report_controlled(struct followup *f, const struct chart_patient *p,
		       const struct protocol *protocol, int64_t from,
		       int64_t until, int *ret, struct err *err)
{
	struct as_of then;
	struct chart_observation_vec list = {0};
	struct result r = {.schema = ""};
	struct patient patient = patient_unknown();

	report_as_of(f, until - 1, &then);
	bool ok = followup_judge(&then.f, p, (int)(then.f.today - from + 1),
				 &patient, &list, &r, err);
	*ret = protocol->n_control ? 1 : -1;
	for (size_t i = 0; i < protocol->n_control; i++)
		if (!report_reading(&list, protocol->control[i], from, until))
			*ret = -1;
	bool at_home = only_at_home(protocol, &list, from, until);
	struct home_bp home;
	followup_home(&list, &home);
	if (ok && *ret == 1)
		*ret = control_of(protocol, &r, at_home);
	if (*ret == 1 && at_home && !home.sufficient)
		*ret = -1; /* too few days at home for a verdict */
	result_release(&r);
	patient_release(&patient);
	vec_free(&list);
	arena_free(&then.f.arena);
	return ok;
}

/* report htn|t2dm|copd|elder|panel, report note P012 */
bool followup_report(struct followup *f, struct err *err)
{
	const struct string_vec *w = f->words;
	struct period period;

	if (w->n < 2)
		return ERR(err, ERR_ARGUMENT, "report",
			   "htn, t2dm, copd, elder, panel, note P012");
	const char *name = w->at[1];
	if (strcmp(name, "note") == 0)
		return report_note(f, err);
	if (!read_period(f, strcmp(name, "elder") == 0, &period, err))
		return false;
	if (strcmp(name, "panel") == 0)
		return report_panel(f, &period, err);
	return report_forms(f, name, &period, err);
}
