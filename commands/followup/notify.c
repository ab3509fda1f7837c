#include "commands/followup/notify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGUMENTS = 32 };

/* A file without a name, so that a command that does not read cannot stop us
 * and nothing is left behind. */
static FILE *text_file(const char *text, size_t n)
{
	FILE *file = tmpfile();

	if (file && (fwrite(text, 1, n, file) != n || fflush(file) != 0 ||
		     fseek(file, 0, SEEK_SET) != 0)) {
		fclose(file);
		file = NULL;
	}
	return file;
}

static void run_child(const struct string_vec *command, int in)
{
	char *argv[ARGUMENTS + 1] = {0};

	for (size_t i = 0; i < command->n; i++)
		argv[i] = strdup(command->at[i]);
	if (dup2(in, STDIN_FILENO) >= 0 &&
	    dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 && argv[0])
		execvp(argv[0], argv);
	_exit(127);
}

/* False: it was killed after its time. */
static bool wait_for(pid_t child, int *ret_status)
{
	const struct timespec pause = {0, 20 * 1000 * 1000};
	struct timespec begin, now;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (;;) {
		pid_t done = waitpid(child, ret_status, WNOHANG);
		if (done == child || (done < 0 && errno != EINTR))
			return true;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec - begin.tv_sec >= NOTIFY_SECONDS)
			break;
		nanosleep(&pause, NULL);
	}
	kill(child, SIGKILL);
	waitpid(child, ret_status, 0);
	return false;
}

bool notify_run(const struct string_vec *argv, const char *text, size_t n,
		struct err *err)
{
	char number[24];
	int status = 0;

	if (argv->n > ARGUMENTS)
		return ERR(err, ERR_NOTIFY, argv->at[0], "too many arguments");
	FILE *in = text_file(text, n);
	if (!in)
		return ERR(err, ERR_NOTIFY, argv->at[0], strerror(errno));
	pid_t child = fork();
	if (child == 0)
		run_child(argv, fileno(in));
	fclose(in);
	if (child < 0)
		return ERR(err, ERR_NOTIFY, argv->at[0], strerror(errno));
	if (!wait_for(child, &status))
		return ERR(err, ERR_NOTIFY, argv->at[0], "took too long");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return ERR(err, ERR_NOTIFY, argv->at[0], "cannot be run");
	snprintf(number, sizeof number, "status %d",
		 WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return ERR(err, ERR_NOTIFY, argv->at[0], number);
}
