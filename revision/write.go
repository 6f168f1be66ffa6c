package revision

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
)

// maxSlug is how long the message part of a file name gets.
const maxSlug = 40

// FileName returns the name of a revision's file:
// 20261122134002_4f1c0a9be2d7_add_posts.toml.
func FileName(r *Revision) string {
	name := r.Created.UTC().Format(timePrefix) + "_" + r.ID
	if s := slug(r.Message); s != "" {
		name += "_" + s
	}
	return name + "." + string(r.format())
}

func (r *Revision) format() Format {
	if r.Format == SQL {
		return SQL
	}
	return TOML
}

// slug makes lower-case ASCII words of a message, as many as fit.
func slug(message string) string {
	words := strings.FieldsFunc(strings.ToLower(message), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	out := ""
	for _, word := range words {
		switch {
		case out == "":
			out = word[:min(len(word), maxSlug)]
		case len(out)+1+len(word) > maxSlug:
			return out
		default:
			out += "_" + word
		}
	}
	return out
}

// Render writes the text of a revision file. The body is its operations, or its
// sections; an empty one is replaced by comments that say what to put there.
func Render(r *Revision, body string) []byte {
	write := renderTOML
	if r.format() == SQL {
		write = renderSQL
	}
	message := strings.TrimSpace(r.Message)
	title := oneLine(message)
	text := []byte(write(r, title, false, body))
	read := &Revision{Format: r.format(), text: text}
	if err := read.parseHeader(); err == nil && read.Message == message {
		return text
	}
	return []byte(write(r, title, true, body))
}

// oneLine makes a comment of a message.
func oneLine(message string) string {
	printable := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(message, "�"))
	return strings.Join(strings.Fields(printable), " ")
}

// renderTOML writes a .toml revision. The message is the comment at its top; where
// that would not give the message back, asKey writes it as a key too.
func renderTOML(r *Revision, title string, asKey bool, body string) string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "%-13s = %s\n", key, value) }
	if title != "" {
		b.WriteString("# " + title + "\n")
	}
	if asKey {
		line("message", tomlString(strings.TrimSpace(r.Message)))
	}
	line("revision", tomlString(r.ID))
	switch len(r.Down) {
	case 0:
	case 1:
		line("down_revision", tomlString(r.Down[0]))
	default:
		line("down_revision", tomlStrings(r.Down))
	}
	line("create_date", r.Created.UTC().Format(time.RFC3339))
	if len(r.Labels) > 0 {
		line("branch_labels", tomlStrings(r.Labels))
	}
	if len(r.DependsOn) > 0 {
		line("depends_on", tomlStrings(r.DependsOn))
	}
	if r.NoTransaction {
		line("transaction", `"off"`)
	}
	if r.LockTimeout > 0 {
		line("lock_timeout", tomlString(r.LockTimeout.String()))
	}
	if r.StatementTimeout > 0 {
		line("statement_timeout", tomlString(r.StatementTimeout.String()))
	}
	switch {
	case strings.TrimSpace(body) != "":
		body = strings.TrimLeft(body, "\n")
	case len(r.Down) > 1:
		body = emptyMerge
	default:
		body = emptyTOML
	}
	return b.String() + "\n" + strings.TrimRight(body, "\n") + "\n"
}

const emptyMerge = `# This revision joins branches: it needs no operations of its own.
`

const emptyTOML = `# What the upgrade does, an [[upgrade]] for each operation:
#
# [[upgrade]]
# op = "add_column"
# table = "users"
# column = { name = "status", type = "varchar(20)" }
#
# [[upgrade]]
# op = "execute"
# sql = "UPDATE users SET status = 'active'"

# What takes it back, in the order in which it runs:
#
# [[downgrade]]
# op = "drop_column"
# table = "users"
# column = "status"
`

// renderSQL writes a .sql revision, whose header is comment lines.
func renderSQL(r *Revision, title string, asKey bool, body string) string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "-- %s: %s\n", key, value) }
	switch {
	case title == "":
	case asKey:
		line("message", title)
	default:
		b.WriteString("-- " + title + "\n")
	}
	line("revision", r.ID)
	for _, list := range []struct {
		key   string
		names []string
	}{{"down_revision", r.Down}, {"branch_labels", r.Labels}, {"depends_on", r.DependsOn}} {
		if len(list.names) > 0 {
			line(list.key, strings.Join(list.names, ", "))
		}
	}
	line("create_date", r.Created.UTC().Format(time.RFC3339))
	if r.NoTransaction {
		line("transaction", "off")
	}
	if r.LockTimeout > 0 {
		line("lock_timeout", r.LockTimeout.String())
	}
	if r.StatementTimeout > 0 {
		line("statement_timeout", r.StatementTimeout.String())
	}
	switch {
	case strings.TrimSpace(body) != "":
		body = strings.TrimLeft(body, "\n")
	case len(r.Down) > 1:
		body = emptySQLMerge
	default:
		body = emptySQL
	}
	return b.String() + "\n" + strings.TrimRight(body, "\n") + "\n"
}

const emptySQLMerge = `-- migrate:up
-- This revision joins branches: it needs no statements of its own.

-- migrate:down
`

const emptySQL = `-- migrate:up
-- The statements of the upgrade. A section for one database only starts with
-- "migrate:up dialect=postgres"; "transaction=off" runs one outside of a transaction.

-- migrate:down
-- The statements that take it back.
`

func tomlStrings(list []string) string {
	var quoted []string
	for _, s := range list {
		quoted = append(quoted, tomlString(s))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// tomlString writes a basic TOML string.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "�") {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Create writes a new revision file into a folder, which it makes if need be, and
// returns its path. The file is there whole or not at all, and no other is ever
// overwritten.
func Create(folder string, r *Revision, body string) (string, error) {
	at := filepath.Join(folder, FileName(r))
	text := Render(r, body)
	read, err := Parse(at, text)
	if err != nil {
		return "", err
	}
	if read.ID != r.ID || !slices.Equal(read.Down, r.Down) || !slices.Equal(read.Labels, r.Labels) || !slices.Equal(read.DependsOn, r.DependsOn) {
		return "", fail(CodeBadFile, "", "can't write %s: an id or label in its header would not be read back as it is", at)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", cannotWrite(at, err)
	}
	if err := writeNew(at, text); err != nil {
		return "", cannotWrite(at, err)
	}
	return at, nil
}

func cannotWrite(at string, err error) error {
	if errors.Is(err, fs.ErrExist) {
		return fail(CodeFileExists, "Run the command again for another name.", "%s is there already", at)
	}
	e := fail(CodeUnreadableFile, "", "can't write %s: %s", at, err)
	e.Err = err
	return e
}

// writeNew writes a file that must not exist: to a temporary file beside it, which
// then takes its name.
func writeNew(at string, text []byte) error {
	temporary := filepath.Join(filepath.Dir(at), ".new-"+NewID()+".tmp")
	if err := writeSynced(temporary, text); err != nil {
		os.Remove(temporary)
		return err
	}
	defer os.Remove(temporary)
	// A hard link fails where the name is taken; a rename would overwrite.
	err := os.Link(temporary, at)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// No hard links here: hold the name, then replace what holds it.
	holder, err := os.OpenFile(at, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	holder.Close()
	return os.Rename(temporary, at)
}

func writeSynced(at string, text []byte) error {
	file, err := os.OpenFile(at, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = bytes.NewReader(text).WriteTo(file)
	return errors.Join(err, file.Sync(), file.Close())
}
