/* What was taken or done for the complaint, and what came of it: drug and
 * effect, clause by clause, as told. Nothing is judged here. */
#include "commands/triage/complaint_private.h"
#include "commands/triage/record.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

/* The first that stands in the text decides: "好了停药又犯" came back. */
static const struct {
	const char *effect, *words[32];
} effects[] = {
	{"recurred",
	 {"停了又",
	  "停药又",
	  "一停又",
	  "一停就",
	  "停了就",
	  "停药就",
	  "反弹",
	  "又犯",
	  "又复发",
	  "又起",
	  "又来",
	  "又烧",
	  "又上去",
	  "又升",
	  "又掉下来",
	  "comes straight back",
	  "came straight back",
	  "comes back",
	  "came right back",
	  "came back",
	  "when i stop",
	  NULL}},
	{"none",
	 {"没用",     "没有用",      "没什么用", "没啥用",   "没效",
	  "没有效",   "没什么效",    "无效",     "不管用",   "不见好",
	  "没好",     "没有好转",    "没见好",   "未见好转", "没变化",
	  "作用不大", "效果不大",    "效果不好", "不大管用", "还是疼",
	  "没缓解",   "did nothing", "not help", "n't help", "no better",
	  NULL}},
	{"none",
	 {"没感觉", "不起作用", "没掉", "不退", "barely touches", "no effect",
	  "no use", "not working", "isn't working", NULL}},
	{"worse",
	 {"更疼", "更痛", "更厉害", "更严重", "加重", "更红", "更肿", "更大了",
	  "made it worse", "made things worse", "worse since", NULL}},
	{"adverse",
	 {"副作用", "吃了恶心", "恶心能不能", "胃难受", "胃不舒服", "伤肝",
	  "过敏了", "起疹子了", "side effect", "made me sick",
	  "upset my stomach", "makes me", NULL}},
	{"partial",
	 {"好一点",      "好一些",      "好点",      "好些",
	  "稍微好",      "稍好",        "轻一点",    "减轻",
	  "管一阵",      "好一阵",      "能管",      "有所缓解",
	  "降到",        "退到",        "降了",      "好多了",
	  "好转",        "helps a bit", "helps for", "for ten minutes",
	  "for an hour", "eased",       "partly",    NULL}},
	{"relieved",
	 {"好了",   "缓解",     "管用",        "有用",  "有效",   "退了",
	  "能退",   "见效",     "消了",        "就好",  "舒服",   "不疼了",
	  "不痒了", "正常了",   "clears it",   "helps", "helped", "worked",
	  "works",  "relieved", "better with", NULL}},
};

static bool holds(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (text_find(s, *words))
			return true;
	return false;
}

static const char *effect_in(const char *s)
{
	for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
		if (holds(s, effects[i].words))
			return effects[i].effect;
	return NULL;
}

const char *record_effect(const struct triage *t,
			  const struct triage_treatment *x)
{
	static const struct {
		const char *effect;
		struct text words;
	} list[] = {{"recurred", TEXT("停后复发", "came back")},
		    {"none", TEXT("无效", "no effect")},
		    {"worse", TEXT("加重", "worse")},
		    {"adverse", TEXT("有不良反应", "not tolerated")},
		    {"partial", TEXT("部分缓解", "partly relieved")},
		    {"relieved", TEXT("有效", "effective")}};

	for (size_t i = 0; x->effect && !effect_in(x->printed) &&
			   i < sizeof list / sizeof *list;
	     i++)
		if (strcmp(list[i].effect, x->effect) == 0)
			return list[i].words.in[t->app->ui->lang];
	return NULL;
}

/* The longest drug's name in the clause, as printed; NULL none. */
static const char *drug_in(struct triage *t, const char *s, size_t n)
{
	const size_t LATIN = 5, WIDE = 6; /* bytes of the shortest */
	struct folded f = fold_text(t->app->kb, s, n, t->arena);
	size_t best = 0, start = 0, end = 0;

	for (size_t i = 0; i < f.n; i++) {
		bool latin = (unsigned char)f.s[i] < 0x80;
		struct term_match m =
			term_longest(t->app->kb, TERM_DRUG, f.s + i, f.n - i);
		if (m.len < (latin ? LATIN : WIDE) || m.len <= best)
			continue;
		size_t from = f.at[i], last = f.at[i + m.len - 1];
		uint32_t cp;
		size_t to = last + utf8_decode(s + last, n - last, &cp);
		/* whole words of English */
		if (latin &&
		    ((from > 0 && isalpha((unsigned char)s[from - 1])) ||
		     (to < n && isalpha((unsigned char)s[to]))))
			continue;
		best = m.len;
		start = from;
		end = to;
	}
	return best ? arena_strndup(t->arena, s + start, end - start) : NULL;
}

