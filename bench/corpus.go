package bench

// This file reads real schemas with real instances, if there is a directory of them.

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// CorpusVariable is the environment variable that names a corpus: a directory
// with, for each schema, a directory that holds schema.json and
// instances.jsonl, one instance a line.
const CorpusVariable = "VERDICT_BENCH_CORPUS"

// A Corpus is one schema and its instances.
type Corpus struct {
	Name      string
	Schema    []byte
	Instances [][]byte

	// Resources are documents that the schema refers to, by URI, if they are not in files.
	Resources map[string][]byte
}

// LoadCorpus reads every corpus below dir, by name, or those of OpenAPI 3.1 if dir is a checkout
// of its specification; see [OpenAPIVariable].
func LoadCorpus(dir string) ([]Corpus, error) {
	if _, err := os.Stat(filepath.Join(dir, openAPISchemas)); err == nil {
		return openAPICorpora(dir)
	}
	schemas, err := filepath.Glob(filepath.Join(dir, "*", "schema.json"))
	if err != nil {
		return nil, err
	}
	if len(schemas) == 0 {
		return nil, fmt.Errorf("%s: no directory with a schema.json", dir)
	}
	var all []Corpus
	for _, file := range schemas {
		c := Corpus{Name: filepath.Base(filepath.Dir(file))}
		if c.Schema, err = os.ReadFile(file); err != nil {
			return nil, err
		}
		lines, err := os.ReadFile(filepath.Join(filepath.Dir(file), "instances.jsonl"))
		if err != nil {
			return nil, err
		}
		for line := range bytes.Lines(lines) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				c.Instances = append(c.Instances, line)
			}
		}
		all = append(all, c)
	}
	return all, nil
}
