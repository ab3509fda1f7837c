#include "kb/plan_private.h"

#include "base/num.h"

#include <math.h>
#include <stdbool.h>

static double truth(bool b)
{
	return b ? 1 : 0;
}

static bool is_false(double x)
{
	return x == 0;
}

static double both(double x, double y)
{
	if (is_false(x) || is_false(y))
		return 0;
	return isnan(x) || isnan(y) ? NUM_NONE : 1;
}

static double either(double x, double y)
{
	if ((!isnan(x) && x != 0) || (!isnan(y) && y != 0))
		return 1;
	return isnan(x) || isnan(y) ? NUM_NONE : 0;
}

static double two(enum operation op, double x, double y)
{
	if (op == OP_AND)
		return both(x, y);
	if (op == OP_OR)
		return either(x, y);
	if (isnan(x) || isnan(y))
		return NUM_NONE;
	switch (op) {
	case OP_LT:
		return truth(x < y);
	case OP_LE:
		return truth(x <= y);
	case OP_GT:
		return truth(x > y);
	case OP_GE:
		return truth(x >= y);
	case OP_EQ:
		return truth(x == y);
	case OP_NE:
		return truth(x != y);
	case OP_ADD:
		return x + y;
	case OP_SUBTRACT:
		return x - y;
	case OP_MULTIPLY:
		return x * y;
	case OP_DIVIDE:
		return y == 0 ? NUM_NONE : x / y;
	default: /* OP_POW */
		return pow(x, y);
	}
}

static double one(enum operation op, double x)
{
	if (isnan(x))
		return NUM_NONE;
	switch (op) {
	case OP_NOT:
		return truth(x == 0);
	case OP_NEGATE:
		return -x;
	case OP_ABS:
		return fabs(x);
	case OP_SQRT:
		return sqrt(x);
	case OP_EXP:
		return exp(x);
	case OP_LN:
		return x > 0 ? log(x) : NUM_NONE;
	case OP_FLOOR:
		return floor(x);
	default: /* OP_CEIL */
		return ceil(x);
	}
}

static double extreme(enum operation op, const double *x, size_t n)
{
	double best = x[0];

	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			return NUM_NONE;
		if (op == OP_MIN ? x[i] < best : x[i] > best)
			best = x[i];
	}
	return best;
}

/* x[0] IN (x[1] … x[n]) */
static double among(const double *x, size_t n)
{
	bool unknown = isnan(x[0]);

	for (size_t i = 1; i <= n; i++) {
		if (x[i] == x[0])
			return 1;
		unknown |= isnan(x[i]);
	}
	return unknown ? NUM_NONE : 0;
}

void plan_run(const struct plan *p, const double *parameters, double *ret,
	      size_t n_columns)
{
	double stack[PLAN_DEPTH] = {0}; /* plan.c has counted its depth */
	size_t n = 0, column = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct step s = p->step[i];
		switch (s.op) {
		case OP_PARAMETER:
			stack[n++] = parameters[s.argument];
			break;
		case OP_NUMBER:
			stack[n++] = s.argument;
			break;
		case OP_BETWEEN:
			n -= 2;
			stack[n - 1] =
				both(two(OP_GE, stack[n - 1], stack[n]),
				     two(OP_LE, stack[n - 1], stack[n + 1]));
			break;
		case OP_IN:
			n -= s.argument;
			stack[n - 1] = among(&stack[n - 1], s.argument);
			break;
		case OP_MIN:
		case OP_MAX:
			n -= s.argument;
			stack[n] = extreme(s.op, &stack[n], s.argument);
			n++;
			break;
		case OP_IIF:
			n -= 2;
			if (isnan(stack[n - 1]) || stack[n - 1] == 0)
				stack[n - 1] = stack[n + 1];
			else
				stack[n - 1] = stack[n];
			break;
		case OP_COLUMN:
			n--;
			if (column < n_columns)
				ret[column++] = stack[n];
			break;
		case OP_NOT:
		case OP_NEGATE:
		case OP_ABS:
		case OP_SQRT:
		case OP_EXP:
		case OP_LN:
		case OP_FLOOR:
		case OP_CEIL:
			stack[n - 1] = one(s.op, stack[n - 1]);
			break;
		default:
			n--;
			stack[n - 1] = two(s.op, stack[n - 1], stack[n]);
		}
	}
	while (column < n_columns)
		ret[column++] = NUM_NONE;
}
