package tests

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// secret is a password with every sort of character that has a meaning somewhere.
const secret = `S3cr3t!"#$%&'()*+,-./:;<=>?@[\]^_{|}~ ü` + "`"

// connections are ways to reach a server, what the command ends with and what it
// says. In a URL, ${…} stands for the server's PORT, DIR (of its socket and
// certificates) and PASSWORD.
var connections = map[string][]struct {
	name, url string
	code      int
	says      string
}{
	"postgres": {
		{"password", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/open?sslmode=disable", 0, "Done"},
		{"ipv6", "postgres://limited:${PASSWORD}@[::1]:${PORT}/open?sslmode=disable", 0, "is at"},
		{"socket", "postgres:///open?host=${DIR}&port=${PORT}&user=limited&password=${PASSWORD}", 0, "is at"},
		{"tls", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/open?sslmode=require", 0, "is at"},
		{"verified tls", "postgres://limited:${PASSWORD}@localhost:${PORT}/open?sslmode=verify-full&sslrootcert=${DIR}/ca.pem", 0, "is at"},
		{"tls, another authority", "postgres://limited:${PASSWORD}@localhost:${PORT}/open?sslmode=verify-full&sslrootcert=${DIR}/other.pem", 1, "sslrootcert"},
		{"tls, another name", "postgres://limited:${PASSWORD}@[::1]:${PORT}/open?sslmode=verify-full&sslrootcert=${DIR}/ca.pem", 1, "host must be"},
		{"tls, no such file", "postgres://limited:${PASSWORD}@localhost:${PORT}/open?sslmode=verify-full&sslrootcert=${DIR}/none.pem", 1, "certificate"},
		{"wrong password", "postgres://limited:${PASSWORD}x@127.0.0.1:${PORT}/open?sslmode=disable", 1, "password"},
		{"no such user", "postgres://nobody:${PASSWORD}@127.0.0.1:${PORT}/open?sslmode=disable", 1, "password"},
		{"no such database", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/none?sslmode=disable", 1, "database"},
		{"no such port", "postgres://limited:${PASSWORD}@127.0.0.1:1/open?sslmode=disable", 1, "nothing listens"},
		{"no such socket", "postgres:///open?host=${DIR}/none&user=limited&password=${PASSWORD}", 1, "no such socket"},
		{"may not create", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/closed?sslmode=disable", 1, "privilege"},
		{"read only", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/frozen?sslmode=disable", 1, "read-only"},
		{"may not connect", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/shut?sslmode=disable", 1, "privilege"},
		{"search path that leads nowhere", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/open?sslmode=disable&search_path=nowhere", 1, "search_path"},
	},
	"mysql": {
		{"password", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/open", 0, "Done"},
		{"ipv6", "mysql://limited:${PASSWORD}@[::1]:${PORT}/open", 0, "is at"},
		{"socket", "mysql+unix://limited:${PASSWORD}@${DIR}/socket?database=open", 0, "is at"},
		{"tls", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/open?tls=skip-verify", 0, "is at"},
		{"tls, its authority in the URL", "mysql://limited:${PASSWORD}@localhost:${PORT}/open?ssl-ca=${DIR}/ca.pem", 64, "SSL_CERT_FILE"},
		{"tls, another authority", "mysql://limited:${PASSWORD}@localhost:${PORT}/open?tls=true", 1, "SSL_CERT_FILE"},
		{"wrong password", "mysql://limited:${PASSWORD}x@127.0.0.1:${PORT}/open", 1, "password"},
		{"no such user", "mysql://nobody:${PASSWORD}@127.0.0.1:${PORT}/open", 1, "password"},
		{"no such database", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/none", 1, "database"},
		{"no database", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/", 1, "names no database"},
		{"no such port", "mysql://limited:${PASSWORD}@127.0.0.1:1/open", 1, "nothing listens"},
		{"no such socket", "mysql+unix://limited:${PASSWORD}@${DIR}/none?database=open", 1, "no such socket"},
		{"may not use", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/shut", 1, "privilege"},
		{"may not create", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/closed", 1, "privilege"},
	},
}

// TestConnections reaches servers of its own in every way there is, and in ways that
// don't lead there: each has its message, and none tells the password.
func TestConnections(t *testing.T) {
	for _, dialect := range []string{"postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) {
			s := guardedServer(t, dialect)
			p := crashProject(t, "", "revision")
			try := func(name, address string, code int, says string) {
				p.url = strings.NewReplacer("${PORT}", strconv.Itoa(s.port), "${DIR}", s.dir, "${PASSWORD}", url.QueryEscape(secret)).Replace(strings.ReplaceAll(address, "+", "%2B"))
				p.url = strings.ReplaceAll(strings.ReplaceAll(p.url, "mysql%2B", "mysql+"), "+", "%20")
				p.url = strings.Replace(p.url, "mysql%20unix", "mysql+unix", 1)
				for _, args := range [][]string{{"upgrade", crashID(3), "-v"}, {"upgrade", crashID(3), "--json"}, {"current"}, {"check", "--json"}} {
					got, output := p.ended(time.Minute, args...)
					if args[0] == "upgrade" && args[2] == "-v" && (got != code || !strings.Contains(output, says)) {
						t.Errorf("%s: exit code %d, want %d and %q\n%s", name, got, code, says, output)
					}
					if strings.Contains(output, "S3cr3t") {
						t.Errorf("%s: migrate %q tells the password:\n%s", name, args, output)
					}
				}
			}
			for _, c := range connections[dialect] {
				try(c.name, c.url, c.code, c.says)
			}
			if dialect == "mysql" {
				if _, err := s.database("").query("SET GLOBAL read_only = 1"); err != nil {
					t.Fatal(err)
				}
				try("read only", "mysql://limited:${PASSWORD}@127.0.0.1:${PORT}/fresh", 1, "read-only")
				t.Setenv("SSL_CERT_FILE", s.dir+"/ca.pem")
				try("verified tls", "mysql://limited:${PASSWORD}@localhost:${PORT}/open?tls=true", 0, "is at")
			}
			if dialect == "postgres" {
				s.standBy()
				try("nothing to do on a standby", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/open?sslmode=disable", 0, "Nothing to do")
				try("standby", "postgres://limited:${PASSWORD}@127.0.0.1:${PORT}/fresh?sslmode=disable", 1, "replica")
			}
			rows, err := s.database("open").query("SELECT * FROM migrate_journal")
			if err != nil || strings.Contains(rows, "S3cr3t") || !strings.Contains(rows, crashID(3)) {
				t.Errorf("the journal (%v):\n%s", err, rows)
			}
		})
	}
}

// standBy makes the server a hot standby, of a primary that is never heard of.
func (s *ownServer) standBy() {
	s.t.Helper()
	s.crash()
	if err := os.WriteFile(filepath.Join(s.dir, "data", "standby.signal"), nil, 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.start()
	if in, err := s.database("").query("SELECT pg_is_in_recovery()"); err != nil || strings.TrimSpace(in) != "t" {
		s.t.Fatalf("the server is no standby: %s %v", in, err)
	}
}

// guardedServer is a server with TLS, a user with a password who may do little, and
// databases that differ in what that is.
func guardedServer(t *testing.T, dialect string) *ownServer {
	t.Helper()
	s := startServer(t, dialect)
	s.crash()
	s.certificates()
	literal := "'" + strings.ReplaceAll(secret, "'", "''") + "'"
	var statements []string
	if dialect == "postgres" {
		s.configure([]string{"listen_addresses='127.0.0.1,::1'", "ssl=on", "ssl_cert_file='" + s.dir + "/server.pem'", "ssl_key_file='" + s.dir + "/server.key'"})
		hba := "local all postgres trust\nhost all postgres all trust\nlocal all all scram-sha-256\nhost all all all scram-sha-256\n"
		if err := os.WriteFile(filepath.Join(s.dir, "data", "pg_hba.conf"), []byte(hba), 0o644); err != nil {
			t.Fatal(err)
		}
		statements = []string{"CREATE ROLE limited LOGIN PASSWORD " + literal, "CREATE DATABASE open OWNER limited", "CREATE DATABASE fresh OWNER limited", "CREATE DATABASE closed", "CREATE DATABASE frozen OWNER limited",
			"ALTER DATABASE frozen SET default_transaction_read_only = on", "CREATE DATABASE shut", "REVOKE CONNECT ON DATABASE shut FROM PUBLIC"}
	} else {
		s.configure([]string{"bind-address=*", "ssl-ca=" + s.dir + "/ca.pem", "ssl-cert=" + s.dir + "/server.pem", "ssl-key=" + s.dir + "/server.key"})
		literal = strings.ReplaceAll(literal, `\`, `\\`)
		statements = []string{"CREATE USER limited IDENTIFIED BY " + literal, "CREATE DATABASE open", "CREATE DATABASE closed", "CREATE DATABASE shut", "CREATE DATABASE fresh",
			"GRANT ALL ON open.* TO limited", "GRANT ALL ON fresh.* TO limited", "GRANT SELECT ON closed.* TO limited"}
	}
	s.start()
	for _, statement := range statements {
		if _, err := s.database("").query(statement); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// certificates makes an authority, a server's certificate by it, and another authority.
func (s *ownServer) certificates() {
	s.t.Helper()
	authority, key := s.certificate("ca", nil, nil)
	s.certificate("other", nil, nil)
	s.certificate("server", authority, key)
}

// certificate makes one for localhost, signed by an authority, or an authority.
func (s *ownServer) certificate(name string, authority *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: authority == nil, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature}
	if authority == nil {
		template.KeyUsage |= x509.KeyUsageCertSign
		authority, by = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, authority, &key.PublicKey, by)
	if err != nil {
		s.t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	s.writePEM(name+".pem", "CERTIFICATE", der, 0o644)
	s.writePEM(name+".key", "PRIVATE KEY", private, 0o600)
	return template, key
}

func (s *ownServer) writePEM(name, kind string, content []byte, mode os.FileMode) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), mode); err != nil {
		s.t.Fatal(err)
	}
	if s.account != nil {
		uid, gid := s.ids()
		if err := os.Chown(path, int(uid), int(gid)); err != nil {
			s.t.Fatal(err)
		}
	}
}
