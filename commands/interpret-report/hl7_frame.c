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

static bool names_segment(const char *s, size_t n, char field)
{
	static const char names[][4] = {"PID", "PD1", "NK1", "PV1", "PV2",
					"ORC", "OBR", "OBX", "NTE", "SPM",
					"SAC", "TQ1", "DG1", "AL1", "TCD"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (n > 3 && memcmp(s, names[i], 3) == 0)
			return s[3] == field;
	return false;
}

size_t hl7_lost_line_end(const char *s, size_t n, char field)
{
	size_t i = 0;

	for (;;) {
		if (i < n && s[i] == ' ')
			i++;
		else if (n - i > 1 && s[i] == '\\' &&
			 (s[i + 1] == 'r' || s[i + 1] == 'n'))
			i += 2;
		else
			break;
	}
	return i && names_segment(s + i, n - i, field) ? i : 0;
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
