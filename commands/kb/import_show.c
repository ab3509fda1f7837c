/* What an import read, used, could not use, and where ours say otherwise. */
#include "commands/kb/import.h"

#include "base/utf8.h"
#include "commands/result.h"

#include <string.h>

enum { SHOWN = 20 };

static const char *why_word(const struct ui *ui, const char *why)
{
	static const struct {
		const char *why;
		struct text word;
	} words[] = {
		{"unknown", TEXT("不识", "unknown")},
		{"several", TEXT("复方", "a combination")},
		{"route", TEXT("仅某一途径", "one route only")},
		{"class", TEXT("类别无成员", "a class without members")},
		{"code", TEXT("与医保编码不符", "against its insurance code")},
		{"same", TEXT("同一药品有两种含义", "stands for two things")},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].why, why) == 0)
			return words[i].word.in[ui->lang];
	return why;
}

static void show_unresolved(struct import *m, struct strbuf *out)
{
	const struct ui *ui = m->v->app->ui;
	size_t n = m->unresolved.n, rows = 0;
	size_t shown = m->v->params->all || n <= SHOWN ? n : SHOWN;
	struct strbuf line = STRBUF_INIT;

	for (size_t i = 0; i < n; i++)
		rows += m->unresolved.at[i]->rows;
	if (!n)
		return;
	strbuf_addf(&line,
		    SAY(ui, "未用药名 %zu 个（%zu 行）：",
			"%zu names not used (on %zu rows): "),
		    n, rows);
	for (size_t i = 0; i < shown; i++) {
		const struct import_name *x = m->unresolved.at[i];
		strbuf_addf(&line, "%s%s (%s)", i ? SAY(ui, "、", ", ") : "",
			    x->printed, why_word(ui, x->why));
	}
	if (shown < n)
		strbuf_addf(&line,
			    SAY(ui, " …… 另 %zu 个（--all 全列）",
				" … and %zu more (--all)"),
			    n - shown);
	text_wrapped(out, ui, line.buf, 3);
	strbuf_release(&line);
}

static void show_conflicts(struct import *m, struct strbuf *out)
{
	const struct ui *ui = m->v->app->ui;
	size_t n = m->conflicts.n;
	size_t shown = m->v->params->all || n <= SHOWN ? n : SHOWN;

	if (!n)
		return;
	strbuf_addf(out,
		    SAY(ui, "与本库不同 %zu 处（本库为准，两者并列）：\n",
			"%zu differ from ours (ours stand, both are shown):\n"),
		    n);
	for (size_t i = 0; i < shown; i++) {
		const struct import_conflict *c = &m->conflicts.at[i];
		strbuf_adds(out, "   ");
		utf8_add_safe(out, c->subject, strlen(c->subject));
		strbuf_addf(out,
			    SAY(ui, "：本库 %s，导入 %s\n",
				": ours %s, theirs %s\n"),
			    c->ours, c->theirs);
	}
	if (shown < n)
		strbuf_addf(out,
			    SAY(ui, "   …… 另 %zu 处（--all 全列）\n",
				"   … and %zu more (--all)\n"),
			    n - shown);
}

static void show_text(struct import *m, const char *written)
{
	const struct ui *ui = m->v->app->ui;
	struct strbuf *out = &m->v->out;

	strbuf_addf(out,
		    SAY(ui, "%s：读入 %zu 行，采用 %zu 行，得 %zu 个条目\n",
			"%s: %zu rows read, %zu used, %zu entries\n"),
		    m->source->name, m->rows, m->used, m->entries);
	if (m->pairs_new || m->pairs_same)
		strbuf_addf(out,
			    SAY(ui, "药对：本库没有 %zu，相同 %zu\n",
				"pairs: %zu new to us, %zu the same\n"),
			    m->pairs_new, m->pairs_same);
	if (m->names)
		strbuf_addf(out, SAY(ui, "新药名 %zu 个\n", "%zu new names\n"),
			    m->names);
	show_unresolved(m, out);
	show_conflicts(m, out);
	if (m->n_unread) {
		strbuf_addf(out,
			    SAY(ui, "读不出 %zu 行：", "%zu rows unread: row"),
			    m->n_unread);
		for (size_t i = 0; i < m->unread.n; i++)
			strbuf_addf(out, " %d", m->unread.at[i]);
		strbuf_adds(out, m->unread.n < m->n_unread ? " …\n" : "\n");
	}
	if (written)
		strbuf_addf(out,
			    SAY(ui, "已写入 %s；运行 'clin kb build' 后生效\n",
				"written: %s; 'clin kb build' puts it into "
				"force\n"),
			    written);
	else
		strbuf_adds(out, SAY(ui, "试运行，未写入\n",
				     "dry run, nothing written\n"));
}

static void show_json(struct import *m, const char *written)
{
	struct jw j = jw_to(&m->v->out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.kb.import/1");
	jw_str(&j, "origin", m->source->name);
	jw_int(&j, "rows", (int64_t)m->rows);
	jw_int(&j, "used", (int64_t)m->used);
	jw_int(&j, "entries", (int64_t)m->entries);
	jw_int(&j, "names", (int64_t)m->names);
	jw_int(&j, "pairs_new", (int64_t)m->pairs_new);
	jw_int(&j, "pairs_same", (int64_t)m->pairs_same);
	jw_array(&j, "unresolved");
	for (size_t i = 0; i < m->unresolved.n; i++) {
		jw_object(&j, NULL);
		jw_str(&j, "name", m->unresolved.at[i]->printed);
		jw_str(&j, "why", m->unresolved.at[i]->why);
		jw_int(&j, "rows", (int64_t)m->unresolved.at[i]->rows);
		jw_end(&j);
	}
	jw_end(&j);
	jw_array(&j, "conflicts");
	for (size_t i = 0; i < m->conflicts.n; i++) {
		jw_object(&j, NULL);
		jw_str(&j, "subject", m->conflicts.at[i].subject);
		jw_str(&j, "ours", m->conflicts.at[i].ours);
		jw_str(&j, "theirs", m->conflicts.at[i].theirs);
		jw_end(&j);
	}
	jw_end(&j);
	jw_int(&j, "unread", (int64_t)m->n_unread);
	jw_str(&j, "written", written);
	jw_end(&j);
	strbuf_addch(&m->v->out, '\n');
}

void import_show(struct import *m, const char *written)
{
	if (m->v->params->format)
		show_json(m, written);
	else
		show_text(m, written);
}
