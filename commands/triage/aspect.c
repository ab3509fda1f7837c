/* Side, character, trigger and relief of each finding, from the words around
 * it. A clause without a finding speaks of the one before. */
#include "commands/triage/complaint_private.h"
#include "commands/triage/triage.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct span {
	size_t start, end;
};

static bool is_stop(const char *s)
{
	static const char *const wide[] = {"，", "。", "；", "！", "？"};
	unsigned char c = (unsigned char)*s;

	/* most bytes are of Chinese characters or letters */
	if (c >= 0x80 ? c != 0xE3 && c != 0xEF : isalnum(c))
		return false;
	if (strchr(",;\n!?", *s) ||
	    (*s == '.' && !isdigit((unsigned char)s[1])))
		return true;
	for (size_t k = 0; k < sizeof wide / sizeof *wide; k++)
		if (strncmp(s, wide[k], 3) == 0)
			return true;
	return false;
}

/* The clause around byte `at`. */
static struct span clause_of(const char *text, size_t n, size_t at)
{
	struct span c = {at, at};

	while (c.start > 0 && !is_stop(text + c.start - 1) &&
	       !(c.start >= 3 && is_stop(text + c.start - 3) &&
		 (unsigned char)text[c.start - 3] >= 0x80))
		c.start--;
	while (c.end < n && !is_stop(text + c.end))
		c.end++;
	return c;
}

struct side_word {
	const char *word, *side;
};

