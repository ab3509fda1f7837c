#include "base/num.h"
#include "base/utf8.h"
#include "commands/interpret-report/show.h"
#include "commands/table.h"

#include <math.h>
#include <string.h>

static bool is_abnormal(const struct observation *o)
{
	return o->flag > FLAG_N;
}

static bool is_doubtful(const struct observation *o)
{
	return o->status != ROW_OK;
}

static const char *flag_sign(const struct ui *ui, enum flag f)
{
	static const char *const signs[] = {"", "", "↓", "↑", "↓↓", "↑↑", "＊"};
	static const char *const ascii[] = {"", "", "L", "H", "LL", "HH", "*"};

	return ui->ascii ? ascii[f] : signs[f];
}

/* Its bounds are written 1:N. */
static bool has_titre_bounds(const struct observation *o)
{
	return o->analyte && analyte_is_titre(o->analyte) &&
	       (o->range_origin == RANGE_KB ||
		(o->raw->range && strstr(o->raw->range, "1:")));
}

/* "3.5–9.5 report", "阴性 (报告)", "—" */
static const char *range_cell(const struct report *r, const struct ui *ui,
			      const struct observation *o)
{
	char low[NUM_SIZE], high[NUM_SIZE];
	const char *origin = o->range_origin == RANGE_REPORT
				     ? SAY(ui, "报告", "report")
				     : SAY(ui, "知识库", "kb");
	const char *bounds, *one = has_titre_bounds(o) ? "1:" : "";

	if (o->range_origin == RANGE_NONE)
		return "—";
	if (o->range_text)
		bounds = o->range_text;
	else if (!isnan(o->low) && !isnan(o->high))
		bounds =
			arena_printf(r->arena, "%s-%s", num_format(low, o->low),
				     num_format(high, o->high));
	else if (!isnan(o->high))
		bounds = arena_printf(r->arena, "%s%s%s",
				      o->high_strict ? "<" : "<=", one,
				      num_format(high, o->high));
	else if (!isnan(o->low))
		bounds = arena_printf(r->arena, "%s%s%s",
				      o->low_strict ? ">" : ">=", one,
				      num_format(low, o->low));
	else
		bounds = o->raw->range ? o->raw->range
				       : SAY(ui, "阴性", "negative");
	return arena_printf(r->arena, "%s %s", bounds, origin);
}

static const char *value_cell(const struct report *r,
			      const struct observation *o)
{
	const char *value = o->raw->value ? o->raw->value : "";
	const char *unit = o->raw->unit && !o->derived ? o->raw->unit : "";
	size_t n = strlen(unit), n_value = strlen(value);

	while (n && strchr(" [(", unit[n - 1]))
		n--;
	if (n && n_value > n && memcmp(value + n_value - n, unit, n) == 0)
		n = 0; /* 8-10 /HP: a result with its unit already */
	return arena_printf(r->arena, "%s%s%.*s", value, n ? " " : "", (int)n,
			    unit);
}

static const char *notes_cell(const struct report *r, const struct ui *ui,
			      const struct observation *o)
{
	struct str_vec notes = {0};
	struct strbuf sb = STRBUF_INIT;

	if (is_doubtful(o))
		strbuf_adds(&sb, row_status_name(o->status));
	observation_notes(r, o, ui->lang, &notes);
	for (size_t i = 0; i < notes.n; i++)
		strbuf_addf(&sb, "%s%s", sb.len ? "; " : "", notes.at[i]);
	const char *text = arena_strdup(r->arena, sb.buf);
	strbuf_release(&sb);
	vec_free(&notes);
	return text;
}

static const char *name_cell(const struct report *r, const struct ui *ui,
			     const struct observation *o)
{
	const char *printed = o->raw->name ? o->raw->name : "?";

	if (!o->analyte)
		return printed;
	if (o->derived)
		return o->analyte->name.in[ui->lang];
	return arena_printf(r->arena, "%s %s", o->analyte->code, printed);
}

enum row_kind { ROWS_ABNORMAL, ROWS_DOUBTFUL, ROWS_REST };

