/* Labels in a line, and what kind of line that makes. */
#include "commands/interpret-report/identity.h"

#include "commands/interpret-report/scan.h"

#include <string.h>

/* One label found in the line. */
struct field {
	const struct word *label;
	size_t start, value; /* of the label, of what follows it */
	bool colon;
};

enum { FIELDS_MAX = 32 };

/* Up to a tab, bar or wide gap. */
static size_t field_size(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] == ' ' || s[i] == ':'))
		i++;
	while (i < n && s[i] != '\t' && s[i] != '|' &&
	       !(s[i] == ' ' && i + 1 < n && s[i + 1] == ' '))
		i++;
	return i;
}

/* A label at i: followed by a colon, or set apart by blanks. */
static bool read_field(const struct view *v, size_t i, bool glued,
		       struct field *ret)
{
	size_t n = view_word(v, i, v->n, "label", &ret->label), end = i + n;

	if (!n)
		return false;
	ret->start = i;
	while (end < v->n && strchr(" *_", v->s[end]))
		end++;
	/* "姓名(Name):" */
	if (end < v->n && v->s[end] == '(') {
		const char *close = memchr(v->s + end, ')', v->n - end);
		if (close && close + 1 < v->s + v->n && close[1] == ':')
			end = (size_t)(close + 1 - v->s);
	}
	ret->colon = end < v->n && v->s[end] == ':';
	if (!ret->colon && end < v->n &&
	    (v->s[end] == '-' || v->s[end] == '.') && end > i + n)
		ret->colon = true;
	ret->value = end + ret->colon;
	bool apart = i == 0 || strchr(" \t|([,;*#", v->s[i - 1]) != NULL;
	if (ret->colon)
		return apart || glued;
	return apart && (end > i + n || (glued && n >= 6)) && end < v->n;
}

static int find_fields(const struct view *v, struct field *fields)
{
	int n = 0;

	for (size_t i = 0; i < v->n && n < FIELDS_MAX;) {
		/* inside a field of CJK text the next label may be glued */
		bool cjk = is_cjk_at(v->s + i, v->n - i);
		if (!is_space(v->s[i]) && read_field(v, i, cjk, &fields[n])) {
			i = fields[n].value > i ? fields[n].value : i + 1;
			n++;
			continue;
		}
		i += char_size(v->s + i, v->n - i);
	}
	return n;
}

static bool is_core(const struct word *w)
{
	static const char *const core[] = {
		"name",     "sex",        "age",       "agesex",
		"sexage",   "department", "bed",       "id",
		"specimen", "sample_id",  "pregnancy", "height_weight"};

	for (size_t i = 0; i < sizeof core / sizeof *core; i++)
		if (strcmp(w->means, core[i]) == 0)
			return true;
	return false;
}

/* Who and when, at the foot: no results follow on the line. */
static bool is_signature(const struct word *w)
{
	static const char *const foot[] = {"doctor",   "collected", "received",
					   "reported", "printed",   "contact"};

	for (size_t i = 0; i < sizeof foot / sizeof *foot; i++)
		if (strcmp(w->means, foot[i]) == 0)
			return true;
	return false;
}

static bool starts_line(const struct view *v, const struct field *f)
{
	for (size_t i = 0; i < f->start; i++)
		if (!strchr(" \t|*#[(>-_.", v->s[i]) &&
		    (unsigned char)v->s[i] < 0x80)
			return false;
	return f->start < 12;
}

static enum label_line judge(const struct view *v, const struct field *fields,
			     int n)
{
	int colons = 0, core = 0;

	for (int i = 0; i < n; i++) {
		colons += fields[i].colon;
		core += is_core(fields[i].label);
	}
	if (n == 0)
		return LABELS_NONE;
	bool first = starts_line(v, &fields[0]);
	if (first && strcmp(fields[0].label->means, "remark") == 0 &&
	    fields[0].colon)
		return LABELS_REMARK;
	if ((first && fields[0].colon) || colons >= 2 || (first && core >= 2) ||
	    (first && is_signature(fields[0].label)))
		return LABELS_ONLY;
	return colons ? LABELS_SOME : LABELS_NONE;
}

/* "54M", "F/34", "34/F", "M/71y": sex and age in one word, or nothing. */
static bool read_pair(const struct view *v, size_t at, size_t stop,
		      struct arena *a, struct identity *id)
{
	const char *s = v->s;
	size_t digits = at, last = stop - 1;

