/* Lines that go on from the one before, and orders of no drug. */
#include "commands/drug-check/read_page.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* Orders of no drug. */
static const char *const care[] = {"护理",
				   "饮食",
				   "普食",
				   "流质",
				   "半流",
				   "禁食",
				   "软食",
				   "禁饮",
				   "吸氧",
				   "氧气",
				   "监护",
				   "监测",
				   "病重",
				   "病危",
				   "留陪",
				   "陪护",
				   "陪人",
				   "测血压",
				   "测血糖",
				   "血糖监测",
				   "测体温",
				   "出入量",
				   "导尿",
				   "血常规",
				   "尿常规",
				   "便常规",
				   "心电图",
				   "胸片",
				   "彩超",
				   "B超",
				   "CT",
				   "核磁",
				   "MRI",
				   "换药",
				   "鼻饲",
				   "翻身",
				   "拍背",
				   "胃肠减压",
				   "肝功",
				   "肾功",
				   "电解质",
				   "凝血",
				   "卧床",
				   "绝对卧床",
				   "隔离",
				   "会诊",
				   "拆线",
				   "备皮",
				   "灌洗",
				   "雾化吸入护理",
				   "康复",
				   "针灸",
				   "理疗",
				   "低盐",
				   "低脂",
				   "糖尿病饮食",
				   "针刺",
				   "艾灸",
				   "拔罐",
				   "推拿",
				   "耳穴",
				   "穴位",
				   "熏蒸",
				   "牵引",
				   "物理降温",
				   "冰敷",
				   "热敷",
				   "Diet",
				   "diet",
				   "Vital signs",
				   "vital signs",
				   "Vitals",
				   "I&O",
				   "Activity",
				   "Bed rest",
				   "bed rest",
				   "Fall precautions",
				   "Telemetry",
				   "telemetry",
				   "Daily weight",
				   "daily weight",
				   "NPO",
				   "Oxygen",
				   "oxygen",
				   "CBC",
				   "BMP",
				   "CMP",
				   "尿量",
				   "卧位",
				   "体位",
				   "休息",
				   "记录",
				   "通知",
				   "吸痰",
				   "膀胱冲洗",
				   "测体重",
				   "称体重",
				   "胃镜",
				   "肠镜",
				   "穿刺",
				   "试纸",
				   "采血针",
				   "注射针头",
				   "测试条",
				   "test strip",
				   "test strips",
				   "diagnostic strip",
				   "glucose strip",
				   "lancets",
				   "lancet",
				   "pen needle",
				   "pen needles",
				   "glucometer",
				   "blood sugar diagnostic",
				   "catheter",
				   "stockings",
				   "Fingerstick",
				   "fingerstick",
				   NULL};

bool page_is_care(const char *s, size_t n)
{
	return page_contains(s, n, care);
}

bool page_is_device(const char *name)
{
	static const char *const devices[] = {"test strip",
					      "Test Strip",
					      "TEST STRIP",
					      "test strips",
					      "Test Strips",
					      "TEST STRIPS",
					      "lancet",
					      "Lancet",
					      "LANCET",
					      "lancets",
					      "Lancets",
					      "LANCETS",
					      "pen needle",
					      "Pen Needle",
					      "PEN NEEDLE",
					      "pen needles",
					      "Pen Needles",
					      "PEN NEEDLES",
					      "insulin syringe",
					      "insulin syringes",
					      "Insulin syringes",
					      "INSULIN SYRINGE",
					      "glucometer",
					      "meter",
					      "Meter",
					      "sensor",
					      "Sensor",
					      "Oxygen",
					      "oxygen",
					      "OXYGEN",
					      "O2",
					      "吸氧",
					      "spacer",
					      "Spacer",
					      "AeroChamber",
					      "试纸",
					      "采血针",
					      "注射针头",
					      "血糖仪",
					      "针头",
					      NULL};

	return page_contains(name, strlen(name), devices);
}

