// Package schematool generates and checks files derived from Go types: the
// JSON Schema document of a type, and the method that lists the constants of an
// enumeration.
//
// A type is reflected by a program: a temporary main package that imports the
// type's package and verdict, built and run where the type's own module would
// build it. That module is not changed, neither its sources nor its
// go.mod and go.sum, and it need not require verdict:
//
//   - a [Target] selects a type of a package;
//   - an environment (environment.go) is the set of modules in which both the
//     package and verdict resolve: the module itself if it can build verdict,
//     or else a temporary workspace around it, or else a temporary module. The library is
//     added by overlay (library.go) with as few requirements as possible, so that every
//     package is built in the version that the user's module has;
//   - the package is loaded there (load.go), the type expression is checked and
//     qualified, and the doc comments of the types it refers to are read (comments.go);
//   - the program (program.go) is added to the source tree with the go
//     command's -overlay, below the package itself, because only there it may
//     import an internal one.
package schematool

import (
	"errors"
	"fmt"
)

// Module is the module path of the library that the programs import.
const Module = "github.com/verdict-lint/verdict"

// A Target is a type to reflect.
type Target struct {
	// Dir is the directory that a relative Package, and the search for the
	// module, start from; "" for the working directory.
	Dir string

	// Package is a directory ("./internal/api", "/src/api"), an import path
	// that the module in Dir can build ("net/netip"), or an import path with
	// a version ("example.com/api@v1.2.3").
	Package string

	// Type is an exported type of the package, or any type expression over
	// them, as its source could write it: "Order", "Page[Order]", "[]Order",
	// "Page[time.Time]". A package that it does not import is written with its path:
	// "Page[example.com/shop/api.Order]".
	Type string

	// ID is the document's $id, or "" for none.
	ID string

	// Null is how null is added to a type: "type", which is the default, or
	// "anyof", for programs that understand only that.
	Null string
}

// nullStyles maps the values of Target.Null to the names of constants in verdict.
var nullStyles = map[string]string{"type": "NullInType", "anyof": "NullInAnyOf"}

// options returns the options of verdict.Reflect for the target, as Go source.
func (t Target) options() (string, error) {
	source := libraryName + ".WithDescriptions(descriptions)"
	if t.ID != "" {
		source += fmt.Sprintf(", %s.WithID(%q)", libraryName, t.ID)
	}
	if t.Null != "" {
		style, ok := nullStyles[t.Null]
		if !ok {
			return "", usage("unknown style of null %q; use type or anyof", t.Null)
		}
		source += fmt.Sprintf(", %s.WithNullStyle(%s.%s)", libraryName, libraryName, style)
	}
	return source, nil
}

// A UsageError reports that the caller named something that cannot be reflected: a package that
// does not exist, a type that is not exported, an expression that is not a type. Its text says what
// to name instead.
type UsageError struct{ Reason string }

func (e *UsageError) Error() string { return e.Reason }

func usage(format string, args ...any) error {
	return &UsageError{Reason: fmt.Sprintf(format, args...)}
}

// IsUsage reports whether err is about the caller's arguments, rather than about the machine or
// the code.
func IsUsage(err error) bool {
	var u *UsageError
	return errors.As(err, &u)
}
