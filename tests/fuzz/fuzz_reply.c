/* Any bytes as a chat server's stream, in pieces: the same answer wherever it
 * is cut, and valid UTF-8. The first byte says where. */
#include "base/utf8.h"
#include "llm/reply.h"
#include "llm/sse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void on_event(void *self, const char *event, const char *bytes, size_t n)
{
	reply_take(self, event, bytes, n);
}

static void read_stream(const char *bytes, size_t n, size_t cut,
			struct llm_reply *ret)
{
	struct sse s;

	reply_init(ret);
	sse_init(&s, on_event, ret);
	if (sse_feed(&s, bytes, cut) && sse_feed(&s, bytes + cut, n - cut))
		sse_end(&s);
	sse_release(&s);
	reply_finish(ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct llm_reply whole, cut;
	const char *bytes = (const char *)data;

	if (n < 2)
		return 0;
	size_t at = data[0] * (n - 1) / 255;
	read_stream(bytes + 1, n - 1, n - 1, &whole);
	read_stream(bytes + 1, n - 1, at, &cut);
	if (strcmp(whole.content.buf, cut.content.buf) != 0 ||
	    reply_state(&whole) != reply_state(&cut))
		abort();
	if (utf8_valid(whole.content.buf, whole.content.len) <
	    whole.content.len)
		abort();
	reply_release(&whole);
	reply_release(&cut);
	return 0;
}
