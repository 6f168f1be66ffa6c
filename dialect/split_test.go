package dialect

import (
	"slices"
	"testing"
)

var everything = Lexicon{Backticks: true, DollarQuotes: true, Delimiter: true, DashSpace: true, Executable: true, EscapeStrings: true,
	Bodies: []string{"trigger", "function", "procedure", "event"}}

func TestSplit(t *testing.T) {
	tests := []struct {
		name, script string
		want         []string
	}{
		{"empty", " ; ;\n-- nothing\n", nil},
		{"two", "SELECT 1; SELECT 2", []string{"SELECT 1", "SELECT 2"}},
		{"quotes", `INSERT INTO t VALUES ('a;b', ";", 'it''s;'); SELECT 1;`, []string{`INSERT INTO t VALUES ('a;b', ";", 'it''s;')`, "SELECT 1"}},
		{"comments", "SELECT 1 -- ;\n; /* ; */ SELECT 2;", []string{"SELECT 1 -- ;", "SELECT 2"}},
		{"dollar", "DO $x$ BEGIN; $$ ; $x$; SELECT $1;", []string{"DO $x$ BEGIN; $$ ; $x$", "SELECT $1"}},
		{"trigger", "CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END; SELECT 2;",
			[]string{"CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET x = CASE WHEN 1 THEN 2 END; SELECT 1; END", "SELECT 2"}},
		{"routine", "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; WHILE 0 DO SELECT 2; END WHILE; END; SELECT 3",
			[]string{"CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; WHILE 0 DO SELECT 2; END WHILE; END", "SELECT 3"}},
		{"delimiter", "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;",
			[]string{"CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"}},
		{"two under a delimiter", "DELIMITER $$\nDROP PROCEDURE p;\nCREATE PROCEDURE p() BEGIN SELECT 1; END $$\nDELIMITER ;\nSELECT 2;",
			[]string{"DROP PROCEDURE p", "CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"}},
		{"a line that goes on", "DELIMITER //\nCREATE PROCEDURE p() SELECT 1, \\\n 'a\\\nb'//", []string{"CREATE PROCEDURE p() SELECT 1, \n 'a\\\nb'"}},
		{"transaction words", "BEGIN; SELECT 1; END; SELECT 2;", []string{"BEGIN", "SELECT 1", "END", "SELECT 2"}},
		{"begin and end as columns", "CREATE TABLE event (trigger int, begin int, end int); INSERT INTO event (begin, end) VALUES (1, 2); SELECT 1",
			[]string{"CREATE TABLE event (trigger int, begin int, end int)", "INSERT INTO event (begin, end) VALUES (1, 2)", "SELECT 1"}},
		{"begin and end as columns in a body", "CREATE PROCEDURE p() BEGIN UPDATE t SET begin = 1, end = 2; SELECT t.begin, end FROM t; END; SELECT 1",
			[]string{"CREATE PROCEDURE p() BEGIN UPDATE t SET begin = 1, end = 2; SELECT t.begin, end FROM t; END", "SELECT 1"}},
		{"case in a body", "CREATE PROCEDURE p() BEGIN CASE x WHEN 1 THEN SELECT CASE WHEN y THEN 2 END; ELSE BEGIN END; END CASE; END; SELECT 1",
			[]string{"CREATE PROCEDURE p() BEGIN CASE x WHEN 1 THEN SELECT CASE WHEN y THEN 2 END; ELSE BEGIN END; END CASE; END", "SELECT 1"}},
		{"a delimiter that is part of a word", "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDROP TABLE t$$", []string{"CREATE PROCEDURE p() BEGIN SELECT 1; END", "DROP TABLE t"}},
		{"outside of a routine", "BEGIN NOT ATOMIC SELECT 1; END; SELECT 2", []string{"BEGIN NOT ATOMIC SELECT 1; END", "SELECT 2"}},
		{"under a delimiter", "DELIMITER //\nIF 1 THEN SELECT 1; END IF//", []string{"IF 1 THEN SELECT 1; END IF"}},
		{"parentheses", "CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2); SELECT 3", []string{"CREATE RULE r AS ON DELETE TO t DO (SELECT 1; SELECT 2)", "SELECT 3"}},
		{"executable comments", "/*!40101 SET NAMES utf8 */; /*!50003 CREATE*/ /*M!50003 TRIGGER t BEGIN SELECT 1; END */; /* ! ; */ SELECT 2*/**/3",
			[]string{"/*!40101 SET NAMES utf8 */", "/*!50003 CREATE*/ /*M!50003 TRIGGER t BEGIN SELECT 1; END */", "SELECT 2*/**/3"}},
		{"two dashes", "SELECT 1--1; SELECT 2 --\n; SELECT 3", []string{"SELECT 1--1", "SELECT 2 --", "SELECT 3"}},
		{"two dashes at a statement's start", "--##\n--; x\nSELECT 1--1;\n--x\nSELECT 2", []string{"SELECT 1--1", "SELECT 2"}},
		{"function columns", "CREATE TABLE t (begin_at int, \"end\" int); SELECT 1", []string{"CREATE TABLE t (begin_at int, \"end\" int)", "SELECT 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range everything.Split(tt.script) {
				got = append(got, p.SQL)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// TestSplitAtomic: where a body is a string, BEGIN may be a name, or part of
// nothing; BEGIN ATOMIC is the exception.
func TestSplitAtomic(t *testing.T) {
	script := `CREATE FUNCTION "begin"(begin int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
BEGIN; SELECT 3; END`
	var got []string
	for _, p := range (Lexicon{DollarQuotes: true, Bodies: []string{"function", "procedure"}}).Split(script) {
		got = append(got, p.SQL)
	}
	want := []string{`CREATE FUNCTION "begin"(begin int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$`,
		"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END", "BEGIN", "SELECT 3", "END"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestNormalize(t *testing.T) {
	same := [][2]string{
		{"price > 0", "((Price  >0))"},
		{`"status" IN ('a')`, "status in ( 'a' )"},
		{"a /* x */ + b", "a+b"},
	}
	for _, s := range same {
		if a, b := everything.Normalize(s[0]), everything.Normalize(s[1]); a != b {
			t.Errorf("%q and %q: %q, %q", s[0], s[1], a, b)
		}
	}
	different := [][2]string{
		{"'A'", "'a'"}, {`"A"`, "a"}, {"(a) + (b)", "a) + (b"}, {"a+b", "a-b"},
	}
	for _, s := range different {
		if a, b := everything.Normalize(s[0]), everything.Normalize(s[1]); a == b {
			t.Errorf("%q and %q are equal", s[0], s[1])
		}
	}
}

// FuzzSplit: no script panics or hangs, and every piece is part of it.
func FuzzSplit(f *testing.F) {
	f.Add("DELIMITER //\nCREATE TRIGGER a BEGIN END//")
	f.Add("$a$ $b$ E'\\'")
	f.Add("CREATE FUNCTION f() BEGIN CASE END CASE; END")
	f.Add("/*!1 /*!2 */ */ CREATE TRIGGER BEGIN ; end if")
	f.Fuzz(func(t *testing.T, script string) {
		for _, lex := range []Lexicon{everything, {}, {Brackets: true, Bodies: []string{"trigger", "function", "procedure"}}, {Backslashes: true, HashComments: true, Executable: true, Delimiter: true, Bodies: []string{"trigger"}}, {NestedComment: true}} {
			for _, p := range lex.Split(script) {
				if p.SQL == "" || p.Line < 1 {
					t.Errorf("piece %+v", p)
				}
			}
			lex.Normalize(script)
		}
	})
}

// TestTerminate: what is terminated splits into what it was, also by a client that takes any
// semicolon for the end of a statement.
func TestTerminate(t *testing.T) {
	mysql := Lexicon{Backticks: true, Delimiter: true, Bodies: []string{"procedure", "trigger"}}
	for _, tt := range []struct {
		lex             Lexicon
		statement, want string
	}{
		{mysql, "SELECT 1;", "SELECT 1;"},
		{mysql, "SELECT ';' -- one", "SELECT ';' -- one\n;"},
		{mysql, "CREATE PROCEDURE p() BEGIN SELECT 1; END", "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END\n//\nDELIMITER ;"},
		{mysql, "CREATE PROCEDURE p() BEGIN SELECT '//'; END;", "DELIMITER ///\nCREATE PROCEDURE p() BEGIN SELECT '//'; END\n///\nDELIMITER ;"},
		{Lexicon{DollarQuotes: true, Bodies: []string{"function"}}, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;"},
	} {
		if got := tt.lex.Terminate(tt.statement); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.statement, got, tt.want)
		}
	}
	for _, statement := range []string{"CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT '//'; SELECT 2; END", "SELECT 1"} {
		if got := mysql.Split(mysql.Terminate(statement)); len(got) != 1 || got[0].SQL != statement {
			t.Errorf("%q comes back as %v", statement, got)
		}
	}
}
