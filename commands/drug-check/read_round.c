/* Rounds that are no even frequency: the weeks a course begins with, hours on
 * and hours off. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] == ' ')
		i++;
	return i;
}

/* "0, 2 and 6": bytes of at least two numbers, each higher than the one before;
 * 0: no such list. */
static size_t rising(const char *s, size_t n)
{
	static const char *const marks[] = {", and ", " and ", " & ", ", ",
					    ",",      "、",    "/",   "和",
					    "-",      NULL};
	size_t i = 0, end = 0, count = 0, m;
	double x, last = -1;

	while ((m = amount_read(s + i, n - i, &x)) && x > last && x < 100 &&
	       x == floor(x)) {
		last = x;
		count++;
		end = i += m;
		i += reading_starts(s + i, n - i, marks);
		if (i == end || !isdigit((unsigned char)s[i]))
			break;
	}
	return count > 1 ? end : 0;
}

/* "weeks 0, 2, 6 then every 8 weeks", "at 0, 2, 6 wks", "第0、2、6周,以后":
 * the doses a course begins with are those of the course. */
size_t reading_weeks(struct reading *r)
{
	static const char *const begin[] = {"at weeks ", "weeks ", "week ",
					    "wks ",      "wk ",    "第",
					    "at ",       NULL};
	static const char *const spans[] = {"weeks", "wks", "wk", "周",
					    "days",  "天",  "日", NULL};
	static const char *const then[] = {
		" ",    ",",    ";",    ")",    "and ",         "then ",
		"以后", "之后", "随后", "然后", "followed by ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = reading_starts(s, left, begin), m;
	bool named = i >= 3 && (*s | 0x20) != 'a';
	struct order scratch = order_blank();

	named |= i > 3 && (s[3] | 0x20) == 'w';
	if ((!i && !isdigit((unsigned char)*s)) ||
	    !(m = rising(s + i, left - i)))
		return 0;
	i += m;
	size_t gap = blanks(s + i, left - i);
	m = reading_starts(s + i + gap, left - i - gap, spans);
	if (!m && (!named || (unsigned char)*s >= 0x80))
		return 0;
	i += m ? gap + m : 0;
	size_t end = i;
	while ((m = reading_starts(s + i, left - i, then)))
		i += m;
	return frequency_read(s + i, left - i, &scratch, r->a) ? i : end;
}

/* "12 h on, 12 h off", "on 12 hrs off 12 hrs": one round. Bytes. */
size_t reading_on_off(struct reading *r)
{
	static const char *const hours[] = {"hours", "hrs", "hr", "h", NULL};
	static const char *const words[] = {
		"on",          "off", "and ", "then ", "leave ", "apply ",
		"remove for ", " ",   ",",    "/",     NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = 0, m;
	double sum = 0, x;
	int count = 0;
	bool on = false, off = false;

	if (!isdigit((unsigned char)*s) && (*s | 0x20) != 'o')
		return 0;
	while (i < left) {
		const char *at = s + i;
		if ((m = reading_starts(at, left - i, words))) {
			on |= m == 2 && (*at | 0x20) == 'o';
			off |= m == 3 && (*at | 0x20) == 'o';
			off |= (*at | 0x20) == 'r';
			i += m;
			continue;
		}
		if (!(m = amount_read(at, left - i, &x)) || !(x >= 1 && x < 24))
			return 0;
		i += m;
		i += blanks(s + i, left - i);
		if (!(m = reading_starts(s + i, left - i, hours)))
			return 0;
		i += m;
		sum += x;
		if (++count == 2)
			break;
	}
	/* "12 h off": the word behind the second */
	size_t gap = i + blanks(s + i, left - i);
	static const char *const last[] = {"off", NULL};
	if ((m = reading_starts(s + gap, left - gap, last))) {
		off = true;
		i = gap + m;
	}
	if (count != 2 || !on || !off ||
	    (i < left && isalnum((unsigned char)s[i])))
		return 0;
	if (isnan(r->o->per_day))
		r->o->per_day = 24 / sum;
	return i;
}

/* 随多巴丝肼同服: another drug, taken at the same time. Bytes. */
size_t reading_along(struct reading *r)
{
	static const char *const with[] = {"随", "与", "同", "和", NULL};
	static const char *const taken[] = {
		"同时服", "一起服", "同服", "一同服", "合用", "服", NULL};
	size_t m = reading_starts(r->s + r->at, r->n - r->at, with), known,
	       behind;

	if (!m || r->at + m >= r->n || !r->n_masses ||
	    !reading_known(r, r->at + m, &known) || known < 6)
		return 0;
	m += known;
	behind = reading_starts(r->s + r->at + m, r->n - r->at - m, taken);
	if (!behind) { /* the name took 同 with it */
		m -= m > 3 ? 3 : 0;
		behind = reading_starts(r->s + r->at + m, r->n - r->at - m,
					taken);
	}
	return behind ? m + behind : 0;
}
