package summary

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/bridge"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/words"
)

// Options are the options of a [Collector]. Summaries can be merged only if theirs are the same.
type Options struct {
	// Seed determines which invalid records are the samples.
	Seed uint64

	// Samples is the maximum number of samples for each rule and property, at most [MaxSamples]. With
	// 0 there are none, so the summary has no values of records.
	Samples int
}

// A Collector summarizes the records that are validated against one schema. It is not safe for
// concurrent use. Its memory depends on the schema and the options, not on the number of records.
type Collector struct {
	options  Options
	redacted bool
	section  Section // without violations and properties
	paths    program.Paths
	counter  *counter
	tape     jsontape.Tape

	violations map[violationKey]*tally
}

// A tally has the violations of a rule by a property.
type tally struct {
	Violation
	last int64 // the record that had such a violation last, as a number of records
}

// New returns a collector for records that are validated against the schema. If it was compiled with
// [verdict.WithRedaction], samples have messages, but no records.
func New(schema *verdict.Schema, o Options) *Collector {
	o.Samples = min(max(o.Samples, 0), MaxSamples)
	c := &Collector{options: o, violations: make(map[violationKey]*tally)}
	c.paths = program.Paths{{}}
	c.section.Digest = strings.Repeat("0", 2*sha256.Size) // of a schema that is not compiled
	if compiled, redacted := bridge.EngineOf(schema); compiled != nil {
		c.paths, c.redacted = compiled.Paths(), redacted
		c.section.Digest, c.section.Name = compiled.Digest(), nameOf(schema)
	}
	c.counter = newCounter(c.paths)
	return c
}

// nameOf returns the title of a schema, or its $id.
func nameOf(schema *verdict.Schema) string {
	for _, keyword := range []string{"title", "$id", "id"} {
		for _, s := range schema.Lookup("") {
			if value, ok := s.Keyword(keyword); ok && !s.Conditional && value.Kind() == verdict.KindString && value.Len() > 0 {
				return cut(value.String())
			}
		}
	}
	return ""
}

// Add adds a record and what [verdict.Schema.Validate] returned for it. If that is neither nil nor a
// [*verdict.Error], the record is invalid without violations. The record may be changed afterwards.
func (c *Collector) Add(record []byte, err error) {
	c.section.Records++
	if err == nil {
		c.section.Valid++
		c.counter.add(record)
		return
	}
	c.section.Invalid++
	if c.isJSON(record) {
		c.counter.add(record)
	}
	var invalid *verdict.Error
	if !errors.As(err, &invalid) {
		return
	}
	hash := ""
	if c.options.Samples > 0 && !c.redacted {
		hash = c.hash(record)
	}
	for k := range invalid.Violations {
		c.violation(record, hash, &invalid.Violations[k])
	}
}

// isJSON reports whether an invalid record can be read as JSON.
func (c *Collector) isJSON(record []byte) bool {
	defer c.tape.Release()
	c.tape.Parse(record, jsontape.Limits{})
	return !slices.ContainsFunc(c.tape.Errors, func(e jsontape.SyntaxError) bool { return e.Kind != jsontape.Duplicate })
}

// violation adds a violation of a record.
func (c *Collector) violation(record []byte, hash string, v *verdict.Violation) {
	key := violationKey{v.Rule, c.property(v)}
	t := c.violations[key]
	if t == nil {
		t = &tally{Violation: Violation{Rule: v.Rule, Property: key.property}}
		c.violations[key] = t
	}
	t.Count++
	if t.last == c.section.Records {
		return
	}
	t.last = c.section.Records
	t.Records++
	if c.options.Samples == 0 {
		return
	}
	sample := Sample{Hash: hash, Pointer: cut(v.Pointer), Message: cut(v.Message)}
	if c.redacted {
		sample.Hash = c.hash([]byte(sample.Pointer + "\x00" + sample.Message))
	}
	if n := len(t.Samples); n == c.options.Samples && t.Samples[n-1].Hash <= sample.Hash {
		return
	}
	if !c.redacted {
		sample.setRecord(record)
	}
	t.Samples = insertSample(t.Samples, sample, c.options.Samples)
}

// property returns the path of the property that a violation is about.
func (c *Collector) property(v *verdict.Violation) string {
	if v.Rule == verdict.RuleSyntax {
		return ""
	}
	at, exact := c.paths.Find(v.Pointer)
	if exact && v.Rule == verdict.RuleMissing {
		if child := c.paths.Child(at, v.Property); child != 0 {
			at = child
		}
	}
	return c.paths[at].Pointer
}

// hash returns the Hash of a sample.
func (c *Collector) hash(text []byte) string {
	h := sha256.New()
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], c.options.Seed)
	h.Write(seed[:])
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// setRecord sets the fields about the record.
func (s *Sample) setRecord(record []byte) {
	text := record
	if len(record) > MaxSampleBytes {
		s.Size = int64(len(record))
		text = record[:MaxSampleBytes]
		for k := 1; k < utf8.UTFMax && !utf8.Valid(text); k++ {
			text = record[:MaxSampleBytes-k] // not within a character
		}
	}
	if utf8.Valid(text) {
		s.Text = string(text)
	} else {
		s.Base64 = slices.Clone(record[:min(len(record), MaxSampleBytes)])
	}
}

// cut returns the beginning of a text that is too long for a sample.
func cut(text string) string { return words.Clip(text, MaxSampleBytes) }

// Summary returns the summary of the records so far.
func (c *Collector) Summary() Summary {
	s := c.section
	for _, t := range c.violations {
		v := t.Violation
		v.Samples = slices.Clone(v.Samples)
		s.Violations = append(s.Violations, v)
	}
	c.counter.properties(func(p Property) { s.Properties = append(s.Properties, p) })
	m := merger{sections: make(map[string]*mergedSection)}
	m.add(&s, c.options.Samples)
	return Summary{Seed: c.options.Seed, Samples: c.options.Samples, Sections: m.result()}
}
