#include "commands/result.h"

#include "base/num.h"
#include "base/utf8.h"
#include "base/wrap.h"

#include <math.h>
#include <string.h>

void result_release(struct result *r)
{
	vec_free(&r->findings);
	vec_free(&r->not_checked);
	vec_free(&r->not_interpreted);
	vec_free(&r->errors);
	vec_free(&r->checks);
}

struct result_error result_error_of(const struct app *app,
				    const struct err *err, struct arena *a)
{
	struct strbuf text = STRBUF_INIT;
	char code[32];

	app->ui->message(app->ui->lang, err, &text);
	struct result_error e = {arena_strdup(a, err_code(err->id, code)),
				 arena_strdup(a, text.buf), 0};
	strbuf_release(&text);
	return e;
}

const char *urgency_word(const struct ui *ui, enum urgency u)
{
	static const struct text words[URGENCY_COUNT] = {
		TEXT("危急", "CRITICAL"), TEXT("今日", "TODAY"),
		TEXT("尽快", "SOON"),     TEXT("常规", "ROUTINE"),
		TEXT("提示", "INFO"),
	};

	return words[u].in[ui->lang];
}

static const char *urgency_colour(enum urgency u)
{
	static const char *const sgr[URGENCY_COUNT] = {"1;97;41", "1;31",
						       "1;33", "36", "2"};

	return sgr[u];
}

void text_colour(struct strbuf *out, const struct ui *ui, const char *sgr)
{
	if (ui->colour)
		strbuf_addf(out, "\033[%sm", sgr);
}

void text_wrapped(struct strbuf *out, const struct ui *ui, const char *text,
		  int indent)
{
	struct strbuf safe = STRBUF_INIT;
	const char *line = strrchr(out->buf, '\n');
	const char *from = line ? line + 1 : out->buf;

	utf8_add_safe(&safe, text, strlen(text));
	wrap_add(out, safe.buf, safe.len, utf8_width(from, strlen(from)),
		 (size_t)indent, (size_t)ui->width);
	strbuf_addch(out, '\n');
	strbuf_release(&safe);
}

/* What stands before a finding: at the head of a group its gravest member's
 * urgency, so that [urgent] never stands above a [critical]. */
static enum urgency label_of(const struct result *r, size_t i)
{
	enum urgency worst = r->findings.at[i].urgency;

	for (size_t k = i + 1; k < r->findings.n; k++)
		if (r->findings.at[k].group == (int)i &&
		    r->findings.at[k].urgency < worst)
			worst = r->findings.at[k].urgency;
	return worst;
}

void result_counts(struct strbuf *out, const struct ui *ui,
		   const struct result *r)
{
	size_t counts[URGENCY_COUNT] = {0};
	bool first = true;

	/* a group counts once, by its worst member */
	for (size_t i = 0; i < r->findings.n; i++)
		if (r->findings.at[i].group == (int)i)
			counts[label_of(r, i)]++;
	for (int u = 0; u < URGENCY_COUNT; u++) {
		if (!counts[u])
			continue;
		strbuf_adds(out, first ? "" : SAY(ui, "，", ", "));
		first = false;
		text_colour(out, ui, urgency_colour((enum urgency)u));
		strbuf_addf(out, "%s %zu", urgency_word(ui, (enum urgency)u),
			    counts[u]);
		text_colour(out, ui, "0");
	}
}

static void add_labelled(struct strbuf *out, const struct ui *ui,
			 const char *label, const char *text)
{
	strbuf_addf(out, "   %s ", label);
	text_wrapped(out, ui, text,
		     3 + (int)utf8_width(label, strlen(label)) + 1);
}