static enum row_kind kind_of(const struct observation *o)
{
	if (is_doubtful(o))
		return ROWS_DOUBTFUL;
	return is_abnormal(o) && !o->previous ? ROWS_ABNORMAL : ROWS_REST;
}

static void add_rows(struct strbuf *out, const struct app *app,
		     const struct report *r, enum row_kind kind,
		     const char *heading)
{
	const struct ui *ui = app->ui;
	const struct table_column columns[] = {
		{"", false, false},
		{SAY(ui, "项目", "analyte"), false, true},
		{SAY(ui, "结果", "result"), true, false},
		{SAY(ui, "参考区间", "interval"), false, true},
		{SAY(ui, "说明", "notes"), false, true},
	};
	VEC(const char *) cells = {0};

	for (size_t i = 0; i < r->observations.n; i++) {
		const struct observation *o = &r->observations.at[i];
		if (kind_of(o) != kind ||
		    (kind == ROWS_ABNORMAL && o->derived && o->flag == FLAG_N))
			continue;
		vec_push(&cells, flag_sign(ui, o->flag));
		vec_push(&cells, name_cell(r, ui, o));
		vec_push(&cells, value_cell(r, o));
		vec_push(&cells, range_cell(r, ui, o));
		vec_push(&cells, notes_cell(r, ui, o));
	}
	if (cells.n) {
		strbuf_addf(out, "%s\n", heading);
		table_print(out, ui, columns, 5, cells.at, cells.n / 5);
	}
	vec_free(&cells);
}

static const char *age_unit(const struct ui *ui, const char *unit)
{
	static const struct {
		const char *unit, *zh, *en;
	} units[] = {{"y", "岁", " y"},
		     {"mo", "个月", " mo"},
		     {"wk", "周", " wk"},
		     {"d", "天", " d"},
		     {"h", "小时", " h"}};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i].unit, unit) == 0)
			return SAY(ui, units[i].zh, units[i].en);
	return unit;
}

/* Rules that depend on age or sex stay silent without them: say so. */
static void add_unknown_patient(struct strbuf *out, const struct ui *ui,
				const struct patient *p)
{
	bool age = isnan(p->age.days), sex = p->sex == SEX_UNKNOWN;

	if (age || sex)
		text_wrapped(
			out, ui,
			SAY(ui,
			    "未给出年龄或性别：依赖它们的区间和规则未用（-a 年龄 -s F|M）",
			    "age or sex not given: intervals and rules that "
			    "depend on them were not used (-a AGE -s F|M)"),
			2);
}

static void add_header(struct strbuf *out, const struct app *app,
		       const struct report *r, const struct result *result)
{
	const struct ui *ui = app->ui;
	const struct patient *p = &r->patient;
	struct strbuf line = STRBUF_INIT;
	char number[NUM_SIZE];

	strbuf_adds(&line, SAY(ui, "化验单解读", "Laboratory report"));
	if (result->file)
		strbuf_addf(&line, "  %s", result->file);
	strbuf_addf(&line, "  %s",
		    p->sex == SEX_FEMALE ? SAY(ui, "女", "female")
		    : p->sex == SEX_MALE ? SAY(ui, "男", "male")
					 : SAY(ui, "性别未知", "sex unknown"));
	if (isnan(p->age.days))
		strbuf_adds(&line, SAY(ui, "  年龄未知", "  age unknown"));
	else
		strbuf_addf(&line, "  %s%s", num_format(number, p->age.value),
			    age_unit(ui, p->age.unit));
	for (size_t i = 0; i < p->context.n; i++)
		strbuf_addf(&line, "  %s",
			    kb_context(app->kb, p->context.at[i])
				    ->name.in[ui->lang]);
	text_wrapped(out, ui, line.buf, 2);
	strbuf_release(&line);
	if (app->banner)
		text_wrapped(out, ui, app->banner, 2);
	add_unknown_patient(out, ui, p);
	text_colour(out, ui, "1");
	strbuf_adds(out, SAY(ui, "结论  ", "Verdict  "));
	text_colour(out, ui, "0");
	if (result->findings.n)
		result_counts(out, ui, result);
	else
		strbuf_adds(out, SAY(ui, "知识库中没有规则命中",
				     "no rule of the knowledge base fired"));
	strbuf_addch(out, '\n');
}

