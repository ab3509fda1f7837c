/* What the chart keeps beside readings: critical records, answers, takes and
 * refills. */
#include "base/date.h"
#include "base/db.h"
#include "chart/adherence.h"
#include "chart/answer.h"
#include "chart/chart.h"
#include "chart/critical.h"
#include "chart/medication.h"
#include "chart/observation.h"
#include "chart/patient.h"
#include "tests/tools/with_chart.h"

/* An open critical record is closed once, and undo opens it again; it goes
 * with the result it was opened for. */
static void a_critical_record_is_closed_once(void **state)
{
	struct chart *c = open_chart();
	struct err err = {0};
	struct arena a = ARENA_INIT;
	struct chart_patient p = {
		.id = "P1", .birth = DATE_NONE, .ended = DATE_NONE};
	struct chart_observation o = {.code = "K",
				      .value = 6.9,
				      .unit = "mmol/L",
				      .canonical = 6.9,
				      .canonical_unit = "mmol/L",
				      .at = 100};
	struct chart_critical_vec list = {0};
	int64_t first, second, id, batch, entries;
	enum chart_added added;
	bool is_new;

	(void)state;
	assert_true(chart_begin(c, &err));
	assert_true(chart_batch(c, "enrol", NULL, &first, &err));
	assert_true(chart_patient_add(c, &p, first, &err));
	assert_true(chart_batch(c, "add", NULL, &second, &err));
	assert_true(
		chart_observation_add(c, "P1", &o, second, &id, &added, &err));
	struct chart_critical k = {.patient = "P1",
				   .observation = id,
				   .code = "K",
				   .value = "6.9 mmol/L",
				   .finding = "crit.k",
				   .opened = 100};
	assert_true(chart_critical_open(c, &k, second, &is_new, &err));
	assert_true(is_new);
	assert_true(chart_critical_open(c, &k, second, &is_new, &err));
	assert_false(is_new);
	assert_true(chart_critical_list(c, NULL, true, &a, &list, &err));
	assert_int_equal(list.n, 1);
	k.id = list.at[0].id;
	k.told = "Dr Li";
	k.told_at = 160;
	k.read_back = true;
	k.closed = 170;
	assert_true(chart_batch(c, "critical", NULL, &batch, &err));
	assert_true(chart_critical_close(c, &k, batch, &err));
	assert_false(chart_critical_close(c, &k, batch, &err));
	list.n = 0;
	assert_true(chart_critical_list(c, "P1", true, &a, &list, &err));
	assert_int_equal(list.n, 0);
	assert_true(chart_undo(c, batch, &batch, &entries, &err));
	assert_int_equal(entries, 1);
	assert_true(chart_critical_list(c, "P1", true, &a, &list, &err));
	assert_int_equal(list.n, 1);
	assert_true(chart_undo(c, second, &second, &entries, &err));
	list.n = 0;
	assert_true(chart_critical_list(c, "P1", false, &a, &list, &err));
	assert_int_equal(list.n, 0);
	assert_true(chart_commit(c, &err));
	vec_free(&list);
	arena_free(&a);
	chart_close(c);
}

/* Takes and refills belong to a medication of that patient, answers and
 * questionnaires to a patient; an undo takes each back. */
static void answers_and_takes_are_taken_back(void **state)
{
	struct chart *c = open_chart();
	struct err err = {0};
	struct arena a = ARENA_INIT;
	struct chart_patient p = {
		.id = "P1", .birth = DATE_NONE, .ended = DATE_NONE};
	struct chart_answer x = {
		.form = "phq-9", .item = "item1", .value = "2", .at = 100};
	struct chart_answer_vec answers = {0};
	struct chart_take_vec takes = {0};
	struct chart_refill_vec refills = {0};
	struct chart_sent_vec sent = {0};
	int64_t first, batch, id, entries;

	(void)state;
	assert_true(chart_begin(c, &err));
	assert_true(chart_batch(c, "enrol", NULL, &first, &err));
	assert_true(chart_patient_add(c, &p, first, &err));
	assert_true(chart_medication_add(c, "P1", "a 5mg qd", 10, first, &err));
	assert_true(chart_batch(c, "add", NULL, &batch, &err));
	struct chart_take t = {.medication = 1, .at = 100, .taken = true};
	struct chart_refill r = {.medication = 1, .day = 1, .days = 28};
	assert_true(chart_take_add(c, "P1", &t, batch, &err));
	assert_false(chart_take_add(c, "P2", &t, batch, &err));
	assert_true(chart_refill_add(c, "P1", &r, batch, &err));
	assert_true(chart_answer_add(c, "P1", &x, batch, &err));
	struct chart_sent s = {
		.patient = "P1", .form = "q", .day = 1, .due = 8};
	assert_true(chart_sent_add(c, &s, batch, &id, &err));
	assert_true(chart_sent_answer(c, id, 3, batch, &err));
	assert_true(chart_answer_list(c, "P1", "phq-9", 0, 101, &a, &answers,
				      &err));
	assert_true(chart_take_list(c, 1, &takes, &err));
	assert_true(chart_refill_list(c, 1, &refills, &err));
	assert_true(chart_sent_list(c, NULL, &a, &sent, &err));
	assert_int_equal(answers.n, 1);
	assert_int_equal(takes.n, 1);
	assert_int_equal(refills.n, 1);
	assert_int_equal(sent.at[0].answered, 3);
	answers.n = takes.n = sent.n = 0;
	assert_true(chart_undo(c, batch, &batch, &entries, &err));
	assert_int_equal(entries, 4);
	assert_true(
		chart_answer_list(c, "P1", NULL, 0, 101, &a, &answers, &err));
	assert_true(chart_take_list(c, 1, &takes, &err));
	assert_true(chart_sent_list(c, "P1", &a, &sent, &err));
	assert_int_equal(answers.n + takes.n + sent.n, 0);
	assert_true(chart_commit(c, &err));
	vec_free(&answers);
	vec_free(&takes);
	vec_free(&refills);
	vec_free(&sent);
	arena_free(&a);
	chart_close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_critical_record_is_closed_once),
		TEST(answers_and_takes_are_taken_back),
	};

	db_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
