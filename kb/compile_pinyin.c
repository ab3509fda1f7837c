/* Pinyin of names, for hosts without an input method: "huafalin", "hfl". */
#include "kb/compile_private.h"

#include "base/utf8.h"

#include <string.h>

void compile_pinyin(struct compiler *c, const struct entry *e)
{
	const struct yaml *lines = yaml_get(e->node, "pairs");

	c->pinyin = arena_array(c->arena, const char *, 0x10000);
	for (size_t i = 0; i < yaml_count(lines); i++) {
		const char *s = yaml_at(lines, i)->scalar;
		size_t n = strcspn(s, " ");
		const char *syllable = arena_strndup(c->arena, s, n);
		for (s += n + (s[n] == ' '); *s;) {
			uint32_t cp;
			s += utf8_decode(s, strlen(s), &cp);
			if (cp < 0x10000)
				c->pinyin[cp] = syllable;
		}
	}
}

void add_pinyin(struct compiler *c, enum term_domain domain, const char *name,
		int target)
{
	struct strbuf whole = STRBUF_INIT, initials = STRBUF_INIT;
	size_t characters = 0;
	bool chinese = c->pinyin != NULL;

	for (size_t n = strlen(name); n > 0 && chinese;) {
		uint32_t cp;
		size_t len = utf8_decode(name, n, &cp);
		const char *syllable = cp < 0x10000 ? c->pinyin[cp] : NULL;
		if (syllable) {
			strbuf_adds(&whole, syllable);
			strbuf_addch(&initials, *syllable);
			characters++;
		} else if (cp < 0x80) {
			strbuf_addch(&whole, (char)cp);
			strbuf_addch(&initials, (char)cp);
		} else {
			chinese = false;
		}
		name += len;
		n -= len;
	}
	if (chinese && characters >= 2)
		add_term(c, domain, whole.buf, target);
	/* two letters stand for anything */
	if (chinese && characters >= 3)
		add_term(c, domain, initials.buf, target);
	strbuf_release(&whole);
	strbuf_release(&initials);
}
