/* The names of the condition language: taken apart, looked up, and read back
 * as the compiler resolved them. */
#include "kb/fact.h"

#include "base/num.h"
#include "kb/private.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	enum attribute attribute;
} attributes[] = {
	{"low", ATTR_LOW},
	{"high", ATTR_HIGH},
	{"value", ATTR_NUMBER},
	{"crit_low", ATTR_CRIT_LOW},
	{"crit_high", ATTR_CRIT_HIGH},
	{"prev", ATTR_PREV},
	{"prev_days", ATTR_PREV_DAYS},
	{"days_since", ATTR_DAYS_SINCE},
};

static const struct {
	const char *text;
	enum attribute attribute;
} patient_names[] = {
	{"AGE", ATTR_AGE},         {"AGE_D", ATTR_AGE_D},
	{"SEX", ATTR_SEX},         {"PREGNANT", ATTR_PREGNANT},
	{"GA", ATTR_GA},           {"WEIGHT", ATTR_WEIGHT},
	{"SETTING", ATTR_SETTING}, {"DX", ATTR_CONTEXT},
	{"ON", ATTR_CONTEXT},      {"LACTATING", ATTR_LACTATING},
	{"SEX_F", ATTR_SEX_F},     {"SEX_M", ATTR_SEX_M},
	{"CRCL", ATTR_CRCL},       {"CHILD_PUGH", ATTR_CHILD_PUGH},
};

static const char *const triage_numbers[TRIAGE_NUMBERS] = {
	"RR",    "SPO2", "GCS",   "ACVPU",        "PAIN",   "O2",  "NEWS2",
	"QSOFA", "PEWS", "MEOWS", "POSTPARTUM_D", "BEFAST", "LKW", "CRT"};

const char *triage_number_name(enum triage_number i)
{
	return triage_numbers[i];
}

/* "S.x", "S.x.hours": which aspect, and in `code` the x. */
static bool split_symptom(const char *text, char *code, size_t size,
			  double *ret_aspect)
{
	static const char *const aspects[SYMPTOM_ASPECTS] = {
		"", "hours", "severity", "sudden"};
	size_t n = strcspn(text, ".");

	if (n == 0 || n >= size)
		return false;
	memcpy(code, text, n);
	code[n] = '\0';
	for (int i = 0; i < SYMPTOM_ASPECTS; i++)
		if (strcmp(text[n] ? text + n + 1 : "", aspects[i]) == 0) {
			*ret_aspect = i;
			return true;
		}
	return false;
}

/* "max_48h", "mean_7d": ret hours. */
static bool split_window(const char *text, enum attribute *ret_attribute,
			 double *ret_hours)
{
	static const struct {
		const char *prefix;
		enum attribute attribute;
	} windows[] = {{"min_", ATTR_MIN},
		       {"max_", ATTR_MAX},
		       {"mean_", ATTR_MEAN},
		       {"count_", ATTR_COUNT}};

	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
		size_t n = strlen(windows[i].prefix);
		double x;
		if (strncmp(text, windows[i].prefix, n) != 0)
			continue;
		size_t m = num_parse(text + n, strlen(text + n), &x);
		const char *unit = text + n + m;
		if (!m || (strcmp(unit, "h") != 0 && strcmp(unit, "d") != 0))
			return false;
		*ret_attribute = windows[i].attribute;
		*ret_hours = *unit == 'd' ? x * 24 : x;
		return true;
	}
	return false;
}

/* "A.daily_mg": the dose of the drug on side A or B of a drug check. */
static bool split_amount(const char *text, double *ret_argument)
{
	static const char *const names[DRUG_AMOUNTS] = {"daily_mg", "single_mg",
							"daily_g"};

	for (int i = 0; (*text == 'A' || *text == 'B') && text[1] == '.' &&
			i < DRUG_AMOUNTS;
	     i++)
		if (strcmp(text + 2, names[i]) == 0) {
			*ret_argument = (*text - 'A') * DRUG_AMOUNTS + i;
			return true;
		}
	return false;
}

bool name_split(const char *text, char *code, size_t size,
		enum attribute *ret_attribute, double *ret_argument)
{
	size_t n = strcspn(text, ".@");

	*ret_argument = 0;
	if (text[0] == '#') {
		*ret_attribute = ATTR_LITERAL;
		code[0] = '\0';
		return num_parse_all(text + 1, ret_argument);
	}
	if (n == 0 || n >= size)
		return false;
	if (split_amount(text, ret_argument)) {
		*ret_attribute = ATTR_DRUG;
		code[0] = '\0';
		return true;
	}
	if (strncmp(text, "S.", 2) == 0) {
		*ret_attribute = ATTR_SYMPTOM;
		return split_symptom(text + 2, code, size, ret_argument);
	}
	for (int i = 0; i < TRIAGE_NUMBERS; i++)
		if (strcmp(text, triage_numbers[i]) == 0) {
			*ret_attribute = ATTR_TRIAGE;
			*ret_argument = i;
			code[0] = '\0';
			return true;
		}
	memcpy(code, text, n);
	code[n] = '\0';
	for (size_t i = 0; i < sizeof patient_names / sizeof *patient_names;
	     i++)
		if (strcmp(code, patient_names[i].text) == 0) {
			*ret_attribute = patient_names[i].attribute;
			bool dotted = text[n] == '.';
			return dotted == (*ret_attribute == ATTR_CONTEXT ||
					  *ret_attribute == ATTR_SETTING);
		}
	*ret_attribute = ATTR_VALUE;
	if (text[n] != '.')
		return true;
	const char *attribute = text + n + 1;
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (strcmp(attribute, attributes[i].text) == 0) {
			*ret_attribute = attributes[i].attribute;
			return true;
		}
	if (!split_window(attribute, ret_attribute, ret_argument))
		*ret_attribute = ATTR_CUTOFF;
	return true;
}

