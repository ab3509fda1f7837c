/* Orders that say more than one dose: the first step of a taper is what is
 * taken now, a loading dose is not; and what may be taken at most. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

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

/* Is how often, or a dose, in the next few words? */
static bool dose_ahead(const char *s, size_t n, struct arena *a)
{
	struct order scratch = order_blank();
	struct quantity q;
	double high;

	size_t gap = skip(s, n, " ");
	if (frequency_read(s + gap, n - gap, &scratch, a))
		return true;
	for (size_t i = 0; i < n && i < 40; i++) {
		if (s[i] == '.' || s[i] == ';')
			break;
		if (i && (isalnum((unsigned char)s[i - 1]) ||
			  (i > 1 && s[i - 1] == '-' &&
			   isalpha((unsigned char)s[i - 2]))))
			continue; /* RASS-1 */
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
	static const char *const words[] = {"d1 then",      "d1, then",
					    "d1,",          "on day 1",
					    "day 1",        "on day one",
					    "on first day", "the first day",
					    "first day",    "on the first day",
					    "loading dose", "loading",
					    "load",         "initially",
					    "x 1 then",     "x1 then",
					    "now then",     "now, then",
					    "once then",    "once, then",
					    "x1, then",     "today then",
					    "today, then",  "bolus then",
					    "bolus, then",  "bolus; then",
					    "load then",    "load, then",
					    "x 1, then",    "stat then",
					    "stat, then",   NULL};
	size_t m = reading_starts(s, n, words);

	if (!m || !is_word_end(s, n, m))
		return 0;
	if (s[m - 1] == ',')
		m--;
	/* "then" itself is read next */
	return m > 5 && memcmp(s + m - 4, "then", 4) == 0 ? m - 4 : m;
}

/* 第3天起, D8起: from then on; bytes, 0 none. */
static size_t from_day(const char *s, size_t n)
{
	static const char *const begin[] = {"第", "d", NULL};
	static const char *const day[] = {"天", "日", NULL};
	static const char *const on[] = {"起", "开始", "及以后", "以后", NULL};
	size_t i = reading_starts(s, n, begin), m;
	double x;

	if (!i || !(m = amount_read(s + i, n - i, &x)))
		return 0;
	i += m;
	i += *s == 'd' || *s == 'D' ? 0 : reading_starts(s + i, n - i, day);
	m = reading_starts(s + i, n - i, on);
	return m ? i + m : 0;
}

static size_t step_word(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t n = r->n - r->at;
	size_t m = from_day(s, n);

	if (m)
		return m;
	m = reading_starts(s, n, order_step_words);

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
		"switch to",   "switched to",  "changed to",  "change to",
		NULL};

	static const char *const alone[] = {"改", NULL};
	size_t m = reading_starts(s, n, words);

	if (!m && r->at && strchr(" ,;", s[-1]))
		m = reading_starts(s, n, alone);
	return m;
}

