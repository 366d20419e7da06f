// Package config reads .verdict.yaml, the configuration of the linter for a repository.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/schematool"
)

//go:generate go run ../comments/describe
//go:generate go run ./internal/generate

// Name is the name of the configuration file that is written.
const Name = schematool.ConfigName

// IsName reports whether a file name is that of a configuration file.
func IsName(name string) bool { return schematool.IsConfigName(name) }

// A Config is the content of the configuration file. Its JSON Schema is generated from this
// type, and the file is validated against it when it is loaded.
type Config struct {
	_ struct{} `jsonschema:"title=Configuration of verdict"`

	// Stops the search for configurations in the directories above. The nearest configuration
	// alone applies to a file in any case: one with only this key excludes those above it.
	Root bool `json:"root,omitzero"`

	// Schema for files that match no entry of schemas and name no schema themselves: a
	// built-in name, or a file relative to this one.
	Schema string `json:"schema,omitzero" jsonschema:"minLength=1,example=connect-session"`

	// Maps files to schemas. The first matching entry is used.
	Schemas []SchemaEntry `json:"schemas,omitzero"`

	// Syntax of files, if their name does not determine it. The first matching entry is used.
	Syntax []SyntaxEntry `json:"syntax,omitzero"`

	// Schemas of files that are known by their names: a catalog in the format of SchemaStore,
	// or a pack that verdict catalog sync has written; a file relative to this one, or a URL.
	Catalog string `json:"catalog,omitzero" jsonschema:"minLength=1,example=.verdict-catalog.zip"`

	// SHA-256 of the catalog file; a file that differs is rejected.
	CatalogChecksum string `json:"catalogChecksum,omitzero" jsonschema:"pattern=^[0-9a-fA-F]{64}$"`

	// Directories of schemas by the URI below which references find them, such as
	// "https://example.com/schemas/". They are also found by their $id.
	Resources map[string]string `json:"resources,omitzero"`

	// Directories of schemas that are found by their $id.
	SchemaFolders []string `json:"schemaFolders,omitzero"`

	// Whether unknown properties are errors.
	Strict bool `json:"strict,omitzero"`

	// Whether findings show no values of payloads, only their types, lengths and places, as
	// with --redact.
	Redact bool `json:"redact,omitzero"`

	// Whether format, contentEncoding and contentMediaType are checked, as they are by
	// default.
	FormatAssertion *bool `json:"formatAssertion,omitzero"`

	// Whether const is ignored in draft-04 schemas, as specified. By default it is
	// validated, as by many other validators, with a warning.
	StrictDraft bool `json:"strictDraft,omitzero"`

	// Draft of schemas without $schema; 2020-12 by default.
	Draft Draft `json:"draft,omitzero"`

	// Severity of rules, by name.
	Rules map[string]Severity `json:"rules,omitzero"`

	// Severity of rules, draft and formatAssertion for some files. Later entries take
	// precedence, also over those of schemas.
	Overrides []Override `json:"overrides,omitzero"`

	// Patterns of files and directories that are not linted, even if the command line
	// names them; --no-ignore overrides it. One that matches nothing is reported.
	Ignore []string `json:"ignore,omitzero" jsonschema:"example=vendor/**"`

	// Output formats, unless given on the command line: "text", or "sarif=out.sarif" to
	// write to a file, relative to this one and inside the repository.
	Formats []string `json:"formats,omitzero" jsonschema:"example=text"`

	// Lowest severity of findings that makes the exit code 1.
	FailOn FailOn `json:"failOn,omitzero"`

	// Schemas generated from Go types; see verdict schema check.
	Generate []schematool.ConfigEntry `json:"generate,omitzero"`

	dir  string // directory of the file; its paths are relative to it
	here string // current directory; paths of payloads are relative to it

	source   located
	ignoring []atomic.Bool // of each pattern of Ignore, whether it has matched
}

// A SchemaEntry maps files to a schema.
type SchemaEntry struct {
	// Patterns of files or directories, relative to the configuration file. One without a slash
	// matches at any depth. A directory matches all files in it whose syntax is known. Matching
	// files are also found in directories, whatever their extension.
	Files []string `json:"files" jsonschema:"minItems=1"`

	// A built-in name, or a file relative to the configuration file.
	Schema string `json:"schema" jsonschema:"minLength=1"`

	// Draft of the schema, if it has no $schema.
	Draft Draft `json:"draft,omitzero"`

	// Whether format, contentEncoding and contentMediaType are checked in these files.
	FormatAssertion *bool `json:"formatAssertion,omitzero"`
}

// A SyntaxEntry sets the syntax of files.
type SyntaxEntry struct {
	// Patterns of files, as in schemas. Matching files are also found in directories.
	Files []string `json:"files" jsonschema:"minItems=1"`

	// Syntax of these files.
	Syntax Syntax `json:"syntax"`
}

// A Syntax is the name of a syntax.
type Syntax string

