package mysql

import (
	"strings"
	"testing"
)

func TestLowerType(t *testing.T) {
	d := &Dialect{}
	for _, tt := range []struct{ in, lower, sql string }{
		{"boolean", "tinyint(1)", ""}, {"BOOL", "tinyint(1)", ""},
		{"smallint", "smallint", ""}, {"integer", "int", ""}, {"INT(11)", "int", ""}, {"int(5)", "int(5)", ""},
		{"int(10) unsigned", "int unsigned", ""}, {"int(11) unsigned", "int(11) unsigned", ""}, {"int4", "int", ""},
		{"int(5) zerofill", "int(5) unsigned zerofill", ""}, {"int zerofill", "int(10) unsigned zerofill", ""},
		{"bigint", "bigint", ""}, {"bigint(20) unsigned", "bigint unsigned", ""}, {"serial", "bigint unsigned", ""},
		{"tinyint", "tinyint", ""}, {"tinyint(4)", "tinyint", ""}, {"tinyint(1) unsigned", "tinyint(1) unsigned", ""},
		{"real", "float", "double"}, {"double", "double", ""}, {"double precision", "double", ""}, {"float8", "double", ""},
		{"float(24)", "float", ""}, {"float(30)", "double", ""}, {"float(7,3)", "float(7,3)", ""},
		{"numeric(10,2)", "decimal(10,2)", ""}, {"numeric(10)", "decimal(10,0)", ""}, {"numeric", "decimal(65,30)", "decimal(10,0)"},
		{"dec(8, 2)", "decimal(8,2)", ""}, {"fixed(8,2)", "decimal(8,2)", ""}, {"decimal", "decimal(10,0)", ""},
		{"char", "char(1)", ""}, {"char(36)", "char(36)", ""}, {"character varying(9)", "varchar(9)", ""}, {"varchar( 9 )", "varchar(9)", ""},
		{"national varchar(9)", "varchar(9) character set utf8mb3", ""}, {"nchar(3)", "char(3) character set utf8mb3", ""},
		{"varchar(9) CHARACTER SET latin1 COLLATE latin1_bin", "varchar(9) character set latin1 collate latin1_bin", ""},
		{"text", "text", ""}, {"text(1000)", "text", ""}, {"text(63)", "tinytext", ""}, {"blob(70000)", "mediumblob", ""}, {"longtext", "longtext", ""},
		{"binary", "binary(1)", ""}, {"binary(16)", "binary(16)", ""}, {"varbinary(16)", "varbinary(16)", ""}, {"blob", "blob", ""},
		{"date", "date", ""}, {"time", "time", ""}, {"time(3)", "time(3)", ""}, {"year(4)", "year", ""}, {"bit", "bit(1)", ""},
		{"timestamp", "datetime", "timestamptz"}, {"timestamp(6)", "datetime(6)", "timestamptz(6)"}, {"datetime(0)", "datetime", ""},
		{"timestamptz", "timestamptz", ""}, {"timestamptz(3)", "timestamptz(3)", ""}, {"timestamp(3) with time zone", "timestamptz(3)", ""},
		{"uuid", "char(36)", "mariadb_schema.uuid"}, {"mariadb_schema.uuid", "mariadb_schema.uuid", ""}, {"mariadb_schema.date", "date", ""},
		{"json", "json", ""}, {"integer[]", "json", ""}, {"varchar(9)[]", "json", ""}, {"inet6", "inet6", ""}, {"geometry", "geometry", ""},
		{"enum('a','b')", "enum('a','b')", ""}, {"ENUM ( 'a' , 'it''s', 'B ' )", "enum('a','it''s','B')", ""}, {"set('x')", "set('x')", ""},
		{`enum('a\\b')`, `enum('a\\b')`, ""},
	} {
		if tt.sql == "" {
			tt.sql = tt.lower
		}
		got, err := d.LowerType(tt.in)
		if err != nil || got != tt.lower {
			t.Errorf("LowerType(%q) = %q, %v; want %q", tt.in, got, err, tt.lower)
		}
		if !strings.Contains(tt.in, "[") {
			if sql, err := d.SQLType(tt.in); err != nil || sql != tt.sql {
				t.Errorf("SQLType(%q) = %q, %v; want %q", tt.in, sql, err, tt.sql)
			}
		}
		if again, err := d.LowerType(got); err != nil || again != got {
			t.Errorf("LowerType(%q) = %q, %v: not idempotent", got, again, err)
		}
		if again, err := d.LowerType(d.RaiseType(got)); err != nil || again != got {
			t.Errorf("LowerType(RaiseType(%q)) = %q, %v", got, again, err)
		}
		if got == tt.sql {
			continue
		}
		if again, err := d.LowerType(d.RaiseType(tt.sql)); err != nil || again != tt.sql {
			t.Errorf("LowerType(RaiseType(%q)) = %q, %v", tt.sql, again, err)
		}
	}
}

