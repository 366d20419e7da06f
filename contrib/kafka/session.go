package kafka

// This file reads batches, writes and commits them.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// A session is a connected member of the group.
type session struct {
	*Validator
	client   *kgo.Client
	transact *kgo.GroupTransactSession // nil unless there is ExactlyOnce
	open     bool                      // whether there is a transaction that has not ended
	aborts   int                       // in a row
}

const (
	requestTimeout = 15 * time.Second
	closeTimeout   = 5 * time.Second
	maxCommits     = 3        // attempts before the end
	bufferedBytes  = 32 << 20 // of records that are not acknowledged
	// A transaction that its process cannot end is aborted after this time; until then, consumers
	// that read only committed records wait.
	transactionTimeout = time.Minute
)

var errNotDrained = errors.New("records were not acknowledged in time; they will be read again")

// session connects and validates until stop ends or something fails. When stop ends, the work has
// DrainTimeout left.
func (v *Validator) session(stop context.Context) (err error) {
	work, cancel := context.WithCancelCause(context.WithoutCancel(stop))
	defer cancel(nil)
	defer context.AfterFunc(stop, func() {
		if sleep(work, v.o.DrainTimeout) {
			cancel(errNotDrained)
		}
	})()
	s, err := v.connect()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.checkTopics(work); err != nil {
		return err
	}
	lag, endLag := context.WithCancel(work)
	defer endLag()
	go s.measureLag(lag)
	return s.loop(stop, work)
}

// connect returns a session; the client connects when it is used.
func (v *Validator) connect() (*session, error) {
	opts := slices.Concat([]kgo.Opt{kgo.TransactionTimeout(transactionTimeout)}, v.o.Client, []kgo.Opt{
		kgo.ConsumerGroup(v.o.Group),
		kgo.ConsumeTopics(v.o.Topic),
		kgo.Balancers(kgo.CooperativeStickyBalancer()),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.FetchMaxBytes(int32(v.o.FetchBytes)),
		kgo.MaxDecompressBatchBytes(v.o.MaxUnpacked),
		kgo.ProducerBatchMaxBytes(int32(v.o.MaxMessage)),
		kgo.MaxBufferedRecords(v.o.BatchRecords),
		kgo.MaxBufferedBytes(max(bufferedBytes, v.o.MaxMessage)),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.WithLogger(clientLogger{v.o.Logger}),
	})
	if v.o.SamePartition {
		opts = append(opts, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	}
	s := &session{Validator: v}
	var err error
	if v.o.ExactlyOnce {
		opts = append(opts, kgo.TransactionalID(v.o.TransactionalID))
		if s.transact, err = kgo.NewGroupTransactSession(opts...); err == nil {
			s.client = s.transact.Client()
		}
	} else {
		opts = append(opts, kgo.AutoCommitMarks(), kgo.AutoCommitInterval(v.o.CommitInterval),
			kgo.BlockRebalanceOnPoll(), kgo.AutoCommitCallback(s.committed))
		s.client, err = kgo.NewClient(opts...)
	}
	if err != nil {
		return nil, fatal{err}
	}
	return s, nil
}

// committed counts the commits that the client makes, regularly and before a rebalance, that fail. A
// regular one is made again.
func (s *session) committed(_ *kgo.Client, _ *kmsg.OffsetCommitRequest, response *kmsg.OffsetCommitResponse, err error) {
	if err == nil && response != nil {
		for _, t := range response.Topics {
			for _, p := range t.Partitions {
				err = errors.Join(err, kerr.ErrorForCode(p.ErrorCode))
			}
		}
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		s.metrics.commitErrors.Add(1)
		s.o.Logger.Warn("not committed", "error", err)
	}
}

// close commits what has been acknowledged, or aborts the transaction, and leaves the group.
func (s *session) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	err := s.client.CommitMarkedOffsets(ctx)
	for tries := 1; err != nil && tries < maxCommits && sleep(ctx, backoff(tries)); tries++ {
		err = s.client.CommitMarkedOffsets(ctx)
	}
	if err != nil {
		s.metrics.commitErrors.Add(1)
		err = fmt.Errorf("committing before the end: %w; some records will be written again", err)
	}
	s.client.AllowRebalance()
	if left := s.client.LeaveGroupContext(ctx); left != nil {
		s.o.Logger.Warn("not left the group; its other members get the partitions after a timeout", "error", left)
	}
	s.client.CloseAllowingRebalance()
	if s.open {
		if aborted := s.abort(ctx); aborted != nil {
			s.o.Logger.Warn("the transaction is aborted by the brokers after a timeout", "error", aborted)
		}
	}
	return err
}

