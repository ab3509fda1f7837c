/* What causes what: both sides as a fact has them, and the right way round. */
#include "llm/ground_judge.h"

#include <string.h>
#include <strings.h>

/* A run of things; none: lo == hi. */
struct run {
	size_t lo, hi;
};
struct sides {
	struct run agent, effect;
};

static bool is_one_of(const struct side *s, const struct token *t,
		      const char *const *words)
{
	size_t n = t->end - t->start;

	for (; *words; words++)
		if (strlen(*words) == n &&
		    strncasecmp(s->text + t->start, *words, n) == 0)
			return true;
	return false;
}

/* "due to": what follows is the cause. */
static bool names_cause_next(const struct side *s, const struct token *t)
{
	static const char *const words[] = {
		"caused by", "due to", "resulting from", "because of",
		"because",   "since",  "owing to",       "triggered by",
		"由于",      "因为",   "起因于",         "源于",
		"归因于",    "因",     "是因为",         NULL};

	return is_one_of(s, t, words);
}

static bool names_reason(const struct side *s, const struct token *t)
{
	static const char *const words[] = {"because", "since",  "因为", "由于",
					    "因",      "是因为", NULL};

	return is_one_of(s, t, words);
}

static struct run run_beside(const struct side *s, size_t k, bool before)
{
	struct run r = {0, 0};

	if (!judge_beside(s, k, before, &r.lo, &r.hi))
		r.lo = r.hi = 0;
	return r;
}

static bool none(const struct run *r)
{
	return r->lo == r->hi;
}

static struct sides sides_of(const struct side *s, size_t k)
{
	struct sides r = {run_beside(s, k, true), run_beside(s, k, false)};

	if (names_cause_next(s, &s->t.at[k]))
		return (struct sides){r.effect, r.agent};
	/* 升高由酒精引起: the effect stands before its cause */
	if (none(&r.effect) && !none(&r.agent) && r.agent.lo > 0)
		r.effect = run_beside(s, r.agent.lo, true);
	return r;
}

static bool shared(const struct judge *j, const struct run *here,
		   const struct run *there)
{
	return !none(here) && !none(there) &&
	       side_share(j->claim, here->lo, here->hi, j->facts, there->lo,
			  there->hi);
}

/* Whoever is named as the cause is named in the title's head, or nobody is. */
static bool in_head(const struct judge *j, const struct run *agent, int line)
{
	const struct side *f = j->facts;

	if (none(agent))
		return true;
	while (line > 0 && !f->line[line].title)
		line--;
	const struct ground_line *l = &f->line[line];
	size_t end = l->head > l->first ? l->head : l->last;
	return side_share(j->claim, agent->lo, agent->hi, f, l->first, end);
}

/* Where a fact names no cause of its own: what the line and the title name. */
static bool in_line(const struct judge *j, const struct run *agent, int line)
{
	const struct ground_line *l = &j->facts->line[line];

	return in_head(j, agent, line) ||
	       side_share(j->claim, agent->lo, agent->hi, j->facts, l->first,
			  l->last);
}

/* 肾损伤: the name of a thing, as a fact has it. */
static bool is_noun(const struct judge *j, size_t k)
{
	const struct side *c = j->claim, *f = j->facts;
	const struct token *t = &c->t.at[k];

	if (!k || t[-1].kind != TOKEN_THING || t[-1].end != t->start)
		return false;
	for (size_t i = 1; i < f->t.n; i++) {
		const struct token *o = &f->t.at[i];
		if (o->end - o[-1].start == t->end - t[-1].start &&
		    memcmp(f->text + o[-1].start, c->text + t[-1].start,
			   t->end - t[-1].start) == 0)
			return true;
	}
	return false;
}

/* "A + B: bleeding" warns of what A and B cause. */
static bool behind_colon(const struct judge *j, const struct sides *c)
{
	for (int i = 0; i < j->facts->n_lines; i++) {
		const struct ground_line *l = &j->facts->line[i];
		if ((j->here >> i & 1) && l->asserted && l->head > l->first &&
		    side_share(j->claim, c->effect.lo, c->effect.hi, j->facts,
			       l->head, l->last) &&
		    in_head(j, &c->agent, i))
			return true;
	}
	return false;
}

static bool as_told(const struct judge *j, const struct sides *c, size_t i)
{
	const struct side *f = j->facts;
	const struct token *t = &f->t.at[i];
	struct run after = run_beside(f, i, false);

	if (side_says(t, SAYS(SAY_CAUSE))) {
		struct sides there = sides_of(f, i);
		return shared(j, &c->effect, &there.effect) &&
		       (none(&there.agent)
				? in_line(j, &c->agent, t->line)
				: none(&c->agent) ||
					  shared(j, &c->agent, &there.agent));
	}
	if (side_says(t, SAYS(SAY_RISK))) {
		struct run before = run_beside(f, i, true);
		return (shared(j, &c->effect, &after) ||
			shared(j, &c->effect, &before)) &&
		       in_head(j, &c->agent, t->line);
	}
	return false;
}

/* "Transfer at once, because …": why something is to be done. */
static bool justifies(const struct judge *j, const struct token *t)
{
	uint64_t says = ground_sentence_says(j->claim, t->sentence);

	return names_reason(j->claim, t) &&
	       (says & (SAYS(SAY_ASK) | SAYS(SAY_NOW) | SAYS(SAY_TODAY) |
			SAYS(SAY_STOP) | SAYS(SAY_START) | SAYS(SAY_CHANGE) |
			SAYS(SAY_AGAIN) | SAYS(SAY_TEST) | SAYS(SAY_SOON)));
}

bool judge_cause(const struct judge *j, size_t k)
{
	const struct token *t = &j->claim->t.at[k];
	struct sides c = sides_of(j->claim, k);

	static const char *const nouns[] = {"损伤", "损害", "伤害", NULL};

	if (is_one_of(j->claim, t, nouns) && is_noun(j, k))
		return true;
	if (justifies(j, t))
		return true;
	if (none(&c.effect))
		return false;
	if (behind_colon(j, &c))
		return true;
	for (size_t i = 0; i < j->facts->t.n; i++)
		if (judge_here(j, i) && !j->facts->t.at[i].turned &&
		    as_told(j, &c, i))
			return true;
	return false;
}
