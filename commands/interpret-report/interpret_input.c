#include "commands/interpret-report/interpret_private.h"

#include "base/encoding.h"
#include "base/io.h"
#include "commands/csv.h"
#include "commands/interpret-report/fhir.h"
#include "commands/interpret-report/hl7.h"
#include "commands/interpret-report/hl7_charset.h"

#include <stdlib.h>
#include <string.h>

enum { SLICE = 32 * 1024, FIRST = 256 * 1024 };

const char *const interpret_readers[] = {"auto", "text", "hl7",
					 "fhir", "csv",  NULL};

typedef bool (*reader)(struct kb *kb, const char *text, size_t n,
		       struct arena *a, struct report_sink *ret,
		       struct err *err);

/* An input on its way. */
struct input {
	struct interpreter *run;
	const struct interpret_request *request;
	struct batch_reply *reply;
	const char *from, *encoding; /* as asked for; encoding NULL: any */
	const char *path;
	reader read;
	const char *format;
	int line, index; /* lines and reports that came before */
	size_t bytes;    /* of decoded text that came before */
};

static reader choose_reader(const char *from, const char *text, size_t n,
			    const char **ret_format)
{
	static const struct {
		const char *name;
		reader read;
		bool (*detect)(const char *text, size_t n);
	} table[] = {{"hl7", read_hl7, hl7_detect},
		     {"fhir", read_fhir, fhir_detect},
		     {"csv", read_csv, csv_detect},
		     {"text", read_text, NULL}};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		bool named = strcmp(from, table[i].name) == 0;
		bool found = strcmp(from, "auto") == 0 &&
			     (!table[i].detect || table[i].detect(text, n));
		if (named || found) {
			*ret_format = table[i].name;
			return table[i].read;
		}
	}
	return NULL;
}

/* A stretch of text whose reports are interpreted as they come. */
struct stretch {
	struct input *in;
	const char *encoding, *note; /* note: on each report, or NULL */
	bool ok;
	struct err err;
};

static void take_report(void *self, struct report *r)
{
	struct stretch *s = self;
	struct input *in = s->in;

	if (in->line || in->bytes)
		report_shift(r, in->line, in->bytes);
	if (s->note)
		vec_push(&r->notes, s->note);
	if (s->ok)
		s->ok = interpret_one(in->run, in->request, r, in->format,
				      s->encoding, in->index++, in->reply,
				      &s->err);
	if (in->reply->flush)
		in->reply->flush(in->reply);
	report_release(r);
}

static bool run_text(struct input *in, const char *encoding, const char *note,
		     const char *text, size_t n, struct err *err)
{
	struct stretch s = {in, encoding, note, true, {0}};
	struct report_sink sink = {take_report, &s, 0};
	char number[24];

	bool read = in->read(in->run->app->kb, text, n, &in->run->arena, &sink,
			     err);
	in->bytes += n;
	if (read) {
		if (!s.ok)
			*err = s.err;
		return s.ok;
	}
	if (in->line && (err->id == ERR_JSON || err->id == ERR_MESSAGE))
		strcpy(err->arg[1],
		       err_int(number, atoll(err->arg[1]) + in->line));
	return false;
}

