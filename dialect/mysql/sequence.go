package mysql

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// defaultCache is how many numbers MariaDB keeps at hand when nothing is said, and
// NoCache is how [schema.Sequence] says that it keeps none.
const (
	defaultCache = 1000
	NoCache      = -1
)

// bounds are what a sequence's settings are when nothing is said: the limits of its
// direction, and a start at the first number within its own ones.
func bounds(s *schema.Sequence) (lowest, highest, first int64) {
	if s.Increment < 0 {
		lowest, highest = math.MinInt64+1, -1
		return lowest, highest, valueOr(s.Max, highest)
	}
	lowest, highest = 1, math.MaxInt64-1
	return lowest, highest, valueOr(s.Min, lowest)
}

func valueOr(n *int64, otherwise int64) int64 {
	if n == nil {
		return otherwise
	}
	return *n
}

// FoldSequence drops the settings of a sequence that are MariaDB's defaults.
func FoldSequence(s *schema.Sequence) {
	lowest, highest, first := bounds(s)
	for _, fold := range []struct {
		setting **int64
		usual   int64
	}{{&s.Start, first}, {&s.Min, lowest}, {&s.Max, highest}} {
		if n := *fold.setting; n != nil && *n == fold.usual {
			*fold.setting = nil
		}
	}
	if s.Increment == 1 {
		s.Increment = 0
	}
	if s.Cache == defaultCache {
		s.Cache = 0
	}
	s.Type, s.OwnedBy, s.Unlogged = "", "", false
}

func (c compiler) createSequence(o *ops.CreateSequence) ([]string, error) {
	id := tableName(schema.Name{Schema: o.Schema, Name: o.Name})
	sql := "CREATE SEQUENCE " + id + sequenceSQL(&o.Sequence)
	if o.Comment != "" {
		sql += " COMMENT=" + quoteString(o.Comment)
	}
	out := []string{sql}
	if o.After == "" {
		return out, checkNames(o.Name)
	}
	of, column, ok := columnOf(o.After)
	if !ok {
		return nil, fmt.Errorf("sequence %s: after is a column, as table.column, not %q", o.Name, o.After)
	}
	last := "MAX"
	if o.Increment < 0 {
		last = "MIN"
	}
	// SETVAL takes nothing but a number, and EXECUTE IMMEDIATE no subquery (MariaDB Knowledge Base).
	return append(out, "BEGIN NOT ATOMIC DECLARE m BIGINT DEFAULT (SELECT "+last+"("+quote(column)+") FROM "+tableName(of)+
		"); IF m IS NOT NULL THEN EXECUTE IMMEDIATE CONCAT("+quoteString("DO SETVAL("+id+", ")+", m, ')'); END IF; END"), checkNames(o.Name)
}

// columnOf reads table.column, perhaps with a database before it.
func columnOf(text string) (of schema.Name, column string, ok bool) {
	var parts []string
	for _, t := range lexicon.Tokens(text) {
		if t.Kind == dialect.Word || t.Kind == dialect.Quoted {
			parts = append(parts, t.Name())
		}
	}
	switch len(parts) {
	case 2:
		return schema.Name{Name: parts[0]}, parts[1], true
	case 3:
		return schema.Name{Schema: parts[0], Name: parts[1]}, parts[2], true
	}
	return schema.Name{}, "", false
}

func sequenceSQL(s *schema.Sequence) string {
	var b strings.Builder
	add := func(word string, n *int64) {
		if n != nil {
			fmt.Fprintf(&b, " %s %d", word, *n)
		}
	}
	add("START WITH", s.Start)
	add("MINVALUE", s.Min)
	add("MAXVALUE", s.Max)
	if s.Increment != 0 {
		add("INCREMENT BY", &s.Increment)
	}
	switch {
	case s.Cache < 0:
		b.WriteString(" NOCACHE")
	case s.Cache > 0:
		add("CACHE", &s.Cache)
	}
	if s.Cycle {
		b.WriteString(" CYCLE")
	}
	return b.String()
}

// alterSequence says every setting: one that goes back to the default has to be
// said as well.
func (c compiler) alterSequence(o *ops.AlterSequence) ([]string, error) {
	full := spelledOut(&o.Sequence)
	id := tableName(schema.Name{Schema: o.Schema, Name: o.Name})
	sql := "ALTER SEQUENCE " + id + sequenceSQL(full)
	if !o.Cycle {
		sql += " NOCYCLE"
	}
	if o.Existing == nil {
		return []string{sql}, nil
	}
	before, restart := ahead(id, spelledOut(o.Existing), full)
	out := append(before, sql+restart)
	if o.Comment != o.Existing.Comment {
		out = append(out, commentSequence(schema.Name{Schema: o.Schema, Name: o.Name}, o.Comment))
	}
	return out, nil
}

// commentSequence gives a sequence a comment, which only as a table it can get.
func commentSequence(id schema.Name, comment string) string {
	return "ALTER TABLE " + tableName(id) + " COMMENT=" + quoteString(comment)
}

// spelledOut is a sequence with all its settings.
func spelledOut(s *schema.Sequence) *schema.Sequence {
	full := schema.Clone(s)
	full.Increment = cmp.Or(s.Increment, 1)
	lowest, highest, first := bounds(full)
	for _, fill := range []struct {
		setting **int64
		usual   int64
	}{{&full.Start, first}, {&full.Min, lowest}, {&full.Max, highest}} {
		*fill.setting = new(valueOr(*fill.setting, fill.usual))
	}
	full.Cache = cmp.Or(s.Cache, defaultCache)
	return full
}

// ahead lets a sequence that has not come to its new bounds yet go on at its new start,
// since the server takes no bounds that leave it outside: by a statement, which never
// takes it back, or by a clause where no number of before lies ahead of that.
func ahead(id string, was, is *schema.Sequence) (before []string, restart string) {
	up, start := is.Increment > 0, *is.Start
	inside := up && *is.Min <= *was.Min || !up && *is.Max >= *was.Max
	beyond := up && start > *was.Max || !up && start < *was.Min
	switch turned := up != (was.Increment > 0); {
	case inside && !turned:
		return nil, ""
	case beyond || turned:
		return nil, fmt.Sprintf(" RESTART WITH %d", start)
	}
	return []string{fmt.Sprintf("DO SETVAL(%s, %d, 0)", id, start)}, ""
}
