/* How often, in words; numbers with their spans are in frequency_pattern.c. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum kind {
	TIMES,
	TIMING, /* says when: once a day, unless it is said how often */
	PRN,
	ONCE
};

struct word {
	const char *text;
	double per_day; /* NaN: says nothing about how often */
	enum kind kind;
};

#define WEEK(n) ((n) / 7.0)

/* Longer ones first where one begins with another. */
static const struct word words[] = {
	{"once daily", 1, TIMES},
	{"twice daily", 2, TIMES},
	{"three times daily", 3, TIMES},
	{"four times daily", 4, TIMES},
	{"three times a day", 3, TIMES},
	{"four times a day", 4, TIMES},
	{"twice a day", 2, TIMES},
	{"once a day", 1, TIMES},
	{"once nightly", 1, TIMES},
	{"once weekly", WEEK(1), TIMES},
	{"once a week", WEEK(1), TIMES},
	{"twice weekly", WEEK(2), TIMES},
	{"twice a week", WEEK(2), TIMES},
	{"three times weekly", WEEK(3), TIMES},
	{"three times a week", WEEK(3), TIMES},
	{"every other day", 0.5, TIMES},
	{"every second day", 0.5, TIMES},
	{"on alternate days", 0.5, TIMES},
	{"alternate days", 0.5, TIMES},
	{"every day", 1, TIMES},
	{"every morning", 1, TIMING},
	{"every evening", 1, TIMING},
	{"every night", 1, TIMING},
	{"each morning", 1, TIMING},
	{"each night", 1, TIMING},
	{"daily", 1, TIMES},
	{"weekly", WEEK(1), TIMES},
	{"monthly", 1.0 / 30, TIMES},
	{"nightly", 1, TIMES},
	{"nocte", 1, TIMING},
	{"mane", 1, TIMING},
	{"in the morning", 1, TIMING},
	{"in the evening", 1, TIMING},
	{"at night", 1, TIMING},
	{"at bedtime", 1, TIMING},
	{"before bed", 1, TIMING},
	{"bedtime", 1, TIMING},
	{"before breakfast", 1, TIMING},
	{"after breakfast", 1, TIMING},
	{"with breakfast", 1, TIMING},
	{"ac breakfast", 1, TIMING},
	{"before dinner", 1, TIMING},
	{"after dinner", 1, TIMING},
	{"with dinner", 1, TIMING},
	{"with supper", 1, TIMING},
	{"as needed", NUM_NONE, PRN},
	{"as required", NUM_NONE, PRN},
	{"when needed", NUM_NONE, PRN},
	{"when required", NUM_NONE, PRN},
	{"if needed", NUM_NONE, PRN},
	{"if required", NUM_NONE, PRN},
	{"immediately", NUM_NONE, ONCE},
	{"single dose", NUM_NONE, ONCE},
	{"stat", NUM_NONE, ONCE},
	{"once", NUM_NONE, ONCE},
	{"prn", NUM_NONE, PRN},
	{"p.r.n.", NUM_NONE, PRN},
	{"sos", NUM_NONE, PRN},
	{"qod", 0.5, TIMES},
	{"eod", 0.5, TIMES},
	{"qd", 1, TIMES},
	{"qday", 1, TIMES},
	{"bid", 2, TIMES},
	{"tid", 3, TIMES},
	{"qid", 4, TIMES},
	{"qn", 1, TIMES},
	{"qm", 1, TIMES},
	{"qam", 1, TIMING},
	{"qpm", 1, TIMING},
	{"qhs", 1, TIMING},
	{"q.h.s.", 1, TIMING},
	{"q.d.", 1, TIMES},
	{"b.i.d.", 2, TIMES},
	{"t.i.d.", 3, TIMES},
	{"q.i.d.", 4, TIMES},
	{"o.d.", 1, TIMES},
	{"b.d.", 2, TIMES},
	{"t.d.s.", 3, TIMES},
	{"q.d.s.", 4, TIMES},
	{"od", 1, TIMES},
	{"bd", 2, TIMES},
	{"bds", 2, TIMES},
	{"tds", 3, TIMES},
	{"qds", 4, TIMES},
	{"om", 1, TIMES},
	{"q.o.d.", 0.5, TIMES},
	{"q.n.", 1, TIMES},
	{"once every day", 1, TIMES},
	{"once each day", 1, TIMES},
	{"once per day", 1, TIMES},
	{"twice per day", 2, TIMES},
	{"twice each day", 2, TIMES},
	{"two times daily", 2, TIMES},
	{"thrice daily", 3, TIMES},
	{"thrice a day", 3, TIMES},
	{"five times daily", 5, TIMES},
	{"five times a day", 5, TIMES},
	{"every other week", WEEK(0.5), TIMES},
	{"biweekly", NUM_NONE, TIMING},
	{"fortnightly", WEEK(0.5), TIMES},
	{"once a month", 1.0 / 30, TIMES},
	{"once monthly", 1.0 / 30, TIMES},
	{"once yearly", 1.0 / 365, TIMES},
	{"yearly", 1.0 / 365, TIMES},
	{"annually", 1.0 / 365, TIMES},
	{"qdaily", 1, TIMES},
	{"ac & hs", 4, TIMING},
	{"ac and hs", 4, TIMING},
	{"ac&hs", 4, TIMING},
	{"ac/hs", 4, TIMING},
	{"achs", 4, TIMING},
	{"before meals and at bedtime", 4, TIMING},
	{"before meals", 3, TIMING},
	{"before each meal", 3, TIMING},
	{"with meals", 3, TIMING},
	{"with each meal", 3, TIMING},
	{"after meals", 3, TIMING},
	{"q morning", 1, TIMING},
	{"q evening", 1, TIMING},
	{"q night", 1, TIMING},
	{"q bedtime", 1, TIMING},
	{"q noon", 1, TIMING},
	{"q am", 1, TIMING},
	{"q pm", 1, TIMING},
	{"q hs", 1, TIMING},
	{"qevening", 1, TIMING},
	{"qmorning", 1, TIMING},
	{"qnight", 1, TIMES},
	{"qbedtime", 1, TIMING},
	{"qweek", WEEK(1), TIMES},
	{"qwk", WEEK(1), TIMES},
	{"qmonth", 1.0 / 30, TIMES},
	{"with evening meal", 1, TIMING},
	{"with the evening meal", 1, TIMING},
	{"after supper", 1, TIMING},
	{"before supper", 1, TIMING},
	{"with lunch", 1, TIMING},
	{"in the afternoon", 1, TIMING},
	{"each evening", 1, TIMING},
	{"each day", 1, TIMES},
	{"at noon", 1, TIMING},
	{"if necessary", NUM_NONE, PRN},
	{"when necessary", NUM_NONE, PRN},
	{"one time only", NUM_NONE, ONCE},
	{"biw", WEEK(2), TIMES},
	{"tiw", WEEK(3), TIMES},
	{"h.s.", 1, TIMING},
	{"hs", 1, TIMING},
	{"st", NUM_NONE, ONCE},
	{"隔日一次", 0.5, TIMES},
	{"隔日1次", 0.5, TIMES},
	{"隔天一次", 0.5, TIMES},
	{"隔天1次", 0.5, TIMES},
	{"隔日", 0.5, TIMES},
	{"隔天", 0.5, TIMES},
	{"隔周一次", WEEK(0.5), TIMES},
	{"每晚一次", 1, TIMES},
	{"每晚1次", 1, TIMES},
	{"每晚", 1, TIMES},
	{"每早", 1, TIMES},
	{"每晨", 1, TIMES},
	{"每天早上", 1, TIMES},
	{"早晚各一次", 2, TIMES},
	{"早晚各1次", 2, TIMES},
	{"早晚各", 2, TIMES},
	{"早中晚各", 3, TIMES},
	{"早晚", 2, TIMES},
	{"睡前使用", 1, TIMING},
	{"临睡前", 1, TIMING},
	{"睡前", 1, TIMING},
	{"晚上", 1, TIMING},
	{"早上", 1, TIMING},
	{"早晨", 1, TIMING},
	{"晨起", 1, TIMING},
	{"晨服", 1, TIMING},
	{"晨顿服", 1, TIMING},
	{"早餐前", 1, TIMING},
	{"早餐后", 1, TIMING},
	{"早餐时", 1, TIMING},
	{"早饭前", 1, TIMING},
	{"早饭后", 1, TIMING},
	{"晚餐前", 1, TIMING},
	{"晚餐后", 1, TIMING},
	{"晚餐时", 1, TIMING},
	{"晚饭后", 1, TIMING},
	{"立即使用", NUM_NONE, ONCE},
	{"立即", NUM_NONE, ONCE},
	{"即刻", NUM_NONE, ONCE},
	{"一次性", NUM_NONE, ONCE},
	{"必要时", NUM_NONE, PRN},
	{"需要时", NUM_NONE, PRN},
	{"按需", NUM_NONE, PRN},
	{"备用", NUM_NONE, PRN},
	{"餐前即刻", NUM_NONE, TIMING},
	{"饭前即刻", NUM_NONE, TIMING},
	{"顿服", 1, TIMING},
};

