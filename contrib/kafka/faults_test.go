package kafka_test

// This file tests that no record is lost, regardless of faults.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/verdict-lint/verdict/internal/race"
)

const (
	partitions = 12
	keys       = 600 // each in one partition
)

// fill writes n records with increasing numbers, every seventh of which is invalid.
func fill(t testing.TB, c *kfake.Cluster, n int) {
	t.Helper()
	client := connect(t, c, kgo.DefaultProduceTopic("in"), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.MaxBufferedRecords(100_000), kgo.ProducerBatchCompression(kgo.NoCompression()))
	var first kgo.FirstErrPromise
	for i := range n {
		value := strconv.AppendInt([]byte(`{"id": `), int64(i), 10)
		if i%7 == 0 {
			value = append(strconv.AppendInt([]byte(`{"id": "`), int64(i), 10), '"')
		}
		key := i % keys
		client.Produce(t.Context(), &kgo.Record{Key: strconv.AppendInt(nil, int64(key), 10), Partition: int32(key % partitions), Value: append(value, '}')}, first.Promise())
	}
	if err := first.Err(); err != nil {
		t.Fatal(err)
	}
}

// waitCommitted waits until the group has committed everything.
func waitCommitted(t testing.TB, c *kfake.Cluster, limit time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	want := make(map[int32]int64)
	for _, p := range c.PartitionInfos("in") {
		want[p.Partition] = p.HighWatermark
	}
	info, err := c.WaitGroupInfo(ctx, "g", func(g *kfake.GroupInfo) bool {
		if g == nil {
			return false
		}
		for p, end := range want {
			if g.Commits["in"][p].Offset < end {
				return false
			}
		}
		return true
	})
	if err != nil {
		t.Fatalf("not everything is committed: %v: %+v", err, info)
	}
}

// check reads both topics and compares them with what fill wrote: each record once, or at least
// once, in the right topic, and those of each key in order.
func check(t testing.TB, c *kfake.Cluster, n int, exactly bool) (duplicates int) {
	t.Helper()
	seen := make([]bool, n)
	for _, topic := range []string{"good", "bad"} {
		last := make(map[string]int)
		for _, r := range readAll(t, c, topic) {
			number, err := strconv.Atoi(string(bytes.Trim(r.Value, `{"id: }`)))
			if err != nil || (number%7 == 0) != (topic == "bad") {
				t.Fatalf("%q is in %s", r.Value, topic)
			}
			if seen[number] {
				duplicates++
				continue
			}
			seen[number] = true
			key := string(r.Key)
			if before, ok := last[key]; ok && before >= number {
				t.Fatalf("%s: record %d of key %s comes after %d", topic, number, key, before)
			}
			last[key] = number
		}
	}
	if i := slices.Index(seen, false); i >= 0 {
		t.Fatalf("record %d is missing", i)
	}
	if exactly && duplicates > 0 {
		t.Fatalf("%d records were written twice", duplicates)
	}
	return duplicates
}

// A network is the network of one worker, which can be cut.
type network struct {
	mutex sync.Mutex
	cut   bool
	conns []net.Conn
}

func (n *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if err == nil && n.cut {
		_ = conn.Close()
		err = errors.New("the network is cut")
	}
	n.conns = append(n.conns, conn)
	return conn, err
}

func (n *network) cutOff() {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.cut = true
	for _, conn := range n.conns {
		if conn != nil {
			_ = conn.Close()
		}
	}
}

// faults lists errors that brokers may return at any time.
var faults = []kfake.Fault{
	{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.NotLeaderForPartition},
	{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.RequestTimedOut},
	{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.NotEnoughReplicasAfterAppend},
	{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.UnknownTopicOrPartition},
	{Keys: []kmsg.Key{kmsg.Fetch}, Err: kerr.NotLeaderForPartition},
	{Keys: []kmsg.Key{kmsg.Fetch}, Err: kerr.UnknownServerError},
	{Keys: []kmsg.Key{kmsg.OffsetCommit}, Err: kerr.NotCoordinator},
	{Keys: []kmsg.Key{kmsg.OffsetCommit}, Err: kerr.UnknownServerError},
	{Keys: []kmsg.Key{kmsg.OffsetFetch}, Err: kerr.CoordinatorLoadInProgress},
	{Keys: []kmsg.Key{kmsg.Heartbeat}, Err: kerr.UnknownMemberID, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.Heartbeat}, Err: kerr.NotCoordinator, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.JoinGroup}, Err: kerr.CoordinatorNotAvailable, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.SyncGroup}, Err: kerr.RebalanceInProgress, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.AddPartitionsToTxn}, Err: kerr.ConcurrentTransactions},
	{Keys: []kmsg.Key{kmsg.AddPartitionsToTxn}, Err: kerr.InvalidProducerEpoch},
	{Keys: []kmsg.Key{kmsg.AddOffsetsToTxn}, Err: kerr.CoordinatorLoadInProgress, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.TxnOffsetCommit}, Err: kerr.NotCoordinator},
	{Keys: []kmsg.Key{kmsg.TxnOffsetCommit}, Err: kerr.RebalanceInProgress},
	{Keys: []kmsg.Key{kmsg.TxnOffsetCommit}, Err: kerr.UnknownServerError},
	{Keys: []kmsg.Key{kmsg.EndTxn}, Err: kerr.NotCoordinator, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.EndTxn}, Err: kerr.UnknownServerError, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.EndTxn}, Err: kerr.TransactionAbortable, TopLevel: true},
	{Keys: []kmsg.Key{kmsg.InitProducerID}, Err: kerr.CoordinatorNotAvailable, TopLevel: true},
}

