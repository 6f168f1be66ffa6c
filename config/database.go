package config

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
)

// Select returns the database of a name, or the default one for an empty name:
// what `database` says, or the only one there is. Settings that it leaves open are
// those of the whole file.
func (c *Config) Select(name string) (string, Database, error) {
	if name == "" {
		name = c.Database
	}
	all := keys(c.Databases)
	if name == "" {
		switch len(all) {
		case 0:
			return "", Database{Run: c.Run}, nil
		case 1:
			name = all[0]
		default:
			return "", Database{}, fmt.Errorf("%s has several databases (%s): choose one with -n, or set `database`", c.Path, strings.Join(all, ", "))
		}
	}
	db, ok := c.Databases[name]
	if !ok {
		return "", Database{}, fmt.Errorf("%s has no database %q%s (it has %s)", c.Path, name, spelling.DidYouMean(name, all), strings.Join(all, ", "))
	}
	db.Run = db.over(c.Run)
	return name, db, nil
}

// over fills what a run leaves open from a more general one.
func (r Run) over(general Run) Run {
	if r.VersionTable == "" {
		r.VersionTable = general.VersionTable
	}
	if r.Transaction == "" {
		r.Transaction = general.Transaction
	}
	if r.LockTimeout == 0 {
		r.LockTimeout = general.LockTimeout
	}
	if r.StatementTimeout == 0 {
		r.StatementTimeout = general.StatementTimeout
	}
	return r
}

// VersionDirs returns the revision folders, as paths that can be opened from
// where the process runs; the first is where new revisions go.
func (c *Config) VersionDirs() []string {
	if len(c.Versions) == 0 {
		return []string{filepath.Join(c.Dir, "versions")}
	}
	dirs := make([]string, len(c.Versions))
	for i, v := range c.Versions {
		dirs[i] = c.Resolve(v)
	}
	return dirs
}

// Resolve makes a path of the file one that can be opened.
func (c *Config) Resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.Dir, path)
}

// ResolveURL makes a relative SQLite path start at the file's folder, so that the
// tool finds the same database from every folder of the project.
func (c *Config) ResolveURL(text string) string {
	for _, prefix := range []string{"sqlite://", "sqlite3://"} {
		if path, ok := strings.CutPrefix(text, prefix); ok && path != "" && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, ":") {
			return prefix + filepath.ToSlash(c.Resolve(path))
		}
	}
	return text
}

var variable = regexp.MustCompile(`\$\{([^}]*)\}`)

// Expand replaces ${VAR}, ${VAR:-default} and ${x.key} in a text. env looks up an
// environment variable, x what -x key=value gave.
func (c *Config) Expand(text string, env func(string) (string, bool), x map[string]string) (string, error) {
	var failed error
	out := variable.ReplaceAllStringFunc(text, func(match string) string {
		name, fallback, hasFallback := strings.Cut(match[2:len(match)-1], ":-")
		value, ok := "", false
		if key, isX := strings.CutPrefix(name, "x."); isX {
			value, ok = x[key]
		} else {
			value, ok = env(name)
		}
		switch {
		case ok && (value != "" || !hasFallback):
			return value
		case hasFallback:
			return fallback
		case failed == nil && strings.HasPrefix(name, "x."):
			failed = fmt.Errorf("%s:%d: ${%s} needs -x %s=…", c.Path, c.lineOf(match), name, name[2:])
		case failed == nil:
			failed = fmt.Errorf("%s:%d: the environment variable %s is not set; ${%s:-…} gives it a default", c.Path, c.lineOf(match), name, name)
		}
		return ""
	})
	return out, failed
}

func (c *Config) lineOf(text string) int {
	before, _, found := strings.Cut(c.text, text)
	if !found {
		return 1
	}
	return 1 + strings.Count(before, "\n")
}
