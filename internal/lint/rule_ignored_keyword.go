package lint

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/program"
)

// RuleIgnoredKeyword is broken by a schema with a keyword that its draft has no meaning
// for, though other validators obey it: "const" in draft 4, and what stands beside "$ref"
// up to draft 7 (https://json-schema.org/draft-07/json-schema-core#rfc.section.8.3).
const RuleIgnoredKeyword verdict.Rule = "ignored-keyword"

// ignoredKeywords finds the ignored keywords in the document of a schema, and in those
// that it refers to, be they files or from the network: who lints by a schema has to know
// what it does not say. What is built in has none. A document from the network is told of
// once.
func ignoredKeywords(s *catalog.Schema, context int) []finding.Finding {
	if s.URI == "" {
		return nil
	}
	registry, root := s.Engine.Registry, s.Engine.Root
	var found []finding.Finding
	numbered := 0 // how many of them have the lines of git
	ignored := program.Ignored(registry, root)
	for i, k := range ignored {
		in := k.Resource.Document
		others := 0
		if catalog.IsRemote(in.URI) {
			if i > 0 && ignored[i-1].Resource.Document == in {
				continue // who lints cannot mend it, and need not read of each
			}
			for others < len(ignored)-i-1 && ignored[i+others+1].Resource.Document == in {
				others++
			}
		}
		doc := document{source: in.Tape.Text}
		path, ok := s.Name, true
		if in == root.Document {
			doc.offset = int64(s.TextOffset())
		} else if path, ok = in.URI, catalog.IsRemote(in.URI); !ok {
			path, ok = catalog.PathOf(in.URI)
		}
		if !ok {
			continue
		}
		key := in.Tape.Nodes[k.Key]
		found = append(found, finding.Finding{
			File:     path,
			Range:    doc.span(int(key.Start), int(key.End)),
			Severity: finding.Warning,
			Rule:     string(RuleIgnoredKeyword),
			Message:  wordIgnored(&k, others),
			Pointer:  in.Tape.Pointer(k.Key + 1),
			Schema:   s.Name,
			Frame:    finding.NewFrame(doc.source, int(key.Start), int(key.End), context),
		})
		if i+1 == len(ignored) || ignored[i+1].Resource.Document != in {
			setGitLines(found[numbered:], doc.source, doc.offset, 0)
			numbered = len(found)
		}
	}
	return found
}

// wordIgnored tells of a keyword, and how many others of its document go the same way.
func wordIgnored(k *program.IgnoredKeyword, others int) string {
	draft := k.Resource.Dialect.Draft
	why := fmt.Sprintf("%s has no such keyword", draft)
	if k.Reference {
		why = fmt.Sprintf(`in %s nothing counts beside "$ref"`, draft)
	}
	switch {
	case others == 1:
		return fmt.Sprintf("%q is ignored: %s; so is another keyword of this schema", k.Name, why)
	case others > 1:
		return fmt.Sprintf("%q is ignored: %s; so are %d other keywords of this schema", k.Name, why, others)
	case k.Reference:
		return fmt.Sprintf(`%q is ignored: in %s nothing counts beside "$ref"; put the reference into "allOf"`, k.Name, draft)
	}
	return fmt.Sprintf(`%q is ignored: %s has no such keyword; use "enum" with one value`, k.Name, draft)
}

// A schemaSet is a set of schemas, in the order of their first use.
type schemaSet struct {
	list []*catalog.Schema
	seen map[*catalog.Schema]bool
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

// reportSchemas tells, once for the whole run, what is to be said of the schemas that
// payloads were linted against. It comes after what is said of the payloads: some of
// them name their schemas themselves.
func (l *Linter) reportSchemas(schemas []*catalog.Schema, sink Sink, sum *finding.Summary) error {
	type place struct {
		file   string
		offset int64
	}
	found := make(map[place]finding.Finding) // two schemas may refer to one file
	for _, s := range schemas {
		for _, f := range ignoredKeywords(s, l.options.Context) {
			at := place{f.File, f.Range.Offset}
			if _, ok := found[at]; !ok {
				found[at] = f
			}
		}
	}
	all := slices.SortedFunc(maps.Values(found), func(a, b finding.Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), byPlace(a, b))
	})
	last := ""
	for i := range all {
		for _, f := range l.weigh(all[i].File, all[i:i+1:i+1]) {
			if l.options.Keep != nil && !l.options.Keep(&f) {
				continue
			}
			if f.File != last {
				last = f.File
				if err := sink.File(f.File); err != nil {
					return err
				}
			}
			sum.Count(&f)
			if err := sink.Finding(&f); err != nil {
				return err
			}
		}
	}
	return nil
}
