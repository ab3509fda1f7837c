/* Persons in running text: a surname in a context that only a person has. */
#include "llm/privacy_find.h"

#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <string.h>

/* Surnames that are hardly anything else in a clinical text. */
static const char plain_surnames[] =
	"王李张刘陈杨赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋"
	"蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦傅邹孟熊秦邱江尹薛闫段雷侯"
	"龙史陶黎贺顾毛郝龚邵钱覃武戴莫孔汤庞樊兰殷施倪严牛俞章鲁葛毕聂焦齐梅庄辛"
	"翟耿涂祝岳欧翁欧甘游柯乔阎";
/* Surnames that are words, too: only where nothing else can be meant. */
static const char other_surnames[] =
	"高黄白方于任常温石金万安洪尤时康向成管明全平关辛华童左路米盛车季包"
	"费卜宁应鲍麦冷滕古伍项申易盖苗谷艾娄苟辜宫霍纪靳景柳骆裴卿屈饶阮桑尚佘舒"
	"司宿隋谈佟邢宣燕伊阴雍于郁袁詹湛仲诸卓宗";
static const char *const double_surnames[] = {
	"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙",
	"慕容", "令狐", "司徒", "端木", "宇文", "长孙", "夏侯", "独孤"};

/* Words that begin like a name and are none. */
static const char *const words[] = {
	"安静",   "安全",   "安排",   "平素",   "平时",   "平卧",   "严重",
	"明显",   "明确",   "常规",   "常年",   "常见",   "时常",   "时有",
	"成年",   "方便",   "任何",   "应当",   "应在",   "应用",   "何时",
	"何种",   "高龄",   "高危",   "高热",   "高血",   "高脂",   "高钾",
	"高钙",   "高钠",   "老年",   "单独",   "单用",   "万一",   "全身",
	"全部",   "关节",   "关注",   "温度",   "左侧",   "左上",   "左下",
	"左心",   "尤其",   "查体",   "查血",   "解释",   "管理",   "平均",
	"康复",   "马上",   "何首乌", "白细胞", "白蛋",   "白果",   "白术",
	"白芍",   "黄疸",   "黄体",   "黄芪",   "黄连",   "黄芩",   "金属",
	"石斛",   "石膏",   "安宫牛", "王不留", "高良姜", "江米",   "毛细血",
	"毛发",   "牛奶",   "牛黄",   "龙胆",   "龙骨",   "马来酸", "马钱",
	"马齿",   "杜仲",   "田七",   "丁香",   "丁胺卡", "叶酸",   "沈默",
	"余热",   "余无",   "于今",   "于昨",   "于是",   "于前",   "江湖",
	"路径",   "陈旧",   "陈述",   "陈皮",   "许可",   "许多",   "武装",
	"莫名",   "曾有",   "曾经",   "曾患",   "曾用",   "钟后",   "段时",
	"夏季",   "秦艽",   "程度",   "史无",   "何处",   "何况",   "范围",
	"余者",   "毕竟",   "康复",   "庞大",   "辛辣",   "辛夷",   "苏醒",
	"苏子",   "梅毒",   "梅核",   "兰索拉", "胡椒",   "胡萝",   "葛根",
	"姜黄",   "包括",   "包块",   "费用",   "车祸",   "易怒",   "易感",
	"易于",   "申请",   "古怪",   "盖章",   "冷汗",   "冷热",   "项目",
	"景象",   "纪录",   "家属",   "本人",   "连续",   "和家",   "自行",
	"因故",   "尚可",   "尚未",   "尚有",   "尚无",   "司机",   "宣教",
	"谈话",   "贾第",   "施行",   "施用",   "施术",   "戴口",   "雷诺",
	"雷尼替", "雷米普", "汤药",   "汤剂",   "顾虑",   "游离",   "游走",
	"甘草",   "甘油",   "罗红霉", "罗格列", "林可霉", "何谓",   "郁闷",
	"宗教",   "仲裁",   "诸多",   "童年",   "卓越",   "冷敷",   "左小",
	"左大",   "包皮",   "阴茎",   "阴囊",   "阴道",   "丁卡因", "丁哌"};

static bool in_row(const char *row, size_t size, const char *s, size_t n)
{
	if (n < 3)
		return false;
	for (size_t i = 0; i + 3 <= size; i += 3)
		if (memcmp(row + i, s, 3) == 0)
			return true;
	return false;
}

size_t surname_at(const char *s, size_t n, bool *ret_plain)
{
	bool dummy, *plain = ret_plain ? ret_plain : &dummy;

	*plain = true;
	for (size_t i = 0; i < sizeof double_surnames / sizeof *double_surnames;
	     i++)
		if (starts_with(s, n, double_surnames[i]))
			return 6;
	if (in_row(plain_surnames, sizeof plain_surnames - 1, s, n))
		return 3;
	*plain = false;
	return in_row(other_surnames, sizeof other_surnames - 1, s, n) ? 3 : 0;
}

