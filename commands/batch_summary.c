/* What a batch came to: counts of its results, and the summary of the run. */
#include "commands/batch_private.h"

#include "base/json.h"

#include <inttypes.h>
#include <string.h>

/* Every count is a uint64_t: one walk does for adding and taking away. */
enum { COUNTS = sizeof(struct batch_counts) / sizeof(uint64_t) };

static void add_counts(struct batch_counts *to, const struct batch_counts *n,
		       bool take)
{
	uint64_t x[COUNTS], y[COUNTS];

	memcpy(x, to, sizeof x);
	memcpy(y, n, sizeof y);
	for (size_t i = 0; i < COUNTS; i++)
		x[i] = take ? x[i] - y[i] : x[i] + y[i];
	memcpy(to, x, sizeof x);
}

void batch_counts_add(struct batch_counts *to, const struct batch_counts *from)
{
	add_counts(to, from, false);
}

void batch_counts_take(struct batch_counts *from, const struct batch_counts *n)
{
	add_counts(from, n, true);
}

static bool used_model(const struct batch_counts *c)
{
	return c->calls || c->cached || c->unexplained;
}

static void summary_json(const struct batch_counts *c, uint64_t skipped,
			 struct strbuf *out)
{
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.batch.summary/1");
	jw_int(&j, "items", (int64_t)c->items);
	jw_int(&j, "skipped", (int64_t)skipped);
	jw_int(&j, "results", (int64_t)c->results);
	jw_int(&j, "failed", (int64_t)c->failed);
	jw_object(&j, "urgency");
	for (int u = 0; u < URGENCY_COUNT; u++)
		jw_int(&j, urgency_name((enum urgency)u),
		       (int64_t)c->urgency[u]);
	jw_end(&j);
	if (used_model(c)) {
		jw_object(&j, "model");
		jw_int(&j, "calls", (int64_t)c->calls);
		jw_int(&j, "cached", (int64_t)c->cached);
		jw_int(&j, "unexplained", (int64_t)c->unexplained);
		jw_int(&j, "prompt_tokens", (int64_t)c->tokens_in);
		jw_int(&j, "completion_tokens", (int64_t)c->tokens_out);
		jw_end(&j);
	}
	jw_end(&j);
}

static void add_model(const struct ui *ui, const struct batch_counts *c,
		      struct strbuf *out)
{
	if (!used_model(c))
		return;
	strbuf_addf(out,
		    SAY(ui,
			"；模型：调用 %" PRIu64 "，缓存 %" PRIu64
			"，未能解释 %" PRIu64 "，令牌 %" PRIu64 "+%" PRIu64,
			"; model: %" PRIu64 " calls, %" PRIu64
			" cached, %" PRIu64 " not explained, tokens %" PRIu64
			"+%" PRIu64),
		    c->calls, c->cached, c->unexplained, c->tokens_in,
		    c->tokens_out);
}

static void summary_text(const struct ui *ui, const struct batch_counts *c,
			 uint64_t skipped, struct strbuf *out)
{
	strbuf_addf(out,
		    SAY(ui, "共 %" PRIu64 " 项，失败 %" PRIu64,
			"%" PRIu64 " items, %" PRIu64 " failed"),
		    c->items, c->failed);
	if (skipped)
		strbuf_addf(out,
			    SAY(ui, "，上次已完成 %" PRIu64,
				", %" PRIu64 " done before"),
			    skipped);
	for (int u = 0; u < URGENCY_COUNT; u++)
		if (c->urgency[u])
			strbuf_addf(out, "%s%s %" PRIu64, SAY(ui, "，", ", "),
				    urgency_word(ui, (enum urgency)u),
				    c->urgency[u]);
	add_model(ui, c, out);
}

void batch_summarise(const struct batch_job *job, const struct batch_counts *c,
		     uint64_t skipped)
{
	struct ui *ui = job->app->ui;
	struct strbuf text = STRBUF_INIT;

	if (job->params->summary == 1)
		summary_json(c, skipped, &text);
	else if (job->params->summary == 0)
		summary_text(ui, c, skipped, &text);
	if (text.len)
		ui->note(ui, text.buf);
	strbuf_release(&text);
}

void batch_count(struct batch_reply *reply, const struct app *app,
		 const struct result *r, bool alerts)
{
	enum urgency worst = URGENCY_COUNT;

	reply->counts.results++;
	reply->counts.calls += (uint64_t)r->model_calls;
	reply->counts.cached += r->cached;
	reply->counts.tokens_in += (uint64_t)r->tokens_in;
	reply->counts.tokens_out += (uint64_t)r->tokens_out;
	reply->counts.unexplained += (r->reasons & 1u << EXIT_UNEXPLAINED) != 0;
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.at[i];
		if (f->urgency < worst)
			worst = f->urgency;
		if (!alerts || f->urgency != URGENCY_CRITICAL)
			continue;
		struct jw j = jw_to(&reply->alerts);
		jw_object(&j, NULL);
		jw_str(&j, "schema", "clin.alert/1");
		jw_str(&j, "file", r->file);
		jw_int(&j, "index", r->index);
		jw_str(&j, "id", r->id);
		jw_str(&j, "finding", f->id);
		jw_str(&j, "title", f->title.in[app->ui->lang]);
		jw_str(&j, "because", f->because.in[app->ui->lang]);
		jw_end(&j);
		strbuf_addch(&reply->alerts, '\n');
	}
	if (worst < URGENCY_COUNT)
		reply->counts.urgency[worst]++;
}
