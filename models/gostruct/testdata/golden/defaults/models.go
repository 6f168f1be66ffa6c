package models

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
)

type Defaults struct {
	ID     uuid.UUID       `migrate:"default_sql=gen_random_uuid();default_sql.mysql=(uuid())"`
	B      bool            `migrate:"default=true"`
	B0     *bool           `migrate:"default=0"`
	I      int             `migrate:"default=-5"`
	U      uint64          `migrate:"default=18446744073709551615"`
	F      float64         `migrate:"default=1.50"`
	Num    float64         `migrate:"type=numeric(10,2);default=1.50"`
	Dec    decimal.Decimal `migrate:"default=0.10"`
	S      string          `migrate:"default=it's, \"quoted\""`
	Empty  string          `migrate:"default="`
	SNull  string          `migrate:"default_sql=NULL;nullable"`
	T      time.Time       `migrate:"default=2020-01-01 00:00:00"`
	Date   time.Time       `migrate:"type=date;default_sql=CURRENT_DATE"`
	J      json.RawMessage `migrate:"default={\"a\": 1}"`
	Bytes  []byte          `migrate:"default=abc"`
	Arr    []string        `migrate:"default={}"`
	ByD    string          `migrate:"default=a;default.mysql=b;default_sql.sqlite=upper('c')"`
	OnlyPg time.Time       `migrate:"default_sql.postgres=now()"`
	Tiny   bool            `migrate:"type=tinyint(1);default=1"`
	Text   string          `migrate:"type=integer;default=7"`
}
