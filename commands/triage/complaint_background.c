/* What is known beside the complaint, clause by clause: the patient's
 * diseases, operations and standing drugs ("有高血压10年，吃氨氯地平"), and
 * what was taken for the complaint itself. They go to the past history or to
 * what was done, and are no symptom of now; they still count as evidence. */
#include "commands/triage/known_words.h"

#include <ctype.h>
#include <string.h>

struct span {
	size_t start, end;
};
struct span_vec VEC_OF(struct span);

/* Is one of the words in the clause? */
static bool has(const char *clause, const char *const *words)
{
	bool latin = text_has_latin(clause);

	for (; *words; words++)
		if ((latin || (unsigned char)**words >= 0x80) &&
		    text_find(clause, *words))
			return true;
	return false;
}

static void find_lasting(const struct reading *r, struct span_vec *ret)
{
	bool latin = text_has_latin(r->s);

	for (size_t i = 0; known_lasting[i]; i++) {
		const char *s = r->s;
		if (!latin && (unsigned char)*known_lasting[i] < 0x80)
			continue;
		while ((s = text_find(s, known_lasting[i]))) {
			struct span x = {(size_t)(s - r->s),
					 (size_t)(s - r->s) +
						 strlen(known_lasting[i])};
			bool inside = x.start > 0 &&
				      isalpha((unsigned char)*s) &&
				      isalpha((unsigned char)s[-1]);
			if (!inside)
				vec_push(ret, x);
			s += strlen(known_lasting[i]);
		}
	}
}

/* Of the diseases within the clause the one that stands first; NULL none. */
static const struct span *first_in(const struct span_vec *list,
				   const struct clause *c)
{
	const struct span *best = NULL;

	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].start >= c->start &&
		    list->at[i].end <= c->end &&
		    (!best || list->at[i].start < best->start))
			best = &list->at[i];
	return best;
}

static bool within_any(const struct span_vec *list, size_t start, size_t end)
{
	for (size_t i = 0; i < list->n; i++)
		if (start < list->at[i].end && list->at[i].start < end)
			return true;
	return false;
}

/* Something that ails beside the disease's name. */
static bool complains(const struct reading *r, const struct span_vec *list,
		      int clause)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		bool finding = t->kind == TOKEN_SYMPTOM;
		if (t->clause != clause || t->end > r->clauses.at[clause].end ||
		    t->state != STATE_PRESENT || t->past ||
		    within_any(list, t->start, t->end))
			continue;
		if (finding ? !complaint_is_known(&r->k->symptoms[t->id])
			    : token_complaint(t) >= 0)
			return true;
	}
	return false;
}

/* What may stand before the disease in a clause that names it. */
static size_t skip_lead(const char *s)
{
	static const char *const leads[] = {
		"我",        "本人",      "患者",     "病人",        "自己",
		"有",        "他",        "她",       "患",          "是",
		"还有",      "并",        "合并",     "伴有",        "老",
		"男",        "女",        " ",        "i have had ", "i have ",
		"i've had ", "i've got ", "i am ",    "i'm ",        "have ",
		"has ",      "he has ",   "she has ", "a ",          "with ",
		"had ",      "my ",       "type 1 ",  "type 2 ",     "type ",
		NULL};
	size_t n = 0;
	bool moved = true;

	while (moved) {
		moved = false;
		for (size_t i = 0; leads[i] && !moved; i++)
			if (text_starts(s + n, leads[i])) {
				n += strlen(leads[i]);
				moved = true;
			}
	}
	return n;
}

static bool names_it(const char *clause, const struct clause *c,
		     const struct span *d)
{
	const size_t SHORT = 21; /* seven characters behind the name */
	size_t lead = skip_lead(clause), at = d->start - c->start;

	if (at < lead)
		lead = at;
	/* 慢性肾炎, 乙肝小三阳: an attribute before it */
	return at - lead <= 6 && c->end - d->end <= SHORT;
}

static bool is_denial(const char *clause)
{
	size_t lead = skip_lead(clause);

	for (size_t i = 0; known_denials[i]; i++)
		if (text_starts(clause + lead, known_denials[i]))
			return true;
	return false;
}

