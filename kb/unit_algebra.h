/* Units multiplied and raised. Private to kb/unit*.c. */
#ifndef KB_UNIT_ALGEBRA_H
#define KB_UNIT_ALGEBRA_H

#include "kb/unit.h"

struct unit unit_number(double value);
/* A unit of its own kind, told apart by its name (case does not matter). */
struct unit unit_named(const char *name, size_t n);

/* a × b^sign into *a; sign is 1 or -1. False: a temperature scale in a
 * product, too many arbitrary units or too high an exponent. */
bool unit_multiply(struct unit *a, const struct unit *b, int sign);

/* u^n into *u; false as above. */
bool unit_raise(struct unit *u, int n);

#endif
