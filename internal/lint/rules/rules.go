// Package rules has the rules of the linter. A rule is two files of its name: NAME.md is
// its page, which verdict explain shows and whose examples are tests, and NAME.go is its
// code. A rule of the library needs no code here, only a page.
package rules

import (
	"embed"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
)

// All returns the rules. Checks and revisions run in this order.
func All() []*Rule { return all }

var all = append([]*Rule{
	&unknownSchema,
	&syntaxError,
	&encoding,
	&bom,
	&indentation,
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
