package postgres

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Literal quotes a value as an SQL literal, for a session with
// standard_conforming_strings on (as [Dialect.Prepare] sets it).
func (Dialect) Literal(value any) string {
	switch v := value.(type) {
	case nil:
		return "NULL"
	case bool:
		return strconv.FormatBool(v)
	case string:
		return quoteString(v)
	case []byte:
		return `'\x` + hex.EncodeToString(v) + `'::bytea`
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return float(v)
	case time.Time:
		return quoteString(v.Format(timeLayout(v)))
	}
	return quoteString(fmt.Sprint(value))
}

func quoteString(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func float(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return quoteString(strings.TrimPrefix(strconv.FormatFloat(v, 'g', -1, 64), "+"))
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// timeLayout tells how to write a time. The TOML decoder marks local dates and
// times, which have no offset, by the name of their location.
func timeLayout(t time.Time) string {
	switch t.Location().String() {
	case "datetime-local":
		return "2006-01-02 15:04:05.999999999"
	case "date-local":
		return "2006-01-02"
	case "time-local":
		return "15:04:05.999999999"
	}
	return "2006-01-02 15:04:05.999999999Z07:00"
}
