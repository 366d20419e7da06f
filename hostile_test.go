package verdict_test

// This file tests hostile payloads and schemas: they must not cause a panic, or more steps
// than are proportional to the size. They are so large that an exponential algorithm would
// never end, so nothing is timed.

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/program"
)

// ends runs work, and fails the test if it has not returned after minutes. It is not a
// measurement; it shows which test does not end.
func ends(t *testing.T, work func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(3 * time.Minute):
		t.Fatal("does not end")
	}
}

// exceedsALimit fails the test unless a limit is the only violation. It runs the schema less often
// than outcome, because each run takes long.
func exceedsALimit(t *testing.T, schema *verdict.Schema, payload []byte) {
	t.Helper()
	var invalid *verdict.Error
	err := schema.Validate(payload)
	if schema.Valid(payload) || !errors.As(err, &invalid) || len(invalid.Violations) != 1 || invalid.Violations[0].Rule != verdict.RuleLimit {
		t.Errorf("%.300v", err)
	}
}

// large skips a test of much work in one goroutine if -short is set. .ci/run sets it with the race
// detector, which finds nothing in such tests.
func large(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it does much work in one goroutine, which takes longer than -short allows; go test without it runs this")
	}
}

// diamond returns a schema of the given number of levels, each of which refers to
// the next one twice or more: following every path takes 2^levels steps.
// level is the text of one level, with %[1]s for the reference to the next.
func diamond(levels int, level, leaf string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `{"$ref": "#/$defs/%d", "$defs": {"0": %s`, levels, leaf)
	for i := 1; i <= levels; i++ {
		reference := fmt.Sprintf(`{"$ref": "#/$defs/%d"}`, i-1)
		fmt.Fprintf(&b, `, "%d": `, i)
		fmt.Fprintf(&b, level, reference)
	}
	b.WriteString("}}")
	return []byte(b.String())
}

// nested returns open n times, leaf, and end n times.
func nested(n int, open, leaf, end string) []byte {
	return []byte(strings.Repeat(open, n) + leaf + strings.Repeat(end, n))
}

// The number of paths is exponential; with 64 levels, following each would never end.
func TestDiamondsAreNotWalkedByEveryPath(t *testing.T) {
	large(t)
	const levels = 64
	flat := [2]string{`{"a": 1}`, `{"a": "one"}`}
	deep := [2]string{string(nested(levels, `{"x": `, `1`, `}`)), string(nested(levels, `{"x": `, `"one"`, `}`))}
	const object = `{"properties": {"a": {"type": "integer"}}}`
	tests := []struct {
		name     string
		level    string
		leaf     string
		payloads [2]string // valid, invalid
	}{
		{"allOf", `{"allOf": [%[1]s, %[1]s]}`, object, flat},
		{"several faults", `{"allOf": [%[1]s, %[1]s]}`, `{"additionalProperties": false}`, [2]string{`{}`, `{"a": 1, "b": {"c": 1}}`}},
		{"anyOf", `{"anyOf": [%[1]s, %[1]s]}`, object, flat},
		{"oneOf", `{"oneOf": [%[1]s, {"allOf": [%[1]s, false]}]}`, object, flat},
		{"oneOf and not", `{"oneOf": [{"not": {"not": %[1]s}}, {"allOf": [%[1]s, {"not": %[1]s}]}]}`, object, flat},
		{"if, then, else", `{"if": %[1]s, "then": %[1]s, "else": %[1]s}`, object, flat},
		{"if as a question", `{"allOf": [{"if": %[1]s}, %[1]s]}`, object, flat},
		{"dependentSchemas", `{"dependentSchemas": {"a": %[1]s}, "allOf": [%[1]s]}`, object, flat},
		{"allOf and unevaluatedProperties", `{"allOf": [%[1]s, %[1]s], "unevaluatedProperties": false}`, object, flat},
		{"anyOf and unevaluatedProperties", `{"anyOf": [%[1]s, %[1]s], "unevaluatedProperties": false}`, object, flat},
		{"if and unevaluatedProperties", `{"if": %[1]s, "then": %[1]s, "else": %[1]s, "unevaluatedProperties": false}`, object, flat},
		{"unevaluatedProperties in the middle", `{"allOf": [{"anyOf": [%[1]s, %[1]s]}, {"allOf": [%[1]s], "unevaluatedProperties": {"type": "null"}}]}`, object, flat},
		{"properties", `{"allOf": [{"properties": {"x": %[1]s}}, {"properties": {"x": %[1]s}}]}`, `{"type": "integer"}`, deep},
		{"properties next to $ref", `{"properties": {"x": %[1]s}, "additionalProperties": false, "allOf": [{"properties": {"x": %[1]s}}]}`, `{"type": "integer"}`, deep},
		{"properties in anyOf", `{"anyOf": [{"properties": {"x": %[1]s}}, {"properties": {"x": %[1]s}, "minProperties": 1}]}`, `{"type": "integer"}`, deep},
		{"properties in oneOf", `{"oneOf": [{"properties": {"x": %[1]s}}, {"properties": {"x": %[1]s}, "minProperties": 2}]}`, `{"type": "integer"}`, deep},
		{"properties and unevaluatedProperties", `{"allOf": [{"properties": {"x": %[1]s}}, {"properties": {"x": %[1]s}}], "unevaluatedProperties": false}`, `{"type": "integer"}`, deep},
		{"additionalProperties", `{"allOf": [{"additionalProperties": %[1]s}, {"additionalProperties": %[1]s}]}`, `{"type": "integer"}`, deep},
		{"patternProperties", `{"patternProperties": {"x": %[1]s, "^x": %[1]s, "x$": %[1]s}}`, `{"type": "integer"}`, deep},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ends(t, func() {
				document := string(diamond(levels, tt.level, tt.leaf))
				schema, all := compiled(t, document), compiled(t, document, verdict.WithMaxViolations(0))
				if valid, violations := outcome(t, schema, []byte(tt.payloads[0])); !valid {
					t.Errorf("%s: not valid: %v", tt.payloads[0], violations)
				}
				if valid, _ := outcome(t, schema, []byte(tt.payloads[1])); valid {
					t.Errorf("%s: valid", tt.payloads[1])
				}
				if all.Validate([]byte(tt.payloads[1])) == nil {
					t.Errorf("%s: valid if all violations are reported", tt.payloads[1])
				}
			})
		})
	}
}

