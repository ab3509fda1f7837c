/* Persons in running Chinese text: a name in a context that only a person has. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

/* Length of up to `most` ideographs. */
static size_t ideographs(const char *s, size_t n, size_t most)
{
	size_t len = 0;
	uint32_t cp;

	for (size_t k = 0; k < most && len < n; k++) {
		size_t one = utf8_decode(s + len, n - len, &cp);
		if (!utf8_is_cjk(cp))
			break;
		len += one;
	}
	return len;
}

static size_t any_of(const char *s, size_t n, const char *const *list)
{
	for (; *list; list++)
		if (starts_with(s, n, *list))
			return strlen(*list);
	return 0;
}

/* Where a text, a line or a clause begins: no ideograph, letter or digit
 * before. */
static bool begins_here(const char *s, size_t i)
{
	uint32_t cp;
	size_t at = i;

	if (i == 0)
		return true;
	do
		at--;
	while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80);
	utf8_decode(s + at, i - at, &cp);
	return !utf8_is_cjk(cp) && cp != 0xB7 &&
	       !(cp < 0x80 && isalnum((int)cp));
}

/* 王女士, 李建国医生, 张某某: the name before a title. */
static bool titled(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret)
{
	static const char *const titles[] = {
		"先生", "女士", "小姐", "同志", "大爷", "阿姨", "奶奶", "爷爷",
		"某某", "某",   "医生", "医师", "主任", "护士", "教授", "大夫",
		"老师", "护师", "药师", "技师", "师傅", "同学", "婆婆", "老太",
		"大妈", "大娘", "大叔", "大伯", "大嫂", "大姐", "大哥", "老伯",
		"伯伯", "叔叔", "局长", "院长", "经理", "校长", "氏",   NULL};
	static const char *const courteous[] = {"先生", "女士", "小姐", NULL};
	bool plain;
	size_t surname = surname_at(s + i, n - i, &plain);

	if (!surname)
		return false;
	for (size_t given = 0; given <= 2; given++) {
		size_t len =
			ideographs(s + i + surname, n - i - surname, given);
		size_t end = i + surname + len;
		if (len != given * 3)
			break;
		size_t title = any_of(s + end, n - end, titles);
		if (!title || known_word(kb, s + i, end + title - i))
			continue;
		bool some = starts_with(s + end, n - end, "某");
		bool maiden = starts_with(s + end, n - end, "氏");
		/* 向医生, 由主任 …: with a word that is a surname, too, only a
		 * courtesy or a full name tells a person */
		bool courtesy = any_of(s + end, n - end, courteous) > 0;
		if ((!plain && !courtesy && !some) ||
		    (maiden && (given || !begins_here(s, i))))
			continue;
		*ret = (struct identifier){"姓名", i, some ? end + title : end};
		return true;
	}
	return false;
}

/* What stands behind a name in a sentence. */
static bool name_ends(const char *s, size_t n)
{
	static const char *const ends[] = {
		"，", ",",  "。", "、", "：", ":",  "(",  "（", ")",  "）",
		" ",  "；", ";",  "[",  "\"", "\\", "\n", "\t", "？", "?",
		"！", "/",  "”",  "男", "女", "诉", "因", "于", "现", "述",
		"的", "已", "今", "昨", "自", "在", "来", "陪", "送", "代",
		"有", "死", "电", "说", "要", "服", "吃", "用", "住", "入",
		"出", "求", "反", "主", "近", "突", "既", "曾", "去", "被",
		"请", "沟", "同", "签", "及", "和", "与", "也", "都", "正",
		"未", "无", "体", "身", "性", "血", "年", "会", "最", "又",
		"还", "问", "想", "没", "是", "发", "头", "胸", "咳", "腹",
		"尿", "怀", "摔", "打", "停", "能", "可", "应", "该", "肌",
		"腰", "便", "牙", "明", "后", "病", NULL};

	return n == 0 || any_of(s, n, ends) > 0;
}

