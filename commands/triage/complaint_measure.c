/* A number as a measurement: by what follows it, then by what precedes it. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static bool note(double *field, double x, double low, double high)
{
	if (x < low || x > high)
		return false;
	*field = x;
	return true;
}

static bool note_temp(struct vitals *v, double x, bool fahrenheit)
{
	if (fahrenheit || (x >= 93 && x <= 110))
		x = (x - 32) / 1.8;
	if (x < 30 || x > 44)
		return false;
	if (isnan(v->temp) || x > v->temp) /* a masked fever is one */
		v->temp = x;
	return true;
}

static bool note_pressure(struct vitals *v, double sbp, double dbp)
{
	if (sbp < 40 || sbp > 300 || dbp < 20 || dbp >= sbp)
		return false;
	v->sbp = sbp;
	v->dbp = dbp;
	return true;
}

/* 14580: the slash was lost. */
static bool split_pressure(struct vitals *v, double x)
{
	int n, low, high;

	if (!(x > 3000 && x < 1e6))
		return false;
	n = (int)x;
	low = n % (n < 100000 ? 100 : 1000);
	high = n / (n < 100000 ? 100 : 1000);
	return note_pressure(v, high, low);
}

/* One capital just before the number. */
static bool lettered(struct reading *r, size_t at, double x)
{
	struct vitals *v = &r->out->vitals;
	size_t i = at;

	while (i > 0 && (r->s[i - 1] == ' ' || r->s[i - 1] == ':'))
		i--;
	if (i == 0 || (i > 1 && isalnum((unsigned char)r->s[i - 2])))
		return false;
	switch (r->s[i - 1]) {
	case 'T':
		return note_temp(v, x, false);
	case 'P':
		return note(&v->hr, x, 20, 300);
	case 'R':
		return note(&v->rr, x, 4, 100);
	default:
		return false;
	}
}

static const char *const pressure_keys[] = {"血压", "bp", "blood pressure",
					    NULL};
static const char *const systolic_keys[] = {"高压", "上压", "收缩压",
					    "systolic", NULL};
static const char *const diastolic_keys[] = {"低压", "下压", "舒张压",
					     "diastolic", NULL};
static const char *const pulse_keys[] = {"心率",
					 "心律",
					 "脉搏",
					 "心跳",
					 "hr",
					 "pulse",
					 "hrs",
					 "heart rate",
					 "heart going",
					 "heart at",
					 "heart is going",
					 "heart beating",
					 NULL};
/* of the heart, unless breaths are counted */
static const char *const counted_keys[] = {"数了一下", "数了下", "一分钟",
					   "每分钟", NULL};
static const char *const oxygen_keys[] = {
	"血氧", "spo2",       "氧饱和", "指脉氧", "指氧", "sat",
	"sats", "saturation", "o2 sat", "oxygen", NULL};
static const char *const sugar_keys[] = {"血糖", "glucose", "sugar", NULL};
static const char *const breath_keys[] = {"呼吸",
					  "rr",
					  "resp",
					  "resps",
					  "喘气",
					  "respirations",
					  "respiratory rate",
					  "breaths",
					  "breathing rate",
					  NULL};
static const char *const pain_keys[] = {"疼痛评分", "痛评分", "pain score",
					"vas",      "nrs",    NULL};
static const char *const fever_keys[] = {"体温",        "发烧",  "发热", "烧到",
					 "temp",        "fever", "高烧", "低烧",
					 "temperature", "temps", NULL};
static const char *const coma_keys[] = {"gcs", "格拉斯哥", "昏迷评分", NULL};

/* 高压180, systolic 80; a pressure of one number only when it can be no
 * other: "血压200多", "血压才70". */
static bool one_pressure(struct reading *r, size_t at, double x)
{
	struct vitals *v = &r->out->vitals;

	if (complaint_after_word(r, at, diastolic_keys))
		return note(&v->dbp, x, 20, 200);
	if (complaint_after_word(r, at, systolic_keys) && x >= 50)
		return note(&v->sbp, x, 50, 300);
	return complaint_after_word(r, at, pressure_keys) && isnan(v->sbp) &&
	       (x >= 140 || x <= 85) && note(&v->sbp, x, 40, 300);
}

static bool keyed_measure(struct reading *r, size_t at, double x)
{
	struct vitals *v = &r->out->vitals;

	if (complaint_after_word(r, at, pressure_keys) && split_pressure(v, x))
		return true;
	if (one_pressure(r, at, x))
		return true;
	if (complaint_after_word(r, at, pulse_keys) && note(&v->hr, x, 20, 300))
		return true;
	if (complaint_after_word(r, at, oxygen_keys) &&
	    note(&v->spo2, x, 40, 100))
		return true;
	if (complaint_after_word(r, at, sugar_keys) &&
	    note(&v->glu, x > 40 ? x / 18.02 : x, 0.5, 60))
		return true;
	if (complaint_after_word(r, at, breath_keys) && note(&v->rr, x, 4, 100))
		return true;
	if (complaint_after_word(r, at, counted_keys) &&
	    note(&v->hr, x, 20, 300))
		return true;
	if (complaint_after_word(r, at, pain_keys) && note(&v->pain, x, 0, 10))
		return true;
	if (complaint_after_word(r, at, coma_keys) && note(&v->gcs, x, 3, 15))
		return true;
	if (complaint_after_word(r, at, fever_keys) && note_temp(v, x, false))
		return true;
	/* "T 38.1, P 98, R 20" of a written record */
	return lettered(r, at, x);
}

/* The second number of a pressure: "bp 210 130", "160-100", "88 over 50",
 * "高压180低压110". Returns the bytes up to its end, 0 none. */
