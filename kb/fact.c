#include "kb/fact.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "kb/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void facts_init(struct facts *f, struct kb *kb, const struct patient *p,
		struct arena *a)
{
	*f = (struct facts){.kb = kb, .patient = p, .arena = a};
	f->latest_n = kb->n_analytes;
	f->latest = mem_alloc(f->latest_n * sizeof *f->latest);
	memset(f->latest, 0xFF, f->latest_n * sizeof *f->latest);
}

void facts_release(struct facts *f)
{
	vec_free(&f->list);
	free(f->latest);
	f->latest = NULL;
}

void facts_add(struct facts *f, const struct fact *fact)
{
	vec_push(&f->list, *fact);
}

/* A result without a time is the present one. */
static int64_t time_of(const struct fact *fact)
{
	return fact->when == DATE_NONE ? INT64_MAX : fact->when;
}

static bool same_number(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static bool contradicts(const struct fact *a, const struct fact *b)
{
	return time_of(a) == time_of(b) &&
	       !(same_number(a->value, b->value) && same_number(a->lo, b->lo) &&
		 same_number(a->hi, b->hi));
}

void facts_settle(struct facts *f)
{
	for (size_t i = 0; i < f->list.n; i++) {
		struct fact *fact = &f->list.at[i];
		int *latest = &f->latest[fact->analyte->id];
		if (*latest == (int)i)
			continue;
		if (*latest < 0) {
			*latest = (int)i;
			continue;
		}
		struct fact *held = &f->list.at[*latest];
		if (held->state == FACT_UNREADABLE &&
		    time_of(fact) >= time_of(held))
			*latest = (int)i;
		else if (fact->state == FACT_PRESENT && contradicts(held, fact))
			held->state = FACT_CONFLICT;
		else if (time_of(fact) > time_of(held))
			*latest = (int)i;
	}
}

const struct fact *facts_latest(const struct facts *f, int analyte_id)
{
	if (analyte_id <= 0 || (size_t)analyte_id >= f->latest_n)
		return NULL;
	int i = f->latest[analyte_id];

	return i < 0 ? NULL : &f->list.at[i];
}

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
};

static const struct {
	const char *text;
	enum attribute attribute;
} patient_names[] = {
	{"AGE", ATTR_AGE},         {"AGE_D", ATTR_AGE_D},
	{"SEX", ATTR_SEX},         {"PREGNANT", ATTR_PREGNANT},
	{"GA", ATTR_GA},           {"WEIGHT", ATTR_WEIGHT},
	{"SETTING", ATTR_SETTING}, {"DX", ATTR_CONTEXT},
	{"ON", ATTR_CONTEXT},
};

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
	if (ret->attribute == ATTR_LITERAL || ret->attribute == ATTR_AGE ||
	    ret->attribute == ATTR_AGE_D || ret->attribute == ATTR_SEX ||
	    ret->attribute == ATTR_PREGNANT || ret->attribute == ATTR_GA ||
	    ret->attribute == ATTR_WEIGHT)
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
	else if (id && *id != '0')
		ret->analyte = kb_analyte(kb, atoi(id));
	const char *at = strchr(ret->text, '@');
	ret->unit = at ? at + 1 : NULL;
	if (ret->attribute == ATTR_CUTOFF)
		read_cutoff(kb, rest, ret);
	return true;
}

/* The cut-off stated in the unit the fact was printed in; else in the
 * canonical one; else the first that converts. In the canonical unit. */
static double cutoff_value(const struct facts *f, const struct name *name)
{
	const struct fact *fact = facts_latest(f, name->analyte->id);
	const char *wanted[] = {fact ? fact->unit : NULL, name->analyte->unit};
	double x;

	for (size_t w = 0; w < 2; w++)
		for (size_t i = 0; wanted[w] && i < name->n_cutoff; i++)
			if (strcmp(name->cutoff[i].unit, wanted[w]) == 0 &&
			    analyte_convert(f->kb, name->analyte,
					    name->cutoff[i].unit,
					    name->cutoff[i].value, &x))
				return x;
	for (size_t i = 0; i < name->n_cutoff; i++)
		if (analyte_convert(f->kb, name->analyte, name->cutoff[i].unit,
				    name->cutoff[i].value, &x))
			return x;
	return name->cutoff[0].value; /* ordinal or titre: no unit */
}

/* Over all readable results of the analyte within the window that ends at
 * the latest. A result without time counts as the latest. */
static double window_value(const struct facts *f, const struct name *name,
			   const struct fact *latest)
{
	double sum = 0, low = INFINITY, high = -INFINITY;
	int n = 0;

	for (size_t i = 0; i < f->list.n; i++) {
		const struct fact *fact = &f->list.at[i];
		if (fact->analyte != name->analyte || isnan(fact->value))
			continue;
		if (fact != latest &&
		    (fact->when == DATE_NONE || latest->when == DATE_NONE ||
		     (double)(latest->when - fact->when) >
			     name->argument * 3600))
			continue;
		sum += fact->value;
		low = fmin(low, fact->value);
		high = fmax(high, fact->value);
		n++;
	}
	if (name->attribute == ATTR_COUNT)
		return n;
	if (!n)
		return NUM_NONE;
	return name->attribute == ATTR_MIN   ? low
	       : name->attribute == ATTR_MAX ? high
					     : sum / n;
}