/* Remedies without a name of their own. */
static const char *remedy_in(const char *s)
{
	static const char *const words[] = {
		"头孢",      "川贝",       "枇杷膏",     "退烧药",
		"止痛药",    "止疼药",     "消炎药",     "抗生素",
		"中药",      "中成药",     "激素药膏",   "药膏",
		"眼药水",    "滴耳液",     "膏药",       "输液",
		"打针",      "吊水",       "挂水",       "雾化",
		"针灸",      "理疗",       "封闭",       "胰岛素",
		"益生菌",    "painkiller", "antibiotic", "steroid cream",
		"eye drops", "inhaler",    "physio"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_find(s, words[i]))
			return words[i];
	return NULL;
}

static bool is_treated(const struct complaint *c, size_t start)
{
	for (size_t i = 0; i < c->treated.n; i++)
		if (c->treated.at[i].start == start)
			return true;
	return false;
}

/* Where the clause at `at` ends; its stop is left to the next. */
static size_t clause_end(const struct complaint *c, size_t at)
{
	while (at < c->n && !strchr(",.;\n", c->text[at]) &&
	       strncmp(c->text + at, "，", 3) != 0 &&
	       strncmp(c->text + at, "。", 3) != 0)
		at++;
	return at;
}

static size_t after_stop(const struct complaint *c, size_t at)
{
	return at < c->n ? at + ((unsigned char)c->text[at] < 0x80 ? 1 : 3)
			 : at;
}

/* What the clauses that follow say came of it, up to the next treatment. */
static const char *effect_after(const struct triage *t, size_t at)
{
	const struct complaint *c = &t->complaint;
	const char *effect = NULL;

	for (int i = 0; i < 3 && !effect && at < c->n; i++) {
		size_t end = clause_end(c, at);
		if (is_treated(c, at))
			return NULL;
		effect = effect_in(
			arena_strndup(t->arena, c->text + at, end - at));
		at = after_stop(c, end);
	}
	return effect;
}

static bool is_told(const struct triage_record *r, const char *printed)
{
	for (size_t i = 0; i < r->n_treatments; i++)
		if (strcmp(r->treatments[i].printed, printed) == 0)
			return true;
	return false;
}

static void add(struct triage *t, const struct phrase *p, bool standing)
{
	struct triage_record *r = &t->record;
	const char *s = t->complaint.text + p->start;
	size_t n = p->end - p->start;
	const char *clause = arena_strndup(t->arena, s, n);
	const char *drug = drug_in(t, s, n);
	struct strbuf sb = STRBUF_INIT;

	if (!drug)
		drug = remedy_in(clause);
	if (r->n_treatments == TRIAGE_TREATMENTS_MAX || (standing && !drug))
		return;
	struct triage_treatment x = {.drug = drug,
				     .effect = effect_in(clause),
				     .standing = standing};
	if (!x.effect)
		x.effect = effect_after(t, p->end);
	record_phrase(&sb, t->complaint.text, p->start, p->end);
	x.printed = record_keep(t, &sb);
	if (x.printed && !is_told(r, x.printed))
		r->treatments[r->n_treatments++] = x;
}

/* "omeprazole helps": a drug of whose taking nothing else is said. */
static void add_effective(struct triage *t)
{
	const struct complaint *c = &t->complaint;

	if (!effect_in(c->text))
		return;
	for (size_t at = 0; at < c->n;) {
		struct phrase p = {at, clause_end(c, at)};
		const char *clause =
			arena_strndup(t->arena, c->text + at, p.end - at);
		if (effect_in(clause) && drug_in(t, clause, p.end - at))
			add(t, &p, false);
		at = after_stop(c, p.end);
	}
}

void record_treatments(struct triage *t)
{
	const struct complaint *c = &t->complaint;

	for (size_t i = 0; i < c->treated.n; i++)
		add(t, &c->treated.at[i], false);
	for (size_t i = 0; i < c->known.n; i++)
		if (!is_treated(c, c->known.at[i].start))
			add(t, &c->known.at[i], true);
	add_effective(t);
}