/* 买买提·艾力, 次仁卓玛: characters that stand for sounds. Bytes; 0: none. */
static size_t sounds(const char *s, size_t n, bool *ret_dot)
{
	size_t len = 0;

	*ret_dot = false;
	while (len + 3 <= n && len < 60) {
		if (starts_with(s + len, n - len, "·")) {
			*ret_dot = len > 0;
			len += 2;
		} else if (sound_char(s + len, n - len)) {
			len += 3;
		} else {
			break;
		}
	}
	return len;
}

static const char *const people[] = {
	"患者", "病人", "患儿", "产妇",   "孕妇",   "家长", "其子", "其女",
	"其妻", "其夫", "其父", "其母",   "丈夫",   "妻子", "儿子", "女儿",
	"母亲", "父亲", "爸爸", "妈妈",   "孙子",   "孙女", "外孙", "哥哥",
	"姐姐", "弟弟", "妹妹", "老公",   "老婆",   "老伴", "配偶", "公公",
	"婆婆", "岳父", "岳母", "家属",   "陪同",   "护工", "保姆", "邻居",
	"同事", "室友", "朋友", "监护人", "医生",   "医师", "护士", "护师",
	"药师", "技师", "主任", "教授",   "护士长", NULL};

/* 患者张三，…: the name behind a word for a person, up to where it ends. */
static bool introduced(struct kb *kb, const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	size_t cue = any_of(s + i, n - i, people), at = i + cue;
	bool plain, dot, staff = cue && memmem(s + i, cue, "师", 3);

	if (!cue)
		return false;
	while (at < n && (s[at] == ' ' || s[at] == ':' ||
			  starts_with(s + at, n - at, "：")))
		at += s[at] < 0 ? 3 : 1;
	size_t surname = surname_at(s + at, n - at, &plain);
	/* 医生何时, 护士于昨日 */
	if (staff && !plain)
		surname = 0;
	for (size_t given = 3; surname && given >= 1; given--) {
		size_t len =
			ideographs(s + at + surname, n - at - surname, given);
		size_t end = at + surname + len;
		bool three = given == 3 && !given_char(s + at + 3, n - at - 3);
		/* 患者查抗凝, 患者高敏肌钙蛋白: a surname that is a word */
		bool word = !plain &&
			    (!given_char(s + at + surname, n - at - surname) ||
			     known_word(kb, s + at + surname,
					n - at - surname < 60 ? n - at - surname
							      : 60));
		if (len != given * 3 || three || word ||
		    (given == 3 && surname > 3) ||
		    !name_ends(s + end, n - end) ||
		    known_word(kb, s + at, n - at < 60 ? n - at : 60))
			continue;
		/* 张伟服(用药): the verb is none of it */
		while (end - at > surname + 3 &&
		       name_ends(s + end - 3, n - end + 3) &&
		       !given_char(s + end - 3, n - end + 3))
			end -= 3;
		*ret = (struct identifier){"姓名", at, end};
		return true;
	}
	size_t len = sounds(s + at, n - at, &dot);
	if (len < (dot ? 11u : 9u) ||
	    (dot ? known_word : known_within)(kb, s + at, len) ||
	    (!dot && !name_ends(s + at + len, n - at - len)))
		return false;
	*ret = (struct identifier){"姓名", at, at + len};
	return true;
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

	while (at < n && ((gap = any_of(s + at, n - at, gaps)) ||
			  strchr(" ,(\t:/", s[at]) != NULL))
		at += gap ? gap : 1;
	sex = (starts_with(s + at, n - at, "男") ||
	       starts_with(s + at, n - at, "女")) &&
	      !any_of(s + at, n - at, not_sex);
	for (from = at + (sex ? 3 : 0);
	     from < n &&
	     ((gap = any_of(s + from, n - from, gaps)) ||
	      starts_with(s + from, n - from, "性") || strchr(" ,/", s[from]));)
		from += gap ? gap : s[from] < 0 ? 3 : 1;
	for (digits = from; digits < n && isdigit((unsigned char)s[digits]);)
		digits++;
	bool age = digits > from && digits - from <= 3 &&
		   (starts_with(s + digits, n - digits, "岁") ||
		    starts_with(s + digits, n - digits, "周岁") ||
		    starts_with(s + digits, n - digits, " 岁"));
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

	if (!begins_here(s, i) || any_of(s + i, n - i, no_name))
		return false;
	size_t len = ideographs(s + i, n - i, 5);
	size_t surname = surname_at(s + i, n - i, &plain);
	/* the sex itself belongs to no name */
	if (len >= 9 && isdigit((unsigned char)s[i + len]) &&
	    (starts_with(s + i + len - 3, 3, "男") ||
	     starts_with(s + i + len - 3, 3, "女")))
		len -= 3;
	int what = told(s + i + len, n - i - len, &both);
	if (surname && len > surname && len <= 12 &&
	    (what == 2 || (what == 1 && len <= 9 && plain)) &&
	    !known_within(kb, s + i, len)) {
		*ret = (struct identifier){"姓名", i, i + len};
		return true;
	}
	len = sounds(s + i, n - i, &dot);
	what = told(s + i + len, n - i - len, &both);
	if (len < (dot ? 8u : 9u) || what != 2 || (!dot && !both) ||
	    known_within(kb, s + i, len))
		return false;
	*ret = (struct identifier){"姓名", i, i + len};
	return true;
}

