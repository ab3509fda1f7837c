/* What is taken once, on both sides, or was taken before. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* "(increased from 2.5 mg)": bytes, 0 none. */
size_t reading_former(struct reading *r)
{
	static const char *const words[] = {"increased from",
					    "decreased from",
					    "reduced from",
					    "up from",
					    "down from",
					    "changed from",
					    "switched from",
					    "previously",
					    "was on",
					    "was ",
					    "formerly",
					    "原为",
					    "原来",
					    "原用",
					    "原",
					    "既往",
					    "由",
					    "从",
					    NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);
	struct quantity q;
	double high;

	while (m && m < left && s[m] == ' ')
		m++;
	size_t more = m ? quantity_read(s + m, left - m, &q, &high) : 0;
	return more && (q.unit || !isnan(q.value)) && r->n_masses ? m + more
								  : 0;
}

/* "x1", "×1 dose", "one time", 单次. */
size_t reading_single(struct reading *r)
{
	static const char *const words[] = {"x1 dose",
					    "x 1 dose",
					    "x1",
					    "x 1",
					    "×1",
					    "× 1",
					    "one time only",
					    "one time",
					    "one-time",
					    "for 1 dose",
					    "for one dose",
					    "1 dose only",
					    "1 dose",
					    "one dose",
					    "单次",
					    NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);
	struct quantity q;
	double high;

	if (!m || !isnan(r->o->per_day) ||
	    (r->at > 7 && memcmp(s - 7, "repeat ", 7) == 0) ||
	    (m < left && (isalnum((unsigned char)s[m]) || strchr("./-", s[m]))))
		return 0;
	/* ×1 盒 is dispensed */
	if (isdigit((unsigned char)s[m - 1])) {
		if (quantity_read(s + m - 1, left - m + 1, &q, &high) && q.unit)
			return 0;
		size_t gap = m;
		while (gap < left && s[gap] == ' ')
			gap++;
		static const char *const spans[] = {"天",  "日",    "周",
						    "day", "week",  "d",
						    "w",   "month", NULL};
		if (reading_starts(s + gap, left - gap, spans))
			return 0;
	}
	r->o->once = true;
	return m;
}

/* "each nostril": so much on either side. */
size_t reading_sites(struct reading *r)
{
	static const char *const words[] = {"in each nostril",
					    "into each nostril",
					    "each nostril",
					    "per nostril",
					    "/nostril",
					    "in both nostrils",
					    "into both nostrils",
					    "both nostrils",
					    "each naris",
					    "each nare",
					    "ea nostril",
					    "both nares",
					    "双侧鼻孔各",
					    "双侧鼻腔各",
					    "双侧鼻孔",
					    "双侧鼻腔",
					    "每侧鼻孔各",
					    "每侧鼻孔",
					    "每侧鼻腔",
					    "每个鼻孔",
					    "每鼻孔",
					    "两侧鼻孔各",
					    "两侧鼻孔",
					    "两侧鼻腔",
					    "双鼻孔各",
					    "双鼻孔",
					    "左右鼻孔各",
					    "左右鼻孔",
					    "各鼻孔",
					    "双鼻各",
					    "两鼻孔",
					    "每侧",
					    NULL};
	size_t m = reading_starts(r->s + r->at, r->n - r->at, words);

	if (!m)
		return 0;
	r->o->route = "nasal";
	r->o->sites = 2;
	return m;
}

/* "溶于750ml水", "in 8 oz water": what it is taken with is no dose. Bytes, 0
 * none. */
size_t reading_water(struct reading *r)
{
	static const char *const words[] = {"溶于",  "溶解于", "加入", "加",
					    "兑",    "用",     "冲",   "in ",
					    "with ", "into ",  NULL};
	static const char *const of[] = {" ", "of ", "a ", "cup ", "oz ", NULL};
	static const char *const waters[] = {
		"温开水", "凉开水", "温水",  "开水", "凉水", "纯净水",
		"水",     "water",  "juice", "milk", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = reading_starts(s, left, words), m;
	struct quantity q;
	double high;

	if (!i)
		return 0;
	while (i < left && s[i] == ' ')
		i++;
	i += quantity_read(s + i, left - i, &q, &high);
	while ((m = reading_starts(s + i, left - i, of)))
		i += m;
	m = reading_starts(s + i, left - i, waters);
	return m ? i + m : 0;
}
