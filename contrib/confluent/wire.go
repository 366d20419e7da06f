package confluent

// This file reads and writes the wire format of messages.

import (
	"fmt"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/verdict-lint/verdict/registry"
)

// HeaderSize is the number of bytes before the payload of a message: a zero byte, and the ID of the
// schema as a big-endian uint32
// (https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format).
const HeaderSize = 5

// AppendHeader appends the header of a message with a schema ID.
func AppendHeader(dst []byte, id int) []byte {
	dst, _ = new(sr.ConfluentHeader).AppendEncode(dst, id, nil) // never fails
	return dst
}

// DecodeHeader returns the schema ID of a message and its payload, which shares memory with it. The
// error is [sr.ErrBadHeader] if the message has no header.
func DecodeHeader(message []byte) (id int, payload []byte, err error) {
	return new(sr.ConfluentHeader).DecodeID(message)
}

// An UnknownIDError reports that a registry has no schema with the ID of a message. It may have been
// registered after the last refresh.
type UnknownIDError struct{ ID int }

func (e *UnknownIDError) Error() string {
	return fmt.Sprintf("confluent: no schema with the ID %d", e.ID)
}

// Lookup returns the schema of a message and its payload, which shares memory with it. The error is
// [sr.ErrBadHeader] or an [*UnknownIDError].
//
// A consumer that gets an unknown ID may call Refresh of the registry and try again, but not more
// often than every few seconds, since any producer can send unknown IDs.
func Lookup(s *registry.Snapshot, message []byte) (version registry.Version, payload []byte, err error) {
	id, payload, err := DecodeHeader(message)
	if err != nil {
		return registry.Version{}, nil, err
	}
	version, ok := s.ByID(id)
	if !ok {
		return registry.Version{}, nil, &UnknownIDError{id}
	}
	return version, payload, nil
}
