package mysql

import (
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"
)

func TestDSN(t *testing.T) {
	for _, tt := range []struct{ url, user, password, network, addr, database string }{
		{"mysql://root@127.0.0.1:33069/", "root", "", "tcp", "127.0.0.1:33069", ""},
		{"mysql://u:p@host/db", "u", "p", "tcp", "host:3306", "db"},
		{"mariadb://u:p@host:3307/db?timeout=5s", "u", "p", "tcp", "host:3307", "db"},
		{"maria://host/db", "", "", "tcp", "host:3306", "db"},
		{"MySQL+pymysql://u@host/db", "u", "", "tcp", "host:3306", "db"},
		{"mysql+mysqldb://u@/db", "u", "", "tcp", "127.0.0.1:3306", "db"},
		{"mysql:///db", "", "", "tcp", "127.0.0.1:3306", "db"},
		{"mysql://u:p@[::1]:3307/db", "u", "p", "tcp", "[::1]:3307", "db"},
		{"mysql://u:p@[::1]/db", "u", "p", "tcp", "[::1]:3306", "db"},
		{"mysql://u:p%40%3A%2F%3F%23%25%5B%27%22%20%C3%A9@host/db", "u", "p@:/?#%['\" é", "tcp", "host:3306", "db"},
		{"mysql://u:p@ss/w:o)r(d@host/db", "u", "p@ss/w:o)r(d", "tcp", "host:3306", "db"},
		{"mysql://u:what?now#yes@host/db", "u", "what?now#yes", "tcp", "host:3306", "db"},
		{"mysql://u%40corp:p@host/db", "u@corp", "p", "tcp", "host:3306", "db"},
		{"mysql://u:p@host/my%2Fdb%3F", "u", "p", "tcp", "host:3306", "my/db?"},
		{"mysql://u:p@host/db?application=a@b/c", "u", "p", "tcp", "host:3306", "db"},
		{"mysql://u@localhost/db?socket=/run/mysqld/mysqld.sock", "u", "", "unix", "/run/mysqld/mysqld.sock", "db"},
		{"mysql+unix:///run/mysqld/mysqld.sock?database=db", "", "", "unix", "/run/mysqld/mysqld.sock", "db"},
		{"mysql+unix://u:p@/run/mysqld.sock?database=db", "u", "p", "unix", "/run/mysqld.sock", "db"},
		{"u:p@tcp(host:3307)/db", "u", "p", "tcp", "host:3307", "db"},
		{"u:p@ss/:w?@tcp(host)/db?tls=skip-verify", "u", "p@ss/:w?", "tcp", "host:3306", "db"},
		{"mysql://u:p@tcp(host:3307)/db", "u", "p", "tcp", "host:3307", "db"},
		{"u@unix(/run/mysqld.sock)/db", "u", "", "unix", "/run/mysqld.sock", "db"},
		{"tcp(host)/db", "", "", "tcp", "host:3306", "db"},
	} {
		name, dsn, ok, err := New().DSN(tt.url)
		if err != nil || !ok || name != "mysql" {
			t.Errorf("%s: %q, %v, %v", tt.url, name, ok, err)
			continue
		}
		c, err := driver.ParseDSN(dsn)
		if err != nil {
			t.Errorf("%s gave %s: %v", tt.url, dsn, err)
			continue
		}
		if c.User != tt.user || c.Passwd != tt.password || c.Net != tt.network || c.Addr != tt.addr || c.DBName != tt.database {
			t.Errorf("%s gave %s: user %q password %q %s(%s) database %q", tt.url, dsn, c.User, c.Passwd, c.Net, c.Addr, c.DBName)
		}
		if !c.ParseTime || c.MultiStatements || !strings.Contains(dsn, "charset=utf8mb4") {
			t.Errorf("%s gave %s", tt.url, dsn)
		}
	}
}

func TestDSNParameters(t *testing.T) {
	_, dsn, _, err := New().DSN("mysql://h/d?ssl-mode=REQUIRED&multiStatements=true&parseTime=false&time_zone='%2B00:00'&loc=Europe%2FBerlin&collation=utf8mb4_bin&timeout=3s")
	if err != nil {
		t.Fatal(err)
	}
	c, err := driver.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	if c.TLSConfig != "skip-verify" || c.MultiStatements || !c.ParseTime || c.Params["time_zone"] != "'+00:00'" || c.Loc.String() != "Europe/Berlin" || c.Collation != "utf8mb4_bin" {
		t.Errorf("%s: %+v", dsn, c)
	}
}

func TestDSNOfOthers(t *testing.T) {
	for _, url := range []string{"postgres://h/d", "sqlite://x.db", "x.db", "", "/path/to (1)/x.db", "postgresql+psycopg2://h/d"} {
		if _, _, ok, err := New().DSN(url); ok || err != nil {
			t.Errorf("%q: %v, %v", url, ok, err)
		}
	}
}

func TestDSNErrorsHideThePassword(t *testing.T) {
	for _, url := range []string{
		"mysql://u:secret%zz@host/db", "mysql://u%3Ax:secret@host/db", "mysql://u:secret@host/db%zz", "mysql://u:secret@host/db?x=%zz",
		"mysql://u:secret@host/db?strict=true", "mysql://u:secret@host/db?sslmode=what", "mysql://u:secret@localhost/db?socket=@abstract",
		"mysql://u:secret@tcp(a(b)/db",
	} {
		_, _, ok, err := New().DSN(url)
		if !ok || err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, %v", url, ok, err)
		}
	}
}

func FuzzDSN(f *testing.F) {
	f.Add("mysql://u:p@host:1/db?x=y")
	f.Add("u:p@tcp(h)/d")
	f.Fuzz(func(t *testing.T, url string) {
		_, dsn, ok, err := New().DSN(url)
		if !ok || err != nil {
			return
		}
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("%q gave %q: %v", url, dsn, r)
			}
		}()
		_, _ = driver.ParseDSN(dsn)
	})
}

// FuzzPassword: whatever the password, percent-encoded, the driver gets it.
func FuzzPassword(f *testing.F) {
	f.Add("p@ss:w/o?r#d%")
	f.Fuzz(func(t *testing.T, password string) {
		if password == "" {
			return
		}
		var encoded strings.Builder
		for i := range len(password) {
			const hex = "0123456789ABCDEF"
			encoded.WriteString("%" + string(hex[password[i]>>4]) + string(hex[password[i]&15]))
		}
		_, dsn, _, err := New().DSN("mysql://u:" + encoded.String() + "@host/db")
		if err != nil {
			t.Fatal(err)
		}
		c, err := driver.ParseDSN(dsn)
		if err != nil || c.Passwd != password || c.Addr != "host:3306" {
			t.Errorf("%q: %+v, %v", password, c, err)
		}
	})
}
