/* The names an analyte is printed by. */
#include "kb/compile_private.h"

#include <stdlib.h>
#include <string.h>

void add_analyte_names(struct compiler *c, const struct entry *e)
{
	const struct yaml *names = yaml_get(e->node, "names");
	const struct yaml *pair = yaml_get(e->node, "name");

	add_term(c, TERM_ANALYTE, e->id, e->number);
	if (yaml_str(pair, "zh"))
		add_term(c, TERM_ANALYTE, yaml_str(pair, "zh"), e->number);
	if (yaml_str(pair, "en"))
		add_term(c, TERM_ANALYTE, yaml_str(pair, "en"), e->number);
	for (size_t k = 0; k < yaml_count(names); k++)
		add_term(c, TERM_ANALYTE, yaml_at(names, k)->scalar, e->number);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct term_pair *)a)->name,
		      ((const struct term_pair *)b)->name);
}

/* First of the pairs whose name is the n bytes at s; *ret_n: how many. */
static const struct term_pair *find_pairs(const struct term_vec *terms,
					  size_t total, const char *s, size_t n,
					  size_t *ret_n)
{
	size_t low = 0, high = total, end;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strncmp(terms->at[mid].name, s, n);
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < total && strlen(terms->at[end].name) == n &&
			memcmp(terms->at[end].name, s, n) == 0;)
		end++;
	*ret_n = end - low;
	return terms->at + low;
}

/* "白细胞(WBC)" written down as a name of blood cells must not hide that both
 * 白细胞 and WBC are names of urinary cells too: a name that is two names in a
 * row means everything that both of them mean. */
void complete_analyte_names(struct compiler *c)
{
	struct term_vec *terms = &c->terms[TERM_ANALYTE];
	size_t total = terms->n;

	qsort(terms->at, total, sizeof *terms->at, by_name);
	for (size_t i = 0; i < total; i++) {
		const char *name = terms->at[i].name;
		size_t length = strlen(name);
		if (i > 0 && strcmp(terms->at[i - 1].name, name) == 0)
			continue;
		for (size_t cut = 1; cut < length; cut++) {
			size_t n, m;
			if (((unsigned char)name[cut] & 0xC0) == 0x80 ||
			    ((unsigned char)name[cut] < 0x80) ==
				    ((unsigned char)name[cut - 1] < 0x80))
				continue; /* only where the script changes */
			const struct term_pair *a =
				find_pairs(terms, total, name, cut, &n);
			const struct term_pair *b = find_pairs(
				terms, total, name + cut, length - cut, &m);
			for (size_t x = 0; x < n; x++)
				for (size_t y = 0; y < m; y++) {
					struct term_pair both = {name,
								 a[x].target};
					if (a[x].target != b[y].target)
						continue;
					vec_push(terms, both);
					a = find_pairs(terms, total, name, cut,
						       &n);
					b = find_pairs(terms, total, name + cut,
						       length - cut, &m);
				}
		}
	}
}
