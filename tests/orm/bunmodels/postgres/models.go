// Package postgres has what Bun knows of PostgreSQL alone.
package postgres

import (
	"net"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

type Arrays struct {
	bun.BaseModel

	ID     int64       `bun:",pk,identity"`
	Tags   []string    `bun:",array"`
	Nums   []int64     `bun:",array"`
	Times  []time.Time `bun:",array"`
	Sized  []string    `bun:"type:varchar(10)[],array"`
	Texts  []string    `bun:"type:text[]"`
	Fixed  [4]int32    `bun:",array"`
	Plain  []int32
	Matrix [2]int
}

type Special struct {
	bun.BaseModel `bun:"table:specials"`

	ID    uuid.UUID `bun:"type:uuid,pk,default:gen_random_uuid()"`
	Other uuid.UUID `bun:"type:uuid"`
	Bare  uuid.UUID
	Range string `bun:"type:int4range"`
	IP    net.IP
	CIDR  net.IPNet
	JSON  map[string]string `bun:"type:json"`
	JSONB map[string]string
	At    time.Time `bun:"type:timestamptz,default:now()"`
	Upper string    `bun:"type:VARCHAR(12)"`
}

type Serials struct {
	bun.BaseModel

	ID    int64 `bun:",pk,autoincrement"`
	Small int16 `bun:",autoincrement"`
	Mid   int32 `bun:",autoincrement"`
}

// Models are in the order in which they can be created.
func Models() []any { return []any{(*Arrays)(nil), (*Special)(nil), (*Serials)(nil)} }
