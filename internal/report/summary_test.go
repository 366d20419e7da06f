package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/summary"
)

// hostile is text in a payload or schema that must not become part of a page or move the cursor.
const hostile = `</pre><script>alert(1)</script>"'&{{.}}` + "\x1b[2J\u202e##[error]x"

func summarize(t *testing.T, document string, records ...string) summary.Section {
	t.Helper()
	schema, err := verdict.Compile([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	c := summary.New(schema, summary.Options{Samples: 2})
	for _, record := range records {
		c.Add([]byte(record), schema.Validate([]byte(record)))
	}
	return c.Summary().Sections[0]
}

// exampleSummary has a section with ordinary records, one with hostile text, and one without records.
func exampleSummary(t *testing.T) summary.Summary {
	name := fmt.Sprintf("%q", hostile)
	quoted := strings.NewReplacer(`\x1b`, `\u001b`, `\u202e`, "\u202e").Replace(name)
	var records []string
	for k := range 1000 {
		records = append(records, fmt.Sprintf(`{"id":%d,"label":null}`, k), fmt.Sprintf(`{"id":%d,"items":[{"price":1},{"price":null}]}`, k))
	}
	records = append(records, `{"id":"7"}`, `{"label":7}`, `{"id":`, "{\n\t\"id\": true\n}", "{\"id\":\"\xff\"}", `{"id":null,"label":"`+strings.Repeat("long ", 300)+`"}`)
	return summary.Summary{Samples: 2, Sections: []summary.Section{
		summarize(t, `{"title": "An order", "required": ["id"], "properties": {"id": {"type": "integer"}, "label": {"type": ["string", "null"]}, "items": {"items": {"properties": {"price": {"type": ["number", "null"]}}}}}}`, records...),
		summarize(t, `{"title": `+quoted+`, "properties": {`+quoted+`: {"type": "integer"}}}`, `{`+quoted+`:`+quoted+`}`),
		summarize(t, `{}`),
	}}
}

func TestFormatsOfSummaries(t *testing.T) {
	for _, format := range SummaryFormats {
		t.Run(format, func(t *testing.T) {
			var out bytes.Buffer
			if err := WriteSummary(&out, format, exampleSummary(t), Options{Version: "v0.0.0-test", Page: func(rule string) (string, bool) { return "", rule != "syntax" }}); err != nil {
				t.Fatal(err)
			}
			golden := "testdata/summary-" + format + ".golden"
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if format == "json" {
				return // other programs read it
			}
			for _, r := range out.String() {
				if isHazard(r) && r != '\n' && !(r == '\t' && format == "html") {
					t.Errorf("%q is in the output", r)
				}
			}
			if hasCommand(out.String()) {
				t.Error("a command to a build system is in the output")
			}
		})
	}
}

func TestThePageOfASummaryHasOnlyItsOwnElements(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSummary(&out, "html", exampleSummary(t), Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
	for _, outside := range []string{"src=", "@import", "url(", "<link"} {
		if strings.Contains(out.String(), outside) {
			t.Errorf("%s is in the page", outside)
		}
	}
	_, sections, _ := strings.Cut(out.String(), "<section")
	sections, _, _ = strings.Cut(sections, "<footer")
	decoder := xml.NewDecoder(strings.NewReader("<main><section" + sections + "</main>"))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestASummaryOfManyRowsFitsABrowserAndATerminal(t *testing.T) {
	s := summary.Summary{Sections: []summary.Section{{Records: 9, Valid: 9}}}
	for k := range 10_000 {
		path := fmt.Sprintf("/%d", k)
		s.Sections[0].Properties = append(s.Sections[0].Properties, summary.Property{Path: path, Null: 1})
		s.Sections[0].Violations = append(s.Sections[0].Violations, summary.Violation{Rule: "null", Property: path, Count: 1, Records: 1})
	}
	for format, most := range map[string]int{"html": 3 << 20, "text": 4 << 10} {
		var out bytes.Buffer
		if err := WriteSummary(&out, format, s, Options{}); err != nil {
			t.Fatal(err)
		}
		if out.Len() > most || !strings.Contains(out.String(), " more") {
			t.Errorf("%s: %d bytes", format, out.Len())
		}
	}
}

func TestOnlyExactSharesAreShownAs0Or100Percent(t *testing.T) {
	for want, c := range map[string][2]int64{
		"0%": {0, 0}, "100%": {7, 7}, "<0.1%": {1, 1_000_000}, ">99.9%": {999_999, 1_000_000}, "33.3%": {1, 3}, "0.1%": {1, 1000},
	} {
		if got := share(c[0], c[1]); got != want {
			t.Errorf("%d of %d: got %s, want %s", c[0], c[1], got, want)
		}
	}
}

func TestThePageOfASummaryFiltersInABrowser(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSummary(&out, "html", exampleSummary(t), Options{}); err != nil {
		t.Fatal(err)
	}
	document, console := load(t, out.String(), "", `
		const box = document.querySelector(".filter");
		const rows = words => {
			box.value = words;
			box.dispatchEvent(new Event("input"));
			return Array.from(document.querySelectorAll("tbody tr")).filter(row => row.checkVisibility()).length;
		};
		document.title = [rows(""), rows("price"), rows("NULL /id"), rows("nowhere")].join();
	`)
	if len(console) > 0 {
		t.Errorf("the console has %q", console)
	}
	if want := "<title>13,1,1,0</title>"; !strings.Contains(document, want) {
		_, title, _ := strings.Cut(document, "<title>")
		t.Errorf("got %.40q, want %s", title, want)
	}
}
