package gostruct

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// writeFiles writes files below a new folder, which it returns.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(files[name]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	moneyModel = "package models\n\nimport \"example.com/Acme/money/v2/kinds\"\n\ntype Price struct {\n\tID int64 `db:\"id\"`\n\tAmount kinds.Cents `db:\"amount\"`\n}\n"
	moneyKinds = "package kinds\n\nimport \"example.com/Acme/money/v2/deep\"\n\ntype Cents deep.Number\n"
	moneyDeep  = "package deep\n\ntype Number int32\n"
	requires   = "module example.com/app\n\ngo 1.24\n\nrequire example.com/Acme/money/v2 v2.1.0\n"
)

// TestLookUp finds the type of a column in another module, wherever Go would.
func TestLookUp(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		dir   string // of the project
		env   map[string]string
	}{
		{name: "module cache", files: map[string]string{
			"app/go.mod": requires,
			"cache/example.com/!acme/money/v2@v2.1.0/kinds/k.go": moneyKinds,
			"cache/example.com/!acme/money/v2@v2.1.0/deep/d.go":  moneyDeep,
			"cache/example.com/!acme/money/v2@v2.1.0/go.mod":     "module example.com/Acme/money/v2\n",
		}, env: map[string]string{"GOMODCACHE": "cache"}},
		{name: "module cache of GOPATH, no go.mod in it", files: map[string]string{
			"app/go.mod": requires,
			"gopath/pkg/mod/example.com/!acme/money/v2@v2.1.0/kinds/k.go": moneyKinds,
			"gopath/pkg/mod/example.com/!acme/money/v2@v2.1.0/deep/d.go":  moneyDeep,
		}, env: map[string]string{"GOPATH": "gopath"}},
		{name: "vendor", files: map[string]string{
			"app/go.mod": requires,
			"app/vendor/example.com/Acme/money/v2/kinds/k.go": moneyKinds,
			"app/vendor/example.com/Acme/money/v2/deep/d.go":  moneyDeep,
		}},
		{name: "replace by a folder", files: map[string]string{
			"app/go.mod":       requires + "\nreplace example.com/Acme/money/v2 => ../money\n",
			"money/go.mod":     "module example.com/Acme/money/v2\n",
			"money/kinds/k.go": moneyKinds,
			"money/deep/d.go":  moneyDeep,
		}},
		{name: "replace by another module", files: map[string]string{
			"app/go.mod": requires + "\nreplace example.com/Acme/money/v2 v2.1.0 => example.com/fork v1.0.0\n",
			"cache/example.com/fork@v1.0.0/kinds/k.go": moneyKinds,
			"cache/example.com/fork@v1.0.0/deep/d.go":  moneyDeep,
		}, env: map[string]string{"GOMODCACHE": "cache"}},
		{name: "workspace", files: map[string]string{
			"go.work":          "go 1.24\n\nuse (\n\t./app\n\t./money\n)\n",
			"app/go.mod":       "module example.com/app\n",
			"money/go.mod":     "module example.com/Acme/money/v2\n",
			"money/kinds/k.go": moneyKinds,
			"money/deep/d.go":  moneyDeep,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.files["app/models/models.go"] = moneyModel
			dir := writeFiles(t, tt.files)
			t.Setenv("GOMODCACHE", "")
			t.Setenv("GOPATH", filepath.Join(dir, "nowhere"))
			for key, folder := range tt.env {
				t.Setenv(key, filepath.Join(dir, folder))
			}
			for _, pattern := range []string{"./models", "example.com/app/models", "./...", filepath.Join(dir, "app", "models")} {
				got := readText(Options{Dir: filepath.Join(dir, "app"), Packages: []string{pattern}})
				want := "table prices  models/models.go:5\n  id: bigint not null auto\n  amount: integer not null\n  primary key (id)\n"
				if got != want {
					t.Errorf("%s:\n%s", pattern, got)
				}
			}
		})
	}
}

