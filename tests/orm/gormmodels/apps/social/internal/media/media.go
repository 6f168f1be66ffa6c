// Package media has what is attached to other things.
package media

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	kit "github.com/limbeck/migrate/tests/orm/gormmodels/apps/social/internal/base"
)

type MimeType string

type Size struct{ Width, Height uint16 }

func (s Size) Value() (driver.Value, error) { return fmt.Sprintf("%dx%d", s.Width, s.Height), nil }

func (s *Size) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return errors.New("no text")
	}
	_, err := fmt.Sscanf(text, "%dx%d", &s.Width, &s.Height)
	return err
}

type Words []string

func (w Words) Value() (driver.Value, error) {
	var quoted []string
	for _, s := range w {
		quoted = append(quoted, strings.TrimSpace(s))
	}
	return strings.Join(quoted, "|"), nil
}

// Attachment belongs to a post, to a profile or to a message.
type Attachment struct {
	kit.Keyed
	OwnerID   uint64
	OwnerType string   `gorm:"size:30"`
	Mime      MimeType `gorm:"size:60;not null;check:chk_mime,mime <> ''"`
	Size      Size     `gorm:"size:20"`
	Alt       Words    `gorm:"size:500"`
	Blur      [4]byte
}
