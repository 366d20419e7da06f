// Package registry keeps compiled schemas by name up to date while a service runs. A [Registry]
// takes documents from a [Source], such as a directory or a server, compiles them in the
// background, and replaces all of them at once:
//
//	schemas, err := registry.Open(ctx, registry.Dir("/etc/schemas"))
//	…
//	defer schemas.Close()
//	err = schemas.Get("order").Validate(payload)
//
// Readers never wait: [Registry.Get] takes no lock, allocates nothing, and returns the previous
// schema until the next one is compiled. If a schema cannot be loaded or does not compile, the
// error is reported and the previous schema remains in use.
//
// # References
//
// A document can refer to the others of the registry by their URI, absolute or relative to its
// own, or by their $id. Nothing else is loaded; [WithSchemaOptions] can provide more documents.
// If a document changes, so do the schemas that refer to it.
package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"github.com/verdict-lint/verdict"
)

// A Registry has the current schemas of a source. It is safe for concurrent use. A Registry that is
// nil, or was not returned by [New] or [Open], has none.
type Registry struct {
	config
	source  Source
	current atomic.Pointer[Snapshot]

	// busy has an element while documents are loaded and compiled. The fields below belong to
	// the goroutine that put it there.
	busy     chan struct{}
	keys     []key // of the documents, nil if one could not be loaded
	attempts map[key]*attempt
	failed   map[string]string // what was reported last for a name

	ctx     context.Context // until the registry is closed
	cancel  context.CancelFunc
	stopped chan struct{} // is closed when the registry polls no more
}

// An Option sets how a registry works. A nil Option sets nothing.
type Option func(*config)

type config struct {
	interval time.Duration
	history  int
	report   func(name string, err error)
	schema   []verdict.Option
}

const (
	defaultInterval = 30 * time.Second
	defaultHistory  = 3
)

// WithInterval sets how often the source is polled. The default is 30 seconds; zero or less means
// that only [Registry.Refresh] loads. Intervals vary at random by a tenth, so that many instances
// of a service do not poll at the same time, and grow up to 10 minutes while the source fails.
func WithInterval(d time.Duration) Option {
	return func(c *config) { c.interval = d }
}

// WithHistory sets how many versions of each schema are kept that the source no longer has. They
// are found by version or digest, see [Snapshot.Lookup]. The default is 3.
func WithHistory(n int) Option {
	return func(c *config) { c.history = max(n, 0) }
}

// WithErrorHandler sets the function that is called with the error of a schema that could not be
// loaded or compiled, usually an [*Error], and with an empty name if the source failed as a whole.
// It is called if the error is new or has changed, by the goroutine that refreshes, so it must not
// call Refresh or Close. By default, errors are logged by [slog.Default].
func WithErrorHandler(report func(name string, err error)) Option {
	return func(c *config) { c.report = report }
}

// WithSchemaOptions sets how schemas are compiled, such as [verdict.WithStrict] and
// [verdict.WithObserver]; the name for observers is that of the schema. [verdict.WithLoader] and
// [verdict.WithBaseURI] have no effect.
func WithSchemaOptions(opts ...verdict.Option) Option {
	return func(c *config) { c.schema = append(c.schema, opts...) }
}

func logError(name string, err error) {
	slog.Default().Error("schema not updated", "schema", name, "error", err)
}

// An Error reports which schema could not be loaded or compiled, and why.
type Error struct {
	Name    string
	Version string // as in [Document]
	Err     error  // a [*verdict.SchemaError] if the document does not compile
}

