/* What stands just before a number. */
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <string.h>

/* Does the word stand in the window, a Latin one as a whole word? */
static bool window_has(const char *window, const char *word)
{
	const char *p = text_find(window, word);

	while (p && isalpha((unsigned char)*word)) {
		bool before = p > window && isalpha((unsigned char)p[-1]);
		const char *end = p + strlen(word);
		if (!before && !isalpha((unsigned char)*end))
			return true;
		p = text_find(p + 1, word);
	}
	return p != NULL;
}

/* Where the window begins anew: after a number, a comma, the end of a
 * sentence; the 2 of SpO2 is no number. */
static size_t window_break(const struct reading *r, size_t i)
{
	const char *s = r->s + i;

	if (isdigit((unsigned char)*s))
		return i > 0 && isalpha((unsigned char)s[-1]) ? 0 : 1;
	if (*s == ',' || *s == ';' || *s == '\n' || (*s == '.' && s[1] == ' '))
		return 1;
	return strncmp(s, "，", 3) == 0 || strncmp(s, "。", 3) == 0 ||
			       strncmp(s, "；", 3) == 0
		       ? 3
		       : 0;
}

/* At most 28 bytes, not across punctuation. */
bool complaint_after_word(const struct reading *r, size_t at,
			  const char *const *words)
{
	char window[32];
	size_t from = at > 28 ? at - 28 : 0;

	while (from < at && (((unsigned char)r->s[from] & 0xC0) == 0x80 ||
			     (from > 0 && isalpha((unsigned char)r->s[from]) &&
			      isalpha((unsigned char)r->s[from - 1]))))
		from++;
	for (size_t i = from; i < at; i++) {
		size_t n = window_break(r, i);
		if (n)
			from = i + n;
	}
	if (from >= at)
		return false;
	memcpy(window, r->s + from, at - from);
	window[at - from] = '\0';
	for (; *words; words++)
		if (window_has(window, *words))
			return true;
	return false;
}
