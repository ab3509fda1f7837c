/* Dose and frequency together: nothing may look like a prescription. */
#include "llm/ground_private.h"

#include <ctype.h>
#include <string.h>

const char *ground_prescription(const char *claim, const char *cited,
				struct arena *a)
{
	static const char *const doses[] = {
		"mg",   "毫克", "片",     "粒",      "支", "ml",  "毫升",
		"单位", "IU",   "tablet", "capsule", "µg", "g",   "克",
		"mcg",  "ug",   "包",     "袋",      "滴", "puff"};
	static const char *const often[] = {
		"每日",       "每天",   "次/日",       "一日",
		"每晚",       "一天",   "qd",          "bid",
		"tid",        "qid",    "qn",          "q8h",
		"q12h",       "q6h",    "每8小时",     "每 8 小时",
		"每12小时",   "睡前服", "饭后服",      "餐后服",
		"once daily", "twice",  "three times", "times a day",
		"daily",      "every ", "per day",     "nightly",
		"at bedtime", "/d",     "/日",         "早晚"};
	bool dose = false, frequency = false;

	for (size_t i = 0; i < sizeof doses / sizeof *doses; i++)
		for (const char *p = claim; (p = strcasestr(p, doses[i]));
		     p++) {
			const char *at = p;
			while (at > claim && at[-1] == ' ')
				at--;
			bool number =
				at > claim && isdigit((unsigned char)at[-1]);
			/* 两片, 一粒 */
			bool spelled =
				at >= claim + 3 &&
				(unsigned char)at[-3] >= 0xE4 &&
				strstr("一二两三四五六七八九十半",
				       (char[]){at[-3], at[-2], at[-1], 0});
			size_t n = strlen(doses[i]);
			/* "g" of "grade"; "g/L" is no dose */
			if (isalpha((unsigned char)doses[i][n - 1]) &&
			    (isalpha((unsigned char)p[n]) || p[n] == '/'))
				continue;
			dose |= number || spelled;
		}
	for (size_t i = 0; i < sizeof often / sizeof *often; i++)
		frequency |= strcasestr(claim, often[i]) &&
			     !strcasestr(cited, often[i]);
	return dose && frequency ? ground_reason(a, "prescription", claim)
				 : NULL;
}
