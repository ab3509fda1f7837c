/* What the words are about: parts of the body, known diseases, tests and
 * treatments that name a speciality without saying what is wrong. Read apart
 * from the symptoms, which they neither hide nor make. */
#include "commands/triage/complaint_private.h"

#include <string.h>

/* Inside a finding that is not so, behind "no", or about the family. */
static bool is_denied(const struct reading *r, size_t start, size_t end)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		bool inside = t->start <= start && end <= t->end;
		if (inside &&
		    r->clauses.at[t->clause].subject == SUBJECT_FAMILY)
			return true;
		if (inside && t->kind != TOKEN_CUE && t->state == STATE_ABSENT)
			return true;
		if (token_means(t, "negation") && t->end <= start &&
		    start - t->end <= 1 && t->word->value > 0)
			return true;
	}
	return false;
}

static void add_topic(struct reading *r, uint32_t id, size_t start, size_t end)
{
	const struct symptom *topic = &r->k->symptoms[id];
	struct complaint_topic_vec *list = &r->out->topics;
	size_t clause = 0;

	while (clause + 1 < r->clauses.n && r->clauses.at[clause].end <= start)
		clause++;
	double weight = r->clauses.n ? r->clauses.at[clause].weight : 1;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].topic == topic) {
			if (list->at[i].weight < weight)
				list->at[i].weight = weight;
			return;
		}
	struct complaint_topic x = {
		topic, arena_strndup(r->arena, r->s + start, end - start),
		start, end, weight};
	vec_push(list, x);
}

/* A name that goes on is also what it begins with (拔牙 of 拔牙后), unless it
 * is one that says it is something else. */
static void add_beginnings(struct reading *r, size_t i, struct term_match m)
{
	const struct folded *f = &r->folded;
	size_t n = m.len;

	for (size_t k = 0; k < m.n; k++)
		if (strncmp(r->k->symptoms[m.targets[k]].code, "topic_nothing",
			    strlen("topic_nothing")) == 0 ||
		    strcmp(r->k->symptoms[m.targets[k]].code,
			   "topic_vaccine") == 0)
			return;
	while (n > 1 &&
	       (m = term_longest(r->kb, TERM_TOPIC, f->s + i, n - 1)).len) {
		size_t end = complaint_end_of(r, i, m.len);
		n = m.len;
		if (!complaint_bounded(r, f->at[i], end))
			continue;
		for (size_t k = 0; k < m.n; k++)
			add_topic(r, m.targets[k], f->at[i], end);
	}
}

void complaint_topics(struct reading *r)
{
	const struct folded *f = &r->folded;

	for (size_t i = 0; i < f->n;) {
		struct term_match m = complaint_name(r, i, TERM_TOPIC);
		if (!m.len) {
			i++;
			continue;
		}
		size_t start = f->at[i], end = complaint_end_of(r, i, m.len);
		if (!is_denied(r, start, end)) {
			for (size_t k = 0; k < m.n; k++)
				add_topic(r, m.targets[k], start, end);
			add_beginnings(r, i, m);
		}
		i += m.len;
	}
}
