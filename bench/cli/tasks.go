package main

// This file defines the tasks, and the command of each tool for each task.

import (
	"fmt"
	"path/filepath"
	"strings"
)

// A task is work for which commands are compared.
type task struct {
	title    string
	note     string
	short    bool // and so measured more often
	commands []command
}

// A command is the command line of a tool for a task. The first of a task is that of verdict.
type command struct {
	name      string
	arguments []string
	directory string

	// exit is the expected exit code.
	exit []int
}

// shown returns the command as a person would type it.
func (c *command) shown() string {
	arguments := []string{filepath.Base(c.arguments[0])}
	files := 0
	for _, a := range c.arguments[1:] {
		if strings.HasSuffix(a, ".json") && filepath.Dir(a) == "." && a[0] >= '0' && a[0] <= '9' {
			files++
			continue
		}
		arguments = append(arguments, a)
	}
	if files > 0 {
		arguments = append(arguments, "*.json")
	}
	return strings.Join(arguments, " ")
}

// tasks returns all tasks in the order of the table, and generates their payloads.
func (t *tools) tasks(d data, scale float64) ([]task, error) {
	var first error
	keep := func(path string, err error) string {
		if first == nil {
			first = err
		}
		return path
	}
	many := func(n int) int { return max(1, int(float64(n)*scale)) }
	sized := func(name string, n int) string { return fmt.Sprintf("%s-%d", name, n) }

	object := keep(d.text("record.schema.json", objectSchema))
	array := keep(d.text("array.schema.json", arraySchema))
	records := many(400_000)
	list := keep(d.records(sized("array", records)+".json", records, 0, "[\n", ",\n", "\n]\n"))
	lines := keep(d.records(sized("lines", records)+".jsonl", records, 100, "", "\n", "\n"))
	tenfold := keep(d.records(sized("lines", 10*records)+".jsonl", 10*records, 100, "", "\n", "\n"))
	one := keep(d.directoryOf("files-1", 1))
	some := keep(d.directoryOf(sized("files", many(500)), many(500)))
	all := keep(d.directoryOf(sized("files", many(10_000)), many(10_000)))
	if first != nil {
		return nil, first
	}

	return []task{
		{"One payload", "a start from nothing, one small file", true, t.onFile("../"+filepath.Base(object), filepath.Join(one, "00000.json"), 0)},
		{fmt.Sprintf("%d small files", many(500)), "all valid; a file a record.", true, t.onFiles(object, some, many(500))},
		{fmt.Sprintf("%d small files", many(10_000)), "all valid; a file a record.", true, t.onFiles(object, all, many(10_000))},
		{fmt.Sprintf("An array of %d objects", records), "one file, 43 MB, valid", false, t.onFile(filepath.Base(array), list, 0)},
		{fmt.Sprintf("%d lines of NDJSON", records), "43 MB; one in a hundred is broken, each reason is written with its place", false, t.onLines(object, lines)},
		{fmt.Sprintf("%d lines of NDJSON", 10*records), "430 MB: the same ten times over, for the memory", false, t.tenfold(object, tenfold)},
	}, nil
}

func (t *tools) add(to *[]command, path, name, directory string, exit int, arguments ...string) {
	if path != "" {
		*to = append(*to, command{name: name, arguments: append([]string{path}, arguments...), directory: directory, exit: []int{exit}})
	}
}

// onFiles returns commands that lint a directory of files. jv does not support directories and gets
// the names of the files.
func (t *tools) onFiles(schema, directory string, n int) []command {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%05d.json", i)
	}
	schema = "../" + filepath.Base(schema)
	var c []command
	t.add(&c, t.verdict, "verdict", directory, 0, "lint", "--schema", schema, ".")
	t.add(&c, t.jv, "jv", directory, 0, append([]string{"-f", schema}, names...)...)
	t.add(&c, t.ajv, "ajv", directory, 0, "validate", "--spec=draft2020", "-c", "ajv-formats", "-s", schema, "-d", "*.json")
	t.add(&c, t.sourcemeta, "sourcemeta", directory, 0, "validate", "-F", schema, ".")
	t.add(&c, t.sourcemeta, "sourcemeta --fast", directory, 0, "validate", "-F", "--fast", schema, ".")
	return c
}

// onFile returns commands that lint one file, in its directory; schema is relative to that.
func (t *tools) onFile(schema, file string, exit int) []command {
	directory := filepath.Dir(file)
	file = filepath.Base(file)
	var c []command
	t.add(&c, t.verdict, "verdict", directory, exit, "lint", "--schema", schema, file)
	t.add(&c, t.jv, "jv", directory, exit, "-f", schema, file)
	t.add(&c, t.ajv, "ajv", directory, exit, "validate", "--spec=draft2020", "-c", "ajv-formats", "-s", schema, "-d", file)
	t.add(&c, t.sourcemeta, "sourcemeta", directory, exit, "validate", "-F", schema, file)
	t.add(&c, t.sourcemeta, "sourcemeta --fast", directory, exit, "validate", "-F", "--fast", schema, file)
	return c
}

// sourcemetaInvalid is the exit code of sourcemeta for an invalid instance.
const sourcemetaInvalid = 2

// onLines returns commands of the tools that read lines. Others would need a file for each line.
func (t *tools) onLines(schema, file string) []command {
	c := t.tenfold(schema, file)
	directory := filepath.Dir(file)
	t.add(&c, t.verdict, "verdict, a line each", directory, 1, "lint", "--schema", filepath.Base(schema), "--format", "oneline", filepath.Base(file))
	t.add(&c, t.sourcemeta, "sourcemeta --continue", directory, sourcemetaInvalid,
		"validate", "-F", "--continue", filepath.Base(schema), filepath.Base(file))
	t.add(&c, t.sourcemeta, "sourcemeta --fast --continue", directory, sourcemetaInvalid,
		"validate", "-F", "--fast", "--continue", filepath.Base(schema), filepath.Base(file))
	return c
}

func (t *tools) tenfold(schema, file string) []command {
	var c []command
	t.add(&c, t.verdict, "verdict", filepath.Dir(file), 1,
		"lint", "--schema", filepath.Base(schema), "--group-after", "0", filepath.Base(file))
	return c
}
