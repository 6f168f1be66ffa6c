package gostruct

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// applyDefault sets the default of a column: default=… is a value of the
// column's type, default_sql=… an expression; either for single dialects too.
func (r *reader) applyDefault(d *draft) {
	var def *schema.Default
	for _, s := range d.set {
		one, err := defaultOf(s, d.kind)
		switch {
		case err != nil:
			r.errs.add(d.col.Origin, "%s: %v", d.label(), err)
			return
		case one == nil:
			continue
		case def == nil:
			def = &schema.Default{}
		}
		if s.dialect != "" {
			if _, twice := def.By[s.dialect]; twice {
				r.errs.add(d.col.Origin, "%s: default.%s and default_sql.%s exclude each other", d.label(), s.dialect, s.dialect)
			}
			if def.By == nil {
				def.By = map[string]*schema.Default{}
			}
			def.By[s.dialect] = one
			continue
		}
		if def.Value != nil || !def.SQL.IsZero() {
			r.errs.add(d.col.Origin, "%s: default and default_sql exclude each other", d.label())
			return
		}
		def.Value, def.SQL = one.Value, one.SQL
	}
	if def != nil {
		d.col.Default = def
	}
}

// defaultOf returns what one setting says of the default, nil when it is about
// something else.
func defaultOf(s setting, kind valueKind) (*schema.Default, error) {
	switch s.key {
	case "default_sql":
		return &schema.Default{SQL: schema.SQL(s.value)}, nil
	case "default":
		return defaultValue(s, kind)
	}
	return nil, nil
}

var decimalNumber = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

// timeExpression is what can only be meant as an expression where a time is asked for. As a
// text PostgreSQL takes 'now()' for the moment when the column is made, SQLite any for itself.
var timeExpression = regexp.MustCompile(`(?i)\(|^(current_|localtime)`)

// defaultValue returns a default's text as a value of its column's kind. Numbers
// that would lose digits as a Go number keep their text.
func defaultValue(s setting, kind valueKind) (*schema.Default, error) {
	wrong := func(what string) error {
		return fmt.Errorf("%s=%s is no %s; an expression is said with default_sql=…", s, s.value, what)
	}
	switch kind {
	case boolValue:
		switch strings.ToLower(s.value) {
		case "true", "1":
			return &schema.Default{Value: true}, nil
		case "false", "0":
			return &schema.Default{Value: false}, nil
		}
		return nil, wrong("boolean (true or false)")
	case intValue:
		if n, err := strconv.ParseInt(s.value, 10, 64); err == nil {
			return &schema.Default{Value: n}, nil
		}
		if _, err := strconv.ParseUint(s.value, 10, 64); err == nil {
			return &schema.Default{SQL: schema.SQL(s.value)}, nil
		}
		return nil, wrong("integer")
	case floatValue:
		f, err := strconv.ParseFloat(s.value, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return nil, wrong("number")
		}
		return &schema.Default{Value: f}, nil
	case numericValue:
		if !decimalNumber.MatchString(s.value) {
			return nil, wrong("number")
		}
		return &schema.Default{SQL: schema.SQL(s.value)}, nil
	case timeValue:
		if timeExpression.MatchString(s.value) {
			return nil, wrong("time")
		}
	}
	return &schema.Default{Value: s.value}, nil
}
