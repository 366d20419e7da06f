package main

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
)

// This file finds out which schema a file is probably for, by their names and places.

// An entry maps files to a schema.
type entry struct {
	pattern string
	schema  string
	files   int
}

// A match is a schema and a pattern that matches the names of files for it.
type match struct{ schema, pattern string }

// matchFiles returns patterns for the files that schemas are probably for: files that are named after a
// schema, or in a directory named after it, if no other schema of that name is as near, and if the schema accepts
// most of them.
func matchFiles(schemas, payloads []string, documents map[string][]byte) []entry {
	byStem := make(map[string][]string)
	for _, schema := range schemas {
		byStem[stemOf(schema)] = append(byStem[stemOf(schema)], schema)
	}
	beside := make(map[string]bool) // whether a schema is in the directory of a file that is named after it
	for file := range documents {
		for _, schema := range byStem[strings.TrimSuffix(path.Base(file), path.Ext(file))] {
			beside[schema] = beside[schema] || path.Dir(file) == path.Dir(schema) && file != schema
		}
	}
	found := make(map[match][]string)
	named := make(map[match]int) // by stem instead of schema: how many files match the pattern
	for _, file := range payloads {
		for stem, schemas := range byStem {
			if pattern := patternOf(file, stem); pattern != "" {
				named[match{stem, pattern}]++
				if schema := nearestSchema(schemas, file, beside); schema != "" {
					found[match{schema, pattern}] = append(found[match{schema, pattern}], file)
				}
			}
		}
	}
	var entries []entry
	for m, files := range found {
		if !acceptsMost(documents[m.schema], files, documents) {
			continue
		}
		if len(files) == named[match{stemOf(m.schema), m.pattern}] {
			entries = append(entries, entry{m.pattern, m.schema, len(files)})
			continue
		}
		for _, file := range files {
			entries = append(entries, entry{file, m.schema, 1})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.schema, b.schema), cmp.Compare(a.pattern, b.pattern))
	})
	return entries
}

// stemOf returns the name of a schema without extensions.
func stemOf(schema string) string {
	return strings.TrimSuffix(strings.TrimSuffix(path.Base(schema), path.Ext(schema)), ".schema")
}

// nearestSchema returns the schema that has most directories in common with a file, "" if there are several. A schema
// that is beside a file named after it, like the values.schema.json of a chart, is only for the files of its
// directory.
func nearestSchema(schemas []string, file string, beside map[string]bool) string {
	best, most := "", -1
	for _, schema := range schemas {
		if beside[schema] && path.Dir(schema) != path.Dir(file) {
			continue
		}
		switch common := commonDirectories(schema, file); {
		case common > most:
			best, most = schema, common
		case common == most:
			best = ""
		}
	}
	return best
}

// commonDirectories returns how many directories the paths begin with, one after the other, in common.
func commonDirectories(a, b string) int {
	as, bs := strings.Split(path.Dir(a), "/"), strings.Split(path.Dir(b), "/")
	n := 0
	for n < len(as) && n < len(bs) && as[n] == bs[n] {
		n++
	}
	return n
}

// acceptsMost reports whether a schema compiles and accepts at least half of the files.
func acceptsMost(schema []byte, files []string, documents map[string][]byte) bool {
	compiled, err := verdict.Compile(schema)
	if err != nil {
		return false
	}
	valid := 0
	for _, file := range files {
		if compiled.Valid(documents[file]) {
			valid++
		}
	}
	return 2*valid >= len(files)
}

// patternOf returns a pattern for a file that is named after a schema, such as order.json,
// a.order.json or orders/a.json for the stem "order"; "" for other files.
func patternOf(file, stem string) string {
	extension := path.Ext(file)
	name, dir := strings.TrimSuffix(path.Base(file), extension), path.Dir(file)
	switch parent := path.Base(dir); {
	case name == stem:
		return stem + extension
	case strings.HasSuffix(name, "."+stem):
		return "*." + stem + extension
	case parent == stem || parent == stem+"s" || parent == stem+"es":
		return dir + "/**"
	}
	return ""
}
