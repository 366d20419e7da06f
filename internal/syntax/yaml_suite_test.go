package syntax

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A suiteCase is a case of the YAML test suite (https://github.com/yaml/yaml-test-suite): a
// text with its documents, written as JSON one after the other, or none if it is not
// YAML. Where JSON is nil, YAML has no JSON form.
type suiteCase struct {
	ID, Name, YAML string
	JSON           *string
	Error          bool
}

// deviations are the cases in which the result differs from that of the suite, with the reason.
var deviations = map[string]string{
	"8G76": "a stream without a document is null, so that it is validated",
	"98YD": "a stream without a document is null, so that it is validated",
	"AVM7": "a stream without a document is null, so that it is validated",
	"HWV9": "a stream without a document is null, so that it is validated",
	"QT73": "a stream without a document is null, so that it is validated",
}

// The suite is that of YAML_TEST_SUITE, a directory with its cases in cases.jsonl. Without it,
// a table of the same kind shows that each area of the specification is read.
func TestYAMLIsReadAsTheSpecificationSays(t *testing.T) {
	cases := specificationCases
	if dir := os.Getenv("YAML_TEST_SUITE"); dir != "" {
		cases = readSuite(t, filepath.Join(dir, "cases.jsonl"))
		if len(cases) != 402 {
			t.Errorf("%d cases, want 402", len(cases))
		}
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			wrong := deviation(c)
			reason, known := deviations[c.ID]
			switch {
			case wrong != "" && !known:
				t.Errorf("%s: %q: %s", c.Name, c.YAML, wrong)
			case wrong == "" && known:
				t.Errorf("%s: %q is no deviation any more (%s)", c.Name, c.YAML, reason)
			}
		})
	}
}

// deviation describes how the result for a case differs from the suite, or returns "".
func deviation(c suiteCase) string {
	docs := YAML([]byte(c.YAML))
	var faults []string
	for _, doc := range docs {
		for _, e := range doc.Errors {
			if c.JSON != nil || e.Message != noJSONKey {
				faults = append(faults, e.Message)
			}
		}
		for range doc.Indents { // the linter has a rule for them
			faults = append(faults, "a line is not indented enough")
		}
	}
	switch {
	case c.Error && len(faults) == 0:
		return "it is accepted"
	case c.Error:
		return ""
	case len(faults) > 0:
		return "it is rejected: " + strings.Join(faults, "; ")
	case c.JSON == nil:
		return ""
	}
	var want, got []any
	decoder := json.NewDecoder(strings.NewReader(*c.JSON))
	for {
		var value any
		if err := decoder.Decode(&value); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err.Error()
		}
		want = append(want, value)
	}
	for _, doc := range docs {
		var value any
		if err := json.Unmarshal(doc.Text.JSON, &value); err != nil {
			return err.Error()
		}
		got = append(got, value)
	}
	return cmp.Diff(want, got)
}

func readSuite(t *testing.T, path string) []suiteCase {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []suiteCase
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c suiteCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}
