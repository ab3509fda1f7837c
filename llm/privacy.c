#include "llm/privacy.h"

#include "base/date.h"
#include "base/utf8.h"
#include "llm/privacy_find.h"
#include "llm/privacy_unknown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

enum { ROUNDS_MOST = 8 };

void privacy_init(struct privacy *p, struct kb *kb)
{
	memset(p, 0, sizeof *p);
	p->kb = kb;
}

void privacy_release(struct privacy *p)
{
	vec_free(&p->pairs);
	arena_free(&p->arena);
}

static const struct privacy_pair *find_pair(const struct privacy *p,
					    const char *original)
{
	for (size_t i = 0; i < p->pairs.n; i++)
		if (strcmp(p->pairs.at[i].original, original) == 0)
			return &p->pairs.at[i];
	return NULL;
}

static const char *placeholder_of(struct privacy *p, const char *kind,
				  const char *original)
{
	const struct privacy_pair *known = find_pair(p, original);
	size_t number = 1;

	if (known)
		return known->placeholder;
	for (size_t i = 0; i < p->pairs.n; i++)
		number += strcmp(p->pairs.at[i].kind, kind) == 0;
	struct privacy_pair pair = {
		arena_strdup(&p->arena, original),
		arena_printf(&p->arena, "[%s%zu]", kind, number), kind};
	vec_push(&p->pairs, pair);
	return pair.placeholder;
}

/* The same person, written otherwise: one placeholder. */
static void add_variant(struct privacy *p, const char *name,
			const char *placeholder)
{
	uint32_t cp;
	size_t n = strlen(name);

	if (n && utf8_decode(name, n, &cp) < n && !find_pair(p, name)) {
		struct privacy_pair pair = {arena_strdup(&p->arena, name),
					    placeholder, "姓名"};
		vec_push(&p->pairs, pair);
	}
}

void privacy_add_name(struct privacy *p, const char *name)
{
	struct strbuf plain = STRBUF_INIT;
	size_t n = name ? strlen(name) : 0;
	uint32_t cp;

	/* one character is a word, too */
	if (!n || utf8_decode(name, n, &cp) >= n)
		return;
	const char *placeholder = placeholder_of(p, "姓名", name);
	bool cjk = utf8_is_cjk(cp);
	for (size_t i = 0; cjk && i < n; i++) /* 张 三 */
		if (name[i] != ' ')
			strbuf_addch(&plain, name[i]);
	if (cjk) {
		add_variant(p, plain.buf, placeholder);
		/* the given name alone, when it is no word of medicine */
		size_t surname = surname_at(plain.buf, plain.len, NULL);
		if (surname && plain.len - surname >= 6 &&
		    !known_word(p->kb, plain.buf + surname,
				plain.len - surname))
			add_variant(p, plain.buf + surname, placeholder);
	}
	strbuf_release(&plain);
}

void privacy_add_word(struct privacy *p, const char *kind, const char *word)
{
	if (word && strlen(word) > 1)
		placeholder_of(p, kind, word);
}

static bool boundary(const char *s, size_t n, size_t i, size_t len)
{
	return !(isalnum((unsigned char)s[i]) && i > 0 &&
		 isalnum((unsigned char)s[i - 1])) &&
	       !(isalnum((unsigned char)s[i + len - 1]) && i + len < n &&
		 isalnum((unsigned char)s[i + len]));
}

/* What was found before and stands here again; its pair, or NULL. Names and
 * words are found in any case of letters; a short number is only that. */
static const struct privacy_pair *again_at(const struct privacy *p,
					   const char *s, size_t n, size_t i)
{
	const struct privacy_pair *best = NULL;
	size_t most = 0;

	for (size_t k = 0; k < p->pairs.n; k++) {
		const struct privacy_pair *pair = &p->pairs.at[k];
		size_t len = strlen(pair->original);
		uint32_t cp;
		/* 黄 of 黄阿姨 is no 黄 of 黄疸 */
		if (utf8_decode(pair->original, len, &cp) == len)
			continue;
		bool name = strcmp(pair->kind, "姓名") == 0 ||
			    strcmp(pair->kind, "单位") == 0;
		if (len > most && len <= n - i && (name || len >= 6) &&
		    pair->placeholder[0] == '[' &&
		    strncasecmp(s + i, pair->original, len) == 0 &&
		    boundary(s, n, i, len)) {
			best = pair;
			most = len;
		}
	}
	return best;
}

/* Full-width digits and letters to plain, without what has no width. */
static void plain_text(const char *text, size_t n, struct strbuf *ret)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(text + i, n - i, &cp);
		if (cp == 0 || cp == 0x200B || cp == 0x200C || cp == 0x200D ||
		    cp == 0x2060 || cp == 0xFEFF)
			continue;
		if ((cp >= 0xFF10 && cp <= 0xFF19) ||
		    (cp >= 0xFF20 && cp <= 0xFF3A) ||
		    (cp >= 0xFF41 && cp <= 0xFF5A))
			cp -= 0xFEE0;
		utf8_add(ret, cp);
	}
}

/* Days by which dates move: the same for a patient at a site, not to be
 * guessed from outside. */
static long long shift_of(struct privacy *p)
{
	unsigned char random[2] = {0};

	if (!p->shift) {
		if (getrandom(random, sizeof random, 0) != sizeof random)
			random[0] = 77;
		p->shift = -(31 + (random[0] * 256 + random[1]) % 334);
	}
	return p->shift;
}

static void add_shifted(struct privacy *p, const char *original, long long days,
			struct strbuf *ret)
{
	char buf[32];
	const char *day =
		date_format(buf, (days + shift_of(p)) * DATE_DAY, false);

