/* Triage: symptoms and the sites of the body they are made up from. */
#include "kb/compile_private.h"

#include "kb/gist.h"
#include "kb/triage.h"

#include <string.h>

struct id_vec VEC_OF(int32_t);

/* "chest_pain" or "DX.x": a symptom's id, or minus a context's; 0 and a
 * problem when there is neither. */
int32_t compile_what(struct compiler *c, const struct entry *e, int line,
		     const char *key)
{
	const struct entry *s = entries_find(c->entries, ENTRY_SYMPTOM, key);

	if (s)
		return s->number;
	s = entries_find(c->entries, ENTRY_CONTEXT, key);
	if (!s)
		problem_add(c->problems, e, line, "'%s' is no symptom", key);
	return s ? -s->number : 0;
}

void compile_ids(struct compiler *c, const struct entry *e, sqlite3_stmt *s,
		 int at, const char *key)
{
	const struct yaml *list = yaml_get(e->node, key);
	struct id_vec ids = {0};

	for (size_t i = 0; i < yaml_count(list); i++) {
		int32_t id = compile_what(c, e, list->line,
					  yaml_at(list, i)->scalar);
		vec_push(&ids, id);
	}
	sqlite3_bind_blob(s, at, ids.at, (int)(ids.n * sizeof *ids.at),
			  SQLITE_TRANSIENT);
	vec_free(&ids);
}

/* Whom a symptom is asked, and whether at all: kb/triage/asks.yaml, else by
 * its system. Replaces the wording in ask[]. */
static void bind_asking(struct compiler *c, const struct entry *symptom,
			const struct entry *e, sqlite3_stmt *s,
			const char *ask[2])
{
	static const char *const keys[] = {"id",   "asks",    "ask",  "by",
					   "who",  "sources", "note", "never",
					   "seen", NULL};
	const char *system = yaml_str(symptom->node, "system");
	const char *who = e ? yaml_str(e->node, "who") : NULL;
	const char *by = e ? yaml_str(e->node, "by") : NULL;
	int whom = ASK_ANYONE, way = ASK_PATIENT;

	if (e) {
		check_keys(c, e, e->node, keys);
		check_sources(c, e, e->node);
		if (yaml_str(e->node, "never"))
			way = ASK_NEVER;
		else
			need_text(c, e, e->node, "ask", ask);
		if (by)
			way = ASK_EXAMINER;
		else if (yaml_str(e->node, "seen"))
			way = ASK_SEEN;
	}
	if (system && strcmp(system, "admin") == 0)
		way = ASK_NEVER;
	if (who)
		whom = *who == 'F'   ? ASK_WOMAN
		       : *who == 'M' ? ASK_MAN
		       : *who == 'a' ? ASK_ANYONE
				     : ASK_CHILD;
	else if (system && strcmp(system, "women") == 0)
		whom = ASK_WOMAN;
	else if (system && strcmp(system, "child") == 0)
		whom = ASK_CHILD;
	sqlite3_bind_int(s, 10, way);
	sqlite3_bind_int(s, 11, whom);
}

/* Every entry of kb/triage/asks.yaml asks for a symptom there is. */
static const struct entry *find_ask(struct compiler *c, const char *code)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_ASK, &n);

	for (size_t i = 0; i < n; i++) {
		const char *asks = yaml_str(e[i].node, "asks");
		if (asks && strcmp(asks, code) == 0)
			return &e[i];
	}
	return NULL;
}

static void check_asks(struct compiler *c)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_ASK, &n);

	for (size_t i = 0; i < n; i++) {
		const char *asks = yaml_str(e[i].node, "asks");
		if (!asks || !entries_find(c->entries, ENTRY_SYMPTOM, asks))
			problem_add(c->problems, &e[i], e[i].node->line,
				    "asks for no symptom");
	}
}