static bool letter_at(const char *s, size_t n, size_t i)
{
	return i < n && isalpha((unsigned char)s[i]);
}

static void note(struct order *o, double per_day, const char *s, size_t n,
		 struct arena *a)
{
	if (!isnan(per_day)) /* "1 tab daily on Mon, Wed" */
		o->per_day = o->weekdays && per_day >= 1
				     ? per_day * o->weekdays / 7
				     : per_day;
	o->frequency = o->frequency ? arena_printf(a, "%s %.*s", o->frequency,
						   (int)n, s)
				    : arena_strndup(a, s, n);
}

/* Glued to it: Q6HPRN. */
static size_t read_prn(const char *s, size_t n, struct order *o)
{
	static const char *const words_prn[] = {"prn", "sos", NULL};
	size_t m = reading_starts(s, n, words_prn);

	if (!m || letter_at(s, n, m))
		return 0;
	o->prn = true;
	return m;
}

/* "ON" is at night; "on an empty stomach" is not. */
static size_t read_on(const char *s, size_t n)
{
	return n >= 2 && s[0] == 'O' && s[1] == 'N' && !letter_at(s, n, 2) ? 2
									   : 0;
}

/* "once every morning" is daily. */
static bool once_of(const char *s, size_t n)
{
	static const char *const often[] = {
		" every ",     " each ",  " in the ", " at night",
		" at bedtime", " before", " after ",  " with ",
		" nightly",    " per ",   NULL};

	return reading_starts(s, n, often) > 0;
}

