#include "kb/memo.h"

#include "kb/private.h"

enum { KEPT_MOST = 8192, TEXT_MOST = 192 };

bool kb_recall(const struct kb *kb, enum kb_memo memo, const char *text,
	       size_t n, const void **ret)
{
	const struct map_slot *slot = map_find(&kb->memo[memo], text, n);

	*ret = slot ? slot->value : NULL;
	return slot != NULL;
}

struct arena *kb_may_keep(struct kb *kb, enum kb_memo memo, size_t n)
{
	return n <= TEXT_MOST && kb->memo[memo].n < KEPT_MOST ? &kb->arena
							      : NULL;
}

void kb_keep(struct kb *kb, enum kb_memo memo, const char *text, size_t n,
	     const void *answer)
{
	map_put(&kb->memo[memo], arena_strndup(&kb->arena, text, n), n,
		(void *)(uintptr_t)answer);
}
