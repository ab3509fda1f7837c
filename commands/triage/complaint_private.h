/* Inside the reading of a complaint: its tokens and clauses. */
#ifndef COMMANDS_TRIAGE_COMPLAINT_PRIVATE_H
#define COMMANDS_TRIAGE_COMPLAINT_PRIVATE_H

#include "commands/triage/complaint.h"
#include "kb/fold.h"
#include "kb/gist.h"
#include "kb/phrase.h"
#include "kb/term.h"

enum token_kind {
	TOKEN_SYMPTOM,
	TOKEN_SITE,
	TOKEN_CUE,
	TOKEN_CONTEXT,
	TOKEN_DURATION,
	TOKEN_AGE,
	TOKEN_AMOUNT
};

struct complaint_token {
	enum token_kind kind;
	int id;                  /* symptom, site, context or measure */
	const struct word *word; /* of a cue */
	double value;            /* hours; days of an age */
	size_t start, end;
	int clause, sentence;
	enum state state;
	bool past, mild;
	bool weeks;   /* a duration counted in weeks */
	bool denied;  /* by a negation inside the phrase */
	bool settled; /* state of a phrase over several clauses */
	bool spent;   /* taken up by a phrase */
	bool raised;  /* made likely by a phrase, not told */
	int evidence; /* index, -1 none */
	int plain;    /* of a complaint word: symptom without a site */
};
struct complaint_token_vec VEC_OF(struct complaint_token);

enum subject {
	SUBJECT_NEUTRAL,
	SUBJECT_SELF,
	SUBJECT_RELATIVE,
	SUBJECT_FAMILY
};
struct clause {
	size_t start, end;
	int sentence;
	enum subject subject;
	double relative; /* 1 female, 2 male, 3 child; NaN */
	bool known;      /* tells of known diseases and drugs only */
	double weight;   /* how much what it says is complained of, 0 … 1 */
};
struct clause_vec VEC_OF(struct clause);

/* A finding that a phrase says is not so in its sentence. */
struct dropped {
	int id, sentence;
};
struct dropped_vec VEC_OF(struct dropped);

struct reading {
	struct kb *kb;
	const struct triage_kb *k;
	struct arena *arena;
	struct complaint *out;
	const char *s;
	size_t n;
	int64_t now;
	struct folded folded;
	struct gist gist;
	uint8_t *filler; /* bytes of the filler at each folded byte; 0 none */
	struct complaint_token_vec tokens;
	struct clause_vec clauses;
	struct dropped_vec dropped;
	const struct complaint_known *known; /* NULL: nothing */
};

/* complaint_spelling.c: slips of the keyboard in the folded text. */
void complaint_spelling(struct reading *r);
/* complaint_token.c: text → tokens and clauses. */
void complaint_tokens(struct reading *r);
/* Does [start, end) begin and end where an English word does? */
bool complaint_bounded(const struct reading *r, size_t start, size_t end);
/* The longest name of the domain at folded byte i that ends with a word. */
struct term_match complaint_name(const struct reading *r, size_t i,
				 enum term_domain domain);
/* complaint_denied_name.c: "没有尿频" is a negation and 尿频, not 没有尿: is the
 * name at folded byte i, of len bytes, one? Then *ret is the negation. */
bool complaint_denies_longer(const struct reading *r, size_t i,
			     const struct complaint_token *name, size_t len,
			     struct complaint_token *ret);
/* 气不短, 大便不黑: such a name at folded byte i, as denied. */
bool complaint_denied_within(const struct reading *r, size_t i,
			     struct complaint_token *ret);
/* complaint_filler.c: words that only say how much, how often or when. */
void complaint_fillers(struct reading *r);
/* The name of a finding at folded byte i with fillers in it;
 * *ret_len is what it takes with them. */
struct term_match complaint_filled_name(const struct reading *r, size_t i,
					size_t *ret_len);
/* complaint_gist.c: the finding whose English name begins at byte `start`, told
 * in other words; 0: none. */
