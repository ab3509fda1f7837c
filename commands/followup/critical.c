/* critical: records of critical values; what was said of them at entry. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"
#include "chart/critical.h"
#include "commands/chart_critical.h"
#include "kb/analyte.h"

#include <stdlib.h>
#include <string.h>

static const char *clock_text(struct followup *f, int64_t instant, char buf[32])
{
	date_format(buf, instant + f->app->ui->zone, true);
	buf[10] = ' ';
	buf[16] = '\0';
	return buf;
}

static void add_text(struct strbuf *out, const char *text)
{
	utf8_add_safe(out, text, strlen(text));
}

static void one_line(struct followup *f, const struct chart_critical *k)
{
	struct ui *ui = f->app->ui;
	const struct analyte *a = kb_analyte_by_code(f->app->kb, k->code);
	char buf[32];

	strbuf_addf(&f->out, "  %lld  %s  %s ", (long long)k->id, k->patient,
		    a ? a->name.in[ui->lang] : k->code);
	add_text(&f->out, k->value);
	strbuf_addf(&f->out, "  %s", clock_text(f, k->opened, buf));
	if (k->closed == DATE_NONE) {
		strbuf_addf(&f->out,
			    SAY(ui, "  未闭环 %lld 分钟\n",
				"  open for %lld min\n"),
			    (long long)((ui->now - k->opened) / 60));
		return;
	}
	strbuf_adds(&f->out, SAY(ui, "  已告知 ", "  told "));
	add_text(&f->out, k->told ? k->told : "?");
	strbuf_addf(&f->out, " %s%s", clock_text(f, k->told_at, buf),
		    k->read_back ? SAY(ui, "，已复述", ", read back") : "");
	if (k->action) {
		strbuf_adds(&f->out, "  ");
		add_text(&f->out, k->action);
	}
	strbuf_addch(&f->out, '\n');
}

bool followup_open_criticals(struct followup *f, const char *patient,
			     size_t *ret, struct err *err)
{
	struct chart_critical_vec list = {0};
	bool ok = chart_critical_list(f->chart, patient, true, &f->arena, &list,
				      err);

	*ret = list.n;
	if (ok && list.n)
		strbuf_adds(
			&f->out,
			SAY(f->app->ui,
			    "危急值未闭环（clin followup critical 编号 close 序号 --told 谁 --read-back）\n",
			    "critical values not closed (clin followup "
			    "critical ID close NUMBER --told WHO "
			    "--read-back)\n"));
	for (size_t i = 0; ok && i < list.n; i++)
		one_line(f, &list.at[i]);
	vec_free(&list);
	return ok;
}

bool followup_findings(struct followup *f, const struct chart_patient *p,
		       int64_t batch, struct err *err)
{
	struct chart_observation_vec seen = {0};
	struct result r = {.schema = "clin.followup.add/1"};
	struct patient patient = patient_unknown();
	bool ok = followup_judge(f, p, 90, &patient, &seen, &r, err) &&
		  followup_say_findings(f, p, &r, &seen, batch, err);

	result_release(&r);
	patient_release(&patient);
	vec_free(&seen);
	return ok;
}

static bool about_person(const struct not_checked *n)
{
	for (size_t k = 0; k < n->n_missing; k++)
		if (strcmp(n->missing[k].code, "AGE") != 0 &&
		    strcmp(n->missing[k].code, "SEX") != 0)
			return false;
	return true;
}

/* What could be urgent and cannot be decided although something is there, and
 * what only waits for the patient's age or sex. */
static void say_undecided(struct followup *f, const struct result *r)
{
	struct result some = {.schema = r->schema, .patient = r->patient};

	for (size_t i = 0; i < r->not_checked.n; i++) {
		const struct not_checked *n = &r->not_checked.at[i];
		bool there = false;
		for (size_t k = 0; k < n->n_missing; k++)
			there |= strcmp(n->missing[k].state, "absent") != 0;
		if (about_person(n) ? n->urgency <= URGENCY_SOON
				    : there && n->urgency <= URGENCY_URGENT)
			vec_push(&some.not_checked, *n);
	}
	result_text_not_checked(&f->out, f->app, &some, true);
	vec_free(&some.not_checked);
}

bool followup_say_findings(struct followup *f, const struct chart_patient *p,
			   struct result *r,
			   const struct chart_observation_vec *seen,
			   int64_t batch, struct err *err)
{
	struct ui *ui = f->app->ui;
	size_t opened;

	result_text_findings(&f->out, f->app, r);
	say_undecided(f, r);
	if (!chart_critical_note(f->app, f->chart, p->id, &r->findings,
				 seen->at, seen->n, batch, &opened, err) ||
	    !followup_suggest(f, p->id, r, err) ||
	    (opened && !followup_open_criticals(f, p->id, &opened, err)))
		return false;
	if (f->params->dry_run && !f->batch_said)
		strbuf_adds(&f->out, SAY(ui, "试运行，未写入\n",
					 "dry run: nothing written\n"));
	else if (!f->batch_said)
		strbuf_addf(&f->out,
			    SAY(ui, "批次 %lld（clin followup undo 可取回）\n",
				"batch %lld ('clin followup undo' takes it "
				"back)\n"),
			    (long long)batch);
	result_level(r, f->params->common.fail_on);
	int status = reasons_status(r->reasons);
	if (status == EXIT_LEVEL || !f->status)
		f->status = status;
	return true;
}

