package ops

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// grantable are the kinds of objects that a grant can be on.
var grantable = []string{"table", "sequence", "routine", "schema", "type"}

// privilege is a word or ALL, with the column of a table that it is about.
var privilege = regexp.MustCompile(`(?s)^([A-Za-z]+)(?: ?\((.+)\))?$`)

// Privilege takes a privilege apart, such as "UPDATE (email)".
func Privilege(text string) (word, column string) {
	m := privilege.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	return m[1], m[2]
}

// OfColumn spells the privilege on a column.
func OfColumn(word, column string) string { return word + " (" + column + ")" }

// validateGrant checks a grant, and spells its words as a server does.
func validateGrant(g *schema.Grant) error {
	g.On = strings.ToLower(g.On)
	switch {
	case !slices.Contains(grantable, g.On):
		return fmt.Errorf("on is %s, not %q%s", strings.Join(grantable, ", "), g.On, spelling.DidYouMean(g.On, grantable))
	case g.Privileges == nil:
		return errors.New("needs privileges")
	case g.To == "":
		return errors.New("needs to, the name of a role")
	case g.Args != "" && g.On != "routine":
		return errors.New("args are those of a routine")
	}
	if strings.EqualFold(g.To, schema.Public) {
		g.To = schema.Public
	}
	for i, p := range g.Privileges {
		if !privilege.MatchString(p) {
			return fmt.Errorf("%q is no privilege: write it as \"SELECT\" or, of a column, \"UPDATE (email)\"", p)
		}
		word, column := Privilege(p)
		if word = strings.ToUpper(word); column != "" && g.On != "table" {
			return fmt.Errorf("%q is on a column: only tables have them", p)
		} else if column != "" {
			word = OfColumn(word, column)
		}
		if all := slices.Collect(maps.Keys(schema.Usual(g.On))); word == "ALL" && len(all) > 0 { // it is all that there is
			word = all[0]
		}
		g.Privileges[i] = word
	}
	return nil
}

// Settle does a grant or a revoke.
func Settle(s schema.Standing, op Op) {
	switch o := op.(type) {
	case *Grant:
		has := held(s, &o.Grant)
		for _, p := range o.Privileges {
			has[p] = has[p] || o.Grantable
		}
		s.Set(o.Target(), o.To, has)
	case *Revoke:
		has := held(s, &o.Grant)
		for _, p := range o.Privileges {
			switch _, there := has[p]; {
			case o.Grantable && there:
				has[p] = false
			case o.Grantable:
			case p == "ALL":
				clear(has)
			default:
				delete(has, p)
			}
		}
		s.Set(o.Target(), o.To, has)
	}
}

// held is what a role may do with an object before.
func held(s schema.Standing, g *schema.Grant) schema.Privileges {
	has := maps.Clone(s.Of(g.Target(), g.To))
	if has == nil {
		has = schema.Privileges{}
	}
	return has
}

// inverseGrant takes what the role had not before.
func inverseGrant(o *Grant, before schema.Standing) []Op {
	back := &Revoke{*schema.Clone(&o.Grant)}
	had := before.Of(o.Target(), o.To)
	back.Privileges = slices.DeleteFunc(back.Privileges, func(p string) bool {
		option, there := had[p]
		return there && option == o.Grantable
	})
	if len(back.Privileges) == 0 {
		return nil
	}
	return []Op{back}
}

// inverseRevoke gives what the role had before.
func inverseRevoke(o *Revoke, before schema.Standing) (list []Op) {
	had := before.Of(o.Target(), o.To)
	all := slices.Contains(o.Privileges, "ALL")
	for _, option := range []bool{false, true} {
		back := &Grant{*schema.Clone(&o.Grant)}
		back.Privileges, back.Grantable = nil, option
		for _, p := range slices.Sorted(maps.Keys(had)) {
			if had[p] == option && (all || slices.Contains(o.Privileges, p)) && (option || !o.Grantable) {
				back.Privileges = append(back.Privileges, p)
			}
		}
		if back.Privileges != nil {
			list = append(list, back)
		}
	}
	return list
}

func describeGrant(g *schema.Grant, role string) string {
	on := (schema.Name{Schema: g.Schema, Name: g.Name}).String()
	if g.On == "routine" {
		on += "(" + shortened(g.Args) + ")"
	}
	option := ""
	if g.Grantable {
		option = " with grant option"
	}
	return fmt.Sprintf("%s on %s %s %s %s%s", strings.Join(g.Privileges, ", "), g.On, on, role, g.To, option)
}
