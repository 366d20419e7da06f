package config

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/schematool"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// SchemaName is the built-in name of the schema of the configuration file.
const SchemaName = "verdict-config"

//go:embed config.schema.json
var document []byte

// Document returns the JSON Schema of the configuration file.
func Document() []byte { return append([]byte(nil), document...) }

// Find returns the configuration file in dir or the nearest directory above it, or "" if
// there is none.
func Find(dir string) (string, error) { return schematool.FindConfig(dir) }

// In returns the configuration file of a directory as an absolute path, or "" if it has
// none. further reports whether to search the directories above.
func In(dir string) (path string, further bool, err error) { return schematool.ConfigIn(dir) }

// Load reads a configuration file, which may name the given rules. The error lists every
// problem, one per line, with line and column.
func Load(path string, rules []string) (*Config, error) {
	source, err := files.Read(path, files.MaxSupport)
	if err != nil {
		return nil, err
	}
	c, err := parse(path, source, rules)
	if err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	c.dir = filepath.Dir(absolute)
	if c.here, err = os.Getwd(); err != nil {
		return nil, err
	}
	c.ignoring = make([]atomic.Bool, len(c.Ignore))
	if err := c.checkPatterns(); err != nil {
		return nil, err
	}
	return c, nil
}

func parse(path string, source []byte, rules []string) (*Config, error) {
	if encoding := syntax.ForeignEncoding(source); encoding != "" {
		return nil, fmt.Errorf("%s: is written in %s; convert it to UTF-8", path, encoding)
	}
	if line, column, invalid := syntax.InvalidUTF8(source); invalid {
		return nil, fmt.Errorf("%s:%d:%d: not valid UTF-8; save it as UTF-8", path, line, column)
	}
	docs := syntax.YAML(source)
	var lines []string
	for _, doc := range docs {
		for _, e := range doc.Errors {
			lines = append(lines, fmt.Sprintf("%s:%s: %s", path, position(doc, e.Offset), e.Message))
		}
	}
	if len(lines) > 0 {
		return nil, errors.New(strings.Join(lines, "\n"))
	}
	if len(docs) > 1 {
		return nil, fmt.Errorf("%s:%d: a configuration must be a single YAML document", path, docs[1].Lines+1)
	}
	doc := docs[0]
	if string(doc.Text.JSON) == "null" {
		return &Config{}, nil
	}
	schema, err := verdict.Compile(document, verdict.WithStrict(true))
	if err != nil {
		return nil, err
	}
	var invalid *verdict.Error
	if errors.As(schema.Validate(doc.Text.JSON), &invalid) {
		var lines []string
		for _, v := range invalid.Violations {
			at, _ := doc.Text.Span(v.Offset, v.End)
			lines = append(lines, fmt.Sprintf("%s:%s: %s", path, position(doc, at), message(doc, v)))
		}
		return nil, errors.New(strings.Join(lines, "\n"))
	}
	if lines := unknownRules(path, doc, rules); len(lines) > 0 {
		return nil, errors.New(strings.Join(lines, "\n"))
	}
	var c Config
	if err := json.Unmarshal(doc.Text.JSON, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c.source = located{path, doc}
	return &c, nil
}

// message returns the message of a violation, with places of the configuration rather than of the JSON it stands for.
func message(doc syntax.Document, v verdict.Violation) string {
	if v.Rule != verdict.RuleDuplicateKey {
		return v.Message
	}
	var tape jsontape.Tape
	tape.Parse(doc.Text.JSON, jsontape.Limits{})
	for _, e := range tape.Errors {
		if e.Kind == jsontape.Duplicate && int(e.Start) == v.Offset {
			first, _ := doc.Text.Span(int(tape.Nodes[e.First].Start), int(tape.Nodes[e.First].End))
			return fmt.Sprintf("duplicate property %q (first defined at %s); remove one", v.Property, position(doc, first))
		}
	}
	return v.Message
}

// position formats an offset of a document as line and column.
func position(doc syntax.Document, offset int) string {
	line, column := doc.Position(offset)
	return fmt.Sprintf("%d:%d", line, column)
}