// abort aborts the transaction, because consumers wait for its end. The client of the session
// cannot do that while it does not know whether records were written; another one with the same ID
// can, and takes over from it.
func (s *session) abort(ctx context.Context) error {
	client, err := kgo.NewClient(append(slices.Clip(s.o.Client), kgo.TransactionalID(s.o.TransactionalID))...)
	if err != nil {
		return err
	}
	defer client.Close()
	_, _, err = client.ProducerID(ctx)
	return err
}

// checkTopics returns an error if a topic does not exist or has too few partitions. The client
// would silently wait for the topic.
func (s *session) checkTopics(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	if err := s.client.Ping(ctx); err != nil { // other requests would be repeated until ctx ends
		return fmt.Errorf("cannot connect to a broker: %w", err)
	}
	request := kmsg.NewPtrMetadataRequest()
	for _, name := range []string{s.o.Topic, s.o.Valid, s.o.Invalid} {
		topic := kmsg.NewMetadataRequestTopic()
		topic.Topic = kmsg.StringPtr(name)
		request.Topics = append(request.Topics, topic)
	}
	response, err := request.RequestWith(ctx, s.client)
	if err != nil {
		return fmt.Errorf("cannot look up the topics: %w", err)
	}
	partitions := make(map[string]int)
	for _, t := range response.Topics {
		name := *t.Topic
		switch err := kerr.ErrorForCode(t.ErrorCode); {
		case errors.Is(err, kerr.UnknownTopicOrPartition):
			return fatal{fmt.Errorf("the topic %q does not exist; create it", name)}
		case err != nil:
			return fmt.Errorf("topic %q: %w", name, err)
		}
		partitions[name] = len(t.Partitions)
	}
	for _, name := range []string{s.o.Valid, s.o.Invalid} {
		if s.o.SamePartition && partitions[name] < partitions[s.o.Topic] {
			return fatal{fmt.Errorf("the topic %q has %d partitions, fewer than the %d of %q, so records cannot keep theirs",
				name, partitions[name], partitions[s.o.Topic], s.o.Topic)}
		}
	}
	return nil
}

// loop validates batches until stop ends.
func (s *session) loop(stop, work context.Context) error {
	for stop.Err() == nil {
		fetches := s.client.PollRecords(stop, s.o.BatchRecords)
		if err := s.faults(fetches); err != nil {
			return err
		}
		records := fetches.Records()
		if len(records) > 0 {
			if err := s.process(stop, work, records); err != nil {
				return err
			}
		} else if len(fetches) > 0 { // only errors; they may be returned again at once
			sleep(stop, minBackoff)
		}
		s.client.AllowRebalance()
	}
	return nil
}

// faults returns the first error of reading that is fatal, and logs the others, after which the
// client goes on.
func (s *session) faults(fetches kgo.Fetches) (first error) {
	fetches.EachError(func(topic string, partition int32, err error) {
		switch {
		case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded): // the end of stop
		case errors.Is(err, kgo.ErrClientClosed) || isFatal(err):
			if first == nil {
				first = err
			}
		default:
			s.o.Logger.Warn("reading failed; trying again", "topic", topic, "partition", partition, "error", err)
		}
	})
	return first
}

