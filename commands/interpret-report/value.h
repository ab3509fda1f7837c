/* A result cell, taken apart. */
#ifndef COMMANDS_INTERPRET_REPORT_VALUE_H
#define COMMANDS_INTERPRET_REPORT_VALUE_H

#include "base/arena.h"
#include "commands/interpret-report/report.h"

#include <stdbool.h>

enum value_kind {
	VALUE_NONE,     /* empty */
	VALUE_NUMBER,   /* 5.6  <0.05  1.05E+08  (with an ordinal: 0.12 阴性) */
	VALUE_INTERVAL, /* 0-2 per field: low … high */
	VALUE_TITRE,    /* 1:640, number is 640 */
	VALUE_ORDINAL,  /* 阴性  ++  Reactive */
	VALUE_WORDS,    /* anything else: 淡黄色, A */
	VALUE_PENDING,  /* 待报, QNS: says that there is no result */
	VALUE_UNREADABLE, /* digits that make no number */
};

struct value {
	enum value_kind kind;
	double number;          /* NaN none */
	const char *comparator; /* "<" "<=" ">" ">=" or NULL */
	double low, high;       /* VALUE_INTERVAL; else NaN */
	double ordinal;         /* NaN none; may stand beside a number */
	bool graded;            /* the ordinal was pluses or a grade (2+, MOD),
	                           not merely positive */
	double power;           /* "×10^9" that stood there with no unit behind
	                           it: 1e9; NaN none. Not in `number` */
	const char *unit;       /* printed after the number, as printed; NULL */
	enum flag flag;         /* ↑ H … found in the cell; FLAG_NONE none */
	const char *flag_text;  /* as printed, or NULL */
	bool star;              /* a * stood there */
	const char *text;       /* words, or the titre's pattern; NULL none */
	unsigned doubt;         /* enum doubt */
};

/* `text` as printed; may be NULL. Strings of *ret live in the arena. */
void value_parse(struct kb *kb, const char *text, struct arena *a,
		 struct value *ret);

#endif
