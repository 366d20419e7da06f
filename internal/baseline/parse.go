package baseline

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/verdict-lint/verdict"
)

// This file reads baselines. They are merged and edited, so what is wrong with one is reported with its position.

//go:embed baseline.schema.json
var schema []byte

// parse returns the entries of a baseline. It refuses other JSON, which --update-baseline would overwrite. If the
// baseline is to be updated, an empty file and one of an earlier version have no entries.
func parse(path string, content []byte, update bool) ([]entry, error) {
	if update && len(bytes.TrimSpace(content)) == 0 {
		return nil, nil
	}
	if at := conflict(content); at > 0 {
		return nil, fmt.Errorf("%s:%d: merge conflict; keep the entries of both sides, then use --update-baseline", path, at)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(content, &fields); err == nil && (len(fields) != 2 || fields["version"] == nil || fields["findings"] == nil) {
		return nil, fmt.Errorf(`%s is not a baseline: expected an object with "version", "findings" and nothing else`, path)
	}
	compiled, err := verdict.Compile(schema)
	if err != nil {
		return nil, err
	}
	var invalid *verdict.Error
	if errors.As(compiled.Validate(content), &invalid) {
		v := invalid.Violations[0]
		return nil, fmt.Errorf("%s:%d:%d: not a baseline: %s; restore the file, or remove it and lint all files with --update-baseline",
			path, v.Line, v.Column, v.Message)
	}
	var number int
	if err := json.Unmarshal(fields["version"], &number); err != nil {
		return nil, fmt.Errorf("%s: version: %w", path, err)
	}
	switch {
	case number > version:
		return nil, fmt.Errorf("%s is a baseline of version %d, but this verdict reads version %d; use the verdict that wrote it, or a later one",
			path, number, version)
	case number < version && update:
		return nil, nil
	case number < version:
		return nil, fmt.Errorf("%s is a baseline of version %d, but version %d is required; lint all files with --update-baseline to rewrite it",
			path, number, version)
	}
	var entries []entry
	if err := json.Unmarshal(fields["findings"], &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return entries, nil
}

// conflict returns the first line with a marker that git leaves for a conflict; 0 if there is none.
func conflict(content []byte) int {
	number := 0
	for line := range bytes.Lines(content) {
		number++
		if bytes.HasPrefix(line, []byte("<<<<<<< ")) {
			return number
		}
	}
	return 0
}
