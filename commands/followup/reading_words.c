/* The words of typed readings: what was measured, and how it was taken. */
#include "commands/followup/followup.h"
#include "commands/followup/when.h"

#include "kb/fold.h"
#include "kb/term.h"

#include <string.h>
#include <strings.h>

/* Words of a ward round; everything else is looked up as an analyte. A second
 * code is what stands behind the slash. */
static const struct {
	const char *word, *code, *second;
} quick[] = {
	{"bp", "SBP", "DBP"},
	{"血压", "SBP", "DBP"},
	{"高压", "SBP", NULL},
	{"低压", "DBP", NULL},
	{"上压", "SBP", NULL},
	{"下压", "DBP", NULL},
	{"blood pressure", "SBP", "DBP"},
	{"总胆固醇", "TC", NULL},
	{"高密度", "HDLC", NULL},
	{"低密度", "LDLC", NULL},
	{"fbg", "FPG", NULL},
	{"pbg", "PPG2H", NULL},
	{"ppg", "PPG2H", NULL},
	{"p", "HR", NULL},
	{"r", "RESP", NULL},
	{"血氧饱和度", "PULSEOX", NULL},
	{"指脉氧", "PULSEOX", NULL},
	{"t", "TEMP", NULL},
	{"脉率", "HR", NULL},
	{"k", "K", NULL},
	{"血钾", "K", NULL},
	{"钾", "K", NULL},
	{"钠", "NA", NULL},
	{"血钠", "NA", NULL},
	{"cr", "CREA", NULL},
	{"scr", "CREA", NULL},
	{"肌酐", "CREA", NULL},
	{"血肌酐", "CREA", NULL},
	{"尿酸", "UA", NULL},
	{"血尿酸", "UA", NULL},
	{"糖化", "HBA1C", NULL},
	{"a1c", "HBA1C", NULL},
	{"血红蛋白", "HGB", NULL},
	{"hb", "HGB", NULL},
	{"mmrc", "MMRC", NULL},
	{"cat", "CAT_SCORE", NULL},
	{"fev1", "FEV1", NULL},
	{"fev1%", "FEV1_PRED", NULL},
	{"fvc", "FVC", NULL},
	{"o2", "PULSEOX", NULL},
	{"ht", "HEIGHT", NULL},
	{"sbp", "SBP", NULL},
	{"systolic", "SBP", NULL},
	{"diastolic", "DBP", NULL},
	{"收缩压", "SBP", NULL},
	{"dbp", "DBP", NULL},
	{"舒张压", "DBP", NULL},
	{"hr", "HR", NULL},
	{"pulse", "HR", NULL},
	{"心率", "HR", NULL},
	{"脉搏", "HR", NULL},
	{"wt", "BW", NULL},
	{"weight", "BW", NULL},
	{"体重", "BW", NULL},
	{"waist", "WAIST", NULL},
	{"腰围", "WAIST", NULL},
	{"temp", "TEMP", NULL},
	{"体温", "TEMP", NULL},
	{"glu", "GLU", NULL},
	{"bg", "GLU", NULL},
	{"血糖", "GLU", NULL},
	{"glucose", "GLU", NULL},
	{"sugar", "GLU", NULL},
	{"sugars", "GLU", NULL},
	{"blood sugars", "GLU", NULL},
	{"fev1占预计值", "FEV1_PRED", NULL},
	{"blood sugar", "GLU", NULL},
	{"blood glucose", "GLU", NULL},
	{"spo2", "PULSEOX", NULL},
	{"sat", "PULSEOX", NULL},
	{"sats", "PULSEOX", NULL},
	{"o2 sat", "PULSEOX", NULL},
	{"o2 sats", "PULSEOX", NULL},
	{"oxygen saturation", "PULSEOX", NULL},
	{"血氧", "PULSEOX", NULL},
	{"rr", "RESP", NULL},
	{"resp", "RESP", NULL},
	{"resp rate", "RESP", NULL},
	{"respiratory rate", "RESP", NULL},
	{"heart rate", "HR", NULL},
	{"pulse rate", "HR", NULL},
	{"peak flow", "PEF", NULL},
	{"呼吸", "RESP", NULL},
	{"height", "HEIGHT", NULL},
	{"身高", "HEIGHT", NULL},
	{"峰流速", "PEF", NULL},
	{"胎心", "FETAL_HR", NULL},
	{"宫高", "FUNDAL_HEIGHT", NULL},
	{"头围", "HEAD_CIRC", NULL},
};

