package main

// This file has the service that is measured, which runs in a process of its own.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"time"

	"github.com/verdict-lint/verdict/bench"
	"github.com/verdict-lint/verdict/schema"
	"github.com/verdict-lint/verdict/verdicthttp"
)

// A usage has the resources that the service has used since it started, and those that it uses now.
type usage struct {
	CPU        time.Duration `json:"cpu"`
	Goroutines int           `json:"goroutines"`
	Heap       uint64        `json:"heap"` // bytes in use after a collection of garbage
}

// serve prints its address and serves until standard input ends.
func serve() error {
	mux := http.NewServeMux()
	mux.Handle("POST /validated", verdicthttp.Handler(func(w http.ResponseWriter, _ *http.Request, _ schema.ConnectSession) {
		w.WriteHeader(http.StatusNoContent)
	}))
	mux.HandleFunc("POST /decoded", decoded)
	mux.HandleFunc("GET /usage", func(w http.ResponseWriter, _ *http.Request) {
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		_ = json.NewEncoder(w).Encode(usage{bench.CPUTime(), runtime.NumGoroutine(), memory.HeapAlloc})
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: mux, ReadTimeout: 2 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Println(listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		failed <- server.Close()
	}()
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// decoded is the handler of a service that does not validate.
func decoded(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var session schema.ConnectSession
	if err := json.Unmarshal(body, &session); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
