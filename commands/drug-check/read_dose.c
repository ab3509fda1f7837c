/* Quantities of an order: specifications, durations, the dose among them. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

/* Behind a quantity: "*30片", "×12支", ":1.25万iu*10", "/10ml". */
static size_t read_specification(struct reading *r, const struct quantity *q,
				 size_t at)
{
	const char *s = r->s + at;
	size_t left = r->n - at, i = 0;
	struct quantity other;
	double high;
	bool spec = false;

	if (left > 1 && (*s == ':' || *s == '/')) {
		size_t m = quantity_read(s + 1, left - 1, &other, &high);
		if (m && other.unit && strcmp(other.unit, "%") != 0) {
			bool volume = q->unit && strcmp(q->unit, "mL") == 0;
			r->o->strength = volume ? other : *q;
			r->o->per = volume ? *q : other;
			i = 1 + m;
			spec = true;
		}
	}
	while (i < left && s[i] == ' ')
		i++;
	size_t star = i < left && (s[i] == '*' || s[i] == 'x' || s[i] == 'X');
	if (!star && left - i >= 2 && memcmp(s + i, "×", 2) == 0)
		star = 2;
	if (star) {
		size_t gap = i + star;
		while (gap < left && s[gap] == ' ')
			gap++;
		size_t m = quantity_read(s + gap, left - gap, &other, &high);
		/* "5mg x 7天" is a duration, not a pack */
		const char *rest = s + gap + m;
		bool days = m && left - gap - m >= 3 &&
			    (!memcmp(rest, "天", 3) || !memcmp(rest, "日", 3) ||
			     !memcmp(rest, "周", 3));
		if (m && !days && !(*rest == 'd' || *rest == 'w')) {
			if (!spec && q->unit)
				r->o->strength = *q;
			spec = true;
			i = gap + m;
			/* 2*14: a further factor */
			if (i < left && s[i] == '*') {
				m = quantity_read(s + i + 1, left - i - 1,
						  &other, &high);
				i += m ? 1 + m : 0;
			}
		}
	}
	if (spec && !r->o->strength_text)
		r->o->strength_text = "spec";
	return spec ? i : 0;
}

/* 7天, ×7天, for 7 days, 7d. */
size_t reading_duration(struct reading *r)
{
	static const char *const before[] = {"x",  "×",  "*",    "连用", "连服",
					     "共", "用", "for ", "疗程", NULL};
	static const struct {
		const char *word;
		double days;
	} units[] = {{"天", 1}, {"日", 1},    {"days", 1},  {"day", 1},
		     {"d", 1},  {"周", 7},    {"weeks", 7}, {"week", 7},
		     {"w", 7},  {"个月", 30}, {"月", 30}};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	size_t i = reading_starts(s, left, before);
	double x;

	while (i < left && s[i] == ' ')
		i++;
	size_t m = amount_read(s + i, left - i, &x);
	if (!m)
		return 0;
	i += m;
	while (i < left && s[i] == ' ')
		i++;
	for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
		m = strlen(units[k].word);
		if (m > left - i || strncasecmp(s + i, units[k].word, m) != 0)
			continue;
		if (i + m < left && isalpha((unsigned char)s[i + m]) &&
		    isalpha((unsigned char)units[k].word[0]))
			continue;
		r->o->days = x * units[k].days;
		return i + m;
	}
	return 0;
}

size_t reading_quantity(struct reading *r)
{
	struct quantity q;
	double high;
	size_t m = quantity_read(r->s + r->at, r->n - r->at, &q, &high);

	if (!m)
		return 0;
	size_t spec = read_specification(r, &q, r->at + m);
	if (spec)
		return m + spec;
	if (q.unit && strcmp(q.unit, "%") != 0 && strcmp(q.unit, "pack") != 0 &&
	    r->n_masses < 6) {
		r->highs[r->n_masses] = high;
		r->masses[r->n_masses++] = q;
	}
	return m;
}

static bool is_count(const struct quantity *q)
{
	return strcmp(q->unit, "tablet") == 0 ||
	       strcmp(q->unit, "piece") == 0 || strcmp(q->unit, "drop") == 0 ||
	       strcmp(q->unit, "puff") == 0;
}

/* Which of the quantities is the dose. */
void reading_choose_dose(struct reading *r)
{
	struct order *o = r->o;
	size_t last = r->n_masses;

	if (!r->n_masses)
		return;
	last--;
	/* "5mg 1片": a count beside a mass is the dose, the mass the strength */
	for (size_t i = 0; i < r->n_masses; i++)
		if (is_count(&r->masses[i]))
			last = i;
	/* what stands behind "sig:" is the dose */
	if (r->sig && r->sig_mass < r->n_masses && !is_count(&r->masses[last]))
		last = r->sig_mass;
	if (r->sig && r->sig_mass == r->n_masses)
		last = r->n_masses; /* only in front of it: a strength */
	for (size_t i = 0; i < r->n_masses; i++)
		if (i != last && !is_count(&r->masses[i]) &&
		    isnan(o->strength.value))
			o->strength = r->masses[i];
	if (last < r->n_masses) {
		o->dose = r->masses[last];
		o->dose_high = r->highs[last];
	}
}
