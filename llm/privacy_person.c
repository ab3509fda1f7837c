/* Persons in running Chinese text: a name in a context that only a person has. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

/* 分钟, 2周: a unit of time. */
static bool counted(const char *s, size_t i, size_t surname)
{
	return (starts_with(s + i, surname, "钟") && i >= 3 &&
		starts_with(s + i - 3, 3, "分")) ||
	       (starts_with(s + i, surname, "周") && i > 0 &&
		(isdigit((unsigned char)s[i - 1]) || s[i - 1] == ' '));
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
		"老人", "之子", "之女", "之妻", "之夫", "之母", "之父", "夫妇",
		"夫妻", "妈妈", "爸爸", "与其", "及其", "和其", "家长", "本人",
		"伯伯", "叔叔", "局长", "院长", "经理", "校长", "氏",   NULL};
	static const char *const courteous[] = {"先生", "女士", "小姐",
						"夫妇", "夫妻", NULL};
	bool plain;
	size_t surname = surname_at(s + i, n - i, &plain);

	if (!surname)
		return false;
	for (size_t given = 0; given <= 2; given++) {
		size_t len = han_run(s + i + surname, n - i - surname, given);
		size_t end = i + surname + len;
		if (len != given * 3)
			break;
		size_t title = han_one_of(s + end, n - end, titles);
		/* 夫妻 of 请夫妻, 分钟由医生, 2周内与医生 */
		if (title && !han_begins(s, i) &&
		    ((starts_with(s + end, n - end, "夫") &&
		      !(i >= 3 && (starts_with(s + i - 3, 3, "与") ||
				   starts_with(s + i - 3, 3, "和")))) ||
		     counted(s, i, surname)))
			continue;
		if (!title || known_word(kb, s + i, end + title - i))
			continue;
		bool some = starts_with(s + end, n - end, "某");
		bool maiden = starts_with(s + end, n - end, "氏");
		/* 向医生, 由主任 …: with a word that is a surname, too, only a
		 * courtesy, a full name or a clause's beginning tells a person */
		static const char *const verbs[] = {
			"向", "应", "查", "解", "单", "和", "由",
			"请", "成", "全", "任", "管", NULL};
		bool courtesy = han_one_of(s + end, n - end, courteous) > 0 ||
				(!given && han_begins(s, i) &&
				 !han_one_of(s + i, n - i, verbs));
		if ((!plain && !courtesy && !some) ||
		    (maiden &&
		     /* 王氏，女; no 麦氏点, 周氏回生丸, 黄氏病 */
		     (given || !han_begins(s, i) ||
		      starts_with(s + end + title, n - end - title, "病") ||
		      !name_ends(s + end + title, n - end - title))))
			continue;
		*ret = (struct identifier){"姓名", i, some ? end + title : end};
		return true;
	}
	return false;
}

/* What stands behind a name in a sentence. */
bool name_ends(const char *s, size_t n)
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
		"腰", "便", "牙", "明", "后", "病", "患", "报", "转", "肾",
		"肝", "心", "确", "均", "育", "从", "到", "对", "为", "将",
		"并", "嫌", "提", "带", "取", "拿", "不", "很", "常", "反",
		"本", "之", "系", "查", "调", "执", "示", "指", "护", "夜",
		"嘱", "晨", "早", "晚", "家", "等", "以", "经", "拒", "愿",
		"认", "当", "报", "交", "收", "用", "办", "做", "接", "回",
		"再", NULL};

	return n == 0 || han_one_of(s, n, ends) > 0;
}

static const char *const people[] = {
	"患者",   "病人", "患儿", "产妇",   "孕妇",   "家长", "其子", "其女",
	"其妻",   "其夫", "其父", "其母",   "丈夫",   "妻子", "儿子", "女儿",
	"母亲",   "父亲", "爸爸", "妈妈",   "孙子",   "孙女", "外孙", "哥哥",
	"姐姐",   "弟弟", "妹妹", "老公",   "老婆",   "老伴", "配偶", "公公",
	"婆婆",   "岳父", "岳母", "家属",   "陪同",   "护工", "保姆", "邻居",
	"同事",   "室友", "朋友", "监护人", "医生",   "医师", "护士", "护师",
	"药师",   "技师", "主任", "教授",   "护士长", "其弟", "其兄", "其姐",
	"其妹",   "女婿", "儿媳", "外婆",   "外公",   "姥姥", "姥爷", "奶奶",
	"爷爷",   "大姐", "二姐", "大哥",   "二哥",   "大嫂", "侄子", "侄女",
	"外甥",   "姑姑", "姨妈", "舅舅",   "舅妈",   "叔叔", "伯父", "表哥",
	"表姐",   "表弟", "表妹", "堂哥",   "堂弟",   "嫂子", "孙媳", "一子",
	"一女",   "他叫", "她叫", "名叫",   "麻醉",   "巡回", "器械", "供者",
	"护理员", "我爸", "我妈", "本人",   "真名",   "原名", "又名", "化名",
	"我叫",   "名为", "通知", "联系",   "交接",   "值班", "请",   "父：",
	"母：",   "夫：", "妻：", "子：",   "女：",   "兄：", "姐：", "父:",
	"母:",    "夫:",  "妻:",  "弟：",   "妹：",   NULL};

