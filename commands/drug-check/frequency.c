/* How often and by which way. */
#include "commands/order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

struct word {
	const char *text;
	double per_day; /* NaN: says nothing about how often */
	bool prn, once;
};

/* Longer ones first where one begins with another. */
static const struct word words[] = {
	{"once daily", 1, 0, 0},
	{"twice daily", 2, 0, 0},
	{"three times daily", 3, 0, 0},
	{"four times daily", 4, 0, 0},
	{"three times a day", 3, 0, 0},
	{"four times a day", 4, 0, 0},
	{"twice a day", 2, 0, 0},
	{"once a day", 1, 0, 0},
	{"once weekly", 1.0 / 7, 0, 0},
	{"once a week", 1.0 / 7, 0, 0},
	{"every other day", 0.5, 0, 0},
	{"every day", 1, 0, 0},
	{"daily", 1, 0, 0},
	{"weekly", 1.0 / 7, 0, 0},
	{"nightly", 1, 0, 0},
	{"at night", 1, 0, 0},
	{"at bedtime", 1, 0, 0},
	{"as needed", NUM_NONE, 1, 0},
	{"immediately", NUM_NONE, 0, 1},
	{"stat", NUM_NONE, 0, 1},
	{"prn", NUM_NONE, 1, 0},
	{"sos", NUM_NONE, 1, 0},
	{"qod", 0.5, 0, 0},
	{"qd", 1, 0, 0},
	{"bid", 2, 0, 0},
	{"tid", 3, 0, 0},
	{"qid", 4, 0, 0},
	{"qn", 1, 0, 0},
	{"qm", 1, 0, 0},
	{"qam", 1, 0, 0},
	{"qpm", 1, 0, 0},
	{"q.d.", 1, 0, 0},
	{"b.i.d.", 2, 0, 0},
	{"t.i.d.", 3, 0, 0},
	{"q.i.d.", 4, 0, 0},
	{"od", 1, 0, 0},
	{"bd", 2, 0, 0},
	{"tds", 3, 0, 0},
	{"qds", 4, 0, 0},
	{"biw", 2.0 / 7, 0, 0},
	{"tiw", 3.0 / 7, 0, 0},
	{"hs", 1, 0, 0},
	{"st", NUM_NONE, 0, 1},
	{"隔日一次", 0.5, 0, 0},
	{"隔日1次", 0.5, 0, 0},
	{"隔天一次", 0.5, 0, 0},
	{"隔日", 0.5, 0, 0},
	{"每晚一次", 1, 0, 0},
	{"每晚1次", 1, 0, 0},
	{"每晚", 1, 0, 0},
	{"每早", 1, 0, 0},
	{"每晨", 1, 0, 0},
	{"每天早上", 1, 0, 0},
	{"早晚各一次", 2, 0, 0},
	{"早晚各1次", 2, 0, 0},
	{"早晚", 2, 0, 0},
	{"睡前使用", 1, 0, 0},
	{"睡前", 1, 0, 0},
	{"临睡前", 1, 0, 0},
	{"晚上", 1, 0, 0},
	{"立即使用", NUM_NONE, 0, 1},
	{"立即", NUM_NONE, 0, 1},
	{"即刻", NUM_NONE, 0, 1},
	{"必要时", NUM_NONE, 1, 0},
	{"需要时", NUM_NONE, 1, 0},
	{"疼痛时", NUM_NONE, 1, 0},
	{"发热时", NUM_NONE, 1, 0},
	{"顿服", 1, 0, 0},
};

static bool letter_at(const char *s, size_t n, size_t i)
{
	return i < n && isalpha((unsigned char)s[i]);
}

static void note(struct order *o, double per_day, const char *s, size_t n,
		 struct arena *a)
{
	if (!isnan(per_day))
		o->per_day = per_day;
	o->frequency = o->frequency ? arena_printf(a, "%s %.*s", o->frequency,
						   (int)n, s)
				    : arena_strndup(a, s, n);
}

static size_t prefix(const char *s, size_t n, const char *const *list)
{
	for (int i = 0; list[i]; i++) {
		size_t m = strlen(list[i]);
		if (m <= n && strncasecmp(s, list[i], m) == 0)
			return m;
	}
	return 0;
}

