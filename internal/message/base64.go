package message

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/evaluate"
)

// This file says why a string is not base64 (RFC 4648, section 4). What encoding/json
// writes for bytes is held against a pattern, which tells a person nothing.

// wordBase64 says of a string that is to be base64 why it is not. It reports whether that
// is what is wrong with it.
func (w *Writer) wordBase64(m *message, f *evaluate.Failure) bool {
	if f.Keyword == "contentMediaType" || !f.IsBase64() {
		return false
	}
	w.scratch = w.doc.AppendText(w.scratch[:0], f.Node)
	why := faultOfBase64(w.scratch)
	if why == "" {
		return false
	}
	w.clipValue(f.Node)
	w.say(" is not ")
	m.expected = w.put("base64")
	if !w.Redact {
		w.say(": ", why)
	}
	w.say("; expected RFC 4648 base64 with padding, such as aGVsbG8=")
	return true
}

// faultOfBase64 is what is wrong with a text as base64, "" where nothing is.
func faultOfBase64(text []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	body := strings.TrimRight(string(text), "=")
	for _, c := range body {
		switch {
		case c == '-' || c == '_':
			return strconv.QuoteRune(c) + " is a character of base64url"
		case c == '=':
			return "there is text after the padding"
		case c == utf8.RuneError || !strings.ContainsRune(alphabet, c):
			return strconv.QuoteRune(c) + " is not a base64 character"
		}
	}
	wanted := [...]string{"none", "", "2 '='", "1 '='"}[len(body)%4]
	switch padding := len(text) - len(body); {
	case wanted == "":
		return "a character is missing or too many"
	case padding != (4-len(body)%4)%4:
		return "the padding is wrong, there must be " + wanted
	}
	return ""
}
