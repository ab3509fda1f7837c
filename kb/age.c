/* Ages as people and printers write them. */
#include "kb/patient.h"

#include "base/num.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *printed, *unit;
	double days;
} age_units[] = {
	{"岁", "y", 365.25},
	{"周岁", "y", 365.25},
	{"歲", "y", 365.25},
	{"years", "y", 365.25},
	{"year", "y", 365.25},
	{"yrs", "y", 365.25},
	{"yr", "y", 365.25},
	{"y", "y", 365.25},
	{"年", "y", 365.25},
	{"个月", "mo", 30.4375},
	{"個月", "mo", 30.4375},
	{"月龄", "mo", 30.4375},
	{"月", "mo", 30.4375},
	{"months", "mo", 30.4375},
	{"month", "mo", 30.4375},
	{"mths", "mo", 30.4375},
	{"mo", "mo", 30.4375},
	{"m", "mo", 30.4375},
	{"weeks", "wk", 7},
	{"week", "wk", 7},
	{"wks", "wk", 7},
	{"wk", "wk", 7},
	{"w", "wk", 7},
	{"周", "wk", 7},
	{"days", "d", 1},
	{"day", "d", 1},
	{"d", "d", 1},
	{"天", "d", 1},
	{"日龄", "d", 1},
	{"日", "d", 1},
	{"hours", "h", 1 / 24.0},
	{"小时", "h", 1 / 24.0},
	{"h", "h", 1 / 24.0},
};

/* Index of the longest unit at s, or -1. */
static int age_unit(const char *s)
{
	int best = -1;
	size_t length = 0;

	for (size_t i = 0; i < sizeof age_units / sizeof *age_units; i++) {
		size_t n = strlen(age_units[i].printed);
		if (n > length &&
		    strncasecmp(s, age_units[i].printed, n) == 0) {
			best = (int)i;
			length = n;
		}
	}
	return best;
}

bool age_parse(const char *text, struct age *ret)
{
	struct age age = {0, NUM_NONE, "y"};
	int parts = 0;

	while (*text == ' ')
		text++;
	while (*text) {
		double x;
		size_t n = num_parse(text, strlen(text), &x);
		if (!n || x < 0 || parts >= 4)
			return false;
		text += n;
		while (*text == ' ' || *text == '-')
			text++;
		int unit = *text ? age_unit(text) : 0;
		if (unit < 0 || (!*text && parts > 0))
			return false;
		if (*text)
			text += strlen(age_units[unit].printed);
		age.days += x * age_units[unit].days;
		if (parts++ == 0) {
			age.value = x;
			age.unit = age_units[unit].unit;
		}
		while (*text == ' ' || *text == '+' || *text == ',')
			text++;
	}
	if (!parts || age.days > 130 * 365.25)
		return false;
	*ret = age;
	return true;
}
