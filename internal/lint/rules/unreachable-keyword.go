package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/words"
)

// unreachableKeyword reports a keyword for values of a type that the schema does not allow,
// such as minLength with type number.
var unreachableKeyword = Rule{
	Name:            "unreachable-keyword",
	Severity:        finding.Warning,
	CheckSchemaFile: checkUnreachableKeywords,
}

func checkUnreachableKeywords(f *SchemaFile) {
	for _, s := range f.schemas {
		types := s.types()
		if len(types) == 0 {
			continue
		}
		for key := range members(f.tape, s.place.Node) {
			name := f.tape.String(key)
			about := instances[name]
			if name == "format" && isTextFormat(f.tape, key+1) {
				about = "string"
			}
			if _, counts := s.any(name); about == "" || !counts || allowsType(types, about) || asksNothing(f.tape, key+1) {
				continue
			}
			f.report(key, fmt.Sprintf("%q applies only to %s, but the type is %s; correct the type, or remove %q",
				name, words.Noun(2, about), words.Or(types), name), nil)
		}
	}
}

// isTextFormat reports whether a value is the name of a format for strings.
func isTextFormat(tape *jsontape.Tape, node uint32) bool {
	return tape.Nodes[node].Kind() == jsontape.String && format.Lookup(tape.String(node), int(resource.Draft2020)) != nil
}

// asksNothing reports whether the value of a keyword is an empty object or array or a
// boolean, as generators write it.
func asksNothing(tape *jsontape.Tape, node uint32) bool {
	switch n := tape.Nodes[node]; n.Kind() {
	case jsontape.Object, jsontape.Array:
		return n.Next == node+1
	case jsontape.True, jsontape.False:
		return true
	}
	return false
}
