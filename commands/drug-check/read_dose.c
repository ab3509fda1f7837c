/* Quantities of an order: specifications, doses of the day, and which of the
 * quantities is the dose. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

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
	    (strstr(q->unit, "mL/") && quantity_is(last, "mL")))
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
	    (quantity_is_count(q) || quantity_is_mass(q) ||
	     quantity_is(q, "mL") || strstr(q->unit, "/kg")))
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

/* "A and B": does the quantity at r->at stand beside the one before it? */
static bool stands_beside(const struct reading *r)
{
	static const char *const words[] = {"and", "&",  ",",  "with", "与",
					    "和",  "、", "及", NULL};
	size_t at = r->at;

	while (at && r->s[at - 1] == ' ')
		at--;
	for (int i = 0; words[i]; i++) {
		size_t m = strlen(words[i]);
		if (m <= at && memcmp(r->s + at - m, words[i], m) == 0)
			return true;
	}
	/* "8u 6u 8u" */
	return r->last_end && at == r->last_end;
}

/* "0.5g/日", "1贴/周" behind a quantity: bytes, 0 none. */
static size_t read_a_span(struct reading *r, const struct quantity *q,
			  size_t at)
{
	static const struct {
		const char *word;
		double per_day;
	} spans[] = {{"/日", 1},          {"/天", 1},       {"/day", 1},
		     {"/d", 1},           {"/晚", 1},       {"/周", 1.0 / 7},
		     {"/week", 1.0 / 7},  {"/wk", 1.0 / 7}, {"/月", 1.0 / 30},
		     {"/month", 1.0 / 30}};

	/* "Plavix 75/day"; 3/day are takings */
	bool amount = q->unit || q->value > 12;

	for (size_t i = 0; amount && i < sizeof spans / sizeof *spans; i++) {
		const char *const one[] = {spans[i].word, NULL};
		size_t m = reading_starts(r->s + at, r->n - at, one);
		if (!m ||
		    (at + m < r->n && isalpha((unsigned char)r->s[at + m]) &&
		     isalpha((unsigned char)r->s[at + m - 1])))
			continue;
		if (isnan(r->o->per_day)) {
			r->o->per_day = spans[i].per_day;
			r->a_day = spans[i].per_day == 1;
		}
		return m;
	}
	return 0;
}

/* "90mg/kg/日 分3次", "0.6g/日 分3次", "divided BID", "in 2 divided doses": how
 * often the amount of a day is taken. Bytes, 0 none. */
size_t reading_divided(struct reading *r)
{
	static const char *const words[] = {"分", "divided", "in ", "div ",
					    NULL};
	static const char *const times[] = {
		"次",      "divided doses",  "doses",
		"divided", " divided doses", " doses",
		NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), i = m,
	       end;
	struct quantity *last =
		r->n_masses ? &r->masses[r->n_masses - 1] : NULL;
	struct order scratch = order_blank();
	double n;

	/* "3包 分3次" */
	bool counted = m == 3 && last && quantity_is_count(last) &&
		       isnan(r->o->per_day);
	if (!m || !last || !(r->a_day || counted || strstr(last->unit, "/d")))
		return 0;
	while (i < left && s[i] == ' ')
		i++;
	size_t digits = amount_read(s + i, left - i, &n);
	if (digits &&
	    (end = reading_starts(s + i + digits, left - i - digits, times))) {
		i += digits + end;
	} else if (!digits && frequency_read(s + i, left - i, &scratch, r->a) &&
		   !isnan(scratch.per_day)) {
		n = scratch.per_day; /* it is read next */
	} else {
		return 0;
	}
	if (!(n >= 1 && n <= 12))
		return 0;
	if (r->a_day || counted)
		last->value /= n;
	r->a_day = false;
	r->o->per_day = n;
	return i;
}

/* "15-20mg/L", "5ng/ml" of a level in the blood, "3ml pre-filled pens": bytes
 * behind the quantity, 0 none. */
static size_t concentration(const struct reading *r, const struct quantity *q,
			    size_t m)
{
	static const char *const a_litre[] = {"/l", NULL};
	static const char *const pens[] = {
		" pre-filled", " prefilled", " pre filled", " pen", " penfill",
		" cartridge",  " kwikpen",   " flexpen",    NULL};
	const char *s = r->s + r->at + m;
	size_t left = r->n - r->at - m, i = 0;
	bool level =
		quantity_is(q, "mg") && m > 2 &&
		((s[-2] | 0x20) == 'n' || reading_starts(s, left, a_litre));

	if (level)
		i = reading_starts(s, left,
				   (const char *const[]){"/ml", "/l", NULL});
	else if (quantity_is(q, "mL"))
		i = reading_starts(s, left, pens);
	return i && !(level && i < left && isalpha((unsigned char)s[i])) ? i
									 : 0;
}

/* "28 tabs" behind how often: what is handed out; of fewer when a dose has been
 * counted and nothing else follows. */
