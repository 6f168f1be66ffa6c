// Package models has every key of a field's migrate tag.
package models

import "time"

type Account struct {
	Tenant  int64  `db:"tenant" migrate:"primary_key;comment=part one; "`
	Number  int64  `db:"number,omitempty" migrate:"primary_key;autoincrement"`
	Renamed string `db:"ignored" migrate:"column=renamed"`
	Hidden  string `migrate:"-"`
	Unseen  string `db:"-"`

	Typed    string   `migrate:"type=citext;type.mysql=varchar(80);type.sqlite=text"`
	OnlyPg   []string `migrate:"type.postgres=varchar(20)[]"`
	Sized    string   `migrate:"size=40"`
	Bytes    []byte   `migrate:"size=16"`
	Null     string   `migrate:"nullable"`
	NotNull  *string  `migrate:"not_null"`
	Null2    string   `migrate:"not_null=false"`
	Collated string   `migrate:"collation=C;collation.mysql=utf8mb4_bin"`
	Comment  string   `migrate:"comment=one\\; two, it's"`
	NoWords  string   `migrate:"comment="`

	Unique  string `migrate:"unique"`
	Twice   string `migrate:"unique=uq_pair;unique"`
	Pair    string `migrate:"unique=uq_pair"`
	Index   string `migrate:"index"`
	Named   string `migrate:"index=ix_named"`
	First   string `migrate:"index=ix_many,priority=2,desc,nulls=last"`
	Second  string `migrate:"index=ix_many,priority=1,length=10;index=,desc"`
	UIndex  string `migrate:"unique_index=ux,where=deleted_at IS NULL AND u_index IN ('a', 'b'),nulls_not_distinct"`
	Gin     string `migrate:"index=ix_gin,using=GIN,opclass=gin_trgm_ops,collation=C,comment=words,include=(index, named)"`
	Lower   string `migrate:"unique_index=ux_lower,expression=lower(lower)"`
	Checked int    `migrate:"check=checked > 0"`
	Named2  int    `migrate:"check=named2 > 0;check_name=positive"`
	Checks  int    `migrate:"check=checks > 1;check=checks < 9"`
	Dialect string `migrate:"check=dialect ~ 'x';check.mysql=dialect REGEXP 'x'"`

	OwnerID int64  `migrate:"references=owners.id;on_delete=cascade;on_update=set_null"`
	Short   int64  `migrate:"references=owners;on_delete=no action"`
	Far     int64  `migrate:"references=billing.payers.number;fk=fk_far;match=full;deferrable"`
	PartA   string `migrate:"references=parts.a;fk=fk_part;deferred;on_delete=restrict"`
	PartB   int64  `migrate:"references=parts.b;fk=fk_part;on_update=SET DEFAULT"`

	Area     float64   `migrate:"generated=checks * 2;stored"`
	Virtual  float64   `migrate:"generated=a || b;generated.mysql=concat(a, b)"`
	Serial   int64     `migrate:"identity"`
	Always   int32     `migrate:"identity=always"`
	Changed  time.Time `migrate:"default_sql=CURRENT_TIMESTAMP;auto_update=CURRENT_TIMESTAMP"`
	Options  string    `migrate:"option.mysql.invisible=true"`
	nothing  string
	ReadOnly string `db:"read_only" json:"ro" migrate:""`
}

type Owner struct {
	ID   int64 `migrate:"autoincrement=false"`
	Name string
}

type Part struct {
	A string `migrate:"primary_key;size=4"`
	B int64  `migrate:"primary_key"`
}
