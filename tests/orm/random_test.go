package orm

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestRandom compares what both make of a hundred random GORM models and fifty
// Bun models. ORM_SEED chooses others.
func TestRandom(t *testing.T) {
	seed := uint64(1)
	if text := os.Getenv("ORM_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the seed is %d: ORM_SEED=%d go test -run TestRandom", seed, seed)
	dir := writeRandom(t, map[string]string{"gormmodels": gormModels(seed, 100), "bunmodels": bunModels(seed, 50)})
	program := filepath.Join(dir, "random")
	command(t, dir, "go", "build", "-mod=mod", "-o", program, ".")
	for _, orm := range []string{"gorm", "bun"} {
		for _, dialect := range dialects {
			t.Run(orm+"/"+dialect, func(t *testing.T) {
				create := func(t *testing.T, db *database) {
					dsn := db.dsn
					if dialect == "postgres" {
						dsn = db.url
					}
					command(t, dir, program, orm, dialect, dsn)
				}
				oracle{dir: dir, pkg: "./" + orm + "models", dialect: dialect, create: create, unnamed: orm == "bun"}.same(t)
			})
		}
	}
}

var (
	moduleLine  = regexp.MustCompile(`(?m)^module .*$`)
	replaceLine = regexp.MustCompile(`(?m)^replace .*$`)
)

// writeRandom makes a module of the packages and the program that runs them. It
// has the same dependencies as this one, less Limbeck.
func writeRandom(t *testing.T, packages map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	read := func(path string) []byte {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	here, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	mod := moduleLine.ReplaceAll(read("go.mod"), []byte("module example.com/random"))
	mod = replaceLine.ReplaceAll(mod, []byte("replace github.com/limbeck/migrate => "+strconv.Quote(here)))
	files := map[string][]byte{"go.mod": mod, "go.sum": read("go.sum"), "main.go": read("testdata/random/main.go.txt")}
	for name, text := range packages {
		files[filepath.Join(name, "models.go")] = []byte(text)
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), args[0], err, out)
	}
}
