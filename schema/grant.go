package schema

import (
	"cmp"
	"maps"
	"slices"
)

// Grant is what a role may do with an object (PostgreSQL), granted by the object's owner.
type Grant struct {
	On     string `toml:"on,required"` // table (a view too), sequence, routine, schema, type
	Name   string `toml:"name,required"`
	Schema string `toml:"schema"`
	Args   string `toml:"args"`        // of a routine, as in [Routine]
	To     string `toml:"to,required"` // a role, or PUBLIC
	// Privileges are such as "SELECT" or, of a column, "UPDATE (email)". None of PUBLIC is
	// that it has not even what it has by default.
	Privileges []string `toml:"privileges,empty"`
	// Grantable lets the role grant them to others.
	Grantable bool `toml:"with_grant_option"`
}

// Target is an object on which privileges are granted.
type Target struct {
	On string
	Name
	Args string
}

// Target returns what the privileges are on.
func (g *Grant) Target() Target { return Target{g.On, Name{g.Schema, g.Name}, g.Args} }

// Owner is whose an object is.
type Owner struct {
	Of   Target
	Role string
}

// Public stands for all roles.
const Public = "PUBLIC"

// Privileges are what a role may do with an object, and whether it may grant that to others.
type Privileges map[string]bool

// Usual is what PUBLIC may do with a new object of a kind
// (https://www.postgresql.org/docs/current/ddl-priv.html, table 5.2).
func Usual(on string) Privileges {
	switch on {
	case "routine":
		return Privileges{"EXECUTE": false}
	case "type":
		return Privileges{"USAGE": false}
	}
	return nil
}

// Standing is what the roles may do. Where PUBLIC is not there, it may do what is usual.
type Standing map[Target]map[string]Privileges

// StandingOf puts grants together.
func StandingOf(list []*Grant) Standing {
	s := Standing{}
	for _, g := range list {
		has := maps.Clone(s[g.Target()][g.To])
		if has == nil {
			has = Privileges{}
		}
		for _, p := range g.Privileges {
			has[p] = has[p] || g.Grantable
		}
		s.Set(g.Target(), g.To, has)
	}
	return s
}

// Of returns what a role may do with an object, not to be changed.
func (s Standing) Of(t Target, role string) Privileges {
	has, ok := s[t][role]
	if !ok && role == Public {
		return Usual(t.On)
	}
	return has
}

// Set says what a role may do with an object.
func (s Standing) Set(t Target, role string, has Privileges) {
	if s[t] == nil {
		s[t] = map[string]Privileges{}
	}
	s[t][role] = has
}

// Grants lists it, in the order of the objects and roles.
func (s Standing) Grants() (list []*Grant) {
	for _, t := range s.Targets() {
		for _, role := range slices.Sorted(maps.Keys(s[t])) {
			list = append(list, grants(t, role, s[t][role])...)
		}
	}
	return list
}

func grants(t Target, role string, has Privileges) (list []*Grant) {
	usual := Usual(t.On)
	if role == Public && usual != nil && maps.Equal(has, usual) {
		return nil
	}
	for _, grantable := range []bool{false, true} {
		g := &Grant{On: t.On, Name: t.Name.Name, Schema: t.Schema, Args: t.Args, To: role, Privileges: []string{}, Grantable: grantable}
		for _, p := range slices.Sorted(maps.Keys(has)) {
			if has[p] == grantable {
				g.Privileges = append(g.Privileges, p)
			}
		}
		if len(g.Privileges) > 0 || len(has) == 0 && role == Public && (usual != nil || t.On == "schema") && !grantable {
			list = append(list, g)
		}
	}
	return list
}

// Targets lists the objects in a fixed order.
func (s Standing) Targets() []Target {
	return slices.SortedFunc(maps.Keys(s), func(a, b Target) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name.Name, b.Name.Name), cmp.Compare(a.Args, b.Args))
	})
}

// AnySchema is the schema of what is granted on new objects wherever they are.
const AnySchema = "*"
