/* DDInter's download: DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level, a file for
 * each main group of the ATC, so that a pair may stand in several. */
#include "commands/kb/import.h"

#include "commands/csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct columns {
	int a, b, level;
};

static bool find_columns(const struct csv_cells *cells, struct columns *ret)
{
	static const char *const names[] = {"Drug_A", "Drug_B", "Level"};
	int *to[] = {&ret->a, &ret->b, &ret->level};

	for (size_t k = 0; k < 3; k++) {
		*to[k] = -1;
		for (size_t i = 0; i < cells->n; i++)
			if (strcasecmp(cells->at[i], names[k]) == 0)
				*to[k] = (int)i;
		if (*to[k] < 0)
			return false;
	}
	return true;
}

/* Major, Moderate, Minor; "Unknown" is no statement. */
static int level_of(const char *word)
{
	return drug_tier_parse(strcasecmp(word, "Major") == 0      ? "major"
			       : strcasecmp(word, "Moderate") == 0 ? "moderate"
			       : strcasecmp(word, "Minor") == 0    ? "minor"
								   : "");
}

static void read_row(struct import *m, const struct csv_cells *cells,
		     const struct columns *at, int line)
{
	if ((size_t)at->a >= cells->n || (size_t)at->b >= cells->n ||
	    (size_t)at->level >= cells->n) {
		import_unread(m, line);
		return;
	}
	const char *level = cells->at[at->level];
	int tier = level_of(level);
	const struct drug *a = import_drug(m, cells->at[at->a]);
	const struct drug *b = import_drug(m, cells->at[at->b]);
	if (tier < 0 && strcasecmp(level, "Unknown") != 0)
		import_unread(m, line);
	if (tier < 0 || !a || !b || a == b)
		return;
	struct import_pair p = {a->id < b->id ? a->id : b->id,
				a->id < b->id ? b->id : a->id,
				(enum drug_tier)tier};
	vec_push(&m->pairs, p);
	m->used++;
}

static bool read_ddinter(struct import *m, const char *path, const char *text,
			 size_t n, struct err *err)
{
	struct arena rows = ARENA_INIT;
	struct csv_cells cells = {0};
	struct columns at;
	struct csv csv;
	int line;

	csv_begin(&csv, text, n, &rows);
	bool ok = csv_next(&csv, &cells, &line) && find_columns(&cells, &at);
	if (!ok)
		(void)ERR(err, ERR_MESSAGE, path, "1",
			  "DDInterID_A,Drug_A,DDInterID_B,Drug_B,Level");
	while (ok && csv_next(&csv, &cells, &line)) {
		m->rows++;
		read_row(m, &cells, &at, line);
		arena_reset(&rows);
	}
	vec_free(&cells);
	arena_free(&rows);
	return ok;
}

static int by_pair(const void *pa, const void *pb)
{
	const struct import_pair *x = pa, *y = pb;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return (int)x->tier - (int)y->tier;
}

static void write_group(struct import *m, const struct drug *a,
			enum drug_tier tier, const struct import_pair *pairs,
			size_t n)
{
	static const struct text words[TIERS] = {
		TEXT("", ""), TEXT("Major", "Major"),
		TEXT("Moderate", "Moderate"), TEXT("Minor", "Minor")};
	struct jw j;
	bool begun = false;

	for (size_t i = 0; i < n; i++) {
		if (pairs[i].tier != tier)
			continue;
		if (!begun) {
			j = import_entry(m, arena_printf(m->a, "ddinter.%s.%s",
							 a->code,
							 drug_tier_name(tier)));
			jw_array(&j, "pair");
			jw_array(&j, NULL);
			jw_str(&j, NULL, a->code);
			jw_end(&j);
			jw_array(&j, NULL);
			begun = true;
		}
		jw_str(&j, NULL, kb_drug(m->kb, pairs[i].b)->code);
	}
	if (!begun)
		return;
	jw_end(&j);
	jw_end(&j);
	jw_str(&j, "tier", drug_tier_name(tier));
	import_text(&j, "effect",
		    arena_printf(m->a, "DDInter 列为 %s，未给后果",
				 words[tier].in[LANG_ZH]),
		    arena_printf(m->a, "%s in DDInter, which states no effect",
				 words[tier].in[LANG_EN]));
	import_text(&j, "action", "查说明书与其他来源后再决定",
		    "look into the labels and another source, then decide");
	import_entry_end(m, &j);
}

static void finish_ddinter(struct import *m)
{
	struct import_pair_vec *v = &m->pairs;
	size_t kept = 0;

	if (v->n)
		qsort(v->at, v->n, sizeof *v->at, by_pair);
	/* of one pair the worst stands first and stays */
	for (size_t i = 0; i < v->n; i++)
		if (!kept || v->at[kept - 1].a != v->at[i].a ||
		    v->at[kept - 1].b != v->at[i].b)
			v->at[kept++] = v->at[i];
	v->n = kept;
	for (size_t i = 0; i < v->n;) {
		const struct drug *a = kb_drug(m->kb, v->at[i].a);
		size_t n = 0;
		for (; i + n < v->n && v->at[i + n].a == a->id; n++)
			import_compare(m, a, kb_drug(m->kb, v->at[i + n].b),
				       v->at[i + n].tier);
		for (int t = TIER_MAJOR; t < TIERS; t++)
			write_group(m, a, (enum drug_tier)t, &v->at[i], n);
		i += n;
	}
}

const struct import_source import_ddinter = {
	.name = "ddinter",
	.title = TEXT("DDInter 药物相互作用数据库（由本单位导入）",
		      "DDInter drug-drug interactions (imported by the site)"),
	.url = "https://ddinter2.scbdd.com",
	.read = read_ddinter,
	.finish = finish_ddinter,
};
