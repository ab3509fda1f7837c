/* Is a word in Latin letters one of medicine or of ordinary language? */
#include "llm/privacy_unknown.h"

#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"
#include "llm/privacy_find.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { LATIN_MOST = 48, NAME_MOST = 96 };

static bool plain_word(struct kb *kb, enum term_domain ordinary, const char *s,
		       size_t n)
{
	return n && term_exact(kb, ordinary, s, n).len > 0;
}

/* The word without `ending`, with `instead` in its place. */
static bool plain_with(struct kb *kb, enum term_domain ordinary, const char *s,
		       size_t n, const char *ending, const char *instead)
{
	char word[LATIN_MOST + 8];
	size_t cut = strlen(ending);

	if (n < cut + 3 || memcmp(s + n - cut, ending, cut) != 0)
		return false;
	int len = snprintf(word, sizeof word, "%.*s%s", (int)(n - cut), s,
			   instead);
	return plain_word(kb, ordinary, word, (size_t)len);
}

/* tugging: tug */
static bool plain_doubled(struct kb *kb, enum term_domain ordinary,
			  const char *s, size_t n)
{
	size_t cut = n > 5 && memcmp(s + n - 3, "ing", 3) == 0 ? 3
		     : n > 4 && (memcmp(s + n - 2, "ed", 2) == 0 ||
				 memcmp(s + n - 2, "er", 2) == 0)
			     ? 2
			     : 0;

	return cut && n - cut > 3 && s[n - cut - 1] == s[n - cut - 2] &&
	       plain_word(kb, ordinary, s, n - cut - 1);
}

/* A word of the list, inflected. */
static bool plain_inflected(struct kb *kb, enum term_domain ordinary,
			    const char *s, size_t n, int depth)
{
	static const char *const endings[][2] = {
		{"s", ""},    {"es", ""},   {"ies", "y"}, {"ed", ""},
		{"ed", "e"},  {"ied", "y"}, {"ing", ""},  {"ing", "e"},
		{"ly", ""},   {"er", ""},   {"er", "e"},  {"ers", ""},
		{"est", ""},  {"ness", ""}, {"able", ""}, {"able", "e"},
		{"ally", ""}, {"ly", "le"}, {"est", "e"}, {"ers", "e"},
		{"ily", "y"}, {"less", ""}, {"al", ""},   {"like", ""}};
	static const char *const before[] = {"un",   "non",   "re",  "pre",
					     "over", "mis",   "out", "up",
					     "down", "under", "de"};
	static const char *const outer[] = {"ly", "s", "ness"};

	if (plain_word(kb, ordinary, s, n) || plain_doubled(kb, ordinary, s, n))
		return true;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (plain_with(kb, ordinary, s, n, endings[i][0],
			       endings[i][1]))
			return true;
	/* increasingly, gradings */
	for (size_t i = 0; depth && i < sizeof outer / sizeof *outer; i++) {
		size_t len = strlen(outer[i]);
		if (n >= len + 4 && memcmp(s + n - len, outer[i], len) == 0 &&
		    plain_inflected(kb, ordinary, s, n - len, depth - 1))
			return true;
	}
	for (size_t i = 0; depth && i < sizeof before / sizeof *before; i++) {
		size_t len = strlen(before[i]);
		if (n >= len + 4 && memcmp(s, before[i], len) == 0 &&
		    plain_inflected(kb, ordinary, s + len, n - len, depth - 1))
			return true;
	}
	return false;
}

/* Eponyms that are surnames of many: only with their sign behind. */
static const char common_eponyms[] =
	"|arnold|beck|bell|bennett|boston|brown|child|clark|curtis|down|edwards|"
	"evans|garden|george|gilbert|golden|gordon|graves|grey|gunn|hampton|"
	"harris|hill|holmes|hugh|hunt|hunter|ivor|jackson|jones|lanz|levine|"
	"ludwig|marcus|martin|may|mayo|meyer|millard|moore|morgan|morison|morse|"
	"murphy|nelson|norton|osler|paget|parker|parkinson|potter|ramsay|roth|"
	"sachs|smith|still|sweet|thomas|todd|turner|vincent|walker|ward|weber|"
	"wells|west|white|williams|wilson|";

