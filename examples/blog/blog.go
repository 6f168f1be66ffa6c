package blog

import "time"

// Timestamps is shared by what people write. It makes no table of its own.
type Timestamps struct {
	CreatedAt time.Time  `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
	UpdatedAt *time.Time `db:"updated_at"`
}

// User is somebody who writes, comments and likes.
type User struct {
	ID       int64  `db:"id"`
	Username string `db:"username" migrate:"size=50;unique"`
	Email    string `db:"email" migrate:"size=255;unique"`
	IsActive bool   `db:"is_active" migrate:"default=true"`
	Timestamps
}

// Profile is the rest of a user: one to one, by a unique reference.
type Profile struct {
	ID     int64   `db:"id"`
	UserID int64   `db:"user_id" migrate:"references=users.id;on_delete=cascade;unique"`
	Bio    *string `db:"bio"`
}

// PostStatus is an enum: its constants are the values.
type PostStatus string

// The states of a post.
const (
	Draft     PostStatus = "draft"
	Published PostStatus = "published"
)

// Post belongs to the user who wrote it. The index serves the list of a user's newest posts.
type Post struct {
	_ struct{} `migrate:"index=(user_id, created_at desc)"`

	ID          int64      `db:"id"`
	UserID      int64      `db:"user_id" migrate:"references=users.id;on_delete=cascade"`
	Title       string     `db:"title" migrate:"size=200;check=title <> ''"`
	Body        string     `db:"body"`
	Status      PostStatus `db:"status" migrate:"enum;default=draft"`
	PublishedAt *time.Time `db:"published_at"`
	Timestamps
}

// Comment stays when its author leaves.
type Comment struct {
	ID     int64  `db:"id"`
	PostID int64  `db:"post_id" migrate:"references=posts.id;on_delete=cascade;index"`
	UserID *int64 `db:"user_id" migrate:"references=users.id;on_delete=set null"`
	Body   string `db:"body"`
	Timestamps
}

// Tag is a word that posts share.
type Tag struct {
	ID   int64  `db:"id"`
	Name string `db:"name" migrate:"size=50;unique"`
}

// PostTag joins posts and tags; the pair is the key.
type PostTag struct {
	PostID int64 `db:"post_id" migrate:"primary_key;references=posts.id;on_delete=cascade"`
	TagID  int64 `db:"tag_id" migrate:"primary_key;references=tags.id;on_delete=cascade"`
}

// Like joins users and the posts that they like.
type Like struct {
	UserID    int64     `db:"user_id" migrate:"primary_key;references=users.id;on_delete=cascade"`
	PostID    int64     `db:"post_id" migrate:"primary_key;references=posts.id;on_delete=cascade"`
	CreatedAt time.Time `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
}
