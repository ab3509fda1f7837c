/* Full-text search over the entries of a knowledge base and the documents of a
 * site: passages that answer a question, best first (BM25). */
#ifndef KB_SEARCH_H
#define KB_SEARCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "kb/entries.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

struct passage {
	const char *kind, *id, *origin;
	const char *title;   /* in the language asked for */
	const char *text;    /* what the entry says, in words; "" nothing */
	const char *patient; /* the same for a patient; "" nothing */
	const char *sources; /* "ada-2024, who-2020"; "" none */
	double score;
	double coverage; /* share of the question that it is about, 0..1 */
};
struct passages VEC_OF(struct passage);

/* At most max passages of at least `coverage`; strings live in a. */
bool kb_passages(struct kb *kb, const char *question, enum lang lang,
		 double coverage, size_t max, struct arena *a,
		 struct passages *ret, struct err *err);
/* How much of the question a text is about: the share of its units (names,
 * words) that stand there; 1 when the question names nothing. */
double kb_about(struct kb *kb, const char *question, const char *text,
		struct arena *a);
/* Coverage below which a passage is not about the question. */
#define PASSAGE_ABOUT 0.5

/* An entry as a passage. names: other words it is found by (may be NULL). */
struct strbuf;
void passage_read(struct kb *kb, enum entry_kind kind, const char *id,
		  const struct yaml *node, enum lang lang, struct arena *a,
		  struct passage *ret, struct strbuf *names);

/* For the compiler: index the entries of `db` with the vocabulary of `kb`,
 * which was compiled from the same entries. */
struct sqlite3;
bool search_index(struct kb *kb, struct sqlite3 *db, struct err *err);

#endif
