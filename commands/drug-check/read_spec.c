/* Specifications: how much one unit holds and how many are in the pack. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

bool quantity_is(const struct quantity *q, const char *unit)
{
	return q->unit && strcmp(q->unit, unit) == 0;
}

bool quantity_is_count(const struct quantity *q)
{
	return quantity_is(q, "tablet") || quantity_is(q, "piece") ||
	       quantity_is(q, "drop") || quantity_is(q, "puff");
}

bool quantity_is_mass(const struct quantity *q)
{
	return quantity_is(q, "mg") || quantity_is(q, "IU") ||
	       quantity_is(q, "mmol");
}

/* ":1.25万iu", "/10ml", "/dose" behind a quantity. */
static size_t read_content(struct reading *r, const struct quantity *q,
			   size_t at)
{
	static const char *const each[] = {
		"/unit dose", "/container", "/vial",      "/ampoule", "/sachet",
		"/gram",      "/gm",        "/actuation", "/actuat",  "/act",
		"/dose",      "/puff",      "/spray",     "/tab",     "/cap",
		"/揿",        "/喷",        "/吸",        "/片",      "/粒",
		"/支",        "/袋",        "/瓶",        "/丸",      NULL};
	const char *s = r->s + at;
	size_t left = r->n - at, m = reading_starts(s, left, each);
	struct quantity other;
	double high;

	if (m && !isnan(q->value) &&
	    (quantity_is_mass(q) || quantity_is(q, "mL"))) {
		r->o->strength = *q;
		return m;
	}
	/* "1 mg/dose (4 mg/3 mL)": what the pen holds of them */
	bool again = at > 0 && r->o->strength.unit && r->o->strength_text &&
		     r->s[r->at - 1] == '(';
	if (left < 2 || (*s != ':' && *s != '/'))
		return 0;
	/* 100 units/mL */
	static const char *const a_ml[] = {"/ml", "/毫升", "/cc", NULL};
	if (quantity_is_mass(q) && (m = reading_starts(s, left, a_ml)) &&
	    !(m < left && isalpha((unsigned char)s[m]))) {
		r->o->strength = *q;
		r->o->per = (struct quantity){1, "mL"};
		return m;
	}
	m = quantity_read(s + 1, left - 1, &other, &high);
	if (!m || !other.unit || quantity_is(&other, "%"))
		return 0;
	if (quantity_is_count(q) && quantity_is_count(&other))
		return 0; /* 1片/1.5片 交替 */
	bool volume = quantity_is(q, "mL");
	if (again && quantity_is_mass(q))
		return 1 + m;
	r->o->strength = volume ? other : *q;
	r->o->per = volume ? *q : other;
	return 1 + m;
}

/* "*2", "/盒", "/瓶×2瓶" behind what is in the pack. */
static size_t read_factors(const char *s, size_t n)
{
	static const char *const stars[] = {"*", "×", "x", "X", NULL};
	static const char *const per[] = {"/盒", "/瓶", "/板",  "/袋", "/支",
					  "/包", "/罐", "/box", NULL};
	static const char *const slash[] = {"/", NULL};
	struct quantity other;
	double high;
	size_t i = 0, m;

	for (int round = 0; round < 4; round++) {
		if ((m = reading_starts(s + i, n - i, per))) {
			i += m;
			continue;
		}
		/* "30mg×30片/2盒/60mg" */
		m = reading_starts(s + i, n - i, slash);
		if (m &&
		    (m = quantity_read(s + i + 1, n - i - 1, &other, &high)) &&
		    quantity_is(&other, "pack")) {
			i += 1 + m;
			continue;
		}
		size_t star = reading_starts(s + i, n - i, stars), more;
		if (!star || !(more = quantity_read(s + i + star, n - i - star,
						    &other, &high)))
			break;
		/* ×7天 */
		m = i + star + more;
		if (!other.unit && m < n &&
		    (strchr("dwDW/", s[m]) || (unsigned char)s[m] >= 0xE0))
			break;
		i = m;
	}
	return i;
}

/* "*30片", "×12支", "*10*2": how many are in the pack. */
static size_t read_pack(struct reading *r, size_t at)
{
	const char *s = r->s + at;
	size_t left = r->n - at, i = 0;
	struct quantity other;
	double high;

	while (i < left && s[i] == ' ')
		i++;
	size_t star = i < left && (s[i] == '*' || s[i] == 'x' || s[i] == 'X');
	if (!star && left - i >= 2 && memcmp(s + i, "×", 2) == 0)
		star = 2;
	if (!star)
		return 0;
	size_t gap = i + star;
	while (gap < left && s[gap] == ' ')
		gap++;
	size_t m = quantity_read(s + gap, left - gap, &other, &high);
	static const char *const batches[] = {"剂", "付", "帖", "副", NULL};
	if (m >= 4 && reading_starts(s + gap + m - 3, 3, batches))
		return 0; /* 红花6g ×14剂 */
	const char *rest = s + gap + m;
	/* "5mg x 7天" is a duration, not a pack */
	size_t after = left - gap - m;
	while (after && *rest == ' ')
		rest++, after--;
	if (!m ||
	    (after >= 3 && (!memcmp(rest, "天", 3) || !memcmp(rest, "日", 3) ||
			    !memcmp(rest, "周", 3))) ||
	    (after && !other.unit && strchr("dwDW/", *rest)))
		return 0;
	/* ×1 is once, ×3 are doses */
	if (!other.unit && s[i] != '*' && other.value < 4 && after)
		return 0;
	i = gap + m;
	return i + read_factors(s + i, left - i);
}

/* Behind a quantity: "*30片", "×12支", ":1.25万iu*10", "/10ml". */
size_t reading_specification(struct reading *r, const struct quantity *q,
			     size_t at)
{
	if (quantity_is(q, "mL/h"))
		return 0; /* 10ml/h×6h */
	size_t content = read_content(r, q, at);
	size_t pack = read_pack(r, at + content);

	if (pack && !content && q->unit)
		r->o->strength = *q;
	if (pack && !content && !q->unit)
		r->o->spec = q->value;
	if ((content || pack) && !r->o->strength_text)
		r->o->strength_text = "spec";
	return content + pack;
}

/* "49/51 mg", and a pack behind it. */
size_t reading_parts(struct reading *r)
{
	struct parts parts;
	size_t m = parts_read(r->s + r->at, r->n - r->at, &parts);

	if (!m || r->o->parts.n)
		return 0;
	r->o->parts = parts;
	return m + read_pack(r, r->at + m);
}
