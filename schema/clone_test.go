package schema

import (
	"reflect"
	"testing"
)

// TestClone fills every field of a database that there is, and checks that the
// copy is equal and shares nothing.
func TestClone(t *testing.T) {
	var db Database
	fill(reflect.ValueOf(&db).Elem(), 0)
	copied := Clone(&db)
	if !reflect.DeepEqual(&db, copied) {
		t.Fatal("the copy is not equal")
	}
	shared(t, "Database", reflect.ValueOf(&db), reflect.ValueOf(copied))
	if nothing := Clone((*Table)(nil)); nothing != nil {
		t.Errorf("the copy of nil: %v", nothing)
	}
	if empty := Clone(Options{}); empty == nil {
		t.Error("the copy of an empty map is nil")
	}
}

// fill gives a value to all that there is below one.
func fill(v reflect.Value, depth int) {
	if depth > 12 { // a default has defaults by dialect
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		element := reflect.New(v.Type().Elem()).Elem()
		fill(element, depth+1)
		v.SetMapIndex(reflect.ValueOf("key"), element)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Interface:
		v.Set(reflect.ValueOf("value"))
	}
}

// shared reports what two values both lead to.
func shared(t *testing.T, path string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if !a.IsNil() && a.Pointer() == b.Pointer() {
			t.Errorf("%s is shared", path)
			return
		}
	}
	switch a.Kind() {
	case reflect.Pointer:
		if !a.IsNil() {
			shared(t, path, a.Elem(), b.Elem())
		}
	case reflect.Slice:
		for i := range a.Len() {
			shared(t, path+"[]", a.Index(i), b.Index(i))
		}
	case reflect.Map:
		for it := a.MapRange(); it.Next(); {
			shared(t, path+"{}", it.Value(), b.MapIndex(it.Key()))
		}
	case reflect.Struct:
		for i := range a.NumField() {
			shared(t, path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	}
}

func BenchmarkClone(b *testing.B) {
	db := &Database{}
	for range 100 {
		t := &Table{Name: "t", PrimaryKey: &PrimaryKey{Columns: []string{"c"}}}
		for range 10 {
			t.Columns = append(t.Columns, &Column{Name: "c", Type: SQL("bigint"), Default: &Default{Value: int64(1)}})
		}
		t.Indexes = []*Index{{Name: "i", Columns: []IndexPart{{Name: "c"}}}}
		db.Tables = append(db.Tables, t)
	}
	b.ReportAllocs()
	for b.Loop() {
		Clone(db)
	}
}