int complaint_gist_name(const struct reading *r, size_t start, size_t *ret_end);
/* End in the original of the folded bytes [i, i + len). */
size_t complaint_end_of(const struct reading *r, size_t i, size_t len);
/* complaint_phrase.c: tokens → more tokens, by the phrases. */
/* complaint_likened.c: drops the events a feeling is only likened to. */
void complaint_likened(struct reading *r);
void complaint_phrases(struct reading *r);
bool token_means(const struct complaint_token *t, const char *cue);
/* A word for what hurts, itches, swells …: which; -1 none. */
int token_complaint(const struct complaint_token *t);
/* complaint_state.c: negation, questions, past. */
void complaint_states(struct reading *r);
bool complaint_finding(const struct complaint_token *t);
/* complaint_supposed.c: does the clause tell of now? Is the finding asked about
 * ("会发烧吗", "会引起腹泻")? Is it asked how long until something happens? */
bool complaint_tells_now(const struct reading *r, int clause);
bool complaint_asked(const struct reading *r, const struct complaint_token *t);
bool complaint_asks_what_happens(const struct reading *r,
				 const struct complaint_token *t);
/* complaint_ended.c: findings told of that are over. */
void complaint_ended(struct reading *r);
/* complaint_subject.c: whose it is; who the patient is. */
void complaint_subjects(struct reading *r);
/* complaint_background.c: known diseases, standing drugs, what was taken. */
void complaint_background(struct reading *r);
/* complaint_emphasis.c: how much each clause is what the patient comes for. */
void complaint_emphasis(struct reading *r);
/* complaint_topic.c: what the words are about. */
void complaint_topics(struct reading *r);
/* complaint_time.c: durations, severity, suddenness onto the evidence. */
void complaint_attach(struct reading *r);
/* Is there a number at s[i] that does not go on one before it? */
bool complaint_number_begins(const struct reading *r, size_t i);
/* complaint_number.c: a number at s[at]: a duration or an age becomes a
 * token, a measurement goes to the vitals. Returns the bytes taken, 0 none. */
size_t complaint_number(struct reading *r, size_t at,
			struct complaint_token *ret, bool *ret_token);
/* complaint_window.c: does one of the words (to NULL) stand just before s[at]?
 */
bool complaint_after_word(const struct reading *r, size_t at,
			  const char *const *words);
/* complaint_measure.c: x at s[at, end) goes to the vitals when it is one.
 * Returns the bytes taken. */
size_t complaint_measure(struct reading *r, size_t at, size_t end, double x);
/* Likewise of a number in words, "心跳一百八"; 0: none. */
size_t complaint_said_measure(struct reading *r, size_t at, size_t end,
			      double x);
/* complaint_age.c: is x, which stands at s[at, after), an age by its unit or
 * the child it belongs to? Then *ret is its token: days, the sex in id (1
 * female, 2 male), the end. */
bool complaint_age(const struct reading *r, size_t at, size_t after, double x,
		   struct complaint_token *ret);
/* Does a child that was born to the speaker ("生完孩子") end at s[at]? */
bool complaint_gave_birth(const char *s, size_t at);
/* complaint_person.c: is x at s[at, end) an age by what stands before it? Then
 * *ret is its token. */
bool complaint_told_age(const struct reading *r, size_t at, size_t end,
			double x, struct complaint_token *ret);
/* complaint_clock.c: bytes of what makes x, which stands at s[at, end), a time
 * of day; *ret_hours since then. */
size_t complaint_clock(const struct reading *r, size_t at, size_t end, double x,
		       double *ret_hours);
/* complaint_numeral.c: bytes of the number at s, 0 none. */
size_t text_number(const char *s, double *ret);
/* Does s begin with the word, whatever the case of Latin letters? In place:
 * it is asked of every word of a list at every byte, and mostly the first
 * bytes differ. */
static inline bool text_starts(const char *s, const char *word)
{
	for (; *word; s++, word++) {
		unsigned char a = (unsigned char)*s, b = (unsigned char)*word;
		if (a == b)
			continue;
		a |= 0x20;
		b |= 0x20;
		if (a != b || a < 'a' || a > 'z')
			return false;
	}
	return true;
}
/* Is there a Latin letter in s? Without one, no Latin word need be sought. */
bool text_has_latin(const char *s);
/* Where the word stands in s, whatever the case of Latin letters; NULL not. */
const char *text_find(const char *s, const char *word);

#endif