// TestLookUpFails tells which package is missing when it is nowhere.
func TestLookUpFails(t *testing.T) {
	dir := writeFiles(t, map[string]string{"go.mod": requires, "models/models.go": moneyModel})
	t.Setenv("GOMODCACHE", filepath.Join(dir, "cache"))
	_, err := Load(Options{Dir: dir, Packages: []string{"./models"}})
	want := "models/models.go:7: Price.Amount (kinds.Cents): the type can't be mapped to a column: package example.com/Acme/money/v2/kinds is neither in vendor/ nor in the module cache (run `go mod download`); add migrate:\"type=…\", or migrate:\"-\" to leave it out"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

const oneModel = "package models\n\ntype A struct {\n\tID int64 `db:\"id\"`\n}\n"

// TestPackageErrors: what is wrong with a package is said once, with its place.
func TestPackageErrors(t *testing.T) {
	tests := []struct {
		name     string
		files    map[string]string
		packages []string
		want     []string
	}{
		{"no packages", nil, nil, []string{"no packages of models are named: set `go = [\"./models\"]` under [models]"}},
		{"no folder", nil, []string{"./models"}, []string{`package "./models": there is no folder models`}},
		{"no folder below", nil, []string{"./models/..."}, []string{`package "./models/...": there is no folder models`}},
		{"a name", map[string]string{"go.mod": "module example.com/app\n"}, []string{"example.com/other"}, []string{`package "example.com/other": it is neither a folder here nor an import path of this module`}},
		{"dots", nil, []string{"./a/.../b"}, []string{`package "./a/.../b": "..." can only end a pattern`}},
		{"no files", map[string]string{"models/README": ""}, []string{"./models"}, []string{"models: no Go files"}},
		{"only tests", map[string]string{"models/a_test.go": oneModel}, []string{"./models"}, []string{"models: no Go files"}},
		{"other systems only", map[string]string{"models/a_windows.go": oneModel}, []string{"./models"}, []string{"models: no Go files"}},
		{"no files below", map[string]string{"models/README": ""}, []string{"./models/..."}, []string{`package "./models/...": there are no Go files in or below that folder`}},
		{"no models", map[string]string{"models/a.go": "package models\n\ntype A struct{ ID int }\n"}, []string{"./models"}, []string{`package "./models": no models were found`}},
		{"one of two", map[string]string{"a/a.go": oneModel, "b/b.go": "package b\n"}, []string{"./a", "./b"}, []string{`package "./b": no models were found`}},
		{"broken", map[string]string{"models/a.go": "package models\n\ntype A struct {\n\tID int64 `db:\"id\"\n}\n", "models/b.go": "package models\n\nfunc f( {\n", "models/c.go": oneModel},
			[]string{"./models"}, []string{"models/a.go:4:11: raw string literal not terminated", "models/b.go:3:9: expected ')', found '{'"}},
		{"two packages", map[string]string{"models/a.go": oneModel, "models/b.go": "package other\n"}, []string{"./models"}, []string{"models/b.go:1: package other, but models/a.go:1 is package models: one folder, one package"}},
		{"broken go.mod", map[string]string{"go.mod": "module\n", "models/a.go": oneModel}, []string{"./models"}, []string{"go.mod:1: usage: module module/path"}},
		{"several", map[string]string{"a/a.go": oneModel}, []string{"./x", "./y", "./a"}, []string{`package "./x": there is no folder x`, `package "./y": there is no folder y`}},
		{"broken import", map[string]string{"go.mod": "module example.com/app\n", "a/a.go": "package a\n\nimport \"example.com/app/b\"\n\ntype A struct {\n\tB b.B `db:\"b\"`\n}\n", "b/b.go": "package b\n\ntype B {\n"},
			[]string{"./a"}, []string{"a/a.go:6: A.B (b.B): the type can't be mapped to a column: b/b.go:3:8: expected type, found '{'"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := writeFiles(t, tt.files)
			db, err := Load(Options{Dir: dir, Packages: tt.packages})
			if err == nil || db != nil {
				t.Fatalf("got %v, %v", db, err)
			}
			for _, want := range tt.want {
				if !strings.Contains("\n"+err.Error(), "\n"+want) {
					t.Errorf("got:\n%v\nwant: %s", err, want)
				}
			}
			if strings.Contains(err.Error(), dir) {
				t.Errorf("the error tells an absolute path: %v", err)
			}
		})
	}
}

// TestTwicePackage: a package that two patterns name counts once.
func TestTwicePackage(t *testing.T) {
	dir := writeFiles(t, map[string]string{"models/a.go": oneModel})
	db, err := Load(Options{Dir: dir, Packages: []string{"./models", "./...", "./models"}})
	if err != nil || len(db.Tables) != 1 {
		t.Errorf("got %v, %v", db, err)
	}
}

// TestForeignModels: a struct of a package that is not listed is a model when one
// is related to it, unless it says that it is none.
func TestForeignModels(t *testing.T) {
	files := map[string]string{
		"go.mod": "module example.com/app\n",
		"a/a.go": "package a\n\nimport \"example.com/app/b\"\n\ntype Post struct {\n\tID uint `gorm:\"primaryKey\"`\n\tOwnerID uint\n\tOwner b.User\n\tFree b.User `gorm:\"foreignKey:OwnerID;constraint:-\"`\n" +
			"\tReaders []b.User `gorm:\"many2many:readers\"`\n\tHidden Secret `gorm:\"foreignKey:PostID\"`\n}\n\n//migrate:ignore\ntype Secret struct {\n\tID, PostID uint\n}\n",
		"b/b.go": "package b\n\nimport \"example.com/app/c\"\n\ntype User struct {\n\tID uint `gorm:\"primaryKey\"`\n\tTeamID uint\n\tTeam *c.Team\n}\n\ntype Other struct {\n\tID uint `gorm:\"primaryKey\"`\n}\n",
		"c/c.go": "package c\n\ntype Team struct {\n\tID int32\n}\n\nfunc (Team) TableName() string { return \"all_teams\" }\n",
	}
	dir := writeFiles(t, files)
	got := readText(Options{Dir: dir, Packages: []string{"./a"}})
	for _, want := range []string{
		"foreign key fk_posts_owner (owner_id) -> users(id)", "table readers  a/a.go:10", "table users  b/b.go:5\n", "team_id: bigint",
		"foreign key fk_users_team (team_id) -> all_teams(id)", "table all_teams  c/c.go:3",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "others") {
		t.Errorf("a struct that nothing refers to is a model:\n%s", got)
	}
	files["b/b.go"] = strings.Replace(files["b/b.go"], "type User", "//migrate:ignore\ntype User", 1)
	got = readText(Options{Dir: writeFiles(t, files), Packages: []string{"./a"}})
	want := "error\n" +
		"a/a.go:8: Post.Owner refers to User (b/b.go:6), which is no model here: list its package under [models] go, or say gorm:\"constraint:-\"\n" +
		"a/a.go:10: Post.Readers refers to User (b/b.go:6), which is no model here: list its package under [models] go, or say gorm:\"constraint:-\"\n"
	if got != want {
		t.Errorf("got:\n%s", got)
	}
}

// TestRegistered: what is handed to an ORM is a model, wherever in the module that
// is written, and however.
func TestRegistered(t *testing.T) {
	const models = "package models\n\ntype Setting struct {\n\tKey, Value string\n}\n\ntype Request struct {\n\tKey string\n}\n"
	const head = "package server\n\nimport \"example.com/app/models\"\n\n"
	for name, code := range map[string]string{
		"method":            "func run(db DB) { db.AutoMigrate(&models.Setting{}) }",
		"function":          "func AutoMigrate(dst ...any) error { return nil }\n\nfunc run() { AutoMigrate(new(models.Setting)) }",
		"chain":             "func run(db DB) { db.Set(\"gorm:table_options\", \"ENGINE=InnoDB\").AutoMigrate(models.Setting{}) }",
		"migrator":          "func run(db DB) { db.Migrator().CreateTable(&models.Setting{}) }",
		"passed on":         "func migrate(db DB, m any) { db.AutoMigrate(m) }\n\nfunc run(db DB) { migrate(db, &models.Setting{}) }",
		"passed on, spread": "func migrate(db DB, m ...any) { db.AutoMigrate(m...) }\n\nfunc run(db DB) { migrate(db, nil, &models.Setting{}) }",
		"registry":          "var all []any\n\nfunc Register(m ...any) { all = append(all, m...) }\n\nfunc init() { Register(&models.Setting{}) }\n\nfunc run(db DB) { db.AutoMigrate(all...) }",
		"of a method":       "func (s *store) models() []any { return []any{&models.Setting{}} }\n\nfunc (s *store) run() { s.db.AutoMigrate(s.models()...) }",
		"loop over structs": "func run(db DB) {\n\tfor _, t := range []struct{ name string; model any }{{\"s\", (*models.Setting)(nil)}} {\n\t\tdb.AutoMigrate(t.model)\n\t}\n}",
		"map":               "var byName = map[string]any{\"s\": &models.Setting{}}\n\nfunc run(db DB) {\n\tfor _, m := range byName {\n\t\tdb.AutoMigrate(m)\n\t}\n}",
		"variable":          "func run(db DB) {\n\tvar s models.Setting\n\tdb.AutoMigrate(&s)\n}",
		"parameter":         "func run(db DB, s *models.Setting) { db.AutoMigrate(s) }",
		"literal, called":   "func run(db DB) {\n\tfor _, t := range []struct{ model any; name string }{{&models.Setting{}, \"s\"}} {\n\t\tgo func(m any, name string) { db.AutoMigrate(m) }(t.model, t.name)\n\t}\n}",
		"literal, named":    "func run(db DB) {\n\tdo := func(m ...any) { db.AutoMigrate(m...) }\n\tdo(&models.Setting{})\n}",
		"literal, passed":   "func run(db DB) { each([]any{&models.Setting{}}, func(m any) { db.AutoMigrate(m) }) }",
		"literal, of a map": "func run(db DB) {\n\tfor _, m := range map[string]func() any{\"s\": func() any { return &models.Setting{} }} {\n\t\tdb.AutoMigrate(m())\n\t}\n}",
		"step":              "var step = Step{Run: func(db DB) error {\n\tall := []any{&models.Setting{}}\n\treturn db.AutoMigrate(all...)\n}}",
		"field":             "var c = config{name: \"c\", models: []any{&models.Setting{}}}\n\nfunc run(db DB) { db.AutoMigrate(c.models...) }",
		"field of receiver": "type store struct {\n\tdb DB\n\tmodels []any\n}\n\nfunc open() *store { return &store{models: []any{&models.Setting{}}} }\n\nfunc (s *store) run() { s.db.AutoMigrate(s.models...) }",
		"field, added to":   "type store struct {\n\tdb DB\n\tmodels []any\n}\n\nfunc (s *store) add(m any) { s.models = append(s.models, m) }\n\nfunc (s *store) run() {\n\ts.add(&models.Setting{})\n\ts.db.AutoMigrate(s.models...)\n}",
		"type argument":     "func migrate[T any](db DB) { db.AutoMigrate(new(T)) }\n\nfunc run(db DB) { migrate[models.Setting](db) }",
		"inferred":          "func migrate[T any](db DB, t T) { db.AutoMigrate(t) }\n\nfunc run(db DB) { migrate(db, &models.Setting{}) }",
		"generic type":      "type repo[K, T any] struct{ db DB }\n\nfunc open[T any](db DB) *repo[int, T] { return &repo[int, T]{db} }\n\nfunc (r *repo[K, T]) init() {\n\tvar t T\n\tr.db.AutoMigrate(&t)\n}\n\nfunc run(db DB) { open[models.Setting](db).init() }",
		"joined":            "import \"slices\"\n\nfunc run(db DB) { db.AutoMigrate(slices.Concat([]any{1}, []any{&models.Setting{}})...) }",
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeFiles(t, map[string]string{"go.mod": "module example.com/app\n", "models/models.go": models, "cmd/server/main.go": head + code + "\n"})
			got := readText(Options{Dir: dir, Packages: []string{"./models"}})
			if !strings.HasPrefix(got, "table settings  models/models.go:3\n") || strings.Contains(got, "requests") {
				t.Errorf("got:\n%s", got)
			}
		})
	}
	for name, code := range map[string]string{
		"create": "func run(db DB) { db.NewCreateTable().IfNotExists().Model((*models.Setting)(nil)).Exec() }",
		"reset":  "func run(db DB) { db.ResetModel(ctx, (*models.Setting)(nil)) }",
		"loop":   "func run(db DB) {\n\tfor _, m := range []any{(*models.Setting)(nil)} {\n\t\tdb.NewCreateTable().Model(m).Exec()\n\t}\n}",
	} {
		t.Run("bun "+name, func(t *testing.T) {
			dir := writeFiles(t, map[string]string{"go.mod": "module example.com/app\n", "models/models.go": models, "cmd/server/main.go": head + code + "\n"})
			got := readText(Options{Dir: dir, Packages: []string{"./models"}})
			if !strings.Contains(got, "mysql:varchar(255)") || strings.Contains(got, "requests") {
				t.Errorf("got:\n%s", got)
			}
		})
	}
}

