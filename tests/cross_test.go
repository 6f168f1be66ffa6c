package tests

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	migrate "github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// crossed are how many crossings of each kind a run takes at random; LIMBECK_CROSSINGS
// names another number, or "all".
const (
	crossedPairs  = 60
	crossedCorpus = 60
)

// crossingOpen are the schemas of the corpus and the crossings that are left out, with
// what is missing.
var crossingOpen = map[string]string{
	"postgres/freeradius": "DEFAULT 'now()' of a column is the moment at which it is made: another in each database",
	"postgres-enum-dropped-with-table/from...postgres-heirs-enum/to":                                                                    "whether a child has of its own what it inherits as well is no difference, and the dump tells it",
	"postgres-parent-whose-rules-fill-its-children-goes/from...postgres-serial-of-a-parent-goes-and-heirs-keep-the-column/from":         "as above",
	"postgres-own-column-of-another-type-than-parents-that-goes/from...postgres-heirs-come-to-one-parent-with-the-names-of-theirs/from": "as above",
	"postgres-own-sequence-gives-way-to-serial/to...postgres-enum-less-in-columns-that-are-compared/from":                               "as above",
	"postgres-numbers-come-as-a-column-of-the-rows-goes/to...postgres-check-spelling-between/from":                                      "rows of a child that goes are its parent's too",

	"postgres/graphile_dataplan": "its schemas are somebody else's to a model that does not name them",
}

// crossingRefused are changes that autogenerate refuses, by what it says.
var crossingRefused = regexp.MustCompile(`a table can't change how it is partitioned|is partitioned by its column|would come with a value|from several of its parents`)

// TestCrossing makes the database of one pair what another pair wants, where both
// are about the same tables: nobody has thought about these changes, so the servers'
// own dumps are all there is to judge by.
func TestCrossing(t *testing.T) {
	var list []crossing
	scripts := pairScripts(t)
	for i, from := range scripts {
		for j, to := range scripts {
			if i != j && from.dialect == to.dialect && strings.Count(from.sql, "CREATE SCHEMA") <= strings.Count(to.sql, "CREATE SCHEMA") && slices.ContainsFunc(from.tables, func(name string) bool { return slices.Contains(to.tables, name) }) {
				list = append(list, crossing{from.dialect, from.name + "..." + to.name, from.sql, to.sql, from.rows})
			}
		}
	}
	runCrossings(t, list, crossedPairs)
}

// TestCorpusCrossing makes each of the smaller schemas of the corpus another one of
// the same dialect.
func TestCorpusCrossing(t *testing.T) {
	dir := os.Getenv("CORPUS_DIR")
	if dir == "" {
		t.Skip("CORPUS_DIR names no folder of schemas")
	}
	var list []crossing
	for _, dialect := range dialects {
		files, err := filepath.Glob(filepath.Join(dir, dialect, "*.sql"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no schemas for %s in %s: %v", dialect, dir, err)
		}
		scripts := map[string]string{}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := dialect + "/" + bare(file)
			if corpusOpen[name]+crossingOpen[name] == "" && strings.Count(strings.ToUpper(string(text)), "CREATE TABLE") <= 40 {
				scripts[file] = string(text)
			}
		}
		for _, from := range files {
			for _, to := range files {
				if from != to && scripts[from] != "" && scripts[to] != "" {
					list = append(list, crossing{dialect, dialect + "-" + bare(from) + "..." + bare(to), scripts[from], scripts[to], ""})
				}
			}
		}
	}
	runCrossings(t, list, crossedCorpus)
}

func bare(file string) string { return strings.TrimSuffix(filepath.Base(file), ".sql") }

// script is one side of a pair.
type script struct {
	name, dialect, sql, rows string
	tables                   []string
}

