/* Quantities of an order: specifications, doses of the day, and which of the
 * quantities is the dose. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static size_t skip_blanks(const struct reading *r, size_t at)
{
	while (at < r->n && r->s[at] == ' ')
		at++;
	return at;
}

static void add_slot(struct reading *r, const struct quantity *q)
{
	if (r->n_slots == 4 || !q->unit ||
	    (r->slot_unit && strcmp(r->slot_unit, q->unit) != 0))
		return;
	r->slot_unit = q->unit;
	r->slots[r->n_slots++] = q->value;
}

/* "12u qAM", "8u at night": the time of day stands behind. */
static bool slot_behind(const struct reading *r, size_t at)
{
	static const char *const words[] = {"qam",
					    "qpm",
					    "qhs",
					    "am",
					    "pm",
					    "mane",
					    "nocte",
					    "in the morning",
					    "in the evening",
					    "at night",
					    "at bedtime",
					    "before breakfast",
					    "before lunch",
					    "before dinner",
					    "before supper",
					    "with breakfast",
					    "with lunch",
					    "with dinner",
					    "with supper",
					    "at noon",
					    "noon",
					    "midday",
					    "at lunch",
					    "at lunchtime",
					    "lunchtime",
					    "teatime",
					    "morning",
					    "evening",
					    "afternoon",
					    "bedtime",
					    "hs",
					    "q am",
					    "q pm",
					    "every morning",
					    "every evening",
					    "every night",
					    "each morning",
					    "each evening",
					    "each night",
					    "nightly",
					    NULL};
	size_t i = skip_blanks(r, at), way;
	const char *route;
	bool push;

	/* "15 units SC every morning" */
	if ((way = route_read(r->s + i, r->n - i, &route, &push)))
		i = skip_blanks(r, i + way);
	size_t m = reading_starts(r->s + i, r->n - i, words);

	return m && !(i + m < r->n && isalpha((unsigned char)r->s[i + m]));
}

/* 早12u: bytes before the quantity; 0: no such thing. 早1次 is none. */
static size_t slot_word(const struct reading *r, size_t i)
{
	static const char *const words[] = {
		"早餐前", "早饭前", "早餐", "早上", "早晨", "早", "中餐前",
		"午餐前", "午饭前", "午餐", "中午", "午",   "中", "晚餐前",
		"晚饭前", "晚餐",   "晚上", "睡前", "晚",   "晨", NULL};
	size_t m = reading_starts(r->s + i, r->n - i, words);
	struct quantity q;
	double high;

	if (!m)
		return 0;
	size_t at = skip_blanks(r, i + m);
	size_t taken = quantity_read(r->s + at, r->n - at, &q, &high);
	return taken && q.unit && !quantity_is(&q, "pack") ? at - i : 0;
}

bool reading_slot_at(const struct reading *r, size_t i)
{
	return slot_word(r, i) > 0;
}

size_t reading_slot(struct reading *r)
{
	size_t m = slot_word(r, r->at);

	if (!m)
		return 0;
	r->slot = true;
	r->o->frequency =
		r->o->frequency ? arena_printf(r->a, "%s %.*s", r->o->frequency,
					       (int)m, r->s + r->at)
				: arena_strndup(r->a, r->s + r->at, m);
	return m;
}

/* How often, behind what may stand between it and a number: "1 po bid", "one to
 * be taken at night". */
static bool often_behind(const struct reading *r, size_t at)
{
	static const char *const between[] = {
		" ", "to be taken", "taken", "by mouth", "orally", NULL};
	struct order scratch = order_blank();
	const char *route;
	size_t m;
	bool push;

	for (int round = 0; round < 6; round++) {
		if (frequency_read(r->s + at, r->n - at, &scratch, r->a))
			return true;
		if (!(m = reading_starts(r->s + at, r->n - at, between)) &&
		    !(m = route_read(r->s + at, r->n - at, &route, &push)))
			return false;
		at += m;
	}
	return false;
}

/* A number with no unit, and a frequency behind it: "1 bd" is a tablet, "0.5
 * tid" is for whoever knows the drug. */
static void note_bare(struct reading *r, const struct quantity *q, double high,
		      size_t m)
{
	bool often = often_behind(r, r->at + m);
	/* a half is written as one; 0.5 is rather of grams */
	bool whole = q->value == floor(q->value) ||
		     (q->value == 0.5 && !strchr("0.", r->s[r->at]));
	bool strength = r->n_masses || r->o->parts.n ||
			!isnan(r->o->strength.value) || !isnan(r->o->bare);
	bool latin = (unsigned char)r->o->printed[0] < 0x80;

	if (often && whole && q->value <= 8 && (strength || latin) &&
	    r->n_masses < 6) {
		r->of_slot[r->n_masses] = false;
		r->highs[r->n_masses] = high;
		r->masses[r->n_masses++] =
			(struct quantity){q->value, "tablet"};
	} else if (isnan(r->o->bare)) {
		r->o->bare = q->value;
		r->o->decimal = memchr(r->s + r->at, '.', m) != NULL;
	}
}

/* "7.5 mL (600 mg)", "75 mg (1.5 tablets)", 7剂, 3ml/h beside a mass: nothing
 * more to take. */
