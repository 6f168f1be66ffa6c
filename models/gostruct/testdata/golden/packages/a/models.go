package a

import (
	"example.com/nowhere"

	"github.com/limbeck/migrate/models/gostruct/testdata/golden/packages/b"
	kinds "github.com/limbeck/migrate/models/gostruct/testdata/golden/packages/shared"
	. "github.com/limbeck/migrate/models/gostruct/testdata/golden/packages/shared/dotted"
)

type First struct {
	kinds.Stamps
	ID     int64       `db:"id"`
	State  kinds.State `db:"state" migrate:"enum"`
	Second *b.Second
	Dot    Dotted               `db:"dot"`
	Hash   [2 * kinds.Half]byte `db:"hash"`
	_      nowhere.Nothing
}

// TableName is a constant of another package.
func (First) TableName() string { return kinds.Prefix + "firsts" }
