// Package models has every setting of a table.
package models

type Post struct {
	_ struct{} `migrate:"table=articles;schema=blog;comment=What people write\\; read"`
	_ struct{} `migrate:"engine=InnoDB;charset=utf8mb4;collate=utf8mb4_bin;option.mysql.row_format=dynamic;option.sqlite.strict=true"`
	_ struct{} `migrate:"primary_key=pk_articles(lang, id)"`
	_ struct{} `migrate:"unique=(slug, lang);unique=uq_title(title),nulls_not_distinct,deferred,include=(slug),comment=titles"`
	_ struct{} `migrate:"index=(lang);index=ix_all(lang desc nulls last, title(10), lower(slug) asc, (id + 1), slug text_pattern_ops, title collate \"C\"),using=btree,where=id > 0,include=(id),comment=x"`
	_ struct{} `migrate:"unique_index=ux(title desc)"`
	_ struct{} `migrate:"check=id > 0;check=named: id < 9;check=id::text <> ''"`
	_ struct{} `migrate:"foreign_key=(lang, author_id) references writers(lang, id) on delete cascade;foreign_key=fk_two(author_id) references auth.users(id) on update set null match full deferrable initially deferred;foreign_key=(lang) references languages on delete restrict"`

	ID       int64
	Lang     string `migrate:"size=2"`
	AuthorID int64
	Title    string `migrate:"size=100"`
	Slug     string `migrate:"size=100"`
}

type Writer struct {
	Lang string `migrate:"primary_key;size=2"`
	ID   int64  `migrate:"primary_key"`
}

type Language struct {
	Code string `migrate:"primary_key;size=2"`
}

// Dotted has its schema in the name.
type Dotted struct {
	ID int32
}

func (d *Dotted) TableName() string { return schemaName + ".dotted" }

const schemaName = "other"
