/* Lines of a printed list that are no orders of their own. All are normalised:
 * half-width, no controls. */
#ifndef COMMANDS_DRUG_CHECK_READ_PAGE_H
#define COMMANDS_DRUG_CHECK_READ_PAGE_H

#include "commands/drug-check/read_order.h"

/* A line of the list as it is read. */
void line_plain(const char *text, size_t length, struct strbuf *ret);
/* Without blanks at both ends. */
size_t page_trim(const char **s, size_t n);
/* What stands in front of no drug; end with NULL. The Latin ones are whole
 * words. */
extern const char *const page_labels_han[], *const page_labels_latin[];
/* Holds one of the words; Latin ones stand alone. */
bool page_contains(const char *s, size_t n, const char *const *list);

enum page_heading {
	HEADING_NONE,
	HEADING_PLAIN,
	HEADING_ENDED, /* "STOP taking:": what follows is no longer given */
	HEADING_APART  /* "Disposition:": what follows are hardly orders */
};

/* A rule, a page number, a person, a total: nothing to read. */
bool page_is_noise(const char *s, size_t n);
/* … which is none when it speaks of a drug: "Please continue aspirin". */
bool page_is_soft(const char *s, size_t n);
bool page_names_drug(struct kb *kb, const char *s, size_t n, struct arena *a,
		     bool dosed);
/* "Discharge medications:", 停用药物: */
enum page_heading page_heading(const char *s, size_t n);
/* Care, diet, measuring: an order, but of no drug. */
bool page_is_care(const char *s, size_t n);
/* A name of what is measured or injected with, as test strips are. */
bool page_is_device(const char *name);
/* What the patient does not tolerate. */
bool page_is_allergy(const char *s, size_t n);
/* "用法: 20mg tid", "Take 1 tablet daily": of the drug on the line before. */
bool page_is_usage(struct kb *kb, const char *s, size_t n, struct arena *a);

#endif
