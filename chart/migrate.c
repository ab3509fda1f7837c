#include "chart/migrate.h"

#include "base/db.h"

/* step[n] leads from version n to n + 1. Times are seconds since 1970 UTC,
 * with the zone they were entered in; dates are days since 1970. */
static const char *const steps[CHART_VERSION] = {
	"CREATE TABLE batch(id INTEGER PRIMARY KEY, kind TEXT NOT NULL,"
	" source TEXT, at INT NOT NULL, actor TEXT NOT NULL,"
	" undone_at INT, undone_by TEXT);"
	"CREATE TABLE patient(id TEXT PRIMARY KEY, name TEXT, sex TEXT,"
	" birth INT, birth_exact INT NOT NULL DEFAULT 0, doctor TEXT,"
	" village TEXT, phone TEXT, batch INT NOT NULL REFERENCES batch,"
	" ended INT, outcome TEXT, reason TEXT) WITHOUT ROWID;"
	"CREATE TABLE context(patient TEXT NOT NULL REFERENCES patient,"
	" kind TEXT NOT NULL, text TEXT NOT NULL, code TEXT,"
	" batch INT NOT NULL REFERENCES batch);"
	"CREATE INDEX context_patient ON context(patient);"
	"CREATE TABLE observation(id INTEGER PRIMARY KEY,"
	" patient TEXT NOT NULL REFERENCES patient, code TEXT NOT NULL,"
	" value REAL, comparator TEXT, text TEXT, unit TEXT,"
	" canonical REAL, canonical_unit TEXT, at INT NOT NULL,"
	" zone INT NOT NULL, timed INT NOT NULL, context TEXT, source TEXT,"
	" batch INT NOT NULL REFERENCES batch, row INT,"
	" superseded_by INT REFERENCES observation);"
	"CREATE INDEX observation_series ON observation(patient, code, at);"
	"CREATE INDEX observation_batch ON observation(batch);"
	"CREATE TABLE access(at INT NOT NULL, actor TEXT NOT NULL,"
	" what TEXT NOT NULL, patient TEXT);",

	"CREATE TABLE plan(id INTEGER PRIMARY KEY,"
	" patient TEXT NOT NULL REFERENCES patient, protocol TEXT NOT NULL,"
	" version TEXT NOT NULL, start INT NOT NULL, ended INT, reason TEXT,"
	" batch INT NOT NULL REFERENCES batch);"
	"CREATE INDEX plan_patient ON plan(patient);"
	"CREATE TABLE visit(id INTEGER PRIMARY KEY,"
	" plan INT NOT NULL REFERENCES plan, kind TEXT NOT NULL,"
	" planned INT NOT NULL, first INT NOT NULL, last INT NOT NULL,"
	" lost INT NOT NULL, sequence INT NOT NULL DEFAULT 0,"
	" done INT, outcome TEXT, note TEXT, cancelled INT,"
	" batch INT NOT NULL REFERENCES batch, done_batch INT REFERENCES batch);"
	"CREATE INDEX visit_open ON visit(planned)"
	" WHERE done IS NULL AND cancelled IS NULL;"
	"CREATE INDEX visit_plan ON visit(plan);"
	"CREATE TABLE medication(id INTEGER PRIMARY KEY,"
	" patient TEXT NOT NULL REFERENCES patient, text TEXT NOT NULL,"
	" start INT, stop INT, reason TEXT, batch INT NOT NULL REFERENCES batch,"
	" stop_batch INT REFERENCES batch);"
	"CREATE INDEX medication_patient ON medication(patient);"
	/* what counts: not taken back, not superseded */
	"CREATE VIEW live_patient AS SELECT p.* FROM patient p JOIN batch b"
	" ON b.id = p.batch WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_context AS SELECT x.* FROM context x JOIN batch b"
	" ON b.id = x.batch WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_observation AS SELECT o.* FROM observation o"
	" JOIN batch b ON b.id = o.batch"
	" WHERE b.undone_at IS NULL AND o.superseded_by IS NULL;"
	"CREATE VIEW live_plan AS SELECT p.* FROM plan p JOIN batch b"
	" ON b.id = p.batch WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_visit AS SELECT v.* FROM visit v JOIN batch b"
	" ON b.id = v.batch WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_medication AS SELECT m.* FROM medication m JOIN batch b"
	" ON b.id = m.batch WHERE b.undone_at IS NULL;",

	/* who left the lists can come back: undo knows what a batch ended */
	"ALTER TABLE patient ADD COLUMN end_batch INT REFERENCES batch;"
	"ALTER TABLE plan ADD COLUMN end_batch INT REFERENCES batch;"
	"ALTER TABLE visit ADD COLUMN cancel_batch INT REFERENCES batch;",

	/* forms, scales and questionnaires; critical values; what was taken */
	"CREATE TABLE answer(id INTEGER PRIMARY KEY,"
	" patient TEXT NOT NULL REFERENCES patient, form TEXT NOT NULL,"
	" item TEXT NOT NULL, value TEXT NOT NULL, at INT NOT NULL,"
	" zone INT NOT NULL, batch INT NOT NULL REFERENCES batch);"
	"CREATE INDEX answer_form ON answer(patient, form, at);"
	"CREATE TABLE sent(id INTEGER PRIMARY KEY,"
	" patient TEXT NOT NULL REFERENCES patient, form TEXT NOT NULL,"
	" day INT NOT NULL, due INT NOT NULL, answered INT,"
	" batch INT NOT NULL REFERENCES batch,"
	" answer_batch INT REFERENCES batch);"
	"CREATE INDEX sent_patient ON sent(patient);"
	"CREATE TABLE critical(id INTEGER PRIMARY KEY,"
	" patient TEXT NOT NULL REFERENCES patient,"
	" observation INT NOT NULL REFERENCES observation,"
	" code TEXT NOT NULL, value TEXT NOT NULL, finding TEXT NOT NULL,"
	" opened INT NOT NULL, told TEXT, told_at INT, read_back INT,"
	" action TEXT, closed INT, batch INT NOT NULL REFERENCES batch,"
	" close_batch INT REFERENCES batch);"
	"CREATE INDEX critical_observation ON critical(observation);"
	"CREATE INDEX critical_open ON critical(opened) WHERE closed IS NULL;"
	"CREATE TABLE take(id INTEGER PRIMARY KEY,"
	" medication INT NOT NULL REFERENCES medication, at INT NOT NULL,"
	" taken INT NOT NULL, batch INT NOT NULL REFERENCES batch);"
	"CREATE INDEX take_medication ON take(medication, at);"
	"CREATE TABLE refill(id INTEGER PRIMARY KEY,"
	" medication INT NOT NULL REFERENCES medication, day INT NOT NULL,"
	" days REAL NOT NULL, batch INT NOT NULL REFERENCES batch);"
	"CREATE INDEX refill_medication ON refill(medication, day);"
	"CREATE VIEW live_answer AS SELECT x.* FROM answer x JOIN batch b"
	" ON b.id = x.batch WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_sent AS SELECT x.* FROM sent x JOIN batch b"
	" ON b.id = x.batch WHERE b.undone_at IS NULL;"
	/* a record falls with the result it was opened for */
	"CREATE VIEW live_critical AS SELECT x.* FROM critical x JOIN batch b"
	" ON b.id = x.batch JOIN live_observation o ON o.id = x.observation"
	" WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_take AS SELECT x.* FROM take x JOIN batch b"
	" ON b.id = x.batch WHERE b.undone_at IS NULL;"
	"CREATE VIEW live_refill AS SELECT x.* FROM refill x JOIN batch b"
	" ON b.id = x.batch WHERE b.undone_at IS NULL;",

	/* what an import of a whole chart brought keeps its own batches; they
	 * belong to the import's */
	"ALTER TABLE batch ADD COLUMN part_of INT REFERENCES batch;"
	"CREATE INDEX batch_part ON batch(part_of) WHERE part_of IS NOT NULL;"
	"CREATE INDEX batch_undone ON batch(id) WHERE undone_at IS NOT NULL;",
};

