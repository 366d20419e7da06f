package lint

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
)

// This file tests what all fixes, safe or not, may do to a text: each word of the fixed text is a word
// of the source, or the way to write it in JSON, and only words of removed comments are lost.

var (
	word          = regexp.MustCompile(`[\pL\pN_$.+-]+`)
	number        = regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)$`)
	pointAtStart  = regexp.MustCompile(`^(-?)\.`)
	pointAtTheEnd = regexp.MustCompile(`\.$`)
)

// inJSON returns how a word of another language is written in JSON; "" if it is the same.
func inJSON(w string) string {
	if w, ok := map[string]string{"undefined": "null", "None": "null", "nil": "null", "True": "true"}[w]; ok {
		return w
	}
	if !number.MatchString(w) {
		return ""
	}
	w = strings.TrimPrefix(w, "+")
	w = pointAtStart.ReplaceAllString(w, "${1}0.")
	return pointAtTheEnd.ReplaceAllString(w, ".0")
}

// wordsChanged returns the words that a fixed text has added, and those that it has lost.
func wordsChanged(source, fixed string) (made, lost []string) {
	now := make(map[string]bool)
	for _, w := range word.FindAllString(fixed, -1) {
		now[w] = true
	}
	known := make(map[string]bool)
	for _, w := range word.FindAllString(source, -1) {
		known[w], known[inJSON(w)] = true, true
		if !now[w] && !now[inJSON(w)] {
			lost = append(lost, w)
		}
	}
	for w := range now {
		if !known[w] {
			made = append(made, w)
		}
	}
	return made, lost
}

// call matches the beginning of a call or an assignment, which may be removed around a payload.
var call = regexp.MustCompile(`[\pL_$][\w$.]*\s*[(=]`)

// pieces are the parts of random broken texts.
var pieces = []string{
	`undefined`, `True`, `None`, `x`, `1`, `01`, `+1`, `-.5`, `5.`, `NaN`, `true`, `"x"`, `'x'`, "“x”", "`x", `"`, `'`, `\`,
	`,`, `:`, `{`, `}`, `[`, `]`, `(`, `)`, `;`, `=`, `...`, `-`, ` `, "\n", "\u00a0", `"a":`, `a:`,
	`// c`, `/* c */`, `# c`, "<<<<<<< l\n", "=======\n", ">>>>>>> r\n",
}

func checkWords(t *testing.T, linter *Linter, name, source string) {
	t.Helper()
	in := input(name, []byte(source))
	_, fixed, _, err := linter.Fix(&in, true)
	if err != nil {
		t.Fatal(err)
	}
	made, lost := wordsChanged(source, string(fixed))
	if len(made) > 0 {
		t.Errorf("%q becomes %q, with the new words %q", source, fixed, made)
	}
	if len(lost) > 0 && !strings.ContainsAny(source, "/#") && !call.MatchString(source) {
		t.Errorf("%q becomes %q, without the words %q", source, fixed, lost)
	}
}

func wordLinter() *Linter {
	// In its schema no name is similar to another, and no value may be left out.
	schema := `{"patternProperties": {"^a$": {"type": "string"}, "^b$": {"type": "integer"}}, "required": ["a", "b"]}`
	return New(oneSchema(schema), Options{})
}

func TestFixesNeitherAddNorLoseWords(t *testing.T) {
	race.Skip(t)
	linter := wordLinter()
	for _, around := range []string{"%s", "[%s]", `{"a": %s}`, "{%s}", `{"a": [%s], "b": 1}`} {
		for i, first := range pieces {
			for k, second := range pieces {
				if testing.Short() && (i+k)%4 != 0 {
					continue
				}
				checkWords(t, linter, "a.json", fmt.Sprintf(around, first+second))
			}
		}
	}
	for _, source := range []string{
		`{"a": (undefinedTrue}`, `[1/* c */2]`, `[1}01]`, `{"a": 00701}`, `[undefined:]`, `[True}1]`, `[None x]`, `{"a": None}undefined}`,
	} {
		checkWords(t, linter, "a.json", source)
	}
}

func TestFixesDropNoDocument(t *testing.T) {
	linter := wordLinter()
	for name, sources := range map[string][]string{
		"a.json": {
			`{"a": 1} {"a": 2}`, "{\"a\": \"1\"}\n{\"a\": \"2\"}\n", "[1]\n[2]", `1 2`, `"x" "y"`, `{"a": "1"} x`, `{"a": "1"}, {"a": "2"}`,
			`null {"a": "2"}`, `x {"a": "2"}`, "x: 1\n{\"a\": \"2\"}", `{"a": "1"}{`, `{"a": "1"} // c`,
		},
		"a.jsonc":  {`{"a": "1"} /* c */ {"a": "2"}`},
		"a.ndjson": {"{\"a\": \"1\",}\n{\"a\": \"2\"} {\"a\": \"3\"}\n", "{\"a\":\n\"1\"}\n"},
		"a.yaml":   {"a: '1'\n---\na: '2'\n", "a: 1\n---\na: 2\n", "--- 1\n--- 2\n...\n--- 3\n"},
	} {
		for _, source := range sources {
			checkWords(t, linter, name, source)
		}
	}
}
