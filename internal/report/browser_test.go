package report

// This file tests the page of the format html in a browser: what it shows and what its
// filter box does. A headless Chromium loads the page and prints the document after its
// script has run.

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// browser returns the path of a Chromium and skips the test if there is none, or with -short.
func browser(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser, which takes longer than -short allows; go test without it runs this")
	}
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("Chromium is not installed; install the package chromium or set $CHROMIUM")
	return ""
}

// load opens a page at a fragment, runs a script in it, and returns the document and the output
// on the console.
func load(t *testing.T, page, fragment, script string) (document string, console []string) {
	t.Helper()
	chromium := browser(t)
	directory := t.TempDir()
	path := filepath.Join(directory, "page.html")
	page = strings.Replace(page, "</body>", "<script>"+script+"</script></body>", 1)
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--user-data-dir="+filepath.Join(directory, "profile"), "--enable-logging=stderr", "--dump-dom", address.String()+fragment)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", chromium, err, stderr.String())
	}
	for _, line := range strings.Split(stderr.String(), "\n") {
		if strings.Contains(line, "CONSOLE") {
			console = append(console, line)
		}
	}
	return stdout.String(), console
}

const (
	isNull   = `"projectId" must not be null; expected a string`
	missing  = `"createdAt" is missing`
	unknown  = `unknown property "projectID"; did you mean "projectId"?`
	notOneOf = `"水曜日" is not one of "月", "火"`
	wrong    = "expected a string, not a boolean"
	end      = "unexpected end of the text"
)

// A view is what is visible on the page.
type view struct {
	Findings []string // their messages
	Files    int      // files with a card
	Count    string
}

// look is the script that records a view; "visible" selects the elements that a reader can see.
const look = `
	const visible = selector => Array.from(document.querySelectorAll(selector)).filter(e => e.checkVisibility());
	const look = () => ({
		Findings: visible(".finding").map(e => e.querySelector("p").firstChild.data.trim()),
		Files: visible(".file").length,
		Count: document.getElementById("count").textContent,
	});
	const keep = views => {
		const kept = document.createElement("script");
		kept.id = "views";
		kept.type = "application/json";
		kept.textContent = JSON.stringify(views).replaceAll("<", "\\u003c");
		document.body.append(kept);
	};
`

// views returns the views recorded by a script.
func views(t *testing.T, document string) (all []view) {
	t.Helper()
	_, kept, _ := strings.Cut(document, `<script id="views" type="application/json">`)
	kept, _, _ = strings.Cut(kept, "</script>")
	if err := json.Unmarshal([]byte(kept), &all); err != nil {
		t.Fatalf("%v, of %q", err, kept)
	}
	return all
}

// The page is opened by a link to a filtered view, which the first view shows.
func TestThePageFiltersInABrowser(t *testing.T) {
	cases := []struct {
		name   string
		script string
		want   view
	}{
		{"words", `type("MUST Project")`, view{[]string{isNull}, 1, "1 of 7"}},
		{"words of the source", `type("日本")`, view{[]string{notOneOf}, 1, "1 of 7"}},
		{"words that no finding contains", `type("nowhere")`, view{[]string{}, 0, "0 of 7"}},
		{"words in a row", `type('"not be"')`, view{[]string{isNull}, 1, "1 of 7"}},
		{"a file", `type("null.json")`, view{[]string{isNull, missing}, 1, "2 of 7"}},
		{"a rule", `type("rule:null")`, view{[]string{isNull}, 1, "1 of 7"}},
		{"a rule that is the beginning of one", `type("rule:nul")`, view{[]string{}, 0, "0 of 7"}},
		{"a severity", `click("[data-severity=warning]")`, view{[]string{unknown}, 1, "1 of 7"}},
		{"a severity and words", `click("[data-severity=error]"); type("projectId")`, view{[]string{isNull}, 1, "1 of 7"}},
		{"the bar of a rule", `click("[data-filter='rule:enum']")`, view{[]string{notOneOf}, 1, "1 of 7"}},
		{"the bar of a file", `click(".chart [title='b, [c] & <d>.json']")`, view{[]string{notOneOf}, 1, "1 of 7"}},
		{
			"one bar after the other", `click("[data-filter='rule:null']"); click("[data-filter='path:long.json']")`,
			view{[]string{wrong, end}, 1, "2 of 7"},
		},
		{
			"a bar and the same again, and a file", `click("[data-filter='rule:null']"); click("[data-filter='rule:null']"); type("a/")`,
			view{[]string{isNull, missing, unknown}, 2, "3 of 7"},
		},
	}
	script := look + `
		const click = selector => document.querySelector(selector).click();
		const type = text => {
			const box = document.getElementById("filter");
			box.value = text;
			box.dispatchEvent(new Event("input"));
		};
		const views = [look()];
	`
	for _, c := range cases {
		script += `type(""); click("[data-severity='']"); ` + c.script + "; views.push(look());\n"
	}
	files, findings := sample()
	document, console := load(t, render(t, "html", Options{}, files, findings), "#filter=rule:syntax+text&severity=error", script+"keep(views);")
	if len(console) > 0 {
		t.Errorf("the console has %q", console)
	}
	got := views(t, document)
	if diff := cmp.Diff(view{[]string{end}, 1, "1 of 7"}, got[0]); diff != "" {
		t.Errorf("the link (-want +got):\n%s", diff)
	}
	for i, c := range cases {
		if diff := cmp.Diff(c.want, got[i+1]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// The deliberate error shows that other errors would be found.
func TestAPageWithoutFindingsHasNoErrorsInABrowser(t *testing.T) {
	document, console := load(t, render(t, "html", Options{}, []string{"clean.json"}, nil), "", `throw new Error("deliberate")`)
	if len(console) != 1 || !strings.Contains(console[0], "deliberate") {
		t.Errorf("the console has %q, want only the deliberate error", console)
	}
	if !strings.Contains(document, "No findings.") {
		t.Errorf("the page does not say that there are no findings:\n%s", document)
	}
}
