/* Checks shared by all kinds of entries. */
#include "kb/compile_private.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fact.h"
#include "kb/patient.h"

#include <math.h>
#include <string.h>

const char *need(struct compiler *c, const struct entry *e, const char *key)
{
	const char *value = yaml_str(e->node, key);

	if (!value || !*value)
		problem_add(c->problems, e, e->node->line, "'%s' is missing",
			    key);
	return value && *value ? value : NULL;
}

bool need_text(struct compiler *c, const struct entry *e,
	       const struct yaml *parent, const char *key, const char *ret[2])
{
	const struct yaml *pair = key ? yaml_get(parent, key) : parent;

	ret[0] = yaml_str(pair, "zh");
	ret[1] = yaml_str(pair, "en");
	if (pair && ret[0] && *ret[0] && ret[1] && *ret[1] && pair->n == 2)
		return true;
	problem_add(c->problems, e, pair ? pair->line : e->node->line,
		    "'%s' needs zh and en (quote texts with , : { or #)",
		    key ? key : "text");
	return false;
}

void check_sources(struct compiler *c, const struct entry *e,
		   const struct yaml *node)
{
	const struct yaml *list = yaml_get(node, "sources");

	if (!yaml_count(list))
		problem_add(c->problems, e, node->line, "no source");
	for (size_t i = 0; i < yaml_count(list); i++) {
		const char *ref = yaml_at(list, i)->scalar;
		const char *id =
			arena_strndup(c->arena, ref, strcspn(ref, "#"));
		if (!entries_find(c->entries, ENTRY_SOURCE, id))
			problem_add(c->problems, e, list->line,
				    "source '%s' is not in sources.yaml", id);
	}
}

static bool is_english(const char *s)
{
	uint32_t cp;

	for (size_t i = 0, n = strlen(s); i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if (utf8_is_cjk(cp) || (cp >= 0x3000 && cp <= 0x303F) ||
		    (cp >= 0xFF00 && cp <= 0xFFEF))
			return false;
	}
	return true;
}

void check_english(struct compiler *c, const struct entry *e,
		   const struct yaml *node)
{
	bool english = node->key && strcmp(node->key, "en") == 0;

	for (size_t i = 0; i < node->n; i++) {
		const struct yaml *child = node->child[i];
		if (english && child->kind == YAML_SCALAR &&
		    !is_english(child->scalar))
			problem_add(c->problems, e, child->line,
				    "Chinese in an English text");
		check_english(c, e, child);
	}
	if (english && node->kind == YAML_SCALAR && !is_english(node->scalar))
		problem_add(c->problems, e, node->line,
			    "Chinese in an English text: '%s'", node->scalar);
}

void check_keys(struct compiler *c, const struct entry *e,
		const struct yaml *node, const char *const *keys)
{
	if (node->kind != YAML_MAP) {
		problem_add(c->problems, e, node->line, "not a map of keys");
		return;
	}
	for (size_t i = 0; i < node->n; i++) {
		const char *key = node->child[i]->key;
		bool known = strcmp(key, "review") == 0;
		for (int k = 0; keys[k] && !known; k++)
			known = strcmp(keys[k], key) == 0;
		if (!known)
			problem_add(c->problems, e, node->child[i]->line,
				    "unknown key '%s'", key);
	}
}

bool parse_age_range(const char *text, double *ret_low, double *ret_high)
{
	const char *dash = strchr(text, '-');
	char low[24], high[24];
	struct age age;

	*ret_low = *ret_high = NUM_NONE;
	if (!dash || (size_t)(dash - text) >= sizeof low ||
	    strlen(dash + 1) >= sizeof high)
		return false;
	memcpy(low, text, (size_t)(dash - text));
	low[dash - text] = '\0';
	strcpy(high, dash + 1);
	if (*low) {
		if (!age_parse(low, &age))
			return false;
		*ret_low = age.days;
	}
	if (*high) {
		if (!age_parse(high, &age))
			return false;
		*ret_high = age.days;
	}
	return *low || *high;
}

const struct entry *find_analyte(const struct compiler *c, const char *code)
{
	return entries_find(c->entries, ENTRY_ANALYTE, code);
}

bool check_name(struct compiler *c, const struct entry *e, int line,
		const char *name)
{
	char code[48];
	enum attribute attribute;
	double argument;
	const char *wrong = NULL;

	if (!name_split(name, code, sizeof code, &attribute, &argument))
		wrong = "is no name";
	else if (attribute == ATTR_CONTEXT &&
		 !entries_find(c->entries, ENTRY_CONTEXT, name))
		wrong = "is not in context.yaml";
	else if (attribute == ATTR_SYMPTOM &&
		 !entries_find(c->entries, ENTRY_SYMPTOM, code))
		wrong = "is no symptom";
	else if (attribute <= ATTR_CUTOFF && !find_analyte(c, code))
		wrong = "is no analyte";
	else if (attribute == ATTR_CUTOFF &&
		 !entries_find(c->entries, ENTRY_CUTOFF, name))
		wrong = "is no cut-off";
	else if (attribute >= ATTR_PREV && attribute <= ATTR_COUNT &&
		 !find_analyte(c, code))
		wrong = "is no analyte";
	if (wrong)
		problem_add(c->problems, e, line, "'%s' %s", name, wrong);
	return !wrong;
}

const char *join_list(struct compiler *c, const struct yaml *list)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < yaml_count(list); i++) {
		if (i)
			strbuf_addch(&sb, '\x1f');
		strbuf_adds(&sb, yaml_at(list, i)->scalar);
	}
	const char *joined = arena_strndup(c->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return joined;
}

/* A name with what it stands for, so that nothing is looked up at run time:
 * text U+001E id [U+001E unit U+001E value]…, id of the analyte or context. */
static void add_resolved(struct compiler *c, struct strbuf *sb,
			 const char *name)
{
	char code[48];
	enum attribute attribute;
	double argument;
	int id = 0;

	strbuf_adds(sb, name);
	if (!name_split(name, code, sizeof code, &attribute, &argument))
		return;
	const struct entry *e =
		attribute == ATTR_CONTEXT
			? entries_find(c->entries, ENTRY_CONTEXT, name)
		: attribute == ATTR_SYMPTOM
			? entries_find(c->entries, ENTRY_SYMPTOM, code)
		: attribute == ATTR_LITERAL ? NULL
					    : find_analyte(c, code);
	if (e)
		id = e->number;
	strbuf_addf(sb, "\x1e%d", id);
	if (attribute != ATTR_CUTOFF)
		return;
	e = entries_find(c->entries, ENTRY_CUTOFF, name);
	const struct yaml *values = e ? yaml_get(e->node, "values") : NULL;
	for (size_t i = 0; values && i < values->n; i++)
		strbuf_addf(sb, "\x1e%s\x1e%s", values->child[i]->key,
			    values->child[i]->scalar);
}

const char *join_names(struct compiler *c, const struct expr_names *names)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < names->n; i++) {
		if (i)
			strbuf_addch(&sb, '\x1f');
		add_resolved(c, &sb, names->at[i]);
	}
	const char *joined = arena_strndup(c->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return joined;
}
