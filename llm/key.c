#include "llm/key.h"

#include "base/io.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KEY_LIMIT = 16 * 1024 };

static void trim(struct strbuf *sb)
{
	strbuf_truncate(sb, strcspn(sb->buf, "\r\n"));
}

static void run_child(const struct string_vec *command, int out)
{
	char *argv[16] = {0};

	for (size_t i = 0; i < command->n && i < 15; i++)
		argv[i] = strdup(command->at[i]);
	dup2(out, STDOUT_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

static bool run_command(const struct string_vec *command, struct strbuf *ret)
{
	int ends[2], status = -1;
	char buf[512];
	ssize_t n;

	if (pipe(ends) != 0)
		return false;
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		run_child(command, ends[1]);
	}
	close(ends[1]);
	while (child > 0 && (n = read(ends[0], buf, sizeof buf)) > 0 &&
	       ret->len < KEY_LIMIT)
		strbuf_add(ret, buf, (size_t)n);
	close(ends[0]);
	return child > 0 && waitpid(child, &status, 0) == child &&
	       WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool key_read(const struct config_model *m, struct strbuf *ret, struct err *err)
{
	if (m->api_key_env) {
		const char *value = getenv(m->api_key_env);
		if (!value || !*value)
			return ERR(err, ERR_MODEL, m->api_key_env,
				   "this variable is not set");
		strbuf_adds(ret, value);
	} else if (m->api_key_file) {
		if (!config_check_secret(m->api_key_file, err) ||
		    !io_read(m->api_key_file, KEY_LIMIT, ret, err))
			return false;
	} else if (m->api_key_command.n) {
		if (!run_command(&m->api_key_command, ret))
			return ERR(err, ERR_MODEL, m->api_key_command.at[0],
				   "failed to give a key");
	} else {
		return true;
	}
	trim(ret);
	return ret->len > 0 || ERR(err, ERR_MODEL, "api_key", "is empty");
}
