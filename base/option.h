/* One command's interface as data.
 *
 * A command describes itself in one const `struct command`; cli/ derives the
 * parsing, --help, the option sections of the manual and the completions from
 * it. Parsed values land in the command's own parameter struct by offset.
 */
#ifndef BASE_OPTION_H
#define BASE_OPTION_H

#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>

struct app;   /* what cli/ opened for the command: commands/app.h */

struct string_vec VEC_OF(const char *);

enum option_type {
	OPTION_FLAG,     /* bool: true when given */
	OPTION_STRING,   /* const char *: borrowed from argv */
	OPTION_INT,      /* int */
	OPTION_NUMBER,   /* struct option_number */
	OPTION_CHOICE,   /* int: index into choices, one of them exactly */
	OPTION_LIST,     /* struct string_vec: may be repeated */
	OPTION_OPTIONAL, /* const char *: "" when given without =VALUE */
};

struct option_number {
	bool given;
	double value;
};

struct option {
	const char *name;           /* long name without dashes */
	char letter;                /* short form or 0 */
	enum option_type type;
	size_t offset;              /* in the parameter struct */
	struct text arg;            /* metavariable, e.g. 年龄 / AGE */
	struct text help;
	const char *const *choices; /* OPTION_CHOICE: NULL-terminated; also
	                               completion words for other types */
};

struct example {
	const char *line;  /* shell line; tests run it */
	struct text what;
};

/* What cli/ opens before run is called. */
enum command_needs {
	NEEDS_KB = 1,
	NEEDS_CHART_READ = 2,
	NEEDS_CHART_WRITE = 4,
	NEEDS_MODEL = 8,
	NEEDS_COMMON = 16, /* takes the common options (output, context) */
};

struct command {
	const char *name;
	struct text summary;            /* one line */
	struct text description;        /* paragraphs of the manual page */
	struct text positionals;        /* synopsis of the arguments */
	const struct option *options;   /* ends with name NULL */
	const struct option *shared[3]; /* option tables shared by commands */
	const struct example *examples; /* ends with line NULL */
	const char *const *verbs;       /* first positional's choices or NULL */
	unsigned needs;
	size_t params_size;
	/* Defaults other than zero bytes, before parsing; may be NULL. */
	void (*init)(void *params);
	/* params as parsed; words: positional arguments. Returns the exit
	 * status; on a failure that stops everything fills *err. */
	int (*run)(struct app *app, const void *params,
		   const struct string_vec *words, struct err *err);
};

/* Exit statuses, the same for all commands (3 outranks 4 outranks 5). */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_LEVEL = 3,       /* --fail-on LEVEL reached */
	EXIT_PARTIAL = 4,     /* something that looked like data was unusable */
	EXIT_UNEXPLAINED = 5, /* --explain=llm could not be had */
	EXIT_CONFIG = 6,      /* configuration or knowledge base invalid */
};

#endif
