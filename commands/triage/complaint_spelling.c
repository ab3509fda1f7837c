/* Slips of the keyboard in English words: two letters exchanged ("pian"), one
 * doubled or not ("vomitting", "tumy"). A word that is a name is left alone,
 * and only a name of a finding or a part of one is put in its place. */
#include "commands/triage/complaint_private.h"

#include "kb/term.h"

#include <ctype.h>
#include <string.h>

enum { SHORTEST = 4, LONGEST = 24 };

static bool finding(const struct reading *r, const char *word, size_t n)
{
	return term_exact(r->kb, TERM_PART, word, n).len ||
	       term_exact(r->kb, TERM_SYMPTOM, word, n).len;
}

static bool known(const struct reading *r, const char *word, size_t n)
{
	return finding(r, word, n) ||
	       term_exact(r->kb, TERM_CUE, word, n).len ||
	       term_exact(r->kb, TERM_SITE, word, n).len ||
	       term_exact(r->kb, TERM_CONTEXT, word, n).len ||
	       (word[n - 1] == 's' && finding(r, word, n - 1));
}

/* Letters of one word of the text from folded byte i on; 0 none. */
static size_t word_at(const struct reading *r, size_t i)
{
	const struct folded *f = &r->folded;
	size_t n = 0;

	if (!islower((unsigned char)r->s[f->at[i]]) ||
	    (i > 0 && f->at[i] > 0 &&
	     isalnum((unsigned char)r->s[f->at[i] - 1])))
		return 0;
	while (i + n < f->n && isalpha((unsigned char)f->s[i + n]) &&
	       f->at[i + n] == f->at[i] + n)
		n++;
	return n;
}

/* The folded text with bytes [i, i + n) spelled as word[0, m). */
static void respell(struct reading *r, size_t i, size_t n, const char *word,
		    size_t m)
{
	const struct folded old = r->folded;
	struct folded f = {.n = old.n - n + m};

	f.s = arena_array(r->arena, char, f.n + 1);
	f.at = arena_array(r->arena, uint32_t, f.n + 1);
	memcpy(f.s, old.s, i);
	memcpy(f.at, old.at, i * sizeof *f.at);
	memcpy(f.s + i, word, m);
	for (size_t k = 0; k < m; k++)
		f.at[i + k] = old.at[i + (k + 1 == m || k >= n ? n - 1 : k)];
	memcpy(f.s + i + m, old.s + i + n, old.n - i - n);
	memcpy(f.at + i + m, old.at + i + n,
	       (old.n - i - n + 1) * sizeof *f.at);
	r->folded = f;
}

/* The word with a letter exchanged with the next, dropped or doubled. */
static bool slip(const struct reading *r, const char *s, size_t n, char *word,
		 size_t *ret)
{
	for (size_t k = 0; k + 1 < n; k++) {
		memcpy(word, s, n);
		word[k] = s[k + 1];
		word[k + 1] = s[k];
		*ret = n;
		if (s[k] != s[k + 1] && finding(r, word, n))
			return true;
		if (s[k] != s[k + 1] || n <= SHORTEST)
			continue;
		memcpy(word, s, k);
		memcpy(word + k, s + k + 1, n - k - 1);
		*ret = n - 1;
		if (finding(r, word, n - 1))
			return true;
	}
	for (size_t k = 0; k < n; k++) {
		memcpy(word, s, k + 1);
		memcpy(word + k + 1, s + k, n - k);
		*ret = n + 1;
		if (finding(r, word, n + 1))
			return true;
	}
	return false;
}

void complaint_spelling(struct reading *r)
{
	for (size_t i = 0; i < r->folded.n;) {
		char word[LONGEST + 2];
		size_t m, n = word_at(r, i);
		if (n < SHORTEST || n > LONGEST ||
		    known(r, r->folded.s + i, n)) {
			i += n ? n : 1;
			continue;
		}
		if (slip(r, r->folded.s + i, n, word, &m)) {
			respell(r, i, n, word, m);
			n = m;
		}
		i += n;
	}
}
