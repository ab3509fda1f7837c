/* Parsing by table. */
#include "cli/options.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

struct params {
	bool all;
	const char *age, *weeks;
	int format, sex, count;
	struct option_number weight;
	struct string_vec on;
};

static const char *const formats[] = {"text", "json", NULL};
static const char *const sexes[] = {"", "F|female|女", "M", NULL};

#define AT(member) offsetof(struct params, member)
#define NONE TEXT(NULL, NULL)

static const struct option table[] = {
	{"all", 0, OPTION_FLAG, AT(all), NONE, NONE, NULL},
	{"age", 'a', OPTION_STRING, AT(age), NONE, NONE, NULL},
	{"pregnant", 0, OPTION_OPTIONAL, AT(weeks), NONE, NONE, NULL},
	{"format", 'f', OPTION_CHOICE, AT(format), NONE, NONE, formats},
	{"sex", 's', OPTION_CHOICE, AT(sex), NONE, NONE, sexes},
	{"count", 0, OPTION_INT, AT(count), NONE, NONE, NULL},
	{"weight", 0, OPTION_NUMBER, AT(weight), NONE, NONE, NULL},
	{"on", 0, OPTION_LIST, AT(on), NONE, NONE, NULL},
	{0},
};

struct run {
	struct params p;
	struct string_vec words;
	struct err err;
	int next;
	bool ok;
};

/* Words of a line, parsed; freed by end(). */
static struct run parse(bool stop, char **argv, int argc)
{
	struct run r = {0};
	struct option_input in = {
		.argc = argc,
		.argv = argv,
		.sets = {{table, &r.p}},
		.stop_at_word = stop,
	};

	in.sets[0].params = &r.p;
	r.ok = options_parse(&in, &r.words, &r.next, &r.err);
	return r;
}

static void end(struct run *r)
{
	options_release(table, &r->p);
	vec_free(&r->words);
}

#define PARSE(...)                                                    \
	parse(false, (char *[]){(char *)"clin", __VA_ARGS__, NULL},   \
	      (int)(sizeof((char *[]){(char *)"clin", __VA_ARGS__}) / \
		    sizeof(char *)))
#define W(s) ((char *)(uintptr_t)(s))

static void test_forms(void **state)
{
	struct run r = PARSE(W("-a34"), W("--format=json"), W("x"), W("-s"),
			     W("Female"), W("--count"), W("-3"), W("--weight"),
			     W("61.5"), W("-"), W("--all"));

	(void)state;
	assert_true(r.ok);
	assert_string_equal(r.p.age, "34");
	assert_int_equal(r.p.format, 1);
	assert_int_equal(r.p.sex, 1);
	assert_int_equal(r.p.count, -3);
	assert_true(r.p.weight.given);
	assert_true(r.p.all);
	assert_int_equal(r.words.n, 2);
	assert_string_equal(r.words.at[1], "-");
	end(&r);
}

static void test_words_keep_their_order_and_dashes(void **state)
{
	struct run r = PARSE(W("b"), W("--on"), W("x"), W("a"), W("--on=y"),
			     W("--"), W("--all"), W("-z"));

	(void)state;
	assert_true(r.ok);
	assert_false(r.p.all);
	assert_int_equal(r.p.on.n, 2);
	assert_int_equal(r.words.n, 4);
	assert_string_equal(r.words.at[0], "b");
	assert_string_equal(r.words.at[3], "-z");
	end(&r);
}

static void test_optional_value(void **state)
{
	struct run r = PARSE(W("--pregnant"), W("28"));

	(void)state;
	assert_string_equal(r.p.weeks, "");
	assert_int_equal(r.words.n, 1);
	end(&r);
	r = PARSE(W("--pregnant=28"));
	assert_string_equal(r.p.weeks, "28");
	end(&r);
}

static void test_empty_choice_is_none(void **state)
{
	struct run r = PARSE(W("--sex="));

	(void)state;
	assert_false(r.ok);
	assert_int_equal(r.err.id, ERR_OPTION_VALUE);
	assert_string_equal(r.err.arg[2], "F|M");
	end(&r);
	r = PARSE(W("-s"), W("女"));
	assert_int_equal(r.p.sex, 1);
	end(&r);
	r = PARSE(W("-s"), W("F|female"));
	assert_false(r.ok);
	end(&r);
}

static void refused(struct run r, enum err_id id, const char *option,
		    const char *hint)
{
	assert_false(r.ok);
	assert_int_equal(r.err.id, id);
	assert_string_equal(r.err.arg[0], option);
	if (hint)
		assert_string_equal(r.err.arg[1], hint);
	end(&r);
}

static void test_refusals(void **state)
{
	(void)state;
	/* abbreviations, also unambiguous ones, with and without a value */
	refused(PARSE(W("--form"), W("json")), ERR_OPTION_UNKNOWN, "--form",
		"--format");
	refused(PARSE(W("--form=json")), ERR_OPTION_UNKNOWN, "--form",
		"--format");
	refused(PARSE(W("--al")), ERR_OPTION_UNKNOWN, "--al", "--all");
	refused(PARSE(W("--a")), ERR_OPTION_UNKNOWN, "--a", NULL);
	refused(PARSE(W("--weigth"), W("3")), ERR_OPTION_UNKNOWN, "--weigth",
		"--weight");
	refused(PARSE(W("--nonsense")), ERR_OPTION_UNKNOWN, "--nonsense", "");
	refused(PARSE(W("-z")), ERR_OPTION_UNKNOWN, "-z", "");
	refused(PARSE(W("--age")), ERR_OPTION_MISSING, "--age", NULL);
	refused(PARSE(W("x"), W("-f")), ERR_OPTION_MISSING, "--format", NULL);
	refused(PARSE(W("--all=yes")), ERR_OPTION_VALUE, "--all", "yes");
	refused(PARSE(W("--count"), W("1.5")), ERR_OPTION_VALUE, "--count",
		"1.5");
	refused(PARSE(W("--weight"), W("6O")), ERR_OPTION_VALUE, "--weight",
		"6O");
	refused(PARSE(W("-f"), W("xml")), ERR_OPTION_VALUE, "--format", "xml");
	refused(PARSE(W("-a"), W("34"), W("--age=43")), ERR_OPTION_CONFLICT,
		"--age", "twice");
}

static void test_value_that_looks_like_an_option(void **state)
{
	struct run r = PARSE(W("--on"), W("--all"));

	(void)state;
	assert_true(r.ok);
	assert_string_equal(r.p.on.at[0], "--all");
	assert_false(r.p.all);
	end(&r);
}

static void test_stop_at_word(void **state)
{
	char *argv[] = {W("clin"), W("--all"), W("i"), W("-a"), W("3"), NULL};
	struct run r = parse(true, argv, 5);

	(void)state;
	assert_true(r.ok);
	assert_true(r.p.all);
	assert_int_equal(r.next, 2);
	assert_null(r.p.age);
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_words_keep_their_order_and_dashes),
		cmocka_unit_test(test_optional_value),
		cmocka_unit_test(test_empty_choice_is_none),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_value_that_looks_like_an_option),
		cmocka_unit_test(test_stop_at_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
