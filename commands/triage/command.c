/* clin triage: a complaint → how urgent, where to, what to ask, what it may be. */
#include "commands/triage/command.h"

#include "base/encoding.h"
#include "base/io.h"
#include "commands/triage/run.h"
#include "commands/last.h"

#include <string.h>

#define AT(member) offsetof(struct triage_params, member)

enum { COMPLAINT_LIMIT = 256 * 1024 };

/* The formats of this command; `referral` is its own. */
enum { TRIAGE_REFERRAL = 5 };
static const char *const formats[] = {"text", "json",     "ndjson", "md",
				      "fhir", "referral", NULL};
static const char *const explains[] = {"auto", "kb", "llm", "off", NULL};

static const struct option options[] = {
	{"vitals", 0, OPTION_STRING, AT(vitals), TEXT("体征", "VITALS"),
	 TEXT("生命体征，如 \"HR=120 BP=90/60 RR=24 SPO2=93 O2=air T=38.9 "
	      "ACVPU=A GCS=15 PAIN=7 GLU=5.6\"；另有 GCS=E3V4M5、"
	      "SCALE=2（确诊高碳酸血症者的血氧量表）、CRT=3（秒）、"
	      "BEHAVIOUR=playing|sleeping|irritable|lethargic（儿童）、"
	      "LKW=08:30 或 2h（最后正常）",
	      "vital signs, as \"HR=120 BP=90/60 RR=24 SPO2=93 O2=air T=38.9 "
	      "ACVPU=A GCS=15 PAIN=7 GLU=5.6\"; also GCS=E3V4M5, SCALE=2 (the "
	      "SpO2 scale of confirmed hypercapnia), CRT=3 (seconds), "
	      "BEHAVIOUR=playing|sleeping|irritable|lethargic (children), "
	      "LKW=08:30 or 2h (last known well)"),
	 NULL},
	{"history", 0, OPTION_LIST, AT(history), TEXT("病史", "HISTORY"),
	 TEXT("既往病史或用药，可重复",
	      "a past disease or a drug; may be repeated"),
	 NULL},
	{"input", 'i', OPTION_STRING, AT(input), TEXT("文件", "FILE"),
	 TEXT("从文件读主诉，- 为标准输入",
	      "read the complaint from a file, - for standard input"),
	 NULL},
	{"interview", 0, OPTION_FLAG, AT(interview), TEXT(NULL, NULL),
	 TEXT("逐个提问，分到 1–2 级即停",
	      "ask one question at a time; stops at level 1 or 2"),
	 NULL},
	{"why", 0, OPTION_FLAG, AT(why), TEXT(NULL, NULL),
	 TEXT("说明各科室和诊断的分数由来",
	      "show what moved departments and differential"),
	 NULL},
	{"format", 'f', OPTION_CHOICE, AT(many.common.format),
	 TEXT("格式", "FORMAT"), TEXT("输出格式", "output format"), formats},
	{"explain", 0, OPTION_CHOICE, AT(many.common.explain),
	 TEXT("方式", "MODE"), TEXT("解释由谁措辞", "who words explanations"),
	 explains},
	{"fail-on", 0, OPTION_CHOICE, AT(many.common.fail_on),
	 TEXT("级别", "LEVEL"),
	 TEXT("有此级别或更急的发现时以状态 3 退出",
	      "exit with status 3 when a finding is this urgent or more"),
	 fail_on_levels},
	{"all", 0, OPTION_FLAG, AT(many.common.all), TEXT(NULL, NULL),
	 TEXT("次要内容也显示", "show minor matters too"), NULL},
	{0},
};

static const struct example examples[] = {
	{"echo '胸口闷痛半小时，出冷汗' | clin triage -a 58 -s M "
	 "--vitals BP=150/90",
	 TEXT("一位胸痛的男性", "a man with chest pain")},
	{"echo 'chest pain for 2 hours, no sweating' | clin triage -a 40 "
	 "-f json",
	 TEXT("英文主诉，输出 JSON", "a complaint in English, as JSON")},
	{"echo '{\"id\":1,\"text\":\"胸痛\",\"patient\":{\"age\":70}}' | clin "
	 "triage --batch",
	 TEXT("批量，每行一个请求", "a batch, one request a line")},
	{0},
};

static int format_of(const struct triage_run *run)
{
	return run->params->many.batch.batch ? FORMAT_NDJSON
					     : run->params->many.common.format;
}

static void render(const struct triage_run *run, const struct triage *t,
		   const struct result *r, struct strbuf *out)
{
	switch (format_of(run)) {
	case FORMAT_JSON:
		results_json_begin(out, "clin.triage/1");
		triage_json(out, t, r);
		results_json_end(out);
		break;
	case FORMAT_NDJSON:
		triage_json(out, t, r);
		strbuf_addch(out, '\n');
		break;
	case FORMAT_FHIR:
		triage_fhir(out, t);
		break;
	case TRIAGE_REFERRAL:
		triage_referral(out, t, r);
		break;
	case FORMAT_MD: /* columns as they stand */
		strbuf_adds(out, "```\n");
		triage_text(out, t, r, run->params->why,
			    run->params->many.common.all);
		strbuf_adds(out, "```\n");
		break;
	default:
		triage_text(out, t, r, run->params->why,
			    run->params->many.common.all);
		result_text_explanation(out, run->app, r);
	}
}

