package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// This file tests that a run does nothing twice: it parses and lowers a schema once, and reads,
// parses and evaluates a payload once. A program that was built with -cover counts the calls.

// A method is a method, or a function if it has no receiver, whose calls are counted.
type method struct{ pkg, receiver, name string }

const module = "github.com/verdict-lint/verdict/"

var (
	lower    = method{module + "internal/program", "", "Lower"}
	parse    = method{module + "internal/jsontape", "Tape", "parse"} // of schemas and payloads
	stream   = method{module + "internal/evaluate", "Evaluator", "Accepts"}
	evaluate = method{module + "internal/evaluate", "Evaluator", "start"}
	decode   = method{"encoding/json", "", "Unmarshal"}
)

func TestNothingIsParsedOrValidatedTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program that counts calls, which takes longer than -short allows; go test without it runs this")
	}
	packages := strings.Join([]string{module + "cmd/verdict", lower.pkg, parse.pkg, stream.pkg, evaluate.pkg, decode.pkg}, ",")
	program, remove, err := gocommand.Build(t.Context(), ".", nil, []string{"-ldflags=-s -w", "-cover", "-covermode=atomic", "-coverpkg=" + packages}, ".")
	if err != nil {
		t.Fatal(err)
	}
	defer remove()
	const (
		streamed = `{"type": "object", "properties": {"kind": {"enum": ["one", "two"]}, "name": {"type": "string"}}}`
		taped    = `{"oneOf": [` + streamed + `, {"type": "array"}]}`
	)
	counted := make(map[method]string)
	for _, m := range []method{lower, parse, stream, evaluate, decode} {
		counted[m] = m.begin(t)
	}
	for _, tt := range []struct {
		name, schema, payload        string
		streams, parses, evaluations int // of the payload
	}{
		{"a valid payload", streamed, `{"kind": "one"}`, 1, 0, 0},
		{"a wrong value", streamed, `{"kind": "tow"}`, 1, 1, 1},
		{"two faults", streamed, `{"kind": "tow", "name": 5}`, 1, 1, 1},
		{"a duplicate key", streamed, `{"kind": "one", "kind": "one"}`, 1, 1, 1},
		// The repaired text is parsed once more.
		{"a trailing comma", streamed, `{"kind": "one",}`, 1, 2, 1},
		{"a trailing comma and a wrong value", streamed, `{"kind": "tow",}`, 1, 2, 1},
		// Failures because of strictness are warnings, so the payload is evaluated again without it.
		{"an unknown property", streamed, `{"kind": "one", "size": 5}`, 1, 1, 2},
		// A payload is first evaluated without collecting failures, because most are valid.
		{"a valid payload that is not streamed", taped, `{"kind": "one"}`, 0, 1, 1},
		{"a wrong value that is not streamed", taped, `{"kind": "tow"}`, 0, 1, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, counters := t.TempDir(), t.TempDir()
			write(t, filepath.Join(dir, "schema.json"), tt.schema)
			write(t, filepath.Join(dir, "payload.json"), tt.payload)
			cmd := exec.Command(program, "lint", "--no-config", "--schema", "schema.json", "payload.json")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOCOVERDIR="+counters)
			if out, err := cmd.CombinedOutput(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 1 {
				t.Fatalf("%v\n%s", err, out)
			}
			profile := coverProfile(t, counters)
			for _, want := range []struct {
				method
				calls int
			}{
				{lower, 1}, {parse, 1 + tt.parses}, {stream, tt.streams}, {evaluate, tt.evaluations}, {decode, 0},
			} {
				if got := countAt(profile, counted[want.method]); got != want.calls {
					t.Errorf("%s %s is called %d times, want %d", want.receiver, want.name, got, want.calls)
				}
			}
		})
	}
}

// begin returns the prefix of the line of a profile for the body of the method.
func (m method) begin(t *testing.T) string {
	t.Helper()
	source, err := build.Import(m.pkg, ".", 0)
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	for _, name := range source.GoFiles {
		file, err := parser.ParseFile(files, filepath.Join(source.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			if f, ok := declared.(*ast.FuncDecl); ok && f.Body != nil && f.Name.Name == m.name && receiverOf(f) == m.receiver {
				return fmt.Sprintf("%s/%s:%d.", m.pkg, name, files.Position(f.Body.Lbrace).Line)
			}
		}
	}
	t.Fatalf("there is no %s.%s in %s", m.receiver, m.name, m.pkg)
	return ""
}

// receiverOf returns the name of the type of a method's receiver, or "".
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// countAt returns the counter of the block whose lines in the profile begin with prefix.
func countAt(profile, prefix string) int {
	most := 0
	for line := range strings.Lines(profile) {
		if fields := strings.Fields(line); strings.HasPrefix(line, prefix) && len(fields) == 3 {
			count, _ := strconv.Atoi(fields[2])
			most = max(most, count)
		}
	}
	return most
}
