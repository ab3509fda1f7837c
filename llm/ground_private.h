/* The checks of a claim. Each returns NULL, or what is wrong (in a). */
#ifndef LLM_GROUND_PRIVATE_H
#define LLM_GROUND_PRIVATE_H

#include "llm/ground.h"

const char *ground_reason(struct arena *a, const char *what, const char *where);

/* Every number stands in what is cited, with its unit. */
const char *ground_numbers(const char *claim, const char *cited,
			   struct arena *a);
/* 高 for 低, stop for continue, "not" before what is to be done, "normal" of
 * what is not. */
const char *ground_directions(const char *claim, const char *cited,
			      struct arena *a);
/* Dose and frequency together, which nothing cited says. */
const char *ground_prescription(const char *claim, const char *cited,
				struct arena *a);
/* Analytes, drugs and diagnoses that were not given. */
const char *ground_names(struct kb *kb, const char *claim, const char *cited,
			 const char *all, struct arena *a);

/* 二十五, 三点五, 半; twenty-five. The bytes read; 0: none. */
size_t ground_chinese(const char *s, double *ret);
size_t ground_english(const char *s, double *ret);

/* Full-width digits, letters and signs as plain ones. */
const char *ground_plain(const char *text, struct arena *a);

#endif
