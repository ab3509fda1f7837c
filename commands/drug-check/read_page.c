/* What a printed list holds beside its orders: headings, people, totals, care
 * and diet. Lines are normalised. */
#include "commands/drug-check/read_page.h"

#include <ctype.h>
#include <string.h>

size_t page_trim(const char **s, size_t n)
{
	while (n && strchr(" \t|", **s))
		++*s, n--;
	while (n && strchr(" \t|", (*s)[n - 1]))
		n--;
	return n;
}

/* Latin words stand alone: the CT of HCTZ is none. */
bool page_contains(const char *s, size_t n, const char *const *list)
{
	for (int i = 0; list[i]; i++) {
		size_t m = strlen(list[i]);
		const char *at = memmem(s, n, list[i], m);
		if (!at)
			continue;
		bool latin = isalpha((unsigned char)*list[i]);
		if (!latin ||
		    ((at == s || !isalpha((unsigned char)at[-1])) &&
		     (at + m == s + n || !isalpha((unsigned char)at[m]))))
			return true;
	}
	return false;
}

/* How many words of a table's heading are on the line. */
static size_t heading_words(const char *s, size_t n)
{
	static const char *const words[] = {
		"序号",         "药品名", "药名",     "名称",      "规格",
		"用法",         "用量",   "剂量",     "频次",      "频率",
		"途径",         "数量",   "单价",     "金额",      "天数",
		"单位",         "开始",   "停止",     "医嘱内容",  "执行",
		"医生",         "医师",   "护士",     "签名",      "日期",
		"时间",         "组号",   "备注",     "厂家",      "产地",
		"Medication",   "Dose",   "Route",    "Frequency", "Freq",
		"Strength",     "Qty",    "Start",    "Stop",      "Refills",
		"Instructions", "Sig",    "Drug",     "Last",      "Quantity",
		"Dispense",     "Refill", "Duration", NULL};
	size_t count = 0;

	for (int i = 0; words[i]; i++)
		count += memmem(s, n, words[i], strlen(words[i])) != NULL;
	return count;
}

/* "姓名:", "Prescriber:" and what stands behind. */
static bool labelled(const char *s, size_t n)
{
	if (reading_starts(s, n, page_labels_han))
		return true;
	for (int i = 0; page_labels_latin[i]; i++) {
		const char *const one[] = {page_labels_latin[i], NULL};
		size_t m = reading_starts(s, n, one);
		if (m && !(isalpha((unsigned char)s[m - 1]) && m < n &&
			   isalpha((unsigned char)s[m])))
			return true;
	}
	return false;
}

