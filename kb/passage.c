/* Entries in words. */
#include "kb/search.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "kb/drug.h"
#include "kb/patient.h"

#include <string.h>

static const char *some(const char *s)
{
	return s ? s : "";
}

/* "血红蛋白 {HGB} 低": there is no patient, and no value. */
static void add_words(struct strbuf *out, const char *text, enum lang lang)
{
	if (!*text)
		return;
	if (out->len)
		strbuf_adds(out, lang == LANG_ZH ? "；" : "; ");
	while (*text) {
		const char *end = *text == '{' ? strchr(text, '}') : NULL;
		if (end && lang == LANG_ZH && out->len &&
		    out->buf[out->len - 1] == ' ')
			strbuf_truncate(out, out->len - 1);
		if (end)
			strbuf_adds(out, lang == LANG_ZH ? "（实测值）"
							 : "(measured value)");
		else
			strbuf_addch(out, *text);
		text = end ? end + 1 : text + 1;
	}
}

static const struct {
	const char *code;
	struct text word;
} check_words[] = {
	{"pregnancy", TEXT("妊娠", "pregnancy")},
	{"lactation", TEXT("哺乳", "breastfeeding")},
	{"renal", TEXT("肾功能", "kidney")},
	{"hepatic", TEXT("肝功能", "liver")},
	{"disease", TEXT("疾病", "disease")},
	{"allergy", TEXT("过敏", "allergy")},
	{"age", TEXT("年龄", "age")},
	{"dose", TEXT("剂量", "dose")},
	{"lab", TEXT("检验", "laboratory")},
	{"food", TEXT("饮食", "food")},
	{"PREGNANT", TEXT("妊娠", "pregnant")},
	{"LACTATING", TEXT("哺乳", "breastfeeding")},
	{"GA", TEXT("孕周", "weeks of pregnancy")},
	{"EGFR", TEXT("eGFR", "eGFR")},
	{"AGE", TEXT("年龄", "age")},
	{"AGE_Y", TEXT("年龄", "age")},
	{"AGE_D", TEXT("日龄", "age in days")},
	{"CRCL", TEXT("肌酐清除率", "creatinine clearance")},
	{"CHILD_PUGH", TEXT("Child-Pugh 分", "Child-Pugh score")},
	{"A.daily_mg", TEXT("日剂量（mg）", "mg a day")},
	{"B.daily_mg", TEXT("后者日剂量（mg）", "mg a day of the other")},
	{"A.daily_g", TEXT("日剂量（g）", "g a day")},
	{"A.single_mg", TEXT("单次剂量（mg）", "mg a dose")},
	{"WEIGHT", TEXT("体重", "weight")},
	{"SEX", TEXT("性别", "sex")},
	{"FEMALE", TEXT("女", "female")},
	{"MALE", TEXT("男", "male")},
	{"AND", TEXT("且", "and")},
	{"OR", TEXT("或", "or")},
	{"NOT", TEXT("非", "not")}};

/* DX.heart_failure, PREGNANT, OR: what people say for it. NULL: it is one of
 * its own (CRCL, K). */
static const char *word_of(struct kb *kb, const char *s, size_t n,
			   enum lang lang, struct arena *a)
{
	const struct context *c =
		kb_context_by_code(kb, arena_strndup(a, s, n));

	if (c)
		return c->name.in[lang];
	for (size_t i = 0; i < sizeof check_words / sizeof *check_words; i++)
		if (strlen(check_words[i].code) == n &&
		    memcmp(s, check_words[i].code, n) == 0)
			return check_words[i].word.in[lang];
	return NULL;
}

/* "DX.asthma = 1 OR GA >= 30" as people say it. */
static void add_condition(struct kb *kb, struct strbuf *out, const char *s,
			  enum lang lang, struct arena *a)
{
	static const char name_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_."
					 "abcdefghijklmnopqrstuvwxyz0123456789";
	static const struct {
		const char *sign, *said;
	} signs[] = {{">=", "≥"}, {"<=", "≤"}};

	while (*s) {
		size_t n = strspn(s, name_chars), taken = 0;
		const char *word = n ? word_of(kb, s, n, lang, a) : NULL;
		if (word)
			strbuf_adds(out, word);
		else
			strbuf_add(out, s, n);
		s += n;
		if (word && strncmp(s, " = 1", 4) == 0)
			s += 4; /* it is so */
		for (size_t i = 0; !taken && i < sizeof signs / sizeof *signs;
		     i++)
			if (strncmp(s, signs[i].sign, 2) == 0) {
				strbuf_adds(out, signs[i].said);
				taken = 2;
			}
		if (!n && !taken && *s) {
			strbuf_addch(out, *s);
			taken = 1;
		}
		s += taken;
	}
}

/* What is checked, and when, in brackets. */
static void add_check(struct kb *kb, struct strbuf *out,
		      const struct yaml *node, enum lang lang, struct arena *a)
{
	const char *when = some(yaml_str(node, "when"));

	strbuf_adds(out, lang == LANG_ZH ? "（" : " (");
	add_condition(kb, out, yaml_str(node, "check"), lang, a);
	if (*when)
		strbuf_adds(out, lang == LANG_ZH ? "：" : ": ");
	add_condition(kb, out, when, lang, a);
	strbuf_adds(out, lang == LANG_ZH ? "）" : ")");
}

/* Every bilingual text of the node but its title and what only serves the
 * program. */
