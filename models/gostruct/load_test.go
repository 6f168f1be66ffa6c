package gostruct

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/limbeck/migrate/schema"
)

// manyStructs writes 200 models in 20 files, half of them GORM's.
func manyStructs(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for file := range 20 {
		var b strings.Builder
		b.WriteString("package models\n\nimport (\n\t\"database/sql\"\n\t\"time\"\n\n\t\"github.com/google/uuid\"\n\t\"gorm.io/gorm\"\n)\n")
		for i := range 10 {
			if file%2 == 0 {
				fmt.Fprintf(&b, "\n// Plain%[1]d is one of many.\ntype Plain%[1]d struct {\n\tID int64 `db:\"id\"`\n\tName string `db:\"name\" migrate:\"size=80;unique;index=ix_plain%[1]d,desc,where=name <> ''\"`\n"+
					"\tOwner sql.NullInt64 `db:\"owner\" migrate:\"references=plain0.id;on_delete=cascade\"`\n\tKey uuid.UUID `db:\"key\"`\n\tAt time.Time `db:\"at\" migrate:\"default_sql=CURRENT_TIMESTAMP\"`\n"+
					"\tTotal float64 `db:\"total\" migrate:\"type=numeric(10,2);check=total > 0\"`\n\tTags []string `db:\"tags\"`\n\tNote *string `db:\"note\"`\n}\n", file*10+i)
				continue
			}
			fmt.Fprintf(&b, "\ntype Model%[1]d struct {\n\tgorm.Model\n\tName string `gorm:\"size:80;uniqueIndex;not null\"`\n\tOwnerID *uint\n\tOwner *Model%[1]d\n\tItems []Model%[1]d `gorm:\"foreignKey:OwnerID\"`\n"+
				"\tTotal float64 `gorm:\"type:decimal(10,2);default:0\"`\n\tAt time.Time `gorm:\"index:,sort:desc\"`\n\tTags []string `gorm:\"serializer:json\"`\n\tPeers []Model%[1]d `gorm:\"many2many:peers_%[1]d\"`\n}\n", file*10+i)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("models_%02d.go", file)), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// BenchmarkLoad reads 200 structs in 20 files; it should take less than 50 ms.
func BenchmarkLoad(b *testing.B) {
	dir := manyStructs(b)
	for b.Loop() {
		if _, err := Load(Options{Dir: dir, Packages: []string{"."}}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLoadAlone: no Go toolchain is needed, and 200 structs are read in a moment
// (the limit is generous, for slow machines; see BenchmarkLoad).
func TestLoadAlone(t *testing.T) {
	dir := manyStructs(t)
	t.Setenv("PATH", "")
	start := time.Now()
	db, err := Load(Options{Dir: dir, Packages: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	if len(db.Tables) != 300 {
		t.Errorf("%d tables", len(db.Tables))
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestSameTwice: the same source gives the same schema, in the same order.
func TestSameTwice(t *testing.T) {
	dir := manyStructs(t)
	first := readText(Options{Dir: dir, Packages: []string{"."}})
	for range 5 {
		if again := readText(Options{Dir: dir, Packages: []string{"."}}); again != first {
			t.Fatal("the second reading differs from the first")
		}
	}
	for _, folder := range []string{"testdata/golden/errors_tags", "testdata/golden/errors_gorm", "testdata/gorm/relations"} {
		first := readText(Options{Dir: folder, Packages: []string{"."}})
		for range 5 {
			if again := readText(Options{Dir: folder, Packages: []string{"."}}); again != first {
				t.Fatalf("%s: the second reading differs from the first", folder)
			}
		}
	}
}

// TestResult lists what was found and what was not.
func TestResult(t *testing.T) {
	res, err := Read(Options{Dir: "testdata/golden/gorm_prefix", Packages: []string{"."}, GORM: GORM{TablePrefix: "app_"}})
	if err != nil {
		t.Fatal(err)
	}
	want := Model{Name: "models.User.Roles", Table: schema.Name{Name: "app_user_roles"}, Origin: "models.go:7"}
	if len(res.Models) != 6 || res.Models[1] != want {
		t.Errorf("got %+v", res.Models)
	}
}

// TestErrorsAs: each error can be had by itself.
func TestErrorsAs(t *testing.T) {
	_, err := Load(Options{Dir: "testdata/golden/errors_names", Packages: []string{"."}})
	var list Errors
	if !errors.As(err, &list) || len(list) != 3 {
		t.Fatalf("got %v", err)
	}
	var one *Error
	if !errors.As(err, &one) || one.Origin != "models.go:6" {
		t.Errorf("got %+v", one)
	}
}
