/* The privacy guard: identifiers → typed placeholders ([电话1]) and back. The
 * mapping lives in memory only. It is a second wall: what is sent is built
 * from findings, not from the note. Nothing sent is "anonymous". */
#ifndef LLM_PRIVACY_H
#define LLM_PRIVACY_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

struct privacy_pair {
	const char *original, *placeholder, *kind; /* 姓名, 电话, 日期 … */
};
struct privacy_pairs VEC_OF(struct privacy_pair);

struct privacy {
	struct kb *kb;
	struct arena arena;
	struct privacy_pairs pairs;
	size_t redacted; /* places replaced so far */
	long long shift; /* days by which dates moved; 0: none did */
	long long today; /* days since 1970, for dates without a year; 0: they
			    stay */
};

/* kb: names of drugs, analytes and diseases are no identifiers (NULL: they
 * are not known). */
void privacy_init(struct privacy *p, struct kb *kb);
void privacy_release(struct privacy *p);

/* A name from a report's header or the chart: it is replaced wherever it
 * stands, also without its spaces and the given name alone. Names of one
 * character are refused: they are words, too. */
void privacy_add_name(struct privacy *p, const char *name);
/* Another word that must not leave (the hospital's name): kind 单位 and the
 * like. */
void privacy_add_word(struct privacy *p, const char *kind, const char *word);

/* Append text with every identifier replaced. Full-width digits and letters
 * are read as plain, zero-width characters vanish. */
void privacy_redact(struct privacy *p, const char *text, size_t n,
		    struct strbuf *ret);
/* The same for what a person typed freely. A name may be an ordinary word; of
 * these only what the knowledge base's own texts use is left. */
void privacy_redact_typed(struct privacy *p, const char *text, size_t n,
			  struct strbuf *ret);
/* Is anything left in it that looks like an identifier? */
bool privacy_clean(const struct privacy *p, const char *text, size_t n);
/* "姓名 1, 电话 2": how many different ones of each kind, appended. */
void privacy_counts(const struct privacy *p, bool english, struct strbuf *ret);
/* Placeholders → originals, for the local screen. */
void privacy_restore(const struct privacy *p, const char *text, size_t n,
		     struct strbuf *ret);

/* GB 11643: eighteen characters whose last is the check digit (MOD 11-2). */
bool privacy_id_valid(const char id[18]);

#endif
