package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample returns the findings of a run that are hard to show, one of each kind.
func sample() (files []string, findings []finding.Finding) {
	at := func(line, column, endLine, endColumn int, offset, end int64) finding.Range {
		return finding.Range{
			Start: finding.Position{Line: line, Column: column}, End: finding.Position{Line: endLine, Column: endColumn},
			Offset: offset, EndOffset: end,
		}
	}
	const schema = "https://example.com/session.json#"
	findings = []finding.Finding{
		{
			File: "a/null.json", Range: at(3, 16, 3, 20, 30, 34), Severity: finding.Error, Rule: "null",
			Message: `"projectId" must not be null; expected a string`, Pointer: "/projectId",
			KeywordLocation: "/properties/projectId/type", SchemaLocation: schema + "/properties/projectId/type",
			Schema: "session", Expected: "string", Got: "null",
			Frame: finding.Frame{
				Text: `  "projectId": null,`, Start: 15, End: 19,
				Before: []string{"{", `  "id": 1,`}, After: []string{`  "label": "<b>&amp;</b>"`, "}"},
			},
		},
		{
			File: "a/null.json", Range: at(1, 1, 5, 2, 0, 70), Severity: finding.Error, Rule: "missing",
			Message: `"createdAt" is missing`, Property: "createdAt", KeywordLocation: "/required",
			SchemaLocation: schema + "/required", Schema: "session", Frame: finding.Frame{Text: "{", Start: 0, End: 1},
		},
		{
			File: "a/tabs.json", Range: at(2, 4, 2, 15, 5, 16), Severity: finding.Warning, Rule: "unknown-property",
			Message: `unknown property "projectID"; did you mean "projectId"?`, Pointer: "/projectID", Property: "projectID",
			Schema: "session", Help: "add the property to the schema if it is allowed",
			Frame: finding.Frame{Text: "\t\t \"projectID\": 1", Start: 3, End: 14},
			Fix: &finding.Fix{Title: `rename "projectID" to "projectId"`, Safe: true,
				Edits: []finding.Edit{{Offset: 5, End: 16, Text: `"projectId"`}}},
		},
		{
			File: "b, [c] & <d>.json", Range: at(1, 13, 1, 18, 20, 30), Severity: finding.Error, Rule: "enum",
			Message: `"水曜日" is not one of "月", "火"`, Pointer: "/day/0~1",
			Schema: "session", Frame: finding.Frame{Text: `{"日本": ["水曜日"]}`, Start: 12, End: 23},
			Related: []finding.Related{{Range: at(9, 2, 9, 3, 99, 100), Message: "first used here"}},
		},
		{
			File: "hostile.json", Range: at(1, 2, 1, 4, 1, 4), Severity: finding.Error, Rule: "syntax",
			Message: "invalid character '\x1b' in a string\r\u202e", Schema: "session",
			Frame: finding.Frame{Text: "[\"\x1b[2J\u202egone\"]", Start: 1, End: 4},
		},
		{
			File: "long.json", Range: at(1, 4001, 1, 4005, 4000, 4004), Severity: finding.Error, Rule: "type",
			Message: "expected a string, not a boolean", Pointer: "/4000/x", Schema: "session",
			Frame: finding.Frame{
				Text:  strings.Repeat("0123456789", 20) + "TRUE" + strings.Repeat("abcdefghij", 20),
				Start: 200, End: 204, CutLeft: true, CutRight: true,
			},
		},
		{
			File: "long.json", Range: at(2, 4, 2, 4, 4010, 4010), Severity: finding.Error, Rule: "syntax",
			Message: "unexpected end of the text", Schema: "session", Frame: finding.Frame{Text: "[1,", Start: 3, End: 3},
		},
	}
	return []string{"a/null.json", "a/tabs.json", "b, [c] & <d>.json", "clean.json", "hostile.json", "long.json"}, findings
}

