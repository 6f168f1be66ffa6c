package runner

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// The states of a row of the journal.
const (
	stateDone    = "done"    // the step is complete
	stateRunning = "running" // the statement under way may have taken effect
	stateStopped = "stopped" // exactly Position operations took effect
	stateDropped = "dropped" // someone said what is there: a stamp, the opposite step
)

// entry is a row of the journal: one step, from its start to its end. A step that
// one transaction holds has its row written at the end; the others, before the
// first statement that no transaction undoes.
type entry struct {
	Revision, Direction, Checksum string
	State                         string
	Position                      int    // how many of the step's units took effect, the first ones
	Applied                       string // the chain of their hashes
	UnderWay                      *underWay
}

// underWay is where in a unit a step stands, and how the statement there can be
// judged later.
type underWay struct {
	Part      int         `json:"part"`              // statements of the unit before this one
	Parts     int         `json:"parts"`             // all statements of the unit
	Unit      string      `json:"unit"`              // the unit's hash
	Units     int         `json:"units,omitempty"`   // the units that are done at once from this one on, when there are several
	Applied   string      `json:"applied,omitempty"` // the chain of hashes when they are done
	Session   string      `json:"session"`           // the server's side of the connection
	Statement string      `json:"statement"`         // its beginning
	Effect    string      `json:"effect"`            // the verb of a definition, or one of the words below
	Objects   []sawObject `json:"objects,omitempty"`
	Clean     bool        `json:"clean,omitempty"`   // before the statement's first try nothing was there that a failed one leaves
	Restore   string      `json:"restore,omitempty"` // gives a session the variables that the step has set
	// Whole are the statements of a unit of several. A unit that is done in part can't be
	// compiled again: the database is not what it was at its start.
	Whole []dialect.Statement `json:"whole,omitempty"`
}

// Effects of statements that define nothing.
const (
	repeatable = "repeatable" // it may be run twice
	untouched  = "untouched"  // nobody knows what it does, and nothing of that was committed yet
	doubtful   = ""           // nobody knows
)

// sawObject is an object as it was before the statement.
type sawObject struct {
	dialect.Object
	Before string `json:"before"` // the hash of its definition; empty when it was not there
}

// journalTable is the journal's definition. Times are UTC, in RFC 3339; a step
// that has not ended has no finished_at. Where a server may want each table to have a key,
// it is what no two steps have in common. A column that numbers rows would change what a
// revision's own statements are told by LAST_INSERT_ID().
func (r *Runner) journalTable() *schema.Table {
	text := func(name, typ string) *schema.Column {
		return &schema.Column{Name: name, Type: schema.SQL(typ), NotNull: true}
	}
	t := &schema.Table{
		Name: JournalTable,
		Columns: append([]*schema.Column{
			text("revision", "varchar(32)"), text("direction", "varchar(10)"), text("checksum", "varchar(100)"),
			text("started_at", "varchar(30)"), text("finished_at", "varchar(30)"), text("duration_ms", "bigint"),
			text("applied_by", "varchar(200)"), text("tool_version", "varchar(50)"),
		}, progressColumns()...),
		Options: schema.Options{
			"mysql":    {"charset": "utf8mb4"},           // statements may have any letters, whatever the database's set is
			"postgres": {schema.ReplicaIdentity: "full"}, // a publication of all tables lets none be changed without
		},
	}
	if r.d.Traits().WantsKeys {
		t.PrimaryKey = &schema.PrimaryKey{Columns: []string{"revision", "direction", "started_at"}}
	}
	return t
}

// progressColumns are those that a journal of the first version lacks.
func progressColumns() []*schema.Column {
	return []*schema.Column{
		{Name: "state", Type: schema.SQL("varchar(10)"), NotNull: true, Default: &schema.Default{Value: stateDone}},
		{Name: "position", Type: schema.SQL("bigint"), NotNull: true, Default: &schema.Default{Value: int64(0)}},
		{Name: "applied", Type: schema.SQL("varchar(64)"), NotNull: true, Default: &schema.Default{Value: ""}},
		{Name: "under_way", Type: schema.SQL("text")},
	}
}

// addProgress brings a journal of the first version to this one's layout.
func (r *Runner) addProgress(ctx context.Context, conn *sql.Conn, has []string) error {
	for _, c := range progressColumns() {
		if slices.Contains(has, c.Name) {
			continue
		}
		statements, err := r.d.Compile(&ops.AddColumn{On: ops.On{Table: JournalTable}, Column: *c}, r.present(ctx, conn))
		if err != nil {
			return err
		}
		for _, s := range statements {
			if _, err := conn.ExecContext(ctx, s.SQL); err != nil {
				return r.explain(fmt.Errorf("adding the column %s to the table %s: %w", c.Name, JournalTable, err))
			}
		}
	}
	return nil
}

const timeLayout = "2006-01-02T15:04:05.000000Z"

// started is when the last step of this process began, in microseconds.
var started atomic.Int64

// startTime returns the time at which a step begins, which is no other's to what the journal
// keeps of it: it is a part of the journal's key, and some clocks are coarse.
func startTime() time.Time {
	for {
		now := time.Now()
		if started.Swap(now.UnixMicro()) != now.UnixMicro() {
			return now
		}
	}
}

