/* What stands on a form, typed as readings are: "smoke 10/0 足背动脉 触及正常
 * 规律" → smoke=10/0 foot_pulse=1 adherence=1. */
#include "commands/followup/followup.h"

#include <string.h>
#include <strings.h>

static const struct sheet_field *exactly(const struct sheet_vec *sheets,
					 const char *word)
{
	const struct sheet_field *field = NULL;

	for (size_t k = 0; k < sheets->n && !field; k++)
		field = sheet_field_find(&sheets->at[k], word);
	return field;
}

/* Other names that are typed. */
static const struct sheet_field *by_alias(const struct sheet_vec *sheets,
					  const char *word)
{
	static const struct {
		const char *word, *field;
	} names[] = {{"smoking", "smoke"},   {"drinking", "drink"},
		     {"edema", "oedema"},    {"水肿", "oedema"},
		     {"foot", "foot_pulse"}, {"compliance", "adherence"},
		     {"依从性", "adherence"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(word, names[i].word) == 0)
			return exactly(sheets, names[i].field);
	return NULL;
}

/* A field with this word in its name; NULL when there are several. A name
 * that begins with it comes before one that has it within. */
static const struct sheet_field *by_part(const struct sheet_vec *sheets,
					 const char *word)
{
	const struct sheet_field *found[2] = {NULL, NULL};
	bool several[2] = {false, false};

	if (strlen(word) < 4)
		return NULL;
	for (size_t k = 0; k < sheets->n; k++)
		for (size_t i = 0; i < sheets->at[k].n_fields; i++) {
			const struct sheet_field *x = &sheets->at[k].fields[i];
			const char *zh = strstr(x->name.in[LANG_ZH], word);
			const char *en = strstr(x->name.in[LANG_EN], word);
			bool within = !(zh == x->name.in[LANG_ZH] ||
					en == x->name.in[LANG_EN]);
			if ((!zh && !en) || (x->from && *x->from != '@'))
				continue;
			several[within] |=
				found[within] &&
				strcmp(found[within]->id, x->id) != 0;
			found[within] = x;
		}
	if (found[0] && !several[0])
		return found[0];
	return found[0] || several[1] ? NULL : found[1];
}

static bool is_none(const char *word)
{
	static const char *const none[] = {"no", "none", "无", "否", "不"};

	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (strcasecmp(word, none[i]) == 0)
			return true;
	return false;
}

static bool is_counted(const struct sheet_field *field)
{
	return !field->n_choices && field->unit.in[LANG_ZH] &&
	       *field->unit.in[LANG_ZH];
}

static const char *pair(struct followup *f, const struct sheet_field *field,
			const char *value)
{
	if (is_counted(field) && is_none(value))
		value = "0";
	return arena_printf(&f->arena, "%s=%s", field->id, value);
}

/* A choice that only one field has; NULL: none, or several. */
static const char *by_choice(struct followup *f, const struct sheet_vec *sheets,
			     const char *word)
{
	const struct sheet_field *found = NULL;
	const struct sheet_choice *choice = NULL;

	if (strspn(word, "0123456789.,/") == strlen(word))
		return NULL;
	for (size_t k = 0; k < sheets->n; k++)
		for (size_t i = 0; i < sheets->at[k].n_fields; i++) {
			const struct sheet_field *x = &sheets->at[k].fields[i];
			const struct sheet_choice *c =
				sheet_choose(x->choices, x->n_choices, word);
			if (!c)
				continue;
			if (found && strcmp(found->id, x->id) != 0)
				return NULL;
			found = x;
			choice = c;
		}
	return found ? pair(f, found, choice->value) : NULL;
}

/* Words that say a field's value without its name. */
static const char *by_habit(const struct sheet_vec *sheets, const char *word)
{
	static const struct {
		const char *word, *field, *typed;
	} habits[] = {{"不吸烟", "smoke", "smoke=0"},
		      {"不抽烟", "smoke", "smoke=0"},
		      {"nonsmoker", "smoke", "smoke=0"},
		      {"不饮酒", "drink", "drink=0"},
		      {"不喝酒", "drink", "drink=0"},
		      {"服药规律", "adherence", "adherence=1"},
		      {"规律服药", "adherence", "adherence=1"},
		      {"间断服药", "adherence", "adherence=2"},
		      {"无不适", "symptoms", "symptoms=1"},
		      {"无症状", "symptoms", "symptoms=1"}};

	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (strcasecmp(word, habits[i].word) == 0 &&
		    exactly(sheets, habits[i].field))
			return habits[i].typed;
	return NULL;
}

/* A number where one is counted (none of it is 0), else a choice, else any
 * words. */
static bool is_value_of(const struct sheet_field *field, const char *value)
{
	if (!value || strchr(value, '='))
		return false;
	if (!field->n_choices)
		return !is_counted(field) || is_none(value) ||
		       strspn(value, "0123456789") > 0;
	size_t n = strcspn(value, field->many ? ",、" : "/");
	char first[64];
	if (n >= sizeof first)
		return false;
	memcpy(first, value, n);
	first[n] = '\0';
	return sheet_choose_part(field->choices, field->n_choices, first) !=
	       NULL;
}

/* Of what was named, the choices that the field has, as "2,5"; "" none. Those
 * it has are crossed out in `left`. */
static const char *choices_of(struct followup *f,
			      const struct sheet_field *field,
			      const char *const *values, size_t n, bool *left)
{
	const char *kept = "";

	for (size_t i = 0; i < n; i++) {
		const struct sheet_choice *c = sheet_choose_part(
			field->choices, field->n_choices, values[i]);
		if (!c)
			continue;
		left[i] = false;
		kept = *kept ? arena_printf(&f->arena, "%s,%s", kept, c->value)
			     : c->value;
	}
	return kept;
}

/* Forms of several protocols have a field of one name ("症状") with choices of
 * their own: each gets those that it has. False: it is no such field, or a
 * value is none of any. */
static bool push_shared(struct followup *f, const struct sheet_vec *sheets,
			const char *word, const char *next,
			struct string_vec *ret)
{
	enum { MOST = 24 };
	const struct sheet_field *fields[MOST];
	const char *values[MOST];
	bool left[MOST], any = false;
	size_t n = 0, n_values = 0, from = ret->n;

	for (size_t k = 0; k < sheets->n && n < MOST; k++) {
		const struct sheet_field *x =
			sheet_field_find(&sheets->at[k], word);
		bool taken = !x || x->from || !x->n_choices;
		for (size_t i = 0; !taken && i < n; i++)
			taken = strcmp(fields[i]->id, x->id) == 0;
		if (!taken)
			fields[n++] = x;
	}
	for (const char *p = next; n > 1 && *p && n_values < MOST;) {
		size_t end = strcspn(p, ",");
		const char *comma = strstr(p, "、");
		if (comma && (size_t)(comma - p) < end)
			end = (size_t)(comma - p);
		values[n_values] = arena_strndup(&f->arena, p, end);
		left[n_values++] = true;
		p += end + (p[end] == ',' ? 1 : p[end] ? strlen("、") : 0);
	}
	for (size_t i = 0; n_values && i < n; i++) {
		const char *kept =
			choices_of(f, fields[i], values, n_values, left);
		if (*kept)
			vec_push(ret, pair(f, fields[i], kept));
	}
	for (size_t i = 0; i < n_values; i++)
		any |= left[i];
	if (any)
		ret->n = from;
	return n_values && !any;
}

static bool is_other(struct followup *f, const char *word)
{
	const char *second;

	return strchr(word, '=') || followup_is_check(word) ||
	       followup_is_after(word) || strcmp(word, "visit") == 0 ||
	       strcmp(word, "随访") == 0 ||
	       followup_code(f, word, &second) != NULL;
}

/* Whether `value` is a choice of a field that is called `name` in any form and
 * takes several. */
static bool is_further(const struct sheet_vec *sheets, const char *name,
		       const char *value)
{
	for (size_t k = 0; k < sheets->n; k++) {
		const struct sheet_field *x =
			sheet_field_find(&sheets->at[k], name);
		if (x && x->many &&
		    sheet_choose_part(x->choices, x->n_choices, value))
			return true;
	}
	return false;
}

/* "症状 头痛，头晕": the value at i with the further choices behind it, and
 * how many words they are. */
static const char *gather(struct followup *f, const struct sheet_vec *sheets,
			  const char *name, const struct string_vec *w,
			  size_t i, size_t *ret_n)
{
	const char *value = i < w->n ? w->at[i] : NULL;

	*ret_n = 1;
	if (!value || !is_further(sheets, name, value))
		return value;
	while (i + *ret_n < w->n && w->at[i + *ret_n] &&
	       is_further(sheets, name, w->at[i + *ret_n]))
		value = arena_printf(&f->arena, "%s,%s", value,
				     w->at[i + (*ret_n)++]);
	return value;
}

bool followup_field_pairs(struct followup *f, const char *patient, bool check,
			  struct string_vec *ret, struct err *err)
{
	const struct string_vec *w = f->words;
	struct sheet_vec sheets = {0};
	bool ok = followup_sheets(f, patient, check, &sheets, err);

	for (size_t i = 0; ok && i < w->n && w->at[i]; i++) {
		const char *word = w->at[i];
		size_t n_next;
		const char *next = gather(f, &sheets, word, w, i + 1, &n_next);
		const char *typed = NULL;
		bool well = i >= 2 && strcmp(word, "无症状") == 0;
		if (well && push_shared(f, &sheets, "症状", word, ret))
			continue;
		if (i >= 2 && next &&
		    push_shared(f, &sheets, word, next, ret)) {
			i += n_next;
			continue;
		}
		/* a field that the chart does not fill wins over a reading of
		 * that name ("salt") */
		const struct sheet_field *field =
			i < 2 ? NULL : exactly(&sheets, word);
		if (field && field->from)
			field = NULL;
		bool reading = i < 2 || (!field && is_other(f, word));
		if (!reading && !field)
			field = by_alias(&sheets, word);
		/* named outright: a wrong choice is told with the right ones */
		bool named = field && next && !strchr(next, '=');
		if (!reading && !field)
			field = by_part(&sheets, word);
		if (named || (field && is_value_of(field, next))) {
			vec_push(ret, pair(f, field, next));
			i += n_next;
			continue;
		}
		if (!reading)
			typed = by_habit(&sheets, word);
		if (!reading && !typed)
			typed = by_choice(f, &sheets, word);
		vec_push(ret, typed ? typed : word);
		/* a reading and its value */
		if (reading && i >= 2 && next && strpbrk(next, "0123456789") &&
		    !strchr(word, '=') && !followup_is_after(word))
			vec_push(ret, w->at[++i]);
	}
	vec_free(&sheets);
	return ok;
}
