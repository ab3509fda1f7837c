#include "commands/interpret-report/identity.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/scan.h"

#include <math.h>
#include <string.h>

struct identity identity_none(void)
{
	return (struct identity){.age = {NUM_NONE, NUM_NONE, "y"},
				 .birth = DATE_NONE,
				 .weeks = NUM_NONE,
				 .collected = DATE_NONE,
				 .received = DATE_NONE,
				 .reported = DATE_NONE,
				 .printed = DATE_NONE};
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

const char *identity_trim(struct arena *a, const char *s, size_t n)
{
	while (n && strchr(" \t:|,;", *s))
		s++, n--;
	while (n && strchr(" \t:|,;_", s[n - 1]))
		n--;
	return n ? arena_strndup(a, s, n) : NULL;
}

static enum sex find_sex(struct kb *kb, const char *s, struct arena *a)
{
	struct view v = view_make(kb, s, strlen(s), a);
	const struct word *w;

	for (size_t i = 0; i < v.n; i += char_size(s + i, v.n - i)) {
		if (view_word(&v, i, v.n, "sex", &w))
			return strcmp(w->means, "M") == 0 ? SEX_MALE
							  : SEX_FEMALE;
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
		const char *text = identity_trim(a, s + i, n);
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

/* "29岁 孕32周": the week of pregnancy beside age or sex. */
static void note_weeks(const char *value, struct identity *id)
{
	struct patient p = {.weeks = NUM_NONE};

	if (isnan(id->weeks) && patient_note_pregnancy(&p, value))
		id->weeks = p.weeks;
}

void identity_value(struct kb *kb, const char *label, const char *value,
		    struct arena *a, struct identity *id)
{
	struct age age;
	bool both =
		strcmp(label, "agesex") == 0 || strcmp(label, "sexage") == 0;

	if (!value)
		return;
	if (strcmp(label, "name") == 0 && !id->name) {
		const char *open = strchr(value, '(');
		id->name = value;
		if (open && is_digit(open[1])) /* RAJ (45Y/M) */
			both = true, value = open + 1;
	} else if (strcmp(label, "id") == 0 && !id->id)
		id->id = value;
	if ((strcmp(label, "sex") == 0 || both) && !id->sex)
		id->sex = find_sex(kb, value, a);
	if ((strcmp(label, "age") == 0 || both) && isnan(id->age.days) &&
	    find_age(value, a, &age))
		id->age = age;
	if (strcmp(label, "age") == 0 && !id->sex && strchr(value, '/'))
		id->sex = find_sex(kb, strchr(value, '/'), a);
	if (both || strcmp(label, "age") == 0 || strcmp(label, "sex") == 0)
		note_weeks(value, id);
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
