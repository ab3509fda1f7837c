/* PEWS and BE-FAST: signs out of the words beside the numbers. */
#include "commands/triage/score.h"

#include "base/num.h"

#include <math.h>

/* 1 present, 0 absent, NaN unknown. */
static double sign(const struct triage *t, const char *code)
{
	int id = triage_symptom_id(t->k, code);

	return id ? t->known.symptom[id * SYMPTOM_ASPECTS] : NUM_NONE;
}

/* Normal heart and breathing rates of children, awake upper and asleep lower
 * bound (American Heart Association, PALS 2020); below `days`. */
static const struct {
	double days, hr_low, hr_high, rr_low, rr_high;
} normal[] = {{30.4, 90, 205, 30, 60}, {365.25, 90, 180, 30, 53},
	      {1096, 80, 140, 22, 37}, {2192, 65, 120, 20, 28},
	      {4383, 58, 118, 18, 25}, {1e9, 50, 100, 12, 20}};

static void worse(double *x, double points)
{
	if (isnan(*x) || points > *x)
		*x = points;
}

static void lacks(struct pews *p, const char *what)
{
	p->missing[p->n_missing++] = what;
}

static void behaviour(const struct triage *t, struct pews *p)
{
	static const char *const lethargic[] = {"drowsy", "confusion", "floppy",
						"unresponsive"};
	double *x = &p->part[0];

	if (!isnan(t->vitals.behaviour))
		worse(x, t->vitals.behaviour);
	if (t->vitals.acvpu >= 1)
		worse(x, 3);
	for (size_t i = 0; i < sizeof lethargic / sizeof *lethargic; i++)
		if (sign(t, lethargic[i]) == 1)
			worse(x, 3);
	if (sign(t, "irritable_child") == 1)
		worse(x, 2);
	if (isnan(*x))
		lacks(p, "BEHAVIOUR");
}

static void circulation(const struct triage *t, size_t band, struct pews *p)
{
	double *x = &p->part[1], refill = t->vitals.refill, hr = t->vitals.hr;

	if (sign(t, "pallor") == 1)
		worse(x, 1);
	if (sign(t, "cyanosis") == 1)
		worse(x, 2);
	if (sign(t, "mottled_skin") == 1)
		worse(x, 3);
	if (!isnan(refill))
		worse(x, refill >= 5 ? 3 : refill >= 4 ? 2 : refill >= 3);
	if (!isnan(hr))
		worse(x, hr < normal[band].hr_low ||
					 hr >= normal[band].hr_high + 30
				 ? 3
			 : hr >= normal[band].hr_high + 20 ? 2
							   : 0);
	if (*x == 3)
		return; /* no worse is possible */
	if (isnan(hr))
		lacks(p, "HR");
	if (isnan(refill))
		lacks(p, "CRT");
}

static void breathing(const struct triage *t, size_t band, struct pews *p)
{
	double *x = &p->part[2], rr = t->vitals.rr, o2 = t->vitals.o2;
	double recession = sign(t, "chest_indrawing");

	if (!isnan(recession))
		worse(x, recession == 1 ? 2 : 0);
	if (sign(t, "grunting") == 1)
		worse(x, 3);
	if (!isnan(rr)) {
		double above = rr - normal[band].rr_high;
		worse(x, above > 20 ? 2 : above > 10);
		if (rr <= normal[band].rr_low - 5 && recession == 1)
			worse(x, 3);
	}
	if (!isnan(o2))
		worse(x, o2 >= 8 ? 3 : o2 >= 6 ? 2 : o2 >= 3);
	if (*x == 3)
		return;
	if (isnan(rr))
		lacks(p, "RR");
	if (isnan(o2))
		lacks(p, "O2");
	if (isnan(recession))
		lacks(p, "S.chest_indrawing");
}

struct pews pews_of(const struct triage *t)
{
	struct pews p = {.part = {NUM_NONE, NUM_NONE, NUM_NONE}};
	size_t band = 0;

	while (t->patient.age.days >= normal[band].days)
		band++;
	behaviour(t, &p);
	circulation(t, band, &p);
	breathing(t, band, &p);
	return p;
}

