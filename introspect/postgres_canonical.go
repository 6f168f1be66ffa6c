package introspect

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// canonicalizePostgres makes the wish in a scratch schema, in a transaction that
// is always rolled back. The scratch schema comes first in search_path, so names
// print there as they do in the default schema. Views, routines and triggers are
// tried as well; one that can't be made comes back as it was.
func canonicalizePostgres(ctx context.Context, conn *sql.Conn, d dialect.Dialect, wish *schema.Database) (*schema.Database, error) {
	c := &pgScratch{ctx: ctx, conn: conn, d: d, wish: schema.Clone(wish), spaces: map[string]string{}, made: map[any]bool{}}
	rollback, err := c.begin()
	if err != nil {
		return nil, err
	}
	out, err := c.run()
	if rolled := rollback(); err == nil {
		err = rolled
	}
	return out, err
}

type pgScratch struct {
	ctx     context.Context
	conn    *sql.Conn
	d       dialect.Dialect
	wish    *schema.Database // taken apart as it goes
	current string           // the default schema
	spaces  map[string]string
	types   map[schema.Name]string // types made in a scratch schema: what qualifies them there
	made    map[any]bool           // what could be made
}

func (c *pgScratch) exec(query string) error {
	_, err := c.conn.ExecContext(c.ctx, query)
	return err
}

// begin opens a transaction, or a savepoint when one is open, and returns what
// ends it.
func (c *pgScratch) begin() (rollback func() error, err error) {
	open, err := c.inTransaction()
	if err != nil {
		return nil, err
	}
	start, end := "BEGIN", "ROLLBACK"
	if open {
		start, end = "SAVEPOINT limbeck_scratch", "ROLLBACK TO SAVEPOINT limbeck_scratch; RELEASE SAVEPOINT limbeck_scratch"
	}
	if err := c.exec(start); err != nil {
		return nil, err
	}
	return func() error {
		_, err := c.conn.ExecContext(context.WithoutCancel(c.ctx), end)
		return err
	}, nil
}

// inTransaction reports whether the session has a transaction open. now() is
// when the transaction began: without one, each statement is its own.
func (c *pgScratch) inTransaction() (bool, error) {
	var times [2]string
	for i := range times {
		if err := c.conn.QueryRowContext(c.ctx, "SELECT now()::text FROM pg_sleep(0.001)").Scan(&times[i]); err != nil {
			return false, err
		}
	}
	return times[0] == times[1], nil
}

func (c *pgScratch) run() (*schema.Database, error) {
	if err := c.prepare(); err != nil {
		return nil, err
	}
	if err := c.makeTypes(); err != nil {
		return nil, err
	}
	tables, err := c.makeTables()
	if err != nil {
		return nil, err
	}
	for c.attemptAll() {
		// a view may need one that was made just now
	}
	read, err := readPostgres(c.ctx, c.conn, Options{Schemas: c.others()})
	if err != nil {
		return nil, err
	}
	return c.restore(read, tables), nil
}

// prepare makes the scratch schemas, one for each schema of the wish.
func (c *pgScratch) prepare() error {
	var random [8]byte
	if _, err := rand.Read(random[:]); err != nil {
		return err
	}
	base := "limbeck_" + hex.EncodeToString(random[:])
	var path sql.NullString
	if err := c.conn.QueryRowContext(c.ctx, "SELECT COALESCE(current_schema(), ''), current_setting('search_path')").Scan(&c.current, &path); err != nil {
		return err
	}
	c.spaces[""] = base
	script := "CREATE SCHEMA " + base
	for i, name := range c.schemas() {
		c.spaces[name] = fmt.Sprintf("%s_%d", base, i+1)
		script += "; CREATE SCHEMA " + c.spaces[name]
	}
	full := base
	if path.String != "" {
		full += ", " + path.String
	}
	script += "; SELECT set_config('search_path', " + literal(full) + ", true); SET LOCAL check_function_bodies = off"
	if err := c.exec(script); err != nil {
		return fmt.Errorf("making a scratch schema: %w", err)
	}
	return nil
}

// schemas lists the schemas of the wish but the default one.
func (c *pgScratch) schemas() []string {
	set := map[string]bool{}
	for _, t := range c.wish.Tables {
		set[t.Schema] = true
	}
	for _, e := range c.wish.Enums {
		set[e.Schema] = true
	}
	for _, d := range c.wish.Domains {
		set[d.Schema] = true
	}
	delete(set, "")
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (c *pgScratch) others() []string {
	var list []string
	for name, scratch := range c.spaces {
		if name != "" {
			list = append(list, scratch)
		}
	}
	return list
}

// scratch returns the schema under which to make an object: none for the default
// schema, since its scratch schema is the default now.
func (c *pgScratch) scratch(name string) string {
	if name == "" {
		return ""
	}
	return c.spaces[name]
}

// perform compiles an operation and runs its statements at once.
func (c *pgScratch) perform(op ops.Op) error {
	list, err := c.d.Compile(op, nil)
	if err != nil {
		return err
	}
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.SQL
	}
	return c.exec(strings.Join(texts, ";\n"))
}

