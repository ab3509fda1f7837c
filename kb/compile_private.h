/* Shared by the compile_*.c files: one writer per kind of entry. */
#ifndef KB_COMPILE_PRIVATE_H
#define KB_COMPILE_PRIVATE_H

#include "base/db.h"
#include "kb/compile.h"
#include "kb/expr.h"
#include "kb/term.h"

struct term_vec VEC_OF(struct term_pair);

/* A statement kept for the run of one kind. bind_* count from 1; a NULL
 * string and a NaN bind NULL. */
void bind_str(sqlite3_stmt *s, int i, const char *text);
void bind_num(sqlite3_stmt *s, int i, double x);
void run_statement(struct compiler *c, const struct entry *e, sqlite3_stmt *s);
/* Prepare, or abort: these are our own statements. */
sqlite3_stmt *prepare(struct compiler *c, const char *sql);

void add_term(struct compiler *c, enum term_domain domain, const char *name,
	      int target);
/* Scalar child that must be there; NULL and a problem otherwise. */
const char *need(struct compiler *c, const struct entry *e, const char *key);
/* {zh:, en:} child, both needed. False and a problem otherwise. */
bool need_text(struct compiler *c, const struct entry *e,
	       const struct yaml *parent, const char *key, const char *ret[2]);
/* sources: at least one, each known ("id#locator"). */
void check_sources(struct compiler *c, const struct entry *e,
		   const struct yaml *node);
/* No ideograph or full-width mark in what is written in English. */
void check_english(struct compiler *c, const struct entry *e,
		   const struct yaml *node);
/* Only these keys may stand in the entry (NULL-terminated list). */
void check_keys(struct compiler *c, const struct entry *e,
		const struct yaml *node, const char *const *keys);
/* "18y-", "6mo-1y", "-12d" → days; NaN open. */
bool parse_age_range(const char *text, double *ret_low, double *ret_high);
/* A name the conditions use exists. "" when it does, else what is wrong. */
bool check_name(struct compiler *c, const struct entry *e, int line,
		const char *name);
/* Strings of a list joined by U+001F into the arena. */
const char *join_list(struct compiler *c, const struct yaml *list);
const char *join_names(struct compiler *c, const struct expr_names *names);
const struct entry *find_analyte(const struct compiler *c, const char *code);

void compile_map(struct compiler *c, const struct entry *e);
void compile_pinyin(struct compiler *c, const struct entry *e);
/* Add a name's pinyin and its initials, if it is Chinese. */
void add_pinyin(struct compiler *c, enum term_domain domain, const char *name,
		int target);
void compile_analytes(struct compiler *c);
void add_analyte_names(struct compiler *c, const struct entry *e);
void complete_analyte_names(struct compiler *c); /* after the last one */
void compile_contexts(struct compiler *c);
void compile_words(struct compiler *c);
void compile_cutoffs(struct compiler *c);
void compile_criticals(struct compiler *c);
void compile_rules(struct compiler *c);
void compile_calculators(struct compiler *c);
void compile_well(struct compiler *c);
void compile_drugs(struct compiler *c);
void compile_protocols(struct compiler *c);
void compile_sheets(struct compiler *c);
/* compile_symptom.c. "chest_pain" or "DX.x": a symptom's id, or minus a
 * context's; 0 and a problem when there is neither. */
int32_t compile_what(struct compiler *c, const struct entry *e, int line,
		     const char *key);
/* The list under `key` as a blob of such ids. */
void compile_ids(struct compiler *c, const struct entry *e, sqlite3_stmt *s,
		 int at, const char *key);
void compile_symptoms(struct compiler *c);
/* compile_department.c: what speaks for a department: its scores, the topics
 * that name it, and what those it is like have. */
/* compile_triage_refs.c: the departments of a disease are there; the diseases
 * a red flag suspects, as indexes of items. */
void compile_departments_check(struct compiler *c, const struct entry *e);
void compile_suspects(struct compiler *c, const struct entry *e,
		      sqlite3_stmt *s, int at);
void compile_department(struct compiler *c, const struct entry *e,
			sqlite3_stmt *s, int at);
void check_topics(struct compiler *c);
void compile_topic_drugs(struct compiler *c, const struct entry *topic);
void compile_sites(struct compiler *c);
void compile_phrases(struct compiler *c);
void compile_triage(struct compiler *c);

/* Write one rule row (also the generated ones of the critical table). */
struct rule_draft {
	const struct entry *entry;
	const char *name, *origin;
	int urgency, rank;
	const char *given, *when, *unless;
	const char *title[2], *because[2], *patient[2];
	const char *actions[2];                  /* joined */
	const char *explains, *refine, *sources; /* joined */
	int line;
};
void write_rule(struct compiler *c, const struct rule_draft *d);
void write_triggers(struct compiler *c); /* after the last rule */

#endif
