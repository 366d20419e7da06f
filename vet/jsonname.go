package vet

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/words"
)

// JSONName finds fields that encoding/json leaves out because another has the
// same name.
var JSONName = newAnalyzer("jsonname", `find fields hidden by another with the same JSON name

Of several fields with one name, encoding/json writes the one that is embedded
least deeply; among those, the one whose tag gives the name; and none at all if
that leaves more than one (https://pkg.go.dev/encoding/json#Marshal). A field that
hides one of an embedded struct is not reported: that is how Go overrides it.`, checkNames)

// A candidate is a field that may be encoded as a property of a struct.
type candidate struct {
	name   string // in JSON
	path   string // "Base.ID"
	depth  int
	tagged bool
	field  *types.Var
	direct *field // field of the model itself that it is, or is embedded through
}

func checkNames(pass *analysis.Pass, m *model) {
	byName := make(map[string][]candidate)
	var order []string // names in order of first occurrence
	for _, f := range m.fields {
		for _, c := range f.candidates() {
			if byName[c.name] == nil {
				order = append(order, c.name)
			}
			byName[c.name] = append(byName[c.name], c)
		}
	}
	for _, name := range order {
		all := byName[name]
		if len(all) < 2 {
			continue
		}
		winner, found := dominant(all)
		if !found {
			if rivals := least(all); rivals[0].direct != rivals[len(rivals)-1].direct {
				reportAmbiguous(pass, m, name, rivals)
			}
			continue
		}
		for _, c := range all {
			// Hiding a field of an embedded struct is how Go overrides it, and fields
			// hidden within one embedded struct are reported there.
			if c.direct != winner.direct && c.depth == winner.depth {
				reportHidden(pass, name, c, winner)
			}
		}
	}
}

func reportAmbiguous(pass *analysis.Pass, m *model, name string, all []candidate) {
	last := all[len(all)-1]
	others := make([]string, 0, len(all))
	for _, c := range all {
		others = append(others, c.path)
	}
	pass.Report(analysis.Diagnostic{
		Pos:     last.direct.pos(),
		End:     last.direct.pos() + token.Pos(len(last.direct.variable.Name())),
		Message: "encoding/json writes no property \"" + name + "\" of " + m.name + ": " + words.And(others) + " all have that name",
	})
}

// reportHidden reports at the hiding field or, if that comes from an embedded struct too,
// at the hidden one.
func reportHidden(pass *analysis.Pass, name string, hidden, winner candidate) {
	at := winner.direct
	if winner.depth > 0 {
		at = hidden.direct
	}
	pass.Report(analysis.Diagnostic{
		Pos:     at.pos(),
		End:     at.pos() + token.Pos(len(at.variable.Name())),
		Message: "property \"" + name + "\" is " + winner.path + ", which hides " + hidden.path,
	})
}

// dominant returns the field that encoding/json encodes.
func dominant(all []candidate) (candidate, bool) {
	rivals := least(all)
	return rivals[0], len(rivals) == 1
}

// least returns the least deeply embedded candidates; of these the tagged ones, if there
// are any.
func least(all []candidate) []candidate {
	depth := all[0].depth
	for _, c := range all {
		depth = min(depth, c.depth)
	}
	var plain, tagged []candidate
	for _, c := range all {
		switch {
		case c.depth > depth:
		case c.tagged:
			tagged = append(tagged, c)
		default:
			plain = append(plain, c)
		}
	}
	if len(tagged) > 0 {
		return tagged
	}
	return plain
}

// candidates returns what a field contributes to its struct, breadth first.
func (f *field) candidates() []candidate {
	if !f.inlined() {
		return f.appendCandidate(nil, f, 0)
	}
	var all []candidate
	seen := map[types.Type]bool{f.owner.typ: true}
	level := []embedding{f.embedding(f.variable.Name())}
	for depth := 1; len(level) > 0; depth++ {
		var next []embedding
		for _, e := range level {
			if e.typ == nil || seen[e.typ] {
				continue
			}
			seen[e.typ] = true
			for _, inner := range e.fields(f.node) {
				if inner.inlined() {
					next = append(next, inner.embedding(e.path+"."+inner.variable.Name()))
				} else {
					all = inner.appendCandidate(all, f, depth)
				}
			}
		}
		level = next
	}
	return all
}

// appendCandidate appends the field if encoding/json encodes it. It is embedded through direct at a depth.
func (f *field) appendCandidate(all []candidate, direct *field, depth int) []candidate {
	if !f.encoded() {
		return all
	}
	value, _ := f.tag.lookup("json")
	tagged := strings.Split(value, ",")[0] != ""
	return append(all, candidate{f.name, f.String(), depth, tagged, f.variable, direct})
}

// An embedding is an embedded struct; typ is nil if it is something else.
type embedding struct {
	typ  *types.Struct
	path string // "Base.Inner"
}

func (f *field) embedding(path string) embedding {
	return embedding{structOf(f.variable.Type()), path}
}

// fields returns the fields of the struct except those with the tag `json:"-"`.
func (e embedding) fields(node *ast.Field) []*field {
	var all []*field
	for i := range e.typ.NumFields() {
		f := &field{owner: &model{name: e.path}, variable: e.typ.Field(i), node: node}
		f.tag = parsedTag(e.typ.Tag(i))
		if f.readJSON(); f.name != "-" || len(f.options) > 0 {
			all = append(all, f)
		}
	}
	return all
}

// parsedTag parses the tag of a field whose source is not available.
func parsedTag(text string) structTag {
	value, ok := reflect.StructTag(text).Lookup("json")
	if !ok {
		return structTag{}
	}
	return structTag{pairs: []tagPair{{"json", value}}}
}
