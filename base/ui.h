/* How the floors below cli/ reach the person at the terminal. cli/ fills
 * this; commands render into string buffers and hand them to `write`. */
#ifndef BASE_UI_H
#define BASE_UI_H

#include "base/err.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ui {
	enum lang lang;
	int width;        /* columns of standard output (80 when unknown) */
	bool colour;
	bool ascii;       /* symbols outside ASCII cannot be shown */
	bool utf8;        /* any character of Unicode can be shown */
	bool terminal;    /* standard output is a terminal */
	bool input_terminal;
	int64_t now;      /* seconds since 1970 UTC, CLIN_NOW when set */
	int zone;         /* offset of local time, seconds east of UTC */
	void *self;       /* of cli/ */

	/* Write UTF-8 to standard output (or --output), converted to the
	 * output encoding. False: *err filled (disk full, closed pipe). */
	bool (*write)(struct ui *ui, const char *utf8, size_t n, struct err *err);
	/* A line on standard error: a remark, not a result. */
	void (*note)(struct ui *ui, const char *utf8);
	/* Word an error in the language of the user. */
	void (*message)(enum lang lang, const struct err *err, struct strbuf *ret);
	/* Progress of a batch; shown only when standard error is a terminal.
	 * total 0: unknown; part: of the input, from 0 to 1, that is done with,
	 * negative: unknown. */
	void (*progress)(struct ui *ui, uint64_t done, uint64_t total,
			 double part);
	/* What the person waits for, and how long already; shown only on a
	 * terminal that can take it back. NULL text: it is over. */
	void (*status)(struct ui *ui, const char *text, int seconds);
	/* Ctrl-C was pressed: finish the item in hand and stop. */
	bool (*interrupted)(struct ui *ui);
	/* One line from the person; false at the end of input. */
	bool (*ask)(struct ui *ui, const char *prompt, struct strbuf *ret);
	/* Appends what is pasted or typed at the terminal until Ctrl-D, bytes
	 * in the terminal's encoding, lines of any length; for use when
	 * input_terminal and no file is named. False: nothing came. */
	bool (*paste)(struct ui *ui, struct strbuf *ret, struct err *err);
};

#endif
