// Package models is a library: books that may have lost their author.
package models

import "database/sql"

type Author struct {
	ID   int64  `db:"id"`
	Name string `db:"name" migrate:"size=100"`
}

type Book struct {
	ID       int64         `db:"id"`
	Title    string        `db:"title" migrate:"size=200"`
	AuthorID sql.NullInt64 `db:"author_id" migrate:"references=authors.id;on_delete=set null;on_update=cascade"`
}
