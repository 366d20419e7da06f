package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/words"
)

// contradiction reports keywords of one schema that no value, or no value of a type, can
// satisfy together. It is a warning if only a part of an enum can never match.
var contradiction = Rule{
	Name:            "contradiction",
	Severity:        finding.Error,
	CheckSchemaFile: checkContradictions,
}

func checkContradictions(f *SchemaFile) {
	for _, s := range f.schemas {
		f.checkBounds(s)
		f.checkSizes(s)
		f.checkForbidden(s)
		f.checkValues(s)
	}
}

// A limit is minimum, maximum or one of their exclusive forms.
type limit struct {
	key       uint32
	name      string
	value     number.Decimal
	exclusive bool
}

// limits returns the limits of a schema on one side. In draft 4 the exclusive form is a
// boolean that belongs to the other.
func (s *subschema) limits(inclusive, exclusive string) []limit {
	var all []limit
	_, flagged := s.value(exclusive, jsontape.True)
	for _, name := range []string{inclusive, exclusive} {
		node, ok := s.any(name)
		if kind := s.tape.Nodes[node].Kind(); !ok || kind != jsontape.Integer && kind != jsontape.Number {
			continue
		}
		all = append(all, limit{node - 1, name, decimal(s.tape, node), name == exclusive || flagged})
	}
	return all
}

func (f *SchemaFile) checkBounds(s *subschema) {
	for _, least := range s.limits("minimum", "exclusiveMinimum") {
		for _, most := range s.limits("maximum", "exclusiveMaximum") {
			order := least.value.Compare(most.value)
			if order > 0 {
				f.report(least.key, fmt.Sprintf("%q %s is above %q %s, so no number is valid",
					least.name, f.tape.Raw(least.key+1), most.name, f.tape.Raw(most.key+1)), nil)
			} else if order == 0 && (least.exclusive || most.exclusive) {
				f.report(least.key, fmt.Sprintf("%q and %q exclude %s, so no number is valid",
					least.name, most.name, f.tape.Raw(least.key+1)), nil)
			}
		}
	}
}

// sizes are the keywords that bound how large something is from below and above, and what has
// that size.
var sizes = [][3]string{
	{"minLength", "maxLength", "string"}, {"minItems", "maxItems", "array"},
	{"minProperties", "maxProperties", "object"}, {"minContains", "maxContains", "array"},
}

func (f *SchemaFile) checkSizes(s *subschema) {
	for _, size := range sizes {
		least, ok := s.value(size[0], jsontape.Integer)
		most, bounded := s.value(size[1], jsontape.Integer)
		if ok && bounded && decimal(f.tape, least).Compare(decimal(f.tape, most)) > 0 {
			f.report(least-1, fmt.Sprintf("%q %s is above %q %s, so no %s is valid",
				size[0], f.tape.Raw(least), size[1], f.tape.Raw(most), size[2]), nil)
		}
	}
}

// checkForbidden reports required properties that the same schema forbids.
func (f *SchemaFile) checkForbidden(s *subschema) {
	required, ok := s.value("required", jsontape.Array)
	if !ok {
		return
	}
	if most, ok := s.value("maxProperties", jsontape.Integer); ok {
		if n, exact := decimal(f.tape, most).Int64(); exact && int64(f.tape.Count(required)) > n {
			f.report(most-1, fmt.Sprintf("\"maxProperties\" is %d, but \"required\" has %d names, so no object is valid",
				n, f.tape.Count(required)), nil)
		}
	}
	listed := make(map[string]uint32)
	if properties, ok := s.any("properties"); ok {
		for key := range members(f.tape, properties) {
			listed[f.tape.String(key)] = key + 1
		}
	}
	_, closed := s.value("additionalProperties", jsontape.False)
	for item := range items(f.tape, required) {
		if f.tape.Nodes[item].Kind() != jsontape.String {
			continue
		}
		name := f.tape.String(item)
		value, ok := listed[name]
		switch {
		case ok && f.acceptsNothing(value):
			f.report(item, fmt.Sprintf("property %q is required, but its schema accepts nothing, so no object is valid", name), nil)
		case !ok && closed && !f.matchesPattern(s, name):
			f.report(item, fmt.Sprintf("property %q is required, but \"additionalProperties\": false forbids it, so no object is valid", name), nil)
		}
	}
}

// acceptsNothing reports whether a schema is false, or {"not": {}} as drafts without false
// write it.
func (f *SchemaFile) acceptsNothing(schema uint32) bool {
	nodes := f.tape.Nodes
	if nodes[schema].Kind() == jsontape.False {
		return true
	}
	not, ok := resource.Property(f.tape, schema, "not")
	return ok && (nodes[not].Kind() == jsontape.True || nodes[not].Kind() == jsontape.Object && nodes[not].Next == not+1)
}

// matchesPattern reports whether a name matches a pattern of patternProperties, or may.
func (f *SchemaFile) matchesPattern(s *subschema, name string) bool {
	patterns, ok := s.any("patternProperties")
	if !ok {
		return false
	}
	for key := range members(f.tape, patterns) {
		compiled := f.pattern(key)
		if compiled == nil {
			return true
		}
		if matches, err := compiled.Match([]byte(name)); matches || err != nil {
			return true
		}
	}
	return false
}

// checkValues reports values of enum and const that contradict each other or type.
func (f *SchemaFile) checkValues(s *subschema) {
	types := s.types()
	value, isConst := s.any("const")
	list, isEnum := s.value("enum", jsontape.Array)
	if isConst && len(types) > 0 && !isOfType(f.tape, value, types) {
		f.report(value, fmt.Sprintf("\"const\" is %s, but the type is %s, so no value is valid",
			clip(f.tape.Raw(value)), words.Or(types)), nil)
	}
	if !isEnum {
		return
	}
	var wrong []uint32
	found := false
	for item := range items(f.tape, list) {
		if len(types) > 0 && !isOfType(f.tape, item, types) {
			wrong = append(wrong, item)
		}
		found = found || isConst && equal.Values(f.tape, item, value)
	}
	if isConst && !found {
		f.report(value, "\"const\" is not one of \"enum\", so no value is valid", nil)
	}
	severity := finding.Warning
	if len(wrong) == f.tape.Count(list) {
		severity = finding.Error
	}
	for _, item := range wrong {
		f.reportAs(severity, item, fmt.Sprintf("the type is %s, so %s never matches", words.Or(types), clip(f.tape.Raw(item))), nil)
	}
}
