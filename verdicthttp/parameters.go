package verdicthttp

// This file validates the parameters of queries and paths.

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/bridge"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
)

// maxParameters is the maximum number of values in a query.
const maxParameters = 1000

// Parameters validates the query of requests, and their path values, as one object. The path
// values are those of the wildcards in [http.Request.Pattern], which [http.ServeMux] and other
// routers set. A value is a string, and is converted to a number or boolean if the schema requires
// one; a name that occurs more than once is an array, and so is a value that the schema requires to
// be an array.
func Parameters(schema *verdict.Schema, opts ...Option) func(http.Handler) http.Handler {
	mustBeCompiled(schema != nil)
	c := newConfig(opts)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			problem := parameters(r, in(c.languageOf(r), schema), (*verdict.Schema).Validate)
			c.finish(w, r, problem, next)
		})
	}
}

// DecodeParameters validates the parameters as [Parameters] does, and decodes them as
// [verdict.Typed.Decode] does. The error is a [*Problem]. Of the options, [WithMessages] and
// [WithObserver] have an effect.
func DecodeParameters[T any](schema *verdict.Typed[T], r *http.Request, opts ...Option) (v T, err error) {
	c := newConfig(opts)
	problem := parameters(r, in(c.languageOf(r), schema), func(schema *verdict.Typed[T], text []byte) (err error) {
		v, err = schema.Decode(text)
		return err
	})
	if problem != nil {
		c.report(r, problem)
		return v, problem
	}
	return v, nil
}

// parameters calls validate with the schema and the parameters as JSON, and again with values converted
// if that changes what is wrong with them. It returns the last error as a problem. Observers of the
// schema see only the last call.
func parameters[S any](r *http.Request, schema S, validate func(schema S, text []byte) error) *Problem {
	if strings.Count(strings.Trim(r.URL.RawQuery, "&"), "&") >= maxParameters {
		return newProblem(http.StatusBadRequest, message.QueryTooLarge(maxParameters))
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return newProblem(http.StatusBadRequest, message.QueryInvalid)
	}
	if text, err := url.QueryUnescape(r.URL.RawQuery); err != nil || !utf8.ValidString(text+r.URL.Path) {
		return newProblem(http.StatusBadRequest, message.QueryNotUTF8)
	}
	values := map[string]any{}
	for name, list := range query {
		values[name] = list[0]
		if len(list) > 1 {
			all := make([]any, len(list))
			for k := range list {
				all[k] = list[k]
			}
			values[name] = all
		}
	}
	for name, value := range pathValues(r) {
		values[name] = value
	}
	unobserved, isObserved := bridge.Unobserved(schema)
	try := func(text []byte) error { return validate(unobserved.(S), text) }
	guessed := false
	for {
		err := try(textOf(values))
		var invalid *verdict.Error
		if errors.As(err, &invalid) && convertAll(values, invalid.Violations) {
			continue // validate the converted values
		}
		if invalid != nil && !guessed {
			guessed = true
			if guess(values, invalid.Violations, try) {
				continue
			}
		}
		if isObserved {
			err = validate(schema, textOf(values))
		}
		return withoutPositions(problemOf(err, message.Parameters))
	}
}

// textOf returns the values as JSON, in which they are written as the client wrote them: the messages
// of violations repeat them.
func textOf(values map[string]any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(values) // strings, booleans, numbers that are valid, and arrays of them
	return text.Bytes()
}

// pathValues returns the values of the wildcards in the pattern of the request. The pattern is
// that of [http.ServeMux], such as "GET /orders/{id}", or of other routers that set it together
// with the values: {id:[0-9]+}, and :id or *rest as a whole segment.
func pathValues(r *http.Request) map[string]string {
	values := map[string]string{}
	for rest := r.Pattern; rest != ""; {
		switch {
		case rest[0] == '{':
			var name string
			name, rest = cutBraces(rest)
			name, _, _ = strings.Cut(name, ":")
			if name = strings.TrimSuffix(name, "..."); name != "$" {
				values[name] = r.PathValue(name)
			}
		case strings.HasPrefix(rest, "/:"), strings.HasPrefix(rest, "/*"):
			end := len(rest)
			if slash := strings.IndexByte(rest[1:], '/'); slash >= 0 {
				end = 1 + slash
			}
			name := rest[2:end]
			if value := r.PathValue(name); value != "" { // otherwise the segment has no special meaning
				values[name] = value
			}
			rest = rest[end:]
		default:
			rest = rest[1:]
		}
	}
	return values
}

