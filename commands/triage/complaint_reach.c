/* How far apart the words of a phrase may stand: what is told of years, or by
 * a word of one character, holds together only when it stands near. */
#include "commands/triage/complaint_atom.h"

bool phrase_word_weak(const struct atom *a)
{
	return a->end - a->start <= 3;
}

size_t phrase_gap(const struct matcher *m, const struct phrase_rule *p,
		  bool weak)
{
	const size_t FREE = 200; /* a phrase that says how near is asked */
	bool lasting = phrase_meets(&m->k->lasting, &m->present);

	/* what takes evidence back may look at the whole story */
	if (p->reach == PHRASE_CLAUSE || p->near < FREE || p->n_drops)
		return p->near;
	size_t gap = lasting ? (weak ? 21 : 36) : weak ? 30 : 54;
	/* a Latin word has as many letters as two or three Chinese have bytes */
	return text_has_latin(m->r->s) ? gap * 3 / 2 : gap;
}
