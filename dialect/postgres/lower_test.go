package postgres

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

func ptr(n int64) *int64 { return &n }

func lower(t *testing.T, table *schema.Table) *schema.Table {
	t.Helper()
	got, err := dialect.LowerTable(New(), table)
	if err != nil {
		t.Fatal(err)
	}
	again, err := dialect.LowerTable(New(), got)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := encode(got), encode(again); a != b {
		t.Errorf("lowered twice:\n%s\n%s", a, b)
	}
	return got
}

func encode(v any) string {
	out, _ := json.Marshal(v)
	return string(out)
}

func TestLowerTable(t *testing.T) {
	got := lower(t, &schema.Table{
		Name: "posts",
		Columns: []*schema.Column{
			{Name: "id", Type: schema.SQL("bigint"), Autoincrement: true},
			{Name: "no", Type: schema.SQL("serial"), Autoincrement: true},
			{Name: "key", Type: schema.SQL("integer"), Identity: &schema.Identity{Start: ptr(1), Increment: 1, Min: ptr(1), Max: ptr(2147483647), Cache: 1}},
			{Name: "down", Type: schema.SQL("integer"), Identity: &schema.Identity{Start: ptr(-1), Increment: -1, Min: ptr(-2147483648), Max: ptr(-1)}},
			{Name: "from", Type: schema.SQL("integer"), Identity: &schema.Identity{Start: ptr(0), Min: ptr(0)}},
			{Name: "status", Type: schema.SQL("enum('a','it''s')"), Default: &schema.Default{Value: "a"}},
			{Name: "at", Type: schema.SQL("timestamp"), Default: &schema.Default{SQL: schema.SQL("current_timestamp")}, OnUpdate: schema.SQL("CURRENT_TIMESTAMP")},
			{Name: "name", Type: schema.SQL("text"), Collation: schema.SQL(`"C"`), Default: &schema.Default{SQL: schema.SQL("NULL")}},
			{Name: "plain", Type: schema.SQL("text"), Collation: schema.SQL(`pg_catalog."default"`)},
		},
		ForeignKeys: []*schema.ForeignKey{{Columns: []string{"no"}, References: "x", OnDelete: "NO ACTION", OnUpdate: "SET  NULL", Match: "SIMPLE", Deferred: true}},
		Indexes:     []*schema.Index{{Name: "ix", Using: "BTREE", Where: schema.SQL(" ((no > 1)) "), Columns: []schema.IndexPart{{Name: "no", Order: "DESC", Nulls: "FIRST"}, {Name: "at", Nulls: "LAST", Length: 7}, {SQL: schema.SQL("(lower(name))")}}}},
		Options:     schema.Options{"mysql": {"engine": "InnoDB"}},
	})
	checks := []struct{ what, got, want string }{
		{"autoincrement", encode(got.Columns[0].Autoincrement && got.Columns[0].NotNull), "true"},
		{"serial", encode([]bool{got.Columns[1].Autoincrement, got.Columns[1].NotNull}), "[false,true]"},
		{"identity", encode(*got.Columns[2].Identity == schema.Identity{}), "true"},
		{"descending identity", encode(got.Columns[3].Identity.Start == nil && got.Columns[3].Identity.Min == nil && got.Columns[3].Identity.Max == nil), "true"},
		{"identity from its minimum", encode(got.Columns[4].Identity.Start == nil && *got.Columns[4].Identity.Min == 0), "true"},
		{"enum", got.Columns[5].Type.Any + " " + got.Columns[5].Default.SQL.Any + " " + got.Checks[0].Name + " " + got.Checks[0].SQL.Any, "text 'a'::text ck_posts_status status IN ('a', 'it''s')"},
		{"on update", got.Columns[6].Default.SQL.Any + got.Columns[6].OnUpdate.Any, "CURRENT_TIMESTAMP"},
		{"collation", got.Columns[7].Collation.Any + got.Columns[8].Collation.Any, "C"},
		{"null default", encode(got.Columns[7].Default), "null"},
		{"foreign key", encode([]any{got.ForeignKeys[0].OnDelete, got.ForeignKeys[0].OnUpdate, got.ForeignKeys[0].Match, got.ForeignKeys[0].Deferrable}), `["","set null","",true]`},
		{"index", got.Indexes[0].Using + got.Indexes[0].Columns[0].Order + got.Indexes[0].Columns[0].Nulls + got.Indexes[0].Columns[1].Nulls + got.Indexes[0].Columns[2].SQL.Any + " " + got.Indexes[0].Where.Any, "desclower(name) no > 1"},
		{"options", encode(got.Options), "null"},
	}
	for _, c := range checks {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
}

func TestLowerErrors(t *testing.T) {
	tests := []struct {
		table *schema.Table
		want  string
	}{
		{&schema.Table{Name: "t", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("text"), Autoincrement: true}}}, "table t: column id: autoincrement needs"},
		{&schema.Table{Name: "t", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("varchar(")}}}, "table t, column id: type \"varchar(\""},
		{&schema.Table{Name: "t", Options: schema.Options{"postgres": {"fillfactor": "70"}}}, "with_fillfactor"},
	}
	for _, tt := range tests {
		if _, err := dialect.LowerTable(New(), tt.table); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %q", err, tt.want)
		}
	}
}

