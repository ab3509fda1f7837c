/* Names that are made of ordinary words: what stands before or behind tells. */
#include "llm/privacy_segment.h"

#include "llm/privacy_find.h"

#include <string.h>

static bool has(const struct cut *c, size_t k, const char *const *words)
{
	return k < c->n && han_one_of(c->s + c->piece[k].at,
				      c->len - c->piece[k].at, words) > 0;
}

/* 禤某, 贝老师, 牟老太: whatever character stands before the title. */
static void mark_titled(struct cut *c, size_t k)
{
	static const char *const titles[] = {
		"老师", "老太", "医生", "医师", "主任", "护士", "先生", "女士",
		"阿姨", "师傅", "奶奶", "爷爷", "大爷", "大妈", "大娘", "婆婆",
		"教授", "大夫", "护师", "药师", "同学", "叔叔", "伯伯", NULL};
	static const char *const some[] = {"某", NULL};
	static const char *const none[] = {
		"某些", "某种", "某个", "某天", "某日", "某年", "某次",
		"某处", "某地", "某人", "某院", "某一", NULL};

	static const char *const verbs[] = {
		"向", "应", "查", "解", "单", "和", "由", "请", "成",
		"全", "任", "管", "从", "与", "于", "及", "方", "常",
		"经", "让", "达", "本", "多", "当", NULL};

	if (c->piece[k].len != 3)
		return;
	const char *s = c->s + c->piece[k].at;
	bool titled = has(c, k + 1, titles) &&
		      (c->piece[k].kind == PIECE_UNKNOWN || sound_char(s, 3) ||
		       (surname_at(s, 3, NULL) && !han_one_of(s, 3, verbs)));
	bool so = has(c, k + 1, some) && !has(c, k + 1, none) &&
		  (c->piece[k].kind == PIECE_UNKNOWN || surname_at(s, 3, NULL));
	c->piece[k].out |= titled || so;
}

/* Of 春桃, 大勇, 嘟嘟: what a person is called at home. */
static bool pet_name(const struct cut *c, size_t k)
{
	static const char *const more[] = {"桃", "花", "木", "杏", "梨", "枣",
					   "豆", "米", "糖", "果", "妞", "宝",
					   "囡", "娃", "小", "大", "雪", NULL};
	const char *s = c->s + c->piece[k].at;

	if (c->piece[k].kind != PIECE_PLAIN || c->piece[k].len != 6)
		return false;
	if (memcmp(s, s + 3, 3) == 0)
		return given_char(s, 3) || sound_char(s, 3) ||
		       han_one_of(s, 3, more);
	return (given_char(s, 3) || han_one_of(s, 3, more)) &&
	       (given_char(s + 3, 3) || han_one_of(s + 3, 3, more)) &&
	       !known_word(c->kb, s, 6);
}

static void mark_kin(struct cut *c, size_t k)
{
	static const char *const kin[] = {
		"妹妹",   "弟弟",     "姐姐",   "哥哥",   "妻子",   "丈夫",
		"老公",   "老婆",     "爱人",   "儿子",   "女儿",   "孩子",
		"儿媳",   "女婿",     "孙子",   "孙女",   "父亲",   "母亲",
		"祖父",   "祖母",     "外祖母", "外祖父", "爷爷",   "奶奶",
		"外公",   "外婆",     "邻居",   "同事",   "室友",   "同学",
		"女朋友", "男朋友",   "保姆",   "护工",   "志愿者", "监护人",
		"家属",   "我家孩子", "孩子",   "她爸",   "他爸",   "她妈",
		"他妈",   "我哥",     "我姐",   "我弟",   "我妹",   "我爸",
		"我妈",   "二叔",     "大伯",   "舅舅",   "舅妈",   "姑姑",
		"姨妈",   "婆婆",     "公公",   "岳父",   "岳母",   "其父",
		"其母",   "其妻",     "其夫",   "其子",   "其女",   "其姐",
		"其兄",   "其弟",     "其妹",   "见证人", "牧师",   "小名",
		"名叫",   "大名",     "叫",     "叫做",   NULL};
	static const char *const sisters[] = {"姐", "哥", "嫂",
					      "婶", "姨", NULL};

	if (pet_name(c, k) &&
	    ((k && piece_is(c, k - 1, kin)) || piece_is(c, k + 1, sisters)))
		c->piece[k].out = true;
	/* 妻子满都拉: sounds and nothing else */
	if (!k || !piece_is(c, k - 1, kin))
		return;
	size_t end = k;
	while (end < c->n && c->piece[end].len == 3 &&
	       sound_char(c->s + c->piece[end].at, 3))
		end++;
	for (size_t i = k; end > k + 1 && i < end; i++)
		c->piece[i].out = true;
}

