package kafka

// This file adds the violations of a record to its headers.

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/verdict-lint/verdict"
)

// The headers of dead letters. Headers of the record with one of these names are replaced, all
// others are kept. Consumers should ignore unknown headers that begin with "verdict.".
const (
	// HeaderViolations has the violations as json.Marshal writes a [*verdict.Error]. If they
	// would exceed the limit, the last ones are left out, and "truncated" is true.
	HeaderViolations = "verdict.violations"

	// HeaderRules has the violated rules, each once, in the order of their first violation, with a
	// comma between two.
	HeaderRules = "verdict.rules"

	// HeaderError has the reason in words if the record could not be validated: it has no header,
	// or the ID of an unknown schema, or it is a tombstone.
	HeaderError = "verdict.error"

	HeaderSchema    = "verdict.schema"    // "sha256:" and the SHA-256 of the schema in hexadecimal
	HeaderTopic     = "verdict.topic"     // that the record was read from
	HeaderPartition = "verdict.partition" // in decimal
	HeaderOffset    = "verdict.offset"    // in decimal
	HeaderTimestamp = "verdict.timestamp" // of the record: RFC 3339 in UTC, with milliseconds
)

var headerNames = []string{
	HeaderViolations, HeaderRules, HeaderError, HeaderSchema, HeaderTopic, HeaderPartition, HeaderOffset, HeaderTimestamp,
}

const (
	maxError       = 1 << 10 // bytes of HeaderError
	timestamp      = "2006-01-02T15:04:05.000Z07:00"
	recordOverhead = 100 // what a batch with one record has in addition to it, at most
	headerOverhead = 10  // two lengths
)

// deadLetter returns the headers of an invalid record, and the rule of each violation.
func (v *Validator) deadLetter(r *kgo.Record, digest string, err error) ([]kgo.RecordHeader, []string) {
	var headers []kgo.RecordHeader
	for _, h := range r.Headers {
		if !slices.Contains(headerNames, h.Key) {
			headers = append(headers, h)
		}
	}
	size := messageSize(r.Key, r.Value, headers)
	own := len(headers)
	add := func(name, value string) {
		headers = append(headers, kgo.RecordHeader{Key: name, Value: []byte(value)})
	}
	add(HeaderTopic, r.Topic)
	add(HeaderPartition, strconv.Itoa(int(r.Partition)))
	add(HeaderOffset, strconv.FormatInt(r.Offset, 10))
	add(HeaderTimestamp, r.Timestamp.UTC().Format(timestamp))
	if digest != "" {
		add(HeaderSchema, digest)
	}
	var rules []string
	var invalid *verdict.Error
	if errors.As(err, &invalid) {
		var distinct []string
		for i := range invalid.Violations {
			rules = append(rules, string(invalid.Violations[i].Rule))
			if !slices.Contains(distinct, rules[i]) {
				distinct = append(distinct, rules[i])
			}
		}
		add(HeaderRules, strings.Join(distinct, ","))
	} else {
		add(HeaderError, cut(err.Error(), maxError))
	}
	size += headersSize(headers[own:])
	if size > v.o.MaxMessage {
		return headers[:own:own], rules
	}
	if invalid != nil {
		room := min(v.o.MaxHeader, v.o.MaxMessage-size-len(HeaderViolations)-headerOverhead)
		if text := violations(invalid, room); text != nil {
			headers = append(headers, kgo.RecordHeader{Key: HeaderViolations, Value: text})
		}
	}
	return headers, rules
}

// messageSize returns the size of a record that is alone in a batch, or a little more.
func messageSize(key, value []byte, headers []kgo.RecordHeader) int {
	return recordOverhead + len(key) + len(value) + headersSize(headers)
}

func headersSize(headers []kgo.RecordHeader) int {
	size := 0
	for _, h := range headers {
		size += len(h.Key) + len(h.Value) + headerOverhead
	}
	return size
}

// violations returns the JSON of as many violations as have room, nil if not even an empty list has.
func violations(err *verdict.Error, room int) []byte {
	whole, fault := json.Marshal(err)
	if fault == nil && len(whole) <= room {
		return whole
	}
	const begin, end = `{"violations":[`, `],"truncated":true}`
	if room < len(begin)+len(end) {
		return nil
	}
	text := []byte(begin)
	for i := range err.Violations {
		one, fault := json.Marshal(&err.Violations[i])
		if fault != nil || len(text)+len(",")+len(one)+len(end) > room {
			break
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, one...)
	}
	return append(text, end...)
}

// cut returns at most n bytes of a text, in valid UTF-8.
func cut(text string, n int) string {
	return strings.ToValidUTF8(text[:min(n, len(text))], "")
}

// source describes a record in errors.
func source(r *kgo.Record) string {
	return "the record at offset " + strconv.FormatInt(r.Offset, 10) + " of partition " + strconv.Itoa(int(r.Partition)) +
		" of " + strconv.Quote(r.Topic) + " from " + r.Timestamp.UTC().Format(time.RFC3339)
}
