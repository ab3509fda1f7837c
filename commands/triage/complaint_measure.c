/* A number as a measurement: by what follows it, then by what precedes it. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* Does the word stand in the window, a Latin one as a whole word? */
static bool window_has(const char *window, const char *word)
{
	const char *p = text_find(window, word);

	while (p && isalpha((unsigned char)*word)) {
		bool before = p > window && isalpha((unsigned char)p[-1]);
		const char *end = p + strlen(word);
		if (!before && !isalpha((unsigned char)*end))
			return true;
		p = text_find(p + 1, word);
	}
	return p != NULL;
}

/* Where the window begins anew: after a number, a comma, the end of a
 * sentence; the 2 of SpO2 is no number. */
static size_t window_break(const struct reading *r, size_t i)
{
	const char *s = r->s + i;

	if (isdigit((unsigned char)*s))
		return i > 0 && isalpha((unsigned char)s[-1]) ? 0 : 1;
	if (*s == ',' || *s == ';' || *s == '\n' || (*s == '.' && s[1] == ' '))
		return 1;
	return strncmp(s, "，", 3) == 0 || strncmp(s, "。", 3) == 0 ||
			       strncmp(s, "；", 3) == 0
		       ? 3
		       : 0;
}

/* The words just before s[at], at most 28 bytes, not across punctuation. */
static bool after_word(const struct reading *r, size_t at,
		       const char *const *words)
{
	char window[32];
	size_t from = at > 28 ? at - 28 : 0;

	while (from < at && (((unsigned char)r->s[from] & 0xC0) == 0x80 ||
			     (from > 0 && isalpha((unsigned char)r->s[from]) &&
			      isalpha((unsigned char)r->s[from - 1]))))
		from++;
	for (size_t i = from; i < at; i++) {
		size_t n = window_break(r, i);
		if (n)
			from = i + n;
	}
	if (from >= at)
		return false;
	memcpy(window, r->s + from, at - from);
	window[at - from] = '\0';
	for (; *words; words++)
		if (window_has(window, *words))
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

/* One capital just before the number. */
static bool lettered(struct reading *r, size_t at, double x)
{
	struct vitals *v = &r->out->vitals;
	size_t i = at;

	while (i > 0 && (r->s[i - 1] == ' ' || r->s[i - 1] == ':'))
		i--;
	if (i == 0 || (i > 1 && isalnum((unsigned char)r->s[i - 2])))
		return false;
	switch (r->s[i - 1]) {
	case 'T':
		return note_temp(v, x, false);
	case 'P':
		return note(&v->hr, x, 20, 300);
	case 'R':
		return note(&v->rr, x, 4, 100);
	default:
		return false;
	}
}

static bool keyed_measure(struct reading *r, size_t at, double x)
{
	static const char *const pressure[] = {"血压", "bp", "blood pressure",
					       NULL};
	static const char *const pulse[] = {
		"心率",          "心律",       "脉搏",
		"心跳",          "hr",         "pulse",
		"hrs",           "heart rate", "数了一下",
		"数了下",        "一分钟",     "每分钟",
		"heart going",   "heart at",   "heart is going",
		"heart beating", NULL};
	static const char *const oxygen[] = {"血氧",   "spo2",   "氧饱和",
					     "sat",    "sats",   "saturation",
					     "o2 sat", "oxygen", NULL};
	static const char *const sugar[] = {"血糖", "glucose", "sugar", NULL};
	static const char *const breath[] = {"呼吸",         "rr",
					     "resp",         "resps",
					     "respirations", "respiratory rate",
					     "breaths",      NULL};
	static const char *const pain[] = {"疼痛评分", "痛评分", "pain score",
					   "vas",      "nrs",    NULL};
	static const char *const fever[] = {
		"体温", "发烧", "发热",        "烧到",  "temp", "fever",
		"高烧", "低烧", "temperature", "temps", NULL};
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
	if (after_word(r, at, fever) && note_temp(v, x, false))
		return true;
	/* "T 38.1, P 98, R 20" of a written record */
	return lettered(r, at, x);
}

/* "180次/分", "140 bpm": of the heart, unless breaths are counted. */
static bool counts_pulse(const struct reading *r, size_t at, const char *after)
{
	static const char *const units[] = {"bpm",    "beats",  "次/分",
					    "次每分", "次／分", "下每分",
					    "次一分", "下一分", NULL};
	static const char *const breaths[] = {"呼吸", "喘",   "rr",
					      "resp", "brea", NULL};

	for (int i = 0; units[i]; i++)
		if (text_starts(after, units[i]))
			return !after_word(r, at, breaths);
	return false;
}

/* x at s[at, end) as a measurement: by what follows, then by what precedes. */
size_t complaint_measure(struct reading *r, size_t at, size_t end, double x)
{
	static const char *const degrees[] = {"度",     "℃",  "°C", "° C",
					      "摄氏度", "ºC", NULL};
	const char *s = r->s + end, *after = s + strspn(s, " ");
	double y;
	size_t n;

	size_t slash = *after == '/' ? 1 : text_starts(after, "／") ? 3 : 0;
	if (slash && (n = text_number(after + slash, &y))) {
		size_t stop = (size_t)(after - r->s) + slash + n;
		if (y == 10 && note(&r->out->vitals.pain, x, 0, 10))
			return stop - at;
		if (note_pressure(&r->out->vitals, x, y))
			return stop - at;
	}
	if (counts_pulse(r, at, after) && note(&r->out->vitals.hr, x, 20, 300))
		return end - at;
	if (text_starts(after, "out of 10") &&
	    note(&r->out->vitals.pain, x, 0, 10))
		return end - at;
	for (int i = 0; degrees[i]; i++)
		if (text_starts(after, degrees[i]) &&
		    note_temp(&r->out->vitals, x, false))
			return end - at;
	if ((text_starts(after, "°F") || text_starts(after, "华氏") ||
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
