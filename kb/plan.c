#include "kb/plan_private.h"

#include "base/vec.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct steps VEC_OF(struct step);

struct parser {
	const char *s;
	struct steps steps;
	size_t depth; /* of the stack, as it stands */
	int nesting;
	bool failed;
};

/* What an expression yields: SQLite divides integers as integers, so two
 * truths are not divided here. */
enum kind { KIND_TRUTH, KIND_REAL };

static enum kind read_or(struct parser *p);

static void add(struct parser *p, enum operation op, size_t argument,
		size_t takes)
{
	struct step s = {(uint8_t)op, (uint8_t)argument};

	if (argument > 255 || takes > p->depth || p->failed) {
		p->failed = true;
		return;
	}
	p->depth += (op != OP_COLUMN) - takes;
	p->failed |= p->depth > PLAN_DEPTH - 1;
	vec_push(&p->steps, s);
}

static void skip_blank(struct parser *p)
{
	while (*p->s == ' ')
		p->s++;
}

static bool eat(struct parser *p, const char *text)
{
	skip_blank(p);
	if (*p->s != *text)
		return false;
	size_t n = strlen(text);
	if (strncmp(p->s, text, n) != 0 ||
	    (isalpha((unsigned char)text[n - 1]) &&
	     isalnum((unsigned char)p->s[n])))
		return false; /* a longer word; "pow(min(" is none */
	p->s += n;
	return true;
}

/* The arguments of a function behind its bracket. */
static size_t read_arguments(struct parser *p)
{
	size_t n = 0;

	do {
		if (read_or(p) == KIND_TRUTH)
			p->failed = true; /* an integer: SQLite's matter */
		n++;
	} while (eat(p, ","));
	p->failed |= !eat(p, ")");
	return n;
}

static enum kind read_iif(struct parser *p)
{
	read_or(p);
	p->failed |= !eat(p, ",");
	enum kind yes = read_or(p);
	p->failed |= !eat(p, ",");
	enum kind no = read_or(p);
	p->failed |= !eat(p, ")") || yes != no;
	add(p, OP_IIF, 0, 3);
	return yes;
}

static enum kind read_function(struct parser *p)
{
	static const struct {
		const char *name;
		enum operation op;
		size_t takes; /* 0: any number from 2 */
	} functions[] = {{"min(", OP_MIN, 0},   {"max(", OP_MAX, 0},
			 {"abs(", OP_ABS, 1},   {"pow(", OP_POW, 2},
			 {"sqrt(", OP_SQRT, 1}, {"exp(", OP_EXP, 1},
			 {"ln(", OP_LN, 1},     {"floor(", OP_FLOOR, 1},
			 {"ceil(", OP_CEIL, 1}};

	if (eat(p, "iif("))
		return read_iif(p);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		if (!eat(p, functions[i].name))
			continue;
		size_t n = read_arguments(p);
		if (functions[i].takes ? n != functions[i].takes : n < 2)
			p->failed = true;
		add(p, functions[i].op, n, n);
		return KIND_REAL;
	}
	p->failed = true;
	return KIND_REAL;
}

static enum kind read_operand(struct parser *p)
{
	enum kind kind;

	skip_blank(p);
	if (eat(p, "?")) {
		char *end;
		unsigned long i = strtoul(p->s, &end, 10);
		p->failed |= end == p->s || i < 1 || i > PLAN_PARAMETERS;
		p->s = end;
		add(p, OP_PARAMETER, i - 1, 0);
		return KIND_REAL;
	}
	if (eat(p, "(")) {
		kind = read_or(p);
		p->failed |= !eat(p, ")");
		return kind;
	}
	if ((*p->s == '0' || *p->s == '1') &&
	    !isdigit((unsigned char)p->s[1]) && p->s[1] != '.') {
		add(p, OP_NUMBER, (size_t)(*p->s++ - '0'), 0);
		return KIND_TRUTH;
	}
	return read_function(p);
}

