/* Phrases: evidence composed of what stands near one another (kb/phrase.h). */
#include "commands/triage/complaint_atom.h"

#include "base/num.h"

#include <stdlib.h>
#include <string.h>

bool phrase_meets(const struct phrase_set *a, const struct phrase_set *b)
{
	for (size_t i = 0; i < PHRASE_CLASSES / 64; i++)
		if (a->bits[i] & b->bits[i])
			return true;
	return false;
}

/* Bytes from the first word of a phrase to the end of its last: what stands
 * farther apart in a long story is not one thing. */
enum { SPAN = 126 };

static bool same_reach(const struct reading *r, enum phrase_reach reach, int a,
		       int b)
{
	return reach == PHRASE_TEXT || a == b ||
	       (reach == PHRASE_SENTENCE &&
		r->clauses.at[a].sentence == r->clauses.at[b].sentence);
}

/* A phrase while it is put together: the words found and their span. */
struct draft {
	const struct atom *used[PHRASE_PARTS];
	bool done[PHRASE_PARTS];
	size_t n, lo, hi;
};

static bool contains(const struct atom *a, const struct atom *b)
{
	return a->start <= b->start && b->end <= a->end &&
	       a->end - a->start > b->end - b->start;
}

/* A word may hold another of the phrase ("splashed in my eye" an eye), but no
 * word counts twice. */
static bool overlaps(const struct draft *d, const struct atom *a)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct atom *b = d->used[i];
		if (a->start < b->end && b->start < a->end && !contains(a, b) &&
		    !contains(b, a))
			return true;
	}
	return false;
}

/* The nearest atom of a part to the draft's span; *least is how near it must
 * be, and how near it is. */
static const struct atom *nearest(const struct matcher *m,
				  const struct phrase_rule *p, size_t part,
				  const struct draft *d, size_t *least)
{
	const struct atom *best = NULL;

	for (size_t i = 0; i < m->atoms.n; i++) {
		const struct atom *a = &m->atoms.at[i];
		if (!phrase_set_has(&p->part[part], a->class) ||
		    !same_reach(m->r, p->reach, d->used[0]->clause, a->clause))
			continue;
		if (p->ordered && a->start < d->hi)
			continue;
		size_t gap = a->start >= d->hi ? a->start - d->hi
			     : a->end <= d->lo ? d->lo - a->end
					       : 0;
		bool alone = d->n == 1 && phrase_word_weak(d->used[0]);
		if (gap < *least && !overlaps(d, a) &&
		    gap <= phrase_gap(m, p, alone || phrase_word_weak(a))) {
			*least = gap;
			best = a;
		}
	}
	return best;
}

/* One more word: of the parts that are left the nearest. False: none. */
static bool extend(const struct matcher *m, const struct phrase_rule *p,
		   struct draft *d)
{
	const struct atom *best = NULL;
	size_t least = p->near + 1, which = 0;

	for (size_t i = 0; i < p->n_parts; i++) {
		if (d->done[i])
			continue;
		const struct atom *a = nearest(m, p, i, d, &least);
		if (a) {
			best = a;
			which = i;
		}
		if (p->ordered)
			break;
	}
	if (!best)
		return false;
	d->done[which] = true;
	d->used[d->n++] = best;
	d->lo = best->start < d->lo ? best->start : d->lo;
	d->hi = best->end > d->hi ? best->end : d->hi;
	return d->hi - d->lo <= SPAN;
}

static bool barred(const struct matcher *m, const struct phrase_rule *p,
		   int clause)
{
	enum phrase_reach reach =
		p->reach == PHRASE_CLAUSE ? PHRASE_SENTENCE : p->reach;

	bool acute = phrase_meets(&m->k->acute, &m->present);

	if (p->n_barred && phrase_meets(p->barred, &m->known))
		return true;
	for (size_t i = 0; p->n_barred && i < m->atoms.n; i++) {
		const struct atom *a = &m->atoms.at[i];
		if (phrase_set_has(p->barred, a->class) &&
		    !(acute && phrase_set_has(&m->k->lasting, a->class)) &&
		    same_reach(m->r, reach, clause, a->clause) &&
		    !phrase_word_denied(m, p, a))
			return true;
	}
	return false;
}

