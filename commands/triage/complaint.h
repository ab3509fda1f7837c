/* A complaint in running words → evidence (DESIGN §3, clin.triage/1). */
#ifndef COMMANDS_TRIAGE_COMPLAINT_H
#define COMMANDS_TRIAGE_COMPLAINT_H

#include "kb/triage.h"
#include "kb/word.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum state { STATE_PRESENT, STATE_ABSENT, STATE_UNKNOWN };

struct complaint_evidence {
	const struct symptom *symptom;
	enum state state;
	bool other;  /* somebody else's, not the patient's */
	bool past;   /* had it once; not now */
	bool known;  /* told of as what is known beside the complaint */
	bool raised; /* made likely by the words, not told in them */
	bool sudden;
	double weight;       /* of its clause (complaint_emphasis.c), 0 … 1 */
	double hours;        /* duration, NaN unknown */
	double severity;     /* 0–10, NaN unknown */
	const char *onset;   /* the words of the duration, NULL none */
	const char *printed; /* the words of the symptom */
	size_t start, end;   /* bytes of the decoded input */
};
struct complaint_evidence_vec VEC_OF(struct complaint_evidence);

/* Bedside numbers, from --vitals or the words. NaN unknown. */
struct vitals {
	double hr, rr, sbp, dbp, spo2, temp, o2, gcs, acvpu, pain, glu;
	double eye, verbal, motor; /* of the GCS, when given apart */
	double refill;             /* capillary, seconds */
	double behaviour;          /* of a child: 0 playing, 1 asleep,
	                              2 irritable, 3 lethargic */
	double well;               /* hours since last known well */
	double scale;              /* SpO2 scale of NEWS2: 1, 2 */
};
/* Take over what is known in w. */
void vitals_merge(struct vitals *v, const struct vitals *w);
struct vitals vitals_unknown(void);
/* "HR=120 BP=90/60 …" over what is there; `now` is local time, for LKW=08:30.
 * False: *err names the word. */
bool vitals_parse(const char *text, int64_t now, struct vitals *ret,
		  struct err *err);

struct phrase {
	size_t start, end;
};
struct phrase_vec VEC_OF(struct phrase);

/* What the words are about (kb/triage.h), without saying what is wrong. */
struct complaint_topic {
	const struct symptom *topic;
	const char *printed;
	size_t start, end;
	double weight; /* of its clause */
};
struct complaint_topic_vec VEC_OF(struct complaint_topic);

struct complaint {
	const char *text;
	size_t n;
	struct complaint_evidence_vec evidence;
	struct complaint_topic_vec topics;
	struct vitals vitals;      /* said in the words */
	struct patient patient;    /* likewise: age, sex, pregnancy, history */
	struct phrase_vec treated; /* clauses that tell of treatment */
	struct phrase_vec family;  /* clauses about relatives' diseases */
	struct phrase_vec history; /* the patient's diseases and drugs */
	struct phrase_vec known;   /* clauses of nothing else, as told */
	bool child;    /* a word for a child, whose complaint it is */
	bool supposed; /* a supposition or a question, nobody ill */
	bool worse, better;
	bool contradicts;     /* something is both affirmed and denied */
	bool sex_of_relative; /* the sex is guessed from a word that may
				      be another's */
};

/* Of the patient beside the words; NaN unknown. */
struct complaint_known {
	double age, weeks; /* days; of a pregnancy */
};

/* Read n bytes of UTF-8 (borrowed, NUL-terminated). `now` is local time, for
 * "since Saturday"; `known` (NULL: nothing) stands for words that say it. */
void complaint_read(struct kb *kb, const struct triage_kb *k, const char *text,
		    size_t n, int64_t now, const struct complaint_known *known,
		    struct arena *a, struct complaint *ret);
void complaint_release(struct complaint *c);
/* Put together out of words of several clauses? */
bool complaint_composite(const struct complaint_evidence *e);
/* A finding that stands for a known disease or a standing treatment? */
bool complaint_is_known(const struct symptom *s);

#endif
