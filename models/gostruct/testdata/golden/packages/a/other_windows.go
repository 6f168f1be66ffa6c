package a

type Windows struct {
	ID int64 `db:"id"`
}
