/* A cumulative report heads its columns by a line of dates alone:
 *
 *     Date:       03/08/26    12/10/26    17/11/26 */
#include "commands/interpret-report/columns.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <string.h>

enum { DATES_MOST = 8 };

struct printed_date {
	size_t start, end;
	int64_t day_first, month_first; /* DATE_NONE: none so */
};

/* 3/8/26, 03-08-2026: its bytes. */
static size_t read_parts(const char *s, int part[3])
{
	size_t i = 0;

	for (int k = 0; k < 3; k++) {
		size_t digits = 0;
		part[k] = 0;
		for (; is_digit(s[i + digits]) && digits < 4; digits++)
			part[k] = part[k] * 10 + (s[i + digits] - '0');
		i += digits;
		if (!digits || (k < 2 && digits > 2) || digits == 3 ||
		    is_digit(s[i]))
			return 0;
		if (k < 2 && (!s[i] || !strchr("/-.", s[i++])))
			return 0;
	}
	if (part[2] < 100)
		part[2] += 2000;
	return i;
}

static int64_t instant(int year, int month, int day)
{
	struct date d = {year, month, day};

	return date_valid(d) ? date_days(d) * DATE_DAY : DATE_NONE;
}

static size_t read_one(const char *s, size_t n, struct printed_date *ret)
{
	int part[3];
	bool time;
	size_t k = read_parts(s, part);

	if (k) {
		ret->day_first = instant(part[2], part[1], part[0]);
		ret->month_first = instant(part[2], part[0], part[1]);
		return k;
	}
	k = date_parse(s, n, -1, &ret->day_first, &time);
	ret->month_first = ret->day_first;
	return k;
}

/* A clock time, or a mark between dates: its bytes. */
static size_t skip_rest(const char *s)
{
	size_t i = strspn(s, "0123456789");

	if (i && i < 3 && s[i] == ':')
		return i + 1 + strspn(s + i + 1, "0123456789:");
	return strspn(s, " \t|,");
}

/* The dates behind the label; 0: something else stands there as well. */
static int read_dates(const struct view *v, size_t from,
		      struct printed_date *ret)
{
	int n = 0;

	for (size_t i = from; i < v->n;) {
		struct printed_date d = {.start = i};
		size_t k = read_one(v->s + i, v->n - i, &d);
		if (k) {
			if (n == DATES_MOST)
				return 0;
			d.end = i + k;
			ret[n++] = d;
		} else if (!(k = skip_rest(v->s + i))) {
			return 0;
		}
		i += k;
	}
	return n;
}

/* The order that all can have; where both are possible they must agree on
 * which is the latest. */
static bool settle_order(const struct printed_date *d, int n, bool *ret_day)
{
	bool day = true, month = true, agree = true;

	for (int i = 0; i < n; i++) {
		day &= d[i].day_first != DATE_NONE;
		month &= d[i].month_first != DATE_NONE;
		for (int k = 0; k < i && day && month; k++)
			agree &= (d[i].day_first < d[k].day_first) ==
				 (d[i].month_first < d[k].month_first);
	}
	*ret_day = day;
	return (day || month) && (agree || day != month);
}

bool columns_read_dates(const struct view *v, struct columns *ret)
{
	struct printed_date dates[DATES_MOST];
	size_t colon = strcspn(v->s, ":\t|"), gap, lead = strspn(v->s, " ");
	const struct word *w;
	bool day;

	if (v->n > 300 || v->n < 20)
		return false;
	for (gap = lead; gap < v->n && strncmp(v->s + gap, "  ", 2); gap++)
		;
	size_t end = colon < gap ? colon : gap;
	/* nothing but dates, far enough in for names below them */
	bool bare = lead > 4 && is_digit(v->s[lead]);
	if (bare)
		end = lead;
	if (end >= v->n || (end == lead && !bare) || end - lead > 60 ||
	    strcspn(v->s + lead, "0123456789") < end - lead)
		return false;
	w = bare ? NULL : view_word_exact(v, lead, end, "label");
	bool label = w && (strcmp(w->means, "collected") == 0 ||
			   strcmp(w->means, "reported") == 0 ||
			   strcmp(w->means, "received") == 0);
	bool title = bare || (!w && view_word_exact(v, lead, end, "panel"));
	int n = read_dates(v, end + (v->s[end] == ':'), dates);
	/* "BASIC METABOLIC PANEL   11/18/2026 05:40   11/17/2026 05:35" */
	if (n < (label || title ? 2 : 3) || (w && !label) ||
	    !settle_order(dates, n, &day))
		return false;
	*ret = (struct columns){.n = 1, .wide = true, .groups = 1};
	ret->at[0] = (struct column){COLUMN_NAME, 0, 0, (int)end, DATE_NONE};
	ret->has[COLUMN_NAME] = true;
	for (int i = 0; i < n; i++) {
		int x = (int)utf8_width(v->s, dates[i].start);
		ret->at[ret->n++] = (struct column){
			COLUMN_DATED, i + 1, x,
			x + (int)(dates[i].end - dates[i].start),
			day ? dates[i].day_first : dates[i].month_first};
	}
	ret->has[COLUMN_DATED] = true;
	columns_settle_dates(ret);
	ret->group[1] = ret->n;
	return true;
}
