#include "commands/drug-check/run.h"
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

/* Missing facts of each check as one line: what to give, for which drugs. */
static void list_unchecked(struct drug_run *run, struct drug_result *d)
{
	struct checking *c = &d->checking;

	for (int k = 0; k < ASPECTS; k++) {
		const struct unchecked *u = &c->unchecked[k];
		struct strbuf names[LANG_COUNT] = {STRBUF_INIT, STRBUF_INIT};
		double age = d->patient.age.days / 365.25;
		bool childless =
			d->patient.sex == SEX_MALE || age < 10 || age > 55;
		if (!u->codes.n || (childless && (k == ASPECT_PREGNANCY ||
						  k == ASPECT_LACTATION)))
			continue;
		struct not_checked n = {
			.check = drug_aspect_name((enum drug_aspect)k),
			.urgency = URGENCY_ROUTINE};
		n.rule = n.check;
		n.n_missing = u->codes.n;
		n.missing =
			arena_array(&run->arena, struct missing, u->codes.n);
		for (size_t i = 0; i < u->codes.n; i++)
			n.missing[i] =
				(struct missing){u->codes.at[i], "absent"};
		for (size_t i = 0; i < u->drugs.n; i++) {
			const struct drug *drug =
				kb_drug_by_code(c->kb, u->drugs.at[i]);
			for (int l = 0; drug && l < LANG_COUNT; l++)
				strbuf_addf(&names[l], "%s%s",
					    i ? l == LANG_ZH ? "、" : ", " : "",
					    drug->name.in[l]);
		}
		for (int l = 0; l < LANG_COUNT; l++) {
			n.why.in[l] = n.title.in[l] =
				arena_strdup(&run->arena, names[l].buf);
			strbuf_release(&names[l]);
		}
		vec_push(&d->result.not_checked, n);
	}
}

static void note_unresolved(struct drug_run *run, struct drug_result *d)
{
	bool any = false;

	for (size_t i = 0; i < d->orders.n; i++) {
		const struct order *o = &d->orders.at[i];
		if (o->status == ORDER_RESOLVED)
			continue;
		any = true;
		struct result_error e = {
			o->status == ORDER_AMBIGUOUS ? "drug-ambiguous"
						     : "drug-unknown",
			arena_printf(&run->arena, "%s: %s",
				     o->status == ORDER_AMBIGUOUS
					     ? SAY(run->app->ui,
						   "药名不能确定，未核对",
						   "name not certain, not "
						   "checked")
					     : SAY(run->app->ui,
						   "药名不识，未核对",
						   "name unknown, not checked"),
				     o->printed),
			o->line};
		vec_push(&d->result.errors, e);
	}
	if (d->orders.n == 0) {
		struct result_error none = {"no-data", "no order was found", 0};
		vec_push(&d->result.errors, none);
		any = true;
	}
	if (any)
		d->result.reasons |= 1u << EXIT_PARTIAL;
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

static bool check(struct drug_run *run, const struct drug_request *q,
		  const char *text, size_t n, struct drug_result *d,
		  struct err *err)
{
	struct facts facts = {0};
	struct drug_facts more;
	struct allergy_given *allergies;
	size_t n_allergies;

	if (!orders_read(run->app->kb, text, n, &run->arena, &d->orders,
			 &d->result.format, err))
		return false;
	orders_resolve(run->app->kb, &d->orders, &run->arena);
	bool ok = drug_facts_read(run, q, d, &facts, &more, err);
	if (ok) {
		if (!drug_allergies_read(run, q, d, &allergies, &n_allergies))
			d->result.reasons |= 1u << EXIT_PARTIAL;
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
		list_unchecked(run, d);
		note_unresolved(run, d);
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
}

void drug_answer_error(struct drug_run *run, const struct drug_request *q,
		       const struct err *err, struct batch_reply *reply)
{
	struct ui *ui = run->app->ui;
	struct drug_result d;
	struct strbuf text = STRBUF_INIT;
	char code[32];
	bool usage =
		err->id == ERR_OPTION_VALUE || err->id == ERR_OPTION_CONFLICT;
	bool batch = run->params->many.batch.batch;

	result_begin(run, q, &d);
	d.result.patient = &d.patient;
	ui->message(ui->lang, err, &text);
	struct result_error e = {err_code(err->id, code), text.buf, 0};
	vec_push(&d.result.errors, e);
	d.result.reasons = 1u
			   << (batch   ? EXIT_PARTIAL
			       : usage ? EXIT_USAGE
			       : err->id == ERR_OPEN || err->id == ERR_DIRECTORY
				       ? EXIT_FAILED
				       : EXIT_PARTIAL);
	if (drug_format(run) == FORMAT_JSON ||
	    drug_format(run) == FORMAT_NDJSON)
		render(run, &d, &reply->out);
	if (!batch)
		ui->note(ui, text.buf);
	reply->reasons |= d.result.reasons;
	reply->counts.failed++;
	strbuf_release(&text);
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
	bool ok = strspn(bytes, " \t\r\n") < n ||
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