/* q8h, q12h, q2w, qw(1,3), Q6HPRN, every 8 hours. */
static size_t read_q(const char *s, size_t n, double *per_day)
{
	static const char *const every[] = {"every ", NULL};
	double x = 1;
	size_t i = prefix(s, n, every);

	if (!i) {
		if (n < 2 || (s[0] != 'q' && s[0] != 'Q'))
			return 0;
		i = 1;
	}
	size_t m = num_parse(s + i, n - i, &x);
	if (!m && (s[i] == 'x' || s[i] == 'X') && i + 1 < n &&
	    (s[i + 1] == 'h' || s[i + 1] == 'H')) {
		*per_day = NUM_NONE; /* "q x h": the number was not filled in */
		return i + 2;
	}
	if (!m)
		x = 1;
	i += m;
	while (i < n && s[i] == ' ')
		i++;
	if (i >= n || !(x > 0))
		return 0;
	switch (tolower((unsigned char)s[i])) {
	case 'h':
		*per_day = 24 / x;
		break;
	case 'd':
		*per_day = 1 / x;
		break;
	case 'w':
		*per_day = 1 / (7 * x);
		break;
	default:
		return 0;
	}
	i++;
	static const char *const rest[] = {"ours", "our", "ays", "ay",
					   "eeks", "eek", NULL};
	i += prefix(s + i, n - i, rest);
	/* QW(1,3): the days of the week */
	if (i < n && s[i] == '(') {
		size_t k = i + 1, days = 0;
		while (k < n && (isdigit((unsigned char)s[k]) || s[k] == ',')) {
			days += isdigit((unsigned char)s[k]) != 0;
			k++;
		}
		if (k < n && s[k] == ')' && days) {
			*per_day = (double)days / 7;
			i = k + 1;
		}
	}
	return i;
}

/* 每日3次, 一天三次, 每8小时一次, 每周一次, 3次/日, 1次/12小时. */
static size_t read_chinese(const char *s, size_t n, double *per_day)
{
	static const char *const each[] = {"每隔", "每", "一", "1", NULL};
	static const char *const times[] = {"次", NULL};
	static const char *const slash[] = {"/", "每", NULL};
	static const struct {
		const char *word;
		double days;
	} spans[] = {{"小时", 1.0 / 24}, {"h", 1.0 / 24}, {"日", 1},
		     {"天", 1},          {"d", 1},        {"周", 7},
		     {"星期", 7},        {"w", 7},        {"月", 30}};
	double count, length = 1;
	size_t i = amount_read(s, n, &count), m;

	if (i && (m = prefix(s + i, n - i, times))) { /* 3次/日 */
		i += m;
		m = prefix(s + i, n - i, slash);
		if (!m)
			return 0;
		i += m;
		i += amount_read(s + i, n - i, &length);
		for (size_t k = 0; k < sizeof spans / sizeof *spans; k++) {
			m = strlen(spans[k].word);
			if (m <= n - i &&
			    strncasecmp(s + i, spans[k].word, m) == 0) {
				*per_day = count / (length * spans[k].days);
				return i + m;
			}
		}
		return 0;
	}
	i = prefix(s, n, each);
	if (!i)
		return 0;
	size_t had = amount_read(s + i, n - i, &length);
	if (!had)
		length = 1;
	i += had;
	for (size_t k = 0; k < sizeof spans / sizeof *spans; k++) {
		m = strlen(spans[k].word);
		if (spans[k].word[0] & 0x80 ? 0 : 1)
			continue;
		if (m > n - i || strncmp(s + i, spans[k].word, m) != 0)
			continue;
		size_t at = i + m;
		while (at < n && (s[at] == ' ' || s[at] == ','))
			at++;
		size_t num = amount_read(s + at, n - at, &count);
		size_t end =
			num ? prefix(s + at + num, n - at - num, times) : 0;
		if (end) {
			*per_day = count / (length * spans[k].days);
			return at + num + end;
		}
		if (memcmp(s, "每", 3 < n ? 3 : n) == 0) {
			*per_day = 1 / (length * spans[k].days);
			return i + m;
		}
		return 0;
	}
	return 0;
}

