package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// duplicateEnum reports a value that an enum has twice
// (https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2). The
// metaschemas of drafts 4 to 7 reject that themselves.
var duplicateEnum = Rule{
	Name:            "duplicate-enum",
	Severity:        finding.Warning,
	CheckSchemaFile: checkDuplicateEnums,
}

func checkDuplicateEnums(f *SchemaFile) {
	for _, s := range f.schemas {
		list, ok := s.value("enum", jsontape.Array)
		if !ok || resource.Draft4 <= s.draft() && s.draft() <= resource.Draft7 {
			continue
		}
		seen := make(map[string][]uint32) // by what equal values have in common
		last := uint32(0)
		for item := range items(f.tape, list) {
			key := likeness(f.tape, item)
			for _, first := range seen[key][:min(len(seen[key]), maxCompared)] {
				if equal.Values(f.tape, first, item) {
					line, column := f.lines.At(f.tape.Text, int(f.tape.Nodes[first].Start))
					f.reportDuplicate(item, last, first, line, column)
					break
				}
			}
			seen[key] = append(seen[key], item)
			last = item
		}
	}
}

// maxCompared bounds how many arrays or objects of one size each is compared with.
const maxCompared = 100

// reportDuplicate reports an item that equals an earlier one of the enum; last is the item before it.
func (f *SchemaFile) reportDuplicate(item, last, first uint32, line, column int) {
	n := f.tape.Nodes
	start, end := f.bom+int(n[item].Start), f.bom+int(n[item].End)
	f.Report(Diagnostic{
		Violation: f.violationAt(item, start, end,
			fmt.Sprintf("duplicate value %s (first at %d:%d); remove one", clip(f.tape.Raw(item)), line, column)),
		Other: f.bom + int(n[first].Start), Named: true,
		Fix: &Fix{
			Title: fmt.Sprintf("remove the second %s", clip(f.tape.Raw(item))), Safe: true,
			Edits: []syntax.Edit{{Start: f.bom + int(n[last].End), End: end}},
		},
	})
}

// likeness returns a string that is the same for equal values.
func likeness(tape *jsontape.Tape, node uint32) string {
	switch kind := tape.Nodes[node].Kind(); kind {
	case jsontape.String:
		return `"` + tape.String(node)
	case jsontape.Integer, jsontape.Number:
		return fmt.Sprint(decimal(tape, node).Hash(0))
	case jsontape.Array, jsontape.Object:
		return fmt.Sprint("compound ", kind, tape.Count(node))
	}
	return string(tape.Raw(node))
}

func decimal(tape *jsontape.Tape, node uint32) number.Decimal { return number.Parse(tape.Raw(node)) }
