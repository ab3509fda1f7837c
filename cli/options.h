/* Parsing by table, over getopt_long.
 *
 * Long options are taken in full only: an abbreviation that works today would
 * break a script when an option is added. In a choice list, an empty word is
 * no choice, and "F|female" is the choice F, written female too. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/option.h"
#include "base/strbuf.h"

#include <stdbool.h>

/* A table and the struct its offsets point into. */
struct option_set {
	const struct option *table; /* NULL: none */
	void *params;
};

enum { OPTION_SETS = 6 };

struct option_input {
	int argc;
	char **argv; /* argv[0] is not looked at; borrowed by the results */
	struct option_set sets[OPTION_SETS];
	bool stop_at_word; /* leave the first word and what follows alone */
};

/* Fill the params of every set and push positional arguments on *words.
 * *ret_next: index of the first element not looked at. */
bool options_parse(const struct option_input *in, struct string_vec *words,
		   int *ret_next, struct err *err);

/* Free what parsing allocated in params (lists). */
void options_release(const struct option *table, void *params);

/* The choices as shown: "text, json, md"; appends. */
void options_choices(const struct option *o, const char *separator,
		     struct strbuf *ret);

#endif
