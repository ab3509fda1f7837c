#include "llm/sse.h"

#include <string.h>

void sse_init(struct sse *s,
	      void (*dispatch)(void *self, const char *event, const char *data,
			       size_t n),
	      void *self)
{
	*s = (struct sse){.dispatch = dispatch, .self = self};
	strbuf_init(&s->line);
	strbuf_init(&s->event);
	strbuf_init(&s->data);
}

static void complete(struct sse *s)
{
	if (s->has_data)
		s->dispatch(s->self, s->event.buf, s->data.buf, s->data.len);
	strbuf_clear(&s->event);
	strbuf_clear(&s->data);
	s->has_data = false;
}

static void take_line(struct sse *s)
{
	const char *line = s->line.buf, *colon = strchr(line, ':');
	size_t name = colon ? (size_t)(colon - line) : s->line.len;
	const char *value = colon ? colon + 1 : line + s->line.len;

	if (s->line.len == 0) {
		complete(s);
		return;
	}
	if (*value == ' ')
		value++;
	/* llama.cpp of 2024 sends "error: {…}", which is no field of events */
	bool error = name == 5 && memcmp(line, "error", 5) == 0;
	if (error) {
		strbuf_clear(&s->event);
		strbuf_adds(&s->event, "error");
	}
	if (error || (name == 4 && memcmp(line, "data", 4) == 0)) {
		if (s->has_data)
			strbuf_addch(&s->data, '\n');
		strbuf_add(&s->data, value,
			   (size_t)(line + s->line.len - value));
		s->has_data = true;
	} else if (name == 5 && memcmp(line, "event", 5) == 0) {
		strbuf_clear(&s->event);
		strbuf_adds(&s->event, value);
	}
	strbuf_clear(&s->line);
}

bool sse_feed(struct sse *s, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];
		if (c == '\n' && s->after_cr) {
			s->after_cr = false;
			continue;
		}
		s->after_cr = c == '\r';
		if (c == '\n' || c == '\r') {
			take_line(s);
			continue;
		}
		if (s->line.len + s->data.len >= SSE_EVENT_LIMIT) {
			s->too_large = true;
			return false;
		}
		strbuf_addch(&s->line, c);
	}
	return true;
}

void sse_end(struct sse *s)
{
	if (s->line.len)
		take_line(s);
	complete(s);
}

void sse_release(struct sse *s)
{
	strbuf_release(&s->line);
	strbuf_release(&s->event);
	strbuf_release(&s->data);
}
