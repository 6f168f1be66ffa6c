package mysql

import (
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// forms are statements whose first word doesn't tell what they do, by their first
// tokens. SET autocommit and LOCK TABLES are told to nobody: within a run they
// would end its transaction, and shut it out of its own tables.
var forms = []struct {
	pattern *regexp.Regexp
	kind    dialect.EffectKind
}{
	{regexp.MustCompile(`^set (session |local |@@session \. |@@local \. )?(@@)?autocommit (: |:)?= (0|off|false)$`), dialect.Begin},
	{regexp.MustCompile(`^set (session |local |@@session \. |@@local \. )?(@@)?autocommit (: |:)?= (1|on|true|default)$`), dialect.Commit},
	{regexp.MustCompile(`^lock tables? `), dialect.Begin},
	{regexp.MustCompile(`^unlock tables?\b`), dialect.Commit},
	{regexp.MustCompile(`^(prepare|deallocate prepare|drop prepare)\b`), dialect.Session},
	{regexp.MustCompile(`^(do|table|describe|desc|help|handler|\()`), dialect.Data},
	{regexp.MustCompile(`^analyze (format|select|insert|update|delete|replace|with|\()`), dialect.Data},
	{regexp.MustCompile(`^xa\b`), dialect.Rollback},
	{regexp.MustCompile(`^revoke\b`), dialect.Unknown}, // what is not there can't be taken away again
	{regexp.MustCompile(`^alter (ignore )?table\b.* (discard|import) (partition .*)?tablespace\b`), dialect.Unknown},
}

// headTokens is in how many tokens a form shows.
const headTokens = 40

// Effect tells what a statement does. All but data and settings of the session
// commits by itself.
func (d *Dialect) Effect(sql string) dialect.Effect {
	tokens := headOf(sql)
	if len(tokens) > 1 && tokens[0].Is("set") && tokens[1].Is("statement") { // SET STATEMENT … FOR statement
		for _, t := range tokens {
			if t.Is("for") {
				return d.Effect(sql[t.End:])
			}
		}
	}
	e := d.sort(sql, tokens)
	e.Alone = e.Kind == dialect.Definition || e.Kind == dialect.Repeatable || e.Kind == dialect.Unknown
	return e
}

func (*Dialect) sort(sql string, tokens []dialect.Token) dialect.Effect {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = strings.ToLower(t.Text)
	}
	text := strings.Join(words, " ")
	for _, f := range forms {
		if f.pattern.MatchString(text) {
			return dialect.Effect{Kind: f.kind}
		}
	}
	e := lexicon.Effect(sql)
	switch {
	case e.Kind == dialect.Data:
		e.Objects = written(e.Verb, tokens)
	case e.Kind == dialect.Session && onlyVariables(tokens):
		e.Kind = dialect.Variable
	case e.Kind == dialect.Definition && e.Guarded:
		e.Kind = dialect.Repeatable
	case e.Kind == dialect.Definition && slices.ContainsFunc(e.Objects, func(o dialect.Object) bool { return showCreate[kind(o)] == "" }):
		e = dialect.Effect{}
	case e.Verb == "rename" && cycles(sql, e.Objects), e.Verb == "alter" && exchange.MatchString(text):
		e.Verb = dialect.Swap
		for i := range e.Objects {
			e.Objects[i].Kind = dialect.Identity
		}
	case e.Kind == dialect.Definition:
		e.Objects = append(e.Objects, addedKeys(sql, e)...)
	}
	return e
}

// addedKeys are the plain indexes that a statement adds to a table. Another kind of
// index differs from the one that the server makes for a foreign key.
func addedKeys(sql string, e dialect.Effect) []dialect.Object {
	of := e.Objects[0]
	switch {
	case e.Verb == "create" && of.Kind == "index":
		return []dialect.Object{{Kind: dialect.Identity, Name: of.Name, Table: of.Table}}
	case e.Verb != "alter" || of.Kind != "table":
		return nil
	}
	var out []dialect.Object
	tokens := lexicon.Tokens(sql)
	for i := 0; i+3 < len(tokens); i++ {
		if !tokens[i].Is("add") || !tokens[i+1].Is("index") && !tokens[i+1].Is("key") {
			continue
		}
		i += 2
		for i+1 < len(tokens) && slices.ContainsFunc([]string{"if", "not", "exists"}, tokens[i].Is) {
			i++
		}
		name := ""
		if !tokens[i].Is("(") && !tokens[i].Is("using") && !tokens[i].Is("type") {
			name = tokens[i].Name()
		}
		out = append(out, dialect.Object{Kind: dialect.Identity, Name: schema.Name{Schema: of.Schema, Name: name}, Table: of.Name.Name})
	}
	return out
}

