package introspect

import (
	"reflect"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/dialect/sqlite"
	"github.com/limbeck/migrate/schema"
)

// The forms of CREATE EVENT: as people write it, as dumps do, and as SHOW CREATE
// EVENT of MariaDB and (from its manual) of MySQL 8 says it.
func TestDeclaredEvent(t *testing.T) {
	body := schema.SQL("DELETE FROM t")
	for name, tt := range map[string]struct {
		sql  string
		want *schema.Event
	}{
		"every":       {"CREATE EVENT e ON SCHEDULE EVERY 1 day DO DELETE FROM t;", &schema.Event{Name: "e", Every: "1 DAY", SQL: body}},
		"quoted":      {"create or replace event if not exists `d`.`e``x` on schedule every '5' minute do DELETE FROM t", &schema.Event{Schema: "d", Name: "e`x", Every: "5 MINUTE", SQL: body}},
		"compound":    {"CREATE EVENT e ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01' ENDS TIMESTAMP '2031-01-01 10:00' DO DELETE FROM t", &schema.Event{Name: "e", Every: "'1:30' HOUR_MINUTE", Starts: "2030-01-01 00:00:00", Ends: "2031-01-01 10:00:00", SQL: body}},
		"expressions": {"CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 HOUR DO DELETE FROM t", &schema.Event{Name: "e", At: "CURRENT_TIMESTAMP + INTERVAL 1 HOUR", SQL: body}},
		"MySQL 8": {"CREATE DEFINER=`u`@`%` EVENT `e` ON SCHEDULE AT '2030-01-01 00:00:00.5' ON COMPLETION PRESERVE DISABLE ON REPLICA COMMENT 'it''s' DO DELETE FROM t",
			&schema.Event{Name: "e", At: "2030-01-01 00:00:00", Preserve: true, State: "disabled on slave", Comment: "it's", SQL: body, Options: schema.Options{"mysql": {"definer": "`u`@`%`"}}}},
		"dump": {"/*!50106 CREATE*/ /*!50117 DEFINER=CURRENT_USER*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 2 WEEK STARTS '2030-01-01 00:00:00' ON COMPLETION NOT PRESERVE DISABLE DO DELETE FROM t */",
			&schema.Event{Name: "e", Every: "2 WEEK", Starts: "2030-01-01 00:00:00", State: "disabled", SQL: body}},
		"table": {"CREATE TABLE event (a int)", nil},
	} {
		got, err := DeclaredEvent(&mysql.Dialect{}, tt.sql)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	for sql, want := range map[string]string{
		"CREATE EVENT e ON SCHEDULE EVERY 1+1 DAY DO SELECT 1": "write that",
		"CREATE EVENT e ON SCHEDULE EVERY 1 DAY":               "no DO",
		"CREATE EVENT e FOO DO SELECT 1":                       "unexpected FOO",
	} {
		if _, err := DeclaredEvent(&mysql.Dialect{}, sql); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if e, err := DeclaredEvent(sqlite.New(), "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1"); e != nil || err != nil {
		t.Error(e, err)
	}
}
