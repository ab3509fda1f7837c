/* Where a name ends: words and marks that no name holds. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool ends_at_word(const struct reading *r, size_t i)
{
	const char *s = r->s + i;
	size_t left = r->n - i, m;

	if (reading_starts(s, left, order_name_ends)) {
		/* 口服 is of the dosage form: 口服溶液, 口服滴剂 */
		bool form = i >= 3 && left >= 3 && !memcmp(s, "服", 3) &&
			    !memcmp(s - 3, "口", 3);
		if (*s != 's' && *s != 'S')
			return !form;
		if (reading_boundary(r, i))
			return true;
	}
	m = reading_starts(s, left, order_name_ends_latin);
	return m && reading_boundary(r, i) &&
	       !(m < left && isalpha((unsigned char)s[m]));
}

/* How often, when, which way: a way only after a blank, as 滴眼 stands in 滴眼液
 * and 吸入 in 吸入粉雾剂. */
static bool ends_at_use(struct reading *r, size_t i, bool cjk)
{
	/* 首剂 0.4g, 第1周 5mg, 周一三五 2.5mg */
	static const char *const firsts[] = {"首剂", "首日",   "首次",   "负荷",
					     "第1",  "第一天", "第一周", NULL};
	const char *s = r->s + i, *route;
	size_t left = r->n - i;
	struct order scratch = order_blank();
	unsigned days;
	bool push;

	if (frequency_read(s, left, &scratch, r->a))
		return true;
	if ((!cjk || (unsigned char)r->s[i - 1] < 0x80) &&
	    route_read(s, left, &route, &push))
		return true;
	return cjk && (reading_slot_at(r, i) ||
		       reading_meal(s, left, &scratch.per_day) ||
		       reading_starts(s, left, firsts) ||
		       chinese_weekdays(s, left, &days));
}

/* 1-0-1, 12-8-10u */
static bool times_of_day(const char *s, size_t n)
{
	size_t i = 0, digits = 0, marks = 0;

	while (i < n && (isdigit((unsigned char)s[i]) || s[i] == '-')) {
		if (s[i] == '-' && (!digits || ++marks > 3))
			return false;
		digits = s[i] == '-' ? 0 : digits + 1;
		if (digits > 2)
			return false;
		i++;
	}
	/* 4-4-6u */
	i += i < n && (s[i] | 0x20) == 'u';
	return marks >= 2 && digits &&
	       (i >= n || !isalnum((unsigned char)s[i]));
}

static bool ends_at_number(const char *s, size_t left, bool cjk)
{
	static const char *const arrows[] = {"→", "->", "×", NULL};
	struct quantity q;
	struct parts parts;
	double high;

	if (!cjk && (parts_read(s, left, &parts) || ratio_read(s, left) ||
		     times_of_day(s, left)))
		return true;
	if (*s == '+' && left > 2 &&
	    isdigit((unsigned char)s[1 + (s[1] == ' ')]))
		return true;
	/* NS 至 100ml */
	if (cjk && left > 4 && memcmp(s, "至", 3) == 0 &&
	    isdigit((unsigned char)s[3 + (s[3] == ' ')]))
		return true;
	size_t m = quantity_read(s, left, &q, &high);
	/* 当归三钱, 半片; 三七 and 五味子 are names */
	if (cjk)
		return m && (memcmp(s, "半", 3) == 0 ||
			     (q.unit && (strcmp(q.unit, "mg") == 0 ||
					 strcmp(q.unit, "liang") == 0)));
	/* "维生素B12": a digit behind a letter is part of a name; "5-氟尿嘧啶",
	 * "30/70混合": so is a number with no unit */
	return m &&
	       (q.unit || m == left || strchr(" *x+,;", s[m]) ||
		(s[m] == '/' && m + 1 < left && (s[m + 1] | 0x20) == 'd') ||
		reading_starts(s + m, left - m, arrows));
}

/* "for 5 days": powder for injection has no number. */
static bool ends_at_span(const char *s, size_t n)
{
	double x;

	return n > 5 && strncasecmp(s, "for ", 4) == 0 &&
	       amount_read(s + 4, n - 4, &x) > 0;
}

/* Does something that is no name begin at i? */
bool reading_name_ends(struct reading *r, size_t i)
{
	bool cjk = (unsigned char)r->s[i] >= 0x80;

	if (ends_at_word(r, i))
		return true;
	if (!cjk && !reading_boundary(r, i))
		return false;
	return ends_at_span(r->s + i, r->n - i) || ends_at_use(r, i, cjk) ||
	       ends_at_number(r->s + i, r->n - i, cjk);
}