// cutBraces returns the text between the brace at the beginning and the matching one, and the text
// after it.
func cutBraces(pattern string) (inside, after string) {
	depth := 0
	for i := range pattern {
		switch pattern[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return pattern[1:i], pattern[i+1:]
			}
		}
	}
	return pattern[1:], ""
}

// convertAll converts each value that has the wrong type, and reports whether it converted one.
func convertAll(values map[string]any, violations []verdict.Violation) bool {
	converted := false
	for i := range violations {
		v := &violations[i]
		name, indexes := parameterOf(v.Pointer)
		if value, ok := values[name]; ok {
			value, done := convertAt(value, indexes, expectedTypes(v))
			values[name], converted = value, converted || done
		}
	}
	return converted
}

// maxArrays is how deep arrays can be within arrays. A schema can require any depth.
const maxArrays = 4

// convertAt converts the string at the indexes in arrays within arrays, and returns the value that it is in.
func convertAt(value any, indexes []string, expected []any) (converted any, done bool) {
	switch value := value.(type) {
	case string:
		if len(indexes) == 0 {
			return convert(value, expected)
		}
	case []any:
		if len(indexes) == 0 || len(indexes) >= maxArrays {
			break
		}
		if k, err := strconv.Atoi(indexes[0]); err == nil && k < len(value) {
			value[k], done = convertAt(value[k], indexes[1:], expected)
		}
	}
	return value, done
}

// guess converts the values with violations that are numbers or booleans as text, if that makes them
// valid, and reports whether it converted one: of several alternatives, a violation names the types
// of only one.
func guess(values map[string]any, violations []verdict.Violation, validate func(text []byte) error) bool {
	tried := slices.Clone(violations)
	for i := range tried {
		tried[i].Rule, tried[i].Params = verdict.RuleType, `{"expected": ["boolean", "number"]}`
	}
	before := make(map[string]any, len(values))
	for name, value := range values {
		before[name] = cloneOf(value)
	}
	if !convertAll(values, tried) {
		return false
	}
	var invalid *verdict.Error
	converted := map[string]bool{}
	for i := range violations {
		name, _ := parameterOf(violations[i].Pointer)
		converted[name] = true
	}
	if errors.As(validate(textOf(values)), &invalid) {
		for i := range invalid.Violations {
			if name, _ := parameterOf(invalid.Violations[i].Pointer); before[name] != nil && converted[name] {
				values[name] = before[name]
				delete(converted, name)
			}
		}
	}
	return len(converted) > 0
}

// cloneOf returns a value with arrays of its own.
func cloneOf(value any) any {
	list, ok := value.([]any)
	if !ok {
		return value
	}
	list = slices.Clone(list)
	for k := range list {
		list[k] = cloneOf(list[k])
	}
	return list
}

// parameterOf returns the name of the parameter that a JSON Pointer refers to, and the indexes of one of
// several values.
func parameterOf(pointer string) (name string, indexes []string) {
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	return jsontape.UnescapeToken(tokens[0]), tokens[1:]
}

// expectedTypes returns the types that a value may have instead of a string.
func expectedTypes(v *verdict.Violation) []any {
	switch v.Rule {
	case verdict.RuleType:
		expected, _ := v.Params.Get("expected").([]any)
		return expected
	case verdict.RuleEnum, verdict.RuleConst:
		var types []any
		allowed, _ := v.Params.Get("allowed").([]any)
		for _, value := range allowed {
			switch value.(type) {
			case bool:
				types = append(types, "boolean")
			case json.Number:
				types = append(types, "number")
			}
		}
		return types
	}
	return nil
}

// convert returns the value of an expected type that a string represents.
func convert(text string, expected []any) (value any, done bool) {
	isExpected := func(name string) bool { return slices.Contains(expected, any(name)) }
	literal, kind := literalOf(text)
	switch {
	case isExpected("boolean") && (kind == jsontape.True || kind == jsontape.False):
		return kind == jsontape.True, true
	case (isExpected("integer") || isExpected("number")) && (kind == jsontape.Integer || kind == jsontape.Number):
		return json.Number(literal), true
	case isExpected("array"):
		return []any{text}, true
	}
	return text, false
}

// literalOf returns the number or boolean that a string is, without the space around it. A number may have a
// plus sign, also one that the client has not escaped: in a query, it is decoded as a space.
func literalOf(text string) (literal []byte, kind jsontape.Kind) {
	text = strings.ReplaceAll(strings.TrimSpace(text), " ", "+") // 1e+5
	if unsigned, ok := strings.CutPrefix(text, "+"); ok && unsigned != "" && '0' <= unsigned[0] && unsigned[0] <= '9' {
		text = unsigned
	}
	return jsontape.Literal([]byte(text))
}
