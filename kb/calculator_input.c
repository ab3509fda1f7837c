/* Giving values to a calculator: names, units, choices, plausibility. */
#include "kb/calculator.h"

#include "base/date.h"
#include "base/num.h"
#include "base/strbuf.h"
#include "kb/analyte.h"
#include "kb/fold.h"
#include "kb/patient.h"
#include "kb/term.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static bool same(struct kb *kb, const char *a, const char *b,
		 struct arena *arena)
{
	return a && b &&
	       strcmp(fold_text(kb, a, strlen(a), arena).s,
		      fold_text(kb, b, strlen(b), arena).s) == 0;
}

static bool in_names(struct kb *kb, const struct yaml *names, const char *word,
		     struct arena *a)
{
	for (size_t i = 0; i < yaml_count(names); i++)
		if (same(kb, yaml_at(names, i)->scalar, word, a))
			return true;
	return false;
}

/* An analyte's own names count: crea=, 肌酐=, Cr=. */
static bool is_analyte_name(struct kb *kb, const struct input *in,
			    const char *key, struct arena *a)
{
	struct folded f = fold_text(kb, key, strlen(key), a);

	if (!in->analyte)
		return false;
	struct term_match m = term_exact(kb, TERM_ANALYTE, f.s, f.n);
	for (size_t i = 0; m.len && i < m.n; i++)
		if ((int)m.targets[i] == in->analyte->id)
			return true;
	return false;
}

static struct input *find_input(struct kb *kb, struct calculator *c,
				const char *key, struct arena *a)
{
	for (size_t i = 0; i < c->n_inputs; i++) {
		struct input *in = &c->inputs[i];
		if (same(kb, in->name, key, a) || same(kb, in->code, key, a) ||
		    same(kb, in->label.in[0], key, a) ||
		    same(kb, in->label.in[1], key, a) ||
		    in_names(kb, in->names, key, a))
			return in;
	}
	for (size_t i = 0; i < c->n_inputs; i++)
		if (is_analyte_name(kb, &c->inputs[i], key, a))
			return &c->inputs[i];
	return NULL;
}

static bool refuse(const char *key, const char *value, const char *expected,
		   struct err *err)
{
	return ERR(err, ERR_VALUE, key, value, expected);
}

static bool convert(struct kb *kb, const struct input *in, const char *from,
		    double x, double *ret)
{
	struct unit f, t;
	double canonical;

	if (!in->unit || strcmp(from, in->unit) == 0) {
		*ret = x;
		return true;
	}
	if (in->analyte)
		return analyte_convert(kb, in->analyte, from, x, &canonical) &&
		       analyte_convert_to(kb, in->analyte, canonical, in->unit,
					  ret);
	return unit_parse(from, &f) && unit_parse(in->unit, &t) &&
	       unit_convert(&f, &t, x, ret);
}

/* In which of the analyte's units would x be possible? */
static const char *probable_unit(struct kb *kb, const struct input *in,
				 double x, struct arena *a)
{
	const char *units = in->analyte ? in->analyte->units : "";
	double y;

	while (*units) {
		size_t n = strcspn(units, " ");
		const char *unit = arena_strndup(a, units, n);
		if (convert(kb, in, unit, x, &y) && !(y < in->min) &&
		    !(y > in->max))
			return unit;
		units += n + (units[n] == ' ');
	}
	return NULL;
}

static bool check_limits(struct kb *kb, const struct input *in, const char *key,
			 const char *text, double typed, struct arena *a,
			 struct err *err)
{
	char low[NUM_SIZE], high[NUM_SIZE], number[NUM_SIZE];

	if (!(in->value < in->min) && !(in->value > in->max))
		return true;
	const char *unit = probable_unit(kb, in, typed, a);
	const char *limits = arena_printf(
		a, "%s–%s%s%s", isnan(in->min) ? "" : num_format(low, in->min),
		isnan(in->max) ? "" : num_format(high, in->max),
		in->unit ? " " : "", in->unit ? in->unit : "");
	const char *meant =
		unit ? arena_printf(a, "%s %s", num_format(number, typed), unit)
		     : "";
	return ERR(err, ERR_IMPOSSIBLE, key, text, limits, meant);
}

