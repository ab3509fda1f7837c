/* ask reply: what patients sent back. A form is known by its reference; what
 * cannot be read is named, never guessed. */
#include "commands/followup/ask.h"

#include "base/date.h"
#include "base/encoding.h"
#include "base/io.h"
#include "base/utf8.h"
#include "base/yaml.h"

#include <stdlib.h>
#include <string.h>

enum { REPLY_LIMIT = 256 * 1024 };

struct reply {
	struct followup *f;
	struct chart_patient patient;
	struct chart_sent sent;
	struct sheet sheet;
	int64_t batch;
	size_t taken, unread;
	struct strbuf said; /* what could not be read, and alarms */
};

/* "P012-7" → the questionnaire that was sent. */
static bool find_sent(struct reply *r, const char *ref, struct err *err)
{
	struct followup *f = r->f;
	const char *dash = strrchr(ref, '-');
	struct chart_sent_vec list = {0};
	char *end = NULL;
	long long id = dash ? strtoll(dash + 1, &end, 10) : 0;

	if (!dash || dash == ref || *end || id <= 0)
		return ERR(err, ERR_ARGUMENT, ref, "a reference as P012-7");
	const char *patient =
		arena_strndup(&f->arena, ref, (size_t)(dash - ref));
	bool ok = chart_patient_get(f->chart, patient, &f->arena, &r->patient,
				    err) &&
		  chart_sent_list(f->chart, patient, &f->arena, &list, err);
	bool found = false;
	for (size_t i = 0; ok && i < list.n; i++)
		if (list.at[i].id == id) {
			r->sent = list.at[i];
			found = true;
		}
	vec_free(&list);
	return ok &&
	       (found || ERR(err, ERR_ARGUMENT, ref, "sent to that patient")) &&
	       sheet_find(f->app->kb, r->sent.form, &f->arena, &r->sheet, err);
}

static void unread(struct reply *r, const struct sheet_field *x,
		   const char *value)
{
	strbuf_addf(&r->said, SAY(r->f->app->ui, "  ? %s：", "  ? %s: "),
		    x->name.in[r->f->app->ui->lang]);
	utf8_add_safe(&r->said, value, strlen(value));
	strbuf_addch(&r->said, '\n');
	r->unread++;
}

/* "138/85" for SBP/DBP, a number for a code: taken at home. */
static bool take_reading(struct reply *r, const struct sheet_field *x,
			 const char *value, bool *ret_read, struct err *err)
{
	struct followup *f = r->f;
	bool pair = strchr(x->from, '/') != NULL;
	const char *const words[] = {"add", "?", pair ? "bp" : x->from, value,
				     "home"};
	const struct string_vec some = {(const char **)(uintptr_t)words, 5, 5};
	const struct string_vec *kept = f->words;
	struct chart_observation_vec list = {0};
	struct err unreadable;
	bool visit, ok = true;

	f->words = &some;
	*ret_read = followup_readings(f, 2, &list, &visit, &unreadable);
	f->words = kept;
	for (size_t i = 0; *ret_read && ok && i < list.n; i++) {
		int64_t id;
		enum chart_added added;
		list.at[i].at = f->app->ui->now;
		list.at[i].zone = f->app->ui->zone;
		list.at[i].timed = true;
		list.at[i].source = "questionnaire";
		ok = chart_observation_add(f->chart, r->patient.id, &list.at[i],
					   r->batch, &id, &added, err);
	}
	vec_free(&list);
	return ok;
}

static void say_alarms(struct reply *r, const struct sheet_field *x,
		       const char *value)
{
	for (const char *p = value; *p;) {
		size_t n = strcspn(p, ",");
		const struct sheet_choice *c =
			sheet_choose(x->choices, x->n_choices,
				     arena_strndup(&r->f->arena, p, n));
		if (c && c->alarm)
			strbuf_addf(&r->said, "  ! %s %s\n",
				    x->name.in[r->f->app->ui->lang],
				    c->text.in[r->f->app->ui->lang]);
		p += n + (p[n] == ',');
	}
}

static bool take(struct reply *r, const struct sheet_field *x,
		 const char *value, struct err *err)
{
	struct followup *f = r->f;
	struct err refused;
	const char *kept;
	bool read = true;

	if (!followup_field_value(f, x, value, &kept, &refused)) {
		unread(r, x, value);
		return true;
	}
	if (x->from && *x->from != '@' && !take_reading(r, x, kept, &read, err))
		return false;
	if (!read) {
		unread(r, x, value);
		return true;
	}
	say_alarms(r, x, kept);
	struct chart_answer a = {.form = r->sheet.id,
				 .item = x->id,
				 .value = kept,
				 .at = f->app->ui->now,
				 .zone = f->app->ui->zone};
	r->taken++;
	return chart_answer_add(f->chart, r->patient.id, &a, r->batch, err);
}

