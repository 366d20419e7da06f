package rules

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A SchemaFile is the input of rules for a schema that is linted itself: the payload, parsed as a
// schema.
type SchemaFile struct {
	*Payload
	Registry *resource.Registry
	Root     *resource.Resource

	// Valid is set if the schema satisfies its metaschema.
	Valid bool

	// IsShared reports whether a file in the same directory refers to a part of this one; it may be
	// nil.
	IsShared func() bool

	// schemas are the schemas of the file that are objects, each before its subschemas; byNode are those
	// that are values of keywords, in the order of the document; at has all by node. refs are their
	// references.
	schemas []*subschema
	byNode  []*subschema
	at      map[uint32]*subschema
	refs    []reference

	patterns map[uint32]*pattern.Pattern  // by node, nil for one that is invalid
	members  map[uint32]map[string]uint32 // see names

	trail   *jsontape.Trail // see pointer
	trailed uint32
	lines   jsontape.LineIndex

	tape *jsontape.Tape // of the schema without a byte order mark
	bom  int            // its size in bytes
}

// A subschema is a schema of a file that is an object.
type subschema struct {
	place  resource.Place
	parent *subschema
	within string            // the keyword of parent that has it; [rootSchema], or "" for what only a reference makes a schema
	keys   map[string]uint32 // the nodes of the names of its members

	tape *jsontape.Tape
}

// A reference is a $ref or similar keyword of a subschema, with its target.
type reference struct {
	from   *subschema
	key    uint32
	target resource.Place
	err    error
}

// rootSchema is used instead of a keyword for the root schema of a file, and for the outermost schemas
// of an OpenAPI description.
const rootSchema = "/"

// NewSchemaFile finds the schemas of a file and resolves their references.
func NewSchemaFile(p *Payload, registry *resource.Registry, root *resource.Resource) *SchemaFile {
	f := &SchemaFile{
		Payload: p, Valid: len(p.Result.Failures) == 0, Registry: registry, Root: root, at: make(map[uint32]*subschema), tape: root.Tape(),
		bom: len(p.JSON) - len(bytes.TrimPrefix(p.JSON, syntax.ByteOrderMark)),
	}
	for _, node := range root.Document.Schemas() {
		f.add(resource.Place{Resource: root, Node: root.Node}.At(node), nil, rootSchema)
	}
	f.byNode = slices.Clone(f.schemas)
	for next := 0; next < len(f.schemas); next++ {
		f.resolve(f.schemas[next])
	}
	return f
}

// add adds the schema at a place and its subschemas. Up to draft 7, keywords next to a $ref are ignored,
// except definitions.
func (f *SchemaFile) add(place resource.Place, parent *subschema, within string) {
	if f.at[place.Node] != nil || f.tape.Nodes[place.Node].Kind() != jsontape.Object {
		return
	}
	s := &subschema{place: place, parent: parent, within: within, keys: make(map[string]uint32), tape: f.tape}
	for key := range members(f.tape, place.Node) {
		s.keys[f.tape.String(key)] = key
	}
	f.at[place.Node] = s
	f.schemas = append(f.schemas, s)
	for _, inner := range place.Subschemas() {
		if !s.isOnlyReference() || inner.Keyword == "definitions" {
			f.add(place.At(inner.Node), s, inner.Keyword)
		}
	}
}

// resolve resolves the references of a schema, and adds their targets as schemas.
func (f *SchemaFile) resolve(s *subschema) {
	for _, keyword := range []string{"$ref", "$dynamicRef", "$recursiveRef"} {
		key, ok := s.keys[keyword]
		if !ok || f.tape.Nodes[key+1].Kind() != jsontape.String || !s.knows(keyword) {
			continue
		}
		target, err := f.Registry.Resolve(s.place.Resource, f.tape.String(key+1))
		f.refs = append(f.refs, reference{s, key, target, err})
		if err == nil && target.Resource.Document == f.Root.Document {
			f.add(target, nil, "")
		}
	}
}

// hasStandardDialect reports whether the schema has a metaschema of the specification.
func (f *SchemaFile) hasStandardDialect() bool {
	keyword := "$schema"
	if f.Root.Document.IsOpenAPI() {
		keyword = "jsonSchemaDialect"
	}
	node, ok := resource.Property(f.tape, f.Root.Node, keyword)
	if !ok || f.tape.Nodes[node].Kind() != jsontape.String {
		return true
	}
	_, ok = resource.Metaschema(f.tape.String(node))
	return ok
}

