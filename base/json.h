/* Writing JSON straight into a string buffer, without a tree: results are
 * streamed, and their field order is the documented one. (Reading is
 * Jansson's.)
 *
 *     struct json j = json_to(&sb);
 *     json_object(&j, NULL);
 *     json_str(&j, "code", "HGB");
 *     json_array(&j, "sources");
 *         json_str(&j, NULL, "who-2020");
 *     json_end(&j);
 *     json_end(&j);
 *
 * key is NULL inside an array and at the top. Invalid UTF-8 in a string is
 * written as U+FFFD. Depth is bounded by JSON_DEPTH (a programmer's matter).
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

enum { JSON_DEPTH = 24 };

struct json {
	struct strbuf *out;
	int depth;
	bool more[JSON_DEPTH]; /* an element stands already on this level */
	char close[JSON_DEPTH];
};

struct json json_to(struct strbuf *out);
void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end(struct json *j); /* closes the innermost object or array */

void json_str(struct json *j, const char *key, const char *s); /* NULL: null */
void json_strn(struct json *j, const char *key, const char *s, size_t n);
void json_int(struct json *j, const char *key, int64_t n);
void json_num(struct json *j, const char *key, double x); /* NaN, inf: null */
void json_bool(struct json *j, const char *key, bool b);
void json_null(struct json *j, const char *key);
/* A value that is JSON already. */
void json_raw(struct json *j, const char *key, const char *text, size_t n);

#endif
