package orm

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes packages of random models: names with initialisms and digits,
// tags, embedded structs and relations, all of which every database takes.
type generator struct {
	*rand.Rand
	b      *strings.Builder
	used   map[string]bool // the names of the structs, in small letters
	keys   []key           // of the structs written so far
	fields map[string]bool // of the struct that is being written
	unique int
	extra  string   // structs that the one that is being written needs
	others []string // and the names of all of these
}

// key is a struct that others can refer to.
type key struct {
	name, typ, tag string
	composite      bool
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 0)), b: &strings.Builder{}, used: map[string]bool{}}
}

var words = strings.Fields("User Order HTTP API ID URL JSON Item Line Post Tag Mp3 V2 UUID Xml IPv4 SHA256 Status Person Category Box Child Note City Key OAuth Day UTF8 Sheep")

func (g *generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// name makes a name that is not among those used.
func (g *generator) name(used map[string]bool) string {
	for {
		name := ""
		for range 1 + g.IntN(3) {
			name += g.pick(words...)
		}
		if low := strings.ToLower(name); !used[low] && low != "id" && low != "status" {
			used[low] = true
			return name
		}
	}
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(g.b, format+"\n", args...) }

// number tells things apart that share a database, such as checks.
func (g *generator) number() int {
	g.unique++
	return g.unique
}