// Values returns the name of every syntax.
func (Syntax) Values() []Syntax {
	var all []Syntax
	for _, name := range files.SyntaxNames() {
		all = append(all, Syntax(name))
	}
	return all
}

// An Override sets the severity of rules, and how schemas are read, for some files.
type Override struct {
	// Patterns of files, as in schemas.
	Files []string `json:"files" jsonschema:"minItems=1"`

	// Severity of rules in these files, by name.
	Rules map[string]Severity `json:"rules,omitzero"`

	// Draft of the schemas of these files that have no $schema.
	Draft Draft `json:"draft,omitzero"`

	// Whether format, contentEncoding and contentMediaType are checked in these files.
	FormatAssertion *bool `json:"formatAssertion,omitzero"`
}

// A Severity is the severity of a rule.
type Severity string

// The severities. A rule that is off is not checked.
const (
	Off     Severity = "off"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// Values returns every severity.
func (Severity) Values() []Severity { return []Severity{Off, Warning, Error} }

// A Draft is a version of JSON Schema, or of OpenAPI.
type Draft string

// Values returns the name of every draft.
func (Draft) Values() []Draft {
	return []Draft{"draft-04", "draft-06", "draft-07", "2019-09", "2020-12", "openapi-3.0"}
}

// A FailOn is the lowest severity that makes a run fail.
type FailOn string

// The values of FailOn.
const (
	FailOnWarning FailOn = "warning"
	FailOnError   FailOn = "error"
)

// Values returns every value of FailOn.
func (FailOn) Values() []FailOn { return []FailOn{FailOnWarning, FailOnError} }

// SchemaFor returns the name of the schema of the first entry that matches a file, or "" if
// none does.
func (c *Config) SchemaFor(path string) string {
	if len(c.Schemas) == 0 {
		return ""
	}
	relative := c.relative(path)
	for _, entry := range c.Schemas {
		if matchAny(entry.Files, relative) {
			return entry.Schema
		}
	}
	return ""
}

// Reading returns the draft of the schemas of a file that have no $schema, "" if none is
// configured, and whether formats are checked, nil likewise. A schema that an entry maps files
// to has the draft of the entry itself, too.
func (c *Config) Reading(path string) (draft Draft, formatAssertion *bool) {
	draft, formatAssertion = c.Draft, c.FormatAssertion
	if len(c.Schemas)+len(c.Overrides) == 0 {
		return draft, formatAssertion
	}
	set := func(d Draft, assertion *bool) {
		draft = cmp.Or(d, draft)
		formatAssertion = cmp.Or(assertion, formatAssertion)
	}
	relative := c.relative(path)
	for _, entry := range c.Schemas {
		file, _, _ := strings.Cut(entry.Schema, "#")
		if matchAny(entry.Files, relative) {
			set(entry.Draft, entry.FormatAssertion)
			break
		}
		if c.relative(c.Path(file)) == relative {
			set(entry.Draft, nil)
			break
		}
	}
	for _, override := range c.Overrides {
		if matchAny(override.Files, relative) {
			set(override.Draft, override.FormatAssertion)
		}
	}
	return draft, formatAssertion
}

// SyntaxOf returns the syntax of the first entry that matches a file; ok is false if none does.
func (c *Config) SyntaxOf(path string) (syntax files.Syntax, ok bool) {
	if len(c.Syntax) == 0 {
		return 0, false
	}
	relative := c.relative(path)
	for _, entry := range c.Syntax {
		if matchAny(entry.Files, relative) {
			return files.SyntaxNamed(string(entry.Syntax))
		}
	}
	return 0, false
}

// NamesSchema reports whether any entry uses a schema of that name. In URLs an empty
// fragment is ignored.
func (c *Config) NamesSchema(name string) bool {
	name = strings.TrimSuffix(name, "#")
	return strings.TrimSuffix(c.Schema, "#") == name || slices.ContainsFunc(c.Schemas, func(entry SchemaEntry) bool {
		return strings.TrimSuffix(entry.Schema, "#") == name
	})
}

// Names reports whether an entry of schemas or syntax selects a file, so that it is linted wherever
// it is found, whatever its extension. A directory, or a pattern for all files in one, selects
// only files with a known extension, as known reports; a pattern for all files selects
// none.
func (c *Config) Names(path string, known bool) bool {
	relative := ""
	selects := func(pattern string) bool {
		specific := hasLetter(pattern)
		if !known {
			specific = hasLetter(pattern[strings.LastIndexByte(pattern, '/')+1:])
		}
		if !specific {
			return false
		}
		if relative == "" {
			relative = c.relative(path)
		}
		file, inside := match(pattern, relative)
		return file || inside && known
	}
	return slices.ContainsFunc(c.Schemas, func(e SchemaEntry) bool { return slices.ContainsFunc(e.Files, selects) }) ||
		slices.ContainsFunc(c.Syntax, func(e SyntaxEntry) bool { return slices.ContainsFunc(e.Files, selects) })
}

// hasLetter reports whether a pattern contains a literal letter or digit.
func hasLetter(pattern string) bool {
	return strings.ContainsFunc(pattern, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// SeverityOf returns the severity of a rule in a file, or "" if none is configured.
func (c *Config) SeverityOf(path, rule string) Severity {
	severity := c.Rules[rule]
	if len(c.Overrides) == 0 {
		return severity
	}
	relative := c.relative(path)
	for _, override := range c.Overrides {
		if s, ok := override.Rules[rule]; ok && matchAny(override.Files, relative) {
			severity = s
		}
	}
	return severity
}

// Unused describes each pattern of schemas, syntax and overrides that matches none of the files.
func (c *Config) Unused(files []string) []string {
	relative := make([]string, len(files))
	for i, file := range files {
		relative[i] = c.relative(file)
	}
	var unused []string
	check := func(section string, patterns []string) {
		for _, pattern := range patterns {
			if !slices.ContainsFunc(relative, func(file string) bool { return matchAny([]string{pattern}, file) }) {
				unused = append(unused, fmt.Sprintf("%s: no file that is linted matches %q", section, pattern))
			}
		}
	}
	for _, entry := range c.Schemas {
		check("schemas", entry.Files)
	}
	for _, entry := range c.Syntax {
		check("syntax", entry.Files)
	}
	for _, entry := range c.Overrides {
		check("overrides", entry.Files)
	}
	return unused
}

// UnusedIgnores describes each pattern of ignore for which [Config.Ignored] has found nothing.
func (c *Config) UnusedIgnores() []string {
	var unused []string
	for i := range c.ignoring {
		if !c.ignoring[i].Load() {
			unused = append(unused, fmt.Sprintf("ignore: nothing to lint matches %q", c.Ignore[i]))
		}
	}
	return unused
}

// Ignored reports whether a file or directory is ignored.
func (c *Config) Ignored(path string) bool {
	if len(c.Ignore) == 0 {
		return false
	}
	relative, ignored := c.relative(path), false
	for i, pattern := range c.Ignore {
		if file, inside := match(pattern, relative); file || inside {
			c.ignoring[i].Store(true)
			ignored = true
		}
	}
	return ignored
}

// Path returns the path of a file named in the configuration.
func (c *Config) Path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.dir, filepath.FromSlash(name))
}

// relative returns a path as matched by patterns: relative to the configuration file, with
// slashes. The URL of a schema is returned unchanged.
func (c *Config) relative(path string) string {
	if strings.Contains(path, "://") {
		return path
	}
	// Not filepath.Abs, which makes a system call each time.
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.here, path)
	}
	relative, err := filepath.Rel(c.dir, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}

