package validate

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/summary"
)

// This file makes the summary: one of each bundle, which are then merged.

func init() {
	beam.RegisterType(reflect.TypeFor[outcome]())
	beam.RegisterCoder(reflect.TypeFor[outcome](), encodeOutcome, decodeOutcome)
	beam.RegisterType(reflect.TypeFor[summary.Summary]())
	beam.RegisterCoder(reflect.TypeFor[summary.Summary](), encodeSummary, summary.Parse)
	register.DoFn2x0[outcome, func(summary.Summary)](&tallyFn{})
	register.Emitter1[summary.Summary]()
	register.Function1x2(summaryLine)
	register.Combiner1[summary.Summary](&mergeFn{})
}

// An outcome is a record and its violations. It exists only between two steps that runners fuse,
// so that it is normally not encoded.
type outcome struct {
	Record  []byte         // nil if it is too long
	Invalid *verdict.Error // nil if it is valid
}

func encodeOutcome(o outcome) ([]byte, error) { return json.Marshal(o) }

func decodeOutcome(text []byte) (o outcome, err error) {
	err = json.Unmarshal(text, &o)
	return o, err
}

func encodeSummary(s summary.Summary) ([]byte, error) { return s.MarshalJSON() }

// summarize returns the summary of outcomes. It also merges the summary of no records, because Beam
// combines an empty collection to nothing.
func summarize(s beam.Scope, outcomes beam.PCollection, schema Schema, o summary.Options) beam.PCollection {
	compiled, err := schema.compileOnce()
	if err != nil {
		panic(err)
	}
	// Elements that a bundle emits at its end are in the global window.
	outcomes = beam.WindowInto(s, window.NewGlobalWindows(), outcomes)
	parts := beam.ParDo(s, &tallyFn{Schema: schema, Options: o}, outcomes)
	none := beam.Create(s, summary.New(compiled, o).Summary())
	return beam.Combine(s, &mergeFn{}, beam.Flatten(s, none, parts))
}

// tallyFn emits a summary of each bundle.
type tallyFn struct {
	Schema  Schema
	Options summary.Options

	schema    *verdict.Schema
	collector *summary.Collector
}

func (fn *tallyFn) Setup(context.Context) (err error) {
	fn.schema, err = fn.Schema.compileOnce()
	return err
}

func (fn *tallyFn) StartBundle(context.Context, func(summary.Summary)) {
	fn.collector = summary.New(fn.schema, fn.Options)
}

func (fn *tallyFn) ProcessElement(o outcome, _ func(summary.Summary)) {
	if o.Invalid == nil { // not a nil pointer in an error
		fn.collector.Add(o.Record, nil)
		return
	}
	fn.collector.Add(o.Record, o.Invalid)
}

func (fn *tallyFn) FinishBundle(_ context.Context, emit func(summary.Summary)) {
	emit(fn.collector.Summary())
}

// mergeFn merges summaries.
type mergeFn struct{}

func (*mergeFn) MergeAccumulators(a, b summary.Summary) (summary.Summary, error) {
	return summary.Merge(a, b)
}

// SummaryLines returns the JSON of a PCollection<summary.Summary>, each a line with its end, for
// [ndjson.Write]. They are the bytes of `verdict filter --summary`.
func SummaryLines(s beam.Scope, col beam.PCollection) beam.PCollection {
	return beam.ParDo(s, summaryLine, col)
}

func summaryLine(s summary.Summary) ([]byte, error) {
	text, err := s.MarshalJSON()
	return append(text, '\n'), err
}
