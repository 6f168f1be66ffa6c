package postgres

import (
	"context"
	"fmt"
	"testing"

	"github.com/limbeck/migrate/schema"
)

// defaults pairs defaults as people write them with what the catalog prints.
var defaults = []struct{ native, written, want string }{
	{"character varying(20)", "'draft'", "'draft'::character varying"},
	{"character varying(20)", "'draft'::varchar", "'draft'::character varying"},
	{"character varying(5)", "'x'::text", "'x'::text"},
	{"text", "'x'", "'x'::text"}, {"text", "('x')", "'x'::text"}, {"text", "'it''s'", "'it''s'::text"}, {"text", `'a\b'`, `'a\b'::text`},
	{"text", `E'a\nb'`, "'a\nb'::text"}, {"text", "CURRENT_user", "CURRENT_USER"}, {"text", "$$x$$", "'x'::text"},
	{"character(3)", "'abc'", "'abc'::bpchar"}, {"bpchar", "'q'", "'q'::bpchar"}, {"name", "'n'", "'n'::name"},
	{"integer", "5", "5"}, {"integer", "'5'", "5"}, {"integer", "-1", "'-1'::integer"}, {"integer", "'-7'", "'-7'::integer"},
	{"bigint", "0", "0"}, {"bigint", "-1", "'-1'::integer"}, {"bigint", "'-5'", "'-5'::bigint"}, {"bigint", "'5'", "'5'::bigint"},
	{"bigint", "3000000000", "'3000000000'::bigint"}, {"bigint", "-3000000000", "'-3000000000'::bigint"},
	{"integer", "-2147483648", "'-2147483648'::integer"}, {"smallint", "3", "3"}, {"smallint", "-1", "'-1'::integer"},
	{"numeric", "-1.5", "'-1.5'::numeric"}, {"numeric(10,2)", "1.5", "1.5"}, {"numeric", "100", "100"},
	{"double precision", "1.5", "1.5"}, {"double precision", "-1.5", "'-1.5'::numeric"}, {"real", "-2", "'-2'::integer"},
	{"boolean", "'t'", "true"}, {"boolean", "TRUE", "true"}, {"boolean", "'no'", "false"},
	{"json", "'{}'", "'{}'::json"}, {"json", `'{"a" :1}'`, `'{"a" :1}'::json`}, {"jsonb", "'{}'", "'{}'::jsonb"},
	{"text[]", "'{}'", "'{}'::text[]"}, {"integer[]", "'{}'", "'{}'::integer[]"},
	{"date", "'2020-01-31'", "'2020-01-31'::date"}, {"bytea", `'\x00ff'`, `'\x00ff'::bytea`},
	{"timestamp without time zone", "current_timestamp", "CURRENT_TIMESTAMP"}, {"timestamp with time zone", "NOW()", "now()"},
	{"mood", "'a'", "'a'::mood"}, {"mood", "'a'::mood", "'a'::mood"},
	{"integer", "NULL", ""},
}

func TestSpellDefault(t *testing.T) {
	for _, tt := range defaults {
		if got := spellDefault(tt.written, tt.native); got != tt.want {
			t.Errorf("%s DEFAULT %s: got %s, want %s", tt.native, tt.written, got, tt.want)
		}
		if again := spellDefault(tt.want, tt.native); again != tt.want && tt.want != "" {
			t.Errorf("%s DEFAULT %s changes to %s when it is spelled again", tt.native, tt.want, again)
		}
	}
}

// TestDefaultsOnServer asks the server what it makes of every default.
func TestDefaultsOnServer(t *testing.T) {
	conn := testConn(t)
	mustExec(t, conn, "CREATE TYPE mood AS ENUM ('a')")
	for i, tt := range defaults {
		table := fmt.Sprintf("t%d", i)
		mustExec(t, conn, "CREATE TABLE "+table+" (c "+tt.native+" DEFAULT "+tt.written+")")
		var got string
		if err := conn.QueryRowContext(context.Background(),
			"SELECT COALESCE((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = '"+table+"'::regclass), '')").Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != tt.want {
			t.Errorf("%s DEFAULT %s: the server says %s, the test %s", tt.native, tt.written, got, tt.want)
		}
	}
}

// TestDefaultLeftAlone: what can't be spelled for certain stays as it is written.
func TestDefaultLeftAlone(t *testing.T) {
	tests := []struct{ native, written string }{
		{"interval", "'14 days'"}, {"jsonb", `'{"a":1}'`}, {"timestamp without time zone", "'2020-01-01'"}, {"text", `E'\x41'`},
		{"integer", "'x'"}, {"numeric", "'5.20'"}, {"uuid", "gen_random_uuid()"}, {"text", "'a' || 'b'"}, {"integer", "nextval('s')"},
		{"date", "'today'"}, {"boolean", "'maybe'"}, {"integer[]", "'{1, 2}'"}, {"inet", "'10.0.0.1'"},
	}
	for _, tt := range tests {
		if got := spellDefault(tt.written, tt.native); got != tt.written {
			t.Errorf("%s DEFAULT %s: got %s", tt.native, tt.written, got)
		}
	}
}

func TestRaiseDefault(t *testing.T) {
	tests := []struct {
		native, sql string
		want        any
	}{
		{"character varying(20)", "'draft'::character varying", "draft"}, {"text", "'it''s'::text", "it's"}, {"mood", "'a'::mood", "a"},
		{"integer", "0", int64(0)}, {"bigint", "'-1'::integer", int64(-1)}, {"bigint", "'3000000000'::bigint", int64(3000000000)},
		{"numeric(10,2)", "1.5", 1.5}, {"boolean", "true", true}, {"boolean", "false", false}, {"date", "'2020-01-31'::date", "2020-01-31"},
		{"jsonb", "'{}'::jsonb", "{}"},
		{"text", "now()", nil}, {"numeric", "1.50", nil}, {"bigint", "'-5'::bigint", nil}, {"text", "'x'::character varying", nil},
		{"timestamp without time zone", "CURRENT_TIMESTAMP", nil}, {"integer", "nextval('s'::regclass)", nil}, {"text", "('a'::text || 'b'::text)", nil},
	}
	for _, tt := range tests {
		got := raiseDefault(&schema.Default{SQL: schema.SQL(tt.sql)}, tt.native)
		if got.Value != tt.want || tt.want == nil && got.SQL.Any != tt.sql {
			t.Errorf("%s DEFAULT %s: got %+v, want %v", tt.native, tt.sql, got, tt.want)
		}
	}
}
