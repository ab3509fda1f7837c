/* How long, what is handed out, at which meal: none is the dose. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

/* 5/7, 2/52, 1/12: days, weeks, months, as British prescriptions write. */
static size_t read_british(const struct reading *r, size_t at, double *ret)
{
	static const struct {
		const char *word;
		double days;
	} parts[] = {{"/7", 1}, {"/52", 7}, {"/12", 30}};
	const char *s = r->s + at;
	size_t left = r->n - at, digits = 0;
	double x = 0;

	while (digits < left && digits < 2 && isdigit((unsigned char)s[digits]))
		x = x * 10 + (s[digits++] - '0');
	for (size_t i = 0; digits && i < sizeof parts / sizeof *parts; i++) {
		size_t m = strlen(parts[i].word), end = digits + m;
		if (end > left || memcmp(s + digits, parts[i].word, m) != 0 ||
		    (end < left && (isalnum((unsigned char)s[end]) ||
				    (unsigned char)s[end] >= 0x80)))
			continue;
		*ret = x * parts[i].days;
		return end;
	}
	return 0;
}

static size_t skip_blanks(const struct reading *r, size_t at)
{
	size_t i = 0;

	while (at + i < r->n && r->s[at + i] == ' ')
		i++;
	return i;
}

/* 天数:15: bytes, 0 none. */
static size_t read_labelled_days(const struct reading *r, double *ret)
{
	static const char *const labels[] = {"天数:", "疗程:", "days:", NULL};
	size_t m = reading_starts(r->s + r->at, r->n - r->at, labels), digits;

	if (!m)
		return 0;
	m += skip_blanks(r, r->at + m);
	digits = amount_read(r->s + r->at + m, r->n - r->at - m, ret);
	size_t end = r->at + m + digits;
	return digits && (end == r->n || r->s[end] == ' ') ? m + digits : 0;
}

/* "for 48h": bytes of the unit, 0 none. */
static size_t read_hours(const char *s, size_t n, double x)
{
	static const char *const hours[] = {"hours", "hrs", "h", "小时", NULL};
	size_t m = x >= 12 && x <= 240 ? reading_starts(s, n, hours) : 0;

	return m && !(m < n && isalnum((unsigned char)s[m])) ? m : 0;
}

/* The unit of a duration in days; bytes, 0 none. */
static size_t read_days_unit(const char *s, size_t n, double *ret)
{
	static const struct {
		const char *word;
		double days;
	} units[] = {{"天", 1},    {"日", 1},   {"days", 1},    {"day", 1},
		     {"d", 1},     {"周", 7},   {"星期", 7},    {"weeks", 7},
		     {"week", 7},  {"wks", 7},  {"wk", 7},      {"w", 7},
		     {"个月", 30}, {"月", 30},  {"months", 30}, {"month", 30},
		     {"mo", 30},   {"年", 365}, {"years", 365}, {"year", 365},
		     {"yrs", 365}};

	for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
		size_t m = strlen(units[k].word);
		if (m > n || strncasecmp(s, units[k].word, m) != 0 ||
		    (m < n && isalnum((unsigned char)s[m]) &&
		     isalpha((unsigned char)units[k].word[0])))
			continue;
		*ret = units[k].days;
		return m;
	}
	return 0;
}

