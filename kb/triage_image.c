/* Triage knowledge as a section of the compiled image: the structures as they
 * are in memory with their pointers as offsets, so that opening it costs a
 * copy and an addition for each pointer instead of reading every row.
 *
 *   struct header
 *   texts and arrays, in the order met; a pointer is offset + 1, 0 NULL */
#include "kb/triage_image.h"

#include "kb/phrase.h"
#include "kb/private.h"

#include <string.h>

struct header {
	uint64_t sizes; /* of the structures: another program's image is none */
	struct triage_kb kb;
	struct phrase_kb phrases;
};

/* Writing when `out` is there, reading otherwise. */
struct flat {
	struct strbuf *out;
	const char *base;
	struct arena *arena;
};

static uint64_t structure_sizes(void)
{
	return sizeof(struct symptom) | sizeof(struct site) << 12 |
	       sizeof(struct triage_item) << 24 |
	       (uint64_t)sizeof(struct triage_rule) << 36 |
	       (uint64_t)sizeof(struct phrase_rule) << 48;
}

/* What p points to, `bytes` long, is used in place. */
static const void *flat_block(struct flat *f, const void *p, size_t bytes)
{
	if (!p)
		return NULL;
	if (!f->out)
		return f->base + (uintptr_t)p - 1;
	strbuf_addn(f->out, '\0', (8 - f->out->len % 8) % 8);
	uintptr_t offset = f->out->len + 1;
	strbuf_add(f->out, p, bytes);
	return (const void *)offset;
}

static void flat_str(struct flat *f, const char **p)
{
	if (*p && f->out) {
		uintptr_t offset = f->out->len + 1;
		strbuf_add(f->out, *p, strlen(*p) + 1);
		*p = (const char *)offset;
	} else if (*p) {
		*p = f->base + (uintptr_t)*p - 1;
	}
}

static void flat_text(struct flat *f, struct text *t)
{
	for (int i = 0; i < LANG_COUNT; i++)
		flat_str(f, &t->in[i]);
}

/* A copy whose elements are written to or hold pointers themselves: made
 * before writing, or of what is read. */
static void *flat_copy(struct flat *f, const void *p, size_t bytes)
{
	if (!p)
		return NULL;
	void *copy = arena_alloc(f->arena, bytes + 1);
	memcpy(copy, f->out ? p : f->base + (uintptr_t)p - 1, bytes);
	return copy;
}

static const void *flat_end(struct flat *f, void *copy, size_t bytes)
{
	return f->out ? flat_block(f, copy, bytes) : copy;
}

static void flat_texts(struct flat *f, struct text **p, size_t n)
{
	struct text *copy = flat_copy(f, *p, n * sizeof *copy);

	for (size_t i = 0; copy && i < n; i++)
		flat_text(f, &copy[i]);
	*p = (struct text *)flat_end(f, copy, n * sizeof *copy);
}

static void flat_strs(struct flat *f, const char ***p, size_t n)
{
	const char **copy = flat_copy(f, *p, n * sizeof *copy);

	for (size_t i = 0; copy && i < n; i++)
		flat_str(f, &copy[i]);
	*p = (const char **)flat_end(f, copy, n * sizeof *copy);
}

static void flat_symptom(struct flat *f, struct symptom *x)
{
	flat_str(f, &x->code);
	flat_text(f, &x->name);
	flat_text(f, &x->ask);
	flat_str(f, &x->system);
	x->implies = flat_block(f, x->implies, x->n_implies * sizeof(int32_t));
	x->excludes =
		flat_block(f, x->excludes, x->n_excludes * sizeof(int32_t));
}

static void flat_rules(struct flat *f, struct triage_item *x)
{
	size_t bytes = x->n_rules * sizeof *x->rules;
	struct triage_rule *copy = flat_copy(f, x->rules, bytes);

	for (size_t i = 0; copy && i < x->n_rules; i++) {
		flat_str(f, &copy[i].sql);
		flat_str(f, &copy[i].names);
		flat_text(f, &copy[i].because);
		copy[i].condition = (struct condition){0};
	}
	x->rules = (struct triage_rule *)flat_end(f, copy, bytes);
}

