/* clin followup: the chart, plans, readings and work lists. */
#include "commands/followup/command.h"

#include "base/date.h"
#include "commands/followup/followup.h"

#include <stdio.h>
#include <string.h>

#define AT(member) offsetof(struct followup_params, member)
#define COMMON(member) AT(common) + offsetof(struct common_params, member)

static const char *const verbs[] = {
	"enrol",  "show",   "list", "add",    "import",   "due",
	"trend",  "alerts", "med",  "scale",  "critical", "ask",
	"report", "close",  "undo", "export", "restore",  NULL};
static const char *const formats[] = {"text", "json", "ndjson", "md", "fhir",
				      "csv",  "ics",  "html",   NULL};
static const char *const whens[] = {"today|今天", "week|本周", "month|本月",
				    "overdue|逾期", NULL};
static const char *const date_orders[] = {"", "mdy|月日年", "dmy|日月年",
					  "ymd|年月日", NULL};
static const char *const outcomes[] = {
	"completed", "dead", "moved", "refused", "lost", "transferred", NULL};

static const struct option options[] = {
	{"format", 'f', OPTION_CHOICE, COMMON(format), TEXT("格式", "FORMAT"),
	 TEXT("输出格式", "output format"), formats},
	{"fail-on", 0, OPTION_CHOICE, COMMON(fail_on), TEXT("级别", "LEVEL"),
	 TEXT("有此级别或更急的发现时以状态 3 退出",
	      "exit with status 3 when a finding is this urgent or more"),
	 fail_on_levels},
	{"all", 0, OPTION_FLAG, COMMON(all), TEXT(NULL, NULL),
	 TEXT("次要内容也显示", "show minor matters too"), NULL},
	{"protocol", 'p', OPTION_LIST, AT(protocol), TEXT("方案", "PROTOCOL"),
	 TEXT("随访方案（clin kb search 可查）；可重复；due 按此筛选",
	      "protocol of follow-up; may be repeated; due filters by it"),
	 NULL},
	{"name", 0, OPTION_STRING, AT(name), TEXT("姓名", "NAME"),
	 TEXT("姓名，可不填", "name; may be left out"), NULL},
	{"birth", 0, OPTION_STRING, AT(birth), TEXT("日期", "DATE"),
	 TEXT("出生日期，如 1958-03-02", "date of birth, as 1958-03-02"), NULL},
	{"allergy", 0, OPTION_LIST, AT(allergy), TEXT("过敏", "ALLERGY"),
	 TEXT("过敏，可重复", "an allergy; may be repeated"), NULL},
	{"doctor", 0, OPTION_STRING, AT(doctor), TEXT("医生", "DOCTOR"),
	 TEXT("责任医生；due、list 按此筛选",
	      "doctor in charge; due and list filter by it"),
	 NULL},
	{"village", 0, OPTION_STRING, AT(village), TEXT("村居", "VILLAGE"),
	 TEXT("村或居委会；due、list 按此筛选",
	      "village or quarter; due and list filter by it"),
	 NULL},
	{"phone", 0, OPTION_STRING, AT(phone), TEXT("电话", "PHONE"),
	 TEXT("联系电话", "telephone number"), NULL},
	{"start", 0, OPTION_STRING, AT(start), TEXT("日期", "DATE"),
	 TEXT("方案从这一天算起；默认今天",
	      "the plan counts from this day; default: today"),
	 NULL},
	{"at", 0, OPTION_STRING, AT(at), TEXT("时间", "TIME"),
	 TEXT("测量时间，如 \"2026-11-30 08:00\"；默认现在",
	      "when it was measured, as '2026-11-30 08:00'; default: now"),
	 NULL},
	{"when", 'w', OPTION_CHOICE, AT(when), TEXT("范围", "RANGE"),
	 TEXT("due 的范围", "range of due"), whens},
	{"days", 0, OPTION_NUMBER, AT(days), TEXT("天数", "DAYS"),
	 TEXT("trend、alerts 看最近多少天；默认 90",
	      "trend and alerts look back so many days; default 90"),
	 NULL},
	{"target", 0, OPTION_STRING, AT(target), TEXT("范围", "RANGE"),
	 TEXT("trend：此人的目标，如 2.5-3.5、-130、60-；默认用知识库的",
	      "trend: this patient's target, as 2.5-3.5, -130, 60-; default: "
	      "the knowledge base's"),
	 NULL},
	{"outcome", 0, OPTION_STRING, AT(outcome), TEXT("结局", "OUTCOME"),
	 TEXT("close 的结局", "outcome for close"), outcomes},
	{"reason", 0, OPTION_STRING, AT(reason), TEXT("原因", "REASON"),
	 TEXT("close、med stop 的原因", "reason, for close and med stop"),
	 NULL},
	{"notify", 0, OPTION_FLAG, AT(notify), TEXT(NULL, NULL),
	 TEXT("alerts：有警示或未闭环的危急值时运行配置的命令（followup.notify）",
	      "alerts: run the configured command (followup.notify) when there "
	      "are alerts or open critical values"),
	 NULL},
	{"times", 0, OPTION_STRING, AT(times), TEXT("钟点", "TIMES"),
	 TEXT("med：日历里的服药钟点，如 08:00,20:00；默认按每日次数",
	      "med: hours of taking in the calendar, as 08:00,20:00; default: "
	      "by the times a day"),
	 NULL},
	{"quarter", 0, OPTION_STRING, AT(quarter), TEXT("季度", "QUARTER"),
	 TEXT("report 的季度，如 2026Q3；默认本季度",
	      "quarter of report, as 2026Q3; default: this one"),
	 NULL},
	{"year", 0, OPTION_STRING, AT(year), TEXT("年份", "YEAR"),
	 TEXT("report 的年份", "year of report"), NULL},
	{"told", 0, OPTION_STRING, AT(told), TEXT("谁", "WHO"),
	 TEXT("critical close：危急值告知了谁（--at 何时，--reason 如何处理）",
	      "critical close: who was told (--at when, --reason what was "
	      "done)"),
	 NULL},
	{"read-back", 0, OPTION_FLAG, AT(read_back), TEXT(NULL, NULL),
	 TEXT("critical close：对方已复述", "critical close: it was read back"),
	 NULL},
	{"with-names", 0, OPTION_FLAG, AT(with_names), TEXT(NULL, NULL),
	 TEXT("输出中写姓名", "write names into the output"), NULL},
	{"ended", 0, OPTION_FLAG, AT(ended), TEXT(NULL, NULL),
	 TEXT("list 也列出已结案的", "list those who left, too"), NULL},
	{"date-order", 0, OPTION_CHOICE, AT(date_order), TEXT("次序", "ORDER"),
	 TEXT("import：05/01/2026 这样的日期是月日年还是日月年；默认由文件决定",
	      "import: how to read dates as 05/01/2026; by default the file "
	      "decides"),
	 date_orders},
	{"map", 0, OPTION_STRING, AT(map), TEXT("文件", "FILE"),
	 TEXT("import：此文件说明各列是什么（见手册）",
	      "import: this file says what the columns are (see the manual)"),
	 NULL},
	{"dry-run", 0, OPTION_FLAG, AT(dry_run), TEXT(NULL, NULL),
	 TEXT("只显示将写入什么，不写", "show what would be written, write "
					"nothing"),
	 NULL},
	{"access", 0, OPTION_FLAG, AT(access), TEXT(NULL, NULL),
	 TEXT("show：本组谁看过谁（可指定患者）",
	      "show: who of the group read whom (of one patient, or all)"),
	 NULL},
	{"backup", 0, OPTION_STRING, AT(backup), TEXT("文件", "FILE"),
	 TEXT("export：把整个病历库复制到此文件并核对",
	      "export: copy the whole chart to this file and check it"),
	 NULL},
	{0},
};