// render writes a run in one format.
func render(t *testing.T, name string, o Options, files []string, findings []finding.Finding) string {
	t.Helper()
	format, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	r := format.New(&b, o)
	sum := finding.Summary{Files: len(files), Payloads: len(files)}
	for _, file := range files {
		if err := r.File(file); err != nil {
			t.Fatal(err)
		}
		for i := range findings {
			if findings[i].File != file {
				continue
			}
			sum.Count(&findings[i])
			if err := r.Finding(&findings[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := r.Close(sum); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares a text with a file of testdata, or writes the file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestEveryFormatMatchesItsGoldenFile(t *testing.T) {
	files, findings := sample()
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			golden(t, format.Name+".golden", render(t, format.Name, Options{Version: "v1.2.3"}, files, findings))
		})
		t.Run(format.Name+" without findings", func(t *testing.T) {
			golden(t, format.Name+"-clean.golden", render(t, format.Name, Options{Version: "v1.2.3"}, files[3:4], nil))
		})
	}
	t.Run("text in color", func(t *testing.T) {
		golden(t, "text-color.golden", render(t, "text", Options{Color: true}, files, findings))
	})
	t.Run("text on a narrow terminal", func(t *testing.T) {
		golden(t, "text-narrow.golden", render(t, "text", Options{Width: 40}, files, findings))
	})
}

func TestThePageOnOutputListsEveryFormat(t *testing.T) {
	page, err := os.ReadFile("../../docs/output.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats() {
		if !strings.Contains(string(page), "\n| `"+format.Name+"` | ") {
			t.Errorf("docs/output.md has no row for the format %s", format.Name)
		}
	}
}

func TestNoFormatWritesControlCharacters(t *testing.T) {
	const hostile = "\x1b[31m\r\x7f\u009b5m\u202e\u2028\ufeff\xff"
	files, findings := sample()
	files = append(files, hostile)
	findings = append(findings, finding.Finding{
		File: hostile, Rule: "type", Message: hostile, Pointer: hostile, Property: hostile, Help: hostile, Got: hostile,
		Schema: hostile, SchemaLocation: hostile, Frame: finding.Frame{Text: hostile, End: len(hostile), Before: []string{hostile}},
		Related: []finding.Related{{Message: hostile}},
		Fix:     &finding.Fix{Title: hostile, Edits: []finding.Edit{{Text: hostile}}},
	})
	for _, format := range Formats() {
		out := render(t, format.Name, Options{}, files, findings)
		if !utf8.ValidString(out) {
			t.Errorf("%s is not UTF-8", format.Name)
		}
		for _, r := range out {
			if isHazard(r) && r != '\n' && !(r == '\t' && format.Name == "html") {
				t.Errorf("%s passes %q through", format.Name, r)
			}
		}
	}
}

func TestPrintableKeepsLineEnds(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                     "plain",
		"a\n\tb":                    "a\n\tb",
		"\x1b[31m\r\n\u202eb":       `\x1b[31m\x0d` + "\n" + `\u202eb`,
		"caf\xe9, café, \ufffd":     `caf\xe9, café, ` + "\ufffd",
		"\u009b, which is \xc2\x9b": `\x9b, which is \x9b`,
	} {
		if got := Printable(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestUnknownFormatNamesTheNearest(t *testing.T) {
	_, err := Find("onelines")
	if err == nil || err.Error() != `unknown format "onelines"; did you mean "oneline"?` {
		t.Error(err)
	}
}

func TestMassFailuresAreCounted(t *testing.T) {
	var findings []finding.Finding
	line := 0
	add := func(rule, pointer, property, keyword string) {
		line++
		findings = append(findings, finding.Finding{
			File: "big.json", Rule: rule, Severity: finding.Error, Message: "m", Pointer: pointer, Property: property,
			KeywordLocation: keyword, Range: finding.Range{Start: finding.Position{Line: line, Column: 8}},
		})
	}
	for i := range 1200 {
		add("null", fmt.Sprintf("/%d/projectId", i), "", "/items/properties/projectId/type")
	}
	for _, name := range []string{"x", "y", "z"} { // of a map
		add("type", "/by/"+name+"/id", "", "/properties/by/additionalProperties/properties/id/type")
		add("missing", "/by/"+name, "name", "/properties/by/additionalProperties/required")
	}
	for _, name := range []string{"x", "y", "z"} { // not grouped
		add("unknown-property", "/"+name, name, "/additionalProperties")
		add("number-precision", "/"+name, "", "")
	}
	for i := range 3 {
		add("number-precision", fmt.Sprintf("/list/%d", i), "", "")
	}
	add("type", "/7/id", "", "/items/properties/id/type")
	var want strings.Builder
	for i, f := range findings {
		if i < 2 || i >= 1200 && i < 1204 || i >= 1206 && i < 1214 || i == len(findings)-1 {
			fmt.Fprintf(&want, "big.json:%d:8: m [%s]\n", i+1, f.Rule)
		}
	}
	want.WriteString("1,198 more [null] at /*/projectId (1,200 in all), first at big.json:1:8\n" +
		"1 more [type] at /by/*/id (3 in all), first at big.json:1201:8\n" +
		"1 more [missing] at /by/*/name (3 in all), first at big.json:1202:8\n" +
		"1 more [number-precision] at /list/* (3 in all), first at big.json:1213:8\n")
	if diff := cmp.Diff(want.String(), render(t, "text", Options{GroupAfter: 2}, []string{"big.json"}, findings)); diff != "" {
		t.Error(diff)
	}
}

func TestFindingsBeyondTheMaximumOfGroupsAreShown(t *testing.T) {
	var findings []finding.Finding
	for i := range maxGroups + 10 {
		findings = append(findings, finding.Finding{File: "f", Rule: "null", Message: "m", Pointer: fmt.Sprintf("/x%d", i)})
	}
	out := render(t, "text", Options{GroupAfter: 1}, []string{"f"}, findings)
	if n := strings.Count(out, "\n"); n != len(findings) {
		t.Errorf("%d of %d are shown", n, len(findings))
	}
}
