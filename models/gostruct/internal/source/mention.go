package source

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Mentioning returns the packages of the project's module, but those given, of
// which a file has one of these words, in the order of their folders. A package
// that can't be read is left out: it is not one that was asked for.
func (l *Loader) Mentioning(words []string, but []*Package) []*Package {
	mod, err := l.moduleOf(l.dir)
	if err != nil || mod == nil {
		return nil
	}
	known := map[*Package]bool{}
	for _, p := range but {
		known[p] = true
	}
	var out []*Package
	_ = filepath.WalkDir(mod.dir, func(dir string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case !entry.IsDir():
			return nil
		case dir != mod.dir && (skippedFolder(entry.Name()) || entry.Name() == "node_modules" || exists(filepath.Join(dir, "go.mod"))):
			return fs.SkipDir
		case known[l.packages[dir]] || !mentions(dir, words):
			return nil
		}
		if p, err := l.load(dir); err == nil && !known[p] {
			out = append(out, p)
		}
		return nil
	})
	return out
}

// mentions reports whether a Go file of a folder has one of the words.
func mentions(dir string, words []string) bool {
	names, err := sortedGoFiles(dir)
	if err != nil {
		return false
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".pb.go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		for _, w := range words {
			if bytes.Contains(data, []byte(w)) {
				return true
			}
		}
	}
	return false
}
