package revision

import (
	"crypto/rand"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// NewOptions are what somebody says of a revision that they want.
type NewOptions struct {
	ID      string   // made up when empty
	Heads   []string // what it follows: head when empty; several make a merge, base a new base
	Splice  bool     // allows what it follows to be no head
	Labels  []string
	Depends []string // identifiers
	Message string
	Created time.Time // now when zero
}

// NewID makes up an id.
func NewID() string {
	var b [6]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Draft decides what a new revision follows and depends on, without writing it. The
// second result is the folder of the first revision that it follows: where its file
// belongs when there are several folders; empty when there is none.
func (g *Graph) Draft(o NewOptions) (*Revision, string, error) {
	r := &Revision{ID: o.ID, Labels: o.Labels, Message: strings.TrimSpace(o.Message), Created: o.Created}
	if r.ID == "" {
		r.ID = NewID()
	}
	if r.Created.IsZero() {
		r.Created = time.Now()
	}
	r.Created = r.Created.UTC().Truncate(time.Second)
	if err := CheckID(r.ID); err != nil {
		return nil, "", err
	}
	heads, err := g.newHeads(o)
	if err != nil {
		return nil, "", err
	}
	r.Down = g.ids(heads)
	for _, h := range heads { // the folder sorts by time: what follows comes after
		if next := g.revs[h].Created.Add(time.Second); o.Created.IsZero() && r.Created.Before(next) {
			r.Created = next.UTC()
		}
	}
	if r.DependsOn, err = g.newDependencies(o.Depends); err != nil {
		return nil, "", err
	}
	if _, err := g.With(r); err != nil {
		return nil, "", err
	}
	folder := ""
	if len(heads) > 0 && g.revs[heads[0]].Path != "" {
		folder = filepath.Dir(g.revs[heads[0]].Path)
	}
	return r, folder, nil
}

// newHeads resolves what a new revision follows.
func (g *Graph) newHeads(o NewOptions) ([]int, error) {
	names := o.Heads
	if len(names) == 0 {
		names = []string{"head"}
	}
	var heads []int
	for _, text := range names {
		id, err := g.parse(text)
		if err != nil {
			return nil, err
		}
		if id.Relative {
			return nil, relativeNotAllowed(id)
		}
		nodes, err := g.expand(id.Label, id.Symbol)
		if CodeOf(err) == CodeMultipleHeads {
			return nil, fail(CodeMultipleHeads, "Say which one with --head REVISION, or join them with `migrate merge heads`.",
				"there are multiple heads: %s", listed(g.ids(g.heads)))
		}
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			if slices.Contains(heads, n) {
				return nil, fail(CodeDuplicateHead, "Name each once.", "duplicate head revisions specified: %s", g.revs[n].ID)
			}
			heads = append(heads, n)
		}
	}
	for _, n := range heads {
		if !o.Splice && len(g.children[n]) > 0 {
			return nil, fail(CodeNotAHead, "Say --splice to start a new branch there.",
				"revision %s is not a head revision: %s follows it", g.revs[n].ID, listed(g.ids(g.children[n])))
		}
	}
	return heads, nil
}

// newDependencies turns identifiers into full ids; a label stays a label.
func (g *Graph) newDependencies(names []string) ([]string, error) {
	var found []string
	for _, text := range names {
		i, err := g.resolveOne(text)
		switch {
		case err != nil:
			return nil, err
		case i == baseNode:
			return nil, fail(CodeBadIdentifier, "Name a revision or a branch label.", "a revision cannot depend on '%s'", text)
		}
		name := g.revs[i].ID
		if _, ok := g.byLabel[text]; ok {
			name = text
		}
		found = append(found, name)
	}
	return found, nil
}
