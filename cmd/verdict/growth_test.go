package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// This file tests that the cost of a run grows linearly with its input. Cost is counted, not timed:
// the allocated bytes, and the executed statements, which a program built with -cover counts.

// A growth is a kind of input with a variable size.
type growth struct {
	name  string
	n     int // the smallest size
	files func(n int) map[string]string
	args  []string
}

// repeated returns a function that writes a payload of n equal parts.
func repeated(payload, schema, before, part, after string) func(n int) map[string]string {
	return func(n int) map[string]string {
		return map[string]string{payload: before + strings.Repeat(part, n) + after, "schema": schema}
	}
}

// numbered returns a function that writes a payload of n parts in which # is a number.
func numbered(payload, schema, before, part, after string) func(n int) map[string]string {
	return func(n int) map[string]string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(part, "#", strconv.Itoa(i)))
		}
		files := map[string]string{"schema": schema}
		files[payload] = before + b.String() + after
		return files
	}
}

// product returns a function that writes a schema and a payload of n parts each, in which # is a number.
func product(before, schemaPart, after, payloadBefore, part, payloadAfter string) func(n int) map[string]string {
	return func(n int) map[string]string {
		files := numbered("schema", "", before, schemaPart, after)(n)
		files["p.json"] = numbered("p.json", "", payloadBefore, part, payloadAfter)(n)["p.json"]
		return files
	}
}

// fixable is a schema for the payloads with fixes.
const fixable = `{"additionalProperties": false, "patternProperties": {"^e": {"enum": ["alpha", "beta"]},
	"^n": {"type": "integer"}, "^t": {"type": "string"}, "^d": {"format": "date-time"}},
	"properties": {"list": {"items": {"properties": {"name": {}, "value": {}}, "additionalProperties": false}}}}`

var (
	lintJSON = []string{"p.json"}
	lintYAML = []string{"p.yaml"}
	lintTOML = []string{"p.toml"}
	lint5    = []string{"p.json5"}
	fixJSON  = []string{"--fix", "--unsafe-fixes", "p.json"}
	fixYAML  = []string{"--fix", "--unsafe-fixes", "p.yaml"}
	fixTOML  = []string{"--fix", "--unsafe-fixes", "p.toml"}
	fix5     = []string{"--fix", "--unsafe-fixes", "p.json5"}

	lintSchema = []string{"schema"} // linted as a schema, because --schema names it
)

