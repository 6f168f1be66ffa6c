// Package models is the complete blog: tags are many to many twice, as a bare pair and as an object of its own.
package models

import "time"

type User struct {
	ID           int64     `db:"id"`
	Username     string    `db:"username" migrate:"size=80;unique"`
	Email        string    `db:"email" migrate:"size=120;unique"`
	PasswordHash string    `db:"password_hash" migrate:"size=255"`
	CreatedAt    time.Time `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
}

type Post struct {
	ID        int64      `db:"id"`
	Title     string     `db:"title" migrate:"size=200"`
	Content   string     `db:"content"`
	Published bool       `db:"published" migrate:"default=false"`
	CreatedAt time.Time  `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
	UpdatedAt *time.Time `db:"updated_at"`
	AuthorID  int64      `db:"author_id" migrate:"references=users.id;on_delete=cascade;index"`
}

type Comment struct {
	ID        int64     `db:"id"`
	Content   string    `db:"content"`
	CreatedAt time.Time `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP;index=ix_comments_newest,desc"`
	PostID    int64     `db:"post_id" migrate:"references=posts.id;on_delete=cascade"`
	AuthorID  *int64    `db:"author_id" migrate:"references=users.id;on_delete=set null"`
}

type Tag struct {
	ID   int64  `db:"id"`
	Name string `db:"name" migrate:"size=50;unique"`
}

// PostTag is the bare pair.
type PostTag struct {
	PostID int64 `db:"post_id" migrate:"primary_key;references=posts.id;on_delete=cascade"`
	TagID  int64 `db:"tag_id" migrate:"primary_key;references=tags.id;on_delete=cascade"`
}

func (PostTag) TableName() string { return "post_tag" }

// PostTagLink is the same as an object that knows when it came to be.
type PostTagLink struct {
	PostID    int64     `db:"post_id" migrate:"primary_key;references=posts.id"`
	TagID     int64     `db:"tag_id" migrate:"primary_key;references=tags.id"`
	CreatedAt time.Time `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
}
