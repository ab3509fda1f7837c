/* Triage knowledge: symptoms, body sites, red flags, departments, diseases,
 * self-care (kb/triage, clin-kb(5)). Loaded whole at the first use, a few
 * milliseconds; conditions are prepared when first evaluated. */
#ifndef KB_TRIAGE_H
#define KB_TRIAGE_H

#include "kb/case.h"
#include "kb/condition.h"
#include "kb/fact.h"

#include <stdint.h>

/* How a symptom is found out, and of whom it is asked. */
/* ASK_SEEN: told or seen at once by whoever has it, so seldom news. */
enum ask_way { ASK_PATIENT, ASK_EXAMINER, ASK_NEVER, ASK_SEEN };
enum ask_whom { ASK_ANYONE, ASK_WOMAN, ASK_MAN, ASK_CHILD };

struct symptom {
	int id;           /* from 1 */
	const char *code; /* "chest_pain" */
	struct text name, ask;
	const char *system;
	enum ask_way way;
	enum ask_whom whom;
	const int32_t *implies, *excludes; /* symptom ids */
	size_t n_implies, n_excludes;
};

/* A topic is what the words are about without saying what is wrong ("my
 * periods", "乳腺结节"): kept with the symptoms under this system, it speaks
 * for departments and is never evidence. */
#define SYSTEM_TOPIC "topic"
bool symptom_is_topic(const struct symptom *s);

/* What hurts, itches, swells … at a site: the symptom meant, 0 none. */
enum complaint_sort {
	COMPLAINT_PAIN,
	COMPLAINT_SWELLING,
	COMPLAINT_ITCH,
	COMPLAINT_NUMBNESS,
	COMPLAINT_RASH,
	COMPLAINT_BLEEDING,
	COMPLAINT_WEAKNESS,
	COMPLAINT_LUMP,
	COMPLAINT_INJURY,
	COMPLAINT_DISCOMFORT,
	COMPLAINTS
};
extern const char *const complaint_names[COMPLAINTS];
struct site {
	const char *code;
	int32_t symptom[COMPLAINTS];
};

enum triage_kind {
	TRIAGE_RED,
	TRIAGE_DEPARTMENT,
	TRIAGE_DISEASE,
	TRIAGE_CARE,
	TRIAGE_ESI,
	TRIAGE_KINDS
};

/* One weighted finding: a symptom id, or minus a context id. */
struct triage_weight {
	int32_t what;
	float points;
};

/* A condition with its points (prior of a disease, rule of a department). */
struct triage_rule {
	const char *sql, *names;
	struct condition condition;
	double points;
	struct text because;
};

struct triage_item {
	enum triage_kind kind;
	const char *name, *origin; /* entry id */
	struct text title;
	/* of the department, ICD-10, or ESI resource; red: "C" when the ESI has it
	 * at point C */
	const char *code;
	int level; /* of a red flag; ESI point A … D as 1 … 4 */
	bool flag; /* red: by telephone too; disease: must not miss */
	int sex;   /* enum sex, 0 both */
	double age_low, age_high; /* days, NaN open */
	double base;
	const struct triage_weight *pro, *con;
	size_t n_pro, n_con;
	/* disease: one must be; care: tells of; red: indexes of the items of
	 * diseases it suspects */
	const int32_t *needs;
	size_t n_needs;
	struct text *actions; /* red: actions; disease: next; care: advice */
	size_t n_actions;
	struct text *tell; /* red: for the patient; care: come back if */
	size_t n_tell;
	const char **departments, **sources;
	size_t n_departments, n_sources;
	const char *sql, *names; /* NULL: no condition */
	int n_given;
	struct condition condition;
	struct triage_rule *rules;
	size_t n_rules;
};

struct phrase_kb;
struct triage_kb {
	struct symptom *symptoms; /* [0] unused */
	size_t n_symptoms;        /* with [0] */
	struct site *sites;       /* [0] unused */
	size_t n_sites;
	struct phrase_kb *phrases; /* kb/phrase.h */
	struct triage_item *items; /* by kind, then id */
	size_t first[TRIAGE_KINDS + 1];
	/* Which departments and diseases a symptom speaks for:
	 * spoken_for[i], spoken_first[symptom] <= i < spoken_first[symptom + 1],
	 * indexes items. */
	int32_t *spoken_for; /* in place, not to be written */
	size_t *spoken_first;
};
/* NULL: *err. Owned by the kb. */
struct triage_kb *kb_triage(struct kb *kb, struct err *err);
/* The symptom of a code ("chest_pain"); 0: none. */
int triage_symptom_id(const struct triage_kb *k, const char *code);

/* All unknown; symptoms in a. */
void triage_facts_init(struct triage_facts *t, const struct triage_kb *k,
		       struct arena *a);
/* Note a symptom and what it implies (present) or excludes. A symptom noted
 * as present stays so. */
void triage_facts_note(struct triage_facts *t, const struct triage_kb *k,
		       int id, bool present);

enum triage_outcome { TRIAGE_SILENT, TRIAGE_FIRES, TRIAGE_UNKNOWN };
/* Evaluate an item's condition. When unknown, *ret_missing gets the names
 * that could decide it (at most max, borrowed from the kb). */
bool triage_evaluate(struct kb *kb, struct triage_item *item,
		     const struct facts *f, enum triage_outcome *ret,
		     const struct name **ret_missing, size_t max, size_t *ret_n,
		     struct err *err);
/* Points of the item's rules that hold. */
bool triage_points(struct kb *kb, struct triage_item *item,
		   const struct facts *f, double *ret, struct err *err);
/* May it be of this patient at all? Unknown age or sex: yes. */
bool triage_fits(const struct triage_item *item, const struct patient *p);

/* For kb_test: the tests of red flags and self-care. */
bool triage_test(struct kb *kb, struct arena *a, struct case_failure_vec *ret,
		 size_t *ret_cases, struct err *err);

#endif
