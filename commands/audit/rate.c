/* A clinician's verdict on an explanation, with CLEVER's eight dimensions if
 * they are filled in, and what verdicts come to by model and prompt. */
#include "commands/audit/audit.h"

#include "base/json.h"
#include "commands/result.h"
#include "commands/table.h"
#include "llm/ledger.h"

#include <string.h>

enum { DIMENSIONS = 8 };

/* 5 is best everywhere: no unfaithful content, no bias, no harm. */
static const struct {
	const char *key;
	struct text name;
} dimensions[DIMENSIONS] = {
	{"comprehension", TEXT("病情理解", "comprehension of the case")},
	{"guidelines", TEXT("符合指南", "guidelines")},
	{"reasoning", TEXT("推理", "reasoning")},
	{"differential", TEXT("鉴别诊断", "differential")},
	{"acceptability", TEXT("可接受性", "acceptability")},
	{"unfaithful", TEXT("无不实内容", "no unfaithful content")},
	{"bias", TEXT("无偏见", "no bias")},
	{"harm", TEXT("无伤害", "no harm")}};

static const char *const verdicts[] = {"accept", "edit", "reject"};

static const char sheet_words[] =
	"comprehension|guidelines|reasoning|differential|acceptability|"
	"unfaithful|bias|harm = 1..5";

/* "harm=5", by any unique beginning. -1: none. */
static int dimension_of(const char *word, size_t n)
{
	int found = -1;

	for (int i = 0; i < DIMENSIONS; i++)
		if (n && n <= strlen(dimensions[i].key) &&
		    strncmp(word, dimensions[i].key, n) == 0)
			found = found < 0 ? i : -2;
	return found;
}

/* words[3…] → "comprehension=4 harm=5"; NULL: none given. */
static bool read_sheet(struct audit *v, const char **ret, struct err *err)
{
	int score[DIMENSIONS] = {0};
	struct strbuf sheet = STRBUF_INIT;

	for (size_t i = 3; i < v->words->n; i++) {
		const char *word = v->words->at[i], *sign = strchr(word, '=');
		int d = sign ? dimension_of(word, (size_t)(sign - word)) : -1;
		if (d < 0 || sign[1] < '1' || sign[1] > '5' || sign[2] ||
		    score[d])
			return ERR(err, ERR_ARGUMENT, word, sheet_words);
		score[d] = sign[1] - '0';
	}
	for (int i = 0; i < DIMENSIONS; i++)
		if (score[i])
			strbuf_addf(&sheet, "%s%s=%d", sheet.len ? " " : "",
				    dimensions[i].key, score[i]);
	*ret = sheet.len ? arena_strdup(&v->arena, sheet.buf) : NULL;
	strbuf_release(&sheet);
	return true;
}

/* The one call whose id begins like that. */
static const json_t *find_call(const struct line_vec *lines, const char *id)
{
	const json_t *found = NULL;

	for (size_t i = 0; i < lines->n; i++)
		if (!*audit_member(lines->at[i], "rating") &&
		    strncmp(audit_member(lines->at[i], "hash"), id,
			    strlen(id)) == 0)
			found = found ? NULL : lines->at[i];
	return found;
}

bool audit_rate(struct audit *v, struct err *err)
{
	const struct string_vec *w = v->words;
	struct line_vec lines = {0};
	const char *sheet = NULL;
	bool known = false;
	char id[13];

	if (w->n < 3 || strlen(w->at[1]) < 6)
		return ERR(err, ERR_ARGUMENT, "rate", "ID accept|edit|reject");
	for (size_t i = 0; i < 3; i++)
		known |= strcmp(w->at[2], verdicts[i]) == 0;
	if (!known)
		return ERR(err, ERR_ARGUMENT, w->at[2], "accept|edit|reject");
	if (!read_sheet(v, &sheet, err) || !audit_read(v, &lines, err))
		return false;
	const json_t *about = find_call(&lines, w->at[1]);
	struct ledger_entry e = {
		.at = v->app->ui->now,
		.kind = "rate",
		.model = audit_member(about, "model"),
		.prompt = audit_member(about, "prompt"),
		.about = arena_strndup(&v->arena, audit_member(about, "hash"),
				       about ? 12 : 0),
		.rating = w->at[2],
		.sheet = sheet,
		.prompt_tokens = -1,
		.completion_tokens = -1};
	bool ok = (about || ERR(err, ERR_ARGUMENT, w->at[1],
				"an id that 'audit list' shows")) &&
		  ledger_add(v->app->config->ledger, &e, id, err);
	if (ok)
		strbuf_addf(&v->out,
			    SAY(v->app->ui, "已记：%s %s%s%s\n",
				"recorded: %s %s%s%s\n"),
			    e.about, w->at[2], sheet ? " " : "",
			    sheet ? sheet : "");
	audit_release(&lines);
	return ok;
}

/* --- what it comes to ---------------------------------------------------- */

struct tally {
	const char *model, *kind, *prompt;
	size_t calls, shown, rated, verdict[3];
	double sum[DIMENSIONS];
	size_t n[DIMENSIONS];
};
struct tallies VEC_OF(struct tally);

