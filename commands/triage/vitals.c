/* "HR=120 BP=90/60 RR=24 SPO2=93 O2=2L/min T=38.9 ACVPU=A GCS=15 PAIN=7" */
#include "commands/triage/complaint.h"

#include "base/num.h"

#include <string.h>
#include <strings.h>

struct vitals vitals_unknown(void)
{
	return (struct vitals){NUM_NONE, NUM_NONE, NUM_NONE, NUM_NONE,
			       NUM_NONE, NUM_NONE, NUM_NONE, NUM_NONE,
			       NUM_NONE, NUM_NONE, NUM_NONE};
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

static bool read_one(const char *key, const char *value, struct vitals *v,
		     struct err *err)
{
	const struct {
		const char *key, *limits;
		double *field;
		double low, high;
	} plain[] = {{"HR", "10-350", &v->hr, 10, 350},
		     {"RR", "1-120", &v->rr, 1, 120},
		     {"SBP", "30-300", &v->sbp, 30, 300},
		     {"DBP", "10-200", &v->dbp, 10, 200},
		     {"SPO2", "30-100", &v->spo2, 30, 100},
		     {"GCS", "3-15", &v->gcs, 3, 15},
		     {"PAIN", "0-10", &v->pain, 0, 10},
		     {"GLU", "0.5-80 mmol/L", &v->glu, 0.5, 80}};
	double x;

	if (strcasecmp(key, "BP") == 0)
		return read_pressure(value, v) ||
		       refuse(err, key, value, "120/80");
	if (strcasecmp(key, "T") == 0 || strcasecmp(key, "TEMP") == 0)
		return read_temp(value, &v->temp) ||
		       refuse(err, key, value, "20-45 (°C), 101F");
	if (strcasecmp(key, "ACVPU") == 0 || strcasecmp(key, "AVPU") == 0)
		return read_acvpu(value, &v->acvpu) ||
		       refuse(err, key, value, "A C V P U");
	if (strcasecmp(key, "O2") == 0) {
		v->o2 = 0;
		return strcasecmp(value, "air") == 0 ||
		       num_parse(value, strlen(value), &v->o2) > 0 ||
		       refuse(err, key, value, "air, 2L/min");
	}
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		if (strcasecmp(key, plain[i].key) != 0)
			continue;
		if (!num_parse(value, strlen(value), &x) || x < plain[i].low ||
		    x > plain[i].high)
			return refuse(err, key, value, plain[i].limits);
		*plain[i].field = x;
		return true;
	}
	return refuse(err, "vitals", key,
		      "HR BP SBP DBP RR SPO2 O2 T ACVPU GCS PAIN GLU");
}

bool vitals_parse(const char *text, struct vitals *ret, struct err *err)
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
		if (!read_one(word, equals + 1, ret, err))
			return false;
	}
	return true;
}
