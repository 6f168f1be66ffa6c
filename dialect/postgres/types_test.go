package postgres

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// spellings pairs type names as people write them with what the server prints.
var spellings = []struct{ written, native string }{
	{"boolean", "boolean"}, {"BOOL", "boolean"}, {"smallint", "smallint"}, {"int2", "smallint"},
	{"integer", "integer"}, {"int", "integer"}, {"INT4", "integer"}, {"pg_catalog.int4", "integer"}, {`"int4"`, "integer"},
	{"bigint", "bigint"}, {"int8", "bigint"}, {"real", "real"}, {"float4", "real"}, {"float(24)", "real"},
	{"double precision", "double precision"}, {"float8", "double precision"}, {"float", "double precision"}, {"float(53)", "double precision"},
	{"numeric", "numeric"}, {"decimal(10,5)", "numeric(10,5)"}, {"numeric(10)", "numeric(10,0)"}, {"dec ( 8 , 2 )", "numeric(8,2)"},
	{"numeric(2,-3)", "numeric(2,-3)"},
	{"char", "character(1)"}, {"char(3)", "character(3)"}, {"character(1)", "character(1)"}, {"nchar(2)", "character(2)"},
	{"national character (4)", "character(4)"}, {"bpchar", "bpchar"}, {"bpchar(5)", "character(5)"}, {`"char"`, `"char"`},
	{"varchar", "character varying"}, {"varchar(50)", "character varying(50)"}, {"character varying (7)", "character varying(7)"},
	{"national char varying(9)", "character varying(9)"}, {"text", "text"}, {"bytea", "bytea"}, {"name", "name"},
	{"bit", "bit(1)"}, {"bit(5)", "bit(5)"}, {"bit varying", "bit varying"}, {"varbit(8)", "bit varying(8)"},
	{"date", "date"}, {"time", "time without time zone"}, {"time(3)", "time(3) without time zone"},
	{"time with time zone", "time with time zone"}, {"timetz(2)", "time(2) with time zone"},
	{"time(3) with time zone", "time(3) with time zone"}, {"time without time zone", "time without time zone"},
	{"timestamp", "timestamp without time zone"}, {"timestamp(0)", "timestamp(0) without time zone"},
	{"timestamp(9)", "timestamp(6) without time zone"}, {"timestamptz", "timestamp with time zone"},
	{"timestamptz(3)", "timestamp(3) with time zone"}, {"timestamp (3) with time zone", "timestamp(3) with time zone"},
	{"interval", "interval"}, {"interval(3)", "interval(3)"}, {"interval year to month", "interval year to month"},
	{"INTERVAL DAY TO SECOND(2)", "interval day to second(2)"},
	{"uuid", "uuid"}, {"json", "json"}, {"JSONB", "jsonb"}, {"tsvector", "tsvector"}, {"inet", "inet"},
	{"int4[]", "integer[]"}, {"integer ARRAY", "integer[]"}, {"int array[3]", "integer[]"}, {"text[][]", "text[]"},
	{"varchar(10)[4]", "character varying(10)[]"}, {"timestamp(3)[]", "timestamp(3) without time zone[]"},
}

// neutral are the names that PostgreSQL itself does not know.
var neutral = []struct{ written, native string }{
	{"double", "double precision"}, {"blob", "bytea"}, {"binary(16)", "bytea"}, {"varbinary(200)", "bytea"},
	{"serial", "serial"}, {"serial8", "bigserial"}, {"SMALLSERIAL", "smallserial"},
	{"enum('a', 'b')", "enum('a','b')"}, {"enum('it''s')", "enum('it''s')"},
	{"post_status", "post_status"}, {"Post_Status", "post_status"}, {`"Mood"`, `"Mood"`}, {`"mood"`, "mood"}, {`"user"`, `"user"`},
	{"billing.Mood", "billing.mood"}, {`"My Schema"."a""b"`, `"My Schema"."a""b"`}, {`"double"`, `"double"`}, {`"blob"[]`, `"blob"[]`},
	{"geometry(Point,4326)", "geometry(Point,4326)"}, {"citext", "citext"},
}

func TestLowerType(t *testing.T) {
	for _, tt := range append(spellings, neutral...) {
		got, err := New().LowerType(tt.written)
		if err != nil || got != tt.native {
			t.Errorf("%s: got %q, %v; want %q", tt.written, got, err, tt.native)
		}
		if again, err := New().LowerType(got); err != nil || again != got {
			t.Errorf("%s: lowered twice gives %q, %v", tt.written, again, err)
		}
	}
}

func TestLowerTypeErrors(t *testing.T) {
	for _, name := range []string{"", "(3)", "varchar(", "int [", "int nonsense", "float(99)", "float(x)", "enum()", "a.", "numeric(1"} {
		if got, err := New().LowerType(name); err == nil {
			t.Errorf("%q: got %q, want an error", name, got)
		}
	}
}

// TestTypesOnServer asks the server what it makes of every spelling.
func TestTypesOnServer(t *testing.T) {
	conn := testConn(t)
	for i, tt := range spellings {
		if strings.Contains(tt.written, "-") && major(t, conn) < 15 { // no negative scale there yet
			continue
		}
		table := fmt.Sprintf("t%d", i)
		mustExec(t, conn, "CREATE TABLE "+table+" (c "+tt.written+")")
		var got string
		if err := conn.QueryRowContext(context.Background(),
			"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '"+table+"'::regclass AND attname = 'c'").Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != tt.native {
			t.Errorf("%s: the server says %q, the table %q", tt.written, got, tt.native)
		}
	}
}

// TestRaiseTypeIsInverse: whatever LowerType gives, raising and lowering it again
// gives the same.
func TestRaiseTypeIsInverse(t *testing.T) {
	for _, tt := range append(spellings, neutral...) {
		raised := New().RaiseType(tt.native)
		if back, err := New().LowerType(raised); err != nil || back != tt.native {
			t.Errorf("%s: raised to %q, lowered to %q, %v", tt.native, raised, back, err)
		}
	}
}

func TestRaiseType(t *testing.T) {
	tests := map[string]string{
		"character varying(50)": "varchar(50)", "character varying": "varchar", "double precision": "double", "bytea": "blob",
		"timestamp(3) without time zone": "timestamp(3)", "timestamp with time zone": "timestamptz", "character(2)": "char(2)",
		"time without time zone": "time", "numeric(10,2)": "numeric(10,2)", "text[]": "text[]", "jsonb": "jsonb", "time with time zone": "time with time zone",
		"timestamp without time zone[]": "timestamp[]",
	}
	for native, want := range tests {
		if got := New().RaiseType(native); got != want {
			t.Errorf("%s: got %s, want %s", native, got, want)
		}
	}
}

func FuzzTypes(f *testing.F) {
	for _, tt := range append(spellings, neutral...) {
		f.Add(tt.written)
	}
	f.Fuzz(func(t *testing.T, written string) {
		native, err := New().LowerType(written)
		if err != nil {
			return
		}
		again, err := New().LowerType(native)
		if err != nil || again != native {
			t.Errorf("%q lowers to %q, that to %q, %v", written, native, again, err)
		}
		back, err := New().LowerType(New().RaiseType(native))
		if err != nil || back != native {
			t.Errorf("%q: %q raised to %q and lowered gives %q, %v", written, native, New().RaiseType(native), back, err)
		}
		if strings.TrimSpace(native) == "" {
			t.Errorf("%q lowers to nothing", written)
		}
	})
}
