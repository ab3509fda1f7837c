/* What is worked out from the knowledge base and a text alone comes out the
 * same every time: in a batch the same names, units and intervals stand in
 * every report. Each purpose keeps its answers here, by text, until kb_close.
 * The number of answers is bounded, so that memory is: when it is full, or the
 * text is long, they are worked out again. */
#ifndef KB_MEMO_H
#define KB_MEMO_H

#include "base/arena.h"
#include "kb/kb.h"

enum kb_memo {
	KB_MEMO_CODE,  /* analytes by code */
	KB_MEMO_LOINC, /* analytes by LOINC */
	KB_MEMO_TERM,  /* names of the condition language */
	KB_MEMO_UNIT,  /* parsed UCUM codes */
	KB_MEMO_NAME,  /* names of conditions, resolved */
	KB_MEMO_DRUG,  /* drugs and classes by code */
	/* of the commands: what they keep is theirs */
	KB_MEMO_PRINTED_UNIT,
	KB_MEMO_PRINTED_NAME,
	KB_MEMO_PRINTED_NEAR_NAME,
	KB_MEMO_PRINTED_RANGE,
	KB_MEMO_PRINTED_VALUE,
	KB_MEMO_PRINTED_FLAG,
	KB_MEMO_SCANNED_UNIT,
	KB_MEMO_PRINTED_LINE,
	KB_MEMO_ORDER_LINE, /* orders as read */
	KB_MEMO_ORDER_NAME, /* what their names stand for */
	KB_MEMO_COUNT
};

/* The answer kept for the text; *ret may be NULL. False: none is kept. */
bool kb_recall(const struct kb *kb, enum kb_memo memo, const char *text,
	       size_t n, const void **ret);
/* May one be kept? Then its parts are allocated in the arena returned. */
struct arena *kb_may_keep(struct kb *kb, enum kb_memo memo, size_t n);
/* Keep it; the text is copied. Only after kb_may_keep said so. */
void kb_keep(struct kb *kb, enum kb_memo memo, const char *text, size_t n,
	     const void *answer);

#endif
