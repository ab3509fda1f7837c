/* The person's side: standard input, output and error as a struct ui. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "base/ui.h"
#include "cli/progress.h"

#include <stdbool.h>

struct terminal {
	struct ui ui;         /* what commands see; ui.self is the terminal */
	const char *encoding; /* of output: "UTF-8" or any name iconv knows */
	char encoding_buf[32];
	bool catching;        /* Ctrl-C sets a flag */
	bool progress_shown;  /* a progress line stands on standard error */
	struct progress progress;
	struct strbuf converted; /* kept between writes */
};

struct terminal_wish {
	int lang;             /* enum config_lang */
	int colour;           /* enum config_colour */
	const char *encoding; /* NULL: the locale's */
};

/* Look at the streams, the environment and the wishes. False: an encoding
 * iconv does not know, or a CLIN_NOW that is no instant; the terminal can be
 * used for messages all the same. */
bool terminal_init(struct terminal *t, const struct terminal_wish *wish,
		   struct err *err);
void terminal_release(struct terminal *t);

/* JSON is UTF-8 unless an encoding was asked for by name. */
void terminal_use_utf8(struct terminal *t);

#endif
