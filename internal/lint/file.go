package lint

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/records"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file lints one file or one chunk of a large one.

// lintFile reads and checks a whole file. It returns the buffer for the next.
func (p *pipeline) lintFile(t *task, buffer []byte) []byte {
	if p.linter.acceptsArray(t) {
		return buffer
	}
	source, err := t.input.Read(buffer, p.linter.options.Jobs, p.linter.limits())
	if err != nil {
		t.err = files.Describe(t.input.Path, err)
		return buffer
	}
	if t.isPointer(source) {
		return source
	}
	if skip := p.linter.options.Skip; skip != nil && skip(source) {
		t.skipped = true
		return source
	}
	syntax := t.input.Syntax
	if syntax == files.ByContent {
		syntax = files.Detect(source)
	}
	if syntax == files.Lines {
		t.chunk = records.WholeChunk(source)
		p.lintChunk(t)
		return nil
	}
	p.lintDocuments(t, syntax, source)
	if cap(source) > maxKeptBuffer {
		return nil
	}
	return source
}

// templateMarks begin the expressions and statements of template languages.
var templateMarks = [][]byte{[]byte("{{"), []byte("{%"), []byte("<%")}

// isTemplate reports whether a file that has been checked is a template from which a program
// makes files of that syntax, such as those in a chart for Kubernetes: it was found in a
// directory, has no schema, does not have the syntax of its extension, and has marks of a
// template language. A file named *.json is always read as JSON.
func (t *task) isTemplate(syntax files.Syntax, source []byte) bool {
	if t.input.Named() || !t.noSchema || syntax == files.JSON {
		return false
	}
	isSyntaxError := func(f finding.Finding) bool { return f.Rule == string(verdict.RuleSyntax) }
	isMark := func(mark []byte) bool { return bytes.Contains(source, mark) }
	return slices.ContainsFunc(t.findings, isSyntaxError) && slices.ContainsFunc(templateMarks, isMark)
}

// isPointer reports whether a file is the pointer to its content, and sets the error of the
// task if it is.
func (t *task) isPointer(start []byte) bool {
	if !bytes.HasPrefix(start, lfsPointer) {
		return false
	}
	t.err = fmt.Errorf("%s: a git-lfs pointer, the content is not here; run git lfs pull", t.input.Path)
	return true
}

// lfsPointer is the beginning of a pointer file, which replaces a file that git-lfs stores.
var lfsPointer = []byte("version https://git-lfs.github.com/spec/v1\n")

// check adds the findings of one payload of a task.
func (p *pipeline) check(t *task, doc *document) {
	t.payloads++
	schema, unknown, err := p.linter.choose(t, doc)
	if err != nil {
		t.err = err
		return
	}
	if schema.IsNone() && !t.noSchema {
		t.noSchema = true
		if t.first && t.input.From == 0 {
			t.findings = append(t.findings, p.linter.withoutSchema(t.input.Path, schema, doc)...)
		}
	}
	t.isSchema = t.isSchema || p.linter.lintsAsSchema(schema, t.input.Path, doc)
	payload, before := doc.text.JSON, len(t.findings) // check repairs the text
	var upTo extent
	t.findings, upTo = p.linter.check(t.findings, schema, t.input.Path, doc, unknown)
	if t.observe != nil && !schema.IsNone() {
		if !doc.readable() {
			payload = doc.source
		}
		t.observe(&Observation{t.input.Path, schema, payload, t.findings[before:]})
	}
	if upTo.reach != everything && !t.truncated {
		t.truncated, t.reach = true, upTo.reach
	}
	t.unseen = t.unseen || upTo.unseen
	t.unread = t.unread || upTo.unread
}

// choose returns the schema of a payload: the one that is configured for its file, or else the one
// that it names, or else the one that a catalog has for the name of its file. If that cannot be
// loaded, unknown describes why, and the schema accepts everything.
func (l *Linter) choose(t *task, doc *document) (schema *catalog.Schema, unknown *rules.UnknownSchema, err error) {
	if !t.schema.IsNone() {
		return t.schema, nil, nil
	}
	own, unknown, err := l.ownSchema(t.input.Path, doc)
	if err != nil && l.redacts(t.input.Path) {
		return nil, nil, fmt.Errorf("%s: the schema that the file names cannot be fetched", t.input.Path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", t.input.Path, err)
	}
	if own == nil && unknown == nil {
		own, err = t.fallback(l.catalog)
		var cause *catalog.UnknownError
		if errors.As(err, &cause) {
			unknown = &rules.UnknownSchema{UnknownError: cause}
		} else if err != nil {
			return nil, nil, err
		}
	}
	if own == nil {
		return t.schema, unknown, nil
	}
	if !slices.Contains(t.own, own) {
		t.own = append(t.own, own)
	}
	return own, unknown, nil
}

// withoutSchema returns the finding for a file with a payload that has no schema; none unless
// the rule is enabled.
func (l *Linter) withoutSchema(path string, s *catalog.Schema, doc *document) []finding.Finding {
	written := doc.asSource()
	return l.applySeverities(path, []finding.Finding{l.finding(s, path, &written, &rules.Diagnostic{
		Violation: verdict.Violation{
			Rule:    rules.NoSchema.Name,
			Message: "the file has no schema; map it to one in .verdict.yaml, or use --schema",
		},
		Severity: rules.NoSchema.Severity,
	}, placeID{})})
}

// lintDocuments checks every payload of a file that has been read.
func (p *pipeline) lintDocuments(t *task, syntax files.Syntax, source []byte) {
	t.bytes = int64(len(source))
	for doc := range p.linter.documents(t.input, syntax, source) {
		p.check(t, &doc)
	}
	if t.template = t.isTemplate(syntax, source); t.template {
		return
	}
	setGitLines(t.findings, source, 0, 0)
}

// maxKeptBuffer is the maximum size of a buffer that a worker keeps for the next file.
const maxKeptBuffer = 4 << 20

// lintChunk checks a chunk of lines, each of which is a payload. Empty lines are skipped.
func (p *pipeline) lintChunk(t *task) {
	if t.chunk.Offset == 0 && t.isPointer(t.chunk.Text) {
		return
	}
	limits := p.linter.limits()
	lines := records.NewText(t.chunk.Text, records.Lines, records.Limits{Bytes: p.linter.maxLine()}, t.chunk.Place)
	var doc document // reused for all lines
	for {
		line, err := lines.Next()
		if err != nil { // io.EOF
			break
		}
		if line.Exceeds(p.linter.maxLine()) {
			t.err = cmp.Or(t.err, files.Describe(t.input.Path, limits.TooLong(line.Line)))
			continue
		}
		doc = document{
			text: syntax.Text{JSON: line.Text}, source: line.Text, offset: line.Offset, lines: line.Line - 1, editable: true, record: true,
		}
		p.check(t, &doc)
	}
	setGitLines(t.findings, t.chunk.Text, t.chunk.Offset, t.chunk.Line-1)
	t.bytes = int64(len(t.chunk.Text))
	p.recycle(t.chunk.Text)
	t.chunk.Text = nil
}
