/* Entries in words. */
#include "kb/search.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "kb/analyte.h"
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
	{"AGE_D", TEXT("日龄", "age in days")},
	{"CRCL", TEXT("肌酐清除率", "creatinine clearance")},
	{"CHILD_PUGH", TEXT("Child-Pugh 分级", "Child-Pugh class")},
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

/* DX.heart_failure, K, ALT.high, OR: what people say for it. False: it is no
 * name of ours. *ret_flag: " = 1" behind it says only that it is so. */
static bool add_name(struct kb *kb, struct strbuf *out, const char *code,
		     enum lang lang, bool *ret_flag)
{
	const struct context *c = kb_context_by_code(kb, code);
	size_t n = strcspn(code, ".");
	const char *limit = lang == LANG_ZH ? "上限" : " upper limit";
	char analyte[32];

	*ret_flag = c || strcmp(code, "PREGNANT") == 0 ||
		    strcmp(code, "LACTATING") == 0;
	if (c) {
		strbuf_adds(out, c->name.in[lang]);
		return true;
	}
	for (size_t i = 0; i < sizeof check_words / sizeof *check_words; i++)
		if (strcmp(check_words[i].code, code) == 0) {
			strbuf_adds(out, check_words[i].word.in[lang]);
			return true;
		}
	bool high = strcmp(code + n, ".high") == 0;
	if (n >= sizeof analyte || (code[n] && !high))
		return false;
	memcpy(analyte, code, n);
	analyte[n] = '\0';
	const struct analyte *a = kb_analyte_by_code(kb, analyte);
	if (a)
		strbuf_addf(out, "%s%s", a->name.in[lang], high ? limit : "");
	return a != NULL;
}

/* ">=" as it is written: bytes of it; 0: none is here. */
static size_t add_sign(struct strbuf *out, const char *s)
{
	bool more = strncmp(s, ">=", 2) == 0, less = strncmp(s, "<=", 2) == 0;

	strbuf_adds(out, more ? "≥" : less ? "≤" : "");
	return more || less ? 2 : 0;
}

/* "DX.asthma = 1 OR GA >= 30" as people say it; Child-Pugh classes are
 * counted from A. */
static void add_condition(struct kb *kb, struct strbuf *out, const char *s,
			  enum lang lang, struct arena *a)
{
	static const char name_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_."
					 "abcdefghijklmnopqrstuvwxyz0123456789";
	bool of_class = false, flag;

	while (*s) {
		size_t n = strspn(s, name_chars);
		if (!n) {
			n = add_sign(out, s);
			if (!n)
				strbuf_addch(out, *s++);
			s += n;
			continue;
		}
		const char *token = arena_strndup(a, s, n);
		bool digit = *token >= '1' && *token <= '3' && !token[1];
		s += n;
		if (of_class && digit)
			strbuf_addch(out, (char)('A' + (*token - '1')));
		else if (!add_name(kb, out, token, lang, &flag))
			strbuf_adds(out, token);
		else if (flag && strncmp(s, " = 1", 4) == 0)
			s += 4;
		of_class = strcmp(token, "CHILD_PUGH") == 0;
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
