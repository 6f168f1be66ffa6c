package introspect

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// showCreate runs a SHOW CREATE and returns its columns by name.
func showCreate(ctx context.Context, q dialect.Queryer, query string) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values := make([]sql.NullString, len(names))
	targets := make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	out := map[string]string{}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		for i, n := range names {
			out[n] = values[i].String
		}
	}
	return out, rows.Err()
}

func (r *mysqlReader) qualified(name string) string {
	return r.d.Quote(r.in) + "." + r.d.Quote(name)
}

// readOdd reads the tables that information_schema doesn't tell all about from
// SHOW CREATE TABLE instead.
func (r *mysqlReader) readOdd() error {
	slices.Sort(r.odd)
	for _, name := range slices.Compact(r.odd) {
		shown, err := showCreate(r.ctx, r.q, "SHOW CREATE TABLE "+r.qualified(name))
		if err != nil {
			return err
		}
		t, err := parseShowCreate(r.d, shown["Create Table"])
		if err != nil {
			return fmt.Errorf("SHOW CREATE TABLE %s: %w", name, err)
		}
		for _, f := range t.ForeignKeys {
			f.ReferencesSchema = r.reference(f.ReferencesSchema)
		}
		t.Schema = r.schema
		if known := r.tables[name].Options.Get("mysql", "collate"); known != "" { // MySQL leaves out that of the character set
			t.Options.Set("mysql", "collate", known)
		}
		*r.tables[name] = *t
	}
	return nil
}