bool known_word(struct kb *kb, const char *s, size_t n)
{
	static const enum term_domain domains[] = {
		TERM_DRUG, TERM_ANALYTE, TERM_SYMPTOM, TERM_CONTEXT, TERM_WORD};
	struct arena a = ARENA_INIT;
	bool known = false;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (starts_with(s, n, words[i]))
			return true;
	if (!kb)
		return false;
	struct folded f = fold_text(kb, s, n, &a);
	for (size_t i = 0; !known && i < sizeof domains / sizeof *domains; i++)
		known = term_longest(kb, domains[i], f.s, f.n).len >= 6;
	arena_free(&a);
	return known;
}

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

/* 王女士, 李建国医生, 张某某: the name before a title. */
static bool titled(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret)
{
	static const char *const titles[] = {
		"先生", "女士", "小姐", "同志", "大爷", "阿姨", "奶奶",
		"爷爷", "某某", "某",   "医生", "医师", "主任", "护士",
		"教授", "大夫", "老师", "护师", "药师", "技师", NULL};
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
		/* 向医生, 由主任 …: with a word that is a surname, too, only a
		 * courtesy or a full name tells a person */
		bool courtesy = any_of(s + end, n - end, titles) == 6 &&
				(starts_with(s + end, n - end, "先生") ||
				 starts_with(s + end, n - end, "女士") ||
				 starts_with(s + end, n - end, "小姐"));
		if (!plain && !courtesy && !some)
			continue;
		*ret = (struct identifier){"姓名", i, some ? end + title : end};
		return true;
	}
	return false;
}

/* 患者张三，…: the name behind a word for a person, up to where it ends. */
static bool introduced(struct kb *kb, const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	static const char *const cues[] = {
		"患者", "病人", "患儿", "产妇", "家长", "其子",
		"其女", "其妻", "其夫", "丈夫", "妻子", "儿子",
		"女儿", "母亲", "父亲", "陪同", NULL};
	static const char *const ends[] = {
		"，", ",",  "。", "、", "：", ":",  "(",  "（",
		" ",  "；", ";",  "男", "女", "诉", "因", "于",
		"现", "述", "的", "已", "，", "[",  "\"", "\\n",
		"\n", "今", "昨", "自", "在", "来", NULL};
	size_t cue = any_of(s + i, n - i, cues), at = i + cue;

	if (!cue)
		return false;
	while (at < n && (s[at] == ' ' || s[at] == ':'))
		at++;
	bool plain;
	size_t surname = surname_at(s + at, n - at, &plain);
	for (size_t given = 2; surname && given >= 1; given--) {
		size_t len =
			ideographs(s + at + surname, n - at - surname, given);
		size_t end = at + surname + len;
		if (len != given * 3)
			continue;
		bool over = end >= n || any_of(s + end, n - end, ends);
		if (!over || known_word(kb, s + at, end - at))
			continue;
		*ret = (struct identifier){"姓名", at, end};
		return true;
	}
	return false;
}

/* Mr Smith, Dr. Jane O'Neil, Mrs WANG */
static bool addressed(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const titles[] = {"Mr",        "Mrs",   "Ms",
					     "Miss",      "Dr",    "Prof",
					     "Professor", "Nurse", NULL};
	size_t at = i, words_seen = 0, end;

	if ((i > 0 && isalpha((unsigned char)s[i - 1])) ||
	    !isupper((unsigned char)s[i]))
		return false;
	for (size_t k = 0; titles[k]; k++) {
		size_t len = strlen(titles[k]);
		if (starts_with(s + i, n - i, titles[k]) && i + len < n &&
		    (s[i + len] == ' ' || s[i + len] == '.'))
			at = i + len;
	}
	if (at == i)
		return false;
	while (at < n && (s[at] == '.' || s[at] == ' '))
		at++;
	size_t from = at;
	for (end = at;
	     words_seen < 3 && at < n && isupper((unsigned char)s[at]);
	     words_seen++) {
		while (at < n &&
		       (isalpha((unsigned char)s[at]) || strchr("'-", s[at])))
			at++;
		end = at;
		if (at < n && s[at] == ' ')
			at++;
	}
	if (end == from)
		return false;
	*ret = (struct identifier){"姓名", from, end};
	return true;
}

bool find_person(struct kb *kb, const char *s, size_t n, size_t i,
		 struct identifier *ret)
{
	return titled(kb, s, n, i, ret) || introduced(kb, s, n, i, ret) ||
	       addressed(s, n, i, ret);
}
