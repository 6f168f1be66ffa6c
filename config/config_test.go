package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const sample = `
versions = ["versions", "plugins/versions"]
database = "main"
transaction = "all"
lock_timeout = "5s"

[databases.main]
url = "${DB:-sqlite://app.db}"

[databases.logs]
url = "postgres://${x.host}/logs"
transaction = "none"
version_table = "alembic_version"

[models]
go = "./models"

[autogenerate]
exclude_tables = ["spatial_*"]
naming = { ix = "ix_{table}_{columns}" }
`

func TestParse(t *testing.T) {
	c, err := Parse("dir/migrations.toml", sample)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.VersionDirs(); got[1] != filepath.Join("dir", "plugins/versions") {
		t.Errorf("version folders %v", got)
	}
	name, db, err := c.Select("")
	if err != nil || name != "main" || db.Transaction != "all" || db.LockTimeout.Value() != 5*time.Second {
		t.Errorf("%s %+v %v", name, db, err)
	}
	if _, db, _ = c.Select("logs"); db.Transaction != "none" || db.VersionTable != "alembic_version" || db.LockTimeout == 0 {
		t.Errorf("%+v", db)
	}
	if len(c.Models.Go) != 1 || c.Autogenerate.Naming["ix"] == "" {
		t.Errorf("%+v", c.Models)
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"syntax", "versions = ", "f.toml:1: "},
		{"unknown key", "\nversion = \"x\"", `f.toml:2: unknown key "version", did you mean "versions"?`},
		{"url at the top", "url = \"x\"", `f.toml:1: the key "url" belongs to one of the databases: write it under [databases.main]`},
		{"elsewhere", "[models]\ngorm = {url = \"x\"}", `f.toml:2: the key "url" belongs elsewhere in this file, there is no "models.gorm.url"`},
		{"nested", "[databases.main]\nurll = \"x\"", `f.toml:2: unknown key "databases.main.urll", did you mean "url"?`},
		{"wrong type", "versions = 3", "f.toml"},
		{"transaction", "transaction = \"some\"", `f.toml:1: transaction is`},
		{"duration", "lock_timeout = \"5\"", "is no duration"},
		{"naming", "[autogenerate]\nnaming = { idx = \"a\" }", `naming has no key "idx"`},
		{"pattern", "[autogenerate]\nexclude_tables = [\"[\"]", "is no pattern"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse("f.toml", tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestSelectErrors(t *testing.T) {
	c, _ := Parse("f.toml", "[databases.a]\nurl = \"x\"\n[databases.b]\nurl = \"y\"")
	if _, _, err := c.Select(""); err == nil || !strings.Contains(err.Error(), "several databases (a, b)") {
		t.Error(err)
	}
	if _, _, err := c.Select("aa"); err == nil || !strings.Contains(err.Error(), `did you mean "a"?`) {
		t.Error(err)
	}
}

func TestExpand(t *testing.T) {
	c, _ := Parse("f.toml", sample)
	env := func(name string) (string, bool) {
		v, ok := map[string]string{"SET": "v", "EMPTY": ""}[name]
		return v, ok
	}
	for text, want := range map[string]string{
		"plain": "plain", "${SET}": "v", "a${SET}b": "avb", "${UNSET:-d}": "d", "${EMPTY:-d}": "d", "${EMPTY}": "", "${x.k}": "w", "$SET": "$SET",
	} {
		if got, err := c.Expand(text, env, map[string]string{"k": "w"}); got != want || err != nil {
			t.Errorf("%s: got %q %v, want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]string{"${UNSET}": "variable UNSET is not set", "${x.host}": "f.toml:11: ${x.host} needs -x host="} {
		if _, err := c.Expand(text, env, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	below := filepath.Join(dir, "a", "b")
	if err := os.MkdirAll(below, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(below); err != ErrNotFound {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(dir, FileName)
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(below); err != nil || got != file {
		t.Errorf("got %s %v, want %s", got, err, file)
	}
}

func TestResolveURL(t *testing.T) {
	c := &Config{Dir: "/p"}
	for url, want := range map[string]string{
		"sqlite://a.db": "sqlite:///p/a.db", "sqlite:///x.db": "sqlite:///x.db", "sqlite://:memory:": "sqlite://:memory:", "postgres://h/d": "postgres://h/d",
	} {
		if got := c.ResolveURL(url); got != want {
			t.Errorf("%s: got %s, want %s", url, got, want)
		}
	}
}
