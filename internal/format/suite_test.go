package format

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// notPassed lists the cases of the official suite that are not passed, as
// "draft/file/group/case", each with its reason.
var notPassed = map[string]string{}

// TestOfficialSuite runs the format cases of the JSON Schema test suite, for
// every draft, on the strings in them. Formats do not apply to other
// values.
func TestOfficialSuite(t *testing.T) {
	dirs := []struct {
		name  string
		draft int
	}{
		{"draft4/optional/format", 4},
		{"draft6/optional/format", 6},
		{"draft7/optional/format", 7},
		{"draft2019-09/optional/format", 2019},
		{"draft2020-12/optional/format", 2020},
		{"v1/format", 2020}, // the version to come; absent from older suites
	}
	root := suiteRoot(t)
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir.name), "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 && dir.name != "v1/format" {
			t.Errorf("no format tests in %s", dir.name)
		}
		for _, file := range files {
			name := strings.SplitN(dir.name, "/", 2)[0] + "/" + strings.TrimSuffix(filepath.Base(file), ".json")
			t.Run(name, func(t *testing.T) { runSuiteFile(t, name, file, dir.draft) })
		}
	}
}

func runSuiteFile(t *testing.T, name, file string, draft int) {
	var groups []struct {
		Description string
		Schema      struct{ Format string }
		Tests       []struct {
			Description string
			Data        any
			Valid       bool
		}
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &groups); err != nil {
		t.Fatal(err)
	}
	for _, group := range groups {
		check := Lookup(group.Schema.Format, draft)
		if (check == nil) != (group.Schema.Format == "unknown") {
			t.Errorf("format %q: has a checker: %v", group.Schema.Format, check != nil)
		}
		if check == nil {
			continue
		}
		for _, test := range group.Tests {
			text, ok := test.Data.(string)
			if !ok {
				continue
			}
			path := name + "/" + group.Description + "/" + test.Description
			got := check([]byte(text))
			reason, listed := notPassed[path]
			switch {
			case got != test.Valid && !listed:
				t.Errorf("%s: %q: got %v, want %v", path, text, got, test.Valid)
			case got == test.Valid && listed:
				t.Errorf("%s passes, but is listed as not passed: %s", path, reason)
			}
		}
	}
}

// suiteRoot returns the directory of the suite's tests, below the one that the
// environment names. https://github.com/json-schema-org/JSON-Schema-Test-Suite
func suiteRoot(t *testing.T) string {
	root := os.Getenv("JSON_SCHEMA_TEST_SUITE")
	if root == "" {
		t.Skip("JSON_SCHEMA_TEST_SUITE does not name a copy of the official test suite; the tables of this package need none")
	}
	return filepath.Join(root, "tests")
}