/* 7天, ×7天, for 7 days, 7d, 5/7. */
/* 停4天, 休息1周: bytes, 0 none. */
static size_t read_pause(const struct reading *r)
{
	static const char *const words[] = {
		"停药", "停服", "停用", "休息",        "间歇",    "停", "休",
		"间隔", "rest", "off ", "remove for ", "remove ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), digits,
	       unit;
	double x;

	if (!m || !(digits = amount_read(s + m, left - m, &x)))
		return 0;
	m += digits;
	m += skip_blanks(r, r->at + m);
	unit = read_days_unit(s + m, left - m, &x);
	return unit ? m + unit : 0;
}

/* "weekly x4": four weeks; bytes, 0 none. */
static size_t read_rounds(struct reading *r)
{
	static const char *const ends[] = {" then", ",", ";", ")", ".", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = 1, m;
	double x;

	if (!r->often || !(r->o->per_day <= 1) || !isnan(r->o->days) ||
	    (*s | 0x20) != 'x')
		return 0;
	i += skip_blanks(r, r->at + i);
	if (!(m = amount_read(s + i, left - i, &x)) || x < 2 || x > 30 ||
	    (i + m < left && !reading_starts(s + i + m, left - i - m, ends)))
		return 0;
	r->o->days = round(x / r->o->per_day);
	return i + m;
}

/* "qd×3", "q12h×3次": so many days, so many takings; bytes, 0 none. */
static size_t read_counted(struct reading *r)
{
	static const char *const mark[] = {"×", NULL};
	size_t from = r->at, m;
	size_t times = reading_starts(r->s + from, r->n - from, mark);
	double x;

	if (!times || !r->often || !(r->o->per_day > 0) || !from ||
	    !(m = amount_read(r->s + from + times, r->n - from - times, &x)))
		return 0;
	size_t behind = r->s[from - 1] == ' ' ? from - 1 : from;
	size_t end = from + times + m;
	if (r->o->per_day >= 1 && behind &&
	    isalpha((unsigned char)r->s[behind - 1]) && x >= 2 && x <= 30 &&
	    (end == r->n || strchr(" ,;)", r->s[end]))) {
		r->o->days = x;
		return times + m;
	}
	if (isnan(r->o->days) && x >= 2 && x <= 60 && r->n - end >= 3 &&
	    memcmp(r->s + end, "次", 3) == 0) {
		r->o->days = x / r->o->per_day;
		return times + m + 3;
	}
	return 0;
}

size_t reading_duration(struct reading *r)
{
	static const char *const before[] = {"x",  "×",  "*",    "连用", "连服",
					     "共", "用", "for ", "疗程", NULL};
	/* "7 day patch" */
	static const char *const of_form[] = {" patch", "-patch", " course of",
					      NULL};
	size_t from = r->at, m;
	double x, days;

	if ((m = read_pause(r)))
		return m;
	if ((m = read_counted(r)))
		return m;
	if ((m = read_rounds(r)))
		return m;
	if ((m = read_labelled_days(r, &x))) {
		r->o->days = x;
		return m;
	}
	size_t said_before = reading_starts(r->s + from, r->n - from, before);
	size_t i = from + said_before;
	i += skip_blanks(r, i);
	if (!isnan(r->o->per_day) && (m = read_british(r, i, &x))) {
		/* "day 3/7" of a course */
		if (from < 4 || strncasecmp(r->s + from - 4, "day ", 4) != 0)
			r->o->days = x;
		return i + m - from;
	}
	m = amount_read(r->s + i, r->n - i, &x);
	/* 第3-7天 are days of a cycle */
	bool of_cycle = from >= 3 && memcmp(r->s + from - 3, "第", 3) == 0;
	/* "INR in 3 days", "day 3/7" */
	bool later = from >= 3 && strncasecmp(r->s + from - 3, "in ", 3) == 0;
	/* MTX后一天; 饭后7天 */
	later |= from >= 6 && memcmp(r->s + from - 3, "后", 3) == 0 &&
		 memcmp(r->s + from - 6, "饭", 3) != 0 &&
		 memcmp(r->s + from - 6, "餐", 3) != 0;
	if (!m || x < 0.5 || later)
		return 0;
	i += m;
	i += frequency_up_to(r->s + i, r->n - i, &x); /* 疗程7-10天 */
	while (i < r->n && (r->s[i] == ' ' || r->s[i] == '-'))
		i++;
	if ((said_before || x >= 48) &&
	    (m = read_hours(r->s + i, r->n - i, x))) {
		r->o->days = x / 24;
		return i + m - from;
	}
	m = read_days_unit(r->s + i, r->n - i, &days);
	if (!m || (of_cycle && days == 1))
		return 0;
	i += m;
	/* 200D: so many are in it */
	bool puffs = days == 1 && x >= 100 && r->s[i - 1] == 'D';
	if (!reading_starts(r->s + i, r->n - i, of_form) && !puffs)
		r->o->days = x * days;
	return i - from;
}

/* "#30", "Disp: 28 tabs", "RF:3", "共30片", "数量 2盒". */
size_t reading_dispensed(struct reading *r)
{
	static const char *const words[] = {
		"#",       "dispense", "disp", "quantity", "qty",  "supply",
		"refills", "refill",   "rf",   "mitte",    "总量", "总数",
		"数量",    "发药",     "取药", "开具",     NULL};
	size_t m = reading_starts(r->s + r->at, r->n - r->at, words);
	struct quantity q;
	double high;

	if (!m || (isalpha((unsigned char)r->s[r->at]) && r->at + m < r->n &&
		   isalpha((unsigned char)r->s[r->at + m])))
		return 0;
	size_t at = r->at + m;
	while (at < r->n && strchr(" :.=x-", r->s[at]))
		at++;
	size_t taken = quantity_read(r->s + at, r->n - at, &q, &high);
	return taken ? at + taken - r->at : 0;
}

/* "餐前半小时", "饭后30min": when, not how much; of three meals three times,
 * unless it is said how often. */
size_t reading_meal(const char *s, size_t n, double *per_day)
{
	static const char *const words[] = {
		"三餐前",   "三餐后",   "三餐时",   "三餐中",   "早晚餐前",
		"早晚餐后", "早晚餐时", "早晚饭前", "早晚饭后", "三餐",
		"餐前",     "餐后",     "餐中",     "餐时",     "饭前",
		"饭后",     "饭中",     "饭时",     "进餐时",   "随餐",
		"空腹",     NULL};
	static const char *const spans[] = {"小时", "分钟", "分",
					    "min",  "h",    NULL};
	static const char *const of_three[] = {"三餐", NULL};
	static const char *const of_two[] = {"早晚餐", "早晚饭", NULL};
	static const char *const at_once[] = {"即刻", "立即", "顿服", NULL};
	size_t m = reading_starts(s, n, words), x, unit;
	double amount;

	if (!m)
		return 0;
	m += reading_starts(s + m, n - m, at_once);
	if (isnan(*per_day) && reading_starts(s, n, of_three))
		*per_day = 3;
	if (isnan(*per_day) && reading_starts(s, n, of_two))
		*per_day = 2;
	size_t gap = m < n && s[m] == ' ';
	x = amount_read(s + m + gap, n - m - gap, &amount);
	while (x && m + gap + x < n && strchr("-~", s[m + gap + x])) {
		size_t more = amount_read(s + m + gap + x + 1,
					  n - m - gap - x - 1, &amount);
		if (!more)
			break;
		x += 1 + more;
	}
	unit = x ? reading_starts(s + m + gap + x, n - m - gap - x, spans) : 0;
	return unit ? m + gap + x + unit : m;
}
