package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree makes files in a new directory, which becomes the current one. A name
// that ends in "/" is a directory, "a -> b" a symbolic link.
func tree(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		link, target, isLink := strings.Cut(name, " -> ")
		if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch {
		case isLink:
			err = os.Symlink(target, link)
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(name, 0o755)
		default:
			err = os.WriteFile(name, []byte("{}"), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		name  string
		tree  []string
		paths []string
		want  []string
	}{
		{"a directory is its JSON files, sorted", []string{"d/b.json", "d/a.json", "d/sub/c.json", "d/x.txt", "d/y.yaml"},
			[]string{"d"}, []string{"d/a.json", "d/b.json", "d/sub/c.json"}},
		{"lines and compressed files too", []string{"d/a.ndjson", "d/b.jsonl.gz", "d/c.json.zst", "d/e.tar.gz"},
			[]string{"d"}, []string{"d/a.ndjson", "d/b.jsonl.gz", "d/c.json.zst"}},
		{"case of the extension does not matter", []string{"d/A.JSON"}, []string{"d"}, []string{"d/A.JSON"}},
		{"a file is taken whatever its name", []string{"payload", "y.yaml"}, []string{"payload", "y.yaml"}, []string{"payload", "y.yaml"}},
		{"each file once", []string{"d/a.json"}, []string{"d/a.json", "./d", "d"}, []string{"d/a.json"}},
		{"the current directory adds no prefix", []string{"a.json", "d/b.json"}, []string{"."}, []string{"a.json", "d/b.json"}},
		{"git's own files are none of ours", []string{".git/a.json", "b.json"}, []string{"."}, []string{"b.json"}},
		{"a loop of links does not hold it up", []string{"d/a.json", "d/loop -> ."}, []string{"d"}, []string{"d/a.json"}},
		{"a link to a file is a file", []string{"real.json", "d/a.json -> ../real.json"}, []string{"d"}, []string{"d/a.json"}},
		{"a dangling link is nothing", []string{"d/a.json -> nowhere", "d/b.json"}, []string{"d"}, []string{"d/b.json"}},
		{"a pattern", []string{"d/a.json", "d/e/b.json", "d/c.txt", "x.json"}, []string{"d/**/*.json"}, []string{"d/a.json", "d/e/b.json"}},
		{"a file whose name looks like a pattern", []string{"a[1].json"}, []string{"a[1].json"}, []string{"a[1].json"}},
		{"standard input", nil, []string{"-"}, []string{"piped.json"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree(t, test.tree...)
			inputs, errors := Search{StdinName: "piped.json"}.Find(test.paths)
			if len(errors) > 0 {
				t.Fatal(errors)
			}
			var got []string
			for _, in := range inputs {
				got = append(got, in.Path)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFindGoesOnAfterAPathThatIsNotThere(t *testing.T) {
	tree(t, "a.json")
	inputs, errors := Search{}.Find([]string{"nowhere.json", "a.json"})
	if len(inputs) != 1 || len(errors) != 1 || errors[0].Error() != "nowhere.json: no such file or directory" {
		t.Error(inputs, errors)
	}
}

func TestADirectoryIsLookedIntoOnce(t *testing.T) {
	tree(t, "d/a.json", "d/sub/b.json")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var visited []string
	search := Search{Visit: func(dir string) { visited = append(visited, dir) }}
	inputs, errors := search.Find([]string{"d/sub", "d", filepath.Join(here, "d")})
	if len(inputs) != 2 || len(errors) > 0 {
		t.Error(inputs, errors)
	}
	if diff := cmp.Diff([]string{"d/sub", "d"}, visited); diff != "" {
		t.Error(diff)
	}
}

func TestAFileIsKnownByItsName(t *testing.T) {
	tests := []struct {
		path        string
		syntax      Syntax
		compression Compression
	}{
		{"a.json", JSON, Uncompressed},
		{"a", JSON, Uncompressed},
		{"a.json.gz", JSON, Gzip},
		{"a.NDJSON.zst", Lines, Zstd},
		{"a.jsonl", Lines, Uncompressed},
		{"a.jsonc", JSONC, Uncompressed},
		{"a.yml", YAML, Uncompressed},
		{"a.yaml.gz", YAML, Gzip},
		{"tsconfig.json", JSONC, Uncompressed},
		{"packages/a/tsconfig.build.json", JSONC, Uncompressed},
		{"tsconfig-base.json", JSONC, Uncompressed},
		{"jsconfig.json", JSONC, Uncompressed},
		{".vscode/settings.json", JSONC, Uncompressed},
		{"/a/.vscode/launch.json", JSONC, Uncompressed},
		{".devcontainer/devcontainer.json", JSONC, Uncompressed},
		{".devcontainer.json", JSONC, Uncompressed},
		{".eslintrc.json", JSONC, Uncompressed},
		{"a.code-workspace", JSONC, Uncompressed},
		{"a.geojson.gz", JSON, Gzip},
		{"site.webmanifest", JSON, Uncompressed},
		{"notebooks/index.ipynb", JSON, Uncompressed},
		{".swcrc", JSONC, Uncompressed},
		{".babelrc", JSONC, Uncompressed},
		{"api-extractor.json", JSONC, Uncompressed},
		{"tslint.json", JSONC, Uncompressed},
		{".jshintrc", JSONC, Uncompressed},
		{"typedoc.json", JSONC, Uncompressed},
		{"language-configuration.json", JSONC, Uncompressed},
		{"packages/a.tsconfig.json", JSONC, Uncompressed},
		{"themes/dark-color-theme.json", JSONC, Uncompressed},
		{"Default.sublime-keymap", JSONC, Uncompressed},
		{"src/appsettings.Development.json", JSONC, Uncompressed},
		{"Properties/launchSettings.json", JSONC, Uncompressed},
		{"a.json5", JSON5, Uncompressed},
		{"a.toml.gz", TOML, Gzip},
		{"Cargo.lock", TOML, Uncompressed},
		{".clang-format", YAML, Uncompressed},
		{"a/.prettierrc", YAML, Uncompressed},
		{"yarn.lock", JSON, Uncompressed},
		{"package.json", JSON, Uncompressed},
		{"my-tsconfig.json", JSON, Uncompressed},
		{"vscode/settings.json", JSON, Uncompressed},
		{".vscode/a.ndjson", Lines, Uncompressed},
	}
	for _, test := range tests {
		if syntax, compression, _ := Classify(test.path); syntax != test.syntax || compression != test.compression {
			t.Errorf("%s is %v, %v", test.path, syntax, compression)
		}
	}
}

// The schema of files that may have comments is known by its name.
func TestSchemasOfFilesWithCommentsAreKnown(t *testing.T) {
	for schema, want := range map[string]bool{
		"https://json.schemastore.org/tsconfig":                                       true,
		"https://www.schemastore.org/tsconfig.json":                                   true,
		"https://json.schemastore.org/eslintrc":                                       true,
		"https://example.com/json-schemas/api-extractor/v7/api-extractor.schema.json": true,
		"./node_modules/typedoc/tsdoc.schema.json":                                    true,
		"vscode://schemas/color-theme":                                                true,
		"https://json.schemastore.org/package":                                        false,
		"https://json-schema.org/draft/2020-12/schema":                                false,
		"https://example.com/tsconfig/other.json":                                     false,
		"": false,
	} {
		if got := NamesCommented(schema); got != want {
			t.Errorf("%q: %t", schema, got)
		}
	}
}

func TestAFileIsKnownByTheDirectoryThatIsCurrent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), ".vscode")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if syntax, _, _ := Classify("settings.json"); syntax != JSONC {
		t.Errorf("it is %v", syntax)
	}
}

func TestIgnoreFiles(t *testing.T) {
	tests := []struct {
		name   string
		ignore map[string]string
		tree   []string
		want   []string
	}{
		{"a name at any depth", map[string]string{".gitignore": "x.json\n"}, []string{"x.json", "a/x.json", "y.json"}, []string{"y.json"}},
		{"anchored by a slash", map[string]string{".gitignore": "/x.json\na/y.json"}, []string{"x.json", "a/x.json", "a/y.json", "b/a/y.json"},
			[]string{"a/x.json", "b/a/y.json"}},
		{"directories", map[string]string{".gitignore": "out/\n"}, []string{"out/x.json", "a/out/y.json", "a/z.json"}, []string{"a/z.json"}},
		{"a file is no directory", map[string]string{".gitignore": "out.json/\n"}, []string{"out.json"}, []string{"out.json"}},
		{"negated", map[string]string{".gitignore": "*.json\n!keep.json\n"}, []string{"x.json", "keep.json"}, []string{"keep.json"}},
		{"what is inside a directory", map[string]string{".gitignore": "a/**\n!a/keep.json\n"}, []string{"a/x.json", "a/b/y.json", "a/keep.json"}, []string{"a/keep.json"}},
		{"everything", map[string]string{".gitignore": "**\n"}, []string{"a/x.json", "y.json"}, nil},
		{"the nearer file counts more", map[string]string{".gitignore": "*.json\n", "a/.gitignore": "!*.json\n"}, []string{"x.json", "a/y.json"}, []string{"a/y.json"}},
		{"verdict's own file counts more", map[string]string{".gitignore": "*.json\n", ".verdictignore": "!x.json\n"}, []string{"x.json", "y.json"}, []string{"x.json"}},
		{"comments, blanks and braces", map[string]string{".gitignore": "# *.json\n\n{a,b}.json  \n"}, []string{"a.json", "{a,b}.json"}, []string{"a.json"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree(t, append(test.tree, ".git/")...)
			for path, content := range test.ignore {
				if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			inputs, errors := Search{}.Find([]string{"."})
			var got []string
			for _, in := range inputs {
				got = append(got, in.Path)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || errors != nil {
				t.Error(diff, errors)
			}
		})
	}
}

func TestIgnoreFilesAboveCountUpToTheRepository(t *testing.T) {
	tree(t, "repo/.git/", "repo/a/b/x.json", "repo/a/b/y.json")
	for path, content := range map[string]string{".gitignore": "y.json\n", "repo/.gitignore": "/a/b/x.json\n"} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inputs, _ := Search{}.Find([]string{"repo/a/b"})
	if len(inputs) != 1 || inputs[0].Path != "repo/a/b/y.json" {
		t.Error(inputs)
	}
	if inputs, _ := (Search{NoIgnore: true}).Find([]string{"repo/a/b"}); len(inputs) != 2 {
		t.Error(inputs)
	}
}