/* The first dose goes, and what was said of it. */
static void drop_first(struct reading *r)
{
	/* "100mg capsules Two on the first day" */
	if (r->of_form && r->n_masses == 1 && !isnan(r->o->bare))
		r->o->bare = NUM_NONE;
	else if (r->n_masses)
		r->n_masses--;
	r->n_slots = 0;
	r->o->per_day = NUM_NONE;
	r->o->frequency = NULL;
	r->o->once = false;
	r->o->weekdays = 0;
	r->o->days = NUM_NONE;
	r->often = false;
	r->after_first = true;
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

/* "60 mg x 3 days, 40 mg x 3 days", "6片qd×5天 4片qd×5天": with its days said,
 * one step has ended where the next dose of its kind begins. */
void reading_next_step(struct reading *r, const struct quantity *q, size_t end)
{
	size_t before = r->at;
	struct order scratch = order_blank();

	bool bare = !r->n_masses && !q->unit && !isnan(r->o->bare);
	if (r->settled || isnan(r->o->days) ||
	    (!bare && (!r->n_masses || !q->unit ||
		       strcmp(r->masses[r->n_masses - 1].unit, q->unit) != 0)))
		return;
	while (before && r->s[before - 1] == ' ')
		before--;
	while (end < r->n && r->s[end] == ' ')
		end++;
	if (before && (strchr(",;", r->s[before - 1]) ||
		       (r->often && frequency_read(r->s + end, r->n - end,
						   &scratch, r->a))))
		settle(r);
}

/* "tds for 1 week, bd for 1 week": the next step says only how often. */
static void next_frequency(struct reading *r)
{
	size_t before = r->at;
	struct order scratch = order_blank();

	if (r->settled || isnan(r->o->days) || isnan(r->o->per_day))
		return;
	while (before && r->s[before - 1] == ' ')
		before--;
	if (before && strchr(",;", r->s[before - 1]) &&
	    frequency_read(r->s + r->at, r->n - r->at, &scratch, r->a) &&
	    !isnan(scratch.per_day))
		settle(r);
}

/* "4周后10mg", "prn": no dose, or not yet. */
static bool comes_later(const char *s, size_t n, struct arena *a)
{
	static const char *const spans[] = {"天后", "日后",   "周后",
					    "月后", "个月后", NULL};
	struct order scratch = order_blank();
	size_t gap = skip(s, n, " "), m;
	double x;

	s += gap;
	n -= gap;
	m = amount_read(s, n, &x);
	if (m && reading_starts(s + m, n - m, spans))
		return true;
	/* "10mg after 4/52" */
	struct quantity q;
	double high;
	m = quantity_read(s, n, &q, &high);
	if (m && n - m > 7 && strncasecmp(s + m, " after ", 7) == 0 &&
	    amount_read(s + m + 7, n - m - 7, &x))
		return true;
	return frequency_read(s, n, &scratch, a) > 0;
}

/* "20 mg IV bolus, then": the bolus has been read as the way. */
static bool behind_bolus(const struct reading *r)
{
	size_t at = r->at;

	while (at && strchr(" ,;", r->s[at - 1]))
		at--;
	return at > 5 && strncasecmp(r->s + at - 5, "bolus", 5) == 0;
}

/* 可加至, "may increase to", "→ … (1周后)": not yet. */
static bool only_may(const struct reading *r)
{
	static const char *const words[] = {"可",  "可以",  "may",
					    "can", "could", NULL};
	static const char *const later[] = {"周后)", "天后)", "日后)", "月后)",
					    NULL};
	size_t at = r->at;

	for (int i = 0; later[i]; i++)
		if (memmem(r->s + at, r->n - at, later[i], strlen(later[i])))
			return true;
	/* "(reduce to 30mg if CrCl < 50)" */
	const char *end = memchr(r->s + at, ')', r->n - at);
	if (!end)
		end = memchr(r->s + at, '.', r->n - at);
	size_t rest = end ? (size_t)(end - r->s) - at : r->n - at;
	if (memmem(r->s + at, rest, " if ", 4))
		return true;
	while (at && r->s[at - 1] == ' ')
		at--;
	for (int i = 0; words[i]; i++) {
		size_t m = strlen(words[i]);
		if (m <= at && strncasecmp(r->s + at - m, words[i], m) == 0)
			return true;
	}
	return false;
}

/* "150 mg IV bolus over 10 min then 1 mg/min": the last was the bolus. */
static bool behind_push(const struct reading *r)
{
	return r->o->push && isnan(r->o->per_day) && r->n_masses &&
	       !strchr(r->masses[r->n_masses - 1].unit, '/');
}

/* "1.2 mg now then 0.6 mg in 1 hour": both are taken once. */
static bool comes_soon(const char *s, size_t n)
{
	static const char *const words[] = {
		" in 1 h",     " in one h",       " after 1 h", " 1 hour later",
		" 1 hr later", " one hour later", " 1h later",  NULL};

	for (int i = 0; words[i]; i++)
		if (memmem(s, n, words[i], strlen(words[i])))
			return true;
	return false;
}

size_t reading_step(struct reading *r)
{
	next_frequency(r);
	if (!r->changes || r->settled)
		return 0;
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	size_t m = first_word(s, left);
	bool any = r->n_masses || r->o->parts.n || !isnan(r->o->bare) ||
		   !isnan(r->o->per_day);

	/* "20mg day 1, 15mg day 2, 10mg day 3" comes down */
	if (m && any && memmem(s, left, "day 3", 5) && !r->n_slots) {
		settle(r);
		return m;
	}
	if (m && any && comes_soon(s + m, left - m)) {
		r->o->once = true;
		settle(r);
		return m;
	}
	if (m && any) {
		r->first = true;
		return m;
	}
	m = step_word(r);
	/* 维持3小时 */
	double days;
	size_t number = m == 6 && memcmp(s, "维持", 6) == 0
				? amount_read(s + m, left - m, &days)
				: 0;
	if (number && (number = m + number) < left &&
	    frequency_span(s + number, left - number, &days))
		return number;
	r->first |= m && (behind_bolus(r) || behind_push(r) ||
			  (r->of_first.unit && !r->n_masses));
	size_t change = m ? 0 : change_word(r);
	if ((!m && !change) || !any ||
	    !dose_ahead(s + m + change, left - m - change, r->a))
		return 0;
	/* "300mg st 后75mg qd", "维持": the first was to begin with */
	if ((change && isnan(r->o->days)) || (r->by_day && from_day(s, left)) ||
	    (r->o->once && isnan(r->o->per_day)) ||
	    (m == 6 && memcmp(s, "维持", 6) == 0))
		r->first = true;
	/* "→4周后10mg", "bid→prn": what comes is later, or says no dose */
	if (!r->first || (change && only_may(r)) ||
	    (change && comes_later(s + m + change, left - m - change, r->a)))
		settle(r);
	else if (!r->o->parts.n)
		drop_first(r);
	r->by_day |= r->first && m >= 6 && memcmp(s, "第", 3) == 0;
	r->first = false;
	return m + change;
}
