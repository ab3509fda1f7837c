/* One complaint judged: level, departments, differential, questions, record.
 * Deterministic; every outcome can say what moved it. */
#ifndef COMMANDS_TRIAGE_TRIAGE_H
#define COMMANDS_TRIAGE_TRIAGE_H

#include "base/ui.h"
#include "commands/batch.h"
#include "commands/triage/complaint.h"
#include "commands/triage/habits.h"
#include "commands/triage/history.h"

enum {
	TRIAGE_DEPARTMENTS_MAX = 3,
	TRIAGE_DISEASES_MAX = 8,
	TRIAGE_QUESTIONS_MAX = 5,
	TRIAGE_ASKED_MAX = 16
};

struct triage_params {
	struct common_batch_params many;
	const char *vitals, *input;
	struct string_vec history;
	bool interview, why;
};

/* What weighed for or against a department or disease. */
struct triage_mover {
	const struct symptom *symptom; /* NULL: a context */
	struct text name;
	double points;
};
struct triage_ranked {
	struct triage_item *item;
	double points;
	struct triage_mover *pro, *con;
	size_t n_pro, n_con;
	struct text
		because; /* of a place not won by points; NULL texts: none */
};

/* A question: about a symptom, a context, or a number to be measured. It is
 * asked only when an answer would change something. */
struct triage_question {
	const char *id; /* "S.sweating", "DX.copd", "HR" */
	int symptom;    /* 0: none */
	int context;    /* 0: none */
	struct text ask, why;
	bool level, department, differential; /* what an answer changes */
	double worth;
};

/* An answer given in the interview. */
struct triage_answer {
	const char *id, *asked;
	int symptom, context;
	enum state state;
	const char *text;    /* read as part of the complaint; "" none */
	const char *printed; /* as typed */
};
struct triage_answer_vec VEC_OF(struct triage_answer);

enum { SCORE_MISSING_MAX = 8, TRIAGE_SCORES_MAX = 8 };
struct triage_score {
	const char *id;
	double value;    /* NaN: incomplete */
	double at_least; /* of what is known; NaN none */
	int scale;       /* SpO2 scale of NEWS2, 0 none */
	double hours;    /* since last known well; NaN none or unknown */
	struct text note;
	const char **missing;
	size_t n_missing;
};

/* What the words say of one finding; NULL: nothing. */
struct triage_aspect {
	const char *side;                         /* "left", "right", "both" */
	const char *character, *trigger, *relief; /* as told */
};

/* What was taken or done, in a clause of the complaint. */
enum { TRIAGE_TREATMENTS_MAX = 8 };
struct triage_treatment {
	const char *printed, *drug; /* as told; NULL: none is named */
	const char *effect;         /* "relieved", "partial", "none", "worse",
	                       "recurred", "adverse"; NULL: not told */
	bool standing;              /* of a disease had beside the complaint */
};

struct triage_record {
	const char *chief_complaint, *present_illness, *past_history,
		*personal_history, *menstrual_history, *family_history,
		*allergies;
	struct triage_treatment treatments[TRIAGE_TREATMENTS_MAX];
	size_t n_treatments;
	const char *missing[12];
	size_t n_missing;
};

struct fired {
	struct triage_item *item;
};
struct fired_vec VEC_OF(struct fired);
struct undecided {
	struct triage_item *item;
	const struct name *missing[8];
	size_t n_missing;
};
struct undecided_vec VEC_OF(struct undecided);

/* The level of the Emergency Severity Index and where it was decided. */
struct triage_esi {
	int value;                   /* 0: nothing to judge */
	char point;                  /* 'A' … 'D' */
	struct triage_item *because; /* of A, B, D; NULL: a red flag */
	struct triage_item *resource[6];
	size_t n_resources, count; /* expected; a complex procedure is two */
	bool none;                 /* something of which nothing is expected */
};

