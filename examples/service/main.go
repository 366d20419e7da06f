// Command service stores sessions in PostgreSQL, and validates requests and responses.
//
//	POST  /sessions          stores a session
//	GET   /sessions/{id}     returns one
//	PATCH /sessions/{id}     changes one, by a JSON Merge Patch or a JSON Patch
//	POST  /sessions/import   stores the valid ones of a stream: NDJSON or an array
//
// The file session.json in the directory of schemas has additional rules for new sessions, which may
// change while the service runs.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"github.com/verdict-lint/verdict/registry"
)

func main() {
	address := flag.String("address", "localhost:8080", "the `address` to listen at")
	database := flag.String("database", "postgres:///sessions", "the `URL` of the PostgreSQL database")
	schemas := flag.String("schemas", "schemas", "the `directory` of schemas")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *address, *database, *schemas); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx is canceled and all pending requests are answered.
func run(ctx context.Context, address, database, schemas string) error {
	store, err := open(ctx, database)
	if err != nil {
		return err
	}
	defer store.close()
	rules, err := registry.Open(ctx, registry.Dir(schemas), registry.WithInterval(time.Second))
	if err != nil {
		return err
	}
	defer rules.Close()

	s := &service{store: store, rules: rules}
	server := &http.Server{Addr: address, Handler: s.routes(), ReadTimeout: 30 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return server.Shutdown(ending)
}
