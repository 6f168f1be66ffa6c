package b

type Second struct {
	ID int64 `db:"id"`
}
