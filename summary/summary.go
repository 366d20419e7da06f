// Package summary summarizes the validation of many records: how many are valid, which rules are
// violated by which properties, with samples, and how often each property is missing, null or has a
// value. Summaries of parts of the records can be merged: the result does not depend on the order of
// the records, or on how they were divided.
//
//	collector := summary.New(schema, summary.Options{Samples: summary.DefaultSamples})
//	for _, record := range records {
//		collector.Add(record, schema.Validate(record))
//	}
//	text, err := collector.Summary().MarshalJSON()
//
// A [Collector] is for one goroutine. Programs with several have a collector each, with the same
// [Options], and call [Merge] at the end.
//
// # Paths
//
// A property is named by the path to it: a JSON Pointer (RFC 6901) with * for the index of an item and
// for a name that the schema does not declare, such as /items/*/name. A declared name that is * is
// written ~2. The declared names of an object are those that any schema which may apply to it mentions
// in keywords such as properties and required, through references and in all alternatives, but not in not.
//
// So the number of paths depends on the schema alone. It is limited to 10,000, the shortest, and paths
// through a schema that contains itself end after the second time. The violations of a value without
// a path are counted with the closest value around it.
//
// # JSON
//
// [Summary.MarshalJSON] returns the same bytes for the same summary in every version of Go.
// [Schema] returns a JSON Schema of it, and docs/scale.md describes it.
package summary

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/verdict-lint/verdict"
)

// A Summary describes the records that were validated. The zero Summary is that of no records: merging
// it with another one returns the other one.
type Summary struct {
	Seed    uint64 `json:"seed"`    // of the samples
	Samples int    `json:"samples"` // the maximum number of samples of a [Violation]

	// Sections has a section for each schema, sorted by Digest.
	Sections []Section `json:"sections"`
}

// A Section summarizes the records that were validated against one schema.
type Section struct {
	Digest string `json:"digest"`        // SHA-256 of the schema's document, in hexadecimal digits
	Name   string `json:"name,omitzero"` // title of the schema, or its $id

	Records int64 `json:"records"`
	Valid   int64 `json:"valid"`
	Invalid int64 `json:"invalid"`

	Violations []Violation `json:"violations"` // sorted by Rule and Property
	Properties []Property  `json:"properties"` // sorted by Path
}

// A Violation counts the violations of a rule by one property.
type Violation struct {
	Rule     verdict.Rule `json:"rule"`
	Property string       `json:"property"` // path; "" for the record, and for records that are not JSON
	Count    int64        `json:"count"`    // violations that were reported; see [verdict.WithMaxViolations]
	Records  int64        `json:"records"`  // records that have such violations
	Samples  []Sample     `json:"samples"`  // sorted by Hash
}

// A Sample is an invalid record. Of all records with the violation, those with the smallest hashes are
// the samples, so each of them is as likely to be one.
type Sample struct {
	// Hash has the first 16 bytes of the SHA-256 of the seed, as 8 bytes with the most significant
	// one first, and the record, in hexadecimal digits. If values are redacted, it is that of Pointer,
	// a zero byte and Message instead of the record.
	Hash string `json:"hash"`

	// Text is the record as written. Of one that is larger than [MaxSampleBytes], it is the
	// beginning, and Size is the number of bytes of the record. If the text is not UTF-8, it is in
	// Base64 instead. There is neither if values are redacted.
	Text   string `json:"text,omitzero"`
	Base64 []byte `json:"base64,omitzero"`
	Size   int64  `json:"size,omitzero"`

	// Pointer and Message are those of the first such violation in the record, cut at
	// [MaxSampleBytes].
	Pointer string `json:"pointer"`
	Message string `json:"message"`
}

// A Property counts the states of a property in all objects that could have it: those that a value of
// the path around it is. Of items and properties that are not declared, none are missing. Records
// that are not JSON are not counted, and a declared property that an object has twice is counted once.
type Property struct {
	Path    string `json:"path"`
	Missing int64  `json:"missing"`
	Null    int64  `json:"null"`
	Value   int64  `json:"value"`
}

// MaxSampleBytes is how much of a record a [Sample] has.
const MaxSampleBytes = 1024

// MaxSamples is the largest number of samples that a [Violation] can have.
const MaxSamples = 1000

// DefaultSamples is the number of samples that the command collects by default.
const DefaultSamples = 3

