/* Persons in Latin script: a name beside sex or age, behind a word for a
 * person, or of a given name and another. */
#include "llm/privacy_find.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool letter_before(const char *s, size_t i)
{
	size_t at = i;
	bool upper;

	if (!i)
		return false;
	do
		at--;
	while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
	return latin_letter(s + at, i - at, &upper) > 0 ||
	       isdigit((unsigned char)s[i - 1]) || s[i - 1] == '_' ||
	       s[i - 1] == '\\' || s[i - 1] == '@';
}

struct run {
	size_t end;   /* behind the last word */
	size_t more;  /* behind an initial that may follow: "Rebecca J" */
	int words;    /* without initials */
	bool caret;   /* SMITH^JOHN */
	bool given;   /* the first word, or one, is a given name */
	bool chinese; /* the first is a surname in pinyin */
	bool eponym;  /* the only word is one */
	bool initial; /* "J." before a word */
};

/* One word of a name at s[i]: its length; 0: none. */
static size_t name_word(struct kb *kb, const char *s, size_t n, size_t i,
			bool *ret_initial)
{
	bool upper = false;
	size_t one = latin_letter(s + i, n - i, &upper), len;

	*ret_initial = false;
	if (!one || !upper)
		return 0;
	len = latin_span(s + i, n - i);
	if (len == one) { /* "A." */
		*ret_initial = true;
		return s[i + len] == '.' ? len + 1 : len;
	}
	if (i + len < n &&
	    (isdigit((unsigned char)s[i + len]) || s[i + len] == '_'))
		return 0; /* HbA1c */
	/* "Van den Heuvel"; VAN alone is a drug's short name */
	if (len < 6 && s[i + len] == ' ' &&
	    latin_listed(privacy_particles, s + i, len) &&
	    (isupper((unsigned char)s[i + len + 1]) ||
	     latin_particle(s + i + len + 1, n - i - len - 1)))
		return len;
	if (latin_listed(privacy_plain_words, s + i, len))
		return 0;
	/* Smith is an antibody's name, too */
	return latin_listed(privacy_eponyms, s + i, len) ||
			       !latin_medical(kb, s + i, len)
		       ? len
		       : 0;
}

static bool run_at(struct kb *kb, const char *s, size_t n, size_t i,
		   struct run *r)
{
	size_t at = i, first = 0;
	bool initial;

	*r = (struct run){.end = i};
	for (int count = 0; count < 6; count++) {
		size_t particle = latin_particle(s + at, n - at);
		size_t len = name_word(kb, s, n, at + particle, &initial);
		if (!len || (initial && count && !r->words && !r->more))
			break;
		at += particle;
		if (!initial) {
			if (!r->words)
				first = at;
			r->words++;
			r->given |=
				latin_listed(privacy_given_names, s + at, len);
			r->eponym = latin_listed(privacy_eponyms, s + at, len);
			r->chinese |= at == first &&
				      latin_listed(privacy_pinyin_surnames,
						   s + at, len);
			r->end = at + len;
		} else {
			r->initial = true;
		}
		r->more = at + len;
		at += len;
		r->caret |= s[at] == '^';
		if (s[at] == '^')
			at++;
		else if (s[at] == ',' && s[at + 1] == ' ' && r->words == 1)
			at += 2;
		else if (s[at] == ' ')
			at++;
		else if (!initial)
			break;
	}
	return r->words > 0;
}

static bool word_ends(const char *s, size_t n)
{
	bool upper;

	return !n ||
	       (!latin_letter(s, n, &upper) && !isdigit((unsigned char)*s));
}

size_t latin_one_of(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++) {
		size_t len = strlen(*words);
		if (len <= n && strncasecmp(s, *words, len) == 0 &&
		    (!isalpha((unsigned char)(*words)[len - 1]) ||
		     word_ends(s + len, n - len)))
			return len;
	}
	return 0;
}

/* "67M", "(63/F)", "71 y/o", "44 años", "F 39", ", male, 56", "is a 61-year-
 * old", "患者，男". */
static bool told_behind(const char *s, size_t n, size_t i)
{
	static const char *const skipped[] = {"，", "（", "：", "(", ",",
					      ";",  ":",  "-",  "—", "[",
					      " ",  "/",  NULL};
	static const char *const units[] = {
		"m",    "f",     "male", "female", "y",      "yo",
		"y/o",  "yr",    "yrs",  "year",   "years",  "yof",
		"yom",  "岁",    "周岁", "month",  "months", "mo",
		"anos", "años",  "ans",  "jahre",  "anni",   "лет",
		"man",  "woman", "男",   "女",     NULL};
	static const char *const sexes[] = {
		"male", "female", "man",    "woman",  "boy",  "girl",
		"sex",  "gender", "dob",    "d.o.b.", "aged", "age",
		"born", "男",     "女",     "患者",   "病人", "老人",
		"先生", "女士",   "小朋友", NULL};
	static const char *const joins[] = {"is a", "is an", "is",
					    "was",  "a",     NULL};
	size_t len;

	for (int k = 0; k < 4 && (len = latin_one_of(s + i, n - i, skipped));
	     k++)
		i += len;
	if ((len = latin_one_of(s + i, n - i, joins)))
		i += len + (s[i + len] == ' ');
	if (latin_one_of(s + i, n - i, sexes))
		return true;
	bool letter = i < n && strchr("MFmf", s[i]) && s[i] &&
		      word_ends(s + i + 1, 1 < n - i ? n - i - 1 : 0);
	size_t at = i + letter;
	/* F 39, M/52, (M, 52) */
	while (letter && at < n && strchr(" ,/", s[at]))
		at++;
	letter |= i + 2 < n && strchr("MF", s[i]) && s[i] &&
		  isdigit((unsigned char)s[i + 1]) &&
		  isdigit((unsigned char)s[i + 2]);
	size_t from = at == i && letter ? i + 1 : at, digits = from;
	while (digits < n && isdigit((unsigned char)s[digits]))
		digits++;
	if (digits == from || digits - from > 3)
		return false;
	if (letter)
		return word_ends(s + digits, n - digits);
	while (digits < n && strchr(" -/", s[digits]) && s[digits])
		digits++;
	return latin_one_of(s + digits, n - digits, units) > 0;
}

