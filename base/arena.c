#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(ALIGN) unsigned char data[];
};

static void add_block(struct arena *a, size_t least)
{
	size_t size = least > BLOCK_SIZE ? least : BLOCK_SIZE;
	struct arena_block *b = mem_alloc(sizeof *b + size);

	b->size = size;
	b->next = a->block;
	a->block = b;
	a->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		abort();
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!a->block || a->block->size - a->used < size)
		add_block(a, size);

	void *p = a->block->data + a->used;
	a->used += size;
	return memset(p, 0, size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (n)
		memcpy(p, s, n);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap, again;
	va_start(ap, format);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);

	char *p = arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	if (n >= 0)
		vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return p;
}

void arena_reset(struct arena *a)
{
	if (!a->block)
		return;
	for (struct arena_block *b = a->block->next; b;) {
		struct arena_block *next = b->next;
		free(b);
		b = next;
	}
	a->block->next = NULL;
	a->used = 0;
	if (a->block->size > 16 * BLOCK_SIZE)
		arena_free(a);
}

void arena_free(struct arena *a)
{
	for (struct arena_block *b = a->block; b;) {
		struct arena_block *next = b->next;
		free(b);
		b = next;
	}
	a->block = NULL;
	a->used = 0;
}
