/* A hash map from byte strings to pointers, for look-ups that repeat. Keys
 * are borrowed: they must live as long as the map. Nothing is removed. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
	const char *key; /* NULL: free */
	size_t n;
	uint64_t hash;
	void *value;
};

struct map {
	struct map_slot *slot;
	size_t n, cap; /* cap: a power of two */
};

/* The slot of a key, or NULL. */
struct map_slot *map_find(const struct map *m, const char *key, size_t n);
/* Put a key that is not there yet. */
void map_put(struct map *m, const char *key, size_t n, void *value);
void map_free(struct map *m);

#endif
