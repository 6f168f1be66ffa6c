package a

type Linux struct {
	ID int64 `db:"id"`
}
