package verdict_test

// This file tests wrong arguments and harmful payloads: nothing panics, and each limit of
// docs/security.md takes effect.

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
)

type unhashable []string

func (u unhashable) Error() string { return "unhashable" }

type panicking struct{}

func (panicking) MarshalJSON() ([]byte, error) { panic("marshal") }
func (*panicking) UnmarshalJSON([]byte) error  { panic("unmarshal") }
func (panicking) JSONSchema() string           { panic("schema") }

// errors.Is accepts any target, also one that cannot be a key of a map.
func TestErrorsIsTakesAnyTarget(t *testing.T) {
	err := compiled(t, `{"type": "string"}`).Validate([]byte(`1`))
	for _, target := range []error{nil, unhashable{"a"}, unhashable(nil), fmt.Errorf("other"), verdict.ErrMissing, verdict.Violation{}} {
		var invalid *verdict.Error
		if errors.Is(err, target) || errors.As(err, &invalid) && invalid.Violations[0].Is(target) {
			t.Errorf("the error is %v", target)
		}
	}
	if !errors.Is(err, verdict.ErrType) {
		t.Error("the error is not ErrType")
	}
}

// A Schema or Typed that is nil or zero returns an error that says so, and accepts nothing.
func TestASchemaThatWasNotCompiledIsAnError(t *testing.T) {
	type validator interface {
		Valid([]byte) bool
		Validate([]byte) error
		ValidateValue(any) error
		Output([]byte, verdict.OutputFormat) *verdict.Output
	}
	for name, s := range map[string]validator{
		"nil Schema": (*verdict.Schema)(nil), "zero Schema": new(verdict.Schema),
		"nil Typed": (*verdict.Typed[int])(nil), "zero Typed": new(verdict.Typed[int]),
	} {
		if s.Valid([]byte(`1`)) {
			t.Errorf("%s: valid", name)
		}
		for _, err := range []error{s.Validate([]byte(`1`)), s.ValidateValue(1)} {
			if err == nil || !strings.Contains(err.Error(), "not compiled") {
				t.Errorf("%s: %v", name, err)
			}
		}
		for format := verdict.OutputFlag - 1; format <= verdict.OutputVerbose+1; format++ {
			if o := s.Output([]byte(`1`), format); o.Valid {
				t.Errorf("%s: valid in format %d", name, format)
			}
		}
		if typed, ok := s.(*verdict.Typed[int]); ok {
			if _, err := typed.Decode([]byte(`1`)); err == nil || !strings.Contains(err.Error(), "not compiled") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// No argument makes a function of the library panic.
func TestNoArgumentMakesTheLibraryPanic(t *testing.T) {
	document := []byte(`{"type": "array", "items": {"type": "integer", "format": "date"}, "properties": {"a": {"$ref": "x"}}}`)
	array := []byte("[" + strings.Repeat("1, ", 1<<19) + "1]") // large enough for several workers
	if testing.Short() {
		array = []byte("[1, 1]")
	}
	for _, n := range []int{math.MinInt, -1, 0, 1, math.MaxInt32, math.MaxInt} {
		s, err := verdict.Compile(document, verdict.WithWorkers(n), verdict.WithMaxViolations(n), verdict.WithResource("x", []byte(`true`)),
			verdict.WithBaseURI("https://e.test/"), verdict.WithResource("https://e.test/x", []byte(`{}`)),
			verdict.WithLimits(verdict.Limits{Depth: n, Documents: n, DocumentBytes: n}))
		if err != nil {
			t.Fatal(err)
		}
		for _, payload := range [][]byte{nil, {}, []byte("["), []byte("\x00"), []byte("[\"\xff\"]"), array} {
			valid := s.Valid(payload)
			if err := s.Validate(payload); (err == nil) != valid {
				t.Errorf("%d: valid is %t, the error %v", n, valid, err)
			}
			_ = s.Output(payload, verdict.OutputFormat(n)).Valid
		}
		_, _ = verdict.Compile(document, verdict.WithDraft(verdict.Draft(n)), verdict.WithLimits(verdict.Limits{Bytes: n}))
	}
	for _, option := range []verdict.Option{
		nil, verdict.WithBaseURI("%"), verdict.WithResource("", nil), verdict.WithResource("%", nil), verdict.WithFS("", fstest.MapFS{}),
		verdict.WithFS("%", nil), verdict.WithLoader(nil), verdict.WithID(""), verdict.WithDescriptions(nil), verdict.WithNullStyle(-1),
		verdict.WithSchemaFor[int](nil), verdict.WithOneOf[any](""), verdict.WithOneOf[int]("", verdict.Variant{}),
		verdict.WithLoader(func(string) ([]byte, error) { panic("loader") }),
		verdict.WithLoader(func(string) ([]byte, error) { return nil, nil }),
		verdict.WithFS("https://e.test/", fsFunc(nil)),
	} {
		for _, text := range []string{``, `null`, `{}`, `{"$ref": "https://e.test/a"}`, `{"$id": "https://e.test/%"}`, `{"$schema": "https://e.test/b"}`} {
			_, _ = verdict.Compile([]byte(text), option)
		}
		_, _ = verdict.For[map[string]int](option)
		_, _ = verdict.Reflect[any](option)
	}
	for _, format := range []verdict.OutputFormat{verdict.OutputFlag, verdict.OutputVerbose} {
		_, _ = json.Marshal(verdict.Output{})
		_ = compiled(t, `true`).Output(nil, format)
	}
	_, _, _ = (&verdict.Error{}).Error(), (&verdict.Error{}).Unwrap(), verdict.Violation{}.Error()
	_, _ = (&verdict.SchemaError{}).Error(), (&verdict.SchemaError{}).Unwrap()
}

// If a method of the caller's type panics, the library returns an error.
func TestAPanicOfATypeIsAnError(t *testing.T) {
	if err := compiled(t, `true`).ValidateValue(panicking{}); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("ValidateValue: %v", err)
	}
	typed, err := verdict.For[struct{ A panicky }]()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := typed.Decode([]byte(`{"A": {}}`)); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("Decode: %v", err)
	}
}

type panicky struct{}

func (*panicky) UnmarshalJSON([]byte) error { panic("unmarshal") }

// If another goroutine changes the payload, the result is undefined, but nothing panics.
func TestAPayloadThatChangesDoesNoHarm(t *testing.T) {
	if race.Enabled {
		t.Skip("the test is a data race on purpose, which the race detector would report; go test without -race runs this")
	}
	s := compiled(t, `{"type": "array", "items": {"anyOf": [{"properties": {"name": {"pattern": "^(a|b)+$", "format": "date"}, "n": {"multipleOf": 3}}, "unevaluatedProperties": false}, {"uniqueItems": true, "contains": {"enum": [[1], {"a": 2}]}}]}}`, verdict.WithWorkers(4))
	payload := []byte("[" + strings.Repeat(`{"name": "abab", "n": 3e2}, [[1], {"a": 2}, "\u0041é"], `, 200) + "[]]")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		original := string(payload)
		for k := 0; ; k++ {
			select {
			case <-stop:
				return
			default:
			}
			at := k * 7919 % len(payload)
			payload[at] = `{}[]",:\e0 u`[k%12]
			if k%64 == 0 {
				copy(payload, original)
			}
		}
	}()
	for range 300 {
		s.Valid(payload)
		_ = s.Validate(payload)
		_ = s.Output(payload, verdict.OutputBasic)
	}
	close(stop)
	<-done
}

