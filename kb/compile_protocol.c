/* Protocols are kept as written; the compiler checks that they can be read
 * and that what they name is there. */
#include "kb/compile_private.h"

#include "kb/protocol.h"

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

void compile_protocols(struct compiler *c)
{
	static const char *const keys[] = {
		"id",      "title",  "version", "visits", "recheck",
		"sources", "review", "note",    "dx",     NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_PROTOCOL, &n);

	for (size_t i = 0; i < n; i++) {
		struct check check = {c, &e[i]};
		struct protocol p;
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		protocol_read(e[i].node, c->arena, &p, note, &check);
		for (size_t v = 0; v < p.n_visits; v++)
			for (size_t k = 0; k < p.visits[v].n_record; k++)
				if (!find_analyte(c, p.visits[v].record[k]))
					problem_add(c->problems, &e[i],
						    e[i].node->line,
						    "unknown analyte '%s'",
						    p.visits[v].record[k]);
		for (size_t r = 0; r < p.n_rechecks; r++) {
			const struct protocol_recheck *k = &p.rechecks[r];
			if (k->visit && !protocol_visit_find(&p, k->visit))
				note(&check, 0, "recheck names no visit of it");
			if (k->finding &&
			    !entries_find(c->entries, ENTRY_RULE, k->finding))
				note(&check, 0, "recheck names no rule");
		}
	}
}
