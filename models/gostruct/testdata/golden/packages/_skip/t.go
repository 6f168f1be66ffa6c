package t

type T struct {
	ID int64 `db:"id"`
}