func matchAny(patterns []string, path string) bool {
	for _, pattern := range patterns {
		if file, inside := match(pattern, path); file || inside {
			return true
		}
	}
	return false
}

// match reports whether a pattern matches a path itself, or a directory that contains it. A
// pattern with a slash, other than one at its end, is relative to the configuration file;
// one without matches at any depth.
func match(pattern, path string) (file, inside bool) {
	if path == "." {
		return false, false // the directory of the configuration itself
	}
	pattern, path = norm.NFC.String(pattern), norm.NFC.String(path) // file systems may compose or decompose names
	glob := strings.TrimSuffix(strings.TrimPrefix(pattern, "./"), "/")
	switch anchored := strings.Contains(glob, "/"); {
	case glob == "" || glob == ".":
		glob = "**"
	case anchored:
		glob = strings.TrimPrefix(glob, "/")
	default:
		glob = "**/" + glob
	}
	if doublestar.MatchUnvalidated(glob, path) {
		return true, false
	}
	return false, doublestar.MatchUnvalidated(glob+"/**", path)
}

// checkPatterns returns an error for the first invalid pattern.
func (c *Config) checkPatterns() error {
	if err := c.checkList(c.Ignore, "ignore"); err != nil {
		return err
	}
	for i, entry := range c.Schemas {
		if err := c.checkList(entry.Files, "schemas", i, "files"); err != nil {
			return err
		}
	}
	for i, entry := range c.Syntax {
		if err := c.checkList(entry.Files, "syntax", i, "files"); err != nil {
			return err
		}
	}
	for i, entry := range c.Overrides {
		if err := c.checkList(entry.Files, "overrides", i, "files"); err != nil {
			return err
		}
	}
	return nil
}

// checkList checks the patterns to which the steps lead.
func (c *Config) checkList(patterns []string, steps ...any) error {
	for i, pattern := range patterns {
		if err := checkPattern(pattern); err != nil {
			return fmt.Errorf("%s: %w", c.place(append(steps, i)...), err)
		}
	}
	return nil
}

func checkPattern(pattern string) error {
	switch {
	case pattern == "":
		return errors.New("a file pattern must not be empty; remove it, or use . for all files")
	case strings.HasPrefix(pattern, "!"):
		return fmt.Errorf("%q: a pattern cannot be negated; use .verdictignore for exceptions, or \\! if a name begins with an exclamation mark", pattern)
	}
	return files.CheckPattern(pattern)
}
