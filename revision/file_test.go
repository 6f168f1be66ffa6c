package revision

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/limbeck/migrate/ops"
)

const posts = `# Add posts
revision      = "4f1c0a9be2d7"
down_revision = "a81b20cc9f10"          # absent for a base; an array for a merge
create_date   = 2026-11-22T13:40:02Z
# branch_labels = ["billing"]
# depends_on    = ["9d3f01aa77c4"]

[[upgrade]]
op = "create_table"
table = "posts"
columns = [
  { name = "id", type = "bigint", nullable = false },
]

[[downgrade]]
op = "drop_table"
table = "posts"
`

const statuses = `-- Add statuses
-- revision: 5a
-- down_revision: 4f1c0a9be2d7, other
-- branch_labels: billing
-- depends_on: 9d3f01aa77c4
-- create_date: 2026-11-22 13:40:02
-- lock_timeout: 5s

-- migrate:up
CREATE TABLE s (id int);

-- migrate:up dialect=postgres transaction=off
CREATE INDEX CONCURRENTLY i ON s (id);
-- migrate:down
DROP TABLE s;
`

var created = time.Date(2026, 11, 22, 13, 40, 2, 0, time.UTC)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		path, text string
		want       Revision
	}{
		{"v/x.toml", posts, Revision{ID: "4f1c0a9be2d7", Down: []string{"a81b20cc9f10"}, Message: "Add posts", Created: created}},
		{"v/x.toml", "\ufeff" + strings.ReplaceAll(posts, "\n", "\r\n"), Revision{ID: "4f1c0a9be2d7", Down: []string{"a81b20cc9f10"}, Message: "Add posts", Created: created}},
		{"v/x.sql", statuses, Revision{ID: "5a", Down: []string{"4f1c0a9be2d7", "other"}, Labels: []string{"billing"}, DependsOn: []string{"9d3f01aa77c4"},
			Message: "Add statuses", Created: created, LockTimeout: 5 * time.Second}},
		{"v/20261122134002_m_join_two.toml", "revision = 'm'\ndown_revision = [\n  \"a\", # one\n  \"b\",\n]\ntransaction = \"off\"\n",
			Revision{ID: "m", Down: []string{"a", "b"}, Message: "join two", Created: created, NoTransaction: true}},
		{"v/x.toml", "revision = \"a\"\nmessage = \"\"\"\n[[upgrade]]\nis not here\"\"\"\nstatement_timeout = \"1m\"\ncreate_date = 2026-11-22T14:40:02+01:00\n[[ upgrade ]]\nop = 1",
			Revision{ID: "a", Message: "[[upgrade]]\nis not here", Created: created, StatementTimeout: time.Minute}},
		{"v/x.sql", "-- revision: a\n-- Note: this is one\n-- migrate:up transaction:false\n", Revision{ID: "a", Message: "Note: this is one"}},
	} {
		r, err := Parse(c.path, []byte(c.text))
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		c.want.Path, c.want.Format, c.want.text = c.path, r.Format, r.text
		c.want.Checksum = Checksum([]byte(c.text), c.want.Down)
		if !reflect.DeepEqual(*r, c.want) {
			t.Errorf("%q: got %+v", c.text, *r)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"x.toml", "revison = \"a\"\n", "x.toml:1: unknown key 'revison' | Did you mean 'revision'?"},
		{"x.toml", "revision = \"a\"\n\ndown_revison = \"b\"\n", "x.toml:3: unknown key 'down_revison' | Did you mean 'down_revision'?"},
		{"x.toml", "revision = \"a\"\n[upgrade]\n", "x.toml:2: unknown table [upgrade] | Operations stand under"},
		{"x.toml", "revision = \"a\"\n[[upgarde]]\n", "x.toml:2: unknown table [[upgarde]]"},
		{"x.toml", "# nothing\n", "x.toml is not a revision: it has no 'revision'"},
		{"x.toml", "revision = \"a\"\nrevision = \"b\"\n", "x.toml:2: "},
		{"x.toml", "revision = \"a\n", "x.toml:1: "},
		{"x.toml", "revision = 12\n", "x.toml:1: revision must be a string"},
		{"x.toml", "revision = \"\"\n", "x.toml:1: the revision identifier is empty"},
		{"x.toml", "revision = \"a-b@c\"\n", "x.toml:1: character(s) '-, @' not allowed in revision identifier 'a-b@c'"},
		{"x.toml", "revision = \"a\"\ndown_revision = 3\n", "x.toml:2: down_revision must be a string or a list of strings"},
		{"x.toml", "revision = \"a\"\ndown_revision = \"\"\n", "x.toml:2: down_revision names nothing"},
		{"x.toml", "revision = \"a\"\ncreate_date = \"yesterday\"\n", "x.toml:2: create_date 'yesterday' is not a time"},
		{"x.toml", "revision = \"a\"\ntransaction = false\n", "x.toml:2: transaction must be \"on\" or \"off\""},
		{"x.toml", "revision = \"a\"\nlock_timeout = 5\n", "x.toml:2: lock_timeout must be a duration"},
		{"x.sql", "SELECT 1;\n", "x.sql is not a revision"},
		{"x.sql", "-- revision: a\n-- down_revison: b\n-- migrate:up\n", "x.sql:2: unknown key 'down_revison' | Did you mean 'down_revision'?"},
		{"x.sql", "-- revision: a\n-- revision: b\n", "x.sql:2: 'revision' is there twice"},
		{"x.sql", "-- revision: a, b\n", "x.sql:1: character(s) ' , ,' not allowed"},
		{"x.txt", "revision = \"a\"\n", "x.txt is not a revision file"},
	} {
		_, err := Parse(c.path, []byte(c.text))
		want, hint, _ := strings.Cut(c.want, " | ")
		var e *Error
		if err != nil {
			e = err.(*Error)
		}
		if e == nil || !strings.HasPrefix(e.Message, want) || !strings.HasPrefix(e.Hint, hint) {
			t.Errorf("%q: got %#v, want %s", c.text, err, c.want)
		}
	}
}