/* Of the words right around the finding; "3天左右" is no side. */
static const char *side_of(const char *text, struct span clause,
			   const struct complaint_evidence *e, struct arena *a)
{
	enum { BEFORE = 24, AFTER = 12 };
	size_t start = clause.start + BEFORE < e->start ? e->start - BEFORE
							: clause.start;
	size_t end = e->end + AFTER < clause.end ? e->end + AFTER : clause.end;
	const char *near = arena_strndup(a, text + start, end - start);

	static const struct side_word words[] = {
		{"双侧", "both"},  {"两侧", "both"}, {"双", "both"},
		{"两边", "both"},  {"both", "both"}, {"bilateral", "both"},
		{"左", "left"},    {"left", "left"}, {"右", "right"},
		{"right", "right"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_find(near, words[i].word) && !strstr(near, "左右"))
			return words[i].side;
	return NULL;
}

static const char *first_in(const char *clause, const char *const *words)
{
	bool latin = text_has_latin(clause);

	for (; *words; words++) {
		if (!latin && (unsigned char)**words < 0x80)
			continue;
		const char *p = text_find(clause, *words);
		/* whole words of English */
		if (p && (!isalpha((unsigned char)**words) || p == clause ||
			  !isalpha((unsigned char)p[-1])))
			return *words;
	}
	return NULL;
}

static const char *const characters[] = {
	"压榨样",   "压榨",    "压迫感",    "紧缩样",    "刀割样",
	"撕裂样",   "针扎样",  "针刺样",    "烧灼样",    "火烧样",
	"火辣辣",   "搏动样",  "跳痛",      "电击样",    "触电样",
	"触电",     "刺痛",    "绞痛",      "胀痛",      "隐痛",
	"钝痛",     "闷痛",    "酸痛",      "灼痛",      "抽痛",
	"剧痛",     "隐隐",    "crushing",  "squeezing", "tearing",
	"stabbing", "burning", "throbbing", "pulsating", "cramping",
	"colicky",  "gnawing", "shooting",  "electric",  "sharp",
	"dull",     "aching",  NULL};

static const char *const triggers[] = {
	"活动后",      "劳累后",       "运动后",         "干活后",
	"走路",        "爬楼",         "饭后",           "餐后",
	"进食后",      "吃饭后",       "吃完饭",         "吃了东西",
	"喝酒后",      "饮酒后",       "酒后",           "受凉后",
	"着凉后",      "感冒后",       "淋雨后",         "生气后",
	"激动",        "久坐",         "久站",           "平躺",
	"躺下",        "翻身",         "起床",           "咳嗽时",
	"吸气时",      "深吸气",       "空腹",           "遇冷",
	"摔倒后",      "外伤后",       "扭伤后",         "熬夜后",
	"油腻",        "海鲜",         "同房后",         "经期",
	"夜间",        "夜里",         "低头",           "after ",
	"worse on",    "worse with",   "worse when",     "worse at",
	"on exertion", "when walking", "when breathing", "on breathing",
	"when lying",  "lying flat",   "brought on by",  "triggered by",
	NULL};

static const char *const reliefs[] = {
	"缓解",      "就好",          "好些",         "好一些",
	"好一点",    "好转",          "舒服些",       "减轻",
	"不疼了",    "relieved by",   "eased by",     "better with",
	"better on", "better after",  "better when",  "better leaning",
	"goes away", "improves with", "settles with", NULL};

static const char *trimmed(const char *text, struct span c, struct arena *a)
{
	while (c.start < c.end &&
	       (text[c.start] == ' ' || text[c.start] == '\n'))
		c.start++;
	while (c.end > c.start && text[c.end - 1] == ' ')
		c.end--;
	return arena_strndup(a, text + c.start, c.end - c.start);
}

/* Beside the finding in one clause: the words of the trigger alone, in
 * English with what follows them. */
static const char *trigger_words(const char *clause, const char *word,
				 struct arena *a)
{
	const char *at = strcasestr(clause, word);

	if ((unsigned char)*word >= 0x80)
		return word;
	size_t n = strcspn(at, "(");
	const char *stop = strcasestr(at, " and ");
	const char *since = strcasestr(at, " for ");

	if (since && (!stop || since < stop))
		stop = since;
	if (stop && (size_t)(stop - at) < n)
		n = (size_t)(stop - at);
	return trimmed(at, (struct span){0, n}, a);
}

/* `told`: the finding stands in the clause itself. */
static void read_clause(const char *text, struct span c, bool told,
			struct triage_aspect *to, struct arena *a)
{
	const char *clause = arena_strndup(a, text + c.start, c.end - c.start);
	const char *relief = first_in(clause, reliefs);

	if (!to->character)
		to->character = first_in(clause, characters);
	if (relief) {
		if (!to->relief)
			to->relief = trimmed(text, c, a);
		return;
	}
	const char *trigger = first_in(clause, triggers);
	if (trigger && !to->trigger)
		to->trigger = told ? trigger_words(clause, trigger, a)
				   : trimmed(text, c, a);
}

/* The patient's finding that starts last before `at`; -1 none. */
static int before(const struct triage *t, size_t at)
{
	int best = -1;

	for (size_t i = 0; i < t->complaint.evidence.n; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (e->state == STATE_PRESENT && !e->other && e->end &&
		    e->start < at &&
		    (best < 0 ||
		     e->start >= t->complaint.evidence.at[best].start))
			best = (int)i;
	}
	return best;
}

static bool within(const struct complaint_evidence *e, struct span c)
{
	return e->end && e->start >= c.start && e->end <= c.end;
}

void triage_aspects(struct triage *t)
{
	const struct complaint *c = &t->complaint;
	size_t n = c->evidence.n;

	t->aspects = arena_array(t->arena, struct triage_aspect, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct complaint_evidence *e = &c->evidence.at[i];
		if (e->state != STATE_PRESENT || e->other || !e->end)
			continue;
		struct span s = clause_of(c->text, c->n, e->start);
		if (s.end < e->end)
			s.end = e->end;
		t->aspects[i].side = side_of(c->text, s, e, t->arena);
		read_clause(c->text, s, true, &t->aspects[i], t->arena);
	}
	for (size_t at = 0; at < c->n; at++) {
		struct span s = {at, at};
		bool told = false;
		while (s.end < c->n && !is_stop(c->text + s.end))
			s.end++;
		for (size_t i = 0; i < n; i++)
			told |= within(&c->evidence.at[i], s);
		int of = told ? -1 : before(t, s.start);
		if (of >= 0 && s.end > s.start)
			read_clause(c->text, s, false, &t->aspects[of],
				    t->arena);
		at = s.end;
		if (at < c->n && (unsigned char)c->text[at] >= 0x80)
			at += 2;
	}
}
