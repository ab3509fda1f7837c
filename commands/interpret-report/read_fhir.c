/* FHIR R4 JSON: a Bundle of any type, a DiagnosticReport, an Observation, or
 * NDJSON of them → one report per patient. */
#include "commands/interpret-report/fhir_scope.h"

#include <string.h>

bool fhir_detect(const char *text, size_t n)
{
	size_t blank = 0;

	while (blank < n && strchr(" \t\r\n", text[blank]))
		blank++;
	if (blank >= n || text[blank] != '{')
		return false;
	return memmem(text, n < 65536 ? n : 65536, "\"resourceType\"", 14) !=
	       NULL;
}

/* A Bundle is complete in itself; everything else belongs together. */
static void take_root(struct fhir_scope *loose, json_t *root,
		      struct report_sink *ret)
{
	const char *type = fhir_str(root, "resourceType");
	struct fhir_scope own = {.arena = loose->arena};
	bool bundle = type && strcmp(type, "Bundle") == 0;
	struct fhir_scope *st = bundle ? &own : loose;

	vec_push(&st->roots, root);
	fhir_collect(st, root);
	if (bundle) {
		fhir_read_results(st, ret);
		fhir_scope_close(st);
	}
}

/* The line, broken: said, and the lines behind it are read. */
static void note_broken(struct arena *a, int line, const json_error_t *error,
			struct report_sink *ret)
{
	struct report *r = report_new(a);
	struct unread unread = {line, arena_printf(a, "JSON: %s", error->text)};

	vec_push(&r->unread, unread);
	report_hand(ret, r);
}

/* Bytes of the line when it looks like a resource of its own, among lines that
 * are: then one that is broken does not take the others with it. */
static size_t own_line(const char *text, size_t n, bool among)
{
	const char *end = memchr(text, '\n', n);
	size_t length = end ? (size_t)(end - text) : n, last = length;

	while (last > 1 && strchr(" \t\r", text[last - 1]))
		last--;
	return among || (last > 1 && text[last - 1] == '}' && end) ? length : 0;
}

/* One JSON document, or one a line. */
static bool load(struct fhir_scope *loose, const char *text, size_t n,
		 struct report_sink *ret, struct err *err)
{
	int line = 1;
	bool among = false;

	while (n > 0) {
		size_t blank = 0, length;
		while (blank < n && strchr(" \t\r\n", text[blank]))
			line += text[blank++] == '\n';
		text += blank;
		n -= blank;
		if (n == 0)
			break;
		json_error_t error;
		json_t *root =
			json_loadb(text, n, JSON_DISABLE_EOF_CHECK, &error);
		if (root) {
			length = (size_t)error.position;
			among = length < n && !memchr(text, '\n', length);
			take_root(loose, root, ret);
		} else if ((length = own_line(text, n, among))) {
			note_broken(loose->arena, line, &error, ret);
		} else {
			char number[24];
			return ERR(err, ERR_JSON, "FHIR",
				   err_int(number, line + error.line - 1),
				   error.text);
		}
		for (size_t i = 0; i < length; i++)
			line += text[i] == '\n';
		text += length;
		n -= length;
	}
	return true;
}

bool read_fhir(struct kb *kb, const char *text, size_t n, struct arena *a,
	       struct report_sink *ret, struct err *err)
{
	struct fhir_scope loose = {.arena = a};
	size_t before = ret->n;

	(void)kb;
	bool ok = load(&loose, text, n, ret, err);
	if (ok)
		fhir_read_results(&loose, ret);
	if (ok && ret->n == before)
		ok = ERR(err, ERR_NO_DATA, "FHIR");
	fhir_scope_close(&loose);
	return ok;
}

/* Is the line that begins here a whole Bundle? */
static bool is_bundle_line(const char *s, size_t n)
{
	const char *type = memmem(s, n < 512 ? n : 512, "\"resourceType\"", 14);

	if (n < 2 || s[0] != '{' || !type)
		return false;
	const char *p = type + 14, *end = s + n;
	while (p < end && strchr(" :\t", *p))
		p++;
	while (n > 0 && strchr(" \t\r", s[n - 1]))
		n--;
	return (size_t)(end - p) > 8 && memcmp(p, "\"Bundle\"", 8) == 0 &&
	       s[n - 1] == '}';
}

size_t fhir_slice(const char *text, size_t n, size_t least)
{
	size_t at = 0;

	while (at < n && at < least) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t length = end ? (size_t)(end - (text + at)) : n - at;
		if (!is_bundle_line(text + at, length))
			return n;
		at += length + (end != NULL);
	}
	return at + strspn(text + at, " \t\r\n");
}