var growths = []growth{
	{"a long name with wrong items", 500, func(n int) map[string]string {
		return map[string]string{
			"p.json": `{"` + strings.Repeat("n", 40*n) + `": [1` + strings.Repeat(", 1", n) + `]}`,
			"schema": `{"additionalProperties": {"items": {"type": "string"}}}`,
		}
	}, lintJSON},
	{"properties that fail because of another", 500, numbered("p.json", `{"if": {"required": ["z"]}, "then": {"properties": {"z": true}, "additionalProperties": {"type": "string"}}}`, "{", `"k#": 1, `, `"z": 1}`), lintJSON},
	{"one fault below nested oneOf", 200, func(n int) map[string]string {
		var kinds, resource strings.Builder
		for i := range 8 {
			fmt.Fprintf(&kinds, `{"properties": {"kind": {"const": "k%d"}, "a%d": {}, "in": {"items": {"$ref": "#/$defs/r"}}}, "required": ["kind"], "additionalProperties": false}, `, i, i)
		}
		resource.WriteString(`{"kind": "k3", "a3": 1, "in": [{"kind": "k5", "a5": 2, "in": [{"kind": "k7"}, {"kind": "k1"}]}, {"kind": "k2"}]}, `)
		return map[string]string{
			"p.json": "[" + strings.Repeat(resource.String(), n) + `{"kind": "k4", "in": [{"kind": "k6", "a5": 1}]}]`,
			"schema": `{"items": {"$ref": "#/$defs/r"}, "$defs": {"r": {"oneOf": [` + kinds.String() + `false]}}}`,
		}
	}, lintJSON},
	{"dynamic anchors in modules", 12, func(n int) map[string]string {
		var refs, b strings.Builder
		for k := range n {
			fmt.Fprintf(&refs, `{"$ref": "m%d"}, `, k)
		}
		for k := range n {
			fmt.Fprintf(&b, `"m%d": {"$id": "m%d", "$defs": {"x": {"$dynamicAnchor": "a%d", "type": "string"}, "y": {"$dynamicAnchor": "a%d", "type": "null"}},
				"items": {"anyOf": [%s{"$dynamicRef": "b#a%d"}]}}, `, k, k, k, (k+1)%n, refs.String(), k)
		}
		b.WriteString(`"b": {"$id": "b", "$defs": {`)
		for k := range n {
			fmt.Fprintf(&b, `"x%d": {"$dynamicAnchor": "a%d"}, `, k, k)
		}
		return map[string]string{"p.json": `[["x"]]`, "schema": `{"$id": "http://e.test/r", "anyOf": [` + refs.String() + `false], "$defs": {` + b.String() + `"z": true}}}}`}
	}, lintJSON},
	{"objects of an enum", 500, product(`{"items": {"enum": [`, `{"a": #}, `, `1]}}`, "[", `{"a": #}, `, "1]"), lintJSON},
	{"numbers of an enum", 500, product(`{"items": {"enum": [`, `#, `, `-1]}}`, "[", `#, `, "-1]"), lintJSON},
	{"constants of oneOf", 500, product(`{"items": {"oneOf": [`, `{"const": #}, `, `false]}}`, "[", `#, `, "0]"), lintJSON},
	{"wrong constants of oneOf", 1100, product(`{"items": {"oneOf": [`, `{"const": "a#"}, `, `{"const": "b"}]}}`, "[", `"c#", `, "1]"), lintJSON},
	{"dependent schemas", 500, product(`{"dependentSchemas": {`, `"p#": {"required": ["q#"], "properties": {"q#": {"type": "integer"}}}, `, `"z": true}}`, "{", `"p#": 1, "q#": 1, `, `"z": 1}`), lintJSON},
	{"lengths of a string", 300, product(`{"allOf": [`, `{"minLength": #, "anyOf": [true, false]}, `, `true]}`, `"`, `\u00e9#`, `"`), lintJSON},
	{"alternatives in braces", 10, func(n int) map[string]string {
		return map[string]string{strings.Repeat("a", n) + ".json": `1`, "schema": `{}`, ".verdict.yaml": "ignore: [\"" + strings.Repeat("{a,a}", n) + "b\"]\n"}
	}, []string{"."}},

	{"empty braces", 200, func(n int) map[string]string {
		return map[string]string{"a.json": `1`, "schema": `{}`, ".verdict.yaml": "ignore: [\"" + strings.Repeat("{}", n) + "b\"]\n"}
	}, []string{"."}},
	{"brackets in an ignore file", 1000, func(n int) map[string]string {
		return map[string]string{"a.json": `1`, "schema": `{}`, ".gitignore": strings.Repeat("[", n) + "\n"}
	}, []string{"."}},

	{"unique numbers", 500, numbered("p.json", `{"uniqueItems": true}`, "[", "#, ", "-1]"), lintJSON},
	{"unique strings", 500, numbered("p.json", `{"uniqueItems": true}`, "[", `"a common start of #", `, "1]"), lintJSON},
	{"unique objects", 500, numbered("p.json", `{"uniqueItems": true}`, "[", `{"a": 1, "b": [2], "c": #}, `, "1]"), lintJSON},
	{"unique numbers but for the last", 500, numbered("p.json", `{"uniqueItems": true}`, "[", "#, ", "7]"), lintJSON},
	{"large objects that differ in order", 500, func(n int) map[string]string {
		var forward, backward strings.Builder
		for i := range n {
			fmt.Fprintf(&forward, `"name%d": %d, `, i, i)
			fmt.Fprintf(&backward, `"name%d": %d, `, n-1-i, n-1-i)
		}
		return map[string]string{
			"p.json": "[{" + forward.String() + `"z": 1}, {"z": 1, ` + strings.TrimSuffix(backward.String(), ", ") + "}]",
			"schema": `{"uniqueItems": true}`,
		}
	}, lintJSON},
	{"names and one of them twice", 500, numbered("p.json", `{}`, "{", `"name#": #, `, `"name7": 7}`), lintJSON},
	{"wrong items", 500, repeated("p.json", `{"items": {"type": "integer"}}`, "[", "\n\"é\",", "1]"), lintJSON},
	{"items that are wrong in every branch", 500, repeated("p.json", `{"items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}`, "[", "\n\"é\",", "1]"), lintJSON},
	{"unknown properties", 500, numbered("p.json", `{"additionalProperties": false}`, "{", `"name#": #, `, `"z": 1}`), lintJSON},
	{"unevaluated properties", 500, numbered("p.json", `{"allOf": [{"properties": {"name1": true}}], "unevaluatedProperties": false}`, "{", `"name#": #, `, `"z": 1}`), lintJSON},
	{"unevaluated items", 500, numbered("p.json", `{"allOf": [{"prefixItems": [true]}], "unevaluatedItems": false}`, "[", "#, ", "1]"), lintJSON},
	{"items evaluated by contains", 500, numbered("p.json", `{"contains": {"type": "integer"}, "unevaluatedItems": false}`, "[", "#, ", "1]"), lintJSON},
	{"characters of a string", 2000, repeated("p.json", `{"maxLength": 5, "minLength": 2}`, `"`, "é", `"`), lintJSON},

	{"YAML: a flat map", 1000, numbered("p.yaml", `{}`, "", "key#: value\n", ""), lintYAML},
	{"YAML: aliases", 1000, repeated("p.yaml", `{}`, "a: &a [1, 2]\nb:\n", "- *a\n", ""), lintYAML},
	{"YAML: anchors and aliases", 1000, numbered("p.yaml", `{}`, "", "a#: &a# {b: 1}\nc#: *a#\n", ""), lintYAML},
	{"YAML: merges", 1000, numbered("p.yaml", `{}`, "a: &a {x: 1, y: 2}\n", "b#: {<<: *a, x: 3}\n", ""), lintYAML},
	{"YAML: plain scalars in a flow mapping", 1000, numbered("p.yaml", `{}`, "{", "k#: a b c, ", "z: 1}\n"), lintYAML},
	{"YAML: plain scalars in a flow sequence", 2000, repeated("p.yaml", `{}`, "[", "a b, ", "1]\n"), lintYAML},
	{"YAML: lines that end in CR", 1000, numbered("p.yaml", `{}`, "", "key#: value\r", ""), lintYAML},
	{"YAML: lines of one scalar", 2000, repeated("p.yaml", `{}`, "a: |\n", "  text\n", ""), lintYAML},
	{"YAML: comments", 2000, repeated("p.yaml", `{}`, "a: 1\n", "# text\n", "b: 2\n"), lintYAML},
	{"YAML: errors", 2000, numbered("p.yaml", `{}`, "", "key#: [a\n", ""), lintYAML},
	{"YAML: quotes that do not end", 1000, repeated("p.yaml", `{}`, "", "a: \"\n", ""), lintYAML},
	{"YAML: brackets", 1000, repeated("p.yaml", `{}`, "", "[", ""), lintYAML},
	{"YAML: names of anchors", 2000, numbered("p.yaml", `{}`, "", "k#: &é# v\n", ""), lintYAML},
	{"YAML: names of anchors that end in colons", 2000, numbered("p.yaml", `{}`, "", "k#: &a#: v\n", ""), lintYAML},
	{"YAML: errors in a flow mapping", 2000, numbered("p.yaml", `{}`, "{a: b", ", k#: @", ""), lintYAML},
	{"YAML: directives about tags", 100, numbered("p.yaml", `{}`, "", "%TAG !e#! tag:x\n", "---\n1\n"), lintYAML},
	{"YAML: tags with a long prefix", 200, func(n int) map[string]string {
		return map[string]string{"p.yaml": "%TAG !e! tag:" + strings.Repeat("x", n) + "\n---\n" + strings.Repeat("- !e!x 1\n", n), "schema": `{}`}
	}, lintYAML},
	{"YAML: documents", 500, repeated("p.yaml", `{}`, "", "---\na: 1\n", ""), lintYAML},

	{"TOML: keys", 1000, numbered("p.toml", `{}`, "", "key# = 'value'\n", ""), lintTOML},
	{"TOML: equal keys", 500, repeated("p.toml", `{}`, "", "a = 1\n", ""), lintTOML},
	{"TOML: keys with dots", 1000, numbered("p.toml", `{}`, "", "a.k#.b = 1\n", ""), lintTOML},
	{"TOML: tables", 1000, numbered("p.toml", `{}`, "", "[t#]\na = 1\n", ""), lintTOML},
	{"TOML: arrays of tables", 1000, repeated("p.toml", `{}`, "", "[[t]]\na = 1\n", ""), lintTOML},
	{"TOML: an array", 2000, repeated("p.toml", `{}`, "a = [\n", "  1, # text\n", "]\n"), lintTOML},
	{"TOML: inline tables", 1000, repeated("p.toml", `{}`, "a = [\n", "{a = 1, b.c = 'x'},\n", "]\n"), lintTOML},
	{"TOML: lines of one string", 2000, repeated("p.toml", `{}`, "a = \"\"\"\n", "text \\\n", "\"\"\"\n"), lintTOML},
	{"TOML: errors", 1000, numbered("p.toml", `{}`, "", "key# = [1\n", ""), lintTOML},
	{"TOML: strings that do not end", 1000, numbered("p.toml", `{}`, "", "key# = \"\"\"\n", ""), lintTOML},

	{"JSON5: properties", 1000, numbered("p.json5", `{}`, "{", "key#: 'value',\n", "}"), lint5},
	{"JSON5: items", 2000, repeated("p.json5", `{}`, "[", "+.5, // text\n", "]"), lint5},
	{"JSON5: lines of one string", 2000, repeated("p.json5", `{}`, "'", "text \\\n", "'"), lint5},
	{"JSON5: comments that do not end", 2000, repeated("p.json5", `{}`, "[@", " /*", ""), lint5},
	{"JSON5: strings that do not end", 2000, repeated("p.json5", `{}`, "[", "'x\n", ""), lint5},
	{"JSON5: wrong brackets", 2000, repeated("p.json5", `{}`, "", "[}", ""), lint5},

	{"broken: quotes in a string", 2500, repeated("p.json", `{}`, `["`, `a"b`, ``), lintJSON},
	{"broken: quotes in a string that ends", 5000, repeated("p.json", `{}`, `["`, `é"`, `"]`), lintJSON},
	{"broken: line ends in a string", 5000, repeated("p.json", `{}`, `["`, "a\n", `"]`), lintJSON},
	{"broken: CRs in a string", 5000, repeated("p.json", `{}`, `["`, "a\r", `" ]`), lintJSON},
	{"broken: double quotes in single quotes", 5000, repeated("p.json", `{}`, `['`, `a"`, `']`), lintJSON},
	{"broken: a call", 2500, repeated("p.json", `{}`, `[x(`, `"a",`, `)]`), lintJSON},
	{"broken: escapes in a call", 2500, repeated("p.json", `{}`, `[x(`, `"a\"`, "\n)]"), lintJSON},
	{"broken: comments that do not end", 2500, repeated("p.json", `{}`, `[x`, ` /*`, `]`), lintJSON},
	{"broken: sums", 2500, repeated("p.json", `{}`, `[`, `"a"+`, `]`), lintJSON},
	{"broken: properties in an array", 1000, repeated("p.json", `{}`, `[`, `"a":1,`, `1]`), lintJSON},
	{"broken: commas", 2500, repeated("p.json", `{}`, `[1`, `,`, `]`), lintJSON},
	{"broken: missing commas", 2500, repeated("p.json", `{}`, `[`, `1 `, `]`), lintJSON},
	{"broken: opening brackets", 2500, repeated("p.json", `{}`, ``, `[`, ``), lintJSON},
	{"broken: opening braces", 2500, repeated("p.json", `{}`, ``, `{`, ``), lintJSON},
	{"broken: closing brackets", 2500, repeated("p.json", `{}`, `[`, `]`, ``), lintJSON},
	{"broken: wrong brackets", 2500, repeated("p.json", `{}`, ``, `[}`, ``), lintJSON},
	{"broken: names without quotes", 2500, repeated("p.json", `{}`, `{`, `a:1,`, `b:1}`), lintJSON},
	{"broken: backslashes", 2500, repeated("p.json", `{}`, `["`, `\x`, `"]`), lintJSON},
	{"broken: tabs", 2500, repeated("p.json", `{}`, `["`, "\t", `"]`), lintJSON},
	{"broken: NaN", 2500, repeated("p.json", `{}`, `[`, `NaN,`, `1]`), lintJSON},

	{"fixes: equal duplicates", 500, repeated("p.json", `{}`, `{`, `"a": 1, `, `"b": 1}`), fixJSON},
	{"fixes: duplicates of many names", 500, numbered("p.json", `{}`, `{`, `"a#": 1, "a#": 1, `, `"b": 1}`), fixJSON},
	{"fixes: duplicates that differ", 500, numbered("p.json", `{}`, `{`, `"a": #, `, `"b": 1}`), fixJSON},
	{"fixes: near values", 500, numbered("p.json", fixable, `{`, `"e#": "betta", `, `"n": 1}`), fixJSON},
	{"fixes: numbers in quotes", 500, numbered("p.json", fixable, `{`, `"n#": "1", `, `"n": 1}`), fixJSON},
	{"fixes: text without quotes", 500, numbered("p.json", fixable, `{`, `"t#": 1, `, `"n": 1}`), fixJSON},
	{"fixes: null", 500, numbered("p.json", fixable, `{"n": 1`, `, "n#": null`, `}`), fixJSON},
	{"fixes: near names", 500, repeated("p.json", fixable, `{"list": [`, `{"nane": 1, "valeu": 2}, `, `{}]}`), fixJSON},
	{"fixes: times", 500, numbered("p.json", fixable, `{`, `"d#": "2024-05-01 10:00:00Z", `, `"n": 1}`), fixJSON},
	{"fixes: commas at the end", 200, repeated("p.json", fixable, `{"list": [`, `{"name": 1,}, `, `{}]}`), fixJSON},
	{"fixes: duplicates in YAML", 500, repeated("p.yaml", `{}`, "", "a: 1\n", "b: 1\n"), fixYAML},
	{"fixes: near values in YAML", 500, numbered("p.yaml", fixable, "", "e#: betta\n", ""), fixYAML},
	{"fixes: null in YAML", 200, numbered("p.yaml", fixable, "n: 1\n", "n#: null\n", ""), fixYAML},

	{"fixes: null in JSON5", 500, numbered("p.json5", fixable, `{n: 1`, `, n#: null // x
`, `}`), fix5},
	{"fixes: near values in TOML", 500, numbered("p.toml", fixable, "", "e# = 'betta'\n", ""), fixTOML},
	{"fixes: near names in TOML", 500, repeated("p.toml", fixable, "", "[[list]]\nnane = 1\n", ""), fixTOML},

	{"schemas: definitions", 200, numbered("schema", "", `{"$ref": "#/definitions/d0", "definitions": {`,
		`"d#": {"required": ["a"], "properties": {"a": {"type": "string", "default": "x"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, `,
		`"z": {}}}`), lintSchema},
	{"schemas: references to nothing", 500, numbered("schema", "", `{"properties": {`, `"p#": {"$ref": "d#"}, `, `"z": {}}}`), lintSchema},
	{"schemas: findings", 200, numbered("schema", "", `{"properties": {`,
		`"p#": {"type": "string", "minimum": 1, "maximum": 0, "patern": "a", "format": "datetime", "default": 1, "enum": ["a", 1, "a"]}, `, `"z": {}}}`), lintSchema},
	{"schemas: patterns", 200, numbered("schema", "", `{"properties": {`, `"p#": {"pattern": "^a#|b$"}, "q#": {"pattern": "(?i)a"}, `, `"z": {}}}`), lintSchema},

	// Patterns with fewer states than there are characters; with more, the steps are limited.
	{"patterns: catastrophic for backtracking", 800, repeated("p.json", `{"pattern": "^(a+)+$"}`, `"`, "a", `!"`), lintJSON},
	{"patterns: nested repetitions", 800, repeated("p.json", `{"pattern": "^((a{1,6}){1,6}){1,6}$"}`, `"`, "a", `b"`), lintJSON},
	{"patterns: large repetitions", 800, repeated("p.json", `{"pattern": "(a{20}){20}b"}`, `"`, "a", `"`), lintJSON},
	{"patterns: long repetitions", 800, repeated("p.json", `{"pattern": "[a-z]{0,500}1"}`, `"`, "a", `"`), lintJSON},
	{"patterns: back-references", 300, repeated("p.json", `{"items": {"pattern": "(a+)\\1b"}}`, `[`, `"aaaaaaaaaaaaaaaaaaaa", `, `"aab"]`), lintJSON},
}

