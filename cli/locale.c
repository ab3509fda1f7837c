#include "cli/locale.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *first_set(const char *a, const char *b, const char *c)
{
	const char *const names[] = {a, b, c};

	for (int i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

static bool is_plain(const char *name)
{
	return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0 ||
	       strncmp(name, "C.", 2) == 0;
}

const char *locale_encoding(char buf[32])
{
	/* what a name without ".charset" has always meant */
	static const struct {
		const char *name, *encoding;
	} bare[] = {
		{"zh_CN", "GB18030"},    {"zh_SG", "GB18030"},
		{"zh_TW", "BIG5"},       {"zh_HK", "BIG5-HKSCS"},
		{"en_US", "ISO-8859-1"}, {"en_GB", "ISO-8859-1"},
	};
	const char *name = first_set("LC_ALL", "LC_CTYPE", "LANG");
	const char *dot = strchr(name, '.');

	if (dot) {
		snprintf(buf, 32, "%.*s", (int)strcspn(dot + 1, "@"), dot + 1);
		if (strcasecmp(buf, "utf8") == 0)
			return "UTF-8";
		/* every GB reader is one of GB18030's */
		if (strcasecmp(buf, "gb2312") == 0)
			return "GBK";
		return buf;
	}
	for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
		if (strcmp(name, bare[i].name) == 0)
			return bare[i].encoding;
	return "UTF-8";
}

enum lang locale_lang(void)
{
	const char *name = first_set("LC_ALL", "LC_MESSAGES", "LANG");

	if (strncasecmp(name, "zh", 2) == 0 || is_plain(name))
		return LANG_ZH;
	return LANG_EN;
}

void locale_use_utf8(void)
{
	static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8",
					    "zh_CN.UTF-8"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		locale_t l = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
		if (!l)
			continue;
		uselocale(l);
		return;
	}
}