// TestRegisteredOfOthers: what a listed package hands to an ORM is a model in
// whatever package it stands, and counts for the package that does.
func TestRegisteredOfOthers(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"go.mod":          "module example.com/app\n\nrequire example.com/rules v1.0.0\n\nreplace example.com/rules => ./rules\n",
		"rules/go.mod":    "module example.com/rules\n",
		"rules/rules.go":  "package rules\n\ntype Rule struct {\n\tID uint `gorm:\"primaryKey\"`\n}\n\ntype Input struct {\n\tName string\n}\n",
		"users/users.go":  "package users\n\ntype User struct {\n\tID uint\n\tName string\n}\n\ntype Filter struct {\n\tID uint `gorm:\"primaryKey\"`\n}\n",
		"store/store.go":  "package store\n\nimport (\n\t\"example.com/app/users\"\n\t\"example.com/rules\"\n)\n\nfunc open(db DB) {\n\tdb.AutoMigrate(&users.User{}, &rules.Rule{})\n\tdb.CreateTable(&rules.Input{})\n}\n",
		"store/events.go": "package store\n\nimport \"example.com/app/users\"\n\nfunc again(db DB) { db.AutoMigrate(users.User{}) }\n",
	})
	got := readText(Options{Dir: dir, Packages: []string{"./store"}})
	if !strings.Contains(got, "table users  users/users.go:3\n") || !strings.Contains(got, "table rules  ") || strings.Count(got, "table ") != 2 {
		t.Errorf("got:\n%s", got)
	}
	got = readText(Options{Dir: dir, Packages: []string{"./store"}, Exclude: []string{"rules.*"}})
	if strings.Contains(got, "table rules") || !strings.Contains(got, "skipped rules.Rule") {
		t.Errorf("got:\n%s", got)
	}
}

