/* What may be taken at most: "max 4 g/day", 每日不超过4次. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static size_t skip(const char *s, size_t n, const char *set)
{
	size_t i = 0;

	while (i < n && strchr(set, s[i]))
		i++;
	return i;
}

static bool is_word_end(const char *s, size_t n, size_t m)
{
	return !isalpha((unsigned char)s[m - 1]) || m >= n ||
	       !isalnum((unsigned char)s[m]);
}

/* "/day", "in 24 hours", 每日: bytes, 0 none. */
static size_t read_a_day(const char *s, size_t n)
{
	static const char *const words[] = {"/day",
					    "/24hours",
					    "/24 hours",
					    "/24hrs",
					    "/24hr",
					    "/24 h",
					    "/24h",
					    "/d",
					    "/日",
					    "/天",
					    "per day",
					    "per 24 hours",
					    "per 24 hrs",
					    "per 24hr",
					    "per 24h",
					    "a day",
					    "daily",
					    "each day",
					    "in 24 hours",
					    "in 24 hrs",
					    "in 24hrs",
					    "in 24hr",
					    "in 24h",
					    "in 24 h",
					    "in a day",
					    "within 24 hours",
					    "in any 24 hours",
					    "every 24 hours",
					    "每日",
					    "每天",
					    "一日",
					    "日",
					    "天",
					    NULL};
	size_t gap = skip(s, n, " ");
	size_t m = reading_starts(s + gap, n - gap, words);

	return m && is_word_end(s + gap, n - gap, m) ? gap + m : 0;
}

/* "max", 每日不超过: bytes; *daily: of a day. */
static size_t limit_word(const char *s, size_t n, bool *daily)
{
	static const char *const days[] = {
		"每24小时内", "每24小时", "24小时内", "24小时",
		"24h内",      "24h",      "每日",     "每天",
		"一日",       "一天",     "日",       "成人每日",
		"1日",        "1天",      "单日",     NULL};
	static const char *const words[] = {"maximum daily dose",
					    "max daily dose",
					    "daily maximum",
					    "daily max",
					    "maximum dose",
					    "max dose",
					    "maximum",
					    "max.",
					    "max",
					    "not to exceed",
					    "not exceeding",
					    "do not exceed",
					    "don't exceed",
					    "do not take more than",
					    "no more than",
					    "not more than",
					    "nte",
					    "up to a maximum of",
					    "up to a max of",
					    "最大日剂量",
					    "日最大剂量",
					    "日最大量",
					    "最大剂量",
					    "最大量",
					    "最大",
					    "总量不超过",
					    "最多不超过",
					    "最多",
					    "不超过",
					    "不得超过",
					    "不可超过",
					    "勿超过",
					    "不能超过",
					    "极量",
					    "不多于",
					    "≤",
					    "<=",
					    NULL};
	static const char *const of_day[] = {"daily", "日最大", "最大日", NULL};
	size_t at = reading_starts(s, n, days);
	size_t gap = at + skip(s + at, n - at, " ");
	size_t m = reading_starts(s + gap, n - gap, words);

	if (!m || !is_word_end(s + gap, n - gap, m))
		return 0;
	*daily = at > 0;
	for (int i = 0; of_day[i]; i++)
		*daily |= memmem(s + gap, m, of_day[i], strlen(of_day[i])) !=
			  NULL;
	return gap + m;
}

size_t reading_limit(struct reading *r)
{
	static const char *const marks[] = {" ",  ":",    "=",    "of ",  "为",
					    "是", "每日", "每天", "一日", NULL};
	static const char *const times[] = {
		"次", " times", "times", " doses", "doses", "x", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, more;
	struct quantity q;
	bool daily;
	double high;

	size_t at = limit_word(s, left, &daily);
	if (!at)
		return 0;
	while ((m = reading_starts(s + at, left - at, marks))) {
		daily |= m >= 6;
		at += m;
	}
	m = quantity_read(s + at, left - at, &q, &high);
	if (!m)
		return at;
	at += m;
	if (!q.unit && (m = reading_starts(s + at, left - at, times))) {
		at += m;
		more = read_a_day(s + at, left - at);
		/* "必要时, 每日不超过4次" says how often */
		if ((daily || more) && q.value > 0 && q.value <= 24 &&
		    (isnan(r->o->per_day) || r->o->per_day > q.value))
			r->o->per_day = q.value;
		return at + more;
	}
	more = read_a_day(s + at, left - at);
	if (q.unit && (daily || more))
		r->o->most = q;
	return at + more;
}

/* "每21天为一周期", "28天1疗程": the plan, not how often. Bytes, 0 none. */
size_t reading_cycle(struct reading *r)
{
	static const char *const stools[] = {"调至大便", "保持大便", "大便",
					     "排便", NULL};
	struct order scratch = order_blank();
	size_t stool = reading_starts(r->s + r->at, r->n - r->at, stools);

	/* the aim: 调至大便1-2次/日 */
	if (stool)
		return stool + frequency_read(r->s + r->at + stool,
					      r->n - r->at - stool, &scratch,
					      r->a);

	static const char *const each[] = {"每", "q", NULL};
	static const char *const spans[] = {"天",   "日", "周",
					    "个月", "d",  NULL};
	static const char *const is[] = {"为", "是", " ", NULL};
	static const char *const cycles[] = {"个周期", "周期", "个疗程", "疗程",
					     NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = reading_starts(s, left, each), m;
	double n;

	if (!(m = amount_read(s + i, left - i, &n)))
		return 0;
	i += m;
	if (!(m = reading_starts(s + i, left - i, spans)))
		return 0;
	i += m;
	while ((m = reading_starts(s + i, left - i, is)))
		i += m;
	i += amount_read(s + i, left - i, &n);
	m = reading_starts(s + i, left - i, cycles);
	/* "一个月为一疗程" is how long */
	bool course = m && !reading_starts(s, left, each) &&
		      memmem(s + i, m, "疗程", 6);
	return m && !course ? i + m : 0;
}
