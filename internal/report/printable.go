package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// tabStop is how far apart the columns are that a tab goes to.
const tabStop = 4

// printable makes text safe to show on a terminal: whatever would move the
// cursor, change colours or turn the direction of writing is shown as an escape
// instead, and so is what is not UTF-8. Payloads are not to be trusted, nor are the names
// of files.
func printable(s string) string {
	if allPlain(s) || utf8.ValidString(s) && strings.IndexFunc(s, isHazard) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			fmt.Fprintf(&b, `\x%02x`, s[i])
			continue
		}
		b.WriteString(printableRune(r))
	}
	return b.String()
}

// Printable makes a text of several lines safe to show on a terminal, as findings are. The
// ends of lines stay what they are, and so do tabs.
func Printable(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = printableTabbed(lines[i])
	}
	return strings.Join(lines, "\n")
}

// printableTabbed is printable, but for tabs, which stay.
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

// isPlain reports whether a code point is a printable one of ASCII, as nearly all are:
// no hazard, and one cell wide.
func isPlain(r rune) bool { return r >= ' ' && r <= '~' }

func allPlain[Text string | []byte](s Text) bool {
	for i := range len(s) {
		if !isPlain(rune(s[i])) {
			return false
		}
	}
	return true
}

// isHazard reports whether a terminal would obey a code point instead of
// showing it.
func isHazard(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		return true // the direction of writing
	case r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true // line and paragraph separator, and the byte order mark
	}
	return false
}

// columns is how many cells of a terminal a code point takes.
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

// A cell is what a code point of a source line becomes on a terminal.
type cell struct {
	text   string
	width  int
	marked bool
}

// cells lays out a source line behind what is in row, with its bytes [start, end) marked.
// At least one cell is marked, be it behind the end of the line.
func cells(row []cell, line string, start, end int) []cell {
	row = slices.Grow(row, len(line)+1)
	column := 0
	marked := false
	for i, r := range line {
		c := cell{marked: i >= start && i < max(end, start+1)}
		switch {
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