static struct tally *tally_of(struct tallies *all, const json_t *line)
{
	struct tally fresh = {.model = audit_member(line, "model"),
			      .kind = audit_member(line, "kind"),
			      .prompt = audit_member(line, "prompt")};

	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->at[i].model, fresh.model) == 0 &&
		    strcmp(all->at[i].kind, fresh.kind) == 0 &&
		    strcmp(all->at[i].prompt, fresh.prompt) == 0)
			return &all->at[i];
	vec_push(all, fresh);
	return &all->at[all->n - 1];
}

static void add_verdict(struct tally *t, const json_t *rating)
{
	const char *sheet = audit_member(rating, "sheet");

	t->rated++;
	for (int i = 0; i < 3; i++)
		t->verdict[i] += strcmp(audit_member(rating, "rating"),
					verdicts[i]) == 0;
	for (int d = 0; d < DIMENSIONS; d++) {
		const char *at = strstr(sheet, dimensions[d].key);
		size_t n = strlen(dimensions[d].key);
		if (at && at[n] == '=' && at[n + 1] >= '1' &&
		    at[n + 1] <= '5') {
			t->sum[d] += at[n + 1] - '0';
			t->n[d]++;
		}
	}
}

/* The last verdict on a call counts. */
static const json_t *last_verdict(const struct line_vec *lines,
				  const json_t *call)
{
	const char *hash = audit_member(call, "hash");
	const json_t *last = NULL;

	for (size_t i = 0; i < lines->n; i++)
		if (*audit_member(lines->at[i], "rating") &&
		    strncmp(audit_member(lines->at[i], "about"), hash, 12) == 0)
			last = lines->at[i];
	return last;
}

static void tally_lines(const struct line_vec *lines, struct tallies *ret)
{
	for (size_t i = 0; i < lines->n; i++) {
		const json_t *line = lines->at[i];
		const char *outcome = audit_member(line, "outcome");
		if (*audit_member(line, "rating"))
			continue;
		struct tally *t = tally_of(ret, line);
		const json_t *verdict = last_verdict(lines, line);
		t->calls += strcmp(outcome, "cached") != 0;
		t->shown += strcmp(outcome, "shown") == 0;
		if (verdict)
			add_verdict(t, verdict);
	}
}

static void tally_json(struct strbuf *out, const struct tally *t)
{
	struct jw j = jw_to(out);

	jw_object(&j, NULL);
	jw_str(&j, "schema", "clin.audit.rates/1");
	jw_str(&j, "model", t->model);
	jw_str(&j, "kind", t->kind);
	jw_str(&j, "prompt", t->prompt);
	jw_int(&j, "calls", (int64_t)t->calls);
	jw_int(&j, "shown", (int64_t)t->shown);
	jw_int(&j, "rated", (int64_t)t->rated);
	for (int i = 0; i < 3; i++)
		jw_int(&j, verdicts[i], (int64_t)t->verdict[i]);
	jw_object(&j, "sheet");
	for (int d = 0; d < DIMENSIONS; d++)
		if (t->n[d])
			jw_num(&j, dimensions[d].key,
			       t->sum[d] / (double)t->n[d]);
	jw_end(&j);
	jw_end(&j);
	strbuf_addch(out, '\n');
}

static void tally_text(struct audit *v, const struct tally *t)
{
	const struct ui *ui = v->app->ui;

	strbuf_addf(
		&v->out,
		SAY(ui,
		    "%s  %s 提示词 %s\n   调用 %zu，通过核对并显示 %zu\n"
		    "   评价 %zu：采纳 %zu，修改 %zu，拒绝 %zu\n",
		    "%s  %s prompt %s\n   %zu calls, %zu passed and shown\n"
		    "   %zu rated: %zu accepted, %zu edited, %zu rejected\n"),
		audit_safe(v, t->model), audit_safe(v, t->kind),
		audit_safe(v, t->prompt), t->calls, t->shown, t->rated,
		t->verdict[0], t->verdict[1], t->verdict[2]);
	for (int d = 0; d < DIMENSIONS; d++)
		if (t->n[d])
			strbuf_addf(&v->out, "   %.1f  %s (%zu)\n",
				    t->sum[d] / (double)t->n[d],
				    dimensions[d].name.in[ui->lang], t->n[d]);
}

bool audit_rates(struct audit *v, struct err *err)
{
	struct line_vec lines = {0};
	struct tallies all = {0};
	bool ok = audit_read(v, &lines, err);

	if (ok)
		tally_lines(&lines, &all);
	for (size_t i = 0; i < all.n; i++)
		if (v->params->format == 1)
			tally_json(&v->out, &all.at[i]);
		else
			tally_text(v, &all.at[i]);
	if (ok && !all.n && v->params->format == 0)
		strbuf_adds(&v->out, SAY(v->app->ui, "账本中没有调用\n",
					 "no call is in the ledger\n"));
	vec_free(&all);
	audit_release(&lines);
	return ok;
}
