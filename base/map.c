#include "base/map.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a, eight bytes at a time, with a final mix; not for hostile growth:
 * callers bound the number of keys. */
static uint64_t hash_of(const char *s, size_t n)
{
	uint64_t h = 0xCBF29CE484222325u ^ n;

	for (; n >= 8; s += 8, n -= 8) {
		uint64_t w;
		memcpy(&w, s, 8);
		h = (h ^ w) * 0x9E3779B97F4A7C15u;
		h ^= h >> 29;
	}
	for (; n > 0; s++, n--)
		h = (h ^ (unsigned char)*s) * 0x100000001B3u;
	h ^= h >> 32;
	return h * 0x9E3779B97F4A7C15u >> 8;
}

static struct map_slot *slot_for(const struct map *m, const char *key, size_t n,
				 uint64_t hash)
{
	size_t i = hash & (m->cap - 1);

	while (m->slot[i].key &&
	       !(m->slot[i].hash == hash && m->slot[i].n == n &&
		 memcmp(m->slot[i].key, key, n) == 0))
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

struct map_slot *map_find(const struct map *m, const char *key, size_t n)
{
	if (!m->n)
		return NULL;
	struct map_slot *s = slot_for(m, key, n, hash_of(key, n));

	return s->key ? s : NULL;
}

static void grow(struct map *m)
{
	struct map old = *m;

	m->cap = old.cap ? old.cap * 2 : 64;
	m->slot = mem_calloc(m->cap, sizeof *m->slot);
	for (size_t i = 0; i < old.cap; i++) {
		const struct map_slot *s = &old.slot[i];
		if (s->key)
			*slot_for(m, s->key, s->n, s->hash) = *s;
	}
	free(old.slot);
}

void map_put(struct map *m, const char *key, size_t n, void *value)
{
	if (m->n * 2 >= m->cap)
		grow(m);
	uint64_t hash = hash_of(key, n);

	*slot_for(m, key, n, hash) = (struct map_slot){key, n, hash, value};
	m->n++;
}

void map_free(struct map *m)
{
	free(m->slot);
	*m = (struct map){NULL, 0, 0};
}