// TestTableViews: of the structs that name one table, the one that AutoMigrate gets
// makes it.
func TestTableViews(t *testing.T) {
	const code = "package models\n\ntype Base struct {\n\tID int `gorm:\"column:id\"`\n}\n\ntype Dish struct {\n\tBase\n\tName string `gorm:\"column:name\"`\n}\n\n" +
		"func (Dish) TableName() string { return \"dishes\" }\n\ntype DishUpdate struct {\n\tBase\n\tName *string `gorm:\"column:name\"`\n}\n\nfunc (DishUpdate) TableName() string { return Dish{}.TableName() }\n"
	const run = "\nfunc run(db DB) { db.AutoMigrate(&Dish{}) }\n"
	got := readText(Options{Dir: writeFiles(t, map[string]string{"m.go": code + run}), Packages: []string{"."}})
	if strings.Count(got, "table dishes ") != 1 || !strings.Contains(got, "skipped models.DishUpdate (m.go:14): it names the table of models.Dish, which AutoMigrate gets") {
		t.Errorf("got:\n%s", got)
	}
	got = readText(Options{Dir: writeFiles(t, map[string]string{"m.go": code}), Packages: []string{"."}})
	if !strings.Contains(got, "m.go:14: table dishes is defined twice: here and at m.go:7") {
		t.Errorf("got:\n%s", got)
	}
}

