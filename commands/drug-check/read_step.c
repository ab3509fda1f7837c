/* Orders that say more than one dose: the first step of a taper is what is
 * taken now, a loading dose is not; and what may be taken at most. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static size_t skip(const char *s, size_t n, const char *set)
{
	size_t i = 0;

	while (i < n && strchr(set, s[i]))
		i++;
	return i;
}

static bool is_word_end(const char *s, size_t n, size_t m)
{
	return !isalpha((unsigned char)s[m - 1]) || m >= n ||
	       !isalnum((unsigned char)s[m]);
}

/* Is there a dose in the next few words? */
static bool dose_ahead(const char *s, size_t n)
{
	struct quantity q;
	double high;

	for (size_t i = 0; i < n && i < 40; i++) {
		if (s[i] == '.' || s[i] == ';')
			break;
		if (i && isalnum((unsigned char)s[i - 1]))
			continue;
		if (((unsigned char)s[i] & 0xC0) != 0x80 &&
		    quantity_read(s + i, n - i, &q, &high) &&
		    (q.unit || isdigit((unsigned char)s[i])))
			return true;
	}
	return false;
}

/* "day 1", "loading dose": what was just read is taken once. */
static size_t first_word(const char *s, size_t n)
{
	static const char *const words[] = {"on day 1",         "day 1",
					    "on day one",       "on first day",
					    "the first day",    "first day",
					    "on the first day", "loading dose",
					    "loading",          "load",
					    "initially",        "x 1 then",
					    "x1 then",          "now then",
					    "now, then",        "once then",
					    "once, then",       "x1, then",
					    "x 1, then",        "stat then",
					    "stat, then",       NULL};
	size_t m = reading_starts(s, n, words);

	if (!m || !is_word_end(s, n, m))
		return 0;
	/* "then" itself is read next */
	return m > 5 && memcmp(s + m - 4, "then", 4) == 0 ? m - 4 : m;
}

/* The words between two steps. */
static size_t step_word(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t n = r->n - r->at;
	static const char *const words[] = {"and then",
					    "then",
					    "followed by",
					    "thereafter",
					    "after that",
					    "may take extra",
					    "may take an extra",
					    "may take additional",
					    "with an extra",
					    "第2周",
					    "第二周",
					    "第3周",
					    "第三周",
					    "渐加至",
					    "逐渐加至",
					    "渐增至",
					    "逐渐增至",
					    "渐减至",
					    "逐渐减至",
					    "逐渐加量至",
					    "逐渐减量至",
					    "后改为",
					    "后改",
					    "后减至",
					    "后减为",
					    "后加至",
					    "后增至",
					    "以后",
					    "之后",
					    "然后",
					    "随后",
					    "继以",
					    "次日起",
					    "次日",
					    "第2日起",
					    "第二日起",
					    "第2天起",
					    "第二天起",
					    "第2日",
					    "第2天",
					    "第二天",
					    "第3天",
					    "第4天",
					    "第8天",
					    "再",
					    "后",
					    "维持",
					    NULL};
	size_t m = reading_starts(s, n, words);

	/* one character may be of a word: 饭后 */
	if (m == 3 && r->at && !strchr(" ,;", s[-1]))
		return 0;
	return m && is_word_end(s, n, m) ? m : 0;
}

/* "改为", "increase to": the order now is what follows, unless the first dose
 * had its days. */
static size_t change_word(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t n = r->n - r->at;
	static const char *const words[] = {
		"改为",        "改成",         "调整为",      "调为",
		"加至",        "加到",         "增至",        "加量至",
		"减量至",      "减至",         "减为",        "减到",
		"→",           "->",           "increase to", "increased to",
		"decrease to", "decreased to", "reduce to",   "reduced to",
		"changed to",  "change to",    NULL};

	static const char *const alone[] = {"改", NULL};
	size_t m = reading_starts(s, n, words);

	if (!m && r->at && strchr(" ,;", s[-1]))
		m = reading_starts(s, n, alone);
	return m;
}

/* The first dose goes, and what was said of it. */
static void drop_first(struct reading *r)
{
	if (r->n_masses)
		r->n_masses--;
	r->n_slots = 0;
	r->o->per_day = NUM_NONE;
	r->o->frequency = NULL;
	r->o->once = false;
	r->o->weekdays = 0;
	r->o->days = NUM_NONE;
	r->often = false;
}

/* The first step stands; the rest is read aside. */
static void settle(struct reading *r)
{
	reading_choose_dose(r);
	r->later = order_blank();
	r->later.printed = r->o->printed;
	r->later.route = r->o->route;
	r->settled = r->o;
	r->o = &r->later;
	r->n_masses = r->n_slots = 0;
	r->sig = r->often = false;
}

/* "60 mg x 3 days, 40 mg x 3 days": with its days said, one step has ended
 * where the next dose of its kind begins. */
void reading_next_step(struct reading *r, const struct quantity *q)
{
	size_t before = r->at;

	if (r->settled || !r->n_masses || !q->unit || isnan(r->o->days) ||
	    strcmp(r->masses[r->n_masses - 1].unit, q->unit) != 0)
		return;
	while (before && r->s[before - 1] == ' ')
		before--;
	if (before && strchr(",;", r->s[before - 1]))
		settle(r);
}

size_t reading_step(struct reading *r)
{
	if (!r->changes || r->settled)
		return 0;
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	size_t m = first_word(s, left);
	bool any = r->n_masses || r->o->parts.n || !isnan(r->o->bare);

	if (m && any) {
		r->first = true;
		return m;
	}
	m = step_word(r);
	size_t change = m ? 0 : change_word(r);
	if ((!m && !change) || !any ||
	    !dose_ahead(s + m + change, left - m - change))
		return 0;
	/* "300mg st 后75mg qd", "维持": the first was to begin with */
	if ((change && isnan(r->o->days)) ||
	    (r->o->once && isnan(r->o->per_day)) ||
	    (m == 6 && memcmp(s, "维持", 6) == 0))
		r->first = true;
	if (!r->first)
		settle(r);
	else if (!r->o->parts.n)
		drop_first(r);
	r->first = false;
	return m + change;
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
		size_t gap = m + skip(s + m, left - m, " ");
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
