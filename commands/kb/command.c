/* clin kb: look into, check, test and build the knowledge base. */
#include "commands/kb/command.h"

#include "commands/kb/verb.h"

#include <string.h>

static const char *const verbs[] = {"lint",  "test", "status", "show", "search",
				    "build", "add",  "import", NULL};
static const char *const formats[] = {"text", "json", NULL};

static const struct option options[] = {
	{"output", 'o', OPTION_STRING, offsetof(struct kb_params, output),
	 TEXT("文件", "FILE"),
	 TEXT("build 写到此文件，默认为配置中的 kb.site；import 写到此文件，"
	      "默认为 kb.overlay 下的 import/来源.yaml",
	      "build writes this file, by default kb.site of the "
	      "configuration; import this one, by default "
	      "import/SOURCE.yaml of kb.overlay"),
	 NULL},
	{"dry-run", 0, OPTION_FLAG, offsetof(struct kb_params, dry_run),
	 TEXT(NULL, NULL),
	 TEXT("import 只报告，不写入", "import reports, and writes nothing"),
	 NULL},
	{"all", 0, OPTION_FLAG, offsetof(struct kb_params, all),
	 TEXT(NULL, NULL),
	 TEXT("import 列出全部未用药名和不同之处",
	      "import lists every unused name and every difference"),
	 NULL},
	{"format", 'f', OPTION_CHOICE, offsetof(struct kb_params, format),
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
	{"clin kb import --dry-run formulary formulary.csv",
	 TEXT("先看本院药品目录能认出多少",
	      "see how much of the hospital's formulary is known")},
	{0},
};

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	static const struct {
		const char *verb;
		bool (*run)(struct verb_run *v, struct err *err);
		size_t least, most; /* words, the verb included */
	} table[] = {
		{"lint", verb_lint, 1, 2},      {"test", verb_test, 1, 2},
		{"status", verb_status, 1, 1},  {"show", verb_show, 2, 2},
		{"search", verb_search, 2, 99}, {"build", verb_build, 1, 1},
		{"add", verb_add, 2, 99},       {"import", verb_import, 3, 99},
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
		if (!ok && v.status == EXIT_USAGE)
			return v.status;
		if (!ok)
			return err->id == ERR_KB_INVALID ? EXIT_CONFIG
							 : EXIT_FAILED;
		return v.status;
	}
	ERR(err, ERR_ARGUMENT, verb,
	    "lint|test|status|show|search|build|add|import");
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
		"写成一个完整的 site.db；add 把本单位的 Markdown 文件加入，供 search 和 clin ask 查找；import 把本单位已获许可的资料（ddinter CSV、ansm JSON、atc CSV、"
		"rxnorm RRF）或本院药品目录（formulary CSV）写成站点目录里的条目，再由 build 编入：导入的规则"
		"标明来源，不改动已有的；不同之处列出，以本库为准，两者并列；再次导入即替换。",
		"status prints version, digest and counts; show one entry with its "
		"sources; search finds entries; test runs every rule's own cases and "
		"the healthy ones; lint checks the YAML of a folder (by default the site's); build lays the "
		"site's folder over the shipped knowledge and writes one complete "
		"site.db; add puts the site's own Markdown files into it, for search "
		"and clin ask; import turns what the site has licensed (ddinter CSV, ansm "
		"JSON, atc CSV, rxnorm RRF) or its formulary (CSV) into entries of "
		"the overlay, which build compiles: they are marked by their origin, "
		"overwrite nothing, differences are listed, ours stand and both are "
		"shown; importing again replaces."),
	.positionals =
		TEXT("lint|test|status|show|search|build|add|import [词…]",
		     "lint|test|status|show|search|build|add|import [WORD…]"),
	.options = options,
	.examples = examples,
	.verbs = verbs,
	.needs = NEEDS_KB,
	.params_size = sizeof(struct kb_params),
	.run = run,
};
