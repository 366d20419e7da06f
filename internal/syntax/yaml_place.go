package syntax

import (
	"bytes"
	"errors"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// places knows where in the source the tokens of a document are. The parser's own idea of
// that is beside the mark where a plain scalar has blanks behind it or goes on in the next
// line, and behind a tag; but every token knows what it was read from.
type places struct {
	source []byte
	starts []int // of the lines of the source
	plain  []int // of the lines of the text that was parsed
	tokens map[*token.Token]int
}

// maxAstray bounds how far a token is looked for that is not where the one before it ends.
const maxAstray = 4 << 10

func newPlaces(source, text []byte, tokens token.Tokens) *places {
	p := &places{source: source, starts: lineStarts(source), plain: lineStarts(text)}
	p.tokens = make(map[*token.Token]int, len(tokens))
	at := 0
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
		p.tokens[t] = p.inSource(at)
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

// inSource turns an offset of the text that was parsed into one of the source, which has
// the same lines.
func (p *places) inSource(offset int) int {
	line := sort.SearchInts(p.plain, offset+1) - 1
	return p.starts[line] + offset - p.plain[line]
}

// of is where a token begins.
func (p *places) of(t *token.Token) int {
	if at, ok := p.tokens[t]; ok {
		return at
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
