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

static void check_visit(struct check *check, const struct protocol_visit *v)
{
	struct compiler *c = check->c;

	for (size_t k = 0; k < v->n_record; k++)
		if (!find_analyte(c, v->record[k]))
			problem_add(c->problems, check->e, check->e->node->line,
				    "unknown analyte '%s'", v->record[k]);
	for (size_t k = 0; k < v->n_scales; k++)
		if (!entries_find(c->entries, ENTRY_CALCULATOR, v->scales[k]))
			problem_add(c->problems, check->e, check->e->node->line,
				    "unknown scale '%s'", v->scales[k]);
}

static void check_links(struct check *check, const struct protocol *p)
{
	struct compiler *c = check->c;

	for (size_t r = 0; r < p->n_rechecks; r++) {
		const struct protocol_recheck *k = &p->rechecks[r];
		if (k->visit && !protocol_visit_find(p, k->visit))
			note(check, 0, "recheck names no visit of it");
		if (k->finding &&
		    !entries_find(c->entries, ENTRY_RULE, k->finding))
			problem_add(c->problems, check->e, check->e->node->line,
				    "recheck names no rule: %s", k->finding);
	}
	if (p->days && !find_analyte(c, p->days))
		note(check, 0, "days: unknown analyte");
	if (p->dx && !entries_find(c->entries, ENTRY_CONTEXT, p->dx))
		note(check, 0, "dx: unknown diagnosis");
	for (size_t i = 0; i < p->n_needs; i++)
		for (size_t k = 0; k < p->needs[i].n; k++)
			if (!entries_find(c->entries, ENTRY_CONTEXT,
					  p->needs[i].any[k]))
				problem_add(c->problems, check->e,
					    check->e->node->line,
					    "unknown diagnosis '%s'",
					    p->needs[i].any[k]);
	for (size_t i = 0; i < p->n_control; i++)
		if (!find_analyte(c, p->control[i]))
			note(check, 0, "control: unknown analyte");
	for (size_t i = 0; i < p->n_targets; i++)
		if (!find_analyte(c, p->targets[i].code))
			problem_add(c->problems, check->e, check->e->node->line,
				    "unknown analyte '%s'", p->targets[i].code);
	for (size_t i = 0; i < p->n_triggers; i++)
		if (!entries_find(c->entries, ENTRY_RULE, p->triggers[i]))
			problem_add(c->problems, check->e, check->e->node->line,
				    "trigger names no rule: %s",
				    p->triggers[i]);
}

void compile_protocols(struct compiler *c)
{
	static const char *const keys[] = {
		"id",      "title",   "version", "anchor",  "targets", "refer",
		"trigger", "visits",  "recheck", "sources", "review",  "note",
		"days",    "control", "needs",   "dx",      NULL};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_PROTOCOL, &n);

	for (size_t i = 0; i < n; i++) {
		struct check check = {c, &e[i]};
		struct protocol p;
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		protocol_read(e[i].node, c->arena, &p, note, &check);
		for (size_t v = 0; v < p.n_visits; v++)
			check_visit(&check, &p.visits[v]);
		check_links(&check, &p);
	}
}
