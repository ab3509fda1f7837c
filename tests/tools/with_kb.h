/* The shipped knowledge base, open for a whole group of unit tests. */
#ifndef TESTS_TOOLS_WITH_KB_H
#define TESTS_TOOLS_WITH_KB_H

#include "cli/embedded.h"
#include "kb/kb.h"

static struct kb *kb;

static int open_kb(void **state)
{
	struct err err;

	(void)state;
	return !kb_open_bytes(kb_embedded,
			      (size_t)(kb_embedded_end - kb_embedded), &kb,
			      &err);
}

static int close_kb(void **state)
{
	(void)state;
	kb_close(kb);
	return 0;
}

#endif