static void collect(struct strbuf *out, const struct yaml *node, enum lang lang)
{
	static const char *const skipped[] = {
		"tests",   "title", "name",    "names",      "substance",
		"herb",    "class", "product", "department", "disease",
		"red",     "care",  "symptom", "label",      "patient",
		"choices", "ask",   "inputs",  "record",     "prior"};

	if (node->kind == YAML_MAP && yaml_str(node, "zh")) {
		add_words(out,
			  some(yaml_str(node, lang == LANG_ZH ? "zh" : "en")),
			  lang);
		return;
	}
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml *child = node->child[i];
		bool skip = child->kind == YAML_SCALAR;
		for (size_t k = 0;
		     child->key && k < sizeof skipped / sizeof *skipped; k++)
			skip |= strcmp(child->key, skipped[k]) == 0;
		if (!skip)
			collect(out, child, lang);
	}
}

/* Drugs and classes that an entry is about, by name. */
static void add_drugs(struct kb *kb, struct strbuf *out,
		      const struct yaml *node, enum lang lang, int *left)
{
	if (node && node->kind == YAML_SCALAR) {
		const struct drug *d = kb_drug_by_code(kb, node->scalar);
		if ((*left)-- > 0)
			strbuf_addf(out, "%s%s",
				    out->len ? lang == LANG_ZH ? "、" : ", "
					     : "",
				    d ? some(d->name.in[lang]) : node->scalar);
		return;
	}
	for (size_t i = 0; node && i < node->n; i++)
		add_drugs(kb, out, node->child[i], lang, left);
}

static const struct yaml *title_node(const struct yaml *node)
{
	static const char *const keys[] = {"title",   "name",       "substance",
					   "herb",    "product",    "class",
					   "red",     "disease",    "care",
					   "symptom", "department", "site"};
	const struct yaml *t = NULL;

	for (size_t i = 0; !t && i < sizeof keys / sizeof *keys; i++) {
		t = yaml_get(node, keys[i]);
		if (t && t->kind != YAML_MAP)
			t = NULL;
	}
	return t;
}

/* By the first name in the language: names in Latin letters are English. */
static const char *allergy_title(const struct yaml *node, enum lang lang,
				 struct arena *a)
{
	const struct yaml *names = yaml_get(node, "names");
	const char *name = yaml_count(names) ? yaml_at(names, 0)->scalar : "";

	for (size_t i = 0; lang == LANG_EN && i < yaml_count(names); i++)
		if (!((unsigned char)*yaml_at(names, i)->scalar & 128)) {
			name = yaml_at(names, i)->scalar;
			break;
		}
	const char *word = lang == LANG_ZH ? "过敏" : " allergy";
	return strstr(name, lang == LANG_ZH ? word : "allerg")
		       ? name
		       : arena_printf(a, "%s%s", name, word);
}

static const char *title_of(struct kb *kb, const char *id,
			    const struct yaml *node, enum lang lang, int most,
			    struct arena *a)
{
	static const char *const lists[] = {"pair", "drugs", "stack",
					    "all",  "dose",  "to"};
	const struct yaml *t = title_node(node);
	struct strbuf sb = STRBUF_INIT;

	if (yaml_str(node, "document"))
		return yaml_str(node, "document");
	if (yaml_get(node, "allergy"))
		return allergy_title(node, lang, a);
	if (t && yaml_str(t, lang == LANG_ZH ? "zh" : "en"))
		return yaml_str(t, lang == LANG_ZH ? "zh" : "en");
	const struct yaml *pair = yaml_get(node, "pair");
	for (size_t i = 0; i < yaml_count(pair); i++) {
		int left = most;
		struct strbuf side = STRBUF_INIT;
		add_drugs(kb, &side, yaml_at(pair, i), lang, &left);
		strbuf_addf(&sb, "%s%s%s", i ? " + " : "", side.buf,
			    left < 0 ? "…" : "");
		strbuf_release(&side);
	}
	for (size_t i = 1; !sb.len && i < sizeof lists / sizeof *lists; i++) {
		int left = most;
		if (yaml_get(node, lists[i]))
			add_drugs(kb, &sb, yaml_get(node, lists[i]), lang,
				  &left);
		if (left < 0)
			strbuf_adds(&sb, "…");
	}
	if (yaml_str(node, "check"))
		add_check(kb, &sb, node, lang, a);
	const char *title = sb.len ? arena_strndup(a, sb.buf, sb.len) : id;
	strbuf_release(&sb);
	return title;
}

static const char *sources_of(const struct yaml *node, struct arena *a)
{
	const struct yaml *list = yaml_get(node, "sources");
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < yaml_count(list); i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "",
			    yaml_at(list, i)->scalar);
	const char *text = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

void passage_read(struct kb *kb, enum entry_kind kind, const char *id,
		  const struct yaml *node, enum lang lang, struct arena *a,
		  struct passage *ret, struct strbuf *names)
{
	struct strbuf text = STRBUF_INIT;
	const struct yaml *list = yaml_get(node, "names");

	ret->kind = entry_kind_name(kind);
	ret->id = id;
	ret->title = title_of(kb, id, node, lang, names ? 60 : 4, a);
	ret->sources = sources_of(node, a);
	if (kind == ENTRY_DOCUMENT)
		strbuf_adds(&text, some(yaml_str(node, "text")));
	else
		collect(&text, node, lang);
	ret->text = arena_strndup(a, text.buf, text.len);
	ret->patient = some(yaml_str(yaml_get(node, "patient"),
				     lang == LANG_ZH ? "zh" : "en"));
	for (size_t i = 0; names && i < yaml_count(list); i++)
		strbuf_addf(names, "%s\n", yaml_at(list, i)->scalar);
	strbuf_release(&text);
}
