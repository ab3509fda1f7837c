/* A growing array of any type.
 *
 *     VEC(struct row) rows = {0};
 *     vec_push(&rows, row);             // copies
 *     for (size_t i = 0; i < rows.n; i++) use(&rows.at[i]);
 *     vec_free(&rows);
 *
 * Elements move when it grows: keep indices, not pointers, while pushing.
 * Anonymous struct types differ from each other; name one that is passed on:
 * `struct row_vec VEC_OF(struct row);`
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"

#include <stdlib.h>

#define VEC_OF(type) { type *at; size_t n, cap; }
#define VEC(type) struct VEC_OF(type)

#define vec_reserve(v, count)                                               \
	do {                                                                \
		if ((v)->cap < (count)) {                                   \
			(v)->cap = (v)->cap ? (v)->cap * 2 : 16;            \
			if ((v)->cap < (count))                             \
				(v)->cap = (count);                         \
			(v)->at = mem_realloc((v)->at,                      \
					      (v)->cap * sizeof *(v)->at);  \
		}                                                           \
	} while (0)

#define vec_push(v, item)                                                   \
	do {                                                                \
		vec_reserve((v), (v)->n + 1);                               \
		(v)->at[(v)->n++] = (item);                                 \
	} while (0)

#define vec_clear(v) ((void)((v)->n = 0))

#define vec_free(v)                                                         \
	do {                                                                \
		free((v)->at);                                              \
		(v)->at = NULL;                                             \
		(v)->n = (v)->cap = 0;                                      \
	} while (0)

#endif