/* One word of letters alone. */
static bool known_word_of_letters(struct kb *kb, enum term_domain ordinary,
				  const char *s, size_t n)
{
	char low[LATIN_MOST];
	size_t capitals = 0;

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x80)
			return latin_listed(privacy_eponyms, s, n) ||
			       latin_medical(kb, s, n);
		capitals += isupper((unsigned char)s[i]) > 0;
		low[i] = (char)tolower((unsigned char)s[i]);
	}
	if (n <= 2)
		return true;
	if (plain_inflected(kb, ordinary, low, n, 1) ||
	    latin_medical(kb, s, n) ||
	    (latin_listed(privacy_eponyms, s, n) &&
	     !latin_listed(common_eponyms, s, n)) ||
	    latin_listed(privacy_plain_words, s, n) ||
	    latin_medical_form(low, n))
		return true;
	/* ESBL, aVF, FEU; a name in capitals is longer or known as one */
	return capitals > 1 && n <= 4 &&
	       !latin_listed(privacy_given_names, s, n) &&
	       !latin_listed(privacy_pinyin_surnames, s, n);
}

/* Letters mixed with digits: HbA1c and CA125 are known or short, RX44871,
 * rsmith4 and 7ABC123 are somebody's. */
static bool known_mixture(struct kb *kb, enum term_domain ordinary,
			  const char *s, size_t n)
{
	size_t digits = 0, leading = 0, groups = 1, letters = 0, first;

	for (size_t i = 0; i < n; i++) {
		digits += isdigit((unsigned char)s[i]) > 0;
		groups += i > 0 && !isdigit((unsigned char)s[i]) !=
					   !isdigit((unsigned char)s[i - 1]);
	}
	while (leading < n && isdigit((unsigned char)s[leading]))
		leading++;
	for (first = leading;
	     first + letters < n && isalpha((unsigned char)s[first + letters]);)
		letters++;
	if (latin_medical(kb, s, n))
		return true;
	if ((digits > 3 && leading != digits) ||
	    (leading && groups > 2 && n > 5))
		return false;
	/* S1Q3T3 is a sign of the heart */
	if (groups > 2 && n > 5 && digits > 3)
		return false;
	return letters < 5 ||
	       known_word_of_letters(kb, ordinary, s + first, letters);
}

/* "Roth spots", "Austin Flint murmur", "Ramsay Hunt syndrome". */
static bool names_sign(const char *s, size_t n, size_t i, size_t len)
{
	size_t end = i + len;

	if (!isupper((unsigned char)s[i]))
		return false;
	if (latin_sign_behind(s, n, end))
		return true;
	if (end >= n || s[end] != ' ' || end + 1 >= n ||
	    !isupper((unsigned char)s[end + 1]))
		return false;
	end += 1 + latin_span(s + end + 1, n - end - 1);
	return latin_sign_behind(s, n, end);
}

/* "Gan Mao Ling Ke Li": bytes of a name of the knowledge base of several words
 * at s[i]; 0: none. */
size_t name_of_words(struct kb *kb, const char *s, size_t n, size_t i)
{
	static const enum term_domain domains[] = {
		TERM_DRUG,    TERM_ANALYTE, TERM_SYMPTOM,
		TERM_CONTEXT, TERM_WORD,    TERM_CALCULATOR};
	struct arena a = ARENA_INIT;
	size_t most = n - i < NAME_MOST ? n - i : NAME_MOST, best = 0;
	uint32_t cp;
	bool upper;

	while (most < n - i && ((unsigned char)s[i + most] & 0xC0) == 0x80)
		most++;
	struct folded f = fold_text(kb, s + i, most, &a);
	for (size_t d = 0; d < sizeof domains / sizeof *domains; d++) {
		size_t left = f.n;
		for (int tries = 0; tries < 4 && left > 2; tries++) {
			size_t len =
				term_longest(kb, domains[d], f.s, left).len;
			if (!len)
				break;
			size_t last = len - 1;
			while (last &&
			       ((unsigned char)f.s[last] & 0xC0) == 0x80)
				last--;
			size_t end = i + f.at[last];
			end += utf8_decode(s + end, n - end, &cp);
			if (end - i > best &&
			    (end >= n ||
			     !latin_letter(s + end, n - end, &upper)))
				best = end - i;
			left = len - 1;
		}
	}
	arena_free(&a);
	return best;
}

/* TX-771-2, CR/88213/26, GS(2026)1182: capitals and four figures. Bytes; 0:
 * none. */
