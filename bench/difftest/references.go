package difftest

// This file adapts the references. Faults of theirs that can be repaired from outside are; those that
// cannot are in the list of faults.

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/dlclark/regexp2"
	v5 "github.com/santhosh-tekuri/jsonschema/v5"
	v6 "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/verdict-lint/verdict"
)

// Reference names.
const (
	V5 = "santhosh v5"
	V6 = "santhosh v6"
)

// References returns the engines that verdict is compared with.
func References() []Engine {
	return []Engine{{V5, compileV5}, {V6, compileV6}}
}

// patience bounds the steps of a reference for a payload. Both visit a value once for each path to
// it, which can take forever.
const patience = 50_000

var errTooLong = errors.New("takes too long")

// A guard is called for each schema that a reference applies to a value. It ends the validation by a panic if that
// takes too many steps.
//
// Both references take 1.0 for an integer in draft 4, where an integer is a number without a fraction or exponent part
// (draft-04 Core, section 3.5). The guard corrects that.
type guard struct {
	left  *int
	draft verdict.Draft
}

// rejects reports whether the value is a number with a fraction or exponent, and the schema for integers of draft 4.
func (g guard) rejects(integers bool, v any) bool {
	if *g.left--; *g.left < 0 {
		panic(errTooLong)
	}
	n, ok := v.(json.Number)
	return integers && ok && strings.ContainsAny(string(n), ".eE")
}

// limited returns a check of which each call may take patience steps.
func (g guard) limited(valid func(value any) bool) Check {
	return func(_ []byte, value any) (ok bool, err error) {
		*g.left = patience
		defer func() {
			if r := recover(); r == errTooLong {
				err = errTooLong
			} else if r != nil {
				panic(r)
			}
		}()
		return valid(value), nil
	}
}

// onlyIntegers reports whether the schema of draft 4 excludes numbers that are not integers by its type.
func (g guard) onlyIntegers(schema map[string]any) bool {
	if _, ok := schema["$ref"].(string); ok || g.draft != verdict.Draft4 {
		return false // other keywords next to $ref are ignored
	}
	if list, ok := schema["type"].([]any); ok {
		return slices.Contains(list, any("integer")) && !slices.Contains(list, any("number"))
	}
	return schema["type"] == "integer"
}

// A guardV5 is a guard as an extension of v5.
type guardV5 struct {
	guard
	integers bool
}

// Compile implements v5.ExtCompiler.
func (g guardV5) Compile(_ v5.CompilerContext, schema map[string]any) (v5.ExtSchema, error) {
	return guardV5{g.guard, g.onlyIntegers(schema)}, nil
}

// Validate implements v5.ExtSchema.
func (g guardV5) Validate(ctx v5.ValidationContext, v any) error {
	if g.rejects(g.integers, v) {
		return ctx.Error("type", "not an integer in draft 4")
	}
	return nil
}

// A guardV6 is a guard as a vocabulary of v6.
type guardV6 struct {
	guard
	integers bool
}

func (g guard) compileV6(_ *v6.CompilerContext, schema map[string]any) (v6.SchemaExt, error) {
	return guardV6{g, g.onlyIntegers(schema)}, nil
}

// Validate implements v6.SchemaExt.
func (g guardV6) Validate(ctx *v6.ValidatorContext, v any) {
	if g.rejects(g.integers, v) {
		ctx.AddError(&kind.Type{Got: "number", Want: []string{"integer"}})
	}
}

var errRemote = errors.New("loading is disabled")

func compileV5(schema []byte, draft verdict.Draft) (Check, error) {
	c := v5.NewCompiler()
	guard := guard{new(int), draft}
	c.RegisterExtension("guard", nil, guardV5{guard: guard})
	c.AssertFormat = true
	c.LoadURL = func(string) (io.ReadCloser, error) { return nil, errRemote }
	if err := c.AddResource(rootURI, bytes.NewReader(schema)); err != nil {
		return nil, err
	}
	s, err := c.Compile(rootURI)
	if err != nil {
		return nil, err
	}
	return guard.limited(func(value any) bool { return s.Validate(value) == nil }), nil
}

// compilePattern compiles what RE2 can express by Go's own package, and the
// rest by one that backtracks.
func compilePattern(pattern string) (v6.Regexp, error) {
	if re, err := regexp.Compile(pattern); err == nil {
		return re, nil
	}
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return nil, err
	}
	return ecma{re}, nil
}

type ecma struct{ *regexp2.Regexp }

func (re ecma) MatchString(s string) bool {
	ok, err := re.Regexp.MatchString(s)
	return err == nil && ok
}

// A noLoader rejects every URL.
type noLoader struct{}

func (noLoader) Load(string) (any, error) { return nil, errRemote }

func compileV6(schema []byte, draft verdict.Draft) (Check, error) {
	document, err := v6.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, err
	}
	c := v6.NewCompiler()
	c.AssertFormat()
	if before(draft, verdict.Draft2019) {
		removeConstNextToRef(document)
	}
	guard := guard{new(int), draft}
	c.RegisterVocabulary(&v6.Vocabulary{URL: "urn:guard", Compile: guard.compileV6})
	c.AssertVocabs()
	if draft == verdict.Draft7 { // as v5 does on its own
		c.AssertContent()
	}
	c.UseLoader(noLoader{})
	c.UseRegexpEngine(compilePattern)
	if err := c.AddResource(rootURI, document); err != nil {
		return nil, err
	}
	s, err := c.Compile(rootURI)
	if err != nil {
		return nil, err
	}
	return guard.limited(func(value any) bool { return s.Validate(value) == nil }), nil
}

// removeConstNextToRef removes what is ignored up to draft 7 (draft-07 Core, section 8.3), but asserted by v6.
func removeConstNextToRef(schema any) {
	visit(schema, func(object map[string]any) {
		if _, ok := object["$ref"].(string); ok {
			delete(object, "const")
		}
	})
}
