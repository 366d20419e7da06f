// Package kafka validates the records of a Kafka topic: valid ones are copied to one topic and
// invalid ones, with their violations as headers, to another.
//
//	schemas, err := registry.Open(ctx, registry.Dir("/etc/schemas"))
//	…
//	err = kafka.Run(ctx, kafka.Options{
//		Client:  []kgo.Opt{kgo.SeedBrokers("localhost:9092")},
//		Group:   "order-validation",
//		Topic:   "orders",
//		Valid:   "orders-valid",
//		Invalid: "orders-invalid",
//		Schemas: schemas,
//		Schema:  "order",
//	})
//
// Any number of processes with the same group share the partitions of the topic. The command
// verdict-kafka does the same with flags; the README describes both.
package kafka

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/verdict-lint/verdict/registry"
)

// Options are what a [Validator] reads, validates by and writes. Client, Group, Topic, Valid,
// Invalid, Schemas and Schema are required.
type Options struct {
	// Client has the options of the Kafka client: kgo.SeedBrokers and, if required, TLS and SASL.
	// The options that the validator depends on, such as those of the group, take precedence.
	Client []kgo.Opt

	Group   string // the consumer group
	Topic   string // whose records are validated
	Valid   string // the topic of valid records
	Invalid string // the topic of invalid records, the dead letters

	Schemas *registry.Registry // looked at for each batch, so that a schema can be replaced at any time
	Schema  string             // the name of the schema in Schemas, such as the subject

	// Framed means that records name their schema as Confluent's serializers do: each value begins with
	// a zero byte and the ID of its schema, or the record has the header [confluent.ValueHeader] with
	// the GUID or ID. The record is validated by the version of Schema with that ID, and copied as
	// it is. A record without an ID, or with that of another schema, is invalid.
	Framed bool

	// Tombstones is what happens to records whose value is null, which delete a key of a
	// compacted topic. By default they are copied like valid records.
	Tombstones Tombstones

	// SamePartition writes each record to the partition number that it was read from. By default,
	// records are partitioned by their keys, as by other producers, so that those of one key stay
	// in order; those without a key are distributed.
	SamePartition bool

	// ExactlyOnce writes records and commits offsets in transactions: consumers that read only
	// committed records see each record once, also after a crash. By default a record may be
	// written again after a crash or a lost connection, but is never lost.
	ExactlyOnce bool

	// TransactionalID identifies this process to the brokers if there is ExactlyOnce. By default
	// it is random and begins with "verdict-" and the group. One that is kept over restarts ends
	// the transaction of a crashed process at once instead of after its timeout.
	TransactionalID string

	// BatchRecords is how many records are read, validated and written at a time at most, 10,000
	// by default. Reading goes on only when all of them have been acknowledged.
	BatchRecords int

	// FetchBytes is how much one broker sends in advance at most, 8 MiB by default.
	FetchBytes int

	// CommitInterval is how often offsets are committed, by default every second, or the shortest
	// duration of a transaction, by default 100 ms.
	CommitInterval time.Duration

	// DrainTimeout is how long Run takes after the end of its context to have the current batch
	// acknowledged, 20 seconds by default; committing and leaving the group takes at most 5 more.
	DrainTimeout time.Duration

	// MaxHeader is the size of the header "verdict.violations", 16 KiB by default. Violations
	// that exceed it are left out.
	MaxHeader int

	// MaxMessage is the size of a record before compression that the topics accept, 1,000,012
	// bytes by default, as for other producers. It must not exceed max.message.bytes of the
	// topics. Dead letters lose their violations, and then all added headers, if they would be
	// larger.
	MaxMessage int

	// MaxUnpacked is the size that a compressed batch of records may have, 128 MiB by default. A
	// larger one is an error.
	MaxUnpacked int

	// Logger gets errors that are not fatal, and warnings of the client. By default nothing is
	// logged.
	Logger *slog.Logger
}

// Tombstones says what happens to a record whose value is null.
type Tombstones int

const (
	PassTombstones   Tombstones = iota // copy it to the topic of valid records
	RejectTombstones                   // treat it as invalid
	DropTombstones                     // write it to neither topic
)

const (
	defaultBatch    = 10_000
	defaultFetch    = 8 << 20
	defaultInterval = time.Second
	minInterval     = 100 * time.Millisecond // required by the client
	defaultLinger   = 100 * time.Millisecond
	defaultDrain    = 20 * time.Second
	defaultHeader   = 16 << 10
	defaultMessage  = 1_000_012 // that of Kafka's producers
	defaultUnpacked = 128 << 20
	minMessage      = 512 // required by the client
	maxMessage      = 1 << 30
)

