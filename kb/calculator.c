#include "kb/calculator.h"

#include "base/db.h"
#include "base/num.h"
#include "kb/analyte.h"
#include "kb/entries.h"
#include "kb/fold.h"
#include "kb/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct text read_text(const struct yaml *pair)
{
	return (struct text){{yaml_str(pair, "zh"), yaml_str(pair, "en")}};
}

static double number(const struct yaml *node, const char *key)
{
	double x;

	return yaml_number(yaml_get(node, key), &x) ? x : NUM_NONE;
}

static bool is_word(const struct yaml *node, const char *key, const char *word)
{
	const char *value = yaml_str(node, key);

	return value && strcmp(value, word) == 0;
}

static void read_choices(const struct yaml *node, struct arena *a,
			 struct input *ret)
{
	const struct yaml *list = yaml_get(node, "choices");

	ret->n_choices = yaml_count(list);
	ret->choices = arena_array(a, struct choice, ret->n_choices);
	for (size_t i = 0; i < ret->n_choices; i++) {
		const struct yaml *row = yaml_at(list, i);
		ret->choices[i] = (struct choice){
			number(row, "value"), read_text(yaml_get(row, "label")),
			yaml_get(row, "names")};
	}
}

static struct text patient_label(const char *code)
{
	if (strcmp(code, "AGE") == 0)
		return (struct text)TEXT("年龄", "age");
	if (strcmp(code, "SEX") == 0)
		return (struct text)TEXT("性别", "sex");
	return (struct text)TEXT("体重", "weight");
}

static void read_input(struct kb *kb, const struct yaml *node, struct arena *a,
		       struct input *ret)
{
	const char *code = yaml_str(node, "code");

	*ret = (struct input){.name = yaml_str(node, "name"),
			      .code = code,
			      .label = read_text(yaml_get(node, "label")),
			      .names = yaml_get(node, "names"),
			      .unit = yaml_str(node, "unit"),
			      .min = number(node, "min"),
			      .max = number(node, "max"),
			      .optional = is_word(node, "optional", "true"),
			      .fallback = number(node, "default"),
			      .value = NUM_NONE};
	if (is_word(node, "type", "yesno"))
		ret->type = INPUT_YESNO;
	else if (is_word(node, "type", "choice"))
		ret->type = INPUT_CHOICE;
	else if (is_word(node, "type", "date"))
		ret->type = INPUT_DATE;
	else if (code && strcmp(code, "AGE") == 0)
		ret->type = INPUT_AGE;
	else if (code && strcmp(code, "SEX") == 0)
		ret->type = INPUT_SEX;
	if (code && !strchr(code, '.'))
		ret->analyte = kb_analyte_by_code(kb, code);
	if (!ret->label.in[0])
		ret->label = ret->analyte ? ret->analyte->name
			     : code       ? patient_label(code)
				    : (struct text)TEXT(ret->name, ret->name);
	read_choices(node, a, ret);
}

static struct calculator *read_calculator(struct kb *kb,
					  const struct yaml *node,
					  struct arena *a)
{
	struct calculator *c = arena_new(a, struct calculator);
	const struct yaml *inputs = yaml_get(node, "inputs");
	const struct yaml *bands = yaml_get(node, "bands");
	double digits = number(node, "digits");

	c->id = yaml_str(node, "id");
	c->node = node;
	c->name = read_text(yaml_get(node, "name"));
	c->specialty = yaml_str(node, "specialty");
	c->unit = yaml_str(node, "unit");
	c->formula = yaml_str(node, "formula");
	c->digits = isnan(digits) ? 2 : (int)digits;
	c->n_inputs = yaml_count(inputs);
	c->inputs = arena_array(a, struct input, c->n_inputs);
	for (size_t i = 0; i < c->n_inputs; i++)
		read_input(kb, yaml_at(inputs, i), a, &c->inputs[i]);
	c->n_bands = yaml_count(bands);
	c->bands = arena_array(a, struct band, c->n_bands);
	for (size_t i = 0; i < c->n_bands; i++)
		c->bands[i] = (struct band){
			number(yaml_at(bands, i), "below"),
			read_text(yaml_get(yaml_at(bands, i), "text"))};
	return c;
}

static bool load_row(struct kb *kb, sqlite3_stmt *s, struct arena *a,
		     struct calculator **ret, struct err *err)
{
	const char *json = arena_strdup(a, db_text(s, 0));
	struct yaml *node;

	if (!yaml_from_json(a, json, strlen(json), "calculator", &node, err))
		return false;
	*ret = read_calculator(kb, node, a);
	return true;
}