	if (strchr("MFmf", s[at]) && s[at + 1] == '/')
		digits = at + 2, last = at;
	size_t end = digits + strspn(s + digits, "0123456789");
	if (end == digits || end - digits > 3)
		return false;
	bool behind = last == stop - 1 && strchr("MFmf", s[last]) &&
		      (end == last || (end + 1 == last && s[end] == '/'));
	bool before = last == at && (end == stop ||
				     (end + 1 == stop && strchr("yY", s[end])));
	if (!behind && !before)
		return false;
	identity_value(v->kb, "sex", arena_strndup(a, s + last, 1), a, id);
	identity_value(
		v->kb, "age",
		arena_printf(a, "%.*sY", (int)(end - digits), s + digits), a,
		id);
	return true;
}

/* "23 y", "71 years": the age's unit is a word of its own. Where it ends. */
static size_t age_end(const struct view *v, size_t at, size_t stop, size_t end)
{
	static const char *const units[] = {"years", "year", "yrs", "yr",
					    "y",     "Y",    "岁",  "months"};

	if (!is_digit(v->s[at]) || strspn(v->s + at, "0123456789") != stop - at)
		return stop;
	size_t from = stop + (stop < end && v->s[stop] == ' '), to = from;
	while (to < end && !strchr(" \t,;.", v->s[to]))
		to++;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strlen(units[i]) == to - from &&
		    memcmp(v->s + from, units[i], to - from) == 0)
			return to;
	return stop;
}

/* "患者：李梅 女 29岁": sex and age without labels behind the name. */
static void read_behind_name(const struct view *v, size_t at, size_t end,
			     struct arena *a, struct identity *id)
{
	while (at < end) {
		while (at < end && is_space(v->s[at]))
			at++;
		size_t stop = at;
		while (stop < end && !is_space(v->s[stop]))
			stop++;
		size_t longer = age_end(v, at, stop, end);
		const char *word = identity_trim(a, v->s + at, longer - at);
		if (stop > at && view_word_exact(v, at, stop, "sex"))
			identity_value(v->kb, "sex", word, a, id);
		else if (longer > stop)
			identity_value(v->kb, "age", word, a, id);
		else if (stop > at + 1 && read_pair(v, at, stop, a, id))
			;
		else if (stop > at + 1 && is_digit(v->s[at]) &&
			 (strstr(word, "岁") || strstr(word, "月") ||
			  strchr("yY", word[strlen(word) - 1])))
			identity_value(v->kb, "age", word, a, id);
		at = longer;
	}
}

enum label_line identity_read(const struct view *v, struct arena *a,
			      struct identity *id, bool *ret_opens)
{
	struct field fields[FIELDS_MAX];
	const char *s = v->s;
	size_t n = v->n;

	*ret_opens = false;
	if (n > 1500)
		return LABELS_NONE;
	int count = find_fields(v, fields);
	enum label_line kind = judge(v, fields, count);
	if (kind == LABELS_NONE) {
		*ret_opens = identity_read_bare(v, a, id);
		return *ret_opens ? LABELS_ONLY : LABELS_NONE;
	}
	/* "女 31岁 末次月经:2026-11-05" */
	size_t lead = fields[0].start;
	if (lead > 5 && lead < 60) {
		struct view bare =
			view_make(v->kb, arena_strndup(a, s, lead), lead, a);
		identity_read_bare(&bare, a, id);
	}
	for (int i = 0; i < count; i++) {
		size_t end = i + 1 < count ? fields[i + 1].start : n;
		size_t at = fields[i].value;
		bool remark = strcmp(fields[i].label->means, "remark") == 0;
		if (!fields[i].colon && kind != LABELS_ONLY)
			continue;
		size_t size = remark ? end - at : field_size(s + at, end - at);
		bool name = strcmp(fields[i].label->means, "name") == 0;
		*ret_opens |= name;
		if (name)
			read_behind_name(v, at, end, a, id);
		identity_value(v->kb, fields[i].label->means,
			       identity_trim(a, s + at, size), a, id);
	}
	return kind;
}

int identity_fields(const struct view *v)
{
	struct field fields[FIELDS_MAX];
	const char *first = memchr(v->s, ':', v->n);

	if (!first || v->n > 1500 ||
	    !memchr(first + 1, ':', v->n - (size_t)(first + 1 - v->s)))
		return 0; /* the usual row has no colons */
	int n = find_fields(v, fields), colons = 0;

	for (int i = 0; i < n; i++)
		colons += fields[i].colon;
	return colons;
}

bool identity_names(const struct view *v)
{
	struct field first;
	size_t at = strspn(v->s, " \t|*");

	return memchr(v->s, ':', v->n) && read_field(v, at, false, &first) &&
	       first.colon && strcmp(first.label->means, "name") == 0;
}

const char *identity_label(const struct view *v)
{
	const struct word *w;
	size_t n = v->n;

	while (n && strchr(" \t:", v->s[n - 1]))
		n--;
	if (n == 0 || n > 40)
		return NULL;
	w = view_word_exact(v, 0, n, "label");
	return w ? w->means : NULL;
}
