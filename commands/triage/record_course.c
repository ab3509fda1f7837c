/* The course of the illness as it is told: that it comes again and again, and
 * since when it is worse. */
#include "commands/triage/complaint_private.h"
#include "commands/triage/record.h"

#include <ctype.h>
#include <string.h>

static const char *const turns[] = {"加重", "再发", "复发", "又犯", NULL};

/* Bytes of "3", "十" or "半" and its unit ("3天", "半个月"); 0: none. */
static size_t span_at(const char *s)
{
	static const char *const numerals[] = {"一", "二", "两", "三", "四",
					       "五", "六", "七", "八", "九",
					       "十", "半", "几", NULL};
	static const char *const units[] = {
		"个多月", "个月", "小时", "个小时", "分钟",
		"多天",   "天",   "日",   "周",     "星期",
		"个星期", "多年", "年",   "月",     NULL};
	size_t n = 0;

	for (;;) {
		size_t step = isdigit((unsigned char)s[n]) ? 1 : 0;
		for (size_t i = 0; !step && numerals[i]; i++)
			if (text_starts(s + n, numerals[i]))
				step = strlen(numerals[i]);
		if (!step)
			break;
		n += step;
	}
	for (size_t i = 0; n && units[i]; i++)
		if (text_starts(s + n, units[i]))
			return n + strlen(units[i]);
	return 0;
}

/* "近1个月加重": the span behind the 近 that stands just before `end`. */
static const char *lately_before(const char *text, const char *end)
{
	enum { NEAR = 27 }; /* bytes: nine characters */
	const char *p = end - text > NEAR ? end - NEAR : text, *found = NULL;

	while ((p = text_find(p, "近")) && p < end) {
		p += strlen("近");
		found = p;
	}
	return found;
}

const char *record_worse(struct triage *t, const char **ret_turn)
{
	const char *text = t->complaint.text;

	for (size_t i = 0; turns[i]; i++)
		for (const char *p = text; (p = text_find(p, turns[i]));) {
			size_t skip = strlen(turns[i]), n;
			p += skip;
			if (text_starts(p, "了"))
				p += strlen("了");
			n = span_at(p);
			if (!n) {
				const char *lately = lately_before(text, p);
				n = lately ? span_at(lately) : 0;
				if (!n)
					continue;
				*ret_turn = turns[i];
				return arena_strndup(t->arena, lately, n);
			}
			*ret_turn = turns[i];
			return arena_strndup(t->arena, p, n);
		}
	return NULL;
}

bool record_again(const struct triage *t, const struct complaint_evidence *e)
{
	static const char *const words[] = {"反复", "间断", "断断续续",
					    "阵发性", NULL};
	const size_t NEAR = 15; /* bytes: five characters */
	const char *text = t->complaint.text;

	for (size_t i = 0; words[i]; i++)
		for (const char *p = text; (p = text_find(p, words[i]));) {
			size_t end = (size_t)(p - text) + strlen(words[i]);
			if (end <= e->start && e->start - end <= NEAR)
				return true;
			p += strlen(words[i]);
		}
	return false;
}
