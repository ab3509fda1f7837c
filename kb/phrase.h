/* Phrases: words that together name evidence which no single name has
 * ("right arm" + "just hangs there" → one-sided weakness). Knowledge in
 * kb/triage/phrases-*.yaml over the classes of words in parts-*.yaml and
 * cues.yaml:
 *
 *     - phrase: limb.dead
 *       of: [limb|hand, cannot_move]   # all of these, near one another
 *       with: [sudden|woke|recent]     # each somewhere in the text
 *       without: [long]                # none in the reach
 *       reach: clause                  # or sentence, text
 *       near: 36                       # most bytes between two parts
 *       ordered: true                  # in the order written
 *       gives: [arm_weakness]          # evidence, which the words tell
 *       raises: [drowsy]               # evidence they make likely: counts, is
 *                                      # not written down as told
 *       drops: []                      # evidence of the reach that is not so
 *
 * A part is a class of words, a symptom, or a measure (below); "a|b" either. */
#ifndef KB_PHRASE_H
#define KB_PHRASE_H

#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PHRASE_PARTS = 6, PHRASE_CLASSES = 1024 };

struct phrase_set {
	uint64_t bits[PHRASE_CLASSES / 64];
};

enum phrase_reach { PHRASE_CLAUSE, PHRASE_SENTENCE, PHRASE_TEXT };

struct phrase_rule {
	const char *name;
	enum phrase_reach reach;
	size_t near;
	bool ordered;
	const struct phrase_set *part, *wanted, *barred;
	size_t n_parts, n_wanted, n_barred;    /* barred: 0 or 1 */
	const int32_t *gives, *raises, *drops; /* symptom ids */
	size_t n_gives, n_raises, n_drops;
};

/* What numbers of the text say: ages and durations. */
enum phrase_measure {
	MEASURE_BABY,      /* under one year */
	MEASURE_CHILD,     /* under fourteen */
	MEASURE_OLD,       /* sixty-five and over */
	MEASURE_MINUTES,   /* a duration up to two hours */
	MEASURE_RECENT,    /* up to three days */
	MEASURE_LONG,      /* a week and more */
	MEASURE_HEIGHT,    /* two metres, a storey and more */
	MEASURE_MANY,      /* eight tablets and more */
	MEASURE_GESTATION, /* 20 to 42 weeks */
	MEASURE_OVERDUE,   /* 5 to 19 weeks */
	MEASURE_HOT,       /* 38 °C and more */
	MEASURE_NEWBORN,   /* an age up to four weeks */
	MEASURE_YOUNG,     /* up to three months */
	MEASURES
};
extern const char *const phrase_measures[MEASURES];

struct phrase_kb {
	struct phrase_rule *phrases;
	size_t n;
	int16_t *of_word, *of_symptom; /* class, -1 none; by id */
	size_t n_words, n_symptoms;
	int16_t of_measure[MEASURES];
	int16_t none; /* words that only keep others from being read */
	/* a long story does not bar what began suddenly */
	struct phrase_set acute, lasting;
};
/* Read the tables; owned by the kb. NULL: *err. */
struct phrase_kb *phrase_load(struct kb *kb, size_t n_symptoms,
			      struct err *err);

#endif
