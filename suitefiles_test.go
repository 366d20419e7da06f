package verdict_test

// This file finds and reads the official JSON-Schema-Test-Suite. It is read in place
// and is not a part of this module.

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/verdict-lint/verdict"
)

const (
	// suiteVariable names the directory that holds tests/ and remotes/.
	suiteVariable = "JSON_SCHEMA_TEST_SUITE"

	// suiteModule is a module that carries a copy of the suite, older than the
	// newest but whole. It is read if the variable is not set.
	suiteModule    = "github.com/kaptinlin/jsonschema@v0.9.7"
	suiteModuleDir = "testdata/JSON-Schema-Test-Suite"

	// remotesURI is where the suite's schemas expect remotes/ to be served.
	remotesURI = "http://localhost:1234/"
)

// suiteDrafts are the supported drafts, with their names in the suite.
var suiteDrafts = []struct {
	dir   string
	draft verdict.Draft
}{
	{"draft4", verdict.Draft4},
	{"draft6", verdict.Draft6},
	{"draft7", verdict.Draft7},
	{"draft2019-09", verdict.Draft2019},
	{"draft2020-12", verdict.Draft2020},
}

// A suiteCount is how many tests a draft has: required, in optional/ and in
// optional/format/.
type suiteCount struct{ required, optional, format int }

// suiteRevisions are the known states of the suite. The counts of a run must be those of one of
// them, so that missing files and skipped cases are noticed.
var suiteRevisions = []struct {
	name   string
	counts map[string]suiteCount
}{
	{"2026-08-22", map[string]suiteCount{
		"draft4":       {618, 100, 219},
		"draft6":       {839, 106, 325},
		"draft7":       {927, 118, 676},
		"draft2019-09": {1259, 158, 757},
		"draft2020-12": {1299, 162, 764},
	}},
	{suiteModule, map[string]suiteCount{
		"draft4":       {610, 100, 151},
		"draft6":       {822, 106, 212},
		"draft7":       {906, 118, 423},
		"draft2019-09": {1220, 154, 471},
		"draft2020-12": {1238, 159, 478},
	}},
}

// A suiteGroup is one schema of the suite with its tests.
type suiteGroup struct {
	Description string
	Schema      json.RawMessage
	Tests       []suiteCase
}

// A suiteCase is one payload, as written, and whether it is valid.
type suiteCase struct {
	Description string
	Data        json.RawMessage
	Valid       bool
}

// suiteDir returns the directory of the suite. It skips the test if there is
// none, and fails it if the variable names one that does not exist.
func suiteDir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv(suiteVariable); dir != "" {
		if _, err := os.Stat(filepath.Join(dir, "tests")); err != nil {
			t.Fatalf("%s: %v", suiteVariable, err)
		}
		return dir
	}
	cmd := exec.Command("go", "mod", "download", "-json", suiteModule)
	cmd.Dir = t.TempDir() // outside of any module: nothing is added to ours
	out, err := cmd.Output()
	var module struct{ Dir string }
	if err != nil || json.Unmarshal(out, &module) != nil || module.Dir == "" {
		t.Skipf("no test suite: %s is not set, and %s cannot be downloaded: %v", suiteVariable, suiteModule, err)
	}
	return filepath.Join(module.Dir, filepath.FromSlash(suiteModuleDir))
}

// readJSON decodes the file at name into v.
func readJSON(t testing.TB, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// suiteTests returns the names of the files with tests below suite/tests/draft,
// slash-separated and relative to it, sorted.
func suiteTests(t testing.TB, suite, draft string) []string {
	t.Helper()
	var names []string
	fsys := os.DirFS(filepath.Join(suite, "tests", draft))
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}
