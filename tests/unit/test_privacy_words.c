/* The privacy guard over every name and text of the knowledge base, which it
 * must leave alone. */
#include "llm/privacy.h"
#include "tests/tools/with_kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <sqlite3.h>

static const struct {
	const char *before, *after;
} carriers[] = {{"患者", "，无发热。予"},
		{"查", " 5.6 mmol/L，较前下降"},
		{"Recheck ", " in 2 weeks."}};

struct tally {
	struct kb *kb;
	size_t names, changed;
	struct strbuf examples;
};

static void try_name(struct tally *t, const char *name)
{
	struct strbuf in = STRBUF_INIT, out = STRBUF_INIT;

	/* full-width signs are folded, which is no redaction */
	if (!name || strlen(name) < 2)
		return;
	for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
		struct privacy p;
		privacy_init(&p, t->kb);
		strbuf_clear(&in);
		strbuf_clear(&out);
		strbuf_addf(&in, "%s%s%s", carriers[i].before, name,
			    carriers[i].after);
		privacy_redact(&p, in.buf, in.len, &out);
		t->names++;
		t->changed += p.redacted > 0;
		if (p.redacted && t->examples.len < 3000)
			strbuf_addf(&t->examples, "%s → %s\n", in.buf, out.buf);
		privacy_release(&p);
	}
	strbuf_release(&in);
	strbuf_release(&out);
}

static void try_strings(struct tally *t, const json_t *node)
{
	const json_t *item;
	const char *key;
	size_t i;

	if (json_is_string(node))
		try_name(t, json_string_value(node));
	json_array_foreach(node, i, item) try_strings(t, item);
	if (json_is_object(node))
		json_object_foreach((json_t *)(uintptr_t)node, key, item)
			try_strings(t, item);
}

static void medicine_is_left_alone(void **state)
{
	static const char *const keys[] = {"name",    "names",   "substance",
					   "herb",    "product", "class",
					   "symptom", "disease", "brands"};
	struct tally t = {.kb = kb, .examples = STRBUF_INIT};
	sqlite3_stmt *s;

	(void)state;
	assert_int_equal(
		sqlite3_prepare_v2(
			kb_db(kb),
			"SELECT json FROM entry WHERE kind"
			" NOT IN (0, 1, 4, 10) AND length(json) % 6 = 0",
			-1, &s, NULL),
		SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		json_t *entry = json_loads(
			(const char *)sqlite3_column_text(s, 0), 0, NULL);
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			try_strings(&t, json_object_get(entry, keys[k]));
		json_decref(entry);
	}
	sqlite3_finalize(s);
	print_message("%zu tokens, %zu changed\n%s", t.names, t.changed,
		      t.examples.buf);
	assert_true(t.names > 10000);
	/* at most 0.5 % */
	if (t.changed * 200 > t.names)
		fail_msg("%zu of %zu changed", t.changed, t.names);
	strbuf_release(&t.examples);
}

static void every_text_of_the_knowledge_is_left_alone(void **state)
{
	static const char *const keys[] = {"title",   "because",  "actions",
					   "patient", "effect",   "action",
					   "advice",  "mechanism"};
	struct tally t = {.kb = kb, .examples = STRBUF_INIT};
	sqlite3_stmt *s;

	(void)state;
	assert_int_equal(
		sqlite3_prepare_v2(
			kb_db(kb),
			"SELECT json FROM entry WHERE kind"
			" NOT IN (0, 1, 4, 10) AND length(json) % 6 = 0",
			-1, &s, NULL),
		SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		json_t *entry = json_loads(
			(const char *)sqlite3_column_text(s, 0), 0, NULL);
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			try_strings(&t, json_object_get(entry, keys[k]));
		json_decref(entry);
	}
	sqlite3_finalize(s);
	print_message("%zu texts, %zu changed\n%s", t.names, t.changed,
		      t.examples.buf);
	if (t.changed * 200 > t.names)
		fail_msg("%zu of %zu changed", t.changed, t.names);
	strbuf_release(&t.examples);
}

static void words_that_look_like_names_stay(void **state)
{
	static const char *const texts[] = {
		"患者白果、安宫牛黄丸、何首乌、王不留行、高良姜、马来酸氯苯那敏",
		"Graves 病，Cushing 综合征，Hashimoto 甲状腺炎，Addison 病",
		"患者高血压，患者黄疸，患者白细胞升高，患者严重头痛，患者水肿，",
		"请向医生咨询，和医生商量，由主任医师会诊，全科医生，上级医师",
		"12 小时尿量 300 mL，CA19-9 37.2 U/mL，HBV DNA 1.050E+08",
		"Child-Pugh B，NYHA III，国药准字H20093012，尿路感染",
		"每 2-4 周复查，第 3 天，3-5 年，参考区间 3.5-5.3，115-150 g/L",
		"转上级医院，社区卫生服务中心随访，120 急救",
	};
	struct strbuf out = STRBUF_INIT;
	struct privacy p;

	(void)state;
	privacy_init(&p, kb);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		strbuf_clear(&out);
		privacy_redact(&p, texts[i], strlen(texts[i]), &out);
		assert_string_equal(out.buf, texts[i]);
	}
	strbuf_release(&out);
	privacy_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(medicine_is_left_alone),
		cmocka_unit_test(every_text_of_the_knowledge_is_left_alone),
		cmocka_unit_test(words_that_look_like_names_stay),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
