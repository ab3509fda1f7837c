/* Addresses by their chain of suffixes, and bed numbers. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

static const char *const regions[] = {
	"北京",   "天津",     "上海", "重庆",   "河北", "山西", "辽宁",
	"吉林",   "黑龙江",   "江苏", "浙江",   "安徽", "福建", "江西",
	"山东",   "河南",     "湖北", "湖南",   "广东", "海南", "四川",
	"贵州",   "云南",     "陕西", "甘肃",   "青海", "台湾", "广西",
	"西藏",   "宁夏",     "新疆", "内蒙古", "香港", "澳门", "深圳",
	"广州",   "杭州",     "南京", "武汉",   "成都", "西安", "苏州",
	"青岛",   "大连",     "宁波", "厦门",   "长沙", "郑州", "沈阳",
	"哈尔滨", "长春",     "济南", "合肥",   "福州", "南昌", "昆明",
	"贵阳",   "南宁",     "太原", "兰州",   "银川", "西宁", "乌鲁木齐",
	"拉萨",   "呼和浩特", "海口", "无锡",   "佛山", "东莞", "石家庄",
	"台北",   "高雄",     "台中", "温州",   "珠海", "烟台"};

/* Levels of an address, from the large to the small. */
static const char *const suffixes[] = {
	"自治区", "自治州", "自治县", "开发区", "街道", "小区", "大道", "胡同",
	"花园",   "公寓",   "大厦",   "社区",   "单元", "省",   "市",   "区",
	"县",     "旗",     "镇",     "乡",     "村",   "路",   "街",   "巷",
	"弄",     "里",     "苑",     "号楼",   "号",   "栋",   "幢",   "楼",
	"室",     "组",     "屯",     "北段",   "南段", "东段", "西段", "道",
	"盟",     "层",     "门",     "院",     "庄",   "园"};

size_t region_at(const char *s, size_t n)
{
	for (size_t k = 0; k < sizeof regions / sizeof *regions; k++)
		if (starts_with(s, n, regions[k]))
			return strlen(regions[k]);
	return 0;
}

static size_t suffix_at(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (starts_with(s, n, suffixes[i]))
			return strlen(suffixes[i]);
	return 0;
}

/* One level: up to eight ideographs or a number, then a suffix. Returns its
 * length; 0: none. */
static size_t level_at(const char *s, size_t n)
{
	size_t at = 0;

	for (int count = 0; count <= 10 && at < n; count++) {
		uint32_t cp;
		size_t suffix = at ? suffix_at(s + at, n - at) : 0;
		if (suffix)
			return at + suffix;
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp) && !isalnum((unsigned char)s[at]) &&
		    s[at] != '-')
			return 0;
		at += len;
	}
	return 0;
}

/* 北京市朝阳区建国路 88 号: a region, then at least one level; or a road with
 * a house number. */
static bool chain(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t at = i, levels = 0, region = region_at(s + i, n - i);

	if (!region)
		return false;
	at += region;
	size_t own = suffix_at(s + at, n - at);
	at += own;
	for (size_t len; (len = level_at(s + at, n - at)); levels++)
		at += len;
	if (!levels || memmem(s + i, at - i, "证", 3))
		return false;
	*ret = (struct identifier){"地址", i, at};
	return true;
}

/* 建国路88号3单元501室, 幸福小区12栋: road or estate with a number behind. */
static bool street(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const roads[] = {"路",   "街",   "大道", "巷", "弄",
					    "胡同", "小区", "花园", "村"};
	static const char *const numbers[] = {"号楼", "号", "栋",
					      "幢",   "弄", "组"};
	size_t at = i, road = 0;
	uint32_t cp;

	for (int count = 0; count < 7 && at < n && !road; count++) {
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp))
			return false;
		at += len;
		for (size_t k = 0;
		     count >= 1 && k < sizeof roads / sizeof *roads; k++)
			if (starts_with(s + at, n - at, roads[k]))
				road = strlen(roads[k]);
	}
	if (!road)
		return false;
	at += road;
	size_t digits = at;
	while (digits < n &&
	       (isdigit((unsigned char)s[digits]) || s[digits] == '-'))
		digits++;
	if (digits == at)
		return false;
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
		if (starts_with(s + digits, n - digits, numbers[k])) {
			at = digits + strlen(numbers[k]);
			for (size_t len; (len = level_at(s + at, n - at));)
				at += len;
			*ret = (struct identifier){"地址", i, at};
			return true;
		}
	return false;
}

