package mysql

import (
	"strconv"

	"github.com/limbeck/migrate/schema"
)

// Method is the option of an index or primary key that says USING where it has
// no meaning: InnoDB has one method only, but its dump repeats the word. Of MEMORY's
// primary keys and unique constraints, which have no Using, it says btree.
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
	foldMethods(t)
	for _, o := range keyOptions(t) {
		keepMethod(o, nil, t.Options.Get(name, "engine"))
	}
}

// foldMethods makes an index's method its kind where the engine has a choice.
func foldMethods(t *schema.Table) {
	for _, x := range t.Indexes {
		if x.Using == "" {
			x.Using = foldMethod(x.Options.Get(name, Method), t.Options.Get(name, "engine"))
		}
		if x.Using != "" {
			delete(x.Options[name], Method)
			dropEmpty(&x.Options)
		}
	}
}

// keepMethods has a wish say of the keys and indexes that are live what those say
// without meaning: it is no difference, and comes back with those that go.
func keepMethods(w, l *schema.Table) {
	foldMethods(w)
	foldMethods(l)
	engine := w.Options.Get(name, "engine")
	if w.PrimaryKey != nil && l.PrimaryKey != nil {
		keepMethod(&w.PrimaryKey.Options, l.PrimaryKey.Options, engine)
	}
	keepAll(uniqueKeys(w), uniqueKeys(l), engine)
	keepAll(indexKeys(w), indexKeys(l), engine)
}

// saidKey is a key with what may be said of it without meaning.
type saidKey struct {
	name, columns string
	options       *schema.Options
}

func uniqueKeys(t *schema.Table) []saidKey {
	keys := make([]saidKey, len(t.Uniques))
	for i, u := range t.Uniques {
		keys[i] = saidKey{u.Name, quoteList(u.Columns), &u.Options}
	}
	return keys
}

func indexKeys(t *schema.Table) []saidKey {
	keys := make([]saidKey, len(t.Indexes))
	for i, x := range t.Indexes {
		keys[i] = saidKey{x.Name, quoteList(x.ColumnNames()), &x.Options}
	}
	return keys
}

// keepAll has wished keys say what live ones say: those of the same name and columns, or
// of the same columns where both names are there on one side alone.
func keepAll(wish, live []saidKey, engine string) {
	wished, there := map[string]bool{}, map[string]saidKey{}
	for _, k := range wish {
		wished[k.name] = true
	}
	renamed := map[string]saidKey{}
	for _, k := range live {
		if there[k.name] = k; !wished[k.name] {
			renamed[k.columns] = k
		}
	}
	for _, k := range wish {
		was, ok := there[k.name]
		if !ok {
			was = renamed[k.columns]
		}
		if was.options != nil && was.columns == k.columns {
			keepMethod(k.options, *was.options, engine)
		}
	}
}

// keepMethod takes over what a live key says without meaning.
func keepMethod(w *schema.Options, l schema.Options, engine string) {
	for _, key := range []string{Method, BlockSize} {
		if key == Method && foldMethod(w.Get(name, key), engine) != foldMethod(l.Get(name, key), engine) {
			continue
		}
		delete((*w)[name], key)
		if value := l.Get(name, key); value != "" {
			w.Set(name, key, value)
		}
	}
	dropEmpty(w)
}

// withoutMethod is an index that says nothing without meaning.
func withoutMethod(x *schema.Index) *schema.Index {
	bare := &schema.Table{Indexes: []*schema.Index{schema.Clone(x)}}
	ForgetMethods(bare)
	return bare.Indexes[0]
}

// keyOptions are the options of a table's keys and indexes.
func keyOptions(t *schema.Table) []*schema.Options {
	var out []*schema.Options
	if t.PrimaryKey != nil {
		out = append(out, &t.PrimaryKey.Options)
	}
	for _, u := range t.Uniques {
		out = append(out, &u.Options)
	}
	for _, x := range t.Indexes {
		out = append(out, &x.Options)
	}
	return out
}

// dropEmpty makes options that say nothing equal to none.
func dropEmpty(o *schema.Options) {
	if len((*o)[name]) == 0 {
		*o = nil
	}
}
