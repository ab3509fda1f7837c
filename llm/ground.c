#include "llm/ground_private.h"

#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

enum { CLAIMS_MAX = 60, CLAIM_MAX = 1200, REASON_WIDTH = 60 };

static const char *join_cites(const json_t *cites, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *cite;
	size_t i;

	json_array_foreach(cites, i, cite) if (json_is_string(cite))
		strbuf_addf(&sb, "%s%s", sb.len ? " " : "",
			    json_string_value(cite));
	const char *text = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

bool ground_read(const char *answer, size_t n, struct arena *a,
		 struct ground_claims *ret)
{
	const char *begin = memchr(answer, '{', n), *end = answer + n;
	json_t *root, *claims, *item;
	size_t i;

	while (end > answer && end[-1] != '}')
		end--;
	if (!begin || end <= begin)
		return false;
	root = json_loadb(begin, (size_t)(end - begin), JSON_REJECT_DUPLICATES,
			  NULL);
	claims = json_object_get(root, "claims");
	bool ok = json_is_array(claims) && json_array_size(claims) > 0 &&
		  json_array_size(claims) <= CLAIMS_MAX;
	json_array_foreach(claims, i, item)
	{
		const json_t *text = json_object_get(item, "text");
		const json_t *cites = json_object_get(item, "cites");
		if (!json_is_string(text) || !json_is_array(cites) ||
		    json_string_length(text) > CLAIM_MAX) {
			ok = false;
			break;
		}
		struct strbuf safe = STRBUF_INIT;
		utf8_add_safe(&safe, json_string_value(text),
			      json_string_length(text));
		struct ground_claim claim = {
			arena_strndup(a, safe.buf, safe.len),
			join_cites(cites, a)};
		strbuf_release(&safe);
		vec_push(ret, claim);
	}
	json_decref(root);
	return ok;
}

bool ground_says_nothing(const char *answer, size_t n)
{
	const char *begin = memchr(answer, '{', n), *end = answer + n;

	while (end > answer && end[-1] != '}')
		end--;
	if (!begin || end <= begin)
		return false;
	json_t *root = json_loadb(begin, (size_t)(end - begin),
				  JSON_REJECT_DUPLICATES, NULL);
	const json_t *claims = json_object_get(root, "claims");
	bool nothing = json_is_array(claims) && json_array_size(claims) == 0;
	json_decref(root);
	return nothing;
}

const char *ground_reason(struct arena *a, const char *what, const char *where)
{
	size_t n = utf8_fit(where, strlen(where), REASON_WIDTH);

	return arena_printf(a, "%s: %.*s", what, (int)n, where);
}

bool ground_cites(const struct ground_claim *c, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = c->cites; (p = strstr(p, id)); p += n)
		if ((p == c->cites || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

/* The texts of the facts that a claim cites, together; NULL: it cites none,
 * or one that does not exist. */
static const char *cited_text(const struct ground_facts *facts,
			      const struct ground_claim *c, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t known = 0, named = *c->cites != '\0';

	for (const char *p = c->cites; *p; p++)
		named += *p == ' ';
	for (size_t i = 0; i < facts->n; i++)
		if (ground_cites(c, facts->at[i].id)) {
			strbuf_addf(&sb, "%s\n", facts->at[i].text);
			known++;
		}
	const char *text = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return named && known == named ? text : NULL;
}

const char *ground_check_claim(struct kb *kb, const struct ground_facts *facts,
			       const struct ground_claim *c, struct arena *a)
{
	const char *cited = cited_text(facts, c, a), *wrong;

	if (!cited)
		return ground_reason(a, "citation", c->text);
	const char *claim = ground_plain(c->text, a);
	cited = ground_plain(cited, a);
	if ((wrong = ground_numbers(claim, cited, a)) ||
	    (wrong = ground_prescription(claim, cited, a)))
		return wrong;
	wrong = ground_names(kb, claim, cited, a);
	return wrong ? wrong : ground_support(kb, facts, c, a);
}

const char *ground_check(struct kb *kb, const struct ground_facts *facts,
			 const struct ground_claims *claims, struct arena *a)
{
	for (size_t i = 0; i < claims->n; i++) {
		const char *wrong =
			ground_check_claim(kb, facts, &claims->at[i], a);
		if (wrong)
			return wrong;
	}
	for (size_t i = 0; i < facts->n; i++) {
		bool mentioned = !facts->at[i].critical;
		for (size_t k = 0; k < claims->n; k++)
			mentioned |=
				ground_cites(&claims->at[k], facts->at[i].id);
		if (!mentioned)
			return ground_reason(a,
					     "critical finding not mentioned",
					     facts->at[i].id);
	}
	return NULL;
}
