// Command verdict-kafka validates the records of a Kafka topic against a JSON Schema, and copies
// valid ones to one topic and invalid ones to another.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/verdict-lint/verdict/contrib/kafka"
	"github.com/verdict-lint/verdict/registry"
)

// The exit codes are those of verdict.
const (
	exitOK      = 0
	exitUsage   = 2
	exitFailure = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}

// run runs a command line and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, getenv func(string) string) int {
	var usage usageError
	switch err := command(ctx, args, stdout, stderr, getenv); {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "verdict-kafka: %v\n", err)
		return exitUsage
	default:
		fmt.Fprintf(stderr, "verdict-kafka: %v\n", err)
		return exitFailure
	}
}

// A usageError reports an invalid command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

const synopsis = `Usage: verdict-kafka validate [flags]

Validates the records of a Kafka topic against a JSON Schema. Valid records are copied to one topic,
invalid ones to another, with their violations as headers.

    verdict-kafka validate --brokers localhost:9092 --group order-validation \
        --topic orders --out orders-valid --dlq orders-invalid --schema order.schema.json

`

func command(ctx context.Context, args []string, stdout, stderr io.Writer, getenv func(string) string) error {
	if len(args) > 0 && (args[0] == "help" || args[0] == "--help" || args[0] == "-h") {
		args = []string{"validate", "--help"}
	}
	if len(args) == 0 || args[0] != "validate" {
		return usagef("the subcommand is missing; see verdict-kafka validate --help")
	}
	f, set := newFlags()
	set.SetOutput(io.Discard)
	switch err := set.Parse(args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, synopsis)
		printFlags(stdout, set)
		return nil
	case err != nil:
		return usagef("%v; see verdict-kafka validate --help", err)
	case set.NArg() > 0:
		return usagef("unexpected argument %q; see verdict-kafka validate --help", set.Arg(0))
	}
	if err := f.check(set); err != nil {
		return err
	}
	return validate(ctx, f, stderr, getenv)
}

// validate validates until the context ends.
func validate(ctx context.Context, f *flags, stderr io.Writer, getenv func(string) string) error {
	log := slog.New(slog.NewTextHandler(stderr, nil))
	if f.logFormat == "json" {
		log = slog.New(slog.NewJSONHandler(stderr, nil))
	}
	client, err := f.client(getenv)
	if err != nil {
		return err
	}
	schemas, name, err := f.schemas(ctx, log, getenv)
	if err != nil {
		return err
	}
	defer func() { _ = schemas.Close() }()
	o := f.options
	o.Client, o.Schemas, o.Schema, o.Logger = client, schemas, name, log
	v, err := kafka.New(o)
	if err != nil {
		return usageError{err}
	}
	endReloads := reloadOnHangup(schemas, log)
	defer endReloads()
	if f.listen != "" {
		server, err := serve(f.listen, v, log)
		if err != nil {
			return err
		}
		defer func() { _ = server.Close() }()
	}
	log.Info("validating", "topic", o.Topic, "valid", o.Valid, "invalid", o.Invalid, "group", o.Group, "schema", name)
	err = v.Run(ctx)
	n := v.Counts()
	log.Info("stopped", "valid", n.Valid, "invalid", n.Invalid, "tombstones", n.Tombstones, "dropped", n.Dropped)
	return err
}

// reloadOnHangup refreshes the schemas after each SIGHUP, until the function that it returns is
// called. Errors are logged by the registry.
func reloadOnHangup(schemas *registry.Registry, log *slog.Logger) (end func()) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for range hangups {
			if schemas.Refresh(context.Background()) == nil {
				log.Info("schema loaded")
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		close(hangups)
	}
}

// serve serves metrics and health.
func serve(address string, v *kafka.Validator, log *slog.Logger) (*http.Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	log.Info("serving /metrics and /healthz", "address", listener.Addr().String())
	server := &http.Server{Handler: v.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are not served any more", "error", err)
		}
	}()
	return server, nil
}
