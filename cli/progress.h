/* The line that tells how far a batch is: items done, their rate, the time that
 * remains. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/strbuf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool begun;
	double start, last;   /* seconds of the monotonic clock */
	uint64_t done;        /* items, and part of the input, at the start: */
	double part;          /* an earlier run's are no measure of the rate */
};

/* Append what is to be written to standard error, in the width it has now.
 * False: nothing, because it is no terminal or was written a moment ago. */
bool progress_line(struct progress *p, enum lang lang, uint64_t done,
		   uint64_t total, double part, struct strbuf *ret);

#endif