static void flat_item(struct flat *f, struct triage_item *x)
{
	flat_str(f, &x->name);
	flat_str(f, &x->origin);
	flat_text(f, &x->title);
	flat_str(f, &x->code);
	x->pro = flat_block(f, x->pro, x->n_pro * sizeof *x->pro);
	x->con = flat_block(f, x->con, x->n_con * sizeof *x->con);
	x->needs = flat_block(f, x->needs, x->n_needs * sizeof *x->needs);
	flat_texts(f, &x->actions, x->n_actions);
	flat_texts(f, &x->tell, x->n_tell);
	flat_strs(f, &x->departments, x->n_departments);
	flat_strs(f, &x->sources, x->n_sources);
	flat_str(f, &x->sql);
	flat_str(f, &x->names);
	x->condition = (struct condition){0};
	flat_rules(f, x);
}

static void flat_phrase(struct flat *f, struct phrase_rule *x)
{
	size_t set = sizeof *x->part;

	flat_str(f, &x->name);
	x->part = flat_block(f, x->part, x->n_parts * set);
	x->wanted = flat_block(f, x->wanted, x->n_wanted * set);
	x->barred = flat_block(f, x->barred, x->n_barred * set);
	x->gives = flat_block(f, x->gives, x->n_gives * sizeof *x->gives);
	x->raises = flat_block(f, x->raises, x->n_raises * sizeof *x->raises);
	x->drops = flat_block(f, x->drops, x->n_drops * sizeof *x->drops);
}

static void flat_phrases(struct flat *f, struct phrase_kb *k)
{
	struct phrase_rule *list =
		flat_copy(f, k->phrases, k->n * sizeof *list);

	for (size_t i = 0; i < k->n; i++)
		flat_phrase(f, &list[i]);
	k->phrases =
		(struct phrase_rule *)flat_end(f, list, k->n * sizeof *list);
	k->of_word = (int16_t *)flat_block(f, k->of_word,
					   k->n_words * sizeof *k->of_word);
	k->of_symptom = (int16_t *)flat_block(
		f, k->of_symptom, k->n_symptoms * sizeof *k->of_symptom);
}

static void flat_knowledge(struct flat *f, struct triage_kb *k)
{
	struct symptom *symptoms =
		flat_copy(f, k->symptoms, k->n_symptoms * sizeof *symptoms);
	struct site *sites = flat_copy(f, k->sites, k->n_sites * sizeof *sites);
	size_t n = k->first[TRIAGE_KINDS];
	struct triage_item *items = flat_copy(f, k->items, n * sizeof *items);

	for (size_t i = 0; i < k->n_symptoms; i++)
		flat_symptom(f, &symptoms[i]);
	for (size_t i = 0; i < k->n_sites; i++)
		flat_str(f, &sites[i].code);
	for (size_t i = 0; i < n; i++)
		flat_item(f, &items[i]);
	k->symptoms = (struct symptom *)flat_end(
		f, symptoms, k->n_symptoms * sizeof *symptoms);
	k->sites =
		(struct site *)flat_end(f, sites, k->n_sites * sizeof *sites);
	k->items = (struct triage_item *)flat_end(f, items, n * sizeof *items);
	size_t spoken = f->out ? k->spoken_first[k->n_symptoms] : 0;
	k->spoken_for = (int32_t *)flat_block(f, k->spoken_for,
					      spoken * sizeof(int32_t));
	k->spoken_first = (size_t *)flat_block(
		f, k->spoken_first, (k->n_symptoms + 1) * sizeof(size_t));
}

void triage_image_write(const struct triage_kb *k, struct arena *a,
			struct strbuf *ret)
{
	struct flat f = {.out = ret, .arena = a};
	struct header h;

	memset(&h, 0, sizeof h);
	h.sizes = structure_sizes();
	h.kb = *k;
	h.phrases = *k->phrases;
	strbuf_addn(ret, '\0', sizeof h);
	flat_knowledge(&f, &h.kb);
	flat_phrases(&f, &h.phrases);
	h.kb.phrases = NULL;
	memcpy(ret->buf, &h, sizeof h);
}

bool triage_image_read(const void *section, size_t n, struct arena *a,
		       struct triage_kb *ret)
{
	struct flat f = {.base = section, .arena = a};
	struct header h;

	if (n < sizeof h)
		return false;
	memcpy(&h, section, sizeof h);
	if (h.sizes != structure_sizes())
		return false;
	*ret = h.kb;
	ret->phrases = arena_new(a, struct phrase_kb);
	*ret->phrases = h.phrases;
	flat_knowledge(&f, ret);
	flat_phrases(&f, ret->phrases);
	return true;
}
