/* Topics by the drugs a patient names: `atc: [A10]` gives a topic the names of
 * every substance whose first ATC code begins so. */
#include "kb/compile_private.h"

#include <string.h>

/* Short names are also ordinary words (氧, 钙, "ion"). */
static bool tells(const char *name)
{
	const size_t LATIN = 5, WIDE = 9; /* bytes: three wide characters */

	return strlen(name) >= ((unsigned char)*name < 0x80 ? LATIN : WIDE);
}

static void add_name(struct compiler *c, const struct entry *topic,
		     const char *name)
{
	if (name && tells(name))
		add_term(c, TERM_TOPIC, name, topic->number);
}

static void add_names(struct compiler *c, const struct entry *topic,
		      const struct entry *drug)
{
	static const char *const lists[] = {"names", "brands"};
	const struct yaml *title = yaml_get(drug->node, "substance");

	add_name(c, topic, yaml_str(title, "zh"));
	add_name(c, topic, yaml_str(title, "en"));
	for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
		const struct yaml *names = yaml_get(drug->node, lists[l]);
		for (size_t i = 0; i < yaml_count(names); i++)
			add_name(c, topic, yaml_at(names, i)->scalar);
	}
}

void compile_topic_drugs(struct compiler *c, const struct entry *topic)
{
	const struct yaml *codes = yaml_get(topic->node, "atc");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_SUBSTANCE, &n);

	for (size_t k = 0; k < yaml_count(codes); k++) {
		const char *code = yaml_at(codes, k)->scalar;
		bool found = false;
		for (size_t i = 0; i < n; i++) {
			const struct yaml *atc = yaml_get(e[i].node, "atc");
			if (!yaml_count(atc) ||
			    strncmp(yaml_at(atc, 0)->scalar, code,
				    strlen(code)) != 0)
				continue;
			found = true;
			add_names(c, topic, &e[i]);
		}
		if (!found && n)
			problem_add(c->problems, topic, codes->line,
				    "no substance has an ATC code '%s…'", code);
	}
}
