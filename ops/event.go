package ops

import (
	"errors"
	"fmt"
	"slices"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// Jobs of the server's own scheduler.
type (
	CreateEvent struct{ schema.Event }
	// AlterEvent makes an event what it describes. Existing is the event as it was:
	// what is the same in both is left alone.
	AlterEvent struct {
		schema.Event
		Existing *schema.Event `toml:"existing,required"`
	}
	DropEvent struct{ Named }
)

// Kind returns "create_event".
func (*CreateEvent) Kind() string { return "create_event" }

// Kind returns "alter_event".
func (*AlterEvent) Kind() string { return "alter_event" }

// Kind returns "drop_event".
func (*DropEvent) Kind() string { return "drop_event" }

// eventStates are what an event's state may say.
var eventStates = []string{"", "disabled", "disabled on slave"}

func validateEvent(e *schema.Event) error {
	switch {
	case (e.At == "") == (e.Every == ""):
		return errors.New(`an event has either at = "2026-11-22 03:00:00" or every = "1 DAY"`)
	case e.At != "" && e.Starts+e.Ends != "":
		return errors.New("starts and ends are of an event with every: one with at runs once")
	case !slices.Contains(eventStates, e.State):
		return fmt.Errorf("state %q is not known%s", e.State, spelling.DidYouMean(e.State, eventStates[1:]))
	}
	return errors.Join(needName(e.Name), needSQL(e.SQL))
}
