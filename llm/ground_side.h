/* What is claimed and what it rests on, taken apart side by side. */
#ifndef LLM_GROUND_SIDE_H
#define LLM_GROUND_SIDE_H

#include "llm/ground_token.h"

enum { LINES_MAX = 64 };

/* One line of what is cited. */
struct ground_line {
	int fact;
	bool title;    /* the fact's first line */
	bool asserted; /* says what is, not what to do or to look for */
	size_t head;   /* tokens before the colon of "condition: what to do" */
	size_t first, last; /* tokens; last is behind the end */
	bool stopped;       /* a title whose action is just "stop" */
};

struct side {
	const char *text;
	struct tokens t;
	struct ground_line line[LINES_MAX];
	int n_lines;
	enum urgency urgency; /* the worst cited */
};

/* The claim; and all the facts it cites. side_free() both. */
void side_of_claim(struct kb *kb, const char *text, struct arena *a,
		   struct side *ret);
void side_of_facts(struct kb *kb, const struct ground_facts *facts,
		   const struct ground_claim *c, struct arena *a,
		   struct side *ret);
void side_free(struct side *s);

/* The things that token k speaks of: a run [*lo, *hi), behind it or, when
 * nothing is there, before it. False: of nothing. */
bool side_scope(const struct side *s, size_t k, size_t *lo, size_t *hi);
/* The same to one side only. */
bool side_right(const struct side *s, size_t k, size_t *lo, size_t *hi);
bool side_left(const struct side *s, size_t k, size_t *lo, size_t *hi);

/* Mark what stands under a denial or a stop (turned), and what is told only
 * under a condition or as possible (mode). */
void side_turn(struct side *s);
void side_modes(struct side *s);
/* "Start the pathway: …": the head of the line is no condition. */
bool side_is_order(const struct side *s, const struct ground_line *line);

static inline bool side_says(const struct token *t, uint64_t says)
{
	return t->kind == TOKEN_SAY && (t->says & says);
}

/* Is one of a run's things one of the other's? Two ideographs in a row, or a
 * name, or a word. */
bool side_share(const struct side *x, size_t lo, size_t hi,
		const struct side *y, size_t from, size_t to);

/* The lines in which the thing at k of the claim stands (bits): [0] as it is,
 * [1] under a denial; and the mode it has in every one of them. Returns how
 * many tokens of the claim stand there together; 0: none. */
size_t side_lines(const struct side *claim, size_t k, const struct side *facts,
		  uint64_t ret_lines[2], unsigned *ret_mode);

#endif
