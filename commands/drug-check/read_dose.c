/* Quantities of an order: specifications, doses of the day, and which of the
 * quantities is the dose. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static bool is(const struct quantity *q, const char *unit)
{
	return q->unit && strcmp(q->unit, unit) == 0;
}

static bool is_count(const struct quantity *q)
{
	return is(q, "tablet") || is(q, "piece") || is(q, "drop") ||
	       is(q, "puff");
}

static bool is_mass(const struct quantity *q)
{
	return is(q, "mg") || is(q, "IU") || is(q, "mmol");
}

static size_t skip_blanks(const struct reading *r, size_t at)
{
	while (at < r->n && r->s[at] == ' ')
		at++;
	return at;
}

/* ":1.25万iu", "/10ml", "/dose" behind a quantity. */
static size_t read_content(struct reading *r, const struct quantity *q,
			   size_t at)
{
	static const char *const each[] = {
		"/actuation", "/actuat", "/dose", "/puff", "/spray", "/tab",
		"/cap",       "/揿",     "/喷",   "/吸",   "/片",    "/粒",
		"/支",        "/袋",     "/瓶",   "/丸",   NULL};
	const char *s = r->s + at;
	size_t left = r->n - at, m = reading_starts(s, left, each);
	struct quantity other;
	double high;

	if (m && !isnan(q->value) && (is_mass(q) || is(q, "mL"))) {
		r->o->strength = *q;
		return m;
	}
	if (left < 2 || (*s != ':' && *s != '/'))
		return 0;
	m = quantity_read(s + 1, left - 1, &other, &high);
	if (!m || !other.unit || is(&other, "%"))
		return 0;
	bool volume = is(q, "mL");
	r->o->strength = volume ? other : *q;
	r->o->per = volume ? *q : other;
	return 1 + m;
}

/* "*30片", "×12支", "*10*2": how many are in the pack. */
static size_t read_pack(struct reading *r, size_t at)
{
	const char *s = r->s + at;
	size_t left = r->n - at, i = 0;
	struct quantity other;
	double high;

	while (i < left && s[i] == ' ')
		i++;
	size_t star = i < left && (s[i] == '*' || s[i] == 'x' || s[i] == 'X');
	if (!star && left - i >= 2 && memcmp(s + i, "×", 2) == 0)
		star = 2;
	if (!star)
		return 0;
	size_t gap = i + star;
	while (gap < left && s[gap] == ' ')
		gap++;
	size_t m = quantity_read(s + gap, left - gap, &other, &high);
	const char *rest = s + gap + m;
	/* "5mg x 7天" is a duration, not a pack */
	size_t after = left - gap - m;
	while (after && *rest == ' ')
		rest++, after--;
	if (!m ||
	    (after >= 3 && (!memcmp(rest, "天", 3) || !memcmp(rest, "日", 3) ||
			    !memcmp(rest, "周", 3))) ||
	    (after && !other.unit && strchr("dwDW/", *rest)))
		return 0;
	i = gap + m;
	/* 2*14: a further factor */
	if (i < left && s[i] == '*' &&
	    (m = quantity_read(s + i + 1, left - i - 1, &other, &high)))
		i += 1 + m;
	return i;
}

/* Behind a quantity: "*30片", "×12支", ":1.25万iu*10", "/10ml". */
static size_t read_specification(struct reading *r, const struct quantity *q,
				 size_t at)
{
	size_t content = read_content(r, q, at);
	size_t pack = read_pack(r, at + content);

	if (pack && !content && q->unit)
		r->o->strength = *q;
	if ((content || pack) && !r->o->strength_text)
		r->o->strength_text = "spec";
	return content + pack;
}

/* "49/51 mg", and a pack behind it. */
static size_t read_parts(struct reading *r)
{
	struct parts parts;
	size_t m = parts_read(r->s + r->at, r->n - r->at, &parts);

	if (!m || r->o->parts.n)
		return 0;
	r->o->parts = parts;
	return m + read_pack(r, r->at + m);
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
					    NULL};
	size_t i = skip_blanks(r, at);
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
	return taken && q.unit && !is(&q, "pack") ? at - i : 0;
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

/* A number with no unit, and a frequency behind it: "1 bd" is a tablet, "0.5
 * tid" is for whoever knows the drug. */
static void note_bare(struct reading *r, const struct quantity *q, size_t m)
{
	struct order scratch = order_blank();
	size_t at = skip_blanks(r, r->at + m);
	bool often = frequency_read(r->s + at, r->n - at, &scratch, r->a) > 0;
	/* a half is written as one; 0.5 is rather of grams */
	bool whole = q->value == floor(q->value) ||
		     (q->value == 0.5 && !strchr("0.", r->s[r->at]));
	bool strength = r->n_masses || r->o->parts.n ||
			!isnan(r->o->strength.value) || !isnan(r->o->bare);
	bool latin = (unsigned char)r->o->printed[0] < 0x80;

	if (often && whole && q->value <= 8 && (strength || latin) &&
	    r->n_masses < 6) {
		r->highs[r->n_masses] = NUM_NONE;
		r->masses[r->n_masses++] =
			(struct quantity){q->value, "tablet"};
	} else if (isnan(r->o->bare)) {
		r->o->bare = q->value;
	}
}

size_t reading_quantity(struct reading *r)
{
	struct quantity q;
	double high;
	size_t m = read_parts(r);

	if (m)
		return m;
	m = quantity_read(r->s + r->at, r->n - r->at, &q, &high);
	if (!m)
		return 0;
	size_t spec = read_specification(r, &q, r->at + m);
	if (spec)
		return m + spec;
	if (r->slot || slot_behind(r, r->at + m))
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
	size_t rate = is(&q, "drop")
			      ? reading_starts(r->s + r->at + m,
					       r->n - r->at - m, a_minute)
			      : 0;
	if (rate)
		return m + rate;
	/* "28 tabs" behind how often: what is handed out */
	if (q.unit && is_count(&q) && r->often && r->n_masses && !r->sig &&
	    q.value > 10)
		return m;
	if (!q.unit)
		note_bare(r, &q, m);
	else if (!is(&q, "%") && !is(&q, "pack") && r->n_masses < 6) {
		r->highs[r->n_masses] = high;
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

	if (!o->dose.unit && is_mass(&o->strength) && is(&o->per, "mL") &&
	    injected && !isnan(o->per_day))
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
			if (is_count(&r->masses[i]))
				last = i;
		/* what stands behind "sig:" is the dose */
		if (r->sig && r->sig_mass < r->n_masses &&
		    !is_count(&r->masses[last]))
			last = r->sig_mass;
		if (r->sig && r->sig_mass == r->n_masses)
			last = r->n_masses; /* only in front: a strength */
		for (size_t i = 0; i < r->n_masses; i++)
			if (i != last && !is_count(&r->masses[i]) &&
			    isnan(o->strength.value))
				o->strength = r->masses[i];
	}
	if (last < r->n_masses) {
		o->dose = r->masses[last];
		o->dose_high = r->highs[last];
	}
	choose_slots(r);
	choose_whole(o);
}
