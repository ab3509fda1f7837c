/* What a rule that fired leaves behind. */
#include "kb/rule_private.h"

#include "base/num.h"
#include "base/strbuf.h"
#include "kb/private.h"

#include <math.h>
#include <string.h>

/* Split a U+001F-separated column into strings of the arena. */
static const char **split(struct arena *a, const char *text, size_t *ret_n)
{
	size_t n = text && *text ? 1 : 0;

	for (const char *p = text; p && *p; p++)
		n += *p == '\x1f';
	const char **list = arena_array(a, const char *, n);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(text, "\x1f");
		list[i] = arena_strndup(a, text, len);
		text += len + 1;
	}
	*ret_n = n;
	return list;
}

/* A name of a sentence, taken apart once; NULL: there is none such. */
static const struct name *name_of(const struct facts *f, const char *text,
				  size_t n)
{
	const void *kept;

	if (kb_recall(f->kb, KB_MEMO_TERM, text, n, &kept))
		return kept;
	struct arena *keep = kb_may_keep(f->kb, KB_MEMO_TERM, n);
	struct arena *a = keep ? keep : f->arena;
	struct name *name = arena_new(a, struct name);
	if (!name_parse(f->kb, arena_strndup(a, text, n), name))
		name = NULL;
	if (keep)
		kb_keep(f->kb, KB_MEMO_TERM, text, n, name);
	return name;
}

/* The result of a series whose value is x, as it was printed: one sentence does
 * not compare umol/L with mg/dL. NULL: none. */
static const char *printed_of(const struct facts *f, const struct name *name,
			      double x)
{
	if (name->attribute != ATTR_PREV && name->attribute != ATTR_MIN &&
	    name->attribute != ATTR_MAX)
		return NULL;
	for (size_t i = 0; i < f->list.n; i++) {
		const struct fact *fact = &f->list.at[i];
		if (fact->analyte == name->analyte && fact->value == x &&
		    fact->printed)
			return fact->printed;
	}
	return NULL;
}

/* How a name's value reads in a sentence. */
static void add_value(struct strbuf *sb, const struct facts *f,
		      const char *text, size_t n)
{
	char number[NUM_SIZE];
	enum fact_state why;
	bool absent;
	const struct name *name = name_of(f, text, n);

	if (!name) {
		strbuf_adds(sb, "—");
		return;
	}
	const struct fact *fact =
		name->analyte ? facts_latest(f, name->analyte->id) : NULL;
	if (name->attribute == ATTR_VALUE && fact && fact->printed) {
		strbuf_adds(sb, fact->printed);
		return;
	}
	double x = facts_value(f, name, &why, &absent);
	if (isnan(x)) {
		strbuf_adds(sb, "—");
		return;
	}
	const char *printed = printed_of(f, name, x);
	if (printed) {
		strbuf_adds(sb, printed);
		return;
	}
	bool whole = name->attribute == ATTR_AGE ||
		     name->attribute == ATTR_PREV_DAYS ||
		     name->attribute == ATTR_DAYS_SINCE;
	strbuf_adds(sb, num_format_fixed(number, whole ? floor(x) : x,
					 whole || x == floor(x) ? 0 : 2));
	char unit[UNIT_SIZE];
	if (name->analyte && name->analyte->unit &&
	    name->attribute != ATTR_PREV_DAYS &&
	    name->attribute != ATTR_DAYS_SINCE &&
	    name->attribute != ATTR_COUNT &&
	    name->analyte->scale == SCALE_QUANTITATIVE &&
	    *unit_show(name->analyte->unit, unit, sizeof unit)) {
		strbuf_addch(sb, ' ');
		strbuf_adds(sb, unit);
	}
}

/* "168 mmHg/98 mmHg" is written "168/98 mmHg": drop the unit of the value that
 * stands at [from, slash) when the one behind the slash has the same. */
static void share_unit(struct strbuf *sb, size_t from, size_t slash)
{
	const char *one = memchr(sb->buf + from, ' ', slash - from);
	const char *other = strchr(sb->buf + slash, ' ');
	size_t n = one ? (size_t)(sb->buf + slash - one) : 0;

	if (!one || !other || strlen(other) != n || memcmp(one, other, n) != 0)
		return;
	size_t at = (size_t)(one - sb->buf);
	memmove(sb->buf + at, sb->buf + slash, sb->len - slash + 1);
	strbuf_truncate(sb, sb->len - n);
}

