package kafka

// This file finds the schema of a record.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/confluent"
	"github.com/verdict-lint/verdict/registry"
)

// A lookup finds schemas in a registry.
type lookup struct {
	registry  *registry.Registry
	name      string
	framed    bool
	log       *slog.Logger
	refreshed time.Time
	last      schemas
}

// minRefresh is the shortest time between two refreshes because of unknown IDs, since any producer
// can send such IDs.
const minRefresh = time.Second

// schemas has the schemas for one batch.
type schemas struct {
	latest registry.Version
	byID   map[int]registry.Version // if records are framed
}

// current returns the current schemas. If the registry has none any more, as after a file was
// removed, it returns the last ones.
func (l *lookup) current() schemas {
	versions := l.registry.Snapshot().Versions(l.name)
	if len(versions) == 0 {
		return l.last
	}
	s := schemas{latest: versions[len(versions)-1]}
	if l.framed {
		s.byID = make(map[int]registry.Version, len(versions))
		for _, v := range versions {
			s.byID[v.ID] = v
		}
	}
	l.last = s
	return s
}

// forBatch returns the schemas for values. If one has an unknown ID, the registry is refreshed
// first: a serializer registers a schema before it uses it, so an ID that is still unknown then is
// wrong. While the registry cannot be reached, forBatch waits.
func (l *lookup) forBatch(ctx context.Context, values func(yield func([]byte) bool)) (schemas, error) {
	s := l.current()
	if !l.framed || !s.lacks(values) {
		return s, nil
	}
	for failures := 1; ; failures++ {
		if !sleep(ctx, max(0, minRefresh-time.Since(l.refreshed))) {
			return s, context.Cause(ctx)
		}
		l.refreshed = time.Now()
		err := l.registry.Refresh(ctx)
		var invalid *verdict.SchemaError
		if s = l.current(); err == nil || errors.As(err, &invalid) || errors.Is(err, registry.ErrClosed) || !s.lacks(values) {
			return s, nil
		}
		l.log.Warn("waiting for the schema of a record", "schema", l.name, "error", err)
		if !sleep(ctx, backoff(failures)) {
			return s, context.Cause(ctx)
		}
	}
}

// lacks reports whether a value has the ID of a schema that is not known.
func (s schemas) lacks(values func(yield func([]byte) bool)) bool {
	for value := range values {
		if id, _, err := confluent.DecodeHeader(value); err == nil {
			if _, ok := s.byID[id]; !ok {
				return true
			}
		}
	}
	return false
}

var errNoHeader = errors.New("the value does not begin with a zero byte and the ID of a schema")

// of returns the schema of a value, and the part of the value that it applies to.
func (s schemas) of(value []byte) (registry.Version, []byte, error) {
	if s.byID == nil {
		return s.latest, value, nil
	}
	id, payload, err := confluent.DecodeHeader(value)
	if err != nil {
		return registry.Version{}, nil, errNoHeader
	}
	version, ok := s.byID[id]
	if !ok {
		return registry.Version{}, nil, fmt.Errorf("no version of the schema has the ID %d", id)
	}
	return version, payload, nil
}
