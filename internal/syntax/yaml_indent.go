package syntax

import (
	"bytes"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file finds lines of quoted texts and flow collections that are not indented more than the block
// collection around them. The specification requires it (https://yaml.org/spec/1.2.2/#63-line-prefixes),
// but many parsers do not, and many files have such lines.

// An Indent is the first line of a value that is not indented enough.
type Indent struct {
	Offset int    // of what the line begins with, in the source
	Needs  int    // it needs more spaces than this
	Edits  []Edit // that indent the lines of the value more; they do not change it
}

// entryLine matches a line that is rather an entry of the collection around a quoted text whose
// closing quote is missing.
var entryLine = lazyregexp.New(`^(?:- |[\pL\pN_.-]+:(?:\s|$))`)

// checkIndent looks at the indentation of the lines of a quoted text or flow collection after the first.
// A closing bracket may be indented like the collection around it, as most people write it. Tabs and
// entries of the collection are errors.
func (l *locator) checkIndent(node *yamlNode, indent int, quoted bool) {
	text := l.text.bytes[:node.end]
	least, wrong := indent+1, Indent{Needs: indent}
	for at := nextLine(text, node.start); at < len(text); at = nextLine(text, at) {
		line := text[at : at+lineLength(text[at:])]
		n := blanks(line)
		rest := bytes.TrimLeft(line, " \t")
		closes := !quoted && len(rest) > 0 && (rest[0] == ']' || rest[0] == '}') && n >= indent
		if n > indent || closes || len(rest) == 0 || !quoted && rest[0] == '#' {
			continue
		}
		switch {
		case len(rest) < len(line)-n:
			l.fail(at+n, tabIndents)
			return
		case quoted && entryLine().Match(rest):
			l.fail(at+n, "expected more than %d spaces before this line, which is in the quoted text before it; perhaps its closing quote is missing", indent)
			return
		case least > indent:
			wrong.Offset = at + n
		}
		least = min(least, n)
	}
	if least <= indent {
		wrong.Edits = indentLines(text, node.start, indent+2-least)
		l.indents = append(l.indents, wrong)
	}
}

// indentLines returns the edits that indent the lines after an offset by more spaces, except empty lines.
func indentLines(text []byte, from, spaces int) (edits []Edit) {
	for at := nextLine(text, from); at < len(text); at = nextLine(text, at) {
		if len(bytes.TrimLeft(text[at:at+lineLength(text[at:])], " \t")) > 0 {
			edits = append(edits, Edit{Start: at, End: at, Text: strings.Repeat(" ", spaces)})
		}
	}
	return edits
}
