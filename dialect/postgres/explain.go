package postgres

import (
	"context"
	"errors"
	"net"
	"strings"
)

// advice says what to do about an error of the server, by its SQLSTATE.
var advice = map[string]string{
	"08P01": "the server and the driver don't understand each other: is a connection pooler in between?",
	"0A000": "this server can't do that; newer versions may",
	"22001": "a value is too long for its column: shorten it first, or give `using`",
	"22003": "a value is out of the range of its new type: change the values first",
	"22P02": "a value can't be read as its new type: change the values first, or give `using`",
	"23502": "the column holds NULLs, or a row leaves it out: fill it with an `execute` first, or give it a default",
	"23503": "a row refers to one that doesn't exist: mend or delete such rows first",
	"23505": "several rows have the same values: make them differ first",
	"23514": "some row violates the check: mend the rows first",
	"25001": "this statement can't run in a transaction: give it `transaction = \"off\"`, or `concurrently` for an index",
	"25006": "the server is read-only: is this a replica, or default_transaction_read_only on?",
	"25P02": "an earlier statement of this transaction failed; its error is the one to mend",
	"28000": "the server refuses this user from this address: see pg_hba.conf",
	"28P01": "check the user and the password of the URL, or PGPASSWORD; special characters in a URL are written as %XX",
	"2BP01": "other objects depend on it: drop or change those first",
	"3D000": "create the database first: CREATE DATABASE …",
	"3F000": "no such schema: create it first, or set search_path in the URL",
	"40001": "another transaction changed the same rows: run again",
	"40P01": "two transactions waited for each other: run again",
	"42501": "the user lacks a privilege: run as the owner of the object, or have it granted",
	"42601": "the SQL is not valid on this server",
	"42701": "the column exists already: was the revision applied by hand? Then `migrate stamp` it",
	"42703": "there is no such column: check its name, and whether it needs double quotes",
	"42704": "there is no such type or object: create it in an earlier operation, or its extension",
	"42710": "an object of that name exists already",
	"42804": "the types don't go together: give `using` to convert the rows, or cast the default",
	"42846": "there is no cast between the two types: say in `using` how the rows are converted",
	"42883": "there is no such function or operator for these types: a cast or an extension may be missing",
	"42939": "the name is reserved",
	"42P01": "there is no such table: check its name, its schema and search_path",
	"42P06": "the schema exists already",
	"42P07": "it exists already: was the revision applied by hand? Then `migrate stamp` it",
	"42P16": "the definition is not valid for this table",
	"42P17": "the expression may use only immutable functions",
	"53100": "the server's disk is full",
	"53300": "the server has no connection left: close some, or raise max_connections",
	"55006": "the object is in use: end the sessions that use it",
	"55P03": "another session holds a lock on the table: run again when it is done, or raise lock_timeout",
	"55P04": "a new value of an enum can't be used in the transaction that adds it: use it in the next revision",
	"57014": "the statement was cancelled or took longer than statement_timeout",
	"57P01": "the server is shutting down: run again when it is back",
	"57P03": "the server is starting: try again in a moment",
}

// news are what models can ask for and older servers don't know, by the word that they stumble over.
var news = []struct{ word, advice string }{
	{"virtual", "virtual generated columns need PostgreSQL 18: make the column `stored`"},
	{"enforced", "NOT ENFORCED needs PostgreSQL 18"},
	{"without", "WITHOUT OVERLAPS needs PostgreSQL 18"},
	{"maintain", "the privilege MAINTAIN needs PostgreSQL 17"},
	{"nulls", "NULLS NOT DISTINCT needs PostgreSQL 15"},
	{"access", "another access method for a table that is there needs PostgreSQL 15"},
	{"security_invoker", "security_invoker needs PostgreSQL 15"},
	{"compression", "the compression of a column needs PostgreSQL 14"},
}

// messages are errors that come without an SQLSTATE, from the driver.
var messages = []struct{ part, advice string }{
	{"SSL is not enabled on the server", "add sslmode=disable to the URL, or enable SSL on the server"},
	{"certificate signed by unknown authority", "give the server's certificate authority as sslrootcert=FILE"},
	{"certificate is valid for", "the URL's host must be a name that the server's certificate has"},
	{"connection refused", "nothing listens there: is the server running, and are host and port right?"},
	{"no such host", "the host name can't be resolved: check it"},
	{"no such file or directory", "there is no such socket or file: check host in the URL, and the certificate paths"},
	{"no password", "give a password in the URL or in PGPASSWORD"},
	{"i/o timeout", "the server doesn't answer: check host, port and firewall"},
	{"CopyInResponse", "the rows of a COPY are read here in its text format only: write this one so, or as INSERT"},
	{"bad connection", lost}, {"EOF", lost}, {"connection reset", lost}, {"broken pipe", lost},
}

const lost = "the server closed the connection, or something between: its log says why; when it is back, run the same command again"

// Explain adds to an error what the user can do about it.
func (Dialect) Explain(err error) string {
	if err == nil || errors.Is(err, context.Canceled) {
		return ""
	}
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		return stateAdvice(state.SQLState(), err.Error()) + dependents(err, state.SQLState())
	}
	for _, m := range messages {
		if strings.Contains(err.Error(), m.part) {
			return m.advice
		}
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return "the server doesn't answer: check host, port and firewall"
	}
	return ""
}

func stateAdvice(state, message string) string {
	for _, n := range news {
		if (state == "42601" || state == "22023") && strings.Contains(strings.ToLower(message), `"`+n.word+`"`) {
			return n.advice
		}
	}
	if state == "0A000" && strings.Contains(message, " used ") {
		return "something that this change does not know of stands on the column: drop or change that first"
	}
	return advice[state]
}

// dependents is what the server tells apart from its message of the objects that are in
// the way; "" where that is about rows, which are nobody else's business.
func dependents(err error, state string) string {
	var told interface{ Get(kind byte) string }
	if state != "0A000" && state != "2BP01" || !errors.As(err, &told) || told.Get('D') == "" {
		return ""
	}
	return " (" + strings.Join(strings.Split(told.Get('D'), "\n"), "; ") + ")"
}
