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
		if v.IsNil() {
			return
		}
		switch p := v.Interface().(type) {
		case *Column:
			v.Set(reflect.ValueOf(p.clone()))
			return
		case *Index:
			v.Set(reflect.ValueOf(p.clone()))
			return
		}
		to := reflect.New(v.Type().Elem())
		to.Elem().Set(v.Elem())
		deepen(to.Elem())
		v.Set(to)
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
		for _, i := range references(v.Type()) {
			deepen(v.Field(i))
		}
	}
}

// clone does for a column what deepen would, at half the price: most of what there
// is in a schema are columns.
func (c *Column) clone() *Column {
	to := *c
	to.Default = c.Default.clone()
	if c.Identity != nil {
		to.Identity = Clone(c.Identity)
	}
	if g := c.Generated; g != nil {
		to.Generated = &Generated{SQL: g.SQL.clone(), Stored: g.Stored}
	}
	to.Type, to.OnUpdate, to.Collation = c.Type.clone(), c.OnUpdate.clone(), c.Collation.clone()
	if c.Options != nil {
		to.Options = Clone(c.Options)
	}
	return &to
}

// clone does so for an index, of which there are the most after those.
func (x *Index) clone() *Index {
	to := *x
	to.Columns = slices.Clone(x.Columns)
	for i := range to.Columns {
		to.Columns[i].SQL = to.Columns[i].SQL.clone()
	}
	to.Where, to.Include = x.Where.clone(), slices.Clone(x.Include)
	if x.Options != nil {
		to.Options = Clone(x.Options)
	}
	return &to
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