/* Are they all characters of given names? */
bool all_given(const char *s, size_t n)
{
	for (size_t i = 0; i + 3 <= n; i += 3)
		if (!given_char(s + i, n - i))
			return false;
	return n > 0;
}

/* 患者张三，…: the name behind a word for a person, up to where it ends. */
static bool introduced(struct kb *kb, const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	size_t cue = han_one_of(s + i, n - i, people), at = i + cue;
	bool plain, dot, staff = cue && memmem(s + i, cue, "师", 3);

	if (!cue)
		return false;
	static const char *const between[] = {"：", "（", "系", "是",
					      "叫", "为", NULL};
	for (size_t gap; at < n; at += gap ? gap : 1) {
		gap = han_one_of(s + at, n - at, between);
		if (!gap && !strchr(" :(", s[at]))
			break;
	}
	size_t surname = surname_at(s + at, n - at, &plain);
	/* 医生何时, 护士于昨日, 请应 */
	static const char *const weak[] = {"请", "通知", "联系", "值班", NULL};
	bool vague = han_one_of(s + i, cue, weak) > 0;
	bool naming = at >= 3 && (starts_with(s + at - 3, 3, "叫") ||
				  starts_with(s + at - 3, 3, "名"));
	if ((staff || vague) && !plain)
		surname = 0;
	for (size_t given = 3; surname && given >= 1; given--) {
		size_t len = han_run(s + at + surname, n - at - surname, given);
		size_t end = at + surname + len;
		bool three = given == 3 && !given_char(s + at + 3, n - at - 3);
		/* 患者查抗凝, 患者高敏肌钙蛋白: a surname that is a word */
		bool word = !plain && !naming &&
			    (!given_char(s + at + surname, n - at - surname) ||
			     known_word(kb, s + at + surname,
					n - at - surname < 60 ? n - at - surname
							      : 60));
		if (len != given * 3 || three || word ||
		    (given == 3 && surname > 3) ||
		    (vague && surname == 3 &&
		     !all_given(s + at + surname, len)) ||
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
	size_t len = han_sounds(s + at, n - at, &dot);
	if (len < (dot ? 11u : 9u) ||
	    (dot ? known_word : known_within)(kb, s + at, len) ||
	    (!dot && !name_ends(s + at + len, n - at - len)))
		return false;
	*ret = (struct identifier){"姓名", at, at + len};
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

	static const char *const who[] = {"邻居", "同事", "朋友", "室友",
					  "护工", "保姆", NULL};
	if (!han_begins(s, i) && !(i >= 6 && han_one_of(s + i - 6, 6, who)))
		return false;
	size_t first = han_one_of(s + i, n - i, before), at = i + first;
	size_t surname = surname_at(s + at, n - at, &plain), end = at + surname;
	if (!surname || !plain ||
	    (!starts_with(s + i, first, "老") &&
	     han_one_of(s + at, n - at, words)) ||
	    known_word(kb, s + i, n - i))
		return false;
	if (!first) {
		size_t kin = han_one_of(s + end, n - end, behind);
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
	if (i >= 3 && !han_begins(s, i)) {
		static const char *const joined[] = {
			"请", "嘱", "见", "知", "由", "与", "和",
			"给", "问", "叫", "是", "向", NULL};
		utf8_decode(s + i - 3, 3, &cp);
		if (utf8_is_cjk(cp) && !han_one_of(s + i - 3, 3, joined))
			return false;
	}
	if (known_within(kb, s + i, surname + 6) ||
	    known_word(kb, s + i, n - i < 60 ? n - i : 60))
		return false;
	*ret = (struct identifier){"姓名", i, at + 6};
	return true;
}

bool find_person(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret)
{
	if ((unsigned char)s[i] < 0xE3)
		return find_latin(kb, s, n, i, ret);
	return titled(kb, s, n, i, ret) || find_near(kb, s, n, i, ret) ||
	       find_sound(kb, s, n, i, ret) || introduced(kb, s, n, i, ret) ||
	       find_beside(kb, s, n, i, ret) || familiar(kb, s, n, i, ret) ||
	       find_alone(kb, s, n, i, ret) || full_name(kb, s, n, i, ret);
}
