/* med, undo. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/utf8.h"
#include "chart/medication.h"

#include <stdlib.h>
#include <string.h>

static bool list_medications(struct followup *f, const char *patient,
			     struct err *err)
{
	struct chart_medication_vec list = {0};
	struct ui *ui = f->app->ui;

	if (!chart_medication_list(f->chart, patient, &f->arena, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_medication *m = &list.at[i];
		if (m->stop != DATE_NONE && !f->params->common.all)
			continue;
		strbuf_addf(&f->out, "%4lld  ", (long long)m->id);
		utf8_add_safe(&f->out, m->text, strlen(m->text));
		strbuf_addf(&f->out, "  %s", followup_date(f, m->start));
		if (m->stop != DATE_NONE)
			strbuf_addf(&f->out, SAY(ui, " 至 %s 停", " to %s"),
				    followup_date(f, m->stop));
		strbuf_addch(&f->out, '\n');
	}
	if (!list.n)
		strbuf_adds(&f->out, SAY(ui, "没有用药记录\n",
					 "no medication recorded\n"));
	vec_free(&list);
	return true;
}

/* med P012 [add ORDER… | stop NUMBER] */
bool followup_med(struct followup *f, struct err *err)
{
	const struct string_vec *w = f->words;
	struct chart_patient p;
	int64_t batch, day = DATE_NONE;

	if (!followup_format(f, "text", err) || !followup_patient(f, &p, err) ||
	    !followup_day("--start", f->params->start, &day, err))
		return false;
	if (day == DATE_NONE)
		day = f->today;
	if (w->n == 2)
		return list_medications(f, p.id, err);
	bool add = strcmp(w->at[2], "add") == 0;
	if (w->n < 4 || (!add && strcmp(w->at[2], "stop") != 0))
		return ERR(err, ERR_ARGUMENT, w->at[2],
			   "med P012 add '氨氯地平 5mg qd' | med P012 stop 3");
	if (!chart_batch(f->chart, "med", NULL, &batch, err))
		return false;
	for (size_t i = 3; i < w->n; i++) {
		char *end;
		long long id = strtoll(w->at[i], &end, 10);
		if (!add && (*end || id <= 0))
			return ERR(err, ERR_ARGUMENT, w->at[i],
				   "the number that 'med P012' shows");
		if (!(add ? chart_medication_add(f->chart, p.id, w->at[i], day,
						 batch, err)
			  : chart_medication_stop(f->chart, p.id, id, day,
						  f->params->reason, batch,
						  err)))
			return false;
	}
	f->changed = true;
	return list_medications(f, p.id, err);
}

/* undo [BATCH] */
bool followup_undo(struct followup *f, struct err *err)
{
	int64_t batch = 0, entries;

	if (!followup_format(f, "text", err))
		return false;
	if (f->words->n > 1) {
		char *end;
		batch = strtoll(f->words->at[1], &end, 10);
		if (*end || batch <= 0)
			return ERR(err, ERR_ARGUMENT, f->words->at[1],
				   "the number of a batch");
	}
	if (!chart_undo(f->chart, batch, &batch, &entries, err))
		return false;
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "批次 %lld 已取回：%lld 条\n",
			"batch %lld taken back: %lld entries\n"),
		    (long long)batch, (long long)entries);
	f->changed = true;
	return true;
}
