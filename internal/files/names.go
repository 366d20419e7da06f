package files

import (
	"errors"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// This file determines the syntax and compression of a file by its name.

// extensions are the syntaxes by extension. Other names are JSON.
var extensions = map[string]Syntax{
	".json":   JSON,
	".ndjson": Lines,
	".jsonl":  Lines,
	".yaml":   YAML,
	".yml":    YAML,
	".toml":   TOML,
	".json5":  JSON5,

	".arb":         JSON, // messages of Flutter
	".avsc":        JSON, // schemas of Avro
	".geojson":     JSON,
	".gltf":        JSON,
	".har":         JSON,
	".importmap":   JSON,
	".ipynb":       JSON, // notebooks of Jupyter
	".jsonld":      JSON,
	".sarif":       JSON,
	".topojson":    JSON,
	".webmanifest": JSON,
	".xcstrings":   JSON, // messages of Xcode

	".jsonc":                JSONC,
	".hujson":               JSONC,
	".code-profile":         JSONC,
	".code-snippets":        JSONC,
	".code-workspace":       JSONC,
	".sublime-build":        JSONC,
	".sublime-color-scheme": JSONC,
	".sublime-commands":     JSONC,
	".sublime-completions":  JSONC,
	".sublime-keymap":       JSONC,
	".sublime-macro":        JSONC,
	".sublime-menu":         JSONC,
	".sublime-mousemap":     JSONC,
	".sublime-project":      JSONC,
	".sublime-settings":     JSONC,
	".sublime-theme":        JSONC,
	".sublime-workspace":    JSONC,
}

// names are files whose syntax does not depend on their extension.
var names = map[string]Syntax{
	".babelrc":  JSONC,
	".eslintrc": JSONC,
	".hintrc":   JSONC,
	".jscsrc":   JSONC,
	".jsfmtrc":  JSONC,
	".jshintrc": JSONC,
	".jslintrc": JSONC,
	".swcrc":    JSONC,

	".ember-cli": JSONC,
	"bun.lock":   JSONC,

	".firebaserc":   JSON,
	".nycrc":        JSON,
	"Pipfile.lock":  JSON,
	"composer.lock": JSON,
	"deno.lock":     JSON,
	"flake.lock":    JSON,

	// The tools read these as YAML, which includes JSON.
	".commitlintrc": YAML,
	".lintstagedrc": YAML,
	".prettierrc":   YAML,
	".releaserc":    YAML,
	".stylelintrc":  YAML,

	".clang-format": YAML,
	".clang-tidy":   YAML,
	".clangd":       YAML,
	".gemrc":        YAML,
	".ansible-lint": YAML,
	".yamllint":     YAML,
	"CITATION.cff":  YAML,
	"Chart.lock":    YAML,
	"Podfile.lock":  YAML,
	"pixi.lock":     YAML,
	"pubspec.lock":  YAML,

	"Cargo.lock":  TOML,
	"Gopkg.lock":  TOML,
	"Pipfile":     TOML,
	"mise.lock":   TOML,
	"pdm.lock":    TOML,
	"poetry.lock": TOML,
	"uv.lock":     TOML,
}

// commented are files that end in ".json" and that the tools they belong to read with comments.
var commented = struct {
	names    map[string]bool
	prefixes []string
	suffixes []string
	dirs     map[string]bool // directories in which all files that end in ".json" may have comments
}{
	names: setOf(
		".babelrc.json", "babel.config.json", ".devcontainer.json", "devcontainer.json", ".eslintrc.json", ".oxlintrc.json",
		".markdownlint.json", "cspell.json", ".cspell.json", "cspell.config.json", "deno.json", "language-configuration.json",
		"pyrightconfig.json", "rush.json", "tsdoc.json", "turbo.json", "wrangler.json",
		"angular.json", ".dprint.json", "dprint.json", "knip.json", ".luarc.json", ".mocharc.json", "nx.json",
		"global.json", "launchSettings.json", "omnisharp.json", "stylecop.json", // of .NET
	),
	prefixes: []string{"api-extractor", "appsettings", "jsconfig", "tsconfig", "tslint", "typedoc"},
	suffixes: []string{".tsconfig.json", ".toolset.json", "-color-theme.json", "-icon-theme.json"},
	dirs:     setOf(".vscode", ".zed", "rush"),
}

// syntaxes are the names of the syntaxes in configurations.
var syntaxes = map[string]Syntax{"json": JSON, "jsonc": JSONC, "json5": JSON5, "ndjson": Lines, "toml": TOML, "yaml": YAML}

// SyntaxNames returns the names of all syntaxes, sorted.
func SyntaxNames() []string { return slices.Sorted(maps.Keys(syntaxes)) }

// SyntaxNamed returns the syntax of a name.
func SyntaxNamed(name string) (syntax Syntax, ok bool) {
	syntax, ok = syntaxes[name]
	return syntax, ok
}

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range names {
		set[name] = true
	}
	return set
}

