package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/config"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/schema"
)

// defaultSchema is what payloads are linted against where nobody says otherwise.
const defaultSchema = "connect-session"

// settings are the flags of a run and the configuration file together. What the
// command line says counts more.
type settings struct {
	flags  *lintFlags
	config *config.Config
	path   string // of the configuration file; "" where there is none
}

// loadSettings reads the configuration file that applies.
func loadSettings(flags *lintFlags) (*settings, error) {
	s := &settings{flags: flags, config: &config.Config{}}
	path := flags.config
	if path == "" && !flags.noConfig {
		found, err := config.Find(".")
		if err != nil {
			return nil, failure{err}
		}
		path = shortest(found)
	}
	if path == "" {
		return s, nil
	}
	c, err := config.Load(path)
	if err != nil {
		return nil, failure{err}
	}
	if err := checkRules(path, c); err != nil {
		return nil, failure{err}
	}
	s.config, s.path = c, path
	return s, nil
}

// shortest writes a path relative to the current directory, where that is below.
func shortest(path string) string {
	here, err := os.Getwd()
	if err != nil || path == "" {
		return path
	}
	if relative, err := filepath.Rel(here, path); err == nil && !strings.HasPrefix(relative, "..") {
		return relative
	}
	return path
}

// checkRules finds a rule that does not exist.
func checkRules(path string, c *config.Config) error {
	known := rules.Names()
	sets := []map[string]config.Severity{c.Rules}
	for _, override := range c.Overrides {
		sets = append(sets, override.Rules)
	}
	for _, set := range sets {
		var names []string
		for name := range set {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if slices.Contains(known, name) {
				continue
			}
			if near, ok := nearest.Of(name, known); ok {
				return failuref("%s: unknown rule %s; did you mean %s?", path, name, near)
			}
			return failuref("%s: unknown rule %s; verdict explain lists them all", path, name)
		}
	}
	return nil
}

func (s *settings) strict() bool { return s.flags.strict || s.config.Strict }

// schemaFor names the schema of a file, and says whether that is meant for this
// file. The configuration file has a schema of its own, so that it is linted like
// any other file.
func (s *settings) schemaFor(path string) (name string, fixed bool) {
	if s.flags.schema != "" {
		return s.flags.schema, true
	}
	if filepath.Base(path) == config.Name {
		return config.SchemaName, true
	}
	name = s.config.SchemaFor(path)
	switch {
	case name == "":
		return defaultSchema, false
	case slices.Contains(catalogNames(), name), lint.IsRemote(name):
		return name, true
	}
	return shortest(s.config.Path(name)), true
}

// severity is how much a rule matters in a file.
func (s *settings) severity(path, rule string, normal finding.Severity) finding.Severity {
	set := s.config.SeverityOf(path, rule)
	if set == "" {
		return normal
	}
	severity, err := finding.ParseSeverity(string(set))
	if err != nil {
		return normal // the configuration was checked when it was read
	}
	if s.strict() && rule == string(verdict.RuleUnknownProperty) && severity == finding.Warning {
		return finding.Error // that is what strict is for
	}
	return severity
}

// failOn is the least severity that makes the run fail.
func (s *settings) failOn() (finding.Severity, error) {
	name := s.flags.failOn
	if name == "" {
		name = string(s.config.FailOn)
	}
	switch name {
	case "", "error":
		return finding.Error, nil
	case "warning":
		return finding.Warning, nil
	}
	return 0, usagef("--fail-on %s: it is warning or error", name)
}

// formats are the outputs that are written. A file that the configuration names is relative to
// it, whatever the current directory, and in its repository.
func (s *settings) formats(p process) ([]string, error) {
	switch {
	case len(s.flags.formats) > 0:
		return s.flags.formats, nil
	case len(s.config.Formats) > 0:
		formats := slices.Clone(s.config.Formats)
		for i, format := range formats {
			name, path, ok := strings.Cut(format, "=")
			if !ok {
				continue
			}
			if filepath.IsAbs(path) {
				return nil, failuref("%s: formats: %s: a path must be relative; use --format to write outside of the repository", s.path, format)
			}
			file := s.config.Path(path)
			if err := confined(s.config.Path("."), file); err != nil {
				return nil, failuref("%s: formats: %w; use --format to write there", s.path, err)
			}
			formats[i] = name + "=" + shortest(file)
		}
		return formats, nil
	case p.getenv("GITHUB_ACTIONS") == "true":
		return []string{"github"}, nil
	}
	return []string{"text"}, nil
}

// reads are the files beside the payloads that the run will read: the configuration, the
// baseline if it is not updated, and schemas.
func (s *settings) reads() []string {
	files := []string{s.path}
	if !s.flags.rebase {
		files = append(files, s.flags.baseline)
	}
	schemas := []string{s.config.Path(s.config.Schema)}
	for _, entry := range s.config.Schemas {
		schemas = append(schemas, s.config.Path(entry.Schema))
	}
	if s.flags.schema != "" {
		schemas = []string{s.flags.schema}
	}
	return append(files, schemas...)
}

// catalogNames lists the schemas that are built in.
func catalogNames() []string { return append(schema.Names(), config.SchemaName) }

// builtIn is the document of one of [catalogNames].
func builtIn(name string) ([]byte, bool) {
	if name == config.SchemaName {
		return config.Document(), true
	}
	return schema.Document(name)
}

func newCatalog() *lint.Catalog {
	return lint.NewCatalog(catalogNames(), builtIn)
}