/* The word before s[i], with what separates it skipped. */
static size_t word_before(const char *s, size_t i, size_t *ret_from)
{
	size_t end = i;

	while (end > 0 && strchr(" :.(#-,", s[end - 1]) && s[end - 1])
		end--;
	size_t from = end;
	while (from > 0 && (isalpha((unsigned char)s[from - 1]) ||
			    (unsigned char)s[from - 1] >= 0xC3))
		from--;
	*ret_from = from;
	return end - from;
}

/* A word that is followed by a person: 3 kin by any capital but a disease, 2 by
 * any capital, 1 by a full name. */
static int cued_before(const char *s, size_t i)
{
	static const char strong[] =
		"|mr|mrs|ms|miss|mx|dr|prof|professor|sr|sra|herr|frau|mme|mlle|"
		"monsieur|madame|señor|señora|sir|lady|";
	static const char weak[] =
		"|patient|pt|named|name|saw|re|daughter|son|wife|husband|mother|"
		"father|brother|sister|uncle|aunt|nephew|niece|grandson|"
		"granddaughter|grandmother|grandfather|partner|spouse|carer|"
		"caregiver|friend|neighbour|neighbor|consultant|gp|nurse|signed|"
		"cc|attn|dear|master|surgeon|midwife|attending|registrar|"
		"physician|doctor|interpreter|called|contact|kin|client|";
	/* a lone capital behind them is a name */
	static const char kin[] =
		"|daughter|son|wife|husband|mother|father|brother|sister|uncle|"
		"aunt|nephew|niece|grandson|granddaughter|partner|spouse|";
	static const char deeds[] =
		"|referred|seen|reviewed|signed|requested|ordered|verified|"
		"reported|accompanied|brought|assessed|examined|prescribed|"
		"performed|collected|drawn|";
	size_t from, before, n = word_before(s, i, &from);

	if (!n || i - from - n > 3)
		return 0;
	if (latin_listed(strong, s + from, n))
		return isupper((unsigned char)s[from]) ? 2 : 0;
	if (latin_listed(kin, s + from, n) &&
	    (s[from + n] == ' ' || strncmp(s + from + n, " (", 2) == 0))
		return 3;
	/* "This 54-year-old man, Declan Murphy, takes" */
	if (latin_listed("|man|woman|lady|gentleman|", s + from, n) &&
	    s[from + n] == ',')
		return 1;
	if (n == 2 && strncasecmp(s + from, "by", 2) == 0 && from > 15 &&
	    strncasecmp(s + from - 15, "electronically ", 15) == 0)
		return 2;
	if (latin_listed(weak, s + from, n))
		return 1;
	if (n == 2 && strncasecmp(s + from, "by", 2) == 0) {
		n = word_before(s, from, &before);
		return n && latin_listed(deeds, s + before, n) ? 1 : 0;
	}
	return 0;
}

/* "Born 3 March 1961 in Leeds" */
static bool birthplace(const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	size_t from = i > 34 ? i - 34 : 0;
	const char *born;
	bool upper;

	if (i < 10 || strncmp(s + i - 4, " in ", 4) != 0 ||
	    !(born = memmem(s + from, i - from, "orn ", 4)) ||
	    memchr(born, ';', (size_t)(s + i - born)))
		return false;
	size_t len = latin_word(s + i, n - i, &upper);
	*ret = (struct identifier){"地址", i, i + len};
	return len > 2 && upper &&
	       !latin_listed(privacy_plain_words, s + i, len);
}

bool find_latin(struct kb *kb, const char *s, size_t n, size_t i,
		struct identifier *ret)
{
	struct run r;
	bool upper = false, is;

	if (letter_before(s, i) || !latin_letter(s + i, n - i, &upper) ||
	    (!upper && !latin_particle(s + i, n - i)) ||
	    !run_at(kb, s, n, i, &r))
		return false;
	if (birthplace(s, n, i, ret))
		return true;
	int cue = cued_before(s, i);
	bool lone = r.words == 1 && (r.eponym || r.end - i < 4);
	if (latin_sign_behind(s, n, r.end))
		return false;
	if (told_behind(s, n, r.more) && !lone && upper + (r.words > 1)) {
		*ret = (struct identifier){"姓名", i, r.more};
		return true;
	}
	if (cue >= 2) /* "mother Alzheimer": what she has */
		is = r.end - i >= 2 && (cue == 2 || !r.eponym);
	else if (cue == 1)
		is = (r.words > 1 && !lone) || r.given || r.chinese ||
		     (r.words == 1 && (r.more > r.end || r.initial) &&
		      !r.eponym);
	else
		is = r.words > 1 && (r.given || r.caret);
	is |= told_behind(s, n, r.end) && !lone;
	if (is)
		*ret = (struct identifier){"姓名", i, r.end};
	return is;
}
