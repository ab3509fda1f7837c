#include "commands/ask/ask.h"

#include "base/json.h"
#include "commands/result.h"
#include "kb/finding.h"
#include "llm/prompt.h"

#include <string.h>

static const char *what_it_is(const struct ui *ui, const char *schema)
{
	if (strncmp(schema, "clin.report", 11) == 0)
		return SAY(ui, "化验单", "laboratory report");
	if (strncmp(schema, "clin.drug", 9) == 0)
		return SAY(ui, "用药核对", "drug check");
	if (strncmp(schema, "clin.triage", 11) == 0)
		return SAY(ui, "分诊", "triage");
	return schema;
}

/* "34y" as people say it. */
static void add_age(struct strbuf *out, const struct ui *ui, const char *age)
{
	static const struct {
		const char *unit;
		struct text word;
	} units[] = {{"mo", TEXT("个月", " months")},
		     {"y", TEXT("岁", " years")},
		     {"w", TEXT("周", " weeks")},
		     {"d", TEXT("天", " days")}};
	size_t n = strspn(age, "0123456789.");

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(age + n, units[i].unit) == 0) {
			strbuf_add(out, age, n);
			strbuf_adds(out, units[i].word.in[ui->lang]);
			return;
		}
	strbuf_adds(out, age);
}

/* Whom it is about comes first: an answer about the patient before is worse
 * than none. */
static void add_patient(struct strbuf *out, const struct ask *q)
{
	const struct ui *ui = q->app->ui;
	bool zh = ui->lang == LANG_ZH;

	if (!q->schema)
		return;
	strbuf_addf(out, "%s%s", SAY(ui, "对象  ", "about  "),
		    q->sex && *q->sex == 'F' ? SAY(ui, "女", "female")
		    : q->sex && *q->sex == 'M'
			    ? SAY(ui, "男", "male")
			    : SAY(ui, "性别未知", "sex unknown"));
	strbuf_adds(out, "  ");
	if (q->age)
		add_age(out, ui, q->age);
	else
		strbuf_adds(out, SAY(ui, "年龄未知", "age unknown"));
	if (q->pregnant)
		strbuf_adds(out, SAY(ui, "  妊娠", "  pregnant"));
	strbuf_addf(out, "  %s", what_it_is(ui, q->schema));
	if (q->file && *q->file)
		strbuf_addf(out, "  %s", q->file);
	if (q->last)
		strbuf_addf(out,
			    zh ? "  %d 分钟前，本终端"
			       : "  %d min ago, this terminal",
			    (int)((ui->now - q->at) / 60));
	strbuf_adds(out, "\n");
}

static enum urgency urgency_of(const char *name)
{
	for (int u = 0; u < URGENCY_COUNT; u++)
		if (strcmp(urgency_name((enum urgency)u), name) == 0)
			return (enum urgency)u;
	return URGENCY_INFO;
}

static void add_finding(struct strbuf *out, const struct ask *q,
			const struct asked_finding *f)
{
	const struct ui *ui = q->app->ui;

	strbuf_addf(out, "[%s] [%s] %s\n", f->key,
		    urgency_word(ui, urgency_of(f->urgency)), f->title);
	strbuf_adds(out, "     ");
	text_wrapped(out, ui, f->because, 5);
	for (size_t i = 0; i < f->actions.n; i++) {
		strbuf_adds(out, "     → ");
		text_wrapped(out, ui, f->actions.at[i], 7);
	}
}

static void add_passage(struct strbuf *out, const struct ask *q, size_t i)
{
	const struct ui *ui = q->app->ui;
	const struct passage *p = &q->passages.at[i];

	strbuf_addf(out, "[K%zu] ", i + 1);
	text_wrapped(out, ui, p->title, 5);
	strbuf_adds(out, "     ");
	bool plain = q->app->common && *p->patient &&
		     q->app->common->audience == AUDIENCE_PATIENT;
	text_wrapped(out, ui, plain ? p->patient : p->text, 5);
	strbuf_addf(out, "     (%s%s%s)\n", p->id, *p->sources ? "; " : "",
		    p->sources);
}

void ask_draft_line(struct strbuf *out, const struct ask *q)
{
	const struct ui *ui = q->app->ui;

	strbuf_addf(out,
		    SAY(ui, "【AI 草稿 %s%s%s，由医师最终决定】\n",
			"[AI draft by %s%s%s; the doctor decides]\n"),
		    q->app->config->model.model, q->ledger_id ? " #" : "",
		    q->ledger_id ? q->ledger_id : "");
}

static void add_answer(struct strbuf *out, const struct ask *q)
{
	const struct ui *ui = q->app->ui;

	if (q->live) {
		strbuf_addf(
			out,
			SAY(ui, "【草稿完%s%s】\n", "[end of the draft%s%s]\n"),
			q->ledger_id ? " #" : "",
			q->ledger_id ? q->ledger_id : "");
	} else if (strcmp(q->origin, "llm") == 0) {
		ask_draft_line(out, q);
		strbuf_adds(out, "  ");
		text_wrapped(out, ui, q->text, 2);
	} else if (q->model_unknown) {
		text_wrapped(out, ui,
			     SAY(ui, "模型认为以上内容不能回答这个问题。",
				 "The model finds no answer in what is cited."),
			     0);
	}
}

