package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/limbeck/migrate/internal/nesting"
	"github.com/limbeck/migrate/internal/spelling"
)

// FileName is the configuration's name.
const FileName = "migrations.toml"

// Config is what migrations.toml says. The zero Config is that of an empty file.
type Config struct {
	// Path is the file, Dir its folder: relative paths in it start there.
	Path, Dir string `toml:"-"`

	Versions          StringList          `toml:"versions"`
	RecursiveVersions bool                `toml:"recursive_versions"`
	Database          string              `toml:"database"`
	Databases         map[string]Database `toml:"databases"`
	Models            Models              `toml:"models"`
	Autogenerate      Autogenerate        `toml:"autogenerate"`
	Run                                   // for all databases; each may override it

	text string
}

// Database is one entry of [databases].
type Database struct {
	URL string `toml:"url"`
	// DevURL is where scratch databases are made; empty is beside the one at URL.
	DevURL string `toml:"dev_url"`
	Run
}

// Run says how revisions are run.
type Run struct {
	VersionTable     string   `toml:"version_table"`     // "migrate_version" when empty
	Transaction      string   `toml:"transaction"`       // "revision" (the default), "all" or "none"
	LockTimeout      Duration `toml:"lock_timeout"`      // how long to wait for another runner and for locks; 0 is no limit
	StatementTimeout Duration `toml:"statement_timeout"` // 0 is no limit
}

// Models says where the models are.
type Models struct {
	Go      StringList        `toml:"go"`
	SQL     StringList        `toml:"sql"`
	TOML    StringList        `toml:"toml"`
	Include StringList        `toml:"include"` // patterns of structs that are models whatever they look like
	Exclude StringList        `toml:"exclude"` // and of those that are none
	GORM    GORM              `toml:"gorm"`
	Bun     Bun               `toml:"bun"`
	Types   map[string]string `toml:"types"`
}

// GORM repeats what the project sets in gorm.Config, in its NamingStrategy, and in
// the configuration of GORM's MySQL driver.
type GORM struct {
	TablePrefix         string      `toml:"table_prefix"`
	SingularTable       bool        `toml:"singular_table"`
	NoLowerCase         bool        `toml:"no_lower_case"`
	NameReplacer        [][2]string `toml:"name_replacer"` // pairs of old and new
	IdentifierMaxLength int         `toml:"identifier_max_length"`
	ForeignKeys         *bool       `toml:"foreign_keys"`  // false is DisableForeignKeyConstraintWhenMigrating
	Relationships       *bool       `toml:"relationships"` // false is IgnoreRelationshipsWhenMigrating
	DefaultStringSize   int         `toml:"default_string_size"`
	DatetimePrecision   *int        `toml:"datetime_precision"` // 0 is DisableDatetimePrecision
}

// Bun says how the project makes the tables of Bun's models.
type Bun struct {
	ForeignKeys *bool `toml:"foreign_keys"` // false is CreateTable without WithForeignKeys
}

// Autogenerate steers the comparison.
type Autogenerate struct {
	Filter
	Naming map[string]string `toml:"naming"`
}

// StringList is a list that may be written as a single string.
type StringList []string

// UnmarshalTOML accepts a string or a list of strings.
func (l *StringList) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string:
		*l = StringList{v}
		return nil
	case []any:
		for _, item := range v {
			s, ok := item.(string)
			if !ok {
				return fmt.Errorf("a list of strings holds %v", item)
			}
			*l = append(*l, s)
		}
		return nil
	}
	return fmt.Errorf("want a string or a list of strings, not %v", v)
}

// Duration is a time such as "5s" or "2m".
type Duration time.Duration

// Value returns the duration as Go's own type.
func (d Duration) Value() time.Duration { return time.Duration(d) }

// UnmarshalText reads Go's duration syntax.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || parsed < 0 {
		return fmt.Errorf("%q is no duration: write it like \"5s\" or \"2m\"", text)
	}
	*d = Duration(parsed)
	return nil
}

