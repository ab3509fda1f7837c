/* A result kept in the other language, in the words of this one. */
#include "commands/ask/ask.h"

#include "kb/browse.h"
#include "kb/rule.h"

#include <string.h>

/* "血钾 {K}，…" against "血钾 7.2 mmol/L，…": the text's value for each place,
 * put into the other wording, where each stands by its name. */
struct place {
	const char *name, *value;
	size_t name_len, value_len;
};
enum { PLACES = 16 };

/* False: the text was not made of this wording. */
static bool take_apart(const char *wording, const char *text,
		       struct place places[PLACES], size_t *ret_n)
{
	*ret_n = 0;
	while (*wording) {
		const char *close =
			*wording == '{' ? strchr(wording, '}') : NULL;
		if (!close) {
			if (*wording++ != *text++)
				return false;
			continue;
		}
		size_t literal = strcspn(close + 1, "{");
		const char *end = text + strlen(text);
		if (literal)
			end = memmem(text, strlen(text), close + 1, literal);
		if (!end || *ret_n == PLACES)
			return false;
		places[(*ret_n)++] = (struct place){
			wording + 1, text, (size_t)(close - wording - 1),
			(size_t)(end - text)};
		wording = close + 1;
		text = end;
	}
	return *text == '\0';
}

static const char *put_together(struct ask *q, const char *wording,
				const struct place *places, size_t n)
{
	struct strbuf sb = STRBUF_INIT;
	bool whole = true;

	while (*wording) {
		const char *close =
			*wording == '{' ? strchr(wording, '}') : NULL;
		if (!close) {
			strbuf_addch(&sb, *wording++);
			continue;
		}
		size_t len = (size_t)(close - wording - 1), i = 0;
		while (i < n && (places[i].name_len != len ||
				 memcmp(places[i].name, wording + 1, len) != 0))
			i++;
		whole &= i < n;
		if (i < n)
			strbuf_add(&sb, places[i].value, places[i].value_len);
		wording = close + 1;
	}
	const char *text = whole ? arena_strndup(q->a, sb.buf, sb.len) : NULL;
	strbuf_release(&sb);
	return text;
}

static void take_actions(struct ask *q, struct asked_finding *f,
			 const struct text *actions, size_t n)
{
	vec_clear(&f->actions);
	for (size_t i = 0; i < n; i++) {
		const char *text = actions[i].in[q->app->ui->lang];
		char *copy = arena_strdup(q->a, text ? text : "");
		vec_push(&f->actions, copy);
	}
}

/* A rule's finding: all of it. */
static bool by_rule(struct ask *q, struct asked_finding *f)
{
	enum lang ours = q->app->ui->lang;
	enum lang theirs = ours == LANG_ZH ? LANG_EN : LANG_ZH;
	struct rule_wording w;
	struct place places[PLACES];
	size_t n;

	if (!rule_wording(q->app->kb, f->id, &w))
		return false;
	if (!w.title.in[theirs] || !w.title.in[ours] ||
	    strcmp(w.title.in[theirs], f->title) != 0)
		return true; /* in our words, or of another knowledge base */
	f->title = w.title.in[ours];
	take_actions(q, f, w.actions, w.n_actions);
	if (w.because.in[theirs] && w.because.in[ours] &&
	    take_apart(w.because.in[theirs], f->because, places, &n)) {
		const char *text =
			put_together(q, w.because.in[ours], places, n);
		f->because = text ? text : f->because;
	}
	return true;
}

/* Another entry's: title and actions; what else it says stays. */
static void by_entry(struct ask *q, struct asked_finding *f)
{
	enum lang lang = q->app->ui->lang;
	const char *ours = lang == LANG_ZH ? "zh" : "en";
	const char *theirs = lang == LANG_ZH ? "en" : "zh";
	struct kb_entry_vec found = {0};

	if (kb_find(q->app->kb, f->id, q->a, &found, NULL)) {
		const struct yaml *node = found.at[0].node;
		const struct yaml *title = yaml_get(node, "title");
		const struct yaml *actions = yaml_get(node, "actions");
		const char *other = yaml_str(title, theirs);
		const char *own = yaml_str(title, ours);
		if (other && own && strcmp(other, f->title) == 0) {
			f->title = own;
			vec_clear(&f->actions);
			for (size_t i = 0; i < yaml_count(actions); i++) {
				const char *text =
					yaml_str(yaml_at(actions, i), ours);
				char *copy =
					arena_strdup(q->a, text ? text : "");
				vec_push(&f->actions, copy);
			}
		}
	}
	vec_free(&found);
}

void ask_translate(struct ask *q, struct asked_finding *f)
{
	if (!by_rule(q, f))
		by_entry(q, f);
}