const char *chart_step(int from)
{
	return from >= 0 && from < CHART_VERSION ? steps[from] : NULL;
}

static bool run_steps(sqlite3 *db, int from, struct err *err)
{
	char sql[96];

	for (int i = from; i < CHART_VERSION; i++)
		if (!db_exec(db, steps[i], err))
			return false;
	sqlite3_snprintf(sizeof sql, sql,
			 "PRAGMA user_version = %d; PRAGMA application_id = %d",
			 CHART_VERSION, CHART_APPLICATION);
	return db_exec(db, sql, err);
}

bool chart_migrate(sqlite3 *db, const char *path, struct err *err)
{
	/* two programs may find an old chart at once: look again inside */
	if (!db_exec(db, "BEGIN IMMEDIATE", err))
		return false;
	long long version = db_int(db, "PRAGMA user_version", 0);
	long long application = db_int(db, "PRAGMA application_id", 0);
	long long tables = db_int(db, "SELECT count(*) FROM sqlite_master", 0);
	bool ok = true;

	if (application != CHART_APPLICATION && (application || tables))
		ok = ERR(err, ERR_CHART, path, "not a chart of clin");
	else if (version > CHART_VERSION)
		ok = ERR(err, ERR_CHART, path,
			 "written by a newer clin; update this program");
	else if (version < CHART_VERSION)
		ok = run_steps(db, (int)version, err);
	if (ok && db_exec(db, "COMMIT", err))
		return true;
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}