/* 12床, 加3床, 床12; 病区心内二区 */
static bool bed(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t at = i;

	if (starts_with(s + i, n - i, "床") && han_begins(s, i)) {
		for (at += 3; at < n && isdigit((unsigned char)s[at]);)
			at++;
		*ret = (struct identifier){"编号", i + 3, at};
		return at > i + 3;
	}
	if (starts_with(s + i, n - i, "病区")) {
		size_t len = han_run(s + i + 6, n - i - 6, 6);
		*ret = (struct identifier){"编号", i + 6, i + 6 + len};
		return len >= 9 && (starts_with(s + i + 3 + len, 3, "区"));
	}

	if (!isdigit((unsigned char)s[i]) ||
	    (i > 0 && (isalnum((unsigned char)s[i - 1]) || s[i - 1] == '.')))
		return false;
	while (at < n && isdigit((unsigned char)s[at]))
		at++;
	if (at - i > 4 || !starts_with(s + at, n - at, "床") ||
	    starts_with(s + at, n - at, "床旁") ||
	    starts_with(s + at, n - at, "床以") ||
	    starts_with(s + at, n - at, "床位"))
		return false;
	*ret = (struct identifier){"编号", i, at};
	return true;
}

/* 家住…, 来自…: up to the end of the clause, when it ends like an address. */
static bool resident(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const cues[] = {
		"家住", "现住", "居住于", "居住在", "住在", "户口在", "户籍",
		"老家", "来自", "住址",   "祖籍",   "暂住", "住"};
	size_t from = i, at, last = 0;
	uint32_t cp;

	for (size_t k = 0; from == i && k < sizeof cues / sizeof *cues; k++)
		if (starts_with(s + i, n - i, cues[k]))
			from = i + strlen(cues[k]);
	if (from == i || starts_with(s + from, n - from, "院"))
		return false;
	bool origin = starts_with(s + i, n - i, "来自");
	for (at = from; at < n && at - from < 120;) {
		size_t suffix = at > from + 3 ? suffix_at(s + at, n - at) : 0;
		if (suffix)
			last = at + suffix;
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp) && !isalnum((unsigned char)s[at]) &&
		    s[at] != '-')
			break;
		at += suffix ? suffix : len;
	}
	/* 老家河南周口 */
	if (!last && region_at(s + from, n - from))
		last = at - from > 24 ? from + region_at(s + from, n - from)
				      : at;
	/* 来自心室: only where a place is named */
	if (!last || (origin && !region_at(s + from, n - from) &&
		      !memmem(s + from, last - from, "县", 3) &&
		      !memmem(s + from, last - from, "村", 3) &&
		      !memmem(s + from, last - from, "镇", 3)))
		return false;
	*ret = (struct identifier){"地址", from, last};
	return true;
}

/* 李家庄村村民, 红旗小区居民 */
static bool villager(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const places[] = {"村", "小区", "社区",
					     "镇", "乡",   "街道"};
	static const char *const who[] = {"村民", "居民", "住户",
					  "人士", "人，", "人,"};
	size_t at = i;
	uint32_t cp;

	for (int count = 0; count < 6 && at < n; count++) {
		for (size_t k = 0; count >= 2 && k < 6; k++) {
			size_t end = at + strlen(places[k]);
			if (!starts_with(s + at, n - at, places[k]))
				continue;
			for (size_t w = 0; w < 6; w++)
				if (starts_with(s + end, n - end, who[w])) {
					*ret = (struct identifier){"地址", i,
								   end};
					return true;
				}
		}
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp))
			return false;
		at += len;
	}
	return false;
}

/* 阜阳市颍上县: two levels of administration, wherever they are. */
static bool town(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const large[] = {"市", "州", "盟"};
	static const char *const small[] = {"区", "县", "市", "旗", "镇", "乡"};
	size_t at = i, end = 0;
	uint32_t cp;

	for (int count = 0; count < 5 && at < n && !end; count++) {
		for (size_t k = 0; count >= 2 && !end && k < 3; k++)
			if (starts_with(s + at, n - at, large[k]))
				end = at + 3;
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp))
			return false;
		at += len;
	}
	if (!end)
		return false;
	bool found = false;
	at = end;
	for (int count = 0; count < 5 && at < n && !found; count++) {
		for (size_t k = 0; count >= 1 && !found && k < 6; k++)
			found = starts_with(s + at, n - at, small[k]);
		size_t len = utf8_decode(s + at, n - at, &cp);
		if (!utf8_is_cjk(cp))
			return false;
		at += len;
	}
	if (!found)
		return false;
	for (size_t len; (len = level_at(s + at, n - at));)
		at += len;
	*ret = (struct identifier){"地址", i, at};
	return true;
}

bool find_place(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return chain(s, n, i, ret) || street(s, n, i, ret) ||
	       resident(s, n, i, ret) || villager(s, n, i, ret) ||
	       town(s, n, i, ret) || bed(s, n, i, ret);
}
