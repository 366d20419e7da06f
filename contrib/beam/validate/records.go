// Package validate validates the records of Apache Beam pipelines against a JSON Schema.
//
//	records := ndjson.Read(s, "gs://bucket/2026/*.ndjson.gz")
//	valid, rejects, report := validate.Records(s, records, schema)
//
// The results do not depend on the runner, or on how it divides the input and retries: valid records and
// rejects are those of `verdict filter`, and the summary is that of `verdict merge`, byte for byte.
package validate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/summary"
)

func init() {
	register.DoFn5x1[context.Context, ndjson.Record, func(ndjson.Record), func([]byte), func(outcome), error](&validateFn{})
	register.Emitter1[ndjson.Record]()
	register.Emitter1[[]byte]()
	register.Emitter1[outcome]()
}

// The Beam metrics: counters of all records, the valid and the invalid ones, and the distribution of
// their sizes in bytes. MetricViolates and the name of a rule is a counter of the records that violate
// it, such as "violates/missing".
const (
	Namespace      = "verdict"
	MetricRecords  = "records"
	MetricValid    = "valid"
	MetricInvalid  = "invalid"
	MetricViolates = "violates/"
	MetricBytes    = "record_bytes"
)

// Records validates a PCollection<ndjson.Record>. It returns
//   - the valid records, a PCollection<ndjson.Record>;
//   - the rejects, a PCollection<[]byte>: for each invalid record the line that
//     `verdict filter --rejects` writes, without the number of its line;
//   - the summary, a PCollection<summary.Summary> of one element.
//
// Valid records and rejects keep the windows of the records. The summary is of all records and in the
// global window, so it is for bounded collections. Records panics if the schema is invalid, as Beam's
// transforms do if a pipeline is; [Schema.Bundle] returns an error instead.
func Records(s beam.Scope, col beam.PCollection, schema Schema, opts ...Option) (valid, rejects, report beam.PCollection) {
	c := config{summary: summary.Options{Samples: summary.DefaultSamples}}
	for _, opt := range opts {
		opt(&c)
	}
	s = s.Scope("validate.Records")
	valid, rejects, outcomes := beam.ParDo3(s, &validateFn{Schema: schema}, col)
	return valid, rejects, summarize(s, outcomes, schema, c.summary)
}

// An Option sets what [Records] returns.
type Option func(*config)

type config struct{ summary summary.Options }

// WithSummary sets the seed and the number of samples of the summary. The defaults are those of
// `verdict filter`: 0 and [summary.DefaultSamples].
func WithSummary(o summary.Options) Option {
	return func(c *config) { c.summary = o }
}

// validateFn validates records.
type validateFn struct {
	Schema Schema

	schema                  *verdict.Schema
	records, valid, invalid beam.Counter
	bytes                   beam.Distribution
	violates                map[verdict.Rule]beam.Counter
}

func (fn *validateFn) Setup(context.Context) (err error) {
	fn.records = beam.NewCounter(Namespace, MetricRecords)
	fn.valid = beam.NewCounter(Namespace, MetricValid)
	fn.invalid = beam.NewCounter(Namespace, MetricInvalid)
	fn.bytes = beam.NewDistribution(Namespace, MetricBytes)
	fn.violates = make(map[verdict.Rule]beam.Counter)
	fn.schema, err = fn.Schema.compileOnce()
	return err
}

func (fn *validateFn) ProcessElement(ctx context.Context, record ndjson.Record, valid func(ndjson.Record), reject func([]byte), tally func(outcome)) error {
	text := record.Text()
	fn.records.Inc(ctx, 1)
	fn.bytes.Update(ctx, max(record.Size, int64(len(text))))
	invalid, err := fn.validate(record, text)
	if err != nil {
		return err
	}
	if invalid == nil {
		fn.valid.Inc(ctx, 1)
		valid(record)
	} else {
		fn.count(ctx, invalid)
		r := filter.Reject{File: record.File, Offset: record.Offset, Record: text, Size: record.Size, Err: invalid}
		if fn.Schema.Redact {
			r.Record = nil
		}
		reject(r.Append(nil))
	}
	tally(outcome{Record: text, Invalid: invalid})
	return nil
}

// validate returns the violations of a record, nil if it is valid. The error is that of the validation itself.
func (fn *validateFn) validate(record ndjson.Record, text []byte) (*verdict.Error, error) {
	if record.Size > 0 {
		return filter.TooLong(int(files.DefaultLimits.Line)), nil
	}
	err := fn.schema.Validate(text)
	var invalid *verdict.Error
	if err != nil && !errors.As(err, &invalid) {
		return nil, fmt.Errorf("%s at offset %d: %w", record.File, record.Offset, err)
	}
	return invalid, nil
}

// count counts an invalid record, and each rule that it violates once.
func (fn *validateFn) count(ctx context.Context, invalid *verdict.Error) {
	fn.invalid.Inc(ctx, 1)
	for i, v := range invalid.Violations {
		if slices.ContainsFunc(invalid.Violations[:i], func(other verdict.Violation) bool { return other.Rule == v.Rule }) {
			continue
		}
		counter, ok := fn.violates[v.Rule]
		if !ok {
			counter = beam.NewCounter(Namespace, MetricViolates+string(v.Rule))
			fn.violates[v.Rule] = counter
		}
		counter.Inc(ctx, 1)
	}
}
