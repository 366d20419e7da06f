// Package rules has the rules of the linter. A rule is two files of its name: NAME.md is
// its page, which verdict explain shows and whose examples are tests, and NAME.go is its
// code. A rule of the library needs no code here, only a page.
package rules

import (
	"embed"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// A Rule is what the linter does about one rule, beyond what the library reports.
type Rule struct {
	Name verdict.Rule

	// Severity is that of its diagnostics unless they set another. The configuration may
	// override both.
	Severity finding.Severity

	// Check reports diagnostics of a payload. It is called for every payload, after it was
	// validated.
	Check func(p *Payload)

	// Revise changes the diagnostics of a payload that has some: it adds a fix, or
	// replaces several by one. It is called after all checks.
	Revise func(p *Payload)

	// CheckSchema reports diagnostics of a schema. It is called once for each schema that
	// payloads were validated against.
	CheckSchema func(s *Schema)

	// CheckSchemaFile reports diagnostics of a payload that is itself a schema.
	CheckSchemaFile func(f *SchemaFile)
}

// All returns the rules. Checks and revisions run in this order.
func All() []*Rule { return all }

var all = append([]*Rule{
	&unknownSchema,
	&syntaxError,
	&encoding,
	&bom,
	&numberPrecision,
	&deprecated,
	&nonFiniteNumber,
	&duplicateKey,
	&otherForm,
	&unknownProperty,
	&unresolvedRef,
	&unknownKeyword,
	&unknownFormat,
	&ignoredKeyword,
	&UnusedSuppression,
	&NoSchema,
	&unreachableKeyword,
	&contradiction,
	&requiredUndefined,
	&duplicateEnum,
	&invalidExample,
	&ambiguousOneOf,
	&patternPitfall,
	&unusedDefinition,
	&noSchemaKeyword,
	&missingDescription,
}, ofTheLibrary(
	verdict.RuleLimit,
	verdict.RuleMissing, verdict.RuleNull, verdict.RuleType,
	verdict.RuleEnum, verdict.RuleConst, verdict.RuleFalseSchema,
	verdict.RuleFormat, verdict.RulePattern, verdict.RuleMinLength, verdict.RuleMaxLength, verdict.RuleContent,
	verdict.RuleMinimum, verdict.RuleMaximum, verdict.RuleExclusiveMinimum, verdict.RuleExclusiveMaximum, verdict.RuleMultipleOf,
	verdict.RuleMinItems, verdict.RuleMaxItems, verdict.RuleUniqueItems, verdict.RuleContains, verdict.RuleAdditionalItems,
	verdict.RuleMinProperties, verdict.RuleMaxProperties, verdict.RulePropertyName,
	verdict.RuleAnyOf, verdict.RuleOneOf, verdict.RuleNot,
)...)

// ofTheLibrary returns rules that the linter adds nothing to.
func ofTheLibrary(names ...verdict.Rule) []*Rule {
	var rules []*Rule
	for _, name := range names {
		rules = append(rules, &Rule{Name: name, Severity: finding.Error})
	}
	return rules
}

//go:embed *.md
var pages embed.FS

// Names returns the names of all rules, sorted.
func Names() []string {
	var names []string
	for _, rule := range all {
		names = append(names, string(rule.Name))
	}
	slices.Sort(names)
	return names
}

// Page returns the page of a rule, in Markdown, and whether there is one.
func Page(name string) (string, bool) {
	page, err := pages.ReadFile(name + ".md")
	return string(page), err == nil
}

// Summary returns the first sentence of the page of a rule.
func Summary(name string) string {
	page, _ := Page(name)
	_, text, _ := strings.Cut(page, "\n\n")
	summary, _, _ := strings.Cut(text, "\n")
	return summary
}
