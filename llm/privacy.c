#include "llm/privacy.h"

#include "base/utf8.h"
#include "llm/privacy_find.h"

#include <string.h>

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

static const char *placeholder_of(struct privacy *p, const char *kind,
				  const char *original)
{
	size_t number = 1;

	for (size_t i = 0; i < p->pairs.n; i++) {
		if (strcmp(p->pairs.at[i].original, original) == 0)
			return p->pairs.at[i].placeholder;
		number += strncmp(p->pairs.at[i].placeholder + 1, kind,
				  strlen(kind)) == 0;
	}
	struct privacy_pair pair = {
		arena_strdup(&p->arena, original),
		arena_printf(&p->arena, "[%s%zu]", kind, number)};
	vec_push(&p->pairs, pair);
	return pair.placeholder;
}

void privacy_add_name(struct privacy *p, const char *name)
{
	size_t n = name ? strlen(name) : 0;
	uint32_t cp;

	if (n && utf8_decode(name, n, &cp) < n)
		placeholder_of(p, "姓名", name);
}

/* A registered name that begins here; its pair, or NULL. */
static const struct privacy_pair *name_at(const struct privacy *p,
					  const char *s, size_t n)
{
	const struct privacy_pair *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < p->pairs.n; i++) {
		size_t len = strlen(p->pairs.at[i].original);
		if (len > most && len <= n &&
		    memcmp(s, p->pairs.at[i].original, len) == 0) {
			best = &p->pairs.at[i];
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
		if (cp == 0x200B || cp == 0x200C || cp == 0x200D ||
		    cp == 0x2060 || cp == 0xFEFF)
			continue;
		if ((cp >= 0xFF10 && cp <= 0xFF19) ||
		    (cp >= 0xFF20 && cp <= 0xFF3A) ||
		    (cp >= 0xFF41 && cp <= 0xFF5A))
			cp -= 0xFEE0;
		utf8_add(ret, cp);
	}
}

void privacy_redact(struct privacy *p, const char *text, size_t n,
		    struct strbuf *ret)
{
	struct strbuf plain = STRBUF_INIT;

	plain_text(text, n, &plain);
	for (size_t i = 0; i < plain.len;) {
		const char *s = plain.buf + i;
		const struct privacy_pair *name = name_at(p, s, plain.len - i);
		struct identifier found;
		if (name) {
			strbuf_adds(ret, name->placeholder);
			i += strlen(name->original);
			p->redacted++;
			continue;
		}
		if (identifier_at(plain.buf, plain.len, i, &found)) {
			strbuf_add(ret, s, found.start - i);
			const char *original = arena_strndup(
				&p->arena, plain.buf + found.start,
				found.end - found.start);
			strbuf_adds(ret,
				    placeholder_of(p, found.kind, original));
			i = found.end;
			p->redacted++;
			continue;
		}
		uint32_t cp;
		size_t len = utf8_decode(s, plain.len - i, &cp);
		strbuf_add(ret, s, len);
		i += len;
	}
	strbuf_release(&plain);
}

bool privacy_clean(const struct privacy *p, const char *text, size_t n)
{
	struct strbuf plain = STRBUF_INIT;
	bool clean = true;

	plain_text(text, n, &plain);
	for (size_t i = 0; clean && i < plain.len; i++) {
		struct identifier found;
		clean = !name_at(p, plain.buf + i, plain.len - i) &&
			!identifier_at(plain.buf, plain.len, i, &found);
	}
	strbuf_release(&plain);
	return clean;
}

void privacy_restore(const struct privacy *p, const char *text, size_t n,
		     struct strbuf *ret)
{
	for (size_t i = 0; i < n;) {
		const struct privacy_pair *pair = NULL;
		for (size_t k = 0; text[i] == '[' && k < p->pairs.n; k++) {
			size_t len = strlen(p->pairs.at[k].placeholder);
			if (len <= n - i &&
			    memcmp(text + i, p->pairs.at[k].placeholder, len) ==
				    0)
				pair = &p->pairs.at[k];
		}
		if (pair) {
			strbuf_adds(ret, pair->original);
			i += strlen(pair->placeholder);
		} else {
			strbuf_addch(ret, text[i++]);
		}
	}
}

void privacy_counts(const struct privacy *p, bool english, struct strbuf *ret)
{
	static const struct {
		const char *kind, *english;
	} kinds[] = {{"姓名", "names"},   {"证件", "ids"},
		     {"电话", "phones"},  {"卡号", "cards"},
		     {"邮箱", "e-mails"}, {"账号", "accounts"},
		     {"编号", "numbers"}, {"地址", "addresses"},
		     {"日期", "dates"},   {"单位", "institutions"},
		     {"车牌", "plates"}};
	bool any = false;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		size_t n = 0, len = strlen(kinds[k].kind);
		for (size_t i = 0; i < p->pairs.n; i++)
			n += strncmp(p->pairs.at[i].placeholder + 1,
				     kinds[k].kind, len) == 0;
		if (n)
			strbuf_addf(ret, "%s%s %zu", any ? ", " : "",
				    english ? kinds[k].english : kinds[k].kind,
				    n);
		any |= n > 0;
	}
	if (!any)
		strbuf_adds(ret, english ? "nothing" : "无");
}
