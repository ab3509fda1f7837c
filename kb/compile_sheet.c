/* Sheets and advice are kept as written; the compiler checks that they can be
 * read and that what they name is there. */
#include "kb/compile_private.h"

#include "kb/sheet.h"

#include <string.h>

struct check {
	struct compiler *c;
	const struct entry *e;
};

static void note(void *self, int line, const char *what)
{
	struct check *check = self;

	problem_add(check->c->problems, check->e,
		    line ? line : check->e->node->line, "%s", what);
}

static void must_be(const struct check *check, bool there, const char *kind,
		    const char *name)
{
	if (!there)
		problem_add(check->c->problems, check->e, check->e->node->line,
			    "unknown %s '%s'", kind, name);
}

/* "SBP/DBP": each code is an analyte; "@…" is computed. */
static void check_from(const struct check *check, const char *from)
{
	char code[64];

	if (!from || *from == '@')
		return;
	for (const char *p = from; *p;) {
		size_t n = strcspn(p, "/");
		if (n >= sizeof code) {
			must_be(check, false, "analyte", from);
			return;
		}
		memcpy(code, p, n);
		code[n] = '\0';
		must_be(check, find_analyte(check->c, code) != NULL, "analyte",
			code);
		p += n + (p[n] == '/');
	}
}

static void check_sheet(const struct check *check, const struct sheet *s)
{
	struct compiler *c = check->c;

	if (s->protocol)
		must_be(check,
			entries_find(c->entries, ENTRY_PROTOCOL, s->protocol) !=
				NULL,
			"protocol", s->protocol);
	for (size_t i = 0; i < s->n_fields; i++)
		check_from(check, s->fields[i].from);
	for (size_t i = 0; i < s->n_scores; i++) {
		const struct sheet_score *k = &s->scores[i];
		if (k->calculator)
			must_be(check,
				entries_find(c->entries, ENTRY_CALCULATOR,
					     k->calculator) != NULL,
				"calculator", k->calculator);
		if (k->code)
			check_from(check, k->code);
	}
	for (size_t i = 0; i < s->n_keeps; i++)
		check_from(check, s->keeps[i].code);
}

static void compile_advice(struct compiler *c)
{
	static const char *const keys[] = {"id",        "title",    "advise",
					   "protocols", "findings", "sources",
					   "review",    NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_ADVICE, &n);

	for (size_t i = 0; i < n; i++) {
		struct check check = {c, &e[i]};
		struct advice a;
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		advice_read(e[i].node, c->arena, &a, note, &check);
		for (size_t k = 0; k < a.n_protocols; k++)
			must_be(&check,
				entries_find(c->entries, ENTRY_PROTOCOL,
					     a.protocols[k]) != NULL,
				"protocol", a.protocols[k]);
		for (size_t k = 0; k < a.n_findings; k++)
			must_be(&check,
				entries_find(c->entries, ENTRY_RULE,
					     a.findings[k]) != NULL,
				"rule", a.findings[k]);
	}
}

void compile_sheets(struct compiler *c)
{
	static const char *const keys[] = {
		"id",      "sheet",  "protocol", "title",  "version",
		"intro",   "fields", "choices",  "scores", "keeps",
		"sources", "review", "note",     NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_SHEET, &n);

	for (size_t i = 0; i < n; i++) {
		struct check check = {c, &e[i]};
		struct sheet s;
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		sheet_read(e[i].node, c->arena, &s, note, &check);
		check_sheet(&check, &s);
	}
	compile_advice(c);
}
