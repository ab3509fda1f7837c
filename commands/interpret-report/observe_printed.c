/* The flag as printed: what it says, and whether it goes with the value. */
#include "commands/interpret-report/observe_private.h"

#include "base/num.h"
#include "commands/interpret-report/lines.h"
#include "commands/interpret-report/scan.h"
#include "kb/memo.h"

#include <string.h>

struct printed_flag {
	enum flag flag;
	bool critical;
};

static struct printed_flag read_flag(struct kb *kb, const char *text,
				     enum star star, struct arena *a)
{
	static const struct {
		const char *means;
		enum flag flag;
	} flags[] = {{"H", FLAG_H},       {"L", FLAG_L}, {"HH", FLAG_HH},
		     {"LL", FLAG_LL},     {"N", FLAG_N}, {"A", FLAG_A},
		     {"critical", FLAG_A}};
	struct printed_flag ret = {FLAG_NONE, false};
	const struct word *w;
	const char *s = text_normalise(text, a);
	struct view v = view_make(kb, s, strlen(s), a);
	for (size_t i = 0; i < v.n;) {
		size_t n = scan_arrow(s + i, v.n - i, &ret.flag);
		double x;
		if (n)
			return ret;
		n = view_word(&v, i, v.n, "flag", &w);
		for (size_t k = 0; n && k < sizeof flags / sizeof *flags; k++)
			if (strcmp(flags[k].means, w->means) == 0) {
				ret.critical |= k == 6;
				if (ret.flag == FLAG_NONE || ret.flag == FLAG_A)
					ret.flag = flags[k].flag;
			}
		if (!n && (n = view_word(&v, i, v.n, "ordinal", &w)) > 0)
			ret.flag = w->value > 0 ? FLAG_A : FLAG_N;
		if (!n && (n = scan_pluses(s + i, v.n - i, &x)) > 0 && x > 0)
			ret.flag = FLAG_A;
		if (!n && s[i] == '*' && ret.flag == FLAG_NONE &&
		    star >= STAR_ABNORMAL) {
			ret.flag = FLAG_A;
			ret.critical |= star == STAR_CRITICAL;
		}
		i += n ? n : char_size(s + i, v.n - i);
	}
	return ret;
}

enum flag observe_printed_flag(struct kb *kb, const char *text, enum star star,
			       struct arena *a, bool *ret_critical)
{
	const void *kept;
	struct printed_flag flag;
	char key[16];

	*ret_critical = false;
	if (!text)
		return FLAG_NONE;
	size_t n = strlen(text);
	if (n + 1 >= sizeof key) {
		flag = read_flag(kb, text, star, a);
		*ret_critical = flag.critical;
		return flag.flag;
	}
	key[0] = (char)('0' + star);
	memcpy(key + 1, text, n + 1);
	if (!kb_recall(kb, KB_MEMO_PRINTED_FLAG, key, n + 1, &kept)) {
		flag = read_flag(kb, text, star, a);
		struct arena *keep =
			kb_may_keep(kb, KB_MEMO_PRINTED_FLAG, n + 1);
		struct printed_flag *copy =
			arena_new(keep ? keep : a, struct printed_flag);
		*copy = flag;
		if (keep)
			kb_keep(kb, KB_MEMO_PRINTED_FLAG, key, n + 1, copy);
		kept = copy;
	}
	flag = *(const struct printed_flag *)kept;
	*ret_critical = flag.critical;
	return flag.flag;
}

/* 低, 中, 极高 beside an allergen grade how sensitised somebody is. */
enum flag observe_said(const struct work *w)
{
	bool graded = w->printed != FLAG_NONE && w->printed != FLAG_N &&
		      w->analyte && strcmp(w->analyte->panel, "allergy") == 0;

	return graded ? FLAG_A : w->printed;
}

static bool is_high(enum flag f)
{
	return f == FLAG_H || f == FLAG_HH;
}

static bool is_low(enum flag f)
{
	return f == FLAG_L || f == FLAG_LL;
}

static void forget_range(struct observation *o)
{
	o->low = o->high = NUM_NONE;
	o->low_strict = o->high_strict = false;
	o->range_origin = RANGE_NONE;
}

void observe_compare_flag(const struct work *w, struct observation *o)
{
	enum flag own = o->flag, printed = observe_said(w);

	if (printed == FLAG_NONE)
		return;
	if (own == FLAG_NONE) {
		o->flag = printed;
		return;
	}
	/* the laboratory's own interval is not printed, and is another */
	if (o->range_origin == RANGE_KB && printed == FLAG_N && own != FLAG_A) {
		o->flag = FLAG_N;
		if (own != FLAG_N)
			forget_range(o);
		return;
	}
	bool agree = (is_high(own) && is_high(printed)) ||
		     (is_low(own) && is_low(printed)) ||
		     (own == FLAG_N && printed == FLAG_N) ||
		     (printed == FLAG_A && own != FLAG_N) ||
		     (own == FLAG_A && printed != FLAG_N);
	if (!agree) {
		o->doubt |= DOUBT_CONFLICT;
		o->flag = printed;
		return;
	}
	bool critical =
		w->printed_critical || printed == FLAG_HH || printed == FLAG_LL;
	if (critical && is_high(own))
		o->flag = FLAG_HH;
	else if (critical && is_low(own))
		o->flag = FLAG_LL;
}