static bool load_by_id(struct kb *kb, const char *id, struct arena *a,
		       struct calculator **ret, struct err *err)
{
	sqlite3_stmt *s = NULL;
	bool ok = db_prepare(kb->db,
			     "SELECT json FROM entry WHERE kind = ?1"
			     " AND id = ?2",
			     &s, err);

	*ret = NULL;
	if (ok) {
		sqlite3_bind_int(s, 1, ENTRY_CALCULATOR);
		sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
		if (sqlite3_step(s) == SQLITE_ROW)
			ok = load_row(kb, s, a, ret, err);
	}
	sqlite3_finalize(s);
	return ok;
}

/* The id behind a row number of the calculators. */
static const char *id_of(struct kb *kb, uint32_t number, struct arena *a)
{
	sqlite3_stmt *s = NULL;
	const char *id = NULL;

	if (db_prepare(kb->db,
		       "SELECT id FROM entry WHERE kind = ?1"
		       " ORDER BY id LIMIT 1 OFFSET ?2",
		       &s, NULL)) {
		sqlite3_bind_int(s, 1, ENTRY_CALCULATOR);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)number - 1);
		if (sqlite3_step(s) == SQLITE_ROW)
			id = arena_strdup(a, db_text(s, 0));
	}
	sqlite3_finalize(s);
	return id;
}

bool calculator_find(struct kb *kb, const char *name, struct arena *a,
		     struct calculator **ret, struct err *err)
{
	if (!load_by_id(kb, name, a, ret, err))
		return false;
	if (*ret)
		return true;
	struct folded f = fold_text(kb, name, strlen(name), a);
	struct term_match m = term_exact(kb, TERM_CALCULATOR, f.s, f.n);
	if (m.n == 1) {
		const char *id = id_of(kb, m.targets[0], a);
		return id && load_by_id(kb, id, a, ret, err);
	}
	struct strbuf hint = STRBUF_INIT;
	for (size_t i = 0; i < m.n && i < 6; i++)
		strbuf_addf(&hint, "%s%s", i ? ", " : "",
			    id_of(kb, m.targets[i], a));
	if (!m.n) {
		m = term_nearest(kb, TERM_CALCULATOR, f.s, f.n, 2);
		if (m.len)
			strbuf_adds(&hint, id_of(kb, m.targets[0], a));
	}
	if (hint.len)
		(void)ERR(err, ERR_VALUE, "calc", name, hint.buf);
	else
		(void)ERR(err, ERR_KB_NO_ENTRY, name);
	strbuf_release(&hint);
	return false;
}

static bool contains(struct kb *kb, const struct calculator *c,
		     const char *text, struct arena *a)
{
	const struct yaml *names = yaml_get(c->node, "names");
	struct folded needle = fold_text(kb, text, strlen(text), a);
	const char *own[] = {c->id, c->name.in[0], c->name.in[1], c->specialty};

	for (size_t i = 0; i < 4; i++)
		if (own[i] && strstr(fold_text(kb, own[i], strlen(own[i]), a).s,
				     needle.s))
			return true;
	for (size_t i = 0; i < yaml_count(names); i++) {
		const char *name = yaml_at(names, i)->scalar;
		if (strstr(fold_text(kb, name, strlen(name), a).s, needle.s))
			return true;
	}
	return false;
}

static int by_specialty(const void *pa, const void *pb)
{
	const struct calculator *const *a = pa, *const *b = pb;
	const char *x = (*a)->specialty ? (*a)->specialty : "";
	const char *y = (*b)->specialty ? (*b)->specialty : "";
	int order = strcmp(x, y);

	return order ? order : strcmp((*a)->id, (*b)->id);
}

bool calculators_list(struct kb *kb, const char *text, struct arena *a,
		      struct calculator_vec *ret, struct err *err)
{
	sqlite3_stmt *s = NULL;
	bool ok = db_prepare(kb->db, "SELECT json FROM entry WHERE kind = ?1",
			     &s, err);

	if (ok)
		sqlite3_bind_int(s, 1, ENTRY_CALCULATOR);
	while (ok && sqlite3_step(s) == SQLITE_ROW) {
		struct calculator *c;
		ok = load_row(kb, s, a, &c, err);
		if (ok && (!text || !*text || contains(kb, c, text, a)))
			vec_push(ret, c);
	}
	sqlite3_finalize(s);
	if (ret->n)
		qsort(ret->at, ret->n, sizeof *ret->at, by_specialty);
	return ok;
}
