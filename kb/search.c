#include "kb/search.h"

#include "base/db.h"
#include "kb/search_terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct hit {
	uint32_t row;
	double score, weight; /* weight: of the units that it has */
	float unit, share;    /* best of the unit at hand; how much of it */
	bool unit_seen;
};

struct query {
	struct kb *kb;
	struct hit *hits; /* by row, from 1 */
	uint32_t rows;
	const unsigned char *lengths;
	double mean;
};

static bool read_lengths(struct query *q, struct arena *a, struct err *err)
{
	sqlite3_stmt *s = NULL;

	if (!db_prepare(kb_db(q->kb), "SELECT bytes FROM search_length", &s,
			err))
		return false;
	if (sqlite3_step(s) == SQLITE_ROW) {
		size_t n = (size_t)sqlite3_column_bytes(s, 0);
		unsigned char *copy = arena_array(a, unsigned char, n + 1);
		double sum = 0;
		if (n)
			memcpy(copy, sqlite3_column_blob(s, 0), n);
		for (size_t i = 0; i < n; i++)
			sum += copy[i];
		q->lengths = copy;
		q->rows = (uint32_t)n;
		q->mean = n && sum > 0 ? sum / (double)n : 1;
	}
	sqlite3_finalize(s);
	q->hits = arena_array(a, struct hit, (size_t)q->rows + 1);
	return true;
}

static uint64_t read_number(const unsigned char **p, const unsigned char *end)
{
	uint64_t n = 0;

	for (int shift = 0; *p < end && shift < 63; shift += 7) {
		unsigned char c = *(*p)++;
		n |= (uint64_t)(c & 127) << shift;
		if (!(c & 128))
			break;
	}
	return n;
}

/* BM25: how rare the token is, how often it stands there, how long the
 * passage is. A title's word counts as three. */
static void add_posting(struct query *q, const unsigned char *p, size_t n,
			double rare, float share)
{
	const unsigned char *end = p + n;
	uint64_t row = 0;

	while (p < end) {
		uint64_t x = read_number(&p, end);
		row += x >> 4;
		if (row < 1 || row > q->rows)
			return;
		double often = (double)(x & 7) + (x & 8 ? 2 : 0);
		double longer = q->lengths[row - 1] / q->mean;
		double length = 0.8 + 0.2 * (longer > 4 ? 4 : longer);
		double s = rare * often * 2.2 / (often + 1.2 * length);
		struct hit *h = &q->hits[row];
		h->row = (uint32_t)row;
		if (!h->unit_seen || s > h->unit)
			h->unit = (float)s;
		if (!h->unit_seen || share > h->share)
			h->share = share;
		h->unit_seen = true;
	}
}

static size_t count_posting(const unsigned char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += !(p[i] & 128);
	return count;
}

/* One unit of the question. Returns what it weighs: rare words, and words
 * that nothing has, weigh most. */
static double add_unit(struct query *q, sqlite3_stmt *s,
		       const struct search_tokens *t, int unit)
{
	double weight = 0, absent = log(1 + (double)q->rows);
	bool concept = false;

	for (size_t i = 0; i < t->n; i++) {
		if (t->at[i].unit != unit)
			continue;
		concept |= t->at[i].concept;
		sqlite3_reset(s);
		sqlite3_bind_text(s, 1, t->at[i].text, -1, SQLITE_STATIC);
		if (sqlite3_step(s) != SQLITE_ROW)
			continue;
		const unsigned char *bytes = sqlite3_column_blob(s, 0);
		size_t n = (size_t)sqlite3_column_bytes(s, 0);
		double df = (double)count_posting(bytes, n);
		double rare = log(1 + (q->rows - df + 0.5) / (df + 0.5));
		/* beside a name, its letters say little */
		bool beside = concept && !t->at[i].concept;
		float part = t->at[i].broader ? 0.7f : beside ? 0.3f : 1.0f;
		add_posting(q, bytes, n, rare * (beside ? 0.25 : (double)part),
			    part);
		if (!beside && rare > weight)
			weight = rare;
	}
	/* a pair of ideographs is half a word */
	double share = concept ? 1 : 0.5;
	weight = share * (weight > 0 ? weight : absent);
	for (uint32_t row = 1; row <= q->rows; row++) {
		struct hit *h = &q->hits[row];
		if (!h->unit_seen)
			continue;
		h->score += share * h->unit;
		h->weight += weight * (double)h->share;
		h->unit_seen = false;
	}
	return weight;
}

