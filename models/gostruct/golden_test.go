package gostruct

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads each folder of testdata/golden and compares the schema, the
// list of models and what was skipped with the folder's want.txt.
func TestGolden(t *testing.T) {
	folders, err := filepath.Glob("testdata/golden/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no folders: %v", err)
	}
	options := map[string]Options{
		"gorm_prefix":   {GORM: GORM{TablePrefix: "app_"}},
		"gorm_singular": {GORM: GORM{SingularTable: true}},
		"types_custom":  {Types: map[string]string{"example.com/money.Amount": "numeric(12,2)", "example.com/geo.Point": "point"}},
		"packages":      {Packages: []string{"./..."}},
	}
	for _, folder := range folders {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			opts := options[name]
			opts.Dir = folder
			if len(opts.Packages) == 0 {
				opts.Packages = []string{"."}
			}
			compare(t, filepath.Join(folder, "want.txt"), readText(opts))
		})
	}
}

// readText returns what Read gives, its errors included, as text.
func readText(opts Options) string {
	res, err := Read(opts)
	if err != nil {
		return "error\n" + err.Error() + "\n"
	}
	out := format(res.Database)
	for _, s := range res.Skipped {
		out += "skipped " + s.Name + " (" + s.Origin + "): " + s.Reason + "\n"
	}
	return out
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}
