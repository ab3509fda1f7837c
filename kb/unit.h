/* Units of measure: UCUM codes, exact conversion, units as printed.
 *
 *     char buf[UNIT_SIZE];
 *     struct unit from, to;
 *     const char *code = unit_normalise("μg/dl", 6, buf, sizeof buf);
 *     // "ug/dL"
 *     if (code && unit_parse(code, &from) && unit_parse("mg/L", &to))
 *         unit_convert(&from, &to, 126, &x);   // 1.26
 *
 * Nothing allocates, nothing depends on the locale, and any number of threads
 * may call at once. The vocabulary is data: kb/units/ucum.yaml (codes) and
 * kb/units/spellings.yaml (as printed), compiled into the program.
 *
 * Departures from UCUM, each of which refuses a conversion that UCUM would
 * make: the mole and the equivalent are dimensions; arbitrary units, [HPF] and
 * [LPF] convert only to themselves; [pH] is a plain number; an annotation that
 * stands for a unit ({AU}/mL) is one of its own, unless kb/units/ucum.yaml says
 * that it is a count or a ratio; {FEU} and {DDU} tell units apart wherever they
 * stand; mmol/mol is a ratio of substances, which is no %. */
#ifndef KB_UNIT_H
#define KB_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNIT_SIZE = 64 }; /* enough for every code unit_normalise returns */

/* Powers of the base units, in this order. */
enum unit_dimension {
	UNIT_M,
	UNIT_S,
	UNIT_G,
	UNIT_RAD,
	UNIT_K,
	UNIT_C,
	UNIT_CD,
	UNIT_MOL,
	UNIT_EQ,
	UNIT_DIMENSIONS
};

enum { UNIT_OTHERS = 4 };

/* A unit as a value: base = (x + shift / 100) × num / den × 10^power.
 * num and den are whole numbers wherever the definition allows it, so that
 * conversions round once. Plain data: copy and compare freely. */
struct unit {
	double num, den;
	double shift; /* in hundredths: Cel 27315; 0 for nearly all */
	int power;
	signed char dimension[UNIT_DIMENSIONS];
	bool substance_ratio; /* mol stands above and below the line */
	/* arbitrary units and annotations: what they are called, as a hash,
	 * ascending; exponent 0: unused */
	signed char exponent[UNIT_OTHERS];
	uint64_t other[UNIT_OTHERS];
};

/* A case-sensitive UCUM code, the whole of it. False when it is none, when it
 * holds a unit that this program leaves out, when a temperature scale stands
 * in a product, or when an exponent is absurd; *ret is then not touched. */
bool unit_parse(const char *ucum, struct unit *ret);

/* value in `from` → *ret in `to`. False, with *ret untouched, when the units
 * differ in kind (mg/dL and mmol/L do), or the result is no finite number.
 * Infinite values (open bounds) pass through. Monotone; a value between equal
 * units (ng/mL, ug/L) comes back bit for bit. */
bool unit_convert(const struct unit *from, const struct unit *to, double value,
		  double *ret);

/* Mass → amount of substance or back, given the molar mass: mg/dL ↔ mmol/L,
 * mg/(24.h) ↔ mmol/d. False for anything else, also for mg/g ↔ mg/mmol, whose
 * molar mass is not that of the analyte. */
bool unit_convert_molar(const struct unit *from, const struct unit *to,
			double g_per_mol, double value, double *ret);

/* Equivalents → moles or back, given the ion's valence (1, 2, 3): meq/L ↔
 * mmol/L. False for anything else. */
bool unit_convert_valence(const struct unit *from, const struct unit *to,
			  double valence, double value, double *ret);

/* U → [IU] or back, one for one. To UCUM they are different things (enzyme
 * activity, an arbitrary unit), but laboratories print "U/L" and "IU/L", or
 * "mU/L" and "mIU/L", for the same analyte. Only where the caller knows that
 * both stand for one and the same analyte. */
bool unit_convert_iu(const struct unit *from, const struct unit *to,
		     double value, double *ret);

/* The UCUM code of a unit as analysers, laboratory systems and people print
 * it (n bytes of UTF-8), written into buf and returned; NULL when unknown or
 * when `size` is too small. Survives width, superscripts, Greek mu, spaces,
 * case where no two units collide ("G/L" is 10*9/L, "g/L" is g/L), Chinese,
 * and the common misreadings of OCR ("mlU/mL", "mmo1/L"). UCUM itself comes back
 * as it is or as an equal code (mg/g{creat} as mg/g). Numbers, dates, flags
 * and stray letters are NULL. What is returned always parses. */
const char *unit_normalise(const char *printed, size_t n, char *buf,
			   size_t size);

/* A UCUM code as people read it: mL/min/1.73m2, 10^9/L, mmHg, IU/L. Returns
 * buf. */
const char *unit_show(const char *ucum, char *buf, size_t size);

#endif
