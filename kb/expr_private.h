/* Inside the condition language: its tokens (expr_token.c). */
#ifndef KB_EXPR_PRIVATE_H
#define KB_EXPR_PRIVATE_H

#include "kb/expr.h"

enum token_kind {
	T_END,
	T_NUMBER,
	T_NAME,
	T_INPUT,
	T_FUNCTION,
	T_WORD,
	T_OP,
	T_OPEN,
	T_CLOSE,
	T_COMMA
};

struct token {
	enum token_kind kind;
	const char *text; /* in the arena */
};
struct token_vec VEC_OF(struct token);

struct compiler_state {
	struct arena *arena;
	const struct expr_scope *scope;
	const char *text; /* the whole expression, for messages */
	struct expr_names *names;
	struct strbuf *sql;
	struct err *err;
	int nesting; /* of predicates */
};

/* Fills *c->err; false. */
bool expr_refuse(struct compiler_state *c, const char *problem, const char *what);
/* The tokens of a text, predicates expanded, words checked. */
bool expr_tokens(struct compiler_state *c, const char *s, struct token_vec *ret);

#endif
