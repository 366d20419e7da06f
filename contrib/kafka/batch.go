package kafka

// This file validates a batch of records and writes the results.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A batch has the records of one read.
type batch struct {
	*Validator
	schemas schemas
	records []*kgo.Record // in the order of each partition
	outputs []output      // one for each record
	pending sync.WaitGroup

	failing sync.Once
	failed  int   // the index of the first record that could not be written
	err     error // why
}

// An output is the record to write for an input record. After it is written, only its size and rules are kept.
type output struct {
	kgo.Record
	kind  kind
	size  int      // of the value
	rules []string // one for each violation
	done  bool     // whether it has been written, or need not be
}

// A kind is the destination of a record.
type kind int

const (
	valid kind = iota
	invalid
	tombstone // to the topic of valid records
	dropped   // a tombstone that is not written
	kinds
)

// newBatch finds the schemas for records. The error is that of the context.
func (v *Validator) newBatch(ctx context.Context, records []*kgo.Record) (*batch, error) {
	s, err := v.lookup.forBatch(ctx, records)
	if err != nil {
		return nil, err
	}
	v.metrics.schema.Store(&s.latest)
	return &batch{Validator: v, schemas: s, records: records, outputs: make([]output, len(records))}, nil
}

// chunk is how many records are validated before they are written. Dead letters can be much larger
// than their records, so not all of a batch may be in memory.
const chunk = 512

// write validates the batch and writes it in its order, and waits until all of it is acknowledged
// or has failed. If the context ends before that, it returns the context's error, and the batch must not
// be used again.
//
// After a failure, no more is written: the client fails those records of a partition that follow in
// its buffer, but would write later ones, and they would overtake those that failed.
func (b *batch) write(ctx context.Context, client *kgo.Client) error {
	writing, stop := context.WithCancel(ctx)
	defer stop()
	from := 0
	for ; from < len(b.records) && writing.Err() == nil; from += chunk {
		outputs := b.outputs[from:min(from+chunk, len(b.records))]
		begin := time.Now()
		parallel(len(outputs), func(i int) { b.validate(b.records[from+i], &outputs[i]) })
		b.metrics.validating.Add(int64(time.Since(begin)))
		for i := range outputs {
			if outputs[i].done = outputs[i].kind == dropped; !outputs[i].done {
				b.produce(writing, stop, client, from+i)
			}
		}
	}
	done := make(chan struct{})
	go func() {
		b.pending.Wait()
		close(done)
	}()
	select {
	case <-done: // also if the context has ended, since most records may have been written
		if ctx.Err() != nil && (b.err != nil || from < len(b.records)) {
			b.err = context.Cause(ctx)
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// produce writes an output. It waits while too much is not acknowledged.
func (b *batch) produce(ctx context.Context, stop func(), client *kgo.Client, i int) {
	out := &b.outputs[i]
	b.pending.Add(1)
	client.Produce(ctx, &out.Record, func(r *kgo.Record, err error) {
		if out.done = err == nil; !out.done {
			b.failing.Do(func() { b.failed, b.err = i, err })
			stop()
		}
		*r = kgo.Record{Topic: r.Topic} // its contents can be freed
		b.pending.Done()
	})
}

// parallel calls a function for each index, by as many goroutines as there are CPUs.
func parallel(n int, f func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				f(i)
			}
		})
	}
	all.Wait()
}

var errTombstone = errors.New("the value is null, which deletes the key")

// validate determines the output for a record.
func (b *batch) validate(r *kgo.Record, out *output) {
	out.Record = kgo.Record{
		Topic: b.o.Valid, Partition: r.Partition, Key: r.Key, Value: r.Value, Headers: r.Headers, Timestamp: r.Timestamp,
	}
	out.size = len(r.Value)
	digest := ""
	var err error
	switch {
	case r.Value != nil:
		version, payload, found := b.schemas.of(r)
		if digest, err = version.Digest, found; err == nil {
			err = version.Schema.Validate(payload)
		}
	case b.o.Tombstones == RejectTombstones:
		err = errTombstone
	case b.o.Tombstones == DropTombstones:
		out.kind = dropped
	default:
		out.kind = tombstone
	}
	if err != nil {
		out.kind, out.Topic = invalid, b.o.Invalid
		out.Headers, out.rules = b.deadLetter(r, digest, err)
	}
}

// failure returns why the batch could not be written, nil if it was.
func (b *batch) failure() error {
	switch topic := b.outputs[b.failed].Topic; {
	case b.err == nil:
		return nil
	case errors.Is(b.err, kerr.MessageTooLarge):
		return fmt.Errorf("%s cannot be written to %q: %w; raise max.message.bytes of the topic, and the limit of the validator",
			source(b.records[b.failed]), topic, b.err)
	default:
		return fmt.Errorf("writing to %q: %w", topic, b.err)
	}
}

// acknowledged returns the last record of each partition up to which all are written.
func (b *batch) acknowledged() []*kgo.Record {
	last := make(map[int32]*kgo.Record)
	failed := make(map[int32]bool)
	for i, r := range b.records {
		if !b.outputs[i].done {
			failed[r.Partition] = true
		}
		if !failed[r.Partition] {
			last[r.Partition] = r
		}
	}
	return slices.Collect(maps.Values(last))
}
