/* Readings typed quickly: "bp 148/92 glu 8.1 fasting hba1c 7.2%". */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/num.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Words of a ward round; everything else is looked up as an analyte. A second
 * code is what stands behind the slash. */
static const struct {
	const char *word, *code, *second;
} quick[] = {
	{"bp", "SBP", "DBP"},        {"血压", "SBP", "DBP"},
	{"sbp", "SBP", NULL},        {"收缩压", "SBP", NULL},
	{"dbp", "DBP", NULL},        {"舒张压", "DBP", NULL},
	{"hr", "HR", NULL},          {"pulse", "HR", NULL},
	{"心率", "HR", NULL},        {"脉搏", "HR", NULL},
	{"wt", "BW", NULL},          {"weight", "BW", NULL},
	{"体重", "BW", NULL},        {"waist", "WAIST", NULL},
	{"腰围", "WAIST", NULL},     {"temp", "TEMP", NULL},
	{"体温", "TEMP", NULL},      {"glu", "GLU", NULL},
	{"bg", "GLU", NULL},         {"血糖", "GLU", NULL},
	{"glucose", "GLU", NULL},    {"spo2", "PULSEOX", NULL},
	{"血氧", "PULSEOX", NULL},   {"rr", "RESP", NULL},
	{"呼吸", "RESP", NULL},      {"height", "HEIGHT", NULL},
	{"身高", "HEIGHT", NULL},    {"峰流速", "PEF", NULL},
	{"胎心", "FETAL_HR", NULL},  {"宫高", "FUNDAL_HEIGHT", NULL},
	{"头围", "HEAD_CIRC", NULL},
};

/* Words behind a value that say how it was taken. A glucose changes its code:
 * fasting and after a meal have limits of their own. */
static const struct {
	const char *word, *context, *glucose;
} contexts[] = {
	{"fasting", "fasting", "FPG"},
	{"空腹", "fasting", "FPG"},
	{"pp", "post-prandial", "PPG2H"},
	{"餐后", "post-prandial", "PPG2H"},
	{"餐后2h", "post-prandial", "PPG2H"},
	{"pp1h", "post-prandial", "PPG1H"},
	{"餐后1h", "post-prandial", "PPG1H"},
	{"random", "random", NULL},
	{"随机", "random", NULL},
	{"bedtime", "bedtime", NULL},
	{"睡前", "bedtime", NULL},
	{"home", "home", NULL},
	{"家测", "home", NULL},
	{"clinic", "clinic", NULL},
	{"诊室", "clinic", NULL},
	{"capillary", "capillary", NULL},
	{"指尖", "capillary", NULL},
};

