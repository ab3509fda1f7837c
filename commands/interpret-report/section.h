/* Headings: what the lines below them are. */
#ifndef COMMANDS_INTERPRET_REPORT_SECTION_H
#define COMMANDS_INTERPRET_REPORT_SECTION_H

#include "base/arena.h"
#include "commands/interpret-report/scan.h"

#include <stdbool.h>
#include <stddef.h>

enum section_kind {
	SECTION_NONE,  /* the line is no heading */
	SECTION_LAB,   /* of laboratory results */
	SECTION_OTHER, /* ultrasound, ECG, physical examination, advice … */
};

struct section_head {
	enum section_kind kind;
	const char *panel;    /* of the kb, NULL when it only says "report" */
	const char *specimen; /* implied by the panel, or NULL */
	const char *other;    /* SECTION_OTHER: ultrasound, ecg, … */
	size_t end;           /* bytes of the heading; < n when results follow
	                         on the line ("血常规：WBC 12.5…") */
};

bool section_read(const struct view *v, struct arena *a,
		  struct section_head *ret);

/* The panel that a text such as "血常规+CRP" or a report's title names. */
bool section_find(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct section_head *ret);

/* The line begins with a measurement that is no laboratory result (身高). */
bool section_is_vital(const struct view *v);

/* The line's first cell is the title of such a section and its finding stands
 * beside it: "甲状腺彩超  未见明显异常". *ret_end: of the title. */
bool section_is_finding(const struct view *v, struct arena *a, size_t *ret_end);

/* The line begins with page furniture (本报告仅…, Page 1 of 2). */
bool section_is_noise(const struct view *v);

#endif
