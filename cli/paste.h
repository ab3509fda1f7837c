/* Text pasted at a terminal.
 *
 * A cooked terminal silently cuts a line at 4,096 bytes, and a pasted line of
 * a hospital's system can be longer: so the terminal is put into
 * non-canonical mode, bracketed paste is switched on, and editing (backspace,
 * Ctrl-U) and echo are done here. */
#ifndef CLI_PASTE_H
#define CLI_PASTE_H

#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>

/* Append the bytes of standard input, a terminal, up to Ctrl-D. The terminal
 * is restored on return and when SIGINT, SIGHUP, SIGTERM or SIGQUIT ends the
 * process. False: nothing came (ERR_TERMINAL_EOF). */
bool paste_read(struct strbuf *ret, struct err *err);

#endif
