package program

import (
	"fmt"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file defines keywords that the caller adds, and protects the program from the caller's
// functions.

// A CustomKeyword is a keyword that the caller defines.
type CustomKeyword struct {
	Name       string
	Vocabulary resource.Vocabulary // 0 if every dialect has the keyword

	// Compile reads the value of the keyword in a schema. If the check is nil, the keyword asserts
	// nothing there.
	Compile func(schema resource.Place, value uint32) (CustomCheck, error)
}

// A CustomCheck validates the value at a node against a keyword, and adds what it finds.
type CustomCheck func(doc *jsontape.Tape, node uint32, found *Findings)

// CustomKeywords are the keywords of the caller, by name. If a dialect has several of a name, the last
// one counts.
type CustomKeywords map[string][]*CustomKeyword

// at returns the keyword of a dialect that a Key of a schema names, nil if there is none.
func (c CustomKeywords) at(tape *jsontape.Tape, key uint32, dialect resource.Dialect) *CustomKeyword {
	if len(c) == 0 {
		return nil
	}
	for _, k := range slices.Backward(c[tape.String(key)]) {
		if k.Vocabulary == 0 || dialect.Has(k.Vocabulary) {
			return k
		}
	}
	return nil
}

// A CustomAssertion is a custom keyword of a schema.
type CustomAssertion struct {
	*CustomKeyword
	check CustomCheck
}

// Check validates a value against the keyword.
func (a *CustomAssertion) Check(doc *jsontape.Tape, node uint32, found *Findings) {
	defer guard("keyword", a.Name)
	a.check(doc, node, found)
}

// maxProblems is how many problems of one value are kept.
const maxProblems = 1000

// Findings are what a check of a custom keyword finds in one value.
type Findings struct {
	Failed     bool
	Problems   []Problem // only if Explain is set
	Truncated  bool      // there are more problems
	Annotation []byte    // JSON; nil if there is none

	// Explain is set if the problems and the annotation are needed, and not only Failed.
	Explain bool
}

// Add adds a problem.
func (f *Findings) Add(p Problem) {
	if len(f.Problems) == maxProblems {
		f.Truncated = true
		return
	}
	f.Problems = append(f.Problems, p)
}

// A Problem is a violation that a function of the caller reports.
type Problem struct {
	Rule, Message, Expected string

	Pointer  string // to the value, relative to the one that the keyword applies to
	Property string
	Params   string // a JSON object with a property, or ""
}

// A Panic is the value of a panic in a function of the caller.
type Panic struct {
	Of    string // such as `format "sku"`
	Value any
}

func (p *Panic) String() string {
	return fmt.Sprintf("the check of the %s panicked: %v", p.Of, p.Value)
}

// guard is deferred in calls of the caller's functions, and replaces the value of a panic.
func guard(of, name string) {
	if cause := recover(); cause != nil {
		panic(&Panic{Of: fmt.Sprintf("%s %q", of, name), Value: cause})
	}
}

// A customWord is a custom keyword of a schema with the node of its value.
type customWord struct {
	*CustomKeyword
	value uint32
}

// lowerCustom makes the assertions of the schema's custom keywords.
func (s *schemaLowerer) lowerCustom() error {
	for _, word := range s.words.custom {
		check, err := word.compile(s.place)
		if err != nil {
			return s.place.Resource.Document.Errorf(word.value, "keyword %q: %v", word.Name, err)
		}
		if check != nil {
			s.combine().Custom = append(s.combine().Custom, CustomAssertion{word.CustomKeyword, check})
		}
	}
	return nil
}

// compile calls Compile, and returns a panic as an error.
func (w customWord) compile(schema resource.Place) (check CustomCheck, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic while compiling it: %v", cause)
		}
	}()
	return w.Compile(schema, w.value)
}
