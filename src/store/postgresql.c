/* PostgreSQL: connections and transactions. Writes are SERIALIZABLE, reads see one snapshot. BEGIN
 * travels with the first statement, so that it costs no round trip of its own. */
#include <poll.h>
#include <string.h>

#include "store/pg_priv.h"

/* ─── errors ─── */

enum verdict { VERDICT_OURS, VERDICT_RETRY, VERDICT_BUSY, VERDICT_LOST };

/* By the beginning of the SQLSTATE. */
static enum verdict verdict_of(const char *state)
{
	static const struct {
		const char *begins;
		enum verdict verdict;
	} table[] = {
		{"40001", VERDICT_RETRY},                        /* serialization failure */
		{"40P01", VERDICT_RETRY},                        /* deadlock */
		{"08", VERDICT_LOST},     {"57P", VERDICT_LOST}, /* shut down, starting, crashed */
		{"0A000", VERDICT_LOST}, /* a plan that a migration has overtaken; a standby */
		{"26000", VERDICT_LOST}, /* a statement that the server no longer knows */
		{"53", VERDICT_BUSY},    /* disk, memory, connections */
		{"55P03", VERDICT_BUSY}, /* a lock not had in time */
		{"57014", VERDICT_BUSY}, /* cancelled by a timeout */
		{"58", VERDICT_BUSY},    /* I/O error */
	};
	for (size_t i = 0; state && i < sizeof table / sizeof *table; i++)
		if (!strncmp(state, table[i].begins, strlen(table[i].begins)))
			return table[i].verdict;
	return VERDICT_OURS;
}

/* Without DETAIL, which quotes the row. */
err pg_fail(struct ctx *cx, struct pg_conn *c, PGresult *result, const char *doing)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	bool is_dead = PQstatus(c->pg) == CONNECTION_BAD;
	enum verdict v = is_dead ? VERDICT_LOST : verdict_of(state);
	c->base.is_lost |= v == VERDICT_LOST;
	c->base.must_retry |= v == VERDICT_RETRY;
	state = state ? state : "-";
	message = message ? message : PQerrorMessage(c->pg);
	err e = v == VERDICT_OURS
			? fail_internal(cx, "postgresql %s: %s: %s", state, message, doing)
			: store_busy(cx, "postgresql %s: %s: %s", state, message, doing);
	PQclear(result);
	return e;
}

err pg_say(struct ctx *cx, struct pg_conn *c, const char *command)
{
	PGresult *r = PQexec(c->pg, command);
	ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		return pg_fail(cx, c, r, command);
	PQclear(r);
	return OK;
}

/* ─── connections ─── */

static const char SESSION[] = "SET jit = off"; /* our statements are short */

static void ignore_notice(void *arg, const PGresult *notice)
{
	(void)arg, (void)notice;
}

/* What the URL says wins over what stands before it. */
err pg_connect(struct ctx *cx, const char *url, PGconn **ret)
{
	static const char *const names[] = {"application_name",
					    "connect_timeout",
					    "tcp_user_timeout",
					    "keepalives_idle",
					    "dbname",
					    "client_encoding",
					    NULL};
	const char *const values[] = {"linli", "5", "10000", "30", url, "UTF8", NULL};
	PGconn *pg = PQconnectdbParams(names, values, 1);
	if (PQstatus(pg) != CONNECTION_OK) {
		err e = store_busy(cx, "%s", PQerrorMessage(pg));
		PQfinish(pg);
		return e;
	}
	PQsetNoticeReceiver(pg, ignore_notice, NULL);
	*ret = pg;
	return OK;
}

static void disconnect(struct conn *c)
{
	PQfinish(pg_own(c)->pg);
	mem_free(c);
}

static err connect(struct ctx *cx, struct store *s, enum conn_role role, struct conn **ret)
{
	(void)role;
	PGconn *pg;
	err e = pg_connect(cx, s->url, &pg);
	if (e)
		return e;
	struct pg_conn *c = mem_new(NULL, struct pg_conn);
	c->pg = pg;
	if ((e = pg_say(cx, c, SESSION))) {
		disconnect(&c->base);
		return e;
	}
	*ret = &c->base;
	return OK;
}

/* ─── transactions ─── */

/* Has the server gone while nobody asked it anything? Then there is something to read. */
static bool is_alive(PGconn *pg)
{
	struct pollfd p = {.fd = PQsocket(pg), .events = POLLIN};
	while (PQstatus(pg) == CONNECTION_OK && poll(&p, 1, 0) > 0)
		if (!PQconsumeInput(pg))
			return false;
	return PQstatus(pg) == CONNECTION_OK;
}

/* A new session in the place of the one that was lost; its statements are gone. */
static err revive(struct ctx *cx, struct pg_conn *c)
{
	conn_discard_all(&c->base);
	PQreset(c->pg);
	if (PQstatus(c->pg) != CONNECTION_OK)
		return store_busy(cx, "%s", PQerrorMessage(c->pg));
	c->base.is_lost = false;
	return pg_say(cx, c, SESSION);
}

