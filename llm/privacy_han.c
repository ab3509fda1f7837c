/* Pieces of Chinese text: runs of ideographs, clauses, names by sound. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

/* Length of up to `most` ideographs. */
size_t han_run(const char *s, size_t n, size_t most)
{
	size_t len = 0;
	uint32_t cp;

	for (size_t k = 0; k < most && len < n; k++) {
		size_t one = utf8_decode(s + len, n - len, &cp);
		if (!utf8_is_cjk(cp))
			break;
		len += one;
	}
	return len;
}

size_t han_one_of(const char *s, size_t n, const char *const *list)
{
	for (; *list; list++)
		if (starts_with(s, n, *list))
			return strlen(*list);
	return 0;
}

/* Where a text, a line or a clause begins: no ideograph, letter or digit
 * before. */
bool han_begins(const char *s, size_t i)
{
	uint32_t cp;
	size_t at = i;

	if (i == 0 || (i >= 2 && s[i - 2] == '\\' && s[i - 1] == 'n'))
		return true;
	do
		at--;
	while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
	utf8_decode(s + at, i - at, &cp);
	return !utf8_is_cjk(cp) && cp != 0xB7 &&
	       !(cp < 0x80 && isalnum((int)cp));
}

/* 买买提·艾力, 次仁卓玛: characters that stand for sounds. Bytes; 0: none. */
size_t han_sounds(const char *s, size_t n, bool *ret_dot)
{
	size_t len = 0;

	*ret_dot = false;
	while (len + 3 <= n && len < 60) {
		if (starts_with(s + len, n - len, "·")) {
			*ret_dot = len > 0;
			len += 2;
		} else if (sound_char(s + len, n - len)) {
			len += 3;
		} else {
			break;
		}
	}
	return len;
}

/* 古孜丽努尔·阿不都热依木: ideographs with dots between them. */
size_t han_dotted(const char *s, size_t n)
{
	size_t len = han_run(s, n, 8), all = 0;

	while (len && all + len < n &&
	       starts_with(s + all + len, n - all - len, "·")) {
		all += len + strlen("·");
		len = han_run(s + all, n - all, 8);
	}
	return all && len ? all + len : 0;
}
