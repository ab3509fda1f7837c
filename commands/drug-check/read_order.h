/* Inside the order reader: the order being read. */
#ifndef COMMANDS_DRUG_CHECK_READ_ORDER_H
#define COMMANDS_DRUG_CHECK_READ_ORDER_H

#include "commands/order.h"

struct reading {
	struct kb *kb;
	const char *s;
	size_t n, at;
	struct arena *a;
	struct order *o;
	struct quantity masses[6]; /* outside specifications, in order */
	double highs[6];
	size_t n_masses;
	bool sig;        /* behind "sig:" */
	size_t sig_mass; /* masses that stood before it */
	bool often;      /* the frequency stands before the next quantity */
	struct {
		size_t mass; /* so many masses stand before it */
		double days; /* 0: the days that are left */
	} week[4];           /* uneven days of the week */
	size_t n_week;
	bool except;     /* the first dose is of the other days */
	bool alternate;  /* the last two doses, day by day */
	bool joined;     /* a + stands behind: another drug follows */
	bool changes;    /* the text speaks of a later or a first dose */
	bool slot;       /* 早, 晚: the next quantity is of that time */
	double slots[4]; /* uneven takings: 早12u 晚10u */
	size_t n_slots;
	const char *slot_unit;
	bool of_slot[6];          /* which masses are of a time of the day */
	bool beside[6];           /* … stand beside another: "A and B" */
	size_t last_end;          /* where the last of them ends */
	size_t clocks;            /* times of the clock */
	bool a_day;               /* the last mass is of a whole day */
	bool of_form;             /* … is followed by a form: "5 mg tablet" */
	bool first;               /* a first dose has been read and left */
	bool by_day;              /* day 1 was, and day 2 … */
	double of_cycle;          /* so many single days of a cycle: d1,8 */
	bool range;               /* … or days on end: d1-14 */
	bool after_first;         /* a first dose was read and left */
	bool behind;              /* times of the day stand behind: 50mg 早 */
	struct quantity of_first; /* it, when nothing follows */
	struct order later;       /* what comes after the first step … */
	struct order *settled; /* … which is this; NULL: no such words yet */
};

/* May s be the word, by two bytes and whatever the case of letters? Long tables
 * are asked at every character; n is not 0. */
static inline bool word_may_be(const char *word, const char *s, size_t n)
{
	return !((word[0] ^ s[0]) & ~0x20) &&
	       (!word[1] || (n > 1 && !((word[1] ^ s[1]) & ~0x20)));
}

/* Bytes of the first word of the list that s begins with, whatever its case;
 * 0: none. */
size_t reading_starts(const char *s, size_t n, const char *const *list);
/* Does a known name begin at i, and how long is it? */
bool reading_known(struct reading *r, size_t i, size_t *ret_len);
/* Does what stands at byte i end a name? */
bool reading_name_ends(struct reading *r, size_t i);
/* No letter, digit or hyphen stands before i. */
bool reading_boundary(const struct reading *r, size_t i);
/* 2:1, 0.05%, 2-0.5%: bytes of a ratio or concentration. */
size_t ratio_read(const char *s, size_t n);
/* Words and marks that no name holds; the Latin ones are whole words. */
extern const char *const order_name_ends[], *const order_name_ends_latin[];
/* The name at r->at, into the order. */
void reading_name(struct reading *r);
/* A quantity in front of the name; "Insulin:" in front of another. */
void reading_front(struct reading *r);
void reading_label(struct reading *r);
/* Is a dose or how often said within a few words of i? */
bool reading_dosed(const struct reading *r, size_t i);
/* Does another order begin at r->at: by its name, its number in the list? */
bool reading_next_name(struct reading *r);
bool reading_next_number(struct reading *r);
/* Is it joined by the mark at r->at, or is it the fluid this is given in? */
bool reading_another_joins(struct reading *r);
size_t reading_in_fluid(struct reading *r);
extern const char *const order_fluid_words[]; /* 加入, 溶于 …; ends with NULL */
/* "Patient takes", "Tab.", 继续口服 in front of a known name: bytes, 0 none. */
size_t reading_lead(struct reading *r);
/* Skip what stands before the name. */
void reading_marks(struct reading *r);
/* The number of a group given together: bytes, 0 none. */
size_t group_number_read(const char *s, size_t n, unsigned *ret);
/* A date or a time at s; 11-30 only where no dose can stand. */
size_t stamp_read(const char *s, size_t n, bool may_short);
/* "and stopped diltiazem": does another, ended order begin at r->at? */
bool reading_next_ended(struct reading *r);
/* The order has ended: bytes, 0 no such word. */
size_t reading_ended(struct reading *r);
/* "max 4 g/day", "x1", "then 20 mg", "each nostril": bytes, 0 none. */
size_t reading_limit(struct reading *r);
size_t reading_single(struct reading *r);
size_t reading_cycle(struct reading *r);
size_t reading_cycle_days(struct reading *r);
void reading_choose_cycle(struct reading *r);
size_t reading_roman(struct reading *r);
/* "weeks 0, 2, 6 then …", "12 h on 12 h off": bytes, 0 none. */
size_t reading_weeks(struct reading *r);
size_t reading_on_off(struct reading *r);
/* 随多巴丝肼同服: bytes, 0 none. */
size_t reading_along(struct reading *r);
size_t reading_step(struct reading *r);
extern const char *const order_step_words[]; /* ends with NULL */
void reading_next_step(struct reading *r, const struct quantity *q, size_t end);
/* Numbers that are no amount of the order: thresholds, dates, prices, numbers
 * of approval; bytes, 0 none. */
