package kafka_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/kafka"
	"github.com/verdict-lint/verdict/registry"
)

// documents is a source of schemas that tests change.
type documents []registry.Document

func (d *documents) Load(context.Context) ([]registry.Document, error) { return slices.Clone(*d), nil }

func document(text string) registry.Document {
	return registry.Document{Name: "order", URI: "test:///order.json", Text: []byte(text)}
}

const order = `{"type": "object", "properties": {"id": {"type": "integer"}, "note": {"type": "string"}}, "required": ["id"]}`

// schemas returns a registry that does not poll.
func schemas(t testing.TB, source registry.Source, opts ...verdict.Option) *registry.Registry {
	t.Helper()
	r, err := registry.Open(context.Background(), source, registry.WithInterval(0), registry.WithSchemaOptions(opts...),
		registry.WithErrorHandler(func(string, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// cluster starts brokers with the topics in, good and bad.
func cluster(t testing.TB, brokers int, partitions int32, opts ...kfake.Opt) *kfake.Cluster {
	t.Helper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(brokers), kfake.SeedTopics(partitions, "in", "good", "bad")}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func connect(t testing.TB, c *kfake.Cluster, opts ...kgo.Opt) *kgo.Client {
	t.Helper()
	client, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(c.ListenAddrs()...)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// produce writes records to the topic in.
func produce(t testing.TB, c *kfake.Cluster, records ...*kgo.Record) {
	t.Helper()
	client := connect(t, c, kgo.DefaultProduceTopic("in"), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err := client.ProduceSync(t.Context(), records...).FirstErr(); err != nil {
		t.Fatal(err)
	}
}

// options returns the options of a validator of the cluster.
func options(t testing.TB, c *kfake.Cluster) kafka.Options {
	t.Helper()
	return kafka.Options{
		Client: []kgo.Opt{kgo.SeedBrokers(c.ListenAddrs()...), kgo.FetchMaxWait(100 * time.Millisecond), kgo.MetadataMinAge(50 * time.Millisecond)},
		Group:  "g", Topic: "in", Valid: "good", Invalid: "bad", Schemas: schemas(t, &documents{document(order)}), Schema: "order",
	}
}

// A worker is a validator that runs.
type worker struct {
	*kafka.Validator
	end  context.CancelFunc
	done chan error
}

func start(t testing.TB, o kafka.Options) *worker {
	t.Helper()
	v, err := kafka.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return run(t, v)
}

func run(t testing.TB, v *kafka.Validator) *worker {
	ctx, cancel := context.WithCancel(context.Background())
	w := &worker{Validator: v, end: cancel, done: make(chan error, 1)}
	go func() { w.done <- v.Run(ctx) }()
	t.Cleanup(cancel)
	return w
}

// stop ends the worker and returns the error of Run.
func (w *worker) stop() error {
	w.end()
	return w.wait()
}

func (w *worker) wait() error {
	err := <-w.done
	w.done <- err
	return err
}

// read returns the records of a topic, of which there must be n.
func read(t testing.TB, c *kfake.Cluster, topic string, n int) []*kgo.Record {
	t.Helper()
	records := readAll(t, c, topic)
	if len(records) != n {
		t.Fatalf("%q has %d records, want %d", topic, len(records), n)
	}
	return records
}

// readAll returns all records of a topic, as a consumer of committed records gets them, each partition
// in its order.
func readAll(t testing.TB, c *kfake.Cluster, topic string) []*kgo.Record {
	t.Helper()
	ends := make(map[int32]int64)
	for _, p := range c.PartitionInfos(topic) {
		if p.HighWatermark > 0 {
			ends[p.Partition] = p.HighWatermark
		}
	}
	// The end of a partition may be that of a transaction, which is a control record.
	client := connect(t, c, kgo.ConsumeTopics(topic), kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.KeepControlRecords())
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var records []*kgo.Record
	for len(ends) > 0 {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			t.Fatalf("reading %q: %v; not at the end of %v", topic, err, ends)
		}
		fetches.EachRecord(func(r *kgo.Record) {
			if !r.Attrs.IsControl() {
				records = append(records, r)
			}
			if r.Offset+1 >= ends[r.Partition] {
				delete(ends, r.Partition)
			}
		})
	}
	return records
}

// written returns the number of records of a topic, including those that end transactions.
func written(c *kfake.Cluster, topic string) (n int64) {
	for _, p := range c.PartitionInfos(topic) {
		n += p.HighWatermark
	}
	return n
}

// validateAll runs a validator until it has seen n records.
func validateAll(t *testing.T, o kafka.Options, n int64) *worker {
	t.Helper()
	w := start(t, o)
	waitFor(t, w, func() bool {
		c := w.Counts()
		return c.Valid+c.Invalid+c.Tombstones+c.Dropped >= n
	})
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	return w
}

// waitFor waits until a condition is true, for at most a minute.
func waitFor(t testing.TB, w *worker, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !condition(); time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-w.done:
			t.Fatalf("the validator ended: %v", err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("nothing happens: %+v", w.Counts())
		}
	}
}

// headers returns the headers of a record.
func headers(r *kgo.Record) map[string]string {
	all := make(map[string]string)
	for _, h := range r.Headers {
		all[h.Key] = string(h.Value)
	}
	return all
}

func TestValidRecordsAreCopiedUnchanged(t *testing.T) {
	c := cluster(t, 1, 1)
	at := time.UnixMilli(1_600_000_000_123)
	sent := []*kgo.Record{
		{Key: []byte("k"), Value: []byte(`{"id": 1}`), Timestamp: at, Headers: []kgo.RecordHeader{{Key: "a", Value: []byte("1")}, {Key: "a", Value: nil}, {Key: "verdict.rules", Value: []byte("x")}}},
		{Key: nil, Value: []byte(` {"id": 2}` + "\n"), Timestamp: at},
		{Key: []byte{}, Value: []byte(`{"id": 3}`), Timestamp: at},
	}
	produce(t, c, sent...)
	validateAll(t, options(t, c), 3)
	for i, got := range read(t, c, "good", 3) {
		want := sent[i]
		if string(got.Key) != string(want.Key) || (got.Key == nil) != (want.Key == nil) || string(got.Value) != string(want.Value) ||
			!got.Timestamp.Equal(at) || fmt.Sprint(got.Headers) != fmt.Sprint(want.Headers) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if n := written(c, "bad"); n != 0 {
		t.Errorf("%d dead letters", n)
	}
}

func TestDeadLettersSayWhatIsWrong(t *testing.T) {
	c := cluster(t, 1, 2)
	at := time.UnixMilli(1_600_000_000_123)
	value := []byte(`{"id": "1", "note": 2}`)
	produce(t, c,
		&kgo.Record{Partition: 1, Value: []byte(`{"id": 1}`), Timestamp: at},
		&kgo.Record{Partition: 1, Key: []byte("k"), Value: value, Timestamp: at, Headers: []kgo.RecordHeader{
			{Key: "trace", Value: []byte("t")}, {Key: "verdict.offset", Value: []byte("of another topic")}}})
	o := options(t, c)
	validateAll(t, o, 2)
	r := read(t, c, "bad", 1)[0]
	invalid := o.Schemas.Get("order").Validate(value)
	violations, err := json.Marshal(invalid)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"trace": "t", "verdict.topic": "in", "verdict.partition": "1", "verdict.offset": "1", "verdict.timestamp": "2020-09-13T12:26:40.123Z",
		"verdict.schema": o.Schemas.Snapshot().Versions("order")[0].Digest, "verdict.rules": "type", "verdict.violations": string(violations),
	}
	if got := headers(r); !maps.Equal(got, want) || len(r.Headers) != len(want) {
		t.Errorf("the headers are\n%v\nwant\n%v", r.Headers, want)
	}
	if string(r.Key) != "k" || string(r.Value) != string(value) || !r.Timestamp.Equal(at) {
		t.Errorf("the record is %+v", r)
	}
}

func TestTextThatIsNotJSONIsADeadLetter(t *testing.T) {
	c := cluster(t, 1, 1)
	values := []string{"", " ", "{", `{"id": 1} x`, "\xff", strings.Repeat("[", 100_000)}
	for _, v := range values {
		produce(t, c, &kgo.Record{Value: []byte(v)})
	}
	validateAll(t, options(t, c), int64(len(values)))
	for i, r := range read(t, c, "bad", len(values)) {
		if string(r.Value) != values[i] || headers(r)[kafka.HeaderViolations] == "" || r.Value == nil {
			t.Errorf("the dead letter of %.20q is %.20q with %v", values[i], r.Value, headers(r))
		}
	}
}

func TestTombstonesAreTreatedAsRequested(t *testing.T) {
	for _, test := range []struct {
		treatment kafka.Tombstones
		topic     string
		want      kafka.Counts
	}{
		{kafka.PassTombstones, "good", kafka.Counts{Valid: 1, Tombstones: 1}},
		{kafka.RejectTombstones, "bad", kafka.Counts{Valid: 1, Invalid: 1}},
		{kafka.DropTombstones, "", kafka.Counts{Valid: 1, Dropped: 1}},
	} {
		for _, exactly := range []bool{false, true} {
			c := cluster(t, 1, 1)
			produce(t, c, &kgo.Record{Key: []byte("k")}, &kgo.Record{Value: []byte(`{"id": 1}`)})
			o := options(t, c)
			o.Tombstones, o.ExactlyOnce = test.treatment, exactly
			if w := validateAll(t, o, 2); w.Counts() != test.want {
				t.Errorf("%d: counted %+v, want %+v", test.treatment, w.Counts(), test.want)
			}
			if test.topic == "" {
				continue
			}
			if r := readAll(t, c, test.topic)[0]; r.Value != nil || string(r.Key) != "k" {
				t.Errorf("%d: the record is %+v", test.treatment, r)
			} else if text := headers(r)[kafka.HeaderError]; (text != "") != (test.topic == "bad") {
				t.Errorf("%d: the error is %q", test.treatment, text)
			}
		}
	}
}

func TestHeadersAreBounded(t *testing.T) {
	c := cluster(t, 1, 1)
	many := []byte(`[` + strings.Repeat(`"x",`, 500) + `1]`)
	large := []byte(`["` + strings.Repeat("x", 100_000) + `"]`)
	produce(t, c, &kgo.Record{Value: many}, &kgo.Record{Value: large},
		&kgo.Record{Value: large[:100_000], Headers: []kgo.RecordHeader{{Key: "mine"}}})
	for _, test := range []struct {
		name              string
		header, message   int
		most, least       int // bytes of the violations
		violations, added [3]bool
	}{
		{"as by default", 0, 0, 16 << 10, 15 << 10, [3]bool{true, true, true}, [3]bool{true, true, true}},
		{"a small header", 1000, 0, 1000, 500, [3]bool{true, true, true}, [3]bool{true, true, true}},
		{"without room for one violation", 40, 0, 40, 1, [3]bool{true, true, true}, [3]bool{true, true, true}},
		{"without room for any header", 0, 100_200, 16 << 10, 15 << 10, [3]bool{true, false, false}, [3]bool{true, false, false}},
		{"without room for violations", 0, 100_400, 16 << 10, 15 << 10, [3]bool{true, false, false}, [3]bool{true, true, true}},
	} {
		o := options(t, c)
		o.Schemas = schemas(t, &documents{document(`{"items": {"type": "integer"}}`)})
		o.Group, o.MaxHeader, o.MaxMessage = test.name, test.header, test.message
		before := written(c, "bad")
		validateAll(t, o, 3)
		for i, r := range read(t, c, "bad", int(before)+3)[before:] {
			got := headers(r)
			text := got[kafka.HeaderViolations]
			if (text != "") != test.violations[i] || (got[kafka.HeaderTopic] != "") != test.added[i] || len(text) > test.most {
				t.Errorf("%s, record %d: the headers are %d, violations have %d bytes", test.name, i, len(got), len(text))
				continue
			}
			var e verdict.Error
			if text != "" && json.Unmarshal([]byte(text), &e) != nil {
				t.Errorf("%s: the header is not JSON: %s", test.name, text)
			}
			if i == 0 && (!e.Truncated || len(text) < test.least) {
				t.Errorf("%s: %d bytes, truncated: %v", test.name, len(text), e.Truncated)
			}
			if _, ok := got["mine"]; ok != (i == 2) {
				t.Errorf("%s: the headers of record %d are %v", test.name, i, got)
			}
		}
	}
}

func TestARecordThatIsTooLargeStopsTheValidator(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		c := cluster(t, 1, 1)
		produce(t, c, &kgo.Record{Value: []byte(`{"id": 1}`)}, &kgo.Record{Value: []byte(`{"id": 2, "note": "` + strings.Repeat("x", 2000) + `"}`)})
		o := options(t, c)
		o.MaxMessage, o.ExactlyOnce = 1000, exactly
		err := start(t, o).wait()
		if err == nil || !strings.Contains(err.Error(), `the record at offset 1 of partition 0 of "in"`) || !strings.Contains(err.Error(), "max.message.bytes") {
			t.Errorf("the error is %v", err)
		}
		o.MaxMessage = 10_000
		validateAll(t, o, 1)
		if records := read(t, c, "good", 2); len(records) != 2 {
			t.Errorf("exactly once: %v: %d records", exactly, len(records))
		}
	}
}

func TestASchemaIsReplacedWhileTheValidatorRuns(t *testing.T) {
	c := cluster(t, 1, 1)
	o := options(t, c)
	source := &documents{document(order)}
	o.Schemas = schemas(t, source)
	w := start(t, o)
	send := func() { produce(t, c, &kgo.Record{Value: []byte(`{"id": 1}`)}) }
	other := registry.Document{Name: "other", URI: "test:///other.json", Text: []byte(`{}`)}
	for i, now := range []documents{
		{document(order)}, {document(`{"type": "array"}`)},
		{document(`{"type": 1}`)}, // does not compile
		{document(order)},
		{other}, // the schema is removed
	} {
		*source = now
		_ = o.Schemas.Refresh(t.Context())
		send()
		waitFor(t, w, func() bool { n := w.Counts(); return n.Valid+n.Invalid == int64(i+1) })
	}
	if n := w.Counts(); n.Valid != 3 || n.Invalid != 2 {
		t.Errorf("counted %+v", n)
	}
	if err := w.stop(); err != nil {
		t.Error(err)
	}
	if a, b := headers(read(t, c, "bad", 2)[0])[kafka.HeaderSchema], headers(read(t, c, "bad", 2)[1])[kafka.HeaderSchema]; a == "" || a != b {
		t.Errorf("the schemas are %q and %q", a, b)
	}
}

func TestRecordsOfAKeyStayInOrder(t *testing.T) {
	for _, test := range []struct{ same, exactly bool }{{false, false}, {true, false}, {false, true}} {
		c := cluster(t, 3, 6)
		var records []*kgo.Record
		for i := range 3000 {
			value := fmt.Sprintf(`{"id": %d}`, i)
			if i%3 == 0 {
				value = fmt.Sprintf(`{"note": "%d"}`, i)
			}
			records = append(records, &kgo.Record{Key: []byte(strconv.Itoa(i % 30)), Partition: int32(i % 30 % 6), Value: []byte(value)})
		}
		produce(t, c, records...)
		o := options(t, c)
		o.SamePartition, o.ExactlyOnce, o.BatchRecords = test.same, test.exactly, 700
		validateAll(t, o, int64(len(records)))
		for topic, n := range map[string]int{"good": 2000, "bad": 1000} {
			last, partition := make(map[string]int), make(map[string]int32)
			for _, r := range read(t, c, topic, n) {
				key := string(r.Key)
				i, _ := strconv.Atoi(strings.Trim(string(r.Value), `{"idnote :}`))
				p, seen := partition[key]
				if seen && (p != r.Partition || last[key] >= i) {
					t.Fatalf("%+v: record %d of key %s is in partition %d after %d in %d", test, i, key, r.Partition, last[key], p)
				}
				last[key], partition[key] = i, r.Partition
				if number, _ := strconv.Atoi(key); test.same && r.Partition != int32(number%6) {
					t.Fatalf("key %s moved to partition %d", key, r.Partition)
				}
			}
		}
	}
}

func TestOptionsThatCannotWork(t *testing.T) {
	c := cluster(t, 1, 3, kfake.SeedTopics(2, "few"))
	for _, test := range []struct {
		want   string
		change func(*kafka.Options)
	}{
		{"Group is required", func(o *kafka.Options) { o.Group = "" }},
		{"validated without end", func(o *kafka.Options) { o.Valid = "in" }},
		{"validated without end", func(o *kafka.Options) { o.Invalid = "in" }},
		{"name two topics", func(o *kafka.Options) { o.Invalid = "good" }},
		{`no schema "x"`, func(o *kafka.Options) { o.Schema = "x" }},
		{"Schemas is required", func(o *kafka.Options) { o.Schemas = nil }},
		{"requires ExactlyOnce", func(o *kafka.Options) { o.TransactionalID = "x" }},
		{"unknown Tombstones", func(o *kafka.Options) { o.Tombstones = 7 }},
		{"negative", func(o *kafka.Options) { o.BatchRecords = -1 }},
		{"must be at least 100ms", func(o *kafka.Options) { o.CommitInterval = 1 }},
		{"MaxMessage is 5", func(o *kafka.Options) { o.MaxMessage = 5 }},
		{`the topic "missing" does not exist`, func(o *kafka.Options) { o.Topic = "missing" }},
		{`the topic "missing" does not exist`, func(o *kafka.Options) { o.Valid = "missing" }},
		{`the topic "missing" does not exist`, func(o *kafka.Options) { o.Invalid = "missing" }},
		{`"few" has 2 partitions, fewer than the 3 of "in"`, func(o *kafka.Options) { o.Valid, o.SamePartition = "few", true }},
		{"no seed brokers", func(o *kafka.Options) { o.Client = []kgo.Opt{kgo.SeedBrokers()} }},
	} {
		o := options(t, c)
		test.change(&o)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		err := kafka.Run(ctx, o)
		if err == nil || !strings.Contains(err.Error(), test.want) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("want %q, got %v", test.want, err)
		}
		cancel()
	}
}
