package difftest

// This file adapts verdict and the references to one interface.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/dlclark/regexp2"
	v5 "github.com/santhosh-tekuri/jsonschema/v5"
	v6 "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/verdict-lint/verdict"
)

// A Check reports whether a payload is valid: text is its JSON, value the decoded value, with numbers
// as json.Number.
type Check func(text []byte, value any) (bool, error)

// An Engine compiles a schema. The error of a check is not a verdict: it reports
// that the engine contradicts itself.
type Engine struct {
	Name    string
	Compile func(schema []byte, draft verdict.Draft) (Check, error)
}

// Verdict returns the engine under test: both modes, and ValidateValue.
func Verdict() Engine {
	return Engine{"verdict", func(schema []byte, _ verdict.Draft) (Check, error) {
		s, err := verdict.Compile(schema, verdict.WithBaseURI(rootURI))
		if err != nil {
			return nil, err
		}
		return func(text []byte, value any) (bool, error) {
			valid := s.Valid(text)
			explained := s.Validate(text)
			if valid != (explained == nil) {
				return valid, fmt.Errorf("by Valid it is %t, by Validate: %v", valid, explained)
			}
			if ofValue := s.ValidateValue(value); valid != (ofValue == nil) {
				return valid, fmt.Errorf("by Valid it is %t, by ValidateValue: %v", valid, ofValue)
			}
			return valid, checkViolations(explained, text, value)
		}, nil
	}}
}

// Reference names.
const (
	V5 = "santhosh v5"
	V6 = "santhosh v6"
)

// References returns the engines that verdict is compared with.
func References() []Engine {
	return []Engine{{V5, compileV5}, {V6, compileV6}}
}

// patience bounds the time of a reference for a payload. Both visit a value
// once for each path to it, which can take forever.
const patience = 2 * time.Second

var errTooLong = errors.New("takes too long")

// limited returns a check with a time limit. A check that exceeds it continues to run, because nothing
// can stop it.
func limited(valid func(value any) bool) Check {
	return func(_ []byte, value any) (bool, error) {
		answer := make(chan bool, 1)
		go func() { answer <- valid(value) }()
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case verdict := <-answer:
			return verdict, nil
		case <-timer.C:
			return false, errTooLong
		}
	}
}

var errRemote = errors.New("loading is disabled")

func compileV5(schema []byte, _ verdict.Draft) (Check, error) {
	c := v5.NewCompiler()
	c.AssertFormat = true
	c.LoadURL = func(string) (io.ReadCloser, error) { return nil, errRemote }
	if err := c.AddResource(rootURI, bytes.NewReader(schema)); err != nil {
		return nil, err
	}
	s, err := c.Compile(rootURI)
	if err != nil {
		return nil, err
	}
	return limited(func(value any) bool { return s.Validate(value) == nil }), nil
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
	return limited(func(value any) bool { return s.Validate(value) == nil }), nil
}

// A panicError is a recovered panic.
type panicError struct{ value any }

func (e panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// compile calls Engine.Compile and recovers panics.
func (e Engine) compile(schema []byte, draft verdict.Draft) (check Check, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicError{r}
		}
	}()
	return e.Compile(schema, draft)
}

// ask calls the check and recovers panics.
func (check Check) ask(text []byte, value any) (valid bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicError{r}
		}
	}()
	return check(text, value)
}
