#include "kb/expr.h"

#include "kb/expr_private.h"

#include <string.h>

static bool is_word(const struct token *t, const char *word)
{
	return t->kind == T_WORD && strcmp(t->text, word) == 0;
}

static bool is_comparison(const struct token *t)
{
	return t->kind == T_OP && strchr("<>=", t->text[0]);
}

static bool begins_operand(const struct token *t)
{
	return t->kind == T_NUMBER || t->kind == T_NAME || t->kind == T_INPUT ||
	       t->kind == T_FUNCTION;
}

static bool ends_operand(const struct token *t)
{
	return t->kind == T_NUMBER || t->kind == T_NAME || t->kind == T_INPUT ||
	       t->kind == T_CLOSE;
}

/* a < b < c means something else in SQL than it says: refused, as is every
 * unbalanced parenthesis. */
static bool check_shape(struct compiler_state *c, const struct token *t,
			size_t n)
{
	enum { DEPTH = 32 };
	bool compared[DEPTH] = {false};
	int depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (t[i].kind == T_OPEN) {
			if (++depth >= DEPTH)
				return expr_refuse(c, "too deep at", t[i].text);
			compared[depth] = false;
		} else if (t[i].kind == T_CLOSE) {
			if (--depth < 0)
				return expr_refuse(c, "unbalanced", ")");
		} else if (t[i].kind == T_COMMA || is_word(&t[i], "AND") ||
			   is_word(&t[i], "OR") || is_word(&t[i], "NOT")) {
			compared[depth] = false;
		} else if (is_comparison(&t[i])) {
			if (compared[depth])
				return expr_refuse(c, "chained comparison at",
						   t[i].text);
			compared[depth] = true;
		}
		if (i > 0 && begins_operand(&t[i]) && ends_operand(&t[i - 1]))
			return expr_refuse(c, "no operator before", t[i].text);
		if (t[i].kind == T_FUNCTION &&
		    (i + 1 >= n || t[i + 1].kind != T_OPEN))
			return expr_refuse(c, "no argument after", t[i].text);
	}
	return depth == 0 || expr_refuse(c, "unbalanced", "(");
}

static size_t name_index(struct compiler_state *c, const char *name)
{
	for (size_t i = 0; i < c->names->n; i++)
		if (strcmp(c->names->at[i], name) == 0)
			return i + 1;
	vec_push(c->names, name);
	return c->names->n;
}

/* AND binds tighter than OR: an expression that leans on that is refused, so
 * that nobody has to remember it. */
static bool check_mixing(struct compiler_state *c, const struct token *t,
			 size_t n)
{
	enum { DEPTH = 33 };
	bool has_and[DEPTH] = {false}, has_or[DEPTH] = {false};
	int depth = 0, between = 0;

	for (size_t i = 0; i < n; i++) {
		if (t[i].kind == T_OPEN || t[i].kind == T_COMMA) {
			depth += t[i].kind == T_OPEN;
			has_and[depth] = has_or[depth] = false;
		} else if (t[i].kind == T_CLOSE) {
			depth--;
		} else if (is_word(&t[i], "BETWEEN")) {
			between++;
		} else if (is_word(&t[i], "AND") && between) {
			between--;
		} else if (is_word(&t[i], "AND")) {
			has_and[depth] = true;
		} else if (is_word(&t[i], "OR")) {
			has_or[depth] = true;
		}
		if (has_and[depth] && has_or[depth])
			return expr_refuse(
				c, "AND and OR mixed without parentheses at",
				t[i].text);
	}
	return true;
}

static void emit(struct compiler_state *c, const struct token *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (t[i].kind == T_NAME || t[i].kind == T_INPUT ||
		    t[i].kind == T_NUMBER)
			strbuf_addf(c->sql, "?%zu", name_index(c, t[i].text));
		else if (t[i].kind == T_WORD || t[i].kind == T_OP)
			strbuf_addf(c->sql, " %s ", t[i].text); /* never "--" */
		else
			strbuf_adds(c->sql, t[i].text);
	}
}

static bool read_all(struct compiler_state *c, struct token_vec *ret)
{
	return expr_tokens(c, c->text, ret) &&
	       (ret->n > 0 || expr_refuse(c, "empty", "")) &&
	       check_shape(c, ret->at, ret->n) &&
	       check_mixing(c, ret->at, ret->n);
}

bool expr_compile(struct arena *a, const char *text,
		  const struct expr_scope *scope, struct expr_names *names,
		  struct strbuf *sql, struct err *err)
{
	struct compiler_state c = {a, scope, text, names, sql, err, 0};
	struct token_vec tokens = {0};
	bool ok = read_all(&c, &tokens);

	if (ok)
		emit(&c, tokens.at, tokens.n);
	vec_free(&tokens);
	return ok;
}

/* End of the conjunct that begins at t[0]: the next top-level AND that does
 * not belong to a BETWEEN. */