// unsupported are languages by the extensions of files that hold data and are not read.
var unsupported = map[string]string{
	".avro":       "Avro",
	".bson":       "BSON",
	".cbor":       "CBOR",
	".csv":        "CSV",
	".hcl":        "HCL",
	".ini":        "INI",
	".msgpack":    "MessagePack",
	".parquet":    "Parquet",
	".plist":      "property list",
	".properties": "properties",
	".tf":         "HCL",
	".tsv":        "TSV",
	".xml":        "XML",
}

var compressions = map[string]Compression{
	".gz":  Gzip,
	".zst": Zstd,
}

// Classify returns the syntax and compression of a file name: "a.ndjson.gz" is lines compressed with
// gzip. known reports whether the name determines the syntax.
func Classify(file string) (syntax Syntax, compression Compression, known bool) {
	return classifyIn(directoryOf(file), filepath.Base(file))
}

// classifyIn is Classify for a file in a directory of that name.
func classifyIn(dir, name string) (syntax Syntax, compression Compression, known bool) {
	if compression = compressions[extensionOf(name)]; compression != Uncompressed {
		name = name[:len(name)-len(filepath.Ext(name))]
	}
	if hasComments(dir, name) {
		return JSONC, compression, true
	}
	if syntax, known = extensions[extensionOf(name)]; !known {
		syntax, known = names[name]
	}
	return syntax, compression, known
}

func extensionOf(name string) string {
	if strings.HasSuffix(name, ".json") { // as nearly all do
		return ".json"
	}
	return strings.ToLower(filepath.Ext(name))
}

// hasComments reports whether a file of that name, in a directory of that name, is [commented].
func hasComments(dir, name string) bool {
	if !strings.HasSuffix(name, ".json") {
		return false
	}
	begins := func(prefix string) bool { return strings.HasPrefix(name, prefix) }
	ends := func(suffix string) bool { return strings.HasSuffix(name, suffix) }
	return commented.names[name] || commented.dirs[dir] ||
		slices.ContainsFunc(commented.prefixes, begins) || slices.ContainsFunc(commented.suffixes, ends)
}

// NamesCommented reports whether a schema, by its URI, is that of files that may have comments, such as
// https://json.schemastore.org/tsconfig. Such files often have other names, too.
func NamesCommented(schema string) bool {
	name := strings.TrimSuffix(strings.TrimSuffix(path.Base(schema), ".json"), ".schema") + ".json"
	return strings.HasPrefix(schema, "vscode://schemas/") || hasComments("", name) || hasComments("", "."+name)
}

// directoryOf returns the name of the directory that contains a file.
func directoryOf(file string) string {
	dir := filepath.Dir(file)
	if dir == "." {
		if absolute, err := filepath.Abs(dir); err == nil {
			dir = absolute
		}
	}
	return filepath.Base(dir)
}

// Supported returns an error for a file in a language that is not supported.
func Supported(file string) error {
	if strings.HasSuffix(file, ".json") {
		return nil
	}
	name := filepath.Base(file)
	if compressions[extensionOf(name)] != Uncompressed {
		name = name[:len(name)-len(filepath.Ext(name))]
	}
	if language, ok := unsupported[extensionOf(name)]; ok {
		return errors.New(language + " is not supported; convert it to JSON, YAML or TOML")
	}
	return nil
}
