package kafka_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/kafka"
)

func TestTheEndOfTheContextDrains(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		c := cluster(t, 1, 1)
		fillOne(t, c, 100)
		handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.NotLeaderForPartition, Count: -1})
		o := options(t, c)
		o.ExactlyOnce = exactly
		w := start(t, o)
		if err := handle.Wait(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		w.end()
		handle.Remove()
		if err := w.wait(); err != nil {
			t.Error(err)
		}
		info := c.GroupInfo("g")
		if info.Commits["in"][0].Offset != 100 || len(info.Members) != 0 || w.Counts().Valid != 100 {
			t.Errorf("exactly once: %v: counted %+v, the group is %+v", exactly, w.Counts(), info)
		}
	}
}

func TestUnacknowledgedRecordsAreNotCommitted(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		c := cluster(t, 1, 1)
		fillOne(t, c, 100)
		handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.NotLeaderForPartition, Count: -1})
		o := options(t, c)
		o.ExactlyOnce, o.DrainTimeout = exactly, 200*time.Millisecond
		w := start(t, o)
		if err := handle.Wait(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if err := w.stop(); err == nil || !strings.Contains(err.Error(), "not acknowledged in time") {
			t.Errorf("the error is %v", err)
		}
		handle.Remove()
		if info := c.GroupInfo("g"); info.Commits["in"][0].Offset != 0 {
			t.Errorf("the group is %+v", info)
		}
		o.DrainTimeout = 0
		validateAll(t, o, 100)
		if n := len(read(t, c, "good", 100)); n != 100 {
			t.Errorf("%d records", n)
		}
	}
}

// A transaction that is left open makes its consumers, and the next process of the group, wait.
func TestNoTransactionIsLeftOpen(t *testing.T) {
	c := cluster(t, 1, 1)
	fillOne(t, c, 100)
	handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.RequestTimedOut, Count: -1}) // after writing
	o := options(t, c)
	o.ExactlyOnce, o.DrainTimeout = true, 200*time.Millisecond
	w := start(t, o)
	if err := handle.Wait(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := w.stop(); err == nil {
		t.Error("no error, although nothing was acknowledged")
	}
	handle.Remove()
	if p := c.PartitionInfo("good", 0); p.HighWatermark == 0 || p.LastStableOffset != p.HighWatermark {
		t.Errorf("the partition is %+v", p)
	}
	validateAll(t, o, 100)
	if n := len(read(t, c, "good", 100)); n != 100 {
		t.Errorf("%d records", n)
	}
}

// fillOne writes valid records to partition 0.
func fillOne(t *testing.T, c *kfake.Cluster, n int) {
	t.Helper()
	var records []*kgo.Record
	for range n {
		records = append(records, &kgo.Record{Value: []byte(`{"id": 1}`)})
	}
	produce(t, c, records...)
}

// A validator reads the next batch only when the one before has been acknowledged, so that slow
// brokers do not make it grow.
func TestReadingWaitsForWriting(t *testing.T) {
	c := cluster(t, 1, 1)
	value := []byte(`{"id": 1, "note": "` + strings.Repeat("x", 10_000) + `"}`)
	var records []*kgo.Record
	for range 1000 {
		records = append(records, &kgo.Record{Value: value})
	}
	produce(t, c, records...)
	handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.NotLeaderForPartition, Count: -1})
	o := options(t, c)
	o.BatchRecords, o.FetchBytes = 50, 100_000
	fetched := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Fetch}, Count: -1, Observe: true})
	w := start(t, o)
	if err := handle.Wait(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	if n := fetched.Hits(); n > 5 {
		t.Errorf("%d requests for more records while the first ones are not written", n)
	}
	handle.Remove()
	if err := w.stop(); err != nil {
		t.Error(err)
	}
}

func TestMetricsAndHealthAreServed(t *testing.T) {
	c := cluster(t, 1, 1)
	o := options(t, c)
	o.Schemas = schemas(t, &documents{document(`{"type": "object", "required": ["a", "b"], "x": true}`)},
		verdict.WithKeyword("x", func(verdict.KeywordUse) (verdict.KeywordCheck, error) { return nil, nil }))
	produce(t, c, &kgo.Record{Value: []byte(`{}`)}, &kgo.Record{Value: []byte(`1`)}, &kgo.Record{Value: []byte(`{"a": 1, "b": 2}`)}, &kgo.Record{})
	w := validateAll(t, o, 4)
	get := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRecorder()
		w.Handler().ServeHTTP(r, httptest.NewRequest("GET", path, nil))
		return r
	}
	body := get("/metrics").Body.String()
	for _, want := range []string{
		"# TYPE verdict_kafka_records_total counter\n",
		`verdict_kafka_records_total{kind="valid"} 1` + "\n",
		`verdict_kafka_records_total{kind="invalid"} 2` + "\n",
		`verdict_kafka_records_total{kind="tombstone"} 1` + "\n",
		`verdict_kafka_violations_total{rule="missing"} 2` + "\n",
		`verdict_kafka_violations_total{rule="type"} 1` + "\n",
		"verdict_kafka_value_bytes_total 19\n",
		"verdict_kafka_batches_total 1\n",
		"verdict_kafka_schema_update_failed 0\n",
		`verdict_kafka_schema_info{name="order",version="",digest="sha256:`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile(`verdict_kafka_[a-z_]+`).FindAllString(string(readme), -1) {
		if !strings.Contains(body, "# TYPE "+name+" ") {
			t.Errorf("the README names the metric %s, which does not exist", name)
		}
	}
	if r := get("/healthz"); r.Code != 200 || r.Body.String() != "ok\n" {
		t.Errorf("the health is %d %q", r.Code, r.Body)
	}
	if r := get("/"); r.Code != 404 {
		t.Errorf("the root has status %d", r.Code)
	}
}

