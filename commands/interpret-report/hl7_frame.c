/* Where messages begin in a stream of bytes. */
#include "commands/interpret-report/hl7.h"

#include <string.h>

/* "MSH|"; another separator only with the four signs of MSH-2 behind it. */
bool hl7_is_header(const char *s, size_t n)
{
	static const char signs[] = "!#$%&()*+,-./:;<=>?@[\\]^_`{|}~";

	if (n < 8 || (memcmp(s, "MSH", 3) != 0 && memcmp(s, "FHS", 3) != 0 &&
		      memcmp(s, "BHS", 3) != 0))
		return false;
	if (s[3] == '|')
		return true;
	for (size_t i = 3; i < 8; i++)
		if (!memchr(signs, s[i], sizeof signs - 1) ||
		    (i < 7 && memchr(s + i + 1, s[i], 7 - i)))
			return false;
	return n == 8 || s[8] == s[3] || s[8] == '\r' || s[8] == '\n';
}

/* MLLP's start and end, and the signs of life some analysers send between. */
size_t hl7_skip_framing(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (unsigned char)s[i] <= ' ')
		i++;
	return i;
}

bool hl7_detect(const char *text, size_t n)
{
	size_t i = hl7_skip_framing(text, n);

	return hl7_is_header(text + i, n - i);
}

size_t hl7_slice(const char *text, size_t n, size_t least)
{
	size_t at = least < 8 ? 8 : least;

	for (; at < n; at++) {
		const char *next = memmem(text + at, n - at, "MSH", 3);
		if (!next)
			return n;
		at = (size_t)(next - text);
		if (strchr("\r\n\v", text[at - 1]) &&
		    hl7_is_header(next, n - at))
			return at;
	}
	return n;
}
