#include "kb/analyte.h"

#include "base/num.h"
#include "kb/private.h"

#include <math.h>
#include <string.h>

const struct analyte *kb_analyte(struct kb *kb, int id)
{
	if (id <= 0 || (size_t)id >= kb->n_analytes)
		return NULL;
	if (kb->analytes[id])
		return kb->analytes[id];

	sqlite3_stmt *s = kb_query(kb, KB_Q_ANALYTE);
	sqlite3_bind_int(s, 1, id);
	if (sqlite3_step(s) != SQLITE_ROW)
		return NULL;
	struct analyte *a = arena_new(&kb->arena, struct analyte);
	a->id = id;
	a->code = kb_text(kb, s, 0);
	a->name.in[LANG_ZH] = kb_text(kb, s, 1);
	a->name.in[LANG_EN] = kb_text(kb, s, 2);
	a->loinc = kb_text(kb, s, 3);
	a->specimen = kb_text(kb, s, 4);
	a->panel = kb_text(kb, s, 5);
	a->scale = (enum scale)sqlite3_column_int(s, 6);
	a->unit = kb_text(kb, s, 7);
	a->units = kb_text(kb, s, 8);
	a->plausible_low = kb_real(s, 9);
	a->plausible_high = kb_real(s, 10);
	a->molar_mass = kb_real(s, 11);
	a->cvi = kb_real(s, 12);
	a->competitive = sqlite3_column_int(s, 13);
	sqlite3_reset(s);
	kb->analytes[id] = a;
	return a;
}

static const struct analyte *by_text(struct kb *kb, enum kb_memo memo,
				     enum kb_query q, const char *text)
{
	const void *kept;
	size_t n = strlen(text);

	if (kb_recall(kb, memo, text, n, &kept))
		return kept;
	sqlite3_stmt *s = kb_query(kb, q);
	sqlite3_bind_text(s, 1, text, -1, SQLITE_STATIC);
	int id = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
	sqlite3_reset(s);
	const struct analyte *found = kb_analyte(kb, id);
	if (kb_may_keep(kb, memo, n))
		kb_keep(kb, memo, text, n, found);
	return found;
}

const struct analyte *kb_analyte_by_code(struct kb *kb, const char *code)
{
	return by_text(kb, KB_MEMO_CODE, KB_Q_ANALYTE_CODE, code);
}

const struct analyte *kb_analyte_by_loinc(struct kb *kb, const char *loinc)
{
	return by_text(kb, KB_MEMO_LOINC, KB_Q_ANALYTE_LOINC, loinc);
}

/* The analyte's own factor for a unit that neither UCUM nor a molar mass
 * can convert. */
static bool own_conversion(struct kb *kb, const struct analyte *a,
			   const char *ucum, double *ret_factor,
			   double *ret_shift)
{
	const struct analyte_rows *rows = rows_conversions(kb, a->id);

	for (size_t i = 0; i < rows->n_conversion; i++)
		if (strcmp(rows->conversion[i].unit, ucum) == 0) {
			*ret_factor = rows->conversion[i].factor;
			*ret_shift = rows->conversion[i].shift;
			return true;
		}
	return false;
}

/* A code taken apart once; NULL when it is none. */
static const struct unit *parsed(struct kb *kb, const char *ucum,
				 struct unit *space)
{
	const void *kept;
	size_t n = strlen(ucum);

	if (kb_recall(kb, KB_MEMO_UNIT, ucum, n, &kept))
		return kept;
	bool ok = unit_parse(ucum, space);
	struct arena *arena = kb_may_keep(kb, KB_MEMO_UNIT, n);
	if (arena) {
		struct unit *copy = ok ? arena_new(arena, struct unit) : NULL;
		if (ok)
			*copy = *space;
		kb_keep(kb, KB_MEMO_UNIT, ucum, n, copy);
	}
	return ok ? space : NULL;
}

static bool convert_units(struct kb *kb, const struct analyte *a,
			  const char *from, const char *to, double value,
			  double *ret)
{
	struct unit space[2];
	const struct unit *f = parsed(kb, from, &space[0]);
	const struct unit *t = f ? parsed(kb, to, &space[1]) : NULL;

	if (!f || !t)
		return false;
	return unit_convert(f, t, value, ret) ||
	       unit_convert_iu(f, t, value, ret) ||
	       (!isnan(a->molar_mass) &&
		unit_convert_molar(f, t, a->molar_mass, value, ret));
}

bool analyte_is_titre(const struct analyte *a)
{
	return a->scale == SCALE_TITRE || a->scale == SCALE_RISK;
}

bool analyte_convert(struct kb *kb, const struct analyte *a, const char *ucum,
		     double value, double *ret)
{
	double factor, shift;

	if (!a->unit || !ucum)
		return false;
	if (strcmp(a->unit, ucum) == 0) {
		*ret = value;
		return true;
	}
	if (own_conversion(kb, a, ucum, &factor, &shift)) {
		*ret = value * factor + shift;
		return true;
	}
	return convert_units(kb, a, ucum, a->unit, value, ret);
}