func TestRaiseTable(t *testing.T) {
	in := &schema.Database{Enums: []*schema.Enum{{Name: "mood", Values: []string{"a", "it's"}}, {Schema: "My", Name: "Odd", Values: []string{"x"}}}}
	table := &schema.Table{Columns: []*schema.Column{
		{Name: "id", Type: schema.SQL("bigserial"), NotNull: true},
		{Name: "key", Type: schema.SQL("integer"), NotNull: true, Identity: &schema.Identity{}},
		{Name: "always", Type: schema.SQL("integer"), NotNull: true, Identity: &schema.Identity{Always: true}},
		{Name: "mood", Type: schema.SQL("mood"), Default: &schema.Default{SQL: schema.SQL("'it''s'::mood")}},
		{Name: "odd", Type: schema.SQL(`"My"."Odd"`)},
		{Name: "name", Type: schema.SQL("character varying(9)"), Default: &schema.Default{SQL: schema.SQL("'x'::character varying")}},
	}}
	native := schema.Clone(table)
	New().RaiseTable(table, in)
	if c := table.Columns[0]; c.Type.Any != "bigint" || c.Type.For(name) != "bigserial" || !c.Autoincrement {
		t.Errorf("serial: %+v", c)
	}
	if c := table.Columns[1]; c.Identity != nil || !c.Autoincrement {
		t.Errorf("identity: %+v", c)
	}
	if c := table.Columns[2]; c.Identity == nil || c.Autoincrement {
		t.Errorf("identity always: %+v", c)
	}
	if c := table.Columns[3]; c.Type.Any != "enum('a','it''s')" || c.Type.For(name) != "mood" || c.Default.Value != "it's" {
		t.Errorf("enum: %+v", c)
	}
	if c := table.Columns[4]; c.Type.Any != "enum('x')" || c.Type.For(name) != `"My"."Odd"` {
		t.Errorf("odd enum: %+v", c)
	}
	if c := table.Columns[5]; c.Type.Any != "varchar(9)" || c.Default.Value != "x" {
		t.Errorf("varchar: %+v", c)
	}
	wish := &schema.Database{Tables: []*schema.Table{lower(t, table)}}
	New().Reconcile(wish, &schema.Database{Tables: []*schema.Table{native}})
	if a, b := encode(native), encode(wish.Tables[0]); a != b {
		t.Errorf("raised and lowered:\n%s\n%s", a, b)
	}
}

