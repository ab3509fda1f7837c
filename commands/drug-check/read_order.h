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
};

/* Bytes of the first word of the list that s begins with, whatever its case;
 * 0: none. */
size_t reading_starts(const char *s, size_t n, const char *const *list);
/* A duration, a quantity with its specification at r->at: bytes, 0 none. */
size_t reading_duration(struct reading *r);
size_t reading_quantity(struct reading *r);
/* Which of the quantities read is the dose, which the strength. */
void reading_choose_dose(struct reading *r);

#endif
