package tests

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/limbeck/migrate/revision"
)

// TestAlembicFiles writes random histories as files of both tools, types the same
// command lines at both, and compares two SQLite databases after each. Both use
// Alembic's version table; now and then each tool goes on with the other's database.
func TestAlembicFiles(t *testing.T) {
	seed, graphs := fromEnvironment(t, "ALEMBIC_SEED", 1), fromEnvironment(t, "ALEMBIC_FILE_GRAPHS", 25)
	t.Logf("ALEMBIC_SEED=%d ALEMBIC_FILE_GRAPHS=%d", seed, graphs)
	alembic := startAlembic(t)
	compared := 0
	for n := range graphs {
		d := newDAG(rand.New(rand.NewPCG(seed, n+1<<32)))
		g, err := revision.New(d.revisions)
		if err != nil {
			continue // a cycle; the other test has those
		}
		h := newHistories(t, alembic, d, g)
		for range 8 {
			if h.command(); t.Failed() {
				t.Fatalf("graph %d of ALEMBIC_SEED=%d:\n%s", n, seed, d)
			}
			compared++
		}
	}
	t.Logf("%d commands", compared)
}

// histories are the files of one history for each tool, and a database for each.
type histories struct {
	t       *testing.T
	alembic *alembic
	d       *dag
	g       *revision.Graph
	ours    *project
	theirs  string // the path of alembic.ini
	files   [2]string
	swapped bool
}

func newHistories(t *testing.T, a *alembic, d *dag, g *revision.Graph) *histories {
	t.Helper()
	h := &histories{t: t, alembic: a, d: d, g: g, ours: &project{t: t, dir: t.TempDir()}}
	h.files = [2]string{filepath.Join(h.ours.dir, "1.db"), filepath.Join(h.ours.dir, "2.db")}
	h.theirs = filepath.Join(h.ours.dir, "alembic.ini")
	env, err := os.ReadFile("testdata/alembic/env.py")
	if err != nil {
		t.Fatal(err)
	}
	h.ours.write("alembic/env.py", string(env))
	h.ours.write("alembic/versions/.keep", "")
	h.ours.write("versions/.keep", "")
	h.ours.write("migrations.toml", "version_table = \"alembic_version\"\n\n[databases.main]\nurl = \"${DATABASE_URL}\"\n")
	for _, r := range d.revisions {
		h.ours.write("alembic/versions/"+r.ID+"_x.py", pythonRevision(r))
		if d.r.IntN(2) == 0 {
			h.ours.write("versions/"+r.ID+"_x.sql", sqlRevision(r))
		} else {
			h.ours.write("versions/"+r.ID+"_x.toml", tomlRevision(r))
		}
	}
	return h
}

// up and down are what a revision does, so that the schema tells what ran. They can't
// fail after a stamp that was not true.
func up(r *revision.Revision) string   { return "CREATE TABLE IF NOT EXISTS t_" + r.ID + " (id integer)" }
func down(r *revision.Revision) string { return "DROP TABLE IF EXISTS t_" + r.ID }

// list writes names as a list; Python and TOML spell it alike.
func list(names []string) string {
	if len(names) == 0 {
		return "[]"
	}
	return "[\"" + strings.Join(names, "\", \"") + "\"]"
}

func pythonRevision(r *revision.Revision) string {
	return fmt.Sprintf("from alembic import op\n\nrevision = %q\ndown_revision = tuple(%s) or None\nbranch_labels = %s\ndepends_on = %s\n\n\n"+
		"def upgrade():\n    op.execute(%q)\n\n\ndef downgrade():\n    op.execute(%q)\n",
		r.ID, list(r.Down), list(r.Labels), list(r.DependsOn), up(r), down(r))
}

func tomlRevision(r *revision.Revision) string {
	return fmt.Sprintf("revision = %q\ndown_revision = %s\nbranch_labels = %s\ndepends_on = %s\n\n"+
		"[[upgrade]]\nop = \"execute\"\nsql = %q\n\n[[downgrade]]\nop = \"execute\"\nsql = %q\n",
		r.ID, list(r.Down), list(r.Labels), list(r.DependsOn), up(r), down(r))
}

