package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/program"
)

// ignoredKeyword is about a keyword of a schema that its draft ignores although other
// validators obey it: "const" in draft 4, and the siblings of "$ref" up to draft 7
// (https://json-schema.org/draft-07/json-schema-core#rfc.section.8.3).
var ignoredKeyword = Rule{
	Name:        "ignored-keyword",
	Severity:    finding.Warning,
	CheckSchema: checkIgnoredKeywords,
}

// checkIgnoredKeywords also reports keywords of the documents that the schema refers to,
// because a payload is validated without them. A document from the network is reported
// once: whoever lints cannot fix it.
func checkIgnoredKeywords(s *Schema) {
	if s.URI == "" {
		return // built-in schemas have none
	}
	ignored := program.Ignored(s.Engine.Registry, s.Engine.Root)
	for i := range ignored {
		k := &ignored[i]
		document := k.Resource.Document
		others := 0
		if catalog.IsRemote(document.URI) {
			if i > 0 && ignored[i-1].Resource.Document == document {
				continue
			}
			for others < len(ignored)-i-1 && ignored[i+others+1].Resource.Document == document {
				others++
			}
		}
		key := document.Tape.Nodes[k.Key]
		s.Report(document, Diagnostic{Violation: verdict.Violation{
			Message: ignoredMessage(k, others),
			Pointer: document.Tape.Pointer(k.Key + 1),
			Offset:  int(key.Start),
			End:     int(key.End),
		}})
	}
}

// ignoredMessage returns the message for a keyword and the number of other ignored keywords
// in its document that are not reported.
func ignoredMessage(k *program.IgnoredKeyword, others int) string {
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
		return fmt.Sprintf(`%q is ignored: %s; put the reference into "allOf"`, k.Name, why)
	}
	return fmt.Sprintf(`%q is ignored: %s; use "enum" with one value`, k.Name, why)
}
