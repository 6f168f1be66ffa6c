package tests

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// limited runs the command where no file can grow beyond so many KiB, as on a disk
// that is nearly full.
func (p *project) limited(kib int, args ...string) (int, string) {
	p.t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", "ulimit -f " + strconv.Itoa(2*kib) + " && exec \"$0\" \"$@\"", binary}, args...)...)
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DATABASE_URL="+p.url)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run()
	return cmd.ProcessState.ExitCode(), out.String()
}

// TestFullDatabase has the disk fill up in the middle of an upgrade, again and again
// with a little more room: each run ends with an error, and leaves a sound
// database from which the next goes on.
func TestFullDatabase(t *testing.T) {
	for _, transaction := range []string{"revision", "all"} {
		calm := testDatabase(t, "sqlite")
		crashProject(t, calm.url, transaction).migrate(0, "upgrade", "head")
		want := calm.contents(t)
		db := testDatabase(t, "sqlite")
		p := crashProject(t, db.url, transaction)
		full := 0
		for kib := 0; ; kib += 16 {
			code, output := p.limited(kib, "upgrade", "head")
			if sound, err := db.query("PRAGMA integrity_check"); err != nil || strings.TrimSpace(sound) != "ok" {
				t.Fatalf("with %d KiB: %s %v", kib, sound, err)
			}
			if code == 0 {
				break
			}
			full++
			if code != 1 || !strings.Contains(output, "has no room") {
				t.Fatalf("with %d KiB: exit code %d\n%s", kib, code, output)
			}
		}
		if full < 3 {
			t.Errorf("%s: the disk was full %d times, want more", transaction, full)
		}
		if got := db.contents(t); got != want {
			t.Errorf("%s:\n%s", transaction, difference(want, got))
		}
	}
}

// TestFullFolder writes a revision where there is no room for it: no part of it stays.
func TestFullFolder(t *testing.T) {
	p := lockedHistory(t, testDatabase(t, "sqlite"))
	before, err := filepath.Glob(filepath.Join(p.dir, "versions", "*"))
	if err != nil {
		t.Fatal(err)
	}
	code, output := p.limited(0, "revision", "-m", "no room")
	if code != 1 || !strings.Contains(output, "can't write") || !strings.Contains(output, "no_room.toml") {
		t.Errorf("exit code %d\n%s", code, output)
	}
	after, err := os.ReadDir(filepath.Join(p.dir, "versions"))
	if err != nil || len(after) != len(before) {
		t.Errorf("the folder has %v (%v), and had %v", after, err, before)
	}
	p.migrate(0, "revision", "-m", "no room")
}

// TestUnwritableFolder has the versions where nobody can write, root included.
func TestUnwritableFolder(t *testing.T) {
	p := lockedHistory(t, testDatabase(t, "sqlite"))
	p.write("file", "")
	for _, folder := range []string{"file/versions", "/proc/versions"} {
		p.write("migrations.toml", "versions = [\"versions\", \""+folder+"\"]\n[databases.main]\nurl = \"${DATABASE_URL}\"\n")
		if code, output := p.ended(time.Minute, "revision", "-m", "x", "--version-path", folder); code != 1 || !strings.Contains(output, folder) {
			t.Errorf("%s: exit code %d\n%s", folder, code, output)
		}
	}
}
