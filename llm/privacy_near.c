/* Persons by whom or what stands near them: the other of a couple, a parent, a
 * bed, a label. */
#include "llm/privacy_find.h"

#include <ctype.h>
#include <string.h>

/* 郭靖、黄蓉夫妇: the first of the two. */
static bool couple(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret)
{
	static const char *const joins[] = {"、", "与", "和", "及", NULL};
	static const char *const both[] = {"夫妇", "夫妻", "两人", "二人",
					   "父子", "母子", "母女", "父女",
					   "兄弟", "姐妹", NULL};
	bool plain;
	size_t surname = surname_at(s + i, n - i, &plain);

	if (!surname || !plain || !han_begins(s, i))
		return false;
	for (size_t given = 3; given <= 6; given += 3) {
		size_t end = i + surname + given;
		size_t join = end < n ? han_one_of(s + end, n - end, joins) : 0;
		size_t next = end + join, other;
		if (!join || !(other = surname_at(s + next, n - next, NULL)))
			continue;
		for (size_t k = 3; k <= 6; k += 3)
			if (next + other + k < n &&
			    han_one_of(s + next + other + k,
				       n - next - other - k, both) &&
			    !known_within(kb, s + i, end - i)) {
				*ret = (struct identifier){"姓名", i, end};
				return true;
			}
	}
	return false;
}

/* 小明妈妈 */
static bool child(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const kin[] = {"妈",   "爸",   "的妈", "的爸",
					  "家长", "奶奶", "爷爷", NULL};
	size_t small = starts_with(s + i, n - i, "小") ? 3 : 0, end = i + small;

	if (!small || !han_begins(s, i) || !given_char(s + end, n - end))
		return false;
	end += 3;
	if (end < n && given_char(s + end, n - end) &&
	    han_one_of(s + end + 3, n - end - 3, kin))
		end += 3;
	*ret = (struct identifier){"姓名", i, end};
	return end < n && han_one_of(s + end, n - end, kin) > 0;
}

/* 3床周大勇: whoever lies there. */
static bool in_bed(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret)
{
	bool plain;
	size_t surname = surname_at(s + i, n - i, &plain), given = 0;

	if (!surname || i < 4 || !starts_with(s + i - 3, 3, "床") ||
	    !(isdigit((unsigned char)s[i - 4]) || s[i - 4] == ']'))
		return false;
	while (given < 6 &&
	       given_char(s + i + surname + given, n - i - surname - given))
		given += 3;
	*ret = (struct identifier){"姓名", i, i + surname + given};
	size_t end = i + surname + given;
	return given &&
	       (plain || name_ends(s + end, n - end) ||
		known_word(kb, s + end, n - end)) &&
	       !known_within(kb, s + i, surname + given);
}

/* 证明：关羽，: a name that is all there is. */
bool find_alone(struct kb *kb, const char *s, size_t n, size_t i,
		struct identifier *ret)
{
	static const char *const ends[] = {"，", "。", "；", "、", NULL};
	static const char *const papers[] = {"证明", "记录", "病人", "对象",
					     "检验", "审核", "复核", "报告",
					     "单",   "书",   NULL};
	bool plain;
	size_t surname = surname_at(s + i, n - i, &plain);
	size_t len = han_run(s + i, n - i, 5), end = i + len;

	if (i < 9 || !starts_with(s + i - 3, 3, "："))
		return false;
	/* 出院证明：, 会诊单： */
	bool paper = han_one_of(s + i - 9, 6, papers) ||
		     han_one_of(s + i - 6, 3, papers);
	if (!surname || (!plain && !paper) || len != surname + 3 ||
	    !all_given(s + i + surname, 3) ||
	    (end < n && !han_one_of(s + end, n - end, ends) &&
	     !strchr(",; ", s[end])) ||
	    known_within(kb, s + i, len))
		return false;
	*ret = (struct identifier){"姓名", i, end};
	return true;
}

bool find_near(struct kb *kb, const char *s, size_t n, size_t i,
	       struct identifier *ret)
{
	return couple(kb, s, n, i, ret) || child(s, n, i, ret) ||
	       in_bed(kb, s, n, i, ret);
}
