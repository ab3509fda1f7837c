/* clin drug-check: is this order list safe for this patient? */
#include "commands/drug-check/command.h"

#include "base/io.h"
#include "commands/drug-check/run.h"

#include <string.h>

#define AT(member) offsetof(struct drug_params, member)

static const char *const tiers[] = {"",           "contraindicated|禁忌",
				    "major|严重", "moderate|中度",
				    "minor|轻微", NULL};

static const struct option options[] = {
	{"input", 'i', OPTION_STRING, AT(input), TEXT("文件", "FILE"),
	 TEXT("医嘱文件，每行一条；- 为标准输入",
	      "orders from this file, one a line; - is standard input"),
	 NULL},
	{"breastfeeding", 0, OPTION_FLAG, AT(breastfeeding), TEXT(NULL, NULL),
	 TEXT("正在哺乳", "breastfeeding"), NULL},
	{"egfr", 0, OPTION_STRING, AT(egfr), TEXT("数值", "VALUE"),
	 TEXT("eGFR，mL/min/1.73m²（不代替肌酐清除率）",
	      "eGFR, mL/min/1.73m² (never taken for creatinine clearance)"),
	 NULL},
	{"creatinine", 0, OPTION_STRING, AT(creatinine), TEXT("数值", "VALUE"),
	 TEXT("血肌酐，默认 μmol/L，可带单位；与年龄、性别、体重一起算清除率",
	      "serum creatinine, μmol/L unless a unit is given; with age, sex "
	      "and weight gives the clearance"),
	 NULL},
	{"child-pugh", 0, OPTION_STRING, AT(child_pugh), TEXT("级", "CLASS"),
	 TEXT("Child-Pugh 分级 A、B 或 C", "Child-Pugh class A, B or C"), NULL},
	{"allergy", 0, OPTION_LIST, AT(allergies), TEXT("过敏原", "WHAT"),
	 TEXT("已知过敏，可重复", "a known allergy; may be repeated"), NULL},
	{"lab", 0, OPTION_LIST, AT(labs), TEXT("项目=值", "NAME=VALUE"),
	 TEXT("检验结果，如 K=5.8mmol/L，可重复",
	      "a laboratory value, as K=5.8mmol/L; may be repeated"),
	 NULL},
	{"min-tier", 0, OPTION_CHOICE, AT(min_tier), TEXT("级别", "TIER"),
	 TEXT("只显示此级别及更重的发现",
	      "only findings of this tier or worse"),
	 tiers},
	{0},
};

static const struct example examples[] = {
	{"clin drug-check -a 78 -s M --egfr 38 < orders.txt",
	 TEXT("核对一张医嘱单", "check an order list")},
	{"clin drug-check '华法林 2.5mg qd' '+克拉霉素 0.5g bid'",
	 TEXT("新开一药：先看它带来的问题",
	      "a new order: what it brings comes first")},
	{"clin drug-check --allergy 青霉素 --format json 头孢克洛",
	 TEXT("输出 JSON", "JSON")},
	{0},
};

static struct drug_request request_of(const struct drug_params *p,
				      const char *file)
{
	return (struct drug_request){
		.file = file && strcmp(file, "-") != 0 ? file : NULL,
		.common = &p->many.common,
		.egfr = p->egfr,
		.creatinine = p->creatinine,
		.child_pugh = p->child_pugh,
		.breastfeeding = p->breastfeeding,
		.allergies = p->allergies,
		.labs = p->labs};
}

/* Orders typed as arguments, one each; otherwise a file or standard input. */
static bool gather(struct drug_run *run, const struct string_vec *words,
		   struct strbuf *text, struct err *err)
{
	struct ui *ui = run->app->ui;
	const char *path = run->params->input;

	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(text, "%s%s",
			    !i                                           ? ""
			    : orders_continue(words->at[i], &run->arena) ? " "
									 : "\n",
			    words->at[i]);
	/* at a terminal the chart's list is enough; a pipe is read */
	if (!path && (words->n ||
		      (run->params->many.common.patient && ui->input_terminal)))
		return true;
	if (!path || strcmp(path, "-") == 0)
		if (ui->input_terminal && ui->paste)
			return ui->paste(ui, text, err);
	return io_read(path ? path : "-", IO_LIMIT_REPORT, text, err);
}