static int count_lines(const char *s, size_t n)
{
	const char *end = s + n, *p;
	int lines = 0;

	for (p = s; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		lines++;
	for (p = s; (p = memchr(p, '\r', (size_t)(end - p))); p++)
		lines += p + 1 == end || p[1] != '\n';
	return lines;
}

/* The slice is done with; more: others follow. A slice without results
 * between others is no end. */
static bool end_slice(struct input *in, const char *bytes, size_t n, bool more,
		      bool ok, struct err *err)
{
	if (!ok && err->id == ERR_NO_DATA && (more || in->index > 0))
		ok = true;
	if (more) {
		in->line += count_lines(bytes, n);
		arena_reset(&in->run->arena);
	}
	return ok;
}

/* Bytes of the first messages of one charset. */
static size_t hl7_stretch(const char *s, size_t n)
{
	char first[HL7_CHARSET_SIZE], next[HL7_CHARSET_SIZE];
	size_t at = hl7_slice(s, n, 8);

	hl7_charset(s, at, first);
	while (at < n && at < SLICE) {
		size_t more = hl7_slice(s + at, n - at, 8);
		hl7_charset(s + at, more, next);
		if (strcmp(first, next) != 0)
			break;
		at += more;
	}
	return at;
}

static bool run_messages(struct input *in, const char *bytes, size_t n,
			 struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *encoding = "UTF-8", *note = NULL;
	char charset[HL7_CHARSET_SIZE];
	bool ok = true, plain = false;

	if (!in->encoding) {
		hl7_charset(bytes, n, charset);
		plain = (!*charset || strcmp(charset, "UNICODE UTF-8") == 0) &&
			encoding_is_utf8(bytes, n);
	}
	if (!plain) {
		ok = in->encoding
			     ? encoding_decode(bytes, n, in->encoding, in->path,
					       &text, &encoding, NULL, err)
			     : hl7_decode(bytes, n, in->path, &in->run->arena,
					  &text, &encoding, &note, err);
		bytes = text.buf;
		n = text.len;
	}
	ok = ok && run_text(in, encoding, note, bytes, n, err);
	strbuf_release(&text);
	return ok;
}

/* HL7 messages, as many at a time as make a slice. */
static bool run_hl7(struct input *in, struct window *w, struct err *err)
{
	size_t want = 2 * SLICE;

	in->read = read_hl7;
	in->format = "hl7";
	for (;;) {
		if (!window_fill(w, want, IO_LIMIT_REPORT, err))
			return false;
		size_t length = window_size(w), n;
		const char *bytes = window_bytes(w);
		if (!length)
			return true;
		n = hl7_stretch(bytes, length);
		if (n == length && !w->eof) { /* a message goes on */
			want = length + 2 * SLICE;
			continue;
		}
		bool more = n < length || !w->eof;
		bool ok = run_messages(in, bytes, n, err);
		if (!end_slice(in, bytes, n, more, ok, err))
			return false;
		window_drop(w, n);
		want = 2 * SLICE;
	}
}

/* Whole lines in the window. */
static size_t whole_lines(const struct window *w)
{
	const char *s = window_bytes(w);
	size_t n = window_size(w);

	while (!w->eof && n > 0 && s[n - 1] != '\n')
		n--;
	return n;
}

/* FHIR Bundles, one a line. Lines that are none make the rest one whole. */
static bool run_bundles(struct input *in, struct window *w, struct err *err)
{
	size_t want = 2 * SLICE;

	in->read = read_fhir;
	in->format = "fhir";
	for (;;) {
		if (!window_fill(w, want, IO_LIMIT_REPORT, err))
			return false;
		size_t lines = whole_lines(w), n;
		const char *bytes = window_bytes(w);
		if (!window_size(w))
			return true;
		n = lines ? fhir_slice(bytes, lines, SLICE) : 0;
		if (!w->eof && (!lines || (n == lines && n > 2 * SLICE))) {
			want = window_size(w) * 2;
			continue;
		}
		bool more = n < window_size(w) || !w->eof;
		bool ok = run_text(in, "UTF-8", NULL, bytes, n, err);
		if (!end_slice(in, bytes, n, more, ok, err))
			return false;
		window_drop(w, n);
		want = 2 * SLICE;
	}
}

/* One person of a bulk export. */
static bool run_person(void *self, const char *text, size_t n, int line,
		       struct err *err)
{
	struct input *in = self;
	bool ok;

	in->line = line;
	ok = run_text(in, "UTF-8", NULL, text, n, err);
	if (!ok && err->id == ERR_NO_DATA)
		ok = true; /* no results among this one's resources */
	arena_reset(&in->run->arena);
	return ok;
}

static bool run_bulk(struct input *in, struct window *w, struct err *err)
{
	in->read = read_fhir;
	in->format = "fhir";
	return bulk_read(w, run_person, in, err) &&
	       (in->index > 0 || ERR(err, ERR_NO_DATA, "FHIR"));
}

/* Everything else: decoded as one. */
static bool run_whole(struct input *in, struct window *w, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *encoding = "UTF-8";

	if (!window_fill(w, SIZE_MAX, IO_LIMIT_REPORT, err))
		return false;
	const char *bytes = window_bytes(w);
	size_t n = window_size(w);
	bool ok = true;
	/* a long file that is UTF-8 already is not copied */
	if (in->encoding || !encoding_is_utf8(bytes, n)) {
		ok = encoding_decode(bytes, n, in->encoding, in->path, &text,
				     &encoding, NULL, err);
		bytes = text.buf;
		n = text.len;
	}
	in->read = ok ? choose_reader(in->from, bytes, n, &in->format) : NULL;
	if (ok && !in->read)
		ok = ERR(err, ERR_OPTION_VALUE, "from", in->from,
			 "auto, text, hl7, fhir, csv");
	while (ok && in->read && n > 0) {
		size_t slice = in->read == read_hl7 ? hl7_slice(bytes, n, SLICE)
			       : in->read == read_fhir
				       ? fhir_slice(bytes, n, SLICE)
				       : n;
		ok = run_text(in, encoding, NULL, bytes, slice, err);
		ok = end_slice(in, bytes, slice, slice < n, ok, err);
		bytes += slice;
		n -= slice;
	}
	strbuf_release(&text);
	return ok;
}

bool interpret_window(struct interpreter *run,
		      const struct interpret_request *request, struct window *w,
		      struct batch_reply *reply, struct err *err)
{
	const char *wanted =
		request->encoding ? request->encoding : run->params->encoding;
	bool any = !wanted || strcmp(wanted, "auto") == 0;
	struct input in = {
		.run = run,
		.request = request,
		.reply = reply,
		.from = request->from ? request->from
				      : interpret_readers[run->params->from],
		.encoding = any ? NULL : wanted,
		.path = request->file ? request->file : "-"};

	if (!window_fill(w, FIRST, IO_LIMIT_REPORT, err))
		return false;
	const char *bytes = window_bytes(w);
	size_t n = window_size(w);
	if (w->eof && strspn(bytes, " \t\r\n\f") >= n)
		return ERR(err, ERR_EMPTY, in.path);
	bool open = strcmp(in.from, "auto") == 0;
	if ((open || strcmp(in.from, "hl7") == 0) && hl7_detect(bytes, n))
		return run_hl7(&in, w, err);
	bool fhir = (open || strcmp(in.from, "fhir") == 0) && !w->eof && any &&
		    fhir_detect(bytes, n);
	if (fhir && fhir_slice(bytes, n, 1) < n)
		return run_bundles(&in, w, err);
	if (fhir && bulk_wanted(w))
		return run_bulk(&in, w, err);
	return run_whole(&in, w, err);
}