/* Each of the words wanted somewhere stands there and is not denied ("no
 * fever"). */
static bool wanted(const struct matcher *m, const struct phrase_rule *p)
{
	for (size_t w = 0; w < p->n_wanted; w++) {
		bool found = phrase_meets(&p->wanted[w], &m->known);
		for (size_t i = 0; !found && i < m->atoms.n; i++)
			found = phrase_set_has(&p->wanted[w],
					       m->atoms.at[i].class) &&
				!phrase_word_denied(m, p, &m->atoms.at[i]);
		if (!found)
			return false;
	}
	return true;
}

static void drop_symptoms(struct matcher *m, const struct phrase_rule *p,
			  int clause)
{
	enum phrase_reach reach =
		p->reach == PHRASE_CLAUSE ? PHRASE_SENTENCE : p->reach;

	for (size_t k = 0; k < p->n_drops; k++) {
		struct dropped d = {p->drops[k],
				    m->r->clauses.at[clause].sentence};
		vec_push(&m->r->dropped, d);
	}
	for (size_t i = 0; i < m->r->tokens.n; i++) {
		struct complaint_token *t = &m->r->tokens.at[i];
		if (!same_reach(m->r, reach, clause, t->clause))
			continue;
		for (size_t k = 0; k < p->n_drops; k++)
			if (t->kind == TOKEN_SYMPTOM && t->id == p->drops[k])
				t->spent = true;
	}
	for (size_t i = 0; i < m->made.n; i++)
		for (size_t k = 0; k < p->n_drops; k++)
			if (m->made.at[i].id == p->drops[k] &&
			    same_reach(m->r, reach, clause,
				       m->made.at[i].clause))
				m->made.at[i].spent = true;
}

static void make(struct matcher *m, const struct phrase_rule *p,
		 const struct atom *const *used, size_t n)
{
	const struct atom *first = used[0], *last = used[0];
	bool wide = phrase_spans_clauses(used, n), denied = false;

	for (size_t i = 1; i < n; i++) {
		if (used[i]->start < first->start)
			first = used[i];
		if (used[i]->end > last->end)
			last = used[i];
	}
	denied = phrase_holds_denied(m, used, n);
	for (size_t i = 0; wide && i < n; i++)
		denied |= phrase_word_denied(m, p, used[i]);
	if (!denied)
		drop_symptoms(m, p, first->clause);
	denied |=
		phrase_denied_inside(m, p, used, n, first->start, last->end) &&
		!wide;
	for (size_t i = 0; i < p->n_gives + p->n_raises; i++) {
		bool raised = i >= p->n_gives;
		/* one of several clauses denied: no phrase, and no more */
		if (denied && (raised || wide))
			break;
		int sentence = m->r->clauses.at[first->clause].sentence;
		struct complaint_token t = {
			.kind = TOKEN_SYMPTOM,
			.id = raised ? p->raises[i - p->n_gives] : p->gives[i],
			.raised = raised,
			.value = NUM_NONE,
			.start = first->start,
			.end = last->end,
			.clause = first->clause,
			.sentence = sentence,
			.denied = denied,
			.settled = wide,
			.evidence = -1};
		vec_push(&m->made, t);
	}
}

/* From each word of the first part that is not known beside the words, once a
 * clause. */
