package suggest

import (
	"bytes"

	"github.com/verdict-lint/verdict/internal/evaluate"
)

// forDateTime returns the suggestion for a date-time (RFC 3339, section 5.6) of which only the
// punctuation is wrong.
func (m *Maker) forDateTime(f *evaluate.Failure) Suggestion {
	m.scratch = m.doc.AppendText(m.scratch[:0], f.Node)
	m.text = appendDateTime(append(m.text[:0], '"'), m.scratch)
	if bytes.Equal(m.text[1:], m.scratch) {
		return Suggestion{}
	}
	if fits, _ := f.AsText(m.text[1:], &m.subject); !fits {
		return Suggestion{}
	}
	m.text = append(m.text, '"')
	return m.replace(Replace, f.Node, Safe, m.text)
}

// appendDateTime appends a date-time with a T between date and time, a point before the
// fraction, and an offset from UTC of hours and minutes. Other errors are kept.
func appendDateTime(dst, text []byte) []byte {
	const date = len("2006-01-02")
	if len(text) <= date {
		return append(dst, text...)
	}
	rest := text[date:]
	zone := bytes.LastIndexAny(rest, "Zz+-")
	if zone < 0 {
		return append(dst, text...)
	}
	dst = append(dst, text[:date]...)
	if spaces := len(rest) - len(bytes.TrimLeft(rest, " ")); spaces > 0 {
		rest, zone = rest[spaces:], zone-spaces
		dst = append(dst, 'T')
	}
	clock, offset := bytes.TrimRight(rest[:zone], " "), rest[zone:]
	from := len(dst)
	dst = append(dst, clock...)
	if comma := bytes.IndexByte(clock, ','); comma >= 0 {
		dst[from+comma] = '.'
	}
	switch len(offset) {
	case len("+02"):
		return append(append(dst, offset...), ":00"...)
	case len("+0200"):
		return append(append(append(dst, offset[:3]...), ':'), offset[3:]...)
	}
	return append(dst, offset...)
}