bool analyte_convert_to(struct kb *kb, const struct analyte *a,
			double canonical, const char *ucum, double *ret)
{
	double factor, shift;

	if (!a->unit || !ucum)
		return false;
	if (strcmp(a->unit, ucum) == 0) {
		*ret = canonical;
		return true;
	}
	if (own_conversion(kb, a, ucum, &factor, &shift)) {
		*ret = (canonical - shift) / factor;
		return true;
	}
	return convert_units(kb, a, a->unit, ucum, canonical, ret);
}

bool analyte_unit_fits(struct kb *kb, const struct analyte *a, const char *ucum)
{
	double x;

	return analyte_convert(kb, a, ucum, 1, &x);
}

/* Does a stated condition hold: yes, no, or not known. */
static enum tri age_within(const struct patient *p, double low, double high)
{
	if (isnan(low) && isnan(high))
		return TRI_YES;
	if (isnan(p->age.days))
		return TRI_UNKNOWN;
	return (isnan(low) || p->age.days >= low) &&
			       (isnan(high) || p->age.days < high)
		       ? TRI_YES
		       : TRI_NO;
}

static bool same_bound(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

static bool same_interval(const struct interval *a, const struct interval *b)
{
	return same_bound(a->low, b->low) && same_bound(a->high, b->high) &&
	       same_bound(a->normal, b->normal);
}

/* Rows are ordered, first match wins. As long as only possible rows were met
 * (age or sex unknown), an interval is picked only if they all agree. */
enum interval_state analyte_interval(struct kb *kb, const struct analyte *a,
				     const struct patient *p,
				     struct interval *ret)
{
	enum interval_state state = INTERVAL_NONE, doubt = INTERVAL_NONE;
	const struct analyte_rows *rows = rows_intervals(kb, a->id);

	for (size_t i = 0; i < rows->n_interval; i++) {
		const struct interval_row *row = &rows->interval[i];
		int sex = row->sex;
		enum tri age = age_within(p, row->age_low, row->age_high);
		bool sex_open = sex != 0 && p->sex == SEX_UNKNOWN;
		if (row->pregnant && p->pregnant != TRI_YES)
			continue;
		if (age == TRI_NO || (sex && !sex_open && (int)p->sex != sex))
			continue;
		bool sure = age == TRI_YES && !sex_open;
		if (doubt != INTERVAL_NONE &&
		    !same_interval(&row->interval, ret)) {
			state = doubt;
			break;
		}
		*ret = row->interval;
		state = INTERVAL_FOUND;
		if (sure)
			break;
		if (doubt != INTERVAL_NEEDS_AGE)
			doubt = age == TRI_UNKNOWN ? INTERVAL_NEEDS_AGE
						   : INTERVAL_NEEDS_SEX;
	}
	return state;
}

static enum ward ward_of(const struct patient *p)
{
	if (p->pregnant == TRI_YES)
		return WARD_MATERNITY;
	return p->setting == SETTING_DIALYSIS ? WARD_DIALYSIS : WARD_GENERAL;
}

/* The row for the ward (or "general") whose age fits; a bound is taken from
 * the first row that states it. Newborn rows carry an age. */
bool analyte_critical(struct kb *kb, const struct analyte *a,
		      const struct patient *p, struct critical *ret)
{
	enum ward ward = ward_of(p);
	bool own_ward = false, found = false;
	const struct analyte_rows *rows = rows_criticals(kb, a->id);

	*ret = (struct critical){NUM_NONE, NUM_NONE, false, false};
	for (size_t i = 0; i < rows->n_critical; i++) {
		const struct critical_row *row = &rows->critical[i];
		double age_low = row->age_low, age_high = row->age_high;
		bool aged = !isnan(age_low) || !isnan(age_high);
		bool newborn = row->ward == WARD_NEWBORN;
		enum tri age = newborn && !aged
				       ? age_within(p, 0, 28)
				       : age_within(p, age_low, age_high);
		bool is_ward = row->ward == ward || newborn || aged;
		if (age != TRI_YES || !(is_ward || row->ward == WARD_GENERAL))
			continue;
		bool special = newborn || aged || row->ward != WARD_GENERAL;
		if (own_ward && !special)
			continue;
		if (special && !own_ward)
			*ret = (struct critical){NUM_NONE, NUM_NONE, false,
						 false};
		own_ward |= special;
		if (isnan(ret->low)) {
			ret->low = row->low;
			ret->low_inclusive = row->low_inclusive;
		}
		if (isnan(ret->high)) {
			ret->high = row->high;
			ret->high_inclusive = row->high_inclusive;
		}
		found = true;
	}
	return found;
}