/* 小张, 老王, 阿芳 at the head of a clause; 刘叔, 吴老. */
static bool familiar(struct kb *kb, const char *s, size_t n, size_t i,
		     struct identifier *ret)
{
	static const char *const before[] = {"小", "老", NULL};
	static const char *const behind[] = {"叔", "伯", "姐", "哥", "嫂", "婶",
					     "姨", "爷", "老", "总", NULL};
	/* 小叶增生, 小牛血清, 小龙虾, 小毛病 */
	static const char *const words[] = {"叶", "牛", "龙", "毛", "余",
					    "史", "段", "程", "范", "雷",
					    "汤", "江", "何", NULL};
	bool plain;

	if (!begins_here(s, i))
		return false;
	size_t first = any_of(s + i, n - i, before), at = i + first;
	size_t surname = surname_at(s + at, n - at, &plain), end = at + surname;
	if (!surname || !plain || any_of(s + at, n - at, words) ||
	    known_word(kb, s + i, n - i))
		return false;
	if (!first) {
		size_t kin = any_of(s + end, n - end, behind);
		end += kin;
		if (!kin)
			return false;
	}
	if (!name_ends(s + end, n - end))
		return false;
	*ret = (struct identifier){"姓名", i, end};
	return true;
}

/* 徐国栋: a full name of characters that hardly do anything else, wherever it
 * stands, unless a word of medicine is in it. */
static bool full_name(struct kb *kb, const char *s, size_t n, size_t i,
		      struct identifier *ret)
{
	bool plain;
	size_t surname = surname_at(s + i, n - i, &plain);
	size_t at = i + surname;
	uint32_t cp;

	if (!surname || !plain || at + 6 > n || !given_char(s + at, n - at) ||
	    !given_char(s + at + 3, n - at - 3))
		return false;
	/* an ideograph before it may make another word of it: 南京, 主任 */
	if (i >= 3 && !begins_here(s, i)) {
		static const char *const joined[] = {
			"请", "嘱", "见", "知", "由", "与", "和",
			"给", "问", "叫", "是", "向", NULL};
		utf8_decode(s + i - 3, 3, &cp);
		if (utf8_is_cjk(cp) && !any_of(s + i - 3, 3, joined))
			return false;
	}
	if (known_within(kb, s + i, surname + 6))
		return false;
	*ret = (struct identifier){"姓名", i, at + 6};
	return true;
}

/* "男，56岁，张建华，反复胸痛" */
static bool behind_age(struct kb *kb, const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	bool plain;
	size_t len = ideographs(s + i, n - i, 4), surname;

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

bool find_person(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret)
{
	if ((unsigned char)s[i] < 0xE3)
		return find_latin(kb, s, n, i, ret);
	return titled(kb, s, n, i, ret) || introduced(kb, s, n, i, ret) ||
	       delimited(kb, s, n, i, ret) || familiar(kb, s, n, i, ret) ||
	       full_name(kb, s, n, i, ret) || behind_age(kb, s, n, i, ret);
}
