package vet

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/tags"
)

// SchemaTag finds tags that the reflector rejects, and options of the json tag that
// encoding/json silently ignores.
var SchemaTag = newAnalyzer("schematag", `find jsonschema tags that are wrong

An unknown key, a value of the wrong form, a rule that the field's type can never
break (minLength on a number), rules that contradict each other (a default outside
the enum, required on a field that may be left out), and formats that are not known.`, checkTags)

func checkTags(pass *analysis.Pass, m *model) {
	for _, f := range m.fields {
		if f.tag.literal == nil || f.variable.Pos() != firstName(f) {
			continue
		}
		checkJSONOptions(pass, f)
		value, ok := f.tag.lookup("jsonschema")
		if !ok || value == "" {
			continue
		}
		entries := tags.Parse(value)
		problems := tags.Check(entries, f.tagField())
		if len(problems) == 0 {
			problems = tags.Advise(entries)
		}
		for _, p := range problems {
			pos, end := f.tag.within(p.Entry.Raw)
			pass.Report(analysis.Diagnostic{
				Pos:            pos,
				End:            end,
				Message:        f.String() + ": " + p.Message,
				SuggestedFixes: fixEntry(f, value, p),
			})
		}
	}
}

// firstName returns the position of the first field in the declaration of f: fields
// declared together share a tag.
func firstName(f *field) token.Pos {
	if len(f.node.Names) > 0 {
		return f.node.Names[0].Pos()
	}
	return f.variable.Pos()
}

// fixEntry corrects a misspelled key and removes an empty entry.
func fixEntry(f *field, value string, p tags.Problem) []analysis.SuggestedFix {
	switch {
	case p.Tag != "":
		return f.fixTag("write description=", f.tag.with("jsonschema", p.Tag))
	case p.Nearest != "" && p.Entry.Name == "format":
		return f.fixTag("replace "+p.Entry.Value+" by "+p.Nearest,
			f.tag.with("jsonschema", strings.Replace(value, p.Entry.Raw, strings.TrimSuffix(p.Entry.Raw, p.Entry.Value)+p.Nearest, 1)))
	case p.Nearest != "":
		fixed := strings.Replace(p.Entry.Raw, p.Entry.Name, p.Nearest, 1)
		return f.fixTag("replace "+p.Entry.Name+" by "+p.Nearest,
			f.tag.with("jsonschema", strings.Replace(value, p.Entry.Raw, fixed, 1)))
	case p.Entry.Raw == "":
		entries := tags.Parse(value)
		entries = slices.DeleteFunc(entries, func(e tags.Entry) bool { return e.Raw == "" })
		raw := make([]string, len(entries))
		for i, e := range entries {
			raw[i] = e.Raw
		}
		return f.fixTag("remove the empty entry", f.tag.with("jsonschema", strings.Join(raw, ",")))
	}
	return nil
}

// jsonOptions lists the options of encoding/json and its second version
// (https://pkg.go.dev/encoding/json/v2).
var jsonOptions = []string{"omitempty", "omitzero", "string", "case:ignore", "case:strict", "inline", "unknown", "embed"}

func checkJSONOptions(pass *analysis.Pass, f *field) {
	value, _ := f.tag.lookup("json")
	for _, option := range f.options {
		if option == "" || slices.Contains(jsonOptions, option) || strings.HasPrefix(option, "format:") {
			continue
		}
		message := "unknown option " + option + " in the json tag"
		var fixes []analysis.SuggestedFix
		if near, ok := nearest.Of(option, jsonOptions); ok {
			message += ", did you mean " + near + "?"
			fixes = f.fixTag("replace "+option+" by "+near, f.tag.with("json", strings.Replace(value, ","+option, ","+near, 1)))
		}
		pos, end := f.tag.within(option)
		pass.Report(analysis.Diagnostic{Pos: pos, End: end, Message: f.String() + ": " + message, SuggestedFixes: fixes})
	}
}
