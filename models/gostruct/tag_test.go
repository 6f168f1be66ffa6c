package gostruct

import (
	"reflect"
	"strings"
	"testing"

	"github.com/limbeck/migrate/schema"
)

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"ID": "id", "UserID": "user_id", "HTTPServer": "http_server", "UserIDs": "user_ids", "UUIDs": "uuids", "URLsByID": "urls_by_id",
		"SEOTitle": "seo_title", "Already_Snake": "already_snake", "A": "a", "OAuth2ID": "o_auth2_id", "CreatedAt": "created_at", "Größe": "größe",
		"APIKey": "api_key", "IPv4": "i_pv4", "X1Y2": "x1_y2",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestTableName(t *testing.T) {
	for name, want := range map[string]string{
		"User": "users", "PostTag": "post_tags", "Person": "people", "Category": "categories", "UserStatus": "user_statuses", "News": "news",
	} {
		if got := tableName(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestStructTag: of a tag we read what reflect reads, since an ORM sees no more.
func TestStructTag(t *testing.T) {
	for _, raw := range []string{
		`gorm:"size:10"`, `json:"-",gorm:"size:10"`, `json:"-", gorm:"size:10"`, `json:name gorm:"size:10"`, `json:"a" json:"b" gorm:"index"`,
		`gorm:"a" binding`, "json:\"a\"\tgorm:\"index\"", "  gorm:\"index\"   db:\"x\"", "json:\"a\"\n\tgorm:\"b\"", `json:"a gorm:"b"`, ``,
	} {
		tag, err := parseStructTag(raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		for _, key := range []string{"gorm", "db", "json"} {
			if want := reflect.StructTag(raw).Get(key); tag[key] != want {
				t.Errorf("%s: %s is %q, reflect says %q", raw, key, tag[key], want)
			}
		}
	}
	for _, raw := range []string{`migrate:size=1`, `migrate "size=1"`, `json:x migrate:"size=1"`, `gorm:"size:1`, `gorm:size`, `db="x"`, `gorm:"a" gorm:"b"`} {
		if tag, err := parseStructTag(raw); err == nil {
			t.Errorf("%s is no error: %v", raw, tag)
		}
	}
}

// FuzzTags: no tag panics, whatever is in it.
func FuzzTags(f *testing.F) {
	for _, seed := range []string{
		`db:"a" migrate:"index=a,desc,priority=1"`, `migrate:"unique=(a, b),include=(c)"`, `gorm:"index:,composite:x;check:a,b"`, `a:"\"`,
		`migrate:"foreign_key=x(a) references t(b) on delete set"`, `migrate:"index=((a) desc nulls"`, `migrate:"check=a::b;option.mysql."`, `migrate:"=;.;a.b="`,
	} {
		f.Add(seed)
	}
	table := &schema.Table{Columns: []*schema.Column{{Name: "a"}, {Name: "b"}}}
	f.Fuzz(func(t *testing.T, raw string) {
		tag, _ := parseStructTag(raw)
		parseGormTag(tag["gorm"], ";")
		set, _ := parseSettings(tag["migrate"], fieldKeys)
		for _, s := range set {
			_, _ = parseFieldIndex(s)
			_, _ = defaultValue(s, numericValue)
		}
		set, _ = parseSettings(tag["migrate"], tableKeys)
		for _, s := range set {
			_ = tableUnique(table, s)
			_ = tableIndex(table, s)
			_, _ = tableForeignKey(table, s)
		}
		for _, r := range []string{raw, tag["migrate"]} {
			snake(r)
			gormColumnName(strings.ToValidUTF8(r, ""))
			splitTop(r)
			_ = closing(r, 0)
		}
	})
}
