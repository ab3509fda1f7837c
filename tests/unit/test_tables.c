/* The commands' tables are well-formed: what they drive cannot check them. */
#include "cli/commands.h"
#include "cli/options.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

static void assert_text(const struct text *text)
{
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		assert_non_null(text->in[lang]);
		assert_true(text->in[lang][0] != '\0');
		assert_null(strchr(text->in[lang], '\t'));
	}
}

static size_t member_size(enum option_type type)
{
	switch (type) {
	case OPTION_FLAG:
		return sizeof(bool);
	case OPTION_INT:
	case OPTION_CHOICE:
		return sizeof(int);
	case OPTION_NUMBER:
		return sizeof(struct option_number);
	case OPTION_LIST:
		return sizeof(struct string_vec);
	case OPTION_STRING:
	case OPTION_OPTIONAL:
		break;
	}
	return sizeof(const char *);
}

static void assert_option(const struct option *o, size_t params_size)
{
	assert_true(strspn(o->name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		    strlen(o->name));
	assert_text(&o->help);
	if (o->type != OPTION_FLAG)
		assert_text(&o->arg);
	if (o->type == OPTION_CHOICE)
		assert_non_null(o->choices);
	assert_true(o->offset + member_size(o->type) <= params_size);
}

struct seen {
	const struct option *option[96];
	size_t n;
};

static void add_table(struct seen *seen, const struct option *table,
		      size_t params_size)
{
	for (const struct option *o = table; o && o->name; o++) {
		assert_option(o, params_size);
		for (size_t i = 0; i < seen->n; i++) {
			assert_string_not_equal(seen->option[i]->name, o->name);
			if (o->letter)
				assert_int_not_equal(seen->option[i]->letter,
						     o->letter);
		}
		seen->option[seen->n++] = o;
		assert_true(seen->n < 96);
	}
}

static void test_options(void **state)
{
	(void)state;
	for (const struct command *const *c = commands; *c; c++) {
		struct seen seen = {.n = 0};
		add_table(&seen, (*c)->options, (*c)->params_size);
		for (size_t i = 0; i < 3; i++)
			add_table(&seen, (*c)->shared[i], (*c)->params_size);
		add_table(&seen, global_options, sizeof(struct global_params));
	}
}

static void test_commands(void **state)
{
	struct err err;

	(void)state;
	for (const struct command *const *c = commands; *c; c++) {
		assert_text(&(*c)->summary);
		assert_text(&(*c)->description);
		assert_non_null((*c)->run);
		assert_ptr_equal(commands_find((*c)->name, &err), *c);
		assert_true((*c)->examples && (*c)->examples->line);
		for (const struct example *e = (*c)->examples; e->line; e++) {
			assert_non_null(strstr(e->line, "clin "));
			assert_non_null(strstr(e->line, (*c)->name));
			assert_text(&e->what);
		}
	}
}

static void test_find(void **state)
{
	struct err err;

	(void)state;
	assert_null(commands_find("", &err));
	assert_int_equal(err.id, ERR_COMMAND_UNKNOWN);
	assert_null(commands_find("nothing", &err));
	assert_ptr_equal(commands_find("interp", &err), commands[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
