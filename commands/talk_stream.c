/* An answer that is still coming: a claim is shown when its object is complete
 * and it passed its check; after the first that does not, nothing more is. */
#include "commands/talk_private.h"

#include <string.h>

/* Where claims begin: behind "claims":[ and any reasoning before it. 0: not
 * known yet. */
static size_t claims_from(const char *s, size_t n)
{
	size_t behind = reply_answer_from(s, n, NULL);
	const char *from = s + behind, *end = s + n;

	const char *key = memmem(from, (size_t)(end - from), "\"claims\"", 8);
	const char *list = key ? memchr(key, '[', (size_t)(end - key)) : NULL;
	return list ? (size_t)(list + 1 - s) : 0;
}

/* The end of the object that begins at s[i], or 0 while it is open. */
static size_t object_end(const char *s, size_t n, size_t i)
{
	int depth = 0;
	bool quoted = false;

	for (; i < n; i++) {
		if (quoted) {
			if (s[i] == '\\')
				i++;
			else if (s[i] == '"')
				quoted = false;
		} else if (s[i] == '"') {
			quoted = true;
		} else if (s[i] == '{') {
			depth++;
		} else if (s[i] == '}' && --depth == 0) {
			return i + 1;
		}
	}
	return 0;
}

static void take_claim(struct talk *t, const char *object, size_t n)
{
	struct ground_claims one = {0};
	struct strbuf whole = STRBUF_INIT;

	strbuf_adds(&whole, "{\"claims\":[");
	strbuf_add(&whole, object, n);
	strbuf_adds(&whole, "]}");
	t->broken = !ground_read(whole.buf, whole.len, t->a, &one) ||
		    one.n != 1 ||
		    ground_check_claim(t->app->kb, &t->facts, &one.at[0], t->a);
	if (!t->broken) {
		t->shown++;
		t->claim(t->self, talk_restored(t, one.at[0].text));
	}
	vec_free(&one);
	strbuf_release(&whole);
}

void talk_grown(void *self, const char *content, size_t n)
{
	struct talk *t = self;

	if (t->broken)
		return;
	if (!t->parsed)
		t->parsed = claims_from(content, n);
	while (t->parsed && t->parsed < n && !t->broken) {
		size_t at = t->parsed;
		while (at < n && strchr(" \r\n\t,", content[at]))
			at++;
		if (at >= n || content[at] != '{')
			return; /* the list's end, or not there yet */
		size_t end = object_end(content, n, at);
		if (!end)
			return;
		take_claim(t, content + at, end - at);
		t->parsed = end;
	}
}
