/* Finding identifiers in plain text (full-width already folded), each class in
 * a file of its own. */
#ifndef LLM_PRIVACY_FIND_H
#define LLM_PRIVACY_FIND_H

#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

struct identifier {
	const char *kind;  /* of the placeholder: 证件, 电话 … */
	size_t start, end; /* what is to be replaced */
};

/* Does an identifier, or the cue that announces one, begin at byte i of s? The
 * cue itself stays; start then lies behind it. kb (may be NULL): its names are
 * no persons. Dates are not among them: privacy_date.c. */
bool identifier_at(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret);

/* The classes. */
bool find_number(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_net(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_plate(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_cued(struct kb *kb, const char *s, size_t n, size_t i,
	       struct identifier *ret);
bool find_person(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret);
bool find_beside(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret);
bool find_near(struct kb *kb, const char *s, size_t n, size_t i,
	       struct identifier *ret);
bool find_alone(struct kb *kb, const char *s, size_t n, size_t i,
		struct identifier *ret);
bool find_sound(struct kb *kb, const char *s, size_t n, size_t i,
		struct identifier *ret);
bool find_odd(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_latin(struct kb *kb, const char *s, size_t n, size_t i,
		struct identifier *ret);
bool find_place(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_address(const char *s, size_t n, size_t i, struct identifier *ret);
bool find_work(const char *s, size_t n, size_t i, struct identifier *ret);

/* What announces them: privacy_cues_zh.c, privacy_cues_latin.c. */
enum cue_what {
	CUE_NUMBER,
	CUE_NAME,
	CUE_ADDRESS,
	CUE_HANDLE, /* of an account: letters alone will do */
	CUE_TAIL,   /* the last digits of a number */
};
struct privacy_cue {
	const char *cue, *kind;
	enum cue_what what;
};
/* Longer ones stand before those they begin with. */
extern const struct privacy_cue privacy_cues_zh[], privacy_cues_latin[];
extern const size_t privacy_n_cues_zh, privacy_n_cues_latin;

/* Behind a cue: past colons, blanks and the like; *ret_firm: more than a
 * blank. Then where a number, a name, an account's name, an address ends; i:
 * there is none. */
size_t cue_skip(const char *s, size_t n, size_t i, bool *ret_firm);
size_t cue_number_end(const char *s, size_t n, size_t i);
size_t cue_name_end(struct kb *kb, const char *s, size_t n, size_t i,
		    bool firm);
size_t cue_handle_end(const char *s, size_t n, size_t i, bool firm);
size_t cue_address_end(const char *s, size_t n, size_t i);

/* Shared by them. Lists of words in lower case, a bar round each. */
extern const char privacy_given_names[], privacy_pinyin_surnames[],
	privacy_eponyms[], privacy_plain_words[], privacy_particles[];
/* Bytes of a surname at s (欧阳, 王); 0: none. *ret_plain: it is hardly ever
 * anything else (a surname like 高 or 于 is a word, too). */
size_t surname_at(const char *s, size_t n, bool *ret_plain);
/* Does a word of the knowledge base or of running text begin at s? */
bool known_word(struct kb *kb, const char *s, size_t n);
/* Or at any ideograph within it? */
bool known_within(struct kb *kb, const char *s, size_t n);
/* Is the ideograph one that given names, that foreign names are made of? */
bool given_char(const char *s, size_t n);
/* All of them? */
bool all_given(const char *s, size_t n);
bool sound_char(const char *s, size_t n);
/* Bytes of a word in Latin letters, ' and - inside; *ret_upper: it begins with
 * a capital. */
size_t latin_word(const char *s, size_t n, bool *ret_upper);
size_t latin_span(const char *s, size_t n);
/* Bytes of a letter; *ret_upper: a capital. */
size_t latin_letter(const char *s, size_t n, bool *ret_upper);
/* Is the word, without its accents, in one of the lists? */
bool latin_listed(const char *list, const char *s, size_t n);
/* Is the whole word a name of the knowledge base? */
bool latin_medical(struct kb *kb, const char *s, size_t n);
/* "de la ", "van ": bytes of a particle with its blank. */
size_t latin_particle(const char *s, size_t n);
/* Bytes of the first of these words that stands here whole, in any case; 0. */
size_t latin_one_of(const char *s, size_t n, const char *const *words);
/* "Marcus Gunn pupil", "St John's wort": is what precedes s[i] no person? */
bool latin_sign_behind(const char *s, size_t n, size_t i);
/* Bytes of a region or large city at s; 0: none. */
size_t region_at(const char *s, size_t n);
bool starts_with(const char *s, size_t n, const char *prefix);

/* Bytes of at most `most` ideographs at s. */
size_t han_run(const char *s, size_t n, size_t most);
/* Bytes of the first of the list that s begins with; 0: none. */
size_t han_one_of(const char *s, size_t n, const char *const *list);
/* Does what stands here follow a name in a sentence? */
bool name_ends(const char *s, size_t n);
/* Does a clause begin at s[i]: no ideograph, letter or digit before? */
bool han_begins(const char *s, size_t i);
/* Bytes of characters that stand for sounds, dots between; *ret_dot: some. */
size_t han_sounds(const char *s, size_t n, bool *ret_dot);
/* Bytes of ideographs with at least one dot between; 0: none. */
size_t han_dotted(const char *s, size_t n);

/* "(蒙古族)", "，韩国籍": bytes of it; 0: none. */
size_t people_at(const char *s, size_t n);

/* A calendar date that begins at s. Returns its length; 0: none.
 * *ret_days: since 1970. A year, month or clock time alone is none. */
size_t find_date(const char *s, size_t n, size_t i, long long *ret_days);
/* A day and month without a year (11月28日, Nov 28): the last before `today`.
 * Returns its length; 0: none. */
size_t find_day(const char *s, size_t n, size_t i, long long today,
		long long *ret_days);
/* An age beyond 89, which tells who it is: the digits alone ("93" of "93岁").
 * Returns their length; 0: none. */
size_t find_old_age(const char *s, size_t n, size_t i);

#endif
