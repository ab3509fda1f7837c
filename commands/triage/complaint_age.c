/* A number as an age. */
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <string.h>

/* "45岁", "8个月大", "58-year-old", "58M". */
/* "两天大便": 大 belongs to what follows, and no age is told. */
static bool goes_on(const char *word, const char *after)
{
	static const char *const more[] = {"便", "小", "量", "概", "约",
					   "夫", "汗", "出", "腿"};
	size_t n = strlen(word);

	if (n < 3 || strcmp(word + n - 3, "大") != 0)
		return false;
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (text_starts(after, more[i]))
			return true;
	return false;
}

size_t complaint_age(const char *s, double x, double *ret_days, int *ret_sex)
{
	static const struct {
		const char *word;
		double days;
	} ages[] = {{"周岁", 365.25},
		    {"岁", 365.25},
		    {"歲", 365.25},
		    {"个月大", 30.4375},
		    {"月龄", 30.4375},
		    {"天大", 1},
		    {"日龄", 1},
		    {"周大", 7},
		    {"year old", 365.25},
		    {"years old", 365.25},
		    {"year-old", 365.25},
		    {"yo", 365.25},
		    {"y/o", 365.25},
		    {"yr old", 365.25},
		    {"month old", 30.4375},
		    {"months old", 30.4375},
		    {"month-old", 30.4375},
		    {"mo old", 30.4375},
		    {"week old", 7},
		    {"weeks old", 7},
		    {"week-old", 7},
		    {"day old", 1},
		    {"days old", 1},
		    {"day-old", 1},
		    {"多岁", 365.25},
		    {"来岁", 365.25},
		    {"余岁", 365.25},
		    {"几岁", 365.25},
		    {"月大", 30.4375},
		    {"个月的", 30.4375},
		    {"周龄", 7},
		    {"天龄", 1},
		    {"y.o", 365.25},
		    {"yrs old", 365.25},
		    {"yr-old", 365.25},
		    {"yrs-old", 365.25},
		    {"years-old", 365.25},
		    {"wk old", 7},
		    {"wks old", 7},
		    {"wk-old", 7},
		    {"mth old", 30.4375},
		    {"mths old", 30.4375},
		    {"mos old", 30.4375},
		    {"years of age", 365.25},
		    {"months of age", 30.4375},
		    {"weeks of age", 7},
		    {"days of age", 1}};
	size_t skip = strspn(s, " -");

	*ret_sex = 0;
	for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
		if (text_starts(s + skip, ages[i].word) &&
		    x * ages[i].days < 45000 &&
		    !goes_on(ages[i].word, s + skip + strlen(ages[i].word))) {
			*ret_days = x * ages[i].days;
			return skip + strlen(ages[i].word);
		}
	/* 8个月宝宝, 10个月的男孩 */
	static const char *const young[] = {"宝", "婴", "孩", "男", "女", "小"};
	size_t unit = text_starts(s, "个月") ? 6 : 0;
	size_t of = unit + (unit && text_starts(s + unit, "的") ? 3 : 0);
	for (size_t i = 0; unit && i < sizeof young / sizeof *young; i++)
		if (text_starts(s + of, young[i])) {
			*ret_days = x * 30.4375;
			return unit;
		}
	if ((*s == 'M' || *s == 'F') && !isalnum((unsigned char)s[1]) &&
	    x >= 1 && x < 90) {
		*ret_sex = *s == 'F' ? 1 : 2;
		*ret_days = x * 365.25;
		return 1;
	}
	return 0;
}

static bool has_any(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(s, *words))
			return true;
	return false;
}

/* "宝宝2个月，发烧", "8个月 发烧 不吃奶": an age without 大, next to a word for a
 * child or first in a text about a baby; "3个月，腹痛" stays a duration. */
size_t complaint_bare_months(const struct reading *r, size_t at,
			     size_t unit_from, double x)
{
	static const char *const ends[] = {"，", "。", "、", ",", " ", NULL};
	static const char *const child[] = {"宝宝", "婴儿", "孩子",
					    "女儿", "儿子", "娃",
					    "小孩", "宝贝", NULL};
	static const char *const baby[] = {"奶",   "宝宝", "婴儿", "娃",
					   "囟门", "孩子", "小孩", NULL};
	const char *unit = r->s + unit_from;
	size_t n = text_starts(unit, "个月") ? strlen("个月") : 0;
	bool closed = n && !unit[n];
	for (size_t i = 0; n && ends[i]; i++)
		closed |= text_starts(unit + n, ends[i]);
	if (!closed || x > 36)
		return 0;
	for (size_t i = 0; child[i]; i++) {
		size_t w = strlen(child[i]);
		if (at >= w && text_starts(r->s + at - w, child[i]))
			return n;
	}
	return at == 0 && has_any(r->s, baby) ? n : 0;
}
