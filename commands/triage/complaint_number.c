/* Numbers in a complaint: durations, ages, and measurements. */
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

static bool starts(const char *s, const char *word)
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
		if (n > best && starts(s, units[i].word) &&
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
	return digits && starts(s + n + digits, "次");
}

/* The words just before s[at], at most 24 bytes, not across punctuation. */
static bool after_word(const struct reading *r, size_t at,
		       const char *const *words)
{
	char window[32];
	size_t from = at > 28 ? at - 28 : 0;

	while (from < at && ((unsigned char)r->s[from] & 0xC0) == 0x80)
		from++;
	for (size_t i = from; i < at; i++)
		if (isdigit((unsigned char)r->s[i]) ||
		    strncmp(r->s + i, "，", 3) == 0 || r->s[i] == ',' ||
		    strncmp(r->s + i, "。", 3) == 0)
			from = i + (isdigit((unsigned char)r->s[i]) ||
						    r->s[i] == ','
					    ? 1
					    : 3);
	if (from >= at)
		return false;
	memcpy(window, r->s + from, at - from);
	window[at - from] = '\0';
	for (; *words; words++)
		if (strcasestr(window, *words))
			return true;
	return false;
}

static bool note(double *field, double x, double low, double high)
{
	if (x < low || x > high)
		return false;
	*field = x;
	return true;
}

static bool note_temp(struct vitals *v, double x, bool fahrenheit)
{
	if (fahrenheit || (x >= 93 && x <= 110))
		x = (x - 32) / 1.8;
	if (x < 30 || x > 44)
		return false;
	if (isnan(v->temp) || x > v->temp) /* a masked fever is one */
		v->temp = x;
	return true;
}

static bool note_pressure(struct vitals *v, double sbp, double dbp)
{
	if (sbp < 40 || sbp > 300 || dbp < 20 || dbp >= sbp)
		return false;
	v->sbp = sbp;
	v->dbp = dbp;
	return true;
}

/* 14580: the slash was lost. */
static bool split_pressure(struct vitals *v, double x)
{
	int n, low, high;

	if (!(x > 3000 && x < 1e6))
		return false;
	n = (int)x;
	low = n % (n < 100000 ? 100 : 1000);
	high = n / (n < 100000 ? 100 : 1000);
	return note_pressure(v, high, low);
}

static bool keyed_measure(struct reading *r, size_t at, double x)
{
	static const char *const pressure[] = {"血压", "bp", "blood pressure",
					       NULL};
	static const char *const pulse[] = {"心率",       "心律", "脉搏",
					    "心跳",       "hr",   "pulse",
					    "heart rate", NULL};
	static const char *const oxygen[] = {"血氧", "spo2", "氧饱和", " sat",
					     NULL};
	static const char *const sugar[] = {"血糖", "glucose", "sugar", NULL};
	static const char *const breath[] = {"呼吸", "rr", "resp", NULL};
	static const char *const pain[] = {"疼痛评分", "痛评分", "pain score",
					   "vas",      "nrs",    NULL};
	static const char *const fever[] = {"体温", "发烧", "发热",
					    "烧到", "temp", "fever",
					    "高烧", "低烧", NULL};
	struct vitals *v = &r->out->vitals;

	if (after_word(r, at, pressure) && split_pressure(v, x))
		return true;
	if (after_word(r, at, pulse) && note(&v->hr, x, 20, 300))
		return true;
	if (after_word(r, at, oxygen) && note(&v->spo2, x, 40, 100))
		return true;
	if (after_word(r, at, sugar) &&
	    note(&v->glu, x > 40 ? x / 18.02 : x, 0.5, 60))
		return true;
	if (after_word(r, at, breath) && note(&v->rr, x, 4, 100))
		return true;
	if (after_word(r, at, pain) && note(&v->pain, x, 0, 10))
		return true;
	return after_word(r, at, fever) && note_temp(v, x, false);
}

