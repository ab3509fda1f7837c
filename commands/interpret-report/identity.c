#include "commands/interpret-report/identity.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/scan.h"

#include <math.h>
#include <string.h>

struct identity identity_none(void)
{
	return (struct identity){.age = {NUM_NONE, NUM_NONE, "y"},
				 .birth = DATE_NONE, .weeks = NUM_NONE,
				 .collected = DATE_NONE, .received = DATE_NONE,
				 .reported = DATE_NONE, .printed = DATE_NONE};
}

int64_t identity_when(const struct identity *id)
{
	const int64_t times[] = {id->collected, id->received, id->reported,
				 id->printed};

	for (size_t i = 0; i < 4; i++)
		if (times[i] != DATE_NONE)
			return times[i];
	return DATE_NONE;
}

/* Same name, blanks apart; a masked one (张*) as far as it goes. */
static bool same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == ' ')
			a++;
		while (*b == ' ')
			b++;
		if (*a == '*' || *b == '*')
			return true;
		if (*a != *b)
			return (*a == '\0' || *b == '\0') && *a == *b;
		if (!*a)
			return true;
	}
}

bool identity_same(const struct identity *a, const struct identity *b)
{
	if (a->name && b->name)
		return same_name(a->name, b->name) &&
		       !(a->sex && b->sex && a->sex != b->sex);
	if (a->id && b->id && strcmp(a->id, b->id) == 0)
		return true;
	if (a->sex && b->sex && a->sex != b->sex)
		return false;
	return isnan(a->age.days) || isnan(b->age.days) ||
	       fabs(a->age.days - b->age.days) < 366;
}

void identity_merge(struct identity *a, const struct identity *b)
{
	a->name = a->name ? a->name : b->name;
	a->id = a->id ? a->id : b->id;
	a->sex = a->sex ? a->sex : b->sex;
	if (isnan(a->age.days))
		a->age = b->age;
	if (a->birth == DATE_NONE)
		a->birth = b->birth;
	if (isnan(a->weeks))
		a->weeks = b->weeks;
	a->diagnosis = a->diagnosis ? a->diagnosis : b->diagnosis;
}

static const char *trimmed(struct arena *a, const char *s, size_t n)
{
	while (n && strchr(" \t:|,;", *s))
		s++, n--;
	while (n && strchr(" \t:|,;_", s[n - 1]))
		n--;
	return n ? arena_strndup(a, s, n) : NULL;
}

/* Up to a tab, bar or wide gap. */
static size_t field_size(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == ' ' || s[i] == ':'))
		i++;
	while (i < n && s[i] != '\t' && s[i] != '|' &&
	       !(s[i] == ' ' && i + 1 < n && s[i + 1] == ' '))
		i++;
	return i;
}

static enum sex find_sex(struct kb *kb, const char *s, struct arena *a)
{
	struct view v = view_make(kb, s, strlen(s), a);
	const struct word *w;

	for (size_t i = 0; i < v.n; i += char_size(s + i, v.n - i)) {
		if (view_word(&v, i, v.n, "sex", &w))
			return strcmp(w->means, "M") == 0 ? SEX_MALE : SEX_FEMALE;
		while (is_letter(s[i]) && i + 1 < v.n && is_letter(s[i + 1]))
			i++; /* not inside a word */
	}
	return SEX_UNKNOWN;
}

/* The age at the first digit of s: "45岁", "45 Y/M", "2岁3月", "045Y". */
static bool find_age(const char *s, struct arena *a, struct age *ret)
{
	size_t i = strcspn(s, "0123456789"), n;

	if (!s[i])
		return false;
	n = strcspn(s + i, "/,|;()<>\t");
	const char *slash = s + i + n;
	/* "45 / Y"? no: a date of birth may follow after the slash */
	for (; n > 0; n--) {
		const char *text = trimmed(a, s + i, n);
		if (text && age_parse(text, ret))
			return ret->days > 0 && slash;
		/* drop the last word: "45 Years Male" */
		while (n > 1 && s[i + n - 1] != ' ')
			n--;
	}
	return false;
}