func TestBody(t *testing.T) {
	r, err := Parse("x.toml", []byte(posts))
	if err != nil {
		t.Fatal(err)
	}
	body, err := r.Body()
	if err != nil || len(body.Upgrade) != 1 || len(body.Downgrade) != 1 || body.Upgrade[0].Line != 8 {
		t.Fatalf("got %+v, %v", body, err)
	}
	if _, ok := body.Downgrade[0].Op.(*ops.DropTable); !ok {
		t.Errorf("got %T", body.Downgrade[0].Op)
	}
	if r, err = Parse("x.sql", []byte(statuses)); err != nil {
		t.Fatal(err)
	}
	if body, err = r.Body(); err != nil {
		t.Fatal(err)
	}
	want := []Section{
		{Up, "", false, "CREATE TABLE s (id int);\n\n", 10},
		{Up, "postgres", true, "CREATE INDEX CONCURRENTLY i ON s (id);\n", 13},
		{Down, "", false, "DROP TABLE s;\n", 15},
	}
	if !slices.Equal(body.Sections, want) {
		t.Errorf("got %+v", body.Sections)
	}
}

func TestBodyErrors(t *testing.T) {
	for text, want := range map[string]string{
		"-- revision: a\nSELECT 1;\n-- migrate:up\n":        "x.sql:2: this statement belongs to no section",
		"-- revision: a\n":                                  "x.sql:1: the revision has no section '-- migrate:up'",
		"-- revision: a\n-- migrate:down\n":                 "x.sql:2: the revision has no section '-- migrate:up'",
		"-- revision: a\n-- migrate:upp\n":                  "x.sql:2: unknown marker 'migrate:upp'",
		"-- revision: a\n-- migrate:up dialect=postgre\n":   "x.sql:2: unknown dialect 'postgre': did you mean 'postgres'?",
		"-- revision: a\n-- migrate:up transaction=maybe\n": "x.sql:2: transaction is 'on' or 'off', not 'maybe'",
		"-- revision: a\n-- migrate:up postgres\n":          "x.sql:2: 'postgres' is no option",
		"-- revision: a\n-- migrate:up lock=1\n":            "x.sql:2: unknown option 'lock'",
	} {
		r, err := Parse("x.sql", []byte(text))
		if err == nil {
			_, err = r.Body()
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	r, err := Parse("x.toml", []byte("revision = \"a\"\n[[upgrade]]\nop = \"create_tabel\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Body(); CodeOf(err) != CodeBadFile || !strings.HasPrefix(err.Error(), "x.toml:3: ") {
		t.Errorf("got %v", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLoadFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "versions/20260102000000_b.toml", "revision = \"b\"\ndown_revision = \"a\"\n")
	write(t, "versions/20260101000000_a.sql", "-- revision: a\n-- migrate:up\n")
	write(t, "versions/deep/20260103000000_c.toml", "revision = \"c\"\ndown_revision = \"b\"\n")
	write(t, "versions/.hidden.toml", "?")
	write(t, "versions/.git/x.toml", "?")
	write(t, "versions/20260102000000_b.toml~", "?")
	write(t, "versions/README.md", "?")
	write(t, "billing/20260102120000_x.toml", "revision = \"x\"\nbranch_labels = [\"billing\"]\n")
	for _, c := range []struct {
		folders []Folder
		want    string
	}{
		{[]Folder{{Path: "versions"}}, "a b"},
		{[]Folder{{Path: "versions", Recursive: true}}, "a b c"},
		{[]Folder{{Path: "versions"}, {Path: "versions/deep"}, {Path: "./billing"}}, "a b x c"},
		{[]Folder{{Path: "versions", Recursive: true}, {Path: "versions/deep"}, {Path: "versions"}}, "a b c"},
		{[]Folder{{Path: ".", FS: os.DirFS("versions")}}, "a b"},
	} {
		g, err := Load(c.folders...)
		if err != nil {
			t.Errorf("%+v: %v", c.folders, err)
			continue
		}
		if got := strings.Join(idsOf(g.All()), " "); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.folders, got, c.want)
		}
	}
	if g, err := Load(Folder{Path: "versions"}); err != nil || g.Get("a").Path != filepath.Join("versions", "20260101000000_a.sql") {
		t.Errorf("got %+v, %v", g, err)
	}
}

func TestLoadErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "twice/1.toml", "revision = \"a\"\n")
	write(t, "twice/2.sql", "-- revision: a\n")
	write(t, "alien/x.toml", "title = \"not a revision\"\n")
	write(t, "orphan/b.toml", "revision = \"b\"\ndown_revision = \"a\"\n")
	write(t, "file", "")
	if err := os.MkdirAll("unreadable", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", "unreadable/x.toml"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		folder string
		code   Code
		names  string
	}{
		{"twice", CodeDuplicateRevision, "twice/1.toml|twice/2.sql"},
		{"alien", CodeBadFile, "alien/x.toml:1|title"},
		{"orphan", CodeMissingParent, "orphan/b.toml|'a'"},
		{"nope", CodeVersionsMissing, "nope"},
		{"unreadable", CodeUnreadableFile, "unreadable/x.toml"},
		{"file", CodeUnreadableFile, "file"},
	} {
		_, err := Load(Folder{Path: c.folder})
		checkFailure(t, c.folder, err, c.code, unsound[c.code], c.names)
	}
}