// TestAllocationsGrowNoFasterThanTheInput doubles each input twice: the bytes that the program
// allocates for each additional byte of input must stay the same.
func TestAllocationsGrowNoFasterThanTheInput(t *testing.T) {
	if testing.Short() {
		t.Skip("lints hundreds of inputs, which takes longer than -short allows; go test without it runs this")
	}
	for _, g := range growths {
		t.Run(g.name, func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // so that work is always divided in the same way
			defer debug.SetGCPercent(debug.SetGCPercent(-1))
			g.check(t, "bytes allocated", 50, func(dir string) int {
				t.Chdir(dir)
				runtime.GC() // twice, to empty the pools
				runtime.GC()
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				run(g.command(), process{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), getenv: func(string) string { return "" }})
				runtime.ReadMemStats(&after)
				return int(after.TotalAlloc - before.TotalAlloc)
			})
		})
	}
}

// TestStepsGrowNoFasterThanTheInput does the same with executed statements, including those of
// the parsers of YAML and TOML and of the packages that search and sort.
func TestStepsGrowNoFasterThanTheInput(t *testing.T) {
	if os.Getenv("VERDICT_COUNT_STATEMENTS") == "" {
		t.Skip("takes minutes: set VERDICT_COUNT_STATEMENTS=1 to count statements, as .ci/run does")
	}
	program := filepath.Join(t.TempDir(), "verdict")
	build := exec.Command("go", "build", "-cover", "-covermode=atomic",
		"-coverpkg=github.com/verdict-lint/verdict/...,go.yaml.in/yaml/v4,github.com/pelletier/go-toml/v2/unstable,bytes,strings,slices,sort,unicode/utf8", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, g := range growths {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			g.check(t, "statements", 20, func(dir string) int {
				counters := t.TempDir()
				cmd := exec.Command(program, g.command()...)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "GOCOVERDIR="+counters, "GOMAXPROCS=1")
				out, err := cmd.CombinedOutput()
				if _, ok := err.(*exec.ExitError); err != nil && !ok {
					t.Fatalf("%v\n%s", err, out)
				}
				return statements(t, counters)
			})
		})
	}
}

