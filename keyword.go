package verdict

// This file lets programs define keywords.

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// WithKeyword defines a keyword. It is known to schemas of every draft, also to those that are
// referred to; up to draft 7, it is ignored next to a $ref, as other keywords are.
//
// A keyword of the specification cannot be replaced, nor can a name begin with "$". The name
// should have a prefix of yours, such as "x-", so that later drafts do not define it. A keyword
// contains no schemas: references in its value are not resolved, and the properties and items
// that it checks are not evaluated in the sense of unevaluatedProperties and unevaluatedItems.
func WithKeyword(name string, compile KeywordCompiler) Option {
	return func(c *config) { c.keywords = append(c.keywords, keyword{name: name, compile: compile}) }
}

// WithVocabulary defines a vocabulary (Core 2020-12, section 8.1.2) of keywords as [WithKeyword]
// defines them, which may be none. They are known to schemas whose $schema names a metaschema
// with the URI in its $vocabulary, and to no others; a metaschema that requires a vocabulary
// that is not defined is an error. The metaschema is a document that [WithResource], [WithFS] or
// [WithLoader] provides, of draft 2019-09 or later. It describes the form of the keywords: every
// schema is checked against the metaschema that its $schema names.
//
// There may be several versions of a vocabulary with the same keywords. A keyword without a
// vocabulary that has the same name counts for the other schemas. At most 48 vocabularies can be
// defined.
func WithVocabulary(uri string, keywords map[string]KeywordCompiler) Option {
	keywords = maps.Clone(keywords)
	return func(c *config) {
		if !slices.Contains(c.vocabularies, uri) {
			c.vocabularies = append(c.vocabularies, uri)
		}
		for _, name := range slices.Sorted(maps.Keys(keywords)) {
			c.keywords = append(c.keywords, keyword{uri, name, keywords[name]})
		}
	}
}

// A keyword is one that an option defines.
type keyword struct {
	vocabulary string // URI, "" if it is in none
	name       string
	compile    KeywordCompiler
}

// A KeywordCompiler prepares a keyword for one schema that has it. If it returns an error, or
// panics, the schema cannot be compiled, and the error is a [*SchemaError] with the position of
// the value. If the check is nil, the keyword asserts nothing in this schema.
//
// It may be called more than once for a schema.
type KeywordCompiler func(use KeywordUse) (KeywordCheck, error)

// A KeywordUse is the use of a keyword in a schema. Its instances are valid as long as the
// [Schema] is in use.
type KeywordUse struct {
	Value    Instance // the value of the keyword
	Schema   Instance // the schema that has the keyword, with all its other keywords
	Location string   // the absolute URI of the keyword, with a JSON Pointer as its fragment
	Draft    Draft    // of the schema
}

// A KeywordCheck validates a value to which a schema with the keyword applies, and adds violations
// to the report; if it adds none, the value satisfies the keyword. Values of all
// types are checked, so a check for one type must ignore the others. The name of a
// property is checked as a string if the schema is in propertyNames.
//
// It is called by several goroutines, and more than once for an invalid payload. If it panics,
// the payload is not valid, and the error is a [*PanicError].
type KeywordCheck func(value Instance, report Report)

// A Report receives the violations and the annotation of a [KeywordCheck]. It is valid until the
// check returns. The zero Report ignores what it is given.
type Report struct {
	keyword string
	found   *program.Findings
}

// Fail adds a violation of the value, with the name of the keyword as its rule. The message is
// one line, lower case, without a full stop; if it is "", it states that the value does not satisfy
// the keyword. With [WithRedaction] it is always that text, because a message may quote values.
func (r Report) Fail(message string) { r.Add(Violation{Message: message}) }

