/* An order that is no longer given, or till when. */
#include "commands/drug-check/read_order.h"

#include "base/date.h"

#include <string.h>

bool reading_next_ended(struct reading *r)
{
	static const char *const words[] = {
		"stopped ",     "stop ",     "discontinued ",
		"discontinue ", "withheld ", "ceased ",
		"停用",         "停",        NULL};
	size_t m = reading_boundary(r, r->at)
			   ? reading_starts(r->s + r->at, r->n - r->at, words)
			   : 0,
	       known;

	return m && r->at + m < r->n && reading_known(r, r->at + m, &known) &&
	       known >= 4;
}

/* "停", "已停 2026-11-25 08:00" behind an order: bytes, 0 none. */
size_t reading_ended(struct reading *r)
{
	static const char *const words[] = {
		"已停用",       "已停药",    "已停",   "停止",    "停用",
		"停嘱",         "已作废",    "作废",   "已取消",  "停",
		"discontinued", "stopped",   "d/c'd",  "on hold", "held",
		"withheld",     "suspended", "ceased", NULL};
	static const char *const dated[] = {"停止时间", "停止日期", "停嘱时间",
					    "停药时间", "停药日期", "stop date",
					    "stop on",  "end date", NULL};
	static const char *const gap[] = {" ", ":", "(", "on ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, dated), more;
	bool with_date = m > 0, has_time;
	int64_t ends;

	if (!m)
		m = reading_starts(s, left, words);
	bool box = r->at >= 3 && memcmp(s - 3, "【", 3) == 0;
	if (!m || !r->at || (!box && !strchr(" \t|,;([", r->s[r->at - 1])) ||
	    (!box && m < left && !strchr(" \t|,;)](:", s[m])))
		return 0;
	size_t at = m;
	while ((more = reading_starts(s + at, left - at, gap)))
		at += more;
	more = date_parse(s + at, left - at, -1, &ends, &has_time);
	if (more) {
		r->o->ends = ends;
		m = at + more;
	} else if (with_date) {
		return 0;
	}
	r->o->stopped = true;
	return m;
}
