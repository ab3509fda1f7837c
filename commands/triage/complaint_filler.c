/* Names of findings with words put into them that only say how much, how often
 * or when: 胎动今天明显少了 holds 胎动少了, 肚子还是有点胀 holds 肚子胀. */
#include "commands/triage/complaint_private.h"

#include "kb/term.h"

#include <string.h>

/* A name of two characters is too easily made of what stands apart. */
enum { HAN = 3, NAME_LEAST = 3 * HAN, FILLER_MOST = 15 };

/* None of them denies, asks, or tells of whom or of what. */
static const char *const fillers[] = {
	"一阵一阵", "一阵阵", "越来越", "有点儿", "这几天", "这两天", "这阵子",
	"最近",     "今天",   "昨天",   "今早",   "昨晚",   "现在",   "突然",
	"忽然",     "明显",   "有点",   "有些",   "稍微",   "特别",   "非常",
	"总是",     "老是",   "经常",   "一直",   "已经",   "开始",   "感觉",
	"觉得",     "还是",   "全都",   "好像",   "变得",   "不停",   "都",
	"也",       "就",     "又",     "还",     "老",     "总",     "很",
	"太",       "好",     "挺",     "真",     "会",     "得",     "了",
	"着",       "直",     "给",     "被",
};

static size_t filler_at(const struct folded *f, size_t i)
{
	for (size_t k = 0; k < sizeof fillers / sizeof *fillers; k++) {
		const char *word = fillers[k];
		if (word[0] != f->s[i] || word[1] != f->s[i + 1])
			continue;
		size_t n = strlen(word);
		if (n <= f->n - i && memcmp(f->s + i, word, n) == 0)
			return n;
	}
	return 0;
}

static bool is_han(const struct folded *f, size_t i)
{
	unsigned char c = (unsigned char)f->s[i];

	return c >= 0xE4 && c <= 0xE9 && i + HAN <= f->n;
}

/* Do bytes [i, end) of the folded text stand together in the complaint? */
static bool together(const struct folded *f, size_t i, size_t end)
{
	for (size_t k = i + HAN; k < end; k += HAN)
		if (f->at[k] != f->at[k - HAN] + HAN)
			return false;
	return true;
}

/* 不太清楚 is less than 不清楚. */
static bool weakens(const struct folded *f, size_t i)
{
	return i >= HAN && memcmp(f->s + i - HAN, "不", HAN) == 0;
}

void complaint_fillers(struct reading *r)
{
	const struct folded *f = &r->folded;

	r->filler = arena_array(r->arena, uint8_t, f->n + 1);
	memset(r->filler, 0, f->n + 1);
	for (size_t i = 0; i + HAN <= f->n; i++)
		if (is_han(f, i) && !weakens(f, i))
			r->filler[i] = (uint8_t)filler_at(f, i);
}

/* The run of Chinese at i without its fillers; from[] says where each byte of
 * it stands. Returns its length; 0 when there is no filler in it. */
static size_t bare_run(const struct reading *r, size_t i, char *s, size_t *from,
		       size_t most)
{
	const struct folded *f = &r->folded;
	size_t n = 0;
	bool filled = false;

	while (n + HAN <= most && i < f->n && is_han(f, i)) {
		if (n && r->filler[i]) {
			filled = true;
			i += r->filler[i];
			continue;
		}
		for (int k = 0; k < HAN; k++) {
			from[n] = i;
			s[n++] = f->s[i++];
		}
	}
	s[n] = '\0';
	return filled ? n : 0;
}

/* Is there one soon enough to stand inside a name? */
static bool filler_near(const struct reading *r, size_t i)
{
	enum { NEAR = 5 * HAN };

	for (size_t k = i + HAN; k <= i + NEAR && k < r->folded.n; k += HAN)
		if (r->filler[k])
			return true;
	return false;
}

struct term_match complaint_filled_name(const struct reading *r, size_t i,
					size_t *ret_len)
{
	enum { MOST = 12 * HAN };
	const struct folded *f = &r->folded;
	struct term_match none = {0}, m;
	char s[MOST + 1];
	size_t from[MOST];

	if (!is_han(f, i) || r->filler[i] || !filler_near(r, i))
		return none;
	size_t n = bare_run(r, i, s, from, MOST);
	while (n >= NAME_LEAST &&
	       (m = term_longest(r->kb, TERM_SYMPTOM, s, n)).len >=
		       NAME_LEAST) {
		size_t end = from[m.len - 1] + 1;
		if (end - i > m.len && end - i - m.len <= FILLER_MOST &&
		    together(f, i, end)) {
			*ret_len = end - i;
			return m;
		}
		n = m.len - 1;
	}
	return none;
}
