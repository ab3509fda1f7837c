/* How often, in Chinese: 每日3次, 间隔6小时, 早、中、晚. */
#include "commands/drug-check/read_order.h"

#include <string.h>

/* 间隔6小时, 间隔4-6小时: at its most often. */
static size_t read_apart(const char *s, size_t n, double *per_day)
{
	static const char *const words[] = {"间隔", "至少间隔", "相隔", NULL};
	static const char *const hours[] = {"小时", "h", NULL};
	size_t i = reading_starts(s, n, words), m;
	double x, longer;

	if (!i || !(m = amount_read(s + i, n - i, &x)) || !(x >= 1))
		return 0;
	longer = x;
	i += m;
	i += frequency_up_to(s + i, n - i, &longer);
	if (!(m = reading_starts(s + i, n - i, hours)))
		return 0;
	*per_day = 24 / x;
	return i + m;
}

/* 每日3次, 一天三次, 日三次, 每8小时一次, 每周一次, 两周1次, 每周一三五. */
static size_t read_chinese(const char *s, size_t n, double *per_day)
{
	static const char *const each[] = {"每隔", "每", NULL};
	static const char *const times[] = {"次", NULL};
	double count, length = 1, days;
	unsigned named;
	size_t begun = reading_starts(s, n, each), i = begun;
	size_t m = chinese_weekdays(s, n, &named);
	/* "两周一疗程": one day alone is named with 每 */
	if (m && (begun || named > 1)) {
		*per_day = named / 7.0;
		return m;
	}
	size_t had = amount_read(s + i, n - i, &length);

	if (!had)
		length = 1;
	i += had;
	/* 日三次 */
	bool day = !begun && !had && n >= 3 && memcmp(s, "日", 3) == 0;
	if ((!begun && !had && !day) || !(length > 0))
		return 0;
	size_t span = frequency_span(s + i, n - i, &days);
	if (!span || (!begun && !day && (unsigned char)s[i] < 0x80))
		return 0;
	size_t at = i + span;
	/* 一天一片 */
	struct quantity q;
	double high;
	if (had && !begun && days == 1 && length == 1 &&
	    quantity_read(s + at, n - at, &q, &high) && q.unit &&
	    quantity_is_count(&q)) {
		*per_day = 1;
		return at;
	}
	while (at < n && (s[at] == ' ' || s[at] == ','))
		at++;
	if (day && n - at >= 3 && memcmp(s + at, "服", 3) == 0)
		at += 3;
	size_t num = amount_read(s + at, n - at, &count);
	if (num)
		num += frequency_up_to(s + at + num, n - at - num, &count);
	/* 每周5天 */
	static const char *const of_week[] = {"天", "日", NULL};
	size_t end =
		num ? reading_starts(s + at + num, n - at - num, times) : 0;
	if (num && !end && begun && days == 7 && length == 1 && count < 7)
		end = reading_starts(s + at + num, n - at - num, of_week);
	if (end && count > 0) {
		*per_day = count / (length * days);
		return at + num + end;
	}
	if (begun && memcmp(s + begun - 3, "每", 3) == 0) {
		*per_day = 1 / (length * days);
		return i + span;
	}
	return 0;
}

/* "早、中、晚餐后各", 早晚: times of the day in a row, so many takings. */
static size_t read_times_of_day(const char *s, size_t n, double *per_day)
{
	static const char *const slots[] = {"早上", "早", "中午", "中", "午",
					    "晚上", "晚", "睡前", NULL};
	static const char *const marks[] = {"、", ",", "/", "和",
					    "及", " ", NULL};
	static const char *const meals[] = {"餐前", "餐后", "餐时",
					    "餐中", "饭前", "饭后",
					    "餐",   "饭",   NULL};
	size_t i = 0, m, count = 0, end = 0;

	while ((m = reading_starts(s + i, n - i, slots))) {
		count++;
		i += m;
		i += reading_starts(s + i, n - i, meals);
		end = i;
		i += reading_starts(s + i, n - i, marks);
	}
	if (count < 2 || count > 4)
		return 0;
	*per_day = (double)count;
	return end + reading_starts(s + end, n - end,
				    (const char *const[]){"各", NULL});
}

size_t frequency_chinese(const char *s, size_t n, double *per_day)
{
	size_t len;

	if ((unsigned char)*s >= 0x80 &&
	    ((len = read_apart(s, n, per_day)) ||
	     (len = read_times_of_day(s, n, per_day))))
		return len;
	return read_chinese(s, n, per_day);
}
