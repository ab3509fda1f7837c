/* read_dump kb.db FILE…: prints how printed reports are read (read_print.h).
 * Built by hand when needed, with the program's objects. */
#include "base/encoding.h"
#include "base/io.h"
#include "tests/tools/read_print.h"

#include <stdio.h>

static bool dump(struct kb *kb, const char *path, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT,
		      out = STRBUF_INIT;
	struct arena arena = ARENA_INIT;
	struct report_vec reports = {0};
	struct report_sink sink = report_sink_to(&reports);
	const char *encoding;
	bool ok = io_read(path, IO_LIMIT_REPORT, &bytes, err) &&
		  encoding_decode(bytes.buf, bytes.len, NULL, path, &text,
				  &encoding, NULL, err) &&
		  read_text(kb, text.buf, text.len, &arena, &sink, err);

	for (size_t i = 0; i < reports.n; i++) {
		report_observe(kb, reports.at[i]);
		print_report(&out, reports.at[i]);
		report_release(reports.at[i]);
	}
	fwrite(out.buf, 1, out.len, stdout);
	vec_free(&reports);
	arena_free(&arena);
	strbuf_release(&bytes);
	strbuf_release(&text);
	strbuf_release(&out);
	return ok;
}

int main(int argc, char **argv)
{
	struct kb *kb;
	struct err err;
	bool ok = argc > 1 && kb_open_file(argv[1], &kb, &err);

	if (!ok) {
		fprintf(stderr, "usage: read_dump kb.db FILE...\n");
		return 2;
	}
	for (int i = 2; ok && i < argc; i++)
		ok = dump(kb, argv[i], &err);
	if (!ok)
		fprintf(stderr, "read_dump: error %d %s\n", (int)err.id,
			err.arg[0]);
	kb_close(kb);
	return !ok;
}
