/* What speaks for a department. */
#include "kb/compile_private.h"

#include "kb/triage.h"

#include <string.h>

struct weight_vec VEC_OF(struct triage_weight);

/* Of two weights for one thing the first stands: its own before another's. */
static void add_weight(struct weight_vec *list, int32_t what, double points)
{
	struct triage_weight w = {what, (float)points};

	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].what == what)
			return;
	vec_push(list, w);
}

static void add_scores(struct compiler *c, const struct entry *e,
		       struct weight_vec *list)
{
	const struct yaml *map = yaml_get(e->node, "scores");

	for (size_t i = 0; map && map->kind == YAML_MAP && i < map->n; i++) {
		double points = 0;
		int32_t what =
			compile_what(c, e, map->line, map->child[i]->key);
		if (!yaml_number(map->child[i], &points))
			problem_add(c->problems, e, map->line,
				    "'%s': no number", map->child[i]->key);
		add_weight(list, what, points);
	}
}

static void add_topics(struct compiler *c, const struct entry *e,
		       struct weight_vec *list)
{
	const char *code = yaml_str(e->node, "code");
	size_t n;
	const struct entry *s = entries_of(c->entries, ENTRY_SYMPTOM, &n);

	for (size_t i = 0; code && i < n; i++) {
		const struct yaml *speaks = yaml_get(s[i].node, "speaks");
		double points;
		if (speaks && yaml_number(yaml_get(speaks, code), &points))
			add_weight(list, s[i].number, points);
	}
}

void compile_department(struct compiler *c, const struct entry *e,
			sqlite3_stmt *s, int at)
{
	const struct yaml *like = yaml_get(e->node, "like");
	struct weight_vec list = {0};

	add_scores(c, e, &list);
	add_topics(c, e, &list);
	for (size_t i = 0; i < yaml_count(like); i++) {
		const struct entry *other = entries_find(
			c->entries, ENTRY_DEPARTMENT, yaml_at(like, i)->scalar);
		if (!other) {
			problem_add(c->problems, e, like->line,
				    "like an unknown department '%s'",
				    yaml_at(like, i)->scalar);
			continue;
		}
		add_scores(c, other, &list);
		add_topics(c, other, &list);
	}
	size_t kept = 0; /* 0 keeps another's weight out */
	for (size_t i = 0; i < list.n; i++)
		if (list.at[i].points != 0)
			list.at[kept++] = list.at[i];
	list.n = kept;
	sqlite3_bind_blob(s, at, list.at, (int)(list.n * sizeof *list.at),
			  SQLITE_TRANSIENT);
	vec_free(&list);
}

static bool is_code(const struct compiler *c, const char *code)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_DEPARTMENT, &n);

	for (size_t i = 0; i < n; i++) {
		const char *own = yaml_str(e[i].node, "code");
		if (own && strcmp(own, code) == 0)
			return true;
	}
	return false;
}

/* A topic speaks for departments there are, by numbers; a symptom for none. */
void check_topics(struct compiler *c)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_SYMPTOM, &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *speaks = yaml_get(e[i].node, "speaks");
		double points;
		if (!yaml_get(e[i].node, "topic") != !speaks)
			problem_add(c->problems, &e[i], e[i].node->line,
				    "a topic, and only a topic, speaks for "
				    "departments");
		for (size_t k = 0; speaks && k < speaks->n; k++)
			if (!is_code(c, speaks->child[k]->key) ||
			    !yaml_number(speaks->child[k], &points))
				problem_add(c->problems, &e[i], speaks->line,
					    "'%s' is no department's code with "
					    "a number",
					    speaks->child[k]->key);
	}
}
