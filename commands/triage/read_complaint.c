#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

/* "关节不肿，就是疼": a short clause that names no site goes on about that of
 * the one before. */
static bool goes_on_about(const struct reading *r, int clause)
{
	const size_t SHORT = 18; /* bytes */
	const struct clause *c = &r->clauses.at[clause];

	if (clause == 0 || c->end - c->start > SHORT ||
	    r->clauses.at[clause - 1].sentence != c->sentence)
		return false;
	for (size_t k = 0; k < r->tokens.n; k++)
		if (r->tokens.at[k].clause == clause &&
		    r->tokens.at[k].kind != TOKEN_CUE &&
		    r->tokens.at[k].kind != TOKEN_DURATION)
			return false;
	return true;
}

/* What hurts at a site: "胸口这里有点疼", "my knee is swollen". The nearest
 * site of the clause. 0: none. */
static int composed(const struct reading *r, size_t i, size_t *ret_start,
		    size_t *ret_end)
{
	const struct complaint_token *t = &r->tokens.at[i];
	int complaint = token_complaint(t), best = 0;
	size_t nearest = 40;
	int clause = complaint >= 0 && goes_on_about(r, t->clause)
			     ? t->clause - 1
			     : t->clause;

	for (size_t k = 0; complaint >= 0 && k < r->tokens.n; k++) {
		const struct complaint_token *s = &r->tokens.at[k];
		if (s->kind != TOKEN_SITE || s->clause != clause)
			continue;
		size_t gap = s->start > t->start ? s->start - t->end + 8
						 : t->start - s->end;
		int id = r->k->sites[s->id].symptom[complaint];
		if (gap >= nearest || id <= 0)
			continue;
		nearest = gap;
		best = id;
		*ret_start = s->start < t->start ? s->start : t->start;
		*ret_end = s->end > t->end ? s->end : t->end;
	}
	return best;
}

static int plain_pain(const struct reading *r)
{
	for (size_t i = 1; i < r->k->n_symptoms; i++)
		if (strcmp(r->k->symptoms[i].code, "pain") == 0)
			return (int)i;
	return 0;
}

bool complaint_composite(const struct complaint_evidence *e)
{
	static const char *const stops[] = {"，", "。", "；", ", ", ". ", "; "};

	for (size_t i = 0; e->printed && i < sizeof stops / sizeof *stops; i++)
		if (strstr(e->printed, stops[i]))
			return true;
	return false;
}

/* A phrase ("化疗第三次，白细胞低，发烧") around a word that is denied ("发烧没
 * 有"). */
static bool holds_denied(const struct complaint_evidence *phrase,
			 const struct complaint_evidence *word)
{
	return phrase->state == STATE_PRESENT && word->state == STATE_ABSENT &&
	       phrase->start <= word->start && word->end <= phrase->end &&
	       phrase->end - phrase->start > word->end - word->start;
}

static void add_evidence(struct reading *r, struct complaint_token *t, int id,
			 size_t start, size_t end)
{
	enum subject s = r->clauses.at[t->clause].subject;
	struct complaint_evidence e = {
		.symptom = &r->k->symptoms[id],
		.state = t->past ? STATE_UNKNOWN : t->state,
		.other = s == SUBJECT_RELATIVE || s == SUBJECT_FAMILY,
		.past = t->past,
		.known = r->clauses.at[t->clause].known,
		.weight = r->clauses.at[t->clause].weight,
		.raised = t->raised,
		.hours = NUM_NONE,
		.severity = t->mild ? 2 : NUM_NONE,
		.printed = arena_strndup(r->arena, r->s + start, end - start),
		.start = start,
		.end = end};

	if (r->out->supposed)
		e.state = STATE_UNKNOWN;
	if (e.raised && e.state != STATE_PRESENT)
		return; /* not even told */
	for (size_t i = 0; i < r->out->evidence.n; i++) {
		struct complaint_evidence *o = &r->out->evidence.at[i];
		if (o->symptom != e.symptom || o->other != e.other)
			continue;
		if (o->raised != e.raised && o->state != e.state) {
			t->evidence = (int)i; /* what is told wins */
			if (o->raised)
				*o = e;
			return;
		}
		if (holds_denied(o, &e)) {
			t->evidence = (int)i;
			*o = e;
			return;
		}
		if (o->state == e.state) {
			o->raised &= e.raised;
			if (complaint_composite(o) &&
			    !complaint_composite(&e)) {
				o->printed = e.printed;
				o->start = e.start;
				o->end = e.end;
			}
			o->known &= e.known;
			if (e.weight > o->weight)
				o->weight = e.weight;
			t->evidence = (int)i;
			return; /* said twice */
		}
		r->out->contradicts |=
			o->state != STATE_UNKNOWN && e.state != STATE_UNKNOWN;
	}
	t->evidence = (int)r->out->evidence.n;
	vec_push(&r->out->evidence, e);
}

/* Composed of a site and a word, which a phrase knows better. */
static bool is_dropped(const struct reading *r, const struct complaint_token *t,
		       int id)
{
	for (size_t i = 0; i < r->dropped.n; i++)
		if (r->dropped.at[i].id == id &&
		    r->dropped.at[i].sentence == t->sentence)
			return true;
	return false;
}

static void collect(struct reading *r)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		struct complaint_token *t = &r->tokens.at[i];
		size_t start = t->start, end = t->end;
		int id = t->kind == TOKEN_SYMPTOM ? t->id : 0;
		if (t->kind == TOKEN_CUE)
			id = composed(r, i, &start, &end);
		if (id && t->kind == TOKEN_CUE && is_dropped(r, t, id))
			continue;
		if (!id)
			id = t->plain;
		if (!id && token_means(t, "pain"))
			id = plain_pain(r);
		if (id > 0)
			add_evidence(r, t, id, start, end);
	}
}

void complaint_read(struct kb *kb, const struct triage_kb *k, const char *text,
		    size_t n, int64_t now, const struct complaint_known *known,
		    struct arena *a, struct complaint *ret)
{
	struct reading r = {.kb = kb,
			    .k = k,
			    .arena = a,
			    .out = ret,
			    .s = text,
			    .n = n,
			    .now = now,
			    .known = known};

	*ret = (struct complaint){.text = text,
				  .n = n,
				  .vitals = vitals_unknown(),
				  .patient = patient_unknown()};
	r.folded = fold_text(kb, text, n, a);
	complaint_spelling(&r);
	complaint_fillers(&r);
	r.gist = gist_read(text, n, a);
	complaint_tokens(&r);
	complaint_likened(&r);
	complaint_phrases(&r);
	complaint_states(&r);
	complaint_subjects(&r);
	complaint_background(&r);
	complaint_emphasis(&r);
	collect(&r);
	complaint_attach(&r);
	complaint_topics(&r);
	vec_free(&r.tokens);
	vec_free(&r.clauses);
	vec_free(&r.dropped);
}

void complaint_release(struct complaint *c)
{
	vec_free(&c->evidence);
	vec_free(&c->topics);
	vec_free(&c->treated);
	vec_free(&c->family);
	vec_free(&c->history);
	vec_free(&c->known);
	patient_release(&c->patient);
}
