/* Small vocabularies: words, context, cut-offs, critical values, healthy
 * cases. */
#include "kb/compile_private.h"

#include "base/num.h"
#include "kb/fact.h"
#include "kb/unit.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The names of a word, each in the domains of its class; TERM_WORD: of any
 * other class. */
static void add_names(struct compiler *c, const struct entry *e,
		      const char *word)
{
	static const struct {
		const char *class;
		enum term_domain domain;
	} classes[] = {{"cue.", TERM_CUE},     {"part.", TERM_PART},
		       {"plain.", TERM_PLAIN}, {"own.", TERM_PLAIN},
		       {"own.", TERM_OWN},     {"search.", TERM_SEARCH},
		       {"say.", TERM_SAY},     {"same.", TERM_SAY}};
	const struct yaml *names = yaml_get(e->node, "names");

	for (size_t k = 0; k < yaml_count(names); k++) {
		const char *name = yaml_at(names, k)->scalar;
		bool listed = false;
		for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
			size_t len = strlen(classes[i].class);
			if (strncmp(word, classes[i].class, len) != 0)
				continue;
			add_term(c, classes[i].domain, name, e->number);
			listed = true;
		}
		if (!listed)
			add_term(c, TERM_WORD, name, e->number);
	}
}

void compile_words(struct compiler *c)
{
	static const char *const keys[] = {"word",    "names", "value",
					   "sources", "note",  NULL};
	sqlite3_stmt *s = prepare(c, "INSERT INTO word VALUES(?1,?2,?3,?4)");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_WORD, &n);

	for (size_t i = 0; i < n; i++) {
		const char *word = yaml_str(e[i].node, "word");
		const char *dot = strchr(word, '.');
		double value = NUM_NONE;
		check_keys(c, &e[i], e[i].node, keys);
		if (!dot) {
			problem_add(c->problems, &e[i], e[i].node->line,
				    "word is class.meaning");
			continue;
		}
		if (yaml_get(e[i].node, "value") &&
		    !yaml_number(yaml_get(e[i].node, "value"), &value))
			problem_add(c->problems, &e[i], e[i].node->line,
				    "value is no number");
		sqlite3_bind_int(s, 1, e[i].number);
		sqlite3_bind_text(s, 2, word, (int)(dot - word), SQLITE_STATIC);
		bind_str(s, 3, dot + 1);
		bind_num(s, 4, value);
		run_statement(c, &e[i], s);
		add_names(c, &e[i], word);
	}
	sqlite3_finalize(s);
}

static void write_context_lists(struct compiler *c, const struct entry *e,
				sqlite3_stmt *icd, sqlite3_stmt *implies)
{
	const struct yaml *codes = yaml_get(e->node, "icd10");
	const struct yaml *implied = yaml_get(e->node, "implies");

	for (size_t i = 0; i < yaml_count(codes); i++) {
		bind_str(icd, 1, yaml_at(codes, i)->scalar);
		sqlite3_bind_int(icd, 2, e->number);
		run_statement(c, e, icd);
	}
	for (size_t i = 0; i < yaml_count(implied); i++) {
		const char *id = yaml_at(implied, i)->scalar;
		const struct entry *other =
			entries_find(c->entries, ENTRY_CONTEXT, id);
		if (!other) {
			problem_add(c->problems, e, implied->line,
				    "implies unknown '%s'", id);
			continue;
		}
		sqlite3_bind_int(implies, 1, e->number);
		sqlite3_bind_int(implies, 2, other->number);
		run_statement(c, e, implies);
	}
}

