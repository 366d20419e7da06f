package difftest

// This file has the interface that verdict and the references are adapted to.

import (
	"fmt"

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
