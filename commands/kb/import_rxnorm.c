/* RxNorm in Rich Release Format: RXNCONSO.RRF, the names, and RXNREL.RRF, which
 * brand is of which ingredient. Taken are ingredients, precise ingredients and
 * brands; clinical drugs are spelled out of these and are read as orders are.
 *
 *   RXNCONSO  RXCUI|LAT|TS|LUI|STT|SUI|ISPREF|RXAUI|SAUI|SCUI|SDUI|SAB|TTY|
 *             CODE|STR|SRL|SUPPRESS|CVF|
 *   RXNREL    RXCUI1|RXAUI1|STYPE1|REL|RXCUI2|RXAUI2|STYPE2|RELA|RUI|SRUI|SAB|
 *             SL|DIR|RG|SUPPRESS|CVF| */
#include "commands/kb/import.h"

#include "kb/fold.h"
#include "kb/term.h"

#include <stdlib.h>
#include <string.h>

enum { FIELDS = 18, PARTS = 8 };
enum tty { TTY_IN, TTY_PIN, TTY_BN };

struct concept {
	const char *id, *name;
	enum tty tty;
	struct concept
		*part[PARTS]; /* ingredients of a brand, base of a salt */
	size_t n_parts;
};
struct relation {
	const char *one, *other;
};
struct rxnorm {
	struct map by_id;
	struct concept_vec VEC_OF(struct concept *) all;
	struct relation_vec VEC_OF(struct relation) relations;
};

struct field {
	const char *s;
	size_t n;
};

/* The fields of one line; returns how many. */
static size_t split(const char *s, size_t n, struct field f[FIELDS])
{
	size_t count = 0, from = 0;

	for (size_t i = 0; i < n && count < FIELDS; i++)
		if (s[i] == '|') {
			f[count++] = (struct field){s + from, i - from};
			from = i + 1;
		}
	return count;
}

static bool is(const struct field *f, const char *word)
{
	return f->n == strlen(word) && memcmp(f->s, word, f->n) == 0;
}

static void read_name(struct import *m, const struct field f[FIELDS])
{
	static const char *const words[] = {"IN", "PIN", "BN"};
	struct rxnorm *x = m->self;

	for (int t = TTY_IN; t <= TTY_BN; t++) {
		if (!is(&f[12], words[t]) || !is(&f[11], "RXNORM") ||
		    is(&f[16], "O") || map_find(&x->by_id, f[0].s, f[0].n))
			continue;
		struct concept *c = arena_new(m->a, struct concept);
		c->id = arena_strndup(m->a, f[0].s, f[0].n);
		c->name = arena_strndup(m->a, f[14].s, f[14].n);
		c->tty = (enum tty)t;
		map_put(&x->by_id, c->id, f[0].n, c);
		vec_push(&x->all, c);
	}
}

static void read_relation(struct import *m, const struct field f[FIELDS])
{
	struct rxnorm *x = m->self;

	if (!is(&f[7], "tradename_of") && !is(&f[7], "form_of"))
		return;
	struct relation r = {arena_strndup(m->a, f[0].s, f[0].n),
			     arena_strndup(m->a, f[4].s, f[4].n)};
	if (*r.one && *r.other)
		vec_push(&x->relations, r);
}

static bool read_rxnorm(struct import *m, const char *path, const char *text,
			size_t n, struct err *err)
{
	struct field f[FIELDS];
	size_t shape = 0;
	int line = 0;

	if (!m->self)
		m->self = arena_new(m->a, struct rxnorm);
	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t len = end ? (size_t)(end - text) - at : n - at;
		size_t count = split(text + at, len, f);
		line++;
		if (!shape) {
			shape = count;
			if (count != 16 && count != 18)
				return ERR(err, ERR_MESSAGE, path, "1",
					   "RXNCONSO.RRF, RXNREL.RRF");
		}
		if (len) {
			m->rows++;
			if (count != shape)
				import_unread(m, line);
			else if (shape == 18)
				read_name(m, f);
			else
				read_relation(m, f);
		}
		at += len + 1;
	}
	return true;
}

static struct concept *find(const struct rxnorm *x, const char *id)
{
	const struct map_slot *s = map_find(&x->by_id, id, strlen(id));

	return s ? s->value : NULL;
}

