/* A fresh chart in a folder of its own, for each unit test. */
#ifndef TESTS_TOOLS_WITH_CHART_H
#define TESTS_TOOLS_WITH_CHART_H

#include "chart/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64], path[96];

static int fresh(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/clin-chart-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/chart/chart.db", dir);
	return 0;
}

static int gone(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

static struct chart *open_chart(void)
{
	struct chart_place place = {
		.path = path, .actor = "tester", .now = 1000, .create = true};
	struct chart *c = NULL;
	struct err err = {0};

	if (!chart_open(&place, &c, &err))
		fail_msg("%s %s", err.arg[0], err.arg[1]);
	return c;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)

#endif
