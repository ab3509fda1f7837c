/* Layers, origins, refusals of the configuration. */
#include "config/config.h"

#include "base/io.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char shipped[] = "lang: auto\n"
			      "explain: kb\n"
			      "fail_on: never\n"
			      "model:\n"
			      "  api: openai\n"
			      "  timeouts: {connect: 10, total: 300}\n"
			      "  allow_hosts: []\n"
			      "chart: {path: ~/chart.db}\n";

struct fixture {
	char dir[32];
	char system[64], user[64], file[64];
	struct config_sources from;
	struct config c;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	strcpy(f->dir, "/tmp/clin-config-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->system, sizeof f->system, "%s/system", f->dir);
	snprintf(f->user, sizeof f->user, "%s/user", f->dir);
	snprintf(f->file, sizeof f->file, "%s/file", f->dir);
	f->from = (struct config_sources){
		.built_in = shipped,
		.built_in_len = sizeof shipped - 1,
		.system_path = f->system,
		.user_path = f->user,
		.home = "/home/wang",
	};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	config_free(&f->c);
	unlink(f->system);
	unlink(f->user);
	unlink(f->file);
	rmdir(f->dir);
	free(f);
	return 0;
}

static void write_file(const char *path, const char *text)
{
	assert_true(io_replace(path, text, strlen(text), 0600, NULL));
}

static const struct config_setting *setting(const struct config *c,
					    const char *name)
{
	char full[128];

	for (size_t i = 0; i < c->settings.n; i++)
		if (strcmp(config_full_name(&c->settings.at[i], full), name) ==
		    0)
			return &c->settings.at[i];
	return NULL;
}

static void test_defaults(void **state)
{
	struct fixture *f = *state;

	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 0);
	assert_int_equal(f->c.lang, CONFIG_LANG_AUTO);
	assert_int_equal(f->c.model.timeout_total, 300);
	assert_string_equal(f->c.chart_path, "/home/wang/chart.db");
	assert_null(f->c.model.endpoint);
	assert_int_equal(setting(&f->c, "lang")->origin.layer, CONFIG_BUILT_IN);
}

static void test_later_layers_win_key_by_key(void **state)
{
	struct fixture *f = *state;
	char lang[] = "CLIN_LANG=en", hosts[] = "CLIN_MODEL_ALLOW_HOSTS=[a, b]";
	char empty[] = "CLIN_EXPLAIN=";
	char *const environment[] = {lang, hosts, empty, NULL};

	write_file(f->system, "explain: llm\nfail_on: urgent\n"
			      "model: {timeouts: {total: 20}}\n");
	write_file(f->user, "# mine\nfail_on: critical\n");
	write_file(f->file, "model: {timeouts: {idle: 5}}\n");
	f->from.file = f->file;
	f->from.environment = environment;
	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 0);
	assert_int_equal(f->c.explain, CONFIG_EXPLAIN_LLM);
	assert_int_equal(f->c.fail_on, 1);
	assert_int_equal(f->c.model.timeout_total, 20);
	assert_int_equal(f->c.model.timeout_idle, 5);
	assert_int_equal(f->c.model.timeout_connect, 10);
	assert_int_equal(f->c.lang, CONFIG_LANG_EN);
	assert_int_equal(f->c.model.allow_hosts.n, 2);
	assert_string_equal(f->c.model.allow_hosts.at[1], "b");

	const struct config_setting *s = setting(&f->c, "fail_on");
	assert_int_equal(s->origin.layer, CONFIG_USER);
	assert_int_equal(s->origin.line, 2);
	assert_string_equal(s->origin.where, f->user);
	s = setting(&f->c, "lang");
	assert_int_equal(s->origin.layer, CONFIG_ENVIRONMENT);
	assert_string_equal(s->origin.where, "CLIN_LANG");

	struct err err;
	assert_true(config_override(&f->c, "lang", "zh", "--lang", &err));
	assert_int_equal(f->c.lang, CONFIG_LANG_ZH);
	assert_false(config_override(&f->c, "lang", "fr", "--lang", &err));
	assert_int_equal(err.id, ERR_OPTION_VALUE);
	assert_int_equal(f->c.lang, CONFIG_LANG_ZH);
	assert_int_equal(f->c.problems.n, 0);
}

