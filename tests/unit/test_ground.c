/* Sets of claims, each written before it was run: no lie of theirs may be
 * shown, and most of what is honest must be. A file begins with the findings
 * ("@ F1 critical" and their lines), then "+ F1 F2 text" is honest and
 * "- F1 text" lies; "# first run: ..." says what came of it at first. */
#include "llm/ground.h"
#include "tests/tools/with_kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LEAST_PERCENT = 70 };

struct tally {
	int honest, turned_away, lies, shown;
};

/* The claim of "+ F1 F2 text". */
static struct ground_claim claim_of(const char *line, struct arena *a)
{
	const char *text = line + 2, *end = text;

	while ((*text == 'F' || *text == 'K') && text[1] >= '0' &&
	       text[1] <= '9' && strchr(text, ' ')) {
		end = text + strcspn(text, " ");
		text = end + 1;
	}
	return (struct ground_claim){
		text, arena_strndup(a, line + 2, (size_t)(end - line - 2))};
}

static void judge(const char *line, const struct ground_facts *facts,
		  struct arena *a, struct tally *t)
{
	struct ground_claim claim = claim_of(line, a);
	const char *wrong = ground_check_claim(kb, facts, &claim, a);

	if (*line == '+') {
		t->honest++;
		t->turned_away += wrong != NULL;
		if (wrong)
			print_message("turned away: %s: %s\n", claim.text,
				      wrong);
	} else {
		t->lies++;
		t->shown += !wrong;
		if (!wrong)
			print_message("shown: %s %s\n", claim.cites,
				      claim.text);
	}
}

static void add_fact(struct ground_facts *facts, const char *line,
		     struct arena *a)
{
	if (*line == '@') {
		size_t n = strcspn(line + 2, " ");
		enum urgency urgency = URGENCY_ROUTINE;
		const char *level = line + 2 + n;
		urgency_parse(level + strspn(level, " "), &urgency);
		struct ground_fact fact = {arena_strndup(a, line + 2, n), "",
					   urgency == URGENCY_CRITICAL,
					   urgency};
		vec_push(facts, fact);
	} else if (facts->n) {
		struct ground_fact *fact = &facts->at[facts->n - 1];
		fact->text = arena_printf(a, "%s%s\n", fact->text, line);
	}
}

static struct tally run(const char *name)
{
	struct arena a = ARENA_INIT;
	struct ground_facts facts = {0};
	struct tally t = {0};
	char path[300], line[4096];
	const char *root = getenv("SAMPLES");

	snprintf(path, sizeof path, "%s/ground/%s",
		 root ? root : "tests/samples", name);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '+' || *line == '-')
			judge(line, &facts, &a, &t);
		else if (*line && *line != '#')
			add_fact(&facts, line, &a);
	}
	fclose(f);
	vec_free(&facts);
	arena_free(&a);
	print_message("%s: %d of %d lies shown, %d of %d honest shown\n", name,
		      t.shown, t.lies, t.honest - t.turned_away, t.honest);
	return t;
}

static void check(const char *name)
{
	struct tally t = run(name);

	assert_true(t.lies >= 50 && t.honest >= 30);
	assert_int_equal(t.shown, 0);
	assert_true((t.honest - t.turned_away) * 100 >=
		    t.honest * LEAST_PERCENT);
}

static void first(void **state)
{
	(void)state;
	check("set-1.txt");
}

static void second_and_third(void **state)
{
	(void)state;
	check("set-2.txt");
}

static void fourth(void **state)
{
	(void)state;
	check("set-4.txt");
}

static void fifth(void **state)
{
	(void)state;
	check("set-5.txt");
}

static void sixth(void **state)
{
	(void)state;
	check("set-6.txt");
}

static void seventh(void **state)
{
	(void)state;
	check("set-7.txt");
}

static void eighth(void **state)
{
	(void)state;
	check("set-8.txt");
}

static void ninth(void **state)
{
	(void)state;
	check("set-9.txt");
}

static void tenth(void **state)
{
	(void)state;
	check("set-10.txt");
}

static void a_critical_finding_may_not_be_passed_over(void **state)
{
	struct ground_fact fact[] = {
		{"F1", "高钾血症\n血钾 7.2 mmol/L\n立即心电图\n", true,
		 URGENCY_CRITICAL},
		{"F2", "缺铁性贫血\n血红蛋白 92 g/L 低\n查铁蛋白\n", false,
		 URGENCY_SOON}};
	struct ground_claim said[] = {{"血红蛋白 92 g/L 偏低。", "F2"},
				      {"血钾 7.2 mmol/L，立即心电图。", "F1"}};
	struct ground_facts facts = {fact, 2, 2};
	struct ground_claims claims = {said, 1, 2};
	struct arena a = ARENA_INIT;

	(void)state;
	assert_string_equal(ground_check(kb, &facts, &claims, &a),
			    "critical finding not mentioned: F1");
	claims.n = 2;
	assert_null(ground_check(kb, &facts, &claims, &a));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first),
		cmocka_unit_test(second_and_third),
		cmocka_unit_test(fourth),
		cmocka_unit_test(fifth),
		cmocka_unit_test(sixth),
		cmocka_unit_test(seventh),
		cmocka_unit_test(eighth),
		cmocka_unit_test(ninth),
		cmocka_unit_test(tenth),
		cmocka_unit_test(a_critical_finding_may_not_be_passed_over),
	};

	return cmocka_run_group_tests(tests, open_kb, close_kb);
}
