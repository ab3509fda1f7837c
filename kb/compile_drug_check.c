/* Single-drug checks, dose limits and allergies. */
#include "kb/compile_drug.h"

#include "base/num.h"

#include <string.h>

void drug_check_write(struct drug_writer *w, const struct entry *e)
{
	static const char *const keys[] = {
		"id",           "check",  "drugs",     "when",     "unless",
		"tier",         "effect", "action",    "monitor",  "mechanism",
		"alternatives", "routes", "modifiers", "evidence", "sources",
		"note",         "title",  "exposure",  "harm",     NULL};
	static const char *const needed[] = {"effect", "action", NULL};
	const char *word = yaml_str(e->node, "check");
	const char *when = yaml_str(e->node, "when");
	int aspect = drug_aspect_parse(word);

	check_keys(w->c, e, e->node, keys);
	drug_texts_check(w, e, needed);
	drug_routes_check(w, e);
	if (aspect < 0)
		problem_add(w->c->problems, e, e->node->line, "check '%s'",
			    word ? word : "");
	if (!yaml_count(yaml_get(e->node, "drugs")))
		problem_add(w->c->problems, e, e->node->line,
			    "'drugs' is missing");
	drug_nodes_index(w, e, yaml_get(e->node, "drugs"));
	drug_rule_write(w, e, drug_tier_need(w, e, e->node), aspect, NULL, 0);
	drug_condition_write(w, e, 0, when ? when : "1 = 1",
			     yaml_str(e->node, "unless"));
	drug_modifiers_write(w, e);
}

static void check_amount(struct drug_writer *w, const struct entry *e,
			 const struct yaml *node, const char *key)
{
	const char *text = yaml_str(node, key);
	double x;

	if (!text)
		return;
	size_t n = num_parse(text, strlen(text), &x);
	if (!n || x <= 0 || !strchr("gumIUk ", text[n]))
		problem_add(w->c->problems, e, e->node->line, "%s: '%s'", key,
			    text);
}

void drug_limit_write(struct drug_writer *w, const struct entry *e)
{
	static const char *const keys[] = {
		"id",           "dose",    "who",       "route",
		"single",       "daily",   "per_kg",    "tier",
		"sources",      "note",    "effect",    "action",
		"alternatives", "monitor", "mechanism", NULL};
	static const char *const none[] = {NULL};
	const struct yaml *per_kg = yaml_get(e->node, "per_kg");
	const char *who = yaml_str(e->node, "who");

	check_keys(w->c, e, e->node, keys);
	drug_texts_check(w, e, none);
	drug_nodes_index(w, e, yaml_get(e->node, "dose"));
	check_amount(w, e, e->node, "single");
	check_amount(w, e, e->node, "daily");
	check_amount(w, e, per_kg, "single");
	check_amount(w, e, per_kg, "daily");
	if (!per_kg && !yaml_str(e->node, "single") &&
	    !yaml_str(e->node, "daily"))
		problem_add(w->c->problems, e, e->node->line, "no limit");
	drug_rule_write(w, e, drug_tier_need(w, e, e->node), ASPECT_DOSE, NULL,
			0);
	drug_condition_write(w, e, 0, who ? who : "1 = 1", NULL);
}

void drug_allergy_write(struct drug_writer *w, const struct entry *e)
{
	static const char *const keys[] = {
		"id",    "allergy",   "names",        "to",       "tier",
		"cross", "not_cross", "effect",       "action",   "sources",
		"note",  "mechanism", "alternatives", "evidence", NULL};
	static const char *const cross_keys[] = {"to", "tier", "text", NULL};
	static const char *const none[] = {NULL};
	const struct yaml *names = yaml_get(e->node, "names");
	const char *lists[] = {"cross", "not_cross"}, *text[2];
	const char *name = yaml_str(e->node, "allergy");

	check_keys(w->c, e, e->node, keys);
	drug_texts_check(w, e, none);
	drug_nodes_index(w, e, yaml_get(e->node, "to"));
	for (int k = 0; k < 2; k++) {
		const struct yaml *list = yaml_get(e->node, lists[k]);
		for (size_t i = 0; i < yaml_count(list); i++) {
			const struct yaml *row = yaml_at(list, i);
			check_keys(w->c, e, row, cross_keys);
			need_text(w->c, e, row, "text", text);
			drug_nodes_index(w, e, yaml_get(row, "to"));
			if (k == 0)
				drug_tier_need(w, e, row);
		}
	}
	if (name)
		add_term(w->c, TERM_ALLERGY, name, (int)w->id);
	for (size_t i = 0; i < yaml_count(names); i++)
		add_term(w->c, TERM_ALLERGY, yaml_at(names, i)->scalar,
			 (int)w->id);
	drug_rule_write(w, e, drug_tier_need(w, e, e->node), ASPECT_ALLERGY,
			NULL, 0);
}
