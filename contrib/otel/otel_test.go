package verdictotel_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"go.opentelemetry.io/otel/attribute"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/verdict-lint/verdict"
	verdictotel "github.com/verdict-lint/verdict/contrib/otel"
	"github.com/verdict-lint/verdict/verdicthttp"
)

// observed returns an option that records metrics, and a function that lists them, sorted: those
// of histograms by their counts, since durations vary.
func observed(t testing.TB) (verdict.Option, func() []string) {
	t.Helper()
	reader := sdkmetric.NewManualReader()
	observer, err := verdictotel.NewObserver(verdictotel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))))
	if err != nil {
		t.Fatal(err)
	}
	return verdict.WithObserver(observer), func() []string {
		var all metricdata.ResourceMetrics
		if err := reader.Collect(t.Context(), &all); err != nil {
			t.Fatal(err)
		}
		return lines(t, all)
	}
}

func lines(t testing.TB, all metricdata.ResourceMetrics) []string {
	var lines []string
	add := func(m metricdata.Metrics, set attribute.Set, value any) {
		lines = append(lines, fmt.Sprint(m.Name, "/", m.Unit, " ", set.Encoded(attribute.DefaultEncoder()), " ", value))
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					add(m, p.Attributes, p.Value)
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					if p.Sum < 0 || p.Sum > 60 {
						t.Errorf("%s: the sum is %v seconds", m.Name, p.Sum)
					}
					if p.Bounds[1] > 1e-3 { // those of the SDK are for milliseconds
						t.Errorf("%s: the bounds are %v", m.Name, p.Bounds)
					}
					add(m, p.Attributes, p.Count)
				}
			default:
				t.Errorf("%s has data of type %T", m.Name, data)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

const order = `{"required": ["id"], "properties": {"id": {"type": "integer"}, "note": {"type": "string"}}}`

func TestMetricsAreBySchemaAndRule(t *testing.T) {
	observer, metrics := observed(t)
	s := verdict.MustCompile([]byte(order), observer, verdict.WithName("order"))
	other := verdict.MustCompile([]byte(`true`), observer, verdict.WithName("other"))
	if _, err := verdict.Compile([]byte(`{"type": 1}`), observer, verdict.WithName("order")); err == nil {
		t.Error("the schema compiles")
	}
	s.Valid([]byte(`{"id": 1}`))
	s.Valid([]byte(`{"id": "1"}`))
	_ = s.Validate([]byte(`{"note": 1}`))
	_ = s.Validate([]byte(`{"id": "1"}`))
	other.Valid([]byte(`1`))
	want := []string{
		"verdict.compilation.duration/s verdict.schema=order,verdict.valid=false 1",
		"verdict.compilation.duration/s verdict.schema=order,verdict.valid=true 1",
		"verdict.compilation.duration/s verdict.schema=other,verdict.valid=true 1",
		"verdict.validation.duration/s verdict.schema=order,verdict.valid=false 3",
		"verdict.validation.duration/s verdict.schema=order,verdict.valid=true 1",
		"verdict.validation.duration/s verdict.schema=other,verdict.valid=true 1",
		"verdict.validation.size/By verdict.schema=order 42",
		"verdict.validation.size/By verdict.schema=other 1",
		"verdict.violations/{violation} verdict.rule=missing,verdict.schema=order 1",
		"verdict.violations/{violation} verdict.rule=type,verdict.schema=order 2",
	}
	if got := metrics(); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestObserversAreSafeForConcurrentUse(t *testing.T) {
	observer, metrics := observed(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 50 {
				s := verdict.MustCompile([]byte(order), observer, verdict.WithName(fmt.Sprint(i)))
				_ = s.Validate([]byte(`{}`))
			}
		})
	}
	all.Wait()
	got := metrics()
	if len(got) != 4*50 || !slices.Contains(got, "verdict.violations/{violation} verdict.rule=missing,verdict.schema=7 8") {
		t.Errorf("%d series:\n%s", len(got), strings.Join(got, "\n"))
	}
}

