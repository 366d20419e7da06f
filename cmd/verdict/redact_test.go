package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/report"
)

// Every string of the payloads below contains markedText, every number markedNumber.
const (
	markedText   = "Zq7Xk"
	markedNumber = "8675309"
)

// markedFaults has a payload with marked values for each rule about payloads, and its schema.
var markedFaults = []struct{ rule, schema, name, payload string }{
	{"syntax", `true`, "a.json", `{"a": Zq7Xk}`},
	{"syntax", `true`, "a.json", `{"a": 08675309, "b": "Zq7Xk\q", "c": 'Zq7Xk'}`},
	{"syntax", `true`, "a.json", `{"a": "Zq7Xk" "b": 1}`},
	{"syntax", `true`, "a.json", `["Zq7Xk`},
	{"syntax", `true`, "a.yaml", "a: @Zq7Xk\n"},
	{"syntax", `true`, "a.yaml", "a: *Zq7Xk\n"},
	{"syntax", `true`, "a.yaml", "a: [Zq7Xk\n"},
	{"syntax", `true`, "a.toml", "a = Zq7Xk\nb = 08675309\nc = 8675309-13-45\n"},
	{"syntax", `true`, "a.json5", `{a: Zq7Xk, b: 08675309, c: "Zq7Xk`},
	{"encoding", `true`, "a.json", "\"Zq7Xk\xff\""},
	{"indentation", `true`, "a.yaml", "a: \"Zq7Xk\nZq7Xk\"\n"},
	{"bom", `true`, "a.json", "\ufeff\"Zq7Xk\""},
	{"duplicate-key", `true`, "a.json", `{"a": "Zq7Xk", "a": "Zq7Xk"}`},
	{"duplicate-key", `true`, "a.json", `{"a": "Zq7Xk", "a": 8675309}`},
	{"limit", `{"$ref": "#"}`, "a.json", `"Zq7Xk"`},
	{"number-precision", `true`, "a.json", `1.86753098675309867530986753091`},
	{"non-finite-number", `true`, "a.yaml", "a: .inf\nb: Zq7Xk\n"},
	{"deprecated", `{"properties": {"a": {"deprecated": true}}}`, "a.json", `{"a": "Zq7Xk"}`},
	{"unused-suppression", `true`, "a.jsonc", "// verdict-ignore-next-line zq-seven\n\"Zq7Xk\" // verdict-ignore"},
	{"other-form", ``, "a.json", `{"integrationLabel": "Zq7Xk", "projectId": 8675309}`},
	{"missing", `{"required": ["b"]}`, "a.json", `{"a": "Zq7Xk"}`},
	{"null", `{"properties": {"a": {"type": "string"}}}`, "a.json", `{"a": null, "b": "Zq7Xk"}`},
	{"type", `{"properties": {"a": {"type": "string"}, "b": {"type": "integer"}, "c": {"type": "array"}}}`, "a.json", `{"a": 8675309, "b": "8675309", "c": "Zq7Xk"}`},
	{"type", `{"properties": {"a": {"type": "string"}}}`, "a.yaml", "a: 0x8675309\n"},
	{"enum", `{"enum": ["Zq7Xl", "other"]}`, "a.json", `"Zq7Xk"`},
	{"const", `{"const": 867530}`, "a.json", `8675309`},
	{"false-schema", `false`, "a.json", `"Zq7Xk"`},
	{"format", `{"items": {"format": "date-time"}}`, "a.json", `["Zq7Xk", "2024-05-01 10:00:00Zq7Xk"]`},
	{"format", `{"format": "email"}`, "a.json", `"Zq7Xk@@"`},
	{"pattern", `{"pattern": "^a"}`, "a.json", `"Zq7Xk"`},
	{"min-length", `{"minLength": 9}`, "a.json", `"Zq7Xk"`},
	{"max-length", `{"maxLength": 2}`, "a.json", `"Zq7Xk"`},
	{"content", `{"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64"}`, "a.json", `"Zq7Xk!"`},
	{"minimum", `{"minimum": 1e9}`, "a.json", `8675309`},
	{"maximum", `{"maximum": 1}`, "a.json", `8675309`},
	{"exclusive-minimum", `{"exclusiveMinimum": 1e9}`, "a.json", `8675309`},
	{"exclusive-maximum", `{"exclusiveMaximum": 1}`, "a.json", `8675309`},
	{"multiple-of", `{"multipleOf": 10}`, "a.json", `8675309`},
	{"min-items", `{"minItems": 2}`, "a.json", `["Zq7Xk"]`},
	{"max-items", `{"maxItems": 0}`, "a.json", `["Zq7Xk"]`},
	{"unique-items", `{"uniqueItems": true}`, "a.json", `["Zq7Xk", "Zq7Xk"]`},
	{"contains", `{"contains": {"type": "null"}}`, "a.json", `["Zq7Xk"]`},
	{"additional-items", `{"prefixItems": [true], "items": false}`, "a.json", `["Zq7Xk", 8675309]`},
	{"min-properties", `{"minProperties": 2}`, "a.json", `{"a": "Zq7Xk"}`},
	{"max-properties", `{"maxProperties": 0}`, "a.json", `{"a": "Zq7Xk"}`},
	{"unknown-property", `{"properties": {"abc": {}}}`, "a.json", `{"abd": "Zq7Xk"}`},
	{"property-name", `{"propertyNames": {"maxLength": 1}}`, "a.json", `{"ab": "Zq7Xk"}`},
	{"any-of", `{"anyOf": [{"minLength": 9}, {"pattern": "^a"}]}`, "a.json", `"Zq7Xk"`},
	{"one-of", `{"oneOf": [{"type": "string"}, {"minLength": 1}]}`, "a.json", `"Zq7Xk"`},
	{"not", `{"not": {"type": "string"}}`, "a.json", `"Zq7Xk"`},
	{"missing", `{"if": {"properties": {"kind": {"minLength": 1}}}, "then": {"required": ["b"]}}`, "a.json", `{"kind": "Zq7Xk"}`},
	{"unknown-schema", ``, "a.json", `{"$schema": "./Zq7Xk.json"}`},
	{"unknown-schema", ``, "a.json", `{"$schema": "https://example.com/Zq7Xk"}`},
	{"unknown-schema", ``, "a.yaml", "# yaml-language-server: $schema=Zq7Xk.json\na: Zq7Xk\n"},
	{"no-schema", ``, "a.json", `{"a": "Zq7Xk"}`},
	{"invalid-example", ``, "a.json", `{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "integer", "examples": ["Zq7Xk"]}`},
	{"type", ``, "a.json", `{"$schema": "https://json-schema.org/draft/2020-12/schema", "minLength": "Zq7Xk"}`},
}

