/* Marks and numbering before a name, punctuation behind it. */
#include "commands/interpret-report/name_private.h"

#include "base/utf8.h"

#include <string.h>

/* ★ ☆ ▲ △ ● ○ ◆ ◇ ■ □ ※ √ · → and the ASCII marks. */
static size_t mark_size(const char *s, size_t n)
{
	static const uint32_t marks[] = {
		0x2605, 0x2606, 0x25B2, 0x25B3, 0x25CF, 0x25CB, 0x25C6, 0x25C7,
		0x25A0, 0x25A1, 0x203B, 0x221A, 0x00B7, 0x2192, 0x2022, 0x25CE,
		0x25B6, 0x25BA, 0x2713, 0x2714, 0x25BC, 0x25BD};
	uint32_t cp;
	size_t size;

	if (!n)
		return 0;
	if (strchr("*#&@^$~!`.,:;=_ \t'\"|\\>-", *s))
		return 1;
	size = utf8_decode(s, n, &cp);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (cp == marks[i])
			return size;
	return 0;
}

size_t name_lead(const char *s, size_t n)
{
	size_t i = 0, size, k;

	while (i < n && (size = mark_size(s + i, n - i)) > 0)
		i += size;
	/* "1." "12)" "3、" "(4)" "5 " */
	bool bracket = i < n && s[i] == '(';
	k = i + bracket;
	while (k < n && is_digit(s[k]) && k - i < 4)
		k++;
	if (k > i + bracket && k < n &&
	    (bracket ? s[k] == ')'
		     : (strchr(".),", s[k]) && k + 1 < n &&
			!is_digit(s[k + 1])) ||
			       is_space(s[k]))) {
		i = k + 1;
		while (i < n && (size = mark_size(s + i, n - i)) > 0)
			i += size;
	}
	return i;
}

size_t name_trim(const char *s, size_t n)
{
	for (;;) {
		size_t k = n;
		while (k > 0 && ((unsigned char)s[k - 1] & 0xC0) == 0x80)
			k--;
		k -= k > 0;
		if (k >= n || !strchr("*:;=,._- \t'\"|\\", s[k]) ||
		    (unsigned char)s[k] >= 0x80) {
			if (n && (unsigned char)s[k] >= 0x80 &&
			    mark_size(s + k, n - k) == n - k) {
				n = k;
				continue;
			}
			return n;
		}
		n = k;
	}
}