func TestMetricsOfAValidPayloadAllocateNothing(t *testing.T) {
	observer, metrics := observed(t)
	s := verdict.MustCompile([]byte(order), observer, verdict.WithName("order"))
	payload := []byte(`{"id": 1}`)
	s.Valid(payload)
	if n := testing.AllocsPerRun(200, func() { s.Valid(payload) }); n >= 1 {
		t.Errorf("%v allocations", n)
	}
	if got := metrics(); !slices.Contains(got, "verdict.validation.duration/s verdict.schema=order,verdict.valid=true 202") {
		t.Errorf("recorded\n%s", strings.Join(got, "\n"))
	}
}

// spans runs f in a span and returns it.
func span(t *testing.T, f func(ctx context.Context)) tracetest.SpanStub {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	ctx, s := provider.Tracer("test").Start(t.Context(), "request")
	f(ctx)
	s.End()
	return exporter.GetSpans()[0]
}

// events lists the events of a span with their attributes.
func events(s tracetest.SpanStub) []string {
	var lines []string
	for _, e := range s.Events {
		set := attribute.NewSet(e.Attributes...)
		lines = append(lines, e.Name+" "+set.Encoded(attribute.DefaultEncoder()))
	}
	return lines
}

const secret = `{"id": "secret-value", "secret-name": 1, "note": 2}`

func TestEventsOfViolationsHaveNoValues(t *testing.T) {
	err := verdict.MustCompile([]byte(order), verdict.WithStrict(true), verdict.WithBaseURI("https://example.com/order.json")).Validate([]byte(secret))
	got := span(t, func(ctx context.Context) { verdictotel.RecordError(ctx, fmt.Errorf("request: %w", err)) })
	want := []string{
		"verdict.violation verdict.rule=type,verdict.schema_location=https://example.com/order.json#/properties/id/type",
		"verdict.violation verdict.rule=unknown-property,verdict.schema_location=https://example.com/order.json#/properties",
		"verdict.violation verdict.rule=type,verdict.schema_location=https://example.com/order.json#/properties/note/type",
	}
	if lines := events(got); !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Contains(got.Attributes, verdictotel.ViolationsKey.Int(3)) || got.Status.Description != "" {
		t.Errorf("the attributes are %v, the status %v", got.Attributes, got.Status)
	}
	if text := fmt.Sprintf("%+v", got); strings.Contains(text, "secret") {
		t.Errorf("the span has a part of the payload: %s", text)
	}
}

func TestDetailsHaveValuesUnlessTheSchemaRedacts(t *testing.T) {
	for _, test := range []struct {
		opts  []verdict.Option
		value bool
	}{{nil, true}, {[]verdict.Option{verdict.WithRedaction()}, false}} {
		err := verdict.MustCompile([]byte(order), test.opts...).Validate([]byte(secret))
		got := strings.Join(events(span(t, func(ctx context.Context) {
			verdictotel.RecordError(ctx, err, verdictotel.WithDetails())
		})), "\n")
		if !strings.Contains(got, "verdict.pointer=/id") || strings.Contains(got, "secret-value") != test.value {
			t.Errorf("events with the value: want %v, got\n%s", test.value, got)
		}
	}
}

func TestEventsAreLimited(t *testing.T) {
	s := verdict.MustCompile([]byte(`{"items": {"type": "string"}}`), verdict.WithMaxViolations(0))
	err := s.Validate([]byte("[" + strings.Repeat("1,", 999) + "1]"))
	got := span(t, func(ctx context.Context) { verdictotel.RecordError(ctx, err) })
	if len(got.Events) != 32 || !slices.Contains(got.Attributes, verdictotel.ViolationsKey.Int(1000)) {
		t.Errorf("%d events, attributes %v", len(got.Events), got.Attributes)
	}
}

func TestDetailsAreCut(t *testing.T) {
	name, value := strings.Repeat("é", 100_000), strings.Repeat("ü", 100_000)
	err := verdict.MustCompile([]byte(`{"additionalProperties": {"type": "integer"}}`)).Validate([]byte(`{"` + name + `": "` + value + `"}`))
	got := span(t, func(ctx context.Context) { verdictotel.RecordError(ctx, err, verdictotel.WithDetails()) })
	if len(got.Events) != 1 {
		t.Fatalf("%d events", len(got.Events))
	}
	for _, a := range got.Events[0].Attributes {
		text := a.Value.AsString()
		if len(text) > 1100 || !utf8.ValidString(text) {
			t.Errorf("%s has %d bytes, valid UTF-8: %v", a.Key, len(text), utf8.ValidString(text))
		}
		if want := "/" + strings.Repeat("é", 511) + "…"; a.Key == verdictotel.PointerKey && text != want {
			t.Errorf("the pointer is %q", text)
		}
	}
}

