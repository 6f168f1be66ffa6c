package models

type Bad struct {
	_  struct{} `migrate:"tabel=x;primary_key=(id, nope);unique=a;unique=(nope);index=(id;index=(nope desc);index=(id sideways up);index=(id),order=x"`
	_  struct{} `migrate:"foreign_key=(id);foreign_key=(id) references;foreign_key=(id) references t(a, b);foreign_key=(id) references t(a) on delete explode;unique=(id),odd"`
	_  struct{} `migrate:"unique=a b(id);unique=(id, );comment=x"`
	_  struct{} `migrate:"comment=y;schema=s"`
	ID int64
	Mixin
}

type Mixin struct {
	_ struct{} `migrate:"index=(a)"`
	A int      `db:"a"`
}

type Twice struct {
	_ struct{} `migrate:"primary_key=(b)"`
	A int      `migrate:"primary_key"`
	B int
}

type Computed struct {
	ID int64 `db:"id"`
}

func (c Computed) TableName() string { return prefix() + "computed" }

type Bound struct {
	ID int64 `db:"id"`
}

func (c Bound) TableName() string {
	if true {
		return "a"
	}
	return "b"
}