// Merge returns the summary of the records of all summaries together; those that were in several are
// counted several times. The result does not depend on the order, or on whether parts of it were merged
// before. It fails if the summaries have different seeds or numbers of samples, or counts whose sum is no
// int64.
func Merge(summaries ...Summary) (Summary, error) {
	var merged Summary
	m := merger{sections: make(map[string]*mergedSection)}
	for _, s := range summaries {
		switch {
		case s.empty():
			continue
		case merged.empty():
			merged.Seed, merged.Samples = s.Seed, s.Samples
		case merged.Seed != s.Seed:
			return Summary{}, fmt.Errorf("summary: seeds %d and %d cannot be merged; collect all summaries with one seed", merged.Seed, s.Seed)
		case merged.Samples != s.Samples:
			return Summary{}, fmt.Errorf("summary: %d and %d samples cannot be merged; collect all summaries with one number of samples", merged.Samples, s.Samples)
		}
		for k := range s.Sections {
			m.add(&s.Sections[k], s.Samples)
		}
	}
	m.sumTotals()
	if m.overflow {
		return Summary{}, errors.New("summary: the counts are too large to be merged: their sum exceeds 2^63")
	}
	merged.Sections = m.result()
	return merged, nil
}

// empty reports whether s is the zero Summary.
func (s *Summary) empty() bool { return s.Seed == 0 && s.Samples == 0 && len(s.Sections) == 0 }

// A merger adds sections.
type merger struct {
	sections map[string]*mergedSection // by digest
	overflow bool
}

type mergedSection struct {
	Section
	violations map[violationKey]*Violation
	properties map[string]*Property
}

// A violationKey identifies the violations that are counted together.
type violationKey struct {
	rule     verdict.Rule
	property string
}

func (m *merger) add(s *Section, samples int) {
	to := m.sections[s.Digest]
	if to == nil {
		to = &mergedSection{
			Section:    Section{Digest: s.Digest, Name: s.Name},
			violations: make(map[violationKey]*Violation, len(s.Violations)),
			properties: make(map[string]*Property, len(s.Properties)),
		}
		m.sections[s.Digest] = to
	}
	to.Name = min(to.Name, s.Name) // both are the same, unless a summary was edited
	m.sum(&to.Records, s.Records)
	m.sum(&to.Valid, s.Valid)
	m.sum(&to.Invalid, s.Invalid)
	for _, v := range s.Violations {
		key := violationKey{v.Rule, v.Property}
		sum := to.violations[key]
		if sum == nil {
			sum = &Violation{Rule: v.Rule, Property: v.Property}
			to.violations[key] = sum
		}
		m.sum(&sum.Count, v.Count)
		m.sum(&sum.Records, v.Records)
		for _, sample := range v.Samples {
			sum.Samples = insertSample(sum.Samples, sample, samples)
		}
	}
	for _, p := range s.Properties {
		sum := to.properties[p.Path]
		if sum == nil {
			sum = &Property{Path: p.Path}
			to.properties[p.Path] = sum
		}
		m.sum(&sum.Missing, p.Missing)
		m.sum(&sum.Null, p.Null)
		m.sum(&sum.Value, p.Value)
	}
}

func (m *merger) sum(to *int64, n int64) {
	if n > math.MaxInt64-*to {
		m.overflow = true
	}
	*to += n
}

// sumTotals adds up the counts whose sum programs show: those of a property, and the violations of
// a section.
func (m *merger) sumTotals() {
	for _, s := range m.sections {
		var violations int64
		for _, v := range s.violations {
			m.sum(&violations, v.Count)
		}
		for _, p := range s.properties {
			objects := p.Missing
			m.sum(&objects, p.Null)
			m.sum(&objects, p.Value)
		}
	}
}

// result returns the sections in the order of the fields' documentation.
func (m *merger) result() []Section {
	sections := make([]Section, 0, len(m.sections))
	for _, s := range m.sections {
		s.Violations = make([]Violation, 0, len(s.violations))
		for _, v := range s.violations {
			s.Violations = append(s.Violations, *v)
		}
		slices.SortFunc(s.Violations, func(a, b Violation) int {
			return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Property, b.Property))
		})
		s.Properties = make([]Property, 0, len(s.properties))
		for _, p := range s.properties {
			s.Properties = append(s.Properties, *p)
		}
		slices.SortFunc(s.Properties, func(a, b Property) int { return cmp.Compare(a.Path, b.Path) })
		sections = append(sections, s.Section)
	}
	slices.SortFunc(sections, func(a, b Section) int { return cmp.Compare(a.Digest, b.Digest) })
	return sections
}

// insertSample returns the samples, which are sorted by hash, with one more. It keeps those with the
// smallest hashes, and one of each hash.
func insertSample(samples []Sample, s Sample, most int) []Sample {
	at, found := slices.BinarySearchFunc(samples, s, func(a, b Sample) int { return cmp.Compare(a.Hash, b.Hash) })
	switch {
	case found:
		if compareSamples(&s, &samples[at]) < 0 {
			samples[at] = s
		}
		return samples
	case at >= most:
		return samples
	case len(samples) == most:
		samples = samples[:most-1]
	}
	return slices.Insert(samples, at, s)
}

// compareSamples orders samples of one hash. They differ if the record was validated in two ways.
func compareSamples(a, b *Sample) int {
	return cmp.Or(
		cmp.Compare(a.Text, b.Text), bytes.Compare(a.Base64, b.Base64), cmp.Compare(a.Size, b.Size),
		cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Message, b.Message),
	)
}