func TestOtherErrorsAndOtherSpansAreLeftAlone(t *testing.T) {
	invalid := verdict.MustCompile([]byte(`false`)).Validate([]byte(`1`))
	got := span(t, func(ctx context.Context) {
		verdictotel.RecordError(ctx, nil)
		verdictotel.RecordError(ctx, errors.New("secret"))
		verdictotel.RecordError(context.Background(), invalid)
	})
	if len(got.Events) != 0 || len(got.Attributes) != 0 {
		t.Errorf("events %v, attributes %v", got.Events, got.Attributes)
	}
}

func TestProblemsOfRequestsAreEvents(t *testing.T) {
	s := verdict.MustCompile([]byte(order))
	handler := verdicthttp.Middleware(s, verdicthttp.WithObserver(verdictotel.RequestObserver()))(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, test := range []struct {
		body, contentType string
		want              []string
	}{
		{`{"id": 1}`, "application/json", nil},
		{`{"id": 1}`, "text/plain", []string{"verdict.problem http.response.status_code=415"}},
		{secret, "application/json", []string{
			"verdict.problem http.response.status_code=422",
			"verdict.violation verdict.rule=type,verdict.schema_location=verdict:///schema.json#/properties/id/type",
			"verdict.violation verdict.rule=type,verdict.schema_location=verdict:///schema.json#/properties/note/type",
		}},
	} {
		got := events(span(t, func(ctx context.Context) {
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", strings.NewReader(test.body))
			r.Header.Set("Content-Type", test.contentType)
			handler.ServeHTTP(httptest.NewRecorder(), r)
		}))
		if !slices.Equal(got, test.want) {
			t.Errorf("%s, %s: got\n%s\nwant\n%s", test.contentType, test.body, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

func ExampleNewObserver() {
	reader := sdkmetric.NewManualReader() // in a program, one with an exporter
	observer, err := verdictotel.NewObserver(verdictotel.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))))
	if err != nil {
		fmt.Println(err)
		return
	}
	schema := verdict.MustCompile([]byte(`{"required": ["id"]}`), verdict.WithName("order"), verdict.WithObserver(observer))
	_ = schema.Validate([]byte(`{}`))

	var all metricdata.ResourceMetrics
	_ = reader.Collect(context.Background(), &all)
	for _, m := range all.ScopeMetrics[0].Metrics {
		fmt.Println(m.Name, m.Unit)
	}
	// Output:
	// verdict.validation.duration s
	// verdict.validation.size By
	// verdict.violations {violation}
	// verdict.compilation.duration s
}

func ExampleRecordError() {
	exporter := tracetest.NewInMemoryExporter() // in a program, one of a collector
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter)).Tracer("orders")
	schema := verdict.MustCompile([]byte(`{"required": ["id"]}`))

	ctx, span := tracer.Start(context.Background(), "create order")
	if err := schema.Validate([]byte(`{}`)); err != nil {
		verdictotel.RecordError(ctx, err)
	}
	span.End()

	for _, event := range exporter.GetSpans()[0].Events {
		fmt.Println(event.Name, event.Attributes[0].Value.AsString(), event.Attributes[1].Value.AsString())
	}
	// Output: verdict.violation missing verdict:///schema.json#/required
}

func ExampleRequestObserver() {
	exporter := tracetest.NewInMemoryExporter() // in a program, one of a collector
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter)).Tracer("orders")
	schema := verdict.MustCompile([]byte(`{"required": ["id"]}`))
	handler := verdicthttp.Middleware(schema, verdicthttp.WithObserver(verdictotel.RequestObserver()))(http.NotFoundHandler())

	ctx, span := tracer.Start(context.Background(), "POST /orders") // as otelhttp does
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/orders", strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "application/json")
	handler.ServeHTTP(httptest.NewRecorder(), r)
	span.End()

	for _, event := range exporter.GetSpans()[0].Events {
		fmt.Println(event.Name, event.Attributes[0].Value)
	}
	// Output:
	// verdict.problem 422
	// verdict.violation missing
}
