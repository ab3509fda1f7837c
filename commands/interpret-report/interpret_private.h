/* Inside: interpret.c is one report from its rows to its result, and the items
 * of a batch; interpret_input.c is one input from its bytes to its reports,
 * interpret_bulk.c one that is a bulk export. */
#ifndef COMMANDS_INTERPRET_REPORT_INTERPRET_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_INTERPRET_PRIVATE_H

#include "base/window.h"
#include "commands/interpret-report/interpret.h"
#include "commands/interpret-report/report.h"

/* One item's request: where it came from and what was said about it. */
struct interpret_request {
	const char *file, *id;
	const char *from, *encoding; /* NULL: the options' */
	const struct common_params *common;
};

/* Judge one report and append its result to the reply. */
bool interpret_one(struct interpreter *run,
		   const struct interpret_request *request, struct report *r,
		   const char *format, const char *encoding, int index,
		   struct batch_reply *reply, struct err *err);

/* All reports of an input. Many HL7 messages, or FHIR Bundles a line, are
 * taken a few at a time, a bulk export person by person, so that memory does
 * not grow with them; anything else is held whole. */
bool interpret_window(struct interpreter *run,
		      const struct interpret_request *request, struct window *w,
		      struct batch_reply *reply, struct err *err);

/* interpret_bulk.c: is the window, at the beginning of a file, that of FHIR
 * resources one a line? bulk_read then calls person() with each one's lines,
 * in the order of their first; line: how many come before, for a broken one. */
bool bulk_wanted(const struct window *w);
bool bulk_read(struct window *w,
	       bool (*person)(void *self, const char *text, size_t n, int line,
			      struct err *err),
	       void *self, struct err *err);

#endif
