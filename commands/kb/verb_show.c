/* clin kb status, show, search. */
#include "commands/kb/verb.h"

#include "base/json.h"
#include "commands/kb/passages.h"
#include "commands/result.h"
#include "commands/table.h"
#include "kb/browse.h"

#include <string.h>

static void status_json(struct verb_run *v, const struct kb_count_vec *counts)
{
	const struct kb_info *info = kb_info(v->app->kb);
	struct jw j = jw_to(&v->out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.kb.status/1");
	jw_str(&j, "version", info->version);
	jw_str(&j, "digest", info->digest);
	jw_str(&j, "base_digest", info->base_digest);
	jw_int(&j, "overrides", info->overrides);
	jw_str(&j, "warning", v->app->banner);
	jw_array(&j, "entries");
	for (size_t i = 0; i < counts->n; i++) {
		jw_object(&j, NULL);
		jw_str(&j, "kind", counts->at[i].kind);
		jw_int(&j, "count", (int64_t)counts->at[i].entries);
		jw_int(&j, "reviewed", (int64_t)counts->at[i].reviewed);
		jw_int(&j, "site", (int64_t)counts->at[i].site);
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(&v->out, '\n');
}

static void status_text(struct verb_run *v, const struct kb_count_vec *counts)
{
	const struct kb_info *info = kb_info(v->app->kb);
	const struct ui *ui = v->app->ui;
	const struct table_column columns[] = {
		{SAY(ui, "种类", "kind"), false, false},
		{SAY(ui, "条目", "entries"), true, false},
		{SAY(ui, "已审阅", "reviewed"), true, false},
		{SAY(ui, "本单位", "site"), true, false},
	};
	VEC(const char *) cells = {0};

	strbuf_addf(&v->out,
		    SAY(ui, "知识库 %s  摘要 %.16s  本单位改动 %d\n",
			"knowledge base %s  digest %.16s  overrides %d\n"),
		    info->version, info->digest, info->overrides);
	if (v->app->banner)
		strbuf_addf(&v->out, "%s\n", v->app->banner);
	for (size_t i = 0; i < counts->n; i++) {
		const struct kb_count *c = &counts->at[i];
		vec_push(&cells, c->kind);
		vec_push(&cells, arena_printf(&v->arena, "%zu", c->entries));
		vec_push(&cells, arena_printf(&v->arena, "%zu", c->reviewed));
		vec_push(&cells, arena_printf(&v->arena, "%zu", c->site));
	}
	table_print(&v->out, ui, columns, 4, cells.at, counts->n);
	text_wrapped(&v->out, ui,
		     SAY(ui,
			 "随程序提供的条目均未经本单位临床医师审阅（review: "
			 "none）",
			 "shipped entries are unreviewed (review: none) until "
			 "a clinician of the site signs them"),
		     0);
	vec_free(&cells);
}

bool verb_status(struct verb_run *v, struct err *err)
{
	struct kb_count_vec counts = {0};
	bool ok = kb_counts(v->app->kb, &counts, err);

	if (ok && v->params->format)
		status_json(v, &counts);
	else if (ok)
		status_text(v, &counts);
	if (v->app->banner)
		v->status = EXIT_CONFIG;
	vec_free(&counts);
	return ok;
}

/* A list or map of plain words on one line: "zh 华法林, en Warfarin". */
static const char *one_line(struct arena *a, const struct yaml *node)
{
	const char *all = "";

	for (size_t k = 0; k < node->n; k++) {
		const struct yaml *x = node->child[k];
		bool map = node->kind == YAML_MAP;
		all = arena_printf(a, "%s%s%s%s%s", all, k ? ", " : "",
				   map ? x->key : "", map ? " " : "",
				   x->scalar);
	}
	return all;
}

static bool is_plain(const struct yaml *node)
{
	for (size_t k = 0; k < node->n; k++)
		if (node->child[k]->kind != YAML_SCALAR)
			return false;
	return true;
}

/* The entry as it was written, key by key. */
static void add_node(struct verb_run *v, const struct yaml *node, int indent)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml *child = node->child[i];
		strbuf_addn(&v->out, ' ', (size_t)indent);
		if (node->kind == YAML_MAP)
			strbuf_addf(&v->out, "%s:", child->key);
		else
			strbuf_addch(&v->out, '-');
		if (!is_plain(child)) {
			strbuf_addch(&v->out, '\n');
			add_node(v, child, indent + 2);
			continue;
		}
		strbuf_addch(&v->out, ' ');
		text_wrapped(&v->out, v->app->ui,
			     child->kind == YAML_SCALAR
				     ? child->scalar
				     : one_line(&v->arena, child),
			     indent + 4);
	}
}

static void show_sources(struct verb_run *v, const struct yaml *node)
{
	const struct yaml *sources = yaml_get(node, "sources");

	for (size_t i = 0; i < yaml_count(sources); i++) {
		struct kb_entry_vec found = {0};
		const char *ref = yaml_at(sources, i)->scalar;
		const char *id =
			arena_strndup(&v->arena, ref, strcspn(ref, "#"));
		if (kb_find(v->app->kb, id, &v->arena, &found, NULL))
			text_wrapped(
				&v->out, v->app->ui,
				arena_printf(
					&v->arena, "[%s] %s. %s. %s", ref,
					found.at[0].title[v->app->ui->lang],
					yaml_str(found.at[0].node, "edition"),
					yaml_str(found.at[0].node, "year")),
				4);
		vec_free(&found);
	}
}

bool verb_show(struct verb_run *v, struct err *err)
{
	struct kb_entry_vec found = {0};
	bool ok = kb_find(v->app->kb, v->words->at[1], &v->arena, &found, err);

	for (size_t i = 0; ok && i < found.n; i++) {
		const struct kb_entry *e = &found.at[i];
		if (v->params->format) {
			struct jw j = jw_to(&v->out);
			yaml_to_json(e->node, NULL, &j);
			strbuf_addch(&v->out, '\n');
			continue;
		}
		strbuf_addf(&v->out, "%s %s  (%s, %s:%d)\n", e->kind, e->id,
			    e->origin, e->file, e->line);
		add_node(v, e->node, 2);
		show_sources(v, e->node);
	}
	vec_free(&found);
	return ok;
}

bool verb_search(struct verb_run *v, struct err *err)
{
	return passages_search(v->app, v->words, v->params->format, &v->arena,
			       &v->out, &v->status, err);
}
