package sqlite_test

import (
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect/sqlite"
)

func TestLowerType(t *testing.T) {
	d := sqlite.New()
	for _, c := range []struct{ neutral, native, raised string }{
		{"boolean", "boolean", "boolean"}, {"bigint", "bigint", "bigint"}, {"double", "double", "double"},
		{"numeric(10,2)", "numeric(10,2)", "numeric(10,2)"}, {"numeric( 10 , 2 )", "numeric( 10 , 2 )", "numeric( 10 , 2 )"},
		{"varchar(200)", "varchar(200)", "varchar(200)"}, {"VarChar (200)", "varchar (200)", "varchar (200)"},
		{"binary(16)", "binary blob(16)", "binary(16)"}, {"varbinary(16)", "varbinary blob(16)", "varbinary(16)"}, {"varbinary", "varbinary blob", "varbinary"},
		{"timestamp(6)", "timestamp", "timestamp"}, {"timestamptz", "timestamp", "timestamp"}, {"time(3)", "time", "time"},
		{"json", "json text", "json"}, {"uuid", "uuid text", "uuid"}, {"interval", "text", "text"}, {"integer[]", "json text", "json"},
		{"JSON", "JSON", "JSON"}, {"Uuid", "UUID", "UUID"}, {"INTERVAL", "INTERVAL", "INTERVAL"}, {"TIMESTAMP(6)", "TIMESTAMP(6)", "TIMESTAMP(6)"},
		{"DATETIME", "datetime", "datetime"}, {"int unsigned", "int unsigned", "int unsigned"}, {"untyped", "untyped", "untyped"},
		{"enum('a', 'it''s')", "enum('a','it''s')", "enum('a','it''s')"},
	} {
		native, err := d.LowerType(c.neutral)
		if err != nil || native != c.native {
			t.Errorf("LowerType(%q) = %q, %v, want %q", c.neutral, native, err, c.native)
		}
		if raised := d.RaiseType(native); raised != c.raised {
			t.Errorf("RaiseType(%q) = %q, want %q", native, raised, c.raised)
		}
		if again, err := d.LowerType(d.RaiseType(native)); err != nil || again != native {
			t.Errorf("LowerType(RaiseType(%q)) = %q, %v", native, again, err)
		}
		if again, err := d.LowerType(native); err != nil || again != native {
			t.Errorf("LowerType(%q) = %q, %v: not itself", native, again, err)
		}
	}
	for _, bad := range []string{"set('a','b')", "text) ; DROP TABLE x", "varchar(max)", "5"} {
		if native, err := d.LowerType(bad); err == nil {
			t.Errorf("LowerType(%q) = %q", bad, native)
		}
	}
}

// TestAffinity stores what each type holds, and finds it unchanged.
func TestAffinity(t *testing.T) {
	d := newDatabase(t, "")
	for neutral, values := range map[string][]string{
		"json": {"'1e5'", "'007'", "'{}'", "'12345678901234567890123'"}, "uuid": {"'00000000000000000000000000000001'", "'1e5'"},
		"interval": {"'01'", "'1.50'"}, "text[]": {"'[1]'", "'1.0'"}, "varchar(5)": {"'007'"}, "char(3)": {"'1.0'"}, "text": {"'1e5'"},
		"binary(3)": {"x'303037'", "'007'"}, "varbinary(3)": {"'1e5'"}, "blob": {"x'01'", "'007'"}, "timestamp": {"'2026-01-31 10:00:00'"},
		"date": {"'2026-01-31'"}, "time": {"'10:00:00'"}, "enum('1','01')": {"'01'"}, "boolean": {"1", "0"}, "bigint": {"9223372036854775807"},
		"double": {"1.5"}, "numeric(10,2)": {"1.25"},
	} {
		native, err := d.LowerType(neutral)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(native, "enum") {
			native = "text"
		}
		d.exec("CREATE TABLE t (v " + native + ")")
		for _, v := range values {
			d.exec("INSERT INTO t VALUES (" + v + ")")
			if got := d.query("SELECT quote(v) FROM t"); !strings.EqualFold(got, v) {
				t.Errorf("%s (%s) made %s of %s", neutral, native, got, v)
			}
			d.exec("DELETE FROM t")
		}
		d.exec("DROP TABLE t")
	}
}

func TestLiteral(t *testing.T) {
	d := newDatabase(t, "")
	for _, c := range []struct {
		value any
		quote string
	}{
		{nil, "NULL"}, {true, "1"}, {false, "0"}, {int64(-5), "-5"}, {1.5, "1.5"}, {2.0, "2.0"}, {1e300, "1.0e+300"}, {"it's", "'it''s'"},
		{"a\nb", "'a\nb'"}, {[]byte{0, 255}, "X'00FF'"}, {"100% %s ☃", "'100% %s ☃'"},
	} {
		if got := d.query("SELECT quote(" + d.Literal(c.value) + ")"); got != c.quote {
			t.Errorf("%v became %s, want %s", c.value, got, c.quote)
		}
	}
	if got := d.query("SELECT hex(" + d.Literal("a\x00b") + "), typeof(" + d.Literal("a\x00b") + ")"); got != "610062|text" {
		t.Errorf("a text with a NUL became %s", got)
	}
}