// complete checks the options and sets the defaults.
func (o *Options) complete() error {
	for _, required := range []struct{ name, value string }{
		{"Group", o.Group}, {"Topic", o.Topic}, {"Valid", o.Valid}, {"Invalid", o.Invalid}, {"Schema", o.Schema},
	} {
		if required.value == "" {
			return fmt.Errorf("kafka: %s is required", required.name)
		}
	}
	switch {
	case o.Topic == o.Valid, o.Topic == o.Invalid:
		return fmt.Errorf("kafka: %q is read and cannot be written as well; records would be validated without end", o.Topic)
	case o.Valid == o.Invalid:
		return fmt.Errorf("kafka: valid and invalid records are both written to %q; name two topics", o.Valid)
	case o.Schemas == nil:
		return errors.New("kafka: Schemas is required")
	case o.TransactionalID != "" && !o.ExactlyOnce:
		return errors.New("kafka: TransactionalID requires ExactlyOnce")
	case o.Tombstones < PassTombstones || o.Tombstones > DropTombstones:
		return fmt.Errorf("kafka: unknown Tombstones %d", o.Tombstones)
	case o.BatchRecords < 0, o.FetchBytes < 0, o.CommitInterval < 0, o.DrainTimeout < 0, o.MaxHeader < 0, o.MaxUnpacked < 0:
		return errors.New("kafka: a limit is negative")
	case o.MaxMessage != 0 && (o.MaxMessage < minMessage || o.MaxMessage > maxMessage):
		return fmt.Errorf("kafka: MaxMessage is %d, must be between %d and %d", o.MaxMessage, minMessage, maxMessage)
	case o.CommitInterval != 0 && o.CommitInterval < minInterval && !o.ExactlyOnce:
		return fmt.Errorf("kafka: CommitInterval is %s, must be at least %s", o.CommitInterval, minInterval)
	}
	interval := defaultInterval
	if o.ExactlyOnce {
		interval = defaultLinger
	}
	o.BatchRecords = cmp.Or(o.BatchRecords, defaultBatch)
	o.FetchBytes = min(cmp.Or(o.FetchBytes, defaultFetch), maxMessage)
	o.CommitInterval = cmp.Or(o.CommitInterval, interval)
	o.DrainTimeout = cmp.Or(o.DrainTimeout, defaultDrain)
	o.MaxHeader = cmp.Or(o.MaxHeader, defaultHeader)
	o.MaxMessage = cmp.Or(o.MaxMessage, defaultMessage)
	o.MaxUnpacked = min(cmp.Or(o.MaxUnpacked, defaultUnpacked), maxMessage)
	if o.ExactlyOnce && o.TransactionalID == "" {
		o.TransactionalID = "verdict-" + o.Group + "-" + rand.Text() // the same after connecting again, which ends an open transaction
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	return nil
}

// A Validator validates the records of a topic and counts them.
type Validator struct {
	o       Options
	lookup  lookup
	metrics metrics

	lagInterval time.Duration
}

// New returns a validator. It does not connect yet; the error is about the options.
func New(o Options) (*Validator, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	v := &Validator{o: o, lagInterval: lagInterval}
	v.lookup = lookup{registry: o.Schemas, name: o.Schema, framed: o.Framed, log: o.Logger}
	if v.lookup.current().latest.Schema == nil {
		return nil, fmt.Errorf("kafka: the registry has no schema %q", o.Schema)
	}
	return v, nil
}

// Run is New and [Validator.Run].
func Run(ctx context.Context, o Options) error {
	v, err := New(o)
	if err != nil {
		return err
	}
	return v.Run(ctx)
}

const (
	maxFailures = 8 // in a row, without a batch that succeeded; about half a minute
	minBackoff  = 250 * time.Millisecond
	maxBackoff  = 8 * time.Second
)

// Run validates records until the context ends. Then it has those acknowledged that it has read,
// commits, leaves the group, and returns nil.
//
// While brokers do not respond, Run waits. It connects again after other errors that may pass, and
// returns the error if nothing succeeds for half a minute. Errors that will not pass are returned at
// once: a topic that does not exist, a missing permission, a record that is larger than allowed. All
// that was not acknowledged is then read again by the next process of the group. Run must not be
// called again while it runs.
func (v *Validator) Run(ctx context.Context) error {
	for failures := 0; ; {
		before := v.metrics.batches.Load()
		err := v.session(ctx)
		switch {
		case err == nil && ctx.Err() != nil:
			return nil
		case isFatal(err) || ctx.Err() != nil:
			return fmt.Errorf("kafka: %w", err)
		}
		if v.metrics.batches.Load() > before {
			failures = 0
		}
		if failures++; failures > maxFailures {
			return fmt.Errorf("kafka: giving up after %d attempts: %w", failures, err)
		}
		v.metrics.restarts.Add(1)
		v.o.Logger.Warn("connecting again", "error", err)
		if !sleep(ctx, backoff(failures)) {
			return nil
		}
	}
}

// backoff returns how long to wait after a number of failures in a row.
func backoff(failures int) time.Duration {
	return min(minBackoff<<min(failures-1, 10), maxBackoff)
}

// sleep waits and reports whether the context has not ended meanwhile.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
