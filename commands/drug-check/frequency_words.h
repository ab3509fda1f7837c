/* Words that say how often or when. */
#ifndef COMMANDS_DRUG_CHECK_FREQUENCY_WORDS_H
#define COMMANDS_DRUG_CHECK_FREQUENCY_WORDS_H

struct frequency_word {
	const char *text;
	double per_day; /* NaN: says nothing about how often */
	enum {
		TIMES,
		TIMING, /* when: once a day, unless it is said how often */
		PRN,
		ONCE
	} kind;
};

/* Longer ones first where one begins with another; ends with a NULL text. */
extern const struct frequency_word frequency_words[];

#endif
