package dialect

import (
	"fmt"

	"github.com/limbeck/migrate/schema"
)

// Lower returns the native form of a neutral database.
func Lower(d Dialect, db *schema.Database) (*schema.Database, error) {
	beside := *db
	beside.Tables = nil // each is cloned as it is lowered
	out := schema.Clone(&beside)
	out.Tables = make([]*schema.Table, len(db.Tables))
	lower := func(i int) (err error) {
		out.Tables[i], err = LowerTable(d, db.Tables[i])
		return err
	}
	if err := schema.Parallel(len(db.Tables), lower); err != nil {
		return nil, err
	}
	for _, v := range out.Views {
		v.SQL = pick(d, v.SQL)
		v.Options = v.Options.Only(d.Name())
	}
	for _, r := range out.Routines {
		r.SQL = pick(d, r.SQL)
	}
	for _, tr := range out.Triggers {
		tr.SQL = pick(d, tr.SQL)
	}
	for _, e := range out.Events {
		e.SQL = pick(d, e.SQL)
	}
	for _, dom := range out.Domains {
		native, err := d.LowerType(dom.Type.For(d.Name()))
		if err != nil {
			return nil, fmt.Errorf("domain %s: %w", dom.Name, err)
		}
		dom.Type = schema.SQL(native)
		dom.Default = LowerDefault(d, dom.Default)
		for _, c := range dom.Checks {
			c.SQL = pick(d, c.SQL)
		}
	}
	for _, c := range out.Composites {
		if err := lowerComposite(d, c); err != nil {
			return nil, fmt.Errorf("composite type %s: %w", c.ID(), err)
		}
	}
	for _, x := range out.Objects {
		x.SQL = pick(d, x.SQL)
	}
	if err := d.FinishDatabase(out); err != nil {
		return nil, err
	}
	return out, nil
}

// LowerTable returns the native form of a neutral table. The table given is not
// changed; a table that is native already comes back equal.
func LowerTable(d Dialect, t *schema.Table) (*schema.Table, error) {
	out := schema.Clone(t)
	for _, c := range out.Columns {
		if err := lowerColumn(d, c); err != nil {
			return nil, fmt.Errorf("%stable %s, column %s: %w", at(c.Origin), t.ID(), c.Name, err)
		}
	}
	for _, c := range out.Checks {
		c.SQL = pick(d, c.SQL)
	}
	for _, x := range out.Exclusions {
		x.Where = pick(d, x.Where)
		for _, e := range x.Elements {
			e.SQL = pick(d, e.SQL)
		}
	}
	for _, x := range out.Indexes {
		lowerIndex(d, x)
	}
	for _, u := range out.Uniques {
		u.Options = u.Options.Only(d.Name())
	}
	if out.PrimaryKey != nil {
		out.PrimaryKey.Options = out.PrimaryKey.Options.Only(d.Name())
		for _, name := range out.PrimaryKey.Columns {
			if c := out.Column(name); c != nil {
				c.NotNull = true
			}
		}
	}
	out.Options = out.Options.Only(d.Name())
	if err := d.FinishTable(out); err != nil {
		return nil, fmt.Errorf("table %s: %w", t.ID(), err)
	}
	return out, nil
}

// at begins a message about what a model declares.
func at(origin string) string {
	if origin == "" {
		return ""
	}
	return origin + ": "
}

func lowerColumn(d Dialect, c *schema.Column) error {
	name := c.Type.For(d.Name())
	if name == "" {
		return fmt.Errorf("no type for %s: add `any` or `%s` to the type", d.Name(), d.Name())
	}
	native, err := d.LowerType(name)
	if err != nil {
		return err
	}
	c.Type = schema.SQL(native)
	c.Default = LowerDefault(d, c.Default)
	c.OnUpdate = pick(d, c.OnUpdate)
	c.Collation = pick(d, c.Collation)
	c.Options = c.Options.Only(d.Name())
	if c.Generated != nil {
		c.Generated.SQL = pick(d, c.Generated.SQL)
		if c.Generated.SQL.IsZero() {
			c.Generated = nil
		}
	}
	return nil
}

func lowerComposite(d Dialect, c *schema.Composite) error {
	for _, column := range c.Columns {
		if err := lowerColumn(d, column); err != nil {
			return fmt.Errorf("column %s: %w", column.Name, err)
		}
	}
	return nil
}

func lowerIndex(d Dialect, x *schema.Index) {
	x.Where = pick(d, x.Where)
	x.Options = x.Options.Only(d.Name())
	for i := range x.Columns {
		x.Columns[i].SQL = pick(d, x.Columns[i].SQL)
	}
}

// LowerDefault returns a default as one SQL expression of the dialect, nil when
// the dialect has none.
func LowerDefault(d Dialect, def *schema.Default) *schema.Default {
	own := def.For(d.Name())
	switch {
	case own == nil:
		return nil
	case own.Value != nil:
		return &schema.Default{SQL: schema.SQL(d.Literal(own.Value))}
	default:
		return &schema.Default{SQL: schema.SQL(own.SQL.For(d.Name()))}
	}
}

func pick(d Dialect, t schema.Text) schema.Text { return schema.SQL(t.For(d.Name())) }