func TestReconcile(t *testing.T) {
	column := func(native string, autoincrement bool) *schema.Database {
		return &schema.Database{Tables: []*schema.Table{{Name: "t", Columns: []*schema.Column{{Name: "id", Type: schema.SQL(native), NotNull: true, Autoincrement: autoincrement}}}}}
	}
	identity := column("bigint", false)
	identity.Tables[0].Columns[0].Identity = &schema.Identity{Always: true}
	identity.Tables[0].Columns[0].Options.Set(name, "sequence", "odd_seq")
	owned := column("bigint", false)
	owned.Tables[0].Columns[0].Default = &schema.Default{SQL: schema.SQL("nextval('odd_seq'::regclass)")}
	owned.Sequences = []*schema.Sequence{{Name: "odd_seq", OwnedBy: "t.id"}}
	tests := []struct {
		what       string
		wish, live *schema.Database
		want       *schema.Database
	}{
		{"nothing there", column("bigint", true), &schema.Database{}, nil},
		{"plain column there", column("bigint", true), column("bigint", false), nil},
		{"identity there", column("bigint", true), identity, identity},
		{"serial there", column("bigint", true), column("bigserial", false), column("bigserial", false)},
		{"narrower serial there", column("bigint", true), column("serial", false), column("bigserial", false)},
		{"sequence there", column("bigint", true), owned, owned},
		{"serial wished, sequence there", column("bigserial", false), owned, owned},
		{"serial wished, identity there", column("bigserial", false), identity, column("bigserial", false)},
	}
	for _, tt := range tests {
		wish := schema.Clone(tt.wish)
		New().Reconcile(wish, schema.Clone(tt.live))
		if tt.want == nil {
			if c := wish.Tables[0].Columns[0]; c.Autoincrement || c.Identity == nil || *c.Identity != (schema.Identity{}) {
				t.Errorf("%s: %+v", tt.what, c)
			}
			continue
		}
		if a, b := encode(tt.want), encode(wish); a != b {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.what, b, a)
		}
	}
}

// TestReconcileNotNullName: no server before 18 keeps the name of a NOT NULL, so that none is asked for.
func TestReconcileNotNullName(t *testing.T) {
	for live, want := range map[*schema.Database]string{
		{User: "u"}: "", {User: "u", NotNullNames: true}: "given", {}: "given",
	} {
		c := &schema.Column{Name: "a", Type: schema.SQL("integer"), NotNull: true}
		c.Options.Set(name, schema.NotNullName, "given")
		New().Reconcile(&schema.Database{Tables: []*schema.Table{{Name: "t", Columns: []*schema.Column{c}}}}, live)
		if got := c.Options.Get(name, schema.NotNullName); got != want {
			t.Errorf("%+v: got %q, want %q", live, got, want)
		}
	}
}

// TestReconcilePlaces: a partition that doesn't say where it is goes where its parent is, and stays where it is.
func TestReconcilePlaces(t *testing.T) {
	table := func(of, tablespace string) *schema.Table {
		t := &schema.Table{Name: "t" + of}
		for key, value := range map[string]string{schema.PartitionOf: of, "tablespace": tablespace} {
			if value != "" {
				t.Options.Set(name, key, value)
			}
		}
		return t
	}
	for _, tt := range []struct{ parent, said, live, want string }{
		{"fast", "", "", "fast"}, {"fast", "large", "", "large"}, {"fast", "", "fast", "fast"}, {"fast", "", "pg_default", "pg_default"}, {"", "", "fast", ""},
	} {
		wish := &schema.Database{Tables: []*schema.Table{table("tt", tt.said), table("t", ""), table("", tt.parent)}}
		live := &schema.Database{}
		if tt.live != "" {
			live.Tables = []*schema.Table{table("tt", tt.live)}
		}
		New().Reconcile(wish, live)
		if got := wish.Tables[0].Options.Get(name, "tablespace"); got != tt.want {
			t.Errorf("%+v: got %q", tt, got)
		}
	}
}