static void assert_problem(const struct fixture *f, size_t i, enum err_id id,
			   const char *line, const char *key, const char *hint)
{
	assert_true(i < f->c.problems.n);
	const struct err *err = &f->c.problems.at[i];
	assert_int_equal(err->id, id);
	assert_string_equal(err->arg[0], f->user);
	assert_string_equal(err->arg[1], line);
	if (key)
		assert_string_equal(err->arg[2], key);
	if (hint)
		assert_string_equal(err->arg[3], hint);
}

static void test_every_mistake_is_named(void **state)
{
	struct fixture *f = *state;

	write_file(f->user, "lagn: zh\n"
			    "explain: maybe\n"
			    "model:\n"
			    "  timeuots: {total: 3}\n"
			    "  timeouts: {total: 0, idel: 3}\n"
			    "  api_key: abc\n"
			    "  extra_headers: {X: [1]}\n"
			    "fail_on: soon\n"
			    "fail_on: info\n");
	config_load(&f->c, &f->from);
	assert_problem(f, 0, ERR_CONFIG_KEY, "1", "lagn", "lang");
	assert_problem(f, 1, ERR_CONFIG_VALUE, "2", "explain", "kb|llm|off");
	assert_problem(f, 2, ERR_CONFIG_KEY, "4", "model.timeuots", NULL);
	assert_problem(f, 3, ERR_CONFIG_VALUE, "5", "model.timeouts.total",
		       "1..86400");
	assert_problem(f, 4, ERR_CONFIG_KEY, "5", "model.timeouts.idel",
		       "model.timeouts.idle");
	assert_problem(f, 5, ERR_CONFIG_KEY, "6", "model.api_key", NULL);
	assert_problem(f, 6, ERR_CONFIG_VALUE, "7", "model.extra_headers",
		       NULL);
	assert_problem(f, 7, ERR_CONFIG_TWICE, "9", "fail_on", NULL);
	assert_int_equal(f->c.problems.n, 8);
	/* what was refused has not been taken */
	assert_int_equal(f->c.explain, CONFIG_EXPLAIN_KB);
	assert_int_equal(f->c.model.timeout_total, 300);
	assert_int_equal(f->c.fail_on, 3);
}

static void test_broken_yaml(void **state)
{
	struct fixture *f = *state;

	write_file(f->user, "lang: zh\n  explain: [\n");
	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 1);
	assert_int_equal(f->c.problems.at[0].id, ERR_YAML);
}

static void test_named_file_must_exist(void **state)
{
	struct fixture *f = *state;

	f->from.file = "/nowhere/clin.yaml";
	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 1);
	assert_int_equal(f->c.problems.at[0].id, ERR_OPEN);
}

static void test_profiles(void **state)
{
	struct fixture *f = *state;

	write_file(f->user, "model_profile: ward\n"
			    "model:\n"
			    "  model: a\n"
			    "  profiles:\n"
			    "    ward: {endpoint: \"https://h.example/v1\","
			    " timeouts: {total: 7}}\n"
			    "    desk: {model: b, api: ollama}\n");
	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 0);
	assert_string_equal(f->c.model.endpoint, "https://h.example/v1");
	assert_string_equal(f->c.model.model, "a");
	assert_int_equal(f->c.model.timeout_total, 7);
	assert_int_equal(f->c.model.timeout_connect, 10);
	assert_int_equal(f->c.profiles.n, 2);
	assert_string_equal(f->c.profiles.at[1].name, "desk");
	assert_int_equal(f->c.profiles.at[1].model.api, CONFIG_API_OLLAMA);
	assert_int_equal(f->c.profiles.at[1].model.timeout_total, 300);
	assert_null(f->c.profiles.at[1].model.endpoint);
}

static void test_unknown_profile(void **state)
{
	struct fixture *f = *state;

	write_file(f->user, "lang: zh\nmodel_profile: wrad\n");
	config_load(&f->c, &f->from);
	assert_problem(f, 0, ERR_CONFIG_VALUE, "2", "model_profile", "~");
}