// findMarks fails if an output has a mark.
func findMarks(t *testing.T, what, text string) {
	t.Helper()
	for _, mark := range []string{markedText, markedNumber, "zq-seven"} {
		if at := strings.Index(text, mark); at >= 0 {
			t.Errorf("%s has a value of the payload: …%s…", what, text[max(at-200, 0):min(at+50, len(text))])
		}
	}
}

func TestRedactedOutputHasNoValues(t *testing.T) {
	met := make(map[string]bool)
	for i, test := range markedFaults {
		t.Run(fmt.Sprint(i, " ", test.rule), func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, test.name, test.payload)
			enable(t, test.rule)
			args := []string{"lint", "--redact", test.name}
			switch {
			case test.rule == "other-form":
				args = append(args, "--schema", "connect-session-wire")
			case test.rule == "no-schema":
				args = append(args, "--require-schema")
			case test.schema != "":
				write(t, "schema", test.schema)
				args = append(args, "--schema", "schema")
			}
			_, lines, _ := execute(append(args, "--format", "jsonl")...)
			if !strings.Contains(lines, `"rule":"`+test.rule+`"`) {
				t.Fatalf("the payload does not break the rule:\n%s", lines)
			}
			met[test.rule] = true
			for k, format := range report.Names() {
				if testing.Short() && (i+k)%8 != 0 {
					continue
				}
				arguments := append(slices.Clone(args), "--format", format)
				if (i+k)%2 == 0 { // with each rule and with each format
					arguments = append(arguments, "--stats")
				}
				_, stdout, stderr := execute(arguments...)
				findMarks(t, format, stdout)
				findMarks(t, "standard error", stderr)
			}
			_, stdout, stderr := execute(append(args, "--baseline", "b", "--update-baseline")...)
			findMarks(t, "output with a baseline", stdout+stderr)
			findMarks(t, "the baseline", read(t, "b"))
			_, stdout, stderr = execute(append(args, "--fix", "--unsafe-fixes")...)
			findMarks(t, "--fix", stdout+stderr)
		})
	}
	for _, rule := range rules.All() {
		if rule.CheckSchema == nil && rule.CheckSchemaFile == nil && !met[string(rule.Name)] {
			t.Errorf("markedFaults has no payload that breaks the rule %s", rule.Name)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// In a text with syntax errors, values may be read as names and names as values. Each byte is
// removed, doubled and replaced by a quote in turn.
func TestRedactedOutputOfDamagedTextsHasNoValues(t *testing.T) {
	texts := map[string]string{
		"a.json":  `{"a": "Zq7Xk b", "c": [8675309, "d Zq7Xk"], "e": {"f": true}, "g": "Zq7Xk"}`,
		"a.jsonc": "{\"a\": \"Zq7Xk b\", // c\n \"c\": [8675309, \"d Zq7Xk\"], \"g\": \"Zq7Xk\"}",
		"a.json5": `{a: 'Zq7Xk b', "c": [8675309, "d Zq7Xk",], e: {f: true}, g: "Zq7Xk"}`,
		"a.yaml":  "a: \"Zq7Xk b\"\nc: [8675309, 'd Zq7Xk']\ne: {f: true}\ng:\n  - Zq7Xk\n  - |\n    Zq7Xk\n",
		"a.toml":  "a = \"Zq7Xk b\"\nc = [8675309, 'd Zq7Xk']\ne = {f = true}\n[g]\nh = \"Zq7Xk\"\n",
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			text := texts[name]
			write(t, "schema", `{"properties": {"a": {"type": "null"}, "c": {"maxItems": 1}, "e": {"required": ["i"]}, "g": {"type": "null"}}}`)
			number := 0
			for at := range len(text) {
				if testing.Short() && at%7 != 0 {
					continue
				}
				for _, damaged := range []string{text[:at] + text[at+1:], text[:at] + text[at:at+1] + text[at:], text[:at] + `"` + text[at+1:], text[:at] + `"` + text[at:]} {
					number++
					write(t, fmt.Sprintf("%d.%s", number, name), damaged)
				}
			}
			_, stdout, stderr := execute("lint", "--redact", "--schema", "schema", "--format", "json", "*"+name)
			findMarks(t, "standard error", stderr)
			var found struct {
				Findings []struct {
					File, Message, Got, Expected, Pointer, Property string
				}
			}
			if err := json.Unmarshal([]byte(stdout), &found); err != nil {
				t.Fatal(err)
			}
			if len(found.Findings) < number/2 {
				t.Errorf("%d findings in %d texts", len(found.Findings), number)
			}
			for _, f := range found.Findings {
				if all := fmt.Sprint(f); strings.Contains(all, markedText) || strings.Contains(all, markedNumber) {
					t.Errorf("%s %s\nhas %+v", f.File, read(t, f.File), f)
				}
			}
		})
	}
}