// Add is like [Report.Fail] for a violation with these fields: Message; Rule, if it is not the
// name of the keyword; Pointer, from the value to the one at fault (see [Instance.Pointer]), or to
// the object that lacks a property; Property; Expected; and Params, which must have no values of
// the payload. The library sets the other fields. So the violations that another schema finds in
// value.Raw() can be added as they are. Of one value, at most 1,000 violations are reported.
func (r Report) Add(v Violation) {
	if r.found == nil {
		return
	}
	r.found.Failed = true
	if !r.found.Explain {
		return
	}
	if v.Rule == "" {
		v.Rule = Rule(r.keyword)
	}
	if v.Params != "" {
		params, err := encodeParams(v.Params)
		if err != nil {
			panic(fmt.Sprintf("the parameters cannot be encoded as a JSON object: %v", err))
		}
		v.Params = params
	}
	r.found.Add(program.Problem{
		Rule: string(v.Rule), Message: v.Message, Expected: v.Expected,
		Pointer: v.Pointer, Property: v.Property, Params: string(v.Params),
	})
}

// Annotate sets the annotation that the keyword produces for the value, which [Schema.Output]
// shows if the value is valid. It is encoded by json.Marshal. The value of the keyword itself is
// not an annotation.
func (r Report) Annotate(annotation any) {
	if r.found == nil || !r.found.Explain {
		return
	}
	text, err := json.Marshal(annotation)
	if err != nil {
		panic(fmt.Sprintf("the annotation cannot be encoded: %v", err))
	}
	r.found.Annotation = text
}

// checkKeywords rejects keywords and vocabularies that cannot be defined.
func (c *config) checkKeywords() error {
	for _, k := range c.keywords {
		option := "WithKeyword"
		if k.vocabulary != "" {
			option = "WithVocabulary"
		}
		switch {
		case k.compile == nil:
			return fmt.Errorf("verdict: %s: the function for the keyword %q is nil", option, k.name)
		case k.name == "" || program.IsStandard(k.name):
			return fmt.Errorf("verdict: %s: %q is a keyword of JSON Schema or reserved; use another name, such as %q", option, k.name, "x-"+k.name)
		}
	}
	for _, uri := range c.vocabularies {
		if u, err := url.Parse(uri); err != nil || !u.IsAbs() {
			return fmt.Errorf("verdict: WithVocabulary: %q is not an absolute URI, like https://example.com/vocabulary", uri)
		}
		if resource.IsVocabulary(uri) {
			return fmt.Errorf("verdict: WithVocabulary: %s is a vocabulary of the specification", uri)
		}
	}
	if len(c.vocabularies) > resource.MaxVocabularies {
		return fmt.Errorf("verdict: WithVocabulary: there are %d vocabularies, at most %d can be defined", len(c.vocabularies), resource.MaxVocabularies)
	}
	return nil
}

// customKeywords returns the keywords and vocabularies as the engine needs them. Of several
// keywords with one name, those with a vocabulary come last and take precedence.
func (c *config) customKeywords() (program.CustomKeywords, map[string]resource.Vocabulary) {
	vocabularies := make(map[string]resource.Vocabulary, len(c.vocabularies))
	for k, uri := range c.vocabularies {
		vocabularies[uri] = resource.Custom(k)
	}
	custom := make(program.CustomKeywords, len(c.keywords))
	for _, inVocabulary := range []bool{false, true} {
		for _, k := range c.keywords {
			if (k.vocabulary != "") == inVocabulary {
				custom[k.name] = append(custom[k.name], &program.CustomKeyword{
					Name: k.name, Vocabulary: vocabularies[k.vocabulary], Compile: k.compile.forProgram(k.name),
				})
			}
		}
	}
	return custom, vocabularies
}

func (compile KeywordCompiler) forProgram(name string) func(resource.Place, uint32) (program.CustomCheck, error) {
	return func(schema resource.Place, value uint32) (program.CustomCheck, error) {
		doc := schema.Tape()
		check, err := compile(KeywordUse{
			Value:    Instance{doc, value, value},
			Schema:   Instance{doc, schema.Node, schema.Node},
			Location: schema.Resource.URI + "#" + program.Fragment(schema.Pointer()+"/"+jsontape.EscapeToken(name)),
			Draft:    draftOf(schema.Resource.Dialect.Draft),
		})
		if check == nil || err != nil {
			return nil, err
		}
		return func(doc *jsontape.Tape, node uint32, found *program.Findings) {
			check(Instance{doc, node, node}, Report{name, found})
		}, nil
	}
}
