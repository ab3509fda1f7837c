/* Prints how a printed report is read, one row a line, as tab-separated
 * values; for the golden tests and for looking into the reader.
 *
 *     read_dump kb.db FILE...
 *
 * line, printed name, code, value, unit, interval, flag, status. Lines that
 * begin with '#' hold the rest: patient, unread lines, sections, remarks. */
#include "base/date.h"
#include "base/encoding.h"
#include "base/io.h"
#include "base/num.h"
#include "commands/interpret-report/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *number(char buf[NUM_SIZE], double x)
{
	return isnan(x) ? "" : num_format(buf, x);
}

static void print_value(const struct observation *o)
{
	char a[NUM_SIZE], b[NUM_SIZE];

	if (o->interval_result)
		printf("%s-%s", number(a, o->from), number(b, o->to));
	else if (!isnan(o->value))
		printf("%s%s%s", o->analyte && o->analyte->scale == SCALE_TITRE
					 ? "1:" : "",
		       o->comparator ? o->comparator : "", number(a, o->value));
	if (!isnan(o->ordinal))
		printf("[%s]", number(a, o->ordinal));
	else if (isnan(o->value) && !o->interval_result)
		printf("%s", o->text ? o->text : "");
}

static void print_range(const struct observation *o)
{
	char a[NUM_SIZE], b[NUM_SIZE];

	if (!isnan(o->low) || !isnan(o->high))
		printf("%s%s-%s%s", o->low_strict ? ">" : "", number(a, o->low),
		       o->high_strict ? "<" : "", number(b, o->high));
	if (!isnan(o->range_ordinal))
		printf("[%s]", number(a, o->range_ordinal));
	if (o->range_text)
		printf("\"%s\"", o->range_text);
	printf("%s", o->range_origin == RANGE_KB ? "(kb)" : "");
	if (o->interval_state == INTERVAL_NEEDS_SEX)
		printf("(sex?)");
	if (o->interval_state == INTERVAL_NEEDS_AGE)
		printf("(age?)");
}

static void print_status(const struct observation *o)
{
	static const char *const status[] = {"ok", "doubtful", "code-unknown",
					     "unit-unknown", "value-unreadable"};
	static const char *const doubts[] = {"layout", "name", "digits",
					     "range", "unit", "plausible",
					     "conflict", "preliminary"};

	printf("%s", status[o->status]);
	for (int i = 0; i < 8; i++)
		if (o->doubt & (1u << i))
			printf(",%s", doubts[i]);
	printf("%s%s", o->unit_assumed ? ",unit-assumed" : "",
	       o->previous ? ",previous" : "");
}

static void print_observation(const struct observation *o)
{
	static const char *const flags[] = {"", "N", "L", "H", "LL", "HH", "A"};

	printf("%d\t%s\t", o->raw->line, o->raw->name ? o->raw->name : "");
	if (o->analyte)
		printf("%s", o->analyte->code);
	for (size_t i = 0; !o->analyte && i < o->n_candidates; i++)
		printf("%s%s", i ? "|" : "?", o->candidates[i]->code);
	printf("\t");
	print_value(o);
	printf("\t%s\t", o->unit ? o->unit : "");
	print_range(o);
	printf("\t%s\t", flags[o->flag]);
	print_status(o);
	printf("\n");
}

static void print_patient(const struct report *r)
{
	static const char *const sex[] = {"?", "F", "M"};
	char age[NUM_SIZE], when[32];

	printf("# patient %s %s%s specimen=%s when=%s\n",
	       sex[r->patient.sex], number(age, r->patient.age.value),
	       isnan(r->patient.age.days) ? "?" : r->patient.age.unit,
	       r->specimen ? r->specimen : "",
	       r->when == DATE_NONE ? "" : date_format(when, r->when, true));
	if (r->diagnosis)
		printf("# diagnosis %s\n", r->diagnosis);
}

static void print_report(struct kb *kb, struct report *r)
{
	print_patient(r);
	report_observe(kb, r);
	for (size_t i = 0; i < r->observations.n; i++)
		print_observation(&r->observations.at[i]);
	for (size_t i = 0; i < r->unread.n; i++)
		printf("# unread %d %s\n", r->unread.at[i].line,
		       r->unread.at[i].text);
	for (size_t i = 0; i < r->not_interpreted.n; i++)
		printf("# section %d %s\n", r->not_interpreted.at[i].line,
		       r->not_interpreted.at[i].title);
	for (size_t i = 0; i < r->notes.n; i++)
		printf("# note %s\n", r->notes.at[i]);
}

static bool dump(struct kb *kb, const char *path, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT;
	struct arena arena = ARENA_INIT;
	struct report_vec reports = {0};
	const char *encoding;
	bool ok = io_read(path, IO_LIMIT_REPORT, &bytes, err) &&
		  encoding_decode(bytes.buf, bytes.len, NULL, path, &text,
				  &encoding, NULL, err) &&
		  read_text(kb, text.buf, text.len, &arena, &reports, err);

	for (size_t i = 0; i < reports.n; i++) {
		if (ok)
			print_report(kb, reports.at[i]);
		report_release(reports.at[i]);
	}
	vec_free(&reports);
	arena_free(&arena);
	strbuf_release(&bytes);
	strbuf_release(&text);
	return ok;
}

int main(int argc, char **argv)
{
	struct kb *kb;
	struct err err;
	bool ok = argc > 1 && kb_open_file(argv[1], &kb, &err);

	if (!ok) {
		fprintf(stderr, "usage: read_dump kb.db FILE...\n");
		return 2;
	}
	for (int i = 2; ok && i < argc; i++)
		ok = dump(kb, argv[i], &err);
	if (!ok)
		fprintf(stderr, "read_dump: error %d %s\n", (int)err.id,
			err.arg[0]);
	kb_close(kb);
	return !ok;
}