func pairScripts(t *testing.T) []script {
	var out []script
	seen := map[string]bool{}
	for _, p := range readPairs(t) {
		if p.DumpEqual != nil && !*p.DumpEqual { // equal in meaning is all that its scripts can be
			continue
		}
		for _, s := range []script{{p.Name + "/from", p.Dialect, p.From, p.Rows, nil}, {p.Name + "/to", p.Dialect, p.To, "", nil}} {
			if s.tables = tablesOf(s.sql); !seen[s.dialect+s.sql] {
				out = append(out, s)
			}
			seen[s.dialect+s.sql] = true
		}
	}
	return out
}

// tablesOf lists the tables that a script creates.
func tablesOf(sql string) []string {
	var out []string
	words := strings.Fields(strings.NewReplacer("(", " ", `"`, "", "`", "").Replace(sql))
	for i, w := range words[:max(0, len(words)-1)] {
		if strings.EqualFold(w, "table") && i > 0 && strings.EqualFold(words[i-1], "create") {
			out = append(out, strings.ToLower(words[i+1]))
		}
	}
	return out
}

// crossing is a change of one schema into another.
type crossing struct{ dialect, name, from, to, rows string }

// runCrossings runs so many of the crossings, chosen at random.
func runCrossings(t *testing.T, list []crossing, count int) {
	switch text := os.Getenv("LIMBECK_CROSSINGS"); {
	case text == "all":
		count = len(list)
	case text != "":
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("LIMBECK_CROSSINGS: %v", err)
		}
		count = n
	}
	seed := uint64(1) // the same in every run, that nobody's change fails by another's luck
	if text := os.Getenv("LIMBECK_SEED"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("LIMBECK_SEED: %v", err)
		}
		seed = n
	}
	t.Logf("%d of %d crossings; LIMBECK_SEED=%d takes the same again", min(count, len(list)), len(list), seed)
	// By a hash of the name and not by the place: a schema more doesn't change the choice.
	lot := func(c crossing) uint64 {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d %s", seed, c.name)
		return h.Sum64()
	}
	slices.SortFunc(list, func(a, b crossing) int { return cmp.Compare(lot(a), lot(b)) })
	for _, c := range list[:min(count, len(list))] {
		if reason := crossingOpen[c.name]; reason != "" {
			t.Logf("%s is left out: %s", c.name, reason)
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

// run goes there and back: first with a row in every table and, when the change or
// the way back can't take those, once more without any.
func (c crossing) run(t *testing.T) {
	from, to := factsOf(t, c.dialect, c.from), factsOf(t, c.dialect, c.to)
	for _, withRows := range []bool{true, false} {
		run := &pairRun{t: t, pair: pair{Dialect: c.dialect, From: c.from, To: c.to}}
		run.db = run.load(c.from)
		var rows *rowKeeper
		if withRows {
			rows = &rowKeeper{t: t, db: run.db}
			if c.rows != "" {
				run.query(c.rows)
			}
			rows.fill(from.columns)
			rows.remember(from.columns, to.columns)
		}
		err := run.cross(from, to, rows)
		if err == nil || !withRows {
			return
		}
		t.Logf("with rows: %v", err)
	}
}

// cross is one way there and back. It returns an error, and notes no failure, when
// the rows may be the reason for it.
func (r *pairRun) cross(from, to *facts, rows *rowKeeper) error {
	r.configure()
	written, err := r.open().Revision(context.Background(), migrate.NewRevision{NewOptions: revision.NewOptions{Message: "x"}, Autogenerate: true})
	if err != nil {
		if !crossingRefused.MatchString(err.Error()) {
			r.t.Errorf("autogenerate: %v", err)
		}
		return nil
	}
	text := ""
	defer func() {
		if len(r.failures) > 0 {
			r.t.Error(strings.Join(r.failures, "\n") + "\n\n" + text)
		}
	}()
	if written.Revision == nil {
		if from.dump != to.dump {
			r.failed("nothing found", difference(from.dump, to.dump))
		}
		return nil
	}
	text = string(written.Text)
	if err := r.migrate("head"); err != nil {
		r.stopped("upgrade", err, from.dump, rows)
		return err
	}
	r.sameDump("upgrade", to.dump)
	r.sameRows("upgrade", rows)
	if again, err := r.open().Diff(context.Background()); err != nil {
		r.failed("second comparison", err.Error())
	} else if len(again.Upgrade) > 0 {
		r.failed("second comparison", describeAll(again.Upgrade)...)
	}
	if err := r.migrate("base"); err != nil {
		r.stopped("downgrade", err, to.dump, rows)
		return err
	}
	r.sameDump("downgrade", from.dump)
	r.sameRows("downgrade", rows)
	return nil
}

// stopped judges a run that failed: without rows it must not, with rows it may, but
// leaves all as it was where the database can.
func (r *pairRun) stopped(what string, err error, before string, rows *rowKeeper) {
	switch {
	case rows == nil:
		r.failed(what, err.Error())
	case r.Dialect != "mysql":
		r.sameDump("refused "+what, before)
		r.sameRows("refused "+what, rows)
	}
}

func (r *pairRun) sameDump(after, want string) {
	if got := crossDump(r.t, r.db); got != want {
		r.failed("dump after the "+after, difference(got, want))
	}
}

// crossDump is sortedDump without what is no difference: on SQLite NOT NULL at an
// INTEGER PRIMARY KEY, and DEFAULT NULL; extensions, which stay where no revision
// made them.
func crossDump(t *testing.T, db database) string {
	t.Helper()
	dump := sortedDump(t, db)
	if db.dialect == "sqlite" {
		dump = nullDefault.ReplaceAllString(rowidNotNull.ReplaceAllString(dump, "${1}0||1|0"), "${1}${2}")
	}
	return extension.ReplaceAllString(dump, "")
}

var (
	extension    = regexp.MustCompile(`(?m)^(CREATE|COMMENT ON) EXTENSION .*;\n`)
	rowidNotNull = regexp.MustCompile(`(?m)^(column\|.*\|integer\|)1\|\|1\|0$`)
	nullDefault  = regexp.MustCompile(`(?m)^(column\|.*\|)NULL(\|\d+\|\d+)$`)
)

// facts are what the server says of a script that it has run.
type facts struct {
	dump    string
	columns []liveColumn
}

var factsCache sync.Map // dialect and script → func() *facts

func factsOf(t *testing.T, dialect, sql string) *facts {
	t.Helper()
	load, _ := factsCache.LoadOrStore(dialect+sql, sync.OnceValue(func() *facts {
		run := &pairRun{t: t, pair: pair{Dialect: dialect}}
		db := run.load(sql)
		return &facts{crossDump(t, db), columnsOfDatabase(t, db)}
	}))
	out := load.(func() *facts)()
	if out == nil {
		t.Fatal("the script does not load")
	}
	return out
}

// liveColumn is a column that takes values, in a base table. Names are quoted.
type liveColumn struct{ table, column, typ, value string }

// crossedColumns list the columns of a dialect: table, column, type, an SQL
// expression of a value for it, or nothing where the type tells.
var crossedColumns = map[string]string{
	"postgres": `SELECT c.oid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
		CASE WHEN t.typtype = 'e' THEN format('(enum_range(NULL::%s))[1]', format_type(a.atttypid, -1)) WHEN t.typcategory = 'A' THEN '''{}''' ELSE '' END
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity <> 'a'
		AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1, a.attnum`,
	"mysql": "SELECT concat('`', c.table_name, '`'), concat('`', c.column_name, '`'), c.column_type, '' FROM information_schema.columns c" +
		" JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = database() AND t.table_type LIKE '%BASE TABLE'" +
		" AND COALESCE(c.generation_expression, '') = '' ORDER BY 1, c.ordinal_position",
	"sqlite": `SELECT '"' || l.name || '"', '"' || x.name || '"', lower(x.type), '' FROM pragma_table_list l, pragma_table_xinfo(l.name) x
		WHERE l.type = 'table' AND l.schema = 'main' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND x.hidden = 0 ORDER BY l.name, x.cid`,
}

func columnsOfDatabase(t *testing.T, db database) []liveColumn {
	t.Helper()
	text, err := db.query(crossedColumns[db.dialect])
	if err != nil {
		t.Fatal(err)
	}
	var out []liveColumn
	for line := range strings.Lines(text) {
		if part := strings.Split(strings.TrimSuffix(line, "\n"), "|"); len(part) == 4 {
			out = append(out, liveColumn{part[0], part[1], part[2], cmp.Or(part[3], valueOf(db.dialect, part[2]))})
		}
	}
	return out
}

// values are what to put into columns whose type starts so. All are a kind of one:
// keys refer to each other, and many types are as well another's text.
var values = []struct{ prefix, value string }{
	{"bool", "'1'"}, {"timestamp", "'2001-01-01 01:01:01'"}, {"datetime", "'2001-01-01 01:01:01'"}, {"date", "'2001-01-01'"}, {"time", "'01:01:01'"},
	{"uuid", "'00000000-0000-0000-0000-000000000001'"}, {"inet", "'10.0.0.1'"}, {"cidr", "'10.0.0.1'"}, {"macaddr", "'00:00:00:00:00:01'"},
	{"enum", "1"}, {"set", "1"}, {"year", "2001"}, {"point", "'(1,1)'"}, {"box", "'(1,1),(0,0)'"}, {"int4range", "'[1,2)'"}, {"tstzrange", "'[2001-01-01,2001-01-02)'"},
}

func valueOf(dialect, typ string) string {
	for _, v := range values {
		if strings.HasPrefix(typ, v.prefix) && (dialect != "sqlite" || v.prefix != "bool") {
			return v.value
		}
	}
	return "'1'"
}

// rowKeeper fills the tables of a database with a row each, and looks whether they
// stay.
type rowKeeper struct {
	t       *testing.T
	db      database
	filled  []string          // tables
	inserts []string          // that filled them
	before  map[string]string // query → rows
	order   []string          // the queries
}

// fill inserts a row into every table that takes one, referred tables first.
func (k *rowKeeper) fill(columns []liveColumn) {
	rows := map[string]schema.Name{}
	var open []string
	for _, c := range columns {
		if _, ok := rows[c.table]; !ok {
			open = append(open, c.table)
		}
		row := rows[c.table]
		rows[c.table] = schema.Name{Schema: row.Schema + ", " + c.column, Name: row.Name + ", " + c.value}
	}
	for again := true; again; {
		again = false
		open = slices.DeleteFunc(open, func(table string) bool {
			row := rows[table]
			prefix := ""
			if k.db.dialect == "sqlite" {
				prefix = "PRAGMA foreign_keys = on; "
			}
			insert := "INSERT INTO " + table + " (" + row.Schema[2:] + ") VALUES (" + row.Name[2:] + ")"
			_, err := k.db.query(prefix + insert)
			if err == nil {
				k.filled, k.inserts = append(k.filled, table), append(k.inserts, insert)
				again = true
			}
			return err == nil
		})
	}
}

// remember notes what is in the columns that both sides have, of one type.
func (k *rowKeeper) remember(from, to []liveColumn) {
	k.before = map[string]string{}
	kept := map[string][]string{}
	for _, c := range from {
		if slices.ContainsFunc(to, func(o liveColumn) bool { return o.table == c.table && o.column == c.column && o.typ == c.typ }) {
			kept[c.table] = append(kept[c.table], c.column)
		}
	}
	for _, table := range k.filled {
		if len(kept[table]) == 0 {
			continue
		}
		query := "SELECT " + strings.Join(kept[table], ", ") + " FROM " + table + " ORDER BY 1"
		k.order = append(k.order, query)
		k.before[query] = k.rows(query)
	}
}

func (k *rowKeeper) rows(query string) string {
	text, err := k.db.query(query)
	if err != nil {
		return err.Error()
	}
	return text
}

// sameRows looks whether all rows are still there.
func (r *pairRun) sameRows(after string, rows *rowKeeper) {
	if rows == nil {
		return
	}
	for _, query := range rows.order {
		if got := rows.rows(query); got != rows.before[query] {
			r.failed("rows after the "+after+": "+query, got, "want", rows.before[query])
		}
	}
}
