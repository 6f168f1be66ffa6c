package mysql

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// compileObjects takes the operations beside tables.
func (c compiler) compileObjects(op ops.Op) ([]string, error) {
	switch op := op.(type) {
	case *ops.CreateSchema:
		return []string{"CREATE DATABASE " + quote(op.Name)}, checkNames(op.Name)
	case *ops.DropSchema:
		return []string{"DROP DATABASE " + quote(op.Name)}, nil
	case *ops.CreateEnum, *ops.AlterEnum, *ops.DropEnum:
		return nil, nil // the columns carry the values
	case *ops.CreateExtension, *ops.AlterExtension, *ops.DropExtension:
		return nil, dialect.Unsupported("MySQL", "extensions", "keep the operation in a revision for PostgreSQL only")
	case *ops.CreateDomain, *ops.AlterDomain, *ops.DropDomain:
		return nil, dialect.Unsupported("MySQL", "domains", "give the columns the domain's type and checks")
	case *ops.CreateComposite, *ops.AlterComposite, *ops.DropComposite:
		return nil, dialect.Unsupported("MySQL", "composite types", "give the tables the columns, or one of type json")
	case *ops.CreateObject, *ops.DropObject:
		return nil, dialect.Unsupported("MySQL", "objects of such a kind", "keep the operation in a revision for PostgreSQL only")
	case *ops.Grant, *ops.Revoke:
		return nil, dialect.Unsupported("MySQL", "privileges of roles on the objects of one database", "execute the GRANT for its users")
	case *ops.CreateSequence:
		return c.createSequence(op)
	case *ops.AlterSequence:
		return c.alterSequence(op)
	case *ops.DropSequence:
		return []string{"DROP SEQUENCE " + tableName(op.ID())}, nil
	case *ops.CreateView:
		return c.createView(&op.View)
	case *ops.AlterView:
		if len(op.Options[name]) > 0 || op.SQL.For(name) != "" {
			return nil, fmt.Errorf("alter_view %s: MySQL changes a view as a whole: drop it and create it again", op.Name)
		}
		return nil, nil // the options are other dialects'
	case *ops.DropView:
		return []string{"DROP VIEW " + tableName(op.ID())}, nil
	case *ops.CreateRoutine:
		return c.createBody(op.SQL, op.Options, "routine "+op.Name)
	case *ops.DropRoutine:
		return c.dropRoutine(op)
	case *ops.CreateTrigger:
		return c.createTrigger(op)
	case *ops.DropTrigger:
		return []string{"DROP TRIGGER " + tableName(schema.Name{Schema: op.Schema, Name: op.Name})}, nil
	case *ops.CreateEvent:
		return c.createEvent(&op.Event)
	case *ops.AlterEvent:
		return c.alterEvent(op)
	case *ops.DropEvent:
		return []string{"DROP EVENT " + tableName(op.ID())}, nil
	case *ops.SetComment:
		return c.setComment(op)
	case *ops.Execute:
		return execute(op)
	case *ops.InsertRows:
		return c.insertRows(op)
	case *ops.Call:
		return nil, fmt.Errorf("call %s: a Go function has no SQL", op.Name)
	}
	return nil, fmt.Errorf("MySQL can't do %s", op.Kind())
}

func (c compiler) createView(v *schema.View) ([]string, error) {
	if v.Materialized {
		return nil, dialect.Unsupported("MySQL", "materialized views", "use a table that a job fills")
	}
	query := trimStatement(v.SQL.For(name))
	if query == "" {
		return nil, nil // a view of other dialects
	}
	own := v.Options[name]
	sql := "CREATE"
	if algorithm := own["algorithm"]; algorithm != "" {
		sql += " ALGORITHM=" + strings.ToUpper(algorithm)
	}
	if definer := own["definer"]; definer != "" {
		sql += " DEFINER=" + definer
	}
	if security := own["security"]; security != "" {
		sql += " SQL SECURITY " + strings.ToUpper(security)
	}
	sql += " VIEW " + tableName(schema.Name{Schema: v.Schema, Name: v.Name})
	if len(v.Columns) > 0 {
		sql += " (" + quoteList(v.Columns) + ")"
	}
	sql += " AS\n" + query
	if check := own["check_option"]; check != "" {
		sql += " WITH " + strings.ToUpper(check) + " CHECK OPTION"
	}
	return inSession(own, sql), checkNames(v.Name)
}

