package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/lint/rules"
)

// This file makes findings of payloads in YAML, TOML or JSON5, which are converted to JSON and
// validated as that, show values as written in the source.

// convertedExtent returns the extent of the syntax errors of a document that cannot be read.
func (d *document) convertedExtent() extent {
	if !d.converted.Capped {
		return extent{reach: everything}
	}
	last := d.converted.Errors[len(d.converted.Errors)-1]
	return unreadFrom(int64(last.Offset))
}

// written returns how the source writes the scalar at the bytes [start, end) of the JSON.
func (d *document) written(start, end int) []byte {
	if d.converted != nil {
		if text, ok := d.converted.Written(start, end); ok {
			return text
		}
	}
	return d.text.JSON[start:end]
}

// asWritten makes diagnostics about a number or boolean show it as it is written.
func (d *document) asWritten(all []rules.Diagnostic) {
	if d.converted == nil {
		return
	}
	for i := range all {
		f := &all[i]
		f.Message = d.converted.AsWritten(f.Message)
		isShort := len(f.Got) == f.End-f.Offset && f.Got != "" && strings.IndexByte(`"{[n`, f.Got[0]) < 0
		if !isShort {
			f.Got = d.converted.AsWritten(f.Got)
			continue
		}
		written := string(d.written(f.Offset, f.End))
		if written == f.Got || written == "" {
			continue
		}
		f.Message = replaceWord(f.Message, d.converted.AsWritten(f.Got), written)
		if f.Fix != nil {
			f.Fix.Title = strings.ReplaceAll(f.Fix.Title, f.Got, written)
		}
		f.Got = written
	}
}

// replaceWord replaces the first occurrence of a word that is not part of another word.
func replaceWord(text, word, by string) string {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return text
		}
		start, end := from+at, from+at+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[end:], "."))
		if !isWord(before) && !isWord(after) {
			return text[:start] + by + text[end:]
		}
		from = end
	}
}

func isWord(c rune) bool {
	return c == '.' || c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
