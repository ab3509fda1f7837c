#include "kb/gist.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* They carry nothing that tells one finding from another. */
static const char *const idle[] = {
	"a",          "about",    "also",      "am",     "an",        "any",
	"are",        "as",       "at",        "be",     "became",    "become",
	"been",       "being",    "bilateral", "bit",    "both",      "bright",
	"constantly", "did",      "do",        "does",   "extremely", "feel",
	"feeling",    "feels",    "felt",      "for",    "fresh",     "from",
	"get",        "gets",     "getting",   "going",  "gone",      "got",
	"had",        "has",      "have",      "having", "he",        "her",
	"his",        "i",        "in",        "is",     "it",        "its",
	"just",       "keep",     "keeps",     "kept",   "left",      "little",
	"look",       "looking",  "looks",     "lots",   "lot",       "mixed",
	"my",         "of",       "on",        "our",    "over",      "pretty",
	"quite",      "really",   "right",     "she",    "slightly",  "so",
	"some",       "somewhat", "that",      "the",    "their",     "there",
	"they",       "this",     "to",        "too",    "very",      "was",
	"we",         "were",     "with",      "you",    "your",
};

/* What endings do not bring together, or must not: a cough for weeks is no cough
 * for a week, burning no burn. */
static const struct {
	const char *word, *as;
} alike[] = {
	{"achy", "ach"},       {"bled", "bleed"},    {"burning", "burning"},
	{"cannot", "cant"},    {"days", "days"},     {"faeces", "stool"},
	{"feces", "stool"},    {"feet", "foot"},     {"hours", "hours"},
	{"itchy", "itch"},     {"months", "months"}, {"motions", "stool"},
	{"nights", "nights"},  {"pee", "urin"},      {"peed", "urin"},
	{"peeing", "urin"},    {"poo", "stool"},     {"poop", "stool"},
	{"puked", "vomit"},    {"puking", "vomit"},  {"running", "running"},
	{"swollen", "swell"},  {"teeth", "tooth"},   {"urinate", "urin"},
	{"urinating", "urin"}, {"urine", "urin"},    {"wee", "urin"},
	{"weeing", "urin"},    {"weeks", "weeks"},   {"years", "years"},
};

static bool is_idle(const char *w)
{
	for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
		if (idle[i][0] == w[0] && strcmp(idle[i], w) == 0)
			return true;
	return false;
}

static size_t cut(char *w, size_t n, const char *ending, size_t least)
{
	size_t m = strlen(ending);

	if (n < least + m || memcmp(w + n - m, ending, m) != 0)
		return n;
	w[n - m] = '\0';
	return n - m;
}

/* The word without its ending; w has n letters. */
static size_t stem(char *w, size_t n)
{
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		if (strcmp(alike[i].word, w) == 0) {
			n = strlen(alike[i].as);
			memcpy(w, alike[i].as, n + 1);
			return n;
		}
	if (n > 3 && w[n - 1] == 's' && !strchr("su", w[n - 2]))
		n = cut(w, n, "s", 3);
	size_t before = n;
	n = cut(w, n, "ing", 3);
	n = n == before ? cut(w, n, "ed", 3) : n;
	/* dropping, dropped: drop; but not call, miss */
	if (n != before && n > 3 && w[n - 1] == w[n - 2] &&
	    !strchr("lsz", w[n - 1]))
		w[--n] = '\0';
	return cut(w, n, "e", 2);
}

static bool is_stop(char c)
{
	return c && strchr(".,;:!?\n", c);
}

enum { WORD_MOST = 24 };

/* Letters of the word at s, in lower case, without apostrophes and
 * hyphens. Returns the
 * bytes it takes; *ret_n 0: too long to be one. */
static size_t word_at(const char *s, size_t n, char w[static WORD_MOST + 1],
		      size_t *ret_n)
{
	size_t i = 0, k = 0;

	while (i < n) {
		unsigned char c = (unsigned char)s[i];
		bool mark = i + 1 < n && (c == '\'' || c == '-') &&
			    isalpha((unsigned char)s[i + 1]);
		bool curly = i + 3 < n &&
			     memcmp(s + i, "\xE2\x80\x99", 3) == 0 &&
			     isalpha((unsigned char)s[i + 3]);
		if (isalnum(c)) {
			if (k < WORD_MOST)
				w[k] = (char)tolower(c);
			k++;
			i++;
		} else if (mark || curly) {
			i += curly ? 3 : 1;
		} else {
			break;
		}
	}
	*ret_n = k <= WORD_MOST ? k : 0;
	w[*ret_n] = '\0';
	return i;
}

struct gist gist_read(const char *s, size_t n, struct arena *a)
{
	/* a word of one letter becomes no longer, but for those of alike[] */
	struct gist g = {arena_alloc(a, 2 * n + 8), 0,
			 arena_array(a, struct gist_word, n / 2 + 1), 0};
	char w[WORD_MOST + 8];

	for (size_t i = 0; i < n;) {
		size_t letters, taken = 1;
		if (is_stop(s[i]) || (unsigned char)s[i] >= 0x80) {
			if (g.n && g.s[g.n - 1] != '\n')
				g.s[g.n++] = '\n';
		} else if (isalpha((unsigned char)s[i])) {
			taken = word_at(s + i, n - i, w, &letters);
			if (letters && !is_idle(w)) {
				letters = stem(w, letters);
				g.words[g.n_words++] = (struct gist_word){
					(uint32_t)g.n, (uint32_t)i,
					(uint32_t)(i + taken)};
				memcpy(g.s + g.n, w, letters);
				g.n += letters;
			}
		}
		i += taken;
	}
	g.s[g.n] = '\0';
	return g;
}