// A fault that is reached on many paths is reported once.
func TestAFaultOnManyPathsIsOneViolation(t *testing.T) {
	schema := compiled(t, string(diamond(64, `{"allOf": [%[1]s, %[1]s]}`, `{"properties": {"a": {"type": "integer"}}}`)))
	_, violations := outcome(t, schema, []byte(`{"a": "one"}`))
	if len(violations) != 1 {
		t.Errorf("%d violations: %v", len(violations), violations)
	}
}

// If a schema refers back to itself for the same value on too many paths, a limit is reported
// instead of a result.
func TestLoopsOnTooManyPathsExceedALimit(t *testing.T) {
	schema := compiled(t, string(diamond(64, `{"allOf": [%[1]s, %[1]s]}`, `{"anyOf": [{"$ref": "#"}, {"required": ["a"]}]}`)),
		verdict.WithBounds(program.Bounds{Unkept: 1 << 16}))
	ends(t, func() {
		exceedsALimit(t, schema, []byte(`{"a": 1}`))
	})
}

// A fault at the deepest level is not evaluated again by each level above it.
func TestADeepFaultIsFoundOnce(t *testing.T) {
	large(t)
	const depth = 4000
	tests := []struct {
		name   string
		schema string
	}{
		{"properties", `{"type": "object", "properties": {"x": {"$ref": "#"}}}`},
		{"additionalProperties", `{"type": "object", "additionalProperties": {"$ref": "#"}}`},
		{"unevaluatedProperties", `{"type": "object", "unevaluatedProperties": {"$ref": "#"}}`},
		{"allOf", `{"allOf": [{"type": "object"}, {"properties": {"x": {"$ref": "#"}}}]}`},
		{"anyOf", `{"anyOf": [{"type": "null"}, {"type": "object", "properties": {"x": {"$ref": "#"}}}]}`},
		{"anyOf of the same", `{"type": "object", "anyOf": [{"properties": {"x": {"$ref": "#"}}}, {"properties": {"x": {"$ref": "#"}}}]}`},
		{"oneOf", `{"oneOf": [{"type": "string"}, {"type": "object", "properties": {"x": {"$ref": "#"}}}]}`},
		{"if", `{"if": {"type": "object"}, "then": {"properties": {"x": {"$ref": "#"}}}, "else": false}`},
		{"if goes down as well", `{"type": "object", "if": {"properties": {"x": {"$ref": "#"}}}, "then": {"properties": {"x": {"$ref": "#"}}}, "else": {"properties": {"x": {"$ref": "#"}}}}`},
		{"closed by unevaluatedProperties", `{"type": "object", "allOf": [{"properties": {"x": {"$ref": "#"}}}], "unevaluatedProperties": false}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ends(t, func() {
				schema, err := verdict.Compile([]byte(tt.schema), verdict.WithLimits(verdict.Limits{Depth: depth + 10}))
				if err != nil {
					t.Error(err)
					return
				}
				bad := nested(depth, `{"x":`, `1`, `}`)
				if valid, _ := outcome(t, schema, bad); valid {
					t.Error("valid, with a number at the bottom")
				}
				good := nested(depth, `{"x":`, `{}`, `}`)
				if valid, violations := outcome(t, schema, good); !valid {
					t.Errorf("not valid, with an object at the bottom: %.300v", violations)
				}
			})
		})
	}
}

// Exponents are compared, never expanded.
func TestNumbersFarOutOfAnyType(t *testing.T) {
	tests := []struct {
		schema, payload string
		want            bool
	}{
		{`{"minimum": 0}`, `1e1000000000`, true},
		{`{"maximum": 0}`, `1e1000000000`, false},
		{`{"minimum": 0}`, `-1e1000000000`, false},
		{`{"maximum": 0}`, `-1e1000000000`, true},
		{`{"exclusiveMinimum": 0}`, `1e-1000000000`, true},
		{`{"exclusiveMaximum": 0}`, `1e-1000000000`, false},
		{`{"exclusiveMaximum": 0}`, `-1e-1000000000`, true},
		{`{"minimum": 1}`, `1e-1000000000`, false},
		{`{"minimum": 0, "maximum": 0}`, `0e1000000000`, true},
		{`{"minimum": 0, "maximum": 0}`, `-0.000e-1000000000`, true},

		{`{"minimum": 1e300}`, `1e1000000000`, true},
		{`{"maximum": 1e300}`, `1e99999999999999999999`, false},
		{`{"maximum": 1e300}`, `1e-99999999999999999999`, true},
		{`{"minimum": 1e300}`, `-1e99999999999999999999`, false},

		{`{"type": "integer"}`, `1e1000000000`, true},
		{`{"type": "integer"}`, `12.5e1000000000`, true},
		{`{"type": "integer"}`, `1e-1000000000`, false},
		{`{"type": "integer"}`, `0e-1000000000`, true},
		{`{"type": "integer"}`, `1e99999999999999999999`, true},
		{`{"type": "integer"}`, `1e-99999999999999999999`, false},
		{`{"type": "integer"}`, `1000e-3`, true},
		{`{"type": "integer"}`, `1001e-3`, false},

		{`{"multipleOf": 2}`, `1e1000000000`, true},
		{`{"multipleOf": 1024}`, `1e1000000000`, true},
		{`{"multipleOf": 3}`, `1e1000000000`, false},
		{`{"multipleOf": 3}`, `3e1000000000`, true},
		{`{"multipleOf": 7}`, `1e99999999999999999999`, false},
		{`{"multipleOf": 5}`, `1e99999999999999999999`, true},
		{`{"multipleOf": 123456789}`, `123456789e999999999`, true},
		{`{"multipleOf": 0.1}`, `1e1000000000`, true},
		{`{"multipleOf": 1}`, `1e-1000000000`, false},
		{`{"multipleOf": 1}`, `0e-1000000000`, true},
		{`{"multipleOf": 1e-400}`, `1`, true},
		{`{"multipleOf": 1e-400}`, `1e-400`, true},
		{`{"multipleOf": 1e-400}`, `1.5e-400`, false},
		{`{"multipleOf": 3e-400}`, `1`, false},
		{`{"multipleOf": 1e400}`, `1e401`, true},
		{`{"multipleOf": 1e400}`, `1e399`, false},
		{`{"multipleOf": 1e400}`, `0`, true},

		{`{"const": 100}`, `1e2`, true},
		{`{"const": 100}`, `1e1000000000`, false},
		{`{"const": 0}`, `0e1000000000`, true},
		{`{"const": 0}`, `1e-1000000000`, false},
		{`{"const": 1e400}`, `10e399`, true},
		{`{"const": 1e400}`, `1e401`, false},
		{`{"enum": [1, [1e400]]}`, `[0.1e401]`, true},
		{`{"enum": [1, [1e400]]}`, `[1e1000000000]`, false},
		{`{"enum": [0, 1e-400]}`, `1e-400`, true},
		{`{"enum": [0, 1e-400]}`, `1e-401`, false},
		{`{"enum": [9007199254740993]}`, `9007199254740992`, false},

		{`{"uniqueItems": true}`, `[1e1000000000, 10e999999999]`, false},
		{`{"uniqueItems": true}`, `[1e1000000000, 1e1000000001]`, true},
		{`{"uniqueItems": true}`, `[1e-1000000000, 0.1e-999999999]`, false},
		{`{"uniqueItems": true}`, `[0, 1e-1000000000]`, true},
		{`{"uniqueItems": true}`, `[0, -0]`, false},
		{`{"uniqueItems": true}`, `[0, 0.0e1000000000]`, false},
		{`{"uniqueItems": true}`, `[1e99999999999999999999, 1e99999999999999999998]`, true},
		{`{"uniqueItems": true}`, `[1e99999999999999999999, 10e99999999999999999998]`, false},
		{`{"uniqueItems": true}`, `[9007199254740993, 9007199254740992]`, true},
		{`{"uniqueItems": true}`, `[{"a": 1, "b": [2]}, {"b": [2.0], "a": 10e-1}]`, false},

		{`{"minLength": 9223372036854775808}`, `"a"`, false},
		{`{"maxLength": 9223372036854775808}`, `"a"`, true},
		{`{"minItems": 18446744073709551617}`, `[1]`, false},
		{`{"maxItems": 9223372036854775808}`, `[1]`, true},
		{`{"minProperties": 1e30}`, `{}`, false},
		{`{"maxProperties": 1e30}`, `{}`, true},
		{`{"contains": true, "minContains": 9223372036854775808}`, `[1]`, false},
		{`{"contains": true, "maxContains": 9223372036854775808}`, `[1]`, true},
		{`{"minLength": 4294967296}`, `"a"`, false}, // 0 in 32 bits
		{`{"maxLength": 4294967296}`, `"a"`, true},
		{`{"minItems": 4294967297}`, `[1]`, false},
		{`{"maxProperties": 4294967296}`, `{"a": 1}`, true},
		{`{"minLength": 1e400}`, `"a"`, false},
		{`{"maxLength": 1e400}`, `"a"`, true},
		{`{"minLength": 2.0}`, `"a"`, false},
	}
	for _, tt := range tests {
		t.Run(tt.schema+" "+tt.payload, func(t *testing.T) {
			ends(t, func() {
				schema, err := verdict.Compile([]byte(tt.schema))
				if err != nil {
					t.Error(err)
					return
				}
				if valid, violations := outcome(t, schema, []byte(tt.payload)); valid != tt.want {
					t.Errorf("valid is %t: %v", valid, violations)
				}
			})
		})
	}
}

// A number with as many digits as fill the payload takes time in proportion to its length, and
// is compared exactly.
func TestNumbersOfManyDigits(t *testing.T) {
	digits := strings.Repeat("3", 200_000)
	tests := []struct {
		schema, payload string
		want            bool
	}{
		{`{"type": "integer"}`, digits, true},
		{`{"type": "integer"}`, "0." + digits, false},
		{`{"minimum": 4}`, digits, true},
		{`{"minimum": 4}`, "3." + digits, false},
		{`{"multipleOf": 3}`, digits, true},
		{`{"multipleOf": 2}`, digits, false},
		{`{"multipleOf": 0.5}`, digits + ".5", true},
		{`{"const": 3}`, digits, false},
		{`{"uniqueItems": true}`, "[" + digits + "," + digits + ".0]", false},
		{`{"uniqueItems": true}`, "[" + digits + "," + digits + "1]", true},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %.5s", tt.schema, tt.payload), func(t *testing.T) {
			ends(t, func() {
				if valid, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload)); valid != tt.want {
					t.Errorf("valid is %t: %.300v", valid, violations)
				}
			})
		})
	}
}

// list returns n items, which item writes, between open and end.
func list(n int, open, end string, item func(b *bytes.Buffer, i int)) []byte {
	var b bytes.Buffer
	b.WriteString(open)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		item(&b, i)
	}
	b.WriteString(end)
	return b.Bytes()
}

// cmd/verdict/growth_test.go counts what payloads of these kinds cost.
func TestLargePayloadsAreValidatedAsSmallOnes(t *testing.T) {
	large(t)
	number := func(b *bytes.Buffer, i int) { fmt.Fprintf(b, "%d", i) }
	text := func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"a common start of %d"`, i) }
	object := func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `{"a":1,"b":[2],"c":%d}`, i) }
	member := func(b *bytes.Buffer, i int) { fmt.Fprintf(b, `"name%d":%d`, i, i) }
	lines := func(b *bytes.Buffer, i int) { b.WriteString("\n\"é\"") }
	tests := []struct {
		name    string
		schema  string
		payload []byte
		want    bool
	}{
		{"unique numbers", `{"uniqueItems": true}`, list(30_000, "[", "]", number), true},
		{"unique strings", `{"uniqueItems": true}`, list(20_000, "[", "]", text), true},
		{"unique objects", `{"uniqueItems": true}`, list(10_000, "[", "]", object), true},
		{"unique but for the last", `{"uniqueItems": true}`, list(30_000, "[", ",7]", number), false},
		{"object of many names", `true`, list(30_000, "{", "}", member), true},
		{"object of many names, one of them twice", `true`, list(20_000, "{", `,"name7":7}`, member), false},
		{"two large objects that differ in order", `{"uniqueItems": true}`,
			bytes.Join([][]byte{
				[]byte("["), list(10_000, "{", "}", member), []byte(","),
				list(10_000, "{", "}", func(b *bytes.Buffer, i int) { member(b, 10_000-1-i) }), []byte("]"),
			}, nil), false},
		{"every item is at fault", `{"items": {"type": "integer"}}`, list(10_000, "[", "]", lines), false},
		{"every item is at fault in every branch", `{"items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}`, list(10_000, "[", "]", lines), false},
		{"no property is known", `{"additionalProperties": false}`, list(10_000, "{", "}", member), false},
		{"no property is evaluated", `{"allOf": [{"properties": {"name1": true}}], "unevaluatedProperties": false}`, list(10_000, "{", "}", member), false},
		{"no item is evaluated", `{"allOf": [{"prefixItems": [true]}], "unevaluatedItems": false}`, list(15_000, "[", "]", number), false},
		{"items evaluated by contains", `{"contains": {"type": "integer"}, "unevaluatedItems": false}`, list(30_000, "[", "]", number), true},
		{"a pattern that backtracking cannot bear", `{"pattern": "^(a+)+$"}`, []byte(`"` + strings.Repeat("a", 30_000) + `!"`), false},
		{"one long string", `{"maxLength": 5, "minLength": 2}`, []byte(`"` + strings.Repeat("é", 100_000) + `"`), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ends(t, func() {
				schema, all := compiled(t, tt.schema), compiled(t, tt.schema, verdict.WithMaxViolations(0))
				valid, err := schema.Valid(tt.payload), schema.Validate(tt.payload)
				if valid != tt.want || valid != (err == nil) {
					t.Errorf("Valid says %t, Validate says %.300v", valid, err)
				}
				if err != nil && all.Validate(tt.payload) == nil { // a valid payload has no violations to collect
					t.Error("valid if all violations are reported")
				}
			})
		})
	}
}