func (g *growth) command() []string { return append([]string{"lint", "--schema", "schema"}, g.args...) }

// check compares the cost of an additional byte from n to 2n with that from 2n to 4n. A cost of at
// most few units for each byte passes: it is noise. A count can be too high, for example if
// goroutines divide the work differently, but never too low, so the least of up to five counts is used.
func (g *growth) check(t *testing.T, unit string, few int, cost func(dir string) int) {
	var sizes, costs [3]int
	for try := range 5 {
		for i := range 3 {
			dir := t.TempDir()
			files := g.files(g.n << i)
			sizes[i] = 0
			for _, name := range slices.Sorted(maps.Keys(files)) {
				write(t, filepath.Join(dir, name), files[name])
				sizes[i] += len(files[name])
			}
			if c := cost(dir); try == 0 || c < costs[i] {
				costs[i] = c
			}
		}
		first := float64(costs[1]-costs[0]) / float64(sizes[1]-sizes[0])
		second := float64(costs[2]-costs[1]) / float64(sizes[2]-sizes[1])
		t.Logf("%s: %d, %d, %d for %d, %d, %d bytes: %.0f and %.0f for each additional byte", unit, costs[0], costs[1], costs[2], sizes[0], sizes[1], sizes[2], first, second)
		if second <= 1.5*max(first, float64(few)) {
			return
		}
	}
	t.Errorf("an additional byte costs more if the input is larger")
}

// coverProfile returns the counters of a program that was built with -cover, a line for each
// block: FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT.
func coverProfile(t *testing.T, counters string) string {
	tool, err := covdata()
	if err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(t.TempDir(), "profile")
	if out, err := exec.Command(tool, "textfmt", "-i", counters, "-o", profile).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// covdata returns the path of the tool, which starts faster directly than through the go command.
var covdata = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "covdata").Output()
	return strings.TrimSpace(string(out)), err
})

// statements adds up the counters of a program that was built with -cover.
func statements(t *testing.T, counters string) int {
	total := 0
	for line := range strings.Lines(coverProfile(t, counters)) {
		fields := strings.Fields(line)
		if len(fields) == 3 {
			statements, _ := strconv.Atoi(fields[1])
			count, _ := strconv.Atoi(fields[2])
			total += statements * count
		}
	}
	if total == 0 {
		t.Fatal("nothing was counted")
	}
	return total
}
