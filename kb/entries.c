#include "kb/entries.h"

#include "base/db.h"
#include "base/io.h"
#include "base/strbuf.h"
#include "kb/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void problem_add(struct problems *p, const struct entry *e, int line,
		 const char *format, ...)
{
	char text[ERR_ARG_SIZE], number[24];
	struct err problem;

	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	(void)ERR(&problem, ERR_KB_ENTRY, e->file, err_int(number, line),
		  e->id ? e->id : "?", text);
	vec_push(p, problem);
}

/* Entries without an id of their own get one from what makes them unique. */
static const char *id_of(struct arena *a, const struct yaml *node,
			 enum entry_kind kind)
{
	const char *own = yaml_str(node, "id");

	if (own)
		return own;
	switch (kind) {
	case ENTRY_DEFINE:
		return yaml_str(node, "define");
	case ENTRY_MAP:
		return yaml_str(node, "map");
	case ENTRY_PHRASE:
		return yaml_str(node, "phrase");
	case ENTRY_WORD: {
		const struct yaml *names = yaml_get(node, "names");
		const char *word = yaml_str(node, "word");
		return word ? arena_printf(a, "%s:%s", word,
					   yaml_count(names)
						   ? yaml_at(names, 0)->scalar
						   : "")
			    : NULL;
	}
	case ENTRY_CRITICAL: {
		const char *ward = yaml_str(node, "ward");
		const char *age = yaml_str(node, "age");
		const char *code = yaml_str(node, "code");
		return arena_printf(a, "%s:%s:%s", code ? code : "?",
				    ward ? ward : "general", age ? age : "");
	}
	case ENTRY_WELL:
		return yaml_str(node, "name");
	default:
		return NULL;
	}
}

/* The entry of this kind and id; it is remembered when there is none. */
static struct entry *find_or_note(struct entries *e, const struct entry *new)
{
	const char *key = arena_printf(&e->arena, "%d:%s", new->kind, new->id);
	const struct map_slot *slot = map_find(&e->by_id, key, strlen(key));

	if (slot)
		return &e->at[(uintptr_t)slot->value - 1];
	map_put(&e->by_id, key, strlen(key), (void *)(uintptr_t)(e->n + 1));
	return NULL;
}

/* Of two equal keys one would be ignored. */
static void find_double_keys(struct problems *problems,
			     const struct entry *entry, const struct yaml *node)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml *x = node->child[i];
		for (size_t k = 0; node->kind == YAML_MAP && k < i; k++)
			if (strcmp(node->child[k]->key, x->key) == 0)
				problem_add(problems, entry, x->line,
					    "'%s' stands twice", x->key);
		find_double_keys(problems, entry, x);
	}
}

static void add_entry(struct entries *e, const struct yaml *node,
		      const char *file, const char *origin,
		      struct problems *problems)
{
	struct entry entry = {.node = node, .file = file, .origin = origin};

	if (node->kind != YAML_MAP || !entry_kind_of(node, file, &entry.kind)) {
		entry.id = yaml_str(node, "id");
		problem_add(problems, &entry, node->line,
			    "no known kind of entry");
		return;
	}
	entry.id = id_of(&e->arena, node, entry.kind);
	if (!entry.id || !*entry.id) {
		problem_add(problems, &entry, node->line, "no id");
		return;
	}
	find_double_keys(problems, &entry, node);
	bool base = strcmp(origin, "base") == 0;
	struct entry *same = find_or_note(e, &entry);
	e->overrides += !base;
	if (same && !base && entry_is_import(file))
		problem_add(problems, &entry, node->line,
			    "an import may not replace this entry");
	else if (same && strcmp(same->origin, origin) != 0)
		*same = entry;
	else /* duplicates of one origin are found after sorting */
		vec_push(e, entry);
}

/* import/ddinter.yaml is of the origin "ddinter". */
static const char *origin_of(struct entries *e, const char *file,
			     const char *origin)
{
	const char *name = file + strlen("import/");

	if (!entry_is_import(file) || strcmp(origin, "base") == 0)
		return origin;
	return arena_strndup(&e->arena, name, strcspn(name, "/."));
}

