package kafka_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"

	"github.com/verdict-lint/verdict/contrib/confluent"
	"github.com/verdict-lint/verdict/contrib/kafka"
	"github.com/verdict-lint/verdict/registry"
)

func framed(id int, payload string) *kgo.Record {
	return &kgo.Record{Value: append(confluent.AppendHeader(nil, id), payload...)}
}

func seed(s *srfake.Registry, version, id int, text string) {
	s.SeedSchema("order", version, id, sr.Schema{Type: sr.TypeJSON, Schema: text})
}

// framedOptions returns options with the schemas of a server that has version 1 of order.
func framedOptions(t *testing.T, o kafka.Options) (kafka.Options, *srfake.Registry) {
	t.Helper()
	server := srfake.New()
	t.Cleanup(server.Close)
	seed(server, 1, 7, `{"type": "integer"}`)
	server.SeedSchema("other", 1, 9, sr.Schema{Type: sr.TypeJSON, Schema: `{}`})
	source, err := confluent.New(sr.URLs(server.URL()))
	if err != nil {
		t.Fatal(err)
	}
	source.Subjects = []string{"order"}
	o.Schemas, o.Framed = schemas(t, source), true
	return o, server
}

// A sentRecord is a record to validate.
type sentRecord struct {
	record *kgo.Record
	err    string // in the header, for dead letters that were not validated
	valid  bool
}

// validateSent validates records, and checks where each of them is.
func validateSent(t *testing.T, c *kfake.Cluster, o kafka.Options, sent []sentRecord) {
	t.Helper()
	var records []*kgo.Record
	valid := 0
	for _, s := range sent {
		records = append(records, s.record)
		if s.valid {
			valid++
		}
	}
	produce(t, c, records...)
	validateAll(t, o, int64(len(sent)))
	good, bad := read(t, c, "good", valid), read(t, c, "bad", len(sent)-valid)
	for _, s := range sent {
		from := &bad
		if s.valid {
			from = &good
		}
		got := (*from)[0]
		*from = (*from)[1:]
		if string(got.Value) != string(s.record.Value) || headers(got)[kafka.HeaderError] != s.err {
			t.Errorf("got %q with the error %q, want %q with %q", got.Value, headers(got)[kafka.HeaderError], s.record.Value, s.err)
		}
	}
}

func TestTheHeaderOfAValueSelectsItsSchema(t *testing.T) {
	c := cluster(t, 1, 1)
	o, server := framedOptions(t, options(t, c))
	seed(server, 2, 8, `{"type": "string"}`) // registered after the validator has loaded the schemas
	sent := []sentRecord{
		{framed(7, `1`), "", true},
		{framed(7, `"x"`), "", false},
		{framed(8, `"x"`), "", true},
		{framed(8, `1`), "", false},
		{framed(9, `1`), "no version of the schema has the ID 9", false},
		{framed(1<<31, `1`), "no version of the schema has the ID 2147483648", false},
		{&kgo.Record{Value: []byte(`1`)}, "the value does not begin with a zero byte and the ID of a schema", false},
		{&kgo.Record{Value: []byte{0, 0, 0}}, "the value does not begin with a zero byte and the ID of a schema", false},
		{&kgo.Record{Value: []byte{}}, "the value does not begin with a zero byte and the ID of a schema", false},
		{&kgo.Record{}, "", true}, // a tombstone
	}
	validateSent(t, c, o, sent)
}

// guids is a source of versions that have GUIDs.
type guids []registry.Document

func (g guids) Load(context.Context) ([]registry.Document, error) { return g, nil }

func TestTheHeaderOfARecordSelectsItsSchema(t *testing.T) {
	const number, text, unknown = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "00000000-0000-0000-0000-000000000000"
	c := cluster(t, 1, 1)
	o := options(t, c)
	o.Framed, o.Schemas = true, schemas(t, guids{
		{Name: "order", Version: "1", ID: 7, GUID: number, URI: "https://example.com/1", Text: []byte(`{"type": "integer"}`)},
		{Name: "order", Version: "2", ID: 8, GUID: text, URI: "https://example.com/2", Text: []byte(`{"type": "string"}`)},
	})
	guid := func(g string) []byte {
		header, err := confluent.AppendGUID(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		return header
	}
	record := func(value string, headers ...[]byte) *kgo.Record {
		r := &kgo.Record{Value: []byte(value)}
		for _, h := range headers {
			r.Headers = append(r.Headers, kgo.RecordHeader{Key: confluent.ValueHeader, Value: h})
		}
		return r
	}
	sent := []sentRecord{
		{record(`1`, guid(number)), "", true},
		{record(`"x"`, guid(number)), "", false},
		{record(`"x"`, guid(text)), "", true},
		{record(`1`, guid(text)), "", false},
		{record(`1`, confluent.AppendHeader(nil, 7)), "", true},
		{record(`1`, guid(text), guid(number)), "", true},
		{record(string(framed(7, `1`).Value), guid(number)), "", false}, // the whole value is the payload
		{framed(8, `"x"`), "", true},
		{record(`1`, guid(unknown)), "no version of the schema has the GUID " + unknown, false},
		{record(`1`, []byte{1, 2}), "the header __value_schema_id has neither a GUID nor an ID of a schema", false},
		{&kgo.Record{Headers: []kgo.RecordHeader{{Key: confluent.ValueHeader, Value: guid(unknown)}}}, "", true}, // a tombstone
	}
	validateSent(t, c, o, sent)
}

// unavailable makes the server respond with an error, and returns how often it did.
func unavailable(server *srfake.Registry) *atomic.Int64 {
	var requests atomic.Int64
	server.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
		requests.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	return &requests
}

// Records must not be rejected while the registry is down, because their schema may be valid.
func TestAnUnknownIDWaitsForTheRegistry(t *testing.T) {
	c := cluster(t, 1, 1)
	o, server := framedOptions(t, options(t, c))
	seed(server, 2, 8, `{"type": "string"}`)
	requests := unavailable(server)
	produce(t, c, framed(8, `"x"`))
	w := start(t, o)
	waitFor(t, w, func() bool { return requests.Load() >= 2 })
	if n := w.Counts(); n != (kafka.Counts{}) {
		t.Errorf("counted %+v", n)
	}
	server.ClearInterceptors()
	waitFor(t, w, func() bool { return w.Counts().Valid == 1 })
	if err := w.stop(); err != nil {
		t.Error(err)
	}
}

func TestAnUnknownIDDoesNotKeepTheValidatorRunning(t *testing.T) {
	c := cluster(t, 1, 1)
	o, server := framedOptions(t, options(t, c))
	o.DrainTimeout = 100 * time.Millisecond
	requests := unavailable(server)
	produce(t, c, framed(8, `"x"`))
	w := start(t, o)
	waitFor(t, w, func() bool { return requests.Load() >= 1 })
	if err := w.stop(); err == nil {
		t.Error("no error, although a record was not written")
	}
	if info := c.GroupInfo("g"); len(info.Commits) != 0 || len(info.Members) != 0 {
		t.Errorf("the group is %+v", info)
	}
}
