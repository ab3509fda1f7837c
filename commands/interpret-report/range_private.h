/* Inside the range reader: range_read.c takes the cell apart into intervals
 * with whom each is for, range.c chooses the patient's. */
#ifndef COMMANDS_INTERPRET_REPORT_RANGE_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_RANGE_PRIVATE_H

#include "commands/interpret-report/range.h"
#include "commands/interpret-report/scan.h"
#include "commands/interpret-report/token.h"

enum { ENTRY_MAX = 12 };

/* Whom an interval is for. */
struct who {
	enum sex sex;
	double age_low, age_high; /* days, NaN open */
	bool pregnant, special;   /* special: a phase or a grade */
	bool grown;     /* 成人男: of no child, should the age be known */
	bool expected;  /* 参考值, 合适水平: what it should be */
	bool given;     /* anything of sex to special was said */
	double ordinal; /* 阴性: <1.0 — the word beside it */
};

struct entry {
	double low, high;
	bool low_strict, high_strict, titre;
	struct who who;
};

/* The cell while it is being read. */
struct reading {
	struct view v;
	size_t i;
	struct range *range;
	struct arena *arena;
	struct who who; /* said last */
	struct entry entry[ENTRY_MAX];
	size_t n;
	bool who_used; /* an interval was read since */
	bool behind;   /* what is read now is said of the last one */
	bool other;    /* there are words that mean nothing here */
	bool overflow;
};

/* Ⅰ-Ⅱ度 as the whole cell: one interval for everybody (range_who.c). */
bool range_read_grades(struct reading *r);
/* range_who.c: a word of class range noted into who; false: it says nothing of
 * whom. Days in the age unit at s (岁, yrs, 个月 …), NaN none; *ret_n its
 * bytes. The comparator a word stands for (小于, up to), or NULL. 以下 … at s:
 * '<' '>' and its bytes, 0 none. */
bool range_note_who(struct who *who, const char *means);
double range_age_unit(const char *s, size_t n, size_t *ret_n);
const char *range_comparator(const struct word *w);
char range_suffix(const char *s, size_t n, size_t *ret_n);

/* Read the whole cell into r->entry and *r->range. */
void range_read(struct reading *r);

#endif
