package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
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

	folders   []string // directories of the schemas that files name by their $id
	byID      int      // the number of these files
	commented []string // names of files that are JSON with comments, although they end in .json
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
	var payloads, names []string
	documents := make(map[string][]byte)
	ids := make(map[string]string)    // of schemas, with the first file that has it
	commented := make(map[string]int) // by the name of a file: those with comments, less those without
	for i := range inputs {
		file := inputs[i].Path
		d, ok := readSmall(&inputs[i])
		if !ok {
			continue
		}
		documents[file] = d.json
		if d.commented {
			commented[path.Base(file)]++
		} else {
			commented[path.Base(file)]--
		}
		switch {
		case isMetaschema(d.schema), d.schema == "" && strings.HasSuffix(strings.TrimSuffix(file, path.Ext(file)), ".schema"):
			found.schemas = append(found.schemas, file)
			if _, ok := ids[d.id]; !ok {
				ids[d.id] = file
			}
		case d.schema != "":
			found.own++
			names = append(names, d.schema)
		default:
			payloads = append(payloads, file)
		}
	}
	found.entries = matchFiles(found.schemas, payloads, documents)
	for _, name := range names {
		if file, ok := ids[strings.TrimSuffix(name, "#")]; ok {
			found.byID++
			found.folders = append(found.folders, path.Dir(file))
		}
	}
	slices.Sort(found.folders)
	found.folders = slices.Compact(found.folders)
	found.commented = commentedPatterns(commented)
	return found
}

// commentedPatterns returns the patterns of files that have comments, given how many more files of each name
// have comments than have none: "*.i18n.json" instead of several such names if there is none without comments.
func commentedPatterns(excess map[string]int) []string {
	kinds := make(map[string][]string) // the names by the pattern of their last two extensions
	for name := range excess {
		kind := name
		if base := strings.TrimSuffix(name, path.Ext(name)); path.Ext(base) != "" && path.Ext(base) != base {
			kind = "*" + path.Ext(base) + path.Ext(name)
		}
		kinds[kind] = append(kinds[kind], name)
	}
	hasNone := func(name string) bool { return excess[name] <= 0 }
	var patterns []string
	for kind, names := range kinds {
		if len(names) > 1 && !slices.ContainsFunc(names, hasNone) {
			patterns = append(patterns, kind)
			continue
		}
		patterns = append(patterns, slices.DeleteFunc(names, hasNone)...)
	}
	slices.Sort(patterns)
	return patterns
}

// A smallFile is a file that is not large, as JSON.
type smallFile struct {
	json      []byte
	schema    string // that it names, "" for none
	id        string // its $id without an empty fragment
	commented bool   // it is JSON with comments, although its name is that of JSON
}

// readSmall reads a file. ok is false if it is large or cannot be read.
func readSmall(in *files.Input) (d smallFile, ok bool) {
	text, err := files.Read(in.Path, maxInspectedBytes)
	if err != nil {
		return d, false
	}
	d.json = text
	switch in.Syntax {
	case files.JSON:
		if in.Compression != files.Uncompressed {
			return d, false
		}
		if len(syntax.JSONCComments(text)) > 0 && !json.Valid(text) {
			d.json = syntax.JSONC(text).JSON
			d.commented = json.Valid(d.json)
		}
	case files.JSONC:
		d.json = syntax.JSONC(text).JSON
	case files.YAML:
		documents := syntax.YAML(text)
		if len(documents) != 1 || !documents[0].Readable() {
			return d, false
		}
		d.json, d.schema = documents[0].Text.JSON, documents[0].Schema
	default:
		return d, false
	}
	var root struct {
		Schema string `json:"$schema"`
		ID     string `json:"$id"`
	}
	if json.Unmarshal(d.json, &root) == nil {
		d.schema, d.id = cmp.Or(root.Schema, d.schema), strings.TrimSuffix(root.ID, "#")
	}
	return d, true
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
	case len(v.entries) == 0 && v.byID > 0:
		b.WriteString("found " + words.Count(len(v.schemas), "schema"))
	case len(v.entries) == 0:
		fmt.Fprintf(&b, "found %s, but no files that are named after one: fill in schemas", words.Count(len(v.schemas), "schema"))
	default:
		fmt.Fprintf(&b, "found %s, and files for them by %s", words.Count(len(v.schemas), "schema"), words.Count(len(v.entries), "pattern"))
	}
	if v.own > 0 {
		fmt.Fprintf(&b, "; %s a schema", map[bool]string{true: "1 file names", false: fmt.Sprintf("%d files name", v.own)}[v.own == 1])
	}
	if v.byID > 0 {
		fmt.Fprintf(&b, ", %d of them by the $id of one in schemaFolders", v.byID)
	}
	if len(v.commented) > 0 {
		b.WriteString("; found JSON with comments: see syntax")
	}
	return b.String()
}

// config returns the configuration.
func (v *inventory) config() string {
	return strings.NewReplacer("{{schemas}}\n", v.section(), "{{folders}}\n", v.folderSection(), "{{syntax}}\n", v.syntaxSection()).
		Replace(initialConfig)
}

// folderSection returns the part of the configuration that names the directories of schemas.
func (v *inventory) folderSection() string {
	if len(v.folders) == 0 {
		return "# schemaFolders: [schemas]\n"
	}
	return fmt.Sprintf("schemaFolders: # for %s\n%s", words.Count(v.byID, "file"), listed("  ", v.folders))
}

// syntaxSection returns the part of the configuration that gives files a syntax.
func (v *inventory) syntaxSection() string {
	if len(v.commented) == 0 {
		return "# syntax:\n#   - files: [.clang-format]\n#     syntax: yaml\n"
	}
	return "syntax:\n  - files: # they have comments\n" + listed("      ", v.commented) + "    syntax: jsonc\n"
}

// listed returns the items of a list, each on its line.
func listed(indent string, items []string) string {
	var b strings.Builder
	for _, item := range items {
		fmt.Fprintf(&b, "%s- %q\n", indent, item)
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
