/* FHIR R4: values, ranges, status, subjects, categories. */
#include "base/strbuf.h"
#include "commands/interpret-report/fhir.h"
#include "commands/interpret-report/report.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

struct read {
	struct arena arena;
	struct report_vec reports;
};

static bool read_json(struct read *r, const char *text)
{
	struct report_sink sink = report_sink_to(&r->reports);
	struct err err;

	memset(r, 0, sizeof *r);
	return read_fhir(NULL, text, strlen(text), &r->arena, &sink, &err);
}

static void done(struct read *r)
{
	for (size_t i = 0; i < r->reports.n; i++)
		report_release(r->reports.at[i]);
	vec_free(&r->reports);
	arena_free(&r->arena);
}

#define OBS(id, loinc, rest)                                                                                                                                                                                                                 \
	"{\"resourceType\":\"Observation\",\"id\":\"" id                                                                                                                                                                                     \
	"\",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"laboratory\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"" loinc \
	"\"}],\"text\":\"" id "\"}" rest "}"

static const struct raw_row *only_row(const struct read *r)
{
	assert_int_equal(r->reports.n, 1);
	assert_int_equal(r->reports.at[0]->rows.n, 1);
	return &r->reports.at[0]->rows.at[0];
}

static void test_quantity(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_json(
		&r,
		OBS("k", "2823-3",
		    ",\"valueQuantity\":{\"value\":5.9,\"comparator\":\">\",\"unit\":\"mmol/l\","
		    "\"system\":\"http://unitsofmeasure.org\",\"code\":\"mmol/L\"},"
		    "\"referenceRange\":[{\"low\":{\"value\":3.5},\"high\":{\"value\":5.3}}],"
		    "\"interpretation\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation\",\"code\":\"H\"}]}]")));
	const struct raw_row *row = only_row(&r);
	assert_string_equal(row->value, ">5.9");
	assert_string_equal(row->unit, "mmol/L");
	assert_string_equal(row->loinc, "2823-3");
	assert_string_equal(row->flag, "H");
	assert_true(row->low == 3.5 && row->high == 5.3);
	done(&r);
}

static void test_other_values(void **state)
{
	static const struct {
		const char *json, *value;
	} cases[] = {
		{",\"valueString\":\"cloudy\"", "cloudy"},
		{",\"valueInteger\":7", "7"},
		{",\"valueBoolean\":true", "Positive"},
		{",\"valueRatio\":{\"numerator\":{\"value\":1},\"denominator\":{\"value\":64}}",
		 "1:64"},
		{",\"valueRange\":{\"low\":{\"value\":2},\"high\":{\"value\":5}}",
		 "2-5"},
		{",\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"260385009\"}]}",
		 "Negative"},
		{",\"valueCodeableConcept\":{\"text\":\"阳性\"}", "阳性"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct read r;
		struct strbuf text = STRBUF_INIT;
		strbuf_addf(&text, OBS("x", "1-8", "%s"), cases[i].json);
		assert_true(read_json(&r, text.buf));
		assert_string_equal(only_row(&r)->value, cases[i].value);
		done(&r);
		strbuf_release(&text);
	}
}

static void test_withdrawn_absent_and_vital(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_json(
		&r,
		"{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
		"{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"entered-in-error\",\"code\":{\"text\":\"K\"},\"valueQuantity\":{\"value\":9}}},"
		"{\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}]},\"valueQuantity\":{\"value\":80}}},"
		"{\"resource\":" OBS(
			"na", "2951-2",
			",\"dataAbsentReason\":{\"text\":\"clotted\"}") "},"
									"{\"resource\":" OBS(
										"cl",
										"2075-0",
										",\"valueQuantity\":{\"value\":101,\"unit\":\"mmol/L\"}") "}]}"));
	assert_string_equal(only_row(&r)->value, "101");
	assert_int_equal(r.reports.at[0]->notes.n, 1);
	assert_int_equal(r.reports.at[0]->withdrawn.n, 1);
	done(&r);
}

static void test_subjects_and_ranges_by_sex(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_json(
		&r,
		"{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
		"{\"fullUrl\":\"urn:uuid:a\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"a\",\"gender\":\"female\",\"birthDate\":\"1986-03-10\"}},"
		"{\"fullUrl\":\"urn:uuid:b\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"b\",\"gender\":\"male\"}},"
		"{\"resource\":" OBS(
			"hgb", "718-7",
			",\"subject\":{\"reference\":\"urn:uuid:a\"},\"effectiveDateTime\":\"2026-01-05\",\"valueQuantity\":{\"value\":92,\"unit\":\"g/L\"},"
			"\"referenceRange\":[{\"low\":{\"value\":130},\"high\":{\"value\":175},\"appliesTo\":[{\"text\":\"male\"}]},"
			"{\"low\":{\"value\":115},\"high\":{\"value\":150},\"appliesTo\":[{\"text\":\"female\"}]}]") "},"
														     "{\"resource\":" OBS(
															     "hgb2",
															     "718-7",
															     ",\"subject\":{\"reference\":\"Patient/b\"},\"valueQuantity\":{\"value\":140,\"unit\":\"g/L\"}") "}]}"));
	assert_int_equal(r.reports.n, 2);
	assert_true(r.reports.at[0]->rows.at[0].low == 115);
	assert_true(r.reports.at[0]->patient.age.value == 39);
	assert_int_equal(r.reports.at[1]->patient.sex, SEX_MALE);
	done(&r);
}

static void test_contained_and_components(void **state)
{
	struct read r;

	(void)state;
	assert_true(read_json(
		&r,
		"{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\",\"code\":{\"text\":\"UA\"},\"subject\":{\"reference\":\"Patient/1\"},"
		"\"result\":[{\"reference\":\"#u\"}],\"contained\":[" OBS(
			"u", "24356-8",
			",\"component\":[{\"code\":{\"text\":\"pH\"},\"valueQuantity\":{\"value\":6.5}},"
			"{\"code\":{\"text\":\"Protein\"},\"valueString\":\"1+\"}]") "]}"));
	assert_int_equal(r.reports.n, 1);
	assert_int_equal(r.reports.at[0]->rows.n, 2);
	assert_string_equal(r.reports.at[0]->rows.at[1].name, "Protein");
	done(&r);
}

static void test_ndjson_and_broken(void **state)
{
	struct read r;

	(void)state;
	assert_true(
		read_json(&r, OBS("a", "1-8", ",\"valueInteger\":1") "\n" OBS(
				      "b", "1-8", ",\"valueInteger\":2") "\n"));
	assert_int_equal(r.reports.at[0]->rows.n, 2);
	done(&r);
	assert_false(read_json(&r, "{\"resourceType\":\"Observation\""));
	done(&r);
	assert_false(read_json(&r, "{\"resourceType\":\"Patient\"}"));
	done(&r);
	assert_true(fhir_detect(" {\"resourceType\":\"Bundle\"}", 26));
	assert_false(fhir_detect("{\"a\":1}", 7));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quantity),
		cmocka_unit_test(test_other_values),
		cmocka_unit_test(test_withdrawn_absent_and_vital),
		cmocka_unit_test(test_subjects_and_ranges_by_sex),
		cmocka_unit_test(test_contained_and_components),
		cmocka_unit_test(test_ndjson_and_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
