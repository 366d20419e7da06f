package lint

import (
	"context"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
)

// unknownInSchemaStore lists the names in valid files of SchemaStore that their schema does not
// define, by schema. Comments say where the name is defined instead, if it is.
var unknownInSchemaStore = map[string][]string{
	"babelrc":           {"sourceType", "targets"},                                  // options that the schema lacks
	"clang-format-18.x": {"AlignCompound", "AlignFunctionPointers", "PadOperators"}, // listed for other options
	"codecov":           {"default"},                                                // listed below "project", not below "patch"
	"feed-1":            {"blue", "copyright", "explicit", "owner", "subtitle"},     // the schema lists only "about" for an extension
	"clangd":            {"ClangTidy"},                                              // listed below "Diagnostics"
	"eslintrc":          {"createDefaultProgram", "project"},                        // options of another parser
	"feed":              {"blue", "copyright", "explicit", "owner", "subtitle"},     // as in feed-1
	"function":          {"dataSetName"},                                            // not in any binding
	"hugo": { // listed below "server", a section of the site below "permalinks", and options that are gone
		"headers", "post", "preserveTaxonomyNames", "pygmentsCodefences", "pygmentsStyle", "redirects",
	},
	"jsconfig": {"module"}, // listed below "compilerOptions"
	"netlify": { // options of widgets, for which the schema has a definition that it does not use
		"class", "collapsed", "collection", "dateFormat", "description", "displayFields", "editor", "format", "hint",
		"label_singular", "max", "min", "multiple", "options", "searchFields", "summary", "tagname", "timeFormat", "types",
		"valueField", "view_filters",
	},
	"prettierrc":  {"jsxBracketSameLine"},                                        // an option that is gone
	"stylelintrc": {"alpha-value-notation", "color-function-notation", "except"}, // rules that the schema lacks
	"tsconfig":    {"module"},                                                    // listed below "compilerOptions"
}

// The test files of SchemaStore are valid and use their schemas realistically, so each unknown
// property in them must be missing in the schema.
func TestUnknownPropertiesOfSchemaStoreAreUnknown(t *testing.T) {
	store := os.Getenv("SCHEMASTORE")
	if store == "" {
		t.Skip("SCHEMASTORE does not name a copy of SchemaStore with its directories schemas and test")
	}
	paths, err := filepath.Glob(filepath.Join(store, "test", "*", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no test files in %s: %v", store, err)
	}
	schemas := catalog.New(nil, func(string) ([]byte, bool) { return nil, false })
	schemas.Fetch = func(url string) (document []byte, found string, err error) {
		document, err = os.ReadFile(filepath.Join(store, "schemas", strings.TrimSuffix(path.Base(url), ".json")+".json"))
		if err != nil {
			return []byte(`{"additionalProperties": true}`), url, nil // it may allow any name
		}
		return document, url, nil
	}
	schemas.SchemaFor = func(path string) string {
		return filepath.Join(store, "schemas", filepath.Base(filepath.Dir(path))+".json")
	}
	linter := New(schemas, Options{})
	unknown := make(map[string][]string)
	for _, file := range paths {
		if extension := filepath.Ext(file); extension != ".json" && extension != ".yaml" && extension != ".yml" && extension != ".toml" {
			continue
		}
		found := &findings{}
		if _, err := linter.Run(context.Background(), []files.Input{files.NewInput(file)}, found); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, f := range found.all {
			if f.Rule == "unknown-property" {
				name := filepath.Base(filepath.Dir(file))
				unknown[name] = append(unknown[name], f.Property)
			}
		}
	}
	for name, properties := range unknown {
		slices.Sort(properties)
		unknown[name] = slices.Compact(properties)
	}
	for name, want := range unknownInSchemaStore {
		if got := unknown[name]; !slices.Equal(got, want) {
			t.Errorf("%s: unknown are %q, want %q", name, got, want)
		}
		delete(unknown, name)
	}
	for name, got := range unknown {
		t.Errorf("%s: unknown are %q, want none", name, got)
	}
}

// inSchemaStore is the number of findings of each rule in the schemas of SchemaStore. All have been
// reviewed and are correct. Most contradictions are arrays and objects in enums of strings in
// stylelintrc; two references are to files that the excerpt lacks.
var inSchemaStore = map[string]int{
	"ambiguous-one-of": 3, "contradiction": 94, "ignored-keyword": 46, "invalid-example": 30, "number-precision": 1,
	"pattern-pitfall": 1, "unresolved-ref": 2, "unused-definition": 8,
}

func TestFindingsInSchemasOfSchemaStore(t *testing.T) {
	store := os.Getenv("SCHEMASTORE")
	if store == "" {
		t.Skip("SCHEMASTORE does not name a copy of SchemaStore with its directories schemas and test")
	}
	paths, err := filepath.Glob(filepath.Join(store, "schemas", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no schemas in %s: %v", store, err)
	}
	linter := New(catalog.New(nil, func(string) ([]byte, bool) { return nil, false }), Options{IsSchema: func(string) bool { return true }})
	var inputs []files.Input
	for _, file := range paths {
		inputs = append(inputs, files.NewInput(file))
	}
	found := &findings{}
	if _, err := linter.Run(context.Background(), inputs, found); err != nil {
		t.Fatal(err)
	}
	got := make(map[string]int)
	for _, f := range found.all {
		got[f.Rule]++
	}
	if !maps.Equal(got, inSchemaStore) {
		t.Errorf("got %v, want %v", got, inSchemaStore)
	}
}
