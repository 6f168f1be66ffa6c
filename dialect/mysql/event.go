package mysql

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// FinishEvent spells an event as both servers' catalogs do.
func FinishEvent(e *schema.Event) {
	for _, at := range []*string{&e.At, &e.Starts, &e.Ends} {
		*at = spellTime(*at)
	}
	e.Every = spellEvery(e.Every)
	e.State = strings.Replace(strings.ToLower(e.State), "replica", "slave", 1)
	e.SQL = schema.SQL(trimStatement(e.SQL.Any))
	e.Options = e.Options.Only(name)
	if definer := e.Options.Get(name, "definer"); definer != "" {
		e.Options.Set(name, "definer", spellDefiner(definer))
	}
}

// spellDefiner quotes the user and the host of a definer. Without a host it may be CURRENT_USER,
// and stays.
func spellDefiner(sql string) string {
	account := accountOf(sql)
	if !strings.Contains(account, "@") {
		return sql
	}
	return QuoteAccount(account)
}

// moment is a literal of a time, to the second: the catalog keeps no parts of one.
var moment = regexp.MustCompile(`^(\d{4})-(\d\d?)-(\d\d?)(?:[ T](\d\d?):(\d\d?)(?::(\d\d?))?(?:\.\d+)?)?$`)

// spellTime returns a time in full, without quotes; an expression as it is.
func spellTime(sql string) string {
	tokens := lexicon.Tokens(sql)
	if len(tokens) == 2 && (tokens[0].Is("timestamp") || tokens[0].Is("date")) {
		tokens = tokens[1:]
	}
	literal := strings.TrimSpace(sql)
	if len(tokens) == 1 && tokens[0].Kind == dialect.String {
		literal = tokens[0].Value
	}
	m := moment.FindStringSubmatch(literal)
	if m == nil {
		return strings.TrimSpace(sql)
	}
	for i, digits := range m {
		m[i] = "00"[min(len(digits), 2):] + digits
	}
	return m[1] + "-" + m[2] + "-" + m[3] + " " + m[4] + ":" + m[5] + ":" + m[6]
}

// intervals are the units that have several parts: how many of each, but the first, make one
// of that before it, and what stands between them.
var intervals = map[string]struct {
	sizes []int
	marks string
}{
	"YEAR_MONTH":    {[]int{12}, "-"},
	"DAY_HOUR":      {[]int{24}, " "},
	"DAY_MINUTE":    {[]int{24, 60}, " :"},
	"DAY_SECOND":    {[]int{24, 60, 60}, " ::"},
	"HOUR_MINUTE":   {[]int{60}, ":"},
	"HOUR_SECOND":   {[]int{60, 60}, "::"},
	"MINUTE_SECOND": {[]int{60}, ":"},
}

// spellEvery spells an interval as the servers keep it: a whole number, or a string of several
// of which none is so many as to make one of that before it.
func spellEvery(sql string) string {
	tokens := lexicon.Tokens(sql)
	if len(tokens) < 2 {
		return strings.TrimSpace(sql)
	}
	unit := strings.ToUpper(tokens[len(tokens)-1].Text)
	value := sql[tokens[0].Start:tokens[len(tokens)-2].End]
	if len(tokens) > 2 {
		return value + " " + unit
	}
	said := value
	if tokens[0].Kind == dialect.String {
		said = tokens[0].Value
	}
	if parts := intervals[unit]; parts.sizes != nil {
		if spelled := spellParts(said, parts.sizes, parts.marks); spelled != "" {
			value = quoteString(spelled)
		}
	} else if n, err := strconv.ParseUint(said, 10, 63); err == nil {
		value = strconv.FormatUint(n, 10)
	} else if f, err := strconv.ParseFloat(said, 64); err == nil {
		whole := math.Round
		if tokens[0].Kind == dialect.String {
			whole = math.Trunc
		}
		value = strconv.FormatFloat(whole(f), 'f', 0, 64)
	}
	return value + " " + unit
}

// spellParts reads the numbers in a text, the last ones of an interval's parts, and says them
// anew; empty where these are others.
func spellParts(said string, sizes []int, marks string) string {
	numbers := strings.FieldsFunc(said, func(r rune) bool { return r < '0' || r > '9' })
	if len(numbers) == 0 || len(numbers) > len(sizes)+1 || strings.HasPrefix(said, "-") {
		return ""
	}
	total, skipped := 0, len(sizes)+1-len(numbers)
	for i, text := range numbers {
		n, err := strconv.Atoi(text)
		if err != nil || n > math.MaxInt32 {
			return ""
		}
		if at := skipped + i; at > 0 {
			total *= sizes[at-1]
		}
		total += n
	}
	out := ""
	for i := len(sizes) - 1; i >= 0; i-- {
		out = marks[i:i+1] + strconv.Itoa(total%sizes[i]) + out
		total /= sizes[i]
	}
	return strconv.Itoa(total) + out
}