// refused is an error of writing that the client does not retry. Without transactions, records that
// follow may have been written before it is known.
var refused = kfake.Fault{Keys: []kmsg.Key{kmsg.Produce}, Err: kerr.UnknownServerError}

// disturb injects a fault each time that records were written, until the context ends, and returns
// how many requests were answered with an error.
func disturb(ctx context.Context, c *kfake.Cluster, faults []kfake.Fault) (hits int) {
	random := rand.New(rand.NewPCG(1, 2))
	var handles []*kfake.FaultHandle
	before := int64(-1)
	for i := 0; ctx.Err() == nil; time.Sleep(time.Duration(random.IntN(40)) * time.Millisecond) {
		now := written(c, "good") + written(c, "bad")
		if now == before {
			continue
		}
		before = now
		switch i++; {
		case i%13 == 0:
			c.RehashCoordinators()
		case i%7 == 0:
			// Leaders of the topic that is read do not move: the fake brokers do not keep the history
			// of epochs, and a client that resumes in an older one concludes that records were lost.
			topic := []string{"good", "bad"}[random.IntN(2)]
			_ = c.MoveTopicPartition(topic, random.Int32N(partitions), random.Int32N(3))
		default:
			f := faults[random.IntN(len(faults))]
			f.Count = 1 + random.IntN(3)
			handles = append(handles, c.Fault(f))
		}
	}
	for _, h := range handles {
		hits += h.Hits()
		h.Remove()
	}
	return hits
}

// TestEveryRecordIsWrittenDespiteFaults runs workers that come and go, one of which loses its network,
// while brokers answer with errors and leaders move.
func TestEveryRecordIsWrittenDespiteFaults(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		t.Run(fmt.Sprintf("exactly once: %v", exactly), func(t *testing.T) {
			testFaults(t, exactly, records())
		})
	}
}

// records returns the number of records to write: a million, but fewer with -short and with the race detector.
func records() int {
	if testing.Short() || race.Enabled {
		return 20_000
	}
	return 1_000_000
}

// end stops a worker, whose last commit may fail because of an injected fault.
func end(t *testing.T, w *worker) {
	t.Helper()
	if err := w.stop(); err != nil && !strings.Contains(err.Error(), "committing before the end") {
		t.Errorf("the worker that was stopped: %v", err)
	}
}

func testFaults(t *testing.T, exactly bool, n int) {
	c := cluster(t, 3, partitions, kfake.GroupMinSessionTimeout(100*time.Millisecond))
	fill(t, c, n)
	o := options(t, c)
	o.ExactlyOnce, o.BatchRecords, o.CommitInterval = exactly, n/200, 100*time.Millisecond
	o.Client = append(o.Client, kgo.HeartbeatInterval(100*time.Millisecond), kgo.SessionTimeout(3*time.Second), kgo.RebalanceTimeout(6*time.Second),
		kgo.TransactionTimeout(4*time.Second), kgo.RetryBackoffFn(func(int) time.Duration { return 10 * time.Millisecond }))
	ctx, cancel := context.WithCancel(t.Context())
	hits := make(chan int)
	injected := faults
	if exactly {
		injected = append(injected, refused)
	}
	go func() { hits <- disturb(ctx, c, injected) }()

	var lost network
	cut := o
	cut.Client = append(append([]kgo.Opt{}, o.Client...), kgo.Dialer(lost.dial))
	cut.DrainTimeout = 100 * time.Millisecond
	workers := []*worker{start(t, o), start(t, cut)}
	progress := func() (n int64) {
		for _, w := range workers {
			n += w.Counts().Valid + w.Counts().Invalid
		}
		return n
	}
	reached := func(part int) {
		waitFor(t, workers[len(workers)-1], func() bool { return progress() >= int64(n*part/10) })
	}
	reached(1)
	workers = append(workers, start(t, o))
	reached(2)
	end(t, workers[0])
	workers = append(workers, start(t, o))
	reached(4)
	lost.cutOff()
	reached(5)
	workers = append(workers, start(t, o))
	reached(6)
	end(t, workers[2])
	cancel()
	answered := <-hits
	waitCommitted(t, c, time.Minute)
	for _, w := range []*worker{workers[0], workers[2], workers[3], workers[4]} {
		end(t, w)
	}
	_ = workers[1].stop() // cannot leave the group
	duplicates := check(t, c, n, exactly)
	t.Logf("%d records, %d requests answered with an error, %d duplicates", n, answered, duplicates)
	if answered < 5 {
		t.Errorf("only %d requests were answered with an error", answered)
	}
}

