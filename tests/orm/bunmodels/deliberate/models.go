// Package deliberate has models of which Limbeck makes other tables than Bun, on
// purpose: see docs/bun.md.
package deliberate

import "github.com/uptrace/bun"

type Owner struct {
	bun.BaseModel

	ID int32 `bun:",pk,identity"`
}

type Thing struct {
	bun.BaseModel

	ID      int64  `bun:"type:bigint,pk,autoincrement"`
	Code    string `bun:"type:varchar(20),unique"`
	OwnerID int32
	Owner   *Owner `bun:"rel:belongs-to,join:owner_id=id"`
}

// Numbered has the only key that SQLite numbers.
type Numbered struct {
	bun.BaseModel

	ID int64 `bun:",pk,autoincrement"`
}

// Hashed has an array of bytes.
type Hashed struct {
	bun.BaseModel

	ID   string `bun:"type:varchar(20),pk"`
	Hash [16]byte
}

// Models are in the order of creation.
func Models() []any { return []any{(*Owner)(nil), (*Thing)(nil), (*Numbered)(nil), (*Hashed)(nil)} }
