package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// tabStop is the distance between tab stops in columns.
const tabStop = 4

// printable makes text safe to show on a terminal: code points that would move the cursor,
// change colors or reverse the writing direction are replaced by escapes, and so are bytes
// that are not UTF-8 and commands to a build system. Payloads and file names are untrusted.
func printable(s string) string {
	if (allPlain(s) || utf8.ValidString(s) && strings.IndexFunc(s, isHazard) < 0) && !hasCommand(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			fmt.Fprintf(&b, `\x%02x`, s[i])
			continue
		}
		if isCommand(s[i:]) {
			b.WriteString(escapedHash)
			continue
		}
		b.WriteString(printableRune(r))
	}
	return b.String()
}

// Printable makes a text of several lines safe to show on a terminal. It keeps line endings
// and tabs.
func Printable(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = printableTabbed(lines[i])
	}
	return strings.Join(lines, "\n")
}

// printableTabbed is like printable but keeps tabs.
func printableTabbed(s string) string {
	parts := strings.Split(s, "\t")
	for i := range parts {
		parts[i] = printable(parts[i])
	}
	return strings.Join(parts, "\t")
}

func printableRune(r rune) string {
	switch {
	case !isHazard(r):
		return string(r)
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// isPlain reports whether a code point is printable ASCII and therefore no hazard and one
// cell wide. Nearly all are.
func isPlain(r rune) bool { return r >= ' ' && r <= '~' }

func allPlain[Text string | []byte](s Text) bool {
	for i := range len(s) {
		if !isPlain(rune(s[i])) {
			return false
		}
	}
	return true
}

// isHazard reports whether a terminal would interpret a code point rather than show it.
func isHazard(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		return true // writing direction
	case r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true // line and paragraph separator, and the byte order mark
	}
	return false
}

// columns returns how many terminal cells a code point takes.
func columns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) || r == 0x200D || r == 0x200B {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// A cell is a code point of a source line as shown on a terminal.
type cell struct {
	text   string
	width  int
	marked bool
}

// cells appends the cells of a source line to row, with its bytes [start, end) marked. At
// least one cell is marked, even if it is after the end of the line.
func cells(row []cell, line string, start, end int) []cell {
	row = slices.Grow(row, len(line)+1)
	column := 0
	marked := false
	for i, r := range line {
		c := cell{marked: i >= start && i < max(end, start+1)}
		switch {
		case r == '#' && isCommand(line[i:]):
			c.text, c.width = escapedHash, len(escapedHash)
		case isPlain(r):
			c.text, c.width = line[i:i+1], 1
		case r == '\t':
			c.width = tabStop - column%tabStop
			c.text = strings.Repeat(" ", c.width)
		case isHazard(r):
			c.text = printableRune(r)
			c.width = len(c.text)
		default:
			c.text = string(r)
			c.width = columns(r)
		}
		marked = marked || c.marked
		column += c.width
		row = append(row, c)
	}
	if !marked {
		row = append(row, cell{width: 1, marked: true})
	}
	return row
}