/* A topic is asked of nobody and read apart from the symptoms. */
static enum term_domain bind_heading(struct compiler *c, const struct entry *e,
				     sqlite3_stmt *s, const char *name[2])
{
	bool topic = yaml_get(e->node, "topic");
	const char *ask[2] = {NULL, NULL};

	need_text(c, e, e->node, topic ? "topic" : "symptom", name);
	if (topic) {
		sqlite3_bind_int(s, 10, ASK_NEVER);
		sqlite3_bind_int(s, 11,
				 yaml_get(e->node, "who") ? ASK_CHILD
							  : ASK_ANYONE);
	} else {
		need_text(c, e, e->node, "ask", ask);
		bind_asking(c, e, find_ask(c, e->id), s, ask);
	}
	bind_str(s, 3, name[0]);
	bind_str(s, 4, name[1]);
	bind_str(s, 5, topic ? "" : ask[0]);
	bind_str(s, 6, topic ? "" : ask[1]);
	bind_str(s, 7, topic ? SYSTEM_TOPIC : need(c, e, "system"));
	return topic ? TERM_TOPIC : TERM_SYMPTOM;
}

/* The English name as it may be told in other words; one word, or two as short
 * as "come up", are too little. */
static void add_gist(struct compiler *c, const char *name, int target)
{
	enum { LETTERS_LEAST = 8 };
	struct gist g = gist_read(name, strlen(name), c->arena);

	if (g.n_words >= 2 && g.n >= LETTERS_LEAST && !strchr(g.s, '\n'))
		add_term(c, TERM_GIST, g.s, target);
}

void compile_symptoms(struct compiler *c)
{
	static const char *const keys[] = {
		"id",       "symptom", "topic", "names",   "implies",
		"excludes", "system",  "ask",   "sources", "speaks",
		"who",      "note",    "atc",   NULL};
	sqlite3_stmt *s = prepare(
		c, "INSERT INTO symptom VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,"
		   "?11)");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_SYMPTOM, &n);

	check_asks(c);
	for (size_t i = 0; i < n; i++) {
		const struct yaml *names = yaml_get(e[i].node, "names");
		const char *name[2] = {NULL, NULL};
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		sqlite3_bind_int(s, 1, e[i].number);
		bind_str(s, 2, e[i].id);
		enum term_domain domain = bind_heading(c, &e[i], s, name);
		compile_ids(c, &e[i], s, 8, "implies");
		compile_ids(c, &e[i], s, 9, "excludes");
		run_statement(c, &e[i], s);
		for (int k = 0; k < 2; k++)
			if (name[k])
				add_term(c, domain, name[k], e[i].number);
		for (size_t k = 0; k < yaml_count(names); k++) {
			const char *other = yaml_at(names, k)->scalar;
			add_term(c, domain, other, e[i].number);
			if (domain == TERM_SYMPTOM)
				add_gist(c, other, e[i].number);
		}
		if (domain == TERM_TOPIC)
			compile_topic_drugs(c, &e[i]);
	}
	sqlite3_finalize(s);
}

static bool is_complaint(const char *key)
{
	for (int i = 0; i < COMPLAINTS; i++)
		if (strcmp(key, complaint_names[i]) == 0)
			return true;
	return false;
}

void compile_sites(struct compiler *c)
{
	sqlite3_stmt *s = prepare(c, "INSERT INTO site VALUES(?1,?2,?3)");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_SITE, &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *names = yaml_get(e[i].node, "names");
		const char *name[2];
		int32_t ids[COMPLAINTS] = {0};
		need_text(c, &e[i], e[i].node, "site", name);
		for (size_t k = 0; k < e[i].node->n; k++) {
			const struct yaml *child = e[i].node->child[k];
			static const char *const other[] = {
				"id", "site", "names", "sources", "note", NULL};
			bool known = is_complaint(child->key);
			for (int o = 0; other[o]; o++)
				known |= strcmp(child->key, other[o]) == 0;
			if (!known)
				problem_add(c->problems, &e[i], child->line,
					    "unknown key '%s'", child->key);
		}
		for (int k = 0; k < COMPLAINTS; k++) {
			const char *code =
				yaml_str(e[i].node, complaint_names[k]);
			if (code)
				ids[k] = compile_what(c, &e[i], e[i].node->line,
						      code);
		}
		sqlite3_bind_int(s, 1, e[i].number);
		bind_str(s, 2, e[i].id);
		sqlite3_bind_blob(s, 3, ids, sizeof ids, SQLITE_TRANSIENT);
		run_statement(c, &e[i], s);
		for (size_t k = 0; k < yaml_count(names); k++)
			add_term(c, TERM_SITE, yaml_at(names, k)->scalar,
				 e[i].number);
	}
	sqlite3_finalize(s);
}
