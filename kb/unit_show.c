#include "kb/unit.h"

#include <string.h>

/* Longest first where one begins another. */
static const struct {
	const char *ucum, *shown;
} replacements[] = {
	{"{1.73_m2}", "1.73m2"},
	{"m[Hg]", "mHg"},
	{"[IU]", "IU"},
	{"[HPF]", "HPF"},
	{"[LPF]", "LPF"},
	{"10*", "10^"},
	{"[pH]", ""},
	{"Cel", "°C"},
	{"[degF]", "°F"},
	{"[lb_av]", "lb"},
	{"[in_i]", "in"},
	{"(24.h)", "24h"},
};

const char *unit_show(const char *ucum, char *buf, size_t size)
{
	size_t n = 0;

	if (strcmp(ucum, "1") == 0 || strcmp(ucum, "{ratio}") == 0)
		ucum = "";
	while (*ucum && n + 8 < size) {
		const char *shown = NULL;
		size_t skip = 1;
		for (size_t i = 0;
		     i < sizeof replacements / sizeof *replacements && !shown;
		     i++) {
			skip = strlen(replacements[i].ucum);
			if (strncmp(ucum, replacements[i].ucum, skip) == 0)
				shown = replacements[i].shown;
		}
		if (shown) {
			strcpy(buf + n, shown);
			n += strlen(shown);
			ucum += skip;
		} else {
			/* the braces of an annotation are UCUM's, not people's */
			if (*ucum != '{' && *ucum != '}')
				buf[n++] = *ucum;
			ucum++;
		}
	}
	buf[n] = '\0';
	return buf;
}
