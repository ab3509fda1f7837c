/* Server-sent events as chat servers really send them, fed in pieces of any
 * size. Lines end with LF, CRLF or CR (never U+0085 or U+2028); several data
 * lines join; ':' lines are comments; an event is complete at a blank line,
 * or at the end of the stream. */
#ifndef LLM_SSE_H
#define LLM_SSE_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

enum { SSE_EVENT_LIMIT = 4 * 1024 * 1024 };

struct sse {
	struct strbuf line, event, data;
	bool has_data, after_cr, too_large;
	/* event is "" for the default kind */
	void (*dispatch)(void *self, const char *event, const char *data,
			 size_t n);
	void *self;
};

void sse_init(struct sse *s,
	      void (*dispatch)(void *self, const char *event, const char *data,
			       size_t n),
	      void *self);
/* False: an event beyond SSE_EVENT_LIMIT. */
bool sse_feed(struct sse *s, const char *bytes, size_t n);
/* The stream ended: what is unterminated counts. */
void sse_end(struct sse *s);
void sse_release(struct sse *s);

#endif
