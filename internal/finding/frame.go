package finding

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// frameReach is how many bytes of a line are kept on either side of a fault.
const frameReach = 240

// NewFrame returns the source line that text[start:end] begins on, with up to context lines
// before and after it.
func NewFrame(text []byte, start, end, context int) Frame {
	start = min(max(start, 0), len(text))
	end = min(max(end, start), len(text))

	first, cutLeft := lineStart(text, start)
	last, cutRight := lineEnd(text, start)
	f := Frame{
		Text:     strings.ToValidUTF8(string(text[first:last]), "\uFFFD"),
		CutLeft:  cutLeft,
		CutRight: cutRight,
	}
	// The replacement of bad bytes moves what lies behind them.
	f.Start = len(strings.ToValidUTF8(string(text[first:min(start, last)]), "\uFFFD"))
	f.End = max(f.Start, len(strings.ToValidUTF8(string(text[first:min(end, last)]), "\uFFFD")))
	if last < end && isOpening(text, start) {
		f.End = f.Start + 1 // of a value of many lines, mark the bracket only
	}
	if context > 0 {
		f.Before = linesBefore(text, first, context)
		f.After = linesAfter(text, last, context)
	}
	return f
}

func isOpening(text []byte, at int) bool {
	return at < len(text) && (text[at] == '{' || text[at] == '[')
}

func isLineEnd(c byte) bool { return c == '\n' || c == '\r' }

// lineStart finds where the line begins that at lies on, or where it is cut.
func lineStart(text []byte, at int) (start int, cut bool) {
	for start = at; start > 0 && !isLineEnd(text[start-1]); start-- {
		if at-start >= frameReach && utf8.RuneStart(text[start]) {
			return start, true
		}
	}
	return start, false
}

// lineEnd finds where the line ends that at lies on, or where it is cut.
func lineEnd(text []byte, at int) (end int, cut bool) {
	for end = at; end < len(text) && !isLineEnd(text[end]); end++ {
		if end-at >= frameReach && utf8.RuneStart(text[end]) {
			return end, true
		}
	}
	return end, false
}

// linesBefore gives up to n lines that end before the line starting at first.
func linesBefore(text []byte, first, n int) []string {
	var lines []string
	for ; n > 0 && first > 0 && isLineEnd(text[first-1]); n-- {
		end := first - 1
		if text[end] == '\n' && end > 0 && text[end-1] == '\r' {
			end--
		}
		start, cut := lineStart(text, end)
		lines = append([]string{strings.ToValidUTF8(string(text[start:end]), "\uFFFD")}, lines...)
		if cut {
			break
		}
		first = start
	}
	return lines
}

// linesAfter gives up to n lines that follow the line ending at last.
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
		lines = append(lines, strings.ToValidUTF8(string(text[next:end]), "\uFFFD"))
		if cut {
			break
		}
		last = end
	}
	return lines
}