static const char *lower(struct followup *f, const char *word)
{
	char *s = arena_strdup(&f->arena, word);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

/* What is no laboratory result is not among the terms; by its own name. */
static const char *vital_of(struct kb *kb, const char *word)
{
	const struct analyte *a;

	for (int id = 1; (a = kb_analyte(kb, id)) != NULL; id++)
		if (strcmp(a->specimen, "vital") == 0 &&
		    (strcmp(a->name.in[LANG_ZH], word) == 0 ||
		     strcasecmp(a->name.in[LANG_EN], word) == 0))
			return a->code;
	return NULL;
}

const char *followup_code(struct followup *f, const char *word,
			  const char **ret_second)
{
	const char *small = lower(f, word);
	struct kb *kb = f->app->kb;

	*ret_second = NULL;
	for (size_t i = 0; i < sizeof quick / sizeof *quick; i++)
		if (strcmp(small, quick[i].word) == 0) {
			*ret_second = quick[i].second;
			return quick[i].code;
		}
	char *upper = arena_strdup(&f->arena, word);
	for (char *p = upper; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p += 'A' - 'a';
	const struct analyte *a = kb_analyte_by_code(kb, upper);
	if (a)
		return a->code;
	struct folded folded = fold_text(kb, word, strlen(word), &f->arena);
	struct term_match match =
		term_exact(kb, TERM_ANALYTE, folded.s, folded.n);
	if (match.len && match.n == 1)
		return kb_analyte(kb, (int)match.targets[0])->code;
	return vital_of(kb, word);
}

/* One value with an optional comparator and glued unit. Returns the bytes of
 * the number, 0: none. */
static size_t read_value(struct followup *f, const char *text,
			 struct chart_observation *o, const char **ret_rest)
{
	size_t skip = strspn(text, "<>=");

	if (skip)
		o->comparator = arena_strndup(&f->arena, text, skip);
	size_t n = num_parse(text + skip, strlen(text + skip), &o->value);
	*ret_rest = text + skip + n;
	return n;
}

static bool set_unit(struct followup *f, const struct analyte *a,
		     const char *printed, struct chart_observation *o)
{
	char buf[UNIT_SIZE];
	const char *ucum = a->unit;

	if (printed && *printed)
		ucum = unit_normalise(printed, strlen(printed), buf,
				      sizeof buf);
	if (!ucum || !analyte_unit_fits(f->app->kb, a, ucum))
		return false;
	o->unit = arena_strdup(&f->arena, ucum);
	return true;
}

static bool finish(struct followup *f, struct chart_observation *o,
		   struct err *err)
{
	const struct analyte *a = kb_analyte_by_code(f->app->kb, o->code);
	char number[NUM_SIZE], low[NUM_SIZE], high[NUM_SIZE], limits[80];
	double x;

	if (!a || !analyte_convert(f->app->kb, a, o->unit, o->value, &x))
		return ERR(err, ERR_UNIT_CONVERT, o->unit, o->code);
	o->canonical = x;
	o->canonical_unit = a->unit;
	if ((isnan(a->plausible_low) || x >= a->plausible_low) &&
	    (isnan(a->plausible_high) || x <= a->plausible_high))
		return true;
	snprintf(limits, sizeof limits, "%s-%s %s",
		 num_format(low, a->plausible_low),
		 num_format(high, a->plausible_high), a->unit);
	return ERR(err, ERR_IMPOSSIBLE, a->name.in[f->app->ui->lang],
		   num_format(number, o->value), limits, "");
}

/* "148/92": the second number, and that the order is possible. */
static bool read_pair(struct followup *f, const char *rest, const char *code,
		      struct chart_observation_vec *ret, const char *word,
		      struct err *err)
{
	struct chart_observation o = ret->at[ret->n - 1];
	const char *unit;

	o.code = code;
	if (*rest != '/' || !read_value(f, rest + 1, &o, &unit))
		return ERR(err, ERR_ARGUMENT, word, "148/92");
	if (!set_unit(f, kb_analyte_by_code(f->app->kb, code), unit, &o))
		return ERR(err, ERR_UNIT, unit);
	ret->at[ret->n - 1].unit = o.unit;
	if (o.value >= ret->at[ret->n - 1].value)
		return ERR(err, ERR_ARGUMENT, word, "148/92");
	vec_push(ret, o);
	return true;
}

static bool read_one(struct followup *f, const char *name, const char *value,
		     struct chart_observation_vec *ret, struct err *err)
{
	const char *second, *rest, *code = followup_code(f, name, &second);
	struct chart_observation o = {
		.value = NUM_NONE, .canonical = NUM_NONE, .source = "typed"};

	if (!code)
		return ERR(err, ERR_ARGUMENT, name,
			   "bp 148/92, glu 8.1 fasting, wt 70, smoke 0");
	o.code = code;
	if (!value || !read_value(f, value, &o, &rest))
		return ERR(err, ERR_ARGUMENT, value ? value : name, "a number");
	if (!second &&
	    !set_unit(f, kb_analyte_by_code(f->app->kb, code), rest, &o))
		return ERR(err, ERR_UNIT, rest);
	vec_push(ret, o);
	return !second || read_pair(f, rest, second, ret, value, err);
}

/* A word behind a reading: its unit or how it was taken. */
static bool read_after(struct followup *f, const char *word, size_t from,
		       struct chart_observation_vec *ret)
{
	const char *small = lower(f, word);

	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
		if (strcmp(small, contexts[i].word) != 0)
			continue;
		for (size_t k = from; k < ret->n; k++) {
			ret->at[k].context = contexts[i].context;
			if (contexts[i].glucose &&
			    strcmp(ret->at[k].code, "GLU") == 0)
				ret->at[k].code = contexts[i].glucose;
		}
		return true;
	}
	for (size_t k = from; k < ret->n; k++)
		if (!set_unit(f,
			      kb_analyte_by_code(f->app->kb, ret->at[k].code),
			      word, &ret->at[k]))
			return false;
	return from < ret->n;
}

bool followup_is_after(const char *word)
{
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (strcasecmp(word, contexts[i].word) == 0)
			return true;
	return false;
}

bool followup_readings(struct followup *f, size_t first,
		       struct chart_observation_vec *ret, bool *ret_visit,
		       struct err *err)
{
	const struct string_vec *w = f->words;
	size_t from = 0, fields = 0;

	*ret_visit = false;
	for (size_t i = first; i < w->n; i++) {
		/* fields of a form: followup_form_words */
		const char *eq = strchr(w->at[i], '=');
		if ((eq && eq != w->at[i]) || followup_is_check(w->at[i])) {
			fields++;
			continue;
		}
		if (strcmp(w->at[i], "visit") == 0 ||
		    strcmp(w->at[i], "随访") == 0) {
			*ret_visit = true;
			continue;
		}
		if (read_after(f, w->at[i], from, ret))
			continue;
		from = ret->n;
		if (!read_one(f, w->at[i], i + 1 < w->n ? w->at[i + 1] : NULL,
			      ret, err))
			return false;
		i++;
	}
	for (size_t k = 0; k < ret->n; k++)
		if (!finish(f, &ret->at[k], err))
			return false;
	return ret->n || *ret_visit || fields ||
	       ERR(err, ERR_ARGUMENT, w->at[0],
		   "bp 148/92, glu 8.1 fasting, visit");
}

bool followup_at(const struct followup *f, struct chart_observation *o,
		 struct err *err)
{
	const char *text = f->params->at;
	int64_t local;

	o->zone = f->app->ui->zone;
	o->at = f->app->ui->now;
	o->timed = true;
	if (!text)
		return true;
	size_t n = date_parse(text, strlen(text), -1, &local, &o->timed);
	if (!n || text[n] || local / DATE_DAY > f->today)
		return ERR(err, ERR_OPTION_VALUE, "--at", text,
			   "2026-11-30 08:00");
	o->at = local - o->zone;
	return true;
}

static void add_context(struct strbuf *out, const struct chart_observation *o)
{
	if (o->context)
		strbuf_addf(out, " (%s)", o->context);
}

void followup_pressure_text(struct followup *f, struct strbuf *out,
			    const struct chart_observation *sbp,
			    const struct chart_observation *dbp)
{
	char high[NUM_SIZE], low[NUM_SIZE], unit[UNIT_SIZE];

	strbuf_addf(out, "%s %s/%s %s",
		    SAY(f->app->ui, "血压", "Blood pressure"),
		    num_format(high, sbp->value), num_format(low, dbp->value),
		    sbp->unit ? unit_show(sbp->unit, unit, sizeof unit) : "");
	add_context(out, sbp);
}

void followup_observation_text(struct followup *f, struct strbuf *out,
			       const struct chart_observation *o)
{
	const struct analyte *a = kb_analyte_by_code(f->app->kb, o->code);
	char number[NUM_SIZE], unit[UNIT_SIZE];

	const char *shown =
		o->unit ? unit_show(o->unit, unit, sizeof unit) : "";
	strbuf_addf(out, "%s %s%s%s%s",
		    a ? a->name.in[f->app->ui->lang] : o->code,
		    o->comparator ? o->comparator : "",
		    isnan(o->value) ? (o->text ? o->text : "?")
				    : num_format(number, o->value),
		    *shown ? " " : "", shown);
	add_context(out, o);
}