// attempt performs an operation that may fail.
func (c *pgScratch) attempt(what any, op ops.Op) bool {
	if c.made[what] {
		return false
	}
	if err := c.exec("SAVEPOINT limbeck_attempt"); err != nil {
		return false
	}
	if err := c.perform(op); err != nil {
		_ = c.exec("ROLLBACK TO SAVEPOINT limbeck_attempt")
		return false
	}
	c.made[what] = true
	return true
}

// makeTypes makes what columns refer to: enums that are new or other than they
// are now, domains, and the sequences and functions that defaults and checks call.
func (c *pgScratch) makeTypes() error {
	c.types = map[schema.Name]string{}
	now, err := c.enumsNow()
	if err != nil {
		return err
	}
	for _, e := range c.wish.Enums {
		id := schema.Name{Schema: e.Schema, Name: e.Name}
		if values, ok := now[id]; ok && slices.Equal(values, e.Values) {
			continue
		}
		own := schema.Clone(e)
		own.Schema = c.place(id)
		if err := c.perform(&ops.CreateEnum{Enum: *own}); err != nil {
			return fmt.Errorf("enum %s: %w", id, err)
		}
	}
	for _, s := range c.wish.Sequences {
		own := schema.Clone(s)
		own.Schema, own.OwnedBy = "", ""
		if s.Schema == "" && !c.exists(s.Name) {
			c.attempt(s, &ops.CreateSequence{Sequence: *own})
		}
	}
	for _, p := range c.wish.Routines {
		c.attemptRoutine(p)
	}
	for _, d := range c.wish.Domains {
		id := schema.Name{Schema: d.Schema, Name: d.Name}
		own := schema.Clone(d)
		own.Schema = c.place(id)
		c.texts(own)
		if err := c.perform(&ops.CreateDomain{Domain: *own}); err != nil {
			return fmt.Errorf("domain %s: %w", id, err)
		}
	}
	return nil
}

// place returns where to make a type, and notes its other name there.
func (c *pgScratch) place(id schema.Name) string {
	in := c.scratch(id.Schema)
	if in != "" {
		c.types[id] = in + "."
	}
	return in
}

// enumsNow reads the values of the enums that names reach at present.
func (c *pgScratch) enumsNow() (map[schema.Name][]string, error) {
	out := map[schema.Name][]string{}
	r := &pgReader{ctx: c.ctx, q: c.conn}
	err := r.each(`SELECT n.nspname, t.typname, pg_type_is_visible(t.oid),
			(SELECT to_json(array_agg(e.enumlabel ORDER BY e.enumsortorder))::text FROM pg_enum e WHERE e.enumtypid = t.oid)
		FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e'`, func(scan func(...any) error) error {
		var id schema.Name
		var visible bool
		var labels sql.NullString
		if err := scan(&id.Schema, &id.Name, &visible, &labels); err != nil {
			return err
		}
		values, err := stringList(labels)
		if out[id] = values; visible {
			out[schema.Name{Name: id.Name}] = values
		}
		return err
	})
	return out, err
}

// exists reports whether a relation of that name can be reached.
func (c *pgScratch) exists(name string) bool {
	var found bool
	err := c.conn.QueryRowContext(c.ctx, "SELECT to_regclass("+literal(postgres.Ident(name))+") IS NOT NULL").Scan(&found)
	return err == nil && found
}

// makeTables makes the tables, parents before children, and returns those made.
// One whose parent is not in the wish can't be made without touching the parent.
func (c *pgScratch) makeTables() (map[schema.Name]bool, error) {
	made := map[schema.Name]bool{}
	waiting := slices.Clone(c.wish.Tables)
	for progress := true; progress; {
		progress = false
		waiting = slices.DeleteFunc(waiting, func(t *schema.Table) bool { return made[t.ID()] })
		for _, t := range waiting {
			if !c.parentsMade(t, made) {
				continue
			}
			if err := c.perform(&ops.CreateTable{Table: *c.bare(t)}); err != nil {
				return nil, fmt.Errorf("table %s%s: %w", t.ID(), origin(t), err)
			}
			made[t.ID()], progress = true, true
		}
	}
	return made, nil
}

func origin(t *schema.Table) string {
	if t.Origin == "" {
		return ""
	}
	return " (" + t.Origin + ")"
}

func (c *pgScratch) parentsMade(t *schema.Table, made map[schema.Name]bool) bool {
	for _, key := range []string{schema.PartitionOf, schema.Inherits} {
		for _, parent := range postgres.Names(c.unqualified(t.Options.Get("postgres", key))) {
			if !made[parent] {
				return false
			}
		}
	}
	return true
}

// bare returns a table as it is made here: without foreign keys, with the columns of its
// type but not of the type, and with names that lead to scratch schemas.
func (c *pgScratch) bare(t *schema.Table) *schema.Table {
	own := schema.Clone(t)
	own.Schema, own.ForeignKeys = c.scratch(t.Schema), nil
	maps.DeleteFunc(own.Options["postgres"], func(key, _ string) bool { return isCode(key) || key == schema.OfType && len(c.wish.Composites) > 0 })
	c.texts(own)
	return own
}
