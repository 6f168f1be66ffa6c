// Package models is the blog with its constraints: server defaults, an enum, a check, indexes.
package models

import "time"

// PostStatus is an enum: its constants are the values.
type PostStatus string

// The states of a post.
const (
	Draft     PostStatus = "draft"
	Published PostStatus = "published"
)

type User struct {
	ID        int64     `db:"id"`
	Username  string    `db:"username" migrate:"size=50;unique;index"`
	Email     string    `db:"email" migrate:"size=100;unique_index=ix_users_email"`
	IsActive  bool      `db:"is_active" migrate:"default=true"`
	CreatedAt time.Time `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
}

type Post struct {
	_ struct{} `migrate:"index=(user_id, status)"`

	ID          int64      `db:"id"`
	UserID      int64      `db:"user_id" migrate:"references=users.id"`
	Title       string     `db:"title" migrate:"size=200"`
	Content     *string    `db:"content"`
	Status      PostStatus `db:"status" migrate:"enum;default=draft;check=status IN ('draft', 'published')"`
	PublishedAt *time.Time `db:"published_at" migrate:"index"`
	UpdatedAt   *time.Time `db:"updated_at" migrate:"default_sql=CURRENT_TIMESTAMP;auto_update=CURRENT_TIMESTAMP"`
}

type Comment struct {
	_ struct{} `migrate:"index=(post_id, user_id)"`

	ID        int64     `db:"id"`
	PostID    int64     `db:"post_id" migrate:"references=posts.id"`
	UserID    int64     `db:"user_id" migrate:"references=users.id"`
	Content   string    `db:"content"`
	Approved  bool      `db:"approved" migrate:"default=false;index"`
	CreatedAt time.Time `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
}