struct triage_chart;
struct triage {
	struct app *app;
	struct triage_kb *k;
	struct arena *arena;
	const struct triage_chart *chart; /* borrowed; NULL: none */
	struct complaint complaint;
	struct triage_aspect *aspects; /* of each piece of evidence */
	struct history history;
	struct habits habits;
	struct vitals vitals;
	struct patient patient;
	struct facts facts;
	struct triage_facts known;
	struct fired_vec fired; /* most severe first */
	struct undecided_vec undecided;
	struct triage_item *care; /* NULL: none */
	int level;                /* 0: nothing to judge */
	struct triage_esi esi;
	struct text antipyretic[3]; /* doses of a feverish child */
	size_t n_antipyretic;
	bool on_waking;                   /* found on waking up */
	struct triage_answer *transcript; /* of the interview */
	size_t n_transcript;
	struct text language; /* not read; NULL texts: none */
	struct triage_ranked departments[TRIAGE_DEPARTMENTS_MAX];
	struct triage_ranked diseases[TRIAGE_DISEASES_MAX];
	float *stress;  /* of each symptom: how much it is complained of */
	double *points; /* of each item of k; NaN: nothing speaks for it */
	size_t n_departments, n_diseases, n_questions, n_scores;
	struct triage_question questions[TRIAGE_QUESTIONS_MAX];
	struct triage_score scores[TRIAGE_SCORES_MAX];
	struct triage_record record;
};

/* What is judged. */
/* What the chart says of the patient (--patient). */
struct triage_chart {
	struct patient patient;
	const char *allergies; /* NULL: none recorded */
};
/* ret->patient is patient_unknown() before; release it. */
bool triage_chart_load(struct app *app, const char *id, struct arena *a,
		       struct triage_chart *ret, struct err *err);

struct triage_input {
	const char *text;
	size_t n;
	const struct common_params *common;
	const char *vitals;
	const struct string_vec *history;
	const struct triage_answer_vec *answers; /* NULL: none */
	const struct triage_chart *chart;        /* NULL: none */
};

/* Judge. False: *err (an option that cannot be read). Release either way. */
bool triage_judge(struct app *app, const struct triage_input *in,
		  struct arena *a, struct triage *ret, struct err *err);
void triage_release(struct triage *t);
/* Is there anything to judge: a finding of the patient, or a vital sign? */
bool triage_has_matter(const struct triage *t);
/* Minutes within which a level is to be seen. */
int triage_minutes(int level);
const char *triage_disposition(const struct triage *t);
/* Why the ESI stands where it does. */
struct text triage_esi_because(const struct triage *t);

/* Each part, in this order (assess.c calls them). */
/* Is it in a language that is not read? *ret names it. In Latin letters only
 * when nothing was understood. */
bool triage_foreign(const char *text, size_t n, bool understood,
		    struct text *ret);
/* measured.c: evidence of what the vitals say (fever, high blood pressure). */
void triage_measured(struct triage *t);
void triage_words(struct triage *t);
void triage_aspects(struct triage *t);
bool triage_scores(struct triage *t, struct err *err);
bool triage_level(struct triage *t, struct err *err);
void triage_traffic_light(struct triage *t);
bool triage_antipyretics(struct triage *t, struct err *err);
bool triage_esi(struct triage *t, struct err *err);
bool triage_rank(struct triage *t, struct err *err);
/* rank_department.c. `first`: the symptom first complained of. */
bool triage_rank_departments(struct triage *t, int first, struct err *err);
/* That she is pregnant is no diagnosis to be made. */
bool triage_known_already(const struct triage *t, const struct triage_item *x);
/* Points of what is known of the list, and what gave them. */
double triage_weigh(const struct triage *t, const struct triage_weight *list,
		    size_t n, int first, struct triage_mover **ret,
		    size_t *ret_n);
bool triage_ask(struct triage *t, struct err *err);
/* Items that come first now; 0: none. */
struct triage_firsts {
	size_t department, disease;
};
struct triage_firsts triage_firsts(const struct triage *t);
/* Would the symptom, found present or absent, put another disease or
 * department first? *ret_weight: how much it weighs among the likely. */
void triage_effect(const struct triage *t, const struct triage_firsts *firsts,
		   int symptom, struct triage_question *q, double *ret_weight);
void triage_write_record(struct triage *t);

/* Findings, not_checked and errors of the shared result. */
void triage_result(struct triage *t, struct result *r);

void triage_text(struct strbuf *out, const struct triage *t,
		 const struct result *r, bool why, bool all);
void triage_referral(struct strbuf *out, const struct triage *t,
		     const struct result *r);
void triage_json(struct strbuf *out, const struct triage *t,
		 const struct result *r);
void triage_fhir(struct strbuf *out, const struct triage *t);

/* Ask at the terminal until the level stands or the questions end. */
bool triage_interview(struct app *app, struct triage_input *in, struct arena *a,
		      struct triage *ret, struct err *err);

#endif
