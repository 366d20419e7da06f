package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// serve serves documents by path, in which SERVER stands for the URL of the server.
func serve(t *testing.T, documents map[string]string) *httptest.Server {
	t.Helper()
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		document, ok := documents[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if to, ok := strings.CutPrefix(document, "-> "); ok {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		fmt.Fprint(w, strings.ReplaceAll(document, "SERVER", server.URL))
	}))
	t.Cleanup(server.Close)
	return server
}

// execute runs a command line in the current directory and returns its exit code and output.
func execute(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, process{stdin: strings.NewReader(""), stdout: &out, stderr: &err, getenv: func(string) string { return "" }})
	return code, out.String(), err.String()
}

var catalogDocuments = map[string]string{
	"/catalog.json": `{"version": 1, "schemas": [
		{"name": "package", "fileMatch": ["package.json", "!**/vendored/package.json"], "url": "SERVER/package"},
		{"name": "workflow", "fileMatch": ["**/.github/workflows/*.yml"], "url": "SERVER/workflow.json"},
		{"name": "toml", "fileMatch": ["*.tool.toml"], "url": "SERVER/tool.json#"},
		{"name": "broken", "fileMatch": ["broken.json"], "url": "SERVER/broken.json"},
		{"name": "gone", "fileMatch": ["gone.json"], "url": "SERVER/gone.json"},
		{"name": "file", "fileMatch": ["file.json"], "url": "file.json"},
		{"name": "without files", "url": "SERVER/gone.json"}]}`,
	"/package":       "-> /package.json",
	"/package.json":  `{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"name": {"$ref": "base.json#/definitions/name"}}}`,
	"/base.json":     `{"definitions": {"name": {"type": "string"}}}`,
	"/workflow.json": `{"required": ["on"]}`,
	"/tool.json":     `{"properties": {"line-length": {"type": "integer"}}}`,
	"/broken.json":   `{"type": "strnig"}`,
}

func writeFiles(t *testing.T, content map[string]string) {
	t.Helper()
	for name, text := range content {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, name, text)
	}
}

func TestFilesAreKnownByTheirNames(t *testing.T) {
	t.Chdir(t.TempDir())
	server := serve(t, catalogDocuments)
	code, _, stderr := execute("catalog", "sync", server.URL+"/catalog.json", "-o", "schemas.zip")
	if code != 0 || !strings.Contains(stderr, "wrote schemas.zip: 3 schemas in 4 documents") || !strings.Contains(stderr, "3 schemas left out") ||
		!strings.Contains(stderr, "verdict: file.json: a pack has only schemas with a URL\n") {
		t.Fatalf("%d\n%s", code, stderr)
	}
	checksum := regexp.MustCompile(`sha256: ([0-9a-f]{64})`).FindStringSubmatch(stderr)[1]
	first, _ := os.ReadFile("schemas.zip")
	if code, _, stderr := execute("catalog", "sync", server.URL+"/catalog.json", "-o", "again.zip"); code != 0 {
		t.Fatal(stderr)
	}
	if again, _ := os.ReadFile("again.zip"); !bytes.Equal(first, again) {
		t.Error("the same schemas give another pack")
	}
	server.Close() // no network from here on

	writeFiles(t, map[string]string{
		"repository/.git/HEAD":                "",
		"repository/.verdict.yaml":            "catalog: ../schemas.zip\ncatalogChecksum: " + checksum + "\n",
		"repository/package.json":             `{"name": 5}`,
		"repository/vendored/package.json":    `{"name": 5}`,
		"repository/web/package.json":         `{"name": "x"}`,
		"repository/own.json":                 `{"$schema": "` + server.URL + `/base.json#", "name": 5}`,
		"repository/.github/workflows/ci.yml": "jobs: {}\n",
		"repository/black.tool.toml":          "line-length = 'x'\n",
		"repository/other.yml":                "a: 1\n",
		"repository/broken.json":              `{}`,
	})
	t.Chdir("repository")
	code, stdout, stderr := execute("lint", "-f", "oneline")
	const want = `.github/workflows/ci.yml:1:1: missing required property "on"; add it [missing]
black.tool.toml:1:15: expected integer, got the string "x" [type]
package.json:1:10: expected string, got the number 5; put it in quotes [type]
`
	if code != 1 || stdout != want {
		t.Errorf("%d\n%s\nwant\n%s\n%s", code, stdout, want, stderr)
	}
	if !strings.Contains(stderr, "8 files: 3 errors, 0 warnings; 3 files have no schema") {
		t.Error(stderr)
	}

	_, stdout, stderr = execute("catalog", "which", "package.json", "vendored/package.json", "broken.json", "own.json")
	for _, want := range []string{
		"package.json: " + server.URL + `/package (the catalog has it for "package.json": package)`,
		"vendored/package.json: none (neither the configuration, nor the file itself, nor a catalog has a schema for it)",
		"broken.json: none (the catalog has " + server.URL + `/broken.json for "broken.json", but not its content`,
		"own.json: " + server.URL + "/base.json (the file names it)",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%s\n%s\nlacks %s", stdout, stderr, want)
		}
	}

	write(t, ".verdict.yaml", "catalog: ../schemas.zip\ncatalogChecksum: "+strings.Repeat("a", 64)+"\n")
	if code, _, stderr := execute("lint"); code != 3 || !strings.Contains(stderr, "but catalogChecksum is aaaa") {
		t.Errorf("%d: %s", code, stderr)
	}
}

