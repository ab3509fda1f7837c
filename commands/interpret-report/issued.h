/* Results that were given out of the input at hand. What is written cannot be
 * taken back; a later report of the same input that corrects or withdraws one
 * says which it was. The last 16,000 results and more are remembered, so that
 * memory does not grow with the input. */
#ifndef COMMANDS_INTERPRET_REPORT_ISSUED_H
#define COMMANDS_INTERPRET_REPORT_ISSUED_H

#include "base/text.h"
#include "commands/interpret-report/report.h"

struct issued_set {
	struct issued_result *slot; /* key 0: free */
	size_t n, cap;
};
struct issued {
	struct issued_set now, before;
};

/* A key of parts that tell a result from others: its patient, order, code … */
uint64_t issued_key(const char *const *parts, size_t n);

/* Before the report, the index-th of its input, is interpreted: what its rows
 * replace, notes on what it withdraws; then its rows are remembered. */
void issued_note(struct issued *set, struct report *r, int index,
		 enum lang lang);
/* Another input begins. */
void issued_clear(struct issued *set);
void issued_release(struct issued *set);

#endif
