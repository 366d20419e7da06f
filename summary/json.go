package summary

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/verdict-lint/verdict"
)

// This file writes and reads summaries as JSON.

// The header of a summary. Other versions of this package may add properties; they then increase the
// version, because a summary cannot be merged without knowing all of it.
const (
	formatName    = "verdict-summary"
	formatVersion = 1
)

type header struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

type plainSummary Summary // without methods

type document struct {
	header
	plainSummary
}

//go:embed summary.schema.json
var schemaDocument []byte

// Schema returns the JSON Schema of summaries as JSON.
func Schema() []byte { return slices.Clone(schemaDocument) }

var compiledSchema = sync.OnceValue(func() *verdict.Schema { return verdict.MustCompile(schemaDocument) })

// MarshalJSON returns the summary as one line of JSON without a line end. Equal summaries give the
// same bytes.
func (s Summary) MarshalJSON() ([]byte, error) {
	return jsonv2.Marshal(document{header{formatName, formatVersion}, plainSummary(s)}, jsontext.AllowInvalidUTF8(true))
}

// Parse reads a summary from JSON. It fails if the text is not a summary, or has the version of a
// later program.
func Parse(text []byte) (Summary, error) {
	var h header
	if err := json.Unmarshal(text, &h); err != nil || h.Format != formatName {
		return Summary{}, errors.New(`summary: not a summary: expected a JSON object with "format": "verdict-summary"`)
	}
	if h.Version > formatVersion {
		return Summary{}, fmt.Errorf("summary: version %d of the format is not supported, only up to %d; use a newer version of verdict", h.Version, formatVersion)
	}
	var invalid *verdict.Error
	if err := compiledSchema().Validate(text); errors.As(err, &invalid) {
		return Summary{}, fmt.Errorf("summary: not a valid summary: %w", invalid.Violations[0])
	}
	var d document
	if err := jsonv2.Unmarshal(text, &d); err != nil {
		return Summary{}, fmt.Errorf("summary: not a valid summary: %w", err)
	}
	for _, s := range d.Sections {
		if s.Valid > s.Records || s.Records-s.Valid != s.Invalid {
			return Summary{}, fmt.Errorf("summary: not a valid summary: %d valid and %d invalid records are not %d records", s.Valid, s.Invalid, s.Records)
		}
	}
	return Merge(Summary(d.plainSummary))
}

// UnmarshalJSON is [Parse].
func (s *Summary) UnmarshalJSON(text []byte) error {
	parsed, err := Parse(text)
	if err == nil {
		*s = parsed
	}
	return err
}
