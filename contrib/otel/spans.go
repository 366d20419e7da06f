package verdictotel

// This file reports violations as events of spans.

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/verdicthttp"
)

// A SpanOption sets what is reported in events.
type SpanOption func(*spanConfig)

type spanConfig struct{ details bool }

// WithDetails adds the JSON Pointer and the message of each violation to its event. They may have
// names and values of the payload; with [verdict.WithRedaction], names only. They are cut to 1 KiB.
func WithDetails() SpanOption {
	return func(c *spanConfig) { c.details = true }
}

// maxEvents is how many violations of a payload become events. The SDK has a limit for each span,
// by default 128.
const maxEvents = 32

// maxText is how many bytes of a pointer and a message become an attribute. An exporter loses all
// spans of a batch that is too large.
const maxText = 1 << 10

// RecordError adds an event "verdict.violation" for each violation of err to the span of ctx, with
// its rule and the URI of the violated keyword, for at most 32. The span gets their number as the
// attribute "verdict.violations". It does nothing if err has no [*verdict.Error], or if the span is
// not recorded. The status of the span remains, since an invalid payload is the fault of its sender.
func RecordError(ctx context.Context, err error, opts ...SpanOption) {
	newSpanConfig(opts).record(trace.SpanFromContext(ctx), err)
}

// RequestObserver returns a function for [verdicthttp.WithObserver], which adds an event
// "verdict.problem" with the status to the span of the request, and those of [RecordError].
func RequestObserver(opts ...SpanOption) func(*http.Request, *verdicthttp.Problem) {
	c := newSpanConfig(opts)
	return func(r *http.Request, p *verdicthttp.Problem) {
		span := trace.SpanFromContext(r.Context())
		if span.IsRecording() {
			span.AddEvent("verdict.problem", trace.WithAttributes(StatusKey.Int(p.Status)))
			c.record(span, p.Err)
		}
	}
}

func newSpanConfig(opts []SpanOption) spanConfig {
	var c spanConfig
	for _, opt := range opts {
		opt(&c)
	}
	return c
}

func (c spanConfig) record(span trace.Span, err error) {
	var invalid *verdict.Error
	if !span.IsRecording() || !errors.As(err, &invalid) {
		return
	}
	span.SetAttributes(ViolationsKey.Int(len(invalid.Violations)))
	for i := range invalid.Violations[:min(len(invalid.Violations), maxEvents)] {
		span.AddEvent("verdict.violation", trace.WithAttributes(c.attributes(&invalid.Violations[i])...))
	}
}

func (c spanConfig) attributes(v *verdict.Violation) []attribute.KeyValue {
	attributes := []attribute.KeyValue{RuleKey.String(string(v.Rule)), SchemaLocationKey.String(v.SchemaLocation)}
	if c.details {
		attributes = append(attributes, PointerKey.String(cut(v.Pointer)), MessageKey.String(cut(v.Message)))
	}
	return attributes
}

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}
