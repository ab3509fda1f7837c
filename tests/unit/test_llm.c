/* Events at every cut, answers, the privacy guard. */
#include "llm/privacy.h"
#include "llm/reply.h"
#include "llm/sse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void collect(void *self, const char *event, const char *data, size_t n)
{
	struct strbuf *all = self;

	strbuf_addf(all, "%s|", event);
	strbuf_add(all, data, n);
	strbuf_addch(all, ';');
}

static void events_are_the_same_at_every_cut(void **state)
{
	static const char stream[] =
		": hello\n\ndata: one\ndata:two\r\n\r\nevent: error\rdata: "
		"\xe8\xa1\x80\xe2\x80\xa8x\r\rid: 1\n\ndata: tail";
	static const char wanted[] =
		"|one\ntwo;error|\xe8\xa1\x80\xe2\x80\xa8x;|tail;";
	size_t n = sizeof stream - 1;

	(void)state;
	for (size_t cut = 0; cut <= n; cut++) {
		struct strbuf all = STRBUF_INIT;
		struct sse s;
		sse_init(&s, collect, &all);
		assert_true(sse_feed(&s, stream, cut));
		assert_true(sse_feed(&s, stream + cut, n - cut));
		sse_end(&s);
		assert_string_equal(all.buf, wanted);
		sse_release(&s);
		strbuf_release(&all);
	}
}

static enum reply_state state_of(const char *const *events)
{
	struct llm_reply r;

	reply_init(&r);
	for (; *events; events++)
		reply_take(&r, "", *events, strlen(*events));
	reply_finish(&r);
	enum reply_state s = reply_state(&r);
	reply_release(&r);
	return s;
}

static void an_answer_is_complete_only_when_it_says_so(void **state)
{
	const char *const complete[] = {
		"{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}", "[DONE]",
		NULL};
	const char *const open_end[] = {
		"{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}", NULL};
	const char *const length[] = {
		"{\"choices\":[{\"delta\":{\"content\":\"x\"},"
		"\"finish_reason\":\"length\"}]}",
		"[DONE]", NULL};
	const char *const error[] = {"{\"code\":1301,\"details\":\"no\"}",
				     NULL};
	const char *const thought[] = {
		"{\"choices\":[{\"message\":{\"content\":\"<think>x\"},"
		"\"finish_reason\":\"stop\"}]}",
		NULL};

	(void)state;
	assert_int_equal(state_of(complete), REPLY_COMPLETE);
	assert_int_equal(state_of(open_end), REPLY_TRUNCATED);
	assert_int_equal(state_of(length), REPLY_TRUNCATED);
	assert_int_equal(state_of(error), REPLY_ERROR);
	assert_int_equal(state_of(thought), REPLY_EMPTY);
}

static const char *redact(struct privacy *p, const char *text,
			  struct strbuf *out)
{
	strbuf_clear(out);
	privacy_redact(p, text, strlen(text), out);
	return out->buf;
}

static void identifiers_are_replaced_and_come_back(void **state)
{
	/* check digits computed for these made-up numbers */
	static const char *const secrets[] = {
		"11010519491231002X",
		"110105194912310021",
		"13912345678",
		"139 1234 5678",
		"+86-13912345678",
		"010-62345678",
		"a.b-c@example.com",
		"住院号：ZY0012345",
		"病历号 88231",
		"身份证１１０１０５１９４９１２３１００２Ｘ",
		"MRN: 00123456",
		"6222021234567890128",
		"微信号 wx_abc123"};
	struct privacy p;
	struct strbuf out = STRBUF_INIT, back = STRBUF_INIT;

	(void)state;
	privacy_init(&p, NULL);
	privacy_add_name(&p, "欧阳小明");
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
		char text[200];
		snprintf(text, sizeof text, "患者欧阳小明，%s。血钾 7.2 mmol/L",
			 secrets[i]);
		redact(&p, text, &out);
		if (!strstr(out.buf, "[姓名1]") ||
		    !strstr(out.buf, "7.2 mmol/L"))
			fail_msg("%s", out.buf);
		const char *digits =
			secrets[i] + strcspn(secrets[i], "0123456789");
		if (*digits && strstr(out.buf, digits))
			fail_msg("left: %s", out.buf);
		if (!privacy_clean(&p, out.buf, out.len))
			fail_msg("not clean: %s", out.buf);
		strbuf_clear(&back);
		privacy_restore(&p, out.buf, out.len, &back);
		assert_non_null(strstr(back.buf, "欧阳小明"));
	}
	strbuf_release(&out);
	strbuf_release(&back);
	privacy_release(&p);
}

static void clinical_text_is_left_alone(void **state)
{
	static const char *const texts[] = {
		"血红蛋白 92 g/L 低，铁蛋白 6.2 ng/mL",
		"WBC 10.5×10^9/L，PLT 386 10^9/L，HBV DNA 1.050E+08",
		"Hashimoto 甲状腺炎，Graves 病，Child-Pugh B，Wilson 病",
		"HBsAg 2850.00 IU/mL，NT-proBNP 12000 pg/mL",
		"08:00 复查，1200000000 copies/mL",
		"阿托伐他汀 20mg qn，CA19-9 37.2 U/mL，SARS-CoV-2",
		"住院号未填，姓名不详",
		"QQ 图正常"};
	struct privacy p;
	struct strbuf out = STRBUF_INIT;

	(void)state;
	privacy_init(&p, NULL);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_string_equal(redact(&p, texts[i], &out), texts[i]);
	strbuf_release(&out);
	privacy_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_the_same_at_every_cut),
		cmocka_unit_test(an_answer_is_complete_only_when_it_says_so),
		cmocka_unit_test(identifiers_are_replaced_and_come_back),
		cmocka_unit_test(clinical_text_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
