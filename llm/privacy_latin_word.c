/* Words in Latin script, and what they are. */
#include "llm/privacy_find.h"

#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <string.h>

/* A letter of Latin script; *ret_upper: a capital. */
size_t latin_letter(const char *s, size_t n, bool *ret_upper)
{
	uint32_t cp;
	size_t len = n ? utf8_decode(s, n, &cp) : 0;

	if (!len)
		return 0;
	*ret_upper = (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE) ||
		     (cp >= 0x100 && cp <= 0x137 && cp % 2 == 0) ||
		     (cp >= 0x139 && cp <= 0x148 && cp % 2) ||
		     (cp >= 0x14A && cp <= 0x177 && cp % 2 == 0) ||
		     (cp >= 0x179 && cp <= 0x17E && cp % 2) ||
		     (cp >= 0x1E00 && cp <= 0x1EFF && cp % 2 == 0);
	bool letter = (cp < 0x80 && isalpha((int)cp)) ||
		      (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) ||
		      (cp >= 0x1E00 && cp <= 0x1EFF);
	return letter ? len : 0;
}

/* Letters, with ' ’ - inside. */
size_t latin_span(const char *s, size_t n)
{
	size_t len = 0, one;
	bool upper;

	while (len < n) {
		size_t mark = starts_with(s + len, n - len, "’") ? 3
			      : strchr("'-", s[len]) && s[len]   ? 1
								 : 0;
		/* "Gale's": the s is none of it */
		if (mark && len && (s[len + mark] == 's') &&
		    !latin_letter(s + len + mark + 1, n - len - mark - 1,
				  &upper))
			break;
		if (mark && len &&
		    (one = latin_letter(s + len + mark, n - len - mark,
					&upper)))
			len += mark + one;
		else if ((one = latin_letter(s + len, n - len, &upper)))
			len += one;
		else
			break;
	}
	return len;
}

size_t latin_word(const char *s, size_t n, bool *ret_upper)
{
	*ret_upper = false;
	latin_letter(s, n, ret_upper);
	return latin_span(s, n);
}

/* Is the word, without accents, in the list? */
bool latin_listed(const char *list, const char *s, size_t n)
{
	char key[40] = "|";
	size_t len = 1;

	for (size_t i = 0; i < n && len < sizeof key - 3;) {
		static const char plain[] = "aaaaaaaceeeeiiiidnooooo/ouuuuyts"
					    "aaaaaaaceeeeiiiidnooooo/ouuuuyty";
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		key[len++] = cp < 0x80                  ? (char)tolower((int)cp)
			     : cp >= 0xC0 && cp <= 0xFF ? plain[cp - 0xC0]
							: '?';
	}
	key[len++] = '|';
	key[len] = '\0';
	return strstr(list, key) != NULL;
}

/* Is the whole word a name of the knowledge base's vocabularies? */
bool latin_medical(struct kb *kb, const char *s, size_t n)
{
	static const enum term_domain domains[] = {
		TERM_DRUG, TERM_ANALYTE, TERM_SYMPTOM, TERM_CONTEXT, TERM_WORD};
	struct arena a = ARENA_INIT;
	bool known = false;

	if (!kb)
		return false;
	struct folded f = fold_text(kb, s, n, &a);
	for (size_t i = 0; !known && i < sizeof domains / sizeof *domains; i++)
		known = term_exact(kb, domains[i], f.s, f.n).len > 0;
	arena_free(&a);
	return known;
}

size_t latin_particle(const char *s, size_t n)
{
	static const char *const particles[] = {
		"de la",   "de",  "del", "della", "di",  "da",  "dos",
		"van der", "van", "von", "der",   "den", "bin", "bint",
		"ibn",     "al",  "el",  "le",    "du",  "ter", "ten"};

	for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
		size_t len = strlen(particles[i]);
		if (len < n && strncmp(s, particles[i], len) == 0 &&
		    s[len] == ' ')
			return len + 1;
	}
	return 0;
}