static bool give_number(struct kb *kb, struct input *in, const char *key,
			const char *text, struct arena *a, struct err *err)
{
	char buf[64], from[NUM_SIZE], to[NUM_SIZE];
	double x;
	size_t n = num_parse(text, strlen(text), &x);
	const char *rest = text + n + strspn(text + n, " ");

	if (!n)
		return refuse(key, text, in->unit ? in->unit : "a number", err);
	const char *unit = in->unit;
	if (*rest)
		unit = unit_normalise(rest, strlen(rest), buf, sizeof buf);
	if (*rest && (!unit || !convert(kb, in, unit, x, &in->value)))
		return refuse(key, text, in->unit ? in->unit : "no unit", err);
	if (!*rest)
		in->value = x;
	if (*rest && in->unit && strcmp(unit, in->unit) != 0)
		in->conversion = arena_printf(
			a, "%s %s = %s %s", num_format(from, x), unit,
			num_format_fixed(to, in->value, 3), in->unit);
	return check_limits(kb, in, key, text, x, a, err);
}

static bool give_yesno(struct input *in, const char *key, const char *text,
		       struct err *err)
{
	static const char *const yes[] = {"yes", "y",    "1", "true", "是",
					  "有",  "阳性", "+", NULL};
	static const char *const no[] = {"no", "n",    "0",    "false", "否",
					 "无", "没有", "阴性", "-",     NULL};

	for (int i = 0; yes[i]; i++)
		if (strcasecmp(text, yes[i]) == 0)
			in->value = 1;
	for (int i = 0; no[i]; i++)
		if (strcasecmp(text, no[i]) == 0)
			in->value = 0;
	return !isnan(in->value) || refuse(key, text, "yes, no", err);
}

static bool give_choice(struct kb *kb, struct input *in, const char *key,
			const char *text, struct arena *a, struct err *err)
{
	struct strbuf words = STRBUF_INIT;
	double x;
	bool is_number = num_parse_all(text, &x);

	for (size_t i = 0; i < in->n_choices; i++) {
		const struct choice *c = &in->choices[i];
		if ((is_number && c->value == x) ||
		    in_names(kb, c->names, text, a) ||
		    same(kb, c->label.in[0], text, a) ||
		    same(kb, c->label.in[1], text, a)) {
			in->value = c->value;
			strbuf_release(&words);
			return true;
		}
		strbuf_addf(&words, "%s%g %s", i ? ", " : "", c->value,
			    c->label.in[1] ? c->label.in[1] : "");
	}
	(void)refuse(key, text, words.buf, err);
	strbuf_release(&words);
	return false;
}

static bool give_age(struct kb *kb, struct input *in, const char *key,
		     const char *text, struct arena *a, struct err *err)
{
	struct age age;

	if (!age_parse(text, &age))
		return refuse(key, text, "34, 8mo, 12d", err);
	in->value = age.days / 365.25;
	if (in->unit && strcmp(in->unit, "mo") == 0)
		in->value = age.days / 30.4375;
	else if (in->unit && strcmp(in->unit, "wk") == 0)
		in->value = age.days / 7;
	else if (in->unit && strcmp(in->unit, "d") == 0)
		in->value = age.days;
	return check_limits(kb, in, key, text, in->value, a, err);
}

static bool give_sex(struct input *in, const char *key, const char *text,
		     struct err *err)
{
	if (strcasecmp(text, "F") == 0 || strcasecmp(text, "female") == 0 ||
	    strcmp(text, "女") == 0)
		in->value = SEX_FEMALE;
	else if (strcasecmp(text, "M") == 0 || strcasecmp(text, "male") == 0 ||
		 strcmp(text, "男") == 0)
		in->value = SEX_MALE;
	return !isnan(in->value) || refuse(key, text, "F, M", err);
}

