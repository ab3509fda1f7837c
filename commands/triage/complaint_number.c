/* Numbers in a complaint: durations, amounts, and what they are left to. */
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <string.h>

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
	{"小時", 1},
	{"個小時", 1},
	{"鐘頭", 1},
	{"個鐘頭", 1},
	{"分鐘", 1 / 60.0},
	{"週", 168},
	{"個星期", 168},
	{"禮拜", 168},
	{"個禮拜", 168},
	{"個月", 730.5},
	{"個多月", 900},
	{"月餘", 800},
	{"月余", 800},
	{"周余", 175},
	{"天余", 24},
	{"余天", 24},
	{"余年", 8766},
	{"个来月", 900},
	{"拉月", 730.5},
	{"拉个月", 730.5},
	{"来天", 24},
	{"多天", 24},
	{"个多星期", 200},
	{"个多礼拜", 200},
	{"周多", 190},
	{"来年", 8766},
	{"刻钟", 0.25},
	{"时辰", 2},
	{"个时辰", 2},
	{"晚上", 24},
	{"宿", 24},
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
	{"nights", 24},
	{"fortnight", 336},
	{"wk", 168},
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
	size_t n = spaces(s), digits = text_number(s + n, &x);

	return digits && text_starts(s + n + digits, "次");
}

/* The 半 of 一年半, not that of "两天半夜" or "三天半边脸". */
static bool half_follows(const char *s)
{
	static const char *const others[] = {"夜", "边", "身", "个", "天",
					     "年", "月", "小", "路", "条"};

	if (!text_starts(s, "半"))
		return false;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (text_starts(s + strlen("半"), others[i]))
			return false;
	return true;
}

/* Heights and handfuls: what phrases ask of a number. */
static bool amount(const char *s, double x, struct complaint_token *ret)
{
	static const struct {
		const char *word;
		double each, least;
		enum phrase_measure measure;
	} list[] = {{"米", 1, 2, MEASURE_HEIGHT},
		    {"层", 3, 6, MEASURE_HEIGHT},
		    {"楼", 3, 6, MEASURE_HEIGHT},
		    {"metres", 1, 2, MEASURE_HEIGHT},
		    {"meters", 1, 2, MEASURE_HEIGHT},
		    {"feet", 0.3048, 1.8, MEASURE_HEIGHT},
		    {"ft", 0.3048, 1.8, MEASURE_HEIGHT},
		    {"foot", 0.3048, 1.8, MEASURE_HEIGHT},
		    {"storey", 3, 6, MEASURE_HEIGHT},
		    {"floors", 3, 3, MEASURE_HEIGHT},
		    {"片", 1, 8, MEASURE_MANY},
		    {"粒", 1, 8, MEASURE_MANY},
		    {"颗药", 1, 8, MEASURE_MANY},
		    {"tablets", 1, 8, MEASURE_MANY},
		    {"pills", 1, 8, MEASURE_MANY},
		    {"capsules", 1, 8, MEASURE_MANY}};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (text_starts(s, list[i].word) &&
		    x * list[i].each >= list[i].least) {
			ret->kind = TOKEN_AMOUNT;
			ret->id = (int)list[i].measure;
			ret->end += strlen(list[i].word);
			return true;
		}
	return false;
}

/* "30 paracetamol", but no dose in milligrams. */
static bool counts_things(const char *s, double x)
{
	static const char *const doses[] = {"mg", "g ", "ml",    "mcg",
					    "毫", "克", "units", "iu"};

	for (size_t i = 0; i < sizeof doses / sizeof *doses; i++)
		if (text_starts(s, doses[i]))
			return false;
	return x >= 8 && x <= 500 && isalpha((unsigned char)*s);
}

size_t complaint_number(struct reading *r, size_t at,
			struct complaint_token *ret, bool *ret_token)
{
	const char *s = r->s + at;
	bool word = isalpha((unsigned char)*s);
	double x, hours = 0;
	size_t n = text_number(s, &x);

	if (!n)
		return 0;
	*ret = (struct complaint_token){.start = at, .evidence = -1};
	if (complaint_age(r, at, at + n, x, ret) ||
	    complaint_told_age(r, at, at + n, x, ret))
		return *ret_token = true, ret->end - at;
	size_t clock = complaint_clock(r, at, at + n, x, &hours);
	if (clock) {
		ret->kind = TOKEN_DURATION;
		ret->value = hours;
		ret->end = at + n + clock;
		return *ret_token = true, n + clock;
	}
	size_t more = n + (s[n] == '+'); /* 3+天 */
	more += spaces(s + more);
	if (text_starts(s + more, "多"))
		more += 3;
	if (text_starts(s + more, "个半"))
		x += 0.5, more += 6;
	size_t unit = unit_at(s + more, &hours);
	if (unit && !often(s + more + unit)) {
		/* 一年半, 一天半: and a half */
		bool half = hours >= 24 && half_follows(s + more + unit);
		ret->kind = TOKEN_DURATION;
		ret->value = (x + (half ? 0.5 : 0)) * hours;
		ret->weeks = hours == 168;
		more += half ? strlen("半") : 0;
		ret->end = at + more + unit;
		return *ret_token = true, more + unit;
	}
	ret->end = at + more;
	if (amount(s + more, x, ret))
		return *ret_token = true, ret->end - at;
	bool digits = isdigit((unsigned char)*s) || (unsigned char)*s == 0xEF;
	if (word || unit)
		return 0;
	if (!digits)
		return complaint_said_measure(r, at, at + n, x);
	if (counts_things(s + more, x)) {
		ret->kind = TOKEN_AMOUNT;
		ret->id = MEASURE_MANY;
		ret->end = at + n;
		*ret_token = true;
	}
	return complaint_measure(r, at, at + n, x);
}
