/* Memory that is lent to a string. */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

static void test_lent_memory_is_written(void **state)
{
	char memory[8] = "xxxxxxx";
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_lend(&sb, memory, sizeof memory);
	assert_string_equal(memory, "");
	strbuf_adds(&sb, "seven b");
	assert_ptr_equal(sb.buf, memory);
	assert_string_equal(memory, "seven b");
	strbuf_release(&sb);
	assert_string_equal(memory, "seven b");
	assert_int_equal(sb.cap, 0);
}

static void test_lent_memory_is_left_when_full(void **state)
{
	char memory[9] = "";
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_lend(&sb, memory, sizeof memory - 1);
	memory[8] = 'x';
	strbuf_adds(&sb, "seven b");
	strbuf_adds(&sb, "ytes and more");
	assert_ptr_not_equal(sb.buf, memory);
	assert_false(sb.lent);
	assert_string_equal(sb.buf, "seven bytes and more");
	assert_int_equal(memory[8], 'x');
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lent_memory_is_written),
		cmocka_unit_test(test_lent_memory_is_left_when_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
