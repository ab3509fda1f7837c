/* clin kb: look into, check, test and build the knowledge base. */
#include "commands/kb/command.h"

#include "commands/kb/passages.h"

#include "base/json.h"
#include "commands/app.h"
#include "commands/result.h"
#include "commands/table.h"
#include "kb/browse.h"
#include "kb/calculator.h"
#include "kb/case.h"
#include "kb/compile.h"

#include <string.h>

struct params {
	int format; /* 0 text, 1 json */
	const char *output;
};

static const char *const verbs[] = {"lint",   "test",  "status", "show",
				    "search", "build", "add",    NULL};
static const char *const formats[] = {"text", "json", NULL};

static const struct option options[] = {
	{"output", 'o', OPTION_STRING, offsetof(struct params, output),
	 TEXT("文件", "FILE"),
	 TEXT("build 写到此文件；默认为配置中的 kb.site",
	      "build writes this file; default: kb.site of the configuration"),
	 NULL},
	{"format", 'f', OPTION_CHOICE, offsetof(struct params, format),
	 TEXT("格式", "FORMAT"), TEXT("输出格式", "output format"), formats},
	{0},
};

static const struct example examples[] = {
	{"clin kb status", TEXT("知识库版本、摘要和条目数",
				"version, digest and number of entries")},
	{"clin kb search 缺铁", TEXT("查找条目", "find entries")},
	{"clin kb show HGB",
	 TEXT("看一个条目及其出处", "one entry and its sources")},
	{"clin kb test",
	 TEXT("运行所有规则自带的病例", "run every rule's own cases")},
	{0},
};

struct verb_run {
	struct app *app;
	const struct params *params;
	const struct string_vec *words;
	struct strbuf out;
	struct arena arena;
	int status;
};

static void add_problems(struct verb_run *v, const struct problems *problems)
{
	for (size_t i = 0; i < problems->n; i++) {
		v->app->ui->message(v->app->ui->lang, &problems->at[i],
				    &v->out);
		strbuf_addch(&v->out, '\n');
	}
	if (problems->n)
		v->status = EXIT_CONFIG;
}

/* The folder named, or the site's. */
static const char *folder(const struct verb_run *v)
{
	return v->words->n > 1 ? v->words->at[1] : v->app->config->kb_overlay;
}

/* A folder with sources of its own is a base; otherwise it is laid over the
 * base in force. Compiled into memory. */
static bool compile_folder(struct verb_run *v, struct strbuf *ret,
			   size_t *ret_entries, struct problems *problems,
			   struct err *err)
{
	struct entries entries = {0};
	size_t n = 0;
	bool ok = entries_read_dir(&entries, folder(v), "base", problems, err);

	if (ok)
		entries_of(&entries, ENTRY_SOURCE, &n);
	if (ok && n == 0) {
		entries_release(&entries);
		memset(&entries, 0, sizeof entries);
		vec_clear(problems);
		ok = entries_read_db(&entries, kb_db(v->app->kb), err) &&
		     entries_read_dir(&entries, folder(v), "site", problems,
				      err);
	}
	ok = ok &&
	     kb_compile(&entries, v->app->version, NULL, ret, problems, err);
	*ret_entries = entries.n;
	entries_release(&entries);
	return ok;
}

static bool lint(struct verb_run *v, struct err *err)
{
	const struct ui *ui = v->app->ui;
	struct problems problems = {0};
	struct strbuf image = STRBUF_INIT;
	size_t n;
	bool ok = compile_folder(v, &image, &n, &problems, err);

	if (ok) {
		add_problems(v, &problems);
		strbuf_addf(&v->out,
			    SAY(ui, "%s：%zu 个条目，%zu 个问题\n",
				"%s: %zu entries, %zu problems\n"),
			    folder(v), n, problems.n);
	}
	strbuf_release(&image);
	vec_free(&problems);
	return ok;
}