// readViews reads the views, those with literals exactly.
func (r *mysqlReader) readViews() error {
	algorithm := "ALGORITHM"
	if !r.server.mariadb { // which has none, nor the names of the columns
		algorithm = "'UNDEFINED'"
	}
	query := "SELECT TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, DEFINER, SECURITY_TYPE, " + algorithm + ", CHARACTER_SET_CLIENT, COLLATION_CONNECTION" +
		" FROM information_schema.VIEWS" + r.where("TABLE_SCHEMA", "TABLE_NAME") + " ORDER BY TABLE_NAME"
	var exact []*schema.View
	err := r.each(query, func(v []sql.NullString) error {
		if v[1].String == "" {
			return fmt.Errorf("the user may not read the text of view %s: GRANT SHOW VIEW ON %s.* TO the user", v[0].String, r.in)
		}
		view := &schema.View{Name: v[0].String, Schema: r.schema, SQL: schema.SQL(mysql.NestJoins(unqualifyMySQL(r.d, r.in, v[1].String)))}
		if check := strings.ToLower(v[2].String); check != "none" {
			view.Options.Set("mysql", "check_option", check)
		}
		r.definer(&view.Options, v[3].String)
		if v[4].String == "INVOKER" {
			view.Options.Set("mysql", "security", "invoker")
		}
		if v[5].String != "UNDEFINED" {
			view.Options.Set("mysql", "algorithm", strings.ToLower(v[5].String))
		}
		r.server.session.note(&view.Options, mysqlSession{r.server.session.sqlMode, v[6].String, v[7].String})
		r.out.Views = append(r.out.Views, view)
		if r.exactViews || !r.server.mariadb || strings.Contains(v[1].String, "'") {
			exact = append(exact, view)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, v := range exact {
		if err := r.exactView(v); err != nil {
			return fmt.Errorf("view %s: %w", v.Name, err)
		}
	}
	return nil
}

// exactView takes a view's query from SHOW CREATE VIEW, and what else stands there: the
// catalog's text lacks the character sets of literals, and MySQL's catalog the algorithm
// and the list of the columns.
func (r *mysqlReader) exactView(v *schema.View) error {
	shown, err := showCreate(r.ctx, r.q, "SHOW CREATE VIEW "+r.qualified(v.Name))
	if err != nil {
		return err
	}
	text := shown["Create View"]
	tokens := r.d.Lexicon().Tokens(text)
	as := slices.IndexFunc(tokens, func(t dialect.Token) bool { return t.Is("as") })
	if as < 0 {
		return fmt.Errorf("SHOW CREATE VIEW says %q", text)
	}
	query := text[tokens[as].End:]
	if check := v.Options.Get("mysql", "check_option"); check != "" {
		query = strings.TrimSuffix(query, " WITH "+strings.ToUpper(check)+" CHECK OPTION")
	}
	v.SQL = schema.SQL(unqualifyMySQL(r.d, r.in, strings.TrimSpace(query)))
	for i, t := range tokens[:as] {
		if t.Is("algorithm") && !tokens[i+2].Is("undefined") {
			v.Options.Set("mysql", "algorithm", strings.ToLower(tokens[i+2].Text))
		}
	}
	if list := slices.IndexFunc(tokens[:as], func(t dialect.Token) bool { return t.Is("(") }); list >= 0 {
		for _, t := range tokens[list:as] {
			if t.Kind == dialect.Quoted {
				v.Columns = append(v.Columns, t.Value)
			}
		}
	}
	return nil
}

// definer notes who defined an object, where that isn't oneself: another server
// may not know the user.
func (r *mysqlReader) definer(options *schema.Options, definer string) {
	if definer != r.server.user && definer != "" {
		options.Set("mysql", "definer", mysql.QuoteAccount(definer))
	}
}

// body is a trigger or routine, without its text.
type body struct {
	name, kind, table, definer string
	session                    mysqlSession
}

const bodySession = "DEFINER, SQL_MODE, CHARACTER_SET_CLIENT, COLLATION_CONNECTION"

// readTriggers lists the triggers, and asks for the text of each: the catalog has
// only parts of it. They come in the order in which they fire.
func (r *mysqlReader) readTriggers() error {
	query := "SELECT TRIGGER_NAME, 'TRIGGER', EVENT_OBJECT_TABLE, " + bodySession + " FROM information_schema.TRIGGERS" +
		r.where("EVENT_OBJECT_SCHEMA", "EVENT_OBJECT_TABLE") + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER"
	list, err := r.bodies(query)
	if err != nil {
		return err
	}
	from := len(r.out.Triggers)
	for _, b := range list {
		if r.tables[b.table] == nil && r.table != "" {
			continue
		}
		shown, err := showCreate(r.ctx, r.q, "SHOW CREATE TRIGGER "+r.qualified(b.name))
		if err != nil {
			return err
		}
		text, options, err := r.bodyText(b, shown["SQL Original Statement"])
		if err != nil {
			return err
		}
		r.out.Triggers = append(r.out.Triggers, &schema.Trigger{Name: b.name, Schema: r.schema, Table: b.table, SQL: text, Options: options})
	}
	mysql.PlaceTriggers(r.out.Triggers[from:])
	return nil
}

func (r *mysqlReader) readRoutines() error {
	query := "SELECT ROUTINE_NAME, ROUTINE_TYPE, '', " + bodySession + " FROM information_schema.ROUTINES" +
		" WHERE ROUTINE_SCHEMA = " + r.d.Literal(r.in) + " AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE') ORDER BY ROUTINE_NAME, ROUTINE_TYPE"
	list, err := r.bodies(query)
	if err != nil {
		return err
	}
	for _, b := range list {
		shown, err := showCreate(r.ctx, r.q, "SHOW CREATE "+b.kind+" "+r.qualified(b.name))
		if err != nil {
			return err
		}
		text, options, err := r.bodyText(b, shown["Create "+b.kind[:1]+strings.ToLower(b.kind[1:])])
		if err != nil {
			return err
		}
		kind := strings.ToLower(b.kind)
		if tokens := r.d.Lexicon().Tokens(text.Any); len(tokens) > 1 && tokens[1].Is("aggregate") {
			kind = "aggregate"
		}
		r.out.Routines = append(r.out.Routines, &schema.Routine{Name: b.name, Schema: r.schema, Kind: kind, SQL: text, Options: options})
	}
	return nil
}

func (r *mysqlReader) bodies(query string) ([]body, error) {
	var list []body
	err := r.each(query, func(v []sql.NullString) error {
		list = append(list, body{v[0].String, v[1].String, v[2].String, v[3].String, mysqlSession{v[4].String, v[5].String, v[6].String}})
		return nil
	})
	return list, err
}

func (r *mysqlReader) bodyText(b body, sql string) (schema.Text, schema.Options, error) {
	if sql == "" {
		return schema.Text{}, nil, fmt.Errorf("the user may not read the text of %s %s: it takes the TRIGGER privilege, or for routines SELECT on mysql.proc or SHOW_ROUTINE", strings.ToLower(b.kind), b.name)
	}
	var options schema.Options
	r.definer(&options, b.definer)
	r.server.session.note(&options, b.session)
	text, _ := mysql.CutDefiner(sql)
	if tokens := r.d.Lexicon().Tokens(text); len(tokens) > 0 && tokens[len(tokens)-1].Is(";") { // MySQL keeps what ends a statement among others
		text = strings.TrimSpace(text[:tokens[len(tokens)-1].Start])
	}
	return schema.SQL(text), options, nil
}

// readSequences reads MariaDB's sequences, each a table of one row, in one query.
func (r *mysqlReader) readSequences() error {
	if len(r.sequences) == 0 {
		return nil
	}
	var selects []string
	for _, name := range slices.Sorted(maps.Keys(r.sequences)) {
		selects = append(selects, "SELECT "+r.d.Literal(name)+", start_value, increment, minimum_value, maximum_value, cache_size, cycle_option FROM "+r.qualified(name))
	}
	return r.each(strings.Join(selects, " UNION ALL "), func(v []sql.NullString) error {
		n := make([]int64, 6)
		for i := range n {
			if _, err := fmt.Sscan(v[i+1].String, &n[i]); err != nil {
				return fmt.Errorf("sequence %s: %w", v[0].String, err)
			}
		}
		s := &schema.Sequence{Name: v[0].String, Schema: r.schema, Start: &n[0], Increment: n[1], Min: &n[2], Max: &n[3], Cache: n[4], Cycle: n[5] == 1, Comment: r.sequences[v[0].String]}
		if s.Cache == 0 {
			s.Cache = mysql.NoCache
		}
		mysql.FoldSequence(s)
		r.out.Sequences = append(r.out.Sequences, s)
		return nil
	})
}