/* Words behind a value that say how it was taken. A glucose changes its code:
 * fasting and after a meal have limits of their own. */
static const struct {
	const char *word, *context, *glucose;
} contexts[] = {
	{"fasting", "fasting", "FPG"},
	{"空腹", "fasting", "FPG"},
	{"pp", "post-prandial", "PPG2H"},
	{"pp1h", "post-prandial", "PPG1H"},
	{"2h pp", "post-prandial", "PPG2H"},
	{"2hr pp", "post-prandial", "PPG2H"},
	{"2hpp", "post-prandial", "PPG2H"},
	{"1h pp", "post-prandial", "PPG1H"},
	{"1hr pp", "post-prandial", "PPG1H"},
	{"postprandial", "post-prandial", "PPG2H"},
	{"post-prandial", "post-prandial", "PPG2H"},
	{"premeal", "pre-meal", NULL},
	{"pre-meal", "pre-meal", NULL},
	{"random", "random", NULL},
	{"随机", "random", NULL},
	{"bedtime", "bedtime", NULL},
	{"睡前", "bedtime", NULL},
	{"home", "home", NULL},
	{"家测", "home", NULL},
	{"家", "home", NULL},
	{"在家", "home", NULL},
	{"家里", "home", NULL},
	{"家里量", "home", NULL},
	{"家里量的", "home", NULL},
	{"自测", "home", NULL},
	{"家庭", "home", NULL},
	{"家中", "home", NULL},
	{"家庭自测", "home", NULL},
	{"at home", "home", NULL},
	{"clinic", "clinic", NULL},
	{"诊室", "clinic", NULL},
	{"门诊", "clinic", NULL},
	{"末梢", "capillary", NULL},
	{"fingerstick", "capillary", NULL},
	{"capillary", "capillary", NULL},
	{"指尖", "capillary", NULL},
	{"指", "capillary", NULL},
};

