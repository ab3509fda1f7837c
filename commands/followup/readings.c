/* Readings typed quickly: "bp 148/92 glu 8.1 fasting hba1c 7.2%". */
#include "commands/followup/followup.h"
#include "commands/followup/when.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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
	const char *ucum;

	if (!printed || !*printed)
		return true; /* the usual one: finish */
	ucum = unit_normalise(printed, strlen(printed), buf, sizeof buf);
	if (!ucum || !analyte_unit_fits(f->app->kb, a, ucum))
		return false;
	o->unit = arena_strdup(&f->arena, ucum);
	return true;
}

static bool is_glucose(const char *code)
{
	return strcmp(code, "GLU") == 0 || strcmp(code, "FPG") == 0 ||
	       strcmp(code, "PPG2H") == 0 || strcmp(code, "PPG1H") == 0;
}

static bool finish(struct followup *f, struct chart_observation *o,
		   struct err *err)
{
	const struct analyte *a = kb_analyte_by_code(f->app->kb, o->code);
	char number[NUM_SIZE], low[NUM_SIZE], high[NUM_SIZE], limits[80];
	double x;

	/* 146 typed alone is mg/dL, whatever is usual */
	if (a && !o->unit && o->value >= 36 && is_glucose(o->code))
		return ERR(err, ERR_ARGUMENT, num_format(number, o->value),
			   "8.1, 146mg/dL");
	if (a && !o->unit)
		o->unit = arena_strdup(&f->arena, a->unit);
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

/* "36.9 C", "36.5度"; of a scale "12分", "2级" */
static const char *degrees(const struct chart_observation *o, const char *word)
{
	bool scale = strcmp(o->code, "MMRC") == 0 ||
		     strcmp(o->code, "CAT_SCORE") == 0;
	if (scale && (strcmp(word, "级") == 0 || strcmp(word, "分") == 0))
		return "";
	bool temperature = strcmp(o->code, "TEMP") == 0;

	return temperature && (strcmp(word, "C") == 0 ||
			       strcmp(word, "度") == 0)
		       ? "°C"
	       : temperature && strcmp(word, "F") == 0 ? "°F"
						       : word;
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
	/* litres, or the part of what is predicted */
	if (strcmp(code, "FEV1") == 0 && (*rest == '%' || o.value > 10))
		o.code = code = "FEV1_PRED";
	if (!second && !set_unit(f, kb_analyte_by_code(f->app->kb, code),
				 degrees(&o, rest), &o))
		return ERR(err, ERR_UNIT, rest);
	vec_push(ret, o);
	return !second || read_pair(f, rest, second, ret, value, err);
}

/* A word behind a reading: its unit or how it was taken. */
static bool read_after(struct followup *f, const char *word, size_t from,
		       struct chart_observation_vec *ret)
{
	const char *glucose, *context = followup_context(word, &glucose);

	for (size_t k = from; context && k < ret->n; k++) {
		ret->at[k].context = context;
		if (glucose && strcmp(ret->at[k].code, "GLU") == 0)
			ret->at[k].code = glucose;
	}
	if (context)
		return from < ret->n; /* of nothing: told, not dropped */
	for (size_t k = from; k < ret->n; k++)
		if (!set_unit(f,
			      kb_analyte_by_code(f->app->kb, ret->at[k].code),
			      degrees(&ret->at[k], word), &ret->at[k]))
			return false;
	return from < ret->n;
}

/* Words that are no name, have no figure and none behind them: beside readings
 * they are a remark, which is told. Behind a bare number they may be its unit
 * ("140 斤"), which no three Chinese characters are ("72 头不晕"). */
static bool is_remark(struct followup *f, const struct string_vec *w, size_t i)
{
	const char *second, *next = i + 1 < w->n ? w->at[i + 1] : "";
	bool clause = (unsigned char)*w->at[i] >= 0x80 &&
		      strlen(w->at[i]) >= strlen("头不晕");
	double x;

	return !strpbrk(w->at[i], "0123456789=/") &&
	       !strpbrk(next, "0123456789") &&
	       (clause || !num_parse_all(w->at[i - 1], &x)) &&
	       !followup_code(f, w->at[i], &second) &&
	       !followup_is_after(w->at[i]);
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
		if (is_remark(f, w, i)) {
			vec_push(&f->remarks, w->at[i]);
			continue;
		}
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
	       ERR(err, ERR_ARGUMENT,
		   f->remarks.n ? f->remarks.at[0] : w->at[0],
		   "bp 148/92, glu 8.1 fasting, visit");
}

bool followup_at(const struct followup *f, struct chart_observation *o,
		 struct err *err)
{
	const char *text = f->params->at ? f->params->at : f->said_at;
	int64_t local;

	o->zone = f->app->ui->zone;
	o->at = f->app->ui->now;
	o->timed = true;
	if (!text)
		return true;
	if (!when_parse(text, f->today, &local, &o->timed) ||
	    local / DATE_DAY > f->today ||
	    (o->timed && local - o->zone > f->app->ui->now + 3600))
		return ERR(err, ERR_OPTION_VALUE, "--at", text,
			   SAY(f->app->ui, "2026-11-30 08:00、昨天 7:30、3天前",
			       "2026-11-30 08:00, yesterday 7:30, 3 days ago"));
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
