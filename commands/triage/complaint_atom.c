/* Tokens, numbers and names of parts → atoms. */
#include "commands/triage/complaint_atom.h"

#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static void add_atom(struct matcher *m, int class, size_t start, size_t end,
		     int clause)
{
	struct atom a = {start, end, clause, class};

	if (class < 0)
		return;
	if (class == m->k->none) {
		vec_push(&m->none, a);
		return;
	}
	vec_push(&m->atoms, a);
}

static void add_symptom(struct matcher *m, int id,
			const struct complaint_token *t)
{
	const struct symptom *s = &m->r->k->symptoms[id];

	add_atom(m, m->k->of_symptom[id], t->start, t->end, t->clause);
	for (size_t i = 0; i < s->n_implies; i++)
		add_atom(m, m->k->of_symptom[s->implies[i]], t->start, t->end,
			 t->clause);
}

static void measures_of_age(double days, bool is[static MEASURES])
{
	is[MEASURE_NEWBORN] = days <= 30;
	is[MEASURE_YOUNG] = days <= 91;
	is[MEASURE_BABY] = days < 365;
	is[MEASURE_CHILD] = days < 14 * 365.25;
	is[MEASURE_OLD] = days >= 65 * 365.25;
}

static void add_measures(struct matcher *m, const struct complaint_token *t)
{
	const int16_t *of = m->k->of_measure;
	bool is[MEASURES] = {false};

	if (t->kind == TOKEN_AGE) {
		measures_of_age(t->value, is);
	} else if (t->kind == TOKEN_DURATION) {
		is[MEASURE_MINUTES] = t->value <= 2;
		is[MEASURE_RECENT] = t->value <= 72;
		is[MEASURE_LONG] = t->value >= 168;
		is[MEASURE_GESTATION] = t->weeks && t->value >= 20 * 168.0 &&
					t->value <= 42 * 168.0;
		is[MEASURE_OVERDUE] =
			t->value >= 5 * 168.0 && t->value < 20 * 168.0;
	} else if (t->kind == TOKEN_AMOUNT) {
		is[t->id] = true;
	}
	for (int i = 0; i < MEASURES; i++)
		if (is[i])
			add_atom(m, of[i], t->start, t->end, t->clause);
}

/* "no trouble breathing" is one name, and holds no trouble; "not pregnant" no
 * pregnancy. */
static bool is_denial(const struct matcher *m, const struct complaint_token *t)
{
	if (t->kind == TOKEN_SYMPTOM)
		return strncmp(m->r->k->symptoms[t->id].code, "no_", 3) == 0;
	return token_means(t, "unpregnant");
}

static void atoms_of_tokens(struct matcher *m)
{
	const struct reading *r = m->r;

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (is_denial(m, t)) {
			struct atom none = {t->start, t->end, t->clause, 0};
			vec_push(&m->none, none);
		} else if (t->kind == TOKEN_SYMPTOM && !t->denied)
			add_symptom(m, t->id, t);
		else if (t->kind == TOKEN_CUE)
			add_atom(m, m->k->of_word[t->word->id], t->start,
				 t->end, t->clause);
		else
			add_measures(m, t);
		if (t->kind == TOKEN_CUE && t->plain > 0)
			add_symptom(m, t->plain, t);
	}
}

/* The digits of an age or a duration are no temperature ("41-year-old"). */
static bool in_a_measure(const struct reading *r, size_t start, size_t end)
{
	for (size_t i = 0; isdigit((unsigned char)r->s[start]) &&
			   i < r->tokens.n && r->tokens.at[i].start <= start;
	     i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if ((t->kind == TOKEN_AGE || t->kind == TOKEN_DURATION) &&
		    end <= t->end)
			return true;
	}
	return false;
}

/* Every name at every character, the shorter ones, too. */
static void atoms_of_parts(struct matcher *m)
{
	const struct reading *r = m->r;
	const struct folded *f = &r->folded;
	size_t i = 0;
	int clause = 0;

	for (i = 0; i < f->n; i++) {
		if (i > 0 && f->at[i] == f->at[i - 1])
			continue;
		size_t n = f->n - i;
		struct term_match t;
		while ((size_t)clause + 1 < r->clauses.n &&
		       f->at[i] >= r->clauses.at[clause].end)
			clause++;
		while ((t = term_longest(r->kb, TERM_PART, f->s + i, n)).len) {
			size_t end = complaint_end_of(r, i, t.len);
			n = t.len - 1;
			if (!complaint_bounded(r, f->at[i], end) ||
			    in_a_measure(r, f->at[i], end))
				continue;
			for (size_t k = 0; k < t.n; k++)
				add_atom(m, m->k->of_word[t.targets[k]],
					 f->at[i], end, clause);
		}
	}
}

/* A drug's name holds no word of another kind (the acid in 唑来膦酸). */
static void none_of_drugs(struct matcher *m)
{
	const size_t LATIN = 6, WIDE = 9; /* bytes of the shortest */
	const struct folded *f = &m->r->folded;

	for (size_t i = 0; i < f->n;) {
		struct term_match t = complaint_name(m->r, i, TERM_DRUG);
		size_t least = (unsigned char)f->s[i] < 0x80 ? LATIN : WIDE;
		if (t.len < least) {
			i++;
			continue;
		}
		struct atom none = {f->at[i], complaint_end_of(m->r, i, t.len),
				    0, 0};
		vec_push(&m->none, none);
		i += t.len;
	}
}

/* What lies inside a word that means something else (手 in 手术) goes. */
static void drop_inside_none(struct matcher *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->atoms.n; i++) {
		const struct atom *a = &m->atoms.at[i];
		bool inside = false;
		for (size_t k = 0; k < m->none.n && !inside; k++)
			inside = m->none.at[k].start <= a->start &&
				 a->end <= m->none.at[k].end &&
				 m->none.at[k].end - m->none.at[k].start >
					 a->end - a->start;
		if (inside)
			continue;
		m->present.bits[a->class / 64] |= UINT64_C(1)
						  << (a->class % 64);
		m->atoms.at[kept++] = *a;
	}
	m->atoms.n = kept;
}

void complaint_atoms_of_made(struct matcher *m)
{
	size_t before = m->atoms.n;

	for (size_t i = 0; i < m->made.n; i++) {
		const struct complaint_token *t = &m->made.at[i];
		if (!t->denied && !t->spent)
			add_symptom(m, t->id, t);
	}
	for (size_t i = before; i < m->atoms.n; i++)
		m->present.bits[m->atoms.at[i].class / 64] |=
			UINT64_C(1) << (m->atoms.at[i].class % 64);
}

/* An age that an option or the chart tells is as good as one in the words. */
static void add_known(struct matcher *m)
{
	const struct complaint_known *known = m->r->known;
	bool is[MEASURES] = {false};

	if (!known)
		return;
	if (!isnan(known->age))
		measures_of_age(known->age, is);
	is[MEASURE_GESTATION] = known->weeks >= 20 && known->weeks <= 42;
	for (int i = 0; i < MEASURES; i++) {
		int class = m->k->of_measure[i];
		if (!is[i] || class < 0)
			continue;
		m->known.bits[class / 64] |= UINT64_C(1) << (class % 64);
		m->present.bits[class / 64] |= UINT64_C(1) << (class % 64);
	}
}

void complaint_atoms(struct matcher *m)
{
	atoms_of_tokens(m);
	atoms_of_parts(m);
	none_of_drugs(m);
	drop_inside_none(m);
	add_known(m);
}
