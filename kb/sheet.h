/* Sheets: forms of a visit or a yearly check, scales, questionnaires; and
 * advice. Entries of kb/followup/ with `sheet:` or `advise:`; clin-kb(5). */
#ifndef KB_SHEET_H
#define KB_SHEET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "kb/kb.h"

#include <stdbool.h>

enum sheet_kind { SHEET_VISIT, SHEET_YEARLY, SHEET_SCALE, SHEET_QUESTIONNAIRE };

struct sheet_choice {
	const char *value; /* as it is typed and kept */
	struct text text;
	bool alarm; /* somebody must look at it */
};

struct sheet_field {
	const char *id;
	struct text name;
	struct text unit; /* empty: none */
	const struct sheet_choice *choices;
	size_t n_choices;
	bool many;        /* several choices may hold */
	bool pair;        /* now and the target: "10/0" */
	const char *from; /* what the chart knows: "SBP/DBP", "@bmi" */
};

/* A calculator that scores answers; the total is kept under the code. */
struct sheet_score {
	const char *calculator, *code; /* code NULL: not kept */
};
/* One answer that is kept as a reading of its own. */
struct sheet_keep {
	const char *item, *code;
};

struct sheet {
	const char *id, *version, *protocol; /* protocol NULL: any */
	enum sheet_kind kind;
	struct text title, intro; /* intro may be empty */
	const struct sheet_field *fields;
	size_t n_fields;
	const struct sheet_score *scores;
	size_t n_scores;
	const struct sheet_keep *keeps;
	size_t n_keeps;
	const struct sheet_choice *choices; /* of items that have none */
	size_t n_choices;
};
struct sheet_vec VEC_OF(struct sheet);

/* By id, or without its hyphens ("PHQ9"); ERR_KB_NO_ENTRY when there is none. Strings live in a. */
bool sheet_find(struct kb *kb, const char *id, struct arena *a,
		struct sheet *ret, struct err *err);
/* All, by id. */
bool sheets_list(struct kb *kb, struct arena *a, struct sheet_vec *ret,
		 struct err *err);
const struct sheet_field *sheet_field_find(const struct sheet *s,
					   const char *id);
/* "1", "门诊" or "clinic" → the choice; NULL: none of them. */
const struct sheet_choice *sheet_choose(const struct sheet_choice *choices,
					size_t n, const char *word);
/* The same, and "头痛" for "头痛头晕": the start or the end of one choice and of
 * no other, which is no denial. */
const struct sheet_choice *
sheet_choose_part(const struct sheet_choice *choices, size_t n,
		  const char *word);

/* What to tell the patient: for protocols, and for findings. */
struct advice {
	const char *id;
	struct text title, text;
	const char *const *protocols, *const *findings;
	size_t n_protocols, n_findings;
};
struct advice_vec VEC_OF(struct advice);
bool advice_list(struct kb *kb, struct arena *a, struct advice_vec *ret,
		 struct err *err);

struct yaml;
typedef void sheet_problem(void *self, int line, const char *what);
void sheet_read(const struct yaml *node, struct arena *a, struct sheet *ret,
		sheet_problem *problem, void *self);
void advice_read(const struct yaml *node, struct arena *a, struct advice *ret,
		 sheet_problem *problem, void *self);

#endif
