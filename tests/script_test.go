package tests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/limbeck/migrate/internal/pgdump"
)

// TestScripts runs testdata/script/*.txtar. The first line of a script says on
// which databases: "# dialects: sqlite postgres mysql". Each run has a fresh
// database, whose URL stands in $URL and in $DATABASE_URL, and its server's
// address in $HOST (for SQLite, its path in $FILE); [sqlite], [postgres] and
// [mysql] guard lines that only one of them takes.
//
// Beside testscript's own commands, a script may say:
//
//	migrate ARG…               run the command; it must succeed (with !, fail)
//	exits N migrate ARG…       run it; it must end with exit code N
//	sql [-url URL] STATEMENT   run SQL by the server's own client; rows to stdout, columns joined by |
//	sql [-url URL] -f FILE
//	dump [-url URL] FILE       the schema, by the server's own dumper, into a file
//	privileges FILE            what grants and revokes in the dump, into a file (PostgreSQL)
//	database NAME              create one more database, and set $NAME to its URL
//	json FILE PATH WANT        check a value: json stdout steps[0].direction upgrade; revisions.len is a list's length, * any value
//	terminal N FILE migrate …  run it on a terminal, typing a line of the file (or ^C, ^D) at each prompt; it must end with exit code N
//	find NAME PATTERN          set $NAME to the one file that matches; with ! and no name, there must be none
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	byDialect := map[string][]string{}
	for _, file := range files {
		for _, dialect := range scriptDialects(t, file) {
			byDialect[dialect] = append(byDialect[dialect], file)
		}
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Files:               byDialect[dialect],
				Setup:               func(env *testscript.Env) error { return setUp(env, dialect) },
				Condition:           func(cond string) (bool, error) { return condition(cond, dialect) },
				Cmds:                scriptCommands,
				RequireExplicitExec: true,
				RequireUniqueNames:  true,
				UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
			})
		})
	}
}

// scriptDialects reads the first line of a script.
func scriptDialects(t *testing.T, file string) []string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	list, ok := strings.CutPrefix(first, "# dialects: ")
	names := strings.Fields(list)
	if !ok || len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(dialects, n) }) {
		t.Fatalf("%s:1: want a line such as \"# dialects: %s\"", file, strings.Join(dialects, " "))
	}
	return names
}

func setUp(env *testscript.Env, dialect string) error {
	db, drop, err := newDatabase(dialect, env.WorkDir)
	if err != nil {
		return err
	}
	env.Defer(drop)
	env.Setenv("DIALECT", dialect)
	env.Setenv("URL", db.url)
	env.Setenv("DATABASE_URL", db.url)
	env.Setenv("HOST", db.host())
	env.Setenv("FILE", db.file())
	env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
	return nil
}

func condition(cond, dialect string) (bool, error) {
	if !slices.Contains(dialects, cond) {
		return false, fmt.Errorf("unknown condition %q", cond)
	}
	return cond == dialect, nil
}

var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"migrate":    cmdMigrate,
	"exits":      cmdExits,
	"sql":        cmdSQL,
	"dump":       cmdDump,
	"privileges": cmdPrivileges,
	"database":   cmdDatabase,
	"json":       cmdJSON,
	"find":       cmdFind,
}

func cmdMigrate(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("migrate", args...)
	if neg && err == nil {
		ts.Fatalf("migrate succeeded, but should have failed")
	}
	if !neg && err != nil {
		ts.Fatalf("migrate: %v", err)
	}
}

func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// target reads the -url flag that some commands take.
func target(ts *testscript.TestScript, args []string) (database, []string) {
	address := ts.Getenv("URL")
	if len(args) > 1 && args[0] == "-url" {
		address, args = args[1], args[2:]
	}
	db, err := databaseOf(address)
	ts.Check(err)
	return db, args
}

func cmdSQL(ts *testscript.TestScript, neg bool, args []string) {
	db, args := target(ts, args)
	var rows string
	var err error
	switch {
	case len(args) == 2 && args[0] == "-f":
		err = db.load(ts.MkAbs(args[1]))
	case len(args) == 1:
		rows, err = db.query(args[0])
	default:
		ts.Fatalf("usage: sql [-url URL] STATEMENT, or -f FILE")
	}
	if neg {
		if err == nil {
			ts.Fatalf("the statement succeeded, but should have failed")
		}
		fmt.Fprint(ts.Stderr(), err)
		return
	}
	ts.Check(err)
	fmt.Fprint(ts.Stdout(), rows)
}

func cmdDump(ts *testscript.TestScript, neg bool, args []string) {
	db, args := target(ts, args)
	if neg || len(args) != 1 {
		ts.Fatalf("usage: dump [-url URL] FILE")
	}
	text, err := db.dump()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

func cmdPrivileges(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: privileges FILE")
	}
	text, err := pgdump.Privileges(ts.Getenv("URL"), ownTables...)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

func cmdDatabase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: database NAME")
	}
	db, drop, err := newDatabase(ts.Getenv("DIALECT"), ts.MkAbs("."))
	ts.Check(err)
	ts.Defer(drop)
	ts.Setenv(args[0], db.url)
}

func cmdFind(ts *testscript.TestScript, neg bool, args []string) {
	if neg && len(args) == 1 {
		args = append([]string{""}, args...)
	}
	if len(args) != 2 {
		ts.Fatalf("usage: find NAME PATTERN, or ! find PATTERN")
	}
	files, err := filepath.Glob(ts.MkAbs(args[1]))
	ts.Check(err)
	if neg {
		if len(files) > 0 {
			ts.Fatalf("these match %s: %q", args[1], files)
		}
		return
	}
	if len(files) != 1 {
		ts.Fatalf("%d files match %s, want 1: %q", len(files), args[1], files)
	}
	name, err := filepath.Rel(ts.MkAbs("."), files[0])
	ts.Check(err)
	ts.Setenv(args[0], name)
}

func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH WANT")
	}
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	decoder.UseNumber()
	var document any
	if err := decoder.Decode(&document); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	if decoder.More() {
		ts.Fatalf("%s: more than one JSON document", args[0])
	}
	value, err := lookUp(document, args[1])
	ts.Check(err)
	got, err := text(value)
	ts.Check(err)
	want := compact(args[2])
	if (want == "*" || got == want) == neg {
		ts.Fatalf("%s is %s; want (not: %v) %s", args[1], got, neg, want)
	}
}

// compact spells a list or an object as text does; anything else stays as it is.
func compact(want string) string {
	var value any
	if !strings.HasPrefix(want, "[") && !strings.HasPrefix(want, "{") || json.Unmarshal([]byte(want), &value) != nil {
		return want
	}
	spelled, err := text(value)
	if err != nil {
		return want
	}
	return spelled
}

// lookUp follows a path such as "steps[0].statements.len".
func lookUp(value any, path string) (any, error) {
	for part := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		switch v := value.(type) {
		case map[string]any:
			member, ok := v[part]
			if !ok {
				return nil, fmt.Errorf("%s: there is no %q", path, part)
			}
			value = member
		case []any:
			if part == "len" {
				return len(v), nil
			}
			i, err := strconv.Atoi(strings.Trim(part, "[]"))
			if err != nil || i < 0 || i >= len(v) {
				return nil, fmt.Errorf("%s: no element %s in a list of %d", path, part, len(v))
			}
			value = v[i]
		default:
			return nil, fmt.Errorf("%s: %q of a %T", path, part, value)
		}
	}
	return value, nil
}

// text is a string as it is, anything else as compact JSON.
func text(value any) (string, error) {
	if s, ok := value.(string); ok {
		return s, nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSpace(b.String()), err
}