// replaceDiagnostics drops diagnostics of the metaschema, of some rules, for values that the running
// rule explains better.
func (f *SchemaFile) replaceDiagnostics(values []uint32, rules ...verdict.Rule) {
	if len(values) == 0 {
		return
	}
	offsets := make(map[int]bool)
	for _, value := range values {
		offsets[f.bom+int(f.tape.Nodes[value].Start)] = true
	}
	f.Diagnostics = slices.DeleteFunc(f.Diagnostics, func(d Diagnostic) bool { return offsets[d.Offset] && slices.Contains(rules, d.Rule) })
}

// pattern returns the regular expression at a node; nil if it is invalid.
func (f *SchemaFile) pattern(node uint32) *pattern.Pattern {
	compiled, ok := f.patterns[node]
	if !ok {
		if f.patterns == nil {
			f.patterns = make(map[uint32]*pattern.Pattern)
		}
		compiled, _ = pattern.Compile(f.tape.String(node))
		f.patterns[node] = compiled
	}
	return compiled
}

// Run calls the check of a rule.
func (f *SchemaFile) Run(rule *Rule) {
	f.rule, f.reported = rule, 0
	rule.CheckSchemaFile(f)
}

// report adds a diagnostic at a node of the schema: a value, or the name of a keyword.
func (f *SchemaFile) report(node uint32, message string, fix *Fix) {
	f.reportAs(f.rule.Severity, node, message, fix)
}

// reportAs is report with another severity than that of the rule.
func (f *SchemaFile) reportAs(severity finding.Severity, node uint32, message string, fix *Fix) {
	value := node
	if f.tape.Nodes[node].Kind() == jsontape.Key {
		value++
	}
	start, end := f.bom+int(f.tape.Nodes[node].Start), f.bom+int(f.tape.Nodes[node].End)
	f.Report(Diagnostic{Violation: f.violationAt(value, start, end, message), Severity: severity, Fix: fix})
}

func (f *SchemaFile) violationAt(value uint32, start, end int, message string) verdict.Violation {
	return verdict.Violation{Message: message, Pointer: f.pointer(value), Offset: start, End: end}
}

// pointer returns the JSON Pointer to a value. For values in order, it reads the tape only once.
func (f *SchemaFile) pointer(value uint32) string {
	if f.trail == nil || value < f.trailed {
		f.trail = f.tape.Trail()
	}
	f.trailed = value
	return f.trail.Seek(value)
}

// names returns the members of an object by name.
func (f *SchemaFile) names(object uint32) map[string]uint32 {
	names, ok := f.members[object]
	if !ok {
		names = make(map[string]uint32)
		for key := range members(f.tape, object) {
			names[f.tape.String(key)] = key
		}
		if f.members == nil {
			f.members = make(map[uint32]map[string]uint32)
		}
		f.members[object] = names
	}
	return names
}

// replace returns an edit that replaces the text of a node.
func (f *SchemaFile) replace(node uint32, text string) []syntax.Edit {
	n := f.tape.Nodes[node]
	return []syntax.Edit{{Start: f.bom + int(n.Start), End: f.bom + int(n.End), Text: text}}
}

// draft returns the draft of the schema's resource.
func (s *subschema) draft() resource.Draft { return s.place.Resource.Dialect.Draft }

// isOnlyReference reports whether the schema has a $ref next to which all keywords are ignored.
func (s *subschema) isOnlyReference() bool {
	_, ok := s.keys["$ref"]
	return ok && s.draft() < resource.Draft2019
}

// value returns the value of a keyword if it is of a kind and not ignored.
func (s *subschema) value(keyword string, kind jsontape.Kind) (node uint32, ok bool) {
	node, ok = s.any(keyword)
	return node, ok && s.tape.Nodes[node].Kind() == kind
}

// any returns the value of a keyword if it is not ignored.
func (s *subschema) any(keyword string) (node uint32, ok bool) {
	key, ok := s.keys[keyword]
	if !ok || s.isOnlyReference() && keyword != "$ref" || !s.knows(keyword) {
		return 0, false
	}
	return key + 1, true
}

// members iterates over the names of an object; the value of a name is the next node.
func members(tape *jsontape.Tape, object uint32) func(yield func(key uint32) bool) {
	return func(yield func(uint32) bool) {
		if tape.Nodes[object].Kind() != jsontape.Object {
			return
		}
		for key, end := object+1, tape.Nodes[object].Next; key < end; key = tape.Nodes[key+1].Next {
			if !yield(key) {
				return
			}
		}
	}
}

// items iterates over the items of an array.
func items(tape *jsontape.Tape, array uint32) func(yield func(item uint32) bool) {
	return func(yield func(uint32) bool) {
		if tape.Nodes[array].Kind() != jsontape.Array {
			return
		}
		for item, end := array+1, tape.Nodes[array].Next; item < end; item = tape.Nodes[item].Next {
			if !yield(item) {
				return
			}
		}
	}
}
