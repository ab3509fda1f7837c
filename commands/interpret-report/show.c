/* What text, Markdown and JSON share: names of states, notes of a row. */
#include "commands/interpret-report/show.h"

#include "base/num.h"
#include "commands/interpret-report/judge.h"

#include <math.h>

const char *flag_name(enum flag f)
{
	static const char *const names[] = {NULL, "N",  "L", "H",
					    "LL", "HH", "A"};

	return names[f];
}

const char *row_status_name(enum row_status s)
{
	static const char *const names[] = {"ok", "doubtful", "code-unknown",
					    "unit-unknown", "value-unreadable"};

	return names[s];
}

static const struct {
	enum doubt doubt;
	struct text text;
} doubts[] = {
	{DOUBT_LAYOUT, TEXT("版面不确定，可能串行",
			    "layout unsure: cells may belong to another row")},
	{DOUBT_NAME, TEXT("项目名称仅近似", "name only resembles a known one")},
	{DOUBT_DIGITS,
	 TEXT("数字中有空格或字母", "spaces or letters inside the number")},
	{DOUBT_RANGE, TEXT("参考区间读不出", "reference interval unreadable")},
	{DOUBT_UNIT, TEXT("单位读不出或缺失", "unit unreadable or missing")},
	{DOUBT_PLAUSIBLE,
	 TEXT("按此单位不可能的数值", "impossible value in this unit")},
	{DOUBT_CONFLICT,
	 TEXT("数值、打印的区间与标志（或危急界限）矛盾",
	      "value, printed interval and flag (or critical limit) "
	      "contradict")},
	{DOUBT_PRELIMINARY, TEXT("初步结果，未定稿", "preliminary result")},
};

static void add_candidates(const struct report *r, const struct observation *o,
			   enum lang lang, struct str_vec *ret)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, lang == LANG_ZH ? "名称有多种含义：" : "ambiguous: ");
	for (size_t i = 0; i < o->n_candidates; i++)
		strbuf_addf(&sb, "%s%s %s", i ? ", " : "",
			    o->candidates[i]->code,
			    o->candidates[i]->name.in[lang]);
	vec_push(ret, arena_strdup(r->arena, sb.buf));
	strbuf_release(&sb);
}

void observation_notes(const struct report *r, const struct observation *o,
		       enum lang lang, struct str_vec *ret)
{
	double limit;

	for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++)
		if (o->doubt & doubts[i].doubt)
			vec_push(ret, doubts[i].text.in[lang]);
	if (o->n_candidates)
		add_candidates(r, o, lang, ret);
	if (o->fluid_assumed)
		vec_push(ret, lang == LANG_ZH ? "未注明标本，按血液"
					      : "no specimen named: taken as "
						"blood");
	if (o->unit_assumed)
		vec_push(ret, arena_printf(r->arena,
					   lang == LANG_ZH
						   ? "未印单位，按 %s"
						   : "no unit printed: taken "
						     "as %s",
					   o->unit ? o->unit : "1"));
	if (o->derived)
		vec_push(ret, lang == LANG_ZH ? "计算值" : "derived");
	if (o->raw->corrected && !o->previous)
		vec_push(ret,
			 lang == LANG_ZH ? "更正后的结果" : "corrected result");
	if (o->previous)
		vec_push(ret, lang == LANG_ZH ? "上次结果" : "earlier result");
	bool unpicked =
		o->range_origin != RANGE_REPORT ||
		(isnan(o->low) && isnan(o->high) && isnan(o->range_ordinal));
	if (unpicked && o->interval_state == INTERVAL_NEEDS_SEX)
		vec_push(ret, lang == LANG_ZH
				      ? "参考区间取决于性别，未给出"
				      : "interval depends on sex: not given");
	if (unpicked && o->interval_state == INTERVAL_NEEDS_AGE)
		vec_push(ret, lang == LANG_ZH
				      ? "参考区间取决于年龄，未给出"
				      : "interval depends on age: not given");
	if (o->raw->comment)
		vec_push(ret, o->raw->comment);
	double change = observation_delta(r, o, &limit);
	if (!isnan(change))
		vec_push(
			ret,
			arena_printf(
				r->arena,
				lang == LANG_ZH
					? "较上次 %+.0f%%（参考变化值 ±%.0f%%）"
					: "%+.0f%% since the earlier result "
					  "(reference change value ±%.0f%%)",
				change, limit));
}
