// Package rules holds a page for each rule of the linter: what it is about, an
// example with its finding, what to do. The pages are read here on the web, by
// verdict explain in a terminal, and by the tests, which run the examples.
package rules

import (
	"embed"
	"strings"
)

//go:embed *.md
var pages embed.FS

// Names lists every rule that has a page, sorted.
func Names() []string {
	entries, err := pages.ReadDir(".")
	if err != nil {
		return nil // the root of an embedded tree can always be read
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".md"))
	}
	return names
}

// Page is the page of a rule, in Markdown, and whether there is one.
func Page(name string) (string, bool) {
	page, err := pages.ReadFile(name + ".md")
	return string(page), err == nil
}

// Summary is the sentence that a page begins with.
func Summary(name string) string {
	page, _ := Page(name)
	_, text, _ := strings.Cut(page, "\n\n")
	summary, _, _ := strings.Cut(text, "\n")
	return summary
}
