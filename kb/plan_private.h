/* Inside plans: plan.c reads the SQL, plan_run.c runs the steps. */
#ifndef KB_PLAN_PRIVATE_H
#define KB_PLAN_PRIVATE_H

#include "kb/plan.h"

#include <stdint.h>

enum operation {
	OP_PARAMETER, /* argument: which, from 0 */
	OP_NUMBER,    /* argument: 0 or 1 */
	OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE,
	OP_AND, OP_OR, OP_NOT, OP_NEGATE,
	OP_ADD, OP_SUBTRACT, OP_MULTIPLY, OP_DIVIDE,
	OP_BETWEEN,   /* x, low, high */
	OP_IN,        /* x, argument values */
	OP_MIN, OP_MAX, /* argument values */
	OP_ABS, OP_IIF, OP_POW, OP_SQRT, OP_EXP, OP_LN, OP_FLOOR, OP_CEIL,
	OP_COLUMN,    /* the top is the next column */
};

struct step {
	uint8_t op;
	uint8_t argument;
};

enum { PLAN_DEPTH = 64 }; /* of the stack */

struct plan {
	const struct step *step;
	size_t n;
};

#endif
