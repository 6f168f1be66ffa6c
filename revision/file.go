package revision

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/limbeck/migrate/ops"
)

// Folder is where revision files are.
type Folder struct {
	// Path is the folder as the user knows it, or its path within FS.
	Path string
	// FS holds the folder where it is not on the disk: an embed.FS, for example.
	FS fs.FS
	// Recursive takes the folders below it too.
	Recursive bool
}

// Load reads folders of revision files and builds their graph.
func Load(folders ...Folder) (*Graph, error) {
	revs, err := Read(folders...)
	if err != nil {
		return nil, err
	}
	return New(revs)
}

// Read reads the revision files of folders, sorted by file name. Files that do not
// end in .toml or .sql, and those whose name starts with a dot, are left out.
func Read(folders ...Folder) ([]*Revision, error) {
	files, err := list(folders)
	if err != nil {
		return nil, err
	}
	revs := make([]*Revision, len(files))
	errs := make([]error, len(files))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 8, 1+len(files)/64) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(files)); i = next.Add(1) - 1 {
				revs[i], errs[i] = files[i].read()
			}
		})
	}
	wait.Wait()
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return nil, errs[i]
	}
	return revs, nil
}

// file is a revision file that is not read yet.
type file struct {
	fs         fs.FS // nil on the disk
	path, name string
	format     Format
}

// list finds the revision files of folders, each once.
func list(folders []Folder) ([]file, error) {
	var files []file
	for _, f := range folders {
		if err := f.list(f.Path, &files); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(files, func(a, b file) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.path, b.path)
	})
	// A folder that is named twice, or lies in another, gives the same paths again.
	return slices.CompactFunc(files, func(a, b file) bool { return a.fs == nil && b.fs == nil && a.path == b.path }), nil
}

func (f Folder) list(dir string, files *[]file) error {
	entries, err := f.entries(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return fail(CodeVersionsMissing, "`migrate init` makes it; or correct `versions` in migrations.toml.", "there is no folder %s for revision files", dir)
	}
	if err != nil {
		return unreadable(dir, err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		at := filepath.Join(dir, name)
		if f.FS != nil {
			at = path.Join(dir, name)
		}
		if entry.IsDir() {
			if f.Recursive {
				if err := f.list(at, files); err != nil {
					return err
				}
			}
			continue
		}
		if format := Format(strings.TrimPrefix(filepath.Ext(name), ".")); format == TOML || format == SQL {
			*files = append(*files, file{f.FS, at, name, format})
		}
	}
	return nil
}

func (f Folder) entries(dir string) ([]fs.DirEntry, error) {
	if f.FS != nil {
		return fs.ReadDir(f.FS, path.Clean(dir))
	}
	return os.ReadDir(dir)
}

func (f file) read() (*Revision, error) {
	var text []byte
	var err error
	if f.fs != nil {
		text, err = fs.ReadFile(f.fs, f.path)
	} else {
		text, err = os.ReadFile(f.path)
	}
	if err != nil {
		return nil, unreadable(f.path, err)
	}
	return Parse(f.path, text)
}

// unreadable wraps an error of the file system, whose text names the path itself.
func unreadable(at string, err error) error {
	cause := err
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		cause = p.Err
	}
	e := fail(CodeUnreadableFile, "", "can't read %s: %s", at, cause)
	e.Err = err
	return e
}

// Parse reads the header of a revision file. The path's extension says which format
// it has; the path appears in messages.
func Parse(at string, text []byte) (*Revision, error) {
	r := &Revision{Path: at, Format: Format(strings.TrimPrefix(filepath.Ext(at), ".")), text: text}
	if err := r.parseHeader(); err != nil {
		return nil, err
	}
	r.fillFromName()
	r.Checksum = Checksum(text, r.Down)
	return r, nil
}

func (r *Revision) parseHeader() error {
	switch r.Format {
	case TOML:
		return r.parseTOML(r.withoutMark())
	case SQL:
		return r.parseSQL(string(r.withoutMark()))
	}
	return fail(CodeBadFile, "Revision files end in .toml or .sql.", "%s is not a revision file", r.Path)
}

// withoutMark returns the text without a byte order mark.
func (r *Revision) withoutMark() []byte { return bytes.TrimPrefix(r.text, []byte("\ufeff")) }

// Checksum is the SHA-256 of a revision's parents and text, in hexadecimal. Line ends
// do not count, so that a checkout on Windows has the same sum.
func Checksum(text []byte, parents []string) string {
	sum := sha256.New()
	sum.Write([]byte(strings.Join(parents, "\n") + "\x00"))
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	}
	sum.Write(text)
	var out [sha256.Size]byte
	return hex.EncodeToString(sum.Sum(out[:0]))
}

// timePrefix is the time at the start of a file name.
const timePrefix = "20060102150405"

// fillFromName takes the date and the message from the file name where the file has
// none: 20261122134002_4f1c0a9be2d7_add_posts.toml, or 0001_add_posts.sql.
func (r *Revision) fillFromName() {
	name := strings.TrimSuffix(filepath.Base(r.Path), "."+string(r.Format))
	digits := name[:len(name)-len(strings.TrimLeft(name, "0123456789"))]
	if rest, numbered := strings.CutPrefix(name[len(digits):], "_"); numbered {
		name = rest
	}
	if at, err := time.Parse(timePrefix, digits[:min(len(digits), len(timePrefix))]); err == nil && r.Created.IsZero() {
		r.Created = at
	}
	if r.Message == "" {
		name = strings.TrimPrefix(strings.TrimPrefix(name, r.ID), "_")
		r.Message = strings.TrimSpace(strings.ReplaceAll(name, "_", " "))
	}
}

// Body is what a revision does: operations, or sections of SQL.
type Body struct {
	Upgrade, Downgrade []ops.Located
	Sections           []Section
	// HasDowngrade is false where the file has no downgrade at all, not even an
	// empty one.
	HasDowngrade bool
}

// Empty reports whether an upgrade does nothing.
func (b *Body) Empty() bool {
	return len(b.Upgrade) == 0 && !slices.ContainsFunc(b.Sections, func(s Section) bool { return s.Direction == Up && strings.TrimSpace(s.SQL) != "" })
}

// Body decodes what the revision does.
func (r *Revision) Body() (*Body, error) {
	if r.Format == SQL {
		sections, err := r.sections(string(r.withoutMark()))
		down := slices.ContainsFunc(sections, func(s Section) bool { return s.Direction == Down })
		return &Body{Sections: sections, HasDowngrade: down}, err
	}
	decoded, err := ops.Decode(r.Path, r.withoutMark())
	if err != nil {
		e := fail(CodeBadFile, "", "%s", err)
		e.Err = err
		return nil, e
	}
	return &Body{Upgrade: decoded.Upgrade, Downgrade: decoded.Downgrade, HasDowngrade: decoded.HasDowngrade}, nil
}