// insertEntry is the statement that writes a new row. An entry that is not done
// has no end; without times it is for a script, which is run by whom and when
// nobody knows yet.
func (r *Runner) insertEntry(e entry, started, finished time.Time) string {
	end, took := "", int64(0)
	if e.State == stateDone {
		end, took = finished.UTC().Format(timeLayout), finished.Sub(started).Milliseconds()
	}
	columns := []string{"revision", "direction", "checksum", "started_at", "finished_at", "duration_ms", "applied_by", "tool_version",
		"state", "position", "applied", "under_way"}
	values := []any{e.Revision, e.Direction, e.Checksum, started.UTC().Format(timeLayout), end, took, clip(r.opt.By, 200), clip(r.opt.Version, 50),
		e.State, int64(e.Position), e.Applied, e.underWayText()}
	literals := make([]string, len(values))
	for i := range values {
		columns[i] = r.d.Quote(columns[i])
		literals[i] = r.d.Literal(values[i])
	}
	if started.IsZero() {
		now := r.d.Traits().Now // a script must be the same on every machine
		literals[3], literals[4], literals[6] = now, now, r.d.Literal("offline SQL")
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", r.own(JournalTable), strings.Join(columns, ", "), strings.Join(literals, ", "))
}

// updateEntry is the statement that brings the row of a step that has not ended up
// to date.
func (r *Runner) updateEntry(e entry, started, finished time.Time) string {
	set := []struct {
		column string
		value  any
	}{{"checksum", e.Checksum}, {"state", e.State}, {"position", int64(e.Position)}, {"applied", e.Applied}, {"under_way", e.underWayText()}}
	if e.State == stateDone || e.State == stateDropped {
		set = append(set, []struct {
			column string
			value  any
		}{{"finished_at", finished.UTC().Format(timeLayout)}, {"duration_ms", finished.Sub(started).Milliseconds()}}...)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "UPDATE %s SET ", r.own(JournalTable))
	for i, s := range set {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(r.d.Quote(s.column) + " = " + r.d.Literal(s.value))
	}
	fmt.Fprintf(&b, " WHERE %s = %s AND %s = %s AND %s = ''", r.d.Quote("revision"), r.d.Literal(e.Revision),
		r.d.Quote("direction"), r.d.Literal(e.Direction), r.d.Quote("finished_at"))
	return b.String()
}

func (e entry) underWayText() any {
	if e.UnderWay == nil {
		return nil
	}
	text, err := json.Marshal(e.UnderWay)
	if err != nil { // it is made of texts and numbers
		return nil
	}
	return string(text)
}

// journalStatement records a step that is done.
func (r *Runner) journalStatement(step revision.Step, started, finished time.Time) string {
	return r.insertEntry(entry{Revision: step.Revision.ID, Direction: string(step.Direction), Checksum: step.Revision.Checksum, State: stateDone}, started, finished)
}

// journal is what the journal tells.
type journal struct {
	checksums  map[string]string // of the files of applied revisions, as they were run
	unfinished []entry           // steps that have not ended, in the order of their start
}

// readJournal reads the journal; a missing one is empty.
func (r *Runner) readJournal(ctx context.Context, conn *sql.Conn) (*journal, error) {
	out := &journal{checksums: map[string]string{}}
	columns, err := r.columns(ctx, conn, JournalTable)
	if err != nil || columns == nil {
		return out, err
	}
	progress := "'" + stateDone + "', 0, '', NULL"
	if slices.Contains(columns, "state") {
		progress = strings.Join([]string{r.d.Quote("state"), r.d.Quote("position"), r.d.Quote("applied"), r.d.Quote("under_way")}, ", ")
	}
	rows, err := conn.QueryContext(ctx, "SELECT revision, direction, checksum, "+progress+" FROM "+r.own(JournalTable)+" ORDER BY started_at")
	if err != nil {
		return nil, r.explain(fmt.Errorf("reading the journal: %w", err))
	}
	defer rows.Close()
	for rows.Next() {
		var e entry
		var under sql.NullString
		if err := rows.Scan(&e.Revision, &e.Direction, &e.Checksum, &e.State, &e.Position, &e.Applied, &under); err != nil {
			return nil, fmt.Errorf("reading the journal: %w", err)
		}
		if under.String != "" {
			if err := json.Unmarshal([]byte(under.String), &e.UnderWay); err != nil {
				return nil, fmt.Errorf("reading the journal: the entry of revision %s: %w", e.Revision, err)
			}
		}
		out.add(e)
	}
	return out, rows.Err()
}

func (j *journal) add(e entry) {
	switch e.State {
	case stateRunning, stateStopped:
		j.unfinished = append(j.unfinished, e)
	case stateDone:
		if delete(j.checksums, e.Revision); e.Direction == string(revision.Up) {
			j.checksums[e.Revision] = e.Checksum
		}
	}
}

// find returns the entry of a step that has not ended.
func (j *journal) find(id string, direction revision.Direction) *entry {
	for i := range j.unfinished {
		if e := &j.unfinished[i]; e.Revision == id && e.Direction == string(direction) {
			return e
		}
	}
	return nil
}

// hash is how the journal remembers a text.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// chain adds a unit to the hash of those before it.
func chain(applied, unit string) string { return hash(applied + unit) }

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
