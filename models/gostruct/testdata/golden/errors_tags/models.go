package models

type Bad struct {
	ID      int64   `db:"id"`
	Unknown string  `migrate:"primarykey"`
	Typo    string  `migrate:"uniqe"`
	Dialect string  `migrate:"type.pg=text"`
	NoDial  string  `migrate:"comment.mysql=x"`
	Flag    string  `migrate:"not_null=maybe"`
	Needs   string  `migrate:"type"`
	Needs2  string  `migrate:"comment"`
	Empty   string  `migrate:"unique="`
	Twice   string  `migrate:"size=1;size=2"`
	Option  string  `migrate:"option.engine=x"`
	Escape  string  `migrate:"comment=a\;b"`
	Broken  string  `migrate:type=text`
	Broken2 string  `migrate "x"`
	Twin    string  `db:"a" db:"b"`
	Size    int     `migrate:"size=10"`
	Size0   string  `migrate:"size=0"`
	SizeT   string  `migrate:"size=5;type=text"`
	Both    string  `migrate:"not_null;nullable"`
	BothD   string  `migrate:"default=a;default_sql=b"`
	BothDM  string  `migrate:"default.mysql=a;default_sql.mysql=b"`
	Bool    bool    `migrate:"default=yes"`
	Int     int     `migrate:"default=1.5"`
	Float   float64 `migrate:"default=NaN"`
	Num     float64 `migrate:"type=numeric(3,1);default=x"`
	IxName  string  `migrate:"index=desc"`
	IxOpt   string  `migrate:"index=ix,descending"`
	IxPrio  string  `migrate:"index=ix1,priority=one"`
	IxNulls string  `migrate:"index=ix2,nulls=middle"`
	IxEmpty string  `migrate:"index=ix3,using="`
	IxA     string  `migrate:"index=ix4,where=a"`
	IxB     string  `migrate:"index=ix4,where=b"`
	IxC     string  `migrate:"unique_index=ix4"`
	UqList  string  `migrate:"unique=(a, b)"`
	ChkName string  `migrate:"check_name=x"`
	ChkTwo  string  `migrate:"check=a;check=b;check_name=x"`
	FkAlone string  `migrate:"on_delete=cascade"`
	FkForm  int     `migrate:"references=users(id)"`
	FkForm2 int     `migrate:"references=a.b.c.d"`
	FkAct   int     `migrate:"references=bads.id;on_delete=explode"`
	FkMatch int     `migrate:"references=bads.id;match=half"`
	FkCol   int     `migrate:"references=bads.idd"`
	FkNo    int     `migrate:"references=nowheres"`
	FkA     int     `migrate:"references=bads.id;fk=fk_x"`
	FkB     int     `migrate:"references=others.id;fk=fk_x"`
	Stored  int     `migrate:"stored"`
	GenDef  int     `migrate:"generated=1;default=1"`
	IdMode  int     `migrate:"identity=sometimes"`
	IdDef   int     `migrate:"identity;default=3"`
	Auto    string  `migrate:"autoincrement"`
	hidden  string  `migrate:"type=text"`
	Embed   int     `migrate:"embed"`
	When    string  `migrate:"type=timestamp;default=Now()"`
	Stamp   string  `migrate:"type=datetime(3);default=CURRENT_TIMESTAMP(3)"`
}

type Keyed struct {
	ID int64 `migrate:"primary_key;nullable"`
}
