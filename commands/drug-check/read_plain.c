/* A line as it is read: half-width, without controls, and without the blanks a
 * scanner puts between the letters of a word. */
#include "commands/drug-check/read_page.h"

#include "base/strbuf.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* One character for what prints write in several. */
struct plain_sign {
	uint32_t cp;
	const char *form;
};

static int by_code_point(const void *key, const void *element)
{
	uint32_t a = *(const uint32_t *)key;
	uint32_t b = ((const struct plain_sign *)element)->cp;

	return a < b ? -1 : a > b;
}

static const char *plain_form(uint32_t cp)
{
	/* blanks and quotes, what has no width, dashes, units of one sign, the
	 * traditional script in words of use; sorted */
	static const struct plain_sign signs[] = {
		{0x00A0, " "},  {0x00AD, ""},   {0x2002, " "},  {0x2003, " "},
		{0x2009, " "},  {0x200B, ""},   {0x200C, ""},   {0x200D, ""},
		{0x200E, ""},   {0x200F, ""},   {0x2010, "-"},  {0x2011, "-"},
		{0x2012, "-"},  {0x2013, "-"},  {0x201C, " "},  {0x201D, " "},
		{0x202F, " "},  {0x2212, "-"},  {0x2236, ":"},  {0x2715, "×"},
		{0x2716, "×"},  {0x2A2F, "×"},  {0x3000, " "},  {0x300C, " "},
		{0x300D, " "},  {0x301C, "~"},  {0x338D, "ug"}, {0x338E, "mg"},
		{0x338F, "kg"}, {0x3396, "ml"}, {0x33C4, "cc"}, {0x500B, "个"},
		{0x5F8C, "后"}, {0x6642, "时"}, {0x9031, "周"}, {0x96D9, "双"},
		{0x98EF, "饭"}, {0x9EDE, "点"}, {0xFE55, ":"},  {0xFEFF, ""},
	};
	const struct plain_sign *found =
		bsearch(&cp, signs, sizeof signs / sizeof *signs, sizeof *signs,
			by_code_point);

	return found ? found->form : NULL;
}

/* Full-width forms become ASCII, controls blanks. */
static void halve(const char *s, size_t n, struct strbuf *ret)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		const char *form = cp < 0x80 ? NULL : plain_form(cp);
		if (form) {
			strbuf_adds(ret, form);
			continue;
		}
		cp = cp == 0xB5 || cp == 0xD7 ? cp : utf8_halfwidth(cp);
		if (cp < 0x20 || cp == 0x7F)
			cp = ' ';
		utf8_add(ret, cp);
	}
}

/* "t i d": letters of the word, a blank between any two; bytes, 0 none. */
static size_t spaced_word(const char *s, size_t n, const char *word)
{
	size_t m = strlen(word), all = 2 * m - 1;

	if (all > n || (all < n && isalnum((unsigned char)s[all])))
		return 0;
	for (size_t i = 0; i < m; i++)
		if (tolower((unsigned char)s[2 * i]) != word[i] ||
		    (i + 1 < m && s[2 * i + 1] != ' '))
			return 0;
	return all;
}

static size_t spaced_of(const char *s, size_t n, const char *const *words)
{
	size_t m = 0;

	for (int i = 0; !m && words[i]; i++)
		m = spaced_word(s, n, words[i]);
	return m;
}

/* "t i d", "7 5 m g": bytes, 0 nothing of the kind. */
static size_t spaced(const char *s, size_t n)
{
	static const char *const often[] = {"qd",  "bid", "tid",   "qid",
					    "qod", "qn",  "prn",   "biw",
					    "tiw", "po",  "ivgtt", NULL};
	static const char *const units[] = {"mg",  "ml", "ug",
					    "mcg", "iu", NULL};
	size_t i = 0, m;

	if ((m = spaced_of(s, n, often)))
		return m;
	while (i + 1 < n && (isdigit((unsigned char)s[i]) || s[i] == '.') &&
	       s[i + 1] == ' ')
		i += 2;
	m = i ? spaced_of(s + i, n - i, units) : 0;
	return m ? i + m : 0;
}

/* "2次 / 日", "24粒 / 盒": bytes of the blanks and the bar, 0 none. */
static size_t spaced_bar(const char *s, size_t n)
{
	static const char *const behind[] = {"日", "天", "周", "盒", "瓶", "袋",
					     "支", "板", "晚", "月", NULL};

	return n > 3 && memcmp(s, " / ", 3) == 0 &&
			       reading_starts(s + 3, n - 3, behind)
		       ? 3
		       : 0;
}

void line_plain(const char *text, size_t length, struct strbuf *ret)
{
	halve(text, length, ret);
	char *s = ret->buf;
	size_t n = ret->len, to = 0, m;

	if (!memchr(s, ' ', n))
		return;
	for (size_t i = 0; i < n;) {
		if (s[i] == ' ' && (m = spaced_bar(s + i, n - i))) {
			s[to++] = '/';
			i += m;
			continue;
		}
		m = (!i || s[i - 1] == ' ') && i + 1 < n && s[i + 1] == ' '
			    ? spaced(s + i, n - i)
			    : 0;
		if (!m)
			s[to++] = s[i++];
		for (size_t end = i + m; i < end; i++)
			if (m && s[i] != ' ')
				s[to++] = s[i];
	}
	strbuf_truncate(ret, to);
}
