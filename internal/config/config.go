// Package config reads .verdict.yaml, the file that says how the payloads of a
// repository are linted.
package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/verdict-lint/verdict/internal/schematool"
)

//go:generate go run ../comments/describe
//go:generate go run ./internal/generate

// Name is what the file is called.
const Name = schematool.ConfigName

// A Config is the content of the file. Its JSON Schema is reflected from this
// type, and the file is linted against it before it is used.
type Config struct {
	_ struct{} `jsonschema:"title=Configuration of verdict"`

	// Schema for files that no entry of schemas names: a built-in name, or a file
	// relative to this one.
	Schema string `json:"schema,omitzero" jsonschema:"example=connect-session"`

	// Which files are linted against which schema. The first entry that matches
	// counts.
	Schemas []SchemaEntry `json:"schemas,omitzero"`

	// Whether unknown properties are errors.
	Strict bool `json:"strict,omitzero"`

	// How much each rule matters, by its name.
	Rules map[string]Severity `json:"rules,omitzero"`

	// How much rules matter in some files. Later entries count more.
	Overrides []Override `json:"overrides,omitzero"`

	// Patterns of files and folders that are not linted, even if the command line
	// names them; --no-ignore overrides it.
	Ignore []string `json:"ignore,omitzero" jsonschema:"example=vendor/**"`

	// Output formats, if the command line names none: "text", or "sarif=out.sarif" to
	// write a file, relative to this one and inside the repository.
	Formats []string `json:"formats,omitzero" jsonschema:"example=text"`

	// Which findings make the exit code 1.
	FailOn FailOn `json:"failOn,omitzero"`

	// What is generated from Go types; see verdict schema check.
	Generate []schematool.ConfigEntry `json:"generate,omitzero"`

	dir  string // where the file lies: what its paths are relative to
	here string // the current directory: what the paths of payloads are relative to
}

// A SchemaEntry says which schema some files are linted against.
type SchemaEntry struct {
	// Patterns of files or folders, relative to the configuration file. One without
	// a slash matches at any depth. A folder stands for all JSON and YAML files in it.
	// Files that match are also found in directories, whatever their extension.
	Files []string `json:"files" jsonschema:"minItems=1"`

	// A built-in name, or a file relative to the configuration file.
	Schema string `json:"schema" jsonschema:"minLength=1"`
}

// An Override sets the severity of rules for some files.
type Override struct {
	// Patterns of files, as in schemas.
	Files []string `json:"files" jsonschema:"minItems=1"`

	// How much each rule matters in these files.
	Rules map[string]Severity `json:"rules"`
}

// A Severity is how much a rule matters.
type Severity string

// The severities. A rule that is off is not looked at.
const (
	Off     Severity = "off"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// Values lists every severity.
func (Severity) Values() []Severity { return []Severity{Off, Warning, Error} }

// A FailOn is the least severity that makes a run fail.
type FailOn string

// What a run may fail on.
const (
	FailOnWarning FailOn = "warning"
	FailOnError   FailOn = "error"
)

// Values lists what a run may fail on.
func (FailOn) Values() []FailOn { return []FailOn{FailOnWarning, FailOnError} }

// SchemaFor names the schema of a file, and "" where the configuration says
// nothing of it.
func (c *Config) SchemaFor(path string) string {
	if len(c.Schemas) == 0 {
		return c.Schema
	}
	relative := c.relative(path)
	for _, entry := range c.Schemas {
		if matchAny(entry.Files, relative) {
			return entry.Schema
		}
	}
	return c.Schema
}

// NamesSchema reports whether some files are linted against a schema of that name, for URLs
// without regard to an empty fragment.
func (c *Config) NamesSchema(name string) bool {
	name = strings.TrimSuffix(name, "#")
	return strings.TrimSuffix(c.Schema, "#") == name || slices.ContainsFunc(c.Schemas, func(entry SchemaEntry) bool {
		return strings.TrimSuffix(entry.Schema, "#") == name
	})
}

// Names reports whether an entry of schemas names a file, so that it is a payload
// wherever it is found, whatever its extension. A folder, or a pattern for all files of
// one, names those of a syntax that is known, and a pattern for all files names none.
func (c *Config) Names(path string, known bool) bool {
	relative := ""
	for _, entry := range c.Schemas {
		for _, pattern := range entry.Files {
			specific := hasLetter(pattern)
			if !known {
				specific = hasLetter(pattern[strings.LastIndexByte(pattern, '/')+1:])
			}
			if !specific {
				continue
			}
			if relative == "" {
				relative = c.relative(path)
			}
			if file, inside := match(pattern, relative); file || inside && known {
				return true
			}
		}
	}
	return false
}

// hasLetter reports whether something in a pattern stands for itself.
func hasLetter(pattern string) bool {
	return strings.ContainsFunc(pattern, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// SeverityOf is how much a rule matters in a file, and "" where the
// configuration says nothing of it.
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

// Ignored reports whether a file or directory is not to be looked at.
func (c *Config) Ignored(path string) bool {
	return len(c.Ignore) > 0 && matchAny(c.Ignore, c.relative(path))
}

// Path is where a file that the configuration names lies.
func (c *Config) Path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.dir, filepath.FromSlash(name))
}

// relative is a path as patterns see it: relative to the configuration file,
// with slashes. The URL of a schema is as it is.
func (c *Config) relative(path string) string {
	if strings.Contains(path, "://") {
		return path
	}
	// Not filepath.Abs, which asks the system each time.
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

// match reports whether a pattern matches a path itself, or a folder that it is inside of.
// A pattern with a slash, other than one at its end, is relative to the configuration file; one
// without matches at any depth.
func match(pattern, path string) (file, inside bool) {
	if path == "." {
		return false, false // what is configured, as a whole
	}
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

// checkPatterns finds a pattern that is none.
func (c *Config) checkPatterns() error {
	all := c.Ignore
	for _, entry := range c.Schemas {
		all = append(all[:len(all):len(all)], entry.Files...)
	}
	for _, entry := range c.Overrides {
		all = append(all[:len(all):len(all)], entry.Files...)
	}
	for _, pattern := range all {
		if !doublestar.ValidatePattern(pattern) {
			return fmt.Errorf("%q is not a pattern of files", pattern)
		}
		if alternatives(pattern) > maxAlternatives {
			return fmt.Errorf("%.40q stands for more than %d alternatives; write fewer braces", pattern, maxAlternatives)
		}
	}
	return nil
}
