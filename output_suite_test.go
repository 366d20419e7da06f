package verdict_test

// This file tests output with the official suite: with its tests of output and of annotations,
// and, for all its tests of validation, against the output schema of the specification and
// the results of Valid and Validate.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// outputDrafts are the drafts that specify output.
var outputDrafts = []struct {
	dir   string
	draft verdict.Draft
}{
	{"draft2019-09", verdict.Draft2019},
	{"draft2020-12", verdict.Draft2020},
}

// outputSchemaURI returns the URI of the schema of a draft's output.
func outputSchemaURI(dir string) string {
	return "https://json-schema.org/draft/" + strings.TrimPrefix(dir, "draft") + "/output/schema"
}

// outputSchemaFile returns the suite's copy of it.
func outputSchemaFile(t *testing.T, suite, dir string) []byte {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(suite, "output-tests", dir, "output-schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestSuiteOutputTests(t *testing.T) {
	suite := suiteDir(t)
	for _, d := range outputDrafts {
		t.Run(d.dir, func(t *testing.T) {
			schemaOfOutput := verdict.WithResource(outputSchemaURI(d.dir), outputSchemaFile(t, suite, d.dir))
			names, err := filepath.Glob(filepath.Join(suite, "output-tests", d.dir, "*", "*.json"))
			if err != nil || len(names) == 0 {
				t.Fatalf("no output tests: %v", err)
			}
			for _, name := range names {
				var groups []struct {
					Description string
					Schema      json.RawMessage
					Tests       []struct {
						Description string
						Data        json.RawMessage
						Output      map[string]json.RawMessage
					}
				}
				readJSON(t, name, &groups)
				for _, g := range groups {
					schema := verdict.MustCompile(g.Schema, verdict.WithDraft(d.draft))
					for _, c := range g.Tests {
						ran := 0
						for _, f := range outputFormats {
							if c.Output[f.name] == nil {
								continue
							}
							ran++
							want := verdict.MustCompile(c.Output[f.name], verdict.WithDraft(d.draft), schemaOfOutput)
							output := marshaled(t, checkOutput(t, schema, c.Data, f.format))
							if err := want.Validate(output); err != nil {
								t.Errorf("%s: %s: %s: %s: %v\n%s", filepath.Base(name), g.Description, c.Description, f.name, err, output)
							}
						}
						if ran != len(c.Output) {
							t.Errorf("%s: %s: %s: %d of %d formats", filepath.Base(name), g.Description, c.Description, ran, len(c.Output))
						}
					}
				}
			}
		})
	}
}

// An annotationCase is one schema of the suite's tests of annotations.
type annotationCase struct {
	Description     string
	Compatibility   string
	Schema          json.RawMessage
	ExternalSchemas map[string]json.RawMessage
	Tests           []struct {
		Instance   json.RawMessage
		Assertions []struct {
			Location string
			Keyword  string
			Expected map[string]any // by the location of the schema in the document
		}
	}
}

// releases are the drafts by their numbers in the tests of annotations.
var releases = map[verdict.Draft]int{
	verdict.Draft4: 4, verdict.Draft6: 6, verdict.Draft7: 7, verdict.Draft2019: 2019, verdict.Draft2020: 2020,
}

// suits reports whether a case is for a draft: "6,<=2019" is from draft 6 to 2019-09.
func (c *annotationCase) suits(t *testing.T, draft verdict.Draft) bool {
	t.Helper()
	if c.Compatibility == "" {
		return true
	}
	for _, rule := range strings.Split(c.Compatibility, ",") {
		release, err := strconv.Atoi(strings.TrimLeft(rule, "<="))
		if err != nil {
			t.Fatalf("compatibility %q: %v", c.Compatibility, err)
		}
		switch have := releases[draft]; {
		case strings.HasPrefix(rule, "<="):
			if have > release {
				return false
			}
		case strings.HasPrefix(rule, "="):
			if have != release {
				return false
			}
		case have < release:
			return false
		}
	}
	return true
}

func TestSuiteAnnotations(t *testing.T) {
	suite := suiteDir(t)
	names, err := filepath.Glob(filepath.Join(suite, "annotations", "tests", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skipf("this copy of the suite is older than its tests of annotations; %s may name a newer one", suiteVariable)
	}
	for _, d := range suiteDrafts {
		t.Run(d.dir, func(t *testing.T) {
			count := 0
			for _, name := range names {
				var file struct{ Suite []annotationCase }
				readJSON(t, name, &file)
				for _, c := range file.Suite {
					if !c.suits(t, d.draft) {
						continue
					}
					t.Run(c.Description, func(t *testing.T) { count += c.run(t, d.draft) })
				}
			}
			t.Logf("%d assertions", count)
		})
	}
}

func (c *annotationCase) run(t *testing.T, draft verdict.Draft) (assertions int) {
	options := []verdict.Option{verdict.WithDraft(draft), verdict.WithBaseURI(suiteRootURI)}
	for uri, document := range c.ExternalSchemas {
		options = append(options, verdict.WithResource(uri, document))
	}
	schema := verdict.MustCompile(c.Schema, options...)
	places := placesOf(t, c.Schema)
	for _, test := range c.Tests {
		output := checkOutput(t, schema, test.Instance, verdict.OutputBasic)
		for _, assertion := range test.Assertions {
			assertions++
			got := make(map[string]any)
			for _, u := range output.Annotations {
				at, ok := strings.CutSuffix(u.AbsoluteKeywordLocation, "/"+assertion.Keyword)
				if !ok || u.InstanceLocation != assertion.Location {
					continue
				}
				var value any
				if err := json.Unmarshal(u.Annotation, &value); err != nil {
					t.Fatal(err)
				}
				got[places.locate(t, at)] = value
			}
			if !reflect.DeepEqual(got, assertion.Expected) {
				t.Errorf("%s at %q of %s: got %v, want %v", assertion.Keyword, assertion.Location, test.Instance, got, assertion.Expected)
			}
		}
	}
	return assertions
}

// resourcePlaces returns where in a document each resource begins, as a fragment.
type resourcePlaces map[string]string

func placesOf(t *testing.T, document []byte) resourcePlaces {
	t.Helper()
	var root any
	if err := json.Unmarshal(document, &root); err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(suiteRootURI)
	if err != nil {
		t.Fatal(err)
	}
	places := resourcePlaces{suiteRootURI: ""}
	places.add(base, root, "")
	return places
}

func (p resourcePlaces) add(base *url.URL, v any, pointer string) {
	object, _ := v.(map[string]any)
	if id, ok := object["$id"].(string); ok {
		if uri, err := url.Parse(id); err == nil {
			base = base.ResolveReference(uri)
			p[base.String()] = pointer
		}
	}
	for name, child := range object {
		p.add(base, child, pointer+"/"+name)
	}
}

// locate returns a location as the tests write it: relative to the document, in any of its
// resources.
func (p resourcePlaces) locate(t *testing.T, absolute string) string {
	t.Helper()
	uri, fragment, _ := strings.Cut(absolute, "#")
	at, ok := p[uri]
	if !ok {
		t.Errorf("%q names no resource of the schema", absolute)
	}
	return "#" + at + fragment
}

// For every test of validation in the suite, each output agrees with Validate.
func TestSuiteOutputAgreesWithValidate(t *testing.T) {
	large(t)
	suite := suiteDir(t)
	remotes := indexRemotes(t, suite)
	shapes := make(map[string]*verdict.Schema) // of the formats' output
	for _, f := range outputFormats {
		const dir = "draft2020-12"
		shapes[f.name] = verdict.MustCompile(
			fmt.Appendf(nil, `{"$ref": "%s#/$defs/%s"}`, outputSchemaURI(dir), f.name),
			verdict.WithResource(outputSchemaURI(dir), outputSchemaFile(t, suite, dir)),
		)
	}
	for _, d := range suiteDrafts {
		t.Run(d.dir, func(t *testing.T) {
			for _, name := range suiteTests(t, suite, d.dir) {
				var groups []suiteGroup
				readJSON(t, filepath.Join(suite, "tests", d.dir, filepath.FromSlash(name)), &groups)
				for _, g := range groups {
					schema, err := verdict.Compile(g.Schema,
						verdict.WithDraft(d.draft),
						verdict.WithBaseURI(suiteRootURI),
						verdict.WithFS(remotesURI, os.DirFS(filepath.Join(suite, "remotes"))),
						verdict.WithFormats(assertsFormats(d.dir+"/"+name)),
					)
					if err != nil {
						t.Errorf("%s: %s: %v", name, g.Description, err)
						continue
					}
					locations := remotes.with(suiteRootURI, g.Schema)
					for _, c := range g.Tests {
						outputAgrees(t, schema, g.Schema, c.Data, locations, shapes)
						if t.Failed() {
							t.Fatalf("%s: %s: %s: %s", name, g.Description, c.Description, g.Schema)
						}
					}
				}
			}
		})
	}
}

// outputAgrees checks every format for one payload.
func outputAgrees(t *testing.T, schema *verdict.Schema, document, payload []byte, locations schemaIndex, shapes map[string]*verdict.Schema) {
	t.Helper()
	_, violations := outcome(t, schema, payload)
	for _, f := range outputFormats {
		output := checkOutput(t, schema, payload, f.format)
		if output.Truncated {
			t.Errorf("%s: truncated", f.name)
		}
		text := marshaled(t, output)
		if err := shapes[f.name].Validate(text); err != nil {
			t.Errorf("%s: %v: %s", f.name, err, text)
		}
		if again := marshaled(t, schema.Output(payload, f.format)); !bytes.Equal(again, text) {
			t.Errorf("%s: %s, and then %s", f.name, text, again)
		}
		if f.format == verdict.OutputFlag {
			continue
		}
		all := units(output.OutputUnit)
		if f.format == verdict.OutputBasic {
			all = all[1:] // the first has only the list
		}
		for _, u := range all {
			if err := leadsSomewhere(locations, document, u); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
		}
		for _, v := range violations {
			if !mentions(all, v) {
				t.Errorf("%s: nothing about %q at %q: %v: %s", f.name, v.KeywordLocation, v.Pointer, v, text)
			}
		}
	}
}

// leadsSomewhere follows the locations of a unit. It may be that of a schema or of a
// keyword, which cannot be distinguished after a reference.
func leadsSomewhere(locations schemaIndex, document []byte, u verdict.OutputUnit) error {
	if u.AbsoluteKeywordLocation == "" {
		return fmt.Errorf("no absolute location at %q", u.KeywordLocation)
	}
	v := verdict.Violation{Rule: verdict.RuleFalseSchema, KeywordLocation: u.KeywordLocation, SchemaLocation: u.AbsoluteKeywordLocation}
	if err := locations.check(document, v); err != nil {
		v.Rule = "" // of a keyword
		if locations.check(document, v) != nil {
			return err
		}
	}
	return nil
}

// mentions reports whether a violation is among the units: at its location, or above or
// below it, since the formats report every alternative, and Validate only the most likely
// one. The formats report that `else` is false, and Validate why `if` does not match.
func mentions(all []verdict.OutputUnit, v verdict.Violation) bool {
	at := v.KeywordLocation
	if condition, _, ok := strings.Cut(at, "/if/"); ok {
		at = condition + "/else"
	}
	for _, u := range all {
		if !u.Valid && u.Error != "" && strings.HasPrefix(u.KeywordLocation, at) &&
			(strings.HasPrefix(u.InstanceLocation, v.Pointer) || strings.HasPrefix(v.Pointer, u.InstanceLocation)) {
			return true
		}
	}
	return false
}
