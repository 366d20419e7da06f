package lint

import (
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/records"
)

// A task is a unit of work of the pipeline: a file, or a chunk of lines of one.
type task struct {
	input  *files.Input
	schema *catalog.Schema // of the file
	first  bool            // of this file

	chunk records.Chunk // of a file of lines; without text for a whole file

	observe func(o *Observation) // may be nil

	done      chan struct{} // closed when the fields below are set
	findings  []finding.Finding
	payloads  int
	bytes     int64
	truncated bool  // something was left out,
	reach     int64 // from this offset on
	unseen    bool  // errors may have been left out
	unread    bool  // because of too many syntax errors
	err       error

	own      []*catalog.Schema // of payloads, if none is configured for the file
	isSchema bool              // some payload was linted as a schema
	noSchema bool              // some payload has none
	skipped  bool              // see Options.Skip
	template bool              // see isTemplate

	others *catalog.Schema // see fallback
	asked  bool
}

// fallback returns the schema of payloads that have no other, or nil if there is none.
func (t *task) fallback(schemas *catalog.Catalog) (*catalog.Schema, error) {
	if t.asked {
		return t.others, nil
	}
	others, err := schemas.ForOthers(t.input.Path)
	if err == nil {
		t.others, t.asked = others, true
	}
	return others, err
}

// schemas returns the schemas that the payloads were validated against.
func (t *task) schemas() []*catalog.Schema {
	if t.schema == nil {
		return t.own
	}
	return append(t.own[:len(t.own):len(t.own)], t.schema)
}

// keepFindings copies the findings of a task to memory of their size, and returns their previous
// memory for the next task.
func (t *task) keepFindings() []finding.Finding {
	const most = 1 << 14 // findings: 7 MB
	shared := t.findings
	t.findings = append([]finding.Finding(nil), shared...)
	if cap(shared) > most {
		return nil
	}
	clear(shared)
	return shared[:0]
}
