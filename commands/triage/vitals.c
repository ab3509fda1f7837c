/* "HR=120 BP=90/60 RR=24 SPO2=93 O2=2L/min T=38.9 ACVPU=A GCS=15 PAIN=7" */
#include "commands/triage/complaint.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* A struct vitals is an array of numbers, in this order. */
enum { NUMBERS = sizeof(struct vitals) / sizeof(double) };

struct vitals vitals_unknown(void)
{
	struct vitals v;
	double *number = &v.hr;

	for (int i = 0; i < NUMBERS; i++)
		number[i] = NUM_NONE;
	return v;
}

void vitals_merge(struct vitals *v, const struct vitals *w)
{
	double *to = &v->hr;
	const double *from = &w->hr;

	for (int i = 0; i < NUMBERS; i++)
		if (!isnan(from[i]))
			to[i] = from[i];
}

static bool refuse(struct err *err, const char *key, const char *value,
		   const char *expected)
{
	return ERR(err, ERR_VALUE, key, value, expected);
}

static bool read_pressure(const char *value, struct vitals *v)
{
	double s, d;
	size_t n = num_parse(value, strlen(value), &s);

	if (!n || value[n] != '/' || !num_parse_all(value + n + 1, &d) ||
	    s < 30 || s > 300 || d < 10 || d > s)
		return false;
	v->sbp = s;
	v->dbp = d;
	return true;
}

static bool read_acvpu(const char *value, double *ret)
{
	static const char letters[] = "ACVPU";
	const char *at =
		*value && !value[1] ? strchr(letters, *value & ~0x20) : NULL;

	if (at)
		*ret = (double)(at - letters);
	return at != NULL;
}

static bool read_temp(const char *value, double *ret)
{
	double x;
	size_t n = num_parse(value, strlen(value), &x);

	if (!n)
		return false;
	if (value[n] == 'F' || value[n] == 'f' || x > 80)
		x = (x - 32) / 1.8;
	*ret = x;
	return x >= 20 && x <= 45;
}

/* "15", or its parts "E3V4M5"; what cannot be tested is a T: "E2VTM5". */
static bool read_gcs(const char *value, struct vitals *v)
{
	struct {
		char letter;
		double *field, high;
	} part[] = {
		{'E', &v->eye, 4}, {'V', &v->verbal, 5}, {'M', &v->motor, 6}};
	double x;

	if (num_parse_all(value, &x)) {
		v->gcs = x;
		return x >= 3 && x <= 15 && x == floor(x);
	}
	for (size_t i = 0; i < 3; i++) {
		if ((*value & ~0x20) != part[i].letter)
			return false;
		value++;
		bool tested = (*value & ~0x20) != 'T';
		x = *value - '0';
		if (tested && (x < 1 || x > part[i].high))
			return false;
		*part[i].field = tested ? x : NUM_NONE;
		value++;
	}
	return *value == '\0';
}

static bool read_behaviour(const char *value, double *ret)
{
	static const char *const words[] = {"playing", "sleeping", "irritable",
					    "lethargic"};

	for (int i = 0; i < 4; i++)
		if (strcasecmp(value, words[i]) == 0) {
			*ret = i;
			return true;
		}
	return false;
}

/* "2h", "90min", or the clock, "08:30": today, or yesterday when that is
 * still to come. */
static bool read_well(const char *value, int64_t now, double *ret)
{
	double x, minutes;
	size_t n = num_parse(value, strlen(value), &x);

	if (n && value[n] == ':' && num_parse_all(value + n + 1, &minutes) &&
	    x >= 0 && x < 24 && minutes >= 0 && minutes < 60) {
		double hours =
			(double)(now % DATE_DAY) / 3600 - x - minutes / 60;
		*ret = hours < 0 ? hours + 24 : hours;
		return true;
	}
	if (n && (strcasecmp(value + n, "min") == 0))
		x /= 60;
	else if (!n || (strcasecmp(value + n, "h") != 0))
		return false;
	*ret = x;
	return x >= 0 && x <= 8760;
}