/* What was read and what was not: the last line, always. */
static void add_tally(struct strbuf *out, const struct ui *ui,
		      const struct report *r, const struct result *result)
{
	size_t read = 0, doubtful = 0;

	for (size_t i = 0; i < r->observations.n; i++) {
		const struct observation *o = &r->observations.at[i];
		if (o->derived || o->previous)
			continue;
		read++;
		doubtful += is_doubtful(o);
	}
	strbuf_addf(out,
		    SAY(ui, "读入 %zu 行，未读出 %zu 行",
			"%zu rows read, %zu unread"),
		    read, r->unread.n);
	if (doubtful)
		strbuf_addf(out, SAY(ui, "，存疑 %zu 行", ", %zu doubtful"),
			    doubtful);
	if (result->not_interpreted.n)
		strbuf_addf(out,
			    SAY(ui, "，%zu 段未解读",
				", %zu sections NOT interpreted"),
			    result->not_interpreted.n);
	strbuf_addch(out, '\n');
}

static void add_unread(struct strbuf *out, const struct app *app,
		       const struct report *r, const struct result *result)
{
	const struct ui *ui = app->ui;

	for (size_t i = 0; i < result->not_interpreted.n; i++) {
		const struct result_section *s = &result->not_interpreted.at[i];
		strbuf_addf(out,
			    SAY(ui, "未解读 第%d行：",
				"NOT interpreted, line %d: "),
			    s->line);
		text_wrapped(out, ui, s->title, 2);
	}
	for (size_t i = 0; i < r->unread.n; i++) {
		strbuf_addf(out, SAY(ui, "未读出 第%d行：", "unread line %d: "),
			    r->unread.at[i].line);
		text_wrapped(out, ui, r->unread.at[i].text, 2);
	}
	for (size_t i = 0; i < r->notes.n; i++)
		text_wrapped(out, ui, r->notes.at[i], 2);
}

void report_text(struct strbuf *out, const struct app *app,
		 const struct report *r, const struct result *result, bool all)
{
	const struct ui *ui = app->ui;

	add_header(out, app, r, result);
	result_text_findings(out, app, result);
	result_text_explanation(out, app, result);
	add_rows(out, app, r, ROWS_ABNORMAL, SAY(ui, "异常", "Abnormal"));
	add_rows(out, app, r, ROWS_DOUBTFUL,
		 SAY(ui, "存疑，未用于判断", "Doubtful, not used"));
	if (all)
		add_rows(out, app, r, ROWS_REST,
			 SAY(ui, "其余", "The other rows"));
	if (result->not_checked.n) {
		strbuf_adds(out,
			    SAY(ui, "未能判定\n", "Could not be decided\n"));
		result_text_not_checked(out, app, result, all);
	}
	add_unread(out, app, r, result);
	add_tally(out, ui, r, result);
}

void report_md(struct strbuf *out, const struct app *app,
	       const struct report *r, const struct result *result)
{
	const struct ui *ui = app->ui;

	strbuf_addf(out, "## %s\n\n",
		    SAY(ui, "化验单解读", "Laboratory report"));
	if (app->banner)
		strbuf_addf(out, "> %s\n\n", app->banner);
	result_md_findings(out, app, result);
	strbuf_addf(out, "\n| | %s | %s | %s | %s |\n|---|---|---:|---|---|\n",
		    SAY(ui, "项目", "analyte"), SAY(ui, "结果", "result"),
		    SAY(ui, "参考区间", "interval"), SAY(ui, "说明", "notes"));
	for (size_t i = 0; i < r->observations.n; i++) {
		const struct observation *o = &r->observations.at[i];
		strbuf_addf(out, "| %s | %s | %s | %s | %s |\n",
			    flag_sign(ui, o->flag), name_cell(r, ui, o),
			    value_cell(r, o), range_cell(r, ui, o),
			    notes_cell(r, ui, o));
	}
	strbuf_addch(out, '\n');
	add_unread(out, app, r, result);
	add_tally(out, ui, r, result);
}
