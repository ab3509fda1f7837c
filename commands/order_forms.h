/* Dosage forms and salts in the names of drugs. All texts are folded. */
#ifndef COMMANDS_ORDER_FORMS_H
#define COMMANDS_ORDER_FORMS_H

#include "commands/order.h"

struct order_form {
	const char *word, *release, *form, *route; /* NULL: says nothing */
};

extern const struct order_form order_form_words[]; /* ends with NULL */
extern const size_t order_form_count; /* without the last, empty one */

/* The longest form word s begins (or ends) with; NULL none. */
const struct order_form *form_at(const char *s, size_t n, bool at_end);
/* Is the text made of form and salt words only? */
bool only_forms(const char *s, size_t n);
/* Note what the form words anywhere in the name say. */
struct folded;
void note_forms(struct order *o, const struct folded *f, const char *printed);
/* Does a word begin at k of the folded name, as it was printed? */
bool order_stands_apart(const struct folded *f, const char *printed, size_t k);
/* A combination spelled out by its ingredients: "olmesartan/amlodipine",
 * 缬沙坦氨氯地平. False: a part is unknown, or there is only one. */
bool order_compound(struct kb *kb, struct order *o, const char *name,
		    struct arena *a);
/* The most a limit of the knowledge base allows at once or a day, in mg; NaN. */
double order_most_allowed(struct kb *kb, const struct drug *d);
/* "amlodipine/valsartan 5/160" of a product that holds valsartan first: the
 * parts in the order of its ingredients. False: the name does not say. */
bool order_follow_names(struct kb *kb, struct order *o, struct arena *a);
/* After the drug is known: what its bare numbers and combined strengths say. */
void order_amounts(struct kb *kb, struct order *o, struct arena *a);
struct term_match;
/* Which of the targets of a name is meant; the order says so afterwards. */
void order_choose(struct kb *kb, struct order *o, const struct term_match *m,
		  struct arena *a);
/* Is it one of several ingredients of the product? */
bool order_holds(const struct drug *product, const struct drug *part);
bool order_is_insulin(const struct drug *d);
bool order_same_ingredients(const struct drug *x, const struct drug *y);
/* A folded name without its forms and salts. */
struct term_match order_name_match(struct kb *kb, const struct folded *f,
				   const char *printed);
/* The same of a name as printed. */
struct term_match order_name_match_text(struct kb *kb, const char *printed,
					struct arena *a);
/* A known name in front, only forms and salts behind. */
struct term_match order_prefix_match(struct kb *kb, const struct folded *f,
				     const char *printed);
/* Other names when what was found rests on a salt or a form: at most max. */
size_t order_other_names(struct kb *kb, const struct folded *f,
			 const char *printed, const struct term_match *found,
			 uint32_t *ret, size_t max);
extern const char *const order_salts[]; /* ends with NULL */

#endif