static int run_one(struct drug_run *run, const struct string_vec *words,
		   struct err *err)
{
	struct ui *ui = run->app->ui;
	struct batch_reply reply = {.out = STRBUF_INIT, .alerts = STRBUF_INIT};
	struct strbuf text = STRBUF_INIT, out = STRBUF_INIT;
	struct drug_request q = request_of(run->params, run->params->input);
	struct err cause;
	bool json = drug_format(run) == FORMAT_JSON;

	if (gather(run, words, &text, &cause))
		drug_answer(run, &q, text.buf, text.len, &reply);
	else
		drug_answer_error(run, &q, &cause, &reply);
	if (json)
		results_json_begin(&out, "clin.drug-check/1");
	strbuf_add(&out, reply.out.buf, reply.out.len);
	if (json)
		results_json_end(&out);
	int status = reasons_status(reply.reasons);
	if (!ui->write(ui, out.buf, out.len, err))
		status = EXIT_FAILED;
	strbuf_release(&out);
	strbuf_release(&text);
	strbuf_release(&reply.out);
	strbuf_release(&reply.alerts);
	return status;
}

static int run_batch(struct drug_run *run, const struct string_vec *words,
		     struct err *err)
{
	struct batch_job job = {.app = run->app,
				.params = &run->params->many.batch,
				.item = drug_line,
				.crashed = drug_crashed,
				.self = run};

	return batch_run_status(&job, words, err);
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct drug_run run = {.app = app, .params = params};

	if (!run.params->many.batch.batch && words_name_file(words, err))
		return EXIT_USAGE;
	int status = run.params->many.batch.batch ? run_batch(&run, words, err)
						  : run_one(&run, words, err);

	arena_free(&run.arena);
	return status;
}

void drug_check_orders(struct app *app, const char *patient,
		       const struct string_vec *orders, int64_t without,
		       struct strbuf *out, int *ret_status)
{
	const struct drug_params params = {
		.many.common = {.explain = EXPLAIN_OFF, .patient = patient}};
	struct drug_run run = {.app = app, .params = &params};
	struct drug_request q = request_of(&params, NULL);
	struct batch_reply reply = {.out = STRBUF_INIT, .alerts = STRBUF_INIT};
	struct strbuf text = STRBUF_INIT;

	q.without = without;
	for (size_t i = 0; i < orders->n; i++)
		strbuf_addf(&text, "+%s\n", orders->at[i]);
	drug_answer(&run, &q, text.buf, text.len, &reply);
	strbuf_add(out, reply.out.buf, reply.out.len);
	*ret_status = reasons_status(reply.reasons);
	strbuf_release(&text);
	strbuf_release(&reply.out);
	strbuf_release(&reply.alerts);
	arena_free(&run.arena);
}

const struct command drug_check_command = {
	.name = "drug-check",
	.summary = TEXT("核对医嘱单的用药安全",
			"check an order list for this patient"),
	.description = TEXT(
		"读入一张医嘱单（中英文通用名、商品名、复方、中药；剂量、频次、途径任意写法），"
		"查相互作用、重复、过敏、疾病、妊娠、哺乳、肝肾功能、年龄、剂量、检验、饮食、"
		"中药配伍和作用叠加。第一行是停、改、查各几条；只有禁忌和严重的会打断。"
		"行首的 + 表示新开的药，它带来的问题在前，原有医嘱的折叠。\n"
		"认不出的药名一定列出，状态 4；从不猜测，也从不说安全：只说知识库中没有规则。"
		"缺什么资料而未能核对的，逐项说明。",
		"Reads an order list (generic names, brands, combinations, herbs, in "
		"Chinese or English; dose, frequency and route in any order) and "
		"checks interactions, duplicates, allergy, disease, pregnancy, "
		"lactation, kidney, liver, age, dose, laboratory values, food, herb "
		"incompatibilities and effects that add up. The first line counts "
		"what to stop, change and check; only contraindicated and major "
		"findings interrupt. A leading + marks a new order: what it brings "
		"comes first and the standing list's findings are folded.\n"
		"A name that is not recognised is always listed, with exit status 4; "
		"nothing is guessed, and nothing is called safe: only that no rule "
		"of the knowledge base applies. What could not be checked for lack "
		"of data is named."),
	.positionals = TEXT("[医嘱…]", "[ORDER…]"),
	.options = options,
	.shared = {output_options, context_options, batch_options},
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON,
	.params_size = sizeof(struct drug_params),
	.run = run,
};
