package verdict_test

// This file runs the official JSON-Schema-Test-Suite with the public API: every case
// in both modes, with the invariants of every violation.

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
)

// suiteRootURI is the base of the suite's schemas, which do not depend on it. It makes the
// locations in violations absolute.
const suiteRootURI = "https://verdict.example/suite/root.json"

// notPassed are the cases whose result differs from the suite's, by name, and why.
// A case that is listed and passes fails the test.
var notPassed = map[string]string{}

// TestSuite runs all of the suite that applies to the drafts: the required
// tests, optional/ and optional/format/.
func TestSuite(t *testing.T) {
	race.Skip(t)
	suite := suiteDir(t)
	run := newSuiteRun(t, suite)
	for _, d := range suiteDrafts {
		t.Run(d.dir, func(t *testing.T) {
			for _, name := range suiteTests(t, suite, d.dir) {
				t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
					run.file(t, d.dir, d.draft, name)
				})
			}
			t.Logf("%+v", run.counts[d.dir])
		})
	}
	run.checkCounts(t)
	run.checkListed(t)
}

// A suiteRun is the state of one run over the suite.
type suiteRun struct {
	suite   string
	remotes schemaIndex
	counts  map[string]suiteCount
	seen    map[string]bool // the names of notPassed that were met
}

func newSuiteRun(t *testing.T, suite string) *suiteRun {
	t.Helper()
	return &suiteRun{
		suite:   suite,
		remotes: indexRemotes(t, suite),
		counts:  make(map[string]suiteCount),
		seen:    make(map[string]bool),
	}
}

// file runs the groups of one file of one draft.
func (r *suiteRun) file(t *testing.T, dir string, draft verdict.Draft, name string) {
	var groups []suiteGroup
	readJSON(t, filepath.Join(r.suite, "tests", dir, filepath.FromSlash(name)), &groups)
	count := r.counts[dir]
	for _, g := range groups {
		switch {
		case strings.HasPrefix(name, "optional/format/"):
			count.format += len(g.Tests)
		case strings.HasPrefix(name, "optional/"):
			count.optional += len(g.Tests)
		default:
			count.required += len(g.Tests)
		}
		r.group(t, dir+"/"+name, draft, g)
	}
	r.counts[dir] = count
}

// group compiles one schema and runs its cases.
func (r *suiteRun) group(t *testing.T, file string, draft verdict.Draft, g suiteGroup) {
	schema, err := verdict.Compile(g.Schema,
		verdict.WithDraft(draft),
		verdict.WithBaseURI(suiteRootURI),
		verdict.WithFS(remotesURI, os.DirFS(filepath.Join(r.suite, "remotes"))),
		verdict.WithFormats(assertsFormats(file)),
	)
	locations := r.remotes.with(suiteRootURI, g.Schema)
	var verdicts []bool
	for _, c := range g.Tests {
		name := file + ": " + g.Description + ": " + c.Description
		if err != nil {
			r.verdict(t, name, false, "does not compile: "+err.Error())
			continue
		}
		valid, violations := outcome(t, schema, c.Data)
		verdicts = append(verdicts, valid)
		r.verdict(t, name, valid == c.Valid, "")
		for _, v := range violations {
			if err := locations.check(g.Schema, v); err != nil {
				t.Errorf("%s: %v: %v", name, v, err)
			}
		}
	}
	if err == nil {
		checkPrimed(t, file+": "+g.Description, schema, g.Tests, verdicts)
	}
}

// checkPrimed repeats the cases of a group after the schema has read them in several layouts, as a whole
// and in part, and has learned from them what to predict. That must not change a verdict.
func checkPrimed(t *testing.T, name string, schema *verdict.Schema, cases []suiteCase, verdicts []bool) {
	for _, c := range cases {
		for _, payload := range layoutsOf(t, c.Data) {
			for _, size := range []int{len(payload) / 2, len(payload) - 1, len(payload)} {
				schema.Valid(payload[:size])
			}
		}
	}
	for i, c := range cases {
		for _, payload := range layoutsOf(t, c.Data) {
			if schema.Valid(payload) != verdicts[i] {
				t.Errorf("%s: %s: the verdict has changed for %s", name, c.Description, payload)
			}
		}
	}
}

// layoutsOf returns a payload as it is, compact, and indented.
func layoutsOf(t *testing.T, payload []byte) [][]byte {
	t.Helper()
	var compact, indented bytes.Buffer
	if json.Compact(&compact, payload) != nil || json.Indent(&indented, payload, "", "  ") != nil {
		t.Fatalf("not JSON: %s", payload)
	}
	return [][]byte{payload, compact.Bytes(), indented.Bytes()}
}

// assertsFormats reports whether the tests of a file are about a validator that
// asserts `format` or content. In the others it is an annotation, the default of the
// drafts.
func assertsFormats(file string) bool {
	if strings.Contains(file, "/optional/format/") {
		return true
	}
	switch path.Base(file) {
	case "format-assertion.json", "content.json", "ecmascript-regex.json": // the latter was among the formats later
		return strings.Contains(file, "/optional/")
	}
	return false
}

// verdict compares the result of a case with the suite and notPassed.
func (r *suiteRun) verdict(t *testing.T, name string, passed bool, detail string) {
	reason, listed := notPassed[name]
	if listed {
		r.seen[name] = true
	}
	switch {
	case !passed && !listed:
		t.Errorf("wrong verdict: %s %s", name, detail)
	case passed && listed:
		t.Errorf("passes, but is listed as not passed (%s): %s", reason, name)
	}
}

// checkCounts compares the number of tests run with that of a known revision.
func (r *suiteRun) checkCounts(t *testing.T) {
	for _, revision := range suiteRevisions {
		if equalCounts(revision.counts, r.counts) {
			t.Logf("suite of revision %s", revision.name)
			return
		}
	}
	t.Errorf("the counts are of no known revision of the suite: %+v", r.counts)
}

func equalCounts(a, b map[string]suiteCount) bool {
	for _, d := range suiteDrafts {
		if a[d.dir] != b[d.dir] {
			return false
		}
	}
	return true
}

// checkListed fails if notPassed names a case that the newest suite does not have.
// An older one may lack it.
func (r *suiteRun) checkListed(t *testing.T) {
	if !equalCounts(suiteRevisions[0].counts, r.counts) {
		return
	}
	for name := range notPassed {
		if !r.seen[name] {
			t.Errorf("listed as not passed, but not in the suite: %s", name)
		}
	}
}