size_t reading_beside(struct reading *r);
size_t approval_read(const char *s, size_t n);
/* "5 MG (Amlodipine Besylate)": the same drug named again; bytes, 0 none. */
size_t reading_alias(struct reading *r);
/* "(increased from 2.5 mg)": what was taken before; bytes, 0 none. */
size_t reading_former(struct reading *r);
/* "patches", "eye drops" behind the strength: the form, and the way; bytes. */
size_t reading_form(struct reading *r);
/* "(按…计0.5g)": bytes, 0 none. */
size_t reading_reckoned(struct reading *r);
size_t reading_sites(struct reading *r);
size_t reading_water(struct reading *r);
/* "2.5 mg Mon/Fri, 5 mg all other days": uneven days of the week, and what
 * they make of the dose. */
size_t reading_week(struct reading *r);
/* 周一三五: bytes, 0 none. */
size_t chinese_weekdays(const char *s, size_t n, unsigned *ret);
void reading_choose_week(struct reading *r);
/* Behind the quantity q, at at: what the pack holds, what it is in. */
bool quantity_is(const struct quantity *q, const char *unit);
bool quantity_is_count(const struct quantity *q);
bool quantity_is_mass(const struct quantity *q);
size_t reading_parts(struct reading *r);
size_t reading_specification(struct reading *r, const struct quantity *q,
			     size_t at);
/* A duration, a quantity with its specification, what is dispensed, a time of
 * the day with a quantity to follow, at r->at: bytes, 0 none. */
size_t reading_duration(struct reading *r);
size_t reading_quantity(struct reading *r);
/* A number without a unit, of m bytes at r->at. */
void reading_bare(struct reading *r, const struct quantity *q, double high,
		  size_t m);
size_t reading_dispensed(struct reading *r);
extern const char *const order_times[]; /* ends with NULL */
size_t reading_slot(struct reading *r);
size_t reading_dashes(struct reading *r);
size_t reading_clocks(struct reading *r);
/* "8am", "10:30 pm", "22:00": bytes of a time of the clock, 0 none. */
size_t clock_read(const char *s, size_t n);
size_t reading_divided(struct reading *r);
/* Is the quantity, which ends at at, of a time of the day? Then it is noted,
 * and counts tablets where it stands alone. */
bool reading_of_slot(struct reading *r, struct quantity *q, size_t at);
void reading_choose_slots(struct reading *r);
bool reading_slot_at(const struct reading *r, size_t i);
/* What changes later: "每周减5mg", "首日0.5g". */
size_t reading_change(struct reading *r);
size_t reading_meal(const char *s, size_t n, double *per_day);
bool change_spoken_of(const char *s, size_t n);
/* How often, with numbers. */
size_t frequency_pattern(const char *s, size_t n, double *per_day);
size_t frequency_chinese(const char *s, size_t n, double *per_day);
/* A span of time in days; "-4", "到4" behind a number, the higher. Bytes. */
size_t frequency_span(const char *s, size_t n, double *ret_days);
size_t frequency_up_to(const char *s, size_t n, double *count);
/* Days of the week by name; a complaint it is kept for. Bytes, 0 none. */
size_t frequency_weekdays(const char *s, size_t n, unsigned *ret);
/* "mane and midi": two takings and more, by name. */
size_t frequency_times(const char *s, size_t n, double *per_day);
size_t frequency_complaint(const char *s, size_t n);
/* 50,000: bytes, 0 none. */
size_t thousands_read(const char *s, size_t n, double *ret);
/* A unit alone; *value is multiplied. */
size_t unit_word_read(const char *s, size_t n, double *value,
		      const char **ret_unit);
/* "/kg", "/h" behind a mass: the unit of an amount by weight, of a rate. */
size_t unit_per_read(const char *s, size_t n, double *factor,
		     const char **unit);
/* A clinical drug's name as RxNorm spells it, as an order is written. False:
 * it is none. */
struct strbuf;
bool clinical_rewrite(const char *s, size_t n, struct strbuf *ret);
/* Strengths of a combination. */
size_t parts_read(const char *s, size_t n, struct parts *ret);
/* Which of the quantities read is the dose, which the strength. */
void reading_choose_dose(struct reading *r);

#endif