static size_t lettered_number(const char *s, size_t n, size_t i)
{
	size_t end = i, letters = 0, digits = 0;

	while (end < n && isupper((unsigned char)s[end])) {
		letters++;
		end++;
	}
	if (!letters || letters > 4 || end >= n || !strchr("-/(", s[end]))
		return 0;
	while (end + 1 < n && (isdigit((unsigned char)s[end]) ||
			       (strchr("-/()", s[end]) && s[end] &&
				isdigit((unsigned char)s[end + 1])))) {
		digits += isdigit((unsigned char)s[end]) > 0;
		end++;
	}
	digits += end < n && isdigit((unsigned char)s[end]);
	end += end < n && isdigit((unsigned char)s[end]);
	return digits > 3 ? end - i : 0;
}

/* Child-Pugh, Epstein-Barr */
static bool has_eponym(const char *s, size_t len)
{
	for (size_t at = 0, part; at < len; at += part + 1) {
		const char *dash = memchr(s + at, '-', len - at);
		part = dash ? (size_t)(dash - s) - at : len - at;
		if (part < len && latin_listed(privacy_eponyms, s + at, part))
			return true;
	}
	return latin_listed(privacy_eponyms, s, len) &&
	       !latin_listed(common_eponyms, s, len);
}

/* Of a person's own words: a capital in the middle of a sentence, or beside a
 * name that was found. */
static bool stands_as_name(const char *s, size_t n, size_t i, size_t len)
{
	bool upper = false, second = false, surname;
	size_t first = latin_letter(s + i, n - i, &upper), at = i;
	bool beside = (i > 1 && s[i - 1] == ' ' && s[i - 2] == ']') ||
		      starts_with(s + i + len, n - i - len, " [");

	if (len <= 2 || has_eponym(s + i, len))
		return false;
	surname = latin_listed(common_eponyms, s + i, len);
	if (beside)
		return upper || surname;
	latin_letter(s + i + first, n - i - first, &second);
	while (at > 0 && s[at - 1] == ' ')
		at--;
	return upper && !second && at > 0 &&
	       !strchr(".!?:;\n\r([\"-", s[at - 1]);
}

size_t latin_unknown(struct kb *kb, enum term_domain ordinary, const char *s,
		     size_t n, size_t i, bool *ret_unknown)
{
	size_t len = latin_span(s + i, n - i), end = i + len;
	bool upper, digits = false;
	size_t name = name_of_words(kb, s, n, i);

	*ret_unknown = false;
	if (name > len)
		return name;
	size_t number = lettered_number(s, n, i);
	if (number) {
		*ret_unknown = true;
		return number;
	}
	while (end < n && (isdigit((unsigned char)s[end]) || s[end] == '_' ||
			   latin_letter(s + end, n - end, &upper))) {
		digits |= isdigit((unsigned char)s[end]) || s[end] == '_';
		end += latin_letter(s + end, n - end, &upper)
			       ? latin_letter(s + end, n - end, &upper)
			       : 1;
	}
	if (digits) {
		/* 国药准字H20093012 is a product's */
		bool licence = i >= 6 && memcmp(s + i - 6, "准字", 6) == 0;
		*ret_unknown = !licence &&
			       !known_mixture(kb, ordinary, s + i, end - i);
		return end - i;
	}
	if (!len)
		return 1;
	if (len >= LATIN_MOST) {
		*ret_unknown = true;
		return len;
	}
	bool person = ordinary == TERM_OWN && stands_as_name(s, n, i, len);
	*ret_unknown = latin_names_place(kb, s, n, i, len) ||
		       (person && latin_listed(common_eponyms, s + i, len));
	if (*ret_unknown || latin_medical(kb, s + i, len) ||
	    names_sign(s, n, i, len))
		return len;
	*ret_unknown = person;
	if (*ret_unknown)
		return len;
	/* part by part: spike-and-wave, Child-Pugh, can't */
	for (size_t at = i; at < i + len;) {
		size_t part = 0;
		while (at + part < i + len && s[at + part] != '-' &&
		       s[at + part] != '\'' &&
		       !starts_with(s + at + part, i + len - at - part, "’"))
			part++;
		*ret_unknown |=
			!known_word_of_letters(kb, ordinary, s + at, part) &&
			!(part < len &&
			  latin_listed(privacy_eponyms, s + at, part));
		at += part;
		if (at < i + len)
			at += s[at] < 0 ? 3 : 1;
	}
	return len;
}
