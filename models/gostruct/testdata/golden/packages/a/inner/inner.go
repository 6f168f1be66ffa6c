package inner

type Inner struct {
	ID int64 `db:"id"`
}
