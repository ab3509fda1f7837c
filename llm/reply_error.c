/* Errors in all their wordings. */
#include "llm/reply_private.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

void reply_error_set(struct llm_reply *r, const char *text)
{
	strbuf_clear(&r->error);
	utf8_add_safe(&r->error, text && *text ? text : "error",
		      text && *text ? strlen(text) : 5);
	if (r->error.len > 600)
		strbuf_truncate(&r->error,
				utf8_fit(r->error.buf, r->error.len, 300));
}

const char *reply_text_of(const json_t *node, const char *key)
{
	return json_string_value(json_object_get(node, key));
}

/* The first of the members that is a text, or the text of a member's first
 * entry ({"detail": [{"msg": "…"}]}); NULL: none. */
static const char *worded(const json_t *node)
{
	static const char *const keys[] = {"message", "details", "detail",
					   "error_msg", "msg"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const json_t *value = json_object_get(node, keys[i]);
		if (json_is_string(value))
			return json_string_value(value);
		const char *inner =
			reply_text_of(json_array_get(value, 0), "msg");
		if (inner)
			return inner;
	}
	return NULL;
}

/* What the refusal is of: param, code and type, and the place in FastAPI's
 * list of faults. */
static void set_kind(struct llm_reply *r, const json_t *error)
{
	static const char *const keys[] = {"param", "code", "type"};
	const json_t *place = json_object_get(
		json_array_get(json_object_get(error, "detail"), 0), "loc");
	const json_t *step;
	size_t i, n = strlen(r->error_kind);

	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (reply_text_of(error, keys[i]) && n < sizeof r->error_kind)
			n += (size_t)snprintf(r->error_kind + n,
					      sizeof r->error_kind - n, "%s ",
					      reply_text_of(error, keys[i]));
	json_array_foreach(place, i, step) if (json_is_string(step) &&
					       n < sizeof r->error_kind) n +=
		(size_t)snprintf(r->error_kind + n, sizeof r->error_kind - n,
				 "%s ", json_string_value(step));
}

static bool is_number_but(const json_t *value, json_int_t fine)
{
	return json_is_integer(value) && json_integer_value(value) != fine;
}

/* {"error": "…"}, {"error": {"message"}}, {"object":"error","message"},
 * {"code": 1301, "details": "…"}, {"detail": …}, {"error_code", "error_msg"},
 * {"base_resp": {"status_code", "status_msg"}}; also under status 200. */
bool reply_error_take(struct llm_reply *r, const char *event,
		      const json_t *root)
{
	const json_t *error = json_object_get(root, "error");
	const json_t *base = json_object_get(root, "base_resp");
	const char *object = reply_text_of(root, "object");
	bool choices = json_object_get(root, "choices") != NULL;
	bool coded = !choices && (json_object_get(root, "code") ||
				  json_object_get(root, "error_code") ||
				  json_object_get(root, "detail"));

	if (error && !json_is_null(error) && !json_is_false(error)) {
		const char *text = json_string_value(error);
		if (!text)
			text = worded(error);
		reply_error_set(r, text ? text : worded(root));
		set_kind(r, error);
		return true;
	}
	if (is_number_but(json_object_get(base, "status_code"), 0)) {
		reply_error_set(r, reply_text_of(base, "status_msg"));
		return true;
	}
	if (strcmp(event, "error") == 0 ||
	    (object && strcmp(object, "error") == 0) || coded) {
		reply_error_set(r, worded(root));
		set_kind(r, root);
		return true;
	}
	return false;
}