/* What is no plain number. *ret_taken: the key was one of these. */
static bool read_special(const char *key, const char *value, int64_t now,
			 struct vitals *v, bool *ret_taken, struct err *err)
{
	*ret_taken = true;
	if (strcasecmp(key, "BP") == 0)
		return read_pressure(value, v) ||
		       refuse(err, key, value, "120/80");
	if (strcasecmp(key, "T") == 0 || strcasecmp(key, "TEMP") == 0)
		return read_temp(value, &v->temp) ||
		       refuse(err, key, value, "20-45 (°C), 101F");
	if (strcasecmp(key, "ACVPU") == 0 || strcasecmp(key, "AVPU") == 0)
		return read_acvpu(value, &v->acvpu) ||
		       refuse(err, key, value, "A C V P U");
	if (strcasecmp(key, "GCS") == 0)
		return read_gcs(value, v) ||
		       refuse(err, key, value, "3-15, E3V4M5, E2VTM5");
	if (strcasecmp(key, "LKW") == 0)
		return read_well(value, now, &v->well) ||
		       refuse(err, key, value, "2h, 90min, 08:30");
	if (strcasecmp(key, "BEHAVIOUR") == 0 ||
	    strcasecmp(key, "BEHAVIOR") == 0)
		return read_behaviour(value, &v->behaviour) ||
		       refuse(err, key, value,
			      "playing sleeping irritable lethargic");
	*ret_taken = false;
	return true;
}

static bool read_one(const char *key, const char *value, int64_t now,
		     struct vitals *v, struct err *err)
{
	const struct {
		const char *key, *limits;
		double *field;
		double low, high;
	} plain[] = {{"HR", "0, 10-350", &v->hr, 10, 350},
		     {"RR", "0-120", &v->rr, 0, 120},
		     {"SBP", "30-300", &v->sbp, 30, 300},
		     {"DBP", "10-200", &v->dbp, 10, 200},
		     {"SPO2", "30-100", &v->spo2, 30, 100},
		     {"PAIN", "0-10", &v->pain, 0, 10},
		     {"GLU", "0.5-80 mmol/L", &v->glu, 0.5, 80},
		     {"CRT", "0-15 (s)", &v->refill, 0, 15},
		     {"SCALE", "1, 2", &v->scale, 1, 2},
		     {"E", "1-4", &v->eye, 1, 4},
		     {"V", "1-5", &v->verbal, 1, 5},
		     {"M", "1-6", &v->motor, 1, 6}};
	bool taken;
	double x;

	if (!read_special(key, value, now, v, &taken, err))
		return false;
	if (taken)
		return true;
	if (strcasecmp(key, "O2") == 0) {
		v->o2 = 0;
		return strcasecmp(value, "air") == 0 ||
		       (num_parse(value, strlen(value), &v->o2) > 0 &&
			v->o2 >= 0 && v->o2 <= 100) ||
		       refuse(err, key, value, "air, 2L/min");
	}
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		if (strcasecmp(key, plain[i].key) != 0)
			continue;
		bool whole = !key[1] || plain[i].field == &v->scale;
		bool read = num_parse(value, strlen(value), &x) > 0;
		bool none = read && x == 0 && plain[i].field == &v->hr;
		if (!read || (x < plain[i].low && !none) || x > plain[i].high ||
		    (whole && x != floor(x)))
			return refuse(err, key, value, plain[i].limits);
		*plain[i].field = x;
		return true;
	}
	return refuse(err, "vitals", key,
		      "HR BP SBP DBP RR SPO2 O2 SCALE T ACVPU GCS PAIN GLU "
		      "CRT BEHAVIOUR LKW");
}

bool vitals_parse(const char *text, int64_t now, struct vitals *ret,
		  struct err *err)
{
	while (*text) {
		char word[64], *equals;
		size_t n = strcspn(text, " ,;\t\n");
		if (n >= sizeof word)
			return refuse(err, "vitals", text, "HR=120 BP=90/60");
		memcpy(word, text, n);
		word[n] = '\0';
		text += n + strspn(text + n, " ,;\t\n");
		if (!n)
			continue;
		equals = strchr(word, '=');
		if (!equals)
			return refuse(err, "vitals", word, "HR=120 BP=90/60");
		*equals = '\0';
		if (!read_one(word, equals + 1, now, ret, err))
			return false;
	}
	return true;
}