static const struct example examples[] = {
	{"clin followup enrol P012 --sex F --birth 1958-03-02 -p htn --dx 高血压",
	 TEXT("建档并加入高血压随访", "enrol for hypertension follow-up")},
	{"clin followup add P012 visit bp 148/92 hr 76",
	 TEXT("记一次随访和读数", "record a visit with its readings")},
	{"clin followup add P012 correct bp 138/92",
	 TEXT("更正录错的读数，原值留存",
	      "correct a reading; what was entered stays in the chart")},
	{"clin followup due -w week",
	 TEXT("本周该随访谁，逾期的在前", "who is due this week")},
	{"clin followup due -w month -f ics",
	 TEXT("导出日历", "the same for a calendar")},
	{"clin followup trend P012 SBP",
	 TEXT("收缩压走势", "the course of the systolic pressure")},
	{"clin followup trend P012 -f html",
	 TEXT("全部走势写成一页，可打印", "every course on one page to print")},
	{0},
};

bool followup_format(const struct followup *f, const char *offered,
		     struct err *err)
{
	const char *format = formats[f->params->common.format];

	return strstr(offered, format) != NULL ||
	       ERR(err, ERR_OPTION_VALUE, "--format", format, offered);
}

bool followup_json(const struct followup *f)
{
	return f->params->common.format == FORMAT_JSON ||
	       f->params->common.format == FORMAT_NDJSON;
}

