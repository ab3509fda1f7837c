/* Names that are written by their sound: of peoples of China, with dots or
 * without, and foreign ones. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <string.h>

/* What such names begin with or are; none of them is a word of a record. */
static const char *const names[] = {
	"扎西",   "卓玛",   "央金",   "格桑",   "次仁",   "达瓦",   "尼玛",
	"巴桑",   "白玛",   "丹增",   "洛桑",   "平措",   "旺堆",   "拉姆",
	"仁增",   "索朗",   "德吉",   "曲珍",   "边巴",   "益西",   "嘎玛",
	"斯琴",   "哈斯",   "布和",   "那顺",   "巴特尔", "其其格", "乌云",
	"高娃",   "娜仁",   "苏日娜", "阿古拉", "呼和",   "巴图",   "特木尔",
	"青格勒", "宝音",   "朝鲁",   "乌力吉", "萨仁",   "托娅",   "图雅",
	"古丽",   "买买提", "艾合买", "吐尔逊", "阿卜杜", "努尔",   "阿迪力",
	"热依汗", "木拉提", "阿依",   "帕提",   "阿不都", "吐尔洪", "艾尼",
	"玉素甫", "麦麦提", "依明",   "古力",   "库尔班", "热合曼", "塔依尔",
	"阿布都", "迪丽",   "阿孜",   "哈里",   "马合木", "叶尔",   "别克",
	"约翰",   "史密斯", "玛丽亚", "彼得",   "安东尼", "米哈伊", "弗拉基",
	"卡洛斯", "穆罕默", "阿赫迈", "哈桑",   NULL};

/* "(蒙古族)", "（韩国籍）": bytes of it; 0: none. */
size_t people_at(const char *s, size_t n)
{
	static const char *const open[] = {"（", "，", "、", NULL};
	size_t at = han_one_of(s, n, open), len;

	if (!at && n && strchr("(, ", *s))
		at = 1;
	if (!at || !(len = han_run(s + at, n - at, 5)))
		return 0;
	for (size_t k = 3; k + 3 <= len; k += 3)
		if (starts_with(s + at + k, n - at - k, "族") ||
		    starts_with(s + at + k, n - at - k, "籍"))
			return at + k + 3;
	return 0;
}

/* 李·约翰, 阿依古丽·艾合买提于: what stands on either side of a dot. */
static size_t dotted(const char *s, size_t n)
{
	bool dot;
	size_t len = han_run(s, n, 5), rest;

	if (!len || !starts_with(s + len, n - len, "·"))
		return 0;
	len += strlen("·");
	rest = han_sounds(s + len, n - len, &dot);
	if (rest < 6)
		rest = han_run(s + len, n - len, 3);
	return rest >= 3 ? len + rest : 0;
}

/* Who is spoken of stands right before. */
static bool person_before(const char *s, size_t i)
{
	static const char *const words[] = {
		"患者", "病人", "患儿", "家属", "通知", "请", "由", "与",
		"和",   "是",   "叫",   "名",   "者",   "床", "系", "人",
		"夫",   "妻",   "子",   "女",   "父",   "母", "生", NULL};

	for (size_t k = 0; words[k]; k++) {
		size_t len = strlen(words[k]);
		if (i >= len && memcmp(s + i - len, words[k], len) == 0)
			return true;
	}
	return false;
}

bool find_sound(struct kb *kb, const char *s, size_t n, size_t i,
		struct identifier *ret)
{
	size_t len = han_begins(s, i) || person_before(s, i)
			     ? dotted(s + i, n - i)
			     : 0;
	bool dot;

	if (len && !known_within(kb, s + i, len)) {
		*ret = (struct identifier){"姓名", i, i + len};
		return true;
	}
	len = han_sounds(s + i, n - i, &dot);
	if (len >= 6 && len <= 18 && han_begins(s, i) &&
	    people_at(s + i + len, n - i - len)) {
		*ret = (struct identifier){"姓名", i, i + len};
		return true;
	}
	/* 赛音（蒙古族）: whatever it is written with */
	len = han_begins(s, i) ? han_run(s + i, n - i, 5) : 0;
	static const char *const who[] = {
		"患者", "病人", "男性", "女性", "居民", "人群", "汉族",
		"本人", "男",   "女",   "已婚", "未婚", NULL};
	if (len >= 6 && len <= 12 && !han_one_of(s + i, n - i, who) &&
	    (starts_with(s + i + len, n - i - len, "（") ||
	     starts_with(s + i + len, n - i - len, "(")) &&
	    people_at(s + i + len, n - i - len) &&
	    !known_within(kb, s + i, len)) {
		*ret = (struct identifier){"姓名", i, i + len};
		return true;
	}
	size_t name = han_one_of(s + i, n - i, names);
	/* 司维拉姆: the end of a drug */
	if (!name || (!han_begins(s, i) && !person_before(s, i)))
		return false;
	/* all of it */
	size_t more = han_sounds(s + i + name, n - i - name, &dot);
	len = name + (more > 12 ? 12 : more);
	/* 哈里斯, of a drug; 约翰逊综合征, of a disease */
	static const char *const diseases[] = {"综合", "病",   "征",   "氏",
					       "现象", "试验", "反应", NULL};
	if (known_within(kb, s + i, name) ||
	    han_one_of(s + i + len, n - i - len, diseases) ||
	    !name_ends(s + i + len, n - i - len))
		return false;
	*ret = (struct identifier){"姓名", i, i + len};
	return true;
}