bool triage_answer_one(struct triage_run *run, struct triage_input *in,
		       const char *id, struct batch_reply *reply,
		       struct err *err)
{
	struct triage t;
	struct result r = {.schema = "clin.triage/1",
			   .id = id,
			   .format = "text",
			   .encoding = "UTF-8",
			   .explanation = "",
			   .explained_by = "off"};
	bool ask = run->params->interview && !run->params->many.batch.batch;
	bool ok = ask ? triage_interview(run->app, in, &run->arena, &t, err)
		      : triage_judge(run->app, in, &run->arena, &t, err);

	if (ok) {
		triage_result(&t, &r);
		result_level(&r, run->params->many.common.fail_on);
		explain_result(&r, run->app, run->params->many.common.explain,
			       &run->arena);
		render(run, &t, &r, &reply->out);
		if (last_wanted(run->app)) {
			struct strbuf json = STRBUF_INIT;
			triage_json(&json, &t, &r);
			last_save(run->app, json.buf, json.len);
			strbuf_release(&json);
		}
		reply->reasons |= r.reasons;
		batch_count(reply, run->app, &r,
			    run->params->many.batch.alerts != NULL);
	}
	result_release(&r);
	triage_release(&t);
	return ok;
}

/* The complaint: words joined, a file, what is pasted, or standard input. */
static bool read_text(struct triage_run *run, const struct string_vec *words,
		      struct strbuf *ret, struct err *err)
{
	struct ui *ui = run->app->ui;
	const char *path = run->params->input;

	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(ret, "%s%s", i ? " " : "", words->at[i]);
	if (words->n)
		return true;
	if (!path || strcmp(path, "-") == 0) {
		/* piped, the first line is the complaint, the others answer */
		if (run->params->interview && !path)
			return ui->ask(ui,
				       SAY(ui, "哪里不舒服、多久了？ ",
					   "What is wrong, and since when? "),
				       ret) ||
			       ERR(err, ERR_TERMINAL_EOF);
		if (ui->input_terminal && ui->paste)
			return ui->paste(ui, ret, err);
		path = "-";
	}
	return io_read(path, COMPLAINT_LIMIT, ret, err);
}

static int status_of(const struct err *err)
{
	return err->id == ERR_VALUE || err->id == ERR_OPTION_VALUE ||
			       err->id == ERR_OPTION_CONFLICT
		       ? EXIT_USAGE
		       : EXIT_FAILED;
}

static int run_one(struct triage_run *run, const struct string_vec *words,
		   struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT;
	struct batch_reply reply = {.out = STRBUF_INIT, .alerts = STRBUF_INIT};
	struct ui *ui = run->app->ui;
	int status = EXIT_FAILED;
	const char *encoding;
	struct err ignored;

	if (!read_text(run, words, &bytes, err))
		goto done;
	/* what is no text at all holds no complaint, and is answered so */
	if (bytes.len && !encoding_decode(bytes.buf, bytes.len, NULL, "-",
					  &text, &encoding, NULL, &ignored))
		strbuf_clear(&text);
	struct triage_input in = {.text = text.buf,
				  .n = text.len,
				  .common = &run->params->many.common,
				  .vitals = run->params->vitals,
				  .history = &run->params->history,
				  .chart = run->chart};
	if (!triage_answer_one(run, &in, NULL, &reply, err)) {
		status = status_of(err);
		goto done;
	}
	status = ui->write(ui, reply.out.buf, reply.out.len, err)
			 ? reasons_status(reply.reasons)
			 : EXIT_FAILED;
done:
	strbuf_release(&bytes);
	strbuf_release(&text);
	strbuf_release(&reply.out);
	strbuf_release(&reply.alerts);
	return status;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	struct triage_run run = {.app = app, .params = params};
	struct triage_chart chart = {.patient = patient_unknown()};
	struct arena kept = ARENA_INIT; /* the run's own is emptied per item */
	const char *id = run.params->many.common.patient;
	int status = EXIT_FAILED;

	if (!run.params->many.batch.batch && words_name_file(words, err))
		return EXIT_USAGE;
	if (!id || triage_chart_load(app, id, &kept, &chart, err)) {
		run.chart = id ? &chart : NULL;
		status = run.params->many.batch.batch
				 ? triage_run_batch(&run, words, err)
				 : run_one(&run, words, err);
	}
	patient_release(&chart.patient);
	arena_free(&kept);
	arena_free(&run.arena);
	return status;
}

const struct command triage_command = {
	.name = "triage",
	.summary =
		TEXT("主诉分诊：多急、去哪科、问什么、可能是什么",
		     "triage a complaint: how urgent, where to, what to ask"),
	.description = TEXT(
		"读入患者自己的话（中文或英文）和已知的生命体征、年龄、性别、妊娠、病史，"
		"给出分级及理由、现在该做的事、科室、最值得问的问题、预问诊记录和简短的鉴别诊断。\n"
		"没有测的生命体征是未知，不当作正常。空白或不是主诉的文字不分级，状态 4。",
		"Reads a complaint in the patient's words (Chinese or English) with "
		"what is known of vital signs, age, sex, pregnancy and history; gives "
		"the level with its reasons, what to do now, departments, the "
		"questions most worth asking, a pre-consultation record and a short "
		"differential.\n"
		"A vital sign that was not measured is unknown, not normal. What is "
		"empty or no complaint gets no level, exit status 4."),
	.positionals = TEXT("[主诉…]", "[TEXT…]"),
	.options = options,
	.shared = {context_options, batch_options, model_options},
	.examples = examples,
	.needs = NEEDS_KB | NEEDS_COMMON | NEEDS_CHART_READ,
	.params_size = sizeof(struct triage_params),
	.run = run,
};
