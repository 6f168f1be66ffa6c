package ops

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/limbeck/migrate/schema"
)

const sample = `# Add posts
revision = "4f1c0a9be2d7"

[[upgrade]]
op = "create_table"
table = "posts"
columns = [
  { name = "id",         type = "bigint", nullable = false, autoincrement = true },
  { name = "user_id",    type = "bigint", nullable = false },
  { name = "status",     type = "varchar(20)", nullable = false, default = "draft" },
  { name = "meta",       type = { any = "json", postgres = "jsonb" } },
  { name = "score",      type = "integer", default = { any = 0, mysql = { sql = "1 + 1" } } },
  { name = "created_at", type = "timestamp", nullable = false, default = { sql = "CURRENT_TIMESTAMP" } },
]
primary_key = { columns = ["id"] }
foreign_keys = [{ name = "fk_posts_user_id", columns = ["user_id"], references = "users", referred = ["id"], on_delete = "cascade" }]
checks = [{ name = "ck_posts_status", sql = "status IN ('draft', 'published')" }]
options = { mysql = { engine = "InnoDB" } }

[[upgrade]]
op = "create_index"
table = "posts"
name = "ix_posts_user_id_created_at"
columns = ["user_id", { name = "created_at", order = "desc" }, { sql = "lower(title)" }]

[[upgrade]]
op = "alter_column"
table = "posts"
column = "status"
nullable = true
drop = ["default"]
existing = { type = "varchar(20)", nullable = false, default = "draft" }

[[upgrade]]
op = "execute"
sql = '''
UPDATE posts
SET status = 'a'
'''

[[upgrade]]
op = "insert_rows"
table = "posts"
rows = [
  { id = 1, status = "draft" },
  { id = 2, status = "a\"b" },
]

[[downgrade]]
op = "drop_table"
table = "posts"
`

