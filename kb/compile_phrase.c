/* Phrases: their parts become numbered classes of words, symptoms and
 * measures (kb/phrase.h). */
#include "kb/compile_private.h"

#include "kb/phrase.h"

#include <string.h>

struct class_vec VEC_OF(const char *);

static void insert_class(struct compiler *c, int class, int word, int symptom,
			 int measure)
{
	sqlite3_stmt *s =
		prepare(c, "INSERT INTO phrase_class VALUES(?1,?2,?3,?4)");

	sqlite3_bind_int(s, 1, class);
	sqlite3_bind_int(s, 2, word);
	sqlite3_bind_int(s, 3, symptom);
	sqlite3_bind_int(s, 4, measure);
	sqlite3_step(s);
	sqlite3_finalize(s);
}

/* Everything of that name: words of parts and cues first, then a symptom,
 * then a measure. False: there is none. */
static bool define_class(struct compiler *c, const char *name, int class)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_WORD, &n);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		const char *word = yaml_str(e[i].node, "word");
		const char *dot = strchr(word, '.');
		if (!dot || strcmp(dot + 1, name) != 0 ||
		    (strncmp(word, "part.", 5) != 0 &&
		     strncmp(word, "cue.", 4) != 0))
			continue;
		insert_class(c, class, e[i].number, 0, 0);
		found = true;
	}
	e = entries_find(c->entries, ENTRY_SYMPTOM, name);
	if (!found && e) {
		insert_class(c, class, 0, e->number, 0);
		found = true;
	}
	for (int m = 0; !found && m < MEASURES; m++)
		if (strcmp(name, phrase_measures[m]) == 0) {
			insert_class(c, class, 0, 0, m + 1);
			found = true;
		}
	return found;
}

static int class_of(struct compiler *c, struct class_vec *classes,
		    const struct entry *e, int line, const char *name)
{
	for (size_t i = 0; i < classes->n; i++)
		if (strcmp(classes->at[i], name) == 0)
			return (int)i;
	if (classes->n == PHRASE_CLASSES) {
		problem_add(c->problems, e, line, "more than %d classes",
			    PHRASE_CLASSES);
		return 0;
	}
	vec_push(classes, name);
	if (!define_class(c, name, (int)classes->n - 1))
		problem_add(c->problems, e, line,
			    "'%s' is no part, cue, symptom or measure", name);
	return (int)classes->n - 1;
}

/* "limb|hand" into a set. */
static void add_alternatives(struct compiler *c, struct class_vec *classes,
			     const struct entry *e, const struct yaml *node,
			     struct phrase_set *set)
{
	for (const char *p = node->scalar; *p;) {
		size_t n = strcspn(p, "|");
		int class = class_of(c, classes, e, node->line,
				     arena_strndup(c->arena, p, n));
		set->bits[class / 64] |= UINT64_C(1) << (class % 64);
		p += n + (p[n] == '|');
	}
}

/* A list of parts as sets; `joined`: all of them one set. */
static size_t bind_sets(struct compiler *c, struct class_vec *classes,
			const struct entry *e, sqlite3_stmt *s, int at,
			const char *key, bool joined)
{
	struct phrase_set sets[PHRASE_PARTS] = {{{0}}};
	const struct yaml *list = yaml_get(e->node, key);
	size_t n = yaml_count(list);

	if (n > PHRASE_PARTS && !joined) {
		problem_add(c->problems, e, list->line, "more than %d parts",
			    PHRASE_PARTS);
		n = PHRASE_PARTS;
	}
	for (size_t i = 0; i < n; i++)
		add_alternatives(c, classes, e, yaml_at(list, i),
				 &sets[joined ? 0 : i]);
	n = joined && n ? 1 : n;
	sqlite3_bind_blob(s, at, sets, (int)(n * sizeof *sets),
			  SQLITE_TRANSIENT);
	return n;
}

static void compile_phrase(struct compiler *c, struct class_vec *classes,
			   const struct entry *e, sqlite3_stmt *s)
{
	static const char *const keys[] = {
		"phrase",  "of",    "with",   "without", "reach", "near",
		"ordered", "gives", "raises", "drops",   "note",  NULL};
	static const char *const reaches[] = {"clause", "sentence", "text"};
	const char *reach = yaml_str(e->node, "reach");
	const char *ordered = yaml_str(e->node, "ordered");
	double near = 36;
	int at = reach ? -1 : 0;

	check_keys(c, e, e->node, keys);
	for (int i = 0; reach && i < 3; i++)
		if (strcmp(reach, reaches[i]) == 0)
			at = i;
	if (at < 0)
		problem_add(c->problems, e, e->node->line,
			    "reach is clause, sentence or text");
	if (at == PHRASE_TEXT)
		near = 100000;
	yaml_number(yaml_get(e->node, "near"), &near);
	sqlite3_clear_bindings(s);
	sqlite3_bind_int(s, 1, e->number);
	bind_str(s, 2, e->id);
	sqlite3_bind_int(s, 3, at);
	sqlite3_bind_int(s, 4, (int)near);
	sqlite3_bind_int(s, 5, ordered && strcmp(ordered, "true") == 0);
	if (!bind_sets(c, classes, e, s, 6, "of", false))
		problem_add(c->problems, e, e->node->line, "'of' is missing");
	bind_sets(c, classes, e, s, 7, "with", false);
	bind_sets(c, classes, e, s, 8, "without", true);
	compile_ids(c, e, s, 9, "gives");
	compile_ids(c, e, s, 10, "raises");
	compile_ids(c, e, s, 11, "drops");
	run_statement(c, e, s);
}

void compile_phrases(struct compiler *c)
{
	sqlite3_stmt *s = prepare(c, "INSERT INTO phrase VALUES(?1,?2,?3,?4,?5,"
				     "?6,?7,?8,?9,?10,?11)");
	struct class_vec classes = {0};
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_PHRASE, &n);

	vec_push(&classes, "other");
	define_class(c, "other", 0);
	for (size_t i = 0; i < n; i++)
		compile_phrase(c, &classes, &e[i], s);
	vec_free(&classes);
	sqlite3_finalize(s);
}
