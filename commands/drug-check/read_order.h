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
	bool changes;    /* the text speaks of a later or a first dose */
	bool slot;       /* 早, 晚: the next quantity is of that time */
	double slots[4]; /* uneven takings: 早12u 晚10u */
	size_t n_slots;
	const char *slot_unit;
};

/* Bytes of the first word of the list that s begins with, whatever its case;
 * 0: none. */
size_t reading_starts(const char *s, size_t n, const char *const *list);
/* A duration, a quantity with its specification, what is dispensed, a time of
 * the day with a quantity to follow, at r->at: bytes, 0 none. */
size_t reading_duration(struct reading *r);
size_t reading_quantity(struct reading *r);
size_t reading_dispensed(struct reading *r);
size_t reading_slot(struct reading *r);
bool reading_slot_at(const struct reading *r, size_t i);
/* What changes later: "每周减5mg", "首日0.5g". */
size_t reading_change(struct reading *r);
bool change_spoken_of(const char *s, size_t n);
/* How often, with numbers. */
size_t frequency_pattern(const char *s, size_t n, double *per_day);
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
