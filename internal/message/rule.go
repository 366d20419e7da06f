package message

import (
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file determines the rule of each failure.

// The rules that this package refers to.
const (
	ruleMissing         = "missing"
	ruleNull            = "null"
	ruleType            = "type"
	ruleEnum            = "enum"
	ruleConst           = "const"
	ruleUnknownProperty = "unknown-property"
)

// codeRules has the rule of each code, except for null, which depends on the instance, and leaf
// keywords, which have rules of their own.
var codeRules = [...]string{
	program.Type:            ruleType,
	program.False:           "false-schema",
	program.Enum:            ruleEnum,
	program.Const:           ruleConst,
	program.Contains:        "contains",
	program.AdditionalItems: "additional-items",
	program.Missing:         ruleMissing,
	program.UnknownProperty: ruleUnknownProperty,
	program.PropertyName:    "property-name",
	program.AnyOf:           "any-of",
	program.OneOf:           "one-of",
	program.Not:             "not",
	program.Endless:         "limit",
	program.TooDeep:         "limit",
	program.TooLong:         "limit",
	program.PatternTime:     "limit",
}

func ruleOf(f *evaluate.Failure) string {
	if f.Code == program.Custom {
		return f.Problem.Rule
	}
	if leaf := f.Leaf(); leaf != nil {
		return leaf.Rule
	}
	return codeRules[f.Code]
}