func TestLoadEmbedded(t *testing.T) {
	fsys := fstest.MapFS{"db/versions/1.toml": {Data: []byte("revision = \"a\"\n")}}
	g, err := Load(Folder{FS: fsys, Path: "db/versions"})
	if err != nil || g.Get("a").Path != "db/versions/1.toml" {
		t.Errorf("got %+v, %v", g, err)
	}
}

func TestChecksum(t *testing.T) {
	sum := Checksum([]byte("a\nb\n"), []string{"p"})
	if Checksum([]byte("a\r\nb\r\n"), []string{"p"}) != sum {
		t.Error("line ends change the checksum")
	}
	if Checksum([]byte("a\nb\n"), []string{"q"}) == sum || Checksum([]byte("a\nc\n"), []string{"p"}) == sum {
		t.Error("the checksum misses a change")
	}
}

// messages that must come through a file unharmed.
var messages = []string{
	"", "Add posts", `say "hi" \ there`, "two\nlines\n\nand a [[upgrade]]", "revision = \"x\"", "migrate:up everything",
	"revision: x", "down_revison: x", "tab\there", "Füge Beiträge hinzu 加入", "# hash", "-- dashes", "'''", `"""`, "a/b/../c", "bad \xff byte", "ctrl \x01\x7f",
}

func TestRenderIsReadBack(t *testing.T) {
	for _, format := range []Format{TOML, SQL} {
		for _, message := range messages {
			r := &Revision{ID: "m1", Down: []string{"a", "b"}, Labels: []string{"one"}, DependsOn: []string{"d", "lab-1"}, Message: message, Created: created,
				Format: format, NoTransaction: true, LockTimeout: 5 * time.Second, StatementTimeout: time.Minute}
			text := Render(r, "")
			got, err := Parse("20261122134002_m1."+string(format), text)
			if err != nil {
				t.Errorf("%s %q: %v\n%s", format, message, err, text)
				continue
			}
			want := *r
			want.Path, want.text, want.Checksum = got.Path, got.text, got.Checksum
			want.Message = strings.ToValidUTF8(message, "�")
			if format == SQL {
				want.Message = oneLine(message)
			}
			if !reflect.DeepEqual(*got, want) {
				t.Errorf("%s %q: got %+v from\n%s", format, message, *got, text)
			}
			if _, err := got.Body(); err != nil {
				t.Errorf("%s %q: %v", format, message, err)
			}
		}
	}
}

