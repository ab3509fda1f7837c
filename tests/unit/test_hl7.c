/* HL7 v2: delimiters, escapes, value types, corrections, patients. */
#include "base/strbuf.h"
#include "commands/interpret-report/hl7.h"
#include "commands/interpret-report/report.h"

#include "base/date.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MSH "MSH|^~\\&|LIS|H|HIS|H|20260105083000||ORU^R01|1|P|2.5\r"

struct read {
	struct arena arena;
	struct report_vec reports;
};

static bool read_text_of(struct read *r, const char *text)
{
	struct report_sink sink = report_sink_to(&r->reports);
	struct err err;

	memset(r, 0, sizeof *r);
	return read_hl7(NULL, text, strlen(text), &r->arena, &sink, &err);
}

static void done(struct read *r)
{
	for (size_t i = 0; i < r->reports.n; i++)
		report_release(r->reports.at[i]);
	vec_free(&r->reports);
	arena_free(&r->arena);
}

static void test_detect(void **state)
{
	(void)state;
	assert_true(hl7_detect(MSH, strlen(MSH)));
	assert_true(hl7_detect("\v" MSH, strlen(MSH) + 1));
	assert_true(hl7_detect("FHS|^~\\&|A\r", 11));
	assert_false(hl7_detect("血常规", 9));
	assert_false(hl7_detect("MSH", 3));
}

static void test_numeric(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(
		&r, MSH
		"PID|1||42||Zhang^San||19860310|F\r"
		"OBR|1||O1|57021-8^CBC^LN|||20260104\r"
		"OBX|1|NM|718-7^Haemoglobin^LN||92|g/L^^UCUM|115-150|L|||F|||20260104093000\r"));
	assert_int_equal(r.reports.n, 1);
	const struct report *p = r.reports.at[0];
	assert_int_equal(p->rows.n, 1);
	const struct raw_row *row = &p->rows.at[0];
	assert_string_equal(row->loinc, "718-7");
	assert_string_equal(row->name, "Haemoglobin");
	assert_string_equal(row->value, "92");
	assert_string_equal(row->unit, "g/L");
	assert_string_equal(row->range, "115-150");
	assert_string_equal(row->flag, "L");
	assert_int_equal(row->line, 4);
	assert_int_equal(p->patient.sex, SEX_FEMALE);
	assert_true(p->patient.age.value == 39);
	assert_true(row->when != DATE_NONE);
	done(&r);
}

static void test_own_delimiters_and_escapes(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(
		&r, "MSH#*~!&#LIS#H#HIS#H#20260105##ORU*R01#1#P#2.3\n"
		    "PID#1##42\n"
		    "OBR#1\n"
		    "OBX#1#ST#X*A!T!B!F!C!S!D*L##1!X33!4!.br!5#mg!T!dL\n"));
	const struct raw_row *row = &r.reports.at[0]->rows.at[0];
	assert_string_equal(row->name, "A&B#C*D");
	assert_string_equal(row->value, "134\n5");
	assert_string_equal(row->unit, "mg&dL");
	done(&r);
}

static void test_structured_numeric(void **state)
{
	static const struct {
		const char *field, *value;
	} cases[] = {
		{">=^32", ">=32"},     {"^182", "182"},       {"=^0.5", "0.5"},
		{"^1^:^128", "1:128"}, {"^10^-^20", "10-20"}, {">^100", ">100"},
		{"junk", "junk"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct read r;
		struct strbuf text = STRBUF_INIT;
		strbuf_addf(&text, MSH "PID|1\rOBR|1\rOBX|1|SN|X^X^L||%s|U\r",
			    cases[i].field);
		assert_true(read_text_of(&r, text.buf));
		assert_string_equal(r.reports.at[0]->rows.at[0].value,
				    cases[i].value);
		done(&r);
		strbuf_release(&text);
	}
}

static void test_corrected_and_withdrawn(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(
		&r, MSH "PID|1\rOBR|1||O1\r"
			"OBX|1|NM|2823-3^K^LN||7.1|mmol/L|3.5-5.3|H|||F\r"
			"OBX|2|NM|2951-2^Na^LN||140|mmol/L|137-147||||F\r"
			"OBX|3|NM|2823-3^K^LN||4.1|mmol/L|3.5-5.3||||C\r"
			"OBX|4|NM|2951-2^Na^LN||\"\"|mmol/L|||||D\r"
			"OBX|5|NM|17861-6^Ca^LN||2.3|mmol/L|||||W\r"
			"OBX|6|NM|2777-1^P^LN|||mmol/L|||||X\r"));
	const struct report *p = r.reports.at[0];
	assert_int_equal(p->rows.n, 1);
	assert_string_equal(p->rows.at[0].value, "4.1");
	assert_string_equal(p->rows.at[0].status, "corrected");
	assert_true(p->rows.at[0].corrected);
	assert_int_equal(p->withdrawn.n, 3);
	done(&r);
}

