package postgres

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// The dumps of pg_dump hold what psql understands and the server doesn't: lines
// that begin with a backslash, and the rows of COPY … FROM stdin.

// ignored are the commands of psql that say nothing to the database.
var ignored = regexp.MustCompile(`^\\(un)?(restrict|echo|qecho|warn|set|unset|pset|timing|encoding)\b`)

// copyIn is COPY where the rows follow in the script, and what it says of them.
var copyIn = regexp.MustCompile(`(?is)^COPY\s+((?:ONLY\s+)?(?:"(?:[^"]|"")*"|[^\s(."]+)(?:\.(?:"(?:[^"]|"")*"|[^\s(."]+))?)\s*(\([^()]*\))?\s*FROM\s+STDIN\b(.*)$`)

// copyText is COPY's text format: what stands between two values, and for NULL.
type copyText struct{ delimiter, null string }

// copyOptions reads the options of a COPY, in the old and in the new spelling; false when
// the rows are not in the text format.
func copyOptions(options string) (copyText, bool) {
	f := copyText{"\t", `\N`}
	var about string
	for _, t := range (dialect.Lexicon{EscapeStrings: true}).Tokens(options) {
		switch {
		case t.Kind == dialect.String && about == "delimiter":
			f.delimiter = t.Value
		case t.Kind == dialect.String && about == "null":
			f.null = t.Value
		case t.Is("delimiter") || t.Is("delimiters") || t.Is("null"):
			about = strings.TrimSuffix(strings.ToLower(t.Text), "s")
		case !slices.ContainsFunc(copyWords, t.Is):
			return f, false
		}
	}
	return f, f.delimiter != ""
}

// copyWords say nothing of rows in the text format.
var copyWords = []string{"with", "as", "(", ")", ",", "format", "text", "freeze", "true", "false", "on", "off"}

// rowsPerInsert and bytesPerInsert bound one INSERT that stands for rows of a COPY.
const (
	rowsPerInsert  = 1000
	bytesPerInsert = 1 << 20
)

// inline takes a line of psql's own at the start of a statement, and the rows after
// a COPY, which become statements of INSERT.
func inline(statement, script string) (instead []string, taken int, ok bool) {
	if statement == "" {
		if !strings.HasPrefix(script, `\`) {
			return nil, 0, false
		}
		line, _, _ := strings.Cut(script, "\n")
		if ignored.MatchString(line) {
			return nil, len(line), true
		}
		return []string{strings.TrimSpace(line)}, len(line), true // the server will say that it isn't SQL
	}
	m := copyIn.FindStringSubmatch(statement)
	if m == nil {
		return nil, 0, false
	}
	format, ok := copyOptions(m[3])
	if !ok {
		return nil, 0, false // the driver will say that it can't take rows
	}
	instead, taken = format.inserts(m[1], m[2], script)
	return instead, taken, true
}

// inserts reads rows up to the line \. and spells them as statements.
func (f copyText) inserts(table, columns, script string) (statements []string, taken int) {
	rest := script
	if _, after, ok := strings.Cut(rest, "\n"); ok {
		rest = after // the line of the COPY itself
	}
	head := strings.TrimRight(fmt.Sprintf("INSERT INTO %s %s", table, columns), " ") + " OVERRIDING SYSTEM VALUE VALUES\n"
	var rows []string
	size := 0
	flush := func() {
		if len(rows) > 0 {
			statements = append(statements, head+strings.Join(rows, ",\n"))
		}
		rows, size = nil, 0
	}
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		rest = after
		line = strings.TrimSuffix(line, "\r")
		if line == `\.` {
			break
		}
		row := f.row(line)
		if rows = append(rows, row); len(rows) == rowsPerInsert || size+len(row) > bytesPerInsert {
			flush()
		}
		size += len(row)
	}
	flush()
	return statements, len(script) - len(rest)
}

// row turns a line of COPY's text format into the row of an INSERT.
func (f copyText) row(line string) string {
	fields := f.split(line)
	for i, value := range fields {
		if value == f.null {
			fields[i] = "NULL"
		} else {
			fields[i] = quoteString(copyField(value))
		}
	}
	return "(" + strings.Join(fields, ", ") + ")"
}

// split takes a line apart, but not where a backslash stands before the delimiter.
func (f copyText) split(line string) (fields []string) {
	start := 0
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			i++
		} else if strings.HasPrefix(line[i:], f.delimiter) {
			fields, start = append(fields, line[start:i]), i+len(f.delimiter)
		}
	}
	return append(fields, line[start:])
}

// controls are the letters that stand for control characters in COPY's text format.
var controls = map[byte]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// copyField takes the backslashes out of a value of COPY's text format.
func copyField(f string) string {
	if !strings.Contains(f, `\`) {
		return f
	}
	var b strings.Builder
	for i := 0; i < len(f); i++ {
		if f[i] != '\\' || i+1 == len(f) {
			b.WriteByte(f[i])
			continue
		}
		i++
		c, isControl := controls[f[i]]
		code := byteCode.FindString(f[i:])
		switch {
		case isControl:
			b.WriteByte(c)
		case code != "":
			digits, base := code, 8
			if code[0] == 'x' {
				digits, base = code[1:], 16
			}
			n, _ := strconv.ParseUint(digits, base, 16)
			b.WriteByte(byte(n))
			i += len(code) - 1
		default:
			b.WriteByte(f[i])
		}
	}
	return b.String()
}

// byteCode is a byte in octal or hexadecimal digits.
var byteCode = regexp.MustCompile(`^([0-7]{1,3}|x[0-9A-Fa-f]{1,2})`)
