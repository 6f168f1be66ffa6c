package tests

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
)

// largeSize is how many tables the schema of the benchmarks has.
const largeSize = 1000

// largeTable is one table in the words of Go: columns of many types, a key, two
// indexes, a unique constraint, a check, and a foreign key to a table before it.
func largeTable(n int) string {
	extra := []string{"Day time.Time `migrate:\"type=date;nullable\"`", "Blob []byte", "Rank *int16", "Score float64 `migrate:\"type=numeric(18,6)\"`",
		"External string `migrate:\"type=char(36);nullable\"`"}[n%5]
	parent := ""
	if n > 0 {
		parent = fmt.Sprintf("\n\tParentID *int64 `migrate:\"references=large_%d.id\"`", n*7919%n)
	}
	return fmt.Sprintf(`
type Large%[1]d struct {
	_ struct{} `+"`migrate:\"table=large_%[1]d; comment=table number %[1]d; check=ck_large_%[1]d_qty: qty >= 0\"`"+`
	ID int64
	Name string `+"`migrate:\"size=80;index=ix_large_%[1]d_name\"`"+`
	Code string `+"`migrate:\"size=32;unique=uq_large_%[1]d_code\"`"+`
	Amount *float64 `+"`migrate:\"type=numeric(12,2);default=0\"`"+`
	Qty int32 `+"`migrate:\"default=%[2]d\"`"+`
	Active bool `+"`migrate:\"default=true;index=ix_large_%[1]d_active,priority=1\"`"+`
	CreatedAt time.Time `+"`migrate:\"default_sql=CURRENT_TIMESTAMP;index=ix_large_%[1]d_active,priority=2\"`"+`
	Note *string `+"`migrate:\"comment=free text of %[1]d\"`"+`
	%[3]s%[4]s
}
`, n, n%7, extra, parent)
}

// large is a database of many tables, and the models of it in three languages.
type large struct {
	p  *project
	db database
}

func newLarge(t testing.TB, dialect string) *large {
	t.Helper()
	db, drop, err := newDatabase(dialect, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	l := &large{p: &project{t: t, dir: t.TempDir(), url: db.url}, db: db}
	var models strings.Builder
	models.WriteString("package models\n\nimport \"time\"\n")
	for n := range largeSize {
		models.WriteString(largeTable(n))
	}
	l.p.write("go.mod", "module example.com/large\n\ngo 1.26\n")
	l.p.write("models/models.go", models.String())
	for _, language := range []string{"go", "sql", "toml"} {
		l.p.write(language+"/versions/.keep", "")
		l.p.write(language+"/migrations.toml", fmt.Sprintf("[databases.main]\nurl = %q\n\n[models]\n%s = [%q]\n", db.url, language,
			map[string]string{"go": "../models", "sql": "../models.sql", "toml": "../models.toml"}[language]))
	}
	c, err := config.Load(filepath.Join(l.p.dir, "go", "migrations.toml"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := migrate.Open(c, migrate.Target{URL: db.url})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.CreateAll(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"sql", "toml"} {
		text, _ := l.p.migrate(0, "--config", "go/migrations.toml", "inspect", "--format", format)
		l.p.write("models."+format, text)
	}
	return l
}

// floor is the least that a comparison can cost: the server's own client asks for
// the catalog, and shows it to nobody.
func (l *large) floor() time.Duration {
	l.p.t.Helper()
	queries, err := os.Open("testdata/floor/" + l.db.dialect + ".sql")
	if err != nil {
		l.p.t.Fatal(err)
	}
	defer queries.Close()
	var client *exec.Cmd
	switch l.db.dialect {
	case "postgres":
		client = exec.Command("psql", "-XAtq", "-o", "/dev/null", "-f", "-", "-d", l.db.url)
	case "mysql":
		client = exec.Command("mariadb", l.db.mariadbArgs("-BN")...)
	default:
		client = exec.Command("sqlite3", "-readonly", "-list", l.db.file())
	}
	client.Stdin = queries
	started := time.Now()
	if err := client.Run(); err != nil {
		l.p.t.Fatal(err)
	}
	return time.Since(started)
}

// BenchmarkCheck runs check where there is nothing to report, and tells how many
// floors that takes.
func BenchmarkCheck(b *testing.B) {
	for _, dialect := range dialects {
		b.Run(dialect, func(b *testing.B) {
			l := newLarge(b, dialect)
			for _, language := range []string{"go", "toml", "sql"} {
				b.Run(language, func(b *testing.B) {
					floor, own := time.Hour, time.Hour
					for b.Loop() {
						floor = min(floor, l.floor())
						started := time.Now()
						l.p.migrate(0, "--config", language+"/migrations.toml", "check")
						own = min(own, time.Since(started))
					}
					b.ReportMetric(own.Seconds()/floor.Seconds(), "floors")
				})
			}
		})
	}
}
