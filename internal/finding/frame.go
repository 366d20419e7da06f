package finding

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// frameReach is the number of bytes of a line that are kept on either side of a finding.
const frameReach = 240

// NewFrame returns the source line that text[start:end] begins on, with up to context lines
// before and after it.
func NewFrame(text []byte, start, end, context int) Frame {
	start = min(max(start, 0), len(text))
	end = min(max(end, start), len(text))

	first, cutLeft := lineStart(text, start)
	last, cutRight := lineEnd(text, start)
	line := text[first:last]
	f := Frame{Text: printed(line), CutLeft: cutLeft, CutRight: cutRight}
	f.Start, f.End = min(start, last)-first, min(end, last)-first
	if !utf8.Valid(line) { // replacing invalid bytes moves the text after them
		f.Start, f.End = len(printed(line[:f.Start])), len(printed(line[:f.End]))
	}
	f.End = max(f.Start, f.End)
	if last < end && isOpening(text, start) {
		f.End = f.Start + 1 // for a value of several lines, mark only the bracket
	}
	if context > 0 {
		f.Before = linesBefore(text, first, context)
		f.After = linesAfter(text, last, context)
	}
	return f
}

// printed returns text with U+FFFD for each run of bytes that are not UTF-8.
func printed(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}

func isOpening(text []byte, at int) bool {
	return at < len(text) && (text[at] == '{' || text[at] == '[')
}

func isLineEnd(c byte) bool { return c == '\n' || c == '\r' }

// lineStart returns the start of the line that contains at, or the offset where the line is cut.
func lineStart(text []byte, at int) (start int, cut bool) {
	reach := max(at-frameReach, 0)
	if end := bytes.LastIndexAny(text[reach:at], "\r\n"); end >= 0 {
		return reach + end + 1, false
	}
	for start = reach; start > 0 && !isLineEnd(text[start-1]); start-- {
		if utf8.RuneStart(text[start]) {
			return start, true
		}
	}
	return start, false
}

// lineEnd returns the end of the line that contains at, or the offset where the line is cut.
func lineEnd(text []byte, at int) (end int, cut bool) {
	reach := min(at+frameReach, len(text))
	if end := bytes.IndexAny(text[at:reach], "\r\n"); end >= 0 {
		return at + end, false
	}
	for end = reach; end < len(text) && !isLineEnd(text[end]); end++ {
		if utf8.RuneStart(text[end]) {
			return end, true
		}
	}
	return end, false
}

// linesBefore returns up to n lines before the line that starts at first.
func linesBefore(text []byte, first, n int) []string {
	var lines []string
	for ; n > 0 && first > 0 && isLineEnd(text[first-1]); n-- {
		end := first - 1
		if text[end] == '\n' && end > 0 && text[end-1] == '\r' {
			end--
		}
		start, cut := lineStart(text, end)
		lines = append([]string{printed(text[start:end])}, lines...)
		if cut {
			break
		}
		first = start
	}
	return lines
}

// linesAfter returns up to n lines after the line that ends at last.
func linesAfter(text []byte, last, n int) []string {
	var lines []string
	for ; n > 0 && last < len(text) && isLineEnd(text[last]); n-- {
		next := last + 1
		if bytes.HasPrefix(text[last:], []byte("\r\n")) {
			next++
		}
		if next >= len(text) {
			break
		}
		end, cut := lineEnd(text, next)
		lines = append(lines, printed(text[next:end]))
		if cut {
			break
		}
		last = end
	}
	return lines
}
