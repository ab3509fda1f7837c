#include "kb/protocol.h"

#include "base/date.h"
#include "base/db.h"
#include "base/yaml.h"
#include "kb/entries.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool span_parse(const char *text, struct span *ret)
{
	bool back = *text == '-';
	const char *p = text + back;
	int n = 0;

	*ret = (struct span){0, 0};
	if (!isdigit((unsigned char)*p))
		return false;
	for (; isdigit((unsigned char)*p); p++) {
		n = n * 10 + (*p - '0');
		if (n > 36500)
			return false;
	}
	if (back)
		n = -n;
	if (strcmp(p, "d") == 0)
		ret->days = n;
	else if (strcmp(p, "wk") == 0)
		ret->days = 7 * n;
	else if (strcmp(p, "mo") == 0)
		ret->months = n;
	else if (strcmp(p, "y") == 0)
		ret->months = 12 * n;
	else
		return false;
	return true;
}

int64_t span_add(int64_t day, struct span s)
{
	return date_days(date_add_months(date_civil(day), s.months)) + s.days;
}

struct reader {
	struct arena *a;
	void (*problem)(void *self, int line, const char *what);
	void *self;
};

static void complain(const struct reader *r, const struct yaml *node,
		     const char *what)
{
	if (r->problem)
		r->problem(r->self, node ? node->line : 0, what);
}

static struct span read_span(const struct reader *r, const struct yaml *node,
			     const char *key, struct span otherwise)
{
	const char *text = yaml_str(node, key);
	struct span s;

	if (!text)
		return otherwise;
	if (!span_parse(text, &s))
		complain(r, node, "no time span: 14d, 2wk, 3mo, 1y");
	return s;
}

static void read_window(const struct reader *r, const struct yaml *node,
			struct protocol_visit *v)
{
	const struct yaml *window = yaml_get(node, "window");

	v->before = v->after = (struct span){0, 0};
	if (!window)
		return;
	if (yaml_count(window) != 2 ||
	    !span_parse(yaml_at(window, 0)->scalar, &v->before) ||
	    !span_parse(yaml_at(window, 1)->scalar, &v->after))
		complain(r, node, "window is [-7d, 7d]");
}

