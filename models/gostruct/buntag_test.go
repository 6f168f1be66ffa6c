package gostruct

import (
	"reflect"
	"testing"
)

func TestParseBunTag(t *testing.T) {
	for text, want := range map[string]bunTag{
		"":                                 {},
		"id,pk,autoincrement":              {"id", map[string][]string{"pk": {""}, "autoincrement": {""}}},
		",notnull":                         {"", map[string][]string{"notnull": {""}}},
		"type:decimal(10,2),pk":            {"", map[string][]string{"type": {"decimal(10,2)"}, "pk": {""}}},
		"a,unique:g,unique:h":              {"a", map[string][]string{"unique": {"g", "h"}}},
		`unique:"g,h"`:                     {"", map[string][]string{"unique": {"g,h"}}},
		"rel:belongs-to,join:a=b,join:c=d": {"", map[string][]string{"rel": {"belongs-to"}, "join": {"a=b", "c=d"}}},
	} {
		if got := parseBunTag(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// TestNames: the two ORMs part on initialisms, digits and plurals.
func TestNames(t *testing.T) {
	for _, test := range []struct{ name, gorm, bun string }{
		{"UserID", "user_id", "user_id"},
		{"HTTPServer", "http_server", "http_server"},
		{"UUIDs", "uuids", "uui_ds"},
		{"IPv4", "ipv4", "i_pv4"},
		{"MyURLs", "my_urls", "my_ur_ls"},
		{"OAuth2ID", "o_auth2_id", "o_auth2id"},
		{"Mp3URL", "mp3_url", "mp3url"},
		{"GUIDv4", "guidv4", "gui_dv4"},
	} {
		if got := gormColumnName(test.name); got != test.gorm {
			t.Errorf("GORM calls %s %s, not %s", test.name, test.gorm, got)
		}
		if got := bunName(test.name); got != test.bun {
			t.Errorf("Bun calls %s %s, not %s", test.name, test.bun, got)
		}
	}
}