static size_t second_pressure(struct reading *r, size_t at, const char *after,
			      double x)
{
	static const char *const between[] = {"-",    "–",    "—",    "~",
					      "over", "低压", "下压", "，",
					      ",",    "、",   "比",   NULL};
	const char *s = after;
	bool moved = true;
	double y;

	if (!complaint_after_word(r, at, pressure_keys) &&
	    !complaint_after_word(r, at, systolic_keys))
		return 0;
	while (moved) {
		moved = false;
		s += strspn(s, " ");
		for (int i = 0; between[i]; i++)
			if (text_starts(s, between[i])) {
				s += strlen(between[i]);
				moved = true;
			}
	}
	bool apart =
		s > after || *(after - 1) == ' ' || (unsigned char)*s >= 0x80;
	size_t n = apart ? text_number(s, &y) : 0;
	if (!n || !note_pressure(&r->out->vitals, x, y))
		return 0;
	return (size_t)(s - after) + n;
}

/* "180次/分", "140 bpm": of the heart, unless breaths are counted. */
static bool counts_pulse(const struct reading *r, size_t at, const char *after)
{
	static const char *const units[] = {"bpm",    "beats",  "次/分",
					    "次每分", "次／分", "下每分",
					    "次一分", "下一分", NULL};
	static const char *const breaths[] = {"呼吸", "喘",   "rr",
					      "resp", "brea", NULL};

	for (int i = 0; units[i]; i++)
		if (text_starts(after, units[i]))
			return !complaint_after_word(r, at, breaths);
	return false;
}

/* The tenth of 38度5, 三十九度二; not the 5 of "38度5天". 0: none. */
static size_t tenth_after(const char *s, double *ret)
{
	static const char *const units[] = {"天", "个", "次", "小", "日", "周",
					    "多", "片", "粒", "岁", "分", "年",
					    "月", ".",  "-",  NULL};
	size_t n = text_number(s, ret);

	if (!n || n > 3 || *ret < 1 || *ret > 9 || *ret != floor(*ret))
		return 0;
	for (int i = 0; units[i]; i++)
		if (text_starts(s + n, units[i]))
			return 0;
	return n;
}

/* 直腿抬高30度, 侧弯25度, 散光200度: an angle, or of a lens. */
static bool is_angle(const struct reading *r, size_t at)
{
	static const char *const keys[] = {
		"抬高", "屈曲", "弯曲", "侧弯", "外翻", "内翻",
		"角度", "活动", "散光", "近视", "远视", "弯到",
		"伸直", "外展", "旋转", "deg",  NULL};

	return complaint_after_word(r, at, keys);
}

/* 38℃, 38度5. Returns the bytes of what follows the number, 0: no
 * temperature. */
static size_t degrees(struct reading *r, const char *after, double x)
{
	static const char *const list[] = {"度",  "摄氏度", "℃", "°C",
					   "° C", "ºC",     NULL};

	for (int i = 0; list[i]; i++) {
		size_t n = strlen(list[i]), more = 0;
		double tenth;
		if (!text_starts(after, list[i]))
			continue;
		if (i == 0 && x == floor(x) &&
		    (more = tenth_after(after + n, &tenth)))
			x += tenth / 10;
		return note_temp(&r->out->vitals, x, false) ? n + more : 0;
	}
	return 0;
}

/* A number in words is a measurement only where something says of what. */
size_t complaint_said_measure(struct reading *r, size_t at, size_t end,
			      double x)
{
	const char *after = r->s + end;
	size_t n = x >= 34 && !is_angle(r, at) ? degrees(r, after, x) : 0;

	if (n)
		return end + n - at;
	if (x < 3)
		return 0;
	n = x >= 50 ? second_pressure(r, at, after, x) : 0;
	if (n)
		return end + n - at;
	return keyed_measure(r, at, x) ? end - at : 0;
}

/* x at s[at, end) as a measurement: by what follows, then by what precedes. */
size_t complaint_measure(struct reading *r, size_t at, size_t end, double x)
{
	const char *s = r->s + end, *after = s + strspn(s, " ");
	double y;
	size_t n;

	size_t slash = *after == '/' ? 1 : text_starts(after, "／") ? 3 : 0;
	if (slash && (n = text_number(after + slash, &y))) {
		size_t stop = (size_t)(after - r->s) + slash + n;
		if (y == 10 && note(&r->out->vitals.pain, x, 0, 10))
			return stop - at;
		if (note_pressure(&r->out->vitals, x, y))
			return stop - at;
	}
	if (counts_pulse(r, at, after) && note(&r->out->vitals.hr, x, 20, 300))
		return end - at;
	if (text_starts(after, "out of 10") &&
	    note(&r->out->vitals.pain, x, 0, 10))
		return end - at;
	if (!is_angle(r, at) && (n = degrees(r, after, x)))
		return (size_t)(after - r->s) + n - at;
	if ((n = second_pressure(r, at, after, x)))
		return (size_t)(after - r->s) + n - at;
	if ((text_starts(after, "°F") || text_starts(after, "华氏") ||
	     (*after == 'F' && !isalpha((unsigned char)after[1]))) &&
	    x > 80 && note_temp(&r->out->vitals, x, true))
		return end - at;
	if (keyed_measure(r, at, x))
		return end - at;
	/* "37.5，到了晚上38度": one decimal of a body's temperature */
	if (x >= 35.5 && x < 42.5 && end - at == 4 && x != floor(x) &&
	    note_temp(&r->out->vitals, x, false))
		return end - at;
	return end - at;
}
