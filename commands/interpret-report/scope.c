#include "commands/interpret-report/scope.h"

#include <string.h>
#include <strings.h>

static bool in_list(const char *s, const char *const *list)
{
	for (; s && *list; list++)
		if (strcasecmp(s, *list) == 0)
			return true;
	return false;
}

bool scope_is_vital(const char *loinc)
{
	static const char *const list[] = {
		"8867-4",  "9279-1",  "8310-5",  "8302-2",  "29463-7",
		"39156-5", "85354-9", "8480-6",  "8462-4",  "59408-5",
		"2708-6",  "72514-3", "72166-2", "8331-1",  "3141-9",
		"8289-1",  "59576-9", "8478-0",  "9843-4",  "30525-0",
		"21612-7", "11884-4", "82810-3", "76437-3", "11636-8",
		"11638-4", "55284-4", NULL};

	return in_list(loinc, list);
}

bool scope_is_vital_name(const char *name)
{
	static const char *const list[] = {"weight",
					   "body weight",
					   "height",
					   "body height",
					   "bmi",
					   "body mass index",
					   "heart rate",
					   "heartrate",
					   "pulse",
					   "pulse rate",
					   "temperature",
					   "body temperature",
					   "respiratory rate",
					   "blood pressure",
					   "systolic",
					   "diastolic",
					   "身高",
					   "体重",
					   "体质指数",
					   "体温",
					   "脉搏",
					   "心率",
					   "呼吸",
					   "血压",
					   "收缩压",
					   "舒张压",
					   NULL};

	return in_list(name, list);
}

/* HL7 table 0078 and CLSI's SDD and NS. */
static bool is_susceptibility(const struct observation *o)
{
	static const char *const flags[] = {"S",  "I",  "R",  "SDD",
					    "NS", "MS", "VS", NULL};

	return !o->analyte && in_list(o->printed_flag, flags);
}

void scope_set_aside(struct report *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->observations.n; i++) {
		const struct observation *o = &r->observations.at[i];
		if (!is_susceptibility(o)) {
			r->observations.at[kept++] = *o;
			continue;
		}
		struct section s = {
			o->raw->line, o->raw->name,
			arena_printf(r->arena, "%s%s%s %s",
				     o->raw->value ? o->raw->value : "",
				     o->raw->unit ? " " : "",
				     o->raw->unit ? o->raw->unit : "",
				     o->printed_flag)};
		vec_push(&r->not_interpreted, s);
	}
	r->observations.n = kept;
}