func sqlRevision(r *revision.Revision) string {
	var b strings.Builder
	for _, key := range []struct {
		name   string
		values []string
	}{{"revision", []string{r.ID}}, {"down_revision", r.Down}, {"branch_labels", r.Labels}, {"depends_on", r.DependsOn}} {
		if len(key.values) > 0 {
			fmt.Fprintf(&b, "-- %s: %s\n", key.name, strings.Join(key.values, ", "))
		}
	}
	return b.String() + "-- migrate:up\n" + up(r) + ";\n-- migrate:down\n" + down(r) + ";\n"
}

// command types one command at both and compares what is in the databases then.
func (h *histories) command() {
	h.t.Helper()
	if h.d.r.IntN(4) == 0 {
		h.swapped = !h.swapped
	}
	ours, theirs := h.files[0], h.files[1]
	if h.swapped {
		ours, theirs = theirs, ours
	}
	rows, _ := h.state(ours)
	q := h.question(rows)
	words := []string{q.Do, q.Target}
	if q.Do == "stamp" {
		words = append([]string{q.Do}, q.Targets...)
	}
	if words[1] == "" || strings.HasPrefix(words[1], "-") && q.Do == "upgrade" {
		return
	}
	ourStatus, ourOutput := h.migrate(ours, words)
	var their struct {
		Status int
		Output string
	}
	h.alembic.ask(map[string]any{"argv": h.argv(theirs, words)}, &their)
	if (ourStatus == 0) != (their.Status == 0) {
		h.t.Errorf("%v from %v:\nours: %d %s\ntheirs: %d %s", words, rows, ourStatus, ourOutput, their.Status, their.Output)
		return
	}
	ourRows, ourTables := h.state(ours)
	theirRows, theirTables := h.state(theirs)
	if !slices.Equal(ourRows, theirRows) || !slices.Equal(ourTables, theirTables) {
		h.t.Errorf("%v from %v:\nours: rows %v, tables %v\n%s\ntheirs: rows %v, tables %v\n%s",
			words, rows, ourRows, ourTables, ourOutput, theirRows, theirTables, their.Output)
	}
}

// question makes up a command where both are known to agree: the other test has the
// rules where they don't.
func (h *histories) question(rows []string) question {
	for {
		q := h.d.question(rows)
		if q.Do != "upgrade" && q.Do != "downgrade" && q.Do != "stamp" {
			continue
		}
		if strings.HasPrefix(q.Target, "-") && len(rows) > 1 {
			continue // -N is taken from the first row: by name here, as the database has them there
		}
		ours, asked := []reply{describe(h.g)}, []question{{Do: "load", Rows: []string{}, Targets: []string{}, Order: []string{}}}
		ours, asked = append(ours, answer(h.g, &q)), append(asked, q)
		var theirs []reply
		h.alembic.ask(map[string]any{"graph": h.d.nodes(), "commands": asked}, &theirs)
		c := comparison{h.d, q, ours[1], theirs[1], theirs[0].Parents}
		if verdict := c.verdict(); verdict == "equal" || verdict == "both fail" && h.d.r.IntN(4) == 0 {
			return q
		}
	}
}

// argv is a command line of Alembic. A target that looks like a flag goes last.
func (h *histories) argv(file string, words []string) []string {
	h.ours.write("alembic.ini", "[alembic]\nscript_location = "+filepath.Join(h.ours.dir, "alembic")+"\nsqlalchemy.url = sqlite:///"+file+"\n")
	return append([]string{"-c", h.theirs}, words...)
}

// migrate types a command line of ours.
func (h *histories) migrate(file string, words []string) (status int, output string) {
	h.t.Helper()
	cmd := exec.Command(binary, words...)
	cmd.Dir = h.ours.dir
	cmd.Env = append(os.Environ(), "DATABASE_URL=sqlite://"+file)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// state reads the version rows and the tables that the revisions have made.
func (h *histories) state(file string) (rows, tables []string) {
	h.t.Helper()
	db := database{"sqlite", "sqlite://" + file}
	text, err := db.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		h.t.Fatal(err)
	}
	rows, tables = []string{}, []string{}
	for name := range strings.FieldsSeq(text) {
		if strings.HasPrefix(name, "t_") {
			tables = append(tables, name)
		}
	}
	if strings.Contains(text, "alembic_version") {
		if text, err = db.query("SELECT version_num FROM alembic_version"); err != nil {
			h.t.Fatal(err)
		}
		rows = append(rows, strings.Fields(text)...)
	}
	slices.SortFunc(rows, cmp.Compare)
	return rows, tables
}
