/* Tables of a compiled knowledge base. KB_SCHEMA (kb/kb.h) counts changes. */
#ifndef KB_SCHEMA_H
#define KB_SCHEMA_H

static const char kb_schema_sql[] =
	"PRAGMA page_size = 16384;"
	"PRAGMA application_id = 0x434C494E;" /* CLIN */
	"PRAGMA user_version = 1;"
	"CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
	/* entries as written, for show, search and overlays */
	"CREATE TABLE entry(kind INT, id TEXT, file TEXT, line INT, origin TEXT,"
	" json TEXT, PRIMARY KEY(kind, id)) WITHOUT ROWID;"
	"CREATE TABLE analyte(id INTEGER PRIMARY KEY, code TEXT UNIQUE, zh TEXT,"
	" en TEXT, loinc TEXT, specimen TEXT, panel TEXT, scale INT, unit TEXT,"
	" units TEXT, plausible_low REAL, plausible_high REAL, molar_mass REAL,"
	" cvi REAL, competitive INT);"
	"CREATE TABLE loinc(code TEXT PRIMARY KEY, analyte INT) WITHOUT ROWID;"
	"CREATE TABLE interval(analyte INT, seq INT, sex INT, pregnant INT,"
	" age_low REAL, age_high REAL, low REAL, high REAL, low_strict INT,"
	" high_strict INT, normal REAL, source TEXT,"
	" PRIMARY KEY(analyte, seq)) WITHOUT ROWID;"
	"CREATE TABLE conversion(analyte INT, unit TEXT, factor REAL, shift REAL,"
	" PRIMARY KEY(analyte, unit)) WITHOUT ROWID;"
	"CREATE TABLE critical(analyte INT, seq INT, ward TEXT, age_low REAL,"
	" age_high REAL, low REAL, high REAL, low_inclusive INT,"
	" high_inclusive INT, source TEXT,"
	" PRIMARY KEY(analyte, seq)) WITHOUT ROWID;"
	"CREATE TABLE cutoff(name TEXT, seq INT, unit TEXT, value REAL,"
	" PRIMARY KEY(name, seq)) WITHOUT ROWID;"
	"CREATE TABLE context(id INTEGER PRIMARY KEY, code TEXT UNIQUE, zh TEXT,"
	" en TEXT);"
	"CREATE TABLE context_icd(code TEXT, context INT,"
	" PRIMARY KEY(code, context)) WITHOUT ROWID;"
	"CREATE TABLE context_implies(context INT, implied INT,"
	" PRIMARY KEY(context, implied)) WITHOUT ROWID;"
	"CREATE TABLE word(id INTEGER PRIMARY KEY, class TEXT, means TEXT,"
	" value REAL);"
	"CREATE TABLE derived(seq INTEGER PRIMARY KEY, analyte INT, calculator TEXT,"
	" condition TEXT, names TEXT, unit TEXT);"
	"CREATE TABLE rule(id INTEGER PRIMARY KEY, name TEXT UNIQUE, origin TEXT,"
	" urgency INT, rank INT, condition TEXT, names TEXT, required BLOB,"
	" guards BLOB);"
	"CREATE TABLE rule_any(rule INT, analyte INT);" /* emptied at the end */
	"CREATE TABLE rule_trigger(analyte INT, rule INT,"
	" PRIMARY KEY(analyte, rule)) WITHOUT ROWID;"
	/* drugs, herbs, food, classes and products: one numbering */
	"CREATE TABLE drug(id INTEGER PRIMARY KEY, kind INT, code TEXT UNIQUE,"
	" zh TEXT, en TEXT, atc TEXT, form TEXT, release TEXT, route TEXT,"
	" patent INT, tier INT, ingredients TEXT, classes BLOB, entry INT);"
	"CREATE TABLE drug_rule(id INTEGER PRIMARY KEY, entry INT, name TEXT,"
	" origin TEXT, tier INT, aspect INT, except_pairs BLOB);"
	"CREATE TABLE drug_condition(rule INT, seq INT, condition TEXT,"
	" names TEXT, guards BLOB, PRIMARY KEY(rule, seq)) WITHOUT ROWID;"
	"CREATE TABLE rule_text(rule INTEGER PRIMARY KEY, title_zh TEXT,"
	" title_en TEXT, because_zh TEXT, because_en TEXT, patient_zh TEXT,"
	" patient_en TEXT, actions_zh TEXT, actions_en TEXT, explains TEXT,"
	" refine TEXT, sources TEXT);";

#endif
