package kafka

// This file measures the lag of the group, and passes on the log messages of the client.

import (
	"context"
	"log/slog"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const lagInterval = 5 * time.Second

// measureLag measures until the context ends.
func (s *session) measureLag(ctx context.Context) {
	for sleep(ctx, s.lagInterval) {
		lag, err := s.currentLag(ctx)
		if err != nil {
			if ctx.Err() == nil {
				s.o.Logger.Warn("cannot measure the lag", "error", err)
			}
			continue
		}
		s.metrics.mutex.Lock()
		s.metrics.lag = lag
		s.metrics.mutex.Unlock()
	}
}

// currentLag returns for each partition of this process that has a committed offset how many
// offsets follow it. It requests them from the brokers, because the client knows the end of a
// partition only if it reads, and it does not read while writing is slow.
func (s *session) currentLag(ctx context.Context) (map[int32]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	committed := s.client.CommittedOffsets()[s.o.Topic]
	lag := make(map[int32]int64, len(committed))
	if len(committed) == 0 {
		return lag, nil
	}
	topic := kmsg.NewListOffsetsRequestTopic()
	topic.Topic = s.o.Topic
	for p := range committed {
		partition := kmsg.NewListOffsetsRequestTopicPartition()
		partition.Partition = p
		partition.Timestamp = -1 // the end
		topic.Partitions = append(topic.Partitions, partition)
	}
	request := kmsg.NewPtrListOffsetsRequest()
	request.IsolationLevel = 1 // committed
	request.Topics = append(request.Topics, topic)
	response, err := request.RequestWith(ctx, s.client)
	if err != nil {
		return nil, err
	}
	for _, t := range response.Topics {
		for _, p := range t.Partitions {
			if p.ErrorCode == 0 {
				lag[p.Partition] = max(0, p.Offset-committed[p.Partition].Offset)
			}
		}
	}
	return lag, nil
}

// A clientLogger logs warnings and errors of the client.
type clientLogger struct{ *slog.Logger }

func (clientLogger) Level() kgo.LogLevel { return kgo.LogLevelWarn }

func (l clientLogger) Log(level kgo.LogLevel, message string, pairs ...any) {
	to := slog.LevelWarn
	if level == kgo.LogLevelError {
		to = slog.LevelError
	}
	l.Logger.Log(context.Background(), to, "client: "+message, pairs...)
}
