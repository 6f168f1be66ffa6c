package source

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Calling returns the packages of the project's module, but those given, that call
// something of one of these names, in the order of their folders. A package that
// can't be read is left out: it is not one that was asked for.
func (l *Loader) Calling(names []string, but []*Package) []*Package {
	if l.callers == nil {
		l.findCallers()
	}
	known := map[*Package]bool{}
	for _, p := range but {
		known[p] = true
	}
	var dirs []string
	for _, name := range names {
		dirs = append(dirs, l.callers[name]...)
	}
	slices.Sort(dirs)
	var out []*Package
	for _, dir := range slices.Compact(dirs) {
		if p, err := l.load(dir); err == nil && !known[p] {
			out = append(out, p)
		}
	}
	return out
}

// findCallers notes the folders of the project's module by what their code calls.
func (l *Loader) findCallers() {
	l.callers = map[string][]string{}
	mod, err := l.moduleOf(l.dir)
	if err != nil || mod == nil {
		return
	}
	_ = filepath.WalkDir(mod.dir, func(dir string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case !entry.IsDir():
			return nil
		case dir != mod.dir && (skippedFolder(entry.Name()) || entry.Name() == "node_modules" || exists(filepath.Join(dir, "go.mod"))):
			return fs.SkipDir
		}
		for name := range calledIn(dir) {
			l.callers[name] = append(l.callers[name], dir)
		}
		return nil
	})
}

// calledIn returns the names that the Go files of a folder have before a bracket.
func calledIn(dir string) map[string]bool {
	names, err := sortedGoFiles(dir)
	if err != nil {
		return nil
	}
	out := map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, ".pb.go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		start := -1 // of a word
		for i, c := range data {
			switch {
			case c == '_' || c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9':
				if start < 0 {
					start = i
				}
				continue
			case start >= 0 && (c == '(' || c == '['):
				if word := data[start:i]; !out[string(word)] {
					out[string(word)] = true
				}
			}
			start = -1
		}
	}
	return out
}

// mentioning returns the project's packages that were read so far and those of its
// module that call something of that name, by path.
func (l *Loader) mentioning(name string) []*Package {
	if !l.mentioned[name] {
		l.mentioned[name] = true
		l.Calling([]string{name}, nil)
	}
	var out []*Package
	for _, p := range l.packages {
		if p.own() {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *Package) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// own reports whether the package is of the project, not of a module that it uses.
func (p *Package) own() bool {
	mod, err := p.loader.moduleOf(p.loader.dir)
	return err == nil && p.module == mod || p.loader.work != nil && slices.Contains(p.loader.work.modules, p.module)
}
