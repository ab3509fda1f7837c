/* Numbers in a complaint: numerals of both scripts, and durations. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static double numeral(const char *s)
{
	static const struct {
		const char *c;
		double value;
	} list[] = {{"一", 1},  {"二", 2},   {"两", 2}, {"三", 3}, {"四", 4},
		    {"五", 5},  {"六", 6},   {"七", 7}, {"八", 8}, {"九", 9},
		    {"十", 10}, {"半", 0.5}, {"几", 4}};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (strncmp(s, list[i].c, 3) == 0)
			return list[i].value;
	return NUM_NONE;
}

/* 十二, 二十三, 两三 (2.5), 十几 (14), 半. */
static size_t chinese_number(const char *s, double *ret)
{
	size_t n = 0;
	double x = numeral(s), total = 0, last = NUM_NONE;

	while (!isnan(x)) {
		if (x == 10)
			total = (isnan(last) ? 1 : last) * 10, last = 0;
		else if (!isnan(last) && last > 0 && total == 0)
			return *ret = (last + x) / 2, n + 3;
		else
			last = x;
		n += 3;
		x = numeral(s + n);
	}
	*ret = total + (isnan(last) ? 0 : last);
	return n;
}

bool text_starts(const char *s, const char *word)
{
	return strncasecmp(s, word, strlen(word)) == 0;
}

static const struct {
	const char *word;
	double hours;
} units[] = {
	{"小时", 1},
	{"个小时", 1},
	{"钟头", 1},
	{"个钟头", 1},
	{"分钟", 1 / 60.0},
	{"秒", 1 / 3600.0},
	{"天", 24},
	{"日", 24},
	{"周", 168},
	{"星期", 168},
	{"个星期", 168},
	{"礼拜", 168},
	{"个礼拜", 168},
	{"个多月", 900},
	{"个半月", 1080},
	{"个月", 730.5},
	{"月", 730.5},
	{"年", 8766},
	{"hours", 1},
	{"hour", 1},
	{"hrs", 1},
	{"hr", 1},
	{"minutes", 1 / 60.0},
	{"minute", 1 / 60.0},
	{"mins", 1 / 60.0},
	{"min", 1 / 60.0},
	{"days", 24},
	{"day", 24},
	{"weeks", 168},
	{"week", 168},
	{"wks", 168},
	{"months", 730.5},
	{"month", 730.5},
	{"years", 8766},
	{"year", 8766},
	{"yrs", 8766},
	{"yr", 8766},
	{"h", 1},
	{"d", 24},
};

/* Bytes of the unit at s, the longest; *ret hours of one. */
static size_t unit_at(const char *s, double *ret)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i].word);
		bool latin = isalpha((unsigned char)units[i].word[0]);
		if (n > best && text_starts(s, units[i].word) &&
		    !(latin && isalpha((unsigned char)s[n]))) {
			best = n;
			*ret = units[i].hours;
		}
	}
	return best;
}

static size_t spaces(const char *s)
{
	return strspn(s, " -");
}

/* "一天3次", "24小时拉肚子快20次" is how often, not how long. */
static bool often(const char *s)
{
	double x;
	size_t n = spaces(s);
	size_t digits = num_parse(s + n, strlen(s + n), &x);

	if (!digits)
		digits = chinese_number(s + n, &x);
	return digits && text_starts(s + n + digits, "次");
}

size_t complaint_number(struct reading *r, size_t at,
			struct complaint_token *ret, bool *ret_token)
{
	const char *s = r->s + at;
	bool digits = isdigit((unsigned char)*s);
	double x, hours = 0, days = 0;
	size_t n = digits ? num_parse(s, r->n - at, &x) : chinese_number(s, &x);
	int sex;

	if (!n)
		return 0;
	*ret = (struct complaint_token){.start = at, .evidence = -1};
	size_t age = complaint_age(s + n, x, &days, &sex);
	if (!age) {
		age = complaint_bare_months(r, at, at + n, x);
		days = x * 30.4375;
	}
	if (age) {
		ret->kind = TOKEN_AGE;
		ret->value = days;
		ret->id = sex;
		ret->end = at + n + age;
		return *ret_token = true, n + age;
	}
	size_t more = n + strspn(s + n, " "), plus = 0;
	if (text_starts(s + more, "多"))
		more += 3;
	if (text_starts(s + more, "个半"))
		x += 0.5, plus = 6, more += plus;
	size_t unit = unit_at(s + more, &hours);
	if (unit && !often(s + more + unit)) {
		ret->kind = TOKEN_DURATION;
		ret->value = x * hours;
		ret->weeks = hours == 168;
		ret->end = at + more + unit;
		return *ret_token = true, more + unit;
	}
	return digits && !unit ? complaint_measure(r, at, at + n, x) : 0;
}
