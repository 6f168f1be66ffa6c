package postgres

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// serialTypes are the types that stand for a column with a sequence of its own.
var serialTypes = map[string]string{"smallserial": "smallint", "serial": "integer", "bigserial": "bigint"}

// integerTypes are the types that can be numbered, with their largest value.
var integerTypes = map[string]int64{"smallint": math.MaxInt16, "integer": math.MaxInt32, "bigint": math.MaxInt64}

// serialOf returns the serial type over an integer type.
func serialOf(native string) string {
	return map[string]string{"smallint": "smallserial", "integer": "serial", "bigint": "bigserial"}[native]
}

// storedType returns the type of the values in a column: serial stands for integer.
func storedType(native string) string {
	if base, ok := serialTypes[native]; ok {
		return base
	}
	return native
}

// finishNumbering settles serial, identity and auto-increment against each other.
func finishNumbering(c *schema.Column) error {
	native := c.Type.For(name)
	switch {
	case serialTypes[native] != "":
		c.Autoincrement, c.Identity, c.NotNull = false, nil, true
	case c.Identity != nil:
		c.Autoincrement, c.NotNull = false, true
		FoldIdentity(c.Identity, native)
	case c.Autoincrement && integerTypes[native] == 0:
		return fmt.Errorf("autoincrement needs a smallint, integer or bigint, not %s", native)
	case c.Autoincrement:
		c.NotNull = true
	}
	return nil
}

// bounds is what Sequence and Identity have in common.
type bounds struct {
	start, min, max  **int64
	increment, cache *int64
}

// fold clears what is the server's default for a sequence of that type.
func (b bounds) fold(native string) {
	low, high := defaultBounds(*b.increment, native)
	first := &low
	if *b.increment < 0 {
		first = &high
	}
	if *b.min != nil && **b.min != low && *b.increment >= 0 {
		first = *b.min
	}
	if *b.max != nil && **b.max != high && *b.increment < 0 {
		first = *b.max
	}
	clearIf(b.start, *first)
	clearIf(b.min, low)
	clearIf(b.max, high)
	if *b.increment == 1 {
		*b.increment = 0
	}
	if *b.cache == 1 {
		*b.cache = 0
	}
}

// defaultBounds returns the least and the greatest value of a sequence that sets none.
func defaultBounds(increment int64, native string) (low, high int64) {
	largest := integerTypes[native]
	if largest == 0 {
		largest = math.MaxInt64
	}
	if increment < 0 {
		return -largest - 1, -1
	}
	return 1, largest
}

func clearIf(p **int64, v int64) {
	if *p != nil && **p == v {
		*p = nil
	}
}

func finishSequence(s *schema.Sequence) {
	if t, err := parseType(s.Type); err == nil && s.Type != "" {
		s.Type = t.String()
	}
	bounds{&s.Start, &s.Min, &s.Max, &s.Increment, &s.Cache}.fold(s.Type)
	if s.Type == "bigint" {
		s.Type = ""
	}
}

// FoldSerials turns integer columns with a sequence that they own, in the form
// that serial would make, into columns of a serial type, and takes the sequences
// out of the database.
func FoldSerials(db *schema.Database) {
	tables := byName(db)
	db.Sequences = slices.DeleteFunc(db.Sequences, func(s *schema.Sequence) bool {
		t, c := owner(tables, s)
		if c == nil || !madeBySerial(t, c, s) {
			return false
		}
		c.Type, c.Default = schema.SQL(serialOf(c.Type.For(name))), nil
		return true
	})
}

// byName maps the tables of a database by their names.
func byName(db *schema.Database) map[schema.Name]*schema.Table {
	tables := make(map[schema.Name]*schema.Table, len(db.Tables))
	for _, t := range db.Tables {
		tables[t.ID()] = t
	}
	return tables
}

// owner finds the column that owns a sequence.
func owner(tables map[schema.Name]*schema.Table, s *schema.Sequence) (*schema.Table, *schema.Column) {
	parts := parseName(s.OwnedBy)
	if len(parts) < 2 {
		return nil, nil
	}
	id := schema.Name{Schema: s.Schema, Name: parts[len(parts)-2]}
	if t := tables[id]; t != nil {
		return t, t.Column(parts[len(parts)-1])
	}
	return nil, nil
}

// madeBySerial reports whether a column and its sequence are just what serial
// makes of them.
func madeBySerial(t *schema.Table, c *schema.Column, s *schema.Sequence) bool {
	native := c.Type.For(name)
	plain := schema.Sequence{Name: SequenceName(t.Name, c.Name), Schema: t.Schema, OwnedBy: s.OwnedBy}
	if plain.Type = native; native == "bigint" {
		plain.Type = ""
	}
	plain.Unlogged = s.Unlogged && t.Options.Get(name, schema.Unlogged) != "" // with the table, from PostgreSQL 15 on
	return integerTypes[native] != 0 && c.NotNull && c.Default != nil && *s == plain &&
		nextvalOf(c.Default.SQL.For(name), schema.Name{Schema: s.Schema, Name: s.Name})
}

// nextval is the default of a column that a sequence numbers, as the server prints it.
func nextval(sequence schema.Name) *schema.Default {
	return &schema.Default{SQL: schema.SQL("nextval(" + quoteString(identName(sequence)) + "::regclass)")}
}

// nextvalOf reports whether an expression is nextval() of that sequence.
func nextvalOf(sql string, seq schema.Name) bool {
	tokens := lexicon.Tokens(sql)
	if len(tokens) < 4 || !tokens[0].Is("nextval") || !tokens[1].Is("(") || tokens[2].Kind != dialect.String {
		return false
	}
	rest := strings.ToLower(sql[tokens[2].End:])
	if rest != ")" && rest != "::regclass)" {
		return false
	}
	parts := parseName(tokens[2].Value)
	return len(parts) > 0 && parts[len(parts)-1] == seq.Name && (len(parts) == 1 || seq.Schema == "" || parts[0] == seq.Schema)
}

// takesForDefault reports whether an operation takes the sequence that a serial column has for its
// default.
func takesForDefault(o *ops.AlterColumn) bool {
	if o.Existing == nil {
		return false
	}
	d := o.Existing.Default.For(name)
	return d != nil && nextvalOf(d.SQL.For(name), schema.Name{Schema: o.Schema, Name: SequenceName(o.Table, o.Column)})
}

// FoldIdentity clears the settings of an identity column of that native type
// that are the server's default.
func FoldIdentity(i *schema.Identity, native string) {
	bounds{&i.Start, &i.Min, &i.Max, &i.Increment, &i.Cache}.fold(native)
}