static const char *const *read_names(const struct reader *r,
				     const struct yaml *list, size_t *ret_n)
{
	size_t n = yaml_count(list);
	const char **names = arena_array(r->a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		names[i] = yaml_at(list, i)->scalar;
	*ret_n = n;
	return names;
}

static struct text read_text(const struct reader *r, const struct yaml *node,
			     const char *key)
{
	const struct yaml *t = yaml_get(node, key);
	const char *zh = yaml_str(t, "zh"), *en = yaml_str(t, "en");

	if (!zh || !en)
		complain(r, node, "both languages, please");
	return (struct text){{zh ? zh : "", en ? en : ""}};
}

static void read_visit(const struct reader *r, const struct yaml *node,
		       struct protocol_visit *v)
{
	const struct yaml *at = yaml_get(node, "at");
	const char *from = yaml_str(node, "from");

	v->id = yaml_str(node, "id");
	if (!v->id) {
		complain(r, node, "a visit needs an id");
		v->id = "?";
	}
	v->name = read_text(r, node, "name");
	v->n_at = yaml_count(at);
	struct span *spans = arena_array(r->a, struct span, v->n_at + 1);
	for (size_t i = 0; i < v->n_at; i++)
		if (!span_parse(yaml_at(at, i)->scalar, &spans[i]))
			complain(r, at, "no time span: 14d, 2wk, 3mo, 1y");
	v->at = spans;
	v->every = read_span(r, node, "every", (struct span){0, 0});
	v->first = read_span(r, node, "first", v->every);
	v->until = read_span(r, node, "until", (struct span){0, 0});
	if (!v->n_at && !v->every.days && !v->every.months &&
	    !yaml_get(node, "on_recheck"))
		complain(r, node, "a visit has at:, every: or on_recheck:");
	v->from_actual = from && strcmp(from, "actual") == 0;
	if (from && !v->from_actual && strcmp(from, "planned") != 0)
		complain(r, node, "from: planned or actual");
	read_window(r, node, v);
	v->lost = read_span(r, node, "lost", (struct span){0, 0});
	if (!v->lost.days && !v->lost.months)
		complain(r, node, "lost: when does it count as lost?");
	v->record = read_names(r, yaml_get(node, "record"), &v->n_record);
	v->scales = read_names(r, yaml_get(node, "scales"), &v->n_scales);
}

static void read_anchor(const struct reader *r, const struct yaml *node,
			struct protocol *ret)
{
	static const char *const names[] = {"start", "event", "lmp", "birth"};
	const struct yaml *anchor = yaml_get(node, "anchor");
	const char *kind = yaml_str(anchor, "is");
	int i = 0;

	ret->anchor_name = (struct text){{"", ""}};
	if (!anchor)
		return;
	while (i < 4 && (!kind || strcmp(kind, names[i]) != 0))
		i++;
	if (i == 4)
		complain(r, node,
			 "anchor: {is: start|event|lmp|birth, zh, en}");
	else
		ret->anchor = (enum protocol_anchor)i;
	ret->anchor_name = read_text(r, node, "anchor");
}

static void read_targets(const struct reader *r, const struct yaml *list,
			 struct protocol *ret)
{
	size_t n = yaml_count(list);
	struct protocol_target *t =
		arena_array(r->a, struct protocol_target, n + 1);

	for (size_t i = 0; i < n; i++) {
		t[i].code = yaml_str(yaml_at(list, i), "code");
		if (!t[i].code) {
			complain(r, yaml_at(list, i), "a target needs a code");
			t[i].code = "?";
		}
		t[i].text = read_text(r, yaml_at(list, i), "text");
	}
	ret->targets = t;
	ret->n_targets = n;
}

static void read_needs(const struct reader *r, const struct yaml *list,
		       struct protocol *ret)
{
	size_t n = yaml_count(list);
	struct protocol_need *need =
		arena_array(r->a, struct protocol_need, n + 1);

	for (size_t i = 0; i < n; i++)
		need[i].any = read_names(r, yaml_at(list, i), &need[i].n);
	ret->needs = need;
	ret->n_needs = n;
}

static void read_refer(const struct reader *r, const struct yaml *list,
		       struct protocol *ret)
{
	size_t n = yaml_count(list);
	struct text *t = arena_array(r->a, struct text, n + 1);

	for (size_t i = 0; i < n; i++) {
		const char *zh = yaml_str(yaml_at(list, i), "zh");
		const char *en = yaml_str(yaml_at(list, i), "en");
		if (!zh || !en)
			complain(r, yaml_at(list, i), "both languages, please");
		t[i] = (struct text){{zh ? zh : "", en ? en : ""}};
	}
	ret->refer = t;
	ret->n_refer = n;
}

void protocol_read(const struct yaml *node, struct arena *a,
		   struct protocol *ret,
		   void (*problem)(void *self, int line, const char *what),
		   void *self)
{
	const struct reader r = {a, problem, self};
	const struct yaml *visits = yaml_get(node, "visits");
	const struct yaml *rechecks = yaml_get(node, "recheck");
	size_t n = yaml_count(visits), m = yaml_count(rechecks);
	struct protocol_visit *v = arena_array(a, struct protocol_visit, n + 1);
	struct protocol_recheck *k =
		arena_array(a, struct protocol_recheck, m + 1);

	*ret = (struct protocol){.id = yaml_str(node, "id"),
				 .version = yaml_str(node, "version")};
	if (!ret->version) {
		complain(&r, node, "a protocol needs a version");
		ret->version = "";
	}
	ret->title = read_text(&r, node, "title");
	read_anchor(&r, node, ret);
	ret->days = yaml_str(node, "days");
	ret->dx = yaml_str(node, "dx");
	read_targets(&r, yaml_get(node, "targets"), ret);
	read_needs(&r, yaml_get(node, "needs"), ret);
	read_refer(&r, yaml_get(node, "refer"), ret);
	ret->control =
		read_names(&r, yaml_get(node, "control"), &ret->n_control);
	ret->triggers =
		read_names(&r, yaml_get(node, "trigger"), &ret->n_triggers);
	for (size_t i = 0; i < n; i++)
		read_visit(&r, yaml_at(visits, i), &v[i]);
	for (size_t i = 0; i < m; i++) {
		const struct yaml *x = yaml_at(rechecks, i);
		k[i].finding = yaml_str(x, "finding");
		k[i].visit = yaml_str(x, "visit");
		k[i].after = read_span(&r, x, "after", (struct span){0, 0});
		if (!k[i].finding || !k[i].visit || !yaml_str(x, "after"))
			complain(&r, x, "recheck: finding, visit, after");
	}
	ret->visits = v;
	ret->n_visits = n;
	ret->rechecks = k;
	ret->n_rechecks = m;
}

static bool next_protocol(sqlite3_stmt *s, struct arena *a,
			  struct protocol *ret, struct err *err)
{
	const char *json = arena_strdup(a, db_text(s, 0));
	struct yaml *node;

	if (!yaml_from_json(a, json, strlen(json), "protocol", &node, err))
		return false;
	protocol_read(node, a, ret, NULL, NULL);
	return true;
}

bool protocol_find(struct kb *kb, const char *id, struct arena *a,
		   struct protocol *ret, struct err *err)
{
	sqlite3_stmt *s;
	bool ok = db_prepare(kb_db(kb),
			     "SELECT json FROM entry WHERE kind = ?1 AND"
			     " id = ?2",
			     &s, err);

	if (!ok)
		return false;
	sqlite3_bind_int(s, 1, ENTRY_PROTOCOL);
	sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
	if (sqlite3_step(s) == SQLITE_ROW)
		ok = next_protocol(s, a, ret, err);
	else
		ok = ERR(err, ERR_KB_NO_ENTRY, id);
	sqlite3_finalize(s);
	return ok;
}

bool protocols_list(struct kb *kb, struct arena *a, struct protocol_vec *ret,
		    struct err *err)
{
	sqlite3_stmt *s;
	struct protocol p;
	bool ok = db_prepare(kb_db(kb),
			     "SELECT json FROM entry WHERE kind = ?1"
			     " ORDER BY id",
			     &s, err);

	if (!ok)
		return false;
	sqlite3_bind_int(s, 1, ENTRY_PROTOCOL);
	while (ok && sqlite3_step(s) == SQLITE_ROW) {
		ok = next_protocol(s, a, &p, err);
		if (ok)
			vec_push(ret, p);
	}
	sqlite3_finalize(s);
	return ok;
}

const struct protocol_visit *protocol_visit_find(const struct protocol *p,
						 const char *id)
{
	for (size_t i = 0; i < p->n_visits; i++)
		if (strcmp(p->visits[i].id, id) == 0)
			return &p->visits[i];
	return NULL;
}
