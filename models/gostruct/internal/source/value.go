package source

import (
	"go/constant"
	"go/token"
)

// Value is what is known of a value without running code.
type Value struct {
	Type  *Type          // nil when it isn't known
	Const constant.Value // of a string, a number or a bool that is known
	Zero  bool           // it is the zero value of its type

	nilness nilness
	to      *Value // what a pointer points to
	given   *given
}

type nilness int

const (
	mayBeNil nilness = iota
	isNil
	notNil
)

// Nil reports whether the value is known to be nil.
func (v Value) Nil() bool { return v.nilness == isNil }

// given is a value of the caller's, of which the caller tells the parts.
type given struct {
	path string
	tell func(path string) (Value, bool)
}

// Given returns a value of which tell knows the parts, by the way to them:
// "Dialector.Name()", "TagSettings[TYPE]".
func Given(tell func(path string) (Value, bool)) Value {
	return Value{given: &given{tell: tell}, nilness: notNil}
}

// part returns a part of a given value: what is told of it, or its parts in turn.
func (v Value) part(way string) Value {
	path := v.given.path + way
	if path[0] == '.' {
		path = path[1:]
	}
	if told, ok := v.given.tell(path); ok {
		return told
	}
	return Value{given: &given{path, v.given.tell}, nilness: notNil}
}

// Text is a string that is known.
func Text(s string) Value { return typed("string", constant.MakeString(s)) }

// constantText returns a string that is known, empty when it is not.
func constantText(v Value) string {
	if v.Const == nil || v.Const.Kind() != constant.String {
		return ""
	}
	return constant.StringVal(v.Const)
}

// Number is an int that is known.
func Number(n int) Value { return typed("int", constant.MakeInt64(int64(n))) }

func boolean(b bool) Value { return typed("bool", constant.MakeBool(b)) }

// typed is a value of a basic type, known or not.
func typed(name string, c constant.Value) Value {
	return Value{Type: &Type{Kind: Basic, Name: name}, Const: c, nilness: notNil}
}

func bytesValue() Value {
	return Value{Type: &Type{Kind: Slice, Elem: &Type{Kind: Basic, Name: "uint8"}}, nilness: notNil}
}

func pointerTo(v Value) Value {
	return Value{Type: &Type{Kind: Pointer, Elem: v.Type}, nilness: notNil, to: &v}
}

// zeroValue is the zero value of a type.
func zeroValue(t *Type) Value {
	v := Value{Type: t, Zero: true, nilness: notNil}
	switch u := t.Under(); u.Kind {
	case Pointer, Slice, Map, Interface, Func, Chan:
		v.nilness = isNil
	case Basic:
		v.Const = zeroConst(u.Name)
	case Unresolved:
		v.nilness = mayBeNil
	}
	return v
}

func zeroConst(basic string) constant.Value {
	switch basic {
	case "string":
		return constant.MakeString("")
	case "bool":
		return constant.MakeBool(false)
	}
	return constant.MakeInt64(0)
}

// pointed returns what a pointer points to, and any other value as it is.
func (v Value) pointed() Value {
	switch {
	case v.to != nil:
		return *v.to
	case v.Type != nil && v.Type.Kind == Pointer:
		return Value{Type: v.Type.Elem}
	}
	return v
}

// truthOf returns what a condition is, if that is known.
func truthOf(v Value) (holds, known bool) {
	if v.Const == nil || v.Const.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(v.Const), true
}

// equal compares two values as far as they are known.
func equal(x, y Value) Value {
	unknown := typed("bool", nil)
	switch {
	case x.Const != nil && y.Const != nil && x.Const.Kind() == y.Const.Kind():
		return boolean(equalConst(x.Const, y.Const))
	case x.Type == nil && x.nilness == isNil:
		x, y = y, x
		fallthrough
	case y.Type == nil && y.nilness == isNil: // the word nil
		if x.nilness == mayBeNil {
			return unknown
		}
		return boolean(x.nilness == isNil)
	case x.Zero && y.Zero:
		return boolean(true)
	}
	return unknown
}

func equalConst(x, y constant.Value) bool {
	return x.Kind() == y.Kind() && constant.Compare(x, token.EQL, y)
}

// add is the sum of two strings or numbers.
func add(x, y Value) Value {
	out := Value{Type: x.Type, nilness: notNil}
	if out.Type == nil {
		out.Type = y.Type
	}
	if x.Const != nil && y.Const != nil && x.Const.Kind() == y.Const.Kind() && x.Const.Kind() != constant.Bool {
		out.Const = constant.BinaryOp(x.Const, token.ADD, y.Const)
	}
	return out
}

// merged is what is known of a value that is one of several.
func merged(outcomes []Outcome) Value {
	var out Value
	first := true
	for _, o := range outcomes {
		switch v := o.Value; {
		case o.Failed:
		case first:
			out, first = v, false
		case out.Type == nil || v.Type == nil || out.Type.ID() != v.Type.ID():
			return Value{}
		default:
			if out.Const != nil && (v.Const == nil || !equalConst(out.Const, v.Const)) {
				out.Const = nil
			}
			out.Zero = out.Zero && v.Zero
			if out.nilness != v.nilness {
				out.nilness = mayBeNil
			}
			out.to = nil
		}
	}
	return out
}
