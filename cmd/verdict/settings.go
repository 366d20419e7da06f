package main

import (
	"cmp"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/config"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/resource"
)

// settings combines the flags of a run with the configuration files. Flags take precedence.
type settings struct {
	flags *lintFlags

	// run is the configuration of the whole run: that of --config, or else the nearest to
	// the current directory; path is its file, "" if there is none.
	run  *config.Config
	path string

	// A file is linted with the configuration nearest to it. Configurations are cached by
	// directory.
	mu     sync.Mutex
	byDir  map[string]*config.Config
	byPath map[string]*config.Config
	failed error // error of the first invalid configuration

	catalogs catalogs
	fetch    func(url string) (document []byte, found string, err error) // nil unless allowed
}

// loadSettings reads the configuration file of the run.
func loadSettings(flags *lintFlags) (*settings, error) {
	s := &settings{
		flags: flags, run: &config.Config{},
		byDir: make(map[string]*config.Config), byPath: make(map[string]*config.Config),
	}
	path := flags.config
	if path == "" && !flags.noConfig {
		found, err := config.Find(".")
		if err != nil {
			return nil, failure{Err: err}
		}
		path = shortest(found)
	}
	if path == "" {
		return s, nil
	}
	c, err := config.Load(path, rules.Names())
	if err != nil {
		return nil, failure{Err: err}
	}
	s.run, s.path = c, path
	s.byPath[absolute(path)] = c
	return s, nil
}