void compile_contexts(struct compiler *c)
{
	static const char *const keys[] = {"id",    "name",    "names",
					   "icd10", "implies", "sources",
					   "note",  NULL};
	sqlite3_stmt *s = prepare(c, "INSERT INTO context VALUES(?1,?2,?3,?4)");
	sqlite3_stmt *icd = prepare(c, "INSERT INTO context_icd VALUES(?1,?2)");
	sqlite3_stmt *implies =
		prepare(c, "INSERT INTO context_implies VALUES(?1,?2)");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_CONTEXT, &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *names = yaml_get(e[i].node, "names");
		const char *name[2] = {NULL, NULL};
		check_keys(c, &e[i], e[i].node, keys);
		need_text(c, &e[i], e[i].node, "name", name);
		sqlite3_bind_int(s, 1, e[i].number);
		bind_str(s, 2, e[i].id);
		bind_str(s, 3, name[0]);
		bind_str(s, 4, name[1]);
		run_statement(c, &e[i], s);
		for (int k = 0; k < 2; k++)
			if (name[k])
				add_term(c, TERM_CONTEXT, name[k], e[i].number);
		for (size_t k = 0; k < yaml_count(names); k++)
			add_term(c, TERM_CONTEXT, yaml_at(names, k)->scalar,
				 e[i].number);
		write_context_lists(c, &e[i], icd, implies);
	}
	sqlite3_finalize(s);
	sqlite3_finalize(icd);
	sqlite3_finalize(implies);
}

void compile_cutoffs(struct compiler *c)
{
	static const char *const keys[] = {"id",      "title", "values",
					   "sources", "note",  NULL};
	sqlite3_stmt *s = prepare(c, "INSERT INTO cutoff VALUES(?1,?2,?3,?4)");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_CUTOFF, &n);

	for (size_t i = 0; i < n; i++) {
		const struct yaml *values = yaml_get(e[i].node, "values");
		const char *title[2];
		const char *code =
			arena_strndup(c->arena, e[i].id, strcspn(e[i].id, "."));
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		need_text(c, &e[i], e[i].node, "title", title);
		char split[48];
		enum attribute attribute = ATTR_VALUE;
		double argument;
		name_split(e[i].id, split, sizeof split, &attribute, &argument);
		if (attribute != ATTR_CUTOFF || !find_analyte(c, code))
			problem_add(
				c->problems, &e[i], e[i].node->line,
				"a cut-off is CODE.name of a known analyte, and "
				"no built-in attribute");
		if (values->kind != YAML_MAP || !values->n)
			problem_add(c->problems, &e[i], values->line,
				    "values: {unit: number}");
		for (size_t k = 0; values->kind == YAML_MAP && k < values->n;
		     k++) {
			double x = NUM_NONE;
			struct unit unit;
			if (!yaml_number(values->child[k], &x) ||
			    !unit_parse(values->child[k]->key, &unit))
				problem_add(c->problems, &e[i], values->line,
					    "'%s: %s' is no value",
					    values->child[k]->key,
					    values->child[k]->scalar);
			bind_str(s, 1, e[i].id);
			sqlite3_bind_int(s, 2, (int)k);
			bind_str(s, 3, values->child[k]->key);
			bind_num(s, 4, x);
			run_statement(c, &e[i], s);
		}
	}
	sqlite3_finalize(s);
}

/* "<=2.8", ">6" → limit and whether it belongs to the critical side. */
static double read_limit(struct compiler *c, const struct entry *e,
			 const char *key, char sign, bool *ret_inclusive)
{
	const char *text = yaml_str(e->node, key);
	double x;

	*ret_inclusive = false;
	if (!text)
		return NUM_NONE;
	*ret_inclusive = text[0] == sign && text[1] == '=';
	if (text[0] != sign || !num_parse_all(text + 1 + *ret_inclusive, &x)) {
		problem_add(c->problems, e, e->node->line,
			    "%s: '%s' is no limit", key, text);
		return NUM_NONE;
	}
	const char *from = yaml_str(e->node, "unit"), *to = NULL;
	const struct entry *a = find_analyte(c, yaml_str(e->node, "code"));
	if (a)
		to = yaml_str(a->node, "unit");
	struct unit f, t;
	if (!from || !to || !unit_parse(from, &f) || !unit_parse(to, &t) ||
	    !unit_convert(&f, &t, x, &x))
		problem_add(c->problems, e, e->node->line,
			    "unit '%s' does not fit '%s'", from ? from : "",
			    to ? to : "");
	return x;
}

