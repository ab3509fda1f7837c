/* Any bytes as vital signs (the first line) and a complaint: read, judged and
 * shown in every form; the interview is answered by the lines that are left. */
#include "cli/embedded.h"
#include "commands/triage/triage.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *left; /* lines not yet typed */

static bool ask(struct ui *ui, const char *prompt, struct strbuf *ret)
{
	(void)ui;
	(void)prompt;
	if (!left || !*left)
		return false;
	size_t n = strcspn(left, "\n");
	strbuf_add(ret, left, n);
	left += n + (left[n] == '\n');
	return true;
}

static void message(enum lang lang, const struct err *err, struct strbuf *ret)
{
	(void)lang;
	strbuf_adds(ret, err->arg[0]);
}

static void show(struct triage *t)
{
	struct strbuf out = STRBUF_INIT;
	struct result r = {.schema = "clin.triage/1",
			   .format = "text",
			   .encoding = "UTF-8",
			   .explanation = "",
			   .explained_by = "off"};

	triage_result(t, &r);
	triage_text(&out, t, &r, true, true);
	triage_referral(&out, t, &r);
	triage_json(&out, t, &r);
	triage_fhir(&out, t);
	for (size_t i = 0; i < out.len; i++)
		if (out.buf[i] == '\033')
			abort();
	result_release(&r);
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	static struct config config;
	static const char *const ages[] = {NULL, "10d", "8mo", "4", "30", "80"};
	struct err err;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		abort();
	if (n < 2)
		return 0;
	struct ui ui = {.lang = data[0] & 1 ? LANG_EN : LANG_ZH,
			.width = 80,
			.message = message,
			.ask = ask};
	struct app app = {
		.ui = &ui, .config = &config, .kb = kb, .version = "fuzz"};
	struct arena a = ARENA_INIT;
	struct triage t = {0};
	struct common_params common = {.age = ages[(data[0] >> 1) % 6]};
	char *text = arena_strndup(&a, (const char *)data + 1, n - 1);
	char *line = strchr(text, '\n');
	struct triage_input in = {.common = &common};

	if (line) {
		*line = '\0';
		in.vitals = text;
		text = line + 1;
	}
	line = strchr(text, '\n');
	left = line ? line + 1 : NULL;
	in.text = text;
	in.n = strlen(text);
	bool ok = data[0] & 0x80 ? triage_interview(&app, &in, &a, &t, &err)
				 : triage_judge(&app, &in, &a, &t, &err);
	if (ok)
		show(&t);
	triage_release(&t);
	arena_free(&a);
	return 0;
}