void followup_lines_json(struct followup *f, const char *schema)
{
	struct strbuf lines = f->out;

	if (f->params->common.format != FORMAT_JSON)
		return;
	f->out = (struct strbuf)STRBUF_INIT;
	results_json_begin(&f->out, schema);
	for (size_t i = 0; i + 1 < lines.len; i++)
		strbuf_addch(&f->out,
			     lines.buf[i] == '\n' ? ',' : lines.buf[i]);
	results_json_end(&f->out);
	strbuf_release(&lines);
}

bool followup_patient(struct followup *f, struct chart_patient *ret,
		      struct err *err)
{
	if (f->words->n < 2)
		return ERR(err, ERR_ARGUMENT, f->words->at[0],
			   "which patient? clin followup list");
	if (!chart_patient_get(f->chart, f->words->at[1], &f->arena, ret, err))
		return false;
	f->seen = ret->id;
	return true;
}

bool followup_day(const char *option, const char *text, int64_t *ret,
		  struct err *err)
{
	int64_t instant;
	bool timed;

	*ret = DATE_NONE;
	if (!text)
		return true;
	size_t n = date_parse(text, strlen(text), -1, &instant, &timed);
	if (!n || text[n] || timed)
		return ERR(err, ERR_OPTION_VALUE, option, text, "2026-11-30");
	*ret = instant / DATE_DAY - (instant % DATE_DAY < 0);
	return true;
}

const char *followup_date(struct followup *f, int64_t day)
{
	char buf[32];

	return day == DATE_NONE
		       ? ""
		       : arena_strdup(&f->arena,
				      date_format(buf, day * DATE_DAY, false));
}

static const struct verb {
	const char *name;
	bool (*run)(struct followup *f, struct err *err);
	bool create, write;
} table[] = {
	{"enrol", followup_enrol, true, true},
	{"show", followup_show, false, false},
	{"list", followup_list, false, false},
	{"add", followup_add, false, true},
	{"import", followup_import, true, true},
	{"due", followup_due, false, false},
	{"trend", followup_trend, false, false},
	{"alerts", followup_alerts, false, false},
	{"med", followup_med, false, true},
	{"scale", followup_scale, false, true},
	{"critical", followup_critical, false, true},
	{"report", followup_report, false, false},
	{"ask", followup_ask, false, true},
	{"close", followup_close, false, true},
	{"undo", followup_undo, false, true},
	{"export", followup_export, false, false},
	{"restore", followup_restore, true, false},
};