static bool handed_out(const struct reading *r, const struct quantity *q,
		       size_t m)
{
	size_t end = r->at + m, last = r->n_masses;

	if (!q->unit || !quantity_is_count(q) || !r->often || !last ||
	    (r->sig && last <= r->sig_mass))
		return false;
	if (q->value > 10)
		return true;
	while (end < r->n && strchr(" .,;)", r->s[end]))
		end++;
	return end == r->n && !r->slot && !r->n_slots && !r->n_week &&
	       isalpha((unsigned char)r->s[end - 1]) &&
	       quantity_is_count(&r->masses[last - 1]);
}

/* "5 mg tablet", "500 MG Oral Capsule": what one of them holds. */
static bool form_behind(const struct reading *r, size_t m)
{
	static const char *const between[] = {" ",
					      "oral ",
					      "film-coated ",
					      "chewable ",
					      "er ",
					      "xr ",
					      "extended release ",
					      "extended-release ",
					      "delayed release ",
					      "modified-release ",
					      "gastro-resistant ",
					      "disintegrating ",
					      NULL};
	static const char *const things[] = {"tablet",  "capsule",   "caplet",
					     "softgel", "tabs",      "caps",
					     "dosep",   "dose pack", NULL};
	size_t at = r->at + m, more;

	while ((more = reading_starts(r->s + at, r->n - at, between)))
		at += more;
	return reading_starts(r->s + at, r->n - at, things) > 0;
}

size_t reading_quantity(struct reading *r)
{
	struct quantity q;
	double high;
	size_t m = reading_parts(r), other;

	if (m)
		return m;
	m = quantity_read(r->s + r->at, r->n - r->at, &q, &high);
	if (!m)
		return 0;
	if ((other = concentration(r, &q, m)))
		return m + other;
	size_t spec = reading_specification(r, &q, r->at + m);
	if (spec)
		return m + spec;
	reading_next_step(r, &q, r->at + m);
	bool of_slot = reading_of_slot(r, &q, r->at + m);
	r->slot = false;
	size_t a_day = read_a_span(r, &q, r->at + m);
	/* 20滴/分 */
	static const char *const a_minute[] = {"/分", "/min", "每分", NULL};
	size_t rate = quantity_is(&q, "drop")
			      ? reading_starts(r->s + r->at + m,
					       r->n - r->at - m, a_minute)
			      : 0;
	if (rate)
		return m + rate;
	/* "28 tabs" behind how often: what is handed out */
	if (handed_out(r, &q, m))
		return m;
	static const char *const bottles[] = {"瓶", "支", "管", "罐", NULL};
	if (quantity_is(&q, "piece") && r->often && r->n_masses &&
	    r->o->strength_text && quantity_is_mass(&r->masses[0]) &&
	    reading_starts(r->s + r->at + m - 3, 3, bottles))
		return m;
	if (said_again(r, &q, high, m))
		return m;
	if (!q.unit && of_slot)
		return m;
	if (!q.unit)
		reading_bare(r, &q, high, m);
	else if (!quantity_is(&q, "%") && !quantity_is(&q, "pack") &&
		 r->n_masses < 6) {
		r->highs[r->n_masses] = high;
		r->of_slot[r->n_masses] = of_slot;
		r->beside[r->n_masses] = stands_beside(r);
		r->last_end = r->at + m;
		r->masses[r->n_masses++] = q;
		r->of_form = quantity_is_mass(&q) && form_behind(r, m);
	}
	return m + a_day;
}

/* A syringe or a nebule with what it holds, and nothing else: all of it. */
static void choose_whole(struct order *o)
{
	bool injected = o->route &&
			(!strcmp(o->route, "sc") || !strcmp(o->route, "im") ||
			 !strcmp(o->route, "inhaled") ||
			 (!strcmp(o->route, "iv") && o->per.value > 1 &&
			  o->per.value <= 10));

	/* "100 units/mL" is how strong a pen is */
	if (!o->dose.unit && quantity_is_mass(&o->strength) &&
	    quantity_is(&o->per, "mL") &&
	    !(o->per.value == 1 && quantity_is(&o->strength, "IU")) &&
	    injected && !isnan(o->per_day))
		o->dose = o->strength;
}

/* "5 mg tablet" and no word of how it is taken. */
static bool only_strength(const struct reading *r)
{
	const struct order *o = r->o;

	return r->of_form && r->n_masses == 1 && !r->sig && !o->frequency &&
	       isnan(o->per_day) && isnan(o->days) && !o->once && !o->prn &&
	       !o->route && !o->strength.unit;
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
			    isnan(o->strength.value) &&
			    !strchr(r->masses[i].unit, 'k')) {
				o->strength = r->masses[i];
				o->strength_high = r->highs[i];
			}
	}
	if (last < r->n_masses && only_strength(r)) {
		o->strength = r->masses[last];
	} else if (last < r->n_masses) {
		o->dose = r->masses[last];
		o->dose_high = r->highs[last];
	} else if (r->of_first.unit) {
		o->dose = r->of_first; /* a first dose and nothing else */
	}
	reading_choose_slots(r);
	reading_choose_week(r);
	reading_choose_cycle(r);
	choose_whole(o);
}