// config returns the configuration of a file: that of --config, or else the nearest to the
// file. If it is invalid, config sets failed and returns an empty configuration.
func (s *settings) config(file string) *config.Config {
	if s.flags.config != "" || s.flags.noConfig || catalog.IsRemote(file) {
		return s.run
	}
	dir := filepath.Dir(filepath.FromSlash(file))
	if config.IsName(filepath.Base(file)) { // an invalid one is linted all the same
		dir = filepath.Join(dir, "..")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.byDir[dir]
	if !ok {
		c = s.nearest(absolute(dir))
		s.byDir[dir] = c
	}
	return c
}

// nearest returns the configuration nearest to a directory, an absolute path.
func (s *settings) nearest(dir string) *config.Config {
	if c, ok := s.byDir[dir]; ok {
		return c
	}
	c := &config.Config{}
	path, further, err := config.In(dir)
	switch {
	case err == nil && path != "":
		if loaded, ok := s.byPath[path]; ok {
			c = loaded
		} else if loaded, err = config.Load(shortest(path), rules.Names()); err == nil {
			c = loaded
		}
		s.byPath[path] = c
	case further:
		c = s.nearest(filepath.Dir(dir))
	}
	if err != nil && s.failed == nil {
		s.failed = err
	}
	s.byDir[dir] = c
	return c
}

// load reads the configuration of every file, so that an invalid one is reported before
// anything is linted.
func (s *settings) load(inputs []files.Input) error {
	for i := range inputs {
		s.known(inputs[i].Path)
	}
	return s.failed
}

func (s *settings) ignored(path string) bool { return s.config(path).Ignored(path) }

// names reports whether a file found in a directory is linted although it is not JSON by its
// name: if the configuration names it, or if the name determines the syntax and
//   - files are linted as schemas, and the file names a metaschema,
//   - or there is no schema for all files, which would be wrong for most other files,
//   - or a schema is known for files of that name.
func (s *settings) names(path string, known bool) bool {
	c := s.config(path)
	if c.Names(path, known) {
		return true
	}
	if !known || config.IsName(filepath.Base(path)) {
		return false
	}
	if s.flags.schemas {
		if in := files.NewInput(path); lint.NamesMetaschema(&in, s.flags.limits.payload) {
			return true
		}
	} else if s.flags.schema == "" && c.Schema == "" {
		return true
	}
	_, _, ok := s.known(path).Find(path)
	return ok
}

func (s *settings) syntax(path string) (files.Syntax, bool) { return s.config(path).SyntaxOf(path) }

// namesSchema reports whether a configuration names a URL as a schema.
func (s *settings) namesSchema(url string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.byPath {
		if c.NamesSchema(url) {
			return true
		}
	}
	return false
}

// shortest returns a path relative to the current directory, if it is below that.
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

func (s *settings) strict(path string) bool { return s.flags.strict || s.config(path).Strict }

// redact returns a function that reports whether values of a file are not shown; nil if all
// are.
func (s *settings) redact() func(path string) bool {
	if s.flags.redact {
		return func(string) bool { return true }
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.byPath {
		if c.Redact {
			return func(path string) bool { return s.config(path).Redact }
		}
	}
	return nil
}

// reading returns how the schema of a file is read.
func (s *settings) reading(path string) catalog.Reading {
	c := s.config(path)
	name, asserted := c.Reading(path)
	draft, _ := resource.DraftNamed(cmp.Or(s.flags.draft, string(name)))
	return catalog.Reading{
		Draft: draft, StrictDraft: c.StrictDraft, Annotate: s.flags.annotate || asserted != nil && !*asserted,
	}
}

// checkDraft returns an error for an unknown --draft.
func (s *settings) checkDraft() error {
	name := s.flags.draft
	if _, ok := resource.DraftNamed(name); !ok && name != "" {
		return usagef("--draft %s: must be one of %s", name, strings.Join(draftNames(), ", "))
	}
	return nil
}

func draftNames() []string { return command.DraftNames() }

// schemaFor returns the name of the schema that the command line or an entry of a
// configuration sets for a file, or "". The configuration file has a built-in schema, so it is linted
// like any other file.
func (s *settings) schemaFor(path string) string {
	if s.flags.schema != "" {
		return s.flags.schema
	}
	if config.IsName(filepath.Base(path)) {
		return config.SchemaName
	}
	c := s.config(path)
	return named(c, c.SchemaFor(path))
}

// fallback returns the name of the schema of files that have no other, or "".
func (s *settings) fallback(path string) string {
	c := s.config(path)
	return named(c, c.Schema)
}

// named returns the name by which the catalog knows a schema of a configuration.
func named(c *config.Config, name string) string {
	if name == "" || slices.Contains(catalogNames(), name) || catalog.IsRemote(name) {
		return name
	}
	return shortest(c.Path(name))
}

// severity returns the severity of a rule in a file.
func (s *settings) severity(path, rule string, normal finding.Severity) finding.Severity {
	if s.flags.errorOnUnused && rule == string(rules.UnusedSuppression.Name) {
		return finding.Error
	}
	if s.flags.requireSchema && rule == string(rules.NoSchema.Name) {
		return finding.Error
	}
	set := s.config(path).SeverityOf(path, rule)
	if set == "" {
		return normal
	}
	severity, err := finding.ParseSeverity(string(set))
	if err != nil {
		return normal // the configuration was checked when it was read
	}
	if rule == string(verdict.RuleUnknownProperty) && severity == finding.Warning && s.strict(path) {
		return finding.Error // strict makes unknown properties errors
	}
	return severity
}

// failOn returns the lowest severity that makes the run fail.
func (s *settings) failOn() (finding.Severity, error) {
	name := s.flags.failOn
	if name == "" {
		name = string(s.run.FailOn)
	}
	switch name {
	case "", "error":
		return finding.Error, nil
	case "warning":
		return finding.Warning, nil
	}
	return 0, usagef("--fail-on %s: must be warning or error", name)
}

// formats returns the outputs to write. A file named by the configuration is relative to
// it, whatever the current directory, and must be in its repository.
func (s *settings) formats(p process) ([]string, error) {
	switch {
	case len(s.flags.formats) > 0:
		return s.flags.formats, nil
	case len(s.run.Formats) > 0:
		formats := slices.Clone(s.run.Formats)
		for i, format := range formats {
			name, path, ok := strings.Cut(format, "=")
			if !ok {
				continue
			}
			if filepath.IsAbs(path) {
				return nil, failuref("%s: formats: %s: a path must be relative; use --format to write outside of the repository", s.path, format)
			}
			file := s.run.Path(path)
			if err := confined(s.run.Path("."), file); err != nil {
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

// reads returns the files other than payloads that the run will read: configurations, the
// baseline if it is not updated, and schemas.
func (s *settings) reads() []string {
	files := []string{s.path}
	if !s.flags.rebase {
		files = append(files, s.flags.baseline)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, path := range slices.Sorted(maps.Keys(s.byPath)) {
		c := s.byPath[path]
		files = append(files, path)
		if s.flags.schema == "" {
			files = append(files, c.Path(c.Schema))
			for _, entry := range c.Schemas {
				files = append(files, c.Path(entry.Schema))
			}
		}
	}
	return append(files, s.flags.schema)
}

// isSchema returns a function that reports whether a file is linted as a schema, whatever it
// says: all are, or the command line or a configuration uses it as one.
func (s *settings) isSchema() func(path string) bool {
	if s.flags.schemas {
		return func(string) bool { return true }
	}
	used := make(map[string]bool)  // by absolute path
	names := make(map[string]bool) // without the directory, to rule out most files
	add := func(path string) {
		if path != "" && !catalog.IsRemote(path) && !slices.Contains(catalogNames(), path) {
			used[absolute(path)], names[filepath.Base(path)] = true, true
		}
	}
	add(s.flags.schema)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.byPath {
		if s.flags.schema != "" {
			break
		}
		add(named(c, c.Schema))
		for _, entry := range c.Schemas {
			add(named(c, entry.Schema))
		}
	}
	return func(path string) bool { return names[filepath.Base(path)] && used[absolute(path)] }
}

// catalogNames returns the names of the built-in schemas.
func catalogNames() []string { return command.SchemaNames() }

// schemas returns the catalog of a run. save writes the lock file.
func (s *settings) schemas(ctx context.Context) (schemas *catalog.Catalog, save func() error, err error) {
	schemas = catalog.New(catalogNames(), command.BuiltIn)
	schemas.SchemaFor, schemas.Fallback, schemas.KnownFor = s.schemaFor, s.fallback, s.known
	schemas.Given, schemas.Limits, schemas.ReadingFor = s.flags.schema, s.flags.limits.schema, s.reading
	if err := s.checkDraft(); err != nil {
		return nil, nil, err
	}
	save = s.allowRemote(ctx, schemas)
	s.fetch = schemas.Fetch
	return schemas, save, nil
}

func absolute(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}
