package revision

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Revision is one step of a history: the header of its file, and where that is.
type Revision struct {
	ID        string
	Down      []string // the revisions that it follows; none for a base, several for a merge
	Labels    []string // the branch labels that it carries itself
	DependsOn []string // ids or labels of what must be there before, beside Down
	Message   string
	Created   time.Time

	// NoTransaction, LockTimeout and StatementTimeout are how the file wants to be run.
	NoTransaction    bool
	LockTimeout      time.Duration
	StatementTimeout time.Duration

	Path     string // as the user knows it; empty if it came from no file
	Format   Format
	Checksum string // see [Checksum]

	text []byte
}

// Format is a kind of revision file; its value is the file name's extension.
type Format string

// The formats.
const (
	TOML Format = "toml"
	SQL  Format = "sql"
)

// Source returns the text of the revision's file.
func (r *Revision) Source() []byte { return r.text }

// where names a revision in an error: its file, if it has one, and its id.
func (r *Revision) where() string {
	if r.Path == "" {
		return r.ID
	}
	return r.ID + " (" + r.Path + ")"
}

// maxID is how long an id fits the version table, whose layout is Alembic's.
const maxID = 32

// CheckID refuses an id that identifiers could not name or a version table not hold.
func CheckID(id string) error {
	const hint = "Use letters, digits and '_'; `migrate revision` makes up an id by itself."
	if id == "" {
		return fail(CodeIllegalID, hint, "the revision identifier is empty")
	}
	if slices.Contains(reserved, id) {
		return fail(CodeIllegalID, hint, "'%s' means something else: it cannot be a revision identifier", id)
	}
	var illegal []string
	for _, r := range id {
		if text := string(r); illegalInID(r) && !slices.Contains(illegal, text) {
			illegal = append(illegal, text)
		}
	}
	if len(illegal) > 0 {
		slices.Sort(illegal)
		return fail(CodeIllegalID, hint, "character(s) '%s' not allowed in revision identifier '%s'", strings.Join(illegal, ", "), id)
	}
	if len(id) > maxID {
		return fail(CodeIllegalID, hint, "revision identifier '%s' is longer than the %d characters that the version table holds", id, maxID)
	}
	return nil
}

// illegalInID are the operators of the identifier grammar and what would be unsafe in
// a file name, a header line or a message.
func illegalInID(r rune) bool {
	return strings.ContainsRune("@-+:,;'\"`/\\", r) || unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar
}

// Info is what the graph knows of a revision.
type Info struct {
	IsHead, IsBase              bool // by down_revision
	IsRealHead                  bool // nothing depends on it either
	IsBranchPoint, IsMergePoint bool
	Labels                      []string // its own and those that spread to it, sorted
	Children                    []string // what follows it by down_revision
	Parents                     []string // what it needs at once: Down, and the dependencies that no ancestor has already
}

// Info describes a revision of the graph; of one that is not in it, nothing.
func (g *Graph) Info(id string) Info {
	i, ok := g.byID[id]
	if !ok {
		return Info{}
	}
	return Info{
		IsHead:        len(g.children[i]) == 0,
		IsBase:        len(g.down[i]) == 0,
		IsRealHead:    len(g.allChildren[i]) == 0,
		IsBranchPoint: len(g.children[i]) > 1,
		IsMergePoint:  len(g.down[i]) > 1,
		Labels:        slices.Clone(g.labels[i]),
		Children:      g.ids(g.children[i]),
		Parents:       g.ids(g.eff[i]),
	}
}

// Get returns the revision with exactly this id, or nil.
func (g *Graph) Get(id string) *Revision {
	if i, ok := g.byID[id]; ok {
		return g.revs[i]
	}
	return nil
}

// All returns the revisions in the order in which they were given.
func (g *Graph) All() []*Revision { return slices.Clone(g.revs) }

// Heads returns the revisions that none follows.
func (g *Graph) Heads() []*Revision { return g.revisions(g.heads) }

// RealHeads returns the heads that no revision depends on either: what `heads` means
// as a target, and what a database that has everything has rows for.
func (g *Graph) RealHeads() []*Revision { return g.revisions(g.realHeads) }

// Bases returns the revisions that follow none.
func (g *Graph) Bases() []*Revision { return g.revisions(g.bases) }

// RealBases returns the bases that depend on nothing either.
func (g *Graph) RealBases() []*Revision { return g.revisions(g.realBases) }

// Head returns the only head, nil in an empty graph, or an error that lists them.
func (g *Graph) Head() (*Revision, error) { return g.Resolve("head") }

// String names the revision as its messages do.
func (r *Revision) String() string {
	if r.Message == "" {
		return r.ID
	}
	return fmt.Sprintf("%s, %s", r.ID, r.Message)
}
