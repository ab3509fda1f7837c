/* Inside headings: section_title.c says what words name, section.c what a line
 * is. */
#ifndef COMMANDS_INTERPRET_REPORT_SECTION_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_SECTION_PRIVATE_H

#include "commands/interpret-report/section.h"

/* The panel of a word, "urine@urine": panel and specimen. */
void section_set_panel(struct section_head *h, const struct word *w,
		       struct arena *a);
/* The stretch is exactly a panel's or another section's name; a fluid's. */
bool section_set_exact(const struct view *v, size_t at, size_t end,
		       struct arena *a, struct section_head *h);
bool section_set_fluid(const struct view *v, size_t at, size_t end,
		       struct section_head *h);
/* Bytes of brackets, marks and numbering before the words; the end without
 * those behind. */
size_t section_skip_frame(const char *s, size_t n);
size_t section_cut_tail(const char *s, size_t at, size_t n);
bool section_ends_with(const char *s, size_t at, size_t end, const char *word);
/* A title: a name with fillers (检验报告单, Panel), or a list of panels. */
bool section_read_title(const struct view *v, size_t at, size_t end,
			struct arena *a, struct section_head *h);

#endif
