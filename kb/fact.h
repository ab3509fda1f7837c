/* Facts: coded statements about one patient, and the names that conditions
 * may use for them (CODE, CODE.low, CODE.prev, CODE.max_48h, AGE, DX.x …). */
#ifndef KB_FACT_H
#define KB_FACT_H

#include "base/arena.h"
#include "base/vec.h"
#include "kb/analyte.h"
#include "kb/patient.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fact_state {
	FACT_PRESENT,
	FACT_UNREADABLE,   /* the row is there, its value is not */
	FACT_UNIT_UNKNOWN, /* a number whose unit is not known */
	FACT_CONFLICT,     /* same time, different values */
};

/* One result. Numbers are in the analyte's canonical unit, converted from
 * the unit as printed. A censored value ("> 249") is the interval lo…hi. */
struct fact {
	const struct analyte *analyte;
	enum fact_state state;
	double value;        /* number, ordinal, or N of a titre; NaN: none */
	double lo, hi;       /* censored ("> 249"): the interval; else both NaN */
	bool lo_closed, hi_closed; /* the bound itself is possible (">=") */
	double number;       /* the number beside an ordinal; NaN none */
	double low, high;    /* reference interval in force; NaN none */
	const char *unit;    /* as printed, UCUM: chooses the cut-off; NULL */
	const char *printed; /* value with unit as printed, for wording */
	int64_t when;        /* instant, DATE_NONE: unknown */
	int ref;             /* index of the observation, -1: derived */
	int line;
	size_t start, end;   /* span of the decoded input; both 0: none */
};

struct fact_vec VEC_OF(struct fact);

/* What the conditions of drug checks see besides the facts; NaN unknown. */
enum drug_amount { DRUG_DAILY_MG, DRUG_SINGLE_MG, DRUG_DAILY_G,
		   DRUG_AMOUNTS };
struct drug_facts {
	double lactating, child_pugh; /* 0, 1; 1 … 3 for A … C */
	double crcl;                  /* Cockcroft-Gault, mL/min */
	double amount[2][DRUG_AMOUNTS]; /* of the drug on side A, B */
};

/* What the conditions of triage see besides: symptoms (S.x), and numbers
 * taken at the bedside that are no analytes. NaN unknown. */
enum symptom_aspect { SYMPTOM_STATE, SYMPTOM_HOURS, SYMPTOM_SEVERITY,
		      SYMPTOM_SUDDEN, SYMPTOM_ASPECTS };
enum triage_number { TRIAGE_RR, TRIAGE_SPO2, TRIAGE_GCS, TRIAGE_ACVPU,
		     TRIAGE_PAIN, TRIAGE_O2, TRIAGE_NEWS2, TRIAGE_QSOFA,
		     TRIAGE_PEWS, TRIAGE_MEOWS, TRIAGE_POSTPARTUM_D,
		     TRIAGE_BEFAST, TRIAGE_LKW, TRIAGE_CRT, TRIAGE_NUMBERS };
struct triage_facts {
	double *symptom; /* [symptom id × SYMPTOM_ASPECTS + aspect] */
	double number[TRIAGE_NUMBERS];
};
/* The name conditions use for a number: "RR" … */
const char *triage_number_name(enum triage_number i);

/* All facts of one evaluation. `facts` may hold several of one code (series
 * in time); the latest speaks for the code. */
struct facts {
	struct kb *kb;
	const struct patient *patient; /* borrowed */
	const struct drug_facts *drug; /* borrowed; NULL: none */
	const struct triage_facts *triage; /* borrowed; NULL: none */
	int64_t now; /* for days_since; DATE_NONE: not known */
	struct fact_vec list;
	struct arena *arena;
	int *latest;     /* by analyte id: index into list, -1; filled by
	                    facts_settle */
	size_t latest_n;
	/* facts_settle: no analyte has two results, as long as there are this
	 * many (none to look for then) */
	size_t n_single;
};

void facts_init(struct facts *f, struct kb *kb, const struct patient *p,
		struct arena *a);
void facts_release(struct facts *f);
void facts_add(struct facts *f, const struct fact *fact);
/* Order by time, find the latest of each code, mark conflicts. Call after
 * the last facts_add and before facts_value. */
void facts_settle(struct facts *f);
/* The latest fact of an analyte, or NULL. Inline: asked for hundreds of times
 * a report. */
static inline const struct fact *facts_latest(const struct facts *f,
					      int analyte_id)
{
	if (analyte_id <= 0 || (size_t)analyte_id >= f->latest_n ||
	    f->latest[analyte_id] < 0)
		return NULL;
	return &f->list.at[f->latest[analyte_id]];
}

/* A named cut-off's value in one unit. */
struct cutoff {
	const char *unit;
	double value;
};

/* A name of the condition language, taken apart once at load time. */
enum attribute {
	ATTR_VALUE, ATTR_LOW, ATTR_HIGH, ATTR_NUMBER, ATTR_CRIT_LOW,
	ATTR_CRIT_HIGH, ATTR_CUTOFF, ATTR_PREV,
	ATTR_PREV_DAYS, ATTR_DAYS_SINCE, ATTR_MIN, ATTR_MAX, ATTR_MEAN, ATTR_COUNT,
	ATTR_AGE, ATTR_AGE_D, ATTR_SEX, ATTR_PREGNANT, ATTR_GA, ATTR_WEIGHT,
	ATTR_SETTING, ATTR_CONTEXT, ATTR_LITERAL,
	ATTR_LACTATING, ATTR_CHILD_PUGH, ATTR_CRCL,
	ATTR_DRUG, /* A.daily_mg …: argument is enum drug_amount */
	ATTR_SYMPTOM, /* S.x, S.x.hours …: argument indexes triage_facts */
	ATTR_TRIAGE,  /* RR …: argument is enum triage_number */
	ATTR_SEX_F, ATTR_SEX_M, /* 1, 0; NaN unknown */
};
/* What a name stands for among the facts of one evaluation. */
struct name_value {
	uint64_t evaluation; /* of which; 0: none yet */
	double value;        /* NaN: unknown */
	enum fact_state why; /* that, when it is */
	bool absent;         /* and could be given */
	const struct fact *censored; /* the value is its interval; NULL */
};
struct name {
	struct name_value *bound; /* of names in conditions: worked out once for all
	                        rules of an evaluation; otherwise NULL */
	enum attribute attribute;
	const char *text;              /* as written */
	const struct analyte *analyte; /* NULL for the patient's names */
	const char *unit;              /* "CREA@mg/dL": wanted in this unit */
	const struct cutoff *cutoff;   /* its values, one per unit */
	size_t n_cutoff;
	double argument;               /* window in hours, context id, setting,
	                                  literal number */
};
/* False: no such name. */
bool name_parse(struct kb *kb, const char *text, struct name *ret);

/* The same for a name the compiler resolved (compile_check.c). `text` must
 * live as long as the kb. */
bool name_resolved(struct kb *kb, char *text, struct name *ret);

/* The syntax of a name alone, for the compiler: `code` gets the part before
 * the dot (cut to `size`), *ret_attribute the rest of it. ATTR_CUTOFF stands
 * for any attribute that is not built in. */
bool name_split(const char *text, char *code, size_t size,
		enum attribute *ret_attribute, double *ret_argument);

/* A name's value as conditions see it: NaN when unknown, *why then says
 * which kind of unknown (may be NULL). */
double facts_value(const struct facts *f, const struct name *name,
		   enum fact_state *ret_why, bool *ret_absent);

#endif
