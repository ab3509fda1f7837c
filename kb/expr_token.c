#include "kb/expr_private.h"

#include "base/num.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool expr_refuse(struct compiler_state *c, const char *problem,
		 const char *what)
{
	char buf[160];

	snprintf(buf, sizeof buf, "%s '%s'", problem, what);
	return ERR(c->err, ERR_EXPR, c->text, buf);
}

static bool in_list(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static const char *const functions[] = {"abs",  "min", "max",  "round", "floor",
					"ceil", "pow", "sqrt", "ln",    "log10",
					"exp",  "iif", NULL};
static const char *const words[] = {"AND", "OR", "NOT", "BETWEEN", "IN", NULL};

static const struct {
	const char *name, *value;
} constants[] = {
	{"NEGATIVE", "#0"}, {"TRACE", "#0.5"}, {"POSITIVE", "#1"},
	{"FEMALE", "#1"},   {"MALE", "#2"},
};

static const char *constant(const char *name)
{
	for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
		if (strcmp(constants[i].name, name) == 0)
			return constants[i].value;
	return NULL;
}

/* A predicate's tokens, in parentheses, in place of its name. */
static bool expand(struct compiler_state *c, const char *name,
		   struct token_vec *ret)
{
	const char *text = c->scope && c->scope->predicate
				   ? c->scope->predicate(c->scope->self, name)
				   : NULL;
	if (!text)
		return expr_refuse(c, "unknown predicate", name);
	if (c->nesting >= 8)
		return expr_refuse(c, "predicates in a circle at", name);

	struct token open = {T_OPEN, "("}, close = {T_CLOSE, ")"};
	vec_push(ret, open);
	c->nesting++;
	bool ok = expr_tokens(c, text, ret);
	c->nesting--;
	vec_push(ret, close);
	return ok;
}

static size_t name_length(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	/* CODE.attribute; a symptom's attribute comes after its name: S.x.hours */
	for (int dots = s[0] == 'S' && n == 1 ? 2 : 1;
	     dots > 0 && s[n] == '.' && isalpha((unsigned char)s[n + 1]);
	     dots--) {
		n++;
		while (isalnum((unsigned char)s[n]) || s[n] == '_')
			n++;
	}
	return n;
}

static bool read_name(struct compiler_state *c, const char **s,
		      struct token_vec *ret)
{
	size_t n = name_length(*s);
	struct token t = {T_NAME, arena_strndup(c->arena, *s, n)};

	*s += n;
	if (strncmp(t.text, "P.", 2) == 0)
		return expand(c, t.text, ret);
	if (in_list(t.text, words)) {
		t.kind = T_WORD;
	} else if (islower((unsigned char)t.text[0])) {
		const char *input =
			c->scope && c->scope->input
				? c->scope->input(c->scope->self, t.text)
				: NULL;
		if (input) {
			t.kind = T_INPUT;
			t.text = arena_strdup(c->arena, input);
		} else if (in_list(t.text, functions)) {
			t.kind = T_FUNCTION;
		} else if (c->scope && c->scope->table &&
			   c->scope->table(c->scope->self, t.text)) {
			t.kind = T_FUNCTION;
			t.text = arena_printf(c->arena, "kb_table_%s", t.text);
		} else {
			return expr_refuse(c, "unknown word", t.text);
		}
	} else if (constant(t.text)) {
		t.kind = T_NUMBER;
		t.text = constant(t.text);
	}
	vec_push(ret, t);
	return true;
}

static bool read_operator(struct compiler_state *c, const char **s,
			  struct token_vec *ret)
{
	static const char *const operators[] = {"<=", ">=", "<>", "<", ">", "=",
						"+",  "-",  "*",  "/", NULL};

	for (int i = 0; operators[i]; i++) {
		size_t n = strlen(operators[i]);
		if (strncmp(*s, operators[i], n) == 0) {
			struct token t = {T_OP, operators[i]};
			vec_push(ret, t);
			*s += n;
			return true;
		}
	}
	char one[2] = {**s, '\0'};
	return expr_refuse(c, "unexpected character", one);
}

bool expr_tokens(struct compiler_state *c, const char *s, struct token_vec *ret)
{
	while (*s) {
		double x;
		size_t n;
		struct token t = {T_END, ""};
		if (isspace((unsigned char)*s)) {
			s++;
		} else if (isalpha((unsigned char)*s)) {
			if (!read_name(c, &s, ret))
				return false;
		} else if ((isdigit((unsigned char)*s) || *s == '.') &&
			   (n = num_parse(s, strlen(s), &x)) > 0) {
			t.kind = T_NUMBER;
			t.text = arena_printf(c->arena, "#%.*s", (int)n, s);
			vec_push(ret, t);
			s += n;
		} else if (*s == '(' || *s == ')' || *s == ',') {
			t.kind = *s == '('   ? T_OPEN
				 : *s == ')' ? T_CLOSE
					     : T_COMMA;
			t.text = *s == '(' ? "(" : *s == ')' ? ")" : ",";
			vec_push(ret, t);
			s++;
		} else if (!read_operator(c, &s, ret)) {
			return false;
		}
	}
	return true;
}
