package autogen

import (
	"strings"

	"github.com/limbeck/migrate/schema"
)

// keyNotes are the options by which a primary key says of its columns what their
// [schema.KeyNotNull] does: those are not
// in it while it is made anew, and the database can't keep the option for them.
var keyNotes = map[string]string{"false": "nulls", "true": "not_null"}

// noteNulls lets a primary key say what its native table says of the columns.
func noteNulls(key *schema.PrimaryKey, t *schema.Table) {
	if key == nil {
		return
	}
	for said, note := range keyNotes {
		var columns []string
		for _, name := range key.Columns {
			if c := t.Column(name); c != nil && c.Options.Get("sqlite", schema.KeyNotNull) == said {
				columns = append(columns, name)
			}
		}
		if len(columns) > 0 {
			key.Options.Set("sqlite", note, strings.Join(columns, ","))
		}
	}
}

// withoutNulls is a wished column with the option that it has before, where its key is
// made anew: the old one takes it along, and the new one says it.
func withoutNulls(wish, before *schema.Column, sameKey bool) *schema.Column {
	was := before.Options.Get("sqlite", schema.KeyNotNull)
	if sameKey || wish.Options.Get("sqlite", schema.KeyNotNull) == was {
		return wish
	}
	wish = schema.Clone(wish)
	if wish.Options.Set("sqlite", schema.KeyNotNull, was); was != "" {
		return wish
	}
	if delete(wish.Options["sqlite"], schema.KeyNotNull); len(wish.Options["sqlite"]) == 0 {
		delete(wish.Options, "sqlite")
	}
	if len(wish.Options) == 0 {
		wish.Options = nil
	}
	return wish
}