static void test_flags_comments_attachments(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(
		&r,
		MSH "PID|1\rOBR|1\r"
		    "OBX|1|NM|A^A^L||5|g/L||null~H~POS|||F\r"
		    "NTE|1||haemolysed\rNTE|2||repeat\r"
		    "OBX|2|ED|PDF^Report^L||^AP^PDF^Base64^JVBERi0=||||||F\r"
		    "OBX|3|ST|B^B^L||two~lines|||||F\r"));
	const struct report *p = r.reports.at[0];
	assert_int_equal(p->rows.n, 2);
	assert_string_equal(p->rows.at[0].flag, "H");
	assert_string_equal(p->rows.at[0].comment, "haemolysed\nrepeat");
	assert_int_equal(p->not_interpreted.n, 1);
	assert_string_equal(p->rows.at[1].value, "two\nlines");
	done(&r);
}

static void test_batch_of_patients(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(
		&r, "FHS|^~\\&|A\nBHS|^~\\&|A\n"
		    "\vMSH|^~\\&|L|H|||20260105||ORU^R01|1|P|2.5\n"
		    "PID|1||1\nOBR|1\nOBX|1|NM|A^A^L||1|g/L\n\x1c\n"
		    "PID|2||2\nOBR|1\nOBX|1|NM|A^A^L||2|g/L\n"
		    "MSH|^~\\&|L|H|||20260105||ORU^R01|2|P|2.5\n"
		    "PID|1||3\nOBR|1\nOBX|1|NM|A^A^L||3|g/L\n"
		    "BTS|2\nFTS|1\n"));
	assert_int_equal(r.reports.n, 3);
	assert_string_equal(r.reports.at[2]->patient_id, "3");
	assert_string_equal(r.reports.at[1]->rows.at[0].value, "2");
	done(&r);
}

static void test_age_and_weight_observations(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(&r, MSH
				 "PID|1\rOBR|1\r"
				 "OBX|1|NM|30525-0^Age^LN||66|a\r"
				 "OBX|2|NM|29463-7^Weight^LN||61|kg\r"
				 "OBX|3|NM|2160-0^Creatinine^LN||98|umol/L\r"));
	const struct report *p = r.reports.at[0];
	assert_int_equal(p->rows.n, 1);
	assert_true(p->patient.age.value == 66);
	assert_true(p->patient.weight == 61);
	done(&r);
}

static void test_line_broken_inside_a_field(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_text_of(&r, MSH "PID|1\rOBR|1\r"
					 "OBX|1|FT|A^A^L||first\nsecond|||||F\r"
					 "OBX|2|NM|B^B^L||2|g/L\r"));
	assert_int_equal(r.reports.at[0]->rows.n, 2);
	assert_string_equal(r.reports.at[0]->rows.at[0].value, "first\nsecond");
	done(&r);
}

static void test_line_ends_lost(void **state)
{
	static const char *const gaps[] = {" ", "  ", "\\r", "\\n"};

	(void)state;
	for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
		char text[256];
		const char *g = gaps[i];
		struct read r;
		snprintf(text, sizeof text,
			 "MSH|^~\\&|L|H|||20260105||ORU^R01|1|P|2.5%sPID|1||7%s"
			 "OBR|1%sOBX|1|NM|A^A^L||1|g/L%sNTE|1||see OBX 2%s"
			 "OBX|2|NM|B^B^L||2|g/L||H\nPID|2||8\nOBR|1\n"
			 "OBX|1|ST|C^C^L||x OBX|y\n",
			 g, g, g, g, g);
		assert_true(read_text_of(&r, text));
		assert_int_equal(r.reports.n, 2);
		const struct report *p = r.reports.at[0];
		assert_string_equal(p->patient_id, "7");
		assert_int_equal(p->rows.n, 2);
		assert_string_equal(p->rows.at[0].comment, "see OBX 2");
		assert_string_equal(p->rows.at[1].flag, "H");
		assert_int_equal(p->rows.at[1].line, 1);
		/* only where the header has no line of its own */
		assert_string_equal(r.reports.at[1]->rows.at[0].value, "x OBX");
		done(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_detect),
		cmocka_unit_test(test_line_ends_lost),
		cmocka_unit_test(test_numeric),
		cmocka_unit_test(test_own_delimiters_and_escapes),
		cmocka_unit_test(test_structured_numeric),
		cmocka_unit_test(test_corrected_and_withdrawn),
		cmocka_unit_test(test_flags_comments_attachments),
		cmocka_unit_test(test_batch_of_patients),
		cmocka_unit_test(test_age_and_weight_observations),
		cmocka_unit_test(test_line_broken_inside_a_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