func TestTheLagIsThatOfThePartitionsOfTheProcess(t *testing.T) {
	c := cluster(t, 3, 3)
	value := []byte(`{"id": 1}`)
	for p := range int32(3) {
		produce(t, c, &kgo.Record{Partition: p, Value: value})
	}
	o := options(t, c)
	o.CommitInterval = 100 * time.Millisecond
	v, err := kafka.New(o)
	if err != nil {
		t.Fatal(err)
	}
	v.MeasureLagEvery(10 * time.Millisecond)
	w := run(t, v)
	waitCommitted(t, c, time.Minute)
	handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Topic: "good", Err: kerr.NotLeaderForPartition, Count: -1})
	produce(t, c, &kgo.Record{Partition: 1, Value: value}, &kgo.Record{Partition: 1, Value: value})
	for _, test := range []struct{ want []string }{
		{[]string{`{topic="in",partition="0"} 0`, `{topic="in",partition="1"} 2`, `{topic="in",partition="2"} 0`}},
		{[]string{`{topic="in",partition="0"} 0`, `{topic="in",partition="1"} 0`, `{topic="in",partition="2"} 0`}},
	} {
		waitFor(t, w, func() bool {
			r := httptest.NewRecorder()
			w.Handler().ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
			return strings.Contains(r.Body.String(), "verdict_kafka_lag_records"+strings.Join(test.want, "\nverdict_kafka_lag_records")+"\n")
		})
		handle.Remove()
	}
	if err := w.stop(); err != nil {
		t.Error(err)
	}
}

func TestAValidatorThatIsStuckIsNotHealthy(t *testing.T) {
	c := cluster(t, 1, 1)
	fillOne(t, c, 1)
	handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.NotLeaderForPartition, Count: -1})
	w := start(t, options(t, c))
	if err := handle.Wait(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(2 * time.Minute)
	if w.HealthAt(time.Now()) != nil || w.HealthAt(later) == nil {
		t.Errorf("the health is %v, and later %v", w.HealthAt(time.Now()), w.HealthAt(later))
	}
	handle.Remove()
	waitFor(t, w, func() bool { return w.HealthAt(later) == nil })
	if err := w.stop(); err != nil {
		t.Error(err)
	}
}

func TestACompressedBatchThatIsTooLargeStopsTheValidator(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		c := cluster(t, 1, 1)
		client := connect(t, c, kgo.DefaultProduceTopic("in"), kgo.ProducerBatchMaxBytes(10<<20), kgo.ProducerBatchCompression(kgo.ZstdCompression()))
		if err := client.ProduceSync(t.Context(), kgo.StringRecord(strings.Repeat(" ", 5<<20))).FirstErr(); err != nil {
			t.Fatal(err)
		}
		o := options(t, c)
		o.ExactlyOnce, o.MaxUnpacked = exactly, 1<<20
		if err := start(t, o).wait(); err == nil || !strings.Contains(err.Error(), "at offset 0 decompresses to more than") {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestRulesAreCountedUpToALimit(t *testing.T) {
	c := cluster(t, 1, 1)
	o := options(t, c)
	properties, value := `"a": true`, `"a": 1`
	var keywords []verdict.Option
	for i := range 150 {
		name := fmt.Sprintf("k%d", i)
		keywords = append(keywords, verdict.WithKeyword(name, func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(_ verdict.Instance, report verdict.Report) { report.Fail("never") }, nil
		}))
		properties += fmt.Sprintf(`, "p%d": {"%s": true}`, i, name)
		value += fmt.Sprintf(`, "p%d": 1`, i)
	}
	o.Schemas = schemas(t, &documents{document(`{"properties": {` + properties + `}}`)}, append(keywords, verdict.WithMaxViolations(0))...)
	produce(t, c, &kgo.Record{Value: []byte("{" + value + "}")})
	w := validateAll(t, o, 1)
	r := httptest.NewRecorder()
	w.Handler().ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	if n := strings.Count(r.Body.String(), "verdict_kafka_violations_total{"); n != 101 || !strings.Contains(r.Body.String(), `{rule="other"} 50`) {
		t.Errorf("%d rules in\n%s", n, r.Body)
	}
}
