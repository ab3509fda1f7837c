#include "commands/triage/habits.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* Stands for 两 the measure while a clause is read. */
#define LIANG "~l~"

static bool any(const char *clause, const char *const *words)
{
	for (; *words; words++)
		if (text_find(clause, *words))
			return true;
	return false;
}

/* The number at s[i], where no other goes on; ret_after: what follows it. */
static bool number_at(const char *s, size_t i, double *ret,
		      const char **ret_after)
{
	if (i > 0 && isalnum((unsigned char)s[i]) &&
	    (isalnum((unsigned char)s[i - 1]) || s[i - 1] == '.'))
		return false;
	size_t n = text_number(s + i, ret);
	if (!n)
		return false;
	*ret_after = s + i + n;
	while (**ret_after == ' ' || **ret_after == '-')
		++*ret_after;
	return true;
}

static bool follows(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (text_starts(s, *words))
			return true;
	return false;
}

static const char *const year_words[] = {"年", "years", "year", "yrs", NULL};

static void read_smoking(const char *clause, struct habits *h)
{
	static const char *const never[] = {
		"不吸烟",         "不抽烟",     "从不吸",        "从不抽",
		"无吸烟",         "无烟酒",     "不嗜烟",        "否认吸烟",
		"无抽烟",         "没有抽烟",   "non-smoker",    "non smoker",
		"nonsmoker",      "never smok", "doesn't smoke", "don't smoke",
		"does not smoke", NULL};
	static const char *const former[] = {
		"戒",      "quit",   "ex-smoker", "ex smoker",
		"gave up", "former", "stopped",   NULL};
	static const char *const packs[] = {"包", "盒", "pack", NULL};
	static const char *const pieces[] = {
		"支",      "根",  "cig",   "a day",    "/day",
		"per day", "/d ", "daily", "each day", NULL};
	double x;
	const char *after;

	if (any(clause, never)) {
		h->smoking = HABIT_NEVER;
		return;
	}
	bool gone = any(clause, former);
	h->smoking = gone                         ? HABIT_FORMER
		     : h->smoking == HABIT_FORMER ? HABIT_FORMER
						  : HABIT_CURRENT;
	for (size_t i = 0; clause[i]; i++) {
		if (!number_at(clause, i, &x, &after) || !(x > 0 && x < 200))
			continue;
		if (text_starts(after, "pack-year") ||
		    text_starts(after, "pack year") ||
		    text_starts(after, "包年"))
			h->pack_years = x;
		else if (follows(after, packs))
			h->cigarettes =
				20 *
				(x + (text_starts(after, "包半") ? 0.5 : 0));
		else if (follows(after, pieces))
			h->cigarettes = x;
		else if (follows(after, year_words) && !gone)
			h->smoking_years = x;
	}
}

/* 二两 is two of them, not two and two: 两 behind a numeral becomes another
 * sign. */
static const char *with_liang(const char *clause, struct arena *a)
{
	char *copy = arena_strndup(a, clause, strlen(clause));

	for (char *p = copy; (p = strstr(p, "两")); p += 3)
		if (p > copy && (isdigit((unsigned char)p[-1]) ||
				 (p - copy >= 3 &&
				  strstr("一二三四五六七八九十半",
					 (char[4]){p[-3], p[-2], p[-1], 0}))))
			p[0] = p[2] = LIANG[0], p[1] = LIANG[1];
	return copy;
}

static void read_drinking(const char *told, struct habits *h, struct arena *a)
{
	static const char *const never[] = {
		"不喝酒",         "不饮酒",      "滴酒不沾",
		"从不喝酒",       "无饮酒",      "无烟酒",
		"不嗜酒",         "否认饮酒",    "no alcohol",
		"doesn't drink",  "don't drink", "teetotal",
		"does not drink", NULL};
	static const char *const measures[] = {
		LIANG,   "斤",    "瓶",   "杯",     "罐",   "听",
		"glass", "pint",  "unit", "bottle", "beer", "can",
		"shot",  "drink", "毫升", "ml",     NULL};
	static const struct {
		const char *word, *per;
	} rates[] = {{"每天", "day"},        {"每日", "day"},
		     {"一天", "day"},        {"天天", "day"},
		     {"每周", "week"},       {"一周", "week"},
		     {"周末", "week"},       {"每月", "month"},
		     {"a day", "day"},       {"per day", "day"},
		     {"daily", "day"},       {"every day", "day"},
		     {"a week", "week"},     {"per week", "week"},
		     {"weekly", "week"},     {"weekend", "week"},
		     {"every night", "day"}, {"a month", "month"}};
	const char *clause = with_liang(told, a), *after;
	double x;

	if (any(clause, never)) {
		h->drinking = HABIT_NEVER;
		return;
	}
	h->drinking = HABIT_CURRENT;
	for (size_t i = 0; clause[i]; i++) {
		if (!number_at(clause, i, &x, &after) || !(x > 0 && x < 1000))
			continue;
		if (follows(after, year_words)) {
			h->drinking_years = x;
			continue;
		}
		for (size_t k = 0; measures[k]; k++)
			if (text_starts(after, measures[k])) {
				h->drinks = x;
				h->measure = k ? measures[k] : "两";
			}
	}
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
		if (text_find(clause, rates[i].word)) {
			h->per = rates[i].per;
			break;
		}
}