/* x at s[at, end) as a measurement: by what follows, then by what precedes. */
static size_t measure(struct reading *r, size_t at, size_t end, double x)
{
	static const char *const degrees[] = {"度",     "℃",  "°C", "° C",
					      "摄氏度", "ºC", NULL};
	const char *s = r->s + end, *after = s + strspn(s, " ");
	double y;
	size_t n;

	if (*after == '/' &&
	    (n = num_parse(after + 1, strlen(after + 1), &y))) {
		size_t stop = (size_t)(after - r->s) + 1 + n;
		if (y == 10 && note(&r->out->vitals.pain, x, 0, 10))
			return stop - at;
		if (note_pressure(&r->out->vitals, x, y))
			return stop - at;
	}
	if (starts(after, "out of 10") && note(&r->out->vitals.pain, x, 0, 10))
		return end - at;
	for (int i = 0; degrees[i]; i++)
		if (starts(after, degrees[i]) &&
		    note_temp(&r->out->vitals, x, false))
			return end - at;
	if ((starts(after, "°F") || starts(after, "华氏") ||
	     (*after == 'F' && !isalpha((unsigned char)after[1]))) &&
	    x > 80 && note_temp(&r->out->vitals, x, true))
		return end - at;
	if (keyed_measure(r, at, x))
		return end - at;
	/* "37.5，到了晚上38度": one decimal of a body's temperature */
	if (x >= 35.5 && x < 42.5 && end - at == 4 && x != floor(x) &&
	    note_temp(&r->out->vitals, x, false))
		return end - at;
	return end - at;
}

/* "45岁", "8个月大", "58-year-old", "58M". */
static size_t age_at(const char *s, double x, double *ret_days, int *ret_sex)
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
		    {"day-old", 1}};
	size_t skip = spaces(s);

	*ret_sex = 0;
	for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
		if (starts(s + skip, ages[i].word) &&
		    x * ages[i].days < 45000) {
			*ret_days = x * ages[i].days;
			return skip + strlen(ages[i].word);
		}
	/* 8个月宝宝, 10个月的男孩 */
	static const char *const young[] = {"宝", "婴", "孩", "男", "女", "小"};
	size_t unit = starts(s, "个月") ? 6 : 0;
	size_t of = unit + (unit && starts(s + unit, "的") ? 3 : 0);
	for (size_t i = 0; unit && i < sizeof young / sizeof *young; i++)
		if (starts(s + of, young[i])) {
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
static size_t bare_months(const struct reading *r, size_t at, size_t unit_from,
			  double x)
{
	static const char *const ends[] = {"，", "。", "、", ",", " ", NULL};
	static const char *const child[] = {"宝宝", "婴儿", "孩子",
					    "女儿", "儿子", "娃",
					    "小孩", "宝贝", NULL};
	static const char *const baby[] = {"奶",   "宝宝", "婴儿", "娃",
					   "囟门", "孩子", "小孩", NULL};
	const char *unit = r->s + unit_from;
	size_t n = starts(unit, "个月") ? strlen("个月") : 0;
	bool closed = n && !unit[n];
	for (size_t i = 0; n && ends[i]; i++)
		closed |= starts(unit + n, ends[i]);
	if (!closed || x > 36)
		return 0;
	for (size_t i = 0; child[i]; i++) {
		size_t w = strlen(child[i]);
		if (at >= w && starts(r->s + at - w, child[i]))
			return n;
	}
	return at == 0 && has_any(r->s, baby) ? n : 0;
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
	size_t age = age_at(s + n, x, &days, &sex);
	if (!age) {
		age = bare_months(r, at, at + n, x);
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
	if (starts(s + more, "多"))
		more += 3;
	if (starts(s + more, "个半"))
		x += 0.5, plus = 6, more += plus;
	size_t unit = unit_at(s + more, &hours);
	if (unit && !often(s + more + unit)) {
		ret->kind = TOKEN_DURATION;
		ret->value = x * hours;
		ret->end = at + more + unit;
		return *ret_token = true, more + unit;
	}
	return digits && !unit ? measure(r, at, at + n, x) : 0;
}
