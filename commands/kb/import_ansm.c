/* The ANSM's thesaurus as JSON: the interactions
 *
 *   [{"main_drug", "between_main_and_plus_drug", "plus_drug",
 *     "severity_levels": [{"level", "info"}], "interaction_mechanism", …}]
 *
 * and the index of substances, [{"substance", "drug_classes": [….]}], which
 * says who belongs to a class; without it the names in brackets of
 * "between_main_and_plus_drug" do. */
#include "commands/kb/import_ansm.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The gravest of the levels, as theirs is graded; -1: none is known. */
static int tier_of(const json_t *levels)
{
	static const struct {
		const char *word;
		enum drug_tier tier;
	} words[] = {{"contre", TIER_CONTRAINDICATED},
		     {"association deconseillee", TIER_MAJOR},
		     {"precaution", TIER_MODERATE},
		     {"a prendre en compte", TIER_MINOR},
		     {"il convient de prendre", TIER_MINOR}};
	int worst = -1;

	for (size_t i = 0; i < json_array_size(levels); i++) {
		char plain[64];
		const char *level = json_string_value(
			json_object_get(json_array_get(levels, i), "level"));
		ansm_plain(level ? level : "", plain, sizeof plain);
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (strncmp(plain, words[k].word,
				    strlen(words[k].word)) == 0 &&
			    (worst < 0 || (int)words[k].tier < worst))
				worst = (int)words[k].tier;
	}
	return worst;
}

/* Every level with what it says, on one line. */
static const char *advice(struct import *m, const json_t *levels)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < json_array_size(levels); i++) {
		const json_t *row = json_array_get(levels, i);
		const char *level =
			json_string_value(json_object_get(row, "level"));
		const char *info =
			json_string_value(json_object_get(row, "info"));
		strbuf_addf(&sb, "%s%s%s%s", sb.len ? "; " : "",
			    level ? level : "", info && *info ? ": " : "",
			    info ? info : "");
	}
	for (size_t i = 0; i < sb.len; i++)
		if (isspace((unsigned char)sb.buf[i]))
			sb.buf[i] = ' ';
	const char *text = arena_strndup(m->a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static const char *one_line(struct import *m, const char *text)
{
	char *copy = arena_strdup(m->a, text && *text ? text : "?");

	for (char *p = copy; *p; p++)
		if (isspace((unsigned char)*p))
			*p = ' ';
	return copy;
}

/* "inhibiteurs-puissants" */
static const char *slug(struct import *m, const char *plain)
{
	char *copy = arena_strdup(m->a, plain), *to = copy;

	for (const char *p = copy; *p; p++)
		if (isalnum((unsigned char)*p))
			*to++ = *p;
		else if (to > copy && to[-1] != '-')
			*to++ = '-';
	*to = '\0';
	return copy;
}

static void write_side(struct jw *j, const struct ansm_side *side)
{
	jw_array(j, NULL);
	for (size_t i = 0; i < side->n; i++)
		jw_str(j, NULL, side->at[i]->code);
	jw_end(j);
}

static void compare(struct import *m, const struct ansm_side *a,
		    const struct ansm_side *b, enum drug_tier tier)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (a->at[i] != b->at[k] &&
			    a->at[i]->kind != DRUG_FOOD_ITEM)
				import_compare(m, a->at[i], b->at[k], tier);
}

static void write_interaction(struct import *m, const char *id,
			      const struct ansm_side *a,
			      const struct ansm_side *b, enum drug_tier tier,
			      const json_t *row)
{
	const char *mechanism =
		one_line(m, json_string_value(json_object_get(
				    row, "interaction_mechanism")));
	const char *action = advice(m, json_object_get(row, "severity_levels"));
	struct jw j = import_entry(m, id);

	jw_array(&j, "pair");
	write_side(&j, a);
	write_side(&j, b);
	jw_end(&j);
	jw_str(&j, "tier", drug_tier_name(tier));
	import_text(&j, "effect",
		    arena_printf(m->a, "ANSM（法文原文）：%s", mechanism),
		    arena_printf(m->a, "ANSM (in French): %s", mechanism));
	import_text(&j, "action", action, action);
	import_entry_end(m, &j);
}

static void read_interaction(struct import *m, const json_t *row)
{
	struct ansm *x = m->self;
	struct ansm_side a = {0}, b = {0};
	const char *main = json_string_value(json_object_get(row, "main_drug"));
	const char *plus = json_string_value(json_object_get(row, "plus_drug"));
	const char *between = json_string_value(
		json_object_get(row, "between_main_and_plus_drug"));
	int tier = tier_of(json_object_get(row, "severity_levels"));
	char p[160], q[160];

	m->rows++;
	if (!main || !plus || tier < 0) {
		import_unread(m, (int)m->rows);
		return;
	}
	ansm_plain(main, p, sizeof p);
	ansm_plain(plus, q, sizeof q);
	bool swap = strcmp(p, q) > 0;
	const char *id = arena_printf(m->a, "ansm.%s.%s", slug(m, swap ? q : p),
				      slug(m, swap ? p : q));
	if (map_find(&x->done, id, strlen(id))) {
		m->used++; /* it stands under both drugs */
		return;
	}
	if (ansm_side_read(m, main, between, &a) &&
	    ansm_side_read(m, plus, NULL, &b)) {
		map_put(&x->done, id, strlen(id), x);
		compare(m, &a, &b, (enum drug_tier)tier);
		write_interaction(m, id, &a, &b, (enum drug_tier)tier, row);
		m->used++;
	}
	vec_free(&a);
	vec_free(&b);
}

/* Both files are lists; what a row holds tells which it is. */
static bool read_ansm(struct import *m, const char *path, const char *text,
		      size_t n, struct err *err)
{
	json_error_t problem;
	char line[24];
	struct json_vec *files;

	if (!m->self)
		m->self = arena_new(m->a, struct ansm);
	files = &((struct ansm *)m->self)->files;
	json_t *root = json_loadb(text, n, 0, &problem);
	if (!root)
		return ERR(err, ERR_JSON, path, err_int(line, problem.line),
			   problem.text);
	vec_push(files, root);
	const json_t *first = json_array_get(root, 0);
	return json_object_get(first, "substance") ||
	       json_object_get(first, "main_drug") ||
	       ERR(err, ERR_MESSAGE, path, "1", "main_drug / substance");
}

static void finish_ansm(struct import *m)
{
	struct ansm *x = m->self;

	for (size_t f = 0; f < x->files.n; f++)
		for (size_t i = 0; i < json_array_size(x->files.at[f]); i++)
			ansm_index_add(m, json_array_get(x->files.at[f], i));
	for (size_t f = 0; f < x->files.n; f++)
		for (size_t i = 0; i < json_array_size(x->files.at[f]); i++) {
			const json_t *row = json_array_get(x->files.at[f], i);
			if (!json_object_get(row, "substance"))
				read_interaction(m, row);
		}
}

static void release_ansm(struct import *m)
{
	struct ansm *x = m->self;

	for (size_t f = 0; f < x->files.n; f++)
		json_decref(x->files.at[f]);
	vec_free(&x->files);
	ansm_index_release(x);
	map_free(&x->done);
}

const struct import_source import_ansm = {
	.name = "ansm",
	.title = TEXT("法国 ANSM 药物相互作用词库（由本单位导入）",
		      "ANSM Thésaurus des interactions médicamenteuses "
		      "(imported by the site)"),
	.url = "https://ansm.sante.fr",
	.read = read_ansm,
	.finish = finish_ansm,
	.release = release_ansm,
};
