#include "kb/sheet.h"

#include "base/db.h"
#include "base/yaml.h"
#include "kb/entries.h"

#include <string.h>
#include <strings.h>

struct reader {
	struct arena *a;
	sheet_problem *problem;
	void *self;
};

static void complain(const struct reader *r, const struct yaml *node,
		     const char *what)
{
	if (r->problem)
		r->problem(r->self, node ? node->line : 0, what);
}

static struct text both(const struct reader *r, const struct yaml *t,
			const struct yaml *where)
{
	const char *zh = yaml_str(t, "zh"), *en = yaml_str(t, "en");

	if (!zh || !en)
		complain(r, where, "both languages, please");
	return (struct text){{zh ? zh : "", en ? en : ""}};
}

static bool truth(const struct yaml *node, const char *key)
{
	const char *s = yaml_str(node, key);

	return s && strcmp(s, "true") == 0;
}

static const struct sheet_choice *read_choices(const struct reader *r,
					       const struct yaml *list,
					       size_t *ret_n)
{
	size_t n = yaml_count(list);
	struct sheet_choice *c = arena_array(r->a, struct sheet_choice, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *x = yaml_at(list, i);
		c[i].value = yaml_str(x, "value");
		if (!c[i].value) {
			complain(r, x, "a choice needs a value");
			c[i].value = "?";
		}
		c[i].text = both(r, x, x);
		c[i].alarm = truth(x, "alarm");
	}
	*ret_n = n;
	return c;
}

/* A symbol, or words of both languages. */
static struct text read_unit(const struct reader *r, const struct yaml *field)
{
	const char *symbol = yaml_str(field, "unit");
	const struct yaml *words = yaml_get(field, "unit");

	if (symbol)
		return (struct text){{symbol, symbol}};
	return words ? both(r, words, field) : (struct text){{"", ""}};
}

static void read_fields(const struct reader *r, const struct yaml *list,
			struct sheet *ret)
{
	size_t n = yaml_count(list);
	struct sheet_field *f = arena_array(r->a, struct sheet_field, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *x = yaml_at(list, i);
		f[i].id = yaml_str(x, "id");
		if (!f[i].id) {
			complain(r, x, "a field needs an id");
			f[i].id = "?";
		}
		f[i].name = both(r, yaml_get(x, "name"), x);
		f[i].unit = read_unit(r, x);
		f[i].from = yaml_str(x, "from");
		f[i].many = truth(x, "many");
		f[i].pair = truth(x, "pair");
		f[i].choices = read_choices(r, yaml_get(x, "choices"),
					    &f[i].n_choices);
	}
	ret->fields = f;
	ret->n_fields = n;
}

static void read_scores(const struct reader *r, const struct yaml *node,
			struct sheet *ret)
{
	const struct yaml *scores = yaml_get(node, "scores");
	const struct yaml *keeps = yaml_get(node, "keeps");
	size_t n = yaml_count(scores), m = yaml_count(keeps);
	struct sheet_score *s = arena_array(r->a, struct sheet_score, n + 1);
	struct sheet_keep *k = arena_array(r->a, struct sheet_keep, m + 1);

	for (size_t i = 0; i < n; i++) {
		s[i].calculator = yaml_str(yaml_at(scores, i), "calculator");
		s[i].code = yaml_str(yaml_at(scores, i), "code");
		if (!s[i].calculator)
			complain(r, scores, "a score needs a calculator");
	}
	for (size_t i = 0; i < m; i++) {
		k[i].item = yaml_str(yaml_at(keeps, i), "item");
		k[i].code = yaml_str(yaml_at(keeps, i), "code");
		if (!k[i].item || !k[i].code)
			complain(r, keeps, "keeps: item and code");
	}
	ret->scores = s;
	ret->n_scores = n;
	ret->keeps = k;
	ret->n_keeps = m;
}

void sheet_read(const struct yaml *node, struct arena *a, struct sheet *ret,
		sheet_problem *problem, void *self)
{
	static const char *const kinds[] = {"visit", "yearly", "scale",
					    "questionnaire"};
	const struct reader r = {a, problem, self};
	const char *kind = yaml_str(node, "sheet");
	const struct yaml *intro = yaml_get(node, "intro");
	int k = 0;

	*ret = (struct sheet){.id = yaml_str(node, "id"),
			      .version = yaml_str(node, "version"),
			      .protocol = yaml_str(node, "protocol"),
			      .intro = {{"", ""}}};
	while (k < 4 && (!kind || strcmp(kind, kinds[k]) != 0))
		k++;
	if (k == 4)
		complain(&r, node,
			 "sheet: visit, yearly, scale or questionnaire");
	ret->kind = (enum sheet_kind)(k == 4 ? 0 : k);
	ret->title = both(&r, yaml_get(node, "title"), node);
	if (intro)
		ret->intro = both(&r, intro, intro);
	ret->choices =
		read_choices(&r, yaml_get(node, "choices"), &ret->n_choices);
	read_fields(&r, yaml_get(node, "fields"), ret);
	read_scores(&r, node, ret);
	if (!ret->n_fields && !ret->n_scores)
		complain(&r, node, "a sheet has fields or scores");
}