static int64_t find_date(const char *s)
{
	size_t n = strlen(s);
	int64_t when;
	bool time;

	for (size_t i = 0; i < n; i++)
		if ((is_digit(s[i]) || is_letter(s[i])) &&
		    (i == 0 || !(is_digit(s[i - 1]) || is_letter(s[i - 1]))) &&
		    date_parse(s + i, n - i, -1, &when, &time))
			return when;
	return DATE_NONE;
}

static void set_specimen(struct kb *kb, const char *s, struct arena *a,
			 struct identity *id)
{
	struct view v = view_make(kb, s, strlen(s), a);
	const struct word *w;

	id->specimen_text = s;
	id->specimen = NULL;
	for (size_t i = 0; i < v.n; i += char_size(s + i, v.n - i))
		if (view_word(&v, i, v.n, "specimen", &w)) {
			id->specimen = w->means;
			return;
		}
}

static void set_first(int64_t *field, int64_t when)
{
	if (*field == DATE_NONE)
		*field = when;
}

void identity_value(struct kb *kb, const char *label, const char *value,
		    struct arena *a, struct identity *id)
{
	struct age age;
	bool both = strcmp(label, "agesex") == 0 || strcmp(label, "sexage") == 0;

	if (!value)
		return;
	if (strcmp(label, "name") == 0 && !id->name)
		id->name = value;
	else if (strcmp(label, "id") == 0 && !id->id)
		id->id = value;
	if ((strcmp(label, "sex") == 0 || both) && !id->sex)
		id->sex = find_sex(kb, value, a);
	if ((strcmp(label, "age") == 0 || both) && isnan(id->age.days) &&
	    find_age(value, a, &age))
		id->age = age;
	if (strcmp(label, "age") == 0 && !id->sex && strchr(value, '/'))
		id->sex = find_sex(kb, strchr(value, '/'), a);
	if (strcmp(label, "birth") == 0)
		set_first(&id->birth, find_date(value));
	else if (strcmp(label, "specimen") == 0 && !id->specimen_text)
		set_specimen(kb, value, a, id);
	else if (strcmp(label, "diagnosis") == 0 && !id->diagnosis)
		id->diagnosis = value;
	else if (strcmp(label, "panel") == 0)
		id->panel_text = value;
	else if (strcmp(label, "collected") == 0)
		set_first(&id->collected, find_date(value));
	else if (strcmp(label, "received") == 0)
		set_first(&id->received, find_date(value));
	else if (strcmp(label, "reported") == 0)
		set_first(&id->reported, find_date(value));
	else if (strcmp(label, "printed") == 0)
		set_first(&id->printed, find_date(value));
	else if (strcmp(label, "remark") == 0 || strcmp(label, "state") == 0)
		id->remark = value;
	else if (strcmp(label, "pregnancy") == 0)
		num_parse(value, strlen(value), &id->weeks);
}

/* One label found in the line. */
struct field {
	const struct word *label;
	size_t start, value; /* of the label, of what follows it */
	bool colon;
};

enum { FIELDS_MAX = 32 };

/* A label at i: followed by a colon, or set apart by blanks. */
static bool read_field(const struct view *v, size_t i, bool glued,
		       struct field *ret)
{
	size_t n = view_word(v, i, v->n, "label", &ret->label), end = i + n;

	if (!n)
		return false;
	ret->start = i;
	while (end < v->n && strchr(" *_", v->s[end]))
		end++;
	/* "姓名(Name):" */
	if (end < v->n && v->s[end] == '(') {
		const char *close = memchr(v->s + end, ')', v->n - end);
		if (close && close + 1 < v->s + v->n && close[1] == ':')
			end = (size_t)(close + 1 - v->s);
	}
	ret->colon = end < v->n && v->s[end] == ':';
	if (!ret->colon && end < v->n &&
	    (v->s[end] == '-' || v->s[end] == '.') && end > i + n)
		ret->colon = true;
	ret->value = end + ret->colon;
	bool apart = i == 0 || strchr(" \t|([,;*#", v->s[i - 1]) != NULL;
	if (ret->colon)
		return apart || glued;
	return apart && (end > i + n || (glued && n >= 6)) && end < v->n;
}

