/* Inside result cells: value_piece.c reads the pieces, value.c says what they
 * make together. */
#ifndef COMMANDS_INTERPRET_REPORT_VALUE_PRIVATE_H
#define COMMANDS_INTERPRET_REPORT_VALUE_PRIVATE_H

#include "commands/interpret-report/scan.h"
#include "commands/interpret-report/value.h"

/* The cell while it is being read. */
struct cell {
	struct view v;
	size_t i;
	struct arena *arena;
	struct value *value;
	size_t words_start, words_end; /* of what is nothing else; 0,0 none */
	size_t words;                  /* their bytes */
	size_t number_at, ordinal_at;  /* of the first */
	int numbers;
};

/* Take what stands at c->i into c->value and go on behind it. */
void value_read_piece(struct cell *c);

#endif
