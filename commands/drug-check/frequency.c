/* How often, in words; numbers with their spans are in frequency_pattern.c. */
#include "commands/drug-check/frequency_words.h"
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

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
	static const char *const behind[] = {" prn", " if", ",",  ";",
					     ".",    "(",   " (", NULL};

	if (n < 2 || letter_at(s, n, 2))
		return 0;
	/* "TAKE AS DIRECTED ON PACKAGE" */
	static const char *const goes_on[] = {"prn", "for ", "if ",   "when ",
					      "as ", "x",    "until", "then",
					      "and", NULL};
	if (s[0] == 'O' && s[1] == 'N')
		return n < 4 || s[2] != ' ' || !isalpha((unsigned char)s[3]) ||
				       reading_starts(s + 3, n - 3, goes_on)
			       ? 2
			       : 0;
	/* "7.5mg on prn" */
	return s[0] == 'o' && s[1] == 'n' &&
			       (n == 2 || reading_starts(s + 2, n - 2, behind))
		       ? 2
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

/* TIDAC, BIDWM: meals glued to how often; bytes of both, 0 none. */
static size_t glued(const char *s, size_t n, size_t m)
{
	static const char *const meals[] = {"ac&hs", "achs", "ac", "pc",
					    "wm",    "cc",   "wf", NULL};
	size_t more = reading_starts(s + m, n - m, meals);

	return m < 2 || m > 4 || !more || letter_at(s, n, m + more) ? 0
								    : m + more;
}

static size_t read_word(const char *s, size_t n, struct order *o,
			struct arena *a)
{
	for (const struct frequency_word *w = frequency_words; w->text; w++) {
		if (!n || !word_may_be(w->text, s, n))
			continue;
		size_t m = strlen(w->text);
		if (m > n || strncasecmp(s, w->text, m) != 0)
			continue;
		if (isalpha((unsigned char)w->text[0]) && letter_at(s, n, m) &&
		    !(w->kind == TIMES && (m = glued(s, n, m))))
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

	if (!len && n && strchr("mnaebtildshpqwMNAEBTILDSHPQW", *s) &&
	    (len = frequency_times(s, n, &per_day)))
		per_day = isnan(o->per_day) ? per_day : NUM_NONE;

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
	/* "qd, 间隔4小时": how far from another drug */
	static const char *const apart[] = {"间隔", "至少间隔", "相隔", NULL};
	if (!isnan(o->per_day) && reading_starts(s, n, apart))
		per_day = NUM_NONE;
	note(o, per_day, s, len, a);
	return len;
}