/* Which of the two is the part of the other shows in what they are. */
static void link_parts(struct rxnorm *x)
{
	for (size_t i = 0; i < x->relations.n; i++) {
		struct concept *a = find(x, x->relations.at[i].one);
		struct concept *b = find(x, x->relations.at[i].other);
		if (!a || !b || (a->tty == TTY_IN) == (b->tty == TTY_IN))
			continue;
		struct concept *whole = a->tty == TTY_IN ? b : a;
		struct concept *part = a->tty == TTY_IN ? a : b;
		bool there = whole->n_parts == PARTS;
		for (size_t k = 0; k < whole->n_parts; k++)
			there |= whole->part[k] == part;
		if (!there)
			whole->part[whole->n_parts++] = part;
	}
}

/* A name of one drug, or what a brand of several holds. */
struct named {
	const struct drug *drug;
	const char *name;
};
struct named_vec VEC_OF(struct named);

static void write_product(struct import *m, const struct concept *c,
			  const struct drug *const *parts)
{
	struct folded f = fold_text(m->kb, c->name, strlen(c->name), m->a);

	if (term_exact(m->kb, TERM_DRUG, f.s, f.n).len)
		return; /* ours */
	struct jw j = import_entry(m, arena_printf(m->a, "rxnorm.%s", c->id));
	import_text(&j, "product", c->name, c->name);
	jw_array(&j, "ingredients");
	for (size_t i = 0; i < c->n_parts; i++) {
		jw_object(&j, NULL);
		jw_str(&j, "drug", parts[i]->code);
		jw_end(&j);
	}
	jw_end(&j);
	import_entry_end(m, &j);
	m->names++;
}

static bool parts_known(struct import *m, const struct concept *c,
			const struct drug *parts[PARTS])
{
	const char *why;

	for (size_t i = 0; i < c->n_parts; i++)
		if (!(parts[i] = import_look(m, c->part[i]->name, &why)))
			return false;
	return c->n_parts > 0;
}

static void place(struct import *m, const struct concept *c,
		  struct named_vec *names)
{
	const struct drug *parts[PARTS];

	if (c->tty == TTY_IN || (c->tty == TTY_PIN && !c->n_parts)) {
		if (import_drug(m, c->name))
			m->used++;
		return;
	}
	if (!parts_known(m, c, parts))
		return; /* its ingredient is named among the unresolved */
	m->used++;
	if (c->n_parts > 1) {
		write_product(m, c, parts);
	} else {
		struct named x = {parts[0], c->name};
		vec_push(names, x);
	}
}

static int by_drug(const void *pa, const void *pb)
{
	const struct named *x = pa, *y = pb;

	if (x->drug != y->drug)
		return strcmp(x->drug->code, y->drug->code);
	return strcmp(x->name, y->name);
}

static void write_names(struct import *m, const struct drug *d,
			const struct named *x, size_t n)
{
	struct string_vec given = {0}, fresh = {0};

	for (size_t i = 0; i < n; i++)
		vec_push(&given, x[i].name);
	if (import_new_names(m, d, &given, &fresh)) {
		struct jw j = import_entry(
			m, arena_printf(m->a, "rxnorm.%s", d->code));
		jw_str(&j, "extends", d->code);
		jw_array(&j, "names");
		for (size_t i = 0; i < fresh.n; i++)
			jw_str(&j, NULL, fresh.at[i]);
		jw_end(&j);
		import_entry_end(m, &j);
	}
	vec_free(&given);
	vec_free(&fresh);
}

static void finish_rxnorm(struct import *m)
{
	struct rxnorm *x = m->self;
	struct named_vec names = {0};

	link_parts(x);
	for (size_t i = 0; i < x->all.n; i++)
		place(m, x->all.at[i], &names);
	if (names.n)
		qsort(names.at, names.n, sizeof *names.at, by_drug);
	for (size_t i = 0, k; i < names.n; i += k) {
		for (k = 1; i + k < names.n &&
			    names.at[i + k].drug == names.at[i].drug;
		     k++)
			;
		write_names(m, names.at[i].drug, &names.at[i], k);
	}
	vec_free(&names);
}

static void release_rxnorm(struct import *m)
{
	struct rxnorm *x = m->self;

	vec_free(&x->all);
	vec_free(&x->relations);
	map_free(&x->by_id);
}

const struct import_source import_rxnorm = {
	.name = "rxnorm",
	.title = TEXT("RxNorm 药名（由本单位导入）",
		      "RxNorm names (imported by the site)"),
	.url = "https://www.nlm.nih.gov/research/umls/rxnorm/",
	.read = read_rxnorm,
	.finish = finish_rxnorm,
	.release = release_rxnorm,
};
