package schema

import (
	"maps"
	"reflect"
	"slices"
	"sync"
)

// Clone returns a deep copy of a *Database, *Table or any other value made of
// this package's types: nothing that the copy reaches is shared with the original.
func Clone[T any](v T) T {
	deepen(reflect.ValueOf(&v).Elem())
	return v
}

// deepen puts copies in place of all that a shallow copy refers to. It works by
// reflection so that a field added to a type can't be forgotten.
func deepen(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			to := reflect.New(v.Type().Elem())
			to.Elem().Set(v.Elem())
			deepen(to.Elem())
			v.Set(to)
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		list := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(list, v)
		if refers(v.Type().Elem()) {
			for i := range list.Len() {
				deepen(list.Index(i))
			}
		}
		v.Set(list)
	case reflect.Map:
		if !v.IsNil() {
			v.Set(cloneMap(v))
		}
	case reflect.Struct:
		if t, ok := v.Addr().Interface().(*Table); ok {
			t.deepen()
			return
		}
		for _, i := range references(v.Type()) {
			deepen(v.Field(i))
		}
	}
}

// deepen does for a table what reflection would at a third of the price: most of what
// there is in a schema are tables.
func (t *Table) deepen() {
	t.Columns = cloneAll(t.Columns, (*Column).deepen)
	if t.PrimaryKey != nil {
		to := *t.PrimaryKey
		to.Columns, to.Include, to.Options = slices.Clone(to.Columns), slices.Clone(to.Include), to.Options.clone()
		t.PrimaryKey = &to
	}
	t.Uniques = cloneAll(t.Uniques, func(u *Unique) {
		u.Columns, u.Include, u.Options = slices.Clone(u.Columns), slices.Clone(u.Include), u.Options.clone()
	})
	t.ForeignKeys = cloneAll(t.ForeignKeys, func(f *ForeignKey) {
		f.Columns, f.Referred, f.OnDeleteColumns = slices.Clone(f.Columns), slices.Clone(f.Referred), slices.Clone(f.OnDeleteColumns)
	})
	t.Checks = cloneAll(t.Checks, func(c *Check) { c.SQL = c.SQL.clone() })
	t.Exclusions = Clone(t.Exclusions)
	t.Indexes = cloneAll(t.Indexes, (*Index).deepen)
	t.Options = t.Options.clone()
}

// cloneAll copies what a list points to, into one piece of memory.
func cloneAll[T any](list []*T, deepen func(*T)) []*T {
	if list == nil {
		return nil
	}
	out, all := make([]*T, len(list)), make([]T, len(list))
	for i, from := range list {
		all[i], out[i] = *from, &all[i]
		deepen(out[i])
	}
	return out
}

func (c *Column) deepen() {
	c.Default = c.Default.clone()
	if c.Identity != nil {
		c.Identity = Clone(c.Identity)
	}
	if g := c.Generated; g != nil {
		c.Generated = &Generated{SQL: g.SQL.clone(), Stored: g.Stored}
	}
	c.Type, c.OnUpdate, c.Collation = c.Type.clone(), c.OnUpdate.clone(), c.Collation.clone()
	c.Options = c.Options.clone()
}

func (x *Index) deepen() {
	x.Columns = slices.Clone(x.Columns)
	for i := range x.Columns {
		x.Columns[i].SQL = x.Columns[i].SQL.clone()
	}
	x.Where, x.Include, x.Options = x.Where.clone(), slices.Clone(x.Include), x.Options.clone()
}

func (o Options) clone() Options {
	to := maps.Clone(o)
	for dialect, own := range to {
		to[dialect] = maps.Clone(own)
	}
	return to
}

func (d *Default) clone() *Default {
	if d == nil {
		return nil
	}
	to := &Default{Value: d.Value, SQL: d.SQL.clone(), By: maps.Clone(d.By)}
	for name, own := range to.By {
		to.By[name] = own.clone()
	}
	return to
}

func (t Text) clone() Text { return Text{t.Any, maps.Clone(t.By)} }

func cloneMap(v reflect.Value) reflect.Value {
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	element := reflect.New(v.Type().Elem()).Elem()
	for it := v.MapRange(); it.Next(); {
		element.Set(it.Value())
		deepen(element)
		out.SetMapIndex(it.Key(), element)
	}
	return out
}

// fieldsOf remembers [references] by type: schemas have many values of few types.
var fieldsOf sync.Map

// references returns the fields of a struct that refer to something.
func references(t reflect.Type) []int {
	if known, ok := fieldsOf.Load(t); ok {
		return known.([]int)
	}
	var list []int
	for i := range t.NumField() {
		if refers(t.Field(i).Type) {
			list = append(list, i)
		}
	}
	fieldsOf.Store(t, list)
	return list
}

// refers reports whether values of a type share something with their copies. An
// interface holds a scalar here.
func refers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return true
	case reflect.Struct:
		return len(references(t)) > 0
	}
	return false
}
