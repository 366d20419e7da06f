package vet

// This file edits struct tags as text: every pair keeps its position.

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A structTag is the conventional content of a tag: `key:"value" key:"value"`
// (https://pkg.go.dev/reflect#StructTag).
type structTag struct {
	literal *ast.BasicLit // nil if the field has no tag
	pairs   []tagPair
	odd     bool // the tag does not follow the convention and is not edited
}

type tagPair struct{ key, value string }

func readTag(literal *ast.BasicLit) structTag {
	tag := structTag{literal: literal}
	if literal == nil {
		return tag
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		tag.odd = true
		return tag
	}
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		key, rest, found := strings.Cut(text, ":")
		quoted, err := strconv.QuotedPrefix(rest)
		if !found || key == "" || strings.ContainsAny(key, " \"") || err != nil || quoted[0] != '"' {
			tag.odd = true
			return tag
		}
		value, err := strconv.Unquote(quoted)
		if err != nil {
			tag.odd = true
			return tag
		}
		tag.pairs = append(tag.pairs, tagPair{key, value})
		text = rest[len(quoted):]
	}
	return tag
}

// lookup returns the value of the first pair with that key, as package reflect does.
func (t structTag) lookup(key string) (string, bool) {
	for _, p := range t.pairs {
		if p.key == key {
			return p.value, true
		}
	}
	return "", false
}

// with returns the tag with the value of key set; a new key is added at the end.
func (t structTag) with(key, value string) structTag {
	pairs := make([]tagPair, 0, len(t.pairs)+1)
	found := false
	for _, p := range t.pairs {
		if p.key == key && !found {
			p.value, found = value, true
		}
		pairs = append(pairs, p)
	}
	if !found {
		pairs = append(pairs, tagPair{key, value})
	}
	t.pairs = pairs
	return t
}

// String returns the tag as Go source, in back quotes if possible.
func (t structTag) String() string {
	parts := make([]string, len(t.pairs))
	for i, p := range t.pairs {
		parts[i] = p.key + ":" + strconv.Quote(p.value)
	}
	text := strings.Join(parts, " ")
	if strconv.CanBackquote(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// fixTag returns the fix that replaces the field's tag. It returns none if the tag cannot
// be edited, or if several fields share it.
func (f *field) fixTag(message string, tag structTag) []analysis.SuggestedFix {
	if f.tag.odd {
		return nil
	}
	edit := analysis.TextEdit{NewText: []byte(tag.String())}
	if f.tag.literal != nil {
		edit.Pos, edit.End = f.tag.literal.Pos(), f.tag.literal.End()
	} else {
		edit.Pos, edit.End = f.node.Type.End(), f.node.Type.End()
		edit.NewText = append([]byte(" "), edit.NewText...)
	}
	return []analysis.SuggestedFix{{Message: message, TextEdits: []analysis.TextEdit{edit}}}
}

// withJSONOption adds an option to the json tag.
func (f *field) withJSONOption(option string) structTag {
	value, ok := f.tag.lookup("json")
	if !ok {
		return f.tag.with("json", ","+option)
	}
	return f.tag.with("json", value+","+option)
}

// withSchemaEntry adds an entry to the jsonschema tag.
func (f *field) withSchemaEntry(entry string) structTag {
	value, _ := f.tag.lookup("jsonschema")
	if value != "" {
		entry = value + "," + entry
	}
	return f.tag.with("jsonschema", entry)
}

// within returns the position of a part of the tag in the source, or of the whole tag if
// escapes make the position unknown.
func (t structTag) within(piece string) (pos, end token.Pos) {
	at := strings.Index(t.literal.Value, piece)
	if piece == "" || at < 0 || strings.Count(t.literal.Value, piece) != 1 {
		return t.literal.Pos(), t.literal.End()
	}
	pos = t.literal.Pos() + token.Pos(at)
	return pos, pos + token.Pos(len(piece))
}

// report reports a finding at a field with its fixes.
func report(pass *analysis.Pass, f *field, fixes []analysis.SuggestedFix, format string, args ...any) {
	pass.Report(analysis.Diagnostic{
		Pos:            f.pos(),
		End:            f.pos() + token.Pos(len(f.variable.Name())),
		Message:        fmt.Sprintf(format, args...),
		SuggestedFixes: fixes,
	})
}
