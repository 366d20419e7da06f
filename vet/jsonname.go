package vet

import (
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
		for name, c := range f.candidates() {
			if byName[name] == nil {
				order = append(order, name)
			}
			byName[name] = append(byName[name], c)
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

// candidates iterates over what a field contributes to its struct, breadth first.
func (f *field) candidates() func(yield func(string, candidate) bool) {
	return func(yield func(string, candidate) bool) {
		if !f.inlined() {
			value, _ := f.tag.lookup("json")
			tagged := strings.Split(value, ",")[0] != ""
			if f.encoded() {
				yield(f.name, candidate{f.String(), 0, tagged, f.variable, f})
			}
			return
		}
		type level struct {
			typ  *types.Struct
			path string
		}
		seen := map[types.Type]bool{f.owner.typ: true}
		next := []level{{structOf(f.variable.Type()), f.variable.Name()}}
		for depth := 1; len(next) > 0; depth++ {
			current := next
			next = nil
			for _, l := range current {
				if l.typ == nil || seen[l.typ] {
					continue
				}
				seen[l.typ] = true
				for i := range l.typ.NumFields() {
					inner := &field{owner: &model{name: l.path}, variable: l.typ.Field(i), node: f.node}
					inner.tag = parsedTag(l.typ.Tag(i))
					if inner.readJSON(); inner.name == "-" && len(inner.options) == 0 {
						continue
					}
					if inner.inlined() {
						next = append(next, level{structOf(inner.variable.Type()), l.path + "." + inner.variable.Name()})
						continue
					}
					value, _ := inner.tag.lookup("json")
					c := candidate{inner.String(), depth, strings.Split(value, ",")[0] != "", inner.variable, f}
					if inner.encoded() && !yield(inner.name, c) {
						return
					}
				}
			}
		}
	}
}

// parsedTag parses the tag of a field whose source is not available.
func parsedTag(text string) structTag {
	value, ok := reflect.StructTag(text).Lookup("json")
	if !ok {
		return structTag{}
	}
	return structTag{pairs: []tagPair{{"json", value}}}
}
