/* Inside the HL7 reader: read_hl7.c walks the segments, hl7_result.c makes an
 * OBX a row, hl7_obx.c reads what its fields say. */
#ifndef COMMANDS_INTERPRET_REPORT_HL7_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_HL7_PRIVATE_H

#include "commands/interpret-report/hl7.h"
#include "commands/interpret-report/report.h"

#include <strings.h>

/* What a correction replaces: the same observation of the same order. */
struct hl7_key {
	const char *code, *sub, *order;
	int64_t time;
};

/* Where we are in the message. */
struct hl7_state {
	struct hl7_cursor cursor;
	struct kb *kb;
	struct arena *arena;
	struct report_sink *reports;
	struct report *report;        /* of the present patient; NULL: none */
	const char *specimen, *order; /* of the present OBR */
	const char *order_status;
	int64_t order_time, message_time;
	int64_t birth;
	bool birth_known;
	VEC(struct hl7_key) keys; /* one per row */
	bool preliminary;         /* one of them is */
	int last_row;        /* for NTE; -1 none */
};

/* Equal but for case. */
static inline bool hl7_is(const char *a, const char *b)
{
	return ((*a ^ *b) & ~0x20) == 0 && strcasecmp(a, b) == 0;
}

static inline const char *hl7_or_null(const char *s)
{
	return *s ? s : NULL;
}

/* A new patient's report; the one before it is whole. */
void hl7_start_report(struct hl7_state *st);
/* OBX */
void hl7_read_result(struct hl7_state *st, const struct hl7_segment *s);

/* Component of the first repetition of a field, unescaped; never NULL. */
const char *hl7_text(struct hl7_state *st, const struct hl7_segment *s,
		     int field, int component);
/* A code: without the blanks that some systems pad it with. */
const char *hl7_code(struct hl7_state *st, const struct hl7_segment *s,
		     int field);
int64_t hl7_time(const char *text); /* DATE_NONE: none */

/* OBX-3: name, abbreviation and LOINC of the row. */
void hl7_identifier(struct hl7_state *st, const struct hl7_segment *s,
		    struct raw_row *row);
/* Values in OBX-5: as many as repetitions when they are numbers, else one. */
size_t hl7_values(struct hl7_state *st, const struct hl7_segment *s,
		  const char *type);
/* One of them as printed text, by its type; repeated text on lines of its
 * own. */
const char *hl7_value(struct hl7_state *st, const struct hl7_segment *s,
		      const char *type, size_t value);
/* "4,29", "3,80-5,80": the decimal commas of a machine set to Russian or
 * Spanish as points. "1,234" can be a thousand and stays as it is. */
const char *hl7_point_commas(struct hl7_state *st, const char *text);
/* OBX-8: the most telling of the repeated flags, or NULL. */
const char *hl7_flag(struct hl7_state *st, const struct hl7_segment *s);

#endif
