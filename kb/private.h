/* Inside kb/: the open knowledge base. Each module keeps its cache here. */
#ifndef KB_PRIVATE_H
#define KB_PRIVATE_H

#include "base/arena.h"
#include "base/db.h"
#include "base/map.h"
#include "kb/analyte.h"
#include "kb/image.h"
#include "kb/kb.h"
#include "kb/memo.h"
#include "kb/term.h"

#include <stdint.h>

struct context;
struct word;
struct rule;
struct derived;
struct analyte_rows;
struct triage_kb;
struct drug;
struct drug_rule;

/* One packed name array; layout in term.c. */
enum { TERM_HAN_FIRST = 0x4E00, TERM_HAN = 0x5200 };
struct term_array {
	bool loaded;
	const unsigned char *bytes;
	uint32_t n;
	const uint32_t *offset, *parent, *first, *target;
	const char *names;
	const uint32_t *index; /* by the two first bytes; NULL: not made */
	const uint32_t *han;   /* by the first Chinese character; likewise */
	unsigned lookups;
};
/* The array of a domain, in place (term.c). */
const struct term_array *term_load(struct kb *kb, enum term_domain domain);
/* Name i of it, with its targets. */
struct term_match term_match_at(const struct term_array *t, uint32_t i);

/* Prepared look-ups, made on first use. */
enum kb_query {
	KB_Q_ANALYTE,
	KB_Q_ANALYTE_CODE,
	KB_Q_ANALYTE_LOINC,
	KB_Q_INTERVAL,
	KB_Q_CONVERSION,
	KB_Q_CRITICAL,
	KB_Q_CUTOFF,
	KB_Q_WORD,
	KB_Q_CONTEXT,
	KB_Q_CONTEXT_ICD,
	KB_Q_CONTEXT_IMPLIES,
	KB_Q_CONTEXT_CODE,
	KB_Q_TRIGGER,
	KB_Q_RULE,
	KB_Q_RULE_TEXT,
	KB_Q_RULE_NAMED,
	KB_Q_DERIVED,
	KB_Q_DRUG,
	KB_Q_DRUG_CODE,
	KB_Q_DRUG_RULE,
	KB_Q_DRUG_CONDITION,
	KB_Q_ENTRY,
	KB_Q_COUNT
};

struct kb {
	sqlite3 *db;
	const unsigned char *bytes; /* the image; mapped_size: of a file */
	size_t mapped_size;
	struct image_footer image;
	struct arena arena; /* everything handed out */
	struct kb_info info;
	sqlite3_stmt *query[KB_Q_COUNT];
	struct term_array terms[TERM_DOMAINS];
	const uint32_t *traditional; /* pairs sorted by the first */
	size_t n_traditional;
	/* caches by id; id 0 is unused */
	struct analyte **analytes;
	struct analyte_rows *rows; /* intervals, limits, triggers */
	size_t n_analytes;
	struct word **words;
	size_t n_words;
	struct context **contexts;
	size_t n_contexts;
	struct rule **rules;
	size_t n_rules;
	uint64_t evaluations; /* of rules, so far */
	struct derived *derived; /* in order of evaluation */
	size_t n_derived;
	bool derived_loaded;
	struct map memo[KB_MEMO_COUNT];
	struct triage_kb *triage; /* kb/triage.c, at first use */
	struct drug **drugs;
	size_t n_drugs;
	struct drug_rule **drug_rules;
	size_t n_drug_rules;
};

/* An analyte's rows of other tables, each kind read at its first use. */
struct interval_row {
	int sex;
	bool pregnant;
	double age_low, age_high;
	struct interval interval;
};
enum ward { WARD_GENERAL, WARD_MATERNITY, WARD_DIALYSIS, WARD_NEWBORN,
	    WARD_OTHER };
struct critical_row {
	enum ward ward;
	double age_low, age_high, low, high;
	bool low_inclusive, high_inclusive;
};
struct conversion_row {
	const char *unit;
	double factor, shift;
};
struct analyte_rows {
	bool intervals_read, criticals_read, conversions_read, triggers_read;
	const struct interval_row *interval;
	const struct critical_row *critical;
	const struct conversion_row *conversion;
	const int *trigger; /* rules */
	size_t n_interval, n_critical, n_conversion, n_trigger;
};
const struct analyte_rows *rows_intervals(struct kb *kb, int analyte);
const struct analyte_rows *rows_criticals(struct kb *kb, int analyte);
const struct analyte_rows *rows_conversions(struct kb *kb, int analyte);
const struct analyte_rows *rows_triggers(struct kb *kb, int analyte);

/* The prepared statement, reset, ready to bind. Aborts on a statement that
 * cannot be prepared: a compiled base always has the tables. */
sqlite3_stmt *kb_query(struct kb *kb, enum kb_query q);
/* An array of the image, in place. */
const void *kb_section(const struct kb *kb, int section, size_t *ret_n);
const char *kb_text(struct kb *kb, sqlite3_stmt *s, int column); /* NULL: null */
double kb_real(sqlite3_stmt *s, int column);                     /* NaN: null */
void rule_free_all(struct kb *kb);
void derive_free_all(struct kb *kb);
void triage_free_all(struct kb *kb);
void drug_free_all(struct kb *kb);

#endif