/* The finding of one side of an analyte's critical limits. */
static void write_critical_rule(struct compiler *c, const struct entry *e,
				const struct entry *analyte, bool high)
{
	const char *code = analyte->id, *side = high ? "high" : "low";
	char *name = arena_printf(c->arena, "lab.critical.%s.%s", code, side);
	const struct yaml *pair = yaml_get(analyte->node, "name");
	struct rule_draft d = {.entry = e,
			       .origin = e->origin,
			       .rank = 40,
			       .line = e->node->line};

	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	d.name = name;
	d.given = arena_printf(c->arena, "%s AND %s.crit_%s = %s.crit_%s", code,
			       code, side, code, side);
	d.when = arena_printf(c->arena, "%s %s %s.crit_%s", code,
			      high ? ">=" : "<=", code, side);
	d.title[0] = arena_printf(c->arena, "危急值：%s%s",
				  yaml_str(pair, "zh"), high ? "过高" : "过低");
	d.title[1] = arena_printf(c->arena, "Critical value: %s %s",
				  yaml_str(pair, "en"), side);
	d.because[0] = arena_printf(c->arena, "{%s} 达到危急界限", code);
	d.because[1] =
		arena_printf(c->arena, "{%s} reaches the critical limit", code);
	d.patient[0] = "这一项明显超出安全范围，请立即联系医生或到急诊。";
	d.patient[1] = "This result is far outside the safe range: contact a "
		       "doctor or an emergency department now.";
	d.actions[0] = "核对标本与病人情况，疑似假值立即复查\x1f"
		       "按危急值流程立即通知经治医师，记录通知与复读时间";
	d.actions[1] = "Check specimen and patient; repeat at once if it could "
		       "be spurious\x1fNotify the treating doctor now by the "
		       "critical-value procedure; record time and read-back";
	d.explains = d.refine = "";
	d.sources = join_list(c, yaml_get(e->node, "sources"));
	write_rule(c, &d);
}

void compile_criticals(struct compiler *c)
{
	static const char *const keys[] = {"code",    "ward", "age",
					   "low",     "high", "unit",
					   "sources", "note", NULL};
	sqlite3_stmt *s = prepare(c, "INSERT INTO critical VALUES(?1,?2,?3,?4,"
				     "?5,?6,?7,?8,?9,?10)");
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_CRITICAL, &n);
	const char *low_done = "", *high_done = "";

	for (size_t i = 0; i < n; i++) {
		const char *code = yaml_str(e[i].node, "code");
		const char *ward = yaml_str(e[i].node, "ward");
		const char *age = yaml_str(e[i].node, "age");
		const struct entry *a = find_analyte(c, code);
		double age_low = NUM_NONE, age_high = NUM_NONE;
		bool low_in, high_in;
		check_keys(c, &e[i], e[i].node, keys);
		check_sources(c, &e[i], e[i].node);
		if (!a || (age && !parse_age_range(age, &age_low, &age_high))) {
			problem_add(c->problems, &e[i], e[i].node->line,
				    "unknown analyte or age");
			continue;
		}
		double low = read_limit(c, &e[i], "low", '<', &low_in);
		double high = read_limit(c, &e[i], "high", '>', &high_in);
		sqlite3_bind_int(s, 1, a->number);
		sqlite3_bind_int(s, 2, (int)i);
		bind_str(s, 3, ward ? ward : "general");
		bind_num(s, 4, age_low);
		bind_num(s, 5, age_high);
		bind_num(s, 6, low);
		bind_num(s, 7, high);
		sqlite3_bind_int(s, 8, low_in);
		sqlite3_bind_int(s, 9, high_in);
		bind_str(s, 10, join_list(c, yaml_get(e[i].node, "sources")));
		run_statement(c, &e[i], s);
		if (!isnan(low) && strcmp(low_done, code) != 0)
			write_critical_rule(c, &e[i], a, false),
				low_done = code;
		if (!isnan(high) && strcmp(high_done, code) != 0)
			write_critical_rule(c, &e[i], a, true),
				high_done = code;
	}
	sqlite3_finalize(s);
}

void compile_well(struct compiler *c)
{
	size_t n;
	const struct entry *e = entries_of(c->entries, ENTRY_WELL, &n);

	for (size_t i = 0; i < n; i++)
		need(c, &e[i], "name");
}