static enum kind read_signed(struct parser *p)
{
	if (eat(p, "-")) {
		enum kind kind = read_signed(p);
		add(p, OP_NEGATE, 0, 1);
		return kind;
	}
	if (eat(p, "+"))
		return read_signed(p);
	return read_operand(p);
}

static enum kind read_product(struct parser *p)
{
	enum kind kind = read_signed(p);

	for (;;) {
		bool divide = eat(p, "/");
		if (!divide && !eat(p, "*"))
			return kind;
		enum kind other = read_signed(p);
		p->failed |= kind == KIND_TRUTH && other == KIND_TRUTH;
		kind = KIND_REAL;
		add(p, divide ? OP_DIVIDE : OP_MULTIPLY, 0, 2);
	}
}

static enum kind read_sum(struct parser *p)
{
	enum kind kind = read_product(p);

	for (;;) {
		bool minus = eat(p, "-");
		if (!minus && !eat(p, "+"))
			return kind;
		enum kind other = read_product(p);
		if (other == KIND_REAL)
			kind = KIND_REAL;
		add(p, minus ? OP_SUBTRACT : OP_ADD, 0, 2);
	}
}

static void read_in(struct parser *p)
{
	size_t n = 0;

	p->failed |= !eat(p, "(");
	do {
		read_sum(p);
		n++;
	} while (eat(p, ","));
	p->failed |= !eat(p, ")");
	add(p, OP_IN, n, n + 1);
}

/* One comparison: a second at the same level is not taken. */
static enum kind read_comparison(struct parser *p)
{
	static const struct {
		const char *text;
		enum operation op;
	} signs[] = {{"<=", OP_LE}, {">=", OP_GE}, {"<>", OP_NE},
		     {"<", OP_LT},  {">", OP_GT},  {"=", OP_EQ}};
	enum kind kind = read_sum(p);

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (eat(p, signs[i].text)) {
			read_sum(p);
			add(p, signs[i].op, 0, 2);
			return KIND_TRUTH;
		}
	if (eat(p, "BETWEEN")) {
		read_sum(p);
		p->failed |= !eat(p, "AND");
		read_sum(p);
		add(p, OP_BETWEEN, 0, 3);
		return KIND_TRUTH;
	}
	if (eat(p, "IN")) {
		read_in(p);
		return KIND_TRUTH;
	}
	return kind;
}

static enum kind read_not(struct parser *p)
{
	if (++p->nesting > 100)
		p->failed = true;
	enum kind kind;
	if (!p->failed && eat(p, "NOT")) {
		kind = KIND_TRUTH;
		read_not(p);
		add(p, OP_NOT, 0, 1);
	} else {
		kind = p->failed ? KIND_REAL : read_comparison(p);
	}
	p->nesting--;
	return kind;
}

static enum kind read_and(struct parser *p)
{
	enum kind kind = read_not(p);

	while (eat(p, "AND")) {
		read_not(p);
		add(p, OP_AND, 0, 2);
		kind = KIND_TRUTH;
	}
	return kind;
}

static enum kind read_or(struct parser *p)
{
	enum kind kind = read_and(p);

	while (eat(p, "OR")) {
		read_and(p);
		add(p, OP_OR, 0, 2);
		kind = KIND_TRUTH;
	}
	return kind;
}

const struct plan *plan_make(struct arena *a, const char *sql)
{
	struct parser p = {.s = sql};
	struct plan *plan = NULL;

	p.failed = !eat(&p, "SELECT");
	do {
		read_or(&p);
		add(&p, OP_COLUMN, 0, 1);
	} while (!p.failed && eat(&p, ","));
	skip_blank(&p);
	if (!p.failed && !*p.s) {
		size_t bytes = p.steps.n * sizeof *p.steps.at;
		struct step *steps = arena_alloc(a, bytes);
		memcpy(steps, p.steps.at, bytes);
		plan = arena_new(a, struct plan);
		*plan = (struct plan){steps, p.steps.n};
	}
	vec_free(&p.steps);
	return plan;
}
