/* Words of printed reports and messages that are no analyte: column headers,
 * flags, qualitative results, section titles, labels of the header, noise.
 * Knowledge like the rest: kb/labs/report-words.yaml,
 *
 *     - word: column.result            # class.meaning
 *       names: [结果, 检验结果, 测定值, Result, Value]
 *       value: 0.5                     # optional number (ordinals)
 */
#ifndef KB_WORD_H
#define KB_WORD_H

#include "kb/kb.h"

struct word {
	int id;
	const char *class;   /* column, flag, ordinal, section, label, … */
	const char *means;   /* result, H, negative, urine, sex, … */
	double value;        /* NaN when none */
};

const struct word *kb_word(struct kb *kb, int id);
/* The word of `class` that is all of folded s, or NULL. */
const struct word *kb_word_find(struct kb *kb, const char *class,
				const char *s, size_t n);

#endif