	if (!find_pair(p, original)) {
		struct privacy_pair pair = {
			original, arena_strdup(&p->arena, day), "日期"};
		vec_push(&p->pairs, pair);
	}
	strbuf_adds(ret, day);
}

/* Persons first, wherever they are named: they are replaced everywhere. */
static void note_persons(struct privacy *p, const struct strbuf *plain)
{
	for (size_t i = 0; i < plain->len;) {
		struct identifier found;
		uint32_t cp;
		if (identifier_at(p->kb, plain->buf, plain->len, i, &found)) {
			if (strcmp(found.kind, "姓名") == 0)
				privacy_add_name(
					p,
					arena_strndup(&p->arena,
						      plain->buf + found.start,
						      found.end - found.start));
			i = found.end;
		} else {
			i += utf8_decode(plain->buf + i, plain->len - i, &cp);
		}
	}
}

/* What begins at byte i, replaced. Returns the bytes read; 0: nothing. */
static size_t replace_at(struct privacy *p, const struct strbuf *plain,
			 size_t i, struct strbuf *ret)
{
	const char *s = plain->buf;
	const struct privacy_pair *known = again_at(p, s, plain->len, i);
	struct identifier found;
	long long days;
	size_t len;

	if (known) {
		strbuf_adds(ret, known->placeholder);
		return strlen(known->original);
	}
	if (identifier_at(p->kb, s, plain->len, i, &found)) {
		strbuf_add(ret, s + i, found.start - i);
		strbuf_adds(
			ret,
			placeholder_of(p, found.kind,
				       arena_strndup(&p->arena, s + found.start,
						     found.end - found.start)));
		return found.end - i;
	}
	len = find_date(s, plain->len, i, &days);
	if (!len && p->today)
		len = find_day(s, plain->len, i, p->today, &days);
	if (len) {
		add_shifted(p, arena_strndup(&p->arena, s + i, len), days, ret);
		return len;
	}
	len = find_old_age(s, plain->len, i);
	if (len)
		strbuf_adds(ret, "90+");
	return len;
}

/* What cues and forms tell, replaced. */
static void replace_found(struct privacy *p, const struct strbuf *text,
			  struct strbuf *ret)
{
	struct strbuf plain = *text;

	note_persons(p, &plain);
	for (size_t i = 0; i < plain.len;) {
		uint32_t cp;
		size_t len = privacy_placeholder(plain.buf, plain.len, i);
		if (len) {
			strbuf_add(ret, plain.buf + i, len);
			i += len;
			continue;
		}
		len = replace_at(p, &plain, i, ret);
		p->redacted += len > 0;
		if (!len) {
			len = utf8_decode(plain.buf + i, plain.len - i, &cp);
			strbuf_add(ret, plain.buf + i, len);
		}
		i += len;
	}
}

/* Replace what no vocabulary knows; true: something was. */
static bool replace_unknown(struct privacy *p, enum term_domain ordinary,
			    struct strbuf *text)
{
	struct strbuf ret = STRBUF_INIT;
	unsigned char *mark = text->len ? malloc(text->len) : NULL;
	bool any = mark && privacy_mark_unknown(p->kb, ordinary, text->buf,
						text->len, mark);

	for (size_t i = 0, end; any && i < text->len; i = end) {
		for (end = i + 1; end < text->len && mark[end] == mark[i];)
			end++;
		if (!mark[i]) {
			strbuf_add(&ret, text->buf + i, end - i);
			continue;
		}
		strbuf_adds(&ret, placeholder_of(p, "其他",
						 arena_strndup(&p->arena,
							       text->buf + i,
							       end - i)));
		p->redacted++;
	}
	if (any) {
		strbuf_clear(text);
		strbuf_add(text, ret.buf, ret.len);
	}
	strbuf_release(&ret);
	free(mark);
	return any;
}

static void redact(struct privacy *p, enum term_domain ordinary,
		   const char *text, size_t n, struct strbuf *ret)
{
	struct strbuf plain = STRBUF_INIT, safe = STRBUF_INIT;

	plain_text(text, n, &plain);
	replace_found(p, &plain, &safe);
	/* what stood beside an unknown word may be one now: until none is */
	for (int k = 0;
	     p->kb && k < ROUNDS_MOST && replace_unknown(p, ordinary, &safe);)
		k++;
	strbuf_add(ret, safe.buf, safe.len);
	strbuf_release(&plain);
	strbuf_release(&safe);
}

void privacy_redact(struct privacy *p, const char *text, size_t n,
		    struct strbuf *ret)
{
	redact(p, TERM_PLAIN, text, n, ret);
}

void privacy_redact_typed(struct privacy *p, const char *text, size_t n,
			  struct strbuf *ret)
{
	redact(p, TERM_OWN, text, n, ret);
}

bool privacy_clean(const struct privacy *p, const char *text, size_t n)
{
	struct strbuf plain = STRBUF_INIT;
	bool clean = true;

	plain_text(text, n, &plain);
	for (size_t i = 0; clean && i < plain.len;) {
		struct identifier found;
		uint32_t cp;
		size_t ours = privacy_placeholder(plain.buf, plain.len, i);
		if (ours) {
			i += ours;
			continue;
		}
		clean = !again_at(p, plain.buf, plain.len, i) &&
			!identifier_at(p->kb, plain.buf, plain.len, i,
				       &found) &&
			!find_old_age(plain.buf, plain.len, i);
		i += utf8_decode(plain.buf + i, plain.len - i, &cp);
	}
	strbuf_release(&plain);
	return clean;
}
