package main

// This file generates the payloads: records of about 107 bytes, from a seed, so that every run on every
// machine does the same work.

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// recordSchema is the schema of one record, as a person would write it.
const recordSchema = `{
  "type": "object",
  "required": ["id", "projectId", "createdAt", "type"],
  "properties": {
    "id": {"type": "integer", "minimum": 1},
    "projectId": {"type": "string", "minLength": 3},
    "createdAt": {"type": "string", "format": "date-time"},
    "type": {"enum": ["PRODUCTION", "TEST", null]},
    "label": {"type": ["string", "null"], "maxLength": 40}
  }`

const draft = `"$schema": "https://json-schema.org/draft/2020-12/schema"`

var (
	objectSchema = recordSchema + ",\n  " + draft + "\n}\n"
	arraySchema  = "{\n  " + draft + ",\n  \"type\": \"array\",\n  \"items\": " + recordSchema + "}\n}\n"
)

var (
	words = []string{"acme", "north", "river", "blue", "harbour", "stone", "lumen", "field", "orbit", "maple"}
	types = []string{`"PRODUCTION"`, `"TEST"`, "null"}
)

// A writer writes records. One in every broken records is invalid; none if broken is 0.
type writer struct {
	random *rand.Rand
	broken int
	n      int
}

func newWriter(broken int) *writer {
	return &writer{random: rand.New(rand.NewPCG(107, 400_000)), broken: broken}
}

func (w *writer) record(to io.Writer) {
	r := w.random
	id, project := fmt.Sprint(100_000+w.n), fmt.Sprintf(`"%s-%05d"`, words[r.IntN(len(words))], r.IntN(100_000))
	created := fmt.Sprintf(`"2025-%02d-%02dT%02d:%02d:%02dZ"`, 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60))
	kind := types[r.IntN(len(types))]
	if w.n++; w.broken > 0 && w.n%w.broken == 0 {
		switch w.n / w.broken % 4 {
		case 0:
			project = "null"
		case 1:
			id = `"` + id + `"`
		case 2:
			created = `"2025-02-30"`
		case 3:
			kind = `"PRODUCTON"`
		}
	}
	fmt.Fprintf(to, `{"id":%s,"projectId":%s,"createdAt":%s,"type":%s,"label":"%s %s"}`,
		id, project, created, kind, words[r.IntN(len(words))], words[r.IntN(len(words))])
}

// A data set is a file or directory in the scratch directory. Its name describes its content, and it is
// generated if it does not exist.
type data struct{ directory string }

func (d data) make(name string, write func(path string) error) (string, error) {
	path := filepath.Join(d.directory, name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(d.directory, 0o755); err != nil {
		return "", err
	}
	partial := path + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return "", err
	}
	if err := write(partial); err != nil {
		return "", err
	}
	return path, os.Rename(partial, path)
}

func (d data) text(name, text string) (string, error) {
	return d.make(name, func(path string) error { return os.WriteFile(path, []byte(text), 0o644) })
}

// records returns one file of n records with text before, between and after them.
func (d data) records(name string, n, broken int, before, between, after string) (string, error) {
	return d.make(name, func(path string) error {
		file, err := os.Create(path)
		if err != nil {
			return err
		}
		b := bufio.NewWriterSize(file, 1<<20)
		w := newWriter(broken)
		fmt.Fprint(b, before)
		for i := range n {
			if i > 0 {
				fmt.Fprint(b, between)
			}
			w.record(b)
		}
		fmt.Fprint(b, after)
		if err := b.Flush(); err != nil {
			return err
		}
		return file.Close()
	})
}

// directoryOf returns a directory of n files of one record each.
func (d data) directoryOf(name string, n int) (string, error) {
	return d.make(name, func(path string) error {
		if err := os.Mkdir(path, 0o755); err != nil {
			return err
		}
		w := newWriter(0)
		for i := range n {
			file, err := os.Create(filepath.Join(path, fmt.Sprintf("%05d.json", i)))
			if err != nil {
				return err
			}
			w.record(file)
			if err := file.Close(); err != nil {
				return err
			}
		}
		return nil
	})
}
