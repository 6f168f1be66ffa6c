package schema

// Event is a job of MySQL's and MariaDB's scheduler: it runs once (At), or again
// and again (Every, such as "1 DAY" or "'1:30' HOUR_MINUTE"). A time is a literal
// without quotes, 2026-11-22 03:00:00, or an expression. SQL is what the job does.
type Event struct {
	Name     string  `toml:"name"`
	Schema   string  `toml:"schema"`
	At       string  `toml:"at"`
	Every    string  `toml:"every"`
	Starts   string  `toml:"starts"` // empty: when it is made
	Ends     string  `toml:"ends"`
	Preserve bool    `toml:"preserve"` // it stays when it has run for the last time
	State    string  `toml:"state"`    // "disabled", "disabled on slave"; empty is enabled
	Comment  string  `toml:"comment"`
	SQL      Text    `toml:"sql"`
	Options  Options `toml:"options"`
}

// ID returns the event's name.
func (e *Event) ID() Name { return Name{e.Schema, e.Name} }
