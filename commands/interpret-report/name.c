#include "commands/interpret-report/name_private.h"

#include "commands/interpret-report/lines.h"
#include "kb/memo.h"

#include <string.h>

void name_take(struct name_match *m, struct term_match t)
{
	m->n = 0;
	for (size_t i = 0; i < t.n && m->n < NAME_CANDIDATES; i++)
		m->ids[m->n++] = (int)t.targets[i];
}

bool name_intersect(struct name_match *a, const struct name_match *b)
{
	struct name_match both = *a;

	both.n = 0;
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (a->ids[i] == b->ids[k])
				both.ids[both.n++] = a->ids[i];
	if (!both.n)
		return false;
	*a = both;
	return true;
}

/* A word that may stand beside a name: method, "测定", specimen. */
bool name_is_companion(const struct view *v, size_t at, size_t end,
		       struct name_match *m)
{
	const struct word *w = view_word_exact(v, at, end, "affix");

	if (w)
		return true;
	w = view_word_exact(v, at, end, "specimen");
	if (w && strcmp(w->means, "any") != 0 && !m->specimen)
		m->specimen = w->means;
	return w != NULL || v->index[at] == v->index[end];
}

/* Places where a name could be two: spaces, signs, a change of script. */
static bool is_seam(const struct view *v, size_t i)
{
	if (i == 0 || i >= v->n || ((unsigned char)v->s[i] & 0xC0) == 0x80)
		return false;
	if (strchr(" /,-:()[]+", v->s[i]) || strchr(" /,-:()[]+", v->s[i - 1]))
		return true;
	bool ascii = (unsigned char)v->s[i] < 0x80;
	bool ascii_before = (unsigned char)v->s[i - 1] < 0x80;
	return ascii != ascii_before;
}

/* Two names of one thing ("白细胞 WBC"), or a name and a companion. */
static bool match_halves(const struct view *v, struct name_match *m)
{
	struct name_match left = *m, right = *m, conflict = {.n = 0};

	for (size_t i = 1; i < v->n; i++) {
		if (!is_seam(v, i))
			continue;
		size_t from = i;
		while (from < v->n && strchr(" /,-:+", v->s[from]))
			from++;
		name_take(&left, view_name_exact(v, 0, i));
		name_take(&right, view_name_exact(v, from, v->n));
		if (left.n && right.n) {
			if (name_intersect(&left, &right)) {
				*m = left;
				return true;
			}
			if (!conflict.n)
				conflict = is_cjk_at(v->s, v->n) ? left : right;
			continue;
		}
		if ((left.n && name_is_companion(v, i, v->n, &left)) ||
		    (right.n && name_is_companion(v, 0, i, &right))) {
			*m = left.n ? left : right;
			return true;
		}
	}
	if (!conflict.n)
		return false;
	*m = conflict;
	m->doubt |= DOUBT_NAME;
	return true;
}

/* "血清总蛋白测定": companions glued before or behind. */
static bool match_stripped(const struct view *v, struct name_match *m)
{
	size_t at = 0, end = v->n;
	const struct word *w;

	for (int round = 0; round < 4; round++) {
		struct name_match found = *m;
		size_t k = end;
		for (int chars = 0; chars < 8 && k > at; chars++) {
			do
				k--;
			while (k > at &&
			       ((unsigned char)v->s[k] & 0xC0) == 0x80);
			if (k > at && name_is_companion(v, k, end, &found)) {
				end = k;
				break;
			}
		}
		name_take(&found, view_name_exact(v, at, end));
		if (found.n) {
			*m = found;
			return true;
		}
		size_t n = view_word(v, at, end, "specimen", &w);
		if (!n)
			n = view_word(v, at, end, "affix", &w);
		else if (!m->specimen && strcmp(w->means, "any") != 0)
			m->specimen = w->means;
		if (!n || at + n >= end)
			continue;
		at += n;
		while (at < end && strchr(" ,-:/", v->s[at]))
			at++;
		name_take(&found, view_name_exact(v, at, end));
		found.specimen = m->specimen;
		if (found.n) {
			*m = found;
			return true;
		}
	}
	return false;
}

/* lgG for IgG, CA1Z5 … : letters and digits that OCR takes for each other. */
static bool match_misread(const struct view *v, struct name_match *m)
{
	static const char pairs[][2] = {{'l', 'i'}, {'i', 'l'}, {'1', 'l'},
					{'1', 'i'}, {'0', 'o'}, {'o', '0'},
					{'5', 's'}, {'8', 'b'}};
	char name[48];

	if (v->f.n < 3 || v->f.n >= sizeof name)
		return false;
	for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
		size_t changed = 0;
		for (size_t i = 0; i < v->f.n; i++) {
			name[i] = v->f.s[i] == pairs[p][0] ? pairs[p][1]
							   : v->f.s[i];
			changed += v->f.s[i] == pairs[p][0];
		}
		name_take(m, term_exact(v->kb, TERM_ANALYTE, name, v->f.n));
		if (changed && m->n) {
			m->doubt |= DOUBT_NAME;
			return true;
		}
	}
	m->n = 0;
	return false;
}

