/* med: what a patient takes. */
#include "commands/followup/medication.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct order medication_order(struct followup *f,
			      const struct chart_medication *m)
{
	struct order o = order_blank();

	order_read(f->app->kb, m->text, strlen(m->text), &f->arena, &o);
	return o;
}

static void add_percent(struct strbuf *out, const char *name, double x)
{
	char number[NUM_SIZE];

	if (!isnan(x))
		strbuf_addf(out, "  %s %s%%", name,
			    num_format_fixed(number, x, 0));
}

static void say_adherence(struct followup *f, const struct adherence *a)
{
	struct ui *ui = f->app->ui;

	add_percent(&f->out, "PDC", a->pdc);
	add_percent(&f->out, "MPR", a->mpr);
	add_percent(&f->out, SAY(ui, "记录服药", "taken"), a->takes);
	if (a->n_refills && a->gap > 0)
		strbuf_addf(
			&f->out,
			SAY(ui, "  最长断药 %d 天", "  longest gap %d days"),
			a->gap);
	if (a->runs_out != DATE_NONE)
		strbuf_addf(
			&f->out,
			a->runs_out <= f->today
				? SAY(ui, "  已于 %s 用完", "  ran out on %s")
				: SAY(ui, "  药够到 %s", "  lasts to %s"),
			followup_date(f, a->runs_out <= f->today
						 ? a->runs_out
						 : a->runs_out - 1));
}

static int look_back(const struct followup *f)
{
	double days = f->params->days.given ? f->params->days.value : 180;

	return days < 1 ? 1 : days > 36500 ? 36500 : (int)days;
}

static bool line_text(struct followup *f, const struct chart_medication *m,
		      struct err *err)
{
	struct ui *ui = f->app->ui;
	struct adherence a;

	if (!medication_adherence(f, m, look_back(f), &a, err))
		return false;
	strbuf_addf(&f->out, "%4lld  ", (long long)m->id);
	utf8_add_safe(&f->out, m->text, strlen(m->text));
	strbuf_addf(&f->out, "  %s", followup_date(f, m->start));
	if (m->stop != DATE_NONE)
		strbuf_addf(&f->out, SAY(ui, " 至 %s 停", " to %s"),
			    followup_date(f, m->stop));
	if (m->reason) {
		strbuf_adds(&f->out, "  ");
		utf8_add_safe(&f->out, m->reason, strlen(m->reason));
	}
	say_adherence(f, &a);
	strbuf_addch(&f->out, '\n');
	return true;
}

static bool line_json(struct followup *f, const char *patient,
		      const struct chart_medication *m, struct err *err)
{
	struct jw j = jw_to(&f->out);
	struct order o = medication_order(f, m);
	struct adherence a;

	if (!medication_adherence(f, m, look_back(f), &a, err))
		return false;
	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.followup.med/1");
	jw_str(&j, "id", patient);
	jw_int(&j, "number", m->id);
	jw_str(&j, "text", m->text);
	jw_str(&j, "name", o.printed);
	jw_object(&j, "dose");
	jw_num(&j, "value", o.dose.value);
	jw_str(&j, "unit", o.dose.unit);
	jw_end(&j);
	jw_num(&j, "per_day", o.per_day);
	jw_str(&j, "start",
	       m->start == DATE_NONE ? NULL : followup_date(f, m->start));
	jw_str(&j, "stop",
	       m->stop == DATE_NONE ? NULL : followup_date(f, m->stop));
	jw_str(&j, "reason", m->reason);
	jw_num(&j, "pdc", a.pdc);
	jw_num(&j, "mpr", a.mpr);
	jw_num(&j, "taken", a.takes);
	jw_int(&j, "gap_days", a.gap);
	jw_str(&j, "runs_out",
	       a.runs_out == DATE_NONE ? NULL : followup_date(f, a.runs_out));
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
	return true;
}

static bool list_medications(struct followup *f, const char *patient,
			     struct err *err)
{
	struct chart_medication_vec list = {0};
	size_t shown = 0;
	bool ok =
		chart_medication_list(f->chart, patient, &f->arena, &list, err);

	for (size_t i = 0; ok && i < list.n; i++) {
		const struct chart_medication *m = &list.at[i];
		if (m->stop != DATE_NONE && !f->params->common.all)
			continue;
		shown++;
		ok = followup_json(f) ? line_json(f, patient, m, err)
				      : line_text(f, m, err);
	}
	if (ok && !followup_json(f) && !shown)
		strbuf_adds(&f->out,
			    list.n ? SAY(f->app->ui,
					 "现在没有用药（--all 看已停的）\n",
					 "nothing taken now (--all shows what "
					 "was stopped)\n")
				   : SAY(f->app->ui, "没有用药记录\n",
					 "no medication recorded\n"));
	vec_free(&list);
	return ok;
}

/* What the check of the new orders says comes before they are on the list. */
static void check(struct followup *f, const char *patient,
		  const struct string_vec *orders, int64_t without)
{
	int status;

	f->app->check_orders(f->app, patient, orders, without, &f->out,
			     &status);
	if (status == EXIT_PARTIAL)
		f->status = EXIT_PARTIAL;
}

static bool number_of(const char *word, int64_t *ret, struct err *err)
{
	char *end;

	*ret = strtoll(word, &end, 10);
	return (!*end && *ret > 0) ||
	       ERR(err, ERR_ARGUMENT, word, "the number that 'med P012' shows");
}

/* An order a word, or several words each that go on with a dose, a frequency
 * or a route: add 氨氯地平 5mg qd. */
