/* YAML entries → the compiled knowledge base, checking everything on the
 * way: `clin kb lint` is a compilation whose problems are printed. */
#ifndef KB_COMPILE_H
#define KB_COMPILE_H

#include "kb/entries.h"

struct sqlite3;

/* What is compiled into, shared by the compile_*.c files. */
struct compiler {
	struct sqlite3 *db;
	const struct entries *entries;
	struct arena *arena;
	struct problems *problems;
	const uint32_t *traditional; /* pairs */
	size_t n_traditional;
	const char **pinyin;     /* by code point below 0x10000; NULL none */
	struct term_vec *terms;  /* by enum term_domain */
	struct strbuf *sections; /* by enum image_section */
};

/* Compile entries into the bytes of a knowledge base (kb/image.h), appended to
 * *ret. Entries with problems are left out; when there are problems the bytes
 * must not be shipped. base_digest: of the base an overlay was put on, NULL
 * for a base itself. */
struct strbuf;
bool kb_compile(struct entries *e, const char *version, const char *base_digest,
		struct strbuf *ret, struct problems *problems, struct err *err);

/* The whole way for files: kb_dir → out_path (written aside and renamed). */
bool kb_compile_dir(const char *kb_dir, const char *version,
		    const char *out_path, struct problems *problems,
		    struct err *err);
/* A site's base + overlay → out_path. `base` is the open shipped base. */
struct kb;
bool kb_compile_site(struct kb *base, const char *overlay_dir,
		     const char *out_path, struct problems *problems,
		     struct err *err);

#endif
