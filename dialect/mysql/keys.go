package mysql

import (
	"strconv"

	"github.com/limbeck/migrate/schema"
)

// Method is the option of an index or primary key that says USING where it has
// no meaning: InnoDB has one method only, but its dump repeats the word.
const Method = "using"

// BlockSize is the option of an index or primary key for the size of its blocks,
// which MyISAM takes as a hint. InnoDB does not, but its dump repeats it.
const BlockSize = "key_block_size"

// The options of a primary key that say what a list of names can't: the length
// of a part, and that it is descending. The column's name follows.
const (
	lengthOption = "length."
	orderOption  = "order."
)

// AddKeyPart adds a part to a primary key.
func AddKeyPart(pk *schema.PrimaryKey, part schema.IndexPart) {
	pk.Columns = append(pk.Columns, part.Name)
	if part.Length > 0 {
		pk.Options.Set(name, lengthOption+part.Name, strconv.Itoa(part.Length))
	}
	if part.Order != "" {
		pk.Options.Set(name, orderOption+part.Name, part.Order)
	}
}

// keyParts is the inverse of AddKeyPart.
func keyParts(pk *schema.PrimaryKey) []schema.IndexPart {
	parts := make([]schema.IndexPart, len(pk.Columns))
	for i, c := range pk.Columns {
		length, _ := strconv.Atoi(pk.Options.Get(name, lengthOption+c))
		parts[i] = schema.IndexPart{Name: c, Length: length, Order: pk.Options.Get(name, orderOption+c)}
	}
	return parts
}

// ForgetMethods drops the options [Method] and [BlockSize] throughout a table, so that
// they make no difference, but for engines that have a choice.
func ForgetMethods(t *schema.Table) {
	engine := t.Options.Get(name, "engine")
	forget := func(o *schema.Options) {
		delete((*o)[name], Method)
		delete((*o)[name], BlockSize)
		if len((*o)[name]) == 0 {
			*o = nil
		}
	}
	if t.PrimaryKey != nil {
		forget(&t.PrimaryKey.Options)
	}
	for _, u := range t.Uniques {
		forget(&u.Options)
	}
	for _, x := range t.Indexes {
		if method := x.Options.Get(name, Method); method != "" && x.Using == "" {
			x.Using = foldMethod(method, engine)
		}
		forget(&x.Options)
	}
}
