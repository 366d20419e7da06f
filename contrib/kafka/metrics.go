package kafka

// This file counts records and serves metrics.

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/verdict-lint/verdict/registry"
)

type metrics struct {
	records      [kinds]atomic.Int64
	bytes        atomic.Int64 // of values
	batches      atomic.Int64 // that were written, or committed in a transaction
	aborted      atomic.Int64
	commitErrors atomic.Int64
	restarts     atomic.Int64
	validating   atomic.Int64 // nanoseconds
	busySince    atomic.Int64 // Unix time in nanoseconds at which the current batch was read, or 0
	schema       atomic.Pointer[registry.Version]

	mutex sync.Mutex
	rules map[string]int64 // violations
	lag   map[int32]int64  // records of a partition that are not committed
}

const (
	maxRules = 100 // that are counted by name; keywords of the caller can have any number
	stalled  = time.Minute
)

// count counts a batch that was written.
func (m *metrics) count(b *batch) {
	m.batches.Add(1)
	rules := make(map[string]int64)
	var n [kinds]int64
	size := 0
	for i := range b.outputs {
		out := &b.outputs[i]
		n[out.kind]++
		size += out.size
		for _, rule := range out.rules {
			rules[rule]++
		}
	}
	for k := range n {
		m.records[k].Add(n[k])
	}
	m.bytes.Add(int64(size))
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.rules == nil {
		m.rules = make(map[string]int64)
	}
	for rule, n := range rules {
		if _, ok := m.rules[rule]; !ok && len(m.rules) >= maxRules {
			rule = "other"
		}
		m.rules[rule] += n
	}
}

// Counts are the numbers of records that were written since the validator was created. With
// ExactlyOnce, these are committed.
type Counts struct {
	Valid, Invalid, Tombstones, Dropped int64
}

// Counts returns what was written up to now.
func (v *Validator) Counts() Counts {
	n := &v.metrics.records
	return Counts{Valid: n[valid].Load(), Invalid: n[invalid].Load(), Tombstones: n[tombstone].Load(), Dropped: n[dropped].Load()}
}

// Health returns an error if the current batch has been under way for more than a minute: the
// brokers do not acknowledge it, or the registry does not have its schema.
func (v *Validator) Health() error { return v.health(time.Now()) }

func (v *Validator) health(now time.Time) error {
	since := v.metrics.busySince.Load()
	if since == 0 {
		return nil
	}
	if d := now.Sub(time.Unix(0, since)); d > stalled {
		return fmt.Errorf("kafka: a batch has been under way for %s", d.Truncate(time.Second))
	}
	return nil
}

// Handler serves GET /metrics, in the text format of Prometheus, and GET /healthz, which has the
// status 503 if [Validator.Health] returns an error.
func (v *Validator) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = w.Write(v.exposition())
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		if err := v.Health(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// exposition returns all metrics
// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
func (v *Validator) exposition() []byte {
	var b bytes.Buffer
	m := &v.metrics
	family := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP %[1]s %[3]s\n# TYPE %[1]s %[2]s\n", name, kind, help)
	}
	single := func(name, kind, help string, value any) {
		family(name, kind, help)
		fmt.Fprintf(&b, "%s %v\n", name, value)
	}
	const records = "verdict_kafka_records_total"
	family(records, "counter", "Records that were written, by their kind.")
	for k, name := range [kinds]string{"valid", "invalid", "tombstone", "dropped"} {
		fmt.Fprintf(&b, "%s{kind=%q} %d\n", records, name, m.records[k].Load())
	}
	const (
		violations = "verdict_kafka_violations_total"
		lag        = "verdict_kafka_lag_records"
	)
	m.mutex.Lock()
	family(violations, "counter", "Violations by rule.")
	for _, rule := range slices.Sorted(maps.Keys(m.rules)) {
		fmt.Fprintf(&b, "%s{rule=%s} %d\n", violations, label(rule), m.rules[rule])
	}
	family(lag, "gauge", "Records of a partition of this process that are not committed yet.")
	for _, p := range slices.Sorted(maps.Keys(m.lag)) {
		fmt.Fprintf(&b, "%s{topic=%s,partition=\"%d\"} %d\n", lag, label(v.o.Topic), p, m.lag[p])
	}
	m.mutex.Unlock()
	single("verdict_kafka_value_bytes_total", "counter", "Size of the values of records that were written.", m.bytes.Load())
	single("verdict_kafka_batches_total", "counter", "Batches that were written.", m.batches.Load())
	single("verdict_kafka_aborted_transactions_total", "counter", "Transactions that were aborted and repeated.", m.aborted.Load())
	single("verdict_kafka_commit_errors_total", "counter", "Commits of offsets that failed.", m.commitErrors.Load())
	single("verdict_kafka_restarts_total", "counter", "Connections that were given up and made again.", m.restarts.Load())
	single("verdict_kafka_validation_seconds_total", "counter", "Time spent on validation.",
		strconv.FormatFloat(time.Duration(m.validating.Load()).Seconds(), 'f', -1, 64))
	v.describeSchema(&b, family, single)
	return b.Bytes()
}

// describeSchema writes which schema is used, and whether it could be updated.
func (v *Validator) describeSchema(b *bytes.Buffer, family func(name, kind, help string), single func(name, kind, help string, value any)) {
	const info = "verdict_kafka_schema_info"
	if schema := v.metrics.schema.Load(); schema != nil {
		family(info, "gauge", "The schema that the last batch was validated by.")
		fmt.Fprintf(b, "%s{name=%s,version=%s,digest=%q} 1\n", info, label(schema.Name), label(schema.Version), schema.Digest)
	}
	failed := 0
	if s := v.o.Schemas.Snapshot(); s.Err("") != nil || s.Err(v.o.Schema) != nil {
		failed = 1
	}
	single("verdict_kafka_schema_update_failed", "gauge", "Whether the last update of the schema failed, so that an older one is used.", failed)
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// label returns the value of a label.
func label(text string) string {
	return `"` + labelEscapes.Replace(strings.ToValidUTF8(text, "\uFFFD")) + `"`
}