/* A misread character in a name long enough to be told by the others. */
static bool match_near(const struct view *v, struct name_match *m)
{
	size_t chars = 0;

	for (size_t i = 0; i < v->f.n; i++)
		chars += ((unsigned char)v->f.s[i] & 0xC0) != 0x80;
	bool cjk = v->f.n > chars;
	if (chars < (cjk ? 4u : 8u) || chars > 40)
		return false;
	struct term_match t = term_nearest(v->kb, TERM_ANALYTE, v->f.s, v->f.n,
					   chars >= 12 ? 2 : 1);
	if (!t.len)
		return false;
	name_take(m, t);
	m->doubt |= DOUBT_NAME;
	return true;
}

bool name_match_bare(struct kb *kb, const char *s, size_t n, bool near,
		     struct arena *a, struct name_match *m)
{
	struct view v = view_make(kb, s, n, a);

	name_take(m, view_name_exact(&v, 0, v.n));
	if (m->n)
		return true;
	return match_halves(&v, m) || match_stripped(&v, m) ||
	       (near && (match_misread(&v, m) || match_near(&v, m)));
}

static void add_ids(struct name_match *to, const struct name_match *from)
{
	for (size_t i = 0; i < from->n; i++) {
		bool known = false;
		for (size_t k = 0; k < to->n; k++)
			known |= to->ids[k] == from->ids[i];
		if (!known && to->n < NAME_CANDIDATES)
			to->ids[to->n++] = from->ids[i];
	}
}

/* "LAC 乳酸" or "红细胞(RBC)" as a whole is the name of one analyte, its two
 * parts also those of others (of another fluid): all are candidates. Parts
 * that are no names ("(High Sensitive)") say what it is and stay. */
static void widen(const struct view *v, struct name_match *m)
{
	struct name_match left, right;
	size_t end = v->n;

	while (end > 0 && strchr(")] ", v->s[end - 1]))
		end--;
	for (size_t i = 1; i < end; i++) {
		if (!is_seam(v, i))
			continue;
		size_t from = i;
		while (from < end && strchr(" /,-:+([", v->s[from]))
			from++;
		name_take(&left, view_name_exact(v, 0, i));
		if (!left.n)
			continue;
		name_take(&right, view_name_exact(v, from, end));
		if (right.n && name_intersect(&left, &right))
			add_ids(m, &left);
	}
}

static bool resolve(struct kb *kb, const char *text, bool near, struct arena *a,
		    struct name_match *ret)
{
	const char *s = text_normalise(text, a);
	size_t n = strlen(s);
	struct view whole = view_make(kb, s, n, a);

	name_take(ret, view_name_exact(&whole, 0,
				       n)); /* 25-羟基维生素D, 1.25(OH)2 */
	if (!ret->n) {
		size_t lead = name_lead(s, n);
		s += lead;
		n = name_trim(s, n - lead);
		if (!n)
			return false;
		whole = view_make(kb, s, n, a);
		name_take(ret, view_name_exact(&whole, 0, n));
	}
	/* "S. Creatinine", "S.Calcium (Ionised)": of the serum */
	if (!ret->n && n > 5 && memcmp(s, "S.", 2) == 0) {
		size_t serum = 2 + (s[2] == ' ');
		s += serum;
		n -= serum;
		ret->specimen = "serum";
		whole = view_make(kb, s, n, a);
		name_take(ret, view_name_exact(&whole, 0, n));
	}
	if (ret->n) {
		ret->n_exact = ret->n;
		widen(&whole, ret);
		return true;
	}
	if (memchr(s, '(', n) || memchr(s, '[', n))
		return name_match_brackets(kb, s, n, near, a, ret);
	return name_match_bare(kb, s, n, near, a, ret);
}

bool name_resolve(struct kb *kb, const char *text, bool near, struct arena *a,
		  struct name_match *ret)
{
	const void *kept;

	*ret = (struct name_match){.n = 0};
	if (!text)
		return false;
	enum kb_memo memo =
		near ? KB_MEMO_PRINTED_NEAR_NAME : KB_MEMO_PRINTED_NAME;
	size_t n = strlen(text);
	if (kb_recall(kb, memo, text, n, &kept)) {
		*ret = *(const struct name_match *)kept;
		return ret->n > 0;
	}
	bool found = resolve(kb, text, near, a, ret);
	struct arena *keep =
		found == (ret->n > 0) ? kb_may_keep(kb, memo, n) : NULL;
	if (keep) {
		struct name_match *copy = arena_new(keep, struct name_match);
		*copy = *ret;
		if (ret->specimen)
			copy->specimen = arena_strdup(keep, ret->specimen);
		if (ret->unit)
			copy->unit = arena_strdup(keep, ret->unit);
		kb_keep(kb, memo, text, n, copy);
	}
	return found;
}
