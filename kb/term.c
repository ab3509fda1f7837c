/* The packed array of one domain:
 *
 *   uint32 n, n_targets, names_size, 0
 *   uint32 offset[n + 1]   name i is names[offset[i] … offset[i+1])
 *   uint32 parent[n]       the longest other name that is a prefix of name
 *                          i, plus 1; 0: none
 *   uint32 first[n + 1]    its targets are target[first[i] … first[i+1])
 *   uint32 target[n_targets]
 *   char   names[names_size]
 *
 * Names are sorted bytewise and unique. To find the longest name at a place:
 * binary search for the last name ≤ the text, then follow the parents until
 * one is a prefix of the text. */
#include "kb/term.h"

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "kb/private.h"

#include <stdlib.h>
#include <string.h>

enum { MANY_LOOKUPS = 4096 };

static void make_index(struct term_array *t);

const struct term_array *term_load(struct kb *kb, enum term_domain domain)
{
	struct term_array *t = &kb->terms[domain];

	if (t->loaded) {
		if (!t->index && t->n && ++t->lookups > MANY_LOOKUPS)
			make_index(t);
		return t;
	}
	t->loaded = true;
	size_t size;
	const uint32_t *p = kb_section(kb, IMAGE_TERMS + (int)domain, &size);
	if (size < 16)
		return t;
	uint32_t n = p[0], n_targets = p[1];
	t->n = n;
	t->offset = p + 4;
	t->parent = t->offset + n + 1;
	t->first = t->parent + n;
	t->target = t->first + n + 1;
	t->names = (const char *)(t->target + n_targets);
	return t;
}

static size_t name_length(const struct term_array *t, uint32_t i)
{
	return t->offset[i + 1] - t->offset[i];
}

static bool is_prefix(const struct term_array *t, uint32_t i, const char *s,
		      size_t n)
{
	size_t len = name_length(t, i);

	return len <= n && memcmp(t->names + t->offset[i], s, len) == 0;
}

/* The Chinese character at p as an index into t->han; -1 another. */
static int han_at(const unsigned char *p)
{
	int cp = (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);

	return p[0] >= 0xE4 && p[0] <= 0xE9 && cp >= TERM_HAN_FIRST &&
			       cp < TERM_HAN_FIRST + TERM_HAN
		       ? cp - TERM_HAN_FIRST
		       : -1;
}

/* Likewise of every Chinese character: most begin no name of a domain. */
static void make_han_index(struct term_array *t)
{
	uint32_t *han = mem_alloc((TERM_HAN + 1) * sizeof *han), next = 0;
	uint32_t end = t->n;

	for (uint32_t i = t->index[0xE400]; i < t->n; i++) {
		const unsigned char *name =
			(const unsigned char *)t->names + t->offset[i];
		int key = name_length(t, i) >= 3 ? han_at(name) : -1;
		if (key < 0 && name[0] > 0xE9) {
			end = i;
			break;
		}
		while (key >= 0 && next <= (uint32_t)key)
			han[next++] = i;
	}
	while (next <= TERM_HAN)
		han[next++] = end;
	t->han = han;
}

/* The first name of every two first bytes: made when a batch shows that many
 * look-ups are to come; a single report does without. */
static void make_index(struct term_array *t)
{
	uint32_t *index = mem_alloc(65537 * sizeof *index), next = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		const unsigned char *name =
			(const unsigned char *)t->names + t->offset[i];
		uint32_t key = (uint32_t)name[0] << 8;
		if (name_length(t, i) > 1)
			key |= name[1];
		while (next <= key)
			index[next++] = i;
	}
	while (next <= 65536)
		index[next++] = t->n;
	t->index = index;
	make_han_index(t);
}