static void orders_of(struct followup *f, size_t first, struct string_vec *ret)
{
	for (size_t i = first; i < f->words->n; i++) {
		const char *word = f->words->at[i];
		if (ret->n && orders_continue(word, &f->arena))
			ret->at[ret->n - 1] = arena_printf(
				&f->arena, "%s %s", ret->at[ret->n - 1], word);
		else
			vec_push(ret, word);
	}
}

static bool add(struct followup *f, const char *patient, int64_t day,
		int64_t batch, struct err *err)
{
	struct string_vec orders = {0};
	bool ok = true;

	orders_of(f, 3, &orders);
	check(f, patient, &orders, 0);
	for (size_t i = 0; ok && i < orders.n; i++)
		ok = chart_medication_add(f->chart, patient, orders.at[i], day,
					  batch, err);
	vec_free(&orders);
	return ok;
}

static bool stop(struct followup *f, const char *patient, int64_t day,
		 int64_t batch, struct err *err)
{
	for (size_t i = 3; i < f->words->n; i++) {
		int64_t id;
		if (!number_of(f->words->at[i], &id, err) ||
		    !chart_medication_stop(f->chart, patient, id, day,
					   f->params->reason, batch, err))
			return false;
	}
	return true;
}

/* A change of dose: the old order ends where the new one begins. */
static bool change(struct followup *f, const char *patient, int64_t day,
		   int64_t batch, struct err *err)
{
	const struct string_vec *w = f->words;
	struct string_vec orders = {0};
	int64_t id;

	orders_of(f, 4, &orders);
	const char *order = orders.n == 1 ? orders.at[0] : NULL;
	bool ok = order || ERR(err, ERR_ARGUMENT, "change",
			       "med P012 change 3 '氨氯地平 10mg qd'");
	ok = ok && number_of(w->at[3], &id, err) &&
	     chart_medication_stop(f->chart, patient, id, day,
				   f->params->reason, batch, err);
	if (ok)
		check(f, patient, &orders, id);
	vec_free(&orders);
	return ok &&
	       chart_medication_add(f->chart, patient, order, day, batch, err);
}

/* take|miss NUMBER…, at --at or now */
static bool take(struct followup *f, const char *patient, bool taken,
		 int64_t batch, struct err *err)
{
	struct chart_observation at = {0};

	if (!followup_at(f, &at, err))
		return false;
	for (size_t i = 3; i < f->words->n; i++) {
		struct chart_take t = {.at = at.at, .taken = taken};
		if (!number_of(f->words->at[i], &t.medication, err) ||
		    !chart_take_add(f->chart, patient, &t, batch, err))
			return false;
	}
	return true;
}

/* refill NUMBER DAYS, on --start or today */
static bool refill(struct followup *f, const char *patient, int64_t day,
		   int64_t batch, struct err *err)
{
	const struct string_vec *w = f->words;
	struct chart_refill r = {.day = day};

	if (w->n != 5 || !num_parse_all(w->at[4], &r.days) ||
	    !(r.days > 0 && r.days <= 730))
		return ERR(err, ERR_ARGUMENT, "refill",
			   "med P012 refill 3 28 (days of supply)");
	return number_of(w->at[3], &r.medication, err) &&
	       chart_refill_add(f->chart, patient, &r, batch, err);
}

static bool act(struct followup *f, const char *patient, int64_t day,
		struct err *err)
{
	const struct string_vec *w = f->words;
	const char *verb = w->at[2];
	int64_t batch;

	if (w->n < 4)
		return ERR(err, ERR_ARGUMENT, verb,
			   "med P012 add '氨氯地平 5mg qd' | change 3 '…' | "
			   "stop 3 | refill 3 28 | take 3 | miss 3");
	if (!chart_batch(f->chart, "med", NULL, &batch, err))
		return false;
	if (strcmp(verb, "add") == 0)
		return add(f, patient, day, batch, err);
	if (strcmp(verb, "stop") == 0)
		return stop(f, patient, day, batch, err);
	if (strcmp(verb, "change") == 0)
		return change(f, patient, day, batch, err);
	if (strcmp(verb, "refill") == 0)
		return refill(f, patient, day, batch, err);
	if (strcmp(verb, "take") == 0 || strcmp(verb, "miss") == 0)
		return take(f, patient, *verb == 't', batch, err);
	return ERR(err, ERR_ARGUMENT, verb,
		   "add, change, stop, refill, take, miss");
}

/* med P012 [add ORDER… | change NUMBER ORDER | stop NUMBER… |
 *           refill NUMBER DAYS | take NUMBER… | miss NUMBER…] */
bool followup_med(struct followup *f, struct err *err)
{
	struct chart_patient p;
	int64_t day = DATE_NONE;

	if (!followup_format(f, "text json ndjson ics", err) ||
	    !followup_patient(f, &p, err) ||
	    !followup_day("--start", f->params->start, &day, err))
		return false;
	if (day == DATE_NONE)
		day = f->today;
	if (f->words->n > 2) {
		if (!act(f, p.id, day, err))
			return false;
		f->changed = !f->params->dry_run;
		if (f->params->dry_run)
			strbuf_adds(&f->out, SAY(f->app->ui, "试运行，未写入\n",
						 "dry run: nothing written\n"));
	}
	if (f->params->common.format == FORMAT_ICS)
		return medication_calendar(f, p.id, err);
	if (!list_medications(f, p.id, err))
		return false;
	if (f->words->n == 2)
		followup_lines_json(f, "clin.followup.med/1");
	return true;
}