// A catalog can also be a file with schemas next to it, or a URL.
func TestACatalogNeedsNoPack(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFiles(t, map[string]string{
		"tools/catalog.json":      `{"schemas": [{"name": "order", "fileMatch": ["*.order.json"], "url": "order.schema.json"}]}`,
		"tools/order.schema.json": `{"required": ["id"]}`,
		"a.order.json":            `{}`,
		"package.json":            `{"name": 5}`,
	})
	if code, stdout, stderr := execute("lint", "--catalog", "tools/catalog.json", "-f", "oneline", "a.order.json"); code != 1 || !strings.HasPrefix(stdout, `a.order.json:1:1: missing required property "id"`) {
		t.Errorf("%d: %s%s", code, stdout, stderr)
	}
	server := serve(t, catalogDocuments)
	if code, _, stderr := execute("lint", "--catalog", server.URL+"/catalog.json", "package.json"); code != 3 || !strings.Contains(stderr, "use --allow-remote, or verdict catalog sync") {
		t.Errorf("%d: %s", code, stderr)
	}
	if code, stdout, stderr := execute("lint", "--catalog", server.URL+"/catalog.json", "--allow-remote", "-f", "oneline", "package.json"); code != 1 || !strings.HasPrefix(stdout, "package.json:1:10: expected string") {
		t.Errorf("%d: %s%s", code, stdout, stderr)
	}
}

func TestADamagedPackIsAnError(t *testing.T) {
	t.Chdir(t.TempDir())
	server := serve(t, catalogDocuments)
	if code, _, stderr := execute("catalog", "sync", server.URL+"/catalog.json", "-o", "schemas.zip"); code != 0 {
		t.Fatal(stderr)
	}
	pack, err := os.ReadFile("schemas.zip")
	if err != nil {
		t.Fatal(err)
	}
	write(t, "package.json", `{"name": 5}`)
	for i := range pack {
		if i%13 != 0 {
			continue
		}
		damaged := bytes.Clone(pack)
		damaged[i] ^= 0x40
		write(t, "damaged.zip", string(damaged))
		// Damage may have no effect, but must not make the payload valid.
		if code, stdout, _ := execute("lint", "--catalog", "damaged.zip", "package.json"); code == 0 && !strings.Contains(stdout, "unknown-schema") {
			if known, _, stderr := execute("catalog", "which", "--catalog", "damaged.zip", "package.json"); known == 0 && !strings.Contains(stderr, "none") {
				continue // the entry of the catalog has another name
			}
			t.Fatalf("byte %d: valid", i)
		}
	}
}

