package main

// This file has the hostile clients.

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A hostile client sends requests that a client should not send.
type hostile struct {
	name   string
	status int    // status of the response
	header string // in addition to Host and Content-Type
	body   string // "" to send the byte x without end
}

var hostiles = []hostile{
	{"slow", http.StatusRequestTimeout, "Content-Length: 100", "{"},
	{"endless", http.StatusRequestEntityTooLarge, "Transfer-Encoding: chunked", ""},
	{"deep", http.StatusBadRequest, "", strings.Repeat("[", 500_000)},
	{"invalid UTF-8", http.StatusBadRequest, "", "{\"id\": \"\xff\"}"},
	{"duplicate names", http.StatusBadRequest, "", `{"id": 1, "id": 2}`},
	{"too short", http.StatusBadRequest, "Content-Length: 100", `{}`},
	{"too long", http.StatusRequestEntityTooLarge, "Content-Length: 99999999", `{}`},
}

// pause is how long a hostile client waits before each request, so that the others are served.
const pause = 50 * time.Millisecond

// attack makes each hostile client send requests one after another until ctx is done. It returns the
// number of responses, and the first response with a wrong status.
func attack(ctx context.Context, address string) (answered map[string]int, err error) {
	answered = make(map[string]int)
	var mutex sync.Mutex
	var clients sync.WaitGroup
	for _, h := range hostiles {
		clients.Go(func() {
			for ctx.Err() == nil {
				time.Sleep(pause)
				status, failure := h.send(address)
				if failure == nil && status != h.status {
					failure = fmt.Errorf("%s: status %d, want %d", h.name, status, h.status)
				}
				mutex.Lock()
				if failure != nil && err == nil {
					err = failure
				}
				answered[h.name]++
				mutex.Unlock()
				if failure != nil {
					return
				}
			}
		})
	}
	clients.Wait()
	return answered, err
}

func (h hostile) send(address string) (status int, err error) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer connection.Close()
	header := h.header
	if header == "" {
		header = fmt.Sprintf("Content-Length: %d", len(h.body))
	}
	go func() { // a server may answer before it has read everything, and then writing fails
		_, _ = fmt.Fprintf(connection, "POST /validated HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n\r\n%s", header, h.body)
		switch {
		case h.body == "":
			for err := error(nil); err == nil; {
				_, err = io.WriteString(connection, "1000\r\n"+strings.Repeat("x", 4096)+"\r\n")
			}
		case h.status == http.StatusBadRequest && h.header != "":
			_ = connection.(*net.TCPConn).CloseWrite()
		}
	}()
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", h.name, err)
	}
	return response.StatusCode, response.Body.Close()
}
