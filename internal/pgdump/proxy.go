package pgdump

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
)

// proxy stands between pg_dump and a server that is newer. It passes all messages
// on, but the server's version, and what means something else by now.
type proxy struct {
	listener     net.Listener
	server       string // its address
	version, own int    // the server's major version, and pg_dump's
	wg           sync.WaitGroup
}

// rewritten are parts of what pg_dump 15 asks for, by the version that gave a
// column another name or another meaning.
var rewritten = []struct {
	since    int
	old, now string
}{
	{17, "colliculocale", "colllocale AS colliculocale"},
	{18, "c.relhastriggers", "true AS relhastriggers"}, // it is false where no foreign key is enforced
}

func listen(server string, version, own int) (*proxy, error) {
	if _, _, err := net.SplitHostPort(server); err != nil {
		server = net.JoinHostPort(server, "5432")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: listener, server: server, version: version, own: own}
	p.wg.Go(p.serve)
	return p, nil
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
		p.wg.Go(func() { p.requests(client, server) })
		p.wg.Go(func() { p.replies(client, server) })
	}
}

// requests passes on what pg_dump sends: a message without a kind, which opens
// the connection, then those that have one.
func (p *proxy) requests(client, server net.Conn) {
	defer server.Close()
	from, to := bufio.NewReader(client), bufio.NewWriter(server)
	err := pass(from, to, 0, nil)
	for err == nil {
		err = pass(from, to, 1, func(kind byte, body []byte) []byte {
			if kind != 'Q' {
				return body
			}
			for _, c := range rewritten {
				if p.version >= c.since {
					body = bytes.ReplaceAll(body, []byte(c.old), []byte(c.now))
				}
			}
			return body
		})
	}
}

// replies passes on what the server answers.
func (p *proxy) replies(client, server net.Conn) {
	defer client.Close()
	from, to := bufio.NewReader(server), bufio.NewWriter(client)
	var err error
	for err == nil {
		err = pass(from, to, 1, func(kind byte, body []byte) []byte {
			if kind == 'S' {
				return bytes.Replace(body, versionMessage(p.version), versionMessage(p.own), 1)
			}
			return body
		})
	}
}

// versionMessage is how the server's report of its version starts.
func versionMessage(major int) []byte { return fmt.Appendf(nil, "server_version\x00%d.", major) }

// pass hands one message over: its kind, of as many bytes as given, its length,
// which counts itself, and its body.
func pass(from *bufio.Reader, to *bufio.Writer, kind int, change func(kind byte, body []byte) []byte) error {
	head := make([]byte, kind+4)
	if _, err := io.ReadFull(from, head); err != nil {
		return err
	}
	length := binary.BigEndian.Uint32(head[kind:])
	if length < 4 {
		return fmt.Errorf("a message of length %d", length)
	}
	body := make([]byte, length-4)
	if _, err := io.ReadFull(from, body); err != nil {
		return err
	}
	if change != nil {
		body = change(head[0], body)
	}
	binary.BigEndian.PutUint32(head[kind:], uint32(len(body)+4))
	_, err := to.Write(append(head, body...))
	if err == nil && from.Buffered() == 0 { // nothing more to hand over with it
		err = to.Flush()
	}
	return err
}