static err begin(struct ctx *cx, struct conn *c, enum tx_mode mode)
{
	static const char *const openings[] = {
		[TX_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		[TX_WRITE] = "BEGIN ISOLATION LEVEL SERIALIZABLE",
		[TX_MIGRATE] = "BEGIN",
	};
	struct pg_conn *pc = pg_own(c);
	err e = is_alive(pc->pg) ? OK : revive(cx, pc);
	if (e)
		return e;
	pc->opening = openings[mode];
	if (mode != TX_MIGRATE)
		return OK;
	e = pg_open(cx, pc);
	return e ? e : pg_say(cx, pc, "SELECT pg_advisory_xact_lock(7810776)"); /* any number */
}

err pg_open(struct ctx *cx, struct pg_conn *c)
{
	const char *opening = c->opening;
	c->opening = NULL;
	return opening ? pg_say(cx, c, opening) : OK;
}

static bool is_open(struct conn *c)
{
	PGTransactionStatusType status = PQtransactionStatus(pg_own(c)->pg);
	return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

static err commit(struct ctx *cx, struct conn *c)
{
	struct pg_conn *pc = pg_own(c);
	if (pc->opening) { /* nothing was asked */
		pc->opening = NULL;
		return OK;
	}
	/* In a transaction that has failed, COMMIT is a ROLLBACK that reports success. */
	if (PQtransactionStatus(pc->pg) != PQTRANS_INTRANS)
		return store_busy(cx, "the transaction has failed, it cannot commit");
	err e = pg_say(cx, pc, "COMMIT");
	c->is_in_doubt = e && PQstatus(pc->pg) != CONNECTION_OK;
	return e;
}

static void give_up_copy(struct conn *c)
{
	struct ctx unheard = {.mem = c};
	if (pg_own(c)->copy.data && pg_copy_end(&unheard, c))
		pg_own(c)->copy.data = NULL;
}

/* SAVEPOINT travels with the first statement too; without one there is nothing to keep or undo. */
static err savepoint(struct ctx *cx, struct conn *c, enum save what)
{
	struct pg_conn *pc = pg_own(c);
	err e = what == SAVE_BEGIN ? pg_open(cx, pc) : OK;
	bool is_unopened = pc->opening != NULL;
	pc->opening = what == SAVE_BEGIN ? "SAVEPOINT member" : NULL;
	if (e || what == SAVE_BEGIN || is_unopened)
		return e;
	if (what == SAVE_UNDO)
		give_up_copy(c);
	return pg_say(cx, pc,
		      what == SAVE_KEEP ? "RELEASE SAVEPOINT member"
					: "ROLLBACK TO SAVEPOINT member;"
					  " RELEASE SAVEPOINT member");
}

static void rollback(struct conn *c)
{
	struct pg_conn *pc = pg_own(c);
	struct ctx unheard = {.mem = c};
	pc->opening = NULL;
	give_up_copy(c);
	if (!is_open(c))
		return;
	if (pg_say(&unheard, pc, "ROLLBACK"))
		c->is_lost = true;
}

static err script(struct ctx *cx, struct conn *c, const char *text)
{
	return pg_say(cx, pg_own(c), text);
}

/* ─── the driver ─── */

static const struct word words[] = {
	{"INTEGER", "BIGINT"}, {"BLOB", "BYTEA"}, {"TEXT", "TEXT COLLATE \"C\""},
	{"STRICT", ""},        {"WITHOUT", ""},   {"ROWID", ""},
	{NULL, NULL},
};

static const struct query findings[] = {
	SQL("SELECT conrelid::regclass || ': constraint ' || conname || ' is not validated'"
	    " FROM pg_constraint WHERE NOT convalidated"),
	SQL("SELECT indrelid::regclass || ': index ' || indexrelid::regclass || ' is not valid'"
	    " FROM pg_index WHERE NOT indisvalid"),
	{NULL},
};

const struct driver driver_postgresql = {
	.kind = "postgresql",
	.connect = connect,
	.disconnect = disconnect,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.savepoint = savepoint,
	.is_open = is_open,
	.prepare = pg_prepare,
	.suits = pg_suits,
	.start = pg_start,
	.step = pg_step,
	.reset = pg_reset,
	.discard = pg_discard,
	.column = pg_column,
	.column_name = pg_column_name,
	.script = script,
	.copy_start = pg_copy_start,
	.copy_row = pg_copy_row,
	.copy_end = pg_copy_end,
	.notify = pg_notify,
	.listen = pg_listen,
	.unlisten = pg_unlisten,
	.copy_out = pg_copy_out,
	.copy_in = pg_copy_in,
	.words = words,
	.tables = SQL("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
		      " ORDER BY tablename"),
	.columns = SQL("SELECT a.attname, coalesce(array_position(i.indkey::int2[], a.attnum) + 1,"
		       " 0) FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid"
		       " AND i.indisprimary WHERE a.attrelid = to_regclass($1) AND a.attnum > 0"
		       " AND NOT a.attisdropped ORDER BY a.attname"),
	.findings = findings,
};