/* Every calculator's own tests. */
static bool test_calculators(struct verb_run *v, struct kb *kb, size_t *cases,
			     size_t *failed, struct err *err)
{
	struct calculator_vec list = {0};
	bool ok = calculators_list(kb, NULL, &v->arena, &list, err);

	for (size_t i = 0; ok && i < list.n; i++) {
		size_t own = 0, bad = 0;
		ok = calculator_test(kb, list.at[i]->id, &v->arena, &own, &bad,
				     &v->out, err);
		*cases += own;
		*failed += bad;
	}
	vec_free(&list);
	return ok;
}

static bool test_base(struct verb_run *v, struct kb *kb, struct err *err)
{
	struct case_failure_vec failures = {0};
	size_t cases, failed = 0;

	if (!kb_test(kb, &v->arena, &failures, &cases, err) ||
	    !test_calculators(v, kb, &cases, &failed, err))
		return false;
	for (size_t i = 0; i < failures.n; i++) {
		const struct case_failure *f = &failures.at[i];
		strbuf_addf(&v->out, "%s: %s: %s %d: got %s\n", f->file,
			    f->rule, f->expected, f->number, f->got);
	}
	failed += failures.n;
	strbuf_addf(&v->out, "%zu passed, %zu failed\n",
		    cases > failed ? cases - failed : 0, failed);
	if (failed)
		v->status = EXIT_CONFIG;
	vec_free(&failures);
	return true;
}

/* The knowledge in force, or a folder compiled for the occasion. */
static bool test(struct verb_run *v, struct err *err)
{
	struct problems problems = {0};
	struct strbuf image = STRBUF_INIT;
	struct kb *kb = NULL;
	size_t n;

	if (v->words->n < 2)
		return test_base(v, v->app->kb, err);
	bool ok = compile_folder(v, &image, &n, &problems, err);
	if (ok)
		add_problems(v, &problems);
	ok = ok && kb_open_bytes(image.buf, image.len, &kb, err) &&
	     test_base(v, kb, err);
	kb_close(kb);
	strbuf_release(&image);
	vec_free(&problems);
	return ok;
}

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
	strbuf_adds(
		&v->out,
		SAY(ui,
		    "随程序提供的条目均未经本单位临床医师审阅（review: none）\n",
		    "shipped entries are unreviewed (review: none) until a "
		    "clinician of the site signs them\n"));
	vec_free(&cells);
}

static bool show_status(struct verb_run *v, struct err *err)
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

/* The entry as it was written, key by key. */
static void add_node(struct strbuf *out, const struct yaml *node, int indent)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml *child = node->child[i];
		strbuf_addn(out, ' ', (size_t)indent);
		if (node->kind == YAML_MAP)
			strbuf_addf(out, "%s: ", child->key);
		else
			strbuf_adds(out, "- ");
		if (child->kind == YAML_SCALAR) {
			strbuf_addf(out, "%s\n", child->scalar);
			continue;
		}
		bool flat = true;
		for (size_t k = 0; k < child->n; k++)
			flat &= child->child[k]->kind == YAML_SCALAR;
		if (!flat) {
			strbuf_addch(out, '\n');
			add_node(out, child, indent + 2);
			continue;
		}
		for (size_t k = 0; k < child->n; k++)
			strbuf_addf(out, "%s%s%s%s", k ? ", " : "",
				    child->kind == YAML_MAP
					    ? child->child[k]->key
					    : "",
				    child->kind == YAML_MAP ? " " : "",
				    child->child[k]->scalar);
		strbuf_addch(out, '\n');
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
			strbuf_addf(&v->out, "[%s] %s. %s. %s\n", ref,
				    found.at[0].title[v->app->ui->lang],
				    yaml_str(found.at[0].node, "edition"),
				    yaml_str(found.at[0].node, "year"));
		vec_free(&found);
	}
}

static bool show_entry(struct verb_run *v, struct err *err)
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
		add_node(&v->out, e->node, 2);
		show_sources(v, e->node);
	}
	vec_free(&found);
	return ok;
}