func TestLowerTypeErrors(t *testing.T) {
	for in, want := range map[string]string{
		"varchar": "varchar(n), or text", "varbinary": "varbinary(n), or blob", "interval": "bigint", "timestamp(9)": "6 digits",
		"": "empty", "varchar(9": "parenthesis", "float(60)": "53", "int ; drop": `";"`,
	} {
		if got, err := (&Dialect{}).LowerType(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LowerType(%q) = %q, %v; want an error with %q", in, got, err, want)
		}
	}
}

func FuzzLowerType(f *testing.F) {
	for _, s := range []string{"varchar(9)", "enum('a','b''c')", "int(5) zerofill", "timestamp(6) with time zone", "a.b(1)", "numeric(5) unsigned"} {
		f.Add(s)
	}
	d := &Dialect{}
	f.Fuzz(func(t *testing.T, in string) {
		native, err := d.LowerType(in)
		if err != nil {
			return
		}
		if again, err := d.LowerType(native); err != nil || again != native {
			t.Errorf("LowerType(%q) = %q, then %q, %v", in, native, again, err)
		}
		if again, err := d.LowerType(d.RaiseType(native)); err != nil || again != native {
			t.Errorf("%q: LowerType(RaiseType(%q)) = %q, %v", in, native, again, err)
		}
	})
}

func TestSpellDefault(t *testing.T) {
	for _, tt := range []struct{ sql, native, want string }{
		{"'draft'", "varchar(9)", "'draft'"}, {`'it\'s'`, "varchar(9)", "'it''s'"}, {`'a\\b'`, "varchar(9)", `'a\\b'`}, {"_utf8mb4'x'", "varchar(9)", "'x'"},
		{"5", "varchar(9)", "'5'"}, {"5", "int", "5"}, {"'5'", "int", "5"}, {"007", "int", "7"}, {"-5", "int", "-5"}, {"+5", "int", "5"}, {"- 5", "int", "-5"},
		{"TRUE", "tinyint(1)", "1"}, {"false", "tinyint(1)", "0"}, {"1", "bit(1)", "b'1'"}, {"b'0101'", "bit(4)", "b'101'"}, {"true", "bit(1)", "b'1'"},
		{"1.5", "decimal(5,2)", "1.50"}, {"0", "decimal(5,2)", "0.00"}, {"1.555", "decimal(5,2)", "1.555"}, {"1e10", "double", "10000000000"}, {"1.50", "double", "1.5"}, {"1e100", "double", "1e100"},
		{"NULL", "int", ""}, {"(NULL)", "int", ""}, {"'NULL'", "varchar(9)", "'NULL'"},
		{"CURRENT_TIMESTAMP", "datetime", "current_timestamp()"}, {"now()", "datetime(6)", "current_timestamp(6)"}, {"LOCALTIMESTAMP(3)", "datetime(6)", "current_timestamp(3)"},
		{"current_timestamp", "timestamptz(3)", "current_timestamp(3)"}, {"CURRENT_DATE", "date", "curdate()"}, {"'current_timestamp()'", "varchar(30)", "'current_timestamp()'"},
		{"(uuid())", "varchar(36)", "uuid()"}, {"1 + 2", "int", "1 + 2"}, {"(1 + 2)", "int", "1 + 2"}, {"(1) + (2)", "int", "(1) + (2)"}, {"7", "int(5) unsigned zerofill", "00007"},
		{"'{}'", "json", "'{}'"}, {"", "int", ""},
	} {
		got := spellDefault(tt.sql, tt.native)
		if got != tt.want {
			t.Errorf("spellDefault(%q, %s) = %q, want %q", tt.sql, tt.native, got, tt.want)
		}
		if again := spellDefault(got, tt.native); again != got {
			t.Errorf("spellDefault(%q, %s) = %q: not idempotent", got, tt.native, again)
		}
	}
}

func TestRenderDefault(t *testing.T) {
	for _, tt := range []struct{ def, native, want string }{
		{"'a'", "varchar(9)", "'a'"}, {"'a'", "text", "('a')"}, {"'{}'", "json", "('{}')"}, {"-5", "int", "-5"}, {"b'1'", "bit(1)", "b'1'"},
		{"current_timestamp(6)", "datetime(6)", "current_timestamp(6)"}, {"current_timestamp()", "varchar(30)", "(current_timestamp())"},
		{"uuid()", "char(36)", "(uuid())"}, {"1 + 2", "int", "(1 + 2)"},
	} {
		if got := renderDefault(tt.def, tt.native); got != tt.want {
			t.Errorf("renderDefault(%q, %s) = %q, want %q", tt.def, tt.native, got, tt.want)
		}
	}
}
