package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// invalidExample reports a default or example that its own schema does not accept
// (https://json-schema.org/draft/2020-12/json-schema-validation#section-9.2). A default of
// null is not reported: many authors use it for "no default".
var invalidExample = Rule{
	Name:            "invalid-example",
	Severity:        finding.Warning,
	CheckSchemaFile: checkExamples,
}

// An example is a value that should satisfy the schema that has it.
type example struct {
	schema int // in the list of places
	name   string
	node   uint32
}

func checkExamples(f *SchemaFile) {
	places, examples := f.examples()
	if len(examples) == 0 || !f.Valid {
		return
	}
	programs, err := lowerEach(f, places)
	if err != nil {
		return // a pattern is invalid, which the metaschema reports
	}
	var e evaluate.Evaluator
	w := message.Writer{Redact: f.Redact}
	defer w.Release()
	for _, x := range examples {
		failures, _ := e.FailuresAt(programs[x.schema], f.tape, x.node, 1)
		if len(failures) == 0 {
			continue
		}
		if count, _ := w.WriteFailures(f.tape, failures, 1); count == 0 {
			continue
		}
		var m message.Message
		if messages := w.Read(); messages.Next(&m) {
			f.Report(Diagnostic{Violation: f.violationAt(x.node, f.bom+m.Offset, f.bom+m.End,
				fmt.Sprintf("%s does not satisfy its schema: %s", x.name, m.Message))})
		}
	}
}

// lowerEach compiles the schemas at places. It returns a panic as an error; the rule then reports
// nothing.
func lowerEach(f *SchemaFile, places []resource.Place) (programs []*program.Program, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			programs, err = nil, fmt.Errorf("the schema cannot be compiled: %v", cause)
		}
	}()
	return program.LowerEach(f.Registry, f.Root, places, program.Options{Formats: true, Lenient: true})
}

// examples returns the examples of a file and the schemas that have any.
func (f *SchemaFile) examples() (places []resource.Place, all []example) {
	for _, s := range f.schemas {
		before := len(all)
		if key, ok := s.keys["default"]; ok && f.tape.Nodes[key+1].Kind() != jsontape.Null {
			all = append(all, example{len(places), `"default"`, key + 1})
		}
		if key, ok := s.keys["example"]; ok && s.place.Resource.Dialect.Has(resource.OpenAPI) {
			all = append(all, example{len(places), `"example"`, key + 1})
		}
		if key, ok := s.keys["examples"]; ok {
			i := 0
			for item := range items(f.tape, key+1) {
				all = append(all, example{len(places), fmt.Sprintf("examples[%d]", i), item})
				i++
			}
		}
		if len(all) > before {
			places = append(places, s.place)
		}
	}
	return places, all
}