static bool give_date(struct input *in, const char *key, const char *text,
		      struct err *err)
{
	int64_t when;

	if (date_parse(text, strlen(text), -1, &when, NULL) != strlen(text))
		return refuse(key, text, "2026-01-31", err);
	in->value = (double)(when / DATE_DAY);
	return true;
}

static bool names_analyte(struct term_match m, const struct analyte *analyte)
{
	for (size_t i = 0; analyte && i < m.n; i++)
		if ((int)m.targets[i] == analyte->id)
			return true;
	return false;
}

/* d's single input by `value`, its result into c's input `in`. */
static bool give_through(struct kb *kb, struct calculator *d,
			 struct calculator *c, struct input *in,
			 const char *key, const char *value, struct arena *a)
{
	struct calculated done;
	struct err unused;
	char number[NUM_SIZE];

	if (!calculator_give(kb, d, d->inputs[0].name, value, a, &unused) ||
	    !calculator_compute(kb, d, 0, a, &done, &unused) ||
	    done.state != CALCULATED)
		return false;
	num_format(number, done.value);
	if (!calculator_give(kb, c, in->name,
			     arena_printf(a, "%s %s", number, d->unit), a,
			     &unused))
		return false;
	in->printed = arena_strdup(a, value);
	in->conversion = arena_printf(a, "%s %s = %s %s (%s)", key, value,
				      number, d->unit, d->id);
	return true;
}

/* A result that another one is derived from (BUN → urea), given in its place:
 * the knowledge base's own derivation converts it. */
static bool give_derived(struct kb *kb, struct calculator *c, const char *key,
			 const char *value, struct arena *a)
{
	struct folded f = fold_text(kb, key, strlen(key), a);
	struct term_match m = term_exact(kb, TERM_ANALYTE, f.s, f.n);
	struct calculator_vec list = {0};
	struct err unused;
	bool given = false;

	if (m.len && calculators_list(kb, NULL, a, &list, &unused))
		for (size_t i = 0; i < list.n && !given; i++) {
			struct calculator *d = list.at[i];
			const char *yields = yaml_str(d->node, "yields");
			if (!yields || d->n_inputs != 1 ||
			    !names_analyte(m, d->inputs[0].analyte))
				continue;
			for (size_t k = 0; k < c->n_inputs && !given; k++) {
				struct input *in = &c->inputs[k];
				given = in->analyte &&
					strcmp(in->analyte->code, yields) ==
						0 &&
					give_through(kb, d, c, in, key, value,
						     a);
			}
		}
	vec_free(&list);
	return given;
}

bool calculator_give(struct kb *kb, struct calculator *c, const char *key,
		     const char *value, struct arena *a, struct err *err)
{
	struct input *in = find_input(kb, c, key, a);
	bool ok = false;

	if (!in) {
		if (give_derived(kb, c, key, value, a))
			return true;
		struct strbuf names = STRBUF_INIT;
		for (size_t i = 0; i < c->n_inputs; i++)
			strbuf_addf(&names, "%s%s", i ? ", " : "",
				    c->inputs[i].name);
		(void)refuse(key, value, names.buf, err);
		strbuf_release(&names);
		return false;
	}
	in->value = NUM_NONE;
	in->conversion = NULL;
	in->printed = arena_strdup(a, value);
	switch (in->type) {
	case INPUT_NUMBER:
		ok = give_number(kb, in, key, value, a, err);
		break;
	case INPUT_YESNO:
		ok = give_yesno(in, key, value, err);
		break;
	case INPUT_CHOICE:
		ok = give_choice(kb, in, key, value, a, err);
		break;
	case INPUT_DATE:
		ok = give_date(in, key, value, err);
		break;
	case INPUT_AGE:
		ok = give_age(kb, in, key, value, a, err);
		break;
	case INPUT_SEX:
		ok = give_sex(in, key, value, err);
		break;
	}
	if (!ok)
		in->value = NUM_NONE;
	return ok || (in->analyte && give_derived(kb, c, key, value, a));
}
