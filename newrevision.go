package migrate

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// NewRevision says what revision to write.
type NewRevision struct {
	revision.NewOptions
	Folder       string // where the file goes; empty lets the history decide
	Format       revision.Format
	Autogenerate bool
	Renames      []Rename
	// Ask is asked whether what the models have and the database has not is a renamed
	// thing that the models no longer have. Without it, or without an answer, it is
	// not, and the file warns of it.
	Ask    func(context.Context, Question) (old string, err error)
	DryRun bool // decide everything, write nothing
}

// Question asks which of Olds is called New now: one of them, or none, which is
// the answer "". They are tables, or columns as table.column.
type Question = autogen.Candidate

// Written is a revision that was, or dry, would be written.
type Written struct {
	// Revision is nil when autogenerate found nothing to write.
	Revision *revision.Revision
	Path     string
	Text     []byte
	// Difference is what autogenerate found.
	Difference *Difference
}

// Revision writes a new revision file: an empty one to fill in by hand, or one
// with the operations that make the database what the models say.
func (m *Migrator) Revision(ctx context.Context, n NewRevision) (*Written, error) {
	if err := m.makeFolder(n); err != nil {
		return nil, err
	}
	if !n.Autogenerate {
		return m.write(n, nil)
	}
	if err := m.upToDate(ctx); err != nil {
		return nil, err
	}
	d, err := m.ask(ctx, n)
	if err != nil {
		return nil, err
	}
	if len(d.Upgrade) == 0 {
		return &Written{Difference: d}, nil
	}
	return m.write(n, d)
}

// ask compares, and asks about renames until there is nothing more to ask: a table
// that is renamed may have renamed columns.
func (m *Migrator) ask(ctx context.Context, n NewRevision) (*Difference, error) {
	models, renames, fresh := m.readModels(ctx), slices.Clone(n.Renames), []string{}
	for {
		d, err := m.diff(ctx, models, renames, fresh)
		if d == nil || n.Ask == nil || len(d.Candidates) == 0 {
			return d, err
		}
		taken := map[string]bool{}
		for _, q := range d.Candidates {
			q.Olds = slices.DeleteFunc(slices.Clone(q.Olds), func(old string) bool { return taken[old] })
			if len(q.Olds) == 0 {
				continue // asked again when the others are settled
			}
			old, err := n.Ask(ctx, q)
			switch {
			case err != nil:
				return nil, err
			case old == "":
				fresh = append(fresh, q.New)
			default:
				taken[old] = true
				renames = append(renames, Rename{old, q.New})
			}
		}
	}
}

// makeFolder makes the only version folder where it is missing, as it is before the
// first revision of a fresh clone: git keeps no empty folders.
func (m *Migrator) makeFolder(n NewRevision) error {
	if dirs := m.config.VersionDirs(); len(dirs) == 1 && !n.DryRun {
		return os.MkdirAll(dirs[0], 0o755)
	}
	return nil
}

// write writes a revision file: of a difference, or without one an empty one.
func (m *Migrator) write(n NewRevision, d *Difference) (*Written, error) {
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	r, beside, err := g.Draft(n.NewOptions)
	if err != nil {
		return nil, err
	}
	r.Format = n.Format
	out := &Written{Revision: r, Difference: d}
	body := ""
	if d != nil {
		if body, err = m.body(n.Format, d); err != nil {
			return nil, err
		}
	}
	folder, err := m.folder(n.Folder, beside)
	if err != nil {
		return nil, err
	}
	out.Path, out.Text = filepath.Join(folder, revision.FileName(r)), revision.Render(r, body)
	if !n.DryRun {
		_, err = revision.Create(folder, r, body)
	}
	return out, err
}

// folder decides where a new file goes: where the caller says, which must be one
// of the version folders; beside the revision that it follows; the only folder.
func (m *Migrator) folder(wanted, beside string) (string, error) {
	dirs := m.config.VersionDirs()
	switch {
	case wanted != "":
		for _, dir := range dirs {
			if sameFolder(dir, wanted) || m.config.RecursiveVersions && strings.HasPrefix(absolute(wanted), absolute(dir)+string(filepath.Separator)) {
				return wanted, nil
			}
		}
		return "", &ConfigError{fmt.Errorf("%s is none of the version folders (%s)", wanted, strings.Join(dirs, ", "))}
	case beside != "":
		return beside, nil
	case len(dirs) > 1:
		return "", &ConfigError{fmt.Errorf("there are several version folders (%s): say which with --version-path", strings.Join(dirs, ", "))}
	}
	return dirs[0], nil
}

func sameFolder(a, b string) bool { return absolute(a) == absolute(b) }

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

// body writes what autogenerate found, with its warnings as comments on top.
func (m *Migrator) body(format revision.Format, d *Difference) (string, error) {
	mark := "# "
	if format == revision.SQL {
		mark = "-- "
	}
	var b strings.Builder
	for _, n := range slices.Concat(d.Warnings, d.Unconfirmed) {
		b.WriteString(mark + "Warning: " + n.Object + " " + strings.ReplaceAll(n.Reason, "\n", " ") + "\n")
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	if format != revision.SQL {
		b.WriteString(ops.EncodeTOML("upgrade", d.Upgrade) + "\n" + ops.EncodeTOML("downgrade", d.Downgrade))
		return b.String(), nil
	}
	down, err := m.downStatements(d)
	if err != nil {
		return "", err
	}
	section := func(name string, statements []string) {
		b.WriteString("-- migrate:" + name + " dialect=" + m.d.Name() + "\n")
		for _, s := range statements {
			b.WriteString(s + ";\n")
		}
	}
	section("up", d.Statements)
	b.WriteString("\n")
	section("down", down)
	return b.String(), nil
}

// downStatements is the SQL that takes a difference back.
func (m *Migrator) downStatements(d *Difference) ([]string, error) {
	after := d.live
	for _, op := range d.Upgrade {
		if err := dialect.Apply(m.d, after, op); err != nil {
			return nil, err
		}
	}
	return runner.Statements(m.d, after, d.Downgrade)
}