// ErrNotFound is returned when there is no migrations.toml here or above.
var ErrNotFound = errors.New("no " + FileName + " here or in a folder above: run `migrate init`, or name it with --config")

// Find looks for migrations.toml in a folder and those above it.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		file := filepath.Join(dir, FileName)
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			return file, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNotFound
		}
		dir = parent
	}
}

// Load reads a migrations.toml, or the one in a folder. Every error names the
// file and, where there is one, the line.
func Load(path string) (*Config, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, FileName)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s: run `migrate init`", path)
	}
	if err != nil {
		return nil, err
	}
	return Parse(path, string(text))
}

// Parse reads the text of a migrations.toml.
func Parse(path, text string) (*Config, error) {
	if err := nesting.Check(path, text); err != nil {
		return nil, err
	}
	c := &Config{Path: path, Dir: filepath.Dir(path), text: text}
	meta, err := toml.Decode(text, c)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return nil, fmt.Errorf("%s:%d: %s", path, parse.Position.Line, parse.Message)
		}
		if m := typeError.FindStringSubmatch(err.Error()); m != nil {
			return nil, fmt.Errorf("%s:%s: %s", path, m[1], "("+m[2])
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, key := range meta.Undecoded() {
		return nil, fmt.Errorf("%s:%d: %s", path, c.line(key[len(key)-1]), unknown(key))
	}
	return c, c.check()
}

// unknown says what is wrong with a key that stands where none of its name does.
func unknown(key toml.Key) string {
	name, all := key[len(key)-1], slices.Concat(knownKeys, filterKeys())
	switch {
	case len(key) == 1 && slices.Contains([]string{"url", "dev_url"}, name):
		return fmt.Sprintf("the key %q belongs to one of the databases: write it under [databases.main]", name)
	case slices.Contains(all, name):
		return fmt.Sprintf("the key %q belongs elsewhere in this file, there is no %q", name, key.String())
	}
	return fmt.Sprintf("unknown key %q%s", key.String(), spelling.DidYouMean(name, all))
}

// typeError is how the TOML library reports a value of the wrong type: only in words.
var typeError = regexp.MustCompile(`^toml: line (\d+) \((?s)(.*)$`)

// knownKeys are all keys that the file may have, at any level.
var knownKeys = []string{"versions", "recursive_versions", "database", "databases", "url", "dev_url", "models", "go", "sql", "toml", "include", "exclude", "gorm", "bun",
	"table_prefix", "singular_table", "no_lower_case", "name_replacer", "identifier_max_length", "foreign_keys", "relationships",
	"default_string_size", "datetime_precision", "types", "autogenerate", "exclude_tables", "naming", "version_table", "transaction",
	"lock_timeout", "statement_timeout"}

var namingKeys = []string{"ix", "uq", "fk", "ck", "ex", "pk"}

func (c *Config) check() error {
	runs := []Run{c.Run}
	for _, db := range c.Databases {
		runs = append(runs, db.Run)
	}
	for _, run := range runs {
		if !slices.Contains([]string{"", "all", "revision", "none"}, run.Transaction) {
			return fmt.Errorf(`%s:%d: transaction is "revision", "all" or "none", not %q`, c.Path, c.line("transaction"), run.Transaction)
		}
	}
	for _, key := range keys(c.Autogenerate.Naming) {
		if !slices.Contains(namingKeys, key) {
			return fmt.Errorf("%s:%d: naming has no key %q: it has %s", c.Path, c.line(key), key, strings.Join(namingKeys, ", "))
		}
	}
	return c.checkGlobs()
}

// line returns the line on which a key stands, 1 when it is not found.
func (c *Config) line(key string) int {
	pattern := regexp.MustCompile(`(^|[\s{,.\[])["']?` + regexp.QuoteMeta(key) + `["']?\s*(=|\]|\.)`)
	for i, line := range strings.Split(c.text, "\n") {
		if pattern.MatchString(line) {
			return i + 1
		}
	}
	return 1
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
