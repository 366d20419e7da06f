package program

import (
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A keyword identifies a keyword that this package implements.
type keyword uint8

const (
	kwNone keyword = iota
	kwRef
	kwDynamicRef
	kwRecursiveRef
	kwType
	kwEnum
	kwConst
	kwItems
	kwAdditionalItems
	kwPrefixItems
	kwContains
	kwMaxContains
	kwMinContains
	kwUnevaluatedItems
	kwRequired
	kwProperties
	kwPatternProperties
	kwAdditionalProperties
	kwPropertyNames
	kwDependencies
	kwDependentRequired
	kwDependentSchemas
	kwUnevaluatedProperties
	kwAllOf
	kwAnyOf
	kwOneOf
	kwNot
	kwIf
	kwThen
	kwElse
	kwNullable
	kwDiscriminator
	kwLeaf // the first leaf keyword; the others follow

	firstOfArrays, lastOfArrays   = kwItems, kwMinContains
	firstOfObjects, lastOfObjects = kwRequired, kwDependentSchemas

	kwCount = kwLeaf + leafRoom
)

// leafRoom is the maximum number of leaf keywords.
const leafRoom = 24

var _ [leafRoom - len(leaves)]struct{}

// keywordInfo has the first and last draft of a keyword, and its vocabulary. until is 0 if no draft
// has removed it.
type keywordInfo struct {
	keyword      keyword
	since, until resource.Draft
	vocabulary   resource.Vocabulary // 0 for the core, which is always on
}

const (
	o30   = resource.OpenAPI30
	d4    = resource.Draft4
	d6    = resource.Draft6
	d7    = resource.Draft7
	d2019 = resource.Draft2019
	d2020 = resource.Draft2020
)

var keywords = withLeaves(map[string]keywordInfo{
	"$ref":          {kwRef, o30, 0, 0},
	"$dynamicRef":   {kwDynamicRef, d2020, 0, 0},
	"$recursiveRef": {kwRecursiveRef, d2019, d2019, 0},

	"type":              {kwType, o30, 0, resource.Validation},
	"enum":              {kwEnum, o30, 0, resource.Validation},
	"const":             {kwConst, d6, 0, resource.Validation},
	"maxContains":       {kwMaxContains, d2019, 0, resource.Validation},
	"minContains":       {kwMinContains, d2019, 0, resource.Validation},
	"required":          {kwRequired, o30, 0, resource.Validation},
	"dependentRequired": {kwDependentRequired, d2019, 0, resource.Validation},

	"items":                {kwItems, o30, 0, resource.Applicator},
	"additionalItems":      {kwAdditionalItems, d4, d2019, resource.Applicator},
	"prefixItems":          {kwPrefixItems, d2020, 0, resource.Applicator},
	"contains":             {kwContains, d6, 0, resource.Applicator},
	"properties":           {kwProperties, o30, 0, resource.Applicator},
	"patternProperties":    {kwPatternProperties, d4, 0, resource.Applicator},
	"additionalProperties": {kwAdditionalProperties, o30, 0, resource.Applicator},
	"propertyNames":        {kwPropertyNames, d6, 0, resource.Applicator},
	"dependencies":         {kwDependencies, d4, 0, resource.Applicator},
	"dependentSchemas":     {kwDependentSchemas, d2019, 0, resource.Applicator},
	"allOf":                {kwAllOf, o30, 0, resource.Applicator},
	"anyOf":                {kwAnyOf, o30, 0, resource.Applicator},
	"oneOf":                {kwOneOf, o30, 0, resource.Applicator},
	"not":                  {kwNot, o30, 0, resource.Applicator},
	"if":                   {kwIf, d7, 0, resource.Applicator},
	"then":                 {kwThen, d7, 0, resource.Applicator},
	"else":                 {kwElse, d7, 0, resource.Applicator},

	"nullable":      {kwNullable, o30, o30, resource.OpenAPI},
	"discriminator": {kwDiscriminator, o30, 0, resource.OpenAPI},

	"unevaluatedItems":      {kwUnevaluatedItems, d2019, 0, resource.Unevaluated},
	"unevaluatedProperties": {kwUnevaluatedProperties, d2019, 0, resource.Unevaluated},
})

// withLeaves adds the leaf keywords.
func withLeaves(keywords map[string]keywordInfo) map[string]keywordInfo {
	for k := range leaves {
		l := &leaves[k]
		keywords[l.Name] = keywordInfo{kwLeaf + keyword(k), l.since, l.until, l.vocabulary}
	}
	return keywords
}

// in reports whether a dialect has the keyword.
func (info keywordInfo) in(d resource.Dialect) bool {
	since := info.since
	if info.keyword == kwConst && d.Has(resource.ConstInDraft4) {
		since = d4
	}
	return since <= d.Draft && (info.until == 0 || d.Draft <= info.until) && (info.vocabulary == 0 || d.Has(info.vocabulary))
}

// KeywordNames returns the keywords that [Drafts] knows, sorted.
func KeywordNames() []string {
	names := slices.Sorted(maps.Keys(keywords))
	return slices.DeleteFunc(names, func(name string) bool { return keywords[name].vocabulary == resource.OpenAPI })
}

// Drafts returns the first and the last draft that have a keyword, if it constrains payloads or
// locates a schema; until is 0 if no draft has removed it. Keywords that only OpenAPI has are left
// out.
func Drafts(keyword string) (since, until resource.Draft, ok bool) {
	info, ok := keywords[keyword]
	return info.since, info.until, ok && info.vocabulary != resource.OpenAPI
}

// descriptive are the keywords of the specification that constrain nothing.
var descriptive = []string{
	"id", "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "contentSchema",
}

// IsStandard reports whether some draft of the specification defines a keyword, or reserves its name.
func IsStandard(name string) bool {
	_, _, constrains := Drafts(name)
	return constrains || strings.HasPrefix(name, "$") || slices.Contains(descriptive, name)
}

// Keywords are the keywords of one schema object that its dialect has, each with the node of its
// value. The node is 0 if the schema does not have the keyword, since the root of a document is never
// the value of one.
type Keywords struct {
	value  [kwCount]uint32
	custom []customWord
	count  int
}

func (k *Keywords) has(kw keyword) bool { return k.value[kw] != 0 }

// hasAny reports whether there is a keyword from first to last.
func (k *Keywords) hasAny(first, last keyword) bool {
	for _, value := range k.value[first : last+1] {
		if value != 0 {
			return true
		}
	}
	return false
}

// ReadKeywords reads the keywords of a schema object.
func ReadKeywords(place resource.Place, custom CustomKeywords) Keywords {
	var found Keywords
	tape := place.Tape()
	dialect := place.Resource.Dialect
	for key, end := place.Node+1, tape.Nodes[place.Node].Next; key < end; key = tape.Nodes[key+1].Next {
		var info keywordInfo
		var ok bool
		if tape.Nodes[key].Escaped() {
			info, ok = keywords[tape.String(key)]
		} else {
			info, ok = keywords[string(tape.Content(key))]
		}
		if !ok || !info.in(dialect) {
			if k := custom.at(tape, key, dialect); k != nil {
				found.custom = append(found.custom, customWord{k, key + 1})
				found.count++
			}
			continue
		}
		found.value[info.keyword] = key + 1
		found.count++
	}
	if found.has(kwRef) && dialect.Draft < d2019 {
		// All keywords next to a reference are ignored (draft 7, section 8.3).
		ref := found.value[kwRef]
		found = Keywords{count: 1}
		found.value[kwRef] = ref
	}
	if found.has(kwRef) && tape.Nodes[found.value[kwRef]].Kind() != jsontape.String {
		found.value[kwRef] = 0
	}
	return found
}

// OnlyReference reports whether the schema is a reference that replaces all other keywords.
func (k *Keywords) OnlyReference(draft resource.Draft) bool {
	return draft < d2019 && k.has(kwRef)
}

// Asserts reports whether a keyword of the schema, which has the given value, constrains instances
// or applies schemas to them, rather than only annotating.
func (k *Keywords) Asserts(name string, value uint32, draft resource.Draft) bool {
	if slices.ContainsFunc(k.custom, func(w customWord) bool { return w.value == value }) {
		return true
	}
	info, known := keywords[name]
	return known && k.value[info.keyword] == value && info.keyword != kwNullable &&
		(info.keyword != kwDiscriminator || draft == o30)
}