static const struct fact *previous(const struct facts *f,
				   const struct fact *latest)
{
	const struct fact *best = NULL;

	for (size_t i = 0; i < f->list.n; i++) {
		const struct fact *fact = &f->list.at[i];
		if (fact->analyte == latest->analyte && fact != latest &&
		    time_of(fact) < time_of(latest) && !isnan(fact->value) &&
		    (!best || time_of(fact) > time_of(best)))
			best = fact;
	}
	return best;
}

static double series_value(const struct facts *f, const struct name *name,
			   const struct fact *latest)
{
	if (name->attribute != ATTR_PREV && name->attribute != ATTR_PREV_DAYS)
		return window_value(f, name, latest);
	const struct fact *earlier = previous(f, latest);
	if (!earlier)
		return NUM_NONE;
	if (name->attribute == ATTR_PREV)
		return earlier->value;
	if (latest->when == DATE_NONE || earlier->when == DATE_NONE)
		return NUM_NONE;
	return (double)(latest->when - earlier->when) / DATE_DAY;
}

static double patient_value(const struct facts *f, const struct name *name)
{
	const struct patient *p = f->patient;

	switch (name->attribute) {
	case ATTR_AGE:
		return p->age.days / 365.25;
	case ATTR_AGE_D:
		return p->age.days;
	case ATTR_SEX:
		return p->sex == SEX_UNKNOWN ? NUM_NONE : (double)p->sex;
	case ATTR_PREGNANT:
		/* a man is not pregnant; otherwise only what was said */
		if (p->pregnant == TRI_UNKNOWN)
			return p->sex == SEX_MALE ? 0 : NUM_NONE;
		return p->pregnant == TRI_YES;
	case ATTR_GA:
		return p->weeks;
	case ATTR_WEIGHT:
		return p->weight;
	case ATTR_SETTING:
		if (p->setting == SETTING_UNKNOWN)
			return NUM_NONE;
		return p->setting == (enum setting)name->argument;
	case ATTR_CONTEXT:
		for (size_t i = 0; i < p->context.n; i++)
			if (p->context.at[i] == (int)name->argument)
				return 1;
		return NUM_NONE;
	default:
		return NUM_NONE;
	}
}

/* The limit as a bound that belongs to the critical side, so that conditions
 * can say <= and >= whatever the table prints. */
static double critical_limit(const struct facts *f, const struct name *name)
{
	struct critical limit;

	if (!analyte_critical(f->kb, name->analyte, f->patient, &limit))
		return NUM_NONE;
	if (name->attribute == ATTR_CRIT_LOW)
		return limit.low_inclusive ? limit.low
					   : nextafter(limit.low, -INFINITY);
	return limit.high_inclusive ? limit.high
				    : nextafter(limit.high, INFINITY);
}

static double fact_value(const struct facts *f, const struct name *name,
			 const struct fact *fact)
{
	double x = fact->value;

	switch (name->attribute) {
	case ATTR_VALUE:
		if (fact->state != FACT_PRESENT)
			return NUM_NONE;
		if (name->unit && !isnan(x) &&
		    !analyte_convert_to(f->kb, fact->analyte, x, name->unit,
					&x))
			return NUM_NONE;
		return x;
	case ATTR_NUMBER:
		return fact->state == FACT_PRESENT ? fact->number : NUM_NONE;
	case ATTR_LOW:
		return fact->low;
	case ATTR_HIGH:
		return fact->high;
	default:
		return series_value(f, name, fact);
	}
}

double facts_value(const struct facts *f, const struct name *name,
		   enum fact_state *ret_why, bool *ret_absent)
{
	*ret_why = FACT_PRESENT;
	*ret_absent = false;
	if (name->attribute == ATTR_LITERAL)
		return name->argument;
	if (!name->analyte) {
		double x = patient_value(f, name);
		*ret_absent = isnan(x);
		return x;
	}
	if (name->attribute == ATTR_CUTOFF)
		return cutoff_value(f, name);
	if (name->attribute == ATTR_CRIT_LOW ||
	    name->attribute == ATTR_CRIT_HIGH)
		return critical_limit(f, name);
	const struct fact *fact = facts_latest(f, name->analyte->id);
	if (!fact) {
		*ret_absent = true;
		return NUM_NONE;
	}
	*ret_why = fact->state;
	double x = fact_value(f, name, fact);
	*ret_absent =
		isnan(x) && fact->state == FACT_PRESENT && isnan(fact->lo);
	return x;
}
