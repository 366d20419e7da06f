package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file finds the schemas of a repository and the files that they are for, so that
// verdict init can write a configuration to start from.

// An inventory is what verdict init finds in a repository.
type inventory struct {
	schemas []string // files whose $schema is a metaschema, or whose name ends in ".schema.json"
	own     int      // files that name a schema by $schema or by a comment
	entries []entry
}

// maxInspected bounds how many files are read, and maxInspectedBytes how large each is.
const (
	maxInspected      = 5_000
	maxInspectedBytes = 4 << 20
)

// inspect looks at the files below the current directory that are not ignored.
func inspect() inventory {
	search := files.Search{Named: func(_ string, known bool) bool { return known }}
	inputs, _ := search.Find([]string{"."})
	inputs = inputs[:min(len(inputs), maxInspected)]
	var found inventory
	var payloads []string
	documents := make(map[string][]byte)
	for i := range inputs {
		file := inputs[i].Path
		text, named, ok := readSmall(&inputs[i])
		if !ok {
			continue
		}
		documents[file] = text
		switch {
		case isMetaschema(named), named == "" && strings.HasSuffix(strings.TrimSuffix(file, path.Ext(file)), ".schema"):
			found.schemas = append(found.schemas, file)
		case named != "":
			found.own++
		default:
			payloads = append(payloads, file)
		}
	}
	found.entries = matchFiles(found.schemas, payloads, documents)
	return found
}

// readSmall returns a file as JSON, and the schema that it names, "" for none. ok is false if it is large or cannot
// be read.
func readSmall(in *files.Input) (document []byte, schema string, ok bool) {
	text, err := files.Read(in.Path, maxInspectedBytes)
	if err != nil {
		return nil, "", false
	}
	switch in.Syntax {
	case files.JSONC:
		text = syntax.JSONC(text).JSON
	case files.YAML:
		documents := syntax.YAML(text)
		if len(documents) != 1 || !documents[0].Readable() {
			return nil, "", false
		}
		text, schema = documents[0].Text.JSON, documents[0].Schema
	default:
		ok = in.Syntax == files.JSON && in.Compression == files.Uncompressed
		return text, schemaIn(text), ok
	}
	return text, cmp.Or(schemaIn(text), schema), true
}

// schemaIn returns the $schema of a document, "" if it has none.
func schemaIn(document []byte) string {
	var root struct {
		Schema string `json:"$schema"`
	}
	if json.Unmarshal(document, &root) != nil {
		return ""
	}
	return root.Schema
}

func isMetaschema(uri string) bool {
	_, ok := resource.Metaschema(uri)
	return ok
}

// summary describes what was found.
func (v *inventory) summary() string {
	var b strings.Builder
	switch {
	case len(v.schemas) == 0:
		b.WriteString("found no schemas")
	case len(v.entries) == 0:
		fmt.Fprintf(&b, "found %s, but no files that are named after one: fill in schemas", words.Count(len(v.schemas), "schema"))
	default:
		fmt.Fprintf(&b, "found %s, and files for them by %s", words.Count(len(v.schemas), "schema"), words.Count(len(v.entries), "pattern"))
	}
	if v.own > 0 {
		fmt.Fprintf(&b, "; %s a schema", map[bool]string{true: "1 file names", false: fmt.Sprintf("%d files name", v.own)}[v.own == 1])
	}
	return b.String()
}

// section returns the part of the configuration that maps files to schemas.
func (v *inventory) section() string {
	var b strings.Builder
	if len(v.entries) > 0 {
		b.WriteString("schemas:\n")
	}
	matched := make(map[string]bool)
	for _, e := range v.entries {
		matched[e.schema] = true
		fmt.Fprintf(&b, "  - files: [%q] # %s\n    schema: %s\n", e.pattern, words.Count(e.files, "file"), e.schema)
	}
	var others []string
	for _, schema := range v.schemas {
		if !matched[schema] {
			others = append(others, schema)
		}
	}
	if len(others) > 0 {
		const most = 20
		fmt.Fprintf(&b, "# Schemas for which no files were recognized:\n")
		for i, schema := range others {
			if i == most {
				fmt.Fprintf(&b, "#   and %d more\n", len(others)-most)
				break
			}
			fmt.Fprintf(&b, "#   %s\n", schema)
		}
	}
	if len(v.entries) == 0 {
		b.WriteString("# schemas:\n#   - files: [\"orders/**\", \"*.order.json\"]\n#     schema: schemas/order.schema.json\n")
	}
	return b.String()
}