/* Into a list sorted downwards. */
static void keep_heaviest(double *list, int n, double weight)
{
	for (int i = 0; i < n; i++)
		if (weight > list[i]) {
			double lighter = list[i];
			list[i] = weight;
			weight = lighter;
		}
}

static int by_score(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static bool read_passage(struct query *q, const struct hit *h, double total,
			 enum lang lang, struct arena *a, struct passages *ret,
			 struct err *err)
{
	sqlite3_stmt *s = NULL;
	struct yaml *node;
	bool ok = db_prepare(kb_db(q->kb),
			     "SELECT e.kind, e.id, e.file, e.json, e.origin"
			     " FROM search_entry x JOIN entry e"
			     " ON e.kind = x.kind AND e.id = x.entry"
			     " WHERE x.id = ?1",
			     &s, err);

	if (ok) {
		sqlite3_bind_int64(s, 1, h->row);
		ok = sqlite3_step(s) == SQLITE_ROW;
	}
	const char *json = ok ? db_text(s, 3) : "";
	ok = ok &&
	     yaml_from_json(a, json, strlen(json), db_text(s, 2), &node, err);
	if (ok) {
		struct passage p = {.score = h->score,
				    .coverage =
					    total > 0 ? h->weight / total : 0};
		passage_read(q->kb, (enum entry_kind)sqlite3_column_int(s, 0),
			     arena_strdup(a, db_text(s, 1)), node, lang, a, &p,
			     NULL);
		p.origin = arena_strdup(a, db_text(s, 4));
		vec_push(ret, p);
	}
	sqlite3_finalize(s);
	return ok;
}

bool kb_passages(struct kb *kb, const char *question, enum lang lang,
		 double coverage, size_t max, struct arena *a,
		 struct passages *ret, struct err *err)
{
	struct query q = {.kb = kb};
	struct search_tokens tokens = {0};
	sqlite3_stmt *s = NULL;
	double total = 0;
	int units = search_units_of(kb, question, strlen(question), a, &tokens);
	bool ok = read_lengths(&q, a, err) &&
		  db_prepare(kb_db(kb),
			     "SELECT rows FROM search_word WHERE token = ?1",
			     &s, err);

	/* a long question is answered by what is about its weightiest words */
	double heaviest[5] = {0};
	for (int u = 1; ok && u <= units; u++)
		keep_heaviest(heaviest, 5, add_unit(&q, s, &tokens, u));
	for (int i = 0; i < 5; i++)
		total += heaviest[i];
	sqlite3_finalize(s);
	vec_free(&tokens);
	if (!ok)
		return false;
	size_t n = 0;
	for (uint32_t row = 1; row <= q.rows; row++)
		if (q.hits[row].score > 0 &&
		    q.hits[row].weight >= coverage * total)
			q.hits[n++] = q.hits[row];
	if (n)
		qsort(q.hits, n, sizeof *q.hits, by_score);
	for (size_t i = 0; ok && i < n && i < max; i++)
		ok = read_passage(&q, &q.hits[i], total, lang, a, ret, err);
	return ok;
}

double kb_about(struct kb *kb, const char *question, const char *text,
		struct arena *a)
{
	struct search_tokens asked = {0}, there = {0};
	int units = search_units_of(kb, question, strlen(question), a, &asked);
	double weight = 0, total = 0;

	search_tokens_of(kb, text, strlen(text), a, &there);
	for (int u = 1; u <= units; u++) {
		bool has = false, concept = false;
		for (size_t i = 0; i < asked.n; i++) {
			if (asked.at[i].unit != u)
				continue;
			concept |= asked.at[i].concept;
			for (size_t k = 0; !has && k < there.n; k++)
				has = strcmp(asked.at[i].text,
					     there.at[k].text) == 0;
		}
		total += concept ? 2 : 0.5;
		weight += has ? concept ? 2 : 0.5 : 0;
	}
	vec_free(&asked);
	vec_free(&there);
	return total > 0 ? weight / total : 1;
}