// TestFoldSerials: a serial column that is spelled out is a serial column.
func TestFoldSerials(t *testing.T) {
	spelled := func(change func(*schema.Sequence, *schema.Column)) *schema.Database {
		db := &schema.Database{
			Tables:    []*schema.Table{{Name: "t", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("integer"), NotNull: true, Default: &schema.Default{SQL: schema.SQL("nextval('t_id_seq')")}}}}},
			Sequences: []*schema.Sequence{{Name: "t_id_seq", Type: "int4", Start: ptr(1), Max: ptr(2147483647), OwnedBy: "t.id"}},
		}
		change(db.Sequences[0], db.Tables[0].Columns[0])
		return db
	}
	tests := []struct {
		what   string
		change func(*schema.Sequence, *schema.Column)
		folds  bool
	}{
		{"as serial makes it", func(*schema.Sequence, *schema.Column) {}, true},
		{"qualified", func(_ *schema.Sequence, c *schema.Column) {
			c.Default.SQL = schema.SQL("nextval('public.t_id_seq'::regclass)")
		}, true},
		{"other name", func(s *schema.Sequence, c *schema.Column) {
			s.Name, c.Default.SQL = "odd", schema.SQL("nextval('odd')")
		}, false},
		{"nobody's", func(s *schema.Sequence, _ *schema.Column) { s.OwnedBy = "" }, false},
		{"wider", func(s *schema.Sequence, _ *schema.Column) { s.Type, s.Max = "bigint", nil }, false},
		{"other start", func(s *schema.Sequence, _ *schema.Column) { s.Start = ptr(5) }, false},
		{"nullable", func(_ *schema.Sequence, c *schema.Column) { c.NotNull = false }, false},
		{"other default", func(_ *schema.Sequence, c *schema.Column) { c.Default.SQL = schema.SQL("nextval('t_id_seq') + 1") }, false},
	}
	for _, tt := range tests {
		db, err := dialect.Lower(New(), spelled(tt.change))
		if err != nil {
			t.Fatal(err)
		}
		if got := db.Tables[0].Columns[0].Type.Any == "serial" && len(db.Sequences) == 0; got != tt.folds {
			t.Errorf("%s: folded %v, %+v", tt.what, got, db.Tables[0].Columns[0])
		}
	}
}

func TestSequenceName(t *testing.T) {
	long := strings.Repeat("x", 60)
	tests := [][3]string{
		{"posts", "id", "posts_id_seq"}, {long, "id", strings.Repeat("x", 56) + "_id_seq"},
		{long, long, strings.Repeat("x", 29) + "_" + strings.Repeat("x", 29) + "_seq"}, {strings.Repeat("é", 30), "id", strings.Repeat("é", 28) + "_id_seq"},
	}
	conn := testConn(t)
	for _, tt := range tests {
		if got := SequenceName(tt[0], tt[1]); got != tt[2] {
			t.Errorf("got %s, want %s", got, tt[2])
		}
		mustExec(t, conn, `CREATE TABLE "`+tt[0]+`" ("`+tt[1]+`" serial); ALTER SEQUENCE "`+tt[2]+`" RENAME TO ok; DROP TABLE "`+tt[0]+`"`)
	}
}

// TestReconcileReferred: a key that names only the table refers to its primary key,
// the new one where that changes.
func TestReconcileReferred(t *testing.T) {
	plugins := func(key string) *schema.Table {
		return &schema.Table{Name: "plugins", PrimaryKey: &schema.PrimaryKey{Columns: []string{key}}}
	}
	for _, there := range []*schema.Database{{Tables: []*schema.Table{plugins("id")}}, {}} {
		wish := &schema.Database{Tables: []*schema.Table{{Name: "versions", ForeignKeys: []*schema.ForeignKey{{References: "plugins", Referred: []string{}}}}}}
		want := "id"
		if there.Tables == nil {
			wish.Tables, want = append(wish.Tables, plugins("key")), "key"
		}
		New().Reconcile(wish, there)
		if got := wish.Tables[0].ForeignKeys[0].Referred; len(got) != 1 || got[0] != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}
