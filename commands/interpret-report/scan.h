/* The small pieces of a printed line: numbers, comparators, pluses, arrows,
 * titres, units, and words of the vocabulary. All work on normalised text
 * (lines.h). A scan_… function returns the bytes it read at s, 0 when the
 * thing does not begin there. */
#ifndef COMMANDS_INTERPRET_REPORT_SCAN_H
#define COMMANDS_INTERPRET_REPORT_SCAN_H

#include "base/arena.h"
#include "commands/interpret-report/report.h"
#include "kb/fold.h"
#include "kb/term.h"
#include "kb/word.h"

struct number {
	double value;      /* NaN: digits that make no number (12.5.6) */
	unsigned doubt;    /* DOUBT_DIGITS: letters or spaces among them */
	size_t power_size; /* bytes of a following "×10^5"; 0 none. Not counted
	                      in the return value: it may belong to the unit */
	double power;      /* its factor, 1e5 */
};

/* Digits with thousands separators, '.', exponent (1.05E+08). lenient: also
 * with the misreadings "1O.5", "l.5", "1. 5". No sign. "10" before "^9/L" is
 * the beginning of a unit, not a number or its end. */
size_t scan_number(const char *s, size_t n, bool lenient, struct number *ret);

/* "3.9 8": a number in two pieces, the second a digit or two; bytes, 0 none. */
size_t scan_parted(const char *s, size_t n, double *ret);

/* What stands between the ends of a range, with spaces around: - -- ~ _ to */
size_t scan_between(const char *s, size_t n);

/* < <= > >= as written; *ret one of the four. */
size_t scan_comparator(const char *s, size_t n, const char **ret);

/* "1:640" */
size_t scan_titre(const char *s, size_t n, double *ret);

/* "核颗粒型+核仁型": the plus at s[i] joins two patterns and is no result. */
bool scan_joins_patterns(const char *s, size_t i);
/* + ++ 3+ +2 ± +- (-) (++) and a lone -. The caller looks at what stands
 * before. */
size_t scan_pluses(const char *s, size_t n, double *ret);

/* ↑ ↑↑ ↓ ↓↓ ▲ ▼ */
size_t scan_arrow(const char *s, size_t n, enum flag *ret);

/* A unit as printed, up to a space, bracket or other end: its UCUM code is
 * written into ucum. *ret_sure: it cannot well be anything else (has a '/',
 * is % or fL …); a lone letter is not sure. */
size_t scan_unit(struct kb *kb, const char *s, size_t n, char ucum[48],
		 bool *ret_sure);

/* Normalised text with its folded form, for looking words up in place. */
struct view {
	struct kb *kb;
	const char *s;
	size_t n;
	struct folded f;
	const uint32_t *index;  /* byte of s → folded byte at or after it */
	struct view_memo *memo; /* the word looked up last: several classes
	                          are asked for at one place */
};

struct view view_make(struct kb *kb, const char *s, size_t n, struct arena *a);

/* The longest word of `class` that begins at s[at] and ends by `end`, at a
 * boundary of Latin words. */
size_t view_word(const struct view *v, size_t at, size_t end, const char *class,
		 const struct word **ret);
/* The same, being all of s[at … end). */
const struct word *view_word_exact(const struct view *v, size_t at, size_t end,
				   const char *class);
/* The longest name of an analyte there. *ret holds its targets. */
size_t view_name(const struct view *v, size_t at, size_t end,
		 struct term_match *ret);
/* All of s[at … end) as a name; .len 0 when it is none. */
struct term_match view_name_exact(const struct view *v, size_t at, size_t end);

/* Characters */
bool is_digit(char c);
bool is_letter(char c); /* ASCII */
size_t char_size(const char *s, size_t n);
bool is_cjk_at(const char *s, size_t n);
bool is_space(char c); /* blank or tab */

#endif
