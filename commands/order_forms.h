/* Dosage forms and salts in the names of drugs. All texts are folded. */
#ifndef COMMANDS_ORDER_FORMS_H
#define COMMANDS_ORDER_FORMS_H

#include "commands/order.h"

struct order_form {
	const char *word, *release, *form, *route; /* NULL: says nothing */
};

/* The longest form word s begins (or ends) with; NULL none. */
const struct order_form *form_at(const char *s, size_t n, bool at_end);
/* Is the text made of form and salt words only? */
bool only_forms(const char *s, size_t n);
/* Note what the form words anywhere in the name say. */
void note_forms(struct order *o, const char *s, size_t n);
extern const char *const order_salts[]; /* ends with NULL */

#endif
