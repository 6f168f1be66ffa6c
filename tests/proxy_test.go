package tests

import (
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxy stands between the command and a server, and cuts the connection at one
// of the command's messages: before the server gets it, or after the server has
// answered and before the command hears of that.
type proxy struct {
	listener net.Listener
	server   string
	at       int64  // the message to cut at, from 1; 0 for none
	text     string // or the statement to cut at, by its beginning
	match    func(statement string) (cut, answered bool)
	answered bool // let the server answer first
	seen     atomic.Int64
	cuts     atomic.Int64
	wg       sync.WaitGroup
}

// newProxy listens in front of a database and returns the URL that leads through it.
func newProxy(t *testing.T, db database, at int, answered bool) (*proxy, string) {
	t.Helper()
	return startProxy(t, db, &proxy{at: int64(at), answered: answered})
}

func startProxy(t testing.TB, db database, p *proxy) (*proxy, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.listener, p.server = listener, db.host()
	p.wg.Go(p.serve)
	u, err := url.Parse(db.url)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = listener.Addr().String()
	return p, u.String()
}

func (p *proxy) close() {
	p.listener.Close()
	p.wg.Wait()
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			client.Close()
			continue
		}
		cut := make(chan bool, 1)
		p.wg.Go(func() { p.requests(client, server, cut) })
		p.wg.Go(func() { replies(client, server, cut) })
	}
}

// requests passes on what the client sends, and closes both sides at the cut.
func (p *proxy) requests(client, server net.Conn, cut chan<- bool) {
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if here, answered := p.cutsAt(statementOf(buffer[:n])); here {
			p.cuts.Add(1)
			if !answered {
				client.Close()
				return
			}
			cut <- true
			_, _ = server.Write(buffer[:n])
			_, _ = client.Read(buffer) // the other side closes it
			return
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// cutsAt reports whether the connection is to be cut at a statement, and whether the
// server answers first.
func (p *proxy) cutsAt(statement string) (cut, answered bool) {
	if seen := p.seen.Add(1); seen == p.at || p.text != "" && strings.HasPrefix(statement, p.text) {
		return true, p.answered
	}
	if p.match != nil {
		return p.match(statement)
	}
	return false, false
}

// statementOf is the SQL of a message: both servers' messages have five bytes
// before it. What the command puts around a statement of MariaDB is not of interest.
func statementOf(message []byte) string {
	return strings.TrimPrefix(string(message[min(5, len(message)):]), "/*M!100101 BEGIN NOT ATOMIC */ ")
}

// replies passes on what the server answers, until the answer that is cut off.
func replies(client, server net.Conn, cut <-chan bool) {
	defer client.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		select {
		case <-cut:
			return
		default:
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// TestCutOff cuts the connection at the messages of an upgrade and a downgrade,
// runs the same command again without a cut, and looks whether the database is
// what it is without one.
func TestCutOff(t *testing.T) {
	every := 41
	if kills(t) > 25 {
		every = 1
	}
	head := crashID(6)
	for _, run := range []struct{ dialect, transaction string }{{"mysql", "revision"}, {"postgres", "revision"}, {"postgres", "none"}} {
		t.Run(run.dialect+" "+run.transaction, func(t *testing.T) {
			calm := testDatabase(t, run.dialect)
			p := crashProject(t, calm.url, run.transaction)
			ways := []struct {
				args     []string
				want     string
				messages int
			}{{args: []string{"upgrade", head}}, {args: []string{"downgrade", crashID(1)}}}
			for i := range ways {
				px, address := newProxy(t, calm, 0, false)
				p.url = address
				p.migrate(0, ways[i].args...)
				px.close()
				ways[i].messages = int(px.seen.Load())
				ways[i].want = calm.contents(t)
			}
			cuts := 0
			for at := 1; at <= max(ways[0].messages, ways[1].messages); at += every {
				for _, answered := range []bool{false, true} {
					db := testDatabase(t, run.dialect)
					for _, way := range ways {
						px, address := newProxy(t, db, at, answered)
						p.url = address
						cut := at <= way.messages
						code, output := p.ended(time.Minute, way.args...)
						if code != 0 && code != 1 { // the connection that looks for a pool may be missed
							t.Fatalf("%q, cut at message %d of %d: exit code %d\n%s", way.args, at, way.messages, code, output)
						}
						px.close()
						p.url = db.url
						p.migrate(0, way.args...)
						if cut {
							cuts++
						}
						if got := db.contents(t); got != way.want {
							t.Fatalf("%q, cut at message %d (answered: %v):\n%s\nwant\n%s", way.args, at, answered, got, way.want)
						}
					}
				}
			}
			t.Logf("%d cuts at %d and %d messages", cuts, ways[0].messages, ways[1].messages)
		})
	}
}