func (c compiler) createEvent(e *schema.Event) ([]string, error) {
	native, err := c.lowerEvent(e)
	if err != nil || native.SQL.IsZero() { // or an event of other dialects
		return nil, err
	}
	sql := "CREATE" + definerSQL(native) + " EVENT " + tableName(native.ID()) + " " + scheduleSQL(native)
	if native.Preserve {
		sql += completionSQL(native)
	}
	if native.State != "" {
		sql += stateSQL(native)
	}
	if native.Comment != "" {
		sql += commentSQL(native)
	}
	return inSession(native.Options[name], sql+bodySQL(native)), checkNames(native.Name)
}

// alterEvent says what differs only: a schedule that is said again starts anew, and
// a body takes the sql_mode of the session along.
func (c compiler) alterEvent(op *ops.AlterEvent) ([]string, error) {
	now, err := c.lowerEvent(&op.Event)
	if err != nil {
		return nil, err
	}
	was, err := c.lowerEvent(op.Existing)
	if err != nil || now.SQL.IsZero() {
		return nil, err
	}
	if was.Ends != "" && now.Ends == "" && now.At == "" { // MariaDB would keep the end
		made, err := c.createEvent(&op.Event)
		return append([]string{"DROP EVENT " + tableName(now.ID())}, made...), err
	}
	if now.Options.Get(name, "sql_mode") != was.Options.Get(name, "sql_mode") {
		was.SQL = schema.Text{} // to say the body again
	}
	if now.Options.Get(name, "time_zone") != was.Options.Get(name, "time_zone") { // which comes with the schedule
		was.Every, was.At = "", ""
	}
	sql := ""
	for _, clause := range []func(*schema.Event) string{scheduleSQL, completionSQL, stateSQL, commentSQL, bodySQL} {
		if said := clause(now); said != clause(was) {
			sql += " " + strings.TrimSpace(said)
		}
	}
	if sql == "" && definerSQL(now) == definerSQL(was) {
		return nil, nil
	} else if sql == "" {
		sql = commentSQL(now) // there has to be some clause
	}
	// Who alters an event becomes its definer.
	return inSession(now.Options[name], "ALTER"+definerSQL(now)+" EVENT "+tableName(now.ID())+sql), nil
}

func (c compiler) lowerEvent(e *schema.Event) (*schema.Event, error) {
	db, err := dialect.Lower(c.d, &schema.Database{Events: []*schema.Event{e}})
	if err != nil {
		return nil, err
	}
	return db.Events[0], nil
}

func definerSQL(e *schema.Event) string {
	if definer := e.Options.Get(name, "definer"); definer != "" {
		return " DEFINER=" + definer
	}
	return ""
}

func scheduleSQL(e *schema.Event) string {
	if e.At != "" {
		return "ON SCHEDULE AT " + timeSQL(e.At)
	}
	sql := "ON SCHEDULE EVERY " + e.Every
	if e.Starts != "" {
		sql += " STARTS " + timeSQL(e.Starts)
	}
	if e.Ends != "" {
		sql += " ENDS " + timeSQL(e.Ends)
	}
	return sql
}

func timeSQL(time string) string {
	if moment.MatchString(time) {
		return quoteString(time)
	}
	return time
}

func completionSQL(e *schema.Event) string {
	if e.Preserve {
		return " ON COMPLETION PRESERVE"
	}
	return " ON COMPLETION NOT PRESERVE"
}

func stateSQL(e *schema.Event) string {
	return " " + map[string]string{"": "ENABLE", "disabled": "DISABLE", "disabled on slave": "DISABLE ON SLAVE"}[e.State]
}

func commentSQL(e *schema.Event) string { return " COMMENT " + quoteString(e.Comment) }

func bodySQL(e *schema.Event) string { return " DO " + e.SQL.Any }

// reconcileEvents takes from live what the wish leaves to the server: the time at
// which an event was made, and times that were reckoned from that.
func reconcileEvents(wish, live *schema.Database) {
	now := map[schema.Name]*schema.Event{}
	for _, e := range live.Events {
		now[e.ID()] = e
	}
	for _, w := range wish.Events {
		l := now[w.ID()]
		if l == nil {
			continue
		}
		reconcileDefiner(w.Options, l.Options, live.User)
		inherit(&w.Options, l.Options)
		if w.Starts == "" && w.Every == l.Every {
			w.Starts = l.Starts
		}
		for _, at := range []struct{ wish, live *string }{{&w.At, &l.At}, {&w.Starts, &l.Starts}, {&w.Ends, &l.Ends}} {
			if *at.wish != "" && *at.live != "" && !moment.MatchString(*at.wish) {
				*at.wish = *at.live
			}
		}
	}
}
