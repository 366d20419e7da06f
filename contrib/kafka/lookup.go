package kafka

// This file finds the schema of a record.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

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
	byID   map[schemaID]registry.Version // if records are framed
}

// A schemaID is what a record names its schema by.
type schemaID struct {
	id   int
	guid string // instead of the ID; "" if there is none
}

func (s schemaID) String() string {
	if s.guid != "" {
		return "GUID " + s.guid
	}
	return "ID " + strconv.Itoa(s.id)
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
		s.byID = make(map[schemaID]registry.Version, 2*len(versions))
		for _, v := range versions {
			s.byID[schemaID{id: v.ID}] = v
			if v.GUID != "" {
				s.byID[schemaID{guid: v.GUID}] = v
			}
		}
	}
	l.last = s
	return s
}

// forBatch returns the schemas for records. If one has an unknown ID, the registry is refreshed
// first: a serializer registers a schema before it uses it, so an ID that is still unknown then is
// wrong. While the registry cannot be reached, forBatch waits.
func (l *lookup) forBatch(ctx context.Context, records []*kgo.Record) (schemas, error) {
	s := l.current()
	if !l.framed || !s.lacks(records) {
		return s, nil
	}
	for failures := 1; ; failures++ {
		if !sleep(ctx, max(0, minRefresh-time.Since(l.refreshed))) {
			return s, context.Cause(ctx)
		}
		l.refreshed = time.Now()
		err := l.registry.Refresh(ctx)
		var invalid *verdict.SchemaError
		if s = l.current(); err == nil || errors.As(err, &invalid) || errors.Is(err, registry.ErrClosed) || !s.lacks(records) {
			return s, nil
		}
		l.log.Warn("waiting for the schema of a record", "schema", l.name, "error", err)
		if !sleep(ctx, backoff(failures)) {
			return s, context.Cause(ctx)
		}
	}
}

// lacks reports whether a record names a schema that is not known.
func (s schemas) lacks(records []*kgo.Record) bool {
	for _, r := range records {
		if id, _, err := decode(r); err == nil && r.Value != nil {
			if _, ok := s.byID[id]; !ok {
				return true
			}
		}
	}
	return false
}

var errNoHeader = errors.New("the value does not begin with a zero byte and the ID of a schema")

// decode returns what a record names its schema by, and the part of the value that the schema applies to: all
// of it if the ID is in a header of the record. Of several headers, the last one counts, as for Confluent's
// deserializers.
func decode(r *kgo.Record) (id schemaID, payload []byte, err error) {
	for _, h := range slices.Backward(r.Headers) {
		if h.Key != confluent.ValueHeader {
			continue
		}
		if id.id, id.guid, err = confluent.DecodeRecordHeader(h.Value); err != nil {
			return id, nil, fmt.Errorf("the header %s has neither a GUID nor an ID of a schema", h.Key)
		}
		return id, r.Value, nil
	}
	if id.id, payload, err = confluent.DecodeHeader(r.Value); err != nil {
		return id, nil, errNoHeader
	}
	return id, payload, nil
}

// of returns the schema of a record, and the part of its value that it applies to.
func (s schemas) of(r *kgo.Record) (registry.Version, []byte, error) {
	if s.byID == nil {
		return s.latest, r.Value, nil
	}
	id, payload, err := decode(r)
	if err != nil {
		return registry.Version{}, nil, err
	}
	version, ok := s.byID[id]
	if !ok {
		return registry.Version{}, nil, fmt.Errorf("no version of the schema has the %v", id)
	}
	return version, payload, nil
}