static bool match(struct matcher *m, const struct phrase_rule *p)
{
	int done = -1;
	size_t first = 0, known = 0;
	bool have[PHRASE_PARTS];

	for (size_t i = p->n_parts; i-- > 0;) {
		have[i] = phrase_meets(&p->part[i], &m->known);
		known += have[i];
		first = have[i] ? first : i;
	}
	for (size_t i = 0; known < p->n_parts && i < m->atoms.n; i++) {
		const struct atom *a = &m->atoms.at[i];
		struct draft d = {{a}, {false}, 1, a->start, a->end};
		if (!phrase_set_has(&p->part[first], a->class) ||
		    a->clause == done || barred(m, p, a->clause))
			continue;
		memcpy(d.done, have, sizeof have);
		d.done[first] = true;
		while (d.n + known < p->n_parts && extend(m, p, &d))
			;
		if (d.n + known < p->n_parts)
			continue;
		if (!wanted(m, p))
			break;
		make(m, p, d.used, d.n);
		done = a->clause;
	}
	return done >= 0;
}

static bool possible(const struct matcher *m, const struct phrase_rule *p)
{
	for (size_t i = 0; i < p->n_parts; i++)
		if (!phrase_meets(&p->part[i], &m->present))
			return false;
	for (size_t i = 0; i < p->n_wanted; i++)
		if (!phrase_meets(&p->wanted[i], &m->present))
			return false;
	return true;
}

static int by_start(const void *x, const void *y)
{
	const struct complaint_token *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->id - b->id;
}

/* Is it what a name there says already? */
static bool said(const struct reading *r, size_t n,
		 const struct complaint_token *made)
{
	for (size_t i = 0; i < n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->kind == TOKEN_SYMPTOM && t->id == made->id &&
		    t->start <= made->start && made->end <= t->end)
			return true;
	}
	return false;
}

/* The hand in 手术, the head in 枕头 are no site. A word that means something
 * else may hold a site and what it has, too (嗓子痒): that stays. */
static void spend_sites(struct matcher *m)
{
	for (size_t i = 0; i < m->r->tokens.n; i++) {
		struct complaint_token *t = &m->r->tokens.at[i];
		for (size_t k = 0; t->kind == TOKEN_SITE && k < m->none.n;
		     k++) {
			const struct atom *none = &m->none.at[k];
			size_t inside = 0;
			if (t->start < none->start || t->end > none->end ||
			    t->end - t->start == none->end - none->start)
				continue;
			for (size_t j = 0; j < m->r->tokens.n; j++)
				inside += m->r->tokens.at[j].start >=
						  none->start &&
					  m->r->tokens.at[j].end <= none->end;
			t->spent |= inside == 1;
		}
	}
}

/* Into the tokens in their order; what is spent goes. */
static void merge(struct reading *r, const struct complaint_token_vec *made)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->tokens.n; i++)
		if (!r->tokens.at[i].spent)
			r->tokens.at[kept++] = r->tokens.at[i];
	r->tokens.n = kept;
	for (size_t i = 0; i < made->n; i++)
		if (!made->at[i].spent && !said(r, kept, &made->at[i]))
			vec_push(&r->tokens, made->at[i]);
	if (r->tokens.n > kept)
		qsort(r->tokens.at, r->tokens.n, sizeof *r->tokens.at,
		      by_start);
}

void complaint_phrases(struct reading *r)
{
	struct matcher m = {.r = r, .k = r->k->phrases};
	bool *done = arena_array(r->arena, bool, m.k->n + 1);

	complaint_atoms(&m);
	/* twice: what a phrase makes may be part of another */
	for (int pass = 0; pass < 2; pass++) {
		size_t before = m.made.n;
		for (size_t i = 0; i < m.k->n; i++)
			if (!done[i] && possible(&m, &m.k->phrases[i]))
				done[i] = match(&m, &m.k->phrases[i]);
		if (m.made.n == before)
			break;
		complaint_atoms_of_made(&m);
	}
	spend_sites(&m);
	merge(r, &m.made);
	vec_free(&m.atoms);
	vec_free(&m.none);
	vec_free(&m.made);
}
