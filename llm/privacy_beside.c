/* A name in Chinese beside sex or age. */
#include "llm/privacy_find.h"

#include <ctype.h>
#include <string.h>

static bool chinese_digit(const char *s)
{
	static const char digits[] = "一二三四五六七八九十百";

	for (size_t i = 0; digits[i]; i += 3)
		if (memcmp(digits + i, s, 3) == 0)
			return true;
	return false;
}

/* "F 29y", "67 M", "M 63", "F/26". */
static bool letters(const char *s, size_t n)
{
	size_t at = 0;
	bool sex = n && strchr("MF", s[0]) &&
		   (n == 1 || !isalpha((unsigned char)s[1]));

	at += sex;
	while (at < n && sex && strchr(" /,", s[at]))
		at++;
	size_t from = at;
	while (at < n && isdigit((unsigned char)s[at]))
		at++;
	if (at == from || at - from > 3)
		return false;
	if (sex)
		return at == n || !strchr(".-", s[at]);
	while (at < n && strchr(" /y", s[at]))
		at++;
	return at < n && strchr("MF", s[at]) &&
	       (at + 1 == n || !isalpha((unsigned char)s[at + 1]));
}

/* Sex or age behind a token: 2 sex, 1 age only, 0 neither. */
static int told(const char *s, size_t n, bool *ret_both)
{
	static const char *const gaps[] = {"，", "、", "（", "：", NULL};
	static const char *const not_sex[] = {"女儿", "女友", "女婿", "男友",
					      "女士", "男科", "男朋", "女朋",
					      "女孩", "男孩", NULL};
	size_t at = 0, gap, digits, from;
	bool sex;

	while (at < n && ((gap = han_one_of(s + at, n - at, gaps)) ||
			  strchr(" ,(\t:/", s[at]) != NULL))
		at += gap ? gap : 1;
	sex = (starts_with(s + at, n - at, "男") ||
	       starts_with(s + at, n - at, "女")) &&
	      !han_one_of(s + at, n - at, not_sex);
	/* F 29y, 67 M */
	if (at && letters(s + at, n - at)) {
		*ret_both = true;
		return 2;
	}
	/* （韩国籍） */
	if (people_at(s, n)) {
		*ret_both = true;
		return 2;
	}
	for (from = at + (sex ? 3 : 0);
	     from < n &&
	     ((gap = han_one_of(s + from, n - from, gaps)) ||
	      starts_with(s + from, n - from, "性") || strchr(" ,/", s[from]));)
		from += gap ? gap : s[from] < 0 ? 3 : 1;
	for (digits = from; digits < n && isdigit((unsigned char)s[digits]);)
		digits++;
	bool age = digits > from && digits - from <= 3 &&
		   (starts_with(s + digits, n - digits, "岁") ||
		    starts_with(s + digits, n - digits, "周岁") ||
		    starts_with(s + digits, n - digits, " 岁"));
	/* 男 50 */
	age |= sex && digits > from && digits - from <= 3;
	if (!age) { /* 八十二岁 */
		size_t years = from;
		while (years + 3 <= n && chinese_digit(s + years))
			years += 3;
		age = years > from && starts_with(s + years, n - years, "岁");
		digits = years;
	}
	if (age && !sex) { /* 45岁 男性 */
		size_t behind = digits;
		while (behind < n &&
		       (s[behind] == ' ' ||
			starts_with(s + behind, n - behind, "岁") ||
			starts_with(s + behind, n - behind, "，")))
			behind += s[behind] == ' ' ? 1 : 3;
		sex = starts_with(s + behind, n - behind, "男") ||
		      starts_with(s + behind, n - behind, "女");
	}
	*ret_both = sex && age;
	return at == 0 && !sex ? 0 : sex ? 2 : age ? 1 : 0;
}

/* "王建军，男，56岁": a token before sex or age; "张伟男56岁". */
static bool delimited(struct kb *kb, const char *s, size_t n, size_t i,
		      struct identifier *ret)
{
	static const char *const no_name[] = {
		"患者", "病人", "患儿", "老年", "汉族", "藏族", "回族", "已婚",
		"未婚", "农民", "工人", "退休", "教师", "学生", "干部", "职员",
		"无业", "主诉", "姓名", "性别", "本人", "家属", "孕妇", "产妇",
		"婴儿", "儿童", "成人", "老人", "男性", "女性", "新生", "受检",
		"年龄", "单身", "离异", "丧偶", "初中", "高中", "大学", NULL};
	bool plain, dot, both = false;

	if (!han_begins(s, i) || han_one_of(s + i, n - i, no_name))
		return false;
	size_t len = han_run(s + i, n - i, 7);
	size_t surname = surname_at(s + i, n - i, &plain);
	/* the sex itself belongs to no name */
	if (len >= 9 && isdigit((unsigned char)s[i + len]) &&
	    (starts_with(s + i + len - 3, 3, "男") ||
	     starts_with(s + i + len - 3, 3, "女")))
		len -= 3;
	int what = told(s + i + len, n - i - len, &both);
	if (surname && len > surname && len - surname <= 9 &&
	    (what == 2 || (what == 1 && len <= 9 && plain)) &&
	    !known_within(kb, s + i, len)) {
		*ret = (struct identifier){"姓名", i, i + len};
		return true;
	}
	len = han_dotted(s + i, n - i);
	dot = len > 0;
	if (!dot)
		len = han_sounds(s + i, n - i, &dot);
	what = told(s + i + len, n - i - len, &both);
	if (len < (dot ? 8u : 9u) || what != 2 || (!dot && !both) ||
	    known_within(kb, s + i, len))
		return false;
	*ret = (struct identifier){"姓名", i, i + len};
	return true;
}

/* "男，56岁，张建华，反复胸痛" */
static bool behind_age(struct kb *kb, const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	bool plain;
	size_t len = han_run(s + i, n - i, 4), surname;

	if (i < 6 || len < 6 || len > 9 ||
	    !(starts_with(s + i - 6, 6, "岁，") ||
	      starts_with(s + i - 4, 4, "岁,") ||
	      starts_with(s + i - 4, 4, "岁 ") ||
	      starts_with(s + i - 6, 6, "男，") ||
	      starts_with(s + i - 6, 6, "女，")))
		return false;
	surname = surname_at(s + i, n - i, &plain);
	if (!surname || !plain || i + len >= n ||
	    (!starts_with(s + i + len, n - i - len, "，") &&
	     s[i + len] != ',' && s[i + len] != ' ') ||
	    known_within(kb, s + i, len))
		return false;
	*ret = (struct identifier){"姓名", i, i + len};
	return true;
}

bool find_beside(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret)
{
	return delimited(kb, s, n, i, ret) || behind_age(kb, s, n, i, ret);
}