// process validates records and writes them.
func (s *session) process(stop, work context.Context, records []*kgo.Record) error {
	begin := time.Now()
	s.metrics.busySince.Store(begin.UnixNano())
	defer s.metrics.busySince.Store(0)
	b, err := s.newBatch(work, records)
	if err != nil {
		return err
	}
	if s.transact == nil {
		return s.write(work, b)
	}
	done, err := s.writeInTransaction(work, b)
	if done && len(records) < s.o.BatchRecords {
		sleep(stop, s.o.CommitInterval-time.Since(begin)) // so that transactions are not too small
	}
	return err
}

// write writes a batch and marks what is acknowledged, so that the client commits it.
func (s *session) write(ctx context.Context, b *batch) error {
	if err := b.write(ctx, s.client); err != nil {
		return err
	}
	s.client.MarkCommitRecords(b.acknowledged()...)
	if err := b.failure(); err != nil {
		return err
	}
	s.metrics.count(b)
	return nil
}

// writeInTransaction writes a batch and commits its offsets in a transaction. If the transaction is
// aborted, because the group changes or a broker fails, the records are read again.
func (s *session) writeInTransaction(ctx context.Context, b *batch) (committed bool, err error) {
	if err := s.transact.Begin(); err != nil {
		return false, fmt.Errorf("beginning a transaction: %w", err)
	}
	s.open = true
	if err := b.write(ctx, s.client); err != nil {
		return false, err
	}
	failure := b.failure()
	committed, err = s.transact.End(ctx, kgo.TransactionEndTry(failure == nil && s.owns(b)))
	s.open = err != nil
	switch {
	case isFatal(failure):
		return false, failure
	case err != nil:
		return false, fmt.Errorf("ending a transaction: %w", errors.Join(err, failure))
	case committed:
		s.aborts = 0
		s.metrics.count(b)
		return true, nil
	}
	s.metrics.aborted.Add(1)
	if failure != nil {
		s.aborts++
		s.o.Logger.Warn("transaction aborted; reading the records again", "error", failure)
		sleep(ctx, backoff(s.aborts))
	}
	return false, nil
}

// owns reports whether the offsets that a transaction would commit are those of the batch. They are
// not if the group was lost just before the batch was polled: the client may still return records that
// it has buffered, and forgets their offsets later, and would then commit the records alone.
func (s *session) owns(b *batch) bool {
	polled := s.client.UncommittedOffsets()[s.o.Topic]
	return !slices.ContainsFunc(b.acknowledged(), func(r *kgo.Record) bool { return polled[r.Partition].Offset <= r.Offset })
}

// A fatal error will not pass.
type fatal struct{ error }

func (f fatal) Unwrap() error { return f.error }

// fatalErrors are those of brokers and the client that will not pass.
var fatalErrors = []error{
	kerr.SaslAuthenticationFailed, kerr.UnsupportedSaslMechanism, kerr.IllegalSaslState, kerr.SecurityDisabled,
	kerr.TopicAuthorizationFailed, kerr.GroupAuthorizationFailed, kerr.ClusterAuthorizationFailed,
	kerr.TransactionalIDAuthorizationFailed,
	kerr.MessageTooLarge, kerr.RecordListTooLarge, kerr.InvalidRecord, kerr.InvalidTimestamp, kerr.InvalidTopicException,
	kerr.PolicyViolation, kerr.UnsupportedVersion, kerr.UnsupportedForMessageFormat, kerr.UnsupportedCompressionType,
	kerr.InvalidGroupID, kerr.InconsistentGroupProtocol, kerr.GroupMaxSizeReached, kerr.InvalidTransactionTimeout,
	kgo.ErrMaxDecompress,
}

func isFatal(err error) bool {
	var f fatal
	return errors.As(err, &f) || err != nil && slices.ContainsFunc(fatalErrors, func(one error) bool { return errors.Is(err, one) })
}