// Error returns the name and the reason.
func (e *Error) Error() string {
	name := e.Name
	if e.Version != "" {
		name += ", version " + e.Version
	}
	return fmt.Sprintf("registry: %s: %v", name, e.Err)
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// ErrClosed is the error of [Registry.Refresh] after [Registry.Close].
var ErrClosed = errors.New("registry: closed")

// New returns a registry without schemas, which polls the source for them. Call
// [Registry.Refresh] to load them now, or use [Open]. The source must not be used otherwise.
func New(source Source, opts ...Option) *Registry {
	r := &Registry{
		config:  config{interval: defaultInterval, history: defaultHistory, report: logError},
		source:  source,
		busy:    make(chan struct{}, 1),
		stopped: make(chan struct{}),
	}
	for _, opt := range opts {
		if opt != nil {
			opt(&r.config)
		}
	}
	r.current.Store(new(Snapshot))
	r.ctx, r.cancel = context.WithCancel(context.Background())
	if r.interval > 0 {
		go r.poll()
	} else {
		close(r.stopped)
	}
	return r
}

// Open returns a registry with the schemas of the source. All must load and compile, so that a
// service does not start without one of them; the error is that of [Registry.Refresh]. To start
// with those that do, use [New] and Refresh.
func Open(ctx context.Context, source Source, opts ...Option) (*Registry, error) {
	r := New(source, opts...)
	if err := r.Refresh(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Get returns the latest version of a schema, nil if there is none; a nil schema rejects every
// payload.
func (r *Registry) Get(name string) *verdict.Schema { return r.Snapshot().Get(name) }

// Func returns a function that calls [Registry.Get] for one name, for verdicthttp.MiddlewareFunc.
func (r *Registry) Func(name string) func() *verdict.Schema {
	return func() *verdict.Schema { return r.Get(name) }
}

// Snapshot returns the current schemas, to look up several that belong together, or a version.
func (r *Registry) Snapshot() *Snapshot {
	if !r.isOpen() {
		return new(Snapshot)
	}
	return r.current.Load()
}

// isOpen reports whether the registry was returned by New.
func (r *Registry) isOpen() bool { return r != nil && r.ctx != nil }

// Refresh loads the documents of the source now and compiles what is new. It waits for a refresh
// that is under way. The error joins that of each schema that was not updated, in the order of
// names; the others are.
func (r *Registry) Refresh(ctx context.Context) error {
	if !r.isOpen() || r.ctx.Err() != nil {
		return ErrClosed
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(r.ctx, func() { cancel(ErrClosed) })()
	select {
	case r.busy <- struct{}{}:
		defer func() { <-r.busy }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return r.load(ctx)
}

// load is Refresh for the goroutine that may.
func (r *Registry) load(ctx context.Context) error {
	documents, err := loadAll(ctx, r.source)
	if ctx.Err() != nil {
		return context.Cause(ctx) // not a fault of the source
	}
	before := r.current.Load()
	if err != nil {
		r.publish(before.withError(err))
		return err
	}
	keys := keysOf(documents)
	if before.Err("") == nil && keys != nil && slices.Equal(keys, r.keys) {
		return before.joined() // nothing has changed
	}
	r.keys = keys
	next := r.build(before, documents)
	r.publish(next)
	return next.joined()
}

// loadAll calls the source, and returns a panic as an error.
func loadAll(ctx context.Context, source Source) (documents []Document, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("registry: panic while loading schemas: %v", cause)
		}
	}()
	documents, err = source.Load(ctx)
	nameless := func(d Document) bool { return d.Name == "" }
	switch {
	case err == nil && len(documents) == 0:
		err = errors.New("no schemas found") // more likely a fault than the wish to have none
	case err == nil && slices.ContainsFunc(documents, nameless):
		err = errors.New("a document has no name")
	}
	if err != nil {
		return nil, fmt.Errorf("registry: loading schemas: %w", err)
	}
	return documents, nil
}

// publish makes the snapshot the current one and reports its errors if they are new.
func (r *Registry) publish(next *Snapshot) {
	r.current.Store(next)
	failed := make(map[string]string)
	for _, name := range next.failed() {
		err := next.errs[name]
		failed[name] = err.Error()
		if last, ok := r.failed[name]; !ok || last != failed[name] {
			r.reportError(name, err)
		}
	}
	r.failed = failed
}

func (r *Registry) reportError(name string, err error) {
	defer func() { _ = recover() }() // a fault of the handler must not end the service
	r.report(name, err)
}

// poll refreshes until the registry is closed.
func (r *Registry) poll() {
	defer close(r.stopped)
	failures := 0
	timer := time.NewTimer(vary(r.interval, 10))
	defer timer.Stop()
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-timer.C:
		}
		_ = r.Refresh(r.ctx) // reported already
		if r.Snapshot().Err("") == nil {
			failures = 0
		} else {
			failures++
		}
		timer.Reset(vary(backoff(r.interval, failures), 10))
	}
}

// Close ends polling and waits until the goroutines of the registry have ended. The schemas
// remain. If the source is an [io.Closer], it is closed, too.
func (r *Registry) Close() error {
	if !r.isOpen() || r.ctx.Err() != nil {
		return nil
	}
	r.cancel()
	<-r.stopped
	r.busy <- struct{}{} // a Refresh that another goroutine has called
	defer func() { <-r.busy }()
	if c, ok := r.source.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