static const char *const *names(const struct reader *r, const struct yaml *list,
				size_t *ret_n)
{
	size_t n = yaml_count(list);
	const char **s = arena_array(r->a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		s[i] = yaml_at(list, i)->scalar;
	*ret_n = n;
	return s;
}

void advice_read(const struct yaml *node, struct arena *a, struct advice *ret,
		 sheet_problem *problem, void *self)
{
	const struct reader r = {a, problem, self};

	*ret = (struct advice){.id = yaml_str(node, "id")};
	ret->title = both(&r, yaml_get(node, "title"), node);
	ret->text = both(&r, yaml_get(node, "advise"), node);
	ret->protocols =
		names(&r, yaml_get(node, "protocols"), &ret->n_protocols);
	ret->findings = names(&r, yaml_get(node, "findings"), &ret->n_findings);
	if (!ret->n_protocols && !ret->n_findings)
		complain(&r, node, "advice is for protocols or findings");
}

/* The entries of a kind, by id; id NULL: all. */
static sqlite3_stmt *entries(struct kb *kb, enum entry_kind kind,
			     const char *id, struct err *err)
{
	sqlite3_stmt *s;

	if (!db_prepare(kb_db(kb),
			"SELECT json FROM entry WHERE kind = ?1 AND"
			" (?2 IS NULL OR id = ?2) ORDER BY id",
			&s, err))
		return NULL;
	sqlite3_bind_int(s, 1, (int)kind);
	sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
	return s;
}

static bool next(sqlite3_stmt *s, struct arena *a, struct yaml **ret,
		 struct err *err)
{
	const char *json = arena_strdup(a, db_text(s, 0));

	return yaml_from_json(a, json, strlen(json), "sheet", ret, err);
}

/* "PHQ9" is phq-9. */
static bool same_id(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, "-_ ");
		b += strspn(b, "-_ ");
		if (strncasecmp(a, b, 1) != 0)
			return false;
		if (!*a)
			return true;
	}
}

static bool find_like(struct kb *kb, const char *id, struct arena *a,
		      struct sheet *ret, struct err *err)
{
	struct sheet_vec all = {0};
	bool ok = sheets_list(kb, a, &all, err), found = false;

	for (size_t i = 0; ok && !found && i < all.n; i++)
		if (same_id(id, all.at[i].id)) {
			*ret = all.at[i];
			found = true;
		}
	vec_free(&all);
	return found || (ok && ERR(err, ERR_KB_NO_ENTRY, id));
}

bool sheet_find(struct kb *kb, const char *id, struct arena *a,
		struct sheet *ret, struct err *err)
{
	sqlite3_stmt *s = entries(kb, ENTRY_SHEET, id, err);
	struct yaml *node = NULL;

	if (!s)
		return false;
	bool there = sqlite3_step(s) == SQLITE_ROW;
	bool ok = there && next(s, a, &node, err);
	if (ok && node)
		sheet_read(node, a, ret, NULL, NULL);
	sqlite3_finalize(s);
	return there ? ok : find_like(kb, id, a, ret, err);
}

bool sheets_list(struct kb *kb, struct arena *a, struct sheet_vec *ret,
		 struct err *err)
{
	sqlite3_stmt *s = entries(kb, ENTRY_SHEET, NULL, err);
	struct yaml *node = NULL;
	struct sheet one;
	bool ok = s != NULL;

	while (ok && sqlite3_step(s) == SQLITE_ROW) {
		ok = next(s, a, &node, err);
		if (ok) {
			sheet_read(node, a, &one, NULL, NULL);
			vec_push(ret, one);
		}
	}
	sqlite3_finalize(s);
	return ok;
}

bool advice_list(struct kb *kb, struct arena *a, struct advice_vec *ret,
		 struct err *err)
{
	sqlite3_stmt *s = entries(kb, ENTRY_ADVICE, NULL, err);
	struct yaml *node = NULL;
	struct advice one;
	bool ok = s != NULL;

	while (ok && sqlite3_step(s) == SQLITE_ROW) {
		ok = next(s, a, &node, err);
		if (ok) {
			advice_read(node, a, &one, NULL, NULL);
			vec_push(ret, one);
		}
	}
	sqlite3_finalize(s);
	return ok;
}

const struct sheet_field *sheet_field_find(const struct sheet *s,
					   const char *id)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (strcmp(s->fields[i].id, id) == 0 ||
		    strcmp(s->fields[i].name.in[LANG_ZH], id) == 0 ||
		    strcasecmp(s->fields[i].name.in[LANG_EN], id) == 0)
			return &s->fields[i];
	return NULL;
}

const struct sheet_choice *sheet_choose(const struct sheet_choice *choices,
					size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(choices[i].value, word) == 0 ||
		    strcmp(choices[i].text.in[LANG_ZH], word) == 0 ||
		    strcasecmp(choices[i].text.in[LANG_EN], word) == 0)
			return &choices[i];
	return NULL;
}

/* "无症状", "no symptoms": of them "症状" is no part. */
static bool is_denial(const char *text)
{
	static const char *const words[] = {"无",   "不",   "未",      "no ",
					    "not ", "none", "without "};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strncasecmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

const struct sheet_choice *sheet_choose_part(const struct sheet_choice *choices,
					     size_t n, const char *word)
{
	const struct sheet_choice *found = sheet_choose(choices, n, word);
	size_t len = strlen(word), several = 0;

	/* two characters say enough */
	if (found || len < 6 || (unsigned char)*word < 0x80)
		return found;
	for (size_t i = 0; i < n; i++) {
		const char *text = choices[i].text.in[LANG_ZH];
		size_t all = strlen(text);
		if (all <= len || is_denial(text) ||
		    (strncmp(text, word, len) != 0 &&
		     strcmp(text + all - len, word) != 0))
			continue;
		found = &choices[i];
		several++;
	}
	return several == 1 ? found : NULL;
}
