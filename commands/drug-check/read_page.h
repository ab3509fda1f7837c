/* Lines of a printed list that are no orders of their own. All are normalised:
 * half-width, no controls. */
#ifndef COMMANDS_DRUG_CHECK_READ_PAGE_H
#define COMMANDS_DRUG_CHECK_READ_PAGE_H

#include "commands/drug-check/read_order.h"

/* Without blanks at both ends. */
size_t page_trim(const char **s, size_t n);
/* Holds one of the words; Latin ones stand alone. */
bool page_contains(const char *s, size_t n, const char *const *list);

enum page_heading {
	HEADING_NONE,
	HEADING_PLAIN,
	HEADING_ENDED /* "STOP taking:": what follows is no longer given */
};

/* A rule, a page number, a person, a total: nothing to read. */
bool page_is_noise(const char *s, size_t n);
/* "Discharge medications:", 停用药物: */
enum page_heading page_heading(const char *s, size_t n);
/* Care, diet, measuring: an order, but of no drug. */
bool page_is_care(const char *s, size_t n);
/* What the patient does not tolerate. */
bool page_is_allergy(const char *s, size_t n);
/* "用法: 20mg tid", "Take 1 tablet daily": of the drug on the line before. */
bool page_is_usage(struct kb *kb, const char *s, size_t n, struct arena *a);

#endif