// The engine for patterns with back-references backtracks, up to a limit.
func TestACatastrophicPatternEnds(t *testing.T) {
	schema := compiled(t, `{"pattern": "^(?=(a|aa)+$)(a+)+\\1$"}`, fewPatternSteps)
	ends(t, func() {
		outcome(t, schema, []byte(`"`+strings.Repeat("a", 5000)+`!"`))
	})
}

// If matching a name takes too many steps, it is unknown which schema applies to its value. The
// payload is then invalid, in any order of the names.
func TestANameWhosePatternExceedsTheBudgetIsNotAccepted(t *testing.T) {
	long := strings.Repeat("a", 200)
	names := make([]string, 20)
	for i := range names {
		names[i] = fmt.Sprintf(`"%s%d!": {"type": "integer"}`, long, i)
	}
	schema := compiled(t, `{"properties": {`+strings.Join(names, ",")+`, "short": {}}, "patternProperties": {"^(?=(a|aa)+$|a)(a+)+\\2$": false}}`, fewPatternSteps)
	ends(t, func() {
		if valid, _ := outcome(t, schema, []byte(`{"`+long+`7!": 1}`)); valid {
			t.Error("what cannot be decided is valid")
		}
	})
}

// A pattern that takes too many steps neither matches nor fails, so nothing is reported that
// would follow from either.
func TestWhatCannotBeDecidedIsNotReportedAsInvalid(t *testing.T) {
	const slow = `"^(?=(a|aa)+$|a)(a+)+\\2$"`
	long := strings.Repeat("a", 200) + "!"
	for _, c := range []struct{ name, schema, payload string }{
		{"a string", `{"pattern": ` + slow + `}`, `"` + long + `"`},
		{"an item", `{"contains": {"pattern": ` + slow + `}}`, `["` + long + `"]`},
		{"alternatives", `{"anyOf": [{"pattern": ` + slow + `}, {"minLength": 1000}]}`, `"` + long + `"`},
		{"a name", `{"patternProperties": {` + slow + `: true}, "additionalProperties": false}`, `{"` + long + `": 1}`},
		{"a name, and what is left", `{"anyOf": [{"patternProperties": {` + slow + `: true}}], "unevaluatedProperties": false}`, `{"` + long + `": 1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			schema := compiled(t, c.schema, fewPatternSteps)
			var invalid *verdict.Error
			if !errors.As(schema.Validate([]byte(c.payload)), &invalid) {
				t.Fatal("what cannot be decided is valid")
			}
			if len(invalid.Violations) != 1 || invalid.Violations[0].Rule != verdict.RuleLimit {
				t.Errorf("%v", invalid)
			}
			// Here the payload is found to be invalid before the pattern is tried.
			known := compiled(t, `{"allOf": [{"type": "null"}, `+c.schema+`]}`, fewPatternSteps)
			out := known.Output([]byte(c.payload), verdict.OutputBasic)
			if out.Valid || !out.Truncated || len(out.Errors) != 1 || out.Errors[0].KeywordLocation != "/allOf/0/type" {
				t.Errorf("%+v", out)
			}
		})
	}
}

// A violation of a limit names the limit.
func TestLimits(t *testing.T) {
	deep := func(n int) string { return string(nested(n, `[`, ``, `]`)) }
	tests := []struct {
		name    string
		limits  *verdict.Limits
		payload string
		want    bool
	}{
		{"1,000 deep", nil, deep(1000), true},
		{"1,001 deep", nil, deep(1001), false},
		{"1,001 deep, mixed", nil, string(nested(500, `[{"a":`, `[]`, `}]`)), false},
		{"a million deep and not closed", nil, strings.Repeat(`[`, 1_000_000), false},
		{"10 deep", &verdict.Limits{Depth: 10}, deep(10), true},
		{"11 deep", &verdict.Limits{Depth: 10}, deep(11), false},
		{"no limit of depth", &verdict.Limits{Depth: -1}, deep(5000), true},
		{"10 bytes", &verdict.Limits{Bytes: 10}, `"12345678"`, true},
		{"11 bytes", &verdict.Limits{Bytes: 10}, `"123456789"`, false},
		{"11 bytes, the last of them white space", &verdict.Limits{Bytes: 10}, `"12345678" `, false},
		{"no limit of bytes", &verdict.Limits{Bytes: -1}, `"` + strings.Repeat("a", 100_000) + `"`, true},
		{"the default depth and another limit", &verdict.Limits{Bytes: 1 << 20}, deep(1001), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var opts []verdict.Option
			if tt.limits != nil {
				opts = append(opts, verdict.WithLimits(*tt.limits))
			}
			valid, violations := outcome(t, compiled(t, `true`, opts...), []byte(tt.payload))
			if valid != tt.want {
				t.Fatalf("valid is %t: %v", valid, violations)
			}
			if !valid && (len(violations) != 1 || violations[0].Rule != verdict.RuleLimit) {
				t.Errorf("violations: %v", violations)
			}
		})
	}
}
