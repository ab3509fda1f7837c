/* Build step: kb/units/ucum.yaml and kb/units/spellings.yaml → C tables.
 *
 *     kb_unit_gen ucum.yaml spellings.yaml >units_table.c
 *
 * Refuses, with file and line, a symbol whose definition uses a later or
 * unknown one, a spelling of something that is no UCUM, and a spelling that
 * means two things. */
#include "kb/unit_gen.h"

#include <stdarg.h>
#include <stdio.h>

void gen_problem(struct generator *g, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", g->file, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	g->problems++;
}

const char *gen_need(struct generator *g, const struct yaml *row,
		     const char *key)
{
	const char *s = yaml_str(row, key);

	if (!s)
		gen_problem(g, row->line, "'%s' is missing", key);
	return s ? s : "";
}

static void read_file(struct generator *g, const char *path,
		      void (*read)(struct generator *, const struct yaml *))
{
	struct yaml *root;
	struct err err;

	g->file = path;
	if (yaml_read(&g->arena, path, &root, &err))
		read(g, root);
	else
		gen_problem(g, 0, "%s %s", err.arg[1], err.arg[2]);
}

static void release_set(struct spelling_set *set)
{
	vec_free(&set->folded);
	vec_free(&set->exact);
}

int main(int argc, char **argv)
{
	struct generator g = {.arena = ARENA_INIT};

	if (argc != 3) {
		fprintf(stderr,
			"usage: kb_unit_gen UCUM.yaml SPELLINGS.yaml\n");
		return 2;
	}
	read_file(&g, argv[1], gen_read_symbols);
	read_file(&g, argv[2], gen_read_spellings);
	if (g.problems == 0)
		gen_print(&g);
	vec_free(&g.atoms);
	vec_free(&g.prefixes);
	vec_free(&g.annotations);
	release_set(&g.whole);
	release_set(&g.factor);
	arena_free(&g.arena);
	return g.problems != 0 || fflush(stdout) != 0;
}