static void add_finding(struct strbuf *out, const struct ui *ui,
			const struct finding *f, bool grouped,
			enum urgency label)
{
	strbuf_adds(out, grouped ? "   + " : "");
	text_colour(out, ui, urgency_colour(label));
	strbuf_addf(out, "[%s]", urgency_word(ui, label));
	text_colour(out, ui, "0");
	strbuf_addch(out, ' ');
	text_colour(out, ui, "1");
	/* counted here: colours take no columns */
	size_t indent = grouped ? 5 : 3;
	const char *word = urgency_word(ui, label);
	size_t at = (grouped ? 5 : 0) + 3 + utf8_width(word, strlen(word));
	const char *title = f->title.in[ui->lang];
	wrap_add(out, title, strlen(title), at, indent, (size_t)ui->width);
	text_colour(out, ui, "0");
	strbuf_addch(out, '\n');
	add_labelled(out, ui, SAY(ui, "依据", "why "), f->because.in[ui->lang]);
	for (size_t i = 0; i < f->n_actions; i++)
		add_labelled(out, ui, i == 0 ? SAY(ui, "处理", "next") : "    ",
			     f->actions[i].in[ui->lang]);
	if (f->n_missing) {
		struct strbuf codes = STRBUF_INIT;
		for (size_t i = 0; i < f->n_missing; i++)
			strbuf_addf(&codes, "%s%s", i ? " " : "",
				    f->missing[i]);
		add_labelled(out, ui, SAY(ui, "可补", "add "), codes.buf);
		strbuf_release(&codes);
	}
	if (strcmp(f->origin, "base") != 0)
		add_labelled(out, ui, SAY(ui, "来自", "from"), f->origin);
}

void result_text_findings(struct strbuf *out, const struct app *app,
			  const struct result *r)
{
	for (size_t i = 0; i < r->findings.n; i++)
		add_finding(out, app->ui, &r->findings.at[i],
			    r->findings.at[i].group != (int)i, label_of(r, i));
}

/* Two codes of one name (years and days of age) are said once. */
static void add_once(struct strbuf *line, const struct app *app,
		     const struct not_checked *n, size_t k)
{
	enum lang lang = app->ui->lang;
	const char *name = missing_name(app->kb, n->missing[k].code).in[lang];

	for (size_t i = 0; i < k; i++)
		if (strcmp(missing_name(app->kb, n->missing[i].code).in[lang],
			   name) == 0)
			return;
	if (k)
		strbuf_adds(line, SAY(app->ui, "、", ", "));
	missing_add(line, app, &n->missing[k]);
}

void result_text_not_checked(struct strbuf *out, const struct app *app,
			     const struct result *r, bool all)
{
	const struct ui *ui = app->ui;
	size_t shown = all                    ? r->not_checked.n
		       : r->not_checked.n < 5 ? r->not_checked.n
					      : 4;

	for (size_t i = 0; i < shown; i++) {
		const struct not_checked *n = &r->not_checked.at[i];
		struct strbuf line = STRBUF_INIT;
		strbuf_addf(&line, "%s%s",
			    n->title.in[ui->lang] ? n->title.in[ui->lang]
						  : n->rule,
			    SAY(ui, "：缺 ", ": needs "));
		for (size_t k = 0; k < n->n_missing; k++)
			add_once(&line, app, n, k);
		strbuf_adds(out, " ? ");
		text_wrapped(out, ui, line.buf, 3);
		strbuf_release(&line);
	}
	if (shown < r->not_checked.n)
		strbuf_addf(out,
			    SAY(ui, " ? 另有 %zu 项未能判定（--all 显示）\n",
				" ? %zu more could not be decided (--all)\n"),
			    r->not_checked.n - shown);
}

void result_md_findings(struct strbuf *out, const struct app *app,
			const struct result *r)
{
	const struct ui *ui = app->ui;

	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.at[i];
		const char *in = f->group != (int)i ? "  " : "";
		strbuf_addf(out, "%s- **[%s] %s** — %s\n", in,
			    urgency_word(ui, label_of(r, i)),
			    f->title.in[ui->lang], f->because.in[ui->lang]);
		for (size_t k = 0; k < f->n_actions; k++)
			strbuf_addf(out, "%s  - %s\n", in,
				    f->actions[k].in[ui->lang]);
		strbuf_addf(out, "%s  - `%s`", in, f->id);
		for (size_t k = 0; k < f->n_sources; k++)
			strbuf_addf(out, "%s%s", k ? ", " : " — ",
				    f->sources[k]);
		strbuf_addch(out, '\n');
	}
}

void result_level(struct result *r, int fail_on)
{
	for (size_t i = 0; i < r->findings.n; i++)
		if (fail_on > 0 && (int)r->findings.at[i].urgency < fail_on)
			r->reasons |= 1u << EXIT_LEVEL;
}

int reasons_status(unsigned reasons)
{
	static const int order[] = {EXIT_FAILED,  EXIT_USAGE,
				    EXIT_CONFIG,  EXIT_LEVEL,
				    EXIT_PARTIAL, EXIT_UNEXPLAINED};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (reasons & 1u << order[i])
			return order[i];
	return EXIT_DONE;
}
