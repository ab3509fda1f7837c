/* The knowledge compiler of the build: kbc KB_FOLDER OUT.db. It has no
 * knowledge embedded, so it can make the first one. */
#include "kb/compile.h"
#include "version.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct problems problems = {0};
	struct err err;

	if (argc != 3) {
		fprintf(stderr, "usage: kbc KB_FOLDER OUT.db\n");
		return 2;
	}
	bool ok =
		kb_compile_dir(argv[1], CLIN_VERSION, argv[2], &problems, &err);
	for (size_t i = 0; i < problems.n; i++)
		fprintf(stderr, "kbc: %s/%s:%s: %s: %s\n", argv[1],
			problems.at[i].arg[0], problems.at[i].arg[1],
			problems.at[i].arg[2], problems.at[i].arg[3]);
	if (!ok) {
		char code[32];
		fprintf(stderr, "kbc: %s: %s %s %s %s\n",
			err_code(err.id, code), err.arg[0], err.arg[1],
			err.arg[2], err.arg[3]);
	}
	vec_free(&problems);
	return ok ? 0 : 1;
}
