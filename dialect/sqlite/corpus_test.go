package sqlite_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/sqlite"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// TestCorpus reads real schemas, makes them anew from what was read, and rebuilds
// every table in place: each time the database must be the same. It needs
// CORPUS_DIR, a folder with a folder sqlite of scripts.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("CORPUS_DIR")
	if dir == "" {
		t.Log("CORPUS_DIR is not set: there are no schemas to read")
		return
	}
	files, err := filepath.Glob(filepath.Join(dir, "sqlite", "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas in %s: %v", dir, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			roundTrip(t, string(script))
		})
	}
}

// roundTrip checks a script in all the ways in which a schema goes around.
func roundTrip(t *testing.T, script string) {
	t.Helper()
	first := newDatabase(t, script)
	read := first.read()

	lowered, err := dialect.Lower(first.Dialect, read)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "lowering what was read", read, lowered)

	raised := schema.Clone(read)
	for _, table := range raised.Tables {
		first.RaiseTable(table, read)
	}
	if lowered, err = dialect.Lower(first.Dialect, raised); err != nil {
		t.Fatal(err)
	}
	same(t, "raising and lowering", read, lowered)

	judged, err := introspect.Canonicalize(ctx, first.conn, first.Dialect, read)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "canonicalizing", read, judged)

	second := newDatabase(t, "")
	second.must(creation(raised)...)
	same(t, "creating", read, second.read())
	if a, b := pragmas(first), pragmas(second); a != b {
		t.Errorf("the pragmas differ after creating:\n%s\n\n%s", a, b)
	}

	before := texts(first)
	for _, table := range read.Tables {
		for _, op := range rebuildTwice(table) {
			first.must(op)
		}
	}
	same(t, "rebuilding", read, first.read())
	for object, sql := range texts(first) {
		if tokens(before[object]) != tokens(sql) {
			t.Errorf("rebuilding changed the text of %s:\n%s\n\n%s", object, before[object], sql)
		}
	}
}

// texts returns the statements that SQLite keeps, by object.
func texts(d *database) map[string]string {
	out := map[string]string{}
	for _, object := range strings.Split(d.query("SELECT type || ' ' || name FROM sqlite_master"), "\n") {
		out[object] = d.query("SELECT sql FROM sqlite_master WHERE type || ' ' || name = ?", object)
	}
	return out
}

// rebuildTwice adds a check to a table and takes it away again.
func rebuildTwice(t *schema.Table) []ops.Op {
	on := ops.OnTable(t.ID())
	return []ops.Op{
		&ops.CreateCheck{On: on, Check: schema.Check{Name: "for_a_moment", SQL: schema.SQL("1 = 1")}},
		&ops.DropCheck{On: on, Name: "for_a_moment"},
	}
}

// creation lists the operations that make a schema.
func creation(db *schema.Database) []ops.Op {
	var list []ops.Op
	for _, t := range db.Tables {
		list = append(list, &ops.CreateTable{Table: *t})
	}
	for _, v := range db.Views {
		list = append(list, &ops.CreateView{View: *v})
	}
	for _, tr := range db.Triggers {
		list = append(list, &ops.CreateTrigger{Trigger: *tr})
	}
	return list
}

// same compares two schemas but for the texts that they were read from.
func same(t *testing.T, doing string, a, b *schema.Database) {
	t.Helper()
	a, b = schema.Clone(a), schema.Clone(b)
	for _, db := range []*schema.Database{a, b} {
		for _, table := range db.Tables {
			table.Source = ""
			for _, x := range table.Indexes {
				x.Source = ""
			}
		}
	}
	for i, table := range a.Tables {
		if i < len(b.Tables) && !reflect.DeepEqual(table, b.Tables[i]) {
			t.Errorf("%s changed table %s:\n%s\n\n%s", doing, table.Name, describe(table), describe(b.Tables[i]))
			return
		}
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s changed the schema:\n%+v\n\n%+v", doing, a, b)
	}
}

func describe(t *schema.Table) string {
	text, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err.Error()
	}
	return sqlite.CreateTable(t) + "\n" + string(text)
}

// autoindex matches the names that SQLite gives to the indexes of constraints:
// they are counted in the order of the text, which says nothing.
var autoindex = regexp.MustCompile(`sqlite_autoindex_(.*)_[0-9]+`)

// pragmas lists what SQLite tells of all tables.
func pragmas(d *database) string {
	return autoindex.ReplaceAllString(d.query(`
SELECT 'column', m.name, x.cid, x.name, replace(lower(x.type), ' ', ''), x."notnull", x.dflt_value, x.pk, x.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) x
WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, x.cid`)+"\n"+d.query(`
SELECT 'index', m.name, l."unique", l.origin, l.partial,
  (SELECT group_concat(c.cid || ' ' || ifnull(c.name, '-') || ' ' || c."desc" || ' ' || lower(c.coll) || ' ' || c."key", ', ') FROM pragma_index_xinfo(l.name) c)
FROM sqlite_master m, pragma_index_list(m.name) l WHERE m.type = 'table' ORDER BY 1, 2, 3, 4, 5, 6`)+"\n"+d.query(`
SELECT 'key', m.name, lower(f."table"), group_concat(lower(f."from")),
  group_concat(lower(ifnull(f."to", (SELECT p.name FROM pragma_table_info(f."table") p WHERE p.pk = f.seq + 1)))), f.on_update, f.on_delete, f."match"
FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id ORDER BY 1, 2, 3, 4`)+"\n"+d.query(`
SELECT 'list', name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name`), "")
}

// tokens strips a script of what isn't its tokens, and names of their quotes.
func tokens(script string) string {
	var words []string
	for _, token := range sqlite.New().Lexicon().Tokens(script) {
		if !token.Is(",") { // which may be missing between constraints
			words = append(words, strings.ToLower(token.Value))
		}
	}
	return strings.Join(words, " ")
}