/* Balance, eyes, face, arm or leg, speech: one sign of each is enough. */
static const struct {
	const char *letter;
	const char *signs[5];
	bool alone; /* speaks for a stroke without another sign */
} befast[] = {
	{"B", {"gait_unsteady", "vertigo"}, false},
	{"E", {"sudden_vision_loss", "diplopia", "hemiplegic_gaze"}, false},
	{"F", {"face_droop"}, true},
	{"A", {"arm_weakness", "hemi_numbness", "paralysis"}, true},
	{"S", {"speech_slurred", "aphasia"}, true}};

/* Hours since last known well: as given, or the time of onset as told. Who
 * woke up with it was last well when going to bed: not known. */
static double hours_well(const struct triage *t, const char *const *signs)
{
	double hours = t->vitals.well;

	if (!isnan(hours) || t->on_waking)
		return hours;
	for (size_t i = 0; signs[i]; i++) {
		int id = triage_symptom_id(t->k, signs[i]);
		double *aspect = &t->known.symptom[id * SYMPTOM_ASPECTS];
		if (id && aspect[SYMPTOM_STATE] == 1 &&
		    !isnan(aspect[SYMPTOM_HOURS]))
			hours = aspect[SYMPTOM_HOURS];
	}
	return hours;
}

/* What the clock allows; the first that reaches so far. */
static const struct {
	double hours;
	struct text note;
} windows[] = {
	{4.5, TEXT("在静脉溶栓时间窗内（4.5 小时）",
		   "within the thrombolysis window (4.5 hours)")},
	{6,
	 TEXT("过溶栓窗，在取栓时间窗内（6 小时）",
	      "past thrombolysis, within the thrombectomy window (6 hours)")},
	{24, TEXT("6–24 小时：影像筛选后可取栓",
		  "6 to 24 hours: thrombectomy if imaging selects")},
	{INFINITY, TEXT("超过 24 小时：不在再灌注时间窗内",
			"over 24 hours: outside the reperfusion windows")},
};
static const struct text window_unknown =
	TEXT("最后正常时间不明：立即问清，溶栓与取栓都未排除",
	     "last known well unknown: find out now; neither thrombolysis nor "
	     "thrombectomy is excluded");

static struct text window_of(double hours)
{
	size_t i = 0;

	if (isnan(hours))
		return window_unknown;
	while (hours > windows[i].hours)
		i++;
	return windows[i].note;
}

/* One sign of a stroke. An arm that cannot be raised for a painful shoulder is
 * none, nor is what has been there for weeks. */
static double stroke_sign(const struct triage *t, const char *code)
{
	const double OLD = 14 * 24;
	int id = triage_symptom_id(t->k, code);
	double x = sign(t, code);

	if (x != 1)
		return x;
	if (t->known.symptom[id * SYMPTOM_ASPECTS + SYMPTOM_HOURS] >= OLD ||
	    (strcmp(code, "arm_weakness") == 0 &&
	     sign(t, "shoulder_pain") == 1))
		return NUM_NONE;
	return x;
}

void stroke_score(struct triage *t)
{
	enum { LETTERS = sizeof befast / sizeof *befast };
	double points = 0, hours = NUM_NONE;
	bool alone = false;
	const char *open[LETTERS];
	size_t n_open = 0;

	for (size_t i = 0; i < LETTERS; i++) {
		double state = NUM_NONE;
		for (size_t k = 0; befast[i].signs[k]; k++) {
			double x = stroke_sign(t, befast[i].signs[k]);
			if (isnan(state) || x == 1)
				state = x;
		}
		if (isnan(state))
			open[n_open++] = befast[i].letter;
		if (state != 1)
			continue;
		points++;
		alone |= befast[i].alone;
		if (isnan(hours))
			hours = hours_well(t, befast[i].signs);
	}
	if (!points || (!alone && points < 2))
		return;
	struct triage_score *s = triage_add_score(t, "be-fast");
	for (size_t i = 0; i < n_open; i++)
		triage_score_misses(s, open[i]);
	if (isnan(hours))
		triage_score_misses(s, "LKW");
	s->at_least = points;
	if (!n_open)
		s->value = points;
	s->hours = hours;
	s->note = window_of(hours);
	t->known.number[TRIAGE_BEFAST] = points;
	t->known.number[TRIAGE_LKW] = hours;
}