/* A site's documents stand beside its entries. */
static bool read_documents(struct entries *e, const char *dir,
			   const char *origin, struct problems *problems,
			   struct err *err)
{
	char **paths;
	size_t n, skip = strlen(dir) + 1;
	bool ok = io_list(dir, ".md", true, &paths, &n, err);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = document_read(e, paths[i],
				   arena_strdup(&e->arena, paths[i] + skip),
				   origin, problems, add_entry, err);
	io_list_free(paths, n);
	return ok;
}

bool entries_read_dir(struct entries *e, const char *dir, const char *origin,
		      struct problems *problems, struct err *err)
{
	char **paths;
	size_t n, skip = strlen(dir) + 1;
	bool ok = io_list(dir, ".yaml", true, &paths, &n, err);

	if (!ok)
		return false;
	for (size_t i = 0; ok && i < n; i++) {
		struct yaml *root;
		const char *file = arena_strdup(&e->arena, paths[i] + skip);
		if (strncmp(file, "units/", 6) == 0)
			continue; /* compiled into the program */
		struct err problem;
		if (!yaml_read(&e->arena, paths[i], &root, &problem)) {
			vec_push(problems, problem);
			continue;
		}
		const char *its = origin_of(e, file, origin);
		for (size_t k = 0; k < yaml_count(root); k++)
			add_entry(e, yaml_at(root, k), file, its, problems);
	}
	io_list_free(paths, n);
	return ok && (strcmp(origin, "base") == 0 ||
		      read_documents(e, dir, origin, problems, err));
}

bool entries_read_db(struct entries *e, struct sqlite3 *db, struct err *err)
{
	sqlite3_stmt *s = NULL;
	bool ok = db_prepare(db,
			     "SELECT kind, id, file, origin, json FROM entry"
			     " ORDER BY kind, id",
			     &s, err);

	while (ok && sqlite3_step(s) == SQLITE_ROW) {
		struct entry entry = {
			.kind = (enum entry_kind)sqlite3_column_int(s, 0),
			.id = arena_strdup(&e->arena, db_text(s, 1)),
			.file = arena_strdup(&e->arena, db_text(s, 2)),
			.origin = arena_strdup(&e->arena, db_text(s, 3))};
		struct yaml *node;
		const char *json = db_text(s, 4);
		ok = yaml_from_json(&e->arena, json, strlen(json), entry.file,
				    &node, err);
		entry.node = node;
		if (ok && !find_or_note(e, &entry))
			vec_push(e, entry);
	}
	sqlite3_finalize(s);
	return ok;
}

void entries_release(struct entries *e)
{
	vec_free(e);
	map_free(&e->by_id);
	arena_free(&e->arena);
}

static int compare(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	int order = strcmp(a->id, b->id);
	if (order == 0)
		order = strcmp(a->file, b->file);
	return order ? order : a->node->line - b->node->line;
}

void entries_sort(struct entries *e)
{
	int number = 0;

	map_free(&e->by_id); /* the indices change */
	if (e->n)
		qsort(e->at, e->n, sizeof *e->at, compare);
	for (size_t i = 0; i < e->n; i++) {
		if (i > 0 && e->at[i - 1].kind != e->at[i].kind)
			number = 0;
		e->at[i].number = ++number;
	}
	memset(e->first, 0, sizeof e->first);
	for (size_t i = 0; i < e->n; i++)
		e->first[e->at[i].kind + 1]++;
	for (int k = 0; k < ENTRY_KINDS; k++)
		e->first[k + 1] += e->first[k];
}

const struct entry *entries_of(const struct entries *e, enum entry_kind kind,
			       size_t *ret_n)
{
	size_t first = 0, n = 0;

	if (e->n && e->first[ENTRY_KINDS] == e->n) {
		*ret_n = e->first[kind + 1] - e->first[kind];
		return e->at + e->first[kind];
	}
	for (size_t i = 0; i < e->n; i++) {
		if (e->at[i].kind == kind && n++ == 0)
			first = i;
	}
	*ret_n = n;
	return e->at + first;
}

const struct entry *entries_find(const struct entries *e, enum entry_kind kind,
				 const char *id)
{
	size_t n;
	const struct entry *list = entries_of(e, kind, &n);
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (strcmp(list[mid].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && strcmp(list[low].id, id) == 0 ? &list[low] : NULL;
}