static bool said_again(struct reading *r, const struct quantity *q, double high,
		       size_t m)
{
	static const char *const batches[] = {"剂", "帖", NULL};
	struct quantity *last =
		r->n_masses ? &r->masses[r->n_masses - 1] : NULL;
	size_t before = r->at;

	if (!last || !q->unit)
		return false;
	if (quantity_is(q, "mL/h") ||
	    (strstr(q->unit, "/h") && quantity_is(last, "mL")))
		return true;
	if (quantity_is(q, "piece") && quantity_is(last, "mg") &&
	    reading_starts(r->s + r->at + m - 3, 3, batches))
		return true;
	while (before && r->s[before - 1] == ' ')
		before--;
	if (!before || !strchr("(=", r->s[before - 1]) || !isnan(high) ||
	    !(last->value > 0))
		return false;
	if (quantity_is_mass(last) &&
	    (quantity_is_count(q) || quantity_is_mass(q)))
		return true;
	if (!quantity_is_mass(q) || !isnan(r->highs[r->n_masses - 1]))
		return false;
	if (quantity_is_count(last) && !r->o->strength.unit && r->n_masses == 1)
		r->o->strength =
			(struct quantity){q->value / last->value, q->unit};
	if (quantity_is(last, "mL") && !r->o->strength.unit) {
		r->o->strength = *q;
		r->o->per = *last;
	}
	return quantity_is_count(last) || quantity_is(last, "mL");
}

size_t reading_quantity(struct reading *r)
{
	struct quantity q;
	double high;
	size_t m = reading_parts(r);

	if (m)
		return m;
	m = quantity_read(r->s + r->at, r->n - r->at, &q, &high);
	if (!m)
		return 0;
	size_t spec = reading_specification(r, &q, r->at + m);
	if (spec)
		return m + spec;
	reading_next_step(r, &q);
	bool of_slot = r->slot || slot_behind(r, r->at + m);
	if (of_slot)
		add_slot(r, &q);
	r->slot = false;
	/* 0.5g/日 */
	static const char *const daily[] = {"/日", "/天", "/day", NULL};
	size_t a_day =
		reading_starts(r->s + r->at + m, r->n - r->at - m, daily);
	if (a_day && q.unit && isnan(r->o->per_day))
		r->o->per_day = 1;
	/* 20滴/分 */
	static const char *const a_minute[] = {"/分", "/min", "每分", NULL};
	size_t rate = quantity_is(&q, "drop")
			      ? reading_starts(r->s + r->at + m,
					       r->n - r->at - m, a_minute)
			      : 0;
	if (rate)
		return m + rate;
	/* "28 tabs" behind how often: what is handed out */
	if (q.unit && quantity_is_count(&q) && r->often && r->n_masses &&
	    (!r->sig || r->n_masses > r->sig_mass) && q.value > 10)
		return m;
	if (said_again(r, &q, high, m))
		return m;
	if (!q.unit)
		note_bare(r, &q, high, m);
	else if (!quantity_is(&q, "%") && !quantity_is(&q, "pack") &&
		 r->n_masses < 6) {
		r->highs[r->n_masses] = high;
		r->of_slot[r->n_masses] = of_slot;
		r->masses[r->n_masses++] = q;
	}
	return m + a_day;
}

/* Uneven takings: the largest is the dose. */
static void choose_slots(struct reading *r)
{
	double sum = 0, most = 0;

	/* "晚12u" */
	if (r->n_slots == 1 && isnan(r->o->per_day))
		r->o->per_day = 1;
	if (r->n_slots < 2)
		return;
	for (size_t i = 0; i < r->n_slots; i++) {
		sum += r->slots[i];
		most = fmax(most, r->slots[i]);
	}
	if (!(most > 0))
		return;
	if (!r->o->strength_text)
		r->o->strength = (struct quantity){NUM_NONE, NULL};
	/* "1 mg caps 3 mg AM 2 mg PM": what is of no time is the strength */
	for (size_t i = 0; i < r->n_masses && !r->o->strength.unit; i++)
		if (!r->of_slot[i] && quantity_is_mass(&r->masses[i]))
			r->o->strength = r->masses[i];
	r->o->dose = (struct quantity){most, r->slot_unit};
	r->o->dose_high = NUM_NONE;
	r->o->per_day = (double)r->n_slots;
	r->o->day_factor = sum / most;
}

/* A syringe or a nebule with what it holds, and nothing else: all of it. */
static void choose_whole(struct order *o)
{
	bool injected = o->route &&
			(!strcmp(o->route, "sc") || !strcmp(o->route, "im") ||
			 !strcmp(o->route, "inhaled"));

	if (!o->dose.unit && quantity_is_mass(&o->strength) &&
	    quantity_is(&o->per, "mL") && injected && !isnan(o->per_day))
		o->dose = o->strength;
}

/* Which of the quantities is the dose. */
void reading_choose_dose(struct reading *r)
{
	struct order *o = r->o;
	size_t last = r->n_masses;

	if (r->n_masses) {
		last--;
		/* "5mg 1片": a count beside a mass is the dose, the mass the
		 * strength */
		for (size_t i = 0; i < r->n_masses; i++)
			if (quantity_is_count(&r->masses[i]))
				last = i;
		/* what stands behind "sig:" is the dose */
		if (r->sig && r->sig_mass < r->n_masses &&
		    !quantity_is_count(&r->masses[last]))
			last = r->sig_mass;
		if (r->sig && r->sig_mass == r->n_masses)
			last = r->n_masses; /* only in front: a strength */
		for (size_t i = 0; i < r->n_masses; i++)
			if (i != last && !quantity_is_count(&r->masses[i]) &&
			    isnan(o->strength.value))
				o->strength = r->masses[i];
	}
	if (last < r->n_masses) {
		o->dose = r->masses[last];
		o->dose_high = r->highs[last];
	} else if (r->of_first.unit) {
		o->dose = r->of_first; /* a first dose and nothing else */
	}
	choose_slots(r);
	reading_choose_week(r);
	choose_whole(o);
}