// disagreements maps test files of SchemaStore for which verdict does not give the result that
// their directory states to the rule that is the reason.
var disagreements = map[string]string{
	"deployment.template.json": "content", // strings that are not JSON until variables are replaced
	"scheduled.json":           "format",  // a date-time without offset
	"local-missing-entry.json": "",        // keywords next to $ref in draft 7
	"black-invalid.toml":       "",        // validated by a schema that the copy may lack
	"black-target.toml":        "",        // the same
}

// Every schema of SchemaStore can be packed and used without a network. The test files in test
// are valid, those in negative_test are not.
func TestSchemaStoreIsUsedOffline(t *testing.T) {
	store := os.Getenv("SCHEMASTORE")
	if store == "" {
		t.Skip("SCHEMASTORE does not name a copy of SchemaStore with its directories schemas and test; TestFilesAreKnownByTheirNames tests packs without it")
	}
	t.Chdir(t.TempDir())
	server := serve(t, schemaStoreDocuments(t, store))
	code, _, stderr := execute("catalog", "sync", server.URL+"/catalog.json")
	if code != 0 || strings.Contains(stderr, "left out") {
		t.Fatalf("%d: %s", code, stderr)
	}
	server.Close()
	for directory, want := range map[string]int{"test": 0, "negative_test": 1} {
		files, err := filepath.Glob(filepath.Join(store, directory, "*", "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s", directory)
		}
		for _, file := range files {
			schema := server.URL + "/" + filepath.Base(filepath.Dir(file)) + ".json"
			code, stdout, stderr := execute("lint", "--no-config", "--catalog", defaultPack, "--schema", schema, "-f", "oneline", file)
			reason, otherwise := disagreements[filepath.Base(file)]
			if otherwise && code != want && strings.Contains(stdout, reason) {
				continue
			}
			if code != want {
				t.Errorf("%s/%s: exit code %d, want %d\n%s%s", directory, filepath.Base(file), code, want, stdout, stderr)
			}
		}
	}
}

// schemaStoreDocuments returns the schemas of a copy of SchemaStore and a catalog of them.
// Documents that the copy lacks accept everything.
func schemaStoreDocuments(t *testing.T, store string) map[string]string {
	t.Helper()
	schemas, err := filepath.Glob(filepath.Join(store, "schemas", "*.json"))
	if err != nil || len(schemas) == 0 {
		t.Fatalf("no schemas in %s: %v", store, err)
	}
	own := regexp.MustCompile(`https?://(?:json\.|www\.)?schemastore\.org/([A-Za-z0-9_.-]+?)(?:\.json)?(["#])`)
	reference := regexp.MustCompile(`"\$ref": *"([^"#]+)`)
	documents := make(map[string]string)
	var entries []map[string]any
	for _, file := range schemas {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		documents["/"+name] = own.ReplaceAllString(string(text), "SERVER/$1.json$2")
		entries = append(entries, map[string]any{"name": name, "url": "SERVER/" + name, "fileMatch": []string{name}})
	}
	for name, document := range documents {
		documents[name] = reference.ReplaceAllStringFunc(document, func(ref string) string {
			uri := reference.FindStringSubmatch(ref)[1]
			path := "/" + strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(uri, "SERVER/"), "./"), ".json") + ".json"
			switch {
			case strings.Contains(uri, "json-schema.org/"):
				return ref
			case documents[path] != "":
				return `"$ref": "SERVER` + path
			}
			return `"$ref": "SERVER/anything`
		})
	}
	documents["/anything"] = `{}`
	text, err := json.Marshal(map[string]any{"schemas": entries})
	if err != nil {
		t.Fatal(err)
	}
	documents["/catalog.json"] = string(text)
	return documents
}
