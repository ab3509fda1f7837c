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
	return sheet_choose(field->choices, field->n_choices, first) != NULL;
}

static bool is_other(struct followup *f, const char *word)
{
	const char *second;

	return strchr(word, '=') || followup_is_check(word) ||
	       followup_is_after(word) || strcmp(word, "visit") == 0 ||
	       strcmp(word, "随访") == 0 ||
	       followup_code(f, word, &second) != NULL;
}

bool followup_field_pairs(struct followup *f, const char *patient, bool check,
			  struct string_vec *ret, struct err *err)
{
	const struct string_vec *w = f->words;
	struct sheet_vec sheets = {0};
	bool ok = followup_sheets(f, patient, check, &sheets, err);

	for (size_t i = 0; ok && i < w->n; i++) {
		const char *word = w->at[i];
		const char *next = i + 1 < w->n ? w->at[i + 1] : NULL;
		const char *typed = NULL;
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
			i++;
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
