package dialect

import (
	"database/sql"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// Effect is what a runner has to know of a statement before it sends it, so that
// it can tell afterwards, from the database, whether the statement took effect.
type Effect struct {
	Kind    EffectKind
	Verb    string   // of a Definition: create, alter, drop, rename
	Objects []Object // of a Definition: what it is about; of Data, on MySQL: the tables that it may write to; of others: a [Leftover]
	// Alone says that the statement is never undone by a transaction: it refuses to
	// run in one, or ends it.
	Alone bool
	// Guarded says that it is a CREATE OR REPLACE, or that its IF [NOT] EXISTS makes
	// a second run do nothing.
	Guarded bool
}

// EffectKind is a sort of statement.
type EffectKind int

// The sorts of statement.
const (
	Unknown    EffectKind = iota // it may do anything
	Data                         // it changes rows, and a transaction undoes that
	Definition                   // it changes what the catalog says of its objects
	Repeatable                   // to run it twice is to run it once
	Session                      // it concerns the session only
	Variable                     // it sets what [Dialect.Variables] keeps
	Begin                        // it begins a transaction
	Commit                       // it ends one
	Rollback                     // it takes one back
)

// Swap is the verb of a Definition after which names stand for other tables, and no
// definition need differ. Its objects are of the kind Identity: what the server
// knows a table by, whatever its name is, or an index of a Table.
const (
	Swap     = "swap"
	Identity = "identity"
)

// Untold is the definition of an identity that the server keeps to itself. Where it
// is empty, other objects of the statement tell what became of that.
const Untold = "?"

// Leftover is the kind of what a statement leaves behind when it fails, the invalid
// indexes of a table. Its definition is the statement that drops one of them.
const Leftover = "leftover"

// Temporary is the kind of the tables that end with the session.
const Temporary = "temporary table"

// Object is something that a statement defines: its kind is the SQL word for it
// ("table", "index"). An index comes with its table where the statement names it.
type Object struct {
	Kind string `json:"kind"`
	schema.Name
	Table string `json:"table,omitempty"`
}

// kindOf sorts statements by their first word; what starts with another is Unknown.
var kindOf = map[string]EffectKind{
	"insert": Data, "update": Data, "delete": Data, "replace": Data, "merge": Data, "select": Data,
	"with": Data, "values": Data, "load": Data, "copy": Data, "savepoint": Data, "release": Data,
	"set": Session, "use": Session, "reset": Session, "pragma": Session,
	"begin": Begin, "start": Begin, "commit": Commit, "end": Commit, "rollback": Rollback, "abort": Rollback,
	"create": Definition, "alter": Definition, "drop": Definition, "rename": Definition,
	"truncate": Repeatable, "analyze": Repeatable, "optimize": Repeatable, "vacuum": Repeatable, "grant": Repeatable,
	"revoke": Repeatable, "flush": Repeatable, "repair": Repeatable, "reindex": Repeatable, "cluster": Repeatable,
	"refresh": Repeatable, "comment": Repeatable, "check": Repeatable, "show": Repeatable, "explain": Repeatable,
}

// objectKinds are what a CREATE, ALTER or DROP may be about.
var objectKinds = []string{"table", "tables", "view", "index", "trigger", "function", "procedure", "event", "sequence",
	"type", "domain", "database", "schema", "extension", "package", "user", "role", "server", "tablespace", "subscription", "system", "publication"}

// fillers stand between an object's kind and its name.
var fillers = []string{"if", "not", "exists", "only", "concurrently", "body", "ignore"}

// Effect reads the head of a statement. What it can't make out is Unknown.
func (l Lexicon) Effect(sql string) Effect {
	h := &head{scan: scanner{lex: l, sql: sql}}
	h.next()
	verb := strings.ToLower(h.token.Text)
	kind := kindOf[verb]
	switch kind {
	case Rollback:
		for h.next() && !h.token.Is("to") { // ROLLBACK [WORK] TO [SAVEPOINT] s
		}
		if h.token.Is("to") {
			kind = Data
		}
	case Begin, Session:
		h.next()
		if h.token.Is("not") || h.token.Is("slave") || h.token.Is("replica") || h.token.Is("password") { // BEGIN NOT ATOMIC, START SLAVE, SET PASSWORD
			return Effect{}
		}
	case Definition:
		return h.definition(verb)
	}
	return Effect{Kind: kind, Verb: verb}
}

// head reads the first words of a statement.
type head struct {
	scan  scanner
	token Token
}

func (h *head) next() bool {
	t, ok := h.scan.next()
	h.token = t
	return ok
}

// definition reads what follows CREATE, ALTER, DROP or RENAME.
func (h *head) definition(verb string) Effect {
	var before []string
	kind := ""
	for kind == "" {
		if !h.next() || h.token.Is("(") || len(before) > 24 {
			return Effect{}
		}
		word := strings.ToLower(h.token.Text)
		if h.token.Kind == Word && slices.Contains(objectKinds, word) {
			kind = strings.TrimSuffix(word, "s")
			if word == "tables" {
				kind = "table"
			}
			continue
		}
		before = append(before, word)
	}
	e := Effect{Kind: Definition, Verb: verb, Guarded: verb == "create" && slices.Contains(before, "replace")}
	if slices.Contains(before, "temporary") || slices.Contains(before, "temp") {
		e.Kind, kind = Session, Temporary
	}
	h.next()
	for h.token.Kind == Word && slices.Contains(fillers, strings.ToLower(h.token.Text)) {
		e.Guarded = e.Guarded || h.token.Is("exists") && (verb == "create" || verb == "drop")
		h.next()
	}
	for {
		name, ok := schema.Name{}, kind == "index" && h.token.Is("on") // the server finds a name
		if !ok {
			name, ok = h.name()
		}
		if !ok {
			return Effect{}
		}
		object := Object{Kind: kind, Name: name}
		if kind == "index" && h.token.Is("on") {
			h.next()
			if h.token.Is("only") {
				h.next()
			}
			table, ok := h.name()
			if !ok {
				return Effect{}
			}
			object.Table = table.Name
			if object.Schema == "" {
				object.Schema = table.Schema
			}
		}
		e.Objects = append(e.Objects, object)
		if verb == "rename" || verb == "drop" {
			for !h.token.Is(",") && h.token.Text != "" { // … TO new, … CASCADE
				h.next()
			}
		}
		if (verb != "rename" && verb != "drop") || !h.token.Is(",") {
			return e
		}
		h.next()
	}
}

// name reads an identifier, qualified or not, and moves past it.
func (h *head) name() (schema.Name, bool) {
	if h.token.Kind != Word && h.token.Kind != Quoted {
		return schema.Name{}, false
	}
	n := schema.Name{Name: h.token.Name()}
	h.next()
	if h.token.Is(".") {
		h.next()
		if h.token.Kind != Word && h.token.Kind != Quoted {
			return schema.Name{}, false
		}
		n = schema.Name{Schema: n.Name, Name: h.token.Name()}
		h.next()
	}
	return n, true
}

// Lines reads rows of one text.
func Lines(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return out, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}