func TestRender(t *testing.T) {
	r := &Revision{ID: "4f1c0a9be2d7", Down: []string{"a81b20cc9f10"}, Message: "Add posts", Created: created}
	want := `# Add posts
revision      = "4f1c0a9be2d7"
down_revision = "a81b20cc9f10"
create_date   = 2026-11-22T13:40:02Z

[[upgrade]]
op = "drop_table"
table = "posts"
`
	if got := string(Render(r, "\n[[upgrade]]\nop = \"drop_table\"\ntable = \"posts\"\n\n")); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := FileName(r); got != "20261122134002_4f1c0a9be2d7_add_posts.toml" {
		t.Error(got)
	}
}

func TestSlug(t *testing.T) {
	for message, want := range map[string]string{
		"Add posts": "add_posts", "": "", "../../etc/passwd": "etc_passwd", "加入": "", "Ünïcode words": "n_code_words",
		"a very long message that goes on and on and on and on": "a_very_long_message_that_goes_on_and_on",
		strings.Repeat("x", 60):                                 strings.Repeat("x", 40),
	} {
		if got := slug(message); got != want || len(got) > maxSlug {
			t.Errorf("%q: got %s", message, got)
		}
	}
}

func TestCreate(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "versions")
	r := &Revision{ID: "a", Message: "first", Created: created}
	path, err := Create(folder, r, "")
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(folder, r, "# other\n"); CodeOf(err) != CodeFileExists {
		t.Errorf("got %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was overwritten: %v", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	g, err := Load(Folder{Path: folder})
	if err != nil || g.Get("a") == nil {
		t.Errorf("got %v, %v", g, err)
	}
}

// FuzzHeader compares the fast reading of a header with that of the TOML library, and
// wants an error to be typed.
func FuzzHeader(f *testing.F) {
	for _, seed := range []string{posts, statuses, "revision = \"a\"", "revision=\"a\"#x", "down_revision = [\"a\",\"b\",]", "x = [[\n", "a = '''\n[[upgrade]]\n'''\n",
		"message = \"\"\"\"a\"\"\"\"\"\n[[upgrade]]", "create_date = 2026-11-22 13:40:02\n", "revision = \"a\" \"b\"", "message = \"\"", "\"revision\" = \"a\"", "message = \"a\u0085b\"\r\n", "\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, path := range []string{"x.toml", "x.sql"} {
			r, err := Parse(path, []byte(text))
			if err != nil && CodeOf(err) == "" {
				t.Fatalf("untyped error %v", err)
			}
			if err == nil {
				if _, err := r.Body(); err != nil && CodeOf(err) == "" {
					t.Fatalf("untyped error %v", err)
				}
			}
		}
		head := text[:headerEnd([]byte(text))]
		plain, ok := plainSettings(head)
		if !ok {
			return
		}
		full, err := (&Revision{Path: "x.toml"}).anySettings(head)
		if err != nil {
			t.Fatalf("fast reading accepts what TOML refuses: %v", err)
		}
		slices.SortStableFunc(full, func(a, b setting) int { return a.line - b.line })
		if fmt.Sprint(plain) != fmt.Sprint(full) {
			t.Fatalf("fast %v, full %v", plain, full)
		}
	})
}

func writeHistory(tb testing.TB, folder string, n int) {
	for _, r := range randomHistory(n, 1) {
		r.Created, r.Message, r.Labels = created, "Add something to the tables", nil
		body := strings.Repeat("[[upgrade]]\nop = \"execute\"\nsql = \"UPDATE users SET status = 'active' WHERE id = 1\"\n\n", 10)
		if err := os.WriteFile(filepath.Join(folder, FileName(r)), Render(r, body), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	folder := b.TempDir()
	writeHistory(b, folder, 10_000)
	b.Run("Load", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(Folder{Path: folder}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ReadAndHash", func(b *testing.B) { // the floor
		for b.Loop() {
			entries, err := os.ReadDir(folder)
			if err != nil {
				b.Fatal(err)
			}
			for _, e := range entries {
				text, err := os.ReadFile(filepath.Join(folder, e.Name()))
				if err != nil {
					b.Fatal(err)
				}
				sha256.Sum256(text)
			}
		}
	})
}

func TestFillFromName(t *testing.T) {
	for path, want := range map[string]string{
		"versions/20261122134002_4f1c0a9be2d7_add_posts.toml":       "add posts 2026",
		"versions/20261122134002123456_4f1c0a9be2d7_add_posts.toml": "add posts 2026",
		"versions/20261300000000_4f1c0a9be2d7_add_posts.toml":       "add posts 1",
		"versions/0001_add_posts.toml":                              "add posts 1",
		"versions/4f1c0a9be2d7_add_posts.toml":                      "add posts 1",
		"versions/12factor.toml":                                    "12factor 1",
	} {
		r := &Revision{ID: "4f1c0a9be2d7", Path: path, Format: TOML}
		r.fillFromName()
		if got := fmt.Sprintf("%s %d", r.Message, r.Created.Year()); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
