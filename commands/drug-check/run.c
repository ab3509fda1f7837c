#include "commands/drug-check/chart.h"
#include "commands/last.h"

#include "base/encoding.h"
#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

int drug_format(const struct drug_run *run)
{
	return run->params->many.batch.batch ? FORMAT_NDJSON
					     : run->params->many.common.format;
}

static bool too_mild(const struct drug_result *d, const struct drug_finding *x)
{
	return d->min_tier && ((int)x->tier > d->min_tier - 1 ||
			       /* it goes where what it stands under goes */
			       (x->under && too_mild(d, x->under)));
}

static void hide_minor(struct drug_result *d)
{
	struct finding_vec *v = &d->result.findings;
	size_t kept = 0;

	for (size_t i = 0; i < v->n; i++) {
		const struct drug_finding *x = v->at[i].extra;
		if (too_mild(d, x)) {
			d->hidden++;
			continue;
		}
		v->at[kept] = v->at[i];
		/* its head is of the same tier or worse, so it is still there */
		if (!x->under)
			v->at[kept].group = (int)kept;
		else
			v->at[kept].group = v->at[kept - 1].group;
		kept++;
	}
	v->n = kept;
}

/* What is no drug is named as not read, not as unknown. */
static void put_aside(struct drug_result *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->orders.n; i++) {
		const struct order *o = &d->orders.at[i];
		if (!o->aside) {
			d->orders.at[kept++] = *o;
			continue;
		}
		struct result_section part = {"no drug", o->text, o->line};
		vec_push(&d->result.not_interpreted, part);
	}
	d->orders.n = kept;
}

/* "停 2026-12-05" has not come yet: till then it is given. */
static void keep_till_end(const struct drug_run *run, struct order_vec *orders)
{
	for (size_t i = 0; i < orders->n; i++) {
		struct order *o = &orders->at[i];
		if (o->ends != DATE_NONE && o->ends > run->app->ui->now)
			o->stopped = false;
	}
}

static bool check(struct drug_run *run, const struct drug_request *q,
		  const char *text, size_t n, struct drug_result *d,
		  struct err *err)
{
	struct facts facts = {0};
	struct drug_facts more;
	struct allergy_given *allergies;
	size_t n_allergies;

	if (q->orders) {
		orders_from_value(run->app->kb, q->orders, &run->arena,
				  &d->orders);
		d->result.format = "json";
	} else if (!orders_read(run->app->kb, text, n, &run->arena, &d->orders,
				&d->result.format, err)) {
		return false;
	}
	if (q->common->patient && !drug_chart_read(run, q, d, err))
		return false;
	put_aside(d);
	keep_till_end(run, &d->orders);
	orders_resolve(run->app->kb, &d->orders, &run->arena);
	bool ok = drug_facts_read(run, q, d, &facts, &more, err);
	if (ok) {
		drug_allergies_read(run, q, d, &allergies, &n_allergies);
		d->checking = (struct checking){.kb = run->app->kb,
						.arena = &run->arena,
						.orders = &d->orders,
						.facts = &facts,
						.drug_facts = &more,
						.patient = &d->patient,
						.allergies = allergies,
						.n_allergies = n_allergies,
						.findings = &d->result.findings,
						.err = err};
		ok = check_list(&d->checking);
	}
	if (ok) {
		drug_list_unchecked(run, d);
		drug_note_unresolved(run, d);
		hide_minor(d);
		result_level(&d->result, run->params->many.common.fail_on);
		explain_result(&d->result, run->app,
			       run->params->many.common.explain, &run->arena);
	}
	d->checking.facts = NULL;
	facts_release(&facts);
	return ok;
}

static void render(struct drug_run *run, const struct drug_result *d,
		   struct strbuf *out)
{
	switch (drug_format(run)) {
	case FORMAT_JSON:
	case FORMAT_NDJSON:
		drug_json(out, run->app, d);
		if (drug_format(run) == FORMAT_NDJSON)
			strbuf_addch(out, '\n');
		break;
	case FORMAT_MD:
		drug_md(out, run->app, d);
		break;
	default:
		drug_text(out, run->app, d, run->params->many.common.all);
	}
}

static void result_begin(struct drug_run *run, const struct drug_request *q,
			 struct drug_result *d)
{
	*d = (struct drug_result){.patient = patient_unknown(),
				  .min_tier = run->params->min_tier,
				  .crcl = NUM_NONE};
	d->result = (struct result){.schema = "clin.drug-check/1",
				    .file = q->file,
				    .id = q->id,
				    .encoding = "UTF-8",
				    .explanation = "",
				    .explained_by = "off"};
}

static void result_end(struct drug_result *d)
{
	result_release(&d->result);
	patient_release(&d->patient);
	checking_release(&d->checking);
	vec_free(&d->orders);
	vec_free(&d->chart.allergies);
	vec_free(&d->chart.values);
}

void drug_answer_error(struct drug_run *run, const struct drug_request *q,
		       const struct err *err, struct batch_reply *reply)
{
	struct ui *ui = run->app->ui;
	struct drug_result d;
	bool usage =
		err->id == ERR_OPTION_VALUE || err->id == ERR_OPTION_CONFLICT;
	bool batch = run->params->many.batch.batch;
	bool lost = err->id == ERR_OPEN || err->id == ERR_DIRECTORY ||
		    (err->id >= ERR_CHART && err->id <= ERR_CHART_PATIENT);

	result_begin(run, q, &d);
	d.result.patient = &d.patient;
	struct result_error e = result_error_of(run->app, err, &run->arena);
	vec_push(&d.result.errors, e);
	d.result.reasons = 1u << (batch   ? EXIT_PARTIAL
				  : usage ? EXIT_USAGE
				  : lost  ? EXIT_FAILED
					  : EXIT_PARTIAL);
	if (drug_format(run) == FORMAT_JSON ||
	    drug_format(run) == FORMAT_NDJSON)
		render(run, &d, &reply->out);
	if (!batch)
		ui->note(ui, e.message);
	reply->reasons |= d.result.reasons;
	reply->counts.failed++;
	result_end(&d);
}

void drug_answer(struct drug_run *run, const struct drug_request *q,
		 const char *bytes, size_t n, struct batch_reply *reply)
{
	struct strbuf text = STRBUF_INIT;
	struct drug_result d;
	struct err err;
	const char *encoding = "UTF-8";

	result_begin(run, q, &d);
	bool ok = q->orders || q->common->patient ||
		  strspn(bytes, " \t\r\n") < n ||
		  ERR(&err, ERR_EMPTY, q->file ? q->file : "-");
	if (ok && !encoding_is_utf8(bytes, n)) {
		ok = encoding_decode(bytes, n, NULL, q->file ? q->file : "-",
				     &text, &encoding, NULL, &err);
		bytes = text.buf;
		n = text.len;
	}
	d.result.patient = &d.patient;
	d.result.encoding = encoding;
	if (ok && check(run, q, bytes, n, &d, &err)) {
		render(run, &d, &reply->out);
		if (last_wanted(run->app)) {
			struct strbuf json = STRBUF_INIT;
			drug_json(&json, run->app, &d);
			last_save(run->app, json.buf, json.len);
			strbuf_release(&json);
		}
		reply->reasons |= d.result.reasons;
		batch_count(reply, run->app, &d.result,
			    run->params->many.batch.alerts != NULL);
	} else {
		drug_answer_error(run, q, &err, reply);
	}
	result_end(&d);
	strbuf_release(&text);
}