/* A damaged chart, so that a copy can be put in its place. */
static bool set_aside(struct followup *f, const char *copy, struct err *err)
{
	struct strbuf name = STRBUF_INIT;
	bool ok = chart_context_set_aside(f->app, copy, &name, err);

	if (ok && name.len)
		strbuf_addf(&f->out,
			    SAY(f->app->ui, "损坏的病历库移到 %s\n",
				"the damaged chart was moved to %s\n"),
			    name.buf);
	strbuf_release(&name);
	return ok;
}

/* One transaction round the verb; what it says is printed once it is safe. */
static bool run_verb(struct followup *f, const struct verb *verb,
		     struct err *err)
{
	struct ui *ui = f->app->ui;

	if (verb->run == followup_restore && f->words->n == 2 &&
	    !set_aside(f, f->words->at[1], err))
		return false;
	if (!chart_context_open(f->app, verb->create, &f->chart, err))
		return false;
	if (chart_network(f->chart))
		ui->note(ui,
			 SAY(ui,
			     "注意：病历库在网络文件系统上，多人同时写可能损坏",
			     "warning: the chart is on a network file "
			     "system; writing from several hosts may "
			     "damage it"));
	if (verb->write && !chart_begin(f->chart, err))
		return false;
	if (!verb->run(f, err))
		return false;
	if (!verb->write || !f->changed)
		return chart_note_access(f->chart, verb->name, f->seen, err);
	return chart_commit(f->chart, err);
}

static bool is_usage(const struct err *err)
{
	return err->id == ERR_ARGUMENT || err->id == ERR_OPTION_VALUE ||
	       err->id == ERR_OPTION_MISSING || err->id == ERR_VALUE ||
	       err->id == ERR_CHART_START;
}

static int run(struct app *app, const void *params,
	       const struct string_vec *words, struct err *err)
{
	static const char *const bare[] = {"due"};
	const struct string_vec due = {(const char **)(uintptr_t)bare, 1, 1};
	struct followup f = {.app = app,
			     .params = params,
			     .words = words->n ? words : &due,
			     .out = STRBUF_INIT,
			     .today = app_today(app)};
	const struct verb *verb = NULL;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(f.words->at[0], table[i].name) == 0)
			verb = &table[i];
	if (!verb) {
		ERR(err, ERR_ARGUMENT, f.words->at[0],
		    "enrol|show|list|add|import|due|trend|alerts|med|close|undo|export|"
		    "restore");
		return EXIT_USAGE;
	}
	bool ok = run_verb(&f, verb, err);
	ok = ok && app->ui->write(app->ui, f.out.buf, f.out.len, err);
	if (!ok)
		f.status = is_usage(err) ? EXIT_USAGE : EXIT_FAILED;
	chart_close(f.chart);
	vec_free(&f.remarks);
	strbuf_release(&f.out);
	arena_free(&f.arena);
	return f.status;
}

const struct command followup_command = {
	.name = "followup",
	.summary = TEXT("慢病和术后随访：病历库、到期、读数、趋势",
			"follow-up of chronic and post-operative patients"),
	.description = TEXT(
		"病历库是一个文件（clin-config(5) 的 chart.path），只有本人或本组可读。"
		"enrol 建档并加入方案；add 记读数和随访；due 列出到期和逾期；show、trend、"
		"alerts 看一个人；undo 取回上一次录入，什么都不覆盖。",
		"The chart is one file (chart.path in clin-config(5)) that only its "
		"owner, or one group, can read. enrol takes a patient in and plans the "
		"visits of a protocol; add records readings and visits; due lists who "
		"is due and overdue; show, trend and alerts look at one patient; undo "
		"takes the last entry back, as nothing is ever overwritten."),
	.positionals = TEXT("动词 [患者] [词…]", "VERB [ID] [WORD…]"),
	.options = options,
	.shared = {context_options},
	.examples = examples,
	.verbs = verbs,
	.needs = NEEDS_KB | NEEDS_COMMON | NEEDS_CHART_READ | NEEDS_CHART_WRITE,
	.params_size = sizeof(struct followup_params),
	.run = run,
};
