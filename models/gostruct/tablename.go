package gostruct

import (
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// tableNameOf returns what a model's TableName method returns, when it is the
// same whenever it is called.
func (r *reader) tableNameOf(m *model) (string, bool) {
	return r.constTableName(m.tableFunc.method)
}

// constTableName reads TableName() string, and the TableName(schema.Namer) string
// that GORM calls with the naming strategy.
func (r *reader) constTableName(m *source.Method) (string, bool) {
	if m == nil {
		return "", false
	}
	names := newGormNames(r.opts)
	return m.String(source.Given(func(path string) (source.Value, bool) {
		name, ok := strings.CutPrefix(path, "TableName(")
		return source.Text(names.table(strings.TrimSuffix(name, ")"))), ok && !strings.Contains(name, "?")
	}))
}

// tableNameMethod returns a type's method that names its table, nil when it has
// none.
func tableNameMethod(t *source.Type) *source.Method {
	if m := t.Method("TableName"); m != nil && (m.Takes(0, "string") || m.Takes(1, "string") && m.TakesA("Namer")) {
		return m
	}
	return nil
}
