package verdict_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
)

type paramTest struct {
	rule            verdict.Rule
	schema, payload string
	want            verdict.Params
}

// paramLimits are those of the schemas of paramTests.
var paramLimits = verdict.Limits{Depth: 4, Bytes: 100, Strings: 80, Properties: 6, Items: 6}

// paramTests has the parameters of the violations of each rule, in each of their forms.
var paramTests = []paramTest{
	{verdict.RuleSyntax, `true`, `{`, ``},
	{verdict.RuleEncoding, `true`, "\"\xff\"", ``},
	{verdict.RuleDuplicateKey, `true`, "{\n \"a\": 1, \"a\": 2}", `{"firstColumn":2,"firstLine":2,"property":"a"}`},
	{verdict.RuleLimit, `true`, `[[[[[0]]]]]`, `{"limit":4,"option":"Limits.Depth"}`},
	{verdict.RuleLimit, `true`, `"` + strings.Repeat("a", 100) + `"`, `{"limit":100,"option":"Limits.Bytes"}`},
	{verdict.RuleLimit, `true`, `"` + strings.Repeat("a", 81) + `"`, `{"limit":80,"option":"Limits.Strings"}`},
	{verdict.RuleLimit, `true`, `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}`, `{"limit":6,"option":"Limits.Properties"}`},
	{verdict.RuleLimit, `true`, `[1,2,3,4,5,6,7]`, `{"limit":6,"option":"Limits.Items"}`},
	{verdict.RuleLimit, `{"$ref": "#"}`, `1`, ``},

	{verdict.RuleMissing, `{"required": ["a<b"]}`, `{}`, `{"missing":"a\u003cb"}`},
	{verdict.RuleMissing, `{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, `{"because":"a","missing":"b"}`},
	{verdict.RuleNull, `{"type": ["string", "number"]}`, `null`, `{"expected":["string","number"]}`},
	{verdict.RuleType, `{"type": "integer"}`, `1.5`, `{"expected":["integer"],"got":"number"}`},
	{verdict.RuleType, `{"anyOf": [{"type": "string"}, {"type": "null"}]}`, `[]`, `{"expected":["string","null"],"got":"array"}`},

	{verdict.RuleEnum, `{"enum": ["é", 1.0, {"a": [ ]}]}`, `2`, `{"allowed":["é",1.0,{"a":[]}]}`},
	{verdict.RuleEnum, `{"anyOf": [{"const": "a"}, {"const": "b"}]}`, `"c"`, `{"allowed":["a","b"]}`},
	{verdict.RuleConst, `{"const": null}`, `2`, `{"allowed":[null]}`},
	{verdict.RuleFalseSchema, `false`, `2`, ``},

	{verdict.RuleFormat, `{"format": "date"}`, `"x"`, `{"format":"date"}`},
	{verdict.RulePattern, `{"pattern": "^\"<\\d"}`, `"x"`, `{"pattern":"^\"\u003c\\d"}`},
	{verdict.RulePattern, bytesSchema, `"?"`, `{"pattern":"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"}`},
	{verdict.RuleMinLength, `{"minLength": 3}`, `"é"`, `{"count":1,"limit":3}`},
	{verdict.RuleMaxLength, `{"maxLength": 1}`, `"éé"`, `{"count":2,"limit":1}`},
	{verdict.RuleContent, `{"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64"}`, `"?"`, `{"contentEncoding":"base64"}`},
	{verdict.RuleContent, `{"$schema": "http://json-schema.org/draft-07/schema#", "contentMediaType": "application/json"}`, `"?"`,
		`{"contentMediaType":"application/json"}`},

	{verdict.RuleMinimum, `{"minimum": 1e400}`, `0`, `{"limit":1e400}`},
	{verdict.RuleMaximum, `{"maximum": -0.50}`, `0`, `{"limit":-0.50}`},
	{verdict.RuleExclusiveMinimum, `{"exclusiveMinimum": 0}`, `0`, `{"limit":0}`},
	{verdict.RuleExclusiveMaximum, `{"$schema": "http://json-schema.org/draft-04/schema#", "maximum": 0, "exclusiveMaximum": true}`, `0`, `{"limit":0}`},
	{verdict.RuleMultipleOf, `{"multipleOf": 2}`, `1`, `{"limit":2}`},

	{verdict.RuleMinItems, `{"minItems": 18446744073709551617}`, `[]`, `{"count":0,"limit":18446744073709551617}`},
	{verdict.RuleMaxItems, `{"maxItems": 1}`, `[1, 2]`, `{"count":2,"limit":1}`},
	{verdict.RuleUniqueItems, `{"uniqueItems": true}`, `[0, 1, 1]`, `{"items":[1,2]}`},
	{verdict.RuleContains, `{"contains": {"const": 1}}`, `[0]`, `{"count":0,"min":1}`},
	{verdict.RuleContains, `{"contains": {"const": 1}, "minContains": 2}`, `[1]`, `{"count":1,"min":2}`},
	{verdict.RuleContains, `{"contains": {"const": 1}, "maxContains": 1}`, `[1, 1]`, `{"count":2,"max":1}`},
	{verdict.RuleAdditionalItems, `{"prefixItems": [true], "items": false}`, `[1, 1]`, `{"limit":1}`},
	{verdict.RuleAdditionalItems, `{"unevaluatedItems": false}`, `[1]`, ``},

	{verdict.RuleMinProperties, `{"minProperties": 1}`, `{}`, `{"count":0,"limit":1}`},
	{verdict.RuleMaxProperties, `{"maxProperties": 0}`, `{"a": 1}`, `{"count":1,"limit":0}`},
	{verdict.RuleUnknownProperty, `{"additionalProperties": false}`, "{\"a\\u2028\\\"\": 1}", `{"property":"a\u2028\""}`},
	{verdict.RulePropertyName, `{"propertyNames": {"maxLength": 1}}`, `{"ab": 1}`, `{"property":"ab"}`},

	{verdict.RuleAnyOf, `{"anyOf": [{"minimum": 5}, {"multipleOf": 2}]}`, `1`, `{"matches":[]}`},
	{verdict.RuleOneOf, `{"oneOf": [{"minimum": 5}, {"multipleOf": 2}]}`, `1`, `{"matches":[]}`},
	{verdict.RuleOneOf, `{"oneOf": [{"minimum": 5}, {"multipleOf": 3}, {"multipleOf": 2}]}`, `8`, `{"matches":[0,2]}`},
	{verdict.RuleNot, `{"not": {"required": ["a", "b"]}}`, `{"a": 1, "b": 1}`, `{"excluded":["a","b"]}`},
	{verdict.RuleNot, `{"not": {"const": 1}}`, `1`, ``},
}

func TestViolationsHaveTheParametersOfTheirRule(t *testing.T) {
	for _, tt := range paramTests {
		schema := compiled(t, tt.schema, verdict.WithLimits(paramLimits))
		_, violations := outcome(t, schema, []byte(tt.payload))
		if len(violations) != 1 || violations[0].Rule != tt.rule || violations[0].Params != tt.want {
			t.Errorf("%s for %s: got %+v, want [%s] with %s", tt.schema, tt.payload, violations, tt.rule, tt.want)
		}
	}
}

func TestEachRuleHasACaseOfItsParameters(t *testing.T) {
	for _, rule := range rulesInSource(t) {
		if !slices.ContainsFunc(paramTests, func(tt paramTest) bool { return tt.rule == rule }) {
			t.Errorf("no case has the rule %s", rule)
		}
	}
}

// rulesInSource returns all rules of the library.
func rulesInSource(t *testing.T) []verdict.Rule {
	t.Helper()
	source, err := os.ReadFile("violation.go")
	if err != nil {
		t.Fatal(err)
	}
	var rules []verdict.Rule
	for _, match := range regexp.MustCompile(`(?m)^\tRule\w+ +Rule += "(.+?)"`).FindAllSubmatch(source, -1) {
		rules = append(rules, verdict.Rule(match[1]))
	}
	if len(rules) < 30 {
		t.Fatalf("found %d rules", len(rules))
	}
	return rules
}

// A row of the table in the documentation is: | `rule`, `rule` | `param`, `param` | … |
func TestTheDocumentationHasTheParametersOfEachRule(t *testing.T) {
	page, err := os.ReadFile("docs/output.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "## Errors of the library")
	documented := map[verdict.Rule][]string{}
	code := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		for _, rule := range code.FindAllStringSubmatch(cells[1], -1) {
			names := []string{}
			for _, name := range code.FindAllStringSubmatch(cells[2], -1) {
				names = append(names, name[1])
			}
			slices.Sort(names)
			documented[verdict.Rule(rule[1])] = names
		}
	}

	written := map[verdict.Rule][]string{}
	for _, rule := range rulesInSource(t) {
		written[rule] = []string{}
	}
	for _, tt := range paramTests {
		names := slices.AppendSeq(written[tt.rule], maps.Keys(tt.want.Map()))
		slices.Sort(names)
		written[tt.rule] = slices.Compact(names)
	}
	if diff := cmp.Diff(written, documented); diff != "" {
		t.Errorf("parameters (-written +documented):\n%s", diff)
	}
}

func TestParamsAreTheSameAfterMarshaling(t *testing.T) {
	for _, tt := range paramTests {
		schema := compiled(t, tt.schema, verdict.WithLimits(paramLimits))
		for _, marshal := range []func(any) ([]byte, error){json.Marshal, func(v any) ([]byte, error) { return json.MarshalIndent(v, "", " ") }} {
			err := schema.Validate([]byte(tt.payload))
			text, failed := marshal(err)
			var want *verdict.Error
			var got verdict.Error
			if failed != nil || !errors.As(err, &want) || json.Unmarshal(text, &got) != nil {
				t.Fatalf("%s: %v, %v", text, failed, err)
			}
			if diff := cmp.Diff(*want, got); diff != "" {
				t.Errorf("after marshaling (-want +got):\n%s", diff)
			}
		}
	}
}
