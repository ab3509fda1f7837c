/* What changes later, and first doses: not what is taken now. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

/* The rest of a plan ("每周减5mg", "逐渐减量") is not what is taken now; a first
 * dose ("首日0.5g") is taken once. */
bool change_spoken_of(const char *s, size_t n)
{
	static const char *const words[] = {
		"减",    "首",        "第1天",  "第一天", "负荷",   "加量",
		"taper", "Taper",     "reduce", "Reduce", "周后",   "天后",
		"日后",  "月后",      "then",   "Then",   "THEN",   "follow",
		"after", "改",        "以后",   "之后",   "然后",   "随后",
		"继以",  "次日",      "第2",    "第二",   "第3",    "第4",
		"第8",   "再",        " 后",    ",后",    "维持",   "→",
		"->",    "crease",    "ay 1",   "load",   "nitial", "hange",
		"extra", "dditional", "每周",   "调",     "加至",   "加到",
		"增至",  "creas",     "educ",   "itrat",  "bolus",  "D2",
		"d2",    "wean",      "week 2", "witch",  NULL};
	/* what they begin with */
	static const bool begins[256] = {
		[0x20] = true, [','] = true,  ['-'] = true,  ['R'] = true,
		['T'] = true,  ['D'] = true,  ['a'] = true,  ['b'] = true,
		['c'] = true,  ['d'] = true,  ['e'] = true,  ['f'] = true,
		['h'] = true,  ['i'] = true,  ['l'] = true,  ['n'] = true,
		['r'] = true,  ['t'] = true,  ['w'] = true,  [0xE2] = true,
		[0xE4] = true, [0xE5] = true, [0xE6] = true, [0xE7] = true,
		[0xE8] = true, [0xE9] = true};

	for (size_t i = 0; i < n; i++) {
		if (!begins[(unsigned char)s[i]])
			continue;
		for (int k = 0; words[k]; k++) {
			size_t m;
			if (words[k][0] == s[i] &&
			    (m = strlen(words[k])) <= n - i &&
			    memcmp(s + i, words[k], m) == 0)
				return true;
		}
	}
	return false;
}

/* "2周后 50mg" */
static bool later_from(const char *s, size_t n)
{
	static const char *const words[] = {"周后", "天后",   "日后",
					    "月后", "个月后", NULL};
	double x;
	size_t m = amount_read(s, n, &x);

	return m && reading_starts(s + m, n - m, words);
}

/* What comes later is left, but for the way: "一周后1.2mg qd 皮下". */
static size_t leave(struct reading *r)
{
	const char *route;
	bool push;

	for (size_t i = r->at; !r->o->route && i < r->n; i++)
		if (((unsigned char)r->s[i] & 0xC0) != 0x80 &&
		    ((unsigned char)r->s[i] >= 0x80 ||
		     reading_boundary(r, i)) &&
		    route_read(r->s + i, r->n - i, &route, &push))
			r->o->route = route;
	return r->n - r->at;
}

/* "急性发作10-15粒" behind the dose of every day: bytes, 0 none. */
static size_t in_attack(struct reading *r)
{
	static const char *const words[] = {"急性发作时", "急性发作", "发作时",
					    "加重时",     "症状重时", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), more;
	struct quantity q;
	double high;

	if (!m || !r->n_masses || isnan(r->o->per_day))
		return 0;
	m += reading_starts(s + m, left - m,
			    (const char *const[]){"服", "含", "用", " ", NULL});
	more = quantity_read(s + m, left - m, &q, &high);
	return more && q.unit ? m + more : 0;
}

size_t reading_change(struct reading *r)
{
	static const char *const less[] = {"减",
					   "逐渐减",
					   "递减",
					   "加量",
					   "taper",
					   "reduce",
					   "decrease",
					   "reducing",
					   "decreasing",
					   "increase by",
					   "increasing by",
					   "titrate by",
					   "titrate up by",
					   "wean",
					   NULL};
	static const char *const to[] = {
		"减至",         "减为",      "减到",       "减量至",
		"加量至",       "reduce to", "reduced to", "decrease to",
		"decreased to", NULL};
	static const char *const first[] = {"首日",   "首剂", "首次", "第1天",
					    "第一天", "负荷", NULL};
	size_t attack = in_attack(r);
	if (attack || !r->changes)
		return attack;
	struct order scratch = order_blank();
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	size_t often = frequency_read(s, left, &scratch, r->a);
	struct quantity q;
	double high;

	static const char *const more[] = {"增加", "递增", "加", "渐增", NULL};
	if (often && r->n_masses &&
	    reading_starts(s + often, left - often, more) &&
	    !reading_starts(s + often, left - often, to))
		return leave(r);
	bool any = r->n_masses || r->o->strength_text || r->of_first.unit;
	if ((any && reading_starts(s + often, left - often, less) &&
	     !reading_starts(s + often, left - often, to)) ||
	    later_from(s, left))
		return leave(r);
	size_t m = reading_starts(s, left, first);
	if (m) {
		while (m < left && (s[m] == ' ' || s[m] == ':'))
			m++;
		size_t dose = quantity_read(s + m, left - m, &q, &high);
		m += dose;
		if (dose)
			r->of_first = q;
		else if (r->n_masses) /* "50mg 首次 后25mg" */
			r->first = true;
	}
	return m;
}
