package syntax

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// The suite is https://github.com/toml-lang/toml-test: TOML_TEST names its directory tests.
// Without it, the tables of this package cover each kind of value and error.
func TestTOMLIsReadAsTheSpecificationSays(t *testing.T) {
	dir := os.Getenv("TOML_TEST")
	if dir == "" {
		t.Skip("TOML_TEST does not name the directory tests of toml-test")
	}
	list, err := os.ReadFile(filepath.Join(dir, "files-toml-1.1.0"))
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for name := range strings.Lines(string(list)) {
		name = strings.TrimSpace(name)
		if !strings.HasSuffix(name, ".toml") {
			continue
		}
		cases++
		t.Run(name, func(t *testing.T) {
			source := readFile(t, filepath.Join(dir, name))
			doc := TOML(source)
			faults := faultsOf(&doc)
			switch {
			case strings.HasPrefix(name, "invalid/"):
				if len(faults) == 0 && utf8.Valid(source) { // which a rule of the linter reports
					t.Errorf("%q is accepted, as %s", source, doc.Text.JSON)
				}
			case len(faults) > 0:
				t.Errorf("%q: %v", source, faults)
			default:
				var want any
				if err := json.Unmarshal(readFile(t, filepath.Join(dir, strings.TrimSuffix(name, ".toml")+".json")), &want); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(untag(t, want), valueOf(t, &doc)); diff != "" {
					t.Errorf("%q (-want +got):\n%s", source, diff)
				}
			}
		})
	}
	if cases < 500 {
		t.Errorf("%d cases, want the 500 or more of the suite", cases)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// faultsOf returns the syntax errors and duplicate keys of a document.
func faultsOf(doc *Document) []string {
	var faults []string
	for _, e := range doc.Errors {
		faults = append(faults, fmt.Sprintf("%d: %s", e.Offset, e.Message))
	}
	var tape jsontape.Tape
	tape.Parse(doc.Text.JSON, jsontape.Limits{Depth: 5000})
	for i := range tape.Errors {
		faults = append(faults, tape.Message(&tape.Errors[i]))
	}
	return faults
}

// valueOf returns the JSON of a document, with numbers and times as texts that are equal if they
// are.
func valueOf(t *testing.T, doc *Document) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(doc.Text.JSON)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v: %s", err, doc.Text.JSON)
	}
	return numbersAsText(value)
}

func numbersAsText(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			value[name] = numbersAsText(value[name])
		}
	case []any:
		for i := range value {
			value[i] = numbersAsText(value[i])
		}
	case json.Number:
		return numberText(string(value))
	case string:
		return timeText(value)
	}
	return value
}

var zeroFraction = regexp.MustCompile(`(:\d\d)(?:\.0+|(\.\d*[1-9])0+)(Z|[-+]\d\d:\d\d|$)`)

// timeText returns the normal form of a time.
func timeText(written string) string { return zeroFraction.ReplaceAllString(written, "$1$2$3") }

// numberText returns the normal form of a number.
func numberText(written string) string {
	switch written {
	case infinity, "inf", "+inf":
		return "inf"
	case "-" + infinity, "-inf":
		return "-inf"
	case notANumber, "nan":
		return "nan"
	}
	f, err := strconv.ParseFloat(written, 64)
	if err != nil {
		return written
	}
	if n, err := strconv.ParseInt(written, 10, 64); err == nil {
		return fmt.Sprint("number ", n)
	}
	if f == float64(int64(f)) {
		return fmt.Sprint("number ", int64(f))
	}
	return fmt.Sprint("number ", f)
}

// untag converts the tagged values of the suite to those of JSON.
func untag(t *testing.T, tagged any) any {
	switch tagged := tagged.(type) {
	case []any:
		for i := range tagged {
			tagged[i] = untag(t, tagged[i])
		}
		return tagged
	case map[string]any:
		kind, _ := tagged["type"].(string)
		value, isScalar := tagged["value"].(string)
		if !isScalar || len(tagged) != 2 {
			for name := range tagged {
				tagged[name] = untag(t, tagged[name])
			}
			return tagged
		}
		switch kind {
		case "integer", "float":
			return numberText(value)
		case "bool":
			return value == "true"
		case "datetime":
			if why := format.Explain("date-time", []byte(value), nil); why != "" {
				t.Error(value, why)
			}
		}
		return timeText(value)
	}
	return tagged
}
