/* Addresses by their chain of suffixes, and bed numbers. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

static const char *const regions[] = {
	"北京", "天津",   "上海", "重庆",   "河北", "山西", "辽宁",
	"吉林", "黑龙江", "江苏", "浙江",   "安徽", "福建", "江西",
	"山东", "河南",   "湖北", "湖南",   "广东", "海南", "四川",
	"贵州", "云南",   "陕西", "甘肃",   "青海", "台湾", "广西",
	"西藏", "宁夏",   "新疆", "内蒙古", "香港", "澳门"};

/* Levels of an address, from the large to the small. */
static const char *const suffixes[] = {
	"自治区", "自治州", "自治县", "开发区", "街道", "小区", "大道",
	"胡同",   "花园",   "公寓",   "大厦",   "社区", "单元", "省",
	"市",     "区",     "县",     "旗",     "镇",   "乡",   "村",
	"路",     "街",     "巷",     "弄",     "里",   "苑",   "号楼",
	"号",     "栋",     "幢",     "楼",     "室",   "组",   "屯"};

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
	size_t at = i, levels = 0, region = 0;

	for (size_t k = 0; !region && k < sizeof regions / sizeof *regions; k++)
		if (starts_with(s + i, n - i, regions[k]))
			region = strlen(regions[k]);
	if (!region)
		return false;
	at += region;
	size_t own = suffix_at(s + at, n - at);
	at += own;
	for (size_t len; (len = level_at(s + at, n - at)); levels++)
		at += len;
	if (!levels)
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

/* 12 Abbey Road, 221B Baker Street */
static bool house(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const roads[] = {
		"Street", "St",    "Road",      "Rd",     "Avenue",
		"Ave",    "Lane",  "Ln",        "Drive",  "Dr",
		"Court",  "Ct",    "Boulevard", "Blvd",   "Close",
		"Way",    "Place", "Square",    "Terrace"};
	size_t at = i;

	if (!isdigit((unsigned char)s[i]) ||
	    (i > 0 && isalnum((unsigned char)s[i - 1])) ||
	    (i > 0 && s[i - 1] == '.'))
		return false;
	while (at < n && isdigit((unsigned char)s[at]))
		at++;
	if (at < n && isupper((unsigned char)s[at]))
		at++;
	if (at - i > 6)
		return false;
	for (int count = 0; count < 4; count++) {
		if (at + 1 >= n || s[at] != ' ' ||
		    !isupper((unsigned char)s[at + 1]))
			return false;
		size_t from = ++at;
		while (at < n && isalpha((unsigned char)s[at]))
			at++;
		for (size_t k = 0; count && k < sizeof roads / sizeof *roads;
		     k++)
			if (at - from == strlen(roads[k]) &&
			    memcmp(s + from, roads[k], at - from) == 0) {
				*ret = (struct identifier){"地址", i, at};
				return true;
			}
	}
	return false;
}

/* 12床, 加3床 */
static bool bed(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t at = i;

	if (!isdigit((unsigned char)s[i]) ||
	    (i > 0 && (isalnum((unsigned char)s[i - 1]) || s[i - 1] == '.')))
		return false;
	while (at < n && isdigit((unsigned char)s[at]))
		at++;
	if (at - i > 4 || !starts_with(s + at, n - at, "床") ||
	    starts_with(s + at, n - at, "床旁"))
		return false;
	*ret = (struct identifier){"编号", i, at};
	return true;
}

bool find_place(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return chain(s, n, i, ret) || street(s, n, i, ret) ||
	       house(s, n, i, ret) || bed(s, n, i, ret);
}
