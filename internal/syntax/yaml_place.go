package syntax

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// places knows where in the source the tokens of a document are. The parser's own idea of
// that is beside the mark where a plain scalar has blanks behind it or goes on in the next
// line, and behind a tag; but every token knows what it was read from.
//
// The place of a token is kept in its offset, of which nobody else makes use: as -1 minus
// the place, so that it is told from the offset that a token has by itself.
type places struct {
	source []byte
	starts []int // of the lines of the source
}

// maxAstray bounds how far a token is looked for that is not where the one before it ends.
const maxAstray = 4 << 10

// newPlaces finds the tokens of a text in the source, which has the same lines.
func newPlaces(source, text []byte, tokens token.Tokens) *places {
	p := &places{source: source, starts: lineStarts(source)}
	plain := p.starts
	if len(text) != len(source) {
		plain = lineStarts(text)
	}
	at, line := 0, 0
	for _, t := range tokens {
		written := strings.TrimSpace(t.Origin)
		for at < len(text) && isSpace(text[at]) {
			at++
		}
		if !bytes.HasPrefix(text[at:], []byte(written)) {
			written, _, _ = strings.Cut(written, "\n")
			next := bytes.Index(text[at:min(at+maxAstray, len(text))], []byte(written))
			if next < 0 {
				continue
			}
			at += next
		}
		for line+1 < len(plain) && plain[line+1] <= at {
			line++
		}
		t.Position.Offset = -1 - (p.starts[line] + at - plain[line])
		at += len(written)
	}
	return p
}

// lineStarts lists where the lines of a text begin.
func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// of is where a token begins.
func (p *places) of(t *token.Token) int {
	if t.Position.Offset < 0 {
		return -1 - t.Position.Offset
	}
	if t.Position.Line < 1 || t.Position.Line > len(p.starts) {
		return len(p.source)
	}
	at := p.starts[t.Position.Line-1]
	for column := t.Position.Column; column > 1 && at < len(p.source); column-- {
		_, size := utf8.DecodeRune(p.source[at:])
		at += size
	}
	return at
}

// syntaxError takes the message and the place out of the parser's error, which
// prints the source as well.
func (p *places) syntaxError(err error) error {
	var located interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &located) {
		return &Error{Message: err.Error()}
	}
	e := &Error{Message: located.GetMessage()}
	if t := located.GetToken(); t != nil && t.Position != nil {
		e.Offset = p.of(t)
	}
	return e
}

// singleQuoted is the length of the string in single quotes that text begins
// with. Two quotes in a row are one in the string.
func singleQuoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}
