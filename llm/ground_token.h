/* A text as what it claims: words that state something, words that only join,
 * numbers, and the things spoken of. The vocabulary is knowledge
 * (kb/explain). */
#ifndef LLM_GROUND_TOKEN_H
#define LLM_GROUND_TOKEN_H

#include "base/vec.h"
#include "llm/ground_private.h"

enum say {
	SAY_PLAIN,
	SAY_ASK,
	SAY_ALLOW,
	SAY_IF,
	SAY_MAYBE,
	SAY_RISK,
	SAY_PREVENT,
	SAY_NOT,
	SAY_STOP,
	SAY_NONEED,
	SAY_START,
	SAY_GO,
	SAY_TAKE,
	SAY_CHANGE,
	SAY_WITH,
	SAY_MORE,
	SAY_LESS,
	SAY_UP,
	SAY_DOWN,
	SAY_NORMAL,
	SAY_ABNORMAL,
	SAY_POSITIVE,
	SAY_NEGATIVE,
	SAY_OVER,
	SAY_UNDER,
	SAY_NOW,
	SAY_TODAY,
	SAY_NEXT,
	SAY_SOON,
	SAY_AGAIN,
	SAY_TEST,
	SAY_FIRST,
	SAY_THEN,
	SAY_BEFORE,
	SAY_CAUSE,
	SAY_MEAN,
	SAY_IS,
	SAY_DONE,
	SAY_SEVERE,
	SAY_MODERATE,
	SAY_MILD,
	SAY_ONLY,
	SAY_THAN,
	SAY_COUNT
};
#define SAYS(x) (UINT64_C(1) << (x))

enum token_kind {
	TOKEN_THING, /* an ideograph or a word that is spoken of */
	TOKEN_SAY,   /* of the vocabulary */
	TOKEN_NUMBER,
	TOKEN_LIST, /* 、 / + and brackets: a list goes on */
	TOKEN_CUT,  /* a comma or colon */
	TOKEN_STOP  /* the end of a sentence, of a line */
};

enum { TOKEN_NAMES = 3 };

/* How a thing is told: only under a condition, only as possible, only as a limit
 * that is passed ("above target"), only as what a drug may do; 0: as so. */
enum {
	MODE_IF = 1,
	MODE_MAYBE = 2,
	MODE_BEYOND = 4,
	MODE_HARM = 8,
	MODE_ALL = 15
};

struct token {
	enum token_kind kind;
	size_t start, end; /* in the text */
	uint64_t says;     /* SAYS() of all it may mean */
	double value;      /* of a number, and its unit; else the sign */
	const char *unit;
	/* of the name that begins here and is `span` tokens long */
	size_t span;
	int same; /* the word of kb/explain/same.yaml; 0: none */
	struct term_match name[TOKEN_NAMES]; /* by vocabulary */
	int line, sentence, clause;
	bool turned; /* under a denial or a stop */
	unsigned char mode;
	bool latin;
	bool plain; /* part of a name that by itself says nothing */
};
struct tokens VEC_OF(struct token);

/* All of a text; vec_free the result. */
void ground_tokens(struct kb *kb, const char *text, struct arena *a,
		   struct tokens *ret);

/* Do the names that begin at two things mean the same? */
bool ground_same_name(const struct token *x, const struct token *y);
/* Are two things the same ideograph, or words of one stem? */
bool ground_same_word(const char *text, const struct token *x,
		      const char *other, const struct token *y);

#endif