// TestRoundTrip: what is decoded encodes to the same text, and that decodes to
// the same operations.
func TestRoundTrip(t *testing.T) {
	file, err := Decode("a.toml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(sample, "\n\n")
	var up, down []Op
	for _, l := range file.Upgrade {
		up = append(up, l.Op)
	}
	for _, l := range file.Downgrade {
		down = append(down, l.Op)
	}
	got := EncodeTOML("upgrade", up) + "\n" + EncodeTOML("downgrade", down)
	if got != body {
		t.Errorf("got\n%s\nwant\n%s", got, body)
	}
	if file.Upgrade[1].Line != 20 || file.Settings["revision"] != "4f1c0a9be2d7" {
		t.Errorf("line %d, settings %v", file.Upgrade[1].Line, file.Settings)
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"syntax", "a = [", "a.toml:1: "},
		{"unknown op", "\n[[upgrade]]\nop = \"create_tabel\"", `a.toml:3: unknown op "create_tabel", did you mean "create_table"?`},
		{"no op", "[[upgrade]]\ntable = \"a\"", "a.toml:1: the operation has no op"},
		{"strange key", "[[upgrade]]\nop = \"drop_table\"\nzzz = \"x\"\ntable = \"a\"", `a.toml:3: drop_table has no key "zzz": it has table, schema`},
		{"unknown key", "[[upgrade]]\nop = \"drop_table\"\ntabel = \"x\"\ntable = \"a\"", `a.toml:3: drop_table has no key "tabel", did you mean "table"?`},
		{"missing", "[[upgrade]]\nop = \"drop_column\"\ntable = \"a\"", "a.toml:1: drop_column needs column"},
		{"type", "[[upgrade]]\nop = \"drop_table\"\n\ntable = 7", "a.toml:4: table is a string, not 7"},
		{"nested", "[[upgrade]]\nop = \"create_table\"\ntable = \"a\"\ncolumns = [\n  { name = \"id\", type = \"integer\" },\n  { name = \"b\", typ = \"integer\" },\n]", `a.toml:6: columns has no key "typ", did you mean "type"?`},
		{"dialect", "[[upgrade]]\nop = \"execute\"\nsql = { postgre = \"x\" }", `a.toml:3: "postgre" is no dialect, did you mean "postgres"?`},
		{"action", "[[upgrade]]\nop = \"create_foreign_key\"\ntable=\"a\"\ncolumns=[\"b\"]\nreferences=\"c\"\nreferred=[\"d\"]\non_delete=\"casade\"", `unknown action "casade", did you mean "cascade"?`},
		{"not a list", "upgrade = 3", "write [[upgrade]]"},
		{"nothing changes", "[[upgrade]]\nop = \"alter_column\"\ntable=\"a\"\ncolumn=\"b\"", "changes nothing"},
		{"twice", "[[upgrade]]\nop = \"create_table\"\ntable=\"a\"\ncolumns=[{name=\"b\",type=\"text\"},{name=\"b\",type=\"text\"}]", `has column "b" twice`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("a.toml", []byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func base() *schema.Database {
	return &schema.Database{
		Enums: []*schema.Enum{{Name: "mood", Values: []string{"sad", "ok"}}},
		Tables: []*schema.Table{
			{
				Name:       "users",
				Columns:    []*schema.Column{{Name: "id", Type: schema.SQL("bigint"), NotNull: true}, {Name: "email", Type: schema.SQL("text"), Default: &schema.Default{Value: "x"}}},
				PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}},
				Uniques:    []*schema.Unique{{Name: "uq", Columns: []string{"email"}}},
				Indexes:    []*schema.Index{{Name: "ix", Columns: []schema.IndexPart{{Name: "email"}}}},
				Checks:     []*schema.Check{{Name: "ck", SQL: schema.SQL("id > 0")}},
			},
			{
				Name:        "posts",
				Columns:     []*schema.Column{{Name: "user_id", Type: schema.SQL("bigint")}},
				ForeignKeys: []*schema.ForeignKey{{Columns: []string{"user_id"}, References: "users", Referred: []string{"id"}}},
				Options:     schema.Options{"mysql": {"engine": "InnoDB"}},
			},
		},
	}
}

// TestInverse: an operation and then its inverse leave the database as it was.
func TestInverse(t *testing.T) {
	users, posts := On{Table: "users"}, On{Table: "posts"}
	no, comment := false, "about users"
	tests := []Op{
		&CreateTable{schema.Table{Name: "tags", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("bigint")}}}},
		&DropTable{On: posts, DetachFrom: "all_posts"},
		&RenameTable{On: users, To: "people"},
		&AlterTable{On: posts, Comment: &comment, Options: schema.Options{"mysql": {"engine": "", "charset": "utf8mb4"}}},
		&AddColumn{On: users, Column: schema.Column{Name: "bio", Type: schema.SQL("text")}},
		&DropColumn{On: users, Column: "email"},
		&DropColumn{On: posts, Column: "user_id"},
		&RenameColumn{On: users, Column: "id", To: "uid"},
		&AlterColumn{On: users, Column: "email", Type: schema.SQL("varchar(9)"), Nullable: &no, Drop: []string{"default"}},
		&AlterColumn{On: users, Column: "id", Default: &schema.Default{Value: int64(1)}, Identity: &schema.Identity{Always: true}, Options: schema.Options{"mysql": {"invisible": "true"}}},
		&DropPrimaryKey{On: users},
		&DropUnique{On: users, Name: "uq"},
		&CreateUnique{On: posts, Unique: schema.Unique{Columns: []string{"user_id"}}},
		&DropForeignKey{On: posts, Columns: []string{"user_id"}},
		&DropCheck{On: users, Name: "ck"},
		&CreateCheck{On: users, Check: schema.Check{SQL: schema.SQL("1 = 1")}},
		&DropIndex{On: users, Name: "ix"},
		&RenameIndex{On: users, Name: "ix", To: "ix2"},
		&RenameConstraint{On: users, Name: "ck", To: "ck2"},
		&CreateEnum{schema.Enum{Name: "size", Values: []string{"s"}}},
		&AlterEnum{Named: Named{Name: "mood"}, Add: []EnumValue{{Value: "happy", After: "sad"}}},
		&AlterEnum{Named: Named{Name: "mood"}, Rename: map[string]string{"ok": "fine"}},
		&DropEnum{Named{Name: "mood"}},
		&CreateView{schema.View{Name: "v", SQL: schema.SQL("SELECT 1")}},
		&CreateTrigger{schema.Trigger{Name: "t", Table: "users", SQL: schema.SQL("CREATE TRIGGER")}},
		&SetComment{On: "index", Table: "users", Name: "ix", Comment: "c"},
	}
	for _, op := range tests {
		t.Run(op.Kind(), func(t *testing.T) {
			db := base()
			back, err := Inverse(op, db)
			if err != nil {
				t.Fatal(err)
			}
			if err := Apply(db, op); err != nil {
				t.Fatal(err)
			}
			if reflect.DeepEqual(db, base()) {
				t.Fatal("the operation does nothing")
			}
			for _, b := range back {
				if err := Apply(db, b); err != nil {
					t.Fatal(err)
				}
			}
			if dump, want := describeDB(db), describeDB(base()); dump != want {
				t.Errorf("got\n%s\nwant\n%s", dump, want)
			}
		})
	}
}

// describeDB writes a database as operations, in an order of its own.
func describeDB(db *schema.Database) string {
	lines := []string{}
	for _, t := range db.Tables {
		for _, op := range CreateTableOps(t) {
			lines = append(lines, BlockTOML(op))
		}
	}
	for _, e := range db.Enums {
		lines = append(lines, BlockTOML(&CreateEnum{*e}))
	}
	for i := range lines { // a column that comes back stands last
		parts := strings.Split(lines[i], "\n")
		slices.Sort(parts)
		lines[i] = strings.Join(parts, "\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestNoInverse(t *testing.T) {
	if _, err := Inverse(&Execute{SQL: schema.SQL("SELECT 1")}, base()); err == nil {
		t.Error("execute has no inverse")
	}
}

// FuzzDecode: no revision file panics, and what decodes encodes to what decodes
// to the same.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("[[upgrade]]\nop=\"alter_enum\"\nname=\"a\"\nadd=[\"b\",{value=\"c\",before=\"d\"}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Decode("a.toml", text)
		if err != nil {
			return
		}
		var list []Op
		for _, l := range file.Upgrade {
			list = append(list, l.Op)
			JSON(l.Op)
		}
		again := EncodeTOML("upgrade", list)
		back, err := Decode("b.toml", []byte(again))
		if err != nil {
			t.Fatalf("%v\n%s", err, again)
		}
		var second []Op
		for _, l := range back.Upgrade {
			second = append(second, l.Op)
		}
		if third := EncodeTOML("upgrade", second); third != again {
			t.Errorf("%s\nbecame\n%s", again, third)
		}
	})
}