static size_t conjunct_length(const struct token *t, size_t n)
{
	int depth = 0;
	bool between = false;

	for (size_t i = 0; i < n; i++) {
		if (t[i].kind == T_OPEN)
			depth++;
		else if (t[i].kind == T_CLOSE)
			depth--;
		else if (depth == 0 && is_word(&t[i], "BETWEEN"))
			between = true;
		else if (depth == 0 && is_word(&t[i], "AND") && !between)
			return i;
		else if (depth == 0 && is_word(&t[i], "AND"))
			between = false;
	}
	return n;
}

static bool is_parameter(const struct token *t)
{
	return t->kind == T_NAME || t->kind == T_NUMBER;
}

static void note_guard(struct compiler_state *c, const struct token *t,
		       size_t n, int of, struct expr_guards *ret)
{
	static const char *const ops[] = {"<", "<=", ">", ">=", "=", "<>"};

	if (n != 3 || !is_parameter(&t[0]) || !is_parameter(&t[2]) ||
	    !is_comparison(&t[1]))
		return;
	for (int op = 0; op < 6; op++)
		if (strcmp(t[1].text, ops[op]) == 0) {
			struct expr_guard g = {
				(int16_t)name_index(c, t[0].text),
				(int16_t)name_index(c, t[2].text), (int16_t)op,
				(int16_t)of};
			vec_push(ret, g);
		}
}

/* Does one pair of parentheses hold all of it? */
static bool is_enclosed(const struct token *t, size_t n)
{
	int depth = 0;

	if (n < 2 || t[0].kind != T_OPEN)
		return false;
	for (size_t i = 0; i < n; i++) {
		depth += t[i].kind == T_OPEN;
		depth -= t[i].kind == T_CLOSE;
		if (depth == 0)
			return i == n - 1;
	}
	return false;
}

/* The guards of all conjuncts, predicates in parentheses included. */
static void note_guards(struct compiler_state *c, const struct token *t,
			size_t n, int of, struct expr_guards *ret)
{
	for (size_t i = 0; i < n;) {
		const struct token *part = t + i;
		size_t length = conjunct_length(part, n - i), all = length;
		while (is_enclosed(part, length)) {
			part++;
			length -= 2;
		}
		if (conjunct_length(part, length) < length)
			note_guards(c, part, length, of, ret);
		else
			note_guard(c, part, length, of, ret);
		i += all + 1;
	}
}

bool expr_compile_when(struct arena *a, const char *text,
		       const struct expr_scope *scope, struct expr_names *names,
		       struct strbuf *sql, struct expr_guards *guards,
		       struct err *err)
{
	struct compiler_state c = {a, scope, text, names, sql, err, 0};
	struct token_vec tokens = {0};
	bool ok = read_all(&c, &tokens);

	if (ok)
		note_guards(&c, tokens.at, tokens.n, 1, guards);
	if (ok)
		emit(&c, tokens.at, tokens.n);
	vec_free(&tokens);
	return ok;
}

static const char *code_of(struct arena *a, const char *name)
{
	return arena_strndup(a, name, strcspn(name, ".@"));
}

static void note_codes(struct arena *a, const struct token *t, size_t n,
		       struct expr_given *ret)
{
	bool loose = false;

	for (size_t i = 0; i < n; i++)
		loose |= is_word(&t[i], "OR") || is_word(&t[i], "IN") ||
			 (t[i].kind == T_FUNCTION &&
			  strcmp(t[i].text, "iif") == 0);
	for (size_t i = 0; i < n; i++) {
		if (t[i].kind != T_NAME)
			continue;
		if (loose)
			vec_push(&ret->any, code_of(a, t[i].text));
		else
			vec_push(&ret->required, code_of(a, t[i].text));
	}
}

bool expr_compile_given(struct arena *a, const char *text,
			const struct expr_scope *scope,
			struct expr_names *names, struct strbuf *sql,
			struct expr_given *ret, struct err *err)
{
	struct compiler_state c = {a, scope, text, names, sql, err, 0};
	struct token_vec tokens = {0};
	bool ok = read_all(&c, &tokens);
	size_t emitted = 0;

	for (size_t i = 0; ok && i < tokens.n;) {
		const struct token *t = tokens.at + i;
		size_t n = conjunct_length(t, tokens.n - i);
		note_codes(a, t, n, ret);
		note_guards(&c, t, n, 0, ret->guards);
		bool bare = n == 1 && t[0].kind == T_NAME;
		if (!bare || strchr(t[0].text, '.')) {
			strbuf_adds(sql, emitted++ ? " AND (" : "(");
			emit(&c, t, n);
			if (bare) { /* MCV.prev: it is there, even if zero */
				strbuf_adds(sql, " = ");
				emit(&c, t, n);
			}
			strbuf_adds(sql, ")");
		}
		i += n + 1;
	}
	if (ok && !emitted)
		strbuf_adds(sql, "1");
	vec_free(&tokens);
	return ok;
}