bool page_is_allergy(const char *s, size_t n)
{
	static const char *const words[] = {"过敏史",  "药物过敏", "allergies",
					    "allergy", "皮试结果", NULL};

	n = page_trim(&s, n);
	return reading_starts(s, n, words) > 0;
}

/* INH in capitals and a mass of it, or alone, is no way. */
static bool is_isoniazid(const char *s, size_t n)
{
	struct quantity q;
	double high;

	if (n < 3 || memcmp(s, "INH", 3) != 0)
		return false;
	return n == 3 ||
	       (s[3] == ' ' && quantity_read(s + 4, n - 4, &q, &high) &&
		quantity_is_mass(&q));
}

/* Behind the way: the end, a mark, a number, how often, another way. */
static bool goes_on(const char *s, size_t n, struct order *scratch,
		    struct arena *a)
{
	static const char *const words[] = {
		"每",    "各",  "一",    "用",   "前",   "后",  "注",
		"吞",    "温",  "空",    "饭",   "餐",   "适",  "薄",
		"至",    "就",  "按",    "with", "as",   "for", "once",
		"twice", "via", "every", "if",   "when", NULL};
	const char *route;
	double per_day = NAN, x;
	bool push;

	while (n && *s == ' ')
		s++, n--;
	return !n || strchr(",;:.()[]|/+-*", *s) || amount_read(s, n, &x) ||
	       frequency_read(s, n, scratch, a) ||
	       route_read(s, n, &route, &push) ||
	       reading_meal(s, n, &per_day) || reading_starts(s, n, words) ||
	       memcmp(s, "，", n < 3 ? n : 3) == 0 ||
	       memcmp(s, "。", n < 3 ? n : 3) == 0;
}

bool page_names_drug(struct kb *kb, const char *s, size_t n, struct arena *a,
		     bool dosed)
{
	struct order scratch = order_blank();
	struct reading r = {.kb = kb, .s = s, .n = n, .a = a, .o = &scratch};
	size_t known;

	for (size_t i = 0; i < n; i++)
		if (((unsigned char)s[i] & 0xC0) != 0x80 &&
		    (!i || !isalnum((unsigned char)s[i]) ||
		     !isalnum((unsigned char)s[i - 1])) &&
		    reading_known(&r, i, &known) && known >= 4 &&
		    (!dosed || reading_dosed(&r, i + known)))
			return true;
	return false;
}

bool page_is_usage(struct kb *kb, const char *s, size_t n, struct arena *a)
{
	static const char *const labels[] = {
		"用法",          "用量", "服法", "sig:",   "sig.",
		"sig ",          "s:",   "s.",   "usage:", "directions:",
		"instructions:", "每次", "一次", "单次",   NULL};
	static const char *const verbs[] = {
		"take ",    "give ", "inject ", "apply ",  "inhale ",
		"instill ", "use ",  "place ",  "insert ", "dissolve ",
		"口服",     "静滴",  "皮下",    "肌注",    "外用",
		"吸入",     NULL};
	struct order scratch = order_blank();
	struct quantity q;
	const char *route;
	bool push;
	double high;

	n = page_trim(&s, n);
	while (n && strchr("-*. ", *s))
		s++, n--;
	if (!n || is_isoniazid(s, n))
		return false;
	if (reading_starts(s, n, labels))
		return true;
	size_t m = reading_starts(s, n, verbs);
	bool latin_verb = m && (unsigned char)*s < 0x80;
	size_t way = route_read(s, n, &route, &push);
	if (!m && !way && !frequency_read(s, n, &scratch, a) &&
	    !(quantity_read(s, n, &q, &high) && q.unit))
		return false;
	/* 口服脊髓灰质炎疫苗, Respiratory syncytial virus vaccine */
	if (!latin_verb && way && !goes_on(s + way, n - way, &scratch, a))
		return false;
	return !page_names_drug(kb, s, n, a, false);
}