static size_t read_word(const char *s, size_t n, struct order *o,
			struct arena *a)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const struct word *w = &words[i];
		if (!n || (w->text[0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(w->text);
		if (m > n || strncasecmp(s, w->text, m) != 0)
			continue;
		if (isalpha((unsigned char)w->text[0]) && letter_at(s, n, m))
			continue;
		if (w->kind == ONCE && once_of(s + m, n - m))
			return m;
		bool silent = w->kind == TIMING && !isnan(o->per_day);
		note(o, silent ? NUM_NONE : w->per_day, s, m, a);
		o->prn |= w->kind == PRN;
		o->once |= w->kind == ONCE;
		return m;
	}
	return 0;
}

/* "MWF", "on Mondays": the rest of the week nothing. */
static size_t read_weekdays(const char *s, size_t n, struct order *o,
			    struct arena *a)
{
	unsigned days;
	size_t m = n && strchr("mtwfsoeMTWFSOE", *s)
			   ? frequency_weekdays(s, n, &days)
			   : 0;

	if (!m)
		return 0;
	double daily = isnan(o->per_day) || o->per_day < 1 || o->weekdays
			       ? 1
			       : o->per_day;
	o->weekdays = days;
	note(o, daily, s, m, a);
	return m;
}

size_t frequency_read(const char *s, size_t n, struct order *o, struct arena *a)
{
	double per_day = NUM_NONE;
	size_t when = n && ((unsigned char)*s >= 0x80 || *s == 'T')
			      ? frequency_complaint(s, n)
			      : 0;

	if (when) {
		o->prn = true;
		note(o, NUM_NONE, s, when, a);
		return when;
	}
	if ((when = read_weekdays(s, n, o, a)))
		return when;
	size_t len = frequency_pattern(s, n, &per_day);

	if (len && letter_at(s, n, len)) {
		size_t m = read_prn(s + len, n - len, o);
		len = m ? len + m : 0;
	}
	/* nothing is taken a thousand times a day, or once in three years */
	if (per_day > 100 || per_day < 1e-3)
		len = 0;
	if (!len && (len = read_on(s, n)))
		per_day = 1;
	if (!len)
		return read_word(s, n, o, a);
	note(o, per_day, s, len, a);
	return len;
}
