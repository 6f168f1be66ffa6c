// Package models is the blog in its first form: one to many, one to one, and many to many.
package models

// User writes posts and likes those of others.
type User struct {
	ID       int64  `db:"id"`
	Username string `db:"username" migrate:"size=50;unique"`
	Email    string `db:"email" migrate:"size=120"`
}

// Post belongs to one user.
type Post struct {
	ID      int64  `db:"id"`
	Title   string `db:"title" migrate:"size=200"`
	Content string `db:"content"`
	UserID  int64  `db:"user_id" migrate:"references=users.id"`
}

// Profile is one to one: its user is unique.
type Profile struct {
	ID     int64   `db:"id"`
	Bio    *string `db:"bio"`
	UserID int64   `db:"user_id" migrate:"references=users.id;unique"`
}

// Like is many to many: the pair is the key.
type Like struct {
	UserID int64 `db:"user_id" migrate:"primary_key;references=users.id"`
	PostID int64 `db:"post_id" migrate:"primary_key;references=posts.id"`
}