/* "第1页 共2页", "长期医嘱单", "共3种药" */
static bool page_title(const char *s, size_t n)
{
	static const char *const tails[] = {
		"医嘱单",       "处方笺",      "处方",        "清单",
		"带药",         "药物",        "用药",        "医嘱",
		"Medications",  "MEDICATIONS", "medications", "Meds",
		"MEDS",         "List",        "LIST",        "Prescription",
		"PRESCRIPTION", NULL};
	size_t m = reading_starts(
		s, n, (const char *const[]){"第", "共", "page", NULL});

	if (m && m < n && (isdigit((unsigned char)s[m]) || s[m] == ' '))
		return true;
	if (n > 48 || memchr(s, '+', n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (isdigit((unsigned char)s[i]))
			return false;
	for (int i = 0; tails[i]; i++) {
		size_t len = strlen(tails[i]);
		if (len <= n && memcmp(s + n - len, tails[i], len) == 0)
			return true;
	}
	return false;
}

/* "Discharge medication (UK)", "Current Outpatient Medications on File". */
static bool medication_title(const char *s, size_t n)
{
	static const char *const begins[] = {
		"current ",   "discharge ", "outpatient ", "inpatient ",
		"home ",      "prior ",     "active ",     "admission ",
		"scheduled ", "prn ",       "regular ",    "repeat ",
		"acute ",     "new ",       "continuing ", "all ",
		"other ",     NULL};
	static const char *const words[] = {
		"medication",  "Medication",  "MEDICATION",
		"medications", "Medications", "MEDICATIONS",
		"meds",        "Meds",        NULL};

	if (!reading_starts(s, n, begins))
		return false;
	for (size_t i = 0; i < n; i++)
		if (isdigit((unsigned char)s[i]))
			return false;
	return page_contains(s, n, words);
}

/* "七剂 水煎400ml 分两次温服": how the whole prescription is prepared. */
static bool decoction(const char *s, size_t n)
{
	static const char *const batches[] = {"剂", "付", "帖", "副", NULL};
	static const char *const before[] = {"共", "上方", "×", "x", NULL};
	double x;
	size_t i = reading_starts(s, n, before), m;

	while (i < n && s[i] == ' ')
		i++;
	m = amount_read(s + i, n - i, &x);
	return m && reading_starts(s + i + m, n - i - m, batches);
}

static bool page_words(const char *line, size_t length)
{
	char s[64] = "";
	size_t n = 0;

	/* 处 方 笺 */
	for (size_t i = 0; i < length && n < sizeof s; i++) {
		bool gap = line[i] == ' ' && i &&
			   (unsigned char)line[i - 1] >= 0x80;
		if (!gap)
			s[n++] = line[i];
	}
	return page_title(s, n);
}

/* 开具科室:…, 处方金额:…: what is labelled is no drug. */
static bool is_label(const char *s, size_t n)
{
	static const char *const tails[] = {
		"科室", "时间", "日期", "金额", "类型", "类别", "编号",
		"号码", "号",   "人",   "员",   "师",   "者",   "姓名",
		"费",   "额",   "结果", "地址", "电话", "状态", "机构",
		"窗口", "来源", "性质", "证号", NULL};
	const char *colon = memchr(s, ':', n);
	size_t len = colon ? (size_t)(colon - s) : 0;

	while (len && s[len - 1] == ' ')
		len--;
	if (!len || len > 24 || (unsigned char)*s < 0x80)
		return false;
	for (int i = 0; tails[i]; i++) {
		size_t m = strlen(tails[i]);
		if (m <= len && memcmp(s + len - m, tails[i], m) == 0)
			return true;
	}
	return false;
}

/* "12床 王建国 男 71岁", "Rp", "长期医嘱(口服)" */
static bool page_head(const char *s, size_t n)
{
	static const char *const signs[] = {"Rp", "RP", "Rx", "RX",
					    "R",  "℞",  NULL};
	static const char *const sex[] = {" 男 ", " 女 ", " 男,", " 女,",
					  ",男,", ",女,", NULL};
	static const char *const age[] = {"岁", NULL};
	size_t m = reading_starts(s, n, signs);

	if (m && m == n)
		return true;
	if (page_contains(s, n, sex) && page_contains(s, n, age))
		return true;
	/* what stands in a bracket behind a title */
	const char *open = n && s[n - 1] == ')' ? memchr(s, '(', n) : NULL;
	return open && open > s && page_words(s, (size_t)(open - s));
}

bool page_is_soft(const char *s, size_t n)
{
	static const char *const hard[] = {"rx *",
					   "commonly known as",
					   "also known as",
					   "common name:",
					   "brand name:",
					   "generic name:",
					   "last dose",
					   "last filled",
					   "last taken",
					   "alert overridden",
					   "override added",
					   "serious interaction",
					   "主诉",
					   "现病史",
					   "既往史",
					   "查体",
					   "印象",
					   "诊断",
					   "临床诊断",
					   "出院诊断",
					   "入院诊断",
					   "姓名",
					   NULL};

	n = page_trim(&s, n);
	return !reading_starts(s, n, hard);
}

bool page_is_noise(const char *s, size_t n)
{
	bool letters = false;

	n = page_trim(&s, n);
	const char *plain = s;
	size_t left = n;
	while (left && strchr("*-= ", *plain))
		plain++, left--;
	for (size_t i = 0; i < n; i++)
		letters |= isalpha((unsigned char)s[i]) ||
			   (unsigned char)s[i] >= 0x80;
	return !letters || *s == '#' || labelled(plain, left) ||
	       is_label(s, n) || page_words(s, n) || medication_title(s, n) ||
	       decoction(s, n) || page_head(s, n) ||
	       (!strpbrk(s, "0123456789") && heading_words(s, n) >= 3);
}

enum page_heading page_heading(const char *s, size_t n)
{
	static const char *const ended[] = {
		"STOP",         "Stop",        "stop",         "DISCONTINUE",
		"DISCONTINUED", "Discontinue", "Discontinued", "discontinue",
		"discontinued", "停用",        "停药",         "停止",
		"已停",         NULL};

	static const char *const apart[] = {"discharge disposition",
					    "disposition",
					    "facility",
					    "discharge diagnos",
					    "discharge condition",
					    "discharge instructions",
					    "followup instructions",
					    "follow-up instructions",
					    "past medical history",
					    "hospital course",
					    "brief hospital course",
					    "physical exam",
					    "social history",
					    "family history",
					    "pertinent results",
					    "出院情况",
					    "健康教育",
					    "随访",
					    "注意事项",
					    "既往史",
					    "体格检查",
					    "辅助检查",
					    "诊疗经过",
					    NULL};

	n = page_trim(&s, n);
	if (!n || n > 80 || (s[n - 1] != ':' && !page_words(s, n)))
		return HEADING_NONE;
	if (page_contains(s, n, ended))
		return HEADING_ENDED;
	return reading_starts(s, n, apart) ? HEADING_APART : HEADING_PLAIN;
}
