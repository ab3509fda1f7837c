/* Writing JSON straight into a string buffer, without a tree: results are
 * streamed, and their field order is the documented one. (Reading is
 * Jansson's.)
 *
 *     struct jw j = jw_to(&sb);
 *     jw_object(&j, NULL);
 *     jw_str(&j, "code", "HGB");
 *     jw_array(&j, "sources");
 *         jw_str(&j, NULL, "who-2020");
 *     jw_end(&j);
 *     jw_end(&j);
 *
 * key is NULL inside an array and at the top. Invalid UTF-8 in a string is
 * written as U+FFFD. Depth is bounded by JW_DEPTH (a programmer's matter).
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

enum { JW_DEPTH = 24 };

struct jw {
	struct strbuf *out;
	int depth;
	bool more[JW_DEPTH]; /* an element stands already on this level */
	char close[JW_DEPTH];
};

struct jw jw_to(struct strbuf *out);
void jw_object(struct jw *j, const char *key);
void jw_array(struct jw *j, const char *key);
void jw_end(struct jw *j); /* closes the innermost object or array */

void jw_str(struct jw *j, const char *key, const char *s); /* NULL: null */
void jw_strn(struct jw *j, const char *key, const char *s, size_t n);
void jw_int(struct jw *j, const char *key, int64_t n);
void jw_num(struct jw *j, const char *key, double x); /* NaN, inf: null */
void jw_bool(struct jw *j, const char *key, bool b);
void jw_null(struct jw *j, const char *key);
/* A value that is JSON already. */
void jw_raw(struct jw *j, const char *key, const char *text, size_t n);

#endif
