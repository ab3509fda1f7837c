/* What is taken once, on both sides, or was taken before. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

/* "from 300 mg TID to 600 mg TID": m bytes of "from "; bytes through "to". */
static size_t read_from_to(struct reading *r, size_t m)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, more;
	struct order scratch = order_blank();
	struct quantity q;
	double high;

	if (!(more = quantity_read(s + m, left - m, &q, &high)) || !q.unit)
		return 0;
	m += more;
	while (m < left && s[m] == ' ')
		m++;
	m += frequency_read(s + m, left - m, &scratch, r->a);
	while (m < left && s[m] == ' ')
		m++;
	return left - m > 3 && strncasecmp(s + m, "to ", 3) == 0 ? m + 3 : 0;
}

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
	static const char *const before_to[] = {"from ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);
	struct quantity q;
	double high;

	if (!m && (m = reading_starts(s, left, before_to)))
		return read_from_to(r, m);
	while (m && m < left && s[m] == ' ')
		m++;
	size_t more = m ? quantity_read(s + m, left - m, &q, &high) : 0;
	/* "从1/4片起" is where it begins */
	static const char *const from[] = {"由", "从", NULL};
	static const char *const changed[] = {"减", "加", "增", "改",
					      "调", "换", NULL};
	if (more && reading_starts(s, left, from) &&
	    !reading_starts(s + m + more, left - m - more, changed))
		return 0;
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
	static const char *const alone[] = {"一次", "1次", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);
	struct quantity q;
	double high;

	/* 1.0g 静滴 一次 */
	size_t time = m ? 0 : reading_starts(s, left, alone);
	if (time && (time == left || strchr(",;)", s[time])))
		m = time;
	struct order scratch = order_blank();
	size_t next = m;
	while (next < left && s[next] == ' ')
		next++;
	/* "one time a day", "1 dose bd" */
	if (m && (frequency_read(s, left, &scratch, r->a) > m ||
		  (frequency_read(s + next, left - next, &scratch, r->a) &&
		   !isnan(scratch.per_day))))
		return 0;
	if (!m || !isnan(r->o->per_day) ||
	    (r->at > 7 && memcmp(s - 7, "repeat ", 7) == 0) ||
	    (r->at > 4 && strncasecmp(s - 4, "rpt ", 4) == 0) ||
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
	/* 水煎400ml 早晚分服: of all the herbs together */
	static const char *const decoct[] = {"水煎至", "水煎取", "水煎", "煎取",
					     "煎至",   "取汁",   "浓煎", NULL};
	static const char *const shared[] = {
		"早晚分服",     "分早晚服", "分早晚",    "分两次温服",
		"分两次服",     "分二次服", "分2次温服", "分2次服",
		"分3次服",      "分三次服", "分次温服",  "分次服",
		"早晚两次分服", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = reading_starts(s, left, words), m;
	struct quantity q;
	double high;

	if ((m = reading_starts(s, left, decoct))) {
		if (!r->o->route && !memmem(s, left, "洗", 3))
			r->o->route = "oral";
		i = quantity_read(s + m, left - m, &q, &high);
		return i && quantity_is(&q, "mL") ? m + i : m;
	}
	if ((m = reading_starts(s, left, shared)) &&
	    (memmem(r->s, r->n, "煎", 3) || memmem(r->s, r->n, "剂", 3)))
		return m;
	if (!i && (m = reading_starts(s, left, waters)) &&
	    (unsigned char)*s >= 0x80) { /* 温水250ml冲服 */
		i = quantity_read(s + m, left - m, &q, &high);
		return i && quantity_is(&q, "mL") ? m + i : 0;
	}
	if (!i && !isdigit((unsigned char)*s))
		return 0;
	bool bare = !i; /* 200ml水送服 */
	while (i < left && s[i] == ' ')
		i++;
	i += quantity_read(s + i, left - i, &q, &high);
	if (bare && !quantity_is(&q, "mL"))
		return 0;
	while ((m = reading_starts(s + i, left - i, of)))
		i += m;
	m = reading_starts(s + i, left - i, waters);
	if (!m)
		return 0;
	/* 用温水250ml冲服 */
	i += m;
	m = quantity_read(s + i, left - i, &q, &high);
	return m && quantity_is(&q, "mL") ? i + m : i;
}

/* "i po qid", "i-ii tabs": small Roman numbers count where a way, a frequency or
 * a unit stands behind. Bytes, 0 none. */
size_t reading_roman(struct reading *r)
{
	static const char *const words[] = {"iii", "ii", "i",
					    "ttt", "tt", NULL};
	const char *s = r->s + r->at, *route, *unit = NULL;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), i = m;
	double low = (double)m, high = NAN, factor = 1;
	struct order scratch = order_blank();
	bool push;

	if (!m || !reading_boundary(r, r->at) || r->n_masses == 6)
		return 0;
	if (i < left && s[i] == '-' &&
	    (m = reading_starts(s + i + 1, left - i - 1, words))) {
		high = (double)m;
		i += 1 + m;
	}
	if (i >= left || s[i] != ' ')
		return 0;
	i++;
	m = unit_word_read(s + i, left - i, &factor, &unit);
	if (!m && !route_read(s + i, left - i, &route, &push) &&
	    !frequency_read(s + i, left - i, &scratch, r->a))
		return 0;
	r->highs[r->n_masses] = high;
	r->of_slot[r->n_masses] = r->beside[r->n_masses] = false;
	r->masses[r->n_masses++] =
		(struct quantity){low, unit ? unit : "tablet"};
	return i + m;
}