size_t frequency_read(const char *s, size_t n, struct order *o, struct arena *a)
{
	double per_day = NUM_NONE;
	size_t len = read_q(s, n, &per_day);

	if (len && letter_at(s, n, len)) {
		static const char *const prn[] = {"prn", "sos", NULL};
		size_t m = prefix(s + len, n - len, prn);
		if (m && !letter_at(s, n, len + m)) {
			o->prn = true;
			len += m;
		} else {
			len = 0;
		}
	}
	if (!len)
		len = read_chinese(s, n, &per_day);
	if (len) {
		note(o, per_day, s, len, a);
		return len;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!n || (words[i].text[0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(words[i].text);
		if (m > n || strncasecmp(s, words[i].text, m) != 0)
			continue;
		bool latin = isalpha((unsigned char)words[i].text[0]);
		if (latin && letter_at(s, n, m))
			continue;
		bool timing = strcasecmp(words[i].text, "hs") == 0 ||
			      strcmp(words[i].text, "睡前") == 0;
		note(o,
		     timing && !isnan(o->per_day) ? NUM_NONE : words[i].per_day,
		     s, m, a);
		o->prn |= words[i].prn;
		o->once |= words[i].once;
		return m;
	}
	return 0;
}

size_t route_read(const char *s, size_t n, const char **ret)
{
	static const struct {
		const char *word, *route;
	} routes[] = {
		{"ivgtt", "iv"},
		{"iv.gtt", "iv"},
		{"iv drip", "iv"},
		{"ivdrip", "iv"},
		{"ivd", "iv"},
		{"iv泵入", "iv"},
		{"ivp", "iv"},
		{"iv", "iv"},
		{"im", "im"},
		{"ih", "sc"},
		{"sc", "sc"},
		{"subcut", "sc"},
		{"po", "oral"},
		{"p.o.", "oral"},
		{"by mouth", "oral"},
		{"orally", "oral"},
		{"oral", "oral"},
		{"sl", "sublingual"},
		{"pr", "rectal"},
		{"pv", "vaginal"},
		{"inh", "inhaled"},
		{"inhaled", "inhaled"},
		{"topical", "topical"},
		{"静脉滴注", "iv"},
		{"静脉注射", "iv"},
		{"静脉推注", "iv"},
		{"静脉泵入", "iv"},
		{"静滴", "iv"},
		{"静推", "iv"},
		{"静注", "iv"},
		{"泵入", "iv"},
		{"肌肉注射", "im"},
		{"肌注", "im"},
		{"皮下注射", "sc"},
		{"皮下", "sc"},
		{"口服", "oral"},
		{"冲服", "oral"},
		{"餐中嚼服", "oral"},
		{"嚼服", "oral"},
		{"吞服", "oral"},
		{"煎服", "oral"},
		{"水煎服", "oral"},
		{"舌下含服", "sublingual"},
		{"舌下", "sublingual"},
		{"含服", "sublingual"},
		{"雾化吸入", "inhaled"},
		{"吸入", "inhaled"},
		{"喷吸", "inhaled"},
		{"雾化", "inhaled"},
		{"外用", "topical"},
		{"外敷", "topical"},
		{"涂抹", "topical"},
		{"外涂", "topical"},
		{"贴敷", "transdermal"},
		{"滴双眼", "eye"},
		{"点眼", "eye"},
		{"滴眼", "eye"},
		{"喷鼻", "nasal"},
		{"滴鼻", "nasal"},
		{"鼻喷", "nasal"},
		{"塞肛", "rectal"},
		{"纳肛", "rectal"},
		{"直肠给药", "rectal"},
		{"塞阴道", "vaginal"},
		{"阴道给药", "vaginal"},
		{"灌肠", "rectal"},
	};

	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (!n || (routes[i].word[0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(routes[i].word);
		if (m > n || strncasecmp(s, routes[i].word, m) != 0)
			continue;
		if (isalpha((unsigned char)routes[i].word[0]) &&
		    letter_at(s, n, m))
			continue;
		*ret = routes[i].route;
		return m;
	}
	return 0;
}