static void list_json(struct followup *f, const struct chart_critical *k)
{
	struct jw j = jw_to(&f->out);
	char buf[32];

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.followup.critical/1");
	jw_int(&j, "number", k->id);
	jw_str(&j, "id", k->patient);
	jw_str(&j, "code", k->code);
	jw_str(&j, "value", k->value);
	jw_str(&j, "finding", k->finding);
	jw_str(&j, "opened", clock_text(f, k->opened, buf));
	jw_str(&j, "told", k->told);
	jw_str(&j, "told_at",
	       k->told_at == DATE_NONE ? NULL : clock_text(f, k->told_at, buf));
	jw_bool(&j, "read_back", k->read_back);
	jw_str(&j, "action", k->action);
	jw_str(&j, "closed",
	       k->closed == DATE_NONE ? NULL : clock_text(f, k->closed, buf));
	jw_end(&j);
	strbuf_addch(&f->out, '\n');
}

static void list_csv(struct followup *f, const struct chart_critical_vec *list)
{
	char opened[32], told[32], closed[32], number[NUM_SIZE];

	strbuf_adds(
		&f->out,
		SAY(f->app->ui,
		    "序号,编号,项目,结果,规则,报告时间,告知谁,告知时间,复述,处理,闭环时间\r\n",
		    "number,id,code,value,finding,opened,told,told_at,"
		    "read_back,action,closed\r\n"));
	for (size_t i = 0; i < list->n; i++) {
		const struct chart_critical *k = &list->at[i];
		const char *const cells[] = {
			num_format_int(number, k->id),
			k->patient,
			k->code,
			k->value,
			k->finding,
			clock_text(f, k->opened, opened),
			k->told,
			k->told_at == DATE_NONE
				? ""
				: clock_text(f, k->told_at, told),
			k->closed == DATE_NONE ? ""
			: k->read_back         ? SAY(f->app->ui, "是", "yes")
					       : SAY(f->app->ui, "否", "no"),
			k->action,
			k->closed == DATE_NONE
				? ""
				: clock_text(f, k->closed, closed)};
		enum { N = sizeof cells / sizeof *cells };
		for (size_t c = 0; c < N; c++)
			followup_csv_cell(&f->out, cells[c], c + 1 == N);
	}
}

static bool list_records(struct followup *f, const char *patient,
			 struct err *err)
{
	struct chart_critical_vec list = {0};
	bool csv = f->params->common.format == FORMAT_CSV;
	bool ok = followup_format(f, "text json ndjson csv", err) &&
		  chart_critical_list(f->chart, patient, !f->params->common.all,
				      &f->arena, &list, err);

	if (ok && csv)
		list_csv(f, &list);
	for (size_t i = 0; ok && !csv && i < list.n; i++)
		if (followup_json(f))
			list_json(f, &list.at[i]);
		else
			one_line(f, &list.at[i]);
	if (ok)
		followup_lines_json(f, "clin.followup.critical/1");
	if (ok && !list.n && !csv && !followup_json(f))
		strbuf_adds(&f->out, SAY(f->app->ui, "没有未闭环的危急值\n",
					 "no critical value is open\n"));
	vec_free(&list);
	return ok;
}

static bool close_record(struct followup *f, const struct chart_patient *p,
			 struct err *err)
{
	const struct string_vec *w = f->words;
	const struct followup_params *o = f->params;
	struct chart_observation at = {0};
	int64_t batch;
	char *end;

	if (w->n != 4 || strcmp(w->at[2], "close") != 0)
		return ERR(err, ERR_ARGUMENT, w->at[2],
			   "critical P012 close 3 --told WHO --read-back");
	struct chart_critical x = {.id = strtoll(w->at[3], &end, 10),
				   .patient = p->id,
				   .told = o->told,
				   .read_back = o->read_back,
				   .action = o->reason,
				   .closed = f->app->ui->now};
	if (*end || x.id <= 0)
		return ERR(err, ERR_ARGUMENT, w->at[3],
			   "the number that 'critical' shows");
	if (!o->told || !*o->told)
		return ERR(err, ERR_OPTION_MISSING, "--told");
	if (!o->read_back)
		return ERR(err, ERR_OPTION_MISSING, "--read-back");
	if (!followup_at(f, &at, err) ||
	    !chart_batch(f->chart, "critical", NULL, &batch, err))
		return false;
	if (at.at > f->app->ui->now)
		return ERR(err, ERR_OPTION_VALUE, "--at", o->at,
			   "2026-11-30 08:00");
	x.told_at = at.at;
	if (!chart_critical_close(f->chart, &x, batch, err))
		return false;
	f->changed = true;
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "%s 的危急值记录 %lld 已闭环\n",
			"%s: critical record %lld closed\n"),
		    p->id, (long long)x.id);
	return true;
}

/* critical [P012 [close NUMBER]] */
bool followup_critical(struct followup *f, struct err *err)
{
	struct chart_patient p;

	if (f->words->n == 1)
		return list_records(f, NULL, err);
	if (!followup_patient(f, &p, err))
		return false;
	return f->words->n == 2 ? list_records(f, p.id, err)
				: close_record(f, &p, err);
}