// sessionOptions are the settings of the session that the server remembers with
// a view, trigger, routine or event, with the variable that keeps ours meanwhile.
var sessionOptions = []struct{ option, variable string }{
	{"sql_mode", "sql_mode"},
	{"client_charset", "character_set_client"},
	{"client_collation", "collation_connection"},
	{"time_zone", "time_zone"},
}

// inSession runs a statement under the settings that its options name.
func inSession(options map[string]string, sql string) []string {
	var keep, set, restore []string
	for _, s := range sessionOptions {
		value, ok := options[s.option]
		if !ok {
			continue
		}
		keep = append(keep, "@limbeck_"+s.variable+" = @@SESSION."+s.variable)
		set = append(set, "SESSION "+s.variable+" = "+quoteString(value))
		restore = append(restore, "SESSION "+s.variable+" = @limbeck_"+s.variable)
	}
	if len(keep) == 0 {
		return []string{sql}
	}
	return []string{
		"SET " + strings.Join(keep, ", "),
		"SET " + strings.Join(set, ", "),
		sql,
		"SET " + strings.Join(restore, ", "),
	}
}

// createBody creates a trigger or routine.
func (c compiler) createBody(text schema.Text, options schema.Options, what string) ([]string, error) {
	sql := trimStatement(text.For(name))
	if sql == "" {
		return nil, nil // an object of other dialects
	}
	if !hasBody(sql) {
		return nil, fmt.Errorf("%s: the text is not a CREATE of it", what)
	}
	sql = withDefiner(sql, options.Get(name, "definer"))
	return inSession(options[name], sql), nil
}

func (c compiler) dropRoutine(op *ops.DropRoutine) ([]string, error) {
	kind := strings.ToUpper(op.RoutineKind)
	if kind == "" || kind == "AGGREGATE" {
		kind = "FUNCTION"
	}
	return []string{"DROP " + kind + " " + tableName(op.ID())}, nil
}

// setComment: of what has no operation of its own, only an index has a comment,
// and that is changed by making it anew.
func (c compiler) setComment(op *ops.SetComment) ([]string, error) {
	if op.On == "sequence" {
		return []string{commentSequence(schema.Name{Schema: op.Schema, Name: op.Name}, op.Comment)}, nil
	}
	if op.On != "index" && op.On != "constraint" {
		return nil, dialect.Unsupported("MySQL", "comments on a "+op.On, "")
	}
	on := ops.On{Table: op.Table, Schema: op.Schema}
	live, err := c.live(on)
	if err != nil {
		return nil, err
	}
	if live == nil || live.Index(op.Name) == nil {
		return nil, fmt.Errorf("index %s of table %s: MySQL changes its comment by making the index anew, and it is not there to read", op.Name, on.ID())
	}
	index := live.Index(op.Name)
	index.Comment = op.Comment
	return c.alter(on, "DROP INDEX "+quote(op.Name), "ADD "+indexSQL(index)), nil
}

// rowLiteral is the literal of a value of insert_rows: what TOML knows, with
// lists and tables as JSON.
func rowLiteral(d *Dialect, value any) (string, error) {
	switch v := value.(type) {
	case nil, bool, int64, float64, string, []byte, time.Time:
		return d.Literal(v), nil
	case int:
		return strconv.Itoa(v), nil
	default:
		text, err := json.Marshal(v)
		if err != nil {
			return "", err
		}
		return quoteString(string(text)), nil
	}
}