// The client does not repeat a batch that a broker refuses, so the validator connects again. The batches
// that follow, some of which are under way already, must not overtake it.
func TestABatchThatIsRefusedIsWrittenAgainInOrder(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		c := cluster(t, 1, 1)
		var records []*kgo.Record
		for i := range 20_000 {
			records = append(records, &kgo.Record{Value: fmt.Appendf(nil, `{"id": %d}`, i)})
		}
		produce(t, c, records...)
		requests := 0
		f := refused
		f.Topic = "good"
		f.When = func(kmsg.Request) bool { requests++; return requests == 3 }
		handle := c.Fault(f)
		o := options(t, c)
		o.MaxMessage, o.ExactlyOnce = 1000, exactly // many requests
		w := start(t, o)
		waitCommitted(t, c, time.Minute)
		if err := w.stop(); err != nil {
			t.Error(err)
		}
		if handle.Hits() != 1 {
			t.Errorf("%d errors", handle.Hits())
		}
		last := -1
		for _, r := range readAll(t, c, "good") {
			number, _ := strconv.Atoi(strings.Trim(string(r.Value), `{"id: }`))
			if number > last+1 || exactly && number != last+1 {
				t.Fatalf("exactly once: %v: record %d comes after %d", exactly, number, last)
			}
			last = max(last, number)
		}
	}
}

func TestAPartitionIsCommittedBeforeItIsGivenUp(t *testing.T) {
	c := cluster(t, 1, partitions, kfake.GroupMinSessionTimeout(100*time.Millisecond))
	o := options(t, c)
	o.CommitInterval = time.Hour
	o.Client = append(o.Client, kgo.HeartbeatInterval(50*time.Millisecond))
	workers := []*worker{}
	for i := range 3 {
		workers = append(workers, start(t, o))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		if _, err := c.WaitGroupStable(ctx, "g", i+1); err != nil {
			t.Fatal(err)
		}
		cancel()
		fill(t, c, 1200)
		waitFor(t, workers[i], func() bool { return written(c, "good")+written(c, "bad") >= int64(1200*(i+1)) })
	}
	for _, w := range workers {
		if err := w.stop(); err != nil {
			t.Error(err)
		}
	}
	if n := written(c, "good") + written(c, "bad"); n != 3600 {
		t.Errorf("%d records were written, want 3600", n)
	}
}

func TestAFailedLastCommitIsAnError(t *testing.T) {
	c := cluster(t, 1, 1)
	fillOne(t, c, 10)
	handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.OffsetCommit}, Err: kerr.UnknownServerError, Count: -1})
	defer handle.Remove()
	w := start(t, options(t, c))
	waitFor(t, w, func() bool { return w.Counts().Valid == 10 })
	if err := w.stop(); err == nil || !strings.Contains(err.Error(), "committing before the end") {
		t.Errorf("the error is %v", err)
	}
}

func TestAbortedRecordsAreNotRead(t *testing.T) {
	for _, exactly := range []bool{false, true} {
		c := cluster(t, 1, 1)
		client := connect(t, c, kgo.DefaultProduceTopic("in"), kgo.TransactionalID("p"))
		for i, end := range []kgo.TransactionEndTry{kgo.TryAbort, kgo.TryCommit} {
			if err := client.BeginTransaction(); err != nil {
				t.Fatal(err)
			}
			if err := client.ProduceSync(t.Context(), kgo.StringRecord(fmt.Sprintf(`{"id": %d}`, i))).FirstErr(); err != nil {
				t.Fatal(err)
			}
			if err := client.EndTransaction(t.Context(), end); err != nil {
				t.Fatal(err)
			}
		}
		o := options(t, c)
		o.ExactlyOnce = exactly
		validateAll(t, o, 1)
		if r := read(t, c, "good", 1)[0]; string(r.Value) != `{"id": 1}` {
			t.Errorf("exactly once: %v: read %s", exactly, r.Value)
		}
	}
}

func TestATransactionWhoseEndFailsIsNotRepeated(t *testing.T) {
	for _, end := range []*kerr.Error{
		kerr.UnknownServerError, kerr.NotCoordinator, kerr.CoordinatorLoadInProgress, kerr.ConcurrentTransactions, kerr.TransactionAbortable,
		kerr.RequestTimedOut, kerr.InvalidProducerEpoch, kerr.ProducerFenced, kerr.InvalidTxnState, kerr.InvalidProducerIDMapping,
	} {
		c := cluster(t, 1, 1)
		fillOne(t, c, 100)
		handle := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.EndTxn}, Err: end, TopLevel: true})
		o := options(t, c)
		o.ExactlyOnce = true
		w := start(t, o)
		waitCommitted(t, c, time.Minute)
		if err := w.stop(); err != nil {
			t.Errorf("%s: %v", end.Message, err)
		}
		if n := len(read(t, c, "good", 100)); n != 100 || handle.Hits() != 1 {
			t.Errorf("%s: %d records, %d errors", end.Message, n, handle.Hits())
		}
	}
}