// TestTypeReferences: REFERENCES in a type may leave out the column, which is the key
// of the table.
func TestTypeReferences(t *testing.T) {
	const code = "package models\n\ntype Plugin struct {\n\tKey string `gorm:\"primaryKey\"`\n}\n\ntype Version struct {\n\tID int\n\tPlugin string `gorm:\"type:text REFERENCES %s\"`\n}\n"
	for table, want := range map[string]string{
		"plugins": "(plugin) -> plugins(key)",
		"shops":   "m.go:9: REFERENCES shops: there is no model of that table with a key, so the column has to be named: REFERENCES shops(id)",
	} {
		got := readText(Options{Dir: writeFiles(t, map[string]string{"m.go": strings.ReplaceAll(code, "%s", table)}), Packages: []string{"."}})
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

// TestOldGORM: the tags of GORM v1 mean other tables, which is said at once.
func TestOldGORM(t *testing.T) {
	dir := writeFiles(t, map[string]string{"a/a.go": "package a\n\nimport \"github.com/jinzhu/gorm\"\n\ntype User struct {\n\tID uint `gorm:\"primary_key\"`\n}\n\nfunc (u *User) BeforeCreate(scope *gorm.Scope) error { return nil }\n"})
	if got := readText(Options{Dir: dir, Packages: []string{"./a"}}); !strings.HasPrefix(got, "error\na/a.go:3: these are models of GORM v1") {
		t.Errorf("got:\n%s", got)
	}
}

// TestTablesOfOneStruct: db.Table gives the table another name, for a struct that may
// have several.
func TestTablesOfOneStruct(t *testing.T) {
	const head = "package models\n\ntype Log struct {\n\tID uint `gorm:\"primaryKey\"`\n}\n\n"
	for _, tt := range []struct {
		code string
		want []string
	}{
		{"func run(db DB) { db.AutoMigrate(&Log{}) }", []string{"table logs "}},
		{"func run(db DB) { db.Table(\"old_logs\").AutoMigrate(&Log{}) }", []string{"table old_logs "}},
		{"const old = \"old_\"\n\nfunc run(db DB) {\n\tdb.AutoMigrate(&Log{})\n\tdb.Table(old + \"logs\").AutoMigrate(&Log{})\n\tdb.Table(\"logs\").AutoMigrate(&Log{})\n}", []string{"table logs ", "table old_logs "}},
		{"func (Log) TableName() string { return \"l\" }\n\nfunc run(db DB, n string) { db.Table(n).AutoMigrate(&Log{}) }", []string{"table l "}},
		{"func run(db DB, n string) { db.Table(\"logs_\" + n).AutoMigrate(&Log{}) }", []string{"models/m.go:3: Log is a table whose name can't be told from the code that hands it to AutoMigrate (models/m.go:7)"}},
	} {
		dir := writeFiles(t, map[string]string{"go.mod": "module example.com/app\n", "models/m.go": head + tt.code + "\n"})
		got := readText(Options{Dir: dir, Packages: []string{"./models"}})
		for _, want := range tt.want {
			if !strings.Contains("\n"+got, "\n"+want) || strings.Count(got, "table ") != len(tt.want)*strings.Count(want, "table ") {
				t.Errorf("%s\nno %q in:\n%s", tt.code, want, got)
			}
		}
	}
}

// TestDotImports: names of a package that a file takes for its own.
func TestDotImports(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"go.mod":    "module example.com/app\n",
		"base/b.go": "package base\n\nconst Prefix = \"app_\"\n\nfunc Name(n string) string { return Prefix + n }\n\ntype Kind int16\n",
		"models/m.go": "package models\n\nimport . \"example.com/app/base\"\n\ntype A struct {\n\tKind Kind\n}\n\nfunc (A) TableName() string { return Prefix + \"a\" }\n\n" +
			"type B struct {\n\tID int64\n}\n\nfunc (B) TableName() string { return Name(\"b\") }\n\ntype C struct {\n\tID int64\n}\n\nfunc All() []any { return []any{&C{}} }\n",
		"main.go": "package main\n\nimport . \"example.com/app/models\"\n\nfunc run(db DB) { db.AutoMigrate(All()...) }\n",
	})
	got := readText(Options{Dir: dir, Packages: []string{"./models"}})
	for _, want := range []string{"table app_a ", "  kind: smallint", "table app_b ", "table cs "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}