// writes are the words behind which a data statement names what it may write to.
var writes = map[string][]string{
	"insert": {"into"}, "replace": {"into"}, "load": {"table"}, "update": {"update", "join"},
	"delete": {"delete", "from", "join"}, "with": {"into", "update", "from", "join"},
}

// modifiers may stand between such a word and a name.
var modifiers = []string{"low_priority", "high_priority", "delayed", "quick", "ignore", "into", "from", "lateral"}

// written lists the tables that a data statement may write to, and perhaps some that
// it only reads.
func written(verb string, tokens []dialect.Token) []dialect.Object {
	words := writes[verb]
	if verb == "insert" || verb == "replace" { // INTO may be left out
		words = append(words, verb)
	}
	var out []dialect.Object
	for i := 0; i < len(tokens); i++ {
		if !slices.ContainsFunc(words, tokens[i].Is) {
			continue
		}
		i++
		for i < len(tokens) && slices.ContainsFunc(modifiers, tokens[i].Is) {
			i++
		}
		for i < len(tokens) && (tokens[i].Kind == dialect.Word || tokens[i].Kind == dialect.Quoted) {
			name := schema.Name{Name: tokens[i].Name()}
			if i+2 < len(tokens) && tokens[i+1].Is(".") {
				name = schema.Name{Schema: name.Name, Name: tokens[i+2].Name()}
				i += 2
			}
			out = append(out, dialect.Object{Kind: "table", Name: name})
			for i++; i < len(tokens) && tokens[i].Kind == dialect.Word && !slices.ContainsFunc(clauses, tokens[i].Is); i++ { // AS alias
			}
			if i >= len(tokens) || !tokens[i].Is(",") {
				i--
				break
			}
			i++
		}
	}
	return out
}

// clauses end a list of tables.
var clauses = []string{"set", "where", "values", "value", "select", "join", "left", "right", "inner", "cross", "straight_join", "natural", "using", "from", "on", "order", "limit", "returning", "table"}

var exchange = regexp.MustCompile(`^alter (ignore )?table .* exchange partition `)

// headOf is the first tokens of a statement, which may be a megabyte long.
func headOf(sql string) []dialect.Token {
	for size := 2000; ; size *= 8 { // comments may stand before
		tokens := lexicon.Tokens(sql[:min(len(sql), size)])
		if len(tokens) > headTokens || size >= len(sql) {
			return tokens[:min(len(tokens), headTokens)]
		}
	}
}

// onlyVariables reports whether a SET sets user variables and nothing else. What is
// between parentheses has commas of its own.
func onlyVariables(tokens []dialect.Token) bool {
	depth, target := 0, true
	for _, t := range tokens[1:] {
		switch {
		case target && !userVariable(t):
			return false
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		}
		target = depth == 0 && t.Is(",")
	}
	return len(tokens) > 1
}

// userVariable reports whether a token is @name, or the @ of @`name`.
func userVariable(t dialect.Token) bool {
	return t.Kind == dialect.Word && strings.HasPrefix(t.Text, "@") && !strings.HasPrefix(t.Text, "@@")
}

// cycles reports whether every table that a RENAME takes its name from has another
// one afterwards.
func cycles(sql string, from []dialect.Object) bool {
	var to []string
	tokens := lexicon.Tokens(sql)
	for i, t := range tokens {
		if !t.Is("to") {
			continue
		}
		for i+2 < len(tokens) && tokens[i+2].Is(".") {
			i += 2
		}
		if i+1 < len(tokens) {
			to = append(to, strings.ToLower(tokens[i+1].Name()))
		}
	}
	for _, o := range from {
		if !slices.Contains(to, strings.ToLower(o.Name.Name)) {
			return false
		}
	}
	return true
}