static bool search(struct verb_run *v, struct err *err)
{
	return passages_search(v->app, v->words, v->params->format, &v->arena,
			       &v->out, &v->status, err);
}

static bool add_documents(struct verb_run *v, struct err *err)
{
	struct problems problems = {0};
	const char *site =
		v->params->output ? v->params->output : v->app->config->kb_site;
	bool ok = passages_add(v->app, v->words, site, &problems, &v->arena,
			       &v->out, err);

	add_problems(v, &problems);
	vec_free(&problems);
	return ok;
}

static bool build(struct verb_run *v, struct err *err)
{
	const struct config *config = v->app->config;
	const char *out =
		v->params->output ? v->params->output : config->kb_site;
	struct problems problems = {0};

	if (!out)
		return ERR(err, ERR_ARGUMENT, "build", "--output / kb.site");
	struct kb *base = NULL;
	bool ok =
		v->app->open_base(&base, err) &&
		kb_compile_site(base, config->kb_overlay, out, &problems, err);
	kb_close(base);
	add_problems(v, &problems);
	if (ok)
		strbuf_addf(&v->out,
			    SAY(v->app->ui, "已写入 %s\n", "written: %s\n"),
			    out);
	vec_free(&problems);
	return ok;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	static const struct {
		const char *verb;
		bool (*run)(struct verb_run *v, struct err *err);
		size_t least, most; /* words, the verb included */
	} table[] = {
		{"lint", lint, 1, 2},          {"test", test, 1, 2},
		{"status", show_status, 1, 1}, {"show", show_entry, 2, 2},
		{"search", search, 2, 99},     {"build", build, 1, 1},
		{"add", add_documents, 2, 99},
	};
	struct verb_run v = {.app = app,
			     .params = params,
			     .words = words,
			     .out = STRBUF_INIT};
	const char *verb = words->n ? words->at[0] : "status";

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (strcmp(verb, table[i].verb) != 0)
			continue;
		size_t n = words->n ? words->n : 1;
		if (n < table[i].least || n > table[i].most) {
			ERR(err, ERR_ARGUMENT, verb, "clin kb --help");
			return EXIT_USAGE;
		}
		bool ok = table[i].run(&v, err);
		struct err unwritten;
		if (!app->ui->write(app->ui, v.out.buf, v.out.len,
				    ok ? err : &unwritten))
			ok = false;
		strbuf_release(&v.out);
		arena_free(&v.arena);
		if (!ok)
			return err->id == ERR_KB_INVALID ? EXIT_CONFIG
							 : EXIT_FAILED;
		return v.status;
	}
	ERR(err, ERR_ARGUMENT, verb, "lint|test|status|show|search|build|add");
	return EXIT_USAGE;
}

const struct command kb_command = {
	.name = "kb",
	.summary = TEXT("查看、检查和构建知识库",
			"look into, check and build the knowledge base"),
	.description = TEXT(
		"status 显示版本、摘要和条目数；show 显示一个条目及其出处；"
		"search 查找条目；test 运行每条规则自带的病例和健康人病例；"
		"lint 检查一个目录（默认为站点目录）的 YAML；build 把站点目录叠加到随程序的知识库上，"
		"写成一个完整的 site.db；add 把本单位的 Markdown 文件加入，供 search 和 clin ask 查找。",
		"status prints version, digest and counts; show one entry with its "
		"sources; search finds entries; test runs every rule's own cases and "
		"the healthy ones; lint checks the YAML of a folder (by default the site's); build lays the "
		"site's folder over the shipped knowledge and writes one complete "
		"site.db; add puts the site's own Markdown files into it, for search "
		"and clin ask."),
	.positionals = TEXT("lint|test|status|show|search|build|add [词…]",
			    "lint|test|status|show|search|build|add [WORD…]"),
	.options = options,
	.examples = examples,
	.verbs = verbs,
	.needs = NEEDS_KB,
	.params_size = sizeof(struct params),
	.run = run,
};
