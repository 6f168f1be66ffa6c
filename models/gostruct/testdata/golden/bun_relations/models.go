// Package relations covers Bun's relations.
package relations

import "github.com/uptrace/bun"

type Company struct {
	bun.BaseModel

	ID    int64   `bun:",pk,autoincrement"`
	Code  string  `bun:"type:varchar(20),unique,notnull"`
	Users []*User `bun:"rel:has-many,join:id=company_id"`
}

type User struct {
	bun.BaseModel `bun:"table:accounts"`

	ID        int64 `bun:",pk,autoincrement"`
	CompanyID int64
	Company   *Company `bun:"rel:belongs-to,join:company_id=id,on_delete:cascade,on_update:restrict"`
	ManagerID *int64
	Manager   *User    `bun:"rel:belongs-to"`
	Profile   *Profile `bun:"rel:has-one,join:id=user_id"`
	Posts     []*Post  `bun:"rel:has-many,join:id=author_id"`
}

type Profile struct {
	bun.BaseModel

	ID     int64 `bun:",pk,autoincrement"`
	UserID int64 `bun:",notnull"`
	User   *User `bun:"rel:belongs-to,join:user_id=id,on_delete:CASCADE"`
}

type Post struct {
	bun.BaseModel

	ID       int64  `bun:",pk,autoincrement"`
	AuthorID int64  `bun:",notnull"`
	Author   *User  `bun:"rel:belongs-to,join:author_id=id"`
	Tags     []*Tag `bun:"m2m:post_tags,join:Post=Tag"`
}

type Tag struct {
	bun.BaseModel

	ID    int64   `bun:",pk,autoincrement"`
	Posts []*Post `bun:"m2m:post_tags,join:Tag=Post"`
}

// PostTag is the join table: its keys refer, though they are its primary key.
type PostTag struct {
	bun.BaseModel `bun:"table:post_tags"`

	PostID int64 `bun:",pk"`
	Post   *Post `bun:"rel:belongs-to,join:post_id=id"`
	TagID  int64 `bun:",pk"`
	Tag    *Tag  `bun:"rel:belongs-to,join:tag_id=id"`
}

type Region struct {
	bun.BaseModel

	Country string `bun:"type:varchar(2),pk"`
	Name    string `bun:"type:varchar(30),pk"`
}

type Shop struct {
	bun.BaseModel

	ID            int64   `bun:",pk,autoincrement"`
	RegionCountry string  `bun:"type:varchar(2)"`
	RegionName    string  `bun:"type:varchar(30)"`
	Region        *Region `bun:"rel:belongs-to"`
}

// Models are in the order in which they can be created.
func Models() []any {
	return []any{(*Company)(nil), (*User)(nil), (*Profile)(nil), (*Post)(nil), (*Tag)(nil), (*PostTag)(nil), (*Region)(nil), (*Shop)(nil)}
}