/* A word before 村, 机械厂 that is its name; no 附近的工厂, 去医院. */
static bool own_name(const struct cut *c, size_t k, bool more)
{
	static const char *const villages[] = {
		"村",   "镇",   "小区", "花园", "工地", "庄",   "屯", "幼儿园",
		"大学", "学院", "中学", "小学", "公司", "集团", NULL};
	static const char *const none[] = {
		"附近", "隔壁", "农村", "回到", "离开", "居住", "同村",
		"本村", "邻村", "全村", "进入", "在家", "他们", "我们",
		"这个", "那个", "一个", "当地", "外地", "老家", "建筑",
		"住在", "来自", "整个", "城中", "老旧", "新建", "装修",
		"自己", "我家", "生活", "工作", "上级", "综合", "私立",
		"公立", "专科", "三甲", "重点", "民办", "职业", "儿童",
		"下级", "老年", "电视", "考上", "毕业", "就读", NULL};

	/* 阳光小区: sunlight is a word of the knowledge base, too */
	return c->piece[k].len == 6 && c->piece[k].kind != PIECE_UNKNOWN &&
	       (piece_is(c, k + 1, villages) ||
		(more && c->piece[k].kind == PIECE_PLAIN)) &&
	       !piece_is(c, k, none);
}

/* 第一人民医院, 宏达机械厂, 新民村: the name of it is of ordinary words. */
static void mark_institution(struct cut *c, size_t k)
{
	static const char *const kinds[] = {
		"医院", "卫生院", "机械厂", "公司",   "集团",   "中学",
		"小学", "大学",   "学院",   "幼儿园", "花园",   "小区",
		"工地", "村",     "镇",     "支行",   "派出所", "煤矿",
		"厂",   "养老院", "敬老院", "福利院", "电厂",   "附中",
		"师大", "庄",     "屯",     NULL};
	static const char *const parts[] = {
		"第一",   "第二", "第三", "第四", "第五", "第六", "第七",
		"第八",   "第九", "第十", "人民", "市",   "县",   "省",
		"附属",   "协和", "中医", "妇幼", "保健", "军区", "总",
		"红十字", "机械", "纺织", "化工", "电子", "建筑", "钢铁",
		"食品",   "服装", "制药", "实验", "中心", "市立", "区",
		"肿瘤",   "儿童", "新",   NULL};
	size_t from = k;

	if (!piece_is(c, k, kinds))
		return;
	while (from > 0 && piece_is(c, from - 1, parts))
		from--;
	if (from > 0 && own_name(c, from - 1, from < k))
		from--;
	while (from > 0 && c->piece[from - 1].len == 3 &&
	       (c->piece[from - 1].out ||
		c->piece[from - 1].kind == PIECE_UNKNOWN))
		from--;
	for (size_t i = from; from < k && i <= k; i++)
		c->piece[i].out = true;
}

void cut_context(struct cut *c)
{
	for (size_t k = 0; k < c->n; k++) {
		mark_titled(c, k);
		mark_kin(c, k);
		mark_institution(c, k);
	}
}
