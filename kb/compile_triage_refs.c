/* What triage's items say of one another. */
#include "kb/compile_private.h"

void compile_departments_check(struct compiler *c, const struct entry *e)
{
	const struct yaml *list = yaml_get(e->node, "departments");

	for (size_t i = 0; i < yaml_count(list); i++)
		if (!entries_find(c->entries, ENTRY_DEPARTMENT,
				  yaml_at(list, i)->scalar))
			problem_add(c->problems, e, list->line,
				    "unknown department '%s'",
				    yaml_at(list, i)->scalar);
}

/* A red flag names diseases: their items are numbered behind those of red flags
 * and departments. */
void compile_suspects(struct compiler *c, const struct entry *e,
		      sqlite3_stmt *s, int at)
{
	const struct yaml *list = yaml_get(e->node, "suspects");
	size_t before = 0, n;
	VEC(int32_t) items = {0};

	entries_of(c->entries, ENTRY_RED, &n);
	before += n;
	entries_of(c->entries, ENTRY_DEPARTMENT, &n);
	before += n;
	const struct entry *first = entries_of(c->entries, ENTRY_DISEASE, &n);
	for (size_t i = 0; i < yaml_count(list); i++) {
		const char *id = yaml_at(list, i)->scalar;
		const struct entry *disease =
			entries_find(c->entries, ENTRY_DISEASE, id);
		if (!disease) {
			problem_add(c->problems, e, list->line,
				    "unknown disease '%s'", id);
			continue;
		}
		vec_push(&items, (int32_t)(before + (size_t)(disease - first)));
	}
	sqlite3_bind_blob(s, at, items.at, (int)(items.n * sizeof *items.at),
			  SQLITE_TRANSIENT);
	vec_free(&items);
}