static int find_fields(const struct view *v, struct field *fields)
{
	int n = 0;

	for (size_t i = 0; i < v->n && n < FIELDS_MAX;) {
		/* inside a field of CJK text the next label may be glued */
		bool cjk = is_cjk_at(v->s + i, v->n - i);
		if (!is_space(v->s[i]) && read_field(v, i, cjk, &fields[n])) {
			i = fields[n].value > i ? fields[n].value : i + 1;
			n++;
			continue;
		}
		i += char_size(v->s + i, v->n - i);
	}
	return n;
}

static bool is_core(const struct word *w)
{
	static const char *const core[] = {"name", "sex", "age", "agesex",
					   "sexage", "department", "bed", "id",
					   "specimen", "sample_id"};

	for (size_t i = 0; i < sizeof core / sizeof *core; i++)
		if (strcmp(w->means, core[i]) == 0)
			return true;
	return false;
}

/* Who and when, at the foot: no results follow on the line. */
static bool is_signature(const struct word *w)
{
	static const char *const foot[] = {"doctor", "collected", "received",
					   "reported", "printed", "contact"};

	for (size_t i = 0; i < sizeof foot / sizeof *foot; i++)
		if (strcmp(w->means, foot[i]) == 0)
			return true;
	return false;
}

static bool starts_line(const struct view *v, const struct field *f)
{
	for (size_t i = 0; i < f->start; i++)
		if (!strchr(" \t|*#[(>-_.", v->s[i]) &&
		    (unsigned char)v->s[i] < 0x80)
			return false;
	return f->start < 12;
}

static enum label_line judge(const struct view *v, const struct field *fields,
			     int n)
{
	int colons = 0, core = 0;

	for (int i = 0; i < n; i++) {
		colons += fields[i].colon;
		core += is_core(fields[i].label);
	}
	if (n == 0)
		return LABELS_NONE;
	bool first = starts_line(v, &fields[0]);
	if (first && strcmp(fields[0].label->means, "remark") == 0 &&
	    fields[0].colon)
		return LABELS_REMARK;
	if ((first && fields[0].colon) || colons >= 2 || (first && core >= 2) ||
	    (first && is_signature(fields[0].label)))
		return LABELS_ONLY;
	return colons ? LABELS_SOME : LABELS_NONE;
}

enum label_line identity_read(const struct view *v, struct arena *a,
			      struct identity *id, bool *ret_opens)
{
	struct field fields[FIELDS_MAX];
	const char *s = v->s;
	size_t n = v->n;

	*ret_opens = false;
	if (n > 1500)
		return LABELS_NONE;
	int count = find_fields(v, fields);
	enum label_line kind = judge(v, fields, count);
	if (kind == LABELS_NONE)
		return kind;
	for (int i = 0; i < count; i++) {
		size_t end = i + 1 < count ? fields[i + 1].start : n;
		size_t at = fields[i].value;
		bool remark = strcmp(fields[i].label->means, "remark") == 0;
		if (!fields[i].colon && kind != LABELS_ONLY)
			continue;
		size_t size = remark ? end - at : field_size(s + at, end - at);
		*ret_opens |= strcmp(fields[i].label->means, "name") == 0;
		identity_value(v->kb, fields[i].label->means,
			       trimmed(a, s + at, size), a, id);
	}
	return kind;
}

int identity_fields(const struct view *v)
{
	struct field fields[FIELDS_MAX];
	int n = v->n > 1500 ? 0 : find_fields(v, fields), colons = 0;

	for (int i = 0; i < n; i++)
		colons += fields[i].colon;
	return colons;
}

const char *identity_label(const struct view *v)
{
	const struct word *w;
	size_t n = v->n;

	while (n && strchr(" \t:", v->s[n - 1]))
		n--;
	if (n == 0 || n > 40)
		return NULL;
	w = view_word_exact(v, 0, n, "label");
	return w ? w->means : NULL;
}
