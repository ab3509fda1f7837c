/* Numbers as text, independent of the locale. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NUM_SIZE = 32 };

/* NaN is "no number" throughout the program. */
#define NUM_NONE __builtin_nan("")
bool num_is_finite(double x);

/* At most 15 significant digits, '.' as decimal point. Returns buf. */
const char *num_format(char buf[NUM_SIZE], double x);
const char *num_format_int(char buf[NUM_SIZE], long long n);
/* Rounded half away from zero to `digits` decimals. */
const char *num_format_fixed(char buf[NUM_SIZE], double x, int digits);

/* Parse a plain decimal at s: digits, one '.', optional sign and exponent;
 * ".50" and "5." are numbers. Returns the bytes read, 0 if none. No hex, no
 * "inf", no locale. */
size_t num_parse(const char *s, size_t n, double *ret);
/* The whole of s must be the number. */
bool num_parse_all(const char *s, double *ret);

#endif