// Decode has the same limit of depth as Valid, in the same words.
func TestDecodeRejectsDepthAsAViolation(t *testing.T) {
	for _, depth := range []int{9_999, 10_000, 10_001, 60_000} {
		payload := nested(depth, `[`, ``, `]`)
		typed, err := verdict.For[any](verdict.WithLimits(verdict.Limits{Depth: 50_000}))
		if err != nil {
			t.Fatal(err)
		}
		valid := typed.Valid(payload)
		if valid != (depth <= 10_000) {
			t.Errorf("%d: valid is %t", depth, valid)
		}
		_, err = typed.Decode(payload)
		var invalid *verdict.Error
		switch {
		case valid && err != nil:
			t.Errorf("%d: valid, but not decoded: %v", depth, err)
		case !valid && (!errors.As(err, &invalid) || invalid.Violations[0].Rule != verdict.RuleLimit):
			t.Errorf("%d: %v", depth, err)
		}
	}
}

func TestPayloadsLargerThanTheLimit(t *testing.T) {
	s := compiled(t, `true`, verdict.WithLimits(verdict.Limits{Bytes: 10}))
	if valid, violations := outcome(t, s, []byte(`"12345678901"`)); valid || !strings.Contains(violations[0].Message, "Limits.Bytes") {
		t.Errorf("valid is %t: %v", valid, violations)
	}
	if !s.Valid([]byte(`"12345678"`)) {
		t.Error("10 bytes are too many")
	}
}

