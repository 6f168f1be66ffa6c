package autogen

import (
	"reflect"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// sameText compares two pieces of native SQL.
func (c *comparison) sameText(a, b schema.Text) bool {
	lex := c.d.Lexicon()
	return c.sameCode(a, b) || lex.QuotedStrings && lex.NormalizeStrings(a.Any, c.isName) == lex.NormalizeStrings(b.Any, c.isName)
}

// sameCode is sameText for whole statements, in which much may have a name that no catalog
// tells: aliases, the columns of virtual tables.
func (c *comparison) sameCode(a, b schema.Text) bool {
	lex := c.d.Lexicon()
	return a.Any == b.Any || lex.Normalize(a.Any) == lex.Normalize(b.Any)
}

func (c *comparison) sameDefault(a, b *schema.Default) bool {
	if a == nil || b == nil {
		return a == b
	}
	return c.sameText(a.SQL, b.SQL)
}

func (c *comparison) sameGenerated(a, b *schema.Generated) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Stored == b.Stored && c.sameText(a.SQL, b.SQL)
}

func (c *comparison) sameCheck(a, b *schema.Check) bool {
	return a.NoInherit == b.NoInherit && a.NotValid == b.NotValid && a.NotEnforced == b.NotEnforced && c.sameText(a.SQL, b.SQL)
}

// sameIndex compares everything but the name and the comment.
func (c *comparison) sameIndex(a, b *schema.Index) bool {
	return a.Unique == b.Unique && a.Using == b.Using && a.NullsNotDistinct == b.NullsNotDistinct &&
		slices.Equal(a.Include, b.Include) && a.Options.Equal(b.Options) && c.sameText(a.Where, b.Where) &&
		slices.EqualFunc(a.Columns, b.Columns, c.samePart)
}

func (c *comparison) samePart(a, b schema.IndexPart) bool {
	return a.Name == b.Name && a.Order == b.Order && a.Nulls == b.Nulls && a.Length == b.Length &&
		a.Opclass == b.Opclass && a.Collation == b.Collation && c.sameText(a.SQL, b.SQL)
}

func sameUnique(a, b *schema.Unique) bool {
	return slices.Equal(a.Columns, b.Columns) && slices.Equal(a.Include, b.Include) && a.NullsNotDistinct == b.NullsNotDistinct &&
		a.WithoutOverlaps == b.WithoutOverlaps && a.Deferrable == b.Deferrable && a.Deferred == b.Deferred && a.Options.Equal(b.Options)
}

func sameForeignKey(a, b *schema.ForeignKey) bool {
	return slices.Equal(a.Columns, b.Columns) && a.Target() == b.Target() && slices.Equal(a.Referred, b.Referred) &&
		a.OnDelete == b.OnDelete && a.OnUpdate == b.OnUpdate && slices.Equal(a.OnDeleteColumns, b.OnDeleteColumns) &&
		a.Match == b.Match && a.Deferrable == b.Deferrable && a.Deferred == b.Deferred && a.NotValid == b.NotValid &&
		a.NotEnforced == b.NotEnforced && a.Period == b.Period
}

func (c *comparison) sameExclusion(a, b *schema.Exclusion) bool {
	return a.Using == b.Using && a.Deferrable == b.Deferrable && a.Deferred == b.Deferred && c.sameText(a.Where, b.Where) &&
		slices.Equal(a.Include, b.Include) && a.Options.Equal(b.Options) &&
		slices.EqualFunc(a.Elements, b.Elements, func(x, y *schema.ExclusionElement) bool {
			return x.With == y.With && c.sameText(x.SQL, y.SQL)
		})
}

// samePrimaryKey compares the columns and, unless it can be renamed, the names
// where the wish gives one. The comment counts where a key has no name by which it
// could be changed.
func samePrimaryKey(wish, live *schema.PrimaryKey, renames bool) bool {
	if wish == nil || live == nil {
		return wish == live
	}
	return slices.Equal(wish.Columns, live.Columns) && (renames || wish.Name == "" || live.Name == "" || wish.Name == live.Name) &&
		slices.Equal(wish.Include, live.Include) && wish.Deferrable == live.Deferrable && wish.Deferred == live.Deferred &&
		wish.WithoutOverlaps == live.WithoutOverlaps && wish.Options.Equal(live.Options) && (live.Name != "" || wish.Comment == live.Comment)
}

// adoptColumn rewrites a neutral column of before in the words of another neutral
// column (mine), property by property where that one's native form (theirs) is
// what is live.
func (c *comparison) adoptColumn(before, live, mine, theirs *schema.Column) {
	if theirs.Type.Any == live.Type.Any {
		before.Type = mine.Type
		if theirs.Autoincrement == live.Autoincrement && reflect.DeepEqual(theirs.Identity, live.Identity) {
			before.Autoincrement, before.Identity = mine.Autoincrement, schema.Clone(mine.Identity)
		}
	}
	if theirs.NotNull == live.NotNull {
		before.NotNull = mine.NotNull
	}
	if c.sameDefault(theirs.Default, live.Default) {
		before.Default = schema.Clone(mine.Default)
	}
	if c.sameGenerated(theirs.Generated, live.Generated) {
		before.Generated = schema.Clone(mine.Generated)
	}
	if c.sameText(theirs.OnUpdate, live.OnUpdate) {
		before.OnUpdate = mine.OnUpdate
	}
	if c.sameText(theirs.Collation, live.Collation) {
		before.Collation = mine.Collation
	}
	if theirs.Comment == live.Comment {
		before.Comment = mine.Comment
	}
	if theirs.Options.Equal(live.Options) {
		before.Options = schema.Clone(mine.Options)
	}
}

// adoptTexts does for the checks and indexes of a table what adoptColumn does for
// a column: those of the same name that are natively the same.
func adoptTexts(c *comparison, before, live, mine, theirs *schema.Table) {
	for i, check := range live.Checks[:min(len(live.Checks), len(before.Checks))] {
		for j, other := range theirs.Checks {
			if j < len(mine.Checks) && check.Name == other.Name && c.sameCheck(check, other) {
				before.Checks[i] = schema.Clone(mine.Checks[j])
			}
		}
	}
	for i, index := range live.Indexes[:min(len(live.Indexes), len(before.Indexes))] {
		for j, other := range theirs.Indexes {
			if j < len(mine.Indexes) && index.Name == other.Name && c.sameIndex(index, other) {
				before.Indexes[i] = schema.Clone(mine.Indexes[j])
			}
		}
	}
}
