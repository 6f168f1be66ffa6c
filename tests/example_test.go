package tests

import (
	"path/filepath"
	"testing"
)

// TestExample runs the repository's own example, migrations.toml and versions/ at
// its top, on every database: it is what its models say, and can be taken back.
func TestExample(t *testing.T) {
	config, err := filepath.Abs(filepath.Join("..", "migrations.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dialect := range dialects {
		db := testDatabase(t, dialect)
		p := &project{t, t.TempDir(), db.url}
		p.migrate(0, "--config", config, "upgrade", "head")
		p.migrate(0, "--config", config, "check")
		p.migrate(0, "--config", config, "downgrade", "base")
		sameDump(t, dialect, mustDump(t, db), "")
	}
}
