package tests

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// binary is the command under test, built once, the way it is released.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "limbeck-tests-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)

	binary = filepath.Join(dir, "migrate")
	build := exec.Command("go", "build", "-o", binary, "../cmd/migrate")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build ../cmd/migrate: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// project is a folder with a migrations.toml, where the command is run.
type project struct {
	t   testing.TB
	dir string
	url string // what DATABASE_URL says
}

const projectConfig = `versions = "versions"
database = "main"

[databases.main]
url = "${DATABASE_URL}"

[models]
go = ["./models"]
`

// newProject makes a project around the models of an app.
func newProject(t *testing.T, app, url string) *project {
	t.Helper()
	p := &project{t, t.TempDir(), url}
	models, err := os.ReadFile(filepath.Join("testdata", "apps", app, "models.go"))
	if err != nil {
		t.Fatal(err)
	}
	p.write("migrations.toml", projectConfig)
	p.write("go.mod", "module example.com/"+app+"\n\ngo 1.26\n")
	p.write("models/models.go", string(models))
	p.write("versions/.keep", "")
	return p
}

func (p *project) write(name, content string) {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// migrate runs the command, which must end with the exit code given, and returns
// what it printed to stdout and stderr.
func (p *project) migrate(exit int, args ...string) (stdout, stderr string) {
	p.t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "DATABASE_URL="+p.url)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != exit {
		p.t.Fatalf("migrate %q: exit code %d, want %d\n%s%s", args, got, exit, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// versions returns the revision files, in the order of their names.
func (p *project) versions() []string {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "versions", "*.toml"))
	if err != nil {
		p.t.Fatal(err)
	}
	return files
}

// useVersionsOf copies another project's revision files into this one.
func (p *project) useVersionsOf(o *project) {
	p.t.Helper()
	for _, file := range o.versions() {
		content, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		p.write(filepath.Join("versions", filepath.Base(file)), string(content))
	}
}
