/* Fail closed: a claim stands only on words that what it cites has, and on
 * words that cannot say anything by themselves. */
#include "llm/ground_side.h"

#include "base/utf8.h"
#include "kb/word.h"
#include "llm/ground_agree.h"

#include <string.h>

static const char *why(struct arena *a, const char *what,
		       const struct side *claim, const struct token *t)
{
	return ground_reason(a, what,
			     arena_strndup(a, claim->text + t->start,
					   strlen(claim->text + t->start)));
}

static bool lone(const struct side *claim, size_t k, size_t len)
{
	const struct token *t = &claim->t.at[k];
	bool before = k > 0 && t[-1].kind == TOKEN_THING && !t[-1].latin &&
		      t[-1].end == t->start;
	bool behind = k + 1 < claim->t.n && t[1].kind == TOKEN_THING &&
		      !t[1].latin && t[1].start == t->end;

	return len == 1 && !t->latin && t->end - t->start <= 3 &&
	       (before || behind);
}

/* "(F1)" */
static bool is_citation(const struct side *claim, size_t k,
			const struct ground_claim *c)
{
	const struct token *t = &claim->t.at[k];
	char id[8];
	size_t n = t->end - t->start;

	if (n >= sizeof id)
		return false;
	memcpy(id, claim->text + t->start, n);
	id[n] = '\0';
	return ground_cites(c, id);
}

/* The group of words for an emergency department. */
static int emergency_of(struct kb *kb)
{
	struct term_match m = term_exact(kb, TERM_SAY, "emergency", 9);

	for (size_t i = 0; i < m.n && m.len; i++) {
		const struct word *w = kb_word(kb, (int)m.targets[i]);
		if (strcmp(w->class, "same") == 0)
			return w->id;
	}
	return 0;
}

/* The ideograph and the one before or behind it stand so in the facts. */
static bool with_neighbour(const struct side *claim, size_t k,
			   const struct side *facts)
{
	const struct token *t = &claim->t.at[k];
	char pair[16];

	for (int d = 0; d < 2; d++) {
		if (d ? k + 1 >= claim->t.n : k == 0)
			continue;
		const struct token *x = d ? t : t - 1;
		if (x[0].end != x[1].start ||
		    x[1].end - x[0].start >= sizeof pair)
			continue;
		memcpy(pair, claim->text + x[0].start, x[1].end - x[0].start);
		pair[x[1].end - x[0].start] = '\0';
		if (strstr(facts->text, pair))
			return true;
	}
	return false;
}

/* Where each thing of the claim stands. NULL: every one does. */
static const char *find_things(struct pieces *ret, const struct side *claim,
			       const struct side *facts,
			       const struct ground_claim *c, int emergency,
			       struct arena *a)
{
	size_t covered = 0; /* things before this one stand somewhere */

	for (size_t k = 0; k < claim->t.n; k++) {
		struct piece p = {.token = k};
		const struct token *t = &claim->t.at[k];
		uint64_t lines[2];
		if (t->kind != TOKEN_THING)
			continue;
		p.len = side_lines(claim, k, facts, lines, &p.mode);
		p.agrees = lines[t->turned] != 0;
		p.denied = lines[1] != 0;
		p.lines = p.agrees ? lines[t->turned] : lines[!t->turned];
		/* what is critical belongs to an emergency department */
		if (facts->urgency == URGENCY_CRITICAL &&
		    t->same == emergency && emergency && !t->turned) {
			p.lines = ~UINT64_C(0);
			p.agrees = true;
			p.mode = 0;
			p.len = t->span;
		}
		bool enough = p.lines && (!lone(claim, k, p.len) ||
					  with_neighbour(claim, k, facts));
		if (!enough && (t->plain || is_citation(claim, k, c)))
			continue;
		if (!enough && k >= covered)
			return why(a, "word", claim, t);
		if (!enough || k + p.len <= covered)
			continue;
		vec_push(ret, p);
		covered = k + p.len;
	}
	return NULL;
}

/* Signs that are no punctuation: what else they say is not known. */
static const char *find_signs(const struct side *claim,
			      const struct side *facts, struct arena *a)
{
	for (size_t k = 0; k < claim->t.n; k++) {
		const struct token *t = &claim->t.at[k];
		uint32_t cp = (uint32_t)t->value;
		if (t->kind != TOKEN_LIST || cp < 0x80 ||
		    (cp >= 0x2010 && cp <= 0x2027) ||
		    (cp >= 0x3000 && cp <= 0x301F) || cp == 0xFF08 ||
		    cp == 0xFF09 || cp == 0xFF5E || cp == 0xB7 || cp == 0xD7)
			continue;
		const char *sign = arena_strndup(a, claim->text + t->start,
						 t->end - t->start);
		if (!strstr(facts->text, sign))
			return why(a, "sign", claim, t);
	}
	return NULL;
}

const char *ground_support(struct kb *kb, const struct ground_facts *facts,
			   const struct ground_claim *c, struct arena *a)
{
	struct side claim, cited;
	struct pieces pieces = {0};
	const struct token *at = NULL;
	const char *wrong, *what;

	side_of_claim(kb, c->text, a, &claim);
	side_of_facts(kb, facts, c, a, &cited);
	wrong = find_signs(&claim, &cited, a);
	if (!wrong)
		wrong = find_things(&pieces, &claim, &cited, c,
				    emergency_of(kb), a);
	if (!wrong && (what = ground_disagrees(&claim, &cited, &pieces, &at)))
		wrong = why(a, what, &claim, at);
	vec_free(&pieces);
	side_free(&claim);
	side_free(&cited);
	return wrong;
}
