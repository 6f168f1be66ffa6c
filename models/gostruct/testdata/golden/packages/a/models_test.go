package a

type InTest struct {
	ID int64 `db:"id"`
}
