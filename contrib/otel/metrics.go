// Package verdictotel reports validations to OpenTelemetry: metrics by schema and rule, and span
// events for violations. It never reports values of payloads unless [WithDetails] permits it.
//
//	observer, err := verdictotel.NewObserver()
//	…
//	orders := verdict.MustFor[Order](verdict.WithObserver(observer))
//	mux.Handle("POST /orders", verdicthttp.HandlerFor(orders, create,
//		verdicthttp.WithObserver(verdictotel.RequestObserver())))
package verdictotel

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/verdict-lint/verdict"
)

const scope = "github.com/verdict-lint/verdict/contrib/otel"

// The attributes of metrics and events.
const (
	SchemaKey         = attribute.Key("verdict.schema")          // the name of the schema, see verdict.WithName
	ValidKey          = attribute.Key("verdict.valid")           // whether the payload is valid, or the schema compiles
	RuleKey           = attribute.Key("verdict.rule")            // of a violation, such as "missing"
	SchemaLocationKey = attribute.Key("verdict.schema_location") // the URI of the violated keyword
	PointerKey        = attribute.Key("verdict.pointer")         // to the value; only with WithDetails
	MessageKey        = attribute.Key("verdict.message")         // of the violation; only with WithDetails
	ViolationsKey     = attribute.Key("verdict.violations")      // how many a payload has
	StatusKey         = attribute.Key("http.response.status_code")
)

// A MetricOption sets how [NewObserver] measures.
type MetricOption func(*metricConfig)

type metricConfig struct{ provider metric.MeterProvider }

// WithMeterProvider sets the provider of the meter. The default is the global one of otel.
func WithMeterProvider(p metric.MeterProvider) MetricOption {
	return func(c *metricConfig) { c.provider = p }
}

// durations are bounds of a histogram in seconds, from a microsecond to a second.
var durations = []float64{1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 0.1, 1}

// NewObserver returns an observer, for [verdict.WithObserver], that records these metrics:
//
//	verdict.validation.duration   histogram, s           by schema and valid
//	verdict.validation.size       counter, By            by schema
//	verdict.violations            counter, {violation}   by schema and rule
//	verdict.compilation.duration  histogram, s           by schema and valid
//
// The count of a histogram is the number of validations or compilations. Violations are counted
// if they are reported in an error: not those of calls of Valid and Output, nor those beyond
// [verdict.WithMaxViolations].
func NewObserver(opts ...MetricOption) (verdict.Observer, error) {
	c := metricConfig{provider: otel.GetMeterProvider()}
	for _, opt := range opts {
		opt(&c)
	}
	meter := c.provider.Meter(scope)
	o := new(observer)
	o.series.Store(new(map[seriesKey]*series))
	var errs [4]error
	o.validation, errs[0] = meter.Float64Histogram("verdict.validation.duration", metric.WithUnit("s"),
		metric.WithDescription("Duration of validations"), metric.WithExplicitBucketBoundaries(durations...))
	o.size, errs[1] = meter.Int64Counter("verdict.validation.size", metric.WithUnit("By"),
		metric.WithDescription("Size of validated payloads"))
	o.violations, errs[2] = meter.Int64Counter("verdict.violations", metric.WithUnit("{violation}"),
		metric.WithDescription("Violations of payloads"))
	o.compilation, errs[3] = meter.Float64Histogram("verdict.compilation.duration", metric.WithUnit("s"),
		metric.WithDescription("Duration of compilations of schemas"), metric.WithExplicitBucketBoundaries(durations...))
	if err := errors.Join(errs[:]...); err != nil {
		return verdict.Observer{}, fmt.Errorf("verdictotel: %w", err)
	}
	return verdict.Observer{Compiled: o.compiled, Validated: o.validated}, nil
}

// An observer has the instruments.
type observer struct {
	validation, compilation metric.Float64Histogram
	size, violations        metric.Int64Counter

	// series are replaced, not changed, so that reading takes no lock.
	series atomic.Pointer[map[seriesKey]*series]
	mutex  sync.Mutex // of replacing
}

// A seriesKey identifies a series; the rule is empty for the series of validations.
type seriesKey struct {
	schema string
	rule   verdict.Rule
}

// A series has the attributes of measurements, which are expensive to make.
type series struct {
	valid, invalid []metric.RecordOption
	add            []metric.AddOption
}

// maxSeries is how many are kept. If there are more schemas, the metrics SDK merges them.
const maxSeries = 1000

func (o *observer) seriesOf(schema string, rule verdict.Rule) *series {
	key := seriesKey{schema, rule}
	if s := (*o.series.Load())[key]; s != nil {
		return s
	}
	name := SchemaKey.String(schema)
	s := &series{
		valid:   []metric.RecordOption{metric.WithAttributeSet(attribute.NewSet(name, ValidKey.Bool(true)))},
		invalid: []metric.RecordOption{metric.WithAttributeSet(attribute.NewSet(name, ValidKey.Bool(false)))},
		add:     []metric.AddOption{metric.WithAttributeSet(attribute.NewSet(name))},
	}
	if rule != "" {
		s.add = []metric.AddOption{metric.WithAttributeSet(attribute.NewSet(name, RuleKey.String(string(rule))))}
	}
	o.mutex.Lock()
	defer o.mutex.Unlock()
	known := *o.series.Load()
	if len(known) < maxSeries {
		next := maps.Clone(known)
		if next == nil {
			next = make(map[seriesKey]*series)
		}
		next[key] = s
		o.series.Store(&next)
	}
	return s
}

// of returns the attributes for a result.
func (s *series) of(valid bool) []metric.RecordOption {
	if valid {
		return s.valid
	}
	return s.invalid
}

func (o *observer) compiled(c verdict.Compilation) {
	o.compilation.Record(context.Background(), c.Duration.Seconds(), o.seriesOf(c.Name, "").of(c.Err == nil)...)
}

func (o *observer) validated(v verdict.Validation) {
	ctx := context.Background()
	s := o.seriesOf(v.Name, "")
	o.validation.Record(ctx, v.Duration.Seconds(), s.of(v.Valid)...)
	o.size.Add(ctx, int64(v.Bytes), s.add...)
	if v.Err == nil {
		return
	}
	for i := range v.Err.Violations {
		o.violations.Add(ctx, 1, o.seriesOf(v.Name, v.Err.Violations[i].Rule).add...)
	}
}
