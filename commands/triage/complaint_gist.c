/* Names of findings told in other English words (kb/gist.h). */
#include "commands/triage/complaint_private.h"

#include "kb/term.h"

static const struct gist_word *word_from(const struct gist *g, size_t start,
					 size_t *ret_index)
{
	size_t low = 0, high = g->n_words;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (g->words[mid].start < start)
			low = mid + 1;
		else
			high = mid;
	}
	*ret_index = low;
	return low < g->n_words && g->words[low].start == start ? &g->words[low]
								: NULL;
}

/* The word that ends where byte `end` of the gist does; NULL: none. */
static const struct gist_word *word_to(const struct gist *g, size_t i,
				       size_t end)
{
	for (; i < g->n_words && g->words[i].at < end; i++) {
		size_t next = i + 1 < g->n_words ? g->words[i + 1].at : g->n;
		if (next > end && g->s[next - 1] == '\n')
			next--;
		if (next == end)
			return &g->words[i];
	}
	return NULL;
}

static bool is_site(const struct reading *r, const struct gist_word *w)
{
	const char *s = r->s + w->start;
	struct folded f = fold_text(r->kb, s, w->end - w->start, r->arena);

	return term_exact(r->kb, TERM_SITE, f.s, f.n).len > 0;
}

static bool is_complaint(const struct reading *r, const struct gist_word *w)
{
	const char *s = r->s + w->start;
	struct folded f = fold_text(r->kb, s, w->end - w->start, r->arena);
	struct term_match m = term_exact(r->kb, TERM_CUE, f.s, f.n);
	struct complaint_token t = {.kind = TOKEN_CUE};

	if (!m.len)
		return false;
	t.word = kb_word(r->kb, (int)m.targets[0]);
	return token_complaint(&t) >= 0;
}

/* "calf swollen and painful": a part of the body and what it does are brought
 * together later, with all that is said of the part. */
static bool is_composed(const struct reading *r, const struct gist_word *a,
			const struct gist_word *b)
{
	return b == a + 1 && ((is_site(r, a) && is_complaint(r, b)) ||
			      (is_complaint(r, a) && is_site(r, b)));
}

int complaint_gist_name(const struct reading *r, size_t start, size_t *ret_end)
{
	const struct gist *g = &r->gist;
	size_t i;
	const struct gist_word *first = word_from(g, start, &i), *last;
	struct term_match m;

	if (!first)
		return 0;
	size_t n = g->n - first->at;
	while ((m = term_longest(r->kb, TERM_GIST, g->s + first->at, n)).len) {
		last = word_to(g, i, first->at + m.len);
		/* two findings told alike: neither is meant for sure */
		if (last && last != first && m.n == 1 &&
		    !is_composed(r, first, last)) {
			*ret_end = last->end;
			return (int)m.targets[0];
		}
		n = m.len - 1;
	}
	return 0;
}
