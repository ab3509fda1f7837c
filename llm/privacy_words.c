/* Surnames, the characters of names, and words that look like names. */
#include "llm/privacy_find.h"

#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <string.h>

/* Surnames that are hardly anything else in a clinical text. */
static const char plain_surnames[] =
	"王李张刘陈杨赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋"
	"蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦傅邹孟熊秦邱江尹薛闫段雷侯"
	"龙史陶黎贺顾毛郝龚邵钱覃武戴莫孔汤庞樊兰殷施倪严牛俞章鲁葛毕聂焦齐梅庄辛"
	"翟耿涂祝岳翁甘游柯乔阎闫邬晏滕瞿岑奚窦鄢匡臧闵裴佟邢栾甄缪詹湛郁隋阮蔺"
	"蒲揭郦靳禤苌逯缑钭沃佘牟厍苑贲羿宓郇訾韶郜冉璩濮扈冀浦殳蔚夔巩敖阚饶毋乜巢蒯荆竺桓赖胥莘姬寇裘昝嵇仉佴谯笪"
	"褚戚骆柏宫冼檀尉迟茅颛谌逄仝邰郗郏邸亓麴鞠巫庾虞晁戎堵咸";
/* Surnames that are words, too: only where nothing else can be meant. */
static const char other_surnames[] =
	"高黄白方于任常温石金万安洪尤时康向成管明全平关辛华童左路米盛车季包"
	"费卜宁应鲍麦冷古伍项申易盖苗谷艾娄苟辜霍纪靳景柳卿屈饶桑尚佘舒"
	"单查仇解卫喻荆刁巩占沙印边卞水朴祁房蓝屠党池盛牧敖阚路殷"
	"司宿谈宣燕伊阴雍于袁仲诸卓宗商牟幸简封储练展麻茹宦慎暨衡寇蔚夔阙邝缑郜楼糜"
	"隗粟谯笪虎拜妥况穆";
static const char *const double_surnames[] = {
	"欧阳", "司马", "上官", "诸葛", "东方",     "皇甫",     "尉迟",
	"公孙", "慕容", "令狐", "司徒", "端木",     "宇文",     "长孙",
	"夏侯", "独孤", "山本", "田中", "佐藤",     "铃木",     "高桥",
	"渡边", "伊藤", "中村", "小林", "加藤",     "吉田",     "山田",
	"松本", "井上", "木村", "山口", "斋藤",     "佐佐",     "松田",
	"藤田", "桥本", "石川", "前田", "中岛",     "第五",     "轩辕",
	"钟离", "闻人", "申屠", "呼延", "澹台",     "万俟",     "南宫",
	"赫连", "完颜", "纳兰", "拓跋", "百里",     "东郭",     "西门",
	"宗政", "濮阳", "淳于", "太叔", "公冶",     "仲孙",     "鲜于",
	"闾丘", "亓官", "巫马", "漆雕", "乐正",     "公良",     "谷梁",
	"段干", "梁丘", "左丘", "司空", "司寇",     "公羊",     "太史",
	"叔孙", "贺兰", "羊舌", "微生", "爱新觉罗", "叶赫那拉", "博尔济吉"};

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
	"姜黄",   "包括",   "包块",   "费用",   "周期",   "周围",   "周身",
	"车祸",   "易怒",   "易感",   "易于",   "申请",   "古怪",   "盖章",
	"冷汗",   "冷热",   "项目",   "景象",   "纪录",   "家属",   "本人",
	"连续",   "和家",   "自行",   "因故",   "尚可",   "尚未",   "尚有",
	"尚无",   "司机",   "宣教",   "谈话",   "贾第",   "施行",   "施用",
	"施术",   "戴口",   "雷诺",   "雷尼替", "雷米普", "汤药",   "汤剂",
	"顾虑",   "游离",   "游走",   "甘草",   "甘油",   "罗红霉", "罗格列",
	"林可霉", "何谓",   "郁闷",   "宗教",   "仲裁",   "诸多",   "童年",
	"卓越",   "冷敷",   "左小",   "左大",   "克隆",   "何杰金", "桥本甲",
	"桥本病", "桥本氏", "多克隆", "涂片",   "包皮",   "阴茎",   "阴囊",
	"阴道",   "丁卡因", "丁哌"};

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
			return strlen(double_surnames[i]);
	if (in_row(plain_surnames, sizeof plain_surnames - 1, s, n))
		return 3;
	*plain = false;
	return in_row(other_surnames, sizeof other_surnames - 1, s, n) ? 3 : 0;
}

