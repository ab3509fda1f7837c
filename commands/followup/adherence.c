/* How regularly something is taken, and the calendar of taking. */
#include "commands/followup/medication.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "commands/followup/ics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Days with a supply at hand: each supply begins on its day, or where the one
 * before ends. covered[] has `n` days from `from`. */
static void cover(const struct chart_refill_vec *refills, int64_t from,
		  size_t n, bool *covered, int64_t *ret_end)
{
	int64_t end = INT64_MIN;

	for (size_t i = 0; i < refills->n; i++) {
		const struct chart_refill *r = &refills->at[i];
		int64_t begin = r->day > end ? r->day : end;
		end = begin + (int64_t)r->days;
		for (int64_t d = begin; d < end; d++)
			if (d >= from && d < from + (int64_t)n)
				covered[d - from] = true;
	}
	*ret_end = end;
}

static void by_supply(const struct chart_refill_vec *refills, int64_t from,
		      int64_t until, struct adherence *ret)
{
	size_t n = (size_t)(until - from), held = 0;
	bool *covered = mem_alloc(n);
	int gap = 0;
	double supplied = 0;
	int64_t end;

	memset(covered, 0, n);
	cover(refills, from, n, covered, &end);
	for (size_t i = 0; i < n; i++) {
		held += covered[i];
		gap = covered[i] ? 0 : gap + 1;
		ret->gap = gap > ret->gap ? gap : ret->gap;
	}
	free(covered);
	ret->pdc = 100.0 * (double)held / (double)n;
	ret->runs_out = end;
	/* all supplies but the last, over the time up to the last */
	for (size_t i = 0; i + 1 < refills->n; i++)
		supplied += refills->at[i].days;
	int64_t span = refills->at[refills->n - 1].day - refills->at[0].day;
	if (span > 0)
		ret->mpr = 100 * supplied / (double)span;
}

bool medication_adherence(struct followup *f, const struct chart_medication *m,
			  int days, struct adherence *ret, struct err *err)
{
	struct chart_take_vec takes = {0};
	struct chart_refill_vec refills = {0};
	int64_t from = f->today - days + 1, until = f->today + 1;
	size_t taken = 0;

	*ret = (struct adherence){.pdc = NUM_NONE,
				  .mpr = NUM_NONE,
				  .takes = NUM_NONE,
				  .runs_out = DATE_NONE};
	bool ok = chart_take_list(f->chart, m->id, &takes, err) &&
		  chart_refill_list(f->chart, m->id, &refills, err);
	if (ok && refills.n) {
		int64_t first = refills.at[0].day;
		ret->n_refills = refills.n;
		/* observed from the first dispensing on, while it is ordered */
		from = from > first ? from : first;
		if (m->stop != DATE_NONE && m->stop < until)
			until = m->stop;
		if (until > from)
			by_supply(&refills, from, until, ret);
		if (m->stop != DATE_NONE)
			ret->runs_out = DATE_NONE;
	}
	for (size_t i = 0; ok && i < takes.n; i++) {
		if (takes.at[i].at <
		    (f->today - days + 1) * DATE_DAY - f->app->ui->zone)
			continue;
		ret->n_takes++;
		taken += takes.at[i].taken;
	}
	if (ret->n_takes)
		ret->takes = 100.0 * (double)taken / (double)ret->n_takes;
	vec_free(&takes);
	vec_free(&refills);
	return ok;
}

/* "08:00,20:00" */
static size_t read_times(const char *text, int ret[12], struct err *err)
{
	size_t n = 0;

	for (const char *p = text; n < 12;) {
		char *end;
		long hour = strtol(p, &end, 10), minute = -1;
		if (end != p && *end == ':')
			minute = strtol(end + 1, &end, 10);
		if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
			break;
		ret[n++] = (int)(hour * 60 + minute);
		if (!*end)
			return n;
		if (*end != ',')
			break;
		p = end + 1;
	}
	ERR(err, ERR_OPTION_VALUE, "--times", text, "08:00,20:00");
	return 0;
}

size_t medication_times(struct followup *f, const struct order *o, int ret[12],
			struct err *err)
{
	static const int usual[4][4] = {{8 * 60},
					{8 * 60, 20 * 60},
					{8 * 60, 12 * 60, 18 * 60},
					{8 * 60, 12 * 60, 16 * 60, 20 * 60}};

	err->id = ERR_NONE;
	if (o->prn || o->once)
		return 0;
	if (f->params->times)
		return read_times(f->params->times, ret, err);
	double n = o->per_day;
	if (!(n == 1 || n == 2 || n == 3 || n == 4))
		return 0;
	for (int i = 0; i < (int)n; i++)
		ret[i] = usual[(int)n - 1][i];
	return (size_t)n;
}

/* No name of the patient; the order itself is what the reminder is for. */
static bool add_events(struct followup *f, const struct chart_medication *m,
		       struct strbuf *skipped, size_t *ret_skipped,
		       struct err *err)
{
	struct order o = medication_order(f, m);
	int times[12];
	size_t n = medication_times(f, &o, times, err);

	if (!n && err->id != ERR_NONE)
		return false;
	if (!n)
		strbuf_addf(skipped, "%s%s", (*ret_skipped)++ ? "; " : "",
			    m->text);
	for (size_t i = 0; i < n; i++) {
		struct ics_dose dose = {.medication = m->id,
					.index = (int)i,
					.day = m->start == DATE_NONE ? f->today
								     : m->start,
					.minute = times[i],
					.until = m->stop,
					.summary = m->text,
					.stamp = f->app->ui->now};
		ics_add_dose(&f->out, &dose);
	}
	return true;
}

bool medication_calendar(struct followup *f, const char *patient,
			 struct err *err)
{
	struct chart_medication_vec list = {0};
	struct strbuf skipped = STRBUF_INIT;
	size_t n = 0;
	bool ok =
		chart_medication_list(f->chart, patient, &f->arena, &list, err);

	ics_begin(&f->out);
	for (size_t i = 0; ok && i < list.n; i++)
		if (list.at[i].stop == DATE_NONE)
			ok = add_events(f, &list.at[i], &skipped, &n, err);
	ics_end(&f->out);
	if (ok && n) {
		f->app->ui->note(
			f->app->ui,
			arena_printf(
				&f->arena,
				SAY(f->app->ui,
				    "未排入日历（按需或频次读不出，可用 --times）：%s",
				    "not in the calendar (as needed, or "
				    "how often is not read; --times): %s"),
				skipped.buf));
		f->status = EXIT_PARTIAL;
	}
	strbuf_release(&skipped);
	vec_free(&list);
	return ok;
}
