package mysql

import (
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// finishObjects spells views, routines and triggers as the reading of a live
// database does: no definer in the text, and no semicolon at its end.
func finishObjects(db *schema.Database) {
	for _, v := range db.Views {
		v.SQL = schema.SQL(NestJoins(trimStatement(v.SQL.Any)))
		v.Options = v.Options.Only(name)
	}
	for _, s := range db.Sequences {
		FoldSequence(s)
	}
	for _, r := range db.Routines {
		finishBody(&r.SQL, &r.Options)
		r.Comment = ""
	}
	for _, t := range db.Triggers {
		finishBody(&t.SQL, &t.Options)
		t.Comment = ""
	}
	for _, e := range db.Events {
		FinishEvent(e)
	}
}

func trimStatement(sql string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(sql), ";"))
}

func finishBody(sql *schema.Text, options *schema.Options) {
	*options = options.Only(name)
	text, definer := CutDefiner(trimStatement(sql.Any))
	*sql = schema.SQL(text)
	if definer != "" && !strings.HasPrefix(strings.ToLower(definer), "current_user") {
		options.Set(name, "definer", definer)
	}
}

// CutDefiner takes the DEFINER clause out of a CREATE statement.
func CutDefiner(sql string) (rest, definer string) {
	tokens := lexicon.Tokens(sql)
	for i := 0; i+2 < len(tokens) && i < 8; i++ {
		if !tokens[i].Is("definer") || !tokens[i+1].Is("=") {
			continue
		}
		// user, or user@host: the @ may stand alone, end a bare user or start a bare host.
		last := i + 2
		if tokens[last].Kind == dialect.Word && strings.HasSuffix(tokens[last].Text, "@") {
			last++
		} else if last+1 < len(tokens) && strings.HasPrefix(tokens[last+1].Text, "@") {
			if last++; tokens[last].Text == "@" {
				last++
			}
		} else if last+2 < len(tokens) && tokens[last+1].Is("(") && tokens[last+2].Is(")") {
			last += 2
		}
		last = min(last, len(tokens)-1)
		definer = sql[tokens[i+2].Start:tokens[last].End]
		return strings.TrimRight(sql[:tokens[i].Start], " ") + " " + strings.TrimLeft(sql[tokens[last].End:], " "), definer
	}
	return sql, ""
}

// withDefiner puts a DEFINER clause back, and takes a leading OR REPLACE along.
func withDefiner(sql, definer string) string {
	tokens := lexicon.Tokens(sql)
	if definer == "" || len(tokens) == 0 || !tokens[0].Is("create") {
		return sql
	}
	at := tokens[0].End
	if len(tokens) > 2 && tokens[1].Is("or") && tokens[2].Is("replace") {
		at = tokens[2].End
	}
	return sql[:at] + " DEFINER=" + definer + sql[at:]
}

// reconcileObjects takes from live what the wish leaves to the server.
func reconcileObjects(wish, live *schema.Database) {
	views := map[schema.Name]*schema.View{}
	for _, v := range live.Views {
		views[schema.Name{Schema: v.Schema, Name: v.Name}] = v
	}
	for _, w := range wish.Views {
		if l := views[schema.Name{Schema: w.Schema, Name: w.Name}]; l != nil {
			reconcileDefiner(w.Options, l.Options, live.User)
			inherit(&w.Options, l.Options)
		}
	}
	routines := map[routineKey]*schema.Routine{}
	for _, r := range live.Routines {
		routines[routineOf(r)] = r
	}
	for _, w := range wish.Routines {
		if l := routines[routineOf(w)]; l != nil {
			reconcileDefiner(w.Options, l.Options, live.User)
			inherit(&w.Options, l.Options)
		}
	}
	triggers := map[schema.Name]*schema.Trigger{}
	for _, t := range live.Triggers {
		triggers[schema.Name{Schema: t.Schema, Name: t.Name}] = t
	}
	for _, w := range wish.Triggers {
		if l := triggers[schema.Name{Schema: w.Schema, Name: w.Name}]; l != nil {
			reconcileDefiner(w.Options, l.Options, live.User)
			inherit(&w.Options, l.Options)
		}
	}
	reconcileEvents(wish, live)
}

// reconcileDefiner: to name oneself is to name nobody, for live says nothing then.
func reconcileDefiner(wish, live schema.Options, user string) {
	const key = "definer"
	if accountOf(wish.Get(name, key)) == user && live.Get(name, key) == "" {
		delete(wish[name], key)
	}
}

// accountOf is who a DEFINER names, without quotes.
func accountOf(sql string) string {
	var account strings.Builder
	for _, t := range lexicon.Tokens(sql) {
		account.WriteString(t.Name())
	}
	return account.String()
}

// QuoteAccount quotes the user and the host of an account, or the name of a role.
func QuoteAccount(account string) string {
	at := strings.LastIndexByte(account, '@')
	if at < 0 {
		return quote(account)
	}
	return quote(account[:at]) + "@" + quote(account[at+1:])
}

// routineKey tells routines apart: a function and a procedure may share a name.
type routineKey struct {
	name schema.Name
	kind string
}

func routineOf(r *schema.Routine) routineKey {
	return routineKey{schema.Name{Schema: r.Schema, Name: r.Name}, r.Kind}
}

// surroundings are the options of an object that tell who made it in which session.
// All others are a part of what it is.
var surroundings = []string{"definer", "sql_mode", "client_charset", "client_collation"}

// inherit copies the surroundings that the wish does not name.
func inherit(to *schema.Options, from schema.Options) {
	for _, key := range surroundings {
		if value := from.Get(name, key); value != "" && to.Get(name, key) == "" {
			to.Set(name, key, value)
		}
	}
}