/* "11月3日", "11.3", "11/3": the last such day that is not to come. */
static bool month_and_day(const char *s, int64_t today, int64_t *ret)
{
	struct date now = date_civil(today);
	double month, day;
	const char *after;

	if (!number_at(s, 0, &month, &after))
		return false;
	size_t sign = text_starts(after, "月")                          ? 3
		      : *after == '.' || *after == '/' || *after == '-' ? 1
									: 0;
	if (!sign || !number_at(after + sign, 0, &day, &after) ||
	    !(month >= 1 && month <= 12 && day >= 1 && day <= 31))
		return false;
	struct date d = {now.year, (int)month, (int)day};
	if (!date_valid(d))
		return false;
	if (date_days(d) > today)
		d.year--;
	if (!date_valid(d))
		return false;
	*ret = date_days(d);
	return true;
}

/* "3 weeks ago", "二十天前". */
static bool time_ago(const char *s, int64_t today, int64_t *ret)
{
	static const struct {
		const char *word;
		double days;
	} units[] = {{"天", 1},     {"周", 7},       {"星期", 7},
		     {"个星期", 7}, {"个月", 30.44}, {"月前", 30.44},
		     {"day", 1},    {"week", 7},     {"month", 30.44}};
	double x;
	const char *after;

	if (!number_at(s, 0, &x, &after) || !(x > 0 && x < 400) ||
	    (!text_find(s, "前") && !text_find(s, "ago")))
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (text_starts(after, units[i].word)) {
			*ret = today - (int64_t)round(x * units[i].days);
			return true;
		}
	return false;
}

static void read_lmp(const char *clause, int64_t today, struct habits *h)
{
	static const char *const words[] = {"末次月经",
					    "上次月经",
					    "最后一次月经",
					    "last menstrual period",
					    "last period",
					    "LMP",
					    NULL};
	const char *s = NULL;
	bool time;
	int64_t when;

	for (size_t i = 0; words[i] && !s; i++)
		if ((s = text_find(clause, words[i])))
			s += strlen(words[i]);
	for (; s && *s; s++) {
		if (((unsigned char)*s & 0xC0) == 0x80)
			continue;
		if (date_parse(s, strlen(s), -1, &when, &time)) {
			h->lmp = when / DATE_DAY;
			break;
		}
		if (month_and_day(s, today, &h->lmp) ||
		    time_ago(s, today, &h->lmp))
			break;
	}
	if (h->lmp != INT64_MIN && (h->lmp > today || today - h->lmp > 20000))
		h->lmp = INT64_MIN;
}

/* "G2P1", "G2 P1", "孕2产1". */
static void read_births(const char *clause, struct habits *h)
{
	double x, y;
	const char *after;

	for (size_t i = 0; clause[i]; i++) {
		size_t n = text_starts(clause + i, "孕")  ? 3
			   : text_starts(clause + i, "G") ? 1
							  : 0;
		if (!n || !number_at(clause + i + n, 0, &x, &after))
			continue;
		size_t m = text_starts(after, "产")  ? 3
			   : text_starts(after, "P") ? 1
						     : 0;
		if (!m || !number_at(after + m, 0, &y, &after) || x > 30 ||
		    y > 30)
			continue;
		h->gravida = x;
		h->para = y;
		return;
	}
}

/* What stands behind one of the words, else the clause. */
static const char *behind(const char *clause, const char *const *words,
			  struct arena *a)
{
	const char *s = clause;

	for (; *words; words++) {
		const char *at = text_find(clause, *words);
		if (at) {
			s = at + strlen(*words);
			break;
		}
	}
	while (*s == ' ' || *s == ':' || strncmp(s, "：", 3) == 0)
		s += *s == ' ' || *s == ':' ? 1 : 3;
	return arena_strndup(a, s, strlen(s));
}

static void read_personal(const char *clause, struct habits *h, struct arena *a)
{
	static const char *const smoke[] = {"烟", "smok", "cig", "pack",
					    "包", "支",   "根",  NULL};
	static const char *const drink[] = {
		"酒",   "alcohol", "drink", "wine",   "beer",
		"pint", "units",   "vodka", "whisky", NULL};
	static const char *const job[] = {"职业",     "从事",       "works as",
					  "works in", "occupation", NULL};
	static const char *const work[] = {
		"职业", "从事",  "工人",       "农民",    "司机", "教师",
		"退休", "works", "occupation", "retired", NULL};

	bool spirits = any(clause, drink);
	if (any(clause, smoke) &&
	    (!spirits || text_find(clause, "烟") || text_find(clause, "smok")))
		read_smoking(clause, h);
	if (spirits)
		read_drinking(clause, h, a);
	if (any(clause, work))
		h->occupation = behind(clause, job, a);
}

struct habits habits_read(const struct history *history, const char *text,
			  int64_t today, struct arena *a)
{
	struct habits h = {.cigarettes = NUM_NONE,
			   .smoking_years = NUM_NONE,
			   .pack_years = NUM_NONE,
			   .drinks = NUM_NONE,
			   .drinking_years = NUM_NONE,
			   .lmp = INT64_MIN,
			   .gravida = NUM_NONE,
			   .para = NUM_NONE};

	for (size_t i = 0; i < history->n; i++) {
		const char *clause = arena_strndup(
			a, text + history->at[i].start,
			history->at[i].end - history->at[i].start);
		if (history->at[i].kind == HISTORY_PERSONAL)
			read_personal(clause, &h, a);
		else if (history->at[i].kind == HISTORY_TRAVEL)
			h.travel = behind(clause, (const char *[]){NULL}, a);
		else if (history->at[i].kind == HISTORY_MENSTRUAL) {
			read_lmp(clause, today, &h);
			read_births(clause, &h);
		}
	}
	if (isnan(h.pack_years))
		h.pack_years = h.cigarettes / 20 * h.smoking_years;
	return h;
}
