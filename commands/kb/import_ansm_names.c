/* French names: by rule to the international one, never by likeness. */
#include "commands/kb/import_ansm.h"

#include "base/utf8.h"

#include <string.h>

void ansm_plain(const char *s, char *ret, size_t size)
{
	static const struct {
		const char *accented;
		char plain;
	} letters[] = {{"àâäÀÂÄ", 'a'}, {"éèêëÉÈÊË", 'e'}, {"îïÎÏ", 'i'},
		       {"ôöÔÖ", 'o'},   {"ùûüÙÛÜ", 'u'},   {"çÇ", 'c'}};
	size_t n = strlen(s), to = 0;

	for (size_t i = 0; i < n && to + 3 < size;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);
		char out = 0;
		if (cp < 0x80)
			out = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
		else if (cp == 0x2019)
			out = '\'';
		for (size_t k = 0; !out && k < sizeof letters / sizeof *letters;
		     k++) {
			const char *p = letters[k].accented;
			for (size_t left = strlen(p); left;) {
				uint32_t other;
				size_t m = utf8_decode(p, left, &other);
				if (other == cp)
					out = letters[k].plain;
				p += m;
				left -= m;
			}
		}
		if (cp == 0x153 || cp == 0x152) {
			ret[to++] = 'o';
			out = 'e';
		}
		if (out)
			ret[to++] = out;
		i += len;
	}
	while (to && ret[to - 1] == ' ')
		to--;
	ret[to] = '\0';
}

static const struct drug *look(struct import *m, const char *name)
{
	const char *why;

	return import_look(m, name, &why);
}

/* "warfarine" → warfarin, "acide valproique" → valproic acid. */
static const struct drug *french(struct import *m, const char *plain)
{
	static const struct {
		const char *word, *code;
	} words[] = {{"jus de pamplemousse", "food.grapefruit"},
		     {"pamplemousse (jus et fruit)", "food.grapefruit"},
		     {"alcool (boisson ou excipient)", "food.alcohol"},
		     {"consommation d'alcool", "food.alcohol"},
		     {"millepertuis", "st_johns_wort"}};
	size_t n = strlen(plain);
	const struct drug *d = NULL;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, plain) == 0)
			return kb_drug_by_code(m->kb, words[i].code);
	if (strncmp(plain, "acide ", 6) == 0 && n > 9 &&
	    strcmp(plain + n - 3, "que") == 0)
		d = look(m, arena_printf(m->a, "%.*sc acid", (int)(n - 9),
					 plain + 6));
	if (!d)
		d = look(m, plain);
	if (!d && n > 4 && plain[n - 1] == 'e')
		d = look(m, arena_strndup(m->a, plain, n - 1));
	return d;
}

static void add_once(struct ansm_side *side, const struct drug *d)
{
	for (size_t i = 0; i < side->n; i++)
		if (side->at[i] == d)
			return;
	vec_push(side, d);
}

void ansm_index_add(struct import *m, const json_t *row)
{
	struct ansm *x = m->self;
	const char *name = json_string_value(json_object_get(row, "substance"));
	const json_t *classes = json_object_get(row, "drug_classes");
	char plain[160];

	if (!name)
		return;
	m->rows++;
	ansm_plain(name, plain, sizeof plain);
	const struct drug *d = french(m, plain);
	if (!d) {
		import_unresolved(m, name, "unknown");
		return;
	}
	m->used++;
	for (size_t i = 0; i < json_array_size(classes); i++) {
		const char *class =
			json_string_value(json_array_get(classes, i));
		ansm_plain(class ? class : "", plain, sizeof plain);
		const struct map_slot *slot =
			map_find(&x->classes, plain, strlen(plain));
		struct ansm_side *side = slot ? slot->value : NULL;
		if (!side) {
			const char *key = arena_strdup(m->a, plain);
			side = arena_new(m->a, struct ansm_side);
			vec_push(&x->sides, side);
			map_put(&x->classes, key, strlen(key), side);
		}
		add_once(side, d);
	}
}

void ansm_index_release(struct ansm *x)
{
	for (size_t i = 0; i < x->sides.n; i++)
		vec_free(x->sides.at[i]);
	vec_free(&x->sides);
	map_free(&x->classes);
}

/* "(bezafibrate, ciprofibrate)": the last brackets of the text. */
static void add_listed(struct import *m, const char *between,
		       struct ansm_side *ret)
{
	const char *open = between ? strrchr(between, '(') : NULL;
	const char *close = open ? strchr(open, ')') : NULL;
	char plain[160];

	for (const char *p = open ? open + 1 : NULL; p && close && p < close;) {
		size_t n = strcspn(p, ",)");
		while (n && strchr(" \n", *p))
			p++, n--;
		char *name = arena_strndup(m->a, p, n);
		for (char *q = name; *q; q++)
			if (*q == '\n')
				*q = ' ';
		ansm_plain(name, plain, sizeof plain);
		const struct drug *d = french(m, plain);
		if (d)
			add_once(ret, d);
		else if (*plain)
			import_unresolved(m, name, "unknown");
		p += n + 1;
	}
}

bool ansm_side_read(struct import *m, const char *name, const char *between,
		    struct ansm_side *ret)
{
	struct ansm *x = m->self;
	char plain[160];

	ansm_plain(name, plain, sizeof plain);
	const char *key = plain;
	if (strncmp(key, "autres ", 7) == 0 &&
	    !map_find(&x->classes, key, strlen(key)))
		key += 7; /* "autres fibrates": the class itself */
	const struct map_slot *slot = map_find(&x->classes, key, strlen(key));
	const struct ansm_side *side = slot ? slot->value : NULL;
	for (size_t i = 0; side && i < side->n; i++)
		vec_push(ret, side->at[i]);
	if (!ret->n) {
		const struct drug *d = french(m, plain);
		if (d)
			vec_push(ret, d);
	}
	if (!ret->n)
		add_listed(m, between, ret);
	if (!ret->n)
		import_unresolved(m, name, "class");
	return ret->n > 0;
}