void ask_text(struct strbuf *out, const struct ask *q)
{
	const struct ui *ui = q->app->ui;

	if (q->app->banner)
		strbuf_addf(out, "%s\n", q->app->banner);
	add_patient(out, q);
	for (size_t i = 0; i < q->findings.n; i++)
		add_finding(out, q, &q->findings.at[i]);
	if (!q->known)
		text_wrapped(
			out, ui,
			SAY(ui,
			    "知识库中没有能回答这个问题的内容：不作答。请询问上级医师、"
			    "药师或相应专科。",
			    "The knowledge base does not know: no answer. "
			    "Please ask a senior colleague, a pharmacist or "
			    "the specialty concerned."),
			0);
	for (size_t i = 0; q->known && i < q->passages.n; i++)
		add_passage(out, q, i);
}

void ask_text_end(struct strbuf *out, const struct ask *q)
{
	const struct ui *ui = q->app->ui;

	if (q->request) {
		strbuf_addf(out, "%s\n", q->request);
		return;
	}
	if (!q->known)
		return;
	add_answer(out, q);
	text_wrapped(
		out, ui,
		SAY(ui,
		    "F、K 各条是结果与知识库中的原文；不足以回答时，请询问上级医师、药师或专科。",
		    "F and K are the words of the result and the knowledge "
		    "base; where they do not answer, ask a colleague, "
		    "pharmacist or specialist."),
		0);
}

static void write_about(struct jw *j, const struct ask *q)
{
	if (!q->schema) {
		jw_null(j, "about");
		return;
	}
	jw_object(j, "about");
	jw_str(j, "schema", q->schema);
	jw_str(j, "file", q->file && *q->file ? q->file : NULL);
	jw_bool(j, "last", q->last);
	jw_str(j, "age", q->age);
	jw_str(j, "sex", q->sex);
	jw_int(j, "findings", (int64_t)q->all_findings);
	jw_end(j);
}

static void write_findings(struct jw *j, const struct ask *q)
{
	jw_array(j, "findings");
	for (size_t i = 0; i < q->findings.n; i++) {
		const struct asked_finding *f = &q->findings.at[i];
		jw_object(j, NULL);
		jw_str(j, "key", f->key);
		jw_str(j, "id", f->id);
		jw_str(j, "urgency", f->urgency);
		jw_str(j, "title", f->title);
		jw_str(j, "because", f->because);
		jw_array(j, "actions");
		for (size_t k = 0; k < f->actions.n; k++)
			jw_str(j, NULL, f->actions.at[k]);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

static void write_passages(struct jw *j, const struct ask *q)
{
	jw_array(j, "passages");
	for (size_t i = 0; i < q->passages.n; i++) {
		const struct passage *p = &q->passages.at[i];
		jw_object(j, NULL);
		jw_str(j, "key", arena_printf(q->a, "K%zu", i + 1));
		jw_str(j, "kind", p->kind);
		jw_str(j, "id", p->id);
		jw_str(j, "origin", p->origin);
		jw_str(j, "title", p->title);
		jw_str(j, "text", p->text);
		jw_str(j, "sources", p->sources);
		jw_num(j, "coverage", (double)(int)(p->coverage * 100) / 100);
		jw_end(j);
	}
	jw_end(j);
}

void ask_json(struct strbuf *out, const struct ask *q)
{
	struct jw j = jw_to(out);
	const struct kb_info *info = kb_info(q->app->kb);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.ask/1");
	jw_object(&j, "kb");
	jw_str(&j, "version", info->version);
	jw_str(&j, "digest", info->digest);
	if (q->app->banner)
		jw_str(&j, "warning", q->app->banner);
	jw_end(&j);
	jw_str(&j, "question", q->question);
	write_about(&j, q);
	jw_bool(&j, "known", q->known);
	write_findings(&j, q);
	write_passages(&j, q);
	jw_object(&j, "explanation");
	jw_str(&j, "origin", q->origin);
	jw_str(&j, "text", q->text);
	jw_str(&j, "model", q->model);
	if (q->ledger_id)
		jw_str(&j, "id", q->ledger_id);
	if (q->request)
		jw_str(&j, "request", q->request);
	jw_array(&j, "checks");
	for (size_t i = 0; i < q->checks.n; i++)
		jw_str(&j, NULL, q->checks.at[i]);
	jw_end(&j);
	jw_end(&j);
	jw_array(&j, "exit_reasons");
	for (int status = 1; status <= EXIT_CONFIG; status++)
		if (q->reasons & 1u << status)
			jw_int(&j, NULL, status);
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(out, '\n');
}
