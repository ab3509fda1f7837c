/* The words of typed readings: what was measured, and how it was taken. */
#include "commands/followup/followup.h"

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
	{"fev1", "FEV1_PRED", NULL},
	{"sbp", "SBP", NULL},
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
	{"spo2", "PULSEOX", NULL},
	{"血氧", "PULSEOX", NULL},
	{"rr", "RESP", NULL},
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
	{"餐后", "post-prandial", "PPG2H"},
	{"餐后2h", "post-prandial", "PPG2H"},
	{"pp1h", "post-prandial", "PPG1H"},
	{"餐后1h", "post-prandial", "PPG1H"},
	{"random", "random", NULL},
	{"随机", "random", NULL},
	{"餐后2小时", "post-prandial", "PPG2H"},
	{"餐后两小时", "post-prandial", "PPG2H"},
	{"早餐后", "post-prandial", "PPG2H"},
	{"午餐后", "post-prandial", "PPG2H"},
	{"晚餐后", "post-prandial", "PPG2H"},
	{"早餐前", "fasting", "FPG"},
	{"餐前", "pre-meal", NULL},
	{"午餐前", "pre-meal", NULL},
	{"晚餐前", "pre-meal", NULL},
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
	{"clinic", "clinic", NULL},
	{"诊室", "clinic", NULL},
	{"capillary", "capillary", NULL},
	{"指尖", "capillary", NULL},
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

const char *followup_context(const char *word, const char **ret_glucose)
{
	*ret_glucose = NULL;
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (strcasecmp(word, contexts[i].word) == 0) {
			*ret_glucose = contexts[i].glucose;
			return contexts[i].context;
		}
	return NULL;
}

bool followup_is_after(const char *word)
{
	const char *glucose;

	return followup_context(word, &glucose) != NULL;
}
