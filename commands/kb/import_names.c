/* Names of an import: what they stand for, and what they are not. */
#include "commands/kb/import.h"

#include "base/mem.h"
#include "commands/order.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <string.h>
#include <strings.h>

struct looked_up {
	const struct drug *drug;
	const char *why;
};

/* "Diclofenac (ophthalmic)": its rules are of the drop, not of the drug. */
static bool names_a_route(const char *printed)
{
	static const char *const words[] = {
		"(topical", "(ophthalmic", "(nasal",      "(otic",
		"(rectal",  "(vaginal",    "(inhalation", "(local",
		"(dental",  "(intravitr",  NULL};

	for (int i = 0; words[i]; i++)
		if (strcasestr(printed, words[i]))
			return true;
	return false;
}

static struct looked_up look_up(struct import *m, const char *printed)
{
	struct looked_up r = {NULL, "unknown"};
	struct order_vec list = {0};
	struct order o = order_blank();

	o.text = o.printed = printed;
	vec_push(&list, o);
	orders_resolve(m->kb, &list, m->a);
	o = list.at[0];
	if (names_a_route(printed)) {
		r.why = "route";
	} else if (o.status == ORDER_RESOLVED) {
		r.drug = o.drug;
		if (o.drug->kind == DRUG_PRODUCT)
			r.drug = o.drug->n_ingredients == 1
					 ? o.drug->ingredients[0].drug
					 : NULL;
		r.why = "several";
	}
	vec_free(&list);
	return r;
}

const struct drug *import_look(struct import *m, const char *printed,
			       const char **ret_why)
{
	const struct map_slot *slot =
		map_find(&m->drugs, printed, strlen(printed));
	const struct looked_up *r = slot ? slot->value : NULL;

	if (!r) {
		struct looked_up *fresh = arena_new(m->a, struct looked_up);
		printed = arena_strdup(m->a, printed);
		*fresh = look_up(m, printed);
		map_put(&m->drugs, printed, strlen(printed), fresh);
		r = fresh;
	}
	*ret_why = r->why;
	return r->drug;
}

const struct drug *import_drug(struct import *m, const char *printed)
{
	const char *why;
	const struct drug *d = import_look(m, printed, &why);

	if (!d)
		import_unresolved(m, printed, why);
	return d;
}

void import_unresolved(struct import *m, const char *printed, const char *why)
{
	const struct map_slot *slot =
		map_find(&m->unresolved_by_name, printed, strlen(printed));
	struct import_name *name = slot ? slot->value : NULL;

	if (!name) {
		name = arena_new(m->a, struct import_name);
		name->printed = arena_strdup(m->a, printed);
		name->why = why;
		map_put(&m->unresolved_by_name, name->printed, strlen(printed),
			name);
		vec_push(&m->unresolved, name);
	}
	name->rows++;
}

void import_unread(struct import *m, int line)
{
	m->n_unread++;
	if (m->unread.n < 20)
		vec_push(&m->unread, line);
}

size_t import_new_names(struct import *m, const struct drug *d,
			const struct string_vec *names, struct string_vec *ret)
{
	size_t before = ret->n;

	for (size_t i = 0; i < names->n; i++) {
		const char *name = names->at[i];
		struct folded f = fold_text(m->kb, name, strlen(name), m->a);
		struct term_match t = term_exact(m->kb, TERM_DRUG, f.s, f.n);
		bool same = false;
		for (size_t k = 0; k < t.n; k++)
			same |= t.targets[k] == d->id;
		if (!f.n || same)
			continue;
		const struct drug *other =
			t.n ? kb_drug(m->kb, t.targets[0]) : NULL;
		if (other) {
			struct import_conflict c = {
				arena_strdup(m->a, name),
				other->name.in[m->v->app->ui->lang],
				d->name.in[m->v->app->ui->lang]};
			vec_push(&m->conflicts, c);
			continue;
		}
		vec_push(ret, arena_strdup(m->a, name));
	}
	m->names += ret->n - before;
	return ret->n - before;
}