/* Characters that given names are made of. */
static const char given_chars[] =
	"贤桃俐滨帅灿迪昆闯奎魁俭朴菁菲蓓瑛珊栩铎钊铮锦锴妞"
	"伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌辉鹏宇"
	"浩鑫欣雨梓子涵轩泽博睿佳怡琳雪梅莉萍燕玲芬凤云琴珍琼淑惠慧颖倩婷婉晓小春"
	"夏秋冬海波江河山川林森松柏栋梁德福贵禄寿喜庆祥瑞龙虎彪豪雄俊彦哲思远航飞"
	"翔凯旋胜利民生新亮光辰晨曦旭阳昊天宏伯仲永世昌兴旺盛宝珠金银铁柱锋钢钧铭"
	"锐毅坚定忠义仁礼智信诚孝廉荣耀培学良才俊峰岩峻嵩岳岭少卿安邦振成长根树茂"
	"莲菊荷竹芝蓉蕾薇萱蕊茹莹洁冰清澜源润泉溪沛淼琪瑶琦琛瑾瑜璐璇翠妍媛嫣娇娅"
	"娴婵姝妮嘉乐康健宁悦欢畅和谐美善如意可心爱诗书韵雅韬略尧舜禹汉秦楚宋元庭"
	"功台恭犇丰羽超忠佑宽航凌霄岚婕芸芷瑶淳懿晗煜烨炜焕鸣鹤燕莺蝶帆筱露霖雯霏霜璟瑄玥"
	"延年增益守业继承宗耀祖先启发扬达通顺立正方圆满东南西北中一二三大自力更光复";
/* Characters that names of other languages are written with. */
static const char sound_chars[] =
	"阿艾爱安奥巴白贝本比别宾波伯博布查达大戴丹德迪蒂丁多尔恩法菲费芬佛弗福盖冈"
	"格古哈海汉赫亨华霍吉基加贾杰金卡凯坎康考科克肯库拉莱兰朗劳勒雷里丽莉利连林琳"
	"隆卢鲁露伦罗洛马玛麦曼梅美门蒙米明莫默姆穆纳娜南内尼诺欧帕潘佩皮普奇其乔切琼"
	"让日荣茹瑞萨塞桑森沙莎山舍史斯丝苏索塔泰坦汤唐特廷图托瓦万旺威韦维温文沃乌武"
	"西希夏香谢辛雅亚延扬耶伊依英尤于约扎詹珍珠兹佐热提木江买吐逊力孜依仁卓央旦增"
	"平措吉曲边措顿姆热帕甫都拜合沙翰冈萨密卜杜次庆仲占堆洛丹朵根不努那玉吾衣由布嘎敖登图雅青措合塔旺坚赞群宗";

bool given_char(const char *s, size_t n)
{
	return in_row(given_chars, sizeof given_chars - 1, s, n);
}

bool sound_char(const char *s, size_t n)
{
	return in_row(sound_chars, sizeof sound_chars - 1, s, n);
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

bool known_within(struct kb *kb, const char *s, size_t n)
{
	uint32_t cp;

	for (size_t i = 0; i + 6 <= n; i += utf8_decode(s + i, n - i, &cp))
		if (known_word(kb, s + i, n - i))
			return true;
	return false;
}