static void test_extra_body_keeps_types(void **state)
{
	struct fixture *f = *state;

	write_file(f->user, "model: {extra_body: {think: false, n: 2, s: \"2\","
			    " deep: {a: [null, x]}}}\n");
	config_load(&f->c, &f->from);
	assert_string_equal(f->c.model.extra_body,
			    "{\"think\":false,\"n\":2,\"s\":\"2\","
			    "\"deep\":{\"a\":[null,\"x\"]}}");
}

static void test_secrets_are_not_shown(void **state)
{
	struct fixture *f = *state;
	struct strbuf text = STRBUF_INIT;

	write_file(f->user, "model: {proxy: \"http://u:pw@p:3128\","
			    " extra_headers: {Authorization: Bearer x}}\n");
	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 0);
	config_value_text(setting(&f->c, "model.proxy"), &text);
	assert_string_equal(text.buf, "http://***@p:3128");
	strbuf_clear(&text);
	config_value_text(setting(&f->c, "model.extra_headers"), &text);
	assert_string_equal(text.buf, "{Authorization: ***}");
	strbuf_release(&text);
}

static void test_header_cannot_be_split(void **state)
{
	struct fixture *f = *state;

	write_file(f->user, "model: {extra_headers: {X: \"a\\r\\nY: b\"}}\n");
	config_load(&f->c, &f->from);
	assert_problem(f, 0, ERR_CONFIG_VALUE, "1", "model.extra_headers",
		       NULL);
}

static void test_key_file_must_be_closed(void **state)
{
	struct fixture *f = *state;
	struct err err;

	write_file(f->file, "secret");
	assert_true(config_check_secret(f->file, &err));
	chmod(f->file, 0640);
	assert_false(config_check_secret(f->file, &err));
	assert_int_equal(err.id, ERR_CONFIG_SECRET);
	assert_false(config_check_secret("/nowhere/key", &err));
	assert_int_equal(err.id, ERR_OPEN);
}

static size_t count_checks(struct fixture *f, const char *yaml)
{
	struct config_problems problems = {0};

	write_file(f->user, yaml);
	config_free(&f->c);
	config_load(&f->c, &f->from);
	assert_int_equal(f->c.problems.n, 0);
	config_check(&f->c, &problems);
	size_t n = problems.n;
	vec_free(&problems);
	return n;
}

static void test_hosts_are_denied_until_listed(void **state)
{
	static const struct {
		const char *model;
		size_t problems;
	} hosts[] = {
		{"endpoint: \"http://127.0.0.1:8080/v1\"", 0},
		{"endpoint: \"http://[::1]:1\"", 0},
		{"endpoint: \"https://h.example\"", 1},
		/* a name that only looks like loopback, and a user part */
		{"endpoint: \"https://127.evil.example\"", 1},
		{"endpoint: \"https://localhost@h.example/\"", 1},
		{"endpoint: \"https://h.example\", allow_hosts: H.example", 0},
		/* plain HTTP beyond this host */
		{"endpoint: \"http://h.example\", allow_hosts: h.example", 1},
		{"endpoint: \"ftp://h\"", 1},
	};
	struct fixture *f = *state;
	char yaml[128];

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		snprintf(yaml, sizeof yaml, "model: {%s, model: m}\n",
			 hosts[i].model);
		assert_int_equal(count_checks(f, yaml), hosts[i].problems);
	}
	assert_int_equal(count_checks(f, "explain: llm\n"), 1);
}

static void test_variable_names(void **state)
{
	char name[64];

	(void)state;
	assert_string_equal(config_env_name("model.timeouts.first_byte", name),
			    "CLIN_MODEL_TIMEOUTS_FIRST_BYTE");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_defaults),
		TEST(test_later_layers_win_key_by_key),
		TEST(test_every_mistake_is_named),
		TEST(test_broken_yaml),
		TEST(test_named_file_must_exist),
		TEST(test_profiles),
		TEST(test_unknown_profile),
		TEST(test_extra_body_keeps_types),
		TEST(test_secrets_are_not_shown),
		TEST(test_header_cannot_be_split),
		TEST(test_key_file_must_be_closed),
		TEST(test_hosts_are_denied_until_listed),
		TEST(test_variable_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