/* Index of the last name ≤ s, plus 1; 0 when all are greater. */
static uint32_t upper(const struct term_array *t, const char *s, size_t n)
{
	uint32_t low = 0, high = t->n;
	const unsigned char *p = (const unsigned char *)s;
	int han = t->han && n > 2 ? han_at(p) : -1;

	if (han >= 0) {
		low = t->han[han];
		high = t->han[han + 1];
	} else if (t->index && n > 1) {
		uint32_t key = (uint32_t)p[0] << 8 | p[1];
		low = t->index[key];
		high = t->index[key + 1];
	}
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		size_t len = name_length(t, mid);
		int order =
			memcmp(t->names + t->offset[mid], s, len < n ? len : n);
		if (order < 0 || (order == 0 && len <= n))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct term_match term_match_at(const struct term_array *t, uint32_t i)
{
	return (struct term_match){name_length(t, i), t->target + t->first[i],
				   t->first[i + 1] - t->first[i]};
}

struct term_match term_longest(struct kb *kb, enum term_domain domain,
			       const char *s, size_t n)
{
	const struct term_array *t = term_load(kb, domain);

	for (uint32_t i = upper(t, s, n); i > 0; i = t->parent[i - 1])
		if (is_prefix(t, i - 1, s, n))
			return term_match_at(t, i - 1);
	return (struct term_match){0, NULL, 0};
}

struct term_match term_exact(struct kb *kb, enum term_domain domain,
			     const char *s, size_t n)
{
	const struct term_array *t = term_load(kb, domain);
	uint32_t i = upper(t, s, n);

	if (i > 0 && n > 0 && name_length(t, i - 1) == n &&
	    is_prefix(t, i - 1, s, n))
		return term_match_at(t, i - 1);
	return (struct term_match){0, NULL, 0};
}

static int by_name(const void *a, const void *b)
{
	const struct term_pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order
		     : (x->target > y->target) - (x->target < y->target);
}

static void add_u32(struct strbuf *sb, uint32_t x)
{
	strbuf_add(sb, &x, sizeof x);
}

/* Drops repeated pairs; returns how many stay. */
static size_t unique_pairs(struct term_pair *pairs, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (pairs[i].name[0] &&
		    (kept == 0 || by_name(&pairs[kept - 1], &pairs[i]) != 0))
			pairs[kept++] = pairs[i];
	return kept;
}

/* Parents by a stack of open prefixes; writes into parent[], returns the
 * number of distinct names. starts[i]: first pair of name i. */
static uint32_t link_prefixes(const struct term_pair *pairs, size_t n,
			      uint32_t *parent, uint32_t *starts)
{
	uint32_t count = 0, *stack = mem_alloc((n + 1) * sizeof *stack);
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && strcmp(pairs[i - 1].name, pairs[i].name) == 0)
			continue;
		while (depth > 0) {
			const char *open = pairs[starts[stack[depth - 1]]].name;
			if (strncmp(open, pairs[i].name, strlen(open)) == 0)
				break;
			depth--;
		}
		parent[count] = depth ? stack[depth - 1] + 1 : 0;
		starts[count] = (uint32_t)i;
		stack[depth++] = count++;
	}
	free(stack);
	return count;
}

void term_pack(struct term_pair *pairs, size_t n, struct strbuf *ret)
{
	if (n)
		qsort(pairs, n, sizeof *pairs, by_name);
	n = unique_pairs(pairs, n);

	uint32_t *parent = mem_calloc(n + 1, sizeof *parent);
	uint32_t *starts = mem_calloc(n + 1, sizeof *starts);
	uint32_t count = link_prefixes(pairs, n, parent, starts), size = 0;
	starts[count] = (uint32_t)n;
	for (uint32_t i = 0; i < count; i++)
		size += (uint32_t)strlen(pairs[starts[i]].name);

	add_u32(ret, count);
	add_u32(ret, (uint32_t)n);
	add_u32(ret, size);
	add_u32(ret, 0);
	uint32_t offset = 0;
	for (uint32_t i = 0; i < count; i++) {
		add_u32(ret, offset);
		offset += (uint32_t)strlen(pairs[starts[i]].name);
	}
	add_u32(ret, offset);
	strbuf_add(ret, parent, count * sizeof *parent);
	strbuf_add(ret, starts, (count + 1) * sizeof *starts);
	for (size_t i = 0; i < n; i++)
		add_u32(ret, pairs[i].target);
	for (uint32_t i = 0; i < count; i++)
		strbuf_adds(ret, pairs[starts[i]].name);
	free(parent);
	free(starts);
}