func TestSchemaDocumentsAreBounded(t *testing.T) {
	large(t)
	var row strings.Builder
	for k := range 60_000 {
		fmt.Fprintf(&row, `"%d": {"$ref": "#/$defs/%d", "title": ""}, `, k, k+1)
		if k%2 == 1 {
			fmt.Fprintf(&row, `"a%d": true, `, k)
		}
	}
	for name, test := range map[string]struct{ schema, message string }{
		"depth": {string(nested(600, `{"items": {"not": `, `true`, `}}`)), "1000 deep"},
		"row":   {`{"$ref": "#/$defs/0", "$defs": {` + strings.ReplaceAll(row.String(), `"title": ""`, `"type": "string"`) + `"60000": true}}`, "a chain of more than 50000 subschemas"},
	} {
		if _, err := verdict.Compile([]byte(test.schema)); err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSearchedFilesAreBounded(t *testing.T) {
	schema := []byte(`{"$ref": "https://e.test/id"}`)
	document := &fstest.MapFile{Data: []byte(`{"$id": "https://e.test/id"}`)}
	for at, found := range map[int]bool{0: true, 999: true, 1000: false} {
		files := fstest.MapFS{}
		for k := range 1001 {
			files[fmt.Sprintf("%05d.json", k)] = &fstest.MapFile{Data: []byte(`{}`)}
		}
		files[fmt.Sprintf("%05d.json", at)] = document
		if _, err := verdict.Compile(schema, verdict.WithFS("https://e.test/files/", files)); (err == nil) != found {
			t.Errorf("file %d: %v", at, err)
		}
	}
	large := &fstest.MapFile{Data: make([]byte, 65<<20)}
	if _, err := verdict.Compile(schema, verdict.WithFS("https://e.test/files/", fstest.MapFS{"a.json": large, "b.json": document})); err == nil {
		t.Error("more than 64 MiB are looked through")
	}
}

func TestEvaluationIsBounded(t *testing.T) {
	large(t)
	s := compiled(t, `{"$defs": {"n": {"allOf": [{"allOf": [{"allOf": [{"items": {"$ref": "#/$defs/n"}}]}]}]}}, "$ref": "#/$defs/n"}`,
		verdict.WithLimits(verdict.Limits{Depth: 100_000}))
	exceedsALimit(t, s, nested(90_000, `[`, ``, `]`))
}

func TestPatternsAreBounded(t *testing.T) {
	for name, pattern := range map[string]string{
		"65536 bytes":     strings.Repeat("a", 1<<16+1),
		"1000 lookaround": strings.Repeat("(?=a)", 1001),
	} {
		if _, err := verdict.Compile([]byte(`{"pattern": "` + pattern + `"}`)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}

// docs/security.md lists the limits with their tests.
func TestEveryLimitHasItsTest(t *testing.T) {
	page, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	exists := make(map[string]bool)
	for _, pattern := range []string{"*_test.go", "*/*_test.go", "*/*/*_test.go"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range regexp.MustCompile(`(?m)^func (Test\w+|Fuzz\w+)\(`).FindAllSubmatch(source, -1) {
				exists[string(match[1])] = true
			}
		}
	}
	scripts, _ := filepath.Glob("cmd/verdict/testdata/script/*.txtar")
	for _, script := range scripts {
		exists["TestScript/"+strings.TrimSuffix(filepath.Base(script), ".txtar")] = true
	}
	rows := 0
	for _, row := range regexp.MustCompile("(?m)^\\|.*\\| `((?:Test|Fuzz)[\\w/]+)` \\|$").FindAllStringSubmatch(string(page), -1) {
		if rows++; !exists[row[1]] {
			t.Errorf("there is no %s", row[1])
		}
	}
	if limits := strings.Count(string(page), "\n| ") - strings.Count(string(page), "\n| what |"); rows != limits || rows < 10 {
		t.Errorf("%d of %d limits have a test", rows, limits)
	}
}

// A long name is in the pointer to every value below it, but the report does not grow with
// the product of both. Every pointer that is reported is complete.
func TestViolationsTakeMemoryInProportionToThePayload(t *testing.T) {
	large(t)
	s := compiled(t, `{"additionalProperties": {"items": {"type": "string"}, "additionalProperties": false}}`, verdict.WithMaxViolations(0))
	for _, size := range []int{1 << 20, 1 << 21, 1 << 22} {
		name := strings.Repeat("n", size)
		for _, inside := range []string{`[` + strings.Repeat(`1, `, 200) + `1]`, `{` + strings.Repeat(`"a": 1, `, 200) + `"a": 1}`} {
			payload := []byte(`{"` + name + `": ` + inside + `}`)
			var invalid *verdict.Error
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if !errors.As(s.Validate(payload), &invalid) || !invalid.Truncated {
				t.Fatalf("%d bytes: not truncated", size)
			}
			runtime.ReadMemStats(&after)
			if took, most := after.TotalAlloc-before.TotalAlloc, 3*uint64(16<<20+10*len(payload)); took > most {
				t.Errorf("%d bytes: %d bytes are allocated, more than %d", size, took, most)
			}
			total := 0
			for _, v := range invalid.Violations {
				total += len(v.Pointer) + len(v.Message) + len(v.Property) + len(v.Got)
				if !strings.HasPrefix(v.Pointer, "/"+name+"/") || len(v.Message) > 1000 {
					t.Fatalf("%d bytes: the pointer has %d bytes, the message %d", size, len(v.Pointer), len(v.Message))
				}
			}
			if most := 16<<20 + 10*len(payload); total > most {
				t.Errorf("%d bytes: %d bytes are reported, more than %d", size, total, most)
			}
		}
	}
	unknown := compiled(t, `{"additionalProperties": false}`)
	if _, violations := outcome(t, unknown, []byte(`{"`+strings.Repeat("é", 5000)+`": 1}`)); len(violations[0].Message) > 1000 || len(violations[0].Property) != 10_000 {
		t.Errorf("the message has %d bytes, the name %d", len(violations[0].Message), len(violations[0].Property))
	}
}
