package lint

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file reports findings about the schemas that payloads were validated against.

// A schemaSet is a set of schemas, in the order of their first use.
type schemaSet struct {
	list []*catalog.Schema
	seen map[*catalog.Schema]bool

	files map[string]bool // absolute paths of schemas that were linted themselves
}

// linted records that a schema file was linted itself, so that its findings are not reported again.
func (s *schemaSet) linted(path string) {
	if s.files == nil {
		s.files = make(map[string]bool)
	}
	s.files[absolute(path)] = true
}

func absolute(path string) string {
	if absolute, err := filepath.Abs(filepath.FromSlash(path)); err == nil {
		return absolute
	}
	return path
}

func (s *schemaSet) add(schemas ...*catalog.Schema) {
	for _, schema := range schemas {
		if s.seen[schema] {
			continue
		}
		if s.seen == nil {
			s.seen = make(map[*catalog.Schema]bool)
		}
		s.seen[schema] = true
		s.list = append(s.list, schema)
	}
}

// reportSchemas delivers the findings of schemas, once for the whole run. They come after
// those of payloads, because payloads may name their schemas themselves.
func (l *Linter) reportSchemas(schemas *schemaSet, sink Sink, sum *finding.Summary) error {
	all := l.schemaFindings(schemas)
	for len(all) > 0 {
		file := all[0].File
		count := slices.IndexFunc(all, func(f finding.Finding) bool { return f.File != file })
		if count < 0 {
			count = len(all)
		}
		found := l.applySeverities(file, all[:count:count])
		all = all[count:]
		if l.options.Keep != nil {
			found = l.options.Keep(found, nil)
		}
		if len(found) == 0 {
			continue
		}
		if err := sink.File(file); err != nil {
			return err
		}
		for i := range found {
			sum.Count(&found[i])
			if err := sink.Finding(&found[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// schemaFindings returns the findings of schemas by file and position. Two schemas may refer
// to one file, whose findings are returned once.
func (l *Linter) schemaFindings(schemas *schemaSet) []finding.Finding {
	type location struct {
		file   string
		offset int64
		rule   string
	}
	found := make(map[location]finding.Finding)
	for _, s := range schemas.list {
		for _, f := range l.checkSchema(s) {
			at := location{f.File, f.Range.Offset, f.Rule}
			if _, ok := found[at]; !ok && !schemas.files[absolute(f.File)] {
				found[at] = f
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b finding.Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), byPlace(a, b), strings.Compare(a.Rule, b.Rule))
	})
}

// checkSchema returns what the rules find in a schema and the documents that it refers to.
func (l *Linter) checkSchema(s *catalog.Schema) []finding.Finding {
	checked := rules.Schema{Schema: s}
	for _, rule := range rules.All() {
		if rule.CheckSchema != nil {
			checked.Run(rule)
		}
	}
	var found []finding.Finding
	for i := range checked.Diagnostics {
		d := &checked.Diagnostics[i]
		path, offset, ok := fileOf(s, d.Document)
		if !ok {
			continue
		}
		doc := document{source: d.Document.Tape.Text, offset: offset}
		if source := s.Converted(d.Document); source != nil {
			doc = document{text: source.Text, source: source.Source, offset: int64(source.Offset), lines: source.Lines}
		}
		start, end := doc.text.Span(d.Offset, d.End)
		f := finding.Finding{
			File:     path,
			Range:    doc.span(start, end),
			Severity: d.Severity,
			Rule:     string(d.Rule),
			Message:  d.Message,
			Pointer:  d.Pointer,
			Schema:   s.Name,
			Frame:    finding.NewFrame(doc.source, start, end, l.options.Context),
		}
		if l.redacts(path) {
			f.Redact()
		}
		found = append(found, f)
		setGitLines(found[len(found)-1:], doc.source, doc.offset, doc.lines)
	}
	return found
}

// fileOf returns the path or URL of a document of a schema, and where its text begins there.
// ok is false if it is built in.
func fileOf(s *catalog.Schema, document *resource.Document) (path string, offset int64, ok bool) {
	if document == s.Engine.Root.Document {
		return s.Name, int64(s.TextOffset()), true
	}
	if catalog.IsRemote(document.URI) {
		return document.URI, 0, true
	}
	path, ok = catalog.PathOf(document.URI)
	return path, 0, ok
}