static const char *fill(const struct facts *f, const char *template)
{
	struct strbuf sb = STRBUF_INIT;
	size_t last = 0; /* where the value before stands */

	for (const char *p = template; *p;) {
		size_t plain = strcspn(p, "{");
		strbuf_add(&sb, p, plain);
		p += plain;
		if (!*p)
			break;
		size_t n = strcspn(p, "}"), from = sb.len;
		add_value(&sb, f, p + 1, n - 1);
		if (plain == 1 && sb.buf[from - 1] == '/')
			share_unit(&sb, last, from - 1);
		last = from;
		p += n + (p[n] == '}');
	}
	const char *text = arena_strndup(f->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

static void read_actions(struct arena *a, const char *zh, const char *en,
			 struct rule_text *ret)
{
	size_t n_zh, n_en;
	const char **in_zh = split(a, zh, &n_zh), **in_en = split(a, en, &n_en);

	ret->n_actions = n_zh < n_en ? n_zh : n_en;
	ret->actions = arena_array(a, struct text, ret->n_actions);
	for (size_t i = 0; i < ret->n_actions; i++) {
		ret->actions[i].in[LANG_ZH] = in_zh[i];
		ret->actions[i].in[LANG_EN] = in_en[i];
	}
}

static struct text two(struct arena *a, sqlite3_stmt *s, int column)
{
	struct text text;

	text.in[LANG_ZH] = arena_strdup(a, db_text(s, column));
	text.in[LANG_EN] = arena_strdup(a, db_text(s, column + 1));
	return text;
}

const struct rule_text *rule_text(struct kb *kb, struct rule *r)
{
	struct arena *a = &kb->arena;

	if (r->text)
		return r->text;
	struct rule_text *t = arena_new(a, struct rule_text);
	sqlite3_stmt *s = kb_query(kb, KB_Q_RULE_TEXT);
	sqlite3_bind_int(s, 1, r->id);
	if (sqlite3_step(s) == SQLITE_ROW) {
		t->title = two(a, s, 0);
		t->because = two(a, s, 2);
		t->patient = two(a, s, 4);
		read_actions(a, db_text(s, 6), db_text(s, 7), t);
		t->explains = split(a, db_text(s, 8), &t->n_explains);
		t->refine = split(a, db_text(s, 9), &t->n_refine);
		t->sources = split(a, db_text(s, 10), &t->n_sources);
	}
	sqlite3_reset(s);
	r->text = t;
	return t;
}

/* What would sharpen the finding and is not there. */
static void list_missing(const struct facts *f, const struct rule_text *t,
			 struct finding *ret)
{
	ret->missing = arena_array(f->arena, const char *, t->n_refine);
	for (size_t i = 0; i < t->n_refine; i++) {
		const struct analyte *a =
			kb_analyte_by_code(f->kb, t->refine[i]);
		if (!a || !facts_latest(f, a->id))
			ret->missing[ret->n_missing++] = t->refine[i];
	}
}

static void take_texts(struct evaluation *e, struct rule *r,
		       struct finding *ret)
{
	const struct rule_text *t = rule_text(e->kb, r);

	ret->title = t->title;
	ret->patient = t->patient;
	ret->actions = t->actions;
	ret->n_actions = t->n_actions;
	ret->explains = t->explains;
	ret->n_explains = t->n_explains;
	ret->sources = t->sources;
	ret->n_sources = t->n_sources;
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
		if (t->because.in[lang])
			ret->because.in[lang] =
				fill(e->facts, t->because.in[lang]);
	list_missing(e->facts, t, ret);
}

static bool is_listed(const struct finding *f, const char *code)
{
	for (size_t i = 0; i < f->n_evidence; i++)
		if (f->evidence[i].code == code)
			return true;
	return false;
}

static void gather_evidence(struct evaluation *e, const struct rule *r,
			    struct finding *ret)
{
	const struct condition *c = &r->condition;

	ret->evidence = arena_array(e->facts->arena, struct evidence,
				    c->n_names + r->n_required);
	for (size_t i = 0; i < c->n_names + r->n_required; i++) {
		const struct analyte *a =
			i < r->n_required
				? kb_analyte(e->kb, r->required[i])
				: c->names[i - r->n_required]->analyte;
		const struct fact *fact =
			a ? facts_latest(e->facts, a->id) : NULL;
		if (!fact || is_listed(ret, a->code))
			continue;
		ret->evidence[ret->n_evidence++] = (struct evidence){
			a->code, fact->ref, fact->line, fact->start, fact->end};
	}
}

void evaluation_found(struct evaluation *e, struct rule *r)
{
	struct finding finding = {.id = r->name,
				  .origin = r->origin,
				  .urgency = r->urgency,
				  .rank = r->rank};

	gather_evidence(e, r, &finding);
	take_texts(e, r, &finding);
	vec_push(e->findings, finding);
}

bool rule_wording(struct kb *kb, const char *id, struct rule_wording *ret)
{
	struct rule r = {0};
	sqlite3_stmt *s = kb_query(kb, KB_Q_RULE_NAMED);

	sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
	bool found = sqlite3_step(s) == SQLITE_ROW;
	if (found)
		r.id = sqlite3_column_int(s, 0);
	sqlite3_reset(s);
	if (!found)
		return false;
	const struct rule_text *t = rule_text(kb, &r);
	*ret = (struct rule_wording){t->title, t->because, t->actions,
				     t->n_actions};
	return true;
}