/* Past the first of these words and what separates, or NULL. */
static const char *after(const char *line, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (strncmp(line, *words, n) != 0)
			continue;
		line += n;
		while (*line == ' ' || *line == ':' ||
		       strncmp(line, "：", 3) == 0)
			line += *line == ' ' || *line == ':' ? 1 : 3;
		return line;
	}
	return NULL;
}

static const char *find_ref(struct followup *f, const char *text)
{
	static const char *const words[] = {"编号", "ref", NULL};

	for (int i = 0; words[i]; i++) {
		const char *const one[] = {words[i], NULL};
		const char *at = strstr(text, words[i]);
		const char *ref = at ? after(at, one) : NULL;
		size_t n = ref ? strcspn(ref, " \r\n\t") : 0;
		if (n && n < 64)
			return arena_strndup(&f->arena, ref, n);
	}
	return NULL;
}

/* "3. …" begins a question, "答：…" answers it. */
static bool read_lines(struct reply *r, char *text, struct err *err)
{
	static const char *const words[] = {"答", "A", NULL};
	const struct sheet_field *x = NULL;
	char *save = NULL;
	bool ok = true;

	for (char *line = strtok_r(text, "\r\n", &save); ok && line;
	     line = strtok_r(NULL, "\r\n", &save)) {
		char *end;
		while (*line == ' ')
			line++;
		unsigned long n = strtoul(line, &end, 10);
		const char *answer = after(line, words);
		if (end != line && *end == '.') {
			x = n >= 1 && n <= r->sheet.n_fields
				    ? &r->sheet.fields[n - 1]
				    : NULL;
		} else if (answer && *answer && x) {
			ok = take(r, x, answer, err);
			x = NULL;
		}
	}
	return ok;
}

static bool read_json(struct reply *r, const struct yaml *node, struct err *err)
{
	const struct yaml *answers = yaml_get(node, "answers");

	for (size_t i = 0; answers && i < answers->n; i++) {
		const struct yaml *a = answers->child[i];
		const struct sheet_field *x =
			sheet_field_find(&r->sheet, a->key);
		if (!x || !a->scalar) {
			strbuf_addf(&r->said, "  ? %s\n", a->key);
			r->unread++;
			continue;
		}
		if (*a->scalar && !take(r, x, a->scalar, err))
			return false;
	}
	return true;
}

static bool begin(struct reply *r, const char *ref, const char *file,
		  struct err *err)
{
	if (!ref)
		return ERR(err, ERR_VALUE, file, "-", "编号 P012-7");
	if (!find_sent(r, ref, err))
		return false;
	if (r->sent.answered != DATE_NONE)
		return ERR(err, ERR_CHART, ref, "was answered already");
	return chart_batch(r->f->chart, "reply", file, &r->batch, err);
}

static bool end(struct reply *r, struct err *err)
{
	struct followup *f = r->f;
	struct ui *ui = f->app->ui;

	/* what answers nothing leaves the questionnaire open */
	if (r->taken &&
	    !chart_sent_answer(f->chart, r->sent.id, f->today, r->batch, err))
		return false;
	strbuf_addf(&f->out,
		    SAY(ui, "%s  %s：读出 %zu 题，未答 %zu 题\n",
			"%s  %s: %zu answers, %zu questions not answered\n"),
		    r->patient.id, r->sheet.title.in[ui->lang], r->taken,
		    r->sheet.n_fields - r->taken);
	strbuf_add(&f->out, r->said.buf, r->said.len);
	if (r->unread || !r->taken)
		f->status = EXIT_PARTIAL;
	f->seen = r->patient.id;
	return followup_findings(f, &r->patient, r->batch, err);
}

static bool one_file(struct followup *f, const char *file, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT;
	struct reply r = {.f = f, .said = STRBUF_INIT};
	const char *encoding;
	struct yaml *node = NULL;

	bool ok = io_read(file, REPLY_LIMIT, &bytes, err) &&
		  encoding_decode(bytes.buf, bytes.len, NULL, file, &text,
				  &encoding, NULL, err);
	bool json = ok && text.buf[strspn(text.buf, " \r\n\t")] == '{';
	if (json)
		ok = yaml_parse(&f->arena, text.buf, text.len, file, &node,
				err) &&
		     begin(&r, yaml_str(node, "ref"), file, err) &&
		     read_json(&r, node, err);
	else
		ok = ok && begin(&r, find_ref(f, text.buf), file, err) &&
		     read_lines(&r, text.buf, err);
	ok = ok && end(&r, err);
	strbuf_release(&bytes);
	strbuf_release(&text);
	strbuf_release(&r.said);
	return ok;
}

bool followup_reply(struct followup *f, struct err *err)
{
	if (!followup_format(f, "text", err))
		return false;
	if (f->words->n < 3)
		return ERR(err, ERR_ARGUMENT, "reply", "ask reply FILE");
	for (size_t i = 2; i < f->words->n; i++)
		if (!one_file(f, f->words->at[i], err))
			return false;
	f->changed = !f->params->dry_run;
	return true;
}
