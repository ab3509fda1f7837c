/* bench KB.DB CLIN COMMAND WORD…: wall time of one cold run of a command against
 * the time that sqlite3 needs to open the same knowledge. Prints medians and the
 * ratio. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 101 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double run_once(char *const argv[])
{
	double start = now();
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127) {
		fprintf(stderr, "bench: cannot run %s\n", argv[0]);
		exit(1);
	}
	return now() - start;
}

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double ours[RUNS], theirs[RUNS];

	if (argc < 4) {
		fputs("usage: bench KB.DB CLIN COMMAND WORD...\n", stderr);
		return 2;
	}
	char sqlite3[] = "sqlite3",
	     count[] = "select count(*) from sqlite_master";
	char *const open_kb[] = {sqlite3, argv[1], count, NULL};
	for (int i = 0; i < RUNS;
	     i++) { /* in turn: both see the same machine */
		ours[i] = run_once(argv + 2);
		theirs[i] = run_once(open_kb);
	}
	qsort(ours, RUNS, sizeof *ours, by_time);
	qsort(theirs, RUNS, sizeof *theirs, by_time);
	printf("clin %s %.2f ms, sqlite3 %.2f ms, ratio %.2f\n", argv[3],
	       ours[RUNS / 2], theirs[RUNS / 2],
	       ours[RUNS / 2] / theirs[RUNS / 2]);
	return 0;
}
