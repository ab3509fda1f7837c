/* Entries in words. */
#include "kb/search.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "kb/drug.h"

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

/* "PREGNANT = 1 AND GA >= 30" as people say it. */
static void add_check(struct strbuf *out, const char *check, const char *when,
		      enum lang lang)
{
	static const struct {
		const char *code;
		struct text word;
	} words[] = {{"pregnancy", TEXT("妊娠", "pregnancy")},
		     {"lactation", TEXT("哺乳", "breastfeeding")},
		     {"renal", TEXT("肾功能", "kidney")},
		     {"hepatic", TEXT("肝功能", "liver")},
		     {"disease", TEXT("疾病", "disease")},
		     {"allergy", TEXT("过敏", "allergy")},
		     {"age", TEXT("年龄", "age")},
		     {"dose", TEXT("剂量", "dose")},
		     {"lab", TEXT("检验", "laboratory")},
		     {"food", TEXT("饮食", "food")},
		     {"PREGNANT = 1", TEXT("妊娠", "pregnant")},
		     {"GA", TEXT("孕周", "weeks of pregnancy")},
		     {"EGFR", TEXT("eGFR", "eGFR")},
		     {"AGE_Y", TEXT("年龄", "age")},
		     {" AND ", TEXT("，", ", ")},
		     {" OR ", TEXT("或", " or ")},
		     {">=", TEXT("≥", "≥")},
		     {"<=", TEXT("≤", "≤")}};
	const char *parts[] = {check, when};

	strbuf_adds(out, lang == LANG_ZH ? "（" : " (");
	for (int part = 0; part < 2; part++) {
		const char *p = parts[part];
		if (part && *p)
			strbuf_adds(out, lang == LANG_ZH ? "：" : ": ");
		while (*p) {
			size_t n = 0;
			for (size_t k = 0;
			     !n && k < sizeof words / sizeof *words; k++) {
				n = strlen(words[k].code);
				if (strncmp(p, words[k].code, n) == 0)
					strbuf_adds(out,
						    words[k].word.in[lang]);
				else
					n = 0;
			}
			if (!n)
				strbuf_addch(out, *p);
			p += n ? n : 1;
		}
	}
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
		add_check(&sb, yaml_str(node, "check"),
			  some(yaml_str(node, "when")), lang);
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
