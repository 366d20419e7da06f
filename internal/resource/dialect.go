package resource

import "strings"

// A Draft is a version of the JSON Schema specification.
type Draft int

// The drafts, numbered so that they compare by age. OpenAPI30 is the Schema Object of OpenAPI
// 3.0, which has some of the keywords of draft 4 and a few of its own; OpenAPI 3.1 is 2020-12
// with the vocabulary [OpenAPI].
const (
	OpenAPI30 Draft = 3
	Draft4    Draft = 4
	Draft6    Draft = 6
	Draft7    Draft = 7
	Draft2019 Draft = 2019
	Draft2020 Draft = 2020
)

// A Vocabulary is a set of keywords that a metaschema can enable
// (Core 2020-12, section 8.1.2). Before 2019-09 all keywords are enabled.
type Vocabulary uint64

// The vocabularies that change what a schema accepts.
const (
	Applicator Vocabulary = 1 << iota
	Validation
	Unevaluated
	FormatAssertion
	Content

	// ConstInDraft4 is not a vocabulary of the specification: it asserts `const` in draft 4,
	// as other validators do.
	ConstInDraft4

	// OpenAPI has the keyword discriminator, and formats such as int32
	// (https://spec.openapis.org/oas/v3.1.0#schema-object).
	OpenAPI

	firstCustom

	standard = Applicator | Validation | Unevaluated
	all      = standard | Content
)

// A Dialect determines what the keywords of a schema mean: a draft, and the vocabularies
// that its metaschema enables.
type Dialect struct {
	Draft        Draft
	Vocabularies Vocabulary

	// Metaschema is the metaschema that the caller has given; nil for those of the specification.
	Metaschema *Resource
}

// MaxVocabularies is how many vocabularies the caller may define.
const MaxVocabularies = 48

// Custom returns the k-th vocabulary that the caller defines.
func Custom(k int) Vocabulary { return firstCustom << k }

// Has reports whether a vocabulary is enabled.
func (d Dialect) Has(v Vocabulary) bool { return d.Vocabularies&v != 0 }

// standardDialect returns the dialect of a draft's own metaschema.
func standardDialect(draft Draft) Dialect {
	switch {
	case draft == OpenAPI30:
		return Dialect{Draft: draft, Vocabularies: all | OpenAPI}
	case draft < Draft2019:
		return Dialect{Draft: draft, Vocabularies: all}
	}
	return Dialect{Draft: draft, Vocabularies: standard}
}

// metaschemaURI maps each draft to the URI of its metaschema. OpenAPI 3.0 has no official
// metaschema for Schema Objects, so that URI is our own.
var metaschemaURI = map[Draft]string{
	OpenAPI30: "verdict:///openapi-3.0",
	Draft4:    "http://json-schema.org/draft-04/schema",
	Draft6:    "http://json-schema.org/draft-06/schema",
	Draft7:    "http://json-schema.org/draft-07/schema",
	Draft2019: "https://json-schema.org/draft/2019-09/schema",
	Draft2020: "https://json-schema.org/draft/2020-12/schema",
}

// DraftNamed returns the draft with a name that [Draft.String] returns.
func DraftNamed(name string) (Draft, bool) {
	for draft := range metaschemaURI {
		if draft.String() == name {
			return draft, true
		}
	}
	return 0, false
}

// DraftOf returns the draft of the metaschema that a $schema names.
func DraftOf(uri string) (Draft, bool) { return draftOf(uri) }

// draftOf finds the draft that a $schema names. Authors write http or https, with or
// without an empty fragment; all of these are accepted.
func draftOf(uri string) (Draft, bool) {
	name := strings.TrimSuffix(uri, "#")
	name = strings.TrimPrefix(strings.TrimPrefix(name, "https://"), "http://")
	for draft, known := range metaschemaURI {
		if name == strings.TrimPrefix(strings.TrimPrefix(known, "https://"), "http://") {
			return draft, true
		}
	}
	if name == "json-schema.org/schema" {
		return Draft2020, true
	}
	return 0, false
}

// TooOld returns the name of the draft that a $schema names if it is too old to be supported,
// and "" otherwise.
func TooOld(uri string) string {
	_, name, _ := strings.Cut(uri, "://json-schema.org/")
	switch draft, _, _ := strings.Cut(name, "/"); draft {
	case "draft-00", "draft-01", "draft-02", "draft-03":
		return draft
	}
	return ""
}

// IsVocabulary reports whether a URI names a vocabulary of the specification or of OpenAPI.
func IsVocabulary(uri string) bool {
	_, known := vocabularyOf(uri)
	return known
}

// vocabularyOf finds the vocabulary that a $vocabulary names, by the last part
// of its URI.
func vocabularyOf(uri string) (v Vocabulary, known bool) {
	if strings.HasPrefix(uri, openAPIPrefix) && strings.Contains(uri, "/vocab/") {
		return OpenAPI, true
	}
	rest, ok := strings.CutPrefix(uri, "https://json-schema.org/draft/2020-12/vocab/")
	if !ok {
		rest, ok = strings.CutPrefix(uri, "https://json-schema.org/draft/2019-09/vocab/")
		if ok && rest == "applicator" {
			return Applicator | Unevaluated, true // one vocabulary until 2020-12
		}
	}
	if !ok {
		return 0, false
	}
	switch rest {
	case "applicator":
		return Applicator, true
	case "validation":
		return Validation, true
	case "unevaluated":
		return Unevaluated, true
	case "format-assertion":
		return FormatAssertion, true
	case "core", "meta-data", "format", "format-annotation", "content":
		return 0, true
	}
	return 0, false
}

// A position describes where the value of a keyword contains schemas.
type position uint8

const (
	asSelf  position = 1 << iota // the value is a schema
	asItems                      // the value is an array of schemas
	asProps                      // the value is an object of schemas
)

// subschemas has the keywords that contain schemas, each with the draft that introduced it. A
// keyword that a later draft removed is still searched, as the metaschemas of that draft do.
var subschemas = map[string]struct {
	since Draft
	at    position
}{
	"definitions":           {Draft4, asProps},
	"not":                   {OpenAPI30, asSelf},
	"allOf":                 {OpenAPI30, asItems},
	"anyOf":                 {OpenAPI30, asItems},
	"oneOf":                 {OpenAPI30, asItems},
	"properties":            {OpenAPI30, asProps},
	"patternProperties":     {Draft4, asProps},
	"additionalProperties":  {OpenAPI30, asSelf},
	"items":                 {OpenAPI30, asSelf | asItems},
	"additionalItems":       {Draft4, asSelf},
	"dependencies":          {Draft4, asProps},
	"propertyNames":         {Draft6, asSelf},
	"contains":              {Draft6, asSelf},
	"if":                    {Draft7, asSelf},
	"then":                  {Draft7, asSelf},
	"else":                  {Draft7, asSelf},
	"$defs":                 {Draft2019, asProps},
	"dependentSchemas":      {Draft2019, asProps},
	"unevaluatedProperties": {Draft2019, asSelf},
	"unevaluatedItems":      {Draft2019, asSelf},
	"contentSchema":         {Draft2019, asSelf},
	"prefixItems":           {Draft2020, asItems},
}
