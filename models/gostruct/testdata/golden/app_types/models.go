// Package models has a column of every everyday type.
package models

import (
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

type Mood string

const (
	Glad  Mood = "glad"
	Sober Mood = "it's fine"
)

type Sample struct {
	ID       uuid.UUID       `db:"id" migrate:"primary_key"`
	Small    int16           `db:"small"`
	Normal   int32           `db:"normal"`
	Big      int64           `db:"big"`
	Name     string          `db:"name" migrate:"size=80"`
	Code     string          `db:"code" migrate:"type=char(2)"`
	Body     string          `db:"body"`
	Flag     bool            `db:"flag"`
	MaybeOn  sql.NullBool    `db:"maybe_on"`
	Moment   time.Time       `db:"moment"`
	Later    sql.NullTime    `db:"later"`
	Day      time.Time       `db:"day" migrate:"type=date"`
	Hour     time.Time       `db:"hour" migrate:"type=time"`
	Single   float32         `db:"single"`
	Double   float64         `db:"double_value"`
	Amount   decimal.Decimal `db:"amount" migrate:"type=numeric(12,4)"`
	Document json.RawMessage `db:"document" migrate:"not_null"`
	Settings map[string]any  `db:"settings" migrate:"nullable"`
	Mood     Mood            `db:"mood" migrate:"enum"`
	Photo    []byte          `db:"photo" migrate:"nullable"`
	Digest   []byte          `db:"digest" migrate:"type=varbinary(32);not_null"`
	Owner    *uuid.UUID      `db:"owner"`
	Words    []string        `db:"words" migrate:"nullable"`
	Scores   []int32         `db:"scores" migrate:"not_null"`
}

// Defaulted has a default of every kind.
type Defaulted struct {
	_ struct{} `migrate:"table=defaults"`

	ID     int64     `db:"id"`
	Text   string    `db:"word" migrate:"size=20;default=it's"`
	Number int32     `db:"number" migrate:"default=-7"`
	Ratio  float64   `db:"ratio" migrate:"default=0.5"`
	On     bool      `db:"is_on" migrate:"default=true"`
	Off    bool      `db:"is_off" migrate:"default=false"`
	At     time.Time `db:"at_time" migrate:"default_sql=CURRENT_TIMESTAMP"`
	Empty  string    `db:"empty" migrate:"size=5;default="`
}
