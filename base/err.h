/* Errors of the lower floors.
 *
 * A function that can fail returns bool and fills the caller's `struct err`
 * (last parameter) only when it returns false. An error is a message id with
 * arguments; the wording, in both languages, stands in one table in
 * cli/messages.c, which alone turns it into text.
 *
 *     if (!io_read(path, &buf, err))
 *         return false;                       // already filled
 *     return ERR(err, ERR_LINE, path, "12");  // fills, is false
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

/* id, what the arguments are */
#define ERR_LIST(X)                                                          \
	X(NONE)          /* no error */                                      \
	X(OPEN)          /* path, reason: cannot be opened or read */        \
	X(WRITE)         /* path, reason */                                  \
	X(DIRECTORY)     /* path: is a directory */                          \
	X(TOO_LARGE)     /* path, limit: more bytes than the limit */        \
	X(EMPTY)         /* path: nothing in it */                           \
	X(BINARY)        /* path: not text */                                \
	X(ENCODING)      /* path, encoding: bytes do not fit it */           \
	X(ENCODING_NAME) /* name: no such encoding */                        \
	X(TERMINAL_EOF)  /* input ended before anything was pasted */        \
	X(YAML)          /* file, line, problem (parser's words) */          \
	X(YAML_LIMIT)    /* file, line: aliases, depth or size refused */    \
	X(JSON)          /* file, line, problem */                           \
	X(DB)            /* database, problem (SQLite's words) */            \
	X(KB_OPEN)       /* path, problem */                                 \
	X(KB_STALE)      /* path: built from another base */                 \
	X(KB_ENTRY)      /* file, line, id, problem: entry refused */        \
	X(KB_INVALID)    /* count: entries refused in all */                 \
	X(KB_NO_ENTRY)   /* id: not in the knowledge base */                 \
	X(EXPR)          /* expression, problem */                           \
	X(UNIT)          /* unit: unknown */                                 \
	X(UNIT_CONVERT)  /* from, to: indeterminate */                       \
	X(VALUE)         /* what, given, expected */                         \
	X(IMPOSSIBLE)    /* what, given, limits, likely unit or "" */         \
	X(OPTION_UNKNOWN)   /* option, nearest or "" */                      \
	X(OPTION_VALUE)     /* option, value, expected */                    \
	X(OPTION_MISSING)   /* option: needs a value */                      \
	X(OPTION_CONFLICT)  /* option, why */                                \
	X(COMMAND_UNKNOWN)  /* word, nearest or "" */                        \
	X(COMMAND_AMBIGUOUS)/* word, candidates */                           \
	X(ARGUMENT)      /* argument, what is wrong */                       \
	X(WORD_IS_FILE)  /* path: given where its content is meant */        \
	X(CONFIG_KEY)    /* file, line, key, nearest: unknown key */         \
	X(CONFIG_VALUE)  /* file, line, key, expected */                     \
	X(CONFIG_TWICE)  /* file, line, key */                               \
	X(CONFIG_SECRET) /* file, why: key file readable by others … */      \
	X(DATE)          /* text: not a date */                              \
	X(NO_DATA)       /* path: no result row found */                     \
	X(NOT_IMPLEMENTED_HERE) /* what, where to look: named, not offered */ \
	X(WORKER)        /* item, signal or status: a worker crashed */      \
	X(STOPPED)       /* a batch: items that are done */                  \
	X(INTERRUPTED)   /* whom, why */                                     \
	X(JOURNAL)       /* path, problem */                                 \
	X(MESSAGE)       /* format, line, problem: HL7, FHIR, CSV content */ \
	X(MODEL)         /* endpoint, problem */                             \
	X(LAST)          /* why the last result cannot be asked about */     \
	X(LEDGER)        /* path, line: not what was written */              \
	X(CHART)         /* path, problem */                                 \
	X(CHART_ABSENT)  /* path: there is none yet */                       \
	X(CHART_PATIENT) /* id: not in the chart */                          \
	X(CHART_THERE)   /* id: in the chart already */                      \
	X(CHART_OTHER)   /* id, what: another person's report */             \
	X(CHART_VISIT)   /* id: no visit is planned */                      \
	X(CHART_NOT_DUE) /* id: none of its visits is open now */            \
	X(CHART_UNSEEN)  /* id: no visit was done */                         \
	X(CHART_START)   /* protocol, what: the day it counts from */        \
	X(NOTIFY)        /* command, problem */

enum err_id {
#define ERR_ENUM(id) ERR_##id,
	ERR_LIST(ERR_ENUM)
#undef ERR_ENUM
	ERR_COUNT
};

enum { ERR_ARGS = 4, ERR_ARG_SIZE = 224 };

struct err {
	enum err_id id;
	char arg[ERR_ARGS][ERR_ARG_SIZE]; /* copied, cut at a character */
};

/* Fill *err (may be NULL) with id and up to ERR_ARGS strings; the list ends
 * with NULL. Always returns false, so that it can be the return expression. */
bool err_set(struct err *err, enum err_id id, ...)
	__attribute__((sentinel));
#define ERR(err, ...) err_set((err), __VA_ARGS__, (char *)0)

/* The id's name in lower case with hyphens, for JSON ("too-large"): written
 * into buf, which is returned. */
const char *err_code(enum err_id id, char buf[32]);

/* Decimal text of n in a static-free way: writes into buf, returns it. */
const char *err_int(char buf[24], long long n);

#endif