static int setting_id(const char *word)
{
	static const char *const names[] = {"",         "gp",        "ward",
					    "dialysis", "emergency", "phone"};

	for (int i = 1; i < SETTING_COUNT; i++)
		if (strcmp(word, names[i]) == 0)
			return i;
	return 0;
}

static int context_id(struct kb *kb, const char *code)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_CONTEXT_CODE);

	sqlite3_bind_text(s, 1, code, -1, SQLITE_STATIC);
	int id = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
	sqlite3_reset(s);
	return id;
}

static void load_cutoff(struct kb *kb, struct name *name)
{
	struct cutoff rows[16];
	size_t n = 0;
	sqlite3_stmt *s = kb_query(kb, KB_Q_CUTOFF);

	sqlite3_bind_text(s, 1, name->text, -1, SQLITE_STATIC);
	while (n < 16 && sqlite3_step(s) == SQLITE_ROW) {
		rows[n].unit = kb_text(kb, s, 0);
		rows[n++].value = kb_real(s, 1);
	}
	sqlite3_reset(s);
	struct cutoff *copy = arena_array(&kb->arena, struct cutoff, n);
	memcpy(copy, rows, n * sizeof *rows);
	name->cutoff = copy;
	name->n_cutoff = n;
}

bool name_parse(struct kb *kb, const char *text, struct name *ret)
{
	char code[48];

	*ret = (struct name){.text = text};
	if (!name_split(text, code, sizeof code, &ret->attribute,
			&ret->argument))
		return false;
	if (ret->attribute == ATTR_CONTEXT) {
		ret->argument = context_id(kb, text);
		return ret->argument != 0;
	}
	if (ret->attribute == ATTR_SETTING) {
		ret->argument = setting_id(text + strlen("SETTING."));
		return ret->argument != 0;
	}
	if (ret->attribute == ATTR_SYMPTOM)
		return false; /* only the compiler knows the symptoms by name */
	if (ret->attribute == ATTR_LITERAL || ret->attribute == ATTR_AGE ||
	    ret->attribute == ATTR_AGE_D || ret->attribute == ATTR_SEX ||
	    ret->attribute == ATTR_PREGNANT || ret->attribute == ATTR_GA ||
	    ret->attribute == ATTR_WEIGHT || ret->attribute >= ATTR_LACTATING)
		return true;
	ret->analyte = kb_analyte_by_code(kb, code);
	const char *at = strchr(text, '@');
	ret->unit = at ? at + 1 : NULL;
	if (ret->attribute == ATTR_CUTOFF)
		load_cutoff(kb, ret);
	return ret->analyte && (ret->attribute != ATTR_CUTOFF || ret->n_cutoff);
}

/* The next part of a resolved name; NULL at its end. */
static char *next_part(char **text)
{
	char *part = *text;

	if (!part)
		return NULL;
	*text = strchr(part, '\x1e');
	if (*text)
		*(*text)++ = '\0';
	return part;
}

static void read_cutoff(struct kb *kb, char *parts, struct name *ret)
{
	struct cutoff rows[16];
	char *unit, *value;

	while (ret->n_cutoff < 16 && (unit = next_part(&parts)) &&
	       (value = next_part(&parts))) {
		rows[ret->n_cutoff].unit = unit;
		num_parse_all(value, &rows[ret->n_cutoff++].value);
	}
	struct cutoff *copy =
		arena_array(&kb->arena, struct cutoff, ret->n_cutoff);
	memcpy(copy, rows, ret->n_cutoff * sizeof *rows);
	ret->cutoff = copy;
}

bool name_resolved(struct kb *kb, char *text, struct name *ret)
{
	char code[48], *rest = text;

	*ret = (struct name){.text = next_part(&rest)};
	const char *id = next_part(&rest);
	if (!name_split(ret->text, code, sizeof code, &ret->attribute,
			&ret->argument))
		return false;
	if (ret->attribute == ATTR_CONTEXT)
		ret->argument = id ? atoi(id) : 0;
	else if (ret->attribute == ATTR_SETTING)
		ret->argument = setting_id(ret->text + strlen("SETTING."));
	else if (ret->attribute == ATTR_SYMPTOM)
		ret->argument += (id ? atoi(id) : 0) * SYMPTOM_ASPECTS;
	else if (id && *id != '0')
		ret->analyte = kb_analyte(kb, atoi(id));
	const char *at = strchr(ret->text, '@');
	ret->unit = at ? at + 1 : NULL;
	if (ret->attribute == ATTR_CUTOFF)
		read_cutoff(kb, rest, ret);
	return true;
}
