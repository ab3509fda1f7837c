/* Where a person works or learns. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

static size_t any_of(const char *s, size_t n, const char *const *list)
{
	for (; *list; list++)
		if (starts_with(s, n, *list))
			return strlen(*list);
	return 0;
}

static const char *const kinds[] = {
	"公司",     "集团",     "工厂",   "幼儿园", "小学", "中学", "大学",
	"学院",     "学校",     "银行",   "派出所", "法院", "油田", "煤矿",
	"有限公司", "研究所",   "设计院", "卫生院", "医院", "厂",   "局",
	"社康中心", "服务中心", "诊所",   NULL};

/* The end of the last word for an institution in the ideographs from s[i];
 * 0: none. */
static size_t institution(const char *s, size_t n, size_t i, int most)
{
	size_t at = i, last = 0;
	uint32_t cp;

	for (int count = 0; count < most && at < n; count++) {
		size_t kind = count >= 1 ? any_of(s + at, n - at, kinds) : 0;
		if (kind)
			last = at + kind;
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp) && !isalnum((unsigned char)s[at]))
			break;
		at += len;
	}
	return last;
}

/* 就职于…, 在…上班 */
static bool employed(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const cues[] = {
		"转诊自", "转自",   "就诊于", "住院于", "既往在", "曾在",
		"患者为", "患者系", "单位：", "由",     "单位",   "单位:",
		"就职于", "任职于", "供职于", "就读于", "毕业于", "退休于",
		"就业于", "工作于", NULL};
	static const char *const ends[] = {"上班", "工作", "打工", "任教",
					   "上学", "读书", "就读", NULL};
	size_t cue = any_of(s + i, n - i, cues), at = i + cue;
	uint32_t cp;

	if (!cue && !starts_with(s + i, n - i, "在"))
		return false;
	if (!cue)
		at = i + 3;
	size_t from = at;
	/* 转诊自…卫生院, 曾在…医院手术: what follows is none of it */
	static const char *const loose[] = {"转诊自", "转自",   "就诊于",
					    "住院于", "既往在", "曾在",
					    "患者为", "患者系", "单位：",
					    "单位:",  "由",     "单位",
					    NULL};
	static const char *const some[] = {"当地", "下级", "上级", "外院",
					   "本院", "我院", "社区", "其他",
					   "该",   "某",   NULL};
	if (any_of(s + i, n - i, loose) && any_of(s + from, n - from, some))
		return false;
	if (any_of(s + i, n - i, loose)) {
		at = institution(s, n, from, 24);
		*ret = (struct identifier){"单位", from, at};
		return at >= from + 9;
	}
	for (int count = 0; count < 24 && at < n; count++) {
		if (!cue && count >= 2 && any_of(s + at, n - at, ends))
			break;
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp) && !isalnum((unsigned char)s[at]) &&
		    s[at] != '-')
			break;
		at += len;
	}
	if (at - from < 6 || (!cue && !any_of(s + at, n - at, ends)) ||
	    (!cue && !institution(s, at, from, 24) &&
	     !region_at(s + from, at - from)))
		return false;
	*ret = (struct identifier){"单位", from, at};
	return true;
}

/* With its district, or a company in full. */
static bool formal(const char *s, size_t i, size_t end)
{
	size_t n = end - i;

	if (n >= 15 && memmem(s + i, n, "公司", 6))
		return true;
	return n >= 15 && starts_with(s + end - 6, 6, "医院") &&
	       (memmem(s + i + 6, n - 6, "区", 3) ||
		memmem(s + i + 6, n - 6, "县", 3) ||
		memmem(s + i + 6, n - 6, "市", 3));
}

/* 阳光幼儿园教师; 浙江大学医学院附属第一医院: with its place, or with whom it
 * employs. */
static bool named(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const who[] = {
		"教师", "老师", "职工", "员工", "工人", "学生", "司机",
		"经理", "战士", "会计", "干部", "退休", NULL};
	size_t region = region_at(s + i, n - i);
	size_t end = institution(s, n, i + region, 18);
	uint32_t cp;

	/* 昌平区第二医院, 中铁十二局集团第三工程有限公司 */
	if (end && !region && han_begins(s, i) && formal(s, i, end)) {
		*ret = (struct identifier){"单位", i, end};
		return true;
	}
	if (!end || (!region && !any_of(s + end, n - end, who)))
		return false;
	if (!region) {
		/* the name begins where its word does */
		size_t at = i;
		if (end - i < 12)
			return false;
		if (i > 0) {
			do
				at--;
			while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
			utf8_decode(s + at, i - at, &cp);
			if (utf8_is_cjk(cp))
				return false;
		}
	}
	*ret = (struct identifier){"单位", i, end};
	return true;
}

/* works at Boeing, teacher at Westfield Primary School */
static bool english(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const cues[] = {
		"works at ",    "works for ",   "working at ",  "working for ",
		"employed by ", "employed at ", "teacher at ",  "student at ",
		"studies at ",  "worked at ",   "worked for ",  "pupil at ",
		"nurse at ",    "driver for ",  "engineer at ", NULL};
	size_t cue = any_of(s + i, n - i, cues), at = i + cue, end;
	bool upper;

	if (!cue || (i > 0 && isalpha((unsigned char)s[i - 1])))
		return false;
	size_t from = at;
	for (end = at; at < n;) {
		size_t len = latin_word(s + at, n - at, &upper);
		static const char *const joins[] = {"of ",  "and ", "& ",
						    "the ", "plc",  NULL};
		size_t join = any_of(s + at, n - at, joins);
		if (!len && !join)
			break;
		if (!upper && !join)
			break;
		at += upper ? len : join;
		if (upper || starts_with(s + at - join, join, "plc"))
			end = at;
		if (at < n && s[at] == ' ')
			at++;
		else if (upper)
			break;
	}
	*ret = (struct identifier){"单位", from, end};
	return end > from;
}

bool find_work(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return employed(s, n, i, ret) || named(s, n, i, ret) ||
	       english(s, n, i, ret);
}
