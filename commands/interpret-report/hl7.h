/* HL7 v2 messages in ER7 form: segments, fields, components, escapes. Own
 * delimiters are taken from each MSH; line ends may be CR, LF or CRLF, or in a
 * message that was pasted on one line blanks or a written \r; MLLP framing and
 * batch segments are passed over. */
#ifndef COMMANDS_INTERPRET_REPORT_HL7_H
#define COMMANDS_INTERPRET_REPORT_HL7_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HL7_FIELDS = 40 };

struct hl7_delimiters {
	char field, component, repetition, escape, subcomponent;
};

struct hl7_segment {
	char id[4];
	int line;          /* from 1 */
	size_t start, end; /* span in the text */
	const char *s;     /* the segment's text, continuation lines joined */
	size_t n;
	/* Where its first fields begin, counted as HL7 counts; a field past
	 * the last begins behind the end. */
	uint32_t field[HL7_FIELDS];
	int n_fields;
};

/* A walk over the segments of a text. */
struct hl7_cursor {
	const char *text;
	size_t n, at;
	int line;
	struct hl7_delimiters delimiters;
	size_t run_on; /* up to here segments stand on one line */
	struct arena *arena;
};

/* True when the text is HL7 v2: an MSH, FHS or BHS at its start. */
bool hl7_detect(const char *text, size_t n);
/* Bytes of the first messages of a long text: at least one, up to the MSH
 * that stands behind `least` bytes. */
size_t hl7_slice(const char *text, size_t n, size_t least);
/* Does an MSH, FHS or BHS with its delimiters stand here? */
bool hl7_is_header(const char *s, size_t n);
/* Bytes of what stands between two segments that lost their line end: a blank,
 * or \r or \n in writing, before a segment's name. 0: nothing does here. */
size_t hl7_lost_line_end(const char *s, size_t n, char field);
/* Bytes of framing and blanks before a message. */
size_t hl7_skip_framing(const char *s, size_t n);
void hl7_begin(struct hl7_cursor *c, const char *text, size_t n,
	       struct arena *a);
/* The next segment; false at the end. An MSH, FHS or BHS sets the delimiters.
 * A line that is no segment continues the one before it. */
bool hl7_next(struct hl7_cursor *c, struct hl7_segment *ret);

/* Number of repetitions of a field (0: empty). Fields count from 1; MSH-1 is
 * the delimiter itself. */
size_t hl7_repetitions(const struct hl7_cursor *c, const struct hl7_segment *s,
		       int field);
/* A component, unescaped, of repetition `rep` (from 0), component from 1; a
 * field without components is component 1. Never NULL; "" when empty or the
 * HL7 null (two quotes). */
const char *hl7_get(const struct hl7_cursor *c, const struct hl7_segment *s,
		    int field, size_t rep, int component);
/* The first n components of the repetition at once, each as hl7_get gives it. */
void hl7_split(const struct hl7_cursor *c, const struct hl7_segment *s,
	       int field, size_t rep, const char **ret, size_t n);
/* The whole repetition, unescaped, delimiters kept. */
const char *hl7_whole(const struct hl7_cursor *c, const struct hl7_segment *s,
		      int field, size_t rep);

#endif
