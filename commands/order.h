/* One order as it was written: name, strength, dose, frequency, route. What
 * is not written is NaN or NULL; nothing is assumed. */
#ifndef COMMANDS_ORDER_H
#define COMMANDS_ORDER_H

#include "base/arena.h"
#include "base/date.h"
#include "base/vec.h"
#include "kb/drug.h"

#include <stdbool.h>
#include <stddef.h>

enum order_status { ORDER_RESOLVED, ORDER_AMBIGUOUS, ORDER_UNRESOLVED };

/* A number with its unit: "mg", "IU", "mL", "mmol", "%", one of these by weight
 * or time ("mg/kg", "mg/h"), or a count of things ("tablet", "drop", "piece",
 * "puff"). */
struct quantity {
	double value; /* NaN: none */
	const char *unit;
};

/* "49/51 mg": what one tablet holds of each; in the order of the ingredients
 * once these are known. */
struct parts {
	double at[4];
	size_t n;
	const char *unit; /* "mg"; NULL: none was printed */
	bool dash;        /* 49-51 */
};

struct order {
	int line;
	const char *text;         /* the whole order as written */
	const char *printed;      /* the name as written */
	bool is_new;              /* marked with + */
	bool chart;               /* taken from the chart; line is 0 */
	struct quantity strength; /* of one tablet, ampoule … */
	struct quantity per;      /* the strength is in this much: 0.4 mL */
	struct quantity dose;     /* one taking, as written */
	double dose_high;         /* 1-2 tablets: 2; NaN */
	double per_day;           /* takings a day; NaN unknown */
	const char *frequency;    /* as written, NULL */
	bool prn, once;
	const char *route;    /* oral iv im sc … NULL */
	bool push;            /* into the vein at once */
	double days;          /* duration; NaN */
	struct quantity most; /* at most so much a day */
	double sites;         /* of each nostril: 2 */
	unsigned weekdays;    /* how many days of the week are named; 0 */
	bool stopped;         /* no longer given … */
	int64_t ends;         /* … from this instant; DATE_NONE not said */
	bool aside;           /* care, diet, an allergy: no drug */
	double strength_high; /* "8.6-50 mg" of one who knows no better; NaN */
	struct parts parts;   /* strength of a combination */
	double bare;       /* a number without a unit where the dose stands */
	double bare_high;  /* … a range of them: 5-20; NaN */
	bool decimal;      /* … written 1.0 */
	double spec;       /* a number without a unit in front of a pack */
	double day_factor; /* of the dose a day, uneven takings; NaN */
	const char *strength_text;
	/* filled by resolve.c */
	enum order_status status;
	const struct drug *drug; /* substance, herb or product */
	const struct drug **candidates;
	size_t n_candidates;
	bool uncertain; /* which product, not what is in it */
	bool parts_fit; /* parts stand in the order of ingredients */
	bool near;      /* the candidates are near names */
	const char *form, *release; /* from the name's words or the product */
	bool repeated;              /* the same order stands above */
};

struct order_vec VEC_OF(struct order);

struct order order_blank(void);
/* Read one order from n bytes; returns how many belong to it (the rest of a
 * line that holds several begins there), at least 1. Strings live in a. */
size_t order_read(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct order *ret);
/* A frequency, a route at s: bytes taken, 0 none. A push is a route that needs
 * to be said. */
size_t frequency_read(const char *s, size_t n, struct order *o,
		      struct arena *a);
size_t route_read(const char *s, size_t n, const char **ret, bool *ret_push);
/* A number with a unit; Chinese numerals and fractions too. */
size_t quantity_read(const char *s, size_t n, struct quantity *ret,
		     double *ret_high);
/* A number, "半", "1/2", "两", 50,000; bytes taken. */
size_t amount_read(const char *s, size_t n, double *ret);

/* Is the word a dose, a frequency or a route, and so part of the order before
 * it: clin d 华法林 2.5mg qd? */
bool orders_continue(const char *word, struct arena *a);

/* Lists of orders. */
void orders_from_text(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct order_vec *ret);
/* JSON: an array or {"orders": […]} of strings or objects, or a FHIR
 * MedicationRequest, MedicationStatement or Bundle of them. */
bool orders_from_json(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct order_vec *ret, struct err *err);
struct json_t;
void orders_from_value(struct kb *kb, const struct json_t *root,
		       struct arena *a, struct order_vec *ret);
/* A table whose heading names the drug column. */
bool orders_csv_detect(const char *text, size_t n, struct arena *a);
void orders_from_csv(struct kb *kb, const char *text, size_t n, struct arena *a,
		     struct order_vec *ret);
/* By the look of the text. */
bool orders_read(struct kb *kb, const char *text, size_t n, struct arena *a,
		 struct order_vec *ret, const char **ret_format,
		 struct err *err);

/* Find what the name stands for; marks repeated orders. */
void orders_resolve(struct kb *kb, struct order_vec *orders, struct arena *a);
/* Amount of an ingredient a taking and a day, in mg or IU; NaN. */
double order_single(const struct order *o, const struct drug *ingredient,
		    const char **ret_unit);
double order_daily(const struct order *o, const struct drug *ingredient,
		   const char **ret_unit);

#endif