static bool is_disease(struct reading *r, const struct span_vec *list, int i,
		       const char *clause)
{
	const struct clause *c = &r->clauses.at[i];
	const struct span *d = first_in(list, c);

	if (is_denial(clause) && (d || has(clause, known_any_disease)))
		return true;
	if (!d || has(clause, known_asked))
		return false;
	if (complains(r, list, i))
		return has(clause,
			   (const char *const[]){"史", "history of", NULL}) &&
		       !has(clause,
			    (const char *const[]){"现", "今", "now", NULL});
	return has(clause, known_told_past) || names_it(clause, c, d) ||
	       (text_find(clause, " for ") && has(clause, known_taking));
}

/* A drug that somebody takes. */
static bool names_drug(const struct reading *r, const struct clause *c,
		       const char *clause)
{
	const size_t LATIN = 5, WIDE = 9;
	const struct folded *f = &r->folded;

	if (!has(clause, known_taking))
		return false;
	if (has(clause, known_any_drug))
		return true;
	for (size_t i = 0; i < f->n; i++) {
		if (f->at[i] < c->start || f->at[i] >= c->end)
			continue;
		struct term_match m = complaint_name(r, i, TERM_DRUG);
		size_t least = (unsigned char)f->s[i] < 0x80 ? LATIN : WIDE;
		if (m.len >= least && complaint_end_of(r, i, m.len) <= c->end)
			return true;
	}
	return false;
}

/* Nothing but a time: "三年前" behind an operation. */
static bool only_time(const struct reading *r, int clause)
{
	const struct clause *c = &r->clauses.at[clause];
	bool time = false;

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->clause != clause)
			continue;
		if (t->kind != TOKEN_DURATION && t->kind != TOKEN_CUE)
			return false;
		time |= t->kind == TOKEN_DURATION;
	}
	return time && c->end - c->start <= 24;
}

static void push(struct phrase_vec *list, const struct clause *c)
{
	struct phrase p = {c->start, c->end};

	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].start == p.start)
			return;
	vec_push(list, p);
}

/* The known diseases by name, whole words only (no ILD in "childhood"). */
static void note(struct reading *r, const struct clause *c, const char *clause)
{
	const size_t LEAST = 5; /* bytes */
	const struct folded *f = &r->folded;

	for (size_t i = 0; i < f->n && !is_denial(clause); i++) {
		if (f->at[i] < c->start || f->at[i] >= c->end)
			continue;
		struct term_match m = complaint_name(r, i, TERM_CONTEXT);
		for (size_t k = 0; m.len >= LEAST && k < m.n; k++) {
			const struct context *x =
				kb_context(r->kb, (int)m.targets[k]);
			if (x && strncmp(x->code, "DX", 2) == 0)
				patient_note_context(&r->out->patient, r->kb,
						     "DX", x->code, false);
		}
	}
}

void complaint_background(struct reading *r)
{
	struct span_vec list = {0};
	bool before = false, drugs = has(r->s, known_taking);

	find_lasting(r, &list);
	for (size_t i = 0; i < r->clauses.n; i++) {
		struct clause *c = &r->clauses.at[i];
		const char *clause = arena_strndup(r->arena, r->s + c->start,
						   c->end - c->start);
		bool own = c->subject != SUBJECT_RELATIVE &&
			   c->subject != SUBJECT_FAMILY;
		bool known = own && is_disease(r, &list, (int)i, clause);
		if (known)
			note(r, c, clause);
		else if (own && before)
			known = only_time(r, (int)i);
		if (own && !known && drugs && names_drug(r, c, clause)) {
			known = (before || has(clause, known_standing)) &&
				!complains(r, &list, (int)i);
			if (!known)
				push(&r->out->treated, c);
		}
		c->known = known;
		if (known)
			push(&r->out->known, c);
		before = known || (before && c->end - c->start < 2);
	}
	vec_free(&list);
}

/* A finding that stands for a known disease or a standing treatment. */
bool complaint_is_known(const struct symptom *s)
{
	static const char *const codes[] = {"on_anticoagulant",
					    "pacemaker",
					    "vte_history",
					    "immunosuppressed",
					    "on_dialysis",
					    "on_chemo",
					    "liver_cirrhosis",
					    "asthma_known",
					    "heart_known",
					    "epilepsy_known",
					    "lupus_known",
					    "gastritis_known",
					    "pneumothorax_known",
					    "hepatitis_b_positive",
					    "osteoporosis",
					    "cancer_followup",
					    "lung_chronic",
					    "long_standing_words",
					    "treatment_failed_words",
					    NULL};

	for (size_t i = 0; codes[i]; i++)
		if (strcmp(s->code, codes[i]) == 0)
			return true;
	return false;
}
