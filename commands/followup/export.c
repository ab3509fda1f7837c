/* export: a Bundle, or a copy of the whole chart; restore: the copy back; and
 * who read whom. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "base/utf8.h"
#include "chart/access.h"
#include "commands/table.h"

#include <string.h>

static bool backup(struct followup *f, const char *to, struct err *err)
{
	if (!followup_format(f, "text", err) ||
	    !chart_backup(f->chart, to, err))
		return false;
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "已备份到 %s，核对无误\n",
			"backed up to %s and checked\n"),
		    to);
	return true;
}

/* export [ID] -f fhir | export --backup FILE */
bool followup_export(struct followup *f, struct err *err)
{
	struct chart_patient p;

	if (f->params->backup)
		return backup(f, f->params->backup, err);
	if (f->params->common.format != FORMAT_FHIR)
		return ERR(err, ERR_OPTION_MISSING, "--backup, -f fhir");
	if (f->words->n < 2)
		return bundle_write(f, NULL, err);
	return followup_patient(f, &p, err) && bundle_write(f, &p, err);
}

/* restore FILE */
bool followup_restore(struct followup *f, struct err *err)
{
	struct ui *ui = f->app->ui;
	struct strbuf before = STRBUF_INIT;
	struct chart_counts counts;

	if (!followup_format(f, "text", err))
		return false;
	if (f->words->n != 2)
		return ERR(err, ERR_ARGUMENT, "restore",
			   "the file that export --backup wrote");
	bool ok =
		chart_restore(f->chart, f->words->at[1], &before, &counts, err);
	if (ok && before.len)
		strbuf_addf(&f->out,
			    SAY(ui, "原来的病历库已存为 %s\n",
				"the chart as it was is kept as %s\n"),
			    before.buf);
	if (ok)
		strbuf_addf(&f->out,
			    SAY(ui,
				"已从 %s 恢复并逐行核对：%lld 人，%lld 条读数，"
				"%lld 次随访\n",
				"restored from %s and compared row by row: "
				"%lld patients, %lld observations, %lld "
				"visits\n"),
			    f->words->at[1], (long long)counts.patients,
			    (long long)counts.observations,
			    (long long)counts.visits);
	strbuf_release(&before);
	return ok;
}

static void access_json(struct followup *f, const struct chart_access *x)
{
	struct jw j = jw_to(&f->out);
	char at[32];

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.followup.access/1");
	jw_str(&j, "at", date_format(at, x->at + f->app->ui->zone, true));
	jw_str(&j, "actor", x->actor);
	jw_str(&j, "what", x->what);
	jw_str(&j, "id", x->patient);
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
}

/* show [ID] --access */
bool followup_access(struct followup *f, struct err *err)
{
	struct ui *ui = f->app->ui;
	const char *patient = f->words->n > 1 ? f->words->at[1] : NULL;
	const struct table_column columns[] = {
		{SAY(ui, "时间", "time"), false, false},
		{SAY(ui, "谁", "who"), false, true},
		{SAY(ui, "做什么", "what"), false, false},
		{SAY(ui, "患者", "patient"), false, false}};
	enum { N = sizeof columns / sizeof *columns };
	struct chart_access_vec list = {0};
	double days = f->params->days.given ? f->params->days.value : 90;

	if (!followup_format(f, "text json ndjson", err) ||
	    !chart_access_list(f->chart, patient,
			       ui->now - (int64_t)(days * DATE_DAY), &f->arena,
			       &list, err))
		return false;
	const char **cells =
		arena_array(&f->arena, const char *, list.n *N + 1);
	for (size_t i = 0; i < list.n; i++) {
		const struct chart_access *x = &list.at[i];
		const char **cell = cells + i * N;
		char at[32];
		if (followup_json(f))
			access_json(f, x);
		cell[0] = arena_printf(&f->arena, "%.16s",
				       date_format(at, x->at + ui->zone, true));
		cell[1] = x->actor;
		cell[2] = x->what;
		cell[3] = x->patient;
	}
	if (!followup_json(f) && list.n)
		table_print(&f->out, ui, columns, N, cells, list.n);
	if (!followup_json(f) && !f->app->config->chart_group)
		strbuf_adds(&f->out,
			    SAY(ui, "个人病历库不记谁看过谁\n",
				"a private chart does not note who read "
				"whom\n"));
	followup_lines_json(f, "clin.followup.access/1");
	vec_free(&list);
	return true;
}
