#include "commands/interpret-report/range_private.h"

#include "base/num.h"

#include <string.h>

static bool set_age(struct who *who, double low_years, double high_years)
{
	who->age_low = low_years * 365.25;
	who->age_high = high_years * 365.25;
	return true;
}

/* Notes a word of class range into who. False: it says nothing of whom. */
bool range_note_who(struct who *who, const char *means)
{
	if (strcmp(means, "male") == 0)
		who->sex = SEX_MALE;
	else if (strcmp(means, "female") == 0)
		who->sex = SEX_FEMALE;
	else if (strcmp(means, "man") == 0 || strcmp(means, "woman") == 0) {
		who->sex = *means == 'm' ? SEX_MALE : SEX_FEMALE;
		who->grown = true;
	} else if (strcmp(means, "adult") == 0)
		set_age(who, 18, NUM_NONE);
	else if (strcmp(means, "child") == 0)
		set_age(who, NUM_NONE, 18);
	else if (strcmp(means, "newborn") == 0)
		set_age(who, NUM_NONE, 28 / 365.25);
	else if (strcmp(means, "pregnant") == 0)
		who->pregnant = true;
	else if (strcmp(means, "phase") == 0 || strcmp(means, "grade") == 0)
		who->special = true;
	else
		return false;
	who->given = true;
	return true;
}

/* Days in the age unit at s (岁, yrs, 个月, d …); *ret_n its bytes. */
double range_age_unit(const char *s, size_t n, size_t *ret_n)
{
	static const struct {
		const char *name;
		double days;
	} units[] = {
		{"\xE5\xB2\x81", 365.25},             /* 岁 */
		{"\xE6\xAD\xB2", 365.25},             /* 歲 */
		{"\xE5\x91\xA8\xE5\xB2\x81", 365.25}, /* 周岁 */
		{"years", 365.25},
		{"year", 365.25},
		{"yrs", 365.25},
		{"yr", 365.25},
		{"Years", 365.25},
		{"Yrs", 365.25},
		{"YRS", 365.25},
		{"Year", 365.25},
		{"YEARS", 365.25},
		{"Months", 30.4375},
		{"MONTHS", 30.4375},
		{"Days", 1},
		{"DAYS", 1},
		{"weeks", 7},
		{"Weeks", 7},
		{"\xE5\x91\xA8", 7}, /* 周 */
		{"Y:", 365.25},
		{"y:", 365.25},
		{"\xE4\xB8\xAA\xE6\x9C\x88", 30.4375}, /* 个月 */
		{"\xE6\x9C\x88", 30.4375},             /* 月 */
		{"months", 30.4375},
		{"mths", 30.4375},
		{"\xE5\xA4\xA9", 1},
		{"days", 1},
		{"day", 1},          /* 天 */
		{"\xE6\x97\xA5", 1}, /* 日 */
	};
	size_t space = n && *s == ' ';

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t len = strlen(units[i].name);
		if (n >= space + len &&
		    memcmp(s + space, units[i].name, len) == 0) {
			*ret_n = space + len;
			return units[i].days;
		}
	}
	return NUM_NONE;
}

bool range_leads_age(const char *s, size_t n, size_t *ret_n)
{
	double days = range_age_unit(s, n, ret_n);

	return days == days; /* no NaN */
}

const char *range_comparator(const struct word *w)
{
	static const struct {
		const char *means, *sign;
	} words[] = {{"less", "<"},
		     {"greater", ">"},
		     {"upto", "<="},
		     {"from", ">="}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(w->means, words[i].means) == 0)
			return words[i].sign;
	return NULL;
}

char range_suffix(const char *s, size_t n, size_t *ret_n)
{
	static const struct {
		const char *word;
		char direction;
	} words[] = {{"以下", '<'}, {"以内", '<'}, {"以上", '>'}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i].word);
		if (n >= len && memcmp(s, words[i].word, len) == 0) {
			*ret_n = len;
			return words[i].direction;
		}
	}
	*ret_n = 0;
	return 0;
}

bool range_read_grades(struct reading *r)
{
	const char *s = r->v.s + r->i;
	size_t left = r->v.n - r->i;
	struct entry e = {.who = {.age_low = NUM_NONE,
				  .age_high = NUM_NONE,
				  .ordinal = NUM_NONE}};

	if (!left || scan_grade_range(s, left, &e.low, &e.high) != left)
		return false;
	r->entry[r->n++] = e;
	return true;
}
