package program

import (
	"strconv"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/pattern"
)

func decimal(i int) string { return strconv.Itoa(i) }

// strings lowers what is asked of strings (Validation 2020-12, section 6.3; format is
// section 7, contentEncoding and contentMediaType are section 8).
func (s *schemaLowerer) strings() error {
	rule := textRule{minLength: s.size(kwMinLength), maxLength: s.size(kwMaxLength)}
	asked := rule.minLength > 0 || rule.maxLength >= 0
	if value := s.words.value[kwPattern]; value != 0 {
		compiled, err := s.pattern(value)
		if err != nil {
			return err
		}
		rule.pattern, asked = compiled, true
	}
	if value := s.words.value[kwFormat]; value != 0 && s.tape.Nodes[value].Kind() == jsontape.String {
		dialect := s.place.Resource.Dialect
		if s.options.Formats || dialect.Has(formatAssertion) {
			rule.formatName = s.tape.String(value)
			rule.format = format.Lookup(rule.formatName, int(dialect.Draft))
			asked = asked || rule.format != nil
		}
	}
	if s.options.Formats {
		s.content(&rule)
		asked = asked || rule.contentEncoding != "" || rule.contentMediaType != ""
	}
	if asked {
		s.node.text = &rule
	}
	return nil
}

// content lowers contentEncoding and contentMediaType, which draft 7 may assert if that can
// be switched off (draft 7, section 8.2).
func (s *schemaLowerer) content(rule *textRule) {
	if value := s.words.value[kwContentEncoding]; value != 0 && s.tape.String(value) == "base64" {
		rule.contentEncoding = "base64"
	}
	if value := s.words.value[kwContentMediaType]; value != 0 && s.tape.String(value) == "application/json" {
		rule.contentMediaType = "application/json"
	}
}

// pattern compiles the regular expression that stands at a String or Key.
func (s *schemaLowerer) pattern(value uint32) (*pattern.Pattern, error) {
	compiled, err := pattern.Compile(s.tape.String(value))
	if err != nil {
		return nil, s.place.Resource.Document.Errorf(value, "%v", err)
	}
	return compiled, nil
}

// numbers lowers what is asked of numbers (section 6.2).
func (s *schemaLowerer) numbers() error {
	var rule numberRule
	if value := s.words.value[kwMultipleOf]; value != 0 {
		divisor := number.Parse(s.tape.Raw(value))
		if divisor.Sign() <= 0 {
			return s.place.Resource.Document.Errorf(value, "multipleOf must be greater than 0")
		}
		rule.multipleOf, rule.multiple = &divisor, string(s.tape.Raw(value))
	}
	s.bounds(&rule, kwMinimum, kwExclusiveMinimum, "minimum", "exclusiveMinimum", -1)
	s.bounds(&rule, kwMaximum, kwExclusiveMaximum, "maximum", "exclusiveMaximum", +1)
	if rule.multipleOf != nil || len(rule.bounds) > 0 {
		s.node.number = &rule
	}
	return nil
}

// bounds lowers one side. Up to draft 4 the exclusive keyword is a boolean that says
// how to take the other; since draft 6 it is a number by itself.
func (s *schemaLowerer) bounds(rule *numberRule, inclusive, exclusive keyword, name, exclusiveName string, fail int) {
	isNumber := func(value uint32) bool {
		kind := s.tape.Nodes[value].Kind()
		return value != 0 && (kind == jsontape.Integer || kind == jsontape.Number)
	}
	add := func(value uint32, keyword string, strict bool) {
		rule.bounds = append(rule.bounds, bound{
			keyword: keyword, limit: number.Parse(s.tape.Raw(value)), written: string(s.tape.Raw(value)),
			fail: fail, strict: strict,
		})
	}
	at, exclusiveAt := s.words.value[inclusive], s.words.value[exclusive]
	if isNumber(at) {
		if s.place.Resource.Dialect.Draft == d4 && exclusiveAt != 0 && s.tape.Nodes[exclusiveAt].Kind() == jsontape.True {
			add(at, exclusiveName, true)
		} else {
			add(at, name, false)
		}
	}
	if isNumber(exclusiveAt) && s.place.Resource.Dialect.Draft > d4 {
		add(exclusiveAt, exclusiveName, true)
	}
}
