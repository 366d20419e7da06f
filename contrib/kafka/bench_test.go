package kafka_test

import (
	"os"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/verdict-lint/verdict/registry"
)

// BenchmarkTopic validates the records of a topic, each a session of the fixtures, with three fake
// brokers in the same process. It reports how much of the time is validation.
func BenchmarkTopic(b *testing.B) {
	for _, exactly := range []bool{false, true} {
		b.Run(map[bool]string{false: "at-least-once", true: "exactly-once"}[exactly], func(b *testing.B) { benchmark(b, exactly) })
	}
}

func benchmark(b *testing.B, exactly bool) {
	schema, err := os.ReadFile("../../schema/connect-session.schema.json")
	if err != nil {
		b.Fatal(err)
	}
	value, err := os.ReadFile("../../fixtures/valid/accountId-value.json")
	if err != nil {
		b.Fatal(err)
	}
	c := cluster(b, 3, partitions)
	client := connect(b, c, kgo.DefaultProduceTopic("in"), kgo.MaxBufferedRecords(100_000))
	var first kgo.FirstErrPromise
	for i := range b.N {
		client.Produce(b.Context(), &kgo.Record{Key: []byte{byte(i), byte(i >> 8)}, Value: value}, first.Promise())
	}
	if err := first.Err(); err != nil {
		b.Fatal(err)
	}
	o := options(b, c)
	o.Schemas = schemas(b, &documents{registry.Document{Name: "session", URI: "test:///session.json", Text: schema}})
	o.Schema, o.ExactlyOnce = "session", exactly
	b.SetBytes(int64(len(value)))
	b.ResetTimer()
	w := start(b, o)
	waitFor(b, w, func() bool { return w.Counts().Valid >= int64(b.N) })
	b.StopTimer()
	b.ReportMetric(100*w.Validating().Seconds()/b.Elapsed().Seconds(), "%validation")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
	if err := w.stop(); err != nil {
		b.Error(err)
	}
}