static const char *lower(struct followup *f, const char *word)
{
	char *s = arena_strdup(&f->arena, word);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

/* What is no laboratory result is not among the terms; by its own name. */
static const char *vital_of(struct kb *kb, const char *word)
{
	const struct analyte *a;

	for (int id = 1; (a = kb_analyte(kb, id)) != NULL; id++)
		if (strcmp(a->specimen, "vital") == 0 &&
		    (strcmp(a->name.in[LANG_ZH], word) == 0 ||
		     strcasecmp(a->name.in[LANG_EN], word) == 0))
			return a->code;
	return NULL;
}

/* Of several meanings the one in blood: nobody types 尿素 for that of urine. */
static const char *blood_of(struct kb *kb, const struct term_match *match)
{
	const char *code = NULL;
	size_t found = 0;

	for (size_t i = 0; match->len && i < match->n; i++) {
		const struct analyte *a =
			kb_analyte(kb, (int)match->targets[i]);
		if (match->n > 1 && strcmp(a->specimen, "blood") != 0 &&
		    strcmp(a->specimen, "serum") != 0 &&
		    strcmp(a->specimen, "plasma") != 0)
			continue;
		code = a->code;
		found++;
	}
	return found == 1 ? code : NULL;
}

const char *followup_code(struct followup *f, const char *word,
			  const char **ret_second)
{
	const char *small = lower(f, word);
	struct kb *kb = f->app->kb;

	*ret_second = NULL;
	for (size_t i = 0; i < sizeof quick / sizeof *quick; i++)
		if (strcmp(small, quick[i].word) == 0 &&
		    kb_analyte_by_code(kb, quick[i].code)) {
			*ret_second = quick[i].second;
			return quick[i].code;
		}
	char *upper = arena_strdup(&f->arena, word);
	for (char *p = upper; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p += 'A' - 'a';
	const struct analyte *a = kb_analyte_by_code(kb, upper);
	if (a)
		return a->code;
	struct folded folded = fold_text(kb, word, strlen(word), &f->arena);
	struct term_match match =
		term_exact(kb, TERM_ANALYTE, folded.s, folded.n);
	const char *code = blood_of(kb, &match);
	return code ? code : vital_of(kb, word);
}

/* The bytes of the first of these words that `text` begins with. */
static size_t one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (when_starts(text, *words))
			return strlen(*words);
	return 0;
}

/* "1", "1h", "2小时", "两个小时", "2 hours": 1 or 2, 0 when it is not said. */
static size_t hours_of(const char *text, int *ret)
{
	static const char *const one[] = {"1", "一", "one", NULL};
	static const char *const two[] = {"2", "二", "两", "two", NULL};
	static const char *const units[] = {"小时", "个小时", "hours", "hour",
					    "hrs",  "hr",     "h",     NULL};
	size_t n = one_of(text, one);

	*ret = n ? 1 : 2;
	n = n ? n : one_of(text, two);
	if (!n) {
		*ret = 0;
		return 0;
	}
	n += strspn(text + n, " ");
	size_t unit = one_of(text + n, units);
	return unit ? n + unit : 0;
}

/* 早餐后2小时, 午饭前, "2h after dinner", "pre-lunch": before or after a meal
 * and which one. */
static const char *meal(const char *word, const char **ret_glucose)
{
	static const char *const breakfast[] = {"早餐", "早饭", "breakfast",
						NULL};
	static const char *const meals[] = {
		"早餐",  "早饭",   "午餐",   "午饭",      "中餐",
		"中饭",  "晚餐",   "晚饭",   "餐",        "饭",
		"lunch", "dinner", "supper", "breakfast", "meals",
		"meal",  "food",   "eating", NULL};
	static const char *const before[] = {"前", "before ", "pre-", "pre ",
					     NULL};
	static const char *const after[] = {"后", "after ", "post-", "post ",
					    NULL};
	bool zh = (unsigned char)*word >= 0x80;
	int hours = 0, more = 0;
	size_t n = zh ? 0 : hours_of(word, &hours);

	n += strspn(word + n, " ");
	size_t m = zh ? one_of(word, meals) : 0;
	bool first = zh && one_of(word, breakfast);
	n += m;
	bool is_before = one_of(word + n, before) != 0;
	size_t side =
		is_before ? one_of(word + n, before) : one_of(word + n, after);
	n += side;
	if (!zh) {
		m = one_of(word + n, meals);
		first = one_of(word + n, breakfast) != 0;
		n += m;
	} else {
		n += hours_of(word + n, &more);
		hours += more;
	}
	if (!m || !side || word[n] || (is_before && hours))
		return NULL;
	*ret_glucose = is_before    ? (first ? "FPG" : NULL)
		       : hours == 1 ? "PPG1H"
				    : "PPG2H";
	return !is_before ? "post-prandial" : first ? "fasting" : "pre-meal";
}

static const char *listed(const char *word, const char **ret_glucose)
{
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (strcasecmp(word, contexts[i].word) == 0) {
			*ret_glucose = contexts[i].glucose;
			return contexts[i].context;
		}
	return NULL;
}

/* 自己在家测的: 在家. */
static const char *bare(const char *word, char *buf, size_t size)
{
	static const char *const ends[] = {"的", "测量", "测", "量", NULL};
	size_t n = strlen(word);

	if ((unsigned char)*word < 0x80 || n >= size)
		return word;
	memcpy(buf, word, n + 1);
	if (strncmp(buf, "自己", 6) == 0)
		memmove(buf, buf + 6, n - 5), n -= 6;
	for (const char *const *e = ends; *e; e++) {
		size_t m = strlen(*e);
		if (n > m && strcmp(buf + n - m, *e) == 0)
			buf[n -= m] = '\0';
	}
	return buf;
}

const char *followup_context(const char *word, const char **ret_glucose)
{
	char buf[48];

	*ret_glucose = NULL;
	const char *context = listed(word, ret_glucose);
	if (!context)
		context = listed(bare(word, buf, sizeof buf), ret_glucose);
	return context ? context : meal(word, ret_glucose);
}

bool followup_is_after(const char *word)
{
	const char *glucose;

	return followup_context(word, &glucose) != NULL;
}
