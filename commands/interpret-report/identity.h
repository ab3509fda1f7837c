/* Whose report it is: the labelled fields of a page header. */
#ifndef COMMANDS_INTERPRET_REPORT_IDENTITY_H
#define COMMANDS_INTERPRET_REPORT_IDENTITY_H

#include "commands/interpret-report/report.h"
#include "commands/interpret-report/scan.h"

#include <stdbool.h>

struct identity {
	const char *name, *id;   /* NULL: not printed */
	enum sex sex;
	struct age age;
	int64_t birth;           /* DATE_NONE */
	double weeks;            /* of pregnancy, NaN */
	const char *specimen;    /* kb spelling */
	const char *specimen_text;
	const char *diagnosis;
	const char *panel_text;  /* 检验目的: … */
	int64_t collected, received, reported, printed;
	const char *remark;      /* text of the last 备注/标本状态 field */
};

struct identity identity_none(void);

enum label_line {
	LABELS_NONE,  /* no label field in the line */
	LABELS_SOME,  /* fields, with other things beside */
	LABELS_ONLY,  /* the line is fields of the page header */
	LABELS_REMARK,/* a remark, note or legend */
};

/* Read the fields of one normalised line into *id. *ret_opens: a name field
 * was among them (a page header begins or goes on). */
enum label_line identity_read(const struct view *v, struct arena *a,
			      struct identity *id, bool *ret_opens);

/* The same of a short line without labels: sex and age side by side, a name
 * before them. False: it is no such line. */
bool identity_read_bare(const struct view *v, struct arena *a,
			struct identity *id);

/* How many labels with a colon stand in the line. */
int identity_fields(const struct view *v);

/* Does the line begin with the name of the patient ("Patient: M 71 years")? */
bool identity_names(const struct view *v);

/* A line that is one label with nothing behind it ("Age / Sex"): its value
 * stands in the next line, to be given to identity_value. NULL: it is none. */
const char *identity_label(const struct view *v);
void identity_value(struct kb *kb, const char *label, const char *value,
		    struct arena *a, struct identity *id);

/* A field's text without blanks and separators around, copied; NULL: empty. */
const char *identity_trim(struct arena *a, const char *s, size_t n);

/* Could b be the patient of a? Only what both state can contradict. */
bool identity_same(const struct identity *a, const struct identity *b);
/* Fill what a lacks from b. */
void identity_merge(struct identity *a, const struct identity *b);
/* The time the results speak for: collected, else received, reported. */
int64_t identity_when(const struct identity *id);

#endif
