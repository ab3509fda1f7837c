/* One order: marks, name, then strength, dose, frequency, route in any order.
 *
 * The name ends where a quantity, a frequency or a route begins. Of several
 * quantities a specification (100mg*30片, 2ml:1.25万iu*10) is the strength, and
 * so is the first of two masses; the last one is the dose. */
#include "commands/drug-check/read_order.h"
#include "commands/order_forms.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

size_t reading_starts(const char *s, size_t n, const char *const *list)
{
	for (int i = 0; n && list[i]; i++) {
		if ((list[i][0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(list[i]);
		if (m <= n && strncasecmp(s, list[i], m) == 0)
			return m;
	}
	return 0;
}

/* "3.", "(2)", "似*", "危!", "★": what stands before a name and is none. */
static void skip_marks(struct reading *r)
{
	static const char *const marks[] = {
		"似*",    "似 *",   "危!",       "危*",       "高危!",
		"高危*",  "[似]",   "[危]",      "(似)",      "(危)",
		"[高危]", "(高危)", "★",         "☆",         "▲",
		"△",      "●",      "○",         "■",         "□",
		"◆",      "※",      "*",         "#",         "-",
		"•",      "·",      "、",        ".",         ",",
		";",      " ",      "\t",        "组",        "┌",
		"├",      "└",      "│",         "┏",         "┗",
		"┃",      "Rp:",    "Rx:",       "Rp.",       "Rx.",
		"R:",     "医嘱:",  "处方:",     "长期医嘱:", "临时医嘱:",
		"长期:",  "临时:",  "出院带药:", "带药:",     "口服药:",
		"注射:",  "西药:",  "中成药:",   "中药:",     "新开:",
		"加用:",  "①",      "②",         "③",         "④",
		"⑤",      "⑥",      "⑦",         "⑧",         "⑨",
		"⑩",      "[基]",   "(基)",      "[甲]",      "[乙]",
		"(甲)",   "(乙)",   "[国]",      "(国)",      "[集采]",
		"(集采)", "【",     "】",        NULL};
	for (;;) {
		size_t left = r->n - r->at;
		const char *s = r->s + r->at;
		size_t m = reading_starts(s, left, marks);
		if (!m && left && *s == '+') {
			r->o->is_new = true;
			m = 1;
		}
		if (!m) { /* 12. 3) (2) 4、 */
			size_t i = left && *s == '(';
			size_t digits = 0;
			while (i < left && isdigit((unsigned char)s[i]) &&
			       digits < 3)
				i++, digits++;
			if (digits && i < left &&
			    (s[i] == ')' ||
			     (s[i] == '.' && i + 1 < left &&
			      !isdigit((unsigned char)s[i + 1])) ||
			     (s[i] == ',' && i + 1 < left &&
			      !isdigit((unsigned char)s[i + 1]))))
				m = i + 1;
		}
		if (!m)
			return;
		r->at += m;
	}
}

static bool boundary_before(const struct reading *r, size_t i)
{
	if (i == 0)
		return true;
	unsigned char c = (unsigned char)r->s[i - 1];
	return !isalnum(c) && c != '-' && c != '.';
}

/* Does something that is no name begin at i? */
static bool ends_name(struct reading *r, size_t i)
{
	static const char *const words[] = {
		"sig",   "用法", "用量", "每次", "一次", "剂量", "规格",
		"x",     "×",    "*",    ":",    ",",    ";",    "\t",
		"take ", "服",   "#",    "适量", NULL};
	const char *s = r->s + i;
	size_t left = r->n - i;
	struct quantity q;
	double high;
	const char *route;
	bool push;
	struct parts parts;
	struct order scratch = order_blank();

	if (reading_starts(s, left, words)) {
		bool latin = isalpha((unsigned char)*s);
		/* 口服 is of the dosage form: 口服溶液, 口服滴剂 */
		bool form = i >= 3 && left >= 3 && !memcmp(s, "服", 3) &&
			    !memcmp(s - 3, "口", 3);
		if (!latin)
			return !form;
		if (boundary_before(r, i) && left > 1 &&
		    (!isalpha((unsigned char)s[1]) || *s == 's' || *s == 'S' ||
		     *s == 't'))
			return true;
	}
	bool cjk = (unsigned char)*s >= 0x80;
	if (!cjk && !boundary_before(r, i))
		return false;
	if (frequency_read(s, left, &scratch, r->a) ||
	    (cjk && reading_slot_at(r, i)))
		return true;
	/* 滴眼 stands in 滴眼液, 吸入 in 吸入粉雾剂: a way only after a blank */
	if ((!cjk || (unsigned char)r->s[i - 1] < 0x80) &&
	    route_read(s, left, &route, &push))
		return true;
	if (!cjk && parts_read(s, left, &parts))
		return true;
	size_t m = quantity_read(s, left, &q, &high);
	/* 当归三钱, 半片; 三七 and 五味子 are names */
	if (cjk)
		return m && (memcmp(s, "半", 3) == 0 ||
			     (q.unit && (strcmp(q.unit, "mg") == 0 ||
					 strcmp(q.unit, "liang") == 0)));
	/* "维生素B12": a digit behind a letter is part of a name; "5-氟尿嘧啶",
	 * "30/70混合": so is a number with no unit */
	return m && (q.unit || m == left || s[m] == ' ' || s[m] == '*' ||
		     s[m] == 'x');
}

static bool known_name_at(struct reading *r, size_t i, size_t *ret_len)
{
	size_t n = r->n - i < 120 ? r->n - i : 120;
	struct folded f = fold_text(r->kb, r->s + i, n, r->a);
	struct term_match m = term_longest(r->kb, TERM_DRUG, f.s, f.n);

	if (!m.len || f.at[0] != 0)
		return false;
	*ret_len = f.at[m.len];
	/* a Latin name ends where the word ends */
	if (isalnum((unsigned char)f.s[m.len - 1]) && i + *ret_len < r->n &&
	    isalpha((unsigned char)r->s[i + *ret_len]) &&
	    isalpha((unsigned char)f.s[m.len - 1]))
		return false;
	return true;
}

/* Ideographs of a dosage form glued to the name: bytes, 0 none. */
static size_t form_word(const struct reading *r, size_t start)
{
	const char *s = r->s + r->at;

	if (r->at == start || (unsigned char)*s < 0x80 ||
	    (unsigned char)s[-1] < 0x80)
		return 0;
	const struct order_form *f = form_at(s, r->n - r->at, false);
	return f && strlen(f->word) > 3 ? strlen(f->word) : 0;
}

static void read_name(struct reading *r)
{
	size_t start = r->at, end, known = 0, depth = 0, form;

	if (known_name_at(r, start, &known))
		r->at += known;
	while (r->at < r->n) {
		char c = r->s[r->at];
		if (c == '(' || c == '[')
			depth++;
		else if ((c == ')' || c == ']') && depth)
			depth--;
		else if (!depth && (form = form_word(r, start)) > 0) {
			r->at += form; /* 口服液 is no 口服 */
			continue;
		} else if (!depth && r->at > start && ends_name(r, r->at))
			break;
		/* the manufacturer's bracket was not closed */
		if (depth && r->at - start > 200)
			depth = 0;
		r->at++;
		while (r->at < r->n &&
		       ((unsigned char)r->s[r->at] & 0xC0) == 0x80)
			r->at++;
	}
	end = r->at;
	while (end > start && strchr(" \t,;:-", r->s[end - 1]))
		end--;
	r->o->printed = arena_strndup(r->a, r->s + start, end - start);
}

/* "附子10g 半夏9g": behind a mass, a few ideographs with a mass of grams are
 * the next herb, known or not. */
static bool next_herb(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = 0, characters = 0;
	struct quantity q;
	double high;

	if (!r->n_masses || !isnan(r->o->per_day))
		return false;
	while (i < left && (unsigned char)s[i] >= 0xE4 && characters < 8) {
		i += 3;
		characters++;
	}
	if (characters < 2 || i >= left)
		return false;
	size_t m = quantity_read(s + i, left - i, &q, &high);
	return m && q.unit && strcmp(q.unit, "mg") == 0 && q.value >= 500;
}

/* 五灵脂, 半夏, 5%GS look like numbers. */
static bool name_like_number(struct reading *r)
{
	static const char *const numerals[] = {"半", "一", "二", "两", "三",
					       "四", "五", "六", "七", "八",
					       "九", "十", "早", "晚", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, known = 0;
	bool percent = isdigit((unsigned char)*s) &&
		       memchr(s, '%', left < 5 ? left : 5);

	return (percent || reading_starts(s, left, numerals)) &&
	       known_name_at(r, r->at, &known) && known >= 4;
}

/* One thing behind the name; bytes taken. 0: the order ends here. */
static size_t read_part(struct reading *r)
{
	static const char *const sig[] = {
		"sig:", "sig.", "sig",  "用法用量:", "用法:", "用量:",
		"用法", "用量", "每次", "一次量",    "take ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, known = 0;
	const char *route;
	bool push;

	if (strchr(" \t,;/()[]:-*+", *s) && *s)
		return 1;
	if (*s == '.' && !(left > 1 && isdigit((unsigned char)s[1])))
		return 1;
	if ((m = reading_starts(s, left, sig))) {
		r->sig = true;
		r->sig_mass = r->n_masses;
		return m;
	}
	if (name_like_number(r))
		return 0;
	if ((m = reading_slot(r)))
		return m;
	if ((m = reading_change(r)))
		return m;
	if ((m = frequency_read(s, left, r->o, r->a))) {
		r->often = true;
		return m;
	}
	if ((m = reading_duration(r)) || (m = reading_dispensed(r)))
		return m;
	if ((m = route_read(s, left, &route, &push))) {
		if (!r->o->route)
			r->o->route = route;
		r->o->push |= push;
		return m;
	}
	if ((m = reading_quantity(r)))
		return m;
	/* another known name: the next order of this line */
	if (boundary_before(r, r->at) && known_name_at(r, r->at, &known) &&
	    known >= 4 && !only_forms(s, known))
		return 0;
	if (next_herb(r))
		return 0;
	m = 1;
	while (m < left && ((unsigned char)s[m] & 0xC0) == 0x80)
		m++;
	/* a Latin word is skipped whole */
	if (isalnum((unsigned char)*s))
		while (m < left && isalnum((unsigned char)s[m]))
			m++;
	return m;
}

size_t order_read(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct order *ret)
{
	struct reading r = {.kb = kb, .s = s, .n = n, .a = a, .o = ret};
	r.changes = change_spoken_of(s, n);

	*ret = order_blank();
	skip_marks(&r);
	size_t start = r.at;
	if (r.at < n)
		read_name(&r);
	else
		ret->printed = "";
	while (r.at < n) {
		size_t m = read_part(&r);
		if (!m)
			break;
		r.at += m;
	}
	if (r.at > n)
		r.at = n;
	reading_choose_dose(&r);
	size_t end = r.at;
	while (end > start && strchr(" \t,;+", s[end - 1]))
		end--;
	ret->text = arena_strndup(a, s + start, end - start);
	return r.at ? r.at : 1;
}
