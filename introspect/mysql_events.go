package introspect

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// readEvents lists the events, and asks for the text of each: the catalog's has no
// escapes and character sets in its strings.
func (r *mysqlReader) readEvents() error {
	query := "SELECT EVENT_NAME, TIME_ZONE, " + bodySession + " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = " + r.d.Literal(r.in) + " ORDER BY EVENT_NAME"
	from := len(r.out.Events)
	err := r.each(query, func(v []sql.NullString) error {
		e := &schema.Event{Name: v[0].String, Schema: r.schema}
		r.definer(&e.Options, v[2].String)
		r.server.session.note(&e.Options, mysqlSession{v[3].String, v[4].String, v[5].String})
		if zone := v[1].String; zone != r.server.timeZone {
			e.Options.Set("mysql", "time_zone", zone)
		}
		r.out.Events = append(r.out.Events, e)
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range r.out.Events[from:] {
		shown, err := showCreate(r.ctx, r.q, "SHOW CREATE EVENT "+r.qualified(e.Name))
		if err != nil {
			return err
		}
		said, err := parseEvent(r.d, shown["Create Event"])
		if err != nil {
			return fmt.Errorf("SHOW CREATE EVENT %s: %w", e.Name, err)
		}
		said.Schema, said.Options = e.Schema, e.Options
		*e = *said
	}
	return nil
}

// DeclaredEvent reads a statement of a SQL model that makes an event; nil when it
// makes something else. Such a statement is not for a scratch database: the
// server would start to run the event there, and note its own clock in it.
func DeclaredEvent(d dialect.Dialect, statement string) (*schema.Event, error) {
	own, ok := d.(*mysql.Dialect)
	if !ok {
		return nil, nil
	}
	if strings.HasPrefix(statement, "/*!") { // all of it is in comments, as dumps have it
		statement = openVersionComments(statement)
	}
	e := own.Effect(statement)
	if e.Verb != "create" || len(e.Objects) != 1 || e.Objects[0].Kind != "event" {
		return nil, nil
	}
	return parseEvent(own, statement)
}

// Session is what a server would note of a session with an event (MySQL).
type Session struct {
	mysql    mysqlSession
	timeZone string
}

// SessionOf reads it, as it will be once it is prepared; of databases that have no events, nothing.
func SessionOf(ctx context.Context, q dialect.Queryer, d dialect.Dialect) (s Session, err error) {
	if _, ok := d.(*mysql.Dialect); ok {
		s, err = readMySQLSession(ctx, q)
		s.mysql.sqlMode = mysql.PlainMode(s.mysql.sqlMode)
	}
	return s, err
}

// Note writes down with a declared event how the session differs now.
func (s Session) Note(ctx context.Context, q dialect.Queryer, e *schema.Event) error {
	now, err := readMySQLSession(ctx, q)
	s.mysql.note(&e.Options, now.mysql)
	if now.timeZone != s.timeZone {
		e.Options.Set("mysql", "time_zone", now.timeZone)
	}
	return err
}

func readMySQLSession(ctx context.Context, q dialect.Queryer) (s Session, err error) {
	rows, err := q.QueryContext(ctx, "SELECT @@SESSION.sql_mode, @@SESSION.character_set_client, @@SESSION.collation_connection, @@SESSION.time_zone")
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		err = rows.Scan(&s.mysql.sqlMode, &s.mysql.charset, &s.mysql.collation, &s.timeZone)
	}
	return s, cmp.Or(err, rows.Err())
}

// parseEvent reads a CREATE EVENT.
func parseEvent(d *mysql.Dialect, text string) (*schema.Event, error) {
	text, definer := mysql.CutDefiner(text)
	p := &showParser{d: d, text: text, tokens: d.Lexicon().Tokens(text)}
	for !p.take("event") {
		if p.end() {
			return nil, errors.New("no CREATE EVENT")
		}
		p.pos++
	}
	p.take("if", "not", "exists")
	e := &schema.Event{Name: p.name()}
	if p.take(".") {
		e.Schema, e.Name = e.Name, p.name()
	}
	for !p.take("do") {
		if err := p.eventClause(e); err != nil {
			return nil, fmt.Errorf("event %s: %w", e.Name, err)
		}
	}
	e.SQL = schema.SQL(p.raw(p.pos, len(p.tokens)))
	if definer != "" && !strings.HasPrefix(strings.ToLower(definer), "current_user") {
		e.Options.Set("mysql", "definer", definer)
	}
	mysql.FinishEvent(e)
	if value := d.Lexicon().Tokens(e.Every); e.Every != "" && len(value) != 2 {
		return nil, fmt.Errorf("event %s: EVERY %s is not a number, or a string, and a unit: the server keeps only what the expression comes to, so write that", e.Name, e.Every)
	}
	return e, nil
}

// eventClause reads one clause of a CREATE EVENT.
func (p *showParser) eventClause(e *schema.Event) error {
	switch {
	case p.take("on", "schedule"):
		if p.take("at") {
			e.At = p.eventTime()
		} else if p.take("every") {
			e.Every = p.eventTime()
		}
	case p.take("starts"):
		e.Starts = p.eventTime()
	case p.take("ends"):
		e.Ends = p.eventTime()
	case p.take("on", "completion", "not", "preserve"):
	case p.take("on", "completion", "preserve"):
		e.Preserve = true
	case p.take("enable"):
	case p.take("disable", "on", "slave"), p.take("disable", "on", "replica"):
		e.State = "disabled on slave"
	case p.take("disable"):
		e.State = "disabled"
	case p.take("comment"):
		e.Comment = p.name()
	case p.end():
		return errors.New("no DO")
	default:
		return errors.New("unexpected " + p.tokens[p.pos].Text)
	}
	return nil
}

// eventTime takes the text up to the next clause.
func (p *showParser) eventTime() string {
	from := p.pos
	for !p.end() && !p.at("starts") && !p.at("ends") && !p.at("on", "completion") && !p.at("enable") && !p.at("disable") && !p.at("comment") && !p.at("do") {
		p.pos++
	}
	return p.raw(from, p.pos)
}
